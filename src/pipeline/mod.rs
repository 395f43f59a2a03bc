//! The pipeline: validate, choose parameters, prove, compress, verify if asked to, measure.

pub use crate::proof_system::{Estimate, ProofInfo};

use crate::config::{settings, Limits, Profile, ProtocolConfig};
use crate::error::{ErrorKind, ProtocolError, Result};
use crate::metrics::memory::PeakScope;
use crate::metrics::ProofMetrics;
use crate::proof_system::voleith::params::MAX_DEGREE;
use crate::proof_system::{self, Parameters, ProofSystem, Randomness};
use crate::random::fresh_bytes;
use crate::statement::{Statement, Witness};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Instant;
use zeroize::Zeroizing;

/// Least `Estimate::hiding_bits`. Reached only by statements of some hundred million committed bits, which also keeps row
/// lengths far below what the PRG's 32-bit counter allows.
const MIN_HIDING_BITS: f64 = 40.0;

/// A configured prover and verifier, which any number of threads may share. Every call works with the configuration that is in force
/// when it begins.
pub struct Protocol {
    pipeline: RwLock<Arc<Pipeline>>,
}

/// The stages under one configuration, which never changes.
struct Pipeline {
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
        Ok(Self {
            pipeline: RwLock::new(Pipeline::new(config)?),
        })
    }

    /// Puts another configuration in force, if it is a good one. Calls that have begun go on with the one before.
    pub fn reconfigure(&self, config: ProtocolConfig) -> Result<()> {
        let pipeline = Pipeline::new(config)?;
        *self
            .pipeline
            .write()
            .unwrap_or_else(PoisonError::into_inner) = pipeline;
        Ok(())
    }

    /// The configuration in force.
    pub fn config(&self) -> ProtocolConfig {
        self.current().config.clone()
    }

    /// Proves `statement` with `witness`, bound to `context`: the verifier must state the same context.
    pub fn prove(
        &self,
        statement: &Statement,
        witness: &Witness,
        context: &[u8],
    ) -> Result<OptimizedProof> {
        self.current().prove(statement, witness, context)
    }

    /// Checks that `proof` proves `statement`, bound to `context`, at exactly the configured level. `Ok` means valid;
    /// everything else is an error: `ProofVerification` for a proof that does not hold, `Malformed` for bytes that are no
    /// proof of such a statement.
    pub fn verify(&self, statement: &Statement, context: &[u8], proof: &[u8]) -> Result<()> {
        self.current().verify(statement, context, proof)
    }

    /// What a proof of `statement` would be with this configuration.
    pub fn estimate(&self, statement: &Statement) -> Result<Estimate> {
        self.current().estimate(statement)
    }

    fn current(&self) -> Arc<Pipeline> {
        // The lock guards one pointer: a panic of another thread leaves it whole.
        let pipeline = self.pipeline.read();
        pipeline.unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Pipeline {
    fn new(config: ProtocolConfig) -> Result<Arc<Self>> {
        config.validate()?;
        Ok(Arc::new(Self { config }))
    }

    fn prove(
        &self,
        statement: &Statement,
        witness: &Witness,
        context: &[u8],
    ) -> Result<OptimizedProof> {
        let memory = PeakScope::new();
        let mut clock = Clock::start();
        check_context(&self.config.limits, context)?;
        let system = self.system(statement)?;
        let validate_ns = clock.lap();

        let parameters = self.parameters();
        let estimate = self.admit(system, parameters, statement)?;
        let parameters_ns = clock.lap();

        let randomness: Zeroizing<Randomness> = fresh_bytes()?;
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

        let info = ProofInfo::read(&proof_data)?;
        Ok(OptimizedProof {
            metrics: Some(ProofMetrics {
                statement: statement.name(),
                profile: Profile::from_id(info.profile).map_or("none", Profile::name),
                quantum_resistant: system.is_quantum_resistant(),
                security_level: parameters.level.bits(),
                security_bits: estimate.security_bits,
                validate_ns,
                parameters_ns,
                prove_ns,
                compress_ns: 0,
                verify_ns,
                total_ns: clock.total(),
                size_before: info.size,
                size_after: info.size,
                committed_bits: estimate.committed_bits,
                constraints: estimate.constraints,
                degree: estimate.degree,
                peak_memory: memory.peak() as u64,
            }),
            proof_data,
        })
    }

    fn verify(&self, statement: &Statement, context: &[u8], proof: &[u8]) -> Result<()> {
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
        let system = self.system(statement)?;
        let claimed = ProofInfo::read(proof)?;
        let refused =
            |message| ProtocolError::in_field(ErrorKind::ProofVerification, "proof", message);
        if claimed.system != u32::from(system.number()) {
            return Err(refused(format!(
                "the proof is of system {}, a proof of this statement is of system {}",
                claimed.system,
                system.number()
            )));
        }
        if claimed.security_level != self.config.security_level.bits() {
            return Err(refused(format!(
                "the proof is for security level {}, this protocol verifies level {}",
                claimed.security_level,
                self.config.security_level.bits()
            )));
        }
        let mut parameters = self.parameters();
        if claimed.profile != 0 {
            parameters.profile = Profile::from_id(claimed.profile)?;
        }
        // The estimate must be that of the proof at hand. The degree is a byte of its header.
        parameters.degree_cap = claimed.degree as u8;
        self.admit(system, parameters, statement)?;
        system.verify(statement, context, proof)
    }

    fn estimate(&self, statement: &Statement) -> Result<Estimate> {
        self.system(statement)?
            .estimate(self.parameters(), statement)
    }

    /// The proof system for a statement, if the configuration allows it.
    fn system(&self, statement: &Statement) -> Result<&'static dyn ProofSystem> {
        let system = proof_system::for_statement(statement)?;
        if self.config.require_quantum_resistance && !system.is_quantum_resistant() {
            return Err(ProtocolError::in_field(
                ErrorKind::Configuration,
                "require_quantum_resistance",
                format!(
                    "quantum computers break proofs of {}, and the configuration refuses such",
                    statement.name()
                ),
            ));
        }
        Ok(system)
    }

    fn parameters(&self) -> Parameters {
        Parameters {
            level: self.config.security_level,
            profile: self.config.profile,
            degree_cap: MAX_DEGREE,
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
            return Err(too_large(
                settings::LIMIT_PROOF_SIZE,
                &what,
                size,
                limit,
                "bytes",
            ));
        }
        if estimate.work > limits.max_work {
            let what = format!("verifying a `{name}` proof of this statement");
            let (work, limit) = (estimate.work, limits.max_work);
            return Err(too_large(
                settings::LIMIT_WORK,
                &what,
                work,
                limit,
                "AES blocks",
            ));
        }
        let level = self.config.security_level;
        if estimate.level < Some(level) {
            return Err(ProtocolError::in_field(
                ErrorKind::Configuration,
                "security_level",
                format!(
                    "proofs of this statement have {:.1} bits of security, which does not reach level {}",
                    estimate.security_bits,
                    level.bits()
                ),
            ));
        }
        if estimate.hiding_bits < MIN_HIDING_BITS {
            return Err(ProtocolError::in_field(
                ErrorKind::LimitExceeded,
                "statement",
                "it is too large for a proof that hides its witness well",
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
