//! The pipeline: validate, choose parameters, prove, compress, verify if asked to, measure.

use crate::config::ProtocolConfig;
use crate::error::Result;
use crate::metrics::ProofMetrics;
use crate::statement::{Statement, Witness};

/// A configured prover and verifier. Immutable: any number of threads may share one.
pub struct Protocol {
    config: ProtocolConfig,
}

/// A proof with the measurements of its making.
#[derive(Clone, Debug)]
pub struct OptimizedProof {
    /// The proof bytes (`docs/protocol.md`).
    pub proof_data: Vec<u8>,
    /// What was measured; `None` for a proof that came in as bytes.
    pub metrics: Option<ProofMetrics>,
}

/// What the parameters of a protocol mean for a statement, before any work.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Estimate {
    /// Exact proof size in bytes.
    pub proof_size: u64,
    /// Computed classical security in bits.
    pub security_bits: f64,
    /// Computed security in bits against a quantum adversary.
    pub quantum_security_bits: f64,
    /// AES blocks that the verifier computes; compared with `Limits::max_work`.
    pub work: u64,
    /// Bits committed for the statement.
    pub committed_bits: u64,
    /// Constraints checked.
    pub constraints: u64,
    /// Degree of the check.
    pub degree: u32,
}

impl Protocol {
    /// A protocol with this configuration, checked.
    pub fn new(config: ProtocolConfig) -> Result<Self> {
        Ok(Self { config })
    }

    /// Its configuration.
    pub fn config(&self) -> &ProtocolConfig {
        &self.config
    }

    /// Proves `statement` with `witness`, bound to `context`.
    pub fn prove(
        &self,
        statement: &Statement,
        witness: &Witness,
        context: &[u8],
    ) -> Result<OptimizedProof> {
        let _ = (statement, witness, context);
        todo!("engine")
    }

    /// Checks that `proof` proves `statement`, bound to `context`, at the configured level.
    pub fn verify(&self, statement: &Statement, context: &[u8], proof: &[u8]) -> Result<()> {
        let _ = (statement, context, proof);
        todo!("engine")
    }

    /// What a proof of `statement` would cost with this configuration.
    pub fn estimate(&self, statement: &Statement) -> Result<Estimate> {
        let _ = statement;
        todo!("engine")
    }
}

/// What the header of a proof says. It is the prover's claim; only `verify` checks it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct ProofInfo {
    /// Version of the proof format.
    pub version: u32,
    /// Security level in bits.
    pub security_level: u32,
    /// The profile's number.
    pub profile: u32,
    /// The degree of the check.
    pub degree: u32,
    /// Bytes of the whole proof.
    pub size: u64,
}

impl ProofInfo {
    /// Reads the header of `proof`; `Malformed` or `Unsupported` where it is none of this build's.
    pub fn read(proof: &[u8]) -> Result<Self> {
        let _ = proof;
        todo!("engine")
    }
}
