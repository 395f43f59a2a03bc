//! The stage that compresses, and its inverse.
//!
//! A proof that a codec makes smaller is returned as four bytes and the manager's frame (`docs/compression.md`, "Compressed proofs"). Proofs are close to random, so
//! that as a rule nothing is gained, and the proof is returned as it was made.

use crate::compression::{Codec, CompressionConfig, Manager};
use crate::config::ProtocolConfig;
use crate::error::{ErrorKind, ProtocolError, Result};
use crate::proof_bytes::{self, COMPRESSED};
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
    let compressed = manager(config.clone(), codec).and_then(|m| m.compress(&proof));
    match compressed {
        Err(error) => Packed {
            data: proof,
            codec: None,
            failure: Some(error),
        },
        Ok(compressed) if COMPRESSED.len() + compressed.data.len() < proof.len() => Packed {
            data: [&COMPRESSED[..], &compressed.data].concat(),
            codec: Some(compressed.codec),
            failure: compressed.failure,
        },
        Ok(compressed) => Packed {
            data: proof,
            codec: None,
            failure: compressed.failure,
        },
    }
}

/// The proof as it was made. The result is no longer than the limit on proofs and than the bounds of decompression allow.
pub(super) fn unpack<'a>(
    config: &ProtocolConfig,
    codec: Option<&Arc<dyn Codec>>,
    proof: &'a [u8],
) -> Result<Cow<'a, [u8]>> {
    let Some(frame) = proof_bytes::frame(proof) else {
        return Ok(proof.into());
    };
    let manager = manager(config.compression.clone(), codec)?;
    let content = manager.decompress_within(frame, config.limits.max_proof_size);
    // To the caller these are bytes that are no proof, however it is that they are none.
    let content = content.map_err(|error| {
        let kind = match error.kind() {
            ErrorKind::Compression => ErrorKind::Malformed,
            kind => kind,
        };
        ProtocolError::in_field(kind, "proof", error.message())
    })?;
    // A prover never compresses what does not become shorter.
    if content.len() <= proof.len() {
        let message = "a proof that compression did not make shorter";
        return Err(ProtocolError::in_field(
            ErrorKind::Malformed,
            "proof",
            message,
        ));
    }
    Ok(content.into())
}

fn manager(config: CompressionConfig, codec: Option<&Arc<dyn Codec>>) -> Result<Manager> {
    let mut manager = Manager::new(config)?;
    if let Some(codec) = codec {
        manager.set_codec(codec.clone())?;
    }
    Ok(manager)
}
