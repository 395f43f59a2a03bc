//! Bytes in as pointer and length, and static strings out.

use super::handle::{self, Handle};
use super::status::{nxz_status, Failure, Outcome};
use crate::statement::SecretName;
use std::collections::BTreeMap;
use std::ffi::{c_char, CStr, CString};
use std::sync::{Mutex, PoisonError};

/// The caller's bytes. NULL is allowed exactly when the length is 0.
///
/// # Safety
/// As [`array`].
pub(super) unsafe fn bytes<'a>(
    data: *const u8,
    len: usize,
    field: &'static str,
) -> Outcome<&'a [u8]> {
    // SAFETY: this function's contract.
    unsafe { array(data, len, field) }
}

/// The caller's elements. NULL is allowed exactly when there are none.
///
/// # Safety
/// A `data` that is not NULL points to `len` readable elements that nobody changes during `'a`, and `'a` ends with
/// the call that the pointer was passed to.
pub(super) unsafe fn array<'a, T>(
    data: *const T,
    len: usize,
    field: &'static str,
) -> Outcome<&'a [T]> {
    match (data.is_null(), len) {
        // A pointer that comes with length 0 is not looked at.
        (_, 0) => Ok(&[]),
        (true, _) => Err(Failure::null(field)),
        // Rust slices end where signed sizes do; no allocation is larger.
        _ if len > isize::MAX as usize / size_of::<T>() => Err(Failure::new(
            nxz_status::NXZ_ERR_INVALID_ARGUMENT,
            field,
            format!("no object has {len} elements"),
        )),
        // SAFETY: not NULL, not too long, and readable by this function's contract.
        _ => Ok(unsafe { std::slice::from_raw_parts(data, len) }),
    }
}

/// The values behind the caller's handles.
///
/// # Safety
/// As [`array`], and each handle is as [`handle::borrow`] asks.
pub(super) unsafe fn handles<'a, H: Handle>(
    data: *const *const H,
    len: usize,
    field: &'static str,
) -> Outcome<Vec<&'a H::Value>>
where
    H::Value: 'a,
{
    // SAFETY: this function's contract.
    unsafe {
        let handles = array(data, len, field)?.iter().enumerate();
        handles
            .map(|(i, one)| handle::borrow(*one, field).map_err(|failure| failure.at(i)))
            .collect()
    }
}

/// Where bytes are that a caller is lent. An empty slice of Rust may be at an address like 1; a caller gets one that is in memory, because the
/// runtime of Go ends the process when it comes upon a pointer to less than 4096.
pub(super) fn lent(bytes: &[u8]) -> *const u8 {
    match bytes {
        [] => (&raw const NOTHING).cast(),
        bytes => bytes.as_ptr(),
    }
}

/// What is lent as no bytes.
static NOTHING: u8 = 0;

/// The caller's UTF-8.
///
/// # Safety
/// As [`bytes`].
pub(super) unsafe fn text<'a>(
    data: *const c_char,
    len: usize,
    field: &'static str,
) -> Outcome<&'a str> {
    // SAFETY: this function's contract; `c_char` is a byte.
    let bytes = unsafe { bytes(data.cast(), len, field)? };
    std::str::from_utf8(bytes).map_err(|error| {
        Failure::new(
            nxz_status::NXZ_ERR_INVALID_ARGUMENT,
            field,
            format!("is not UTF-8 from byte {} on", error.valid_up_to()),
        )
    })
}

/// The caller's NUL-terminated UTF-8, which only structures have.
///
/// # Safety
/// A `data` that is not NULL is NUL-terminated, and as [`bytes`].
pub(super) unsafe fn cstr<'a>(data: *const c_char, field: &'static str) -> Outcome<&'a str> {
    if data.is_null() {
        return Err(Failure::null(field));
    }
    // SAFETY: not NULL, and then this function's contract.
    unsafe { text(data, CStr::from_ptr(data).to_bytes().len(), field) }
}

/// The caller's name of a secret.
///
/// # Safety
/// As [`bytes`].
pub(super) unsafe fn secret_name(
    data: *const c_char,
    len: usize,
    field: &'static str,
) -> Outcome<SecretName> {
    // SAFETY: this function's contract.
    let name = SecretName::new(unsafe { text(data, len, field)? });
    name.map_err(|error| Failure {
        field: Some(field.into()),
        ..error.into()
    })
}

/// The same, with the usual name where the caller gives none.
///
/// # Safety
/// As [`bytes`].
pub(super) unsafe fn secret_name_or(
    data: *const c_char,
    len: usize,
    field: &'static str,
    usual: &str,
) -> Outcome<SecretName> {
    if len == 0 {
        return Ok(SecretName::new(usual)?);
    }
    // SAFETY: this function's contract.
    unsafe { secret_name(data, len, field) }
}

/// A length or count that crosses the boundary as 64 bits, as an in-memory size.
pub(super) fn size(value: u64, field: &'static str) -> Outcome<usize> {
    usize::try_from(value)
        .ok()
        .filter(|size| *size <= isize::MAX as usize)
        .ok_or_else(|| {
            Failure::new(
                nxz_status::NXZ_ERR_LIMIT_EXCEEDED,
                field,
                format!("{value} is more than any object in memory has"),
            )
        })
}

/// A NUL-terminated copy of a static string that lives as long as the process. The few names of the library are
/// written once, in Rust; each is copied at most once.
pub(super) fn interned(text: &'static str) -> *const c_char {
    static TABLE: Mutex<BTreeMap<&str, &CStr>> = Mutex::new(BTreeMap::new());
    TABLE
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .entry(text)
        .or_insert_with(|| Box::leak(owned(text).into_boxed_c_str()))
        .as_ptr()
}

/// `text` as a C string; a NUL inside, which no message of the library has, becomes a replacement character.
pub(super) fn owned(text: &str) -> CString {
    CString::new(text.replace('\0', "\u{fffd}")).unwrap_or_default()
}
