//! The hash functions that statements speak of: their names, sizes and padding geometry, each written once.

use crate::error::{ErrorKind, ProtocolError, Result};
use sha2::Digest;

/// The largest number of message blocks of a preimage statement.
pub const MAX_BLOCKS: usize = 64;

/// A hash function. The discriminant is its number in encodings and in the C ABI; numbers are never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u32)]
pub enum HashAlgorithm {
    /// SHA-256 (FIPS 180-4).
    Sha256 = 1,
    /// SHA3-256 (FIPS 202).
    Sha3_256 = 2,
}

impl HashAlgorithm {
    /// Every hash function of this build.
    pub const ALL: [Self; 2] = [Self::Sha256, Self::Sha3_256];

    /// The number used in encodings and in the C ABI.
    pub fn id(self) -> u32 {
        self as u32
    }

    /// The hash function with that number.
    pub fn from_id(id: u32) -> Result<Self> {
        Self::ALL
            .into_iter()
            .find(|hash| hash.id() == id)
            .ok_or_else(|| {
                ProtocolError::in_field(
                    ErrorKind::Unsupported,
                    "hash",
                    format!("no hash function has the number {id}"),
                )
            })
    }

    /// The lower-case name used in command lines, JSON and benchmarks.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sha256 => "sha256",
            Self::Sha3_256 => "sha3-256",
        }
    }

    /// Digest length in bytes.
    pub fn digest_len(self) -> usize {
        32
    }

    /// Bytes that one block absorbs.
    pub fn block_len(self) -> usize {
        match self {
            Self::Sha256 => 64,
            Self::Sha3_256 => 136,
        }
    }

    /// Bytes of padding that a message needs at least: SHA-256 a marker and the 64-bit length, SHA3 one byte
    /// that holds suffix and both ends of pad10*1.
    fn min_padding(self) -> usize {
        match self {
            Self::Sha256 => 9,
            Self::Sha3_256 => 1,
        }
    }

    /// Number of blocks of a padded message of `message_len` bytes.
    pub fn blocks(self, message_len: usize) -> usize {
        (message_len.saturating_add(self.min_padding())).div_ceil(self.block_len())
    }

    /// The shortest and the longest message, in bytes, whose padding fills exactly `blocks` blocks (at least 1).
    pub fn message_range(self, blocks: usize) -> (usize, usize) {
        let longest = |n: usize| n * self.block_len() - self.min_padding();
        let shortest = match blocks {
            1 => 0,
            n => longest(n - 1) + 1,
        };
        (shortest, longest(blocks))
    }

    /// The digest of `message`, computed natively.
    pub fn digest(self, message: &[u8]) -> [u8; 32] {
        match self {
            Self::Sha256 => sha2::Sha256::digest(message).into(),
            Self::Sha3_256 => sha3::Sha3_256::digest(message).into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_and_block_counts_agree() {
        for hash in HashAlgorithm::ALL {
            for n in 1..=MAX_BLOCKS {
                let (lo, hi) = hash.message_range(n);
                assert_eq!((hash.blocks(lo), hash.blocks(hi)), (n, n));
                assert_eq!(hash.blocks(hi + 1), n + 1);
                assert!(lo == 0 || hash.blocks(lo - 1) == n - 1);
            }
        }
        assert_eq!(HashAlgorithm::Sha256.message_range(1), (0, 55));
        assert_eq!(HashAlgorithm::Sha3_256.message_range(2), (136, 271));
    }
}
