//! Proof bytes against fixed statements: nothing verifies but the known answer.
//!
//! Input: which proof, how the rest is meant, the rest.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nexuszero::compression::{CompressionConfig, Manager};
use nexuszero::config::{Preset, Profile, ProtocolConfig};
use nexuszero::error::ErrorKind;
use nexuszero::pipeline::{OptimizedProof, Protocol};
use nexuszero::proof_system::for_statement;
use nexuszero_fuzz::vectors::{self, Vector, CONTEXT};
use nexuszero_fuzz::{check_error, check_refusal, patched, within};
use std::sync::OnceLock;

/// Longest known answer that is tried.
const MAX_LEN: usize = 16 << 10;
const HEADER_LEN: usize = 8;
/// What compressed proofs begin with.
const COMPRESSED: &[u8] = b"NXZc";

struct Subject {
    vector: &'static Vector,
    protocol: Protocol,
}

/// A verifier for proofs of the fastest profile: the others take as long as a thousand inputs, and differ in numbers only.
fn subject(vector: &'static Vector) -> Subject {
    let system = for_statement(&vector.statement).expect("a proof system");
    let choices = system.choices(vector.level, &vector.statement);
    let work = choices
        .expect("parameters")
        .iter()
        .filter(|(parameters, _)| parameters.profile == Profile::Fast)
        .map(|(_, estimate)| estimate.work)
        .max();
    let mut config = ProtocolConfig {
        security_level: vector.level,
        ..ProtocolConfig::preset(Preset::Fast)
    };
    config.limits.max_work = work.expect("a fast proof").max(1);
    let protocol = Protocol::new(config).expect("a good configuration");
    let verified = protocol.verify(&vector.statement, CONTEXT, &vector.proof);
    verified.expect("the known answer verifies");
    Subject { vector, protocol }
}

fn subjects() -> &'static [Subject] {
    static SUBJECTS: OnceLock<Vec<Subject>> = OnceLock::new();
    SUBJECTS.get_or_init(|| vectors::proofs(MAX_LEN).into_iter().map(subject).collect())
}

fuzz_target!(|data: &[u8]| {
    let Some((&[which, how], rest)) = data.split_first_chunk::<2>() else {
        return;
    };
    let subjects = subjects();
    let Subject { vector, protocol } = &subjects[usize::from(which) % subjects.len()];
    let known = &vector.proof;
    let proof = match how % 4 {
        0 => rest.to_vec(),
        1 => {
            let mut proof = [&known[..HEADER_LEN], rest].concat();
            proof.resize(known.len(), 0);
            proof
        }
        2 => patched(known, rest),
        _ => [COMPRESSED, &known[..HEADER_LEN], rest].concat(),
    };

    match OptimizedProof::from_bytes(&proof) {
        Ok(taken) => {
            assert_eq!(taken.proof_data, proof);
            let info = taken.info().expect("a header that was checked");
            assert_eq!(info.size, proof.len() as u64);
        }
        Err(error) => check_refusal(&error),
    }

    let verify = || protocol.verify(&vector.statement, CONTEXT, &proof);
    match within(64 << 20, verify) {
        Ok(()) => {
            let plain = match proof.strip_prefix(COMPRESSED) {
                None => proof,
                Some(compressed) => {
                    let (header, frame) = compressed.split_at(HEADER_LEN);
                    let manager = Manager::new(CompressionConfig::default()).expect("a manager");
                    let body = manager.decompress(frame).expect("it was decompressed");
                    [header, &body].concat()
                }
            };
            assert!(plain == *known, "another proof of {} verifies", vector.name);
        }
        Err(error) if error.kind() == ErrorKind::ProofVerification => check_error(&error),
        Err(error) => check_refusal(&error),
    }
});
