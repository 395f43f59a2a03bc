//! What an optimizer is asked and what it answers: JSON, version 1 (`docs/optimizer.md`). A question has nothing of a
//! witness: the code here never sees one.

use super::candidates::{Candidate, Candidates};
use super::heuristic::{milliseconds, Constraints};
use crate::config::{Profile, ProtocolConfig};
use crate::json;
use crate::proof_system::Execution;
use crate::statement::Statement;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::OnceLock;
use std::time::Duration;

/// The version of both.
pub const VERSION: u32 = 1;

/// Longest reply that is read, in bytes.
pub const MAX_REPLY_LEN: usize = 64 << 10;

#[derive(Serialize)]
struct Request<'a> {
    version: u32,
    statement: StatementInfo,
    security_level: u32,
    limits: Limits,
    constraints: Restrictions,
    processor: Processor,
    custom: &'a BTreeMap<String, Value>,
    candidates: Vec<Choice>,
}

#[derive(Serialize)]
struct StatementInfo {
    kind: String,
    claims: usize,
    degree_caps: Vec<DegreeCap>,
}

#[derive(Serialize)]
struct DegreeCap {
    degree_cap: u8,
    committed_bits: u64,
    constraints: u64,
    products: u64,
}

#[derive(Serialize)]
struct Limits {
    max_proof_size: u64,
    max_work: u64,
    max_memory: u64,
}

#[derive(Serialize)]
struct Restrictions {
    max_proof_size: Option<u64>,
    max_verify_time_ms: Option<f64>,
}

#[derive(Serialize)]
struct Processor {
    backend: &'static str,
    cores: usize,
}

#[derive(Serialize)]
struct Choice {
    index: usize,
    profile: &'static str,
    degree_cap: u8,
    threads: usize,
    proof_size: u64,
    prove_ms: f64,
    verify_ms: f64,
    memory: u64,
    security_bits: f64,
    committed_bits: u64,
}

/// The question which of the admissible candidates to take.
pub fn request(
    config: &ProtocolConfig,
    execution: Execution,
    statement: &Statement,
    candidates: &Candidates,
) -> String {
    let constraints = Constraints::of(config);
    let request = Request {
        version: VERSION,
        statement: StatementInfo {
            kind: statement.name(),
            claims: match statement {
                Statement::Claims(claims) => claims.claims().len(),
                Statement::DiscreteLog(_) => 1,
            },
            degree_caps: degree_caps(&candidates.admissible),
        },
        security_level: config.security_level.bits(),
        limits: Limits {
            max_proof_size: config.limits.max_proof_size,
            max_work: config.limits.max_work,
            max_memory: config.limits.max_memory,
        },
        constraints: Restrictions {
            max_proof_size: constraints.max_proof_size,
            max_verify_time_ms: constraints.max_verify_time.map(milliseconds),
        },
        processor: Processor {
            backend: execution.backend.name(),
            cores: cores(),
        },
        custom: &config.custom,
        candidates: candidates
            .admissible
            .iter()
            .enumerate()
            .map(choice)
            .collect(),
    };
    serde_json::to_string(&request).expect("plain data serializes")
}

/// Processor cores that this process may use. Asking the system takes files to be read, so it is asked once.
fn cores() -> usize {
    static CORES: OnceLock<usize> = OnceLock::new();
    *CORES.get_or_init(|| std::thread::available_parallelism().map_or(1, Into::into))
}

/// The counts of the circuit, for each degree cap once.
fn degree_caps(candidates: &[Candidate]) -> Vec<DegreeCap> {
    let mut caps: Vec<DegreeCap> = Vec::new();
    for candidate in candidates {
        let degree_cap = candidate.parameters.degree_cap;
        if caps.iter().all(|known| known.degree_cap != degree_cap) {
            caps.push(DegreeCap {
                degree_cap,
                committed_bits: candidate.estimate.committed_bits,
                constraints: candidate.estimate.constraints,
                products: candidate.estimate.counts.products,
            });
        }
    }
    caps
}

fn choice((index, candidate): (usize, &Candidate)) -> Choice {
    // A microsecond is more than the model knows.
    let rounded = |time: Duration| (milliseconds(time) * 1e3).round() / 1e3;
    Choice {
        index,
        profile: candidate.parameters.profile.name(),
        degree_cap: candidate.parameters.degree_cap,
        threads: candidate.execution.threads.get(),
        proof_size: candidate.estimate.proof_size,
        prove_ms: rounded(candidate.predicted.prove),
        verify_ms: rounded(candidate.predicted.verify),
        memory: candidate.estimate.memory,
        security_bits: candidate.estimate.security_bits,
        committed_bits: candidate.estimate.committed_bits,
    }
}

/// A well-formed answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reply {
    /// The candidate at that place.
    Candidate(usize),
    /// The candidate with these parameters.
    Parameters {
        /// The profile.
        profile: Profile,
        /// The degree cap.
        degree_cap: u8,
        /// The threads, where it says how many.
        threads: Option<usize>,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fields {
    version: u64,
    #[serde(default, deserialize_with = "json::present")]
    candidate: Option<usize>,
    #[serde(default, deserialize_with = "json::present")]
    profile: Option<String>,
    #[serde(default, deserialize_with = "json::present")]
    degree_cap: Option<u8>,
    #[serde(default, deserialize_with = "json::present")]
    threads: Option<usize>,
}

/// Reads an answer; otherwise says what is wrong with it.
pub fn read_reply(text: &str) -> Result<Reply, String> {
    if text.len() > MAX_REPLY_LEN {
        return Err(format!(
            "a reply has at most {MAX_REPLY_LEN} bytes, got {}",
            text.len()
        ));
    }
    let fields: Fields =
        json::read(text, |json| json::object(json)).map_err(|error| error.to_string())?;
    if fields.version != u64::from(VERSION) {
        return Err(format!("the version is {VERSION}, got {}", fields.version));
    }
    match fields {
        Fields {
            candidate: Some(index),
            profile: None,
            degree_cap: None,
            threads: None,
            ..
        } => Ok(Reply::Candidate(index)),
        Fields {
            candidate: None,
            profile: Some(profile),
            degree_cap: Some(degree_cap),
            threads,
            ..
        } => Ok(Reply::Parameters {
            profile: Profile::from_name(&profile).map_err(|error| error.to_string())?,
            degree_cap,
            threads,
        }),
        _ => Err("a reply has either `candidate` or `profile` and `degree_cap`".into()),
    }
}
