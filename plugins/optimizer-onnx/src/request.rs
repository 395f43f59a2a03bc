//! Requests of the library (`docs/optimizer.md`), as far as a model can ask for them.

use crate::error::{Code, Error, Result};
use serde::{Deserialize, Deserializer};
use std::collections::HashMap;

/// The version of requests that is read.
const VERSION: u64 = 1;
/// Bytes of a request. The library's own have some tens of thousands, and at most 1 MiB of `custom`.
const MAX_LEN: usize = 4 << 20;
/// Candidates of a request. The library has four profiles, up to 24 degrees, and two numbers of threads.
const MAX_CANDIDATES: usize = 1024;
/// All numbers are below.
const BOUND: f64 = 18_446_744_073_709_551_616.0;

/// A question. Fields that are not known are not looked at.
#[derive(Debug, Deserialize)]
pub struct Request {
    version: u64,
    /// What is proved.
    pub statement: Statement,
    /// Bits.
    pub security_level: u64,
    /// What no candidate exceeds, but for the memory of a proof that is made without an optimizer.
    pub limits: Limits,
    /// What is asked of the proof.
    pub constraints: Constraints,
    /// What it is made with.
    pub processor: Processor,
    /// What may be taken.
    pub candidates: Vec<Candidate>,
}

/// `statement`.
#[derive(Debug, Deserialize)]
pub struct Statement {
    /// Its kind.
    pub kind: String,
    /// How many it is made of.
    pub claims: u64,
    degree_caps: Vec<DegreeCap>,
}

/// An entry of `statement.degree_caps`: the counts of the circuit.
#[derive(Debug, Deserialize)]
pub struct DegreeCap {
    degree_cap: u64,
    /// Bits.
    pub committed_bits: u64,
    /// How many are checked.
    pub constraints: u64,
    /// Of field elements.
    pub products: u64,
}

/// `limits`.
#[derive(Debug, Deserialize)]
pub struct Limits {
    /// Bytes.
    pub max_proof_size: u64,
    /// Calls of the block cipher.
    pub max_work: u64,
    /// Bytes.
    pub max_memory: u64,
}

/// `constraints`. The fields are always there; None is no constraint.
#[derive(Debug, Deserialize)]
pub struct Constraints {
    /// Bytes.
    #[serde(deserialize_with = "constraint")]
    pub max_proof_size: Option<f64>,
    /// Milliseconds.
    #[serde(deserialize_with = "constraint")]
    pub max_verify_time_ms: Option<f64>,
}

/// `processor`.
#[derive(Debug, Deserialize)]
pub struct Processor {
    /// The implementation of the inner loops.
    pub backend: String,
    /// How many the process may use.
    pub cores: u64,
}

/// An entry of `candidates`.
#[derive(Debug, Deserialize)]
pub struct Candidate {
    /// Its number, for the reply.
    pub index: u64,
    /// The name of its profile.
    pub profile: String,
    /// The highest degree.
    pub degree_cap: u64,
    /// How many make the proof.
    pub threads: u64,
    /// Bytes, exact.
    pub proof_size: u64,
    /// What the library predicts.
    #[serde(deserialize_with = "number")]
    pub prove_ms: f64,
    /// What the library predicts.
    #[serde(deserialize_with = "number")]
    pub verify_ms: f64,
    /// Bytes of the prover, as the library predicts.
    pub memory: u64,
    /// Against a classical adversary.
    #[serde(deserialize_with = "number")]
    pub security_bits: f64,
    /// Bits.
    pub committed_bits: u64,
}

/// A candidate with all that a request says of it.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// The request.
    pub request: &'a Request,
    /// The counts for its degree.
    pub degree_cap: &'a DegreeCap,
    /// The candidate.
    pub candidate: &'a Candidate,
}

impl Request {
    /// Reads JSON.
    pub fn read(json: &[u8]) -> Result<Self> {
        if json.len() > MAX_LEN {
            let message = format!("a request has at most {MAX_LEN} bytes");
            return Err(Error::new(Code::LimitExceeded, message));
        }
        let request: Self = serde_json::from_slice(json)
            .map_err(|error| Error::malformed(format!("this is no request: {error}")))?;
        if request.version != VERSION {
            return Err(Error::malformed(format!(
                "requests of version {VERSION} are read, not {}",
                request.version
            )));
        }
        match request.candidates.len() {
            0 => Err(Error::malformed("a request has at least one candidate")),
            1..=MAX_CANDIDATES => Ok(request),
            _ => Err(Error::new(
                Code::LimitExceeded,
                format!("a request has at most {MAX_CANDIDATES} candidates"),
            )),
        }
    }

    /// One row for each candidate, in their order.
    pub fn rows<'a>(&'a self) -> Result<Vec<Row<'a>>> {
        let counts = self.statement.degree_caps.iter();
        let counts: HashMap<u64, &DegreeCap> =
            counts.map(|counts| (counts.degree_cap, counts)).collect();
        let row = |candidate: &'a Candidate| {
            let Candidate { degree_cap, .. } = candidate;
            let counts = counts.get(degree_cap).copied();
            let lacking = || Error::malformed(format!("statement.degree_caps lacks {degree_cap}"));
            Ok(Row {
                request: self,
                degree_cap: counts.ok_or_else(lacking)?,
                candidate,
            })
        };
        self.candidates.iter().map(row).collect()
    }
}

fn number<'de, D: Deserializer<'de>>(source: D) -> std::result::Result<f64, D::Error> {
    bounded(f64::deserialize(source)?)
}

fn constraint<'de, D: Deserializer<'de>>(source: D) -> std::result::Result<Option<f64>, D::Error> {
    Option::<f64>::deserialize(source)?.map(bounded).transpose()
}

fn bounded<E: serde::de::Error>(number: f64) -> std::result::Result<f64, E> {
    if (0.0..BOUND).contains(&number) {
        Ok(number)
    } else {
        Err(E::custom("a number is not below 2^64, or negative"))
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use serde_json::{json, Value};

    /// Four candidates: two profiles with two numbers of threads each.
    pub(crate) fn request() -> Value {
        let candidate = |index, profile, threads, size, prove_ms, verify_ms| {
            json!({"index": index, "profile": profile, "degree_cap": 7, "threads": threads, "proof_size": size, "prove_ms": prove_ms,
                "verify_ms": verify_ms, "memory": 1000, "security_bits": 128.0, "committed_bits": 500})
        };
        json!({
            "version": 1,
            "statement": {"kind": "preimage/sha256", "claims": 1, "degree_caps": [
                {"degree_cap": 7, "committed_bits": 500, "constraints": 600, "products": 700}
            ]},
            "security_level": 128,
            "limits": {"max_proof_size": 100_000, "max_work": 1u64 << 32, "max_memory": 1u64 << 32},
            "constraints": {"max_proof_size": null, "max_verify_time_ms": null},
            "processor": {"backend": "avx-512", "cores": 2},
            "custom": {},
            "candidates": [
                candidate(10, "fast", 2, 9000, 1.0, 0.9),
                candidate(11, "fast", 1, 9000, 1.5, 0.9),
                candidate(12, "small", 2, 4000, 6.0, 5.0),
                candidate(13, "small", 1, 4000, 9.0, 5.0),
            ],
        })
    }

    /// With another value in a place.
    pub(crate) fn with(place: &str, value: Value) -> Request {
        let mut changed = request();
        *changed.pointer_mut(place).unwrap() = value;
        Request::read(changed.to_string().as_bytes()).unwrap()
    }

    #[test]
    fn a_row_has_the_counts_of_its_degree() {
        let request = with("/candidates/1/index", json!(77));
        let rows = request.rows().unwrap();
        assert_eq!(rows.len(), 4);
        assert_eq!(rows[1].candidate.index, 77);
        assert_eq!(rows[1].degree_cap.products, 700);
        assert!(with("/candidates/2/degree_cap", json!(8)).rows().is_err());
    }

    #[test]
    fn sizes_are_limited() {
        let mut long = request();
        long["custom"] = json!("x".repeat(MAX_LEN));
        let error = Request::read(long.to_string().as_bytes()).unwrap_err();
        assert_eq!(error.code, Code::LimitExceeded);
        let mut many = request();
        many["candidates"] = json!(vec![many["candidates"][0].clone(); MAX_CANDIDATES + 1]);
        let error = Request::read(many.to_string().as_bytes()).unwrap_err();
        assert_eq!(error.code, Code::LimitExceeded);
    }
}
