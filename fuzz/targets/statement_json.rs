//! Statements in JSON: what is read comes back from its own JSON and from its canonical bytes.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nexuszero::statement::encoding::Objects;
use nexuszero::statement::Statement;
use nexuszero_fuzz::{check_refusal, within};

fuzz_target!(|text: &str| {
    let limit = (8 << 20) + 32 * text.len();
    match within(limit, || Statement::from_json(text)) {
        Ok(statement) => {
            let json = statement.to_json();
            assert_eq!(
                Statement::from_json(&json).as_ref(),
                Ok(&statement),
                "{json}"
            );
            let bytes = statement.encode(Objects::Whole);
            assert_eq!(Statement::decode(&bytes).as_ref(), Ok(&statement), "{json}");
        }
        Err(error) => check_refusal(&error),
    }
});
