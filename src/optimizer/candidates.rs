//! The parameters that a proof of a statement can have, each with what it costs.

use super::admission;
use super::calibration::Calibration;
use super::cost_model::{self, Prediction};
use crate::config::{settings, ProtocolConfig, MAX_DEGREE};
use crate::error::{ErrorKind, Problems, ProtocolError, Result};
use crate::proof_system::{Estimate, Execution, Parameters};
use crate::statement::Statement;

/// One choice.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Level, profile and degree cap.
    pub parameters: Parameters,
    /// The kernels and the number of threads that make the proof.
    pub execution: Execution,
    /// What the proof is.
    pub estimate: Estimate,
    /// How long it takes.
    pub predicted: Prediction,
}

impl Candidate {
    /// The candidate with these parameters, made by as many of the threads as find enough to do.
    pub fn new(
        calibration: &Calibration,
        execution: Execution,
        statement: &Statement,
        parameters: Parameters,
        estimate: &Estimate,
    ) -> Self {
        let (execution, estimate) = estimate.on(execution);
        Self {
            parameters,
            execution,
            predicted: cost_model::predict(
                calibration,
                statement,
                parameters,
                &estimate,
                execution.threads.get(),
            ),
            estimate,
        }
    }
}

/// What there is to choose from.
#[derive(Clone, Debug, Default)]
pub struct Candidates {
    /// Those that reach the level and stay within the limits: from the lowest degree to the highest, for each from the
    /// fastest profile to the smallest, and for each of these with as many threads as there may be and with one.
    pub admissible: Vec<Candidate>,
    /// The others, with the reason.
    pub excluded: Vec<(Candidate, ProtocolError)>,
}

impl Candidates {
    /// Sorts the choices that there are for `statement` (`ProofSystem::choices`) by whether `config` admits them.
    pub fn of(
        config: &ProtocolConfig,
        calibration: &Calibration,
        execution: Execution,
        statement: &Statement,
        choices: &[(Parameters, Estimate)],
    ) -> Self {
        let mut found = Self::default();
        for (parameters, estimate) in choices {
            let parameters = *parameters;
            let new =
                |execution| Candidate::new(calibration, execution, statement, parameters, estimate);
            let together = new(execution);
            let alone =
                (together.execution.threads.get() > 1).then(|| new(execution.backend.into()));
            for candidate in [Some(together), alone].into_iter().flatten() {
                match admission::check(config, parameters, &candidate.estimate) {
                    Ok(()) => found.admissible.push(candidate),
                    Err(reason) => found.excluded.push((candidate, reason)),
                }
            }
        }
        found
    }

    /// Fails if nothing is admissible: for each rule that excludes candidates with what it says of the one that comes
    /// closest.
    pub fn check(&self) -> Result<()> {
        if !self.admissible.is_empty() {
            return Ok(());
        }
        let mut closest: Vec<(u64, &ProtocolError)> = Vec::new();
        for (candidate, reason) in &self.excluded {
            let estimate = &candidate.estimate;
            let distance = match reason.field() {
                Some(settings::LIMIT_PROOF_SIZE) => estimate.proof_size,
                Some(settings::LIMIT_WORK) => estimate.work,
                Some(settings::LIMIT_MEMORY) => estimate.memory,
                _ => 0,
            };
            match closest
                .iter_mut()
                .find(|(_, r)| r.field() == reason.field())
            {
                Some(held) if distance < held.0 => *held = (distance, reason),
                Some(_) => {}
                None => closest.push((distance, reason)),
            }
        }
        let mut problems = Problems::default();
        for (_, reason) in closest {
            problems.check(Err::<(), _>(reason.clone()));
        }
        problems.finish()?;
        let message = "no parameters are known for this statement";
        Err(ProtocolError::new(ErrorKind::Internal, message))
    }
}

/// The parameters that the configuration names.
pub fn configured(config: &ProtocolConfig) -> Parameters {
    Parameters {
        level: config.security_level,
        profile: config.profile,
        degree_cap: config.degree_cap.unwrap_or(MAX_DEGREE),
    }
}
