//! Handles: Rust values that C holds by an opaque pointer.
//!
//! Behind every pointer is a [`Tagged`] value whose first eight bytes name its type. The tag is compared on every
//! use, so that a handle of another type is refused. It is overwritten when the handle is freed: as long as the
//! allocator has not given the memory to something else, a second use or a second free is noticed too. That is a
//! help against mistakes, not a promise, because reading freed memory cannot be made safe.

use super::status::{nxz_status, Failure, Outcome};
use std::panic::{catch_unwind, AssertUnwindSafe};

/// A type that C knows by name only.
pub(super) trait Handle: Sized {
    /// What the pointer really points to, behind the tag. The header lets several threads read most handles.
    type Value: Send + Sync;
    /// Eight bytes that no other type has.
    const TAG: u64;
    /// The C name, for messages.
    const NAME: &'static str;
}

/// Declares the marker's [`Handle`] implementation; the tag is derived from the name.
macro_rules! handle {
    ($marker:ident, $value:ty) => {
        impl crate::ffi::handle::Handle for $marker {
            type Value = $value;
            const TAG: u64 = crate::ffi::handle::tag(stringify!($marker));
            const NAME: &'static str = stringify!($marker);
        }
    };
}
pub(super) use handle;

/// FNV-1a of the type's name: distinct for distinct names, and no pointer or small number.
pub(super) const fn tag(name: &str) -> u64 {
    let bytes = name.as_bytes();
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut i = 0;
    while i < bytes.len() {
        hash = (hash ^ bytes[i] as u64).wrapping_mul(0x0000_0100_0000_01b3);
        i += 1;
    }
    hash
}

/// The tag of a freed handle.
const FREED: u64 = 0;

/// `repr(C)` keeps the tag at offset 0 for every type, so that it can be read before the type is known.
#[repr(C)]
struct Tagged<V> {
    tag: u64,
    value: V,
}

/// Gives `value` to C.
pub(super) fn into_raw<H: Handle>(value: H::Value) -> *mut H {
    Box::into_raw(Box::new(Tagged { tag: H::TAG, value })).cast()
}

/// The address behind `handle`, once NULL, alignment and tag are checked.
///
/// # Safety
/// A `handle` that is not NULL came from this library.
unsafe fn checked<H: Handle>(
    handle: *const H,
    field: &'static str,
) -> Outcome<*mut Tagged<H::Value>> {
    if handle.is_null() {
        return Err(Failure::null(field));
    }
    let tagged = handle.cast_mut().cast::<Tagged<H::Value>>();
    // SAFETY: aligned, and every handle of this library begins with a tag. The read is volatile because the memory
    // of a freed handle is what the check is for.
    if tagged.is_aligned() && unsafe { (&raw const (*tagged).tag).read_volatile() } == H::TAG {
        Ok(tagged)
    } else {
        Err(Failure::new(
            nxz_status::NXZ_ERR_INVALID_HANDLE,
            field,
            format!(
                "is not a live {}: of another type, or already freed",
                H::NAME
            ),
        ))
    }
}

/// The value behind a handle.
///
/// # Safety
/// A `handle` that is not NULL came from this library, and nobody changes or frees it during `'a`, which ends with
/// the call that the handle was passed to (or, for views, with the handle).
pub(super) unsafe fn borrow<'a, H: Handle>(
    handle: *const H,
    field: &'static str,
) -> Outcome<&'a H::Value> {
    // SAFETY: this function's contract is that of `checked`, and the tag says that the value is there.
    unsafe { checked(handle, field).map(|tagged| &(*tagged).value) }
}

/// The value behind a handle that the call changes.
///
/// # Safety
/// As [`borrow`], and nobody else uses the handle meanwhile.
pub(super) unsafe fn borrow_mut<'a, H: Handle>(
    handle: *mut H,
    field: &'static str,
) -> Outcome<&'a mut H::Value> {
    // SAFETY: this function's contract is that of `checked`, and the tag says that the value is there.
    unsafe { checked(handle, field).map(|tagged| &mut (*tagged).value) }
}

/// Frees a handle. NULL is allowed; what is not a live handle of this type is left alone, because there is nobody to
/// tell and freeing it would be worse than leaking it.
///
/// # Safety
/// A `handle` that is not NULL came from this library, and nobody uses it any more.
pub(super) unsafe fn free<H: Handle>(handle: *mut H) {
    // SAFETY: this function's contract.
    let Ok(tagged) = (unsafe { checked(handle, "handle") }) else {
        return;
    };
    // SAFETY: the tag says that this is a live allocation of `into_raw`. The write is volatile, because a store
    // before a deallocation would otherwise be removed.
    let owned = unsafe {
        (&raw mut (*tagged).tag).write_volatile(FREED);
        Box::from_raw(tagged)
    };
    // A panic in a destructor must not cross the boundary either; memory is then leaked and nothing else.
    if let Err(payload) = catch_unwind(AssertUnwindSafe(|| drop(owned))) {
        std::mem::forget(payload);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Left;
    struct Right;
    handle!(Left, u8);
    handle!(Right, String);

    #[test]
    fn tags_tell_types_apart() {
        let left = into_raw::<Left>(7);
        // SAFETY: `left` is live; as a `Right` it is refused before it is read as one.
        unsafe {
            assert_eq!(*borrow(left, "left").unwrap(), 7);
            let wrong = borrow::<Right>(left.cast(), "left").unwrap_err();
            assert_eq!(wrong.status, nxz_status::NXZ_ERR_INVALID_HANDLE);
            let null = borrow::<Left>(std::ptr::null(), "left").unwrap_err();
            assert_eq!(null.status, nxz_status::NXZ_ERR_NULL_POINTER);
            free::<Right>(left.cast());
            assert_eq!(*borrow(left, "left").unwrap(), 7);
            free(left);
            free::<Left>(std::ptr::null_mut());
        }
    }
}
