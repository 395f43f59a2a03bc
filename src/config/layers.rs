//! A configuration in layers: preset, then files, then the environment, then setters.
//!
//! Every setting remembers where its value came from. A layer never replaces what a higher one has set, in whatever order they
//! are applied; within a layer the last one wins. A layer is applied whole or not at all.

use super::settings::{find, SETTINGS};
use super::{Preset, ProtocolConfig};
use crate::error::{ErrorKind, ProtocolError, Result};
use serde_json::{json, Map, Value};
use std::collections::BTreeMap;
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

/// Longest configuration text, in bytes.
pub const MAX_TEXT_LEN: usize = 1 << 20;

/// A configuration with the origin of every value.
#[derive(Clone, Debug)]
pub struct LayeredConfig {
    effective: ProtocolConfig,
    sources: BTreeMap<&'static str, Source>,
}

impl LayeredConfig {
    /// The configuration of a preset.
    pub fn preset(preset: Preset) -> Self {
        Self {
            effective: ProtocolConfig::preset(preset),
            sources: SETTINGS
                .iter()
                .map(|setting| (setting.name, Source::Preset))
                .collect(),
        }
    }

    /// What is in force.
    pub fn effective(&self) -> &ProtocolConfig {
        &self.effective
    }

    /// Applies settings of a JSON object; sections are objects in it.
    pub fn load_json(&mut self, text: &str) -> Result<()> {
        check_len(text)?;
        let value = serde_json::from_str(text).map_err(|error| malformed(error.to_string()))?;
        self.load(value)
    }

    /// Applies settings of a TOML document; sections are tables in it.
    pub fn load_toml(&mut self, text: &str) -> Result<()> {
        check_len(text)?;
        let value = toml::from_str(text).map_err(|error| malformed(error.to_string()))?;
        self.load(value)
    }

    /// Applies the variables of this process.
    pub fn load_process_environment(&mut self) -> Result<()> {
        let variables = std::env::vars_os().filter_map(|(name, value)| {
            let name = name.into_string().ok()?;
            name.starts_with(ENVIRONMENT_PREFIX).then(|| {
                // What is no UTF-8 is the value of no setting, and its refusal names the variable.
                (name, value.to_string_lossy().into_owned())
            })
        });
        self.load_environment(variables)
    }

    /// Applies a file, JSON or TOML by the end of its name.
    pub fn load_file(&mut self, path: &str) -> Result<()> {
        let failed = |kind, message| ProtocolError::in_field(kind, "path", message);
        let load = match path.rsplit_once('.') {
            Some((_, "json")) => Self::load_json,
            Some((_, "toml")) => Self::load_toml,
            _ => {
                let message = "a configuration file ends in .json or .toml";
                return Err(failed(ErrorKind::InvalidArgument, message.to_owned()));
            }
        };
        // One byte more than a text may have, so that what is too long is refused and not read to its end.
        let mut text = String::new();
        std::fs::File::open(path)
            .and_then(|file| file.take(MAX_TEXT_LEN as u64 + 1).read_to_string(&mut text))
            .map_err(|error| failed(ErrorKind::Configuration, error.to_string()))?;
        load(self, &text)
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
            let setting = SETTINGS
                .iter()
                .find(|setting| setting.name.replace('.', "_").to_uppercase() == rest)
                .ok_or_else(|| unknown(&name))?;
            // A number or a switch as in JSON; whatever else is text.
            let value = serde_json::from_str(&text).unwrap_or(Value::String(text));
            values.push((setting.name.to_owned(), value));
        }
        self.apply(Source::Environment, values)
    }

    /// Sets one setting.
    pub fn set(&mut self, name: &str, value: Value) -> Result<()> {
        self.apply(Source::Setter, vec![(name.to_owned(), value)])
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
        let sources = self.sources.iter();
        let sources = sources.map(|(name, source)| ((*name).to_owned(), source.name().into()));
        root.insert(SOURCES.to_owned(), Value::Object(sources.collect()));
        Value::Object(root).to_string()
    }

    fn load(&mut self, value: Value) -> Result<()> {
        let Value::Object(mut root) = value else {
            return Err(malformed("a configuration is an object".into()));
        };
        // What `to_json` says of origins is read over, so that its result can be loaded again.
        root.remove(SOURCES);
        let mut values = Vec::new();
        for (name, value) in root {
            match value {
                Value::Object(section) => values.extend(
                    section
                        .into_iter()
                        .map(|(key, value)| (format!("{name}.{key}"), value)),
                ),
                value => values.push((name, value)),
            }
        }
        self.apply(Source::File, values)
    }

    /// Applies the values of a layer, all or none.
    fn apply(&mut self, source: Source, values: Vec<(String, Value)>) -> Result<()> {
        let mut changed = self.clone();
        for (name, value) in values {
            let setting = find(&name).ok_or_else(|| unknown(&name))?;
            // Also a value that a higher layer hides must be a good one.
            let mut trial = changed.effective.clone();
            (setting.set)(&mut trial, &value)?;
            if changed.sources[setting.name] <= source {
                changed.effective = trial;
                changed.sources.insert(setting.name, source);
            }
        }
        *self = changed;
        Ok(())
    }
}

/// The key of `to_json` for the origins.
const SOURCES: &str = "sources";

fn malformed(message: String) -> ProtocolError {
    ProtocolError::in_field(ErrorKind::Malformed, "text", message)
}

fn unknown(name: &str) -> ProtocolError {
    let message = format!("there is no setting `{name}`");
    ProtocolError::new(ErrorKind::Configuration, message)
}

fn check_len(text: &str) -> Result<()> {
    if text.len() > MAX_TEXT_LEN {
        return Err(ProtocolError::in_field(
            ErrorKind::LimitExceeded,
            "text",
            format!("it has {} bytes, the limit is {MAX_TEXT_LEN}", text.len()),
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::{Profile, SecurityLevel};
    use super::*;
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
            (r#"{"profile": "fast""#, "text"),
            (r#"["profile"]"#, "text"),
            ("", "text"),
        ] {
            let error = config.load_json(text).unwrap_err();
            assert!(error.to_string().contains(named), "{text}: {error}");
            assert_eq!(config.to_json(), fresh.to_json(), "{text}");
        }
        assert!(config.load_toml("profile = fast").is_err());
        assert!(config.load_toml("[limits]\nmax_speed = 1").is_err());
        let error = config.load_environment(variables(&[("NEXUSZERO_PROFIL", "fast")]));
        assert!(error.unwrap_err().to_string().contains("NEXUSZERO_PROFIL"));
        let long = " ".repeat(MAX_TEXT_LEN + 1);
        assert_eq!(
            config.load_json(&long).unwrap_err().kind(),
            ErrorKind::LimitExceeded
        );
        assert_eq!(config.to_json(), fresh.to_json());
    }

    #[test]
    fn an_endless_file_is_refused() {
        let mut config = LayeredConfig::preset(Preset::Default);
        let folder = std::env::temp_dir().join(format!("nexuszero-config-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join("endless.toml");
        let file = std::fs::File::create(&path).unwrap();
        // Sparse: it occupies no space, and reading it whole would take 64 GiB.
        file.set_len(1 << 36).unwrap();
        let refused = config.load_file(path.to_str().unwrap());
        std::fs::remove_dir_all(&folder).unwrap();
        assert_eq!(refused.unwrap_err().kind(), ErrorKind::LimitExceeded);
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
