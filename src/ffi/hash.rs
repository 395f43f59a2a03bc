//! The hash functions that statements speak of, computed in the ordinary way.

use super::error::nxz_error;
use super::output::{BytesOut, CountOut};
use super::panic::call;
use super::slices::{self, interned};
use super::status::{nxz_status, Failure};
use crate::hash::{HashAlgorithm, MAX_BLOCKS};
use crate::random;
use crate::statement::range::{self, BLINDING_LEN};
use std::ffi::c_char;

/// A hash function: one of `NXZ_HASH_...`.
pub type nxz_hash = u32;
/// SHA-256 (FIPS 180-4); 32-byte digests, blocks of 64 bytes.
pub const NXZ_HASH_SHA256: nxz_hash = 1;
/// SHA3-256 (FIPS 202); 32-byte digests, blocks of 136 bytes.
pub const NXZ_HASH_SHA3_256: nxz_hash = 2;
/// BLAKE3 in its default mode; statements are about messages of at most 1,024 bytes; 32-byte digests, blocks of 64 bytes.
pub const NXZ_HASH_BLAKE3: nxz_hash = 3;
/// SHA-512 (FIPS 180-4); 64-byte digests, blocks of 128 bytes.
pub const NXZ_HASH_SHA512: nxz_hash = 4;
/// SHA-384 (FIPS 180-4); 48-byte digests, blocks of 128 bytes.
pub const NXZ_HASH_SHA384: nxz_hash = 5;
/// Keccak-256 with the padding from before FIPS 202, as Ethereum uses it; 32-byte digests, blocks of 136 bytes.
pub const NXZ_HASH_KECCAK256: nxz_hash = 6;
/// HMAC (RFC 2104) with SHA-256: the message of a statement has a key.
pub const NXZ_HASH_HMAC_SHA256: nxz_hash = 7;
/// HMAC (RFC 2104) with SHA-512: the message of a statement has a key.
pub const NXZ_HASH_HMAC_SHA512: nxz_hash = 8;

/// Most blocks that the padded message of a statement may have, the key block of an HMAC included. BLAKE3: 16.
pub const NXZ_MAX_BLOCKS: u64 = 64;
/// No digest is longer: a buffer of this size always suffices.
pub const NXZ_MAX_DIGEST_SIZE: usize = 64;
/// Bytes of the blinding of a commitment.
pub const NXZ_BLINDING_SIZE: usize = 32;

const _: () = assert!(
    NXZ_HASH_SHA256 == HashAlgorithm::Sha256 as u32
        && NXZ_HASH_SHA3_256 == HashAlgorithm::Sha3_256 as u32
        && NXZ_HASH_BLAKE3 == HashAlgorithm::Blake3 as u32
        && NXZ_HASH_SHA512 == HashAlgorithm::Sha512 as u32
        && NXZ_HASH_SHA384 == HashAlgorithm::Sha384 as u32
        && NXZ_HASH_KECCAK256 == HashAlgorithm::Keccak256 as u32
        && NXZ_HASH_HMAC_SHA256 == HashAlgorithm::HmacSha256 as u32
        && NXZ_HASH_HMAC_SHA512 == HashAlgorithm::HmacSha512 as u32
        && HashAlgorithm::ALL.len() == 8
        && NXZ_MAX_BLOCKS == MAX_BLOCKS as u64
        && NXZ_BLINDING_SIZE == BLINDING_LEN
);

/// The number of blocks that a padded message of `message_len` bytes has, without the key block of an HMAC. It may be more than
/// can be proved.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_UNSUPPORTED` for an unknown hash function; `NXZ_ERR_LIMIT_EXCEEDED` for a length
/// that nothing in memory has; `NXZ_ERR_NULL_POINTER`.
/// Args: hash: one of `NXZ_HASH_...`. message_len: length of the message in bytes.
/// Out: out: the number of blocks; 0 on failure. error: see "Errors".
/// Threads: any.
///
/// cbindgen:postfix=NXZ_NONNULL(3)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_hash_blocks(
    hash: nxz_hash,
    message_len: u64,
    out: *mut u64,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for slots that are NULL or valid.
    unsafe {
        call(error, CountOut(out, "out"), || {
            let hash = HashAlgorithm::from_id(hash)?;
            Ok(hash.blocks(slices::size(message_len, "message_len")?) as u64)
        })
    }
}

/// The digest of a message, computed in the ordinary way: nothing is proved. An HMAC has an empty key here.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_UNSUPPORTED` for an unknown hash function; `NXZ_ERR_BUFFER_TOO_SMALL`, and the message
/// says how much is needed; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_ARGUMENT`.
/// Args: hash: one of `NXZ_HASH_...`. message: `message_len` bytes; may be NULL when `message_len` is 0.
/// out_capacity: size of `out`; `NXZ_MAX_DIGEST_SIZE` always suffices.
/// Out: out: the digest; untouched on failure. out_len: its length; 0 on failure. error: see "Errors".
/// Threads: any.
///
/// cbindgen:postfix=NXZ_NONNULL(6)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_digest(
    hash: nxz_hash,
    message: *const u8,
    message_len: usize,
    out: *mut u8,
    out_capacity: usize,
    out_len: *mut usize,
    error: *mut *mut nxz_error,
) -> nxz_status {
    let output = BytesOut::new(out, out_capacity, out_len);
    // SAFETY: the header asks for slots that are NULL or valid, a readable message and a writable buffer.
    unsafe {
        call(error, output, || {
            let hash = HashAlgorithm::from_id(hash)?;
            let message = slices::bytes(message, message_len, "message")?;
            Ok(hash.digest_of_secret(&[], message))
        })
    }
}

/// The HMAC of a message under a key, computed in the ordinary way: nothing is proved.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_UNSUPPORTED` for an unknown hash function; `NXZ_ERR_INVALID_ARGUMENT` for one without a key;
/// `NXZ_ERR_BUFFER_TOO_SMALL`; `NXZ_ERR_NULL_POINTER`.
/// Args: hash: `NXZ_HASH_HMAC_SHA256` or `NXZ_HASH_HMAC_SHA512`. key: `key_len` bytes; may be NULL when `key_len` is 0.
/// message: `message_len` bytes; may be NULL when `message_len` is 0. out_capacity: size of `out`; `NXZ_MAX_DIGEST_SIZE` always
/// suffices.
/// Out: out: the tag; untouched on failure. out_len: its length; 0 on failure. error: see "Errors".
/// Threads: any.
///
/// cbindgen:postfix=NXZ_NONNULL(8)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_hmac(
    hash: nxz_hash,
    key: *const u8,
    key_len: usize,
    message: *const u8,
    message_len: usize,
    out: *mut u8,
    out_capacity: usize,
    out_len: *mut usize,
    error: *mut *mut nxz_error,
) -> nxz_status {
    let output = BytesOut::new(out, out_capacity, out_len);
    // SAFETY: the header asks for slots that are NULL or valid, readable bytes and a writable buffer.
    unsafe {
        call(error, output, || {
            let hash = HashAlgorithm::from_id(hash)?;
            if !hash.is_keyed() {
                return Err(Failure::new(
                    nxz_status::NXZ_ERR_INVALID_ARGUMENT,
                    "hash",
                    format!("{} takes no key", hash.name()),
                ));
            }
            let key = slices::bytes(key, key_len, "key")?;
            let message = slices::bytes(message, message_len, "message")?;
            Ok(hash.digest_of_secret(key, message))
        })
    }
}

/// Commits to a number: the hash of the 15 bytes `nexuszero/u64/1`, the number as eight little-endian bytes, and the blinding. It
/// binds as far as the hash function resists collisions, and hides the number as long as the blinding is random and secret.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_UNSUPPORTED` for an unknown hash function; `NXZ_ERR_INVALID_ARGUMENT` for an HMAC or a blinding of
/// another length; `NXZ_ERR_BUFFER_TOO_SMALL`; `NXZ_ERR_NULL_POINTER`.
/// Args: hash: one of `NXZ_HASH_...`, BLAKE3 for the smallest proofs. value: the number. blinding: `blinding_len` bytes, which are
/// `NXZ_BLINDING_SIZE`, from `nxz_blinding_new`. out_capacity: size of `out`; `NXZ_MAX_DIGEST_SIZE` always suffices.
/// Out: out: the commitment; untouched on failure. out_len: its length; 0 on failure. error: see "Errors".
/// Threads: any.
///
/// cbindgen:postfix=NXZ_NONNULL(7)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_commit(
    hash: nxz_hash,
    value: u64,
    blinding: *const u8,
    blinding_len: usize,
    out: *mut u8,
    out_capacity: usize,
    out_len: *mut usize,
    error: *mut *mut nxz_error,
) -> nxz_status {
    let output = BytesOut::new(out, out_capacity, out_len);
    // SAFETY: the header asks for slots that are NULL or valid, readable bytes and a writable buffer.
    unsafe {
        call(error, output, || {
            let hash = HashAlgorithm::from_id(hash)?;
            let blinding = slices::bytes(blinding, blinding_len, "blinding")?;
            let blinding = blinding.try_into().map_err(|_| {
                Failure::new(
                    nxz_status::NXZ_ERR_INVALID_ARGUMENT,
                    "blinding",
                    format!("has {NXZ_BLINDING_SIZE} bytes, got {blinding_len}"),
                )
            })?;
            Ok(range::commit(hash, value, blinding)?)
        })
    }
}

/// A fresh blinding for one commitment, from the operating system. It is secret: the caller keeps it with the number and wipes
/// it.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_BUFFER_TOO_SMALL`; `NXZ_ERR_INTERNAL` without randomness from the operating system;
/// `NXZ_ERR_NULL_POINTER`.
/// Args: out_capacity: size of `out`, at least `NXZ_BLINDING_SIZE`.
/// Out: out: the blinding; untouched on failure. out_len: its length; 0 on failure. error: see "Errors".
/// Threads: any.
///
/// cbindgen:postfix=NXZ_NONNULL(3)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_blinding_new(
    out: *mut u8,
    out_capacity: usize,
    out_len: *mut usize,
    error: *mut *mut nxz_error,
) -> nxz_status {
    let output = BytesOut::new(out, out_capacity, out_len);
    // SAFETY: the header asks for slots that are NULL or valid and a writable buffer.
    unsafe {
        call(error, output, || {
            let mut blinding = vec![0; BLINDING_LEN];
            random::fill(&mut blinding)?;
            Ok(blinding)
        })
    }
}

/// The lower-case name of a hash function, for example `sha3-256`.
///
/// Returns: a static string, NUL-terminated; NULL for an unknown number.
/// Args: hash: one of `NXZ_HASH_...`.
/// Threads: any.
#[no_mangle]
pub extern "C" fn nxz_hash_name(hash: nxz_hash) -> *const c_char {
    HashAlgorithm::from_id(hash).map_or(std::ptr::null(), |hash| interned(hash.name()))
}
