//! Reading and writing the formats of this library's own codecs, and the errors for bytes that are none.

use crate::error::{ErrorKind, ProtocolError, Result};

/// The error for bytes that no codec made.
pub(super) fn malformed(message: impl Into<String>) -> ProtocolError {
    ProtocolError::in_field(ErrorKind::Malformed, "bytes", message)
}

/// The error for content that is longer than allowed.
pub(super) fn too_long(max_len: usize) -> ProtocolError {
    ProtocolError::in_field(
        ErrorKind::LimitExceeded,
        "bytes",
        format!("would decompress to more than the {max_len} bytes allowed"),
    )
}

/// Reads from the front; what is read is untrusted.
pub(super) struct Reader<'a>(pub(super) &'a [u8]);

impl<'a> Reader<'a> {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn bytes(&mut self, len: usize) -> Result<&'a [u8]> {
        let (front, rest) = self
            .0
            .split_at_checked(len)
            .ok_or_else(|| malformed("the compressed bytes end early"))?;
        self.0 = rest;
        Ok(front)
    }

    pub(super) fn array<const N: usize>(&mut self) -> Result<[u8; N]> {
        Ok(self.bytes(N)?.try_into().expect("N bytes were read"))
    }

    pub(super) fn byte(&mut self) -> Result<u8> {
        self.array().map(|[byte]| byte)
    }

    /// A number in LEB128, in its shortest form.
    pub(super) fn number(&mut self) -> Result<usize> {
        let mut value = 0_usize;
        for shift in (0..usize::BITS).step_by(7) {
            let byte = self.byte()?;
            let bits = usize::from(byte & 0x7f);
            if bits << shift >> shift != bits || (byte == 0 && shift > 0) {
                break;
            }
            value |= bits << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(malformed("a length is not encoded as it should be"))
    }
}

/// Appends a number in LEB128.
pub(super) fn put_number(out: &mut Vec<u8>, mut value: usize) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_lead_back(value: usize) {
            let mut bytes = Vec::new();
            put_number(&mut bytes, value);
            let mut reader = Reader(&bytes);
            prop_assert_eq!(reader.number(), Ok(value));
            prop_assert!(reader.is_empty());
        }

        /// What is read as a number is the one encoding of it.
        #[test]
        fn numbers_have_one_encoding(bytes in proptest::collection::vec(any::<u8>(), 0..12)) {
            let mut reader = Reader(&bytes);
            if let Ok(value) = reader.number() {
                let mut again = Vec::new();
                put_number(&mut again, value);
                prop_assert_eq!(&again[..], &bytes[..bytes.len() - reader.0.len()]);
            }
        }
    }
}
