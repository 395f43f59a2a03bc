//! The random oracles of FAEST v2: SHAKE with a one-byte domain *after* the input.

use shake::digest::{ExtendableOutput, Update, XofReader};
use shake::{Shake128, Shake256};

/// The domain byte of each oracle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Domain {
    /// H1: leaf commitments of a vector, and the commitments of all vectors.
    H1 = 1,
    /// H3: root key and iv seed from witness, statement and randomness.
    H3 = 3,
    /// H4: the iv.
    H4 = 4,
    /// H2^0: the statement digest μ.
    Statement = 8,
    /// H2^1: the VOLE consistency challenge.
    Challenge1 = 9,
    /// H2^2: the constraint batching challenge.
    Challenge2 = 10,
    /// H2^3: the evaluation point Δ.
    Challenge3 = 11,
}

/// Whether level λ = 64 N uses SHAKE128; the others use SHAKE256.
pub(super) const fn uses_shake128(n: usize) -> bool {
    n == 2
}

/// A hash in progress. Its state is zeroized when dropped.
#[derive(Clone)]
pub enum Oracle {
    /// λ = 128.
    Shake128(Shake128),
    /// λ = 192 and 256.
    Shake256(Shake256),
}

impl Oracle {
    /// An empty input at level λ = 64 N.
    #[allow(clippy::new_without_default)]
    pub fn new<const N: usize>() -> Self {
        if uses_shake128(N) {
            Self::Shake128(Shake128::default())
        } else {
            Self::Shake256(Shake256::default())
        }
    }

    /// Appends `bytes` to the input.
    pub fn update(&mut self, bytes: &[u8]) {
        match self {
            Self::Shake128(state) => state.update(bytes),
            Self::Shake256(state) => state.update(bytes),
        }
    }

    /// Appends `bytes` to the input and returns the oracle.
    #[must_use]
    pub fn chain(mut self, bytes: &[u8]) -> Self {
        self.update(bytes);
        self
    }

    /// Ends the input with the domain byte and fills `out`.
    pub fn finish(mut self, domain: Domain, out: &mut [u8]) {
        self.update(&[domain as u8]);
        match self {
            Self::Shake128(state) => state.finalize_xof().read(out),
            Self::Shake256(state) => state.finalize_xof().read(out),
        }
    }
}
