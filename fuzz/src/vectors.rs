//! The known-answer proofs of `tests/vectors/proofs`, with their statements and secrets.

use nexuszero::config::SecurityLevel;
use nexuszero::statement::{SecretName, Statement, Witness};
use serde_json::Value;
use std::path::PathBuf;
use std::sync::OnceLock;
use zeroize::Zeroizing;

/// One entry of the index.
pub struct Vector {
    /// The name of the statement.
    pub name: String,
    /// The level.
    pub level: SecurityLevel,
    /// What is proved.
    pub statement: Statement,
    /// What the prover knows, by name.
    pub secrets: Vec<(String, Vec<u8>)>,
    /// The proof; empty where the index has its digest only.
    pub proof: Vec<u8>,
}

/// What every proof is bound to.
pub const CONTEXT: &[u8] = b"known answer";

/// A folder of `tests/vectors`.
pub fn folder(name: &str) -> PathBuf {
    let vectors = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/vectors");
    PathBuf::from(vectors).join(name)
}

fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key)?.as_str()
}

fn vector(entry: &Value) -> Vector {
    let secrets = entry["secrets"].as_object().expect("secrets");
    let unhex = |value: &Value| hex::decode(value.as_str().expect("hex")).expect("hex");
    let proof = text(entry, "file").map(|file| std::fs::read(folder("proofs").join(file)));
    let level = entry["level"].as_u64().expect("a level") as u32;
    Vector {
        name: text(entry, "name").expect("a name").to_owned(),
        level: SecurityLevel::from_bits(level.into()).expect("a level"),
        statement: Statement::from_json(&entry["statement"].to_string()).expect("a statement"),
        secrets: secrets
            .iter()
            .map(|(name, value)| (name.clone(), unhex(value)))
            .collect(),
        proof: proof
            .transpose()
            .expect("the file of a proof")
            .unwrap_or_default(),
    }
}

/// Every statement of the index at every level, in its order.
pub fn all() -> &'static [Vector] {
    static ALL: OnceLock<Vec<Vector>> = OnceLock::new();
    ALL.get_or_init(|| {
        let index = std::fs::read(folder("proofs").join("index.json")).expect("the index");
        let index: Value = serde_json::from_slice(&index).expect("the index is JSON");
        let entries = index["proofs"].as_array().expect("proofs").iter();
        // The others are of the same statements in other profiles.
        let stated = entries.filter(|entry| entry.get("statement").is_some());
        stated.map(vector).collect()
    })
}

/// Every statement once.
pub fn statements() -> Vec<&'static Vector> {
    let vectors = all().iter();
    vectors
        .filter(|vector| vector.level == SecurityLevel::L128)
        .collect()
}

/// Those with a proof of at most `max_len` bytes.
pub fn proofs(max_len: usize) -> Vec<&'static Vector> {
    let vectors = all().iter();
    vectors
        .filter(|vector| (1..=max_len).contains(&vector.proof.len()))
        .collect()
}

/// The first of that name.
pub fn named(name: &str) -> &'static Vector {
    let mut vectors = all().iter();
    vectors.find(|vector| vector.name == name).expect(name)
}

/// A witness of these secrets.
pub fn witness(secrets: &[(String, Vec<u8>)]) -> Witness {
    let mut witness = Witness::new();
    for (name, value) in secrets {
        let name = SecretName::new(name).expect("the name of a secret");
        witness
            .set(name, Zeroizing::new(value.clone()))
            .expect("a secret of ordinary length");
    }
    witness
}
