//! NexusZero: quantum-resistant zero-knowledge proofs behind a C ABI.

pub mod backend;
pub mod circuit;
pub mod config;
pub mod error;
pub mod ffi;
pub mod field;
pub mod hash;
pub mod metrics;
pub mod pipeline;
pub mod proof_system;
pub mod stack;
pub mod statement;
pub mod symmetric;

/// The name of the processor backend that this process uses.
pub fn cpu_backend() -> &'static str {
    backend::Backend::detect().name()
}
