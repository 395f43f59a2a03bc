//! Callbacks: the structures in which callers pass functions, and the data that goes with them.

use super::output::{stated_size, Versioned};
use super::status::{nxz_status, Failure, Outcome};
use std::ffi::c_void;
use std::mem::MaybeUninit;

/// The caller's structure. Fields that an older caller does not have are zero, and a newer caller leaves those at zero that this
/// library does not know.
///
/// # Safety
/// A `given` that is not NULL points to as many readable bytes as its first field says, and all zeros are a value of `T`.
pub(super) unsafe fn structure<T: Versioned>(given: *const T, field: &'static str) -> Outcome<T> {
    if given.is_null() {
        return Err(Failure::null(field));
    }
    // SAFETY: not NULL, and readable by this function's contract.
    let theirs = unsafe { stated_size(given, field)? };
    let shared = size_of::<T>().min(theirs);
    let mut known = MaybeUninit::<T>::zeroed();
    // SAFETY: the caller's structure has `theirs` bytes, and `shared` of them fit into ours.
    let unknown = unsafe {
        let from = given.cast::<u8>();
        from.copy_to_nonoverlapping(known.as_mut_ptr().cast(), shared);
        std::slice::from_raw_parts(from.add(shared), theirs - shared)
    };
    if unknown.iter().any(|byte| *byte != 0) {
        return Err(Failure::new(
            nxz_status::NXZ_ERR_INVALID_ARGUMENT,
            field,
            "it has a field that this version of the library does not know",
        ));
    }
    // SAFETY: zeros are a value, and what the caller wrote over them is what the header asks for.
    let known = unsafe { known.assume_init() };
    if known.reserved() != 0 {
        return Err(Failure::new(
            nxz_status::NXZ_ERR_INVALID_ARGUMENT,
            "reserved",
            "is not 0",
        ));
    }
    Ok(known)
}

/// What a caller wants back with each callback. `destroy`, where there is one, is called once, when this is dropped.
pub(super) struct UserData {
    data: *mut c_void,
    destroy: Option<unsafe extern "C" fn(user_data: *mut c_void)>,
}

// SAFETY: the library only hands the pointer to the caller's functions, and the header says that these are called from any
// thread, several at once.
unsafe impl Send for UserData {}
// SAFETY: as above.
unsafe impl Sync for UserData {}

impl UserData {
    pub(super) fn new(
        data: *mut c_void,
        destroy: Option<unsafe extern "C" fn(user_data: *mut c_void)>,
    ) -> Self {
        Self { data, destroy }
    }

    pub(super) fn pointer(&self) -> *mut c_void {
        self.data
    }
}

impl Drop for UserData {
    fn drop(&mut self) {
        if let Some(destroy) = self.destroy {
            // SAFETY: the header asks for a function that may be called once with this pointer, when no callback runs any more.
            unsafe { destroy(self.data) }
        }
    }
}
