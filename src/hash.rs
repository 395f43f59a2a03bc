//! The hash functions that statements speak of: the registry, and what follows from their padding.
//!
//! A hash function is a gadget in [`crate::circuit`], one line of the registry below, and test vectors.

use crate::circuit::bytes::Padded;
use crate::circuit::{blake3, keccak, sha2, Evaluator, Target};
use crate::error::{ErrorKind, ProtocolError, Result};
use crate::lookup::Lookup;
use crate::stack;
use ::sha2::Digest as _;
use hmac::{KeyInit, Mac};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// The largest number of blocks of a hashed message, the key block of HMAC included.
pub const MAX_BLOCKS: usize = 64;

/// How a message is brought to whole blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Padding {
    /// The byte 0x80, zeros, and the length in bits as a big-endian number of so many bytes (FIPS 180-4, 5.1).
    Length(usize),
    /// This byte (domain suffix and the first bit of pad10*1), zeros, and 0x80 added to the last byte (FIPS 202, B.2).
    Sponge(u8),
    /// Zeros only; the length of the last block is an input of its own (BLAKE3 specification, 2.4). One chunk of
    /// 1,024 bytes at most.
    Zeros,
}

/// What the registry says of a hash function.
struct Spec {
    name: &'static str,
    digest_len: usize,
    block_len: usize,
    padding: Padding,
    /// The degrees that the gadget's constraints can have, ascending; padding and everything around it stays within.
    degrees: &'static [u8],
    /// HMAC (RFC 2104) over this function, instead of the function itself.
    hmac: bool,
}

macro_rules! registry {
    ($($(#[$doc:meta])* $hash:ident = $id:literal, $name:literal, $digest:literal, $block:literal, $padding:expr, $native:expr, [$($degree:literal => $gadget:path),+] $(, hmac $hmac:literal)?;)*) => {
        /// A hash function. The discriminant is its number in encodings and in the C ABI; numbers are never reused.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        #[repr(u32)]
        pub enum HashAlgorithm {
            $($(#[$doc])* $hash = $id,)*
        }

        impl HashAlgorithm {
            /// Every hash function of this build.
            pub const ALL: [Self; [$($id),*].len()] = [$(Self::$hash),*];

            fn spec(self) -> Spec {
                match self {
                    $(Self::$hash => Spec {
                        name: $name,
                        digest_len: $digest,
                        block_len: $block,
                        padding: $padding,
                        degrees: &[$($degree),+],
                        hmac: false $(|| $hmac)?,
                    },)*
                }
            }

            /// The digest of `message` under `key` (which only keyed functions look at), computed natively.
            fn native(self, key: &[u8], message: &[u8]) -> Vec<u8> {
                match self {
                    $(Self::$hash => ($native)(key, message),)*
                }
            }

            /// Runs the gadget of the function, or of the one that an HMAC is made of, on a padded message.
            pub(crate) fn synthesize<E: Evaluator>(
                self,
                evaluator: &mut E,
                message: &Padded<E::Wire>,
                target: Target<'_, E::Wire>,
                degree_cap: u8,
            ) {
                match (self, self.degree(degree_cap)) {
                    $($((Self::$hash, $degree) => $gadget(evaluator, message, target),)+)*
                    _ => unreachable!("the degree is one of the registry"),
                }
            }
        }
    };
}

registry! {
    /// SHA-256 (FIPS 180-4).
    Sha256 = 1, "sha256", 32, 64, Padding::Length(8), |_, m| ::sha2::Sha256::digest(m).to_vec(), [7 => sha2::sha256];
    /// SHA3-256 (FIPS 202).
    Sha3_256 = 2, "sha3-256", 32, 136, Padding::Sponge(0x06), |_, m| ::sha3::Sha3_256::digest(m).to_vec(), [4 => keccak::sponge_256_short, 9 => keccak::sponge_256_long];
    /// BLAKE3 (its specification, default hash mode), messages of one chunk: up to 1,024 bytes.
    Blake3 = 3, "blake3", 32, 64, Padding::Zeros, |_, m| ::blake3::hash(m).as_bytes().to_vec(), [4 => blake3::blake3];
    /// SHA-512 (FIPS 180-4).
    Sha512 = 4, "sha512", 64, 128, Padding::Length(16), |_, m| ::sha2::Sha512::digest(m).to_vec(), [7 => sha2::sha512];
    /// SHA-384 (FIPS 180-4).
    Sha384 = 5, "sha384", 48, 128, Padding::Length(16), |_, m| ::sha2::Sha384::digest(m).to_vec(), [7 => sha2::sha384];
    /// Keccak-256 with the padding from before FIPS 202, as Ethereum uses it (the Keccak reference, version 3.0).
    Keccak256 = 6, "keccak-256", 32, 136, Padding::Sponge(0x01), |_, m| ::sha3::Keccak256::digest(m).to_vec(), [4 => keccak::sponge_256_short, 9 => keccak::sponge_256_long];
    /// HMAC (RFC 2104) with SHA-256.
    HmacSha256 = 7, "hmac-sha256", 32, 64, Padding::Length(8), native_hmac::<::hmac::Hmac<::sha2::Sha256>>, [7 => sha2::sha256], hmac true;
    /// HMAC (RFC 2104) with SHA-512.
    HmacSha512 = 8, "hmac-sha512", 64, 128, Padding::Length(16), native_hmac::<::hmac::Hmac<::sha2::Sha512>>, [7 => sha2::sha512], hmac true;
}

fn native_hmac<M: Mac + KeyInit>(key: &[u8], message: &[u8]) -> Vec<u8> {
    let mut mac = <M as KeyInit>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(message);
    mac.finalize().into_bytes().to_vec()
}

impl HashAlgorithm {
    const LOOKUP: Lookup<Self> = Lookup {
        field: "hash",
        noun: "hash function",
        all: &Self::ALL,
        id: Self::id,
        name: Self::name,
    };

    /// The number used in encodings and in the C ABI.
    pub fn id(self) -> u32 {
        self as u32
    }

    /// The hash function with that number.
    pub fn from_id(id: u32) -> Result<Self> {
        Self::LOOKUP.by_id(id)
    }

    /// The hash function with that name.
    pub fn from_name(name: &str) -> Result<Self> {
        Self::LOOKUP.by_name(name)
    }

    /// The lower-case name used in command lines, JSON and benchmarks.
    pub fn name(self) -> &'static str {
        self.spec().name
    }

    /// Digest length in bytes.
    pub fn digest_len(self) -> usize {
        self.spec().digest_len
    }

    /// Refuses a digest that does not have the length of this function's.
    pub(crate) fn check_digest(self, digest: &[u8], field: &'static str) -> Result<()> {
        if digest.len() == self.digest_len() {
            return Ok(());
        }
        let (name, len) = (self.name(), self.digest_len());
        let message = format!("a {name} digest has {len} bytes, got {}", digest.len());
        Err(ProtocolError::in_field(
            ErrorKind::InvalidArgument,
            field,
            message,
        ))
    }

    /// Refuses HMACs, which make no trees and no commitments: nobody but who has the key could check them.
    pub fn check_unkeyed(self, made: &str) -> Result<()> {
        if !self.is_keyed() {
            return Ok(());
        }
        let message = format!("{} makes no {made}", self.name());
        Err(ProtocolError::in_field(
            ErrorKind::InvalidArgument,
            "hash",
            message,
        ))
    }

    /// Bytes that one block absorbs.
    pub fn block_len(self) -> usize {
        self.spec().block_len
    }

    /// How messages are padded.
    pub fn padding(self) -> Padding {
        self.spec().padding
    }

    /// The degrees that the gadget's constraints can have, ascending.
    pub fn degrees(self) -> &'static [u8] {
        self.spec().degrees
    }

    /// The degree of the gadget's constraints under a cap: the largest one within it, or else the smallest one.
    pub fn degree(self, cap: u8) -> u8 {
        let degrees = self.degrees();
        let within = degrees.iter().rfind(|degree| **degree <= cap);
        *within.unwrap_or(&degrees[0])
    }

    /// Whether it takes a key: the HMACs do.
    pub fn is_keyed(self) -> bool {
        self.spec().hmac
    }

    /// Bytes of padding that a message needs at least.
    fn min_padding(self) -> usize {
        match self.padding() {
            Padding::Length(bytes) => 1 + bytes,
            Padding::Sponge(_) => 1,
            Padding::Zeros => 0,
        }
    }

    /// The largest number of blocks of a message, without the key block of an HMAC.
    pub fn max_blocks(self) -> usize {
        match self.padding() {
            Padding::Zeros => 1024 / self.block_len(),
            _ => MAX_BLOCKS - usize::from(self.is_keyed()),
        }
    }

    /// Number of blocks of a padded message of `message_len` bytes, at least 1.
    pub fn blocks(self, message_len: usize) -> usize {
        message_len
            .saturating_add(self.min_padding())
            .div_ceil(self.block_len())
            .max(1)
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

    /// The digest of `message`, computed natively. An HMAC takes an empty key here; see [`Self::digest_with_key`].
    pub fn digest(self, message: &[u8]) -> Vec<u8> {
        self.digest_with_key(&[], message)
    }

    /// The digest of `message` under `key`, computed natively. `key` is ignored by functions that take none.
    pub fn digest_with_key(self, key: &[u8], message: &[u8]) -> Vec<u8> {
        self.native(key, message)
    }

    /// The same for a secret message, of which nothing stays on the stack.
    pub fn digest_of_secret(self, key: &[u8], message: &[u8]) -> Vec<u8> {
        stack::wiped(|| self.native(key, message))
    }

    /// `message` followed by its padding, `blocks` blocks together.
    pub fn pad(self, blocks: usize, message: &[u8]) -> Zeroizing<Vec<u8>> {
        let len = blocks * self.block_len();
        let mut padded = Zeroizing::new(vec![0; len]);
        // How many bytes are read depends on the length: a slice cannot be read past its end.
        padded[..message.len()].copy_from_slice(message);
        if let Some(marker) = self.marker() {
            padded[message.len()] = marker;
        }
        match self.padding() {
            Padding::Length(_) => {
                padded[len - 8..].copy_from_slice(&(8 * message.len() as u64).to_be_bytes())
            }
            Padding::Sponge(_) => padded[len - 1] |= 0x80,
            Padding::Zeros => {}
        }
        padded
    }

    /// The first padding byte, where there is one.
    pub(crate) fn marker(self) -> Option<u8> {
        match self.padding() {
            Padding::Length(_) => Some(0x80),
            Padding::Sponge(byte) => Some(byte),
            Padding::Zeros => None,
        }
    }
}

impl TryFrom<String> for HashAlgorithm {
    type Error = ProtocolError;

    fn try_from(name: String) -> Result<Self> {
        Self::from_name(&name)
    }
}

impl From<HashAlgorithm> for String {
    fn from(hash: HashAlgorithm) -> Self {
        hash.name().to_owned()
    }
}

/// Bytes of an object's digest: collisions are as hard to find as level 256 asks.
pub const OBJECT_DIGEST_LEN: usize = 64;

/// The digest by which a large public object (a list, a circuit) stands in a transcript: SHA3-512 of kind and canonical
/// bytes, with the length of the kind.
pub fn object_digest(kind: &[u8], canonical: &[u8]) -> [u8; OBJECT_DIGEST_LEN] {
    ::sha3::Sha3_512::new()
        .chain_update((kind.len() as u64).to_le_bytes())
        .chain_update(kind)
        .chain_update(canonical)
        .finalize()
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_and_block_counts_agree() {
        for hash in HashAlgorithm::ALL {
            for n in 1..=hash.max_blocks() {
                let (lo, hi) = hash.message_range(n);
                assert_eq!((hash.blocks(lo), hash.blocks(hi)), (n, n));
                assert_eq!(hash.blocks(hi + 1), n + 1);
                assert!(lo == 0 || hash.blocks(lo - 1) == n - 1);
            }
            assert_eq!(HashAlgorithm::from_id(hash.id()), Ok(hash));
            assert_eq!(HashAlgorithm::from_name(hash.name()), Ok(hash));
            assert_eq!(hash.digest(b"").len(), hash.digest_len());
        }
        assert_eq!(HashAlgorithm::Sha256.message_range(1), (0, 55));
        assert_eq!(HashAlgorithm::Sha3_256.message_range(2), (136, 271));
        assert_eq!(HashAlgorithm::Sha512.message_range(1), (0, 111));
        assert_eq!(HashAlgorithm::Blake3.message_range(16), (961, 1024));
    }

    /// `docs/protocol.md`, 7.1: a list is no circuit, whatever their bytes are.
    #[test]
    fn objects_of_different_kinds_have_different_digests() {
        let framed = [&4u64.to_le_bytes()[..], b"list", b"bytes"].concat();
        let expected: [u8; 64] = ::sha3::Sha3_512::digest(framed).into();
        assert_eq!(object_digest(b"list", b"bytes"), expected);
        assert_ne!(object_digest(b"tree", b"bytes"), expected);
        assert_ne!(object_digest(b"lis", b"tbytes"), expected);
    }

    /// RFC 4231, test case 2, and the Keccak digest of the empty message.
    #[test]
    fn native_functions_are_the_standard_ones() {
        let tag =
            HashAlgorithm::HmacSha256.digest_with_key(b"Jefe", b"what do ya want for nothing?");
        assert_eq!(
            hex::encode(tag),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
        let digest = HashAlgorithm::Keccak256.digest(b"");
        assert_eq!(
            hex::encode(digest),
            "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"
        );
    }
}
