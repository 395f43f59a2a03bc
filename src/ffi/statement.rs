//! `nxz_statement`: what is proved. Also the hash functions that statements speak of.

use super::error::nxz_error;
use super::handle::{self, handle};
use super::output::{BytesOut, CountOut, HandleOut};
use super::panic::call;
use super::slices::{self, interned};
use super::status::{nxz_status, Outcome};
use crate::hash::{HashAlgorithm, MAX_BLOCKS};
use crate::statement::{MessageLength, Preimage, Statement};
use std::ffi::c_char;

/// A hash function: one of `NXZ_HASH_...`.
pub type nxz_hash = u32;
/// SHA-256 (FIPS 180-4).
pub const NXZ_HASH_SHA256: nxz_hash = 1;
/// SHA3-256 (FIPS 202).
pub const NXZ_HASH_SHA3_256: nxz_hash = 2;

/// Most blocks that the padded message of a preimage statement may have.
pub const NXZ_MAX_BLOCKS: u64 = 64;
/// No digest is longer: a buffer of this size always suffices for `nxz_digest`.
pub const NXZ_MAX_DIGEST_SIZE: usize = 64;

const _: () = assert!(
    NXZ_HASH_SHA256 == HashAlgorithm::Sha256 as u32
        && NXZ_HASH_SHA3_256 == HashAlgorithm::Sha3_256 as u32
        && NXZ_MAX_BLOCKS == MAX_BLOCKS as u64
);

/// What is proved: the public part. Made by `nxz_statement_preimage` or `nxz_statement_preimage_sized`.
///
/// Owned by the caller, who frees it with `nxz_statement_free`. It never changes: any number of threads may use it.
pub struct nxz_statement {
    _private: [u8; 0],
}

handle!(nxz_statement, Statement);

/// # Safety
/// That of the constructors, as the header states it.
unsafe fn preimage(
    hash: nxz_hash,
    digest: *const u8,
    digest_len: usize,
    length: Outcome<MessageLength>,
) -> Outcome<Statement> {
    let hash = HashAlgorithm::from_id(hash)?;
    // SAFETY: this function's contract.
    let digest = unsafe { slices::bytes(digest, digest_len, "digest")? };
    Ok(Statement::Preimage(Preimage::new(hash, digest, length?)?))
}

/// The statement "I know a message with this digest, and its padded form fills exactly `blocks` blocks". Which of the
/// lengths that fill so many blocks the message has stays secret. This is the usual form; `nxz_hash_blocks` computes
/// `blocks`.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_UNSUPPORTED` for an unknown hash function; `NXZ_ERR_INVALID_ARGUMENT` for a digest
/// of another length or no blocks; `NXZ_ERR_LIMIT_EXCEEDED` for more than `NXZ_MAX_BLOCKS`; `NXZ_ERR_NULL_POINTER`.
/// Args: hash: one of `NXZ_HASH_...`. digest: `digest_len` bytes, 32 for both hash functions; copied. blocks: 1 to
/// `NXZ_MAX_BLOCKS`.
/// Out: out: the new statement, owned by the caller. error: see "Errors".
///
/// cbindgen:postfix=NXZ_NONNULL(5)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_statement_preimage(
    hash: nxz_hash,
    digest: *const u8,
    digest_len: usize,
    blocks: u64,
    out: *mut *mut nxz_statement,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for slots that are NULL or valid, and a readable digest.
    unsafe {
        call(error, HandleOut(out), || {
            let length =
                slices::size(blocks, "blocks").map(|blocks| MessageLength::Hidden { blocks });
            preimage(hash, digest, digest_len, length)
        })
    }
}

/// The statement "I know a message of exactly `message_len` bytes with this digest". Its proofs are smaller than those
/// of `nxz_statement_preimage`, because the padding is public.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_UNSUPPORTED` for an unknown hash function; `NXZ_ERR_INVALID_ARGUMENT` for a digest
/// of another length; `NXZ_ERR_LIMIT_EXCEEDED` for a message of more than `NXZ_MAX_BLOCKS`; `NXZ_ERR_NULL_POINTER`.
/// Args: hash: one of `NXZ_HASH_...`. digest: `digest_len` bytes, 32 for both hash functions; copied. message_len:
/// length of the message in bytes.
/// Out: out: the new statement, owned by the caller. error: see "Errors".
///
/// cbindgen:postfix=NXZ_NONNULL(5)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_statement_preimage_sized(
    hash: nxz_hash,
    digest: *const u8,
    digest_len: usize,
    message_len: u64,
    out: *mut *mut nxz_statement,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for slots that are NULL or valid, and a readable digest.
    unsafe {
        call(error, HandleOut(out), || {
            let length = slices::size(message_len, "message_len").map(MessageLength::Stated);
            preimage(hash, digest, digest_len, length)
        })
    }
}

/// Frees a statement.
///
/// Args: statement: a statement that no thread uses any more, or NULL.
#[no_mangle]
pub unsafe extern "C" fn nxz_statement_free(statement: *mut nxz_statement) {
    // SAFETY: the header asks for NULL or a live handle that nobody uses any more.
    unsafe { handle::free(statement) }
}

/// The number of blocks that a padded message of `message_len` bytes has. It may be more than `NXZ_MAX_BLOCKS`.
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
        call(error, CountOut(out), || {
            let hash = HashAlgorithm::from_id(hash)?;
            Ok(hash.blocks(slices::size(message_len, "message_len")?) as u64)
        })
    }
}

/// The digest of a message, computed in the ordinary way: nothing is proved.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_UNSUPPORTED` for an unknown hash function; `NXZ_ERR_BUFFER_TOO_SMALL`, and the message
/// says how much is needed; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_ARGUMENT`.
/// Args: hash: one of `NXZ_HASH_...`. message: `message_len` bytes; NULL exactly when `message_len` is 0.
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
    let output = BytesOut {
        buffer: out,
        capacity: out_capacity,
        len: out_len,
    };
    // SAFETY: the header asks for slots that are NULL or valid, a readable message and a writable buffer.
    unsafe {
        call(error, output, || {
            let hash = HashAlgorithm::from_id(hash)?;
            Ok(hash.digest(slices::bytes(message, message_len, "message")?))
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
