//! `nxz_error`: why a call failed.

use super::handle::{self, handle};
use super::panic::shielded;
use super::slices::{interned, owned};
use super::status::{nxz_status, Failure};
use std::ffi::{c_char, CString};

/// Why a call failed: status, message and, where one argument is to blame, its name. A check that looks at several inputs reports all
/// that is wrong at once: then the error has further problems (`nxz_error_problems`), each with a status, message and name of its own.
///
/// Made by any function with an `error` slot. Owned by the caller, who frees it with `nxz_error_free`. May be read
/// by any number of threads at once.
pub struct nxz_error {
    _private: [u8; 0],
}

/// What is behind the handle: one problem or more.
pub(super) struct Report(Vec<Problem>);

struct Problem {
    status: nxz_status,
    message: CString,
    field: Option<CString>,
}

impl Report {
    fn new(mut failure: Failure) -> Self {
        let others = std::mem::take(&mut failure.others);
        let problems = std::iter::once(failure).chain(others);
        Self(
            problems
                .map(|problem| Problem {
                    status: problem.status,
                    message: owned(&problem.message),
                    field: problem.field.as_deref().map(owned),
                })
                .collect(),
        )
    }
}

/// Looks at problem `index` of a report.
///
/// # Safety
/// `error` is NULL or came from this library and is live.
unsafe fn problem<T>(
    error: *const nxz_error,
    index: usize,
    fallback: T,
    look: impl FnOnce(&'static Problem) -> T,
) -> T {
    // SAFETY: this function's contract. What is lent out lives as long as the error, and the header says so.
    let problem = unsafe { handle::borrow(error, "error") }.ok();
    problem
        .and_then(|report: &'static Report| report.0.get(index))
        .map_or(fallback, look)
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
        // SAFETY: not NULL, and then valid by this function's contract.
        unsafe { slot.write(handle::into_raw(Report::new(failure))) }
    }
}

/// The status that the failed call returned.
///
/// Returns: the status; `NXZ_OK` for NULL, `NXZ_ERR_INVALID_HANDLE` for what is not a live error.
/// Args: error: an error, or NULL.
/// Threads: any.
#[no_mangle]
pub unsafe extern "C" fn nxz_error_code(error: *const nxz_error) -> nxz_status {
    if error.is_null() {
        return nxz_status::NXZ_OK;
    }
    // SAFETY: the header asks for NULL or a live error.
    shielded(nxz_status::NXZ_ERR_PANIC, || unsafe {
        handle::borrow(error, "error")
            .map_or_else(|failure| failure.status, |report| report.0[0].status)
    })
}

/// A sentence for a person, in English. It is built from lengths, names and public values, never from a witness, and what it quotes of an
/// input has escapes for control characters, so that it is one line.
///
/// Returns: NUL-terminated UTF-8 that lives as long as the error; an empty string for NULL or what is not a live error.
/// Args: error: an error, or NULL.
/// Threads: any.
#[no_mangle]
pub unsafe extern "C" fn nxz_error_message(error: *const nxz_error) -> *const c_char {
    // SAFETY: the header asks for NULL or a live error, and says how long the text lives.
    unsafe { nxz_error_problem_message(error, 0) }
}

/// The name of the argument, member of a structure or setting that is to blame, as this header calls it.
///
/// Returns: NUL-terminated UTF-8 that lives as long as the error; NULL where no single input is to blame, for NULL,
/// and for what is not a live error.
/// Args: error: an error, or NULL.
/// Threads: any.
#[no_mangle]
pub unsafe extern "C" fn nxz_error_field(error: *const nxz_error) -> *const c_char {
    // SAFETY: the header asks for NULL or a live error, and says how long the text lives.
    unsafe { nxz_error_problem_field(error, 0) }
}

/// The number of problems that the failed check found.
///
/// Returns: 1 or more; 0 for NULL or what is not a live error.
/// Args: error: an error, or NULL.
/// Threads: any.
#[no_mangle]
pub unsafe extern "C" fn nxz_error_problems(error: *const nxz_error) -> usize {
    // SAFETY: the header asks for NULL or a live error.
    shielded(0, || unsafe {
        handle::borrow(error, "error").map_or(0, |report| report.0.len())
    })
}

/// The status of one problem. Problem 0 is the one that `nxz_error_code`, `nxz_error_message` and `nxz_error_field` speak of.
///
/// Returns: the status; `NXZ_OK` for NULL, what is not a live error, or an index from `nxz_error_problems` on.
/// Args: error: an error, or NULL. index: from 0.
/// Threads: any.
#[no_mangle]
pub unsafe extern "C" fn nxz_error_problem_code(
    error: *const nxz_error,
    index: usize,
) -> nxz_status {
    let ok = nxz_status::NXZ_OK;
    // SAFETY: the header asks for NULL or a live error.
    shielded(ok, || unsafe { problem(error, index, ok, |p| p.status) })
}

/// The sentence about one problem, as `nxz_error_message`.
///
/// Returns: NUL-terminated UTF-8 that lives as long as the error; an empty string for NULL, what is not a live error, or an index from
/// `nxz_error_problems` on.
/// Args: error: an error, or NULL. index: from 0.
/// Threads: any.
#[no_mangle]
pub unsafe extern "C" fn nxz_error_problem_message(
    error: *const nxz_error,
    index: usize,
) -> *const c_char {
    // SAFETY: the header asks for NULL or a live error, and says how long the text lives.
    shielded(std::ptr::null(), || unsafe {
        problem(error, index, interned(""), |p| p.message.as_ptr())
    })
}

/// The input that one problem is about, as `nxz_error_field`.
///
/// Returns: NUL-terminated UTF-8 that lives as long as the error; NULL where no single input is to blame, for NULL, what is not a live error, or
/// an index from `nxz_error_problems` on.
/// Args: error: an error, or NULL. index: from 0.
/// Threads: any.
#[no_mangle]
pub unsafe extern "C" fn nxz_error_problem_field(
    error: *const nxz_error,
    index: usize,
) -> *const c_char {
    let none = std::ptr::null();
    // SAFETY: the header asks for NULL or a live error, and says how long the text lives.
    shielded(none, || unsafe {
        problem(error, index, none, |p| {
            p.field.as_ref().map_or(none, |field| field.as_ptr())
        })
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
