//! What a [`super::Collector`] has counted, at one moment, as plain data.

use super::fields::Unit;
use super::histogram::LatencySummary;
use super::labels::{Counts, Operation, OptimizerOutcome, Recovery};
use super::moments::Moments;
use super::throughput::Rates;
use crate::error::ErrorKind;
use serde::Serialize;
use std::collections::BTreeMap;

/// The state of a collector at one moment.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Snapshot {
    /// Nanoseconds since the collector was made or reset.
    pub elapsed_ns: u64,
    /// Proofs made.
    pub prove: OperationSummary,
    /// Proofs checked, those checked right after their making not included.
    pub verify: OperationSummary,
    /// The numbers of the proofs made, by their names in `ProofMetrics`.
    pub fields: BTreeMap<&'static str, FieldMoments>,
    /// Proofs made, by the name of the statement. Names beyond the 64th count as `other`.
    pub statements: BTreeMap<String, StatementCounts>,
    /// How questions to the optimizer ended.
    pub optimizer: Counts<OptimizerOutcome>,
    /// What went through compression.
    pub compression: CompressionCounts,
    /// Failures that calls got over.
    pub recoveries: Counts<Recovery>,
}

/// One operation's successes and failures.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OperationSummary {
    /// Calls that failed, by kind.
    pub failures: Counts<ErrorKind>,
    /// Time that they took.
    pub failed_ns: u64,
    /// Successes a second.
    pub per_second: Rates,
    /// How long successes took, in nanoseconds.
    pub latency_ns: LatencySummary,
}

impl OperationSummary {
    /// Calls that succeeded.
    pub fn successes(&self) -> u64 {
        self.latency_ns.durations.moments.count()
    }
}

/// One number of many proofs.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct FieldMoments {
    /// What it counts.
    pub unit: Unit,
    /// Count, sum, mean, deviation, range.
    #[serde(flatten)]
    pub moments: Moments,
}

/// Proofs of statements with one name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct StatementCounts {
    /// How many were made.
    pub proofs: u64,
    /// Time that they took, all stages.
    pub total_ns: u64,
    /// Their bytes, as they were returned.
    pub bytes: u64,
}

/// What went through compression.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CompressionCounts {
    /// How often.
    pub calls: u64,
    /// Bytes that went in.
    pub bytes_before: u64,
    /// Bytes that came out.
    pub bytes_after: u64,
}

impl Snapshot {
    /// The successes and failures of an operation.
    pub fn operation(&self, operation: Operation) -> &OperationSummary {
        match operation {
            Operation::Prove => &self.prove,
            Operation::Verify => &self.verify,
        }
    }

    /// The same as JSON; `docs/metrics.md` has its shape.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("plain data serializes")
    }
}
