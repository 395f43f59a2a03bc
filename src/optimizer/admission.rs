//! Which parameters a configuration admits: one set of rules for proofs that are made and proofs that are verified.

use crate::config::{settings, within, ProtocolConfig};
use crate::error::{ErrorKind, ProtocolError, Result};
use crate::proof_system::{Estimate, Parameters};

/// Least `Estimate::hiding_bits`. Reached only by statements of some hundred million committed bits, which also keeps row
/// lengths far below what the PRG's 32-bit counter allows.
const MIN_HIDING_BITS: f64 = 40.0;

/// Whether a proof with these parameters may be verified: it stays within the limits and reaches the configured level.
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
    Ok(())
}

/// Whether a proof with these parameters may be made: it may be verified, and its prover has the memory.
pub fn check_proving(
    config: &ProtocolConfig,
    parameters: Parameters,
    estimate: &Estimate,
) -> Result<()> {
    check(config, parameters, estimate)?;
    let name = parameters.profile.name();
    let what = format!("making a `{name}` proof of this statement");
    let (memory, limit) = (estimate.memory, config.limits.max_memory);
    within(
        settings::LIMIT_MEMORY,
        &what,
        memory,
        limit,
        "bytes of memory",
    )
}
