//! Secrets of fixed statements: what the native check takes, the circuit takes, and a refusal is one that a prover may see.
//!
//! Input: which statement; then for each of its secrets one byte that says whether it is left out, right, changed or replaced, with a length
//! and as many bytes for the last two.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nexuszero::circuit::plain::Plain;
use nexuszero::config::{Preset, ProtocolConfig, SecurityLevel, MAX_DEGREE};
use nexuszero::error::ErrorKind;
use nexuszero::pipeline::Protocol;
use nexuszero::statement::{Statement, Witness};
use nexuszero_fuzz::vectors::{self, Vector, CONTEXT};
use nexuszero_fuzz::{check_error, patched};
use std::sync::OnceLock;

fn statements() -> &'static [&'static Vector] {
    static STATEMENTS: OnceLock<Vec<&'static Vector>> = OnceLock::new();
    STATEMENTS.get_or_init(vectors::statements)
}

fn protocol() -> &'static Protocol {
    static PROTOCOL: OnceLock<Protocol> = OnceLock::new();
    PROTOCOL.get_or_init(|| {
        let config = ProtocolConfig::preset(Preset::Fast);
        Protocol::new(config).expect("a good configuration")
    })
}

/// Takes a length and as many bytes, or as many as there are.
fn take<'a>(input: &mut &'a [u8]) -> &'a [u8] {
    let Some((len, rest)) = input.split_first() else {
        return &[];
    };
    let (taken, rest) = rest.split_at(rest.len().min((*len).into()));
    *input = rest;
    taken
}

fn secrets(vector: &Vector, mut input: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut secrets = Vec::new();
    for (name, value) in &vector.secrets {
        let Some((&how, rest)) = input.split_first() else {
            break;
        };
        input = rest;
        let value = match how % 4 {
            0 => continue,
            1 => value.clone(),
            2 => patched(value, take(&mut input)),
            _ => take(&mut input).to_vec(),
        };
        secrets.push((name.clone(), value));
    }
    secrets
}

fn check(statement: &Statement, witness: &Witness) -> nexuszero::error::Result<()> {
    statement.check_witness(witness)?;
    match statement {
        Statement::Claims(claims) => {
            let inputs = claims.secret_inputs(witness)?;
            let circuit = claims.at(SecurityLevel::L128, MAX_DEGREE);
            let committed = circuit.analysis().committed;
            let accepted = Plain::witness(&circuit, &inputs, committed).is_some();
            assert!(accepted, "the circuit refuses what the native check takes");
        }
        Statement::DiscreteLog(_) => {
            let proof = protocol().prove(statement, witness, CONTEXT)?.proof_data;
            assert_eq!(protocol().verify(statement, CONTEXT, &proof), Ok(()));
        }
    }
    Ok(())
}

fuzz_target!(|data: &[u8]| {
    let Some((&which, rest)) = data.split_first() else {
        return;
    };
    let vector = statements()[usize::from(which) % statements().len()];
    let secrets = secrets(vector, rest);
    let checked = check(&vector.statement, &vectors::witness(&secrets));
    // Where every secret is the known one, which the statement may not need, it is satisfied.
    if secrets.len() == vector.secrets.len() && secrets == vector.secrets {
        assert_eq!(checked, Ok(()), "{}", vector.name);
    }
    if let Err(error) = checked {
        check_error(&error);
        assert_eq!(error.kind(), ErrorKind::ProofGeneration, "{error}");
        assert_eq!(error.field(), Some("witness"));
    }
});
