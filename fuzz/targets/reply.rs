//! Replies of an optimizer: whatever it answers, a choice is made among what is admissible, and an answer that is read says what it says.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nexuszero::config::{Preset, ProtocolConfig};
use nexuszero::error::Result;
use nexuszero::optimizer::schema::{read_reply, Reply};
use nexuszero::optimizer::Optimizer;
use nexuszero::pipeline::Protocol;
use nexuszero_fuzz::vectors;
use serde_json::Value;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

/// Gives the answer that was put here.
struct Answers(Mutex<String>);

impl Optimizer for Answers {
    fn name(&self) -> &str {
        "fuzz"
    }

    fn optimize(&self, _request: &str) -> Result<String> {
        Ok(self.0.lock().expect("nobody panics").clone())
    }
}

const MAX_PROOF_SIZE: u64 = 20_000;

fn setup() -> &'static (Protocol, Arc<Answers>) {
    static SETUP: OnceLock<(Protocol, Arc<Answers>)> = OnceLock::new();
    SETUP.get_or_init(|| {
        let mut config = ProtocolConfig {
            use_optimizer: true,
            max_proof_size: Some(MAX_PROOF_SIZE),
            ..ProtocolConfig::preset(Preset::Default)
        };
        // Every answer is waited for and counts, however many were no good before.
        config.optimizer.deadline = Duration::from_secs(600);
        config.optimizer.cache_size = 0;
        config.optimizer.max_failures = u32::MAX;
        let protocol = Protocol::new(config).expect("a good configuration");
        let answers = Arc::new(Answers(Mutex::default()));
        protocol.set_optimizer(Some(answers.clone()));
        (protocol, answers)
    })
}

fn check_reply(text: &str) {
    match read_reply(text) {
        Err(reason) => assert!(!reason.is_empty()),
        Ok(reply) => {
            let value: Value = serde_json::from_str(text).expect("a reply is JSON");
            assert_eq!(value["version"], 1, "{text}");
            match reply {
                Reply::Candidate(index) => assert_eq!(value["candidate"], index, "{text}"),
                Reply::Parameters {
                    profile,
                    degree_cap,
                    threads,
                } => {
                    assert_eq!(value["profile"], profile.name(), "{text}");
                    assert_eq!(value["degree_cap"], degree_cap, "{text}");
                    assert_eq!(value.get("threads").is_some(), threads.is_some(), "{text}");
                }
            }
        }
    }
}

fuzz_target!(|text: &str| {
    check_reply(text);
    let (protocol, answers) = setup();
    text.clone_into(&mut answers.0.lock().expect("nobody panics"));
    let statement = &vectors::named("preimage-sha3-256-stated").statement;
    let estimate = protocol
        .estimate(statement)
        .expect("a choice is always made");
    assert!(estimate.proof_size <= MAX_PROOF_SIZE && estimate.security_bits >= 128.0);
});
