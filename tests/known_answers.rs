//! Known-answer proofs: proofs made from fixed randomness, byte for byte.
//!
//! `tests/vectors/proofs/index.json` lists them; where an entry has a `file`, the proof itself is beside the index. The others
//! pin the remaining profiles by their SHA-256 digest. `NXZ_UPDATE_VECTORS=1 cargo test --test known_answers` writes them anew; a
//! change of any of them is a change of the proof format and needs a new version number.

use nexuszero::config::{Preset, Profile, ProtocolConfig, SecurityLevel};
use nexuszero::hash::HashAlgorithm;
use nexuszero::pipeline::Protocol;
use nexuszero::proof_system::{self, Parameters};
use nexuszero::statement::{MessageLength, Preimage, Statement, Witness};
use serde_json::{json, Value};
use std::path::PathBuf;
use zeroize::Zeroizing;

const MESSAGE: &[u8] = b"correct horse battery staple";
const CONTEXT: &[u8] = b"known answer";
const RANDOMNESS: [u8; 64] = *b"these 64 bytes are not random, so that the proof is always same.";

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/proofs")
}

fn sha256(bytes: &[u8]) -> String {
    hex::encode(HashAlgorithm::Sha256.digest(bytes))
}

/// Every statement with the numbers by which a verifier in any language states it again.
fn statements() -> Vec<(String, Statement, Value)> {
    let mut all = Vec::new();
    for hash in HashAlgorithm::ALL {
        for length in [
            MessageLength::Stated(MESSAGE.len()),
            MessageLength::Hidden { blocks: 1 },
        ] {
            let digest = hash.digest(MESSAGE);
            let (mode, value) = match length {
                MessageLength::Stated(len) => ("message_len", len),
                MessageLength::Hidden { blocks } => ("blocks", blocks),
            };
            let statement = Statement::Preimage(Preimage::new(hash, &digest, length).unwrap());
            let name = format!("preimage-{}-{mode}", hash.name());
            let mut description = json!({
                "kind": "preimage",
                "hash": hash.name(),
                "digest": hex::encode(digest),
            });
            description[mode] = value.into();
            all.push((name, statement, description));
        }
    }
    all
}

fn entries() -> Vec<(Value, Vec<u8>, Statement)> {
    let mut all = Vec::new();
    for (name, statement, description) in statements() {
        for level in SecurityLevel::ALL {
            for profile in Profile::ALL {
                let parameters = Parameters { level, profile };
                let witness = Witness::Preimage(Zeroizing::new(MESSAGE.to_vec()));
                let proof = proof_system::for_statement(&statement)
                    .unwrap()
                    .prove(parameters, &statement, &witness, CONTEXT, &RANDOMNESS)
                    .unwrap();
                let mut entry = json!({
                    "level": level.bits(),
                    "profile": profile.name(),
                    "statement": description,
                    "size": proof.len(),
                    "sha256": sha256(&proof),
                });
                if profile == Profile::Balanced {
                    entry["file"] = format!("{name}-{}.nxz", level.bits()).into();
                }
                all.push((entry, proof, statement.clone()));
            }
        }
    }
    all
}

#[test]
fn proofs_are_the_known_answers() {
    let made = entries();
    let index = json!({
        "about": [
            "Each entry is a proof of `statement` at `level` and `profile`, of `size` bytes with SHA-256 digest `sha256`.",
            "All have the context and message below (hex) and were made with `randomness` as the 64 random bytes.",
            "`file` names the proof itself, where it is included.",
        ],
        "context": hex::encode(CONTEXT),
        "message": hex::encode(MESSAGE),
        "randomness": hex::encode(RANDOMNESS),
        "proofs": made.iter().map(|(entry, ..)| entry).collect::<Vec<_>>(),
    });
    let path = folder().join("index.json");
    if std::env::var_os("NXZ_UPDATE_VECTORS").is_some() {
        std::fs::create_dir_all(folder()).unwrap();
        std::fs::write(&path, serde_json::to_string_pretty(&index).unwrap() + "\n").unwrap();
        for (entry, proof, _) in &made {
            if let Some(file) = entry["file"].as_str() {
                std::fs::write(folder().join(file), proof).unwrap();
            }
        }
    }
    let known: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert_eq!(known["proofs"].as_array().unwrap().len(), made.len());
    for (known, (entry, ..)) in known["proofs"].as_array().unwrap().iter().zip(&made) {
        assert_eq!(known, entry);
    }
    assert_eq!(known, index);
    let mut files = 0;
    for (entry, proof, statement) in &made {
        if let Some(file) = entry["file"].as_str() {
            let bytes = std::fs::read(folder().join(file)).unwrap();
            assert!(bytes == *proof, "{file}");
            let level = entry["level"].as_u64().unwrap() as u32;
            let protocol = Protocol::new(ProtocolConfig {
                security_level: SecurityLevel::from_bits(level).unwrap(),
                ..ProtocolConfig::preset(Preset::Default)
            })
            .unwrap();
            assert_eq!(
                protocol.verify(statement, CONTEXT, &bytes),
                Ok(()),
                "{file}"
            );
            files += 1;
        }
    }
    assert_eq!(files, 12);
}
