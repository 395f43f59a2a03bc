//! `nxz_config`: what a protocol will do and what it will refuse.

use super::error::nxz_error;
use super::handle::{self, handle};
use super::output::HandleOut;
use super::panic::call;
use super::slices::interned;
use super::status::{nxz_status, Failure, Outcome};
use crate::config::{Preset, Profile, ProtocolConfig, SecurityLevel};
use std::ffi::c_char;

/// A ready-made configuration: one of `NXZ_PRESET_...`.
pub type nxz_preset = u32;
/// 128 bits, profile `balanced`.
pub const NXZ_PRESET_DEFAULT: nxz_preset = 0;
/// 128 bits, profile `fast`.
pub const NXZ_PRESET_FAST: nxz_preset = 1;
/// 256 bits, profile `balanced`, every proof verified before it is returned, discrete logarithms refused.
pub const NXZ_PRESET_SECURE: nxz_preset = 2;

/// Where a proof stands between fast and small: one of `NXZ_PROFILE_...`.
pub type nxz_profile = u32;
/// Shortest proving and verification time.
pub const NXZ_PROFILE_FAST: nxz_profile = 1;
/// Smaller than `fast` and slower.
pub const NXZ_PROFILE_BALANCED: nxz_profile = 2;
/// Smaller than `balanced` and slower.
pub const NXZ_PROFILE_SMALL: nxz_profile = 3;
/// The smallest proofs, and the slowest.
pub const NXZ_PROFILE_TINY: nxz_profile = 4;

// The numbers are those of the proof header, which are assigned in `config`.
const _: () = assert!(
    NXZ_PROFILE_FAST == Profile::Fast as u32
        && NXZ_PROFILE_BALANCED == Profile::Balanced as u32
        && NXZ_PROFILE_SMALL == Profile::Small as u32
        && NXZ_PROFILE_TINY == Profile::Tiny as u32
);

/// A bound that is checked before anything is allocated or computed: one of `NXZ_LIMIT_...`.
pub type nxz_limit = u32;
/// Longest proof, in bytes, that is made or looked at.
pub const NXZ_LIMIT_PROOF_SIZE: nxz_limit = 1;
/// Longest context, in bytes.
pub const NXZ_LIMIT_CONTEXT_SIZE: nxz_limit = 2;
/// Most work that one proof may cost its verifier, in AES blocks.
pub const NXZ_LIMIT_WORK: nxz_limit = 3;

/// What a protocol will do and what it will refuse. Made by `nxz_config_new`.
///
/// Owned by the caller, who frees it with `nxz_config_free`; a protocol made from it keeps a copy. Used by one
/// thread at a time.
pub struct nxz_config {
    _private: [u8; 0],
}

handle!(nxz_config, ProtocolConfig);

fn preset(number: nxz_preset) -> Outcome<Preset> {
    match number {
        NXZ_PRESET_DEFAULT => Ok(Preset::Default),
        NXZ_PRESET_FAST => Ok(Preset::Fast),
        NXZ_PRESET_SECURE => Ok(Preset::Secure),
        _ => Err(Failure::new(
            nxz_status::NXZ_ERR_UNSUPPORTED,
            "preset",
            format!("no preset has the number {number}"),
        )),
    }
}

/// Changes one setting: `change` assigns it as its last step, so that a failure changes nothing.
///
/// # Safety
/// That of the setters, as the header states it: `config` is NULL or live and used by this thread only.
unsafe fn set(
    config: *mut nxz_config,
    error: *mut *mut nxz_error,
    change: impl FnOnce(&mut ProtocolConfig) -> Outcome<()>,
) -> nxz_status {
    // SAFETY: this function's contract.
    unsafe { call(error, (), || change(handle::borrow_mut(config, "config")?)) }
}

/// Makes a configuration from a preset.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_UNSUPPORTED` for an unknown preset; `NXZ_ERR_NULL_POINTER`.
/// Args: preset: one of `NXZ_PRESET_...`.
/// Out: out: the new configuration, owned by the caller. error: see "Errors".
///
/// cbindgen:postfix=NXZ_NONNULL(2)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_config_new(
    preset: nxz_preset,
    out: *mut *mut nxz_config,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for slots that are NULL or valid.
    unsafe {
        call(error, HandleOut(out), || {
            Ok(ProtocolConfig::preset(self::preset(preset)?))
        })
    }
}

/// Sets the security level that every proof must have, made or verified.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_CONFIGURATION` for another number; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
/// Args: config: the configuration to change. bits: 128, 192 or 256.
/// Out: error: see "Errors".
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_config_set_security_level(
    config: *mut nxz_config,
    bits: u32,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header's contract is that of `set`.
    unsafe {
        set(config, error, |config| {
            config.security_level = SecurityLevel::from_bits(bits)?;
            Ok(())
        })
    }
}

/// Sets the profile of the proofs that are made. Proofs of every profile are verified.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_UNSUPPORTED` for an unknown profile; `NXZ_ERR_NULL_POINTER`;
/// `NXZ_ERR_INVALID_HANDLE`.
/// Args: config: the configuration to change. profile: one of `NXZ_PROFILE_...`.
/// Out: error: see "Errors".
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_config_set_profile(
    config: *mut nxz_config,
    profile: nxz_profile,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header's contract is that of `set`.
    unsafe {
        set(config, error, |config| {
            config.profile = Profile::from_id(profile)?;
            Ok(())
        })
    }
}

/// The value of a switch.
fn switch(enabled: u32) -> Outcome<bool> {
    match enabled {
        0 => Ok(false),
        1 => Ok(true),
        _ => Err(Failure::new(
            nxz_status::NXZ_ERR_INVALID_ARGUMENT,
            "enabled",
            format!("is 0 or 1, not {enabled}"),
        )),
    }
}

/// Sets whether each new proof is verified before it is returned.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_INVALID_ARGUMENT` for a number other than 0 and 1; `NXZ_ERR_NULL_POINTER`;
/// `NXZ_ERR_INVALID_HANDLE`.
/// Args: config: the configuration to change. enabled: 1 to verify, 0 not to.
/// Out: error: see "Errors".
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_config_set_verify_after_generation(
    config: *mut nxz_config,
    enabled: u32,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header's contract is that of `set`.
    unsafe {
        set(config, error, |config| {
            config.verify_after_generation = switch(enabled)?;
            Ok(())
        })
    }
}

/// Sets whether statements are refused whose proofs quantum computers break: discrete logarithms. Both proving and verifying then
/// fail with `NXZ_ERR_CONFIGURATION`.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_INVALID_ARGUMENT` for a number other than 0 and 1; `NXZ_ERR_NULL_POINTER`;
/// `NXZ_ERR_INVALID_HANDLE`.
/// Args: config: the configuration to change. enabled: 1 to refuse them (as in `NXZ_PRESET_SECURE`), 0 to allow them.
/// Out: error: see "Errors".
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_config_set_require_quantum_resistance(
    config: *mut nxz_config,
    enabled: u32,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header's contract is that of `set`.
    unsafe {
        set(config, error, |config| {
            config.require_quantum_resistance = switch(enabled)?;
            Ok(())
        })
    }
}

/// Sets a limit.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_UNSUPPORTED` for an unknown limit; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
/// Args: config: the configuration to change. limit: one of `NXZ_LIMIT_...`. value: the largest value allowed.
/// Out: error: see "Errors".
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_config_set_limit(
    config: *mut nxz_config,
    limit: nxz_limit,
    value: u64,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header's contract is that of `set`.
    unsafe {
        set(config, error, |config| {
            *match limit {
                NXZ_LIMIT_PROOF_SIZE => &mut config.limits.max_proof_size,
                NXZ_LIMIT_CONTEXT_SIZE => &mut config.limits.max_context_size,
                NXZ_LIMIT_WORK => &mut config.limits.max_work,
                _ => {
                    return Err(Failure::new(
                        nxz_status::NXZ_ERR_UNSUPPORTED,
                        "limit",
                        format!("no limit has the number {limit}"),
                    ))
                }
            } = value;
            Ok(())
        })
    }
}

/// Frees a configuration. Protocols made from it are not affected.
///
/// Args: config: a configuration that is not used any more, or NULL.
#[no_mangle]
pub unsafe extern "C" fn nxz_config_free(config: *mut nxz_config) {
    // SAFETY: the header asks for NULL or a live handle that nobody uses any more.
    unsafe { handle::free(config) }
}

/// The lower-case name of a profile, for example `balanced`.
///
/// Returns: a static string, NUL-terminated; NULL for an unknown number.
/// Args: profile: one of `NXZ_PROFILE_...`.
/// Threads: any.
#[no_mangle]
pub extern "C" fn nxz_profile_name(profile: nxz_profile) -> *const c_char {
    Profile::from_id(profile).map_or(std::ptr::null(), |profile| interned(profile.name()))
}
