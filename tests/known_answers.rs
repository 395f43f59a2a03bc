//! Known-answer proofs: proofs made from fixed randomness, byte for byte.
//!
//! `tests/vectors/proofs/index.json` lists them, for every kind of statement at every level; where an entry has a `file`, the proof itself
//! is beside the index. The others pin the remaining proofs by their SHA-256 digest. `NXZ_UPDATE_VECTORS=1 cargo test --test
//! known_answers` writes them anew; a change of any of them is a change of the proof format and needs a new version number.

mod common;

use common::claims::{samples, witness_of};
use nexuszero::config::{Preset, Profile, ProtocolConfig, SecurityLevel, MAX_DEGREE};
use nexuszero::hash::HashAlgorithm;
use nexuszero::pipeline::Protocol;
use nexuszero::proof_system::{self, Execution, Parameters};
use nexuszero::statement::encoding::Objects;
use nexuszero::statement::Statement;
use serde_json::{json, Value};
use std::path::PathBuf;

const CONTEXT: &[u8] = b"known answer";
const RANDOMNESS: [u8; 64] = *b"these 64 bytes are not random, so that the proof is always same.";

/// Longest proof that is kept as a file.
const MAX_FILE: usize = 64 << 10;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/proofs")
}

fn sha256(bytes: &[u8]) -> String {
    hex::encode(HashAlgorithm::Sha256.digest(bytes))
}

/// The profiles whose proofs are pinned: all for one statement, the fastest for the others. Discrete logarithms have none.
fn profiles(name: &str) -> &'static [Profile] {
    match name {
        "preimage-sha256-stated" => &Profile::ALL,
        _ => &[Profile::Fast],
    }
}

/// The levels at which a statement can be proved.
fn levels(statement: &Statement) -> &'static [SecurityLevel] {
    match statement.is_quantum_resistant() {
        true => &SecurityLevel::ALL,
        false => &[SecurityLevel::L128],
    }
}

struct Answer {
    entry: Value,
    proof: Vec<u8>,
    statement: Statement,
}

fn answers() -> Vec<Answer> {
    let mut all = Vec::new();
    for (name, statement, secrets) in samples() {
        let secrets_hex: serde_json::Map<String, Value> = secrets
            .iter()
            .map(|(name, value)| ((*name).to_owned(), hex::encode(value).into()))
            .collect();
        let description: Value = serde_json::from_str(&statement.to_json()).unwrap();
        for &level in levels(&statement) {
            for &profile in profiles(&name) {
                let parameters = Parameters {
                    level,
                    profile,
                    degree_cap: MAX_DEGREE,
                };
                let proof = proof_system::for_statement(&statement)
                    .unwrap()
                    .prove(
                        parameters,
                        Execution::default().into(),
                        &statement,
                        &witness_of(&secrets),
                        CONTEXT,
                        &RANDOMNESS,
                    )
                    .unwrap();
                let mut entry = json!({
                    "name": name,
                    "level": level.bits(),
                    "profile": profile.name(),
                    "size": proof.len(),
                    "sha256": sha256(&proof),
                });
                if profile == Profile::Fast {
                    entry["statement"] = description.clone();
                    entry["encoding_sha256"] = sha256(&statement.encode(Objects::Digests)).into();
                    entry["secrets"] = secrets_hex.clone().into();
                }
                // Those of every kind and form that do not take much room.
                if profile == Profile::Fast && proof.len() <= MAX_FILE {
                    entry["file"] = format!("{name}-{}.nxz", level.bits()).into();
                }
                all.push(Answer {
                    entry,
                    proof,
                    statement: statement.clone(),
                });
            }
        }
    }
    all
}

#[test]
fn proofs_are_the_known_answers() {
    let made = answers();
    let index = json!({
        "about": [
            "Each entry is a proof at `level` and `profile`, of `size` bytes with SHA-256 digest `sha256`.",
            "`statement` is its JSON (docs/statements.md); entries without it are of the last one before them with the same name.",
            "`encoding_sha256` is the SHA-256 digest of the encoding that the transcript binds (docs/protocol.md, 7.1).",
            "All have the context below and were made from `secrets` with `randomness` as the 64 random bytes (hex).",
            "`file` names the proof itself, where it is included.",
        ],
        "context": hex::encode(CONTEXT),
        "randomness": hex::encode(RANDOMNESS),
        "proofs": made.iter().map(|answer| &answer.entry).collect::<Vec<_>>(),
    });
    let path = folder().join("index.json");
    if std::env::var_os("NXZ_UPDATE_VECTORS").is_some() {
        std::fs::remove_dir_all(folder()).unwrap();
        std::fs::create_dir_all(folder()).unwrap();
        std::fs::write(&path, serde_json::to_string_pretty(&index).unwrap() + "\n").unwrap();
        for answer in &made {
            if let Some(file) = answer.entry["file"].as_str() {
                std::fs::write(folder().join(file), &answer.proof).unwrap();
            }
        }
    }
    let known: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert_eq!(known["proofs"].as_array().unwrap().len(), made.len());
    for (known, answer) in known["proofs"].as_array().unwrap().iter().zip(&made) {
        assert_eq!(known, &answer.entry);
    }
    assert_eq!(known, index);
    let mut files = 0;
    for answer in &made {
        let Some(file) = answer.entry["file"].as_str() else {
            continue;
        };
        let bytes = std::fs::read(folder().join(file)).unwrap();
        assert!(bytes == answer.proof, "{file}");
        let level = answer.entry["level"].as_u64().unwrap() as u32;
        let protocol = Protocol::new(ProtocolConfig {
            security_level: SecurityLevel::from_bits(level.into()).unwrap(),
            ..ProtocolConfig::preset(Preset::Default)
        })
        .unwrap();
        let verified = protocol.verify(&answer.statement, CONTEXT, &bytes);
        assert_eq!(verified, Ok(()), "{file}");
        files += 1;
    }
    assert!(files >= 2 * samples().len(), "{files}");
}
