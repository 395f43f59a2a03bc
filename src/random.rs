//! Randomness from the operating system.

use crate::error::{ErrorKind, ProtocolError, Result};
use zeroize::Zeroizing;

/// Bytes from the operating system.
pub fn fresh_bytes<const N: usize>() -> Result<Zeroizing<[u8; N]>> {
    let mut randomness = Zeroizing::new([0; N]);
    getrandom::fill(&mut *randomness).map_err(|error| {
        ProtocolError::new(
            ErrorKind::Internal,
            format!("the operating system gives no randomness: {error}"),
        )
    })?;
    Ok(randomness)
}
