//! Configuration texts: a layer is applied whole or not at all, what is in force can be shown and loaded again, and what is wrong is named.
//!
//! Input: one byte that says what the rest is: JSON, TOML, environment variables, or single settings.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nexuszero::config::layers::LayeredConfig;
use nexuszero::config::Preset;
use nexuszero::error::Result;
use nexuszero_fuzz::{check_error, within};

/// Lines `NAME=VALUE`.
fn variables(text: &str) -> Vec<(String, String)> {
    let lines = text.lines().filter_map(|line| line.split_once('='));
    lines
        .map(|(name, value)| (name.into(), value.into()))
        .collect()
}

fn apply(config: &mut LayeredConfig, how: u8, text: &str) -> Result<()> {
    match how % 4 {
        0 => config.load_json(text),
        1 => config.load_toml(text),
        2 => config.load_environment(variables(text)),
        _ => {
            let (name, value) = text.split_once('=').unwrap_or((text, ""));
            config.set_json(name, value)
        }
    }
}

fuzz_target!(|data: (u8, &str)| {
    let (how, text) = data;
    let preset = [Preset::Default, Preset::Fast, Preset::Secure][usize::from(how >> 2) % 3];
    let mut config = LayeredConfig::preset(preset);
    let before = config.to_json();
    let limit = (4 << 20) + 4096 * text.len();
    match within(limit, || apply(&mut config, how, text)) {
        Ok(()) => {
            let shown = config.to_json();
            let mut again = LayeredConfig::preset(Preset::Default);
            again
                .load_json(&shown)
                .expect("what is shown can be loaded");
            assert_eq!(again.effective(), config.effective(), "{shown}");
            if let Err(error) = config.effective().validate() {
                check_error(&error);
            }
        }
        Err(error) => {
            check_error(&error);
            assert_eq!(config.to_json(), before, "{error}");
        }
    }
});
