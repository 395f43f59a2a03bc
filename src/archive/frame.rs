//! Frames: what an archive file is made of, and the chain of digests through them.
//!
//! The link behind a frame is the SHA-256 of the link before it and of the whole frame, so that no frame can be changed, removed, repeated
//! or moved without all links behind it. The check in a frame's header covers the link before it: a reader that goes from header to
//! header, without reading what is between, already sees where the chain of a file is broken.

use super::damaged;
use crate::error::Result;
use crate::leb128;
use sha2::{Digest as _, Sha256};

/// A SHA-256 digest.
pub(super) type Digest = [u8; 32];

/// The first bytes of every archive: `NXZARCH`, the version of the format, and flags, of which there are none yet.
pub(super) const FILE_HEADER: [u8; 16] = *b"NXZARCH\x01\0\0\0\0\0\0\0\0";
/// Bytes of it that say that a file is an archive at all.
pub(super) const MAGIC_LEN: usize = 7;
/// Kind, length of the body, check.
pub(super) const HEADER_LEN: usize = 13;
/// Bytes of a link.
pub(super) const LINK_LEN: usize = size_of::<Digest>();
/// Bytes of a frame besides its body.
pub(super) const OVERHEAD: u64 = (HEADER_LEN + LINK_LEN) as u64;

/// What the body of a frame is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A large object of statements: a list or a circuit.
    Blob = 1,
    /// A statement, in which blobs are referred to.
    Statement = 2,
    /// The metrics of a proof without their numbers.
    Template = 3,
    /// An entry of the archive, which refers to a statement and a template.
    Record = 4,
}

impl Kind {
    /// Whether the body is the digest of a content and then the content, compressed.
    pub(super) fn is_object(self) -> bool {
        self != Self::Record
    }

    /// The digest by which an object is found again.
    pub(super) fn digest(self, content: &[u8]) -> Digest {
        let hash = Sha256::new().chain_update([self as u8]);
        hash.chain_update(content).finalize().into()
    }
}

/// The header of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) kind: Kind,
    /// Bytes of the body.
    pub(super) len: u32,
}

impl Header {
    /// Its bytes behind the link `previous`.
    pub(super) fn encode(self, previous: &Digest) -> [u8; HEADER_LEN] {
        let mut bytes = [0; HEADER_LEN];
        bytes[0] = self.kind as u8;
        bytes[1..5].copy_from_slice(&self.len.to_le_bytes());
        let check: Digest = Sha256::new()
            .chain_update(previous)
            .chain_update(&bytes[..5])
            .finalize()
            .into();
        bytes[5..].copy_from_slice(&check[..HEADER_LEN - 5]);
        bytes
    }

    /// The header that has these bytes behind the link `previous`, if there is one.
    pub(super) fn decode(bytes: [u8; HEADER_LEN], previous: &Digest) -> Option<Self> {
        let kinds = [Kind::Blob, Kind::Statement, Kind::Template, Kind::Record];
        let header = Self {
            kind: kinds.into_iter().find(|kind| *kind as u8 == bytes[0])?,
            len: u32::from_le_bytes(bytes[1..5].try_into().expect("four bytes")),
        };
        (header.encode(previous) == bytes).then_some(header)
    }
}

/// The link in front of the first frame.
pub(super) fn first_link() -> Digest {
    Sha256::digest(FILE_HEADER).into()
}

/// The link behind a frame.
pub(super) fn next_link(previous: &Digest, header: Header, body: &[u8]) -> Digest {
    Sha256::new()
        .chain_update(previous)
        .chain_update(header.encode(previous))
        .chain_update(body)
        .finalize()
        .into()
}

/// Reads the fields of a body from the front.
pub(super) struct Fields<'a>(pub(super) &'a [u8]);

impl<'a> Fields<'a> {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// A number in LEB128.
    pub(super) fn number(&mut self) -> Result<u64> {
        let (number, rest) = leb128::read(self.0)
            .ok_or_else(|| damaged("a number is not encoded as it should be"))?;
        self.0 = rest;
        Ok(number)
    }

    /// As many bytes as the number in front of them says.
    pub(super) fn bytes(&mut self) -> Result<&'a [u8]> {
        let len = usize::try_from(self.number()?).ok();
        let (bytes, rest) = len
            .and_then(|len| self.0.split_at_checked(len))
            .ok_or_else(|| damaged("a length is greater than what is there"))?;
        self.0 = rest;
        Ok(bytes)
    }
}

/// Appends bytes and their length.
pub(super) fn put_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    leb128::put(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}
