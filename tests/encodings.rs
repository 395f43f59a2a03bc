//! Statements as canonical bytes and as JSON: both round-trip for every kind, and nothing else is read.

mod common;

use common::claims::samples;
use nexuszero::error::ErrorKind;
use nexuszero::statement::encoding::Objects;
use nexuszero::statement::{Statement, KINDS};
use p256::elliptic_curve::sec1::ToSec1Point;
use proptest::prelude::*;
use serde_json::Value;

#[test]
fn every_kind_round_trips() {
    let mut kinds = std::collections::BTreeSet::new();
    let mut encodings = std::collections::BTreeSet::new();
    for (name, statement, _) in samples() {
        let bytes = statement.encode(Objects::Whole);
        assert_eq!(Statement::decode(&bytes).as_ref(), Ok(&statement), "{name}");
        let json = statement.to_json();
        assert_eq!(
            Statement::from_json(&json).as_ref(),
            Ok(&statement),
            "{name}"
        );
        assert!(
            encodings.insert(bytes),
            "{name}: two statements have one encoding"
        );
        assert!(encodings.insert(statement.encode(Objects::Digests)) || !name.contains("one-of"));
        let value: Value = serde_json::from_str(&json).unwrap();
        kinds.insert(value["kind"].as_str().unwrap().to_owned());
    }
    assert!(kinds
        .iter()
        .eq(&std::collections::BTreeSet::from(KINDS.map(str::to_owned))));
}

/// A decoded statement has exactly the bytes that it was decoded from; whatever else is refused.
fn canonical_or_refused(bytes: &[u8], name: &str) {
    match Statement::decode(bytes) {
        Ok(statement) => assert_eq!(statement.encode(Objects::Whole), bytes, "{name}"),
        Err(error) => assert!(
            matches!(
                error.kind(),
                ErrorKind::Malformed | ErrorKind::Unsupported | ErrorKind::LimitExceeded
            ),
            "{name}: {error}"
        ),
    }
}

#[test]
fn changed_encodings_are_refused_or_other_statements() {
    for (name, statement, _) in samples() {
        let bytes = statement.encode(Objects::Whole);
        for len in 0..bytes.len().min(300) {
            let error = Statement::decode(&bytes[..len]).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Malformed, "{name} {len}: {error}");
        }
        let longer = [&bytes[..], &[0]].concat();
        assert_eq!(
            Statement::decode(&longer).unwrap_err().kind(),
            ErrorKind::Malformed
        );
        for at in 0..bytes.len().min(600) {
            for change in [1, 0x80, 0xff] {
                let mut changed = bytes.clone();
                changed[at] ^= change;
                canonical_or_refused(&changed, &name);
                if let Ok(other) = Statement::decode(&changed) {
                    assert_ne!(other, statement, "{name}: byte {at}");
                }
            }
        }
    }
}

/// What says the same in another way is refused: points that are not compressed, white space in circuits, bytes in an object.
#[test]
fn other_encodings_of_a_statement_are_refused() {
    let sample = |wanted: &str| {
        let found = samples().into_iter().find(|(name, ..)| name == wanted);
        found.unwrap().1.encode(Objects::Whole)
    };
    let sized = |bytes: &[u8]| [&(bytes.len() as u64).to_le_bytes(), bytes].concat();
    let refused = |bytes: &[u8]| {
        let error = Statement::decode(bytes).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Malformed, "{error}");
    };

    let logarithm = sample("discrete-log-p256");
    let (head, rest) = logarithm.split_at(1 + 4);
    let (points, name) = rest.split_at(2 * (8 + 33));
    let [generator, public] = [&points[8..8 + 33], &points[8 + 33 + 8..]];
    let long = |compressed: &[u8]| {
        let point = p256::PublicKey::from_sec1_bytes(compressed).unwrap();
        point.to_sec1_point(false).as_bytes().to_vec()
    };
    let encoded =
        |generator: &[u8], public: &[u8]| [head, &sized(generator), &sized(public), name].concat();
    assert_eq!(encoded(generator, public), logarithm);
    refused(&encoded(&long(generator), public));
    refused(&encoded(generator, &long(public)));

    // The object comes first: behind the kind, and in a list behind the hash function too.
    for (name, at, changes) in [
        ("circuit-adder", 1, [&b" "[..], b"\n"]),
        ("one-of-many", 1 + 4, [&[0], &[0; 8]]),
    ] {
        let bytes = sample(name);
        let (head, rest) = bytes.split_at(at);
        let (len, rest) = rest.split_first_chunk().unwrap();
        let (object, tail) = rest.split_at(u64::from_le_bytes(*len) as usize);
        let encoded = |object: &[u8]| [head, &sized(object), tail].concat();
        assert_eq!(encoded(object), bytes);
        for more in changes {
            refused(&encoded(&[object, more].concat()));
        }
    }
}

proptest! {
    #[test]
    fn random_bytes_never_do_harm(mut bytes in prop::collection::vec(any::<u8>(), 0..200), kind in 0u8..9) {
        canonical_or_refused(&bytes, "random");
        if let Some(first) = bytes.first_mut() {
            *first = kind;
        }
        canonical_or_refused(&bytes, "random of a kind");
    }
}

#[test]
fn json_that_is_no_statement_is_refused() {
    let preimage = |change: &str| {
        format!(
            r#"{{"kind":"preimage","hash":"sha256","digest":"{}","message":{change}}}"#,
            "00".repeat(32)
        )
    };
    let right = preimage(r#"{"parts":[{"secret":"key","len":32}]}"#);
    assert!(Statement::from_json(&right).is_ok());
    let wrong = [
        String::new(),
        "[]".into(),
        "{}".into(),
        r#"{"kind":"nothing"}"#.into(),
        r#"{"kind":7}"#.into(),
        right.replace("sha256", "md5"),
        right.replace("00", "0"),
        right.replace("00", "0g"),
        right.replace(r#""message""#, r#""massage""#),
        right.replace(r#"{"parts""#, r#"{"other":1,"parts""#),
        right.replace("\"hash\"", "\"extra\":1,\"hash\""),
        right.clone() + " {}",
        preimage(r#"{"parts":[{"secret":"key"}]}"#),
        preimage(r#"{"parts":[{"secret":"","len":32}]}"#),
        preimage(r#"{"parts":[{"secret":"a\u0000b","len":32}]}"#),
        preimage(r#"{"parts":[{"secret":"key","len":-1}]}"#),
        preimage(r#"{"parts":[{"secret":"key","len":99999999}]}"#),
        preimage(r#"{"parts":[{"secret":"key","len":32,"public":"00"}]}"#),
        preimage(r#"{"parts":[{"hidden":"key"}]}"#),
        preimage(r#"{"parts":[{"hidden":"key"}],"blocks":0}"#),
        preimage(r#"{"parts":[{"hidden":"key"}],"blocks":65}"#),
        preimage(r#"{"parts":[{"hidden":"key"},{"hidden":"other"}],"blocks":2}"#),
        preimage(r#"{"parts":[{"secret":"key","len":32}],"blocks":1}"#),
        preimage(r#"{"parts":[],"key":{"public":"00"}}"#),
        r#"{"kind":"conjunction","claims":[]}"#.into(),
        format!(r#"{{"kind":"conjunction","claims":[{right}]}}"#),
        r#"{"kind":"conjunction","claims":[{"kind":"conjunction","claims":[]}]}"#.into(),
        r#"{"kind":"discrete-log","group":"p521","generator":"","public_value":"","secret":"x"}"#
            .into(),
    ];
    for text in wrong {
        let error = Statement::from_json(&text).expect_err(&text);
        assert!(
            matches!(
                error.kind(),
                ErrorKind::Malformed | ErrorKind::Unsupported | ErrorKind::LimitExceeded
            ),
            "{text}: {error}"
        );
    }
    // A kind that there is not gets an error with those that there are.
    let error = Statement::from_json(r#"{"kind":"nothing"}"#).unwrap_err();
    for kind in KINDS {
        assert!(error.to_string().contains(kind), "{error}");
    }
}
