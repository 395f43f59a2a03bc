//! Which parameters a configuration admits: one set of rules for proofs that are made and proofs that are verified.

use crate::config::{settings, ProtocolConfig};
use crate::error::{ErrorKind, ProtocolError, Result};
use crate::proof_system::{Estimate, Parameters};

/// Least `Estimate::hiding_bits`. Reached only by statements of some hundred million committed bits, which also keeps row
/// lengths far below what the PRG's 32-bit counter allows.
const MIN_HIDING_BITS: f64 = 40.0;

/// Whether a proof with these parameters may be verified: it stays within the limits and reaches the configured level.
pub fn check(config: &ProtocolConfig, parameters: Parameters, estimate: &Estimate) -> Result<()> {
    let limits = &config.limits;
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
    Ok(())
}

/// Whether a proof with these parameters may be made: it may be verified, and its prover has the memory.
pub fn check_proving(
    config: &ProtocolConfig,
    parameters: Parameters,
    estimate: &Estimate,
) -> Result<()> {
    check(config, parameters, estimate)?;
    let limit = config.limits.max_memory;
    if estimate.memory > limit {
        let what = format!(
            "making a `{}` proof of this statement",
            parameters.profile.name()
        );
        return Err(too_large(
            settings::LIMIT_MEMORY,
            &what,
            estimate.memory,
            limit,
            "bytes of memory",
        ));
    }
    Ok(())
}

/// The error about something that exceeds a limit.
pub(crate) fn too_large(
    field: &'static str,
    what: &str,
    value: u64,
    limit: u64,
    unit: &str,
) -> ProtocolError {
    ProtocolError::in_field(
        ErrorKind::LimitExceeded,
        field,
        format!("{what} takes {value} {unit}, the limit is {limit}"),
    )
}
