//! What the fuzz targets share: real objects from `tests/vectors`, and what holds for every input.

// The macro of `abi` is there to be the one place where C functions are called.
#![allow(clippy::macro_metavars_in_unsafe)]

pub mod abi;
pub mod forge;
pub mod vectors;

use nexuszero::error::{ErrorKind, ProtocolError};
use nexuszero::metrics::memory::PeakScope;

/// Runs `call`, which may hold at most `limit` heap bytes at once.
pub fn within<T>(limit: usize, call: impl FnOnce() -> T) -> T {
    let scope = PeakScope::new();
    let result = call();
    let peak = scope.peak();
    assert!(peak <= limit, "{peak} heap bytes, {limit} allowed");
    result
}

/// Refuses an error that no input may cause, or that tells a person nothing.
pub fn check_error(error: &ProtocolError) {
    for problem in error.problems() {
        assert_ne!(problem.kind(), ErrorKind::Internal, "{error}");
        assert!(!problem.message().is_empty(), "{:?}", problem.kind());
    }
}

/// The same for bytes that are not what they should be.
pub fn check_refusal(error: &ProtocolError) {
    check_error(error);
    let kinds = [
        ErrorKind::Malformed,
        ErrorKind::Unsupported,
        ErrorKind::LimitExceeded,
    ];
    assert!(kinds.contains(&error.kind()), "{:?}: {error}", error.kind());
}

/// `bytes` with changes, each of three bytes: a place, little-endian, and what is added there without carry.
pub fn patched(bytes: &[u8], changes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for change in changes.chunks_exact(3) {
        let place = usize::from(u16::from_le_bytes([change[0], change[1]]));
        let len = bytes.len().max(1);
        if let Some(byte) = bytes.get_mut(place % len) {
            *byte ^= change[2];
        }
    }
    bytes
}
