//! The stages of a call, in order: validate, choose parameters, prove, compress, verify, measure.

use super::clock::Clock;
use super::validate::{self, within};
use super::{Call, OptimizedProof, Pipeline, ProofInfo};
use crate::config::{settings, OnVerifyFailure, Profile, MAX_DEGREE};
use crate::error::{ErrorKind, ProtocolError, Result};
use crate::metrics::memory::PeakScope;
use crate::metrics::{ProofMetrics, Recovery};
use crate::proof_system::{Estimate, Parameters, ProofSystem, Randomness};
use crate::random::fresh_bytes;
use crate::statement::{Statement, Witness};
use crate::telemetry::Stage;
use zeroize::Zeroizing;

/// Least `Estimate::hiding_bits`. Reached only by statements of some hundred million committed bits, which also keeps row
/// lengths far below what the PRG's 32-bit counter allows.
const MIN_HIDING_BITS: f64 = 40.0;

impl Pipeline {
    pub(super) fn prove(
        &self,
        statement: &Statement,
        witness: &Witness,
        context: &[u8],
        call: &Call<'_>,
    ) -> Result<OptimizedProof> {
        let memory = PeakScope::new();
        let mut clock = Clock::start();
        let system = validate::proving(&self.config, statement, witness, context)?;
        let validate_ns = clock.lap();
        call.log.stage(Stage::Validate, validate_ns);

        let parameters = self.parameters();
        let estimate = self.admit(system, parameters, statement)?;
        let parameters_ns = clock.lap();
        call.log.stage(Stage::Choose, parameters_ns);

        let randomness: Zeroizing<Randomness> = fresh_bytes()?;
        let proof_data = system.prove(parameters, statement, witness, context, &randomness)?;
        let prove_ns = clock.lap();
        call.log.stage(Stage::Prove, prove_ns);

        let mut verify_ns = 0;
        if self.config.verify_after_generation {
            self.check_new(system, statement, context, &proof_data, call)?;
            verify_ns = clock.lap();
            call.log.stage(Stage::Verify, verify_ns);
        }

        let info = ProofInfo::read(&proof_data)?;
        Ok(OptimizedProof {
            metrics: Some(ProofMetrics {
                statement: call.log.statement().to_owned(),
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

    /// The verification after generation.
    fn check_new(
        &self,
        system: &dyn ProofSystem,
        statement: &Statement,
        context: &[u8],
        proof: &[u8],
        call: &Call<'_>,
    ) -> Result<()> {
        let Err(error) = self.verify_with(system, statement, context, proof) else {
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

    pub(super) fn verify(&self, statement: &Statement, context: &[u8], proof: &[u8]) -> Result<()> {
        let system = validate::verifying(&self.config, statement, context, proof)?;
        self.verify_with(system, statement, context, proof)
    }

    fn verify_with(
        &self,
        system: &dyn ProofSystem,
        statement: &Statement,
        context: &[u8],
        proof: &[u8],
    ) -> Result<()> {
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

    pub(super) fn estimate(&self, statement: &Statement) -> Result<Estimate> {
        validate::system(&self.config, statement)?.estimate(self.parameters(), statement)
    }

    fn parameters(&self) -> Parameters {
        Parameters {
            level: self.config.security_level,
            profile: self.config.profile,
            degree_cap: self.config.degree_cap.unwrap_or(MAX_DEGREE),
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
        within(
            settings::LIMIT_PROOF_SIZE,
            &format!("a `{name}` proof of this statement"),
            estimate.proof_size,
            limits.max_proof_size,
            "bytes",
        )?;
        within(
            settings::LIMIT_WORK,
            &format!("verifying a `{name}` proof of this statement"),
            estimate.work,
            limits.max_work,
            "AES blocks",
        )?;
        let level = self.config.security_level;
        if estimate.level < Some(level) {
            return Err(ProtocolError::in_field(
                ErrorKind::Configuration,
                settings::SECURITY_LEVEL,
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
