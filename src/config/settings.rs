//! The settings of a configuration by name: one table, from which files, environment and the effective result are read and
//! written.

use super::{Profile, ProtocolConfig, SecurityLevel};
use crate::error::{ErrorKind, ProtocolError, Result};
use serde_json::Value;

/// One setting. Settings in sections have dotted names.
pub(super) struct Setting {
    pub(super) name: &'static str,
    pub(super) get: fn(&ProtocolConfig) -> Value,
    /// Assigns as its last step, so that a failure changes nothing.
    pub(super) set: fn(&mut ProtocolConfig, &Value) -> Result<()>,
}

/// Every setting.
pub(super) const SETTINGS: [Setting; 7] = [
    Setting {
        name: SECURITY_LEVEL,
        get: |config| config.security_level.bits().into(),
        set: |config, value| {
            let bits = number(SECURITY_LEVEL, value)?;
            // The level says which numbers there are.
            config.security_level = SecurityLevel::from_bits(bits.try_into().unwrap_or(0))?;
            Ok(())
        },
    },
    Setting {
        name: PROFILE,
        get: |config| config.profile.name().into(),
        set: |config, value| {
            let name = value
                .as_str()
                .ok_or_else(|| wrong(PROFILE, "a name", value))?;
            config.profile = Profile::from_name(name)?;
            Ok(())
        },
    },
    Setting {
        name: VERIFY_AFTER_GENERATION,
        get: |config| config.verify_after_generation.into(),
        set: |config, value| {
            config.verify_after_generation = switch(VERIFY_AFTER_GENERATION, value)?;
            Ok(())
        },
    },
    Setting {
        name: REQUIRE_QUANTUM_RESISTANCE,
        get: |config| config.require_quantum_resistance.into(),
        set: |config, value| {
            config.require_quantum_resistance = switch(REQUIRE_QUANTUM_RESISTANCE, value)?;
            Ok(())
        },
    },
    Setting {
        name: MAX_PROOF_SIZE,
        get: |config| config.limits.max_proof_size.into(),
        set: |config, value| {
            config.limits.max_proof_size = number(MAX_PROOF_SIZE, value)?;
            Ok(())
        },
    },
    Setting {
        name: MAX_CONTEXT_SIZE,
        get: |config| config.limits.max_context_size.into(),
        set: |config, value| {
            config.limits.max_context_size = number(MAX_CONTEXT_SIZE, value)?;
            Ok(())
        },
    },
    Setting {
        name: MAX_WORK,
        get: |config| config.limits.max_work.into(),
        set: |config, value| {
            config.limits.max_work = number(MAX_WORK, value)?;
            Ok(())
        },
    },
];

/// Names of settings, for setters.
pub const SECURITY_LEVEL: &str = "security_level";
/// See [`SECURITY_LEVEL`].
pub const PROFILE: &str = "profile";
/// See [`SECURITY_LEVEL`].
pub const VERIFY_AFTER_GENERATION: &str = "verify_after_generation";
/// See [`SECURITY_LEVEL`].
pub const REQUIRE_QUANTUM_RESISTANCE: &str = "require_quantum_resistance";
/// See [`SECURITY_LEVEL`].
pub const MAX_PROOF_SIZE: &str = "limits.max_proof_size";
/// See [`SECURITY_LEVEL`].
pub const MAX_CONTEXT_SIZE: &str = "limits.max_context_size";
/// See [`SECURITY_LEVEL`].
pub const MAX_WORK: &str = "limits.max_work";

/// The setting with that name.
pub(super) fn find(name: &str) -> Option<&'static Setting> {
    SETTINGS.iter().find(|setting| setting.name == name)
}

fn wrong(name: &'static str, expected: &str, value: &Value) -> ProtocolError {
    let message = format!("expects {expected}, got {value}");
    ProtocolError::in_field(ErrorKind::Configuration, name, message)
}

fn number(name: &'static str, value: &Value) -> Result<u64> {
    value
        .as_u64()
        .ok_or_else(|| wrong(name, "a whole number from 0 on", value))
}

fn switch(name: &'static str, value: &Value) -> Result<bool> {
    value
        .as_bool()
        .ok_or_else(|| wrong(name, "true or false", value))
}
