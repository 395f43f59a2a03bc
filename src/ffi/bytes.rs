//! `nxz_bytes`: bytes that the library allocates.

use super::handle::{self, handle};
use super::panic::shielded;
use super::slices;
use zeroize::Zeroizing;

/// Bytes that the library allocated.
///
/// Owned by the caller, who frees it with `nxz_bytes_free`. May be read by any number of threads at once.
pub struct nxz_bytes {
    _private: [u8; 0],
}

handle!(nxz_bytes, Zeroizing<Vec<u8>>);

/// The bytes.
///
/// Returns: `*len` bytes that live as long as the handle; NULL for NULL or what is not a live handle.
/// Args: bytes: a handle, or NULL.
/// Out: len: the number of bytes; 0 with NULL. May be NULL.
/// Threads: any.
#[no_mangle]
pub unsafe extern "C" fn nxz_bytes_data(bytes: *const nxz_bytes, len: *mut usize) -> *const u8 {
    // SAFETY: the header asks for NULL or a live handle and says how long the bytes live; `len` is NULL or valid.
    unsafe {
        let bytes = shielded(None, || handle::borrow(bytes, "bytes").ok());
        if !len.is_null() {
            len.write(bytes.map_or(0, |bytes| bytes.len()));
        }
        bytes.map_or(std::ptr::null(), |bytes| slices::lent(bytes))
    }
}

/// Wipes and frees the bytes.
///
/// Args: bytes: a handle that is not used any more, or NULL.
#[no_mangle]
pub unsafe extern "C" fn nxz_bytes_free(bytes: *mut nxz_bytes) {
    // SAFETY: the header asks for NULL or a live handle that nobody uses any more.
    unsafe { handle::free(bytes) }
}
