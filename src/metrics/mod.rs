//! What was measured: one proof ([`ProofMetrics`]), a protocol over time ([`Collector`], [`Snapshot`]), many proofs together
//! ([`BatchMetricsAggregator`]), and two runs against each other ([`comparison`]). `docs/metrics.md` lists every number.
//!
//! Nothing here decides anything: the pipeline reports, and this module counts.

pub mod aggregate;
pub mod collector;
pub mod comparison;
pub mod fields;
pub mod histogram;
pub mod labels;
pub mod memory;
pub mod moments;
pub mod prometheus;
pub mod sink;
pub mod snapshot;
pub mod throughput;

pub use aggregate::BatchMetricsAggregator;
pub use collector::Collector;
pub use labels::{Operation, OptimizerOutcome, Recovery, Source};
pub use sink::MetricsSink;
pub use snapshot::Snapshot;

use crate::level::Profile;
use labels::Label;
use serde::{Serialize, Serializer};

/// In JSON: there was no codec, no profile, no optimizer.
pub(crate) const NONE: &str = "none";

/// Measurements of one proof's generation. Times in nanoseconds of wall-clock time, sizes in bytes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ProofMetrics {
    /// The caller's name of the request, or a generated one.
    pub request_id: String,
    /// The statement's name, for example `preimage/sha256`.
    pub statement: String,
    /// The profile; `none` in JSON where the proof system has no profiles.
    #[serde(serialize_with = "profile_name")]
    pub profile: Option<Profile>,
    /// The configured security level in bits.
    pub security_level: u32,
    /// Computed classical security in bits (`proof_system::voleith::security`).
    pub security_bits: f64,
    /// Whether the proof resists quantum computers.
    pub quantum_resistant: bool,
    /// Checking statement, witness, context and limits.
    pub validate_ns: u64,
    /// Counting the circuit and choosing parameters.
    pub parameters_ns: u64,
    /// Making the proof.
    pub prove_ns: u64,
    /// Compressing it; 0 where nothing was compressed.
    pub compress_ns: u64,
    /// Verifying it after generation; 0 where that was not asked for.
    pub verify_ns: u64,
    /// All of the above and what lies between.
    pub total_ns: u64,
    /// Proof bytes as the engine made them.
    pub size_before: u64,
    /// Proof bytes as they are returned.
    pub size_after: u64,
    /// Bits committed for the statement.
    pub committed_bits: u64,
    /// Constraints checked.
    pub constraints: u64,
    /// Degree of the check.
    pub degree: u32,
    /// Highest number of heap bytes the call held at once, on all threads that worked on it ([`memory::PeakScope`]).
    pub peak_memory: u64,
    /// Bytes before divided by bytes after compression: 1 where nothing was made smaller.
    pub compression_ratio: f64,
    /// The codec that was used; `none` where nothing was made smaller.
    pub codec: String,
    /// Where the parameters came from.
    #[serde(serialize_with = "name")]
    pub source: Source,
    /// What came of the optimizer; `none` in JSON where it had no part.
    #[serde(serialize_with = "name_if_any")]
    pub optimizer_outcome: Option<OptimizerOutcome>,
    /// The degree cap that was asked for; [`crate::config::MAX_DEGREE`] is none.
    pub degree_cap: u32,
    /// Threads that made the proof, the caller's included.
    pub threads: u32,
    /// What the cost model predicted for `prove_ns`. It is calibrated for this processor once a choice has depended on it.
    pub predicted_prove_ns: u64,
    /// The same for a verification.
    pub predicted_verify_ns: u64,
    /// The same for `size_before`.
    pub predicted_size: u64,
    /// The same for `peak_memory`, as an upper bound; 0 where it is not predicted.
    pub predicted_memory: u64,
    /// `predicted_prove_ns` of what the heuristic would have chosen: the difference is the effect of the optimizer.
    pub heuristic_prove_ns: u64,
    /// `predicted_size` of what the heuristic would have chosen.
    pub heuristic_size: u64,
}

fn profile_name<S: Serializer>(profile: &Option<Profile>, json: S) -> Result<S::Ok, S::Error> {
    json.serialize_str(profile.map_or(NONE, Profile::name))
}

fn name<L: Label, S: Serializer>(label: &L, json: S) -> Result<S::Ok, S::Error> {
    json.serialize_str(label.name())
}

fn name_if_any<L: Label, S: Serializer>(label: &Option<L>, json: S) -> Result<S::Ok, S::Error> {
    json.serialize_str(label.map_or(NONE, L::name))
}

impl ProofMetrics {
    /// The same as a JSON object with the field names above.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("plain data serializes")
    }
}

#[cfg(test)]
pub(crate) mod testing {
    use super::{OptimizerOutcome, ProofMetrics, Source};
    use crate::level::Profile;

    /// Measurements that differ from field to field and from seed to seed.
    pub(crate) fn sample(seed: u64) -> ProofMetrics {
        ProofMetrics {
            request_id: format!("request {seed}"),
            statement: "preimage/sha256".into(),
            profile: Some(Profile::Fast),
            security_level: 128,
            security_bits: 128.5,
            quantum_resistant: true,
            validate_ns: 10 + seed,
            parameters_ns: 200 + seed,
            prove_ns: 1_000_000 + 1000 * seed,
            compress_ns: 3 + seed,
            verify_ns: 800_000 + 500 * seed,
            total_ns: 2_000_000 + 1501 * seed,
            size_before: 5000 + seed,
            size_after: 4000 + seed,
            committed_bits: 22_272,
            constraints: 700 + seed,
            degree: 5,
            peak_memory: 1_000_000 + 7 * seed,
            compression_ratio: (5000 + seed) as f64 / (4000 + seed) as f64,
            codec: "lz4".into(),
            source: Source::Optimizer,
            optimizer_outcome: Some(OptimizerOutcome::Answered),
            degree_cap: 9,
            threads: 2,
            predicted_prove_ns: 900_000 + 1000 * seed,
            predicted_verify_ns: 700_000 + 500 * seed,
            predicted_size: 5000 + seed,
            predicted_memory: 1_100_000 + 7 * seed,
            heuristic_prove_ns: 950_000 + 1000 * seed,
            heuristic_size: 5100 + seed,
        }
    }
}
