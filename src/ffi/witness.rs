//! `nxz_witness`: the secrets.

use super::error::nxz_error;
use super::handle::{self, handle};
use super::merkle::{self, nxz_merkle_tree};
use super::output::HandleOut;
use super::panic::call;
use super::slices;
use super::status::{nxz_status, Failure};
use crate::statement::{Membership, Preimage, SecretName, Witness};
use std::ffi::c_char;

/// The secrets that satisfy a statement, by the names that the statement gives them. Made by `nxz_witness_new` or
/// `nxz_witness_preimage`. It may hold more secrets than a statement names.
///
/// Owned by the caller, who frees it with `nxz_witness_free`, which wipes it. Used by one thread at a time while secrets are
/// set; any number of threads may prove with it afterwards.
pub struct nxz_witness {
    _private: [u8; 0],
}

handle!(nxz_witness, Witness);

/// Longest secret, in bytes.
pub const NXZ_MAX_SECRET_SIZE: usize = 1 << 24;

const _: () = assert!(NXZ_MAX_SECRET_SIZE == Witness::MAX_SECRET_LEN);

/// Makes a witness without secrets.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_NULL_POINTER`.
/// Out: out: the new witness, owned by the caller. error: see "Errors".
///
/// cbindgen:postfix=NXZ_NONNULL(1)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_witness_new(
    out: *mut *mut nxz_witness,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for slots that are NULL or valid.
    unsafe { call(error, HandleOut(out), || Ok(Witness::new())) }
}

/// The witness of `nxz_statement_preimage` and `nxz_statement_preimage_sized`: one secret called `message`. The library keeps a copy, which
/// it wipes when the witness is freed; the caller wipes its own.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_LIMIT_EXCEEDED` for more than `NXZ_MAX_SECRET_SIZE` bytes; `NXZ_ERR_NULL_POINTER`.
/// Args: message: `message_len` bytes; may be NULL when `message_len` is 0.
/// Out: out: the new witness, owned by the caller. error: see "Errors".
///
/// cbindgen:postfix=NXZ_NONNULL(3)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_witness_preimage(
    message: *const u8,
    message_len: usize,
    out: *mut *mut nxz_witness,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for slots that are NULL or valid, and a readable message.
    unsafe {
        call(error, HandleOut(out), || {
            let message = slices::bytes(message, message_len, "message")?;
            let mut witness = Witness::new();
            witness
                .set_copy(SecretName::new(Preimage::SECRET)?, message)
                .map_err(Failure::about("message"))?;
            Ok(witness)
        })
    }
}

/// Sets a secret, or replaces it. The library keeps a copy, which it wipes; the caller wipes its own.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_INVALID_ARGUMENT` for a bad name; `NXZ_ERR_LIMIT_EXCEEDED` for more than `NXZ_MAX_SECRET_SIZE` bytes;
/// `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
/// Args: witness: the witness. name: `name_len` bytes of UTF-8, at most `NXZ_MAX_NAME_SIZE`. value: `value_len` bytes; may be NULL
/// when `value_len` is 0.
/// Out: error: see "Errors".
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_witness_set(
    witness: *mut nxz_witness,
    name: *const c_char,
    name_len: usize,
    value: *const u8,
    value_len: usize,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for a handle that is NULL or live and used by this thread only, and readable bytes.
    unsafe {
        call(error, (), || {
            let witness = handle::borrow_mut(witness, "witness")?;
            let name = slices::secret_name(name, name_len, "name")?;
            Ok(witness.set_copy(name, slices::bytes(value, value_len, "value")?)?)
        })
    }
}

/// Sets a secret that is a number: the value of a commitment, or a place in a list.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_INVALID_ARGUMENT` for a bad name; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
/// Args: witness: the witness. name: `name_len` bytes of UTF-8, at most `NXZ_MAX_NAME_SIZE`. value: the number.
/// Out: error: see "Errors".
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_witness_set_number(
    witness: *mut nxz_witness,
    name: *const c_char,
    name_len: usize,
    value: u64,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for a handle that is NULL or live and used by this thread only, and readable bytes.
    unsafe {
        call(error, (), || {
            let witness = handle::borrow_mut(witness, "witness")?;
            let name = slices::secret_name(name, name_len, "name")?;
            Ok(witness.set_number(name, value)?)
        })
    }
}

/// Sets the two secrets that say where a leaf of a Merkle tree stands: its way to the root, and the siblings on it. The leaf itself is set by
/// its own name.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_INVALID_ARGUMENT` for a leaf that does not exist or a bad name; `NXZ_ERR_NULL_POINTER`;
/// `NXZ_ERR_INVALID_HANDLE`.
/// Args: witness: the witness. tree: the tree. leaf_index: the leaf, counted from 0. index_name, path_name: the names as in
/// `nxz_statement_membership`, UTF-8 of the given lengths; with length 0 they are called `index` and `path`.
/// Out: error: see "Errors".
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_witness_set_merkle_path(
    witness: *mut nxz_witness,
    tree: *const nxz_merkle_tree,
    leaf_index: u64,
    index_name: *const c_char,
    index_name_len: usize,
    path_name: *const c_char,
    path_name_len: usize,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for a handle that is NULL or live and used by this thread only, and readable bytes.
    unsafe {
        call(error, (), || {
            let witness = handle::borrow_mut(witness, "witness")?;
            let path = merkle::path(handle::borrow(tree, "tree")?, leaf_index)?;
            let index_name = slices::secret_name_or(
                index_name,
                index_name_len,
                "index_name",
                Membership::INDEX,
            )?;
            let path_name =
                slices::secret_name_or(path_name, path_name_len, "path_name", Membership::PATH)?;
            if index_name == path_name {
                let message = "index and path have one name";
                return Err(Failure::new(
                    nxz_status::NXZ_ERR_INVALID_ARGUMENT,
                    "path_name",
                    message,
                ));
            }
            witness.set_number(index_name, path.directions)?;
            Ok(witness.set_copy(path_name, &path.siblings)?)
        })
    }
}

/// Wipes and frees a witness.
///
/// Args: witness: a witness that no thread uses any more, or NULL.
#[no_mangle]
pub unsafe extern "C" fn nxz_witness_free(witness: *mut nxz_witness) {
    // SAFETY: the header asks for NULL or a live handle that nobody uses any more.
    unsafe { handle::free(witness) }
}
