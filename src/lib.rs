//! NexusZero: quantum-resistant zero-knowledge proofs behind a C ABI.

pub mod circuit;
pub mod config;
pub mod error;
pub mod ffi;
pub mod field;
pub mod hash;
pub mod metrics;
pub mod pipeline;
pub mod proof_system;
pub mod statement;
pub mod symmetric;

/// The implementation of the inner loops that was chosen for this processor.
pub fn cpu_backend() -> &'static str {
    "portable"
}
