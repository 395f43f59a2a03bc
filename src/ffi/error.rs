//! `nxz_error`: why a call failed.

use super::handle::{self, handle};
use super::panic::shielded;
use super::slices::{interned, owned};
use super::status::{nxz_status, Failure};
use std::ffi::{c_char, CString};

/// Why a call failed: status, message and, where one argument is to blame, its name.
///
/// Made by any function with an `error` slot. Owned by the caller, who frees it with `nxz_error_free`. May be read
/// by any number of threads at once.
pub struct nxz_error {
    _private: [u8; 0],
}

/// What is behind the handle.
pub(super) struct Report {
    status: nxz_status,
    message: CString,
    field: Option<CString>,
}

handle!(nxz_error, Report);

/// Empties the caller's slot, if there is one.
///
/// # Safety
/// `slot` is NULL or valid for writing.
pub(super) unsafe fn clear(slot: *mut *mut nxz_error) {
    if !slot.is_null() {
        // SAFETY: not NULL, and then valid by this function's contract.
        unsafe { slot.write(std::ptr::null_mut()) }
    }
}

/// Puts a new error into the caller's slot, if there is one.
///
/// # Safety
/// `slot` is NULL or valid for writing.
pub(super) unsafe fn store(slot: *mut *mut nxz_error, failure: Failure) {
    if !slot.is_null() {
        let report = Report {
            status: failure.status,
            message: owned(&failure.message),
            field: failure.field.map(owned),
        };
        // SAFETY: not NULL, and then valid by this function's contract.
        unsafe { slot.write(handle::into_raw(report)) }
    }
}

/// The status that the failed call returned.
///
/// Returns: the status; `NXZ_OK` for NULL, `NXZ_ERR_INVALID_HANDLE` for what is no live error.
/// Args: error: an error, or NULL.
/// Threads: any.
#[no_mangle]
pub unsafe extern "C" fn nxz_error_code(error: *const nxz_error) -> nxz_status {
    if error.is_null() {
        return nxz_status::NXZ_OK;
    }
    // SAFETY: the header asks for NULL or a live error.
    shielded(nxz_status::NXZ_ERR_PANIC, || unsafe {
        handle::borrow(error, "error").map_or_else(|failure| failure.status, |r| r.status)
    })
}

/// A sentence for a person, in English. It is built from lengths, names and public values, never from a witness.
///
/// Returns: NUL-terminated UTF-8 that lives as long as the error; an empty string for NULL or no live error.
/// Args: error: an error, or NULL.
/// Threads: any.
#[no_mangle]
pub unsafe extern "C" fn nxz_error_message(error: *const nxz_error) -> *const c_char {
    // SAFETY: the header asks for NULL or a live error, and says how long the text lives.
    shielded(std::ptr::null(), || unsafe {
        handle::borrow(error, "error").map_or_else(|_| interned(""), |r| r.message.as_ptr())
    })
}

/// The name of the argument or setting that is to blame, as this header calls it.
///
/// Returns: NUL-terminated UTF-8 that lives as long as the error; NULL where no single input is to blame, for NULL,
/// and for no live error.
/// Args: error: an error, or NULL.
/// Threads: any.
#[no_mangle]
pub unsafe extern "C" fn nxz_error_field(error: *const nxz_error) -> *const c_char {
    // SAFETY: the header asks for NULL or a live error, and says how long the text lives.
    shielded(std::ptr::null(), || unsafe {
        let report = handle::borrow(error, "error").ok();
        report
            .and_then(|r| r.field.as_ref())
            .map_or(std::ptr::null(), |field| field.as_ptr())
    })
}

/// Frees an error and the strings that it lent.
///
/// Args: error: an error that is not used any more, or NULL.
#[no_mangle]
pub unsafe extern "C" fn nxz_error_free(error: *mut nxz_error) {
    // SAFETY: the header asks for NULL or a live error that nobody uses any more.
    unsafe { handle::free(error) }
}
