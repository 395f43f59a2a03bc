//! NexusZero: quantum-resistant zero-knowledge proofs behind a C ABI.
//!
//! A prover shows that it knows a secret that satisfies a public statement, and reveals nothing else. Proofs take milliseconds and a few
//! kilobytes, need no trusted setup, and rest on AES and SHAKE alone. The product is the C library (`include/nexuszero.h`);
//! this crate is the same thing without the pointers.
//!
//! ```
//! use nexuszero::config::{Preset, ProtocolConfig};
//! use nexuszero::hash::HashAlgorithm;
//! use nexuszero::pipeline::Protocol;
//! use nexuszero::statement::{Claim, Claims, Preimage, SecretName, Statement, Witness};
//!
//! # fn main() -> nexuszero::error::Result<()> {
//! let secret = b"correct horse battery staple".to_vec();
//! let digest = HashAlgorithm::Sha256.digest(&secret);
//!
//! // Both sides state what is proved. The length of the secret stays hidden among those that fill one block.
//! let claim = Preimage::hidden(HashAlgorithm::Sha256, &digest, 1)?;
//! let statement = Statement::Claims(Claims::single(Claim::Preimage(claim))?);
//! let mut witness = Witness::new();
//! witness.set(SecretName::new(Preimage::SECRET)?, secret.into())?;
//! let protocol = Protocol::new(ProtocolConfig::preset(Preset::Default))?;
//!
//! let proof = protocol.prove(&statement, &witness, b"session 42")?;
//! protocol.verify(&statement, b"session 42", &proof.proof_data)?;
//! assert!(protocol.verify(&statement, b"session 43", &proof.proof_data).is_err());
//! # Ok(())
//! # }
//! ```
//!
//! Where things are: a call goes from [`ffi`] (handles and pointers) to [`pipeline`] (validate, choose parameters, prove, verify, measure) to a
//! [`proof_system`]; [`statement`] says what can be proved, with the gadgets of [`circuit`]; [`field`] and [`symmetric`] are the kernels, and
//! [`backend`] decides once which processor instructions they use. [`metrics`] counts, [`telemetry`] reports, [`optimizer`] chooses
//! parameters, [`compression`] has the codecs, [`archive`] keeps proofs in a file. `docs/architecture.md` has the map,
//! `docs/protocol.md` the proof format, `docs/security.md` what is claimed and assumed.

// Samples that are shared with the integration tests name the crate.
#[cfg(all(test, target_arch = "x86_64"))]
extern crate self as nexuszero;

pub mod archive;
pub mod backend;
pub mod buffers;
pub mod circuit;
pub mod compression;
pub mod config;
#[cfg(all(test, target_arch = "x86_64"))]
mod constant_time;
mod declassify;
pub mod error;
pub mod ffi;
pub mod field;
pub mod hash;
mod json;
mod leb128;
mod level;
mod lookup;
pub mod merkle;
pub mod metrics;
pub mod optimizer;
pub mod pipeline;
mod proof_bytes;
pub mod proof_system;
pub mod random;
mod recent;
mod registers;
pub mod stack;
pub mod statement;
pub mod symmetric;
pub mod telemetry;
mod threads;
mod transpose;
mod xorshift;

/// The name of the processor backend that this process uses where the setting `backend` names no other.
pub fn cpu_backend() -> &'static str {
    backend::Backend::detect().name()
}
