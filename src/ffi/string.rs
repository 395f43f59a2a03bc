//! `nxz_string`: text that the library allocates.

use super::handle::{self, handle};
use super::panic::shielded;
use std::ffi::{c_char, CString};

/// Text that the library allocated, UTF-8.
///
/// Owned by the caller, who frees it with `nxz_string_free`. May be read by any number of threads at once.
pub struct nxz_string {
    _private: [u8; 0],
}

handle!(nxz_string, CString);

/// The text.
///
/// Returns: `nxz_string_len` bytes of UTF-8 and a NUL, which live as long as the string; NULL for NULL or no live
/// string.
/// Args: string: a string, or NULL.
/// Threads: any.
#[no_mangle]
pub unsafe extern "C" fn nxz_string_data(string: *const nxz_string) -> *const c_char {
    // SAFETY: the header asks for NULL or a live string, and says how long the text lives.
    shielded(std::ptr::null(), || unsafe {
        handle::borrow(string, "string").map_or(std::ptr::null(), |text| text.as_ptr())
    })
}

/// The length of the text in bytes, without the NUL.
///
/// Returns: the length; 0 for NULL or what is not a live string.
/// Args: string: a string, or NULL.
/// Threads: any.
#[no_mangle]
pub unsafe extern "C" fn nxz_string_len(string: *const nxz_string) -> usize {
    // SAFETY: the header asks for NULL or a live string.
    shielded(0, || unsafe {
        handle::borrow(string, "string").map_or(0, |text| text.as_bytes().len())
    })
}

/// Frees a string.
///
/// Args: string: a string that is not used any more, or NULL.
#[no_mangle]
pub unsafe extern "C" fn nxz_string_free(string: *mut nxz_string) {
    // SAFETY: the header asks for NULL or a live string that nobody uses any more.
    unsafe { handle::free(string) }
}
