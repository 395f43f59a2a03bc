//! The stages of a call, in order: validate, choose parameters, prove, compress, verify, measure.

use super::clock::Clock;
use super::compress::{pack, unpack, Packed};
use super::validate;
use super::{Call, OptimizedProof, Pipeline, ProofInfo};
use crate::config::{OnVerifyFailure, Profile};
use crate::error::{ErrorKind, ProtocolError, Result};
use crate::hash::HashAlgorithm;
use crate::metrics::labels::Label as _;
use crate::metrics::memory::PeakScope;
use crate::metrics::{self, ProofMetrics, Recovery};
use crate::optimizer::{admission, candidates, Answers, Choice};
use crate::proof_bytes;
use crate::proof_system::{Estimate, ProofSystem, Randomness, Resources};
use crate::random;
use crate::statement::{self, Statement, Witness};
use crate::telemetry::Stage;
use std::time::Duration;
use zeroize::Zeroizing;

/// What is measured from the beginning of a call on.
pub(super) struct Measured {
    memory: PeakScope,
    clock: Clock,
}

impl Measured {
    pub(super) fn start() -> Self {
        Self {
            memory: PeakScope::new(),
            clock: Clock::start(),
        }
    }
}

impl Pipeline {
    pub(super) fn prove(
        &self,
        statement: &Statement,
        witness: &Witness,
        context: &[u8],
        call: &Call<'_>,
    ) -> Result<OptimizedProof> {
        let measured = Measured::start();
        let system = validate::proving(&self.config, statement, witness, context)?;
        self.prove_on(system, statement, witness, context, call, measured)
    }

    /// The stages after validation.
    pub(super) fn prove_on(
        &self,
        system: &dyn ProofSystem,
        statement: &Statement,
        witness: &Witness,
        context: &[u8],
        call: &Call<'_>,
        measured: Measured,
    ) -> Result<OptimizedProof> {
        let Measured { memory, mut clock } = measured;
        let validate_ns = clock.lap();
        call.log.stage(Stage::Validate, validate_ns);

        let choice = self.choose(system, statement, call)?;
        let (parameters, estimate) = (choice.candidate.parameters, &choice.candidate.estimate);
        let parameters_ns = clock.lap();
        call.log.stage(Stage::Choose, parameters_ns);

        let mut randomness: Zeroizing<Randomness> = Zeroizing::new([0; 64]);
        random::fill(&mut *randomness)?;
        let proof_data = system.prove(
            parameters,
            call.resources(choice.candidate.execution),
            statement,
            witness,
            context,
            &randomness,
        )?;
        let prove_ns = clock.lap();
        call.log.stage(Stage::Prove, prove_ns);

        let info = ProofInfo::read(&proof_data)?;
        let packed = self.compress(proof_data, call);
        let (proof_data, codec) = (packed.data, packed.codec);
        let mut compress_ns = 0;
        if self.config.use_compression {
            compress_ns = clock.lap();
            call.log.stage(Stage::Compress, compress_ns);
        }

        let mut verify_ns = 0;
        if self.config.verify_after_generation {
            self.check_new(system, statement, context, &proof_data, call)?;
            verify_ns = clock.lap();
            call.log.stage(Stage::Verify, verify_ns);
        }

        let size_after = proof_data.len() as u64;
        let nanoseconds = |time: Duration| time.as_nanos() as u64;
        let (predicted, heuristic) = (choice.candidate.predicted, &choice.heuristic);
        Ok(OptimizedProof {
            metrics: Some(ProofMetrics {
                request_id: call.log.request_id().to_owned(),
                statement: call.log.statement().to_owned(),
                profile: Profile::from_id(info.profile).ok(),
                quantum_resistant: system.is_quantum_resistant(),
                security_level: parameters.level.bits(),
                security_bits: estimate.security_bits,
                validate_ns,
                parameters_ns,
                prove_ns,
                compress_ns,
                verify_ns,
                total_ns: clock.total(),
                size_before: info.size,
                size_after,
                committed_bits: estimate.committed_bits,
                constraints: estimate.constraints,
                degree: estimate.degree,
                peak_memory: memory.peak() as u64,
                compression_ratio: info.size as f64 / size_after as f64,
                codec: codec.unwrap_or_else(|| metrics::NONE.to_owned()),
                source: choice.source,
                optimizer_outcome: choice.outcome(),
                degree_cap: parameters.degree_cap.into(),
                threads: choice.candidate.execution.threads.get() as u32,
                predicted_prove_ns: nanoseconds(predicted.prove),
                predicted_verify_ns: nanoseconds(predicted.verify),
                predicted_size: estimate.proof_size,
                predicted_memory: estimate.memory,
                heuristic_prove_ns: nanoseconds(heuristic.predicted.prove),
                heuristic_size: heuristic.estimate.proof_size,
            }),
            proof_data,
        })
    }

    /// The proof as it is returned.
    fn compress(&self, proof: Vec<u8>, call: &Call<'_>) -> Packed {
        if !self.config.use_compression {
            return Packed {
                data: proof,
                codec: None,
                failure: None,
            };
        }
        let before = proof.len() as u64;
        let packed = pack(&self.config.compression, self.codec.as_ref(), proof);
        let after = packed.data.len() as u64;
        if let Some(error) = &packed.failure {
            let instead = "the proof is returned as it was made";
            call.recovered(
                Recovery::StoredUncompressed,
                Stage::Compress,
                error,
                instead,
            );
        }
        call.metrics.compression(before, after);
        packed
    }

    /// The verification after generation.
    fn check_new(
        &self,
        system: &dyn ProofSystem,
        statement: &Statement,
        context: &[u8],
        proof: &[u8],
        call: &Call<'_>,
    ) -> Result<()> {
        let resources = call.resources(call.execution);
        let Err(error) = self.verify_with(system, resources, statement, context, proof) else {
            return Ok(());
        };
        let error = ProtocolError::new(
            ErrorKind::ProofGeneration,
            format!("the new proof does not verify: {error}"),
        );
        match self.config.on_verify_failure {
            OnVerifyFailure::Error => Err(error),
            OnVerifyFailure::Warning => {
                let instead = "it is returned all the same";
                call.recovered(Recovery::UnverifiedProof, Stage::Verify, &error, instead);
                Ok(())
            }
        }
    }

    pub(super) fn verify(
        &self,
        statement: &Statement,
        context: &[u8],
        proof: &[u8],
        call: &Call<'_>,
    ) -> Result<()> {
        let system = validate::verifying(&self.config, statement, context, proof)?;
        let resources = call.resources(call.execution);
        self.verify_with(system, resources, statement, context, proof)
    }

    fn verify_with(
        &self,
        system: &dyn ProofSystem,
        resources: Resources<'_>,
        statement: &Statement,
        context: &[u8],
        proof: &[u8],
    ) -> Result<()> {
        let claimed = proof_bytes::info(proof)?;
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
        let execution = admission::admit(&self.config, resources.execution, parameters, &estimate)?;
        let resources = Resources {
            execution,
            ..resources
        };
        let proof = unpack(
            &self.config.compression,
            self.codec.as_ref(),
            proof,
            estimate.proof_size,
        )?;
        system.verify(resources, statement, context, &proof)
    }

    /// What a proof would be. With a choice to make the answer is that of the heuristic or the optimizer; without one it is also given
    /// for what the limits refuse.
    pub(super) fn estimate(&self, statement: &Statement) -> Result<Estimate> {
        let system = validate::system(&self.config, statement)?;
        match self.config.use_optimizer {
            true => {
                let execution = self.config.execution();
                let choice = (self.chooser).choose(
                    Answers::Kept,
                    &self.config,
                    execution,
                    system,
                    statement,
                )?;
                Ok(choice.candidate.estimate)
            }
            false => {
                let parameters = candidates::configured(&self.config);
                let estimate = system.estimate(parameters, statement)?;
                let execution = self.config.execution();
                let admitted = admission::admit(&self.config, execution, parameters, &estimate);
                Ok(estimate.on(admitted.unwrap_or(execution)).1)
            }
        }
    }

    /// Asks the optimizer, if there is one that is to be used, about a known statement.
    pub(super) fn check_optimizer(&self) -> Result<()> {
        if !self.config.use_optimizer {
            return Ok(());
        }
        let (statement, _) = statement::known(HashAlgorithm::Sha3_256)?;
        let system = validate::system(&self.config, &statement)?;
        let execution = self.config.execution();
        let choice =
            (self.chooser).choose(Answers::New, &self.config, execution, system, &statement)?;
        choice.fallback.map_or(Ok(()), |fallback| {
            Err(ProtocolError::new(ErrorKind::Optimization, fallback.reason))
        })
    }

    /// The choice of parameters, and the report of how it came about.
    fn choose(
        &self,
        system: &dyn ProofSystem,
        statement: &Statement,
        call: &Call<'_>,
    ) -> Result<Choice> {
        let choice = (self.chooser).choose(
            Answers::Kept,
            &self.config,
            call.execution,
            system,
            statement,
        )?;
        if let Some(outcome) = choice.outcome() {
            call.metrics.optimizer(outcome);
        }
        if let Some(fallback) = &choice.fallback {
            let name = self.chooser.optimizer_name().unwrap_or_default();
            let message = format!(
                "the optimizer `{name}` ({}): {}",
                fallback.outcome.name(),
                fallback.reason
            );
            let error = ProtocolError::new(ErrorKind::Optimization, message);
            call.log
                .recovered(Stage::Choose, &error, "the heuristic chooses");
        }
        if let Some(error) = &choice.too_much_memory {
            let instead = "parameters that need less are taken";
            call.recovered(Recovery::SmallerProfile, Stage::Choose, error, instead);
        }
        Ok(choice)
    }
}
