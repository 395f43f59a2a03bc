//! Reading and writing the formats of this library's own codecs, and the errors for bytes that are none.

use crate::error::{ErrorKind, ProtocolError, Result};
use crate::leb128;

/// The error for bytes that no codec made.
pub(crate) fn malformed(message: impl Into<String>) -> ProtocolError {
    ProtocolError::in_field(ErrorKind::Malformed, "bytes", message)
}

/// The error for content that is longer than allowed.
pub(crate) fn too_long(max_len: usize) -> ProtocolError {
    ProtocolError::in_field(
        ErrorKind::LimitExceeded,
        "bytes",
        format!("would decompress to more than the {max_len} bytes allowed"),
    )
}

/// Makes room for `additional` more items of decompressed content. How many there are is the sender's choice, who sent less: where there is no memory
/// for them, that is an error and not the end of the process.
pub(crate) fn reserve<T>(content: &mut Vec<T>, additional: usize) -> Result<()> {
    content.try_reserve(additional).map_err(|_| {
        let bytes = additional.saturating_mul(size_of::<T>());
        let message = format!("there is no memory for {bytes} bytes more");
        ProtocolError::in_field(ErrorKind::LimitExceeded, "bytes", message)
    })
}

/// As many zeros, to be overwritten with decompressed content.
pub(crate) fn zeros(len: usize) -> Result<Vec<u8>> {
    let mut zeros = Vec::new();
    reserve(&mut zeros, len)?;
    zeros.resize(len, 0);
    Ok(zeros)
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

    /// A number in LEB128 that is a length or count.
    pub(super) fn number(&mut self) -> Result<usize> {
        let (number, rest) = leb128::read(self.0)
            .and_then(|(number, rest)| Some((usize::try_from(number).ok()?, rest)))
            .ok_or_else(|| malformed("a length is not encoded as it should be"))?;
        self.0 = rest;
        Ok(number)
    }
}
