//! A configuration in layers: preset, then files, then the environment, then setters.
//!
//! Every setting remembers where its value came from. A layer never replaces what a higher one has set, in whatever order they
//! are applied; within a layer the last one wins. A layer is applied whole or not at all.

use super::settings::{find, is_section, CUSTOM, SETTINGS};
use super::{strict_json, Preset, ProtocolConfig};
use crate::error::{ErrorKind, Problems, ProtocolError, Result};
use serde_json::{json, Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;

/// Where a value came from, the weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// The preset.
    Preset,
    /// JSON or TOML.
    File,
    /// A variable `NEXUSZERO_…`.
    Environment,
    /// A setter.
    Setter,
}

impl Source {
    /// The lower-case name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Preset => "preset",
            Self::File => "file",
            Self::Environment => "environment",
            Self::Setter => "setter",
        }
    }
}

/// What environment variables begin with. The rest is the setting's name in capitals, with `_` for the dot of a section.
pub const ENVIRONMENT_PREFIX: &str = "NEXUSZERO_";

/// The variable that tells the bindings of other languages where the library is. It is no setting.
const LIBRARY_VARIABLE: &str = "NEXUSZERO_LIBRARY";

/// Longest configuration text, in bytes.
pub const MAX_TEXT_LEN: usize = 1 << 20;

/// A configuration with the origin of every value.
#[derive(Clone, Debug)]
pub struct LayeredConfig {
    effective: ProtocolConfig,
    sources: BTreeMap<String, Source>,
}

impl LayeredConfig {
    /// The configuration of a preset.
    pub fn preset(preset: Preset) -> Self {
        Self {
            effective: ProtocolConfig::preset(preset),
            sources: SETTINGS
                .iter()
                .map(|setting| (setting.name.to_owned(), Source::Preset))
                .collect(),
        }
    }

    /// What is in force.
    pub fn effective(&self) -> &ProtocolConfig {
        &self.effective
    }

    /// Applies settings of a JSON object; sections are objects in it.
    pub fn load_json(&mut self, text: &str) -> Result<()> {
        self.load(Format::Json, text.as_bytes(), "text")
    }

    /// Applies settings of a TOML document; sections are tables in it.
    pub fn load_toml(&mut self, text: &str) -> Result<()> {
        self.load(Format::Toml, text.as_bytes(), "text")
    }

    /// Applies the variables of this process.
    pub fn load_process_environment(&mut self) -> Result<()> {
        let ours = std::env::vars_os().filter_map(|(name, value)| {
            let name = name.into_string().ok()?;
            let is_setting = name.starts_with(ENVIRONMENT_PREFIX) && name != LIBRARY_VARIABLE;
            is_setting.then(|| {
                let text = value.into_string();
                text.map(|text| (name.clone(), text))
                    .map_err(|_| refused(&name, "its value is not UTF-8".into()))
            })
        });
        self.load_environment(ours.collect::<Result<Vec<_>>>()?)
    }

    /// Applies a file, JSON or TOML by the end of its name.
    pub fn load_file(&mut self, path: &str) -> Result<()> {
        let failed = |kind, message| ProtocolError::in_field(kind, "path", message);
        let format = match path.rsplit_once('.') {
            Some((_, "json")) => Format::Json,
            Some((_, "toml")) => Format::Toml,
            _ => {
                let message = "a configuration file ends in .json or .toml";
                return Err(failed(ErrorKind::InvalidArgument, message.to_owned()));
            }
        };
        // One byte more than a text may have, so that what is too long is refused and not read to its end.
        let mut text = Vec::new();
        std::fs::File::open(path)
            .and_then(|file| file.take(MAX_TEXT_LEN as u64 + 1).read_to_end(&mut text))
            .map_err(|error| failed(ErrorKind::Io, error.to_string()))?;
        self.load(format, &text, "path")
    }

    /// Applies the variables that begin with [`ENVIRONMENT_PREFIX`].
    pub fn load_environment(
        &mut self,
        variables: impl IntoIterator<Item = (String, String)>,
    ) -> Result<()> {
        let mut values = Vec::new();
        for (name, text) in variables {
            let Some(rest) = name.strip_prefix(ENVIRONMENT_PREFIX) else {
                continue;
            };
            if name == LIBRARY_VARIABLE {
                continue;
            }
            let setting = SETTINGS
                .iter()
                .find(|setting| setting.name.replace('.', "_").to_uppercase() == rest)
                .map(|setting| setting.name.to_owned());
            let custom = || {
                let key = rest.strip_prefix("CUSTOM_")?.to_lowercase();
                Some(format!("{CUSTOM}.{key}"))
            };
            // A name that is no setting's is kept as it is, so that its refusal names the variable.
            let setting = setting.or_else(custom).unwrap_or_else(|| name.clone());
            // As in JSON; what is not JSON is text.
            let value = strict_json::from_str(&text).unwrap_or(Value::String(text));
            values.push((setting, value));
        }
        self.apply(Source::Environment, values)
    }

    /// Sets one setting; `custom.…` sets a custom value, and `null` removes one.
    pub fn set(&mut self, name: &str, value: Value) -> Result<()> {
        self.apply(Source::Setter, vec![(name.to_owned(), value)])
    }

    /// The same with a JSON text.
    pub fn set_json(&mut self, name: &str, text: &str) -> Result<()> {
        let described = |error: ProtocolError| match error.kind() {
            ErrorKind::Malformed => {
                let what = error.message();
                let message =
                    format!("the value of `{name}` is JSON, with quotes around text: {what}");
                ProtocolError::in_field(error.kind(), "value", message)
            }
            _ => error,
        };
        let value = Format::Json.read(text.as_bytes(), "value");
        self.set(name, value.map_err(described)?)
    }

    /// The effective configuration as one JSON object, and with it, under `sources`, where each value came from.
    pub fn to_json(&self) -> String {
        let mut root = Map::new();
        for setting in &SETTINGS {
            let value = (setting.get)(&self.effective);
            match setting.name.split_once('.') {
                None => {
                    root.insert(setting.name.to_owned(), value);
                }
                Some((section, name)) => {
                    root.entry(section)
                        .or_insert_with(|| json!({}))
                        .as_object_mut()
                        .expect("no setting has the name of a section")
                        .insert(name.to_owned(), value);
                }
            }
        }
        let custom = self.effective.custom.clone().into_iter().collect();
        root.insert(CUSTOM.to_owned(), Value::Object(custom));
        let sources = self.sources.iter();
        let sources = sources.map(|(name, source)| (name.clone(), source.name().into()));
        root.insert(SOURCES.to_owned(), Value::Object(sources.collect()));
        Value::Object(root).to_string()
    }

    /// Applies the settings of a text, which came in the argument called `field`.
    fn load(&mut self, format: Format, text: &[u8], field: &'static str) -> Result<()> {
        let Value::Object(mut root) = format.read(text, field)? else {
            let message = "a configuration is an object";
            return Err(ProtocolError::in_field(
                ErrorKind::Malformed,
                field,
                message,
            ));
        };
        // What `to_json` says of origins is read over, so that its result can be loaded again.
        root.remove(SOURCES);
        let mut values = Vec::new();
        for (name, value) in root {
            match value {
                Value::Object(section) if is_section(&name) => values.extend(
                    section
                        .into_iter()
                        .map(|(key, value)| (format!("{name}.{key}"), value)),
                ),
                // Also an object, which then is refused: it is the value of no setting but a custom one.
                value => values.push((name, value)),
            }
        }
        self.apply(Source::File, values)
    }

    /// Applies the values of a layer, all or none. Every problem is reported.
    fn apply(&mut self, source: Source, values: Vec<(String, Value)>) -> Result<()> {
        let mut changed = self.clone();
        // Also a value that a higher layer hides must be a good one.
        let mut hidden = self.effective.clone();
        let mut problems = Problems::default();
        let mut seen = BTreeSet::new();
        for (name, value) in values {
            if !seen.insert(name.clone()) {
                let message = format!("the setting `{name}` stands twice");
                problems.check(Err::<(), _>(refused(&name, message)));
                continue;
            }
            let is_hidden = changed
                .sources
                .get(&name)
                .is_some_and(|known| *known > source);
            let config = match is_hidden {
                true => &mut hidden,
                false => &mut changed.effective,
            };
            let assigned = problems.check(assign(config, &name, value)).is_some();
            if assigned && !is_hidden {
                changed.sources.insert(name, source);
            }
        }
        problems.finish()?;
        *self = changed;
        Ok(())
    }
}

/// Gives the setting with that name a value.
fn assign(config: &mut ProtocolConfig, name: &str, value: Value) -> Result<()> {
    let custom = name
        .split_once('.')
        .filter(|(section, _)| *section == CUSTOM);
    match (custom, find(name)) {
        (Some((_, key)), _) if value.is_null() => {
            config.custom.remove(key);
            Ok(())
        }
        (Some((_, key)), _) => {
            if !is_within(MAX_CUSTOM_DEPTH, &value) {
                let message = format!("it nests deeper than {MAX_CUSTOM_DEPTH} levels");
                return Err(refused(name, message));
            }
            config.custom.insert(key.to_owned(), value);
            Ok(())
        }
        (None, Some(setting)) => (setting.set)(config, &value),
        (None, None) => Err(refused(name, format!("there is no setting `{name}`"))),
    }
}

/// Most levels of arrays and objects in a custom value: inside other JSON it can still be read, where 128 are usual.
const MAX_CUSTOM_DEPTH: usize = 64;

/// Whether a value has at most so many levels of arrays and objects.
fn is_within(levels: usize, value: &Value) -> bool {
    let fits = |value| is_within(levels - 1, value);
    match value {
        Value::Array(items) => levels > 0 && items.iter().all(fits),
        Value::Object(entries) => levels > 0 && entries.values().all(fits),
        _ => true,
    }
}

/// The key of `to_json` for the origins.
const SOURCES: &str = "sources";

/// What a text is written in.
#[derive(Clone, Copy)]
enum Format {
    Json,
    Toml,
}

impl Format {
    /// The value of a text, which came in the argument called `field`.
    fn read(self, text: &[u8], field: &'static str) -> Result<Value> {
        let failed = |kind, message| Err(ProtocolError::in_field(kind, field, message));
        if text.len() > MAX_TEXT_LEN {
            let message = format!("it has more than {MAX_TEXT_LEN} bytes, which is the limit");
            return failed(ErrorKind::LimitExceeded, message);
        }
        let text = match std::str::from_utf8(text) {
            Ok(text) => text,
            Err(error) => {
                let message = format!("is not UTF-8 from byte {} on", error.valid_up_to());
                return failed(ErrorKind::InvalidArgument, message);
            }
        };
        match self {
            Self::Json => strict_json::from_str(text).map_err(|error| error.to_string()),
            Self::Toml => strict_json::from_toml(text).map_err(|error| described(text, &error)),
        }
        .or_else(|message| failed(ErrorKind::Malformed, message))
    }
}

/// An error in a TOML text as one in JSON is described: on one line, without the text.
fn described(text: &str, error: &toml::de::Error) -> String {
    let message = error.message().replace('\n', ", ");
    let Some(before) = error.span().and_then(|span| text.get(..span.start)) else {
        return message;
    };
    let line = 1 + before.matches('\n').count();
    let column = 1 + before.chars().rev().take_while(|c| *c != '\n').count();
    format!("{message} at line {line} column {column}")
}

fn refused(name: &str, message: String) -> ProtocolError {
    ProtocolError::in_field(ErrorKind::Configuration, name.to_owned(), message)
}

#[cfg(test)]
mod tests {
    use super::super::{Profile, SecurityLevel};
    use super::*;
    use crate::backend::Backend;
    use proptest::prelude::*;

    fn variables(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        let pairs = pairs.iter();
        pairs
            .map(|(name, value)| ((*name).into(), (*value).into()))
            .collect()
    }

    #[test]
    fn higher_layers_win_in_any_order() {
        let file = r#"{"security_level": 192, "profile": "tiny", "limits": {"max_work": 7}}"#;
        let environment = variables(&[
            ("NEXUSZERO_PROFILE", "small"),
            ("NEXUSZERO_LIBRARY", "/lib/libnexuszero.so"),
            ("HOME", "x"),
            ("NEXUSZERO_LIMITS_MAX_WORK", "8"),
        ]);
        type Step<'a> = &'a dyn Fn(&mut LayeredConfig) -> Result<()>;
        let steps: [Step<'_>; 3] = [
            &|config| config.load_json(file),
            &|config| config.load_environment(environment.clone()),
            &|config| config.set("limits.max_work", 9.into()),
        ];
        for order in [
            [0, 1, 2],
            [0, 2, 1],
            [1, 0, 2],
            [1, 2, 0],
            [2, 0, 1],
            [2, 1, 0],
        ] {
            let mut config = LayeredConfig::preset(Preset::Fast);
            for step in order {
                steps[step](&mut config).unwrap();
            }
            let effective = config.effective();
            assert_eq!(effective.security_level, SecurityLevel::L192);
            assert_eq!(effective.profile, Profile::Small);
            assert_eq!(effective.limits.max_work, 9);
            let json: Value = serde_json::from_str(&config.to_json()).unwrap();
            assert_eq!(json["profile"], "small");
            assert_eq!(json["limits"]["max_work"], 9);
            let sources = &json["sources"];
            assert_eq!(sources["security_level"], "file");
            assert_eq!(sources["profile"], "environment");
            assert_eq!(sources["limits.max_work"], "setter");
            assert_eq!(sources["verify_after_generation"], "preset");
        }
    }

    #[test]
    fn toml_and_json_say_the_same() {
        let (mut one, mut other) = (
            LayeredConfig::preset(Preset::Default),
            LayeredConfig::preset(Preset::Default),
        );
        one.load_toml(
            "profile = \"fast\"\nrequire_quantum_resistance = true\n[limits]\nmax_proof_size = 10_000\n",
        )
        .unwrap();
        other
            .load_json(r#"{"profile":"fast","require_quantum_resistance":true,"limits":{"max_proof_size":10000}}"#)
            .unwrap();
        assert_eq!(one.to_json(), other.to_json());
        // What is shown can be loaded.
        let mut again = LayeredConfig::preset(Preset::Secure);
        again.load_json(&one.to_json()).unwrap();
        assert_eq!(again.effective(), one.effective());
    }

    #[test]
    fn what_is_wrong_is_named_and_changes_nothing() {
        let fresh = LayeredConfig::preset(Preset::Default);
        let mut config = fresh.clone();
        for (text, named) in [
            (r#"{"profil": "fast"}"#, "profil"),
            (r#"{"limits": {"max_speed": 1}}"#, "limits.max_speed"),
            (r#"{"limits": 1}"#, "limits"),
            (
                r#"{"profile": "fast", "security_level": 100}"#,
                "security_level",
            ),
            (
                r#"{"profile": "fast", "security_level": "128"}"#,
                "security_level",
            ),
            (r#"{"security_level": -1}"#, "security_level"),
            (
                r#"{"security_level": 18446744073709551615}"#,
                "security_level",
            ),
            (r#"{"profile": "huge"}"#, "profile"),
            (
                r#"{"verify_after_generation": 1}"#,
                "verify_after_generation",
            ),
            (
                r#"{"require_quantum_resistance": {}}"#,
                "require_quantum_resistance",
            ),
            (r#"{"nosuch": {}}"#, "nosuch"),
            (r#"{"limits.max_work": {"a": 1}}"#, "limits.max_work"),
            (r#"{"limits": {"max_work": {}}}"#, "limits.max_work"),
            (r#"{"custom": 1}"#, "custom"),
            (
                r#"{"limits.max_work": 1, "limits": {"max_work": 2}}"#,
                "limits.max_work",
            ),
            (r#"{"custom.a": 1, "custom": {"a": 1}}"#, "custom.a"),
            (r#"{"profile": "fast""#, "text"),
            (r#"["profile"]"#, "text"),
            ("", "text"),
        ] {
            let error = config.load_json(text).unwrap_err();
            assert!(error.to_string().contains(named), "{text}: {error}");
            assert_eq!(config.to_json(), fresh.to_json(), "{text}");
        }
        for (text, field) in [
            ("profile = fast", "text"),
            ("[limits]\nmax_speed = 1", "limits.max_speed"),
            ("[nosuch]", "nosuch"),
            ("[require_quantum_resistance]", "require_quantum_resistance"),
            ("[[limits]]\nmax_work = 1", "limits"),
            (
                "\"limits.max_work\" = 1\nlimits.max_work = 2",
                "limits.max_work",
            ),
            // Were it read as `null`, there would be no bound.
            ("max_verify_time = nan", "text"),
        ] {
            let error = config.load_toml(text).unwrap_err();
            assert_eq!(error.field(), Some(field), "{text}: {error}");
        }
        for (name, value, field) in [
            ("NEXUSZERO_PROFIL", "fast", "NEXUSZERO_PROFIL"),
            ("NEXUSZERO_PROFILE", "{}", "profile"),
        ] {
            let error = config.load_environment(variables(&[(name, value)]));
            assert_eq!(error.unwrap_err().field(), Some(field));
        }
        // They are one setting, and nothing says which comes last.
        let error = config.load_environment(variables(&[
            ("NEXUSZERO_CUSTOM_A", "1"),
            ("NEXUSZERO_CUSTOM_a", "2"),
        ]));
        assert_eq!(error.unwrap_err().field(), Some("custom.a"));
        let long = " ".repeat(MAX_TEXT_LEN + 1);
        assert_eq!(
            config.load_json(&long).unwrap_err().kind(),
            ErrorKind::LimitExceeded
        );
        assert_eq!(config.to_json(), fresh.to_json());
    }

    #[test]
    fn a_section_may_be_empty_and_a_custom_value_an_object() {
        let mut config = LayeredConfig::preset(Preset::Default);
        let fresh = config.to_json();
        config.load_json(r#"{"limits": {}, "custom": {}}"#).unwrap();
        config.load_toml("[limits]\n[custom]\n").unwrap();
        assert_eq!(config.to_json(), fresh);
        let text = r#"{"custom.a": {"b": 1}, "custom": {"c": {}}}"#;
        config.load_json(text).unwrap();
        let custom = &config.effective().custom;
        assert_eq!(custom["a"], json!({"b": 1}));
        assert_eq!(custom["c"], json!({}));
    }

    #[test]
    fn no_value_that_a_setting_does_not_take_is_of_another_kind() {
        let mut config = LayeredConfig::preset(Preset::Default);
        for setting in &SETTINGS {
            for bad in [json!({}), json!([]), json!("nosuch"), json!(-1)] {
                let error = config.set(setting.name, bad.clone()).unwrap_err();
                let found = (error.kind(), error.field());
                let expected = (ErrorKind::Configuration, Some(setting.name));
                assert_eq!(found, expected, "{} = {bad}", setting.name);
            }
        }
    }

    #[test]
    fn the_argument_that_was_wrong_is_blamed() {
        let mut config = LayeredConfig::preset(Preset::Default);
        let long = "1".repeat(MAX_TEXT_LEN + 1);
        for (kind, text) in [
            (ErrorKind::Malformed, "1 2"),
            (ErrorKind::LimitExceeded, &long),
        ] {
            for (field, error) in [
                ("value", config.set_json("threads", text)),
                ("text", config.load_json(text)),
                ("text", config.load_toml(text)),
            ] {
                let error = error.unwrap_err();
                assert_eq!((error.kind(), error.field()), (kind, Some(field)));
            }
        }
    }

    #[test]
    fn everything_wrong_is_reported_at_once() {
        let mut config = LayeredConfig::preset(Preset::Default);
        let text = r#"{"profil": 1, "threads": -1, "optimizer": {"deadline": "soon"}, "custom": {"any": "thing"}}"#;
        let error = config.load_json(text).unwrap_err();
        let mut fields: Vec<_> = error.problems().map(|p| p.field().unwrap()).collect();
        fields.sort_unstable();
        assert_eq!(fields, ["optimizer.deadline", "profil", "threads"]);
        assert!(config.effective().custom.is_empty());
    }

    #[test]
    fn custom_values_have_layers_too() {
        let mut config = LayeredConfig::preset(Preset::Default);
        config.set("custom.model", "mine".into()).unwrap();
        config
            .load_toml("[custom]\nmodel = \"other\"\n[custom.hints]\nsize = 3\n")
            .unwrap();
        config
            .load_environment(variables(&[("NEXUSZERO_CUSTOM_REGION", "north")]))
            .unwrap();
        let json: Value = serde_json::from_str(&config.to_json()).unwrap();
        let custom = json!({"model": "mine", "hints": {"size": 3}, "region": "north"});
        assert_eq!(json["custom"], custom);
        assert_eq!(json["sources"]["custom.model"], "setter");
        assert_eq!(json["sources"]["custom.hints"], "file");
        assert_eq!(json["sources"]["custom.region"], "environment");
        config.set_json("custom.model", "null").unwrap();
        assert!(!config.effective().custom.contains_key("model"));
        let mut again = LayeredConfig::preset(Preset::Default);
        again.load_json(&config.to_json()).unwrap();
        assert_eq!(again.effective(), config.effective());
    }

    #[test]
    fn settings_that_may_be_absent() {
        let mut config = LayeredConfig::preset(Preset::Default);
        config
            .load_json(r#"{"max_proof_size": 9000, "max_verify_time": 2.5, "degree_cap": 4, "on_verify_failure": "warning"}"#)
            .unwrap();
        let effective = config.effective();
        assert_eq!(effective.max_proof_size, Some(9000));
        assert_eq!(effective.max_verify_time.unwrap().as_micros(), 2500);
        let json: Value = serde_json::from_str(&config.to_json()).unwrap();
        assert_eq!(json["max_verify_time"], 2.5);
        for setting in ["max_proof_size", "max_verify_time", "degree_cap"] {
            config.set_json(setting, "null").unwrap();
        }
        assert_eq!(config.effective().max_verify_time, None);
        assert_eq!(config.effective().degree_cap, None);
        for bad in ["-1", "1e300", "\"soon\"", "true"] {
            assert!(config.set_json("max_verify_time", bad).is_err(), "{bad}");
        }
        assert!(config.set_json("degree_cap", "256").is_err());
    }

    #[test]
    fn a_backend_is_one_that_is_there() {
        let mut config = LayeredConfig::preset(Preset::Default);
        for backend in Backend::available() {
            config.set("backend", backend.name().into()).unwrap();
            assert_eq!(config.effective().backend, Some(*backend));
            let json: Value = serde_json::from_str(&config.to_json()).unwrap();
            assert_eq!(json["backend"], backend.name());
        }
        for bad in ["fpga", "AUTO", "", "portable "] {
            let error = config.set("backend", bad.into()).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Configuration);
            assert_eq!(error.field(), Some("backend"));
            for backend in Backend::available() {
                assert!(error.message().contains(backend.name()), "{error}");
            }
        }
        config.set("backend", "auto".into()).unwrap();
        assert_eq!(config.effective().backend, None);
    }

    #[test]
    fn what_is_wrong_with_a_file_is_blamed_on_its_path() {
        let mut config = LayeredConfig::preset(Preset::Default);
        let folder = std::env::temp_dir().join(format!("nexuszero-config-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let mut load = |name: &str, write: &dyn Fn(&std::path::Path) -> std::io::Result<()>| {
            let path = folder.join(name);
            write(&path).unwrap();
            config.load_file(path.to_str().unwrap()).unwrap_err()
        };
        // Sparse: it occupies no space, and reading it whole would take 64 GiB.
        let endless = |path: &std::path::Path| std::fs::File::create(path)?.set_len(1 << 36);
        // The byte behind the limit is the first of a character.
        let cut = [" ".repeat(MAX_TEXT_LEN), "é".into()].concat();
        let errors = [
            (load("endless.toml", &endless), ErrorKind::LimitExceeded),
            (
                load("cut.json", &|path| std::fs::write(path, &cut)),
                ErrorKind::LimitExceeded,
            ),
            (
                load("latin.toml", &|path| std::fs::write(path, b"a = '\xe9'")),
                ErrorKind::InvalidArgument,
            ),
            (
                load("empty.json", &|path| std::fs::write(path, "")),
                ErrorKind::Malformed,
            ),
            (
                load("list.json", &|path| std::fs::write(path, "[]")),
                ErrorKind::Malformed,
            ),
            (load("missing.json", &|_| Ok(())), ErrorKind::Io),
        ];
        std::fs::remove_dir_all(&folder).unwrap();
        for (error, kind) in errors {
            assert_eq!(
                (error.kind(), error.field()),
                (kind, Some("path")),
                "{error}"
            );
        }
    }

    #[test]
    fn whatever_can_be_set_can_be_shown_and_loaded() {
        let mut config = LayeredConfig::preset(Preset::Default);
        let nested = |levels: usize| ["[".repeat(levels), "]".repeat(levels)].concat();
        config.set_json("custom.deep", &nested(64)).unwrap();
        let refused = config.set_json("custom.deep", &nested(65)).unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::Configuration);
        assert_eq!(refused.field(), Some("custom.deep"));
        for (name, value) in [
            ("max_verify_time", "16859554839.876623"),
            ("optimizer.rest", "0.0014999"),
            ("max_verify_time", "0.0000001"),
            ("custom.number", "4.229176483896961e-19"),
        ] {
            config.set_json(name, value).unwrap();
            let mut again = LayeredConfig::preset(Preset::Default);
            again.load_json(&config.to_json()).unwrap();
            assert_eq!(again.effective(), config.effective(), "{name} = {value}");
        }
    }

    /// Copying the configuration for each of them would take minutes, which no clock here needs to tell.
    #[test]
    fn many_custom_values_are_loaded() {
        let keys: Vec<_> = (0..80_000).map(|i| format!("\"k{i}\":1")).collect();
        let text = format!("{{\"custom\":{{{}}}}}", keys.join(","));
        assert!(text.len() < MAX_TEXT_LEN);
        let mut config = LayeredConfig::preset(Preset::Default);
        config.load_json(&text).unwrap();
        assert_eq!(config.effective().custom.len(), keys.len());
    }

    proptest! {
        #[test]
        fn hostile_texts_never_do_harm(text in "\\PC{0,80}", key in "[a-z_.]{0,20}", number: i64) {
            let mut config = LayeredConfig::preset(Preset::Default);
            let _ = config.load_json(&text);
            let _ = config.load_toml(&text);
            let _ = config.load_json(&format!("{{\"{key}\": {number}}}"));
            let _ = config.load_toml(&format!("{key} = {number}"));
            let again: Value = serde_json::from_str(&config.to_json()).unwrap();
            prop_assert!(again.is_object());
        }
    }
}
