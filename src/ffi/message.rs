//! `nxz_message`: the parts of a hashed message, or the input values of a circuit.

use super::error::nxz_error;
use super::handle::{self, handle};
use super::output::HandleOut;
use super::panic::call;
use super::slices;
use super::status::nxz_status;
use crate::statement::{Message, Part};
use std::ffi::c_char;

/// A list of parts, each public bytes or a named secret: the message of a hash statement, or the input values of a circuit. Made
/// by `nxz_message_new`; empty at first.
///
/// Owned by the caller, who frees it with `nxz_message_free`; a statement made from it keeps a copy. Used by one thread at a
/// time while parts are added; any number of threads may make statements of it afterwards.
pub struct nxz_message {
    _private: [u8; 0],
}

handle!(nxz_message, Message);

/// Most parts of a message.
pub const NXZ_MAX_PARTS: usize = 256;
/// Longest name of a secret, in bytes of UTF-8.
pub const NXZ_MAX_NAME_SIZE: usize = 64;

const _: () = assert!(
    NXZ_MAX_PARTS == Message::MAX_PARTS
        && NXZ_MAX_NAME_SIZE == crate::statement::SecretName::MAX_LEN
);

/// Makes a message without parts.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_NULL_POINTER`.
/// Out: out: the new message, owned by the caller. error: see "Errors".
///
/// cbindgen:postfix=NXZ_NONNULL(1)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_message_new(
    out: *mut *mut nxz_message,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for slots that are NULL or valid.
    unsafe {
        call(error, HandleOut(out), || {
            Ok(Message {
                key: None,
                parts: Vec::new(),
                blocks: None,
            })
        })
    }
}

/// Appends public bytes.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_LIMIT_EXCEEDED` for more than `NXZ_MAX_PARTS` parts; `NXZ_ERR_NULL_POINTER`;
/// `NXZ_ERR_INVALID_HANDLE`.
/// Args: message: the message. bytes: `len` bytes, copied; may be NULL when `len` is 0.
/// Out: error: see "Errors".
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_message_add_public(
    message: *mut nxz_message,
    bytes: *const u8,
    len: usize,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for a handle that is NULL or live and used by this thread only, and readable bytes.
    unsafe {
        call(error, (), || {
            let message = handle::borrow_mut(message, "message")?;
            let public = slices::bytes(bytes, len, "bytes")?.to_vec();
            Ok(message.push(Part::Public { public }, None)?)
        })
    }
}

/// Appends a secret of stated length.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_INVALID_ARGUMENT` for a name that is empty, too long, not UTF-8 or has control characters;
/// `NXZ_ERR_LIMIT_EXCEEDED` for more than `NXZ_MAX_PARTS` parts, or a length that no object in memory has; `NXZ_ERR_NULL_POINTER`;
/// `NXZ_ERR_INVALID_HANDLE`.
/// Args: message: the message. name: `name_len` bytes of UTF-8, at most `NXZ_MAX_NAME_SIZE`. len: length of the secret in bytes.
/// Out: error: see "Errors".
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_message_add_secret(
    message: *mut nxz_message,
    name: *const c_char,
    name_len: usize,
    len: u64,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for a handle that is NULL or live and used by this thread only, and a readable name.
    unsafe {
        call(error, (), || {
            let message = handle::borrow_mut(message, "message")?;
            let secret = slices::secret_name(name, name_len, "name")?;
            let len = slices::size(len, "len")?;
            Ok(message.push(Part::Secret { secret, len }, None)?)
        })
    }
}

/// Appends a secret whose length stays hidden among those that give the whole message `blocks` blocks. At most one part is of
/// this kind, and such a secret stands in no other place of the statement.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_INVALID_ARGUMENT` for a bad name or a second such part; `NXZ_ERR_LIMIT_EXCEEDED` for more than
/// `NXZ_MAX_PARTS` parts, or more blocks than a number in memory counts; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
/// Args: message: the message. name: `name_len` bytes of UTF-8, at most `NXZ_MAX_NAME_SIZE`. blocks: blocks of the padded
/// message, all parts together, without the key block of an HMAC; `nxz_hash_blocks` computes it.
/// Out: error: see "Errors".
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_message_add_hidden(
    message: *mut nxz_message,
    name: *const c_char,
    name_len: usize,
    blocks: u64,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for a handle that is NULL or live and used by this thread only, and a readable name.
    unsafe {
        call(error, (), || {
            let message = handle::borrow_mut(message, "message")?;
            let hidden = slices::secret_name(name, name_len, "name")?;
            let blocks = slices::size(blocks, "blocks")?;
            Ok(message.push(Part::Hidden { hidden }, Some(blocks))?)
        })
    }
}

/// Sets the key of an HMAC to a secret of stated length.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_INVALID_ARGUMENT` for a bad name; `NXZ_ERR_LIMIT_EXCEEDED` for a length that no object in memory has;
/// `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
/// Args: message: the message. name: `name_len` bytes of UTF-8, at most `NXZ_MAX_NAME_SIZE`. len: length of the key in bytes.
/// Out: error: see "Errors".
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_message_set_key(
    message: *mut nxz_message,
    name: *const c_char,
    name_len: usize,
    len: u64,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for a handle that is NULL or live and used by this thread only, and a readable name.
    unsafe {
        call(error, (), || {
            let message = handle::borrow_mut(message, "message")?;
            let secret = slices::secret_name(name, name_len, "name")?;
            let len = slices::size(len, "len")?;
            message.key = Some(Part::Secret { secret, len });
            Ok(())
        })
    }
}

/// Sets the key of an HMAC to public bytes.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
/// Args: message: the message. key: `key_len` bytes, copied; may be NULL when `key_len` is 0.
/// Out: error: see "Errors".
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_message_set_public_key(
    message: *mut nxz_message,
    key: *const u8,
    key_len: usize,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for a handle that is NULL or live and used by this thread only, and readable bytes.
    unsafe {
        call(error, (), || {
            let message = handle::borrow_mut(message, "message")?;
            let public = slices::bytes(key, key_len, "key")?.to_vec();
            message.key = Some(Part::Public { public });
            Ok(())
        })
    }
}

/// Frees a message. Statements made from it are not affected.
///
/// Args: message: a message that is not used any more, or NULL.
#[no_mangle]
pub unsafe extern "C" fn nxz_message_free(message: *mut nxz_message) {
    // SAFETY: the header asks for NULL or a live handle that nobody uses any more.
    unsafe { handle::free(message) }
}
