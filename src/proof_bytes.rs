//! What proof bytes are: a proof as it was made, or its compressed form, which is four bytes, the header of the proof and a frame of the
//! rest (`docs/compression.md`, "Compressed proofs"). The pipeline makes and takes both, an archive keeps both.

use crate::error::Result;
use crate::proof_system::preamble::Preamble;
use crate::proof_system::ProofInfo;

/// The first bytes of a compressed proof. A proof as it was made has its version in the last place, which is never this.
pub(crate) const COMPRESSED: [u8; 4] = *b"NXZc";

/// What the header says, of a compressed proof too, so that nothing need be decompressed to know what would be verified. The size is
/// that of these bytes. `Malformed` or `Unsupported` for what is no proof of this build's.
pub(crate) fn info(proof: &[u8]) -> Result<ProofInfo> {
    let header = proof.strip_prefix(&COMPRESSED).unwrap_or(proof);
    Ok(ProofInfo {
        size: proof.len() as u64,
        ..ProofInfo::read(header)?
    })
}

/// Header and frame of a compressed proof; nothing for any other bytes.
pub(crate) fn compressed(proof: &[u8]) -> Option<(&[u8], &[u8])> {
    proof
        .strip_prefix(&COMPRESSED)?
        .split_at_checked(Preamble::LEN)
}
