//! The stage that compresses, and its inverse.
//!
//! A proof that a codec makes smaller is returned as four bytes, its header and the manager's frame of the rest (`docs/compression.md`,
//! "Compressed proofs"). Proofs are close to random, so that as a rule nothing is gained, and the proof is returned as it was made.

use crate::compression::{too_long, Codec, CompressionConfig, Manager};
use crate::error::{ErrorKind, ProtocolError, Result};
use crate::proof_bytes::{self, COMPRESSED};
use crate::proof_system::preamble::Preamble;
use std::borrow::Cow;
use std::sync::Arc;

/// What came of compressing a proof.
pub(super) struct Packed {
    /// What is returned.
    pub(super) data: Vec<u8>,
    /// The codec that was used, if it made the proof smaller.
    pub(super) codec: Option<String>,
    /// Why the codec could not be used, if it failed.
    pub(super) failure: Option<ProtocolError>,
}

/// Compresses `proof`, if that makes it smaller. It never fails: whatever happens, the proof is there.
pub(super) fn pack(
    config: &CompressionConfig,
    codec: Option<&Arc<dyn Codec>>,
    proof: Vec<u8>,
) -> Packed {
    let (header, body) = proof.split_at(Preamble::LEN);
    let compressed = manager(config, codec).and_then(|m| m.compress(body));
    let (packed, failure) = match compressed {
        Err(error) => (None, Some(error)),
        Ok(compressed) => {
            let data = [&COMPRESSED[..], header, &compressed.data].concat();
            let smaller = data.len() < proof.len();
            let packed = smaller.then_some((data, compressed.codec));
            (packed, compressed.failure)
        }
    };
    let (data, codec) = match packed {
        Some((data, codec)) => (data, Some(codec)),
        None => (proof, None),
    };
    Packed {
        data,
        codec,
        failure,
    }
}

/// The proof as it was made. It is no longer than `size`, the length of a proof with its header, and than the bounds of decompression
/// allow.
pub(super) fn unpack<'a>(
    config: &CompressionConfig,
    codec: Option<&Arc<dyn Codec>>,
    proof: &'a [u8],
    size: u64,
) -> Result<Cow<'a, [u8]>> {
    let Some((header, frame)) = proof_bytes::compressed(proof) else {
        return Ok(proof.into());
    };
    let body_size = size.saturating_sub(header.len() as u64);
    let body = manager(config, codec)?.decompress_within(frame, body_size);
    // To the caller these are bytes that are no proof, however it is that they are none. That a proof is not longer is no limit that a
    // caller sets.
    let body = body.map_err(|error| {
        let kind = match error.kind() {
            ErrorKind::Compression => ErrorKind::Malformed,
            ErrorKind::LimitExceeded if error == too_long(body_size as usize) => {
                ErrorKind::Malformed
            }
            kind => kind,
        };
        ProtocolError::in_field(kind, "proof", error.message())
    })?;
    // A prover never compresses what does not become shorter.
    if header.len() + body.len() <= proof.len() {
        let message = "a proof that compression did not make shorter";
        return Err(ProtocolError::in_field(
            ErrorKind::Malformed,
            "proof",
            message,
        ));
    }
    Ok([header, &body].concat().into())
}

fn manager(config: &CompressionConfig, codec: Option<&Arc<dyn Codec>>) -> Result<Manager> {
    let mut manager = Manager::new(config.clone())?;
    if let Some(codec) = codec {
        manager.set_codec(codec.clone())?;
    }
    Ok(manager)
}
