//! The settings of a configuration by name: one table, from which files, environment, setters and the effective result are read and
//! written.

use super::{OnVerifyFailure, Profile, ProtocolConfig, SecurityLevel};
use crate::backend::Backend;
use crate::compression::Strategy;
use crate::error::{ErrorKind, ProtocolError, Result};
use serde_json::Value;
use std::time::Duration;

/// One setting. Settings in sections have dotted names.
pub(super) struct Setting {
    pub(super) name: &'static str,
    pub(super) get: fn(&ProtocolConfig) -> Value,
    /// Assigns as its last step, so that a failure changes nothing.
    pub(super) set: fn(&mut ProtocolConfig, &Value) -> Result<()>,
}

/// Declares the table: the constant with the name, the place in the configuration, and how a value is written and read.
macro_rules! settings {
    ($($constant:ident = $name:literal, $($field:ident).+, $write:expr, $read:expr;)*) => {
        $(
            #[doc = concat!("`", $name, "`: see `docs/configuration.md`.")]
            pub const $constant: &str = $name;
        )*

        /// Every setting.
        pub(super) const SETTINGS: [Setting; [$($name),*].len()] = [$(
            Setting {
                name: $name,
                get: |config| ($write)(&config.$($field).+),
                set: |config, value| {
                    config.$($field).+ = ($read)($name, value)?;
                    Ok(())
                },
            },
        )*];
    };
}

settings! {
    SECURITY_LEVEL = "security_level", security_level, |level: &SecurityLevel| level.bits().into(), level;
    USE_OPTIMIZER = "use_optimizer", use_optimizer, plain, switch;
    PROFILE = "profile", profile, |profile: &Profile| profile.name().into(), profile;
    DEGREE_CAP = "degree_cap", degree_cap, plain, |name, value| optional(name, value, narrow);
    MAX_PROOF_SIZE = "max_proof_size", max_proof_size, plain, |name, value| optional(name, value, number);
    MAX_VERIFY_TIME = "max_verify_time", max_verify_time, |time: &Option<Duration>| time.as_ref().map_or(Value::Null, milliseconds), |name, value| optional(name, value, time);
    USE_COMPRESSION = "use_compression", use_compression, plain, switch;
    VERIFY_AFTER_GENERATION = "verify_after_generation", verify_after_generation, plain, switch;
    ON_VERIFY_FAILURE = "on_verify_failure", on_verify_failure, |choice: &OnVerifyFailure| choice.name().into(), on_verify_failure;
    REQUIRE_QUANTUM_RESISTANCE = "require_quantum_resistance", require_quantum_resistance, plain, switch;
    BACKEND = "backend", backend, |backend: &Option<Backend>| backend.map_or(AUTO, Backend::name).into(), backend;
    THREADS = "threads", threads, plain, narrow;
    LIMIT_PROOF_SIZE = "limits.max_proof_size", limits.max_proof_size, plain, number;
    LIMIT_CONTEXT_SIZE = "limits.max_context_size", limits.max_context_size, plain, number;
    LIMIT_WORK = "limits.max_work", limits.max_work, plain, number;
    LIMIT_STATEMENT_SIZE = "limits.max_statement_size", limits.max_statement_size, plain, number;
    LIMIT_WITNESS_SIZE = "limits.max_witness_size", limits.max_witness_size, plain, number;
    LIMIT_CIRCUIT_SIZE = "limits.max_circuit_size", limits.max_circuit_size, plain, number;
    LIMIT_MEMORY = "limits.max_memory", limits.max_memory, plain, number;
    OPTIMIZER_DEADLINE = "optimizer.deadline", optimizer.deadline, milliseconds, time;
    OPTIMIZER_CACHE_SIZE = "optimizer.cache_size", optimizer.cache_size, plain, narrow;
    OPTIMIZER_MAX_FAILURES = "optimizer.max_failures", optimizer.max_failures, plain, narrow;
    OPTIMIZER_REST = "optimizer.rest", optimizer.rest, milliseconds, time;
    COMPRESSION_STRATEGY = "compression.strategy", compression.strategy, |strategy: &Strategy| strategy.name().into(), strategy;
    COMPRESSION_MAX_RATIO = "compression.max_ratio", compression.max_ratio, plain, narrow;
    COMPRESSION_MAX_SIZE = "compression.max_size", compression.max_size, plain, number;
}

/// The setting with that name.
pub(super) fn find(name: &str) -> Option<&'static Setting> {
    SETTINGS.iter().find(|setting| setting.name == name)
}

/// Whether settings have dotted names that begin so.
pub(super) fn is_section(name: &str) -> bool {
    let mut dotted = SETTINGS.iter().filter_map(|s| s.name.split_once('.'));
    name == CUSTOM || dotted.any(|(section, _)| section == name)
}

/// The value of `backend` that leaves the choice to the library.
const AUTO: &str = "auto";

/// The section of values that the library only passes on: any key, any value.
pub(super) const CUSTOM: &str = "custom";

fn wrong(name: &'static str, expected: &str, value: &Value) -> ProtocolError {
    let got = match value {
        Value::Array(_) => "a list".into(),
        Value::Object(_) => "an object".into(),
        value => value.to_string(),
    };
    let message = format!("expects {expected}, got {got}");
    ProtocolError::in_field(ErrorKind::Configuration, name, message)
}

fn plain<T: Clone + Into<Value>>(value: &T) -> Value {
    value.clone().into()
}

fn number(name: &'static str, value: &Value) -> Result<u64> {
    value
        .as_u64()
        .ok_or_else(|| wrong(name, "a whole number from 0 on", value))
}

/// A number that must fit a smaller type.
fn narrow<T: TryFrom<u64>>(name: &'static str, value: &Value) -> Result<T> {
    let largest = u64::MAX >> (64 - 8 * size_of::<T>());
    let expected = format!("a whole number from 0 to {largest}");
    T::try_from(number(name, value)?).map_err(|_| wrong(name, &expected, value))
}

fn switch(name: &'static str, value: &Value) -> Result<bool> {
    value
        .as_bool()
        .ok_or_else(|| wrong(name, "true or false", value))
}

/// `null` is none.
fn optional<T>(
    name: &'static str,
    value: &Value,
    read: impl FnOnce(&'static str, &Value) -> Result<T>,
) -> Result<Option<T>> {
    match value {
        Value::Null => Ok(None),
        value => read(name, value).map(Some),
    }
}

fn milliseconds(time: &Duration) -> Value {
    let milliseconds = time.as_secs_f64() * 1e3;
    // Whole numbers are written as such.
    match milliseconds.fract() == 0.0 {
        true => (milliseconds as u64).into(),
        false => milliseconds.into(),
    }
}

/// Whole microseconds, and none becomes zero: what is shown, a number of milliseconds, is read as the same time.
fn time(name: &'static str, value: &Value) -> Result<Duration> {
    let expected = "a number of milliseconds, at most those of a year";
    value
        .as_f64()
        .filter(|ms| (0.0..=366.0 * 86_400e3).contains(ms))
        .map(|ms| Duration::from_micros(((ms * 1e3).round() as u64).max(u64::from(ms > 0.0))))
        .ok_or_else(|| wrong(name, expected, value))
}

fn text<'a>(name: &'static str, value: &'a Value) -> Result<&'a str> {
    value.as_str().ok_or_else(|| wrong(name, "a name", value))
}

/// A name that something of this library has. Another one is a value like any other that the setting does not take.
fn named<T>(name: &'static str, value: &Value, read: impl FnOnce(&str) -> Result<T>) -> Result<T> {
    read(text(name, value)?)
        .map_err(|error| ProtocolError::in_field(ErrorKind::Configuration, name, error.message()))
}

fn level(name: &'static str, value: &Value) -> Result<SecurityLevel> {
    SecurityLevel::from_bits(number(name, value)?)
}

fn profile(name: &'static str, value: &Value) -> Result<Profile> {
    named(name, value, Profile::from_name)
}

fn backend(name: &'static str, value: &Value) -> Result<Option<Backend>> {
    let wanted = text(name, value)?;
    if wanted == AUTO {
        return Ok(None);
    }
    Backend::by_name(wanted).map(Some).ok_or_else(|| {
        let names = Backend::available().iter().map(|backend| backend.name());
        let here: Vec<_> = names.collect();
        let message = format!(
            "this processor has no backend {wanted:?}: it has {}, and {AUTO} is the best of them",
            here.join(", ")
        );
        ProtocolError::in_field(ErrorKind::Configuration, name, message)
    })
}

fn strategy(name: &'static str, value: &Value) -> Result<Strategy> {
    named(name, value, Strategy::from_name)
}

fn on_verify_failure(name: &'static str, value: &Value) -> Result<OnVerifyFailure> {
    let wanted = text(name, value)?;
    OnVerifyFailure::ALL
        .into_iter()
        .find(|choice| choice.name() == wanted)
        .ok_or_else(|| wrong(name, "\"error\" or \"warning\"", value))
}
