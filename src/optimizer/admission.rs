//! Which parameters a configuration admits: one set of rules for proofs that are made and proofs that are verified.

use crate::config::{settings, within, ProtocolConfig};
use crate::error::{ErrorKind, ProtocolError, Result};
use crate::proof_system::{Estimate, Execution, Parameters};

/// Least `Estimate::hiding_bits`. Reached only by statements of some 10^10 committed bits, which also keeps row
/// lengths far below what the PRG's 32-bit counter allows.
const MIN_HIDING_BITS: f64 = 40.0;

/// Whether a proof with these parameters may be made and verified: it stays within the limits and reaches the configured level.
/// `estimate` is for the threads that work on it. A verifier takes no more memory than the prover of which it tells
/// (`tests/worst_cases.rs`).
pub fn check(config: &ProtocolConfig, parameters: Parameters, estimate: &Estimate) -> Result<()> {
    let limits = &config.limits;
    let name = parameters.profile.name();
    let what = format!("a `{name}` proof of this statement");
    let (size, limit) = (estimate.proof_size, limits.max_proof_size);
    within(settings::LIMIT_PROOF_SIZE, &what, size, limit, "bytes")?;
    let what = format!("verifying a `{name}` proof of this statement");
    let (work, limit) = (estimate.work, limits.max_work);
    within(settings::LIMIT_WORK, &what, work, limit, "AES blocks")?;
    let level = config.security_level;
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
    let what = format!("making or verifying a `{name}` proof of this statement");
    let (memory, limit) = (estimate.memory, limits.max_memory);
    within(
        settings::LIMIT_MEMORY,
        &what,
        memory,
        limit,
        "bytes of memory",
    )
}

/// How a proof with these parameters may be made or verified: on as many of the threads as find enough to do, or on one where there is
/// no memory for more. `estimate` is for one.
pub fn admit(
    config: &ProtocolConfig,
    execution: Execution,
    parameters: Parameters,
    estimate: &Estimate,
) -> Result<Execution> {
    let (together, of_all) = estimate.on(execution);
    match check(config, parameters, &of_all) {
        Err(error) if error.field() == Some(settings::LIMIT_MEMORY) => {
            check(config, parameters, estimate).map(|()| execution.backend.into())
        }
        checked => checked.map(|()| together),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backend::Backend;
    use crate::config::{Preset, Profile, SecurityLevel};
    use crate::proof_system::Counts;
    use std::num::NonZero;

    const PARAMETERS: Parameters = Parameters {
        level: SecurityLevel::L192,
        profile: Profile::Fast,
        degree_cap: 7,
    };

    fn config() -> ProtocolConfig {
        let mut config = ProtocolConfig::preset(Preset::Default);
        config.security_level = SecurityLevel::L192;
        config.limits.max_proof_size = 1000;
        config.limits.max_work = 2000;
        config.limits.max_memory = 3000;
        config
    }

    /// What is just admitted.
    fn largest() -> Estimate {
        Estimate {
            proof_size: 1000,
            security_bits: 192.0,
            quantum_security_bits: 96.0,
            level: Some(SecurityLevel::L192),
            hiding_bits: MIN_HIDING_BITS,
            work: 2000,
            memory: 3000,
            thread_memory: 0,
            max_threads: NonZero::<usize>::MIN,
            committed_bits: 0,
            constraints: 0,
            degree: 7,
            counts: Counts::default(),
        }
    }

    #[test]
    fn every_rule_is_applied_at_its_bound() {
        assert_eq!(check(&config(), PARAMETERS, &largest()), Ok(()));
        let worse = [
            (
                settings::LIMIT_PROOF_SIZE,
                Estimate {
                    proof_size: 1001,
                    ..largest()
                },
            ),
            (
                settings::LIMIT_WORK,
                Estimate {
                    work: 2001,
                    ..largest()
                },
            ),
            (
                settings::SECURITY_LEVEL,
                Estimate {
                    level: Some(SecurityLevel::L128),
                    ..largest()
                },
            ),
            (
                "statement",
                Estimate {
                    hiding_bits: MIN_HIDING_BITS - 0.1,
                    ..largest()
                },
            ),
            (
                settings::LIMIT_MEMORY,
                Estimate {
                    memory: 3001,
                    ..largest()
                },
            ),
        ];
        for (field, estimate) in worse {
            let refused = check(&config(), PARAMETERS, &estimate);
            assert_eq!(refused.unwrap_err().field(), Some(field));
        }
        let none = Estimate {
            level: None,
            ..largest()
        };
        assert!(check(&config(), PARAMETERS, &none).is_err());
    }

    #[test]
    fn threads_for_which_there_is_no_memory_are_not_used() {
        let threads = |threads| Execution {
            backend: Backend::portable(),
            threads: NonZero::new(threads).unwrap(),
        };
        let mut estimate = Estimate {
            memory: 2000,
            thread_memory: 500,
            max_threads: NonZero::new(4).unwrap(),
            ..largest()
        };
        let admitted =
            |estimate: &Estimate, limit| admit(&config(), threads(limit), PARAMETERS, estimate);
        assert_eq!(admitted(&estimate, 3), Ok(threads(3)));
        assert_eq!(admitted(&estimate, 4), Ok(threads(1)));
        // More than find enough to do would not be started.
        estimate.max_threads = NonZero::new(2).unwrap();
        assert_eq!(admitted(&estimate, 4), Ok(threads(2)));
        estimate.memory = 3001;
        let refused = admitted(&estimate, 4).unwrap_err();
        assert_eq!(refused.field(), Some(settings::LIMIT_MEMORY));
        assert!(refused.message().contains("3001"), "{refused}");
    }
}
