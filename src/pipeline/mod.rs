//! The pipeline: validate, choose parameters, prove, compress, verify if asked to, measure.

pub use crate::proof_system::{Estimate, ProofInfo};

use crate::config::{Limits, Profile, ProtocolConfig};
use crate::error::{ErrorKind, ProtocolError, Result};
use crate::metrics::memory::PeakScope;
use crate::metrics::ProofMetrics;
use crate::optimizer::admission::{self, too_large};
use crate::optimizer::{candidates, Chooser, Optimizer};
use crate::proof_system::{self, ProofSystem, Randomness};
use crate::random::fresh_bytes;
use crate::statement::{Statement, Witness};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Instant;
use zeroize::Zeroizing;

/// A configured prover and verifier, which any number of threads may share. Every call works with the configuration that is in force
/// when it begins.
pub struct Protocol {
    pipeline: RwLock<Arc<Pipeline>>,
    chooser: RwLock<Arc<Chooser>>,
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
            chooser: RwLock::default(),
        })
    }

    /// Puts another configuration in force, if it is a good one. Calls that have begun go on with the one before.
    pub fn reconfigure(&self, config: ProtocolConfig) -> Result<()> {
        replace(&self.pipeline, Pipeline::new(config)?);
        Ok(())
    }

    /// Plugs an optimizer in, which proofs with `use_optimizer` ask from now on, in place of the one before; `None` takes it out.
    pub fn set_optimizer(&self, optimizer: Option<Arc<dyn Optimizer>>) {
        replace(&self.chooser, Arc::new(Chooser::new(optimizer)));
    }

    /// The configuration in force.
    pub fn config(&self) -> ProtocolConfig {
        current(&self.pipeline).config.clone()
    }

    /// Proves `statement` with `witness`, bound to `context`: the verifier must state the same context.
    pub fn prove(
        &self,
        statement: &Statement,
        witness: &Witness,
        context: &[u8],
    ) -> Result<OptimizedProof> {
        let chooser = current(&self.chooser);
        current(&self.pipeline).prove(&chooser, statement, witness, context)
    }

    /// Checks that `proof` proves `statement`, bound to `context`, at exactly the configured level. `Ok` means valid;
    /// everything else is an error: `ProofVerification` for a proof that does not hold, `Malformed` for bytes that are no
    /// proof of such a statement.
    pub fn verify(&self, statement: &Statement, context: &[u8], proof: &[u8]) -> Result<()> {
        current(&self.pipeline).verify(statement, context, proof)
    }

    /// What a proof of `statement` would be with this configuration.
    pub fn estimate(&self, statement: &Statement) -> Result<Estimate> {
        current(&self.pipeline).estimate(&current(&self.chooser), statement)
    }
}

// The locks guard one pointer each: a panic of another thread leaves it whole.

fn current<T>(slot: &RwLock<Arc<T>>) -> Arc<T> {
    slot.read().unwrap_or_else(PoisonError::into_inner).clone()
}

/// The old value is dropped when the lock is free again: with an optimizer goes code of the caller's.
fn replace<T>(slot: &RwLock<Arc<T>>, new: Arc<T>) {
    let mut place = slot.write().unwrap_or_else(PoisonError::into_inner);
    let old = std::mem::replace(&mut *place, new);
    drop(place);
    drop(old);
}

impl Pipeline {
    fn new(config: ProtocolConfig) -> Result<Arc<Self>> {
        config.validate()?;
        Ok(Arc::new(Self { config }))
    }

    fn prove(
        &self,
        chooser: &Chooser,
        statement: &Statement,
        witness: &Witness,
        context: &[u8],
    ) -> Result<OptimizedProof> {
        let memory = PeakScope::new();
        let mut clock = Clock::start();
        check_context(&self.config.limits, context)?;
        let system = self.system(statement)?;
        let validate_ns = clock.lap();

        let chosen = chooser.choose(&self.config, system, statement)?.candidate;
        let (parameters, estimate) = (chosen.parameters, chosen.estimate);
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
        let mut parameters = candidates::configured(&self.config);
        if claimed.profile != 0 {
            parameters.profile = Profile::from_id(claimed.profile)?;
        }
        // The estimate must be that of the proof at hand. The degree is a byte of its header.
        parameters.degree_cap = claimed.degree as u8;
        let estimate = system.estimate(parameters, statement)?;
        admission::check(&self.config, parameters, &estimate)?;
        system.verify(statement, context, proof)
    }

    fn estimate(&self, chooser: &Chooser, statement: &Statement) -> Result<Estimate> {
        let system = self.system(statement)?;
        match self.config.use_optimizer {
            true => Ok(chooser
                .choose(&self.config, system, statement)?
                .candidate
                .estimate),
            false => system.estimate(candidates::configured(&self.config), statement),
        }
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
