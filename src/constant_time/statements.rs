//! Statements of the engine, each from the check that the witness fits to the last byte of the proof.

use super::common::claims::{samples, Secrets};
use super::{finds_nothing, memcheck, secret_randomness, secret_witness};
use crate::backend::Backend;
use crate::config::{Preset, Profile, ProtocolConfig, SecurityLevel, MAX_DEGREE};
use crate::error::Result;
use crate::pipeline::Protocol;
use crate::proof_system::{for_statement, Execution, Parameters};
use crate::statement::Statement;
use std::num::NonZero;

/// Every kind of statement of the engine, and every construction of hash function. The conjunction is of a place in a list and a
/// SHA-256 preimage.
const SELECTION: [&str; 7] = [
    "preimage-sha3-256-stated",
    "preimage-blake3-stated",
    "preimage-parts",
    "range-sha256",
    "membership-blake3",
    "conjunction",
    "circuit-adder",
];

type Sample = (String, Statement, Secrets);

/// All samples of the engine.
fn all() -> Vec<Sample> {
    let mut all = samples();
    all.retain(|(_, statement, _)| statement.is_quantum_resistant());
    all
}

fn selection() -> Vec<Sample> {
    let mut all = samples();
    all.retain(|(name, ..)| SELECTION.contains(&&name[..]));
    assert_eq!(all.len(), SELECTION.len());
    all
}

fn prove(
    (name, statement, secrets): &Sample,
    execution: Execution,
    level: SecurityLevel,
    degree_cap: u8,
) -> Result<Vec<u8>> {
    let backend = execution.backend.name();
    eprintln!("{backend} {name} {level:?} {degree_cap}");
    let parameters = Parameters {
        level,
        profile: Profile::Fast,
        degree_cap,
    };
    let witness = secret_witness(secrets);
    let randomness = secret_randomness();
    let system = for_statement(statement)?;
    system.prove(
        parameters,
        execution.into(),
        statement,
        &witness,
        b"",
        &randomness,
    )
}

/// Proves the samples with every backend that valgrind knows.
fn prove_all(samples: &[Sample], threads: usize, level: SecurityLevel, degree_cap: u8) {
    for &backend in Backend::available() {
        let execution = Execution {
            backend,
            threads: NonZero::new(threads).unwrap(),
        };
        for sample in samples {
            let proof = prove(sample, execution, level, degree_cap).unwrap();
            // Otherwise memcheck has lost sight of the secrets before the end.
            assert!(memcheck::take_declassified() > proof.len() / 2);
        }
    }
}

#[test]
#[ignore = "needs valgrind"]
fn no_branch_or_address_of_the_prover_depends_on_a_secret() {
    finds_nothing(|| prove_all(&all(), 1, SecurityLevel::L128, MAX_DEGREE));
}

/// Other field elements, another SHAKE, and the other end of the degrees, which makes other circuits.
#[test]
#[ignore = "needs valgrind"]
fn nor_at_other_levels_and_degrees() {
    finds_nothing(|| {
        prove_all(&selection(), 1, SecurityLevel::L192, MAX_DEGREE);
        prove_all(&selection(), 1, SecurityLevel::L256, 2);
    });
}

#[test]
#[ignore = "needs valgrind"]
fn nor_on_several_threads() {
    finds_nothing(|| prove_all(&selection(), 3, SecurityLevel::L128, MAX_DEGREE));
}

/// That a witness does not fit is public; what is wrong with which bit of it is not.
#[test]
#[ignore = "needs valgrind"]
fn nor_of_a_refusal() {
    finds_nothing(|| {
        for mut sample in all() {
            let (_, value) = &mut sample.2[0];
            *value.last_mut().unwrap() ^= 0x10;
            let refused = prove(
                &sample,
                Execution::default(),
                SecurityLevel::L128,
                MAX_DEGREE,
            );
            assert_eq!(refused.unwrap_err().field(), Some("witness"));
        }
    });
}

/// The stages around the prover: the checks before it, and compression, verification and measurements behind it.
#[test]
#[ignore = "needs valgrind"]
fn nor_of_the_pipeline() {
    finds_nothing(|| {
        let protocol = Protocol::new(ProtocolConfig {
            verify_after_generation: true,
            use_compression: true,
            use_optimizer: true,
            require_quantum_resistance: false,
            ..ProtocolConfig::preset(Preset::Default)
        });
        let protocol = protocol.unwrap();
        for (name, statement, secrets) in samples() {
            eprintln!("{name}");
            let witness = secret_witness(&secrets);
            let proof = protocol.prove(&statement, &witness, b"").unwrap();
            assert!(memcheck::take_declassified() > 0 && !proof.proof_data.is_empty());
        }
    });
}
