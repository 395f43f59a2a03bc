//! Canonical bytes of statements (`docs/protocol.md`, "Statements"): one string a statement, every length stated.

use crate::error::{ErrorKind, ProtocolError, Result};
use std::ops::Range;

/// Whether large public objects (lists, circuits) are written whole or by their digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Objects {
    /// Whole: to be sent to a verifier.
    Whole,
    /// By their digest: to be bound into a transcript.
    Digests,
}

/// Writes canonical bytes, or counts them.
pub struct Writer {
    /// `None` where they are only counted.
    bytes: Option<Vec<u8>>,
    len: u64,
    objects: Objects,
    whole: Vec<Range<usize>>,
}

impl Writer {
    /// An empty encoding.
    pub fn new(objects: Objects) -> Self {
        Self {
            bytes: Some(Vec::new()),
            len: 0,
            objects,
            whole: Vec::new(),
        }
    }

    /// Counts the bytes of an encoding with whole objects, and makes none of them.
    pub fn counting() -> Self {
        Self {
            bytes: None,
            ..Self::new(Objects::Whole)
        }
    }

    /// What was written; nothing where it was only counted.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes.unwrap_or_default()
    }

    /// The same, and where in it the whole objects are, in order.
    pub fn into_parts(self) -> (Vec<u8>, Vec<Range<usize>>) {
        (self.bytes.unwrap_or_default(), self.whole)
    }

    /// The number of bytes written or counted.
    pub fn written(&self) -> u64 {
        self.len
    }

    fn push(&mut self, bytes: &[u8]) {
        self.len += bytes.len() as u64;
        if let Some(written) = &mut self.bytes {
            written.extend_from_slice(bytes);
        }
    }

    /// One byte.
    pub fn u8(&mut self, value: u8) {
        self.push(&[value]);
    }

    /// Four bytes, little-endian.
    pub fn u32(&mut self, value: u32) {
        self.push(&value.to_le_bytes());
    }

    /// Eight bytes, little-endian.
    pub fn u64(&mut self, value: u64) {
        self.push(&value.to_le_bytes());
    }

    /// The length as u64, then the bytes.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.u64(bytes.len() as u64);
        self.push(bytes);
    }

    /// A large object: its digest, or its `whole_len` canonical bytes with their length.
    pub fn object(&mut self, digest: &[u8], whole_len: usize, whole: impl FnOnce() -> Vec<u8>) {
        match self.objects {
            Objects::Whole if self.bytes.is_none() => self.len += 8 + whole_len as u64,
            Objects::Whole => {
                let object = whole();
                self.bytes(&object);
                let end = self.len as usize;
                self.whole.push(end - object.len()..end);
            }
            Objects::Digests => self.bytes(digest),
        }
    }
}

/// Reads canonical bytes in which objects are whole. Lengths are compared with what is there before anything is
/// allocated.
pub struct Reader<'a> {
    rest: &'a [u8],
}

/// The error for bytes that are no statement.
pub fn malformed(message: impl Into<String>) -> ProtocolError {
    ProtocolError::in_field(ErrorKind::Malformed, "statement", message)
}

/// The error for text that is no statement in JSON.
pub(super) fn not_json(error: serde_json::Error) -> ProtocolError {
    malformed(error.to_string())
}

impl<'a> Reader<'a> {
    /// Reads from the start of `bytes`.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// Refuses what was not read.
    pub fn finish(self) -> Result<()> {
        if self.rest.is_empty() {
            Ok(())
        } else {
            Err(malformed(format!(
                "{} bytes follow its end",
                self.rest.len()
            )))
        }
    }

    fn take(&mut self, len: u64) -> Result<&'a [u8]> {
        let taken = usize::try_from(len)
            .ok()
            .and_then(|len| self.rest.split_at_checked(len));
        let Some((taken, rest)) = taken else {
            return Err(malformed(format!(
                "{len} bytes are announced, {} are there",
                self.rest.len()
            )));
        };
        self.rest = rest;
        Ok(taken)
    }

    /// One byte.
    pub fn u8(&mut self) -> Result<u8> {
        Ok(self.take(1)?[0])
    }

    /// Four bytes, little-endian.
    pub fn u32(&mut self) -> Result<u32> {
        Ok(u32::from_le_bytes(
            self.take(4)?.try_into().expect("four bytes"),
        ))
    }

    /// Eight bytes, little-endian.
    pub fn u64(&mut self) -> Result<u64> {
        Ok(u64::from_le_bytes(
            self.take(8)?.try_into().expect("eight bytes"),
        ))
    }

    /// A number that is a length or count in memory.
    pub fn size(&mut self) -> Result<usize> {
        let value = self.u64()?;
        usize::try_from(value)
            .map_err(|_| malformed(format!("no object in memory has size {value}")))
    }

    /// The length as u64, then the bytes.
    pub fn bytes(&mut self) -> Result<&'a [u8]> {
        let len = self.u64()?;
        self.take(len)
    }

    /// The number of items as u32, which `check` may refuse before any is read, and the items. Each takes at least one byte.
    pub fn items<T>(
        &mut self,
        check: impl FnOnce(usize) -> Result<()>,
        read: impl Fn(&mut Self) -> Result<T>,
    ) -> Result<Vec<T>> {
        let count = self.u32()? as usize;
        if count > self.rest.len() {
            return Err(malformed(format!(
                "{count} items are announced, {} bytes are there",
                self.rest.len()
            )));
        }
        check(count)?;
        (0..count).map(|_| read(self)).collect()
    }
}
