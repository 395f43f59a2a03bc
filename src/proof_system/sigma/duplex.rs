//! The duplex sponge over SHAKE128 (draft-irtf-cfrg-fiat-shamir, "XOF duplex sponge", suite SHAKE128).
//!
//! Absorbing and squeezing alternate at will. An output is SHAKE128 of everything absorbed before it; squeezing does not
//! change what is absorbed.

use shake::digest::{ExtendableOutput, Update, XofReader};
use shake::{Shake128, Shake128Reader};

/// Bytes that one permutation absorbs.
const RATE: usize = 168;

/// Separates the derivation of session identifiers from their use.
const DERIVE_SESSION: SessionId = SessionId(*b"irtf-cfrg-fiat-shamir/session-id");

/// What a duplex sponge starts from: it names the application, the protocol and the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionId(pub [u8; 32]);

impl SessionId {
    /// `DeriveSessionID(tag)`.
    pub fn derive(tag: &[u8]) -> Self {
        let mut sponge = Duplex::new(&DERIVE_SESSION);
        sponge.absorb(tag);
        let mut id = [0; 32];
        sponge.squeeze(&mut id);
        Self(id)
    }
}

/// A duplex sponge.
pub struct Duplex {
    absorbed: Shake128,
    output: Option<Shake128Reader>,
}

impl Duplex {
    /// `Init(session)`: the session identifier fills the first block.
    pub fn new(session: &SessionId) -> Self {
        let mut block = [0; RATE];
        block[..session.0.len()].copy_from_slice(&session.0);
        let mut absorbed = Shake128::default();
        absorbed.update(&block);
        Self {
            absorbed,
            output: None,
        }
    }

    /// Appends `bytes` to the input. Nothing separates two calls.
    pub fn absorb(&mut self, bytes: &[u8]) {
        if !bytes.is_empty() {
            self.absorbed.update(bytes);
            self.output = None;
        }
    }

    /// Fills `out` with the next bytes of output.
    pub fn squeeze(&mut self, out: &mut [u8]) {
        self.output
            .get_or_insert_with(|| self.absorbed.clone().finalize_xof())
            .read(out);
    }
}
