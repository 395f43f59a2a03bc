//! `nxz_list`: public digests, one of which a prover knows a preimage of.

use super::error::nxz_error;
use super::handle::{self, handle};
use super::output::{BytesOut, CountOut, HandleOut};
use super::panic::{call, shielded};
use super::slices;
use super::status::{nxz_status, Failure};
use crate::statement::one_of_many::DigestList;

/// A list of public digests, for any number of statements. Made by `nxz_list_new`.
///
/// Owned by the caller, who frees it with `nxz_list_free`; statements share it and keep it alive. It never changes: any number
/// of threads may use it.
pub struct nxz_list {
    _private: [u8; 0],
}

handle!(nxz_list, DigestList);

/// Most digests of a list.
pub const NXZ_MAX_LIST_SIZE: usize = 1 << 20;

const _: () = assert!(NXZ_MAX_LIST_SIZE == DigestList::MAX_LEN);

/// Makes a list. A proof holds for the same list in the same order only.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_INVALID_ARGUMENT` for no digests or a length that is no multiple of `entry_len`;
/// `NXZ_ERR_LIMIT_EXCEEDED` for more than `NXZ_MAX_LIST_SIZE`; `NXZ_ERR_NULL_POINTER`.
/// Args: entries: the digests, one after the other, `entries_len` bytes together; copied. entry_len: bytes of each digest.
/// Out: out: the new list, owned by the caller. error: see "Errors".
///
/// cbindgen:postfix=NXZ_NONNULL(4)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_list_new(
    entries: *const u8,
    entries_len: usize,
    entry_len: usize,
    out: *mut *mut nxz_list,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for slots that are NULL or valid, and readable bytes.
    unsafe {
        call(error, HandleOut(out), || {
            let entries = slices::bytes(entries, entries_len, "entries")?;
            // Before so much is copied.
            DigestList::check_len(entries.len(), entry_len)?;
            Ok(DigestList::new(entries.to_vec(), entry_len)?)
        })
    }
}

/// The number of digests in a list.
///
/// Returns: the number; 0 for NULL or what is not a live list.
/// Args: list: a list, or NULL.
/// Threads: any.
#[no_mangle]
pub unsafe extern "C" fn nxz_list_len(list: *const nxz_list) -> usize {
    // SAFETY: the header asks for NULL or a live list.
    shielded(0, || unsafe {
        handle::borrow(list, "list").map_or(0, DigestList::len)
    })
}

/// The place of a digest in a list, the first if it is there several times. Its time depends on the place: a prover whose timing
/// is observed remembers its place instead.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_INVALID_ARGUMENT` for a digest that is not in the list; `NXZ_ERR_NULL_POINTER`;
/// `NXZ_ERR_INVALID_HANDLE`.
/// Args: list: the list. digest: `digest_len` bytes.
/// Out: out: the place, counted from 0; 0 on failure. error: see "Errors".
/// Threads: any.
///
/// cbindgen:postfix=NXZ_NONNULL(4)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_list_find(
    list: *const nxz_list,
    digest: *const u8,
    digest_len: usize,
    out: *mut u64,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for slots and handles that are NULL or valid, and readable bytes.
    unsafe {
        call(error, CountOut(out, "out"), || {
            let list = handle::borrow(list, "list")?;
            let digest = slices::bytes(digest, digest_len, "digest")?;
            list.position(digest)
                .map(|place| place as u64)
                .ok_or_else(|| {
                    Failure::new(
                        nxz_status::NXZ_ERR_INVALID_ARGUMENT,
                        "digest",
                        "is not in the list",
                    )
                })
        })
    }
}

/// The digest of the list itself, which proofs are bound to: SHA3-512 as `docs/protocol.md` says. Two parties compare it to
/// see whether they have the same list.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_BUFFER_TOO_SMALL`; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
/// Args: list: the list. out_capacity: size of `out`; `NXZ_MAX_DIGEST_SIZE` always suffices.
/// Out: out: the digest; untouched on failure. out_len: its length; 0 on failure. error: see "Errors".
/// Threads: any.
///
/// cbindgen:postfix=NXZ_NONNULL(4)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_list_digest(
    list: *const nxz_list,
    out: *mut u8,
    out_capacity: usize,
    out_len: *mut usize,
    error: *mut *mut nxz_error,
) -> nxz_status {
    let output = BytesOut::new(out, out_capacity, out_len);
    // SAFETY: the header asks for slots and handles that are NULL or valid, and a writable buffer.
    unsafe {
        call(error, output, || {
            Ok(handle::borrow(list, "list")?.digest().to_vec())
        })
    }
}

/// Frees a list. Statements made from it are not affected.
///
/// Args: list: a list that no thread uses any more, or NULL.
#[no_mangle]
pub unsafe extern "C" fn nxz_list_free(list: *mut nxz_list) {
    // SAFETY: the header asks for NULL or a live handle that nobody uses any more.
    unsafe { handle::free(list) }
}
