//! The groups of discrete-logarithm statements.

use super::error::nxz_error;
use super::output::BytesOut;
use super::panic::call;
use super::slices::{self, interned};
use super::status::nxz_status;
use crate::proof_system::sigma::{self, GroupId};
use std::ffi::c_char;

/// A group of prime order: one of `NXZ_GROUP_...`. Quantum computers find discrete logarithms in all of them.
pub type nxz_group = u32;
/// ristretto255 (RFC 9496): elements and scalars of 32 bytes, scalars little-endian.
pub const NXZ_GROUP_RISTRETTO255: nxz_group = 1;
/// P-256 (FIPS 186): SEC1 elements of 33 bytes (or 65, uncompressed, as an input), scalars of 32 bytes, big-endian.
pub const NXZ_GROUP_P256: nxz_group = 2;
/// secp256k1 (SEC 2): SEC1 elements of 33 bytes (or 65, uncompressed, as an input), scalars of 32 bytes, big-endian.
pub const NXZ_GROUP_SECP256K1: nxz_group = 3;

const _: () = assert!(
    NXZ_GROUP_RISTRETTO255 == GroupId::Ristretto255 as u32
        && NXZ_GROUP_P256 == GroupId::P256 as u32
        && NXZ_GROUP_SECP256K1 == GroupId::Secp256k1 as u32
);

/// The lower-case name of a group, for example `ristretto255`.
///
/// Returns: a static string, NUL-terminated; NULL for an unknown number.
/// Args: group: one of `NXZ_GROUP_...`.
/// Threads: any.
#[no_mangle]
pub extern "C" fn nxz_group_name(group: nxz_group) -> *const c_char {
    GroupId::from_id(group).map_or(std::ptr::null(), |group| interned(group.name()))
}

/// The standard generator of a group, in its canonical encoding.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_UNSUPPORTED` for an unknown group; `NXZ_ERR_BUFFER_TOO_SMALL`; `NXZ_ERR_NULL_POINTER`.
/// Args: group: one of `NXZ_GROUP_...`. out_capacity: size of `out`; `NXZ_MAX_DIGEST_SIZE` always suffices.
/// Out: out: the generator; untouched on failure. out_len: its length; 0 on failure. error: see "Errors".
/// Threads: any.
///
/// cbindgen:postfix=NXZ_NONNULL(4)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_group_generator(
    group: nxz_group,
    out: *mut u8,
    out_capacity: usize,
    out_len: *mut usize,
    error: *mut *mut nxz_error,
) -> nxz_status {
    let output = BytesOut::new(out, out_capacity, out_len);
    // SAFETY: the header asks for slots that are NULL or valid and a writable buffer.
    unsafe {
        call(error, output, || {
            Ok(sigma::standard_generator(GroupId::from_id(group)?))
        })
    }
}

/// The public value of a secret: the secret times the generator, in constant time.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_UNSUPPORTED` for an unknown group; `NXZ_ERR_INVALID_ARGUMENT` for a generator that is no element
/// or the identity, or a secret that is 0, not below the order of the group or of another length; `NXZ_ERR_BUFFER_TOO_SMALL`;
/// `NXZ_ERR_NULL_POINTER`.
/// Args: group: one of `NXZ_GROUP_...`. generator: `generator_len` bytes. secret: `secret_len` bytes, 32 for every group.
/// out_capacity: size of `out`; `NXZ_MAX_DIGEST_SIZE` always suffices.
/// Out: out: the public value; untouched on failure. out_len: its length; 0 on failure. error: see "Errors".
/// Threads: any.
///
/// cbindgen:postfix=NXZ_NONNULL(8)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_group_public_value(
    group: nxz_group,
    generator: *const u8,
    generator_len: usize,
    secret: *const u8,
    secret_len: usize,
    out: *mut u8,
    out_capacity: usize,
    out_len: *mut usize,
    error: *mut *mut nxz_error,
) -> nxz_status {
    let output = BytesOut::new(out, out_capacity, out_len);
    // SAFETY: the header asks for slots that are NULL or valid, readable bytes and a writable buffer.
    unsafe {
        call(error, output, || {
            let group = GroupId::from_id(group)?;
            let generator = slices::bytes(generator, generator_len, "generator")?;
            let secret = slices::bytes(secret, secret_len, "secret")?;
            Ok(sigma::public_value(group, generator, secret)?)
        })
    }
}
