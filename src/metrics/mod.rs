//! What was measured.

pub mod memory;

use serde::Serialize;

/// Measurements of one proof's generation. Times in nanoseconds of wall-clock time, sizes in bytes.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ProofMetrics {
    /// The statement's name, for example `preimage/sha256`.
    pub statement: String,
    /// The profile's name; `none` where the proof system has no profiles.
    pub profile: &'static str,
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
    /// Highest number of heap bytes the call held at once (on the calling thread).
    pub peak_memory: u64,
}

impl ProofMetrics {
    /// The same as a JSON object with the field names above.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("plain data serializes")
    }
}
