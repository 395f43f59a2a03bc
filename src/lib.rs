//! NexusZero: quantum-resistant zero-knowledge proofs behind a C ABI.

pub mod circuit;
pub mod config;
pub mod error;
pub mod field;
pub mod hash;
pub mod metrics;
pub mod pipeline;
pub mod proof_system;
pub mod statement;
pub mod symmetric;
