//! Who is told about each proof.

use super::ProofMetrics;

/// Is told the measurements of every proof, on the thread that made it, before the proof is returned. May use the protocol
/// that calls it, also to set another sink.
pub trait MetricsSink: Send + Sync {
    /// A proof was made.
    fn proof(&self, metrics: &ProofMetrics);
}
