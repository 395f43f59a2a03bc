//! Structures that a caller passes in. They begin with `uint32_t struct_size`, as those that the library fills.

use super::output::Versioned;
use super::status::{nxz_status, Failure, Outcome};
use std::mem::MaybeUninit;

/// A copy of the caller's structure: fields that an older caller does not know are zero, and a newer caller leaves those at zero
/// that this library does not know.
///
/// # Safety
/// `from` is NULL or points to as many readable bytes as its first field, a `u32`, says; a `T` of zeros is valid.
pub(super) unsafe fn structure<T: Versioned>(from: *const T, field: &'static str) -> Outcome<T> {
    if from.is_null() {
        return Err(Failure::null(field));
    }
    let refused =
        |message: String| Failure::new(nxz_status::NXZ_ERR_INVALID_ARGUMENT, field, message);
    let bytes = from.cast::<u8>();
    // SAFETY: this function's contract.
    let size = unsafe { from.cast::<u32>().read() };
    if size < T::FIRST_SIZE {
        return Err(refused(format!(
            "struct_size is {size} and must be set to the size of the structure, at least {}",
            T::FIRST_SIZE
        )));
    }
    let theirs = size as usize;
    let shared = theirs.min(size_of::<T>());
    let mut value = MaybeUninit::<T>::zeroed();
    // SAFETY: both have `shared` bytes, and the caller's structure has `theirs`, by this function's contract.
    let unknown = unsafe {
        bytes.copy_to_nonoverlapping(value.as_mut_ptr().cast(), shared);
        std::slice::from_raw_parts(bytes.add(shared), theirs - shared)
    };
    if unknown.iter().any(|byte| *byte != 0) {
        return Err(refused(
            "it has a field that this version of the library does not know".into(),
        ));
    }
    // SAFETY: zeros are valid, and what the caller wrote over them is what the header asks for.
    Ok(unsafe { value.assume_init() })
}
