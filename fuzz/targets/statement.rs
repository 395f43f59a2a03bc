//! Canonical bytes of statements: what is read has these bytes and no others, in JSON too, and its cost can be told.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nexuszero::config::{Preset, ProtocolConfig};
use nexuszero::pipeline::Protocol;
use nexuszero::statement::encoding::Objects;
use nexuszero::statement::{Statement, Witness, KINDS};
use nexuszero_fuzz::{check_error, check_refusal, within};
use std::sync::OnceLock;

fn protocol() -> &'static Protocol {
    static PROTOCOL: OnceLock<Protocol> = OnceLock::new();
    PROTOCOL.get_or_init(|| {
        let config = ProtocolConfig::preset(Preset::Fast);
        Protocol::new(config).expect("a good configuration")
    })
}

fuzz_target!(|data: &[u8]| {
    let limit = (8 << 20) + 32 * data.len();
    let statement = match within(limit, || Statement::decode(data)) {
        Ok(statement) => statement,
        Err(error) => return check_refusal(&error),
    };
    let (bytes, objects) = statement.encode_parts();
    assert_eq!(bytes, data);
    assert!(objects.iter().all(|range| range.end <= data.len()));
    assert_eq!(statement.encoded_len(), data.len() as u64);
    assert!(!statement.encode(Objects::Digests).is_empty());
    let json = statement.to_json();
    assert_eq!(
        Statement::from_json(&json).as_ref(),
        Ok(&statement),
        "{json}"
    );
    let name = statement.name();
    assert!(KINDS.iter().any(|kind| name.starts_with(kind)), "{name}");
    if let Err(error) = statement.check_witness(&Witness::new()) {
        check_error(&error);
    }
    // Counting the circuits of 64 claims takes as long as a thousand inputs.
    let costs_little = match &statement {
        Statement::Claims(claims) => claims.claims().len() <= 2,
        Statement::DiscreteLog(_) => true,
    };
    if costs_little {
        match protocol().estimate(&statement) {
            Ok(estimate) => assert!(estimate.proof_size > 0),
            Err(error) => check_error(&error),
        }
    }
});
