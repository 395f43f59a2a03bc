//! The first stage: everything about the inputs that can be checked before any work, and all problems at once.

use crate::config::{settings, within, Limits, ProtocolConfig};
use crate::error::{ErrorKind, Problems, ProtocolError, Result};
use crate::proof_system::{self, ProofSystem};
use crate::statement::{Statement, Witness};

/// The inputs of a proof that is to be made.
pub(super) fn proving(
    config: &ProtocolConfig,
    statement: &Statement,
    witness: &Witness,
    context: &[u8],
) -> Result<&'static dyn ProofSystem> {
    let mut problems = Problems::default();
    let system = problems.check(common(config, statement, context));
    let limit = config.limits.max_witness_size;
    if witness.size() > limit {
        // How long it is may be a secret.
        let message = format!("it has more bytes than the limit, {limit}");
        let error = ProtocolError::in_field(ErrorKind::LimitExceeded, "witness", message);
        problems.check(Err::<(), _>(error));
    }
    problems.check(statement.check_witness(witness));
    problems.finish()?;
    Ok(system.expect("without a problem there is a system"))
}

/// The inputs of a verification.
pub(super) fn verifying(
    config: &ProtocolConfig,
    statement: &Statement,
    context: &[u8],
    proof: &[u8],
) -> Result<&'static dyn ProofSystem> {
    let mut problems = Problems::default();
    let system = problems.check(common(config, statement, context));
    let limit = config.limits.max_proof_size;
    problems.check(within(
        "proof",
        "the proof",
        proof.len() as u64,
        limit,
        "bytes",
    ));
    problems.finish()?;
    Ok(system.expect("without a problem there is a system"))
}

/// What prover and verifier both check; and the proof system for the statement, if the configuration allows it.
fn common(
    config: &ProtocolConfig,
    statement: &Statement,
    context: &[u8],
) -> Result<&'static dyn ProofSystem> {
    let Limits {
        max_context_size,
        max_statement_size,
        max_circuit_size,
        ..
    } = config.limits;
    let mut problems = Problems::default();
    for (field, what, value, limit, unit) in [
        (
            "context",
            "the context",
            context.len() as u64,
            max_context_size,
            "bytes",
        ),
        (
            "statement",
            "the statement",
            statement.encoded_len(),
            max_statement_size,
            "bytes",
        ),
        (
            "statement",
            "its circuit",
            statement.gates(),
            max_circuit_size,
            "gates",
        ),
    ] {
        problems.check(within(field, what, value, limit, unit));
    }
    let system = problems.check(system(config, statement));
    problems.finish()?;
    Ok(system.expect("without a problem there is a system"))
}

/// The proof system for a statement, if the configuration allows it.
pub(super) fn system(
    config: &ProtocolConfig,
    statement: &Statement,
) -> Result<&'static dyn ProofSystem> {
    let system = proof_system::for_statement(statement)?;
    if config.require_quantum_resistance && !system.is_quantum_resistant() {
        return Err(ProtocolError::in_field(
            ErrorKind::Configuration,
            settings::REQUIRE_QUANTUM_RESISTANCE,
            format!(
                "quantum computers break proofs of {}, and the configuration refuses such",
                statement.name()
            ),
        ));
    }
    Ok(system)
}
