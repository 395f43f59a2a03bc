//! The proof engine: VOLE in the head with constraints of any degree.
//!
//! Sources: Baum, Braun, Delpech de Saint Guilhem, Klooß, Orsini, Roy, Scholl, "Publicly Verifiable Zero-Knowledge and
//! Post-Quantum Signatures from VOLE-in-the-Head" (CRYPTO 2023); the FAEST v2 specification for every building
//! block; Yang, Sarkar, Weng, Wang, "QuickSilver" (CCS 2021) for constraints of degree D; Roy, "SoftSpokenOT"
//! (CRYPTO 2022) for the consistency check. `docs/protocol.md` specifies the whole; `docs/security.md` says
//! what it proves.
//!
//! λ = 64 N; all code is generic over `N`. Reading order: [`params`], [`bavc`], [`vole`], [`universal_hash`],
//! [`check`], [`transcript`], [`prover`], [`verifier`].

pub mod bavc;
pub mod check;
pub mod cost;
pub mod encoding;
pub mod engine;
pub mod params;
pub mod prover;
pub mod security;
pub mod transcript;
pub mod universal_hash;
pub mod verifier;
pub mod vole;

use crate::circuit::count::Analysis;
use encoding::{Header, Layout};
use params::ParameterSet;

/// What prover and verifier agree on before the first byte: the statement as circuit, its analysis, the
/// parameters and what the transcript binds.
pub struct Instance<'a, C: ?Sized> {
    /// The circuit.
    pub circuit: &'a C,
    /// What the counting reading found in it.
    pub analysis: Analysis,
    /// The parameters.
    pub parameters: ParameterSet,
    /// The canonical encoding of the statement.
    pub statement: &'a [u8],
    /// The caller's context.
    pub context: &'a [u8],
}

impl<C: ?Sized> Instance<'_, C> {
    /// Whether a header announces these parameters and this degree.
    fn agrees_with(&self, header: Header) -> bool {
        header.parameters() == self.parameters && header.degree == self.analysis.degree
    }

    /// Where the parts of a proof lie.
    pub fn layout(&self) -> Layout {
        Layout::new(&self.parameters, &self.analysis)
    }
}
