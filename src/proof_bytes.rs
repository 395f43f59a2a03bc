//! What proof bytes are: a proof as it was made, or four bytes and a frame of its compressed form (`docs/compression.md`, "Compressed
//! proofs"). The pipeline makes and takes both, an archive keeps both.

use crate::error::Result;
use crate::proof_system::ProofInfo;

/// The first bytes of a compressed proof. A proof as it was made has its version in the last place, which is never this.
pub(crate) const COMPRESSED: [u8; 4] = *b"NXZc";

/// The frame of a compressed proof; nothing for any other bytes.
pub(crate) fn frame(proof: &[u8]) -> Option<&[u8]> {
    proof.strip_prefix(&COMPRESSED)
}

/// Refuses what is no proof by its first bytes: `Malformed` or `Unsupported`. A compressed proof is not decompressed, so that its
/// header is not seen.
pub(crate) fn check(proof: &[u8]) -> Result<()> {
    match frame(proof) {
        Some(_) => Ok(()),
        None => ProofInfo::read(proof).map(drop),
    }
}
