//! `nxz_config`: what a protocol will do and what it will refuse.

use super::error::nxz_error;
use super::handle::{self, handle};
use super::output::HandleOut;
use super::panic::call;
use super::slices::{self, interned, owned};
use super::status::{nxz_status, Failure, Outcome};
use super::string::nxz_string;
use crate::config::layers::LayeredConfig;
use crate::config::settings;
use crate::config::{Preset, Profile};
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
/// Longest canonical encoding of a statement, in bytes, lists and circuits included.
pub const NXZ_LIMIT_STATEMENT_SIZE: nxz_limit = 4;
/// Most bytes of secrets in a witness.
pub const NXZ_LIMIT_WITNESS_SIZE: nxz_limit = 5;
/// Most gates that the circuits of a statement may have together, each product of a `MAND` counted as one.
pub const NXZ_LIMIT_CIRCUIT_SIZE: nxz_limit = 6;
/// Most heap memory, in bytes, that making one proof may take as predicted. Where several threads would take more, one works alone; where the
/// configured profile and degree cap would, the fastest parameters that do not are taken in their place, which is logged as a warning and counted
/// (docs/metrics.md, `smaller_profile`); where all would, the call fails. A proof whose making would take more is not verified either.
pub const NXZ_LIMIT_MEMORY: nxz_limit = 7;

/// What a protocol will do and what it will refuse. Made by `nxz_config_new`.
///
/// Owned by the caller, who frees it with `nxz_config_free`; a protocol made from it keeps a copy. Used by one
/// thread at a time while it is changed; any number of threads may read it afterwards.
pub struct nxz_config {
    _private: [u8; 0],
}

handle!(nxz_config, LayeredConfig);

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

/// Changes settings: `change` assigns as its last step, so that a failure changes nothing.
///
/// # Safety
/// That of the setters, as the header states it: `config` is NULL or live and used by this thread only.
unsafe fn set(
    config: *mut nxz_config,
    error: *mut *mut nxz_error,
    change: impl FnOnce(&mut LayeredConfig) -> Outcome<()>,
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
            Ok(LayeredConfig::preset(self::preset(preset)?))
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
            Ok(config.set(settings::SECURITY_LEVEL, bits.into())?)
        })
    }
}

/// Sets the profile of the proofs that are made, unless the parameters are chosen (`use_optimizer`) or memory is short (`NXZ_LIMIT_MEMORY`). Proofs
/// of every profile are verified.
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
            let profile = Profile::from_id(profile)?;
            Ok(config.set(settings::PROFILE, profile.name().into())?)
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
            let enabled = switch(enabled)?;
            Ok(config.set(settings::VERIFY_AFTER_GENERATION, enabled.into())?)
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
            let enabled = switch(enabled)?;
            Ok(config.set(settings::REQUIRE_QUANTUM_RESISTANCE, enabled.into())?)
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
            let name = match limit {
                NXZ_LIMIT_PROOF_SIZE => settings::LIMIT_PROOF_SIZE,
                NXZ_LIMIT_CONTEXT_SIZE => settings::LIMIT_CONTEXT_SIZE,
                NXZ_LIMIT_WORK => settings::LIMIT_WORK,
                NXZ_LIMIT_STATEMENT_SIZE => settings::LIMIT_STATEMENT_SIZE,
                NXZ_LIMIT_WITNESS_SIZE => settings::LIMIT_WITNESS_SIZE,
                NXZ_LIMIT_CIRCUIT_SIZE => settings::LIMIT_CIRCUIT_SIZE,
                NXZ_LIMIT_MEMORY => settings::LIMIT_MEMORY,
                _ => {
                    return Err(Failure::new(
                        nxz_status::NXZ_ERR_UNSUPPORTED,
                        "limit",
                        format!("no limit has the number {limit}"),
                    ))
                }
            };
            Ok(config.set(name, value.into())?)
        })
    }
}

/// Sets one setting by its name, in the layer of setters. docs/configuration.md lists all settings with their values.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_CONFIGURATION` for a setting that does not exist or a value that it does not take, an unknown
/// name included (what is out of bounds, as a degree of 25 is, `nxz_protocol_new` refuses); `NXZ_ERR_MALFORMED` for a value that is no JSON; `NXZ_ERR_INVALID_ARGUMENT` for no UTF-8;
/// `NXZ_ERR_LIMIT_EXCEEDED` for more than 1 MiB; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
/// Args: config: the configuration to change. name: `name_len` bytes, for example `max_verify_time`, `limits.max_memory`, or
/// `custom.` and any key for a value that the library only passes on to callbacks. value: `value_len` bytes of JSON, for
/// example `2.5`, `true`, `"small"`; `null` takes back a setting that may be absent.
/// Out: error: see "Errors".
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_config_set(
    config: *mut nxz_config,
    name: *const c_char,
    name_len: usize,
    value: *const c_char,
    value_len: usize,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header's contract is that of `set`, and asks for readable text.
    unsafe {
        set(config, error, |config| {
            let name = slices::text(name, name_len, "name")?;
            Ok(config.set_json(name, slices::text(value, value_len, "value")?)?)
        })
    }
}

/// Applies settings from a JSON object: the layer above the preset and below environment and setters, whatever is called first. The
/// names are those that `nxz_config_to_json` shows; its result can be loaded. All settings of the text are applied, or none.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_MALFORMED` for text that is no JSON object, has a key twice in one object, or nests 128 levels;
/// `NXZ_ERR_CONFIGURATION` for a setting that does not exist or stands twice, or a value that it does not take, an unknown name
/// included: the error names the setting; `NXZ_ERR_INVALID_ARGUMENT` for text that is not UTF-8; `NXZ_ERR_LIMIT_EXCEEDED` for more
/// than 1 MiB; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
/// Args: config: the configuration to change. text: `text_len` bytes of UTF-8.
/// Out: error: see "Errors".
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_config_load_json(
    config: *mut nxz_config,
    text: *const c_char,
    text_len: usize,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header's contract is that of `set`, and asks for readable text.
    unsafe {
        set(config, error, |config| {
            Ok(config.load_json(slices::text(text, text_len, "text")?)?)
        })
    }
}

/// Applies settings from a TOML document; otherwise as `nxz_config_load_json`.
///
/// Returns: as `nxz_config_load_json`, but `NXZ_ERR_MALFORMED` for text that is no TOML or nests deeper than 80 levels, those of dotted
/// keys and headers included.
/// Args: config: the configuration to change. text: `text_len` bytes of UTF-8.
/// Out: error: see "Errors".
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_config_load_toml(
    config: *mut nxz_config,
    text: *const c_char,
    text_len: usize,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header's contract is that of `set`, and asks for readable text.
    unsafe {
        set(config, error, |config| {
            Ok(config.load_toml(slices::text(text, text_len, "text")?)?)
        })
    }
}

/// Applies settings from a file, JSON or TOML by the end of its name (`.json`, `.toml`); otherwise as `nxz_config_load_json`.
///
/// Returns: as `nxz_config_load_json` and `nxz_config_load_toml` for the text in the file, where the error blames `path` for what they
/// blame on `text`; `NXZ_ERR_IO` for a file that cannot be read, `NXZ_ERR_INVALID_ARGUMENT` for another end of the name.
/// Args: config: the configuration to change. path: `path_len` bytes of UTF-8.
/// Out: error: see "Errors".
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_config_load_file(
    config: *mut nxz_config,
    path: *const c_char,
    path_len: usize,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header's contract is that of `set`, and asks for a readable path.
    unsafe {
        set(config, error, |config| {
            Ok(config.load_file(slices::text(path, path_len, "path")?)?)
        })
    }
}

/// Applies settings from the variables `NEXUSZERO_...` of this process: the layer above files and below setters. A variable is called
/// like its setting in capitals, with `_` for a dot, for example `NEXUSZERO_LIMITS_MAX_WORK`. `NEXUSZERO_LIBRARY`, where bindings look
/// for the library, is none of them. No setting is read from the environment unless this is called.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_CONFIGURATION` as `nxz_config_load_json`, and nothing is changed;
/// `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
/// Args: config: the configuration to change.
/// Out: error: see "Errors".
/// Threads: no other thread changes the environment meanwhile.
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_config_load_environment(
    config: *mut nxz_config,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header's contract is that of `set`.
    unsafe {
        set(config, error, |config| {
            Ok(config.load_process_environment()?)
        })
    }
}

/// The effective configuration as one JSON object, with the origin of every value (`preset`, `file`, `environment` or `setter`) under
/// `sources`.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
/// Args: config: the configuration.
/// Out: out: the text, owned by the caller. error: see "Errors".
///
/// cbindgen:postfix=NXZ_NONNULL(2)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_config_to_json(
    config: *const nxz_config,
    out: *mut *mut nxz_string,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for slots and handles that are NULL or valid.
    unsafe {
        call(error, HandleOut(out), || {
            Ok(owned(&handle::borrow(config, "config")?.to_json()))
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
