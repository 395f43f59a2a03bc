//! The pipeline: validate, choose parameters, prove, compress, verify if asked to, measure.

pub use crate::proof_system::{Estimate, ProofInfo};

use crate::config::{Limits, ProtocolConfig};
use crate::error::{ErrorKind, ProtocolError, Result};
use crate::metrics::memory::PeakScope;
use crate::metrics::ProofMetrics;
use crate::proof_system::{self, Parameters, ProofSystem};
use crate::statement::{Statement, Witness};
use std::time::Instant;
use zeroize::Zeroizing;

/// A configured prover and verifier. Immutable: any number of threads may share one.
pub struct Protocol {
    config: ProtocolConfig,
}

/// A proof with the measurements of its making.
#[derive(Clone, Debug)]
pub struct OptimizedProof {
    /// The proof bytes (`docs/protocol.md`).
    pub proof_data: Vec<u8>,
    /// What was measured; `None` for a proof that came in as bytes.
    pub metrics: Option<ProofMetrics>,
}

impl Protocol {
    /// A protocol with this configuration, checked.
    pub fn new(config: ProtocolConfig) -> Result<Self> {
        let limits = &config.limits;
        for (field, value) in [
            ("max_proof_size", limits.max_proof_size),
            ("max_work", limits.max_work),
        ] {
            if value == 0 {
                return Err(ProtocolError::in_field(
                    ErrorKind::Configuration,
                    field,
                    "a limit of 0 refuses every proof",
                ));
            }
        }
        Ok(Self { config })
    }

    /// Its configuration.
    pub fn config(&self) -> &ProtocolConfig {
        &self.config
    }

    /// Proves `statement` with `witness`, bound to `context`: the verifier must state the same context.
    pub fn prove(
        &self,
        statement: &Statement,
        witness: &Witness,
        context: &[u8],
    ) -> Result<OptimizedProof> {
        let memory = PeakScope::new();
        let mut clock = Clock::start();
        check_context(&self.config.limits, context)?;
        let system = proof_system::for_statement(statement)?;
        let validate_ns = clock.lap();

        let parameters = self.parameters();
        let estimate = self.admit(system, parameters, statement)?;
        let parameters_ns = clock.lap();

        let randomness = fresh_randomness()?;
        let proof_data = system.prove(parameters, statement, witness, context, &randomness)?;
        let prove_ns = clock.lap();

        let mut verify_ns = 0;
        if self.config.verify_after_generation {
            self.verify(statement, context, &proof_data)
                .map_err(|error| {
                    ProtocolError::new(
                        ErrorKind::ProofGeneration,
                        format!("the new proof does not verify: {error}"),
                    )
                })?;
            verify_ns = clock.lap();
        }

        let size = proof_data.len() as u64;
        Ok(OptimizedProof {
            metrics: Some(ProofMetrics {
                statement: statement.name(),
                profile: parameters.profile.name(),
                security_level: parameters.level.bits(),
                security_bits: estimate.security_bits,
                validate_ns,
                parameters_ns,
                prove_ns,
                compress_ns: 0,
                verify_ns,
                total_ns: clock.total(),
                size_before: size,
                size_after: size,
                committed_bits: estimate.committed_bits,
                constraints: estimate.constraints,
                degree: estimate.degree,
                peak_memory: memory.peak() as u64,
            }),
            proof_data,
        })
    }

    /// Checks that `proof` proves `statement`, bound to `context`, at exactly the configured level. `Ok` means valid;
    /// everything else is an error: `ProofVerification` for a proof that does not hold, `Malformed` for bytes that are no
    /// proof of such a statement.
    pub fn verify(&self, statement: &Statement, context: &[u8], proof: &[u8]) -> Result<()> {
        let limits = &self.config.limits;
        check_context(limits, context)?;
        if proof.len() as u64 > limits.max_proof_size {
            return Err(too_large(
                "proof",
                "the proof",
                proof.len() as u64,
                limits.max_proof_size,
                "bytes",
            ));
        }
        let system = proof_system::for_statement(statement)?;
        let claimed = system.parameters(proof)?;
        if claimed.level != self.config.security_level {
            return Err(ProtocolError::in_field(
                ErrorKind::ProofVerification,
                "proof",
                format!(
                    "the proof is for security level {}, this protocol verifies level {}",
                    claimed.level.bits(),
                    self.config.security_level.bits()
                ),
            ));
        }
        self.admit(system, claimed, statement)?;
        system.verify(statement, context, proof)
    }

    /// What a proof of `statement` would be with this configuration.
    pub fn estimate(&self, statement: &Statement) -> Result<Estimate> {
        proof_system::for_statement(statement)?.estimate(self.parameters(), statement)
    }

    fn parameters(&self) -> Parameters {
        Parameters {
            level: self.config.security_level,
            profile: self.config.profile,
        }
    }

    /// The estimate, if it stays within the limits and reaches the configured level. Prover and verifier both ask.
    fn admit(
        &self,
        system: &dyn ProofSystem,
        parameters: Parameters,
        statement: &Statement,
    ) -> Result<Estimate> {
        let estimate = system.estimate(parameters, statement)?;
        let limits = &self.config.limits;
        let name = parameters.profile.name();
        if estimate.proof_size > limits.max_proof_size {
            let what = format!("a `{name}` proof of this statement");
            let (size, limit) = (estimate.proof_size, limits.max_proof_size);
            return Err(too_large("max_proof_size", &what, size, limit, "bytes"));
        }
        if estimate.work > limits.max_work {
            let what = format!("verifying a `{name}` proof of this statement");
            let (work, limit) = (estimate.work, limits.max_work);
            return Err(too_large("max_work", &what, work, limit, "AES blocks"));
        }
        let level = f64::from(self.config.security_level.bits());
        if estimate.security_bits < level {
            return Err(ProtocolError::in_field(
                ErrorKind::Configuration,
                "security_level",
                format!(
                    "profile `{name}` gives this statement {} bits of security, {level} are required",
                    estimate.security_bits
                ),
            ));
        }
        Ok(estimate)
    }
}

fn check_context(limits: &Limits, context: &[u8]) -> Result<()> {
    if context.len() as u64 > limits.max_context_size {
        return Err(too_large(
            "context",
            "the context",
            context.len() as u64,
            limits.max_context_size,
            "bytes",
        ));
    }
    Ok(())
}

fn too_large(field: &'static str, what: &str, value: u64, limit: u64, unit: &str) -> ProtocolError {
    ProtocolError::in_field(
        ErrorKind::LimitExceeded,
        field,
        format!("{what} takes {value} {unit}, the limit is {limit}"),
    )
}

fn fresh_randomness() -> Result<Zeroizing<[u8; 32]>> {
    let mut randomness = Zeroizing::new([0; 32]);
    getrandom::fill(&mut *randomness).map_err(|error| {
        ProtocolError::new(
            ErrorKind::Internal,
            format!("the operating system gives no randomness: {error}"),
        )
    })?;
    Ok(randomness)
}

/// Wall-clock time, stage by stage.
struct Clock {
    start: Instant,
    lap: Instant,
}

impl Clock {
    fn start() -> Self {
        let start = Instant::now();
        Self { start, lap: start }
    }

    /// Nanoseconds since the last call or the start.
    fn lap(&mut self) -> u64 {
        let before = std::mem::replace(&mut self.lap, Instant::now());
        self.lap.duration_since(before).as_nanos() as u64
    }

    /// Nanoseconds since the start.
    fn total(&self) -> u64 {
        self.start.elapsed().as_nanos() as u64
    }
}
