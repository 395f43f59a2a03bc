//! Callbacks: structures that a caller fills, and the `user_data` behind them.

use super::output::Versioned;
use super::status::{nxz_status, Failure, Outcome};
use std::ffi::c_void;

/// A structure that the caller filled, as this version knows it: what a caller compiled with an older version does not have
/// is zero, which is NULL for a pointer, and what only a newer one has is not looked at.
///
/// # Safety
/// A `given` that is not NULL points to as many readable bytes as its first field says, and all zeros are a valid `T`.
pub(super) unsafe fn structure<T: Versioned>(given: *const T, field: &'static str) -> Outcome<T> {
    if given.is_null() {
        return Err(Failure::null(field));
    }
    // SAFETY: not NULL, and begins with the size by the contract of `Versioned`.
    let size = unsafe { given.cast::<u32>().read() };
    if size < T::FIRST_SIZE {
        return Err(Failure::new(
            nxz_status::NXZ_ERR_INVALID_ARGUMENT,
            field,
            format!(
                "struct_size is {size} and must be set to the size of the structure, at least {}",
                T::FIRST_SIZE
            ),
        ));
    }
    let shared = (size as usize).min(size_of::<T>());
    // SAFETY: `shared` bytes are readable and fit; zeros are a valid `T` by this function's contract.
    unsafe {
        let mut known = std::mem::zeroed::<T>();
        (&raw mut known)
            .cast::<u8>()
            .copy_from(given.cast::<u8>(), shared);
        Ok(known)
    }
}

/// A callback that the caller must give.
pub(super) fn required<F>(callback: Option<F>, field: &'static str) -> Outcome<F> {
    callback.ok_or_else(|| Failure::null(field))
}

/// What a caller attached to callbacks. When nothing uses them any more it is given back with one call of `destroy`.
pub(super) struct UserData {
    pub(super) pointer: *mut c_void,
    pub(super) destroy: Option<unsafe extern "C" fn(user_data: *mut c_void)>,
}

// SAFETY: the library only passes the pointer on, and the header says from which threads callbacks are called.
unsafe impl Send for UserData {}
// SAFETY: as above.
unsafe impl Sync for UserData {}

impl Drop for UserData {
    fn drop(&mut self) {
        if let Some(destroy) = self.destroy {
            // SAFETY: the header asks for a function that takes the pointer once; this is the only call.
            unsafe { destroy(self.pointer) }
        }
    }
}
