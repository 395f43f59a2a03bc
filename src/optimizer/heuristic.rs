//! The choice without an optimizer: the candidate that is proved in the shortest predicted time, among those that satisfy the
//! constraints.

use super::candidates::Candidate;
use crate::config::{settings, ProtocolConfig};
use crate::error::{ErrorKind, Problems, ProtocolError, Result};
use std::time::Duration;

/// What the caller asks of a proof that is made. Unlike the limits it is about one's own proofs only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Constraints {
    /// Longest proof in bytes.
    pub max_proof_size: Option<u64>,
    /// Longest predicted verification.
    pub max_verify_time: Option<Duration>,
}

impl Constraints {
    /// The constraints of a configuration.
    pub fn of(config: &ProtocolConfig) -> Self {
        Self {
            max_proof_size: config.max_proof_size,
            max_verify_time: config.max_verify_time,
        }
    }

    fn small_enough(&self, candidate: &Candidate) -> bool {
        self.max_proof_size
            .is_none_or(|limit| candidate.estimate.proof_size <= limit)
    }

    fn fast_enough(&self, candidate: &Candidate) -> bool {
        self.max_verify_time
            .is_none_or(|limit| candidate.predicted.verify <= limit)
    }

    /// Whether the candidate satisfies both.
    pub fn admit(&self, candidate: &Candidate) -> bool {
        self.small_enough(candidate) && self.fast_enough(candidate)
    }
}

/// The candidate with the shortest predicted proving time; of equally fast ones the one that is verified fastest, then the
/// smallest, then the first. `candidates` are admissible and not empty.
///
/// Where none satisfies the constraints: `LimitExceeded`, with the smallest size and the shortest verification that can be
/// had.
pub fn choose<'a>(candidates: &'a [Candidate], constraints: &Constraints) -> Result<&'a Candidate> {
    candidates
        .iter()
        .filter(|candidate| constraints.admit(candidate))
        .min_by_key(|candidate| {
            let predicted = candidate.predicted;
            (
                predicted.prove,
                predicted.verify,
                candidate.estimate.proof_size,
            )
        })
        .ok_or_else(|| unreachable_constraints(candidates, constraints))
}

fn unreachable_constraints(candidates: &[Candidate], constraints: &Constraints) -> ProtocolError {
    let small = |candidate: &Candidate| constraints.small_enough(candidate);
    let fast = |candidate: &Candidate| constraints.fast_enough(candidate);
    let size = |candidate: &Candidate| candidate.estimate.proof_size;
    let time = |candidate: &Candidate| candidate.predicted.verify;
    // Where each constraint could be satisfied alone, each is told within the other.
    let together = candidates.iter().any(small) && candidates.iter().any(fast);
    // Without a choice it is this one proof that does not satisfy them.
    let (smallest, fastest) = match candidates {
        [only] => {
            let profile = only.parameters.profile.name();
            let proof = format!("a `{profile}` proof of this statement");
            (proof.clone(), format!("the verification of {proof}"))
        }
        _ => (
            "the smallest proof of this statement".to_owned(),
            "the fastest verification of a proof of this statement".to_owned(),
        ),
    };
    let mut problems = Problems::default();
    let mut refuse = |setting: &'static str, message: String| {
        let error = ProtocolError::in_field(ErrorKind::LimitExceeded, setting, message);
        problems.check(Err::<(), _>(error));
    };
    if let Some(limit) = constraints.max_proof_size {
        let (size, of) = match together {
            true => (least(candidates, fast, size), " that is verified in time"),
            false => (least(candidates, |_| true, size), ""),
        };
        if let Some(size) = size.filter(|size| *size > limit) {
            refuse(
                settings::MAX_PROOF_SIZE,
                format!("{smallest}{of} has {size} bytes, more than {limit}"),
            );
        }
    }
    if let Some(limit) = constraints.max_verify_time {
        let (time, of) = match together {
            true => (least(candidates, small, time), " that is small enough"),
            false => (least(candidates, |_| true, time), ""),
        };
        if let Some(time) = time.filter(|time| *time > limit) {
            let [time, limit] = [time, limit].map(milliseconds);
            refuse(
                settings::MAX_VERIFY_TIME,
                format!("{fastest}{of} takes {time:.3} ms as predicted, more than {limit:.3}"),
            );
        }
    }
    problems.finish().expect_err("a constraint is violated")
}

/// The least `value` of the candidates that are `fitting`.
fn least<T: Ord>(
    candidates: &[Candidate],
    fitting: impl Fn(&Candidate) -> bool,
    value: impl Fn(&Candidate) -> T,
) -> Option<T> {
    let fitting = candidates.iter().filter(|candidate| fitting(candidate));
    fitting.map(value).min()
}

/// A time as settings and messages have it.
pub(super) fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
