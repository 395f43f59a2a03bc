//! Sequences of C calls about configurations and protocols.
#![no_main]

use libfuzzer_sys::arbitrary::{self, Arbitrary};
use libfuzzer_sys::fuzz_target;
use nexuszero::ffi::nxz_status::*;
use nexuszero::ffi::*;
use nexuszero_fuzz::abi::{checked, string, Bytes, Calls, Handles, Input, Number, Pick};
use nexuszero_fuzz::{c, vectors};
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;

#[derive(Debug, Arbitrary)]
enum Call {
    New(Number),
    SetSecurityLevel(Pick, Level),
    SetProfile(Pick, Number),
    SetVerifyAfterGeneration(Pick, Number),
    SetRequireQuantumResistance(Pick, Number),
    SetLimit(Pick, Number, u64),
    Set(Pick, Bytes, Bytes),
    LoadJson(Pick, Bytes),
    LoadToml(Pick, Bytes),
    LoadFile(Pick, Bytes),
    LoadEnvironment(Pick, Number, Bytes),
    ToJson(Pick),
    Free(Pick),
    NewProtocol(Pick),
    Reconfigure(Pick, Pick),
    Estimate {
        protocol: Pick,
        statement: Pick,
        struct_size: Size,
    },
    FreeProtocol(Pick),
    Names(Number),
}

#[derive(Debug, Arbitrary)]
enum Level {
    L128,
    L192,
    L256,
    Other(u32),
}

#[derive(Debug, Arbitrary)]
enum Size {
    Right,
    Other(u8),
}

const NAMES: [&str; 8] = [
    "security_level",
    "profile",
    "degree_cap",
    "max_verify_time",
    "limits.max_work",
    "optimizer.deadline",
    "compression.strategy",
    "custom.region",
];
const VALUES: [&str; 8] = [
    "128",
    "\"tiny\"",
    "null",
    "0.5",
    "[1,{\"a\":2}]",
    "true",
    "18446744073709551615",
    "-1",
];
const JSON: &str =
    r#"{"security_level":192,"profile":"fast","limits":{"max_work":1000},"custom":{"a":[1]}}"#;
const TOML: &str = "use_optimizer = true\nmax_verify_time = 1.5\n[limits]\nmax_proof_size = 20_000\n[custom]\nb = \"c\"\n";

fn one_of(texts: &[&str]) -> impl FnOnce(u8) -> Vec<u8> {
    let texts: Vec<String> = texts.iter().map(|text| (*text).into()).collect();
    move |which| texts[usize::from(which) % texts.len()].clone().into()
}

struct State {
    configs: Handles<nxz_config>,
    protocols: Handles<nxz_protocol>,
    statements: Handles<nxz_statement>,
}

impl State {
    fn new() -> Self {
        let mut statements = Handles::new(nxz_statement_free);
        for name in [
            "circuit-adder",
            "discrete-log-p256",
            "preimage-sha3-256-hidden",
        ] {
            let json = Input::from(vectors::named(name).statement.to_json().into_bytes());
            let made = statements.make(|out, error| {
                c!(nxz_statement_from_json(json.text(), json.len(), out, error))
            });
            assert!(made.is_some());
        }
        Self {
            configs: Handles::new(nxz_config_free),
            protocols: Handles::new(nxz_protocol_free),
            statements,
        }
    }

    fn run(&mut self, call: Call) {
        match call {
            Call::New(preset) => {
                let preset = preset.get();
                let made = self
                    .configs
                    .make(|out, error| c!(nxz_config_new(preset, out, error)));
                assert_eq!(made.is_some(), preset <= NXZ_PRESET_SECURE);
            }
            Call::SetSecurityLevel(config, level) => {
                let bits = match level {
                    Level::L128 => 128,
                    Level::L192 => 192,
                    Level::L256 => 256,
                    Level::Other(bits) => bits,
                };
                let config = self.configs.get(config);
                checked(|error| c!(nxz_config_set_security_level(config, bits, error)));
            }
            Call::SetProfile(config, profile) => {
                let config = self.configs.get(config);
                checked(|error| c!(nxz_config_set_profile(config, profile.get(), error)));
            }
            Call::SetVerifyAfterGeneration(config, enabled) => {
                let (config, enabled) = (self.configs.get(config), enabled.get());
                checked(|error| {
                    c!(nxz_config_set_verify_after_generation(
                        config, enabled, error
                    ))
                });
            }
            Call::SetRequireQuantumResistance(config, enabled) => {
                let (config, enabled) = (self.configs.get(config), enabled.get());
                checked(|error| {
                    c!(nxz_config_set_require_quantum_resistance(
                        config, enabled, error
                    ))
                });
            }
            Call::SetLimit(config, limit, value) => {
                let (config, limit) = (self.configs.get(config), limit.get());
                checked(|error| c!(nxz_config_set_limit(config, limit, value, error)));
            }
            Call::Set(config, name, value) => {
                let config = self.configs.get(config);
                let (name, value) = (name.resolve(one_of(&NAMES)), value.resolve(one_of(&VALUES)));
                self.unchanged_by_failure(config, |error| {
                    let (text, len) = (value.text(), value.len());
                    c!(nxz_config_set(
                        config,
                        name.text(),
                        name.len(),
                        text,
                        len,
                        error
                    ))
                });
            }
            Call::LoadJson(config, text) => {
                let (config, text) = (self.configs.get(config), text.resolve(one_of(&[JSON])));
                self.unchanged_by_failure(config, |error| {
                    c!(nxz_config_load_json(config, text.text(), text.len(), error))
                });
            }
            Call::LoadToml(config, text) => {
                let (config, text) = (self.configs.get(config), text.resolve(one_of(&[TOML])));
                self.unchanged_by_failure(config, |error| {
                    c!(nxz_config_load_toml(config, text.text(), text.len(), error))
                });
            }
            Call::LoadFile(config, path) => {
                let real = one_of(&["/nowhere/config.toml", "/nowhere/config"]);
                let (config, path) = (self.configs.get(config), path.resolve(real));
                self.unchanged_by_failure(config, |error| {
                    c!(nxz_config_load_file(config, path.text(), path.len(), error))
                });
            }
            Call::LoadEnvironment(config, name, value) => {
                let config = self.configs.get(config);
                self.load_environment(config, name, &value);
            }
            Call::ToJson(config) => self.shown_again(config),
            Call::Free(config) => self.configs.free(config),
            Call::NewProtocol(config) => {
                let config = self.configs.get(config);
                self.protocols
                    .make(|out, error| c!(nxz_protocol_new(config, out, error)));
            }
            Call::Reconfigure(protocol, config) => {
                let (protocol, config) = (self.protocols.get(protocol), self.configs.get(config));
                checked(|error| c!(nxz_protocol_reconfigure(protocol, config, error)));
            }
            Call::Estimate {
                protocol,
                statement,
                struct_size,
            } => {
                let (protocol, statement) =
                    (self.protocols.get(protocol), self.statements.get(statement));
                estimate(protocol, statement, struct_size);
            }
            Call::FreeProtocol(protocol) => self.protocols.free(protocol),
            Call::Names(number) => {
                let known = !nxz_profile_name(number.get()).is_null();
                assert_eq!(
                    known,
                    (NXZ_PROFILE_FAST..=NXZ_PROFILE_TINY).contains(&number.get())
                );
            }
        }
    }

    /// With one variable set.
    fn load_environment(&mut self, config: *mut nxz_config, name: Number, value: &Bytes) {
        let name = NAMES[name.get() as usize % NAMES.len()];
        let variable = format!("NEXUSZERO_{}", name.to_uppercase().replace('.', "_"));
        let value = value.resolve(one_of(&VALUES));
        let value = value.bytes().unwrap_or_default();
        // The system has no variables with such values.
        if value.contains(&0) {
            return;
        }
        std::env::set_var(&variable, OsStr::from_bytes(value));
        self.unchanged_by_failure(config, |error| {
            c!(nxz_config_load_environment(config, error))
        });
        std::env::remove_var(&variable);
    }

    /// A layer is applied whole or not at all.
    fn unchanged_by_failure(
        &mut self,
        config: *mut nxz_config,
        call: impl FnOnce(*mut *mut nxz_error) -> nxz_status,
    ) {
        let show = || string(|out, error| c!(nxz_config_to_json(config, out, error)));
        let before = show();
        if checked(call) != NXZ_OK {
            assert_eq!(show(), before);
        }
    }

    /// What is shown can be loaded, and is then shown again but for where it came from.
    fn shown_again(&mut self, config: Pick) {
        let config = self.configs.get(config);
        let Some(shown) = string(|out, error| c!(nxz_config_to_json(config, out, error))) else {
            return;
        };
        let Some(other) = self
            .configs
            .make(|out, error| c!(nxz_config_new(0, out, error)))
        else {
            panic!("there is that preset");
        };
        let text = Input::from(shown.clone().into_bytes());
        let load = |error| c!(nxz_config_load_json(other, text.text(), text.len(), error));
        assert_eq!(checked(load), NXZ_OK, "{shown}");
        let again = string(|out, error| c!(nxz_config_to_json(other, out, error)));
        self.configs.free_last();
        let settings = |text: &str| {
            let mut value: serde_json::Value = serde_json::from_str(text).expect("JSON");
            value["sources"].take();
            value
        };
        assert_eq!(again.as_deref().map(settings), Some(settings(&shown)));
    }
}

fn estimate(protocol: *const nxz_protocol, statement: *const nxz_statement, size: Size) {
    let full = size_of::<nxz_proof_cost>() as u32;
    // More than the library knows is what a newer program has; there is not more behind the structure here.
    let struct_size = match size {
        Size::Right => full,
        Size::Other(size) => u32::from(size).min(full),
    };
    // SAFETY: all its fields are numbers.
    let mut cost: nxz_proof_cost = unsafe { std::mem::zeroed() };
    cost.struct_size = struct_size;
    let status = checked(|error| c!(nxz_estimate(protocol, statement, &mut cost, error)));
    assert_eq!(cost.struct_size, struct_size);
    assert_eq!(status == NXZ_OK, cost.proof_size > 0);
}

fuzz_target!(|calls: Calls<Call>| {
    let mut state = State::new();
    for call in calls.0 {
        state.run(call);
    }
});
