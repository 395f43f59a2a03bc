//! Randomness from the operating system.

use crate::error::{ErrorKind, ProtocolError, Result};

/// Fills `bytes` in their place, so that a secret is nowhere else.
pub fn fill(bytes: &mut [u8]) -> Result<()> {
    getrandom::fill(bytes).map_err(|error| {
        ProtocolError::new(
            ErrorKind::Internal,
            format!("the operating system gives no randomness: {error}"),
        )
    })
}
