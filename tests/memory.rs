//! The predicted memory of a prover, against what it takes.
#![cfg(feature = "allocator")]

mod common;

use common::claims::*;
use common::{preimage, single, witness, MessageLength};
use nexuszero::buffers::{self, Buffers};
use nexuszero::config::{Profile, SecurityLevel};
use nexuszero::hash::HashAlgorithm;
use nexuszero::metrics::memory::PeakScope;
use nexuszero::proof_system::{for_statement, Execution, Parameters, Resources};
use nexuszero::statement::{CircuitClaim, Claim, Preimage, Statement, Witness};
use std::collections::BTreeSet;

/// How far the prediction may be above what was measured: half as much again, and what the constants of small statements
/// take.
const SLACK: u64 = 512 << 10;

const SMALL: [(SecurityLevel, Profile); 3] = [
    (SecurityLevel::L128, Profile::Fast),
    (SecurityLevel::L192, Profile::Balanced),
    (SecurityLevel::L256, Profile::Fast),
];
const LARGE: [(SecurityLevel, Profile); 2] = [SMALL[0], SMALL[2]];

fn check(name: &str, statement: &Statement, witness: &Witness, cases: &[(SecurityLevel, Profile)]) {
    let system = for_statement(statement).unwrap();
    for &(level, profile) in cases {
        let choices = system.choices(level, statement).unwrap();
        let caps = [&choices[0], &choices[choices.len() - 1]].map(|(choice, _)| choice.degree_cap);
        for degree_cap in BTreeSet::from(caps) {
            let parameters = Parameters {
                level,
                profile,
                degree_cap,
            };
            // The plan of a circuit is made here.
            let predicted = system.estimate(parameters, statement).unwrap().memory;
            // As a protocol has them: nothing is there yet, and what is no longer in use is kept.
            let resources = Resources {
                execution: Execution::default(),
                buffers: &Buffers::keeping(buffers::KEPT),
            };
            let scope = PeakScope::new();
            system
                .prove(parameters, resources, statement, witness, b"", &[3; 64])
                .unwrap();
            let measured = scope.peak() as u64;
            assert!(
                measured <= predicted && predicted <= measured * 3 / 2 + SLACK,
                "{name} {level:?} {profile:?} {degree_cap}: {measured} measured, {predicted} predicted"
            );
        }
    }
}

#[test]
fn provers_stay_within_the_predicted_memory() {
    for (name, statement, secrets) in samples() {
        if statement.is_quantum_resistant() {
            check(&name, &statement, &witness_of(&secrets), &SMALL);
        }
    }
}

#[test]
fn large_statements_stay_within_it_too() {
    let message = [9; 3840];
    let secret = witness(&[(Preimage::SECRET, &message)]);
    for hash in [HashAlgorithm::Sha256, HashAlgorithm::Sha3_256] {
        for length in [
            MessageLength::Stated(message.len()),
            MessageLength::Hidden {
                blocks: hash.blocks(message.len()),
            },
        ] {
            let statement = preimage(hash, &message, length);
            check(
                &format!("{} {length:?}", hash.name()),
                &statement,
                &secret,
                &LARGE,
            );
        }
    }
    let hash = HashAlgorithm::Sha256;
    let long = list(hash, 1 << 16, 3);
    check(
        "list",
        &single(one_of_many(hash, &long)),
        &member(3),
        &LARGE,
    );

    let block = circuit("sha256.txt.xz");
    let outputs = block.gates().evaluate(&[0; 768]);
    let outputs = common::packed(&outputs);
    let inputs = vec![secret_input("block"), public_input(&[0; 32])];
    let claim = CircuitClaim::new(block, inputs, &outputs).unwrap();
    let secret = witness(&[("block", &[0; 64])]);
    check(
        "sha256",
        &single(Claim::Circuit(claim)),
        &secret,
        &LARGE[..1],
    );

    let aes = circuit("aes_128.txt.xz");
    let bits = |byte: u8| (0..128).map(move |i| byte >> (i % 8) & 1);
    let inputs: Vec<u8> = bits(0x35).chain(bits(0x5a)).collect();
    let outputs = aes.gates().evaluate(&inputs);
    let outputs = common::packed(&outputs);
    let inputs = vec![secret_input("key"), public_input(&[0x5a; 16])];
    let claim = CircuitClaim::new(aes, inputs, &outputs).unwrap();
    let secret = witness(&[("key", &[0x35; 16])]);
    check("aes", &single(Claim::Circuit(claim)), &secret, &LARGE);
}
