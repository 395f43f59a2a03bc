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
    pub fn rows(&self) -> Result<Vec<Row<'_>>> {
        let counts = self.statement.degree_caps.iter();
        let counts: HashMap<u64, &DegreeCap> =
            counts.map(|counts| (counts.degree_cap, counts)).collect();
        let row = |candidate: &'_ Candidate| {
            let cap = candidate.degree_cap;
            counts
                .get(&cap)
                .copied()
                .ok_or_else(|| Error::malformed(format!("statement.degree_caps lacks {cap}")))
        };
        let candidates = self.candidates.iter();
        candidates
            .map(|candidate| {
                Ok(Row {
                    request: self,
                    degree_cap: row(candidate)?,
                    candidate,
                })
            })
            .collect()
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
