//! Statements as canonical bytes and as JSON: both round-trip for every kind, and nothing else is read.

mod common;

use common::claims::samples;
use nexuszero::error::ErrorKind;
#[cfg(feature = "allocator")]
use nexuszero::metrics::memory::PeakScope;
use nexuszero::statement::encoding::Objects;
use nexuszero::statement::{Claims, Message, Statement, KINDS};
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

/// Bytes behind their length.
fn sized(bytes: &[u8]) -> Vec<u8> {
    [&(bytes.len() as u64).to_le_bytes(), bytes].concat()
}

/// What says the same in another way is refused: points that are not compressed, white space in circuits, bytes in an object.
#[test]
fn other_encodings_of_a_statement_are_refused() {
    let sample = |wanted: &str| {
        let found = samples().into_iter().find(|(name, ..)| name == wanted);
        found.unwrap().1.encode(Objects::Whole)
    };
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

/// Each is found where it stands and is told, whatever the bytes behind it say.
#[test]
fn what_is_wrong_with_an_encoding_is_told() {
    let claim = |text: String| Statement::from_json(&text).unwrap().encode(Objects::Whole);
    let message = claim(preimage(MESSAGE));
    let inputs = claim(circuit(INPUTS));
    let place = |bytes: &[u8], name: &[u8]| {
        let sized = sized(name);
        let at = bytes.windows(sized.len()).position(|w| w == sized);
        at.expect("the name stands there") + 8
    };
    let (key, a) = (place(&message, b"key"), place(&inputs, b"a"));
    // In front of a name stands its length, and in front of that the kind; a message begins with the key flag and the number of parts.
    for (bytes, at, byte, says) in [
        (&message, key - 9, 3, "a part of a message has no kind 3"),
        (&message, key - 14, 2, "whether there is a key is 0 or 1"),
        (&message, key, 0xff, "a name is not UTF-8"),
        (&message, key, 7, "no control characters"),
        (&inputs, a - 9, 2, "an input has no kind 2"),
    ] {
        let mut wrong = bytes.clone();
        wrong[at] = byte;
        let error = Statement::decode(&wrong).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Malformed, "{error}");
        assert!(error.message().contains(says), "{error} instead of {says}");
    }
    // The length is looked at first: otherwise these bytes would be malformed.
    let endless = vec![0; Statement::MAX_ENCODED_LEN + 1];
    let text = std::str::from_utf8(&endless).unwrap();
    for refused in [Statement::decode(&endless), Statement::from_json(text)] {
        assert_eq!(refused.unwrap_err().kind(), ErrorKind::LimitExceeded);
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

/// A statement about a message in JSON.
fn preimage(message: &str) -> String {
    format!(
        r#"{{"kind":"preimage","hash":"sha256","digest":"{}","message":{message}}}"#,
        "00".repeat(32)
    )
}

fn conjunction(claims: &[&str]) -> String {
    format!(
        r#"{{"kind":"conjunction","claims":[{}]}}"#,
        claims.join(",")
    )
}

/// About inputs of an AND gate.
fn circuit(inputs: &str) -> String {
    format!(
        r#"{{"kind":"circuit","circuit":"1 3\n2 1 1\n1 1\n2 1 0 1 2 AND\n","inputs":{inputs},"outputs":"01"}}"#
    )
}

const MESSAGE: &str = r#"{"parts":[{"secret":"key","len":32}]}"#;
const INPUTS: &str = r#"[{"secret":"a"},{"public":"01"}]"#;

#[test]
fn json_that_is_no_statement_is_refused() {
    let right = preimage(MESSAGE);
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
        conjunction(&[&right, &conjunction(&[&right, &right])]),
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

/// Fields have names and not places, so that whoever reads a text sees what is what; and they are not said twice.
#[test]
fn json_objects_have_named_fields() {
    let claim = preimage(MESSAGE);
    let range = format!(
        r#"{{"hash":"sha256","commitment":"{}","min":0,"max":1,"value":"v","blinding":"b","kind":"range"}}"#,
        "00".repeat(32)
    );
    let logarithm = samples().pop().unwrap().1.to_json();
    let circuit_claim = circuit(INPUTS);
    for right in [&claim, &range, &logarithm, &circuit_claim] {
        Statement::from_json(right).unwrap_or_else(|error| panic!("{right}: {error}"));
    }
    let both = conjunction(&[&claim, &range]);
    let read = Statement::from_json(&both).unwrap();
    // The kind may come last.
    let last = format!(r#"{{"claims":[{claim},{range}],"kind":"conjunction"}}"#);
    assert_eq!(Statement::from_json(&last).unwrap(), read);

    let array = |object: &str| {
        let Value::Object(fields) = serde_json::from_str(object).unwrap() else {
            panic!("{object} is no object");
        };
        let order = [
            "kind",
            "group",
            "hash",
            "digest",
            "commitment",
            "min",
            "max",
            "value",
            "blinding",
            "message",
            "generator",
            "circuit",
            "inputs",
            "outputs",
            "public_value",
            "secret",
        ];
        let items = order.iter().filter_map(|name| fields.get(*name));
        Value::from(items.cloned().collect::<Vec<_>>()).to_string()
    };
    let wrong = [
        preimage(r#"[null,[{"secret":"key","len":32}],null]"#),
        preimage(r#"{"parts":[["key",32]]}"#),
        preimage(r#"{"parts":[["00"]]}"#),
        preimage(r#"{"parts":[{"public":"00","hidden":null}]}"#),
        preimage(r#"{"parts":[{"public":"00","public":"00"}]}"#),
        preimage(r#"{"parts":[{}]}"#),
        preimage(r#"{"kind":"preimage","parts":[]}"#),
        preimage(r#"{"key":null,"parts":[]}"#),
        preimage(r#"{"parts":[],"blocks":null}"#),
        circuit(r#"[["a"],{"public":"01"}]"#),
        circuit(r#"[{"secret":"a","public":null},{"public":"01"}]"#),
        circuit(r#"[{"secret":"a"},{}]"#),
        array(&claim),
        array(&range),
        array(&logarithm),
        array(&circuit_claim),
        conjunction(&[&claim, &array(&range)]),
        conjunction(&[&array(&claim), &range]),
        conjunction(&[
            &claim,
            &range.replace(r#""kind""#, r#""kind":"range","kind""#),
        ]),
        conjunction(&[&claim, &range.replace(r#","kind":"range""#, "")]),
        format!(r#"["conjunction",[{claim},{range}]]"#),
        both.replace(
            r#""kind":"conjunction""#,
            r#""kind":"conjunction","other":1"#,
        ),
        both.replace(r#""claims""#, r#""claims":[],"claims""#),
        both.replace(
            r#"{"kind":"conjunction""#,
            r#"{"kind":"conjunction","kind":"conjunction""#,
        ),
    ];
    for text in wrong {
        let error = Statement::from_json(&text).expect_err(&text);
        assert_eq!(error.kind(), ErrorKind::Malformed, "{text}: {error}");
    }

    let said = |text: &str| Statement::from_json(text).unwrap_err().to_string();
    for (text, words) in [
        (preimage(r#"{"parts":[["key",32]]}"#), vec!["an object"]),
        (
            preimage(r#"{"parts":[{"secret":"key"}]}"#),
            vec!["`secret` and `len`", "column"],
        ),
        (
            preimage(r#"{"parts":[{"size":1}]}"#),
            vec!["`size`", "`public`", "`len`"],
        ),
        (
            circuit(r#"[{"hidden":"a"}]"#),
            vec!["`hidden`", "`public`", "`secret`"],
        ),
        (range.replace("min", "least"), vec!["`least`", "`min`"]),
        (range.replace(r#""min":0,"#, ""), vec!["missing", "`min`"]),
        (
            conjunction(&[&claim, r#"{"kind":"discrete-log"}"#]),
            vec!["`discrete-log`", "`preimage`"],
        ),
        ("[]".into(), vec!["an object"]),
    ] {
        let error = said(&text);
        assert!(
            words.iter().all(|word| error.contains(word)),
            "{text}: {error}"
        );
    }
}

/// `count` items of `item`, in an array.
fn array(item: &str, count: usize) -> String {
    format!("[{}]", vec![item; count].join(","))
}

/// The canonical bytes of a preimage whose message has so many empty parts.
fn message_of_parts(count: usize) -> Vec<u8> {
    let head = [&[1, 1, 0, 0, 0, 32, 0, 0, 0, 0, 0, 0, 0][..], &[0; 32 + 1]].concat();
    let parts = vec![0; 9 * count];
    [&head[..], &(count as u32).to_le_bytes(), &parts, &[0; 8]].concat()
}

fn conjunction_of(claim: &[u8], count: usize) -> Vec<u8> {
    [
        &[6],
        &(count as u32).to_le_bytes()[..],
        &claim.repeat(count),
    ]
    .concat()
}

#[test]
fn what_is_too_many_is_the_same_in_json_and_in_bytes() {
    let parts = |count| {
        preimage(&format!(
            r#"{{"parts":{}}}"#,
            array(r#"{"public":""}"#, count)
        ))
    };
    let claims = |count| conjunction(&vec![&preimage(MESSAGE)[..]; count]);
    let claim = Statement::from_json(&preimage(MESSAGE)).unwrap();
    let claim = claim.encode(Objects::Whole);
    type Make<'a, T> = &'a dyn Fn(usize) -> T;
    let cases: [(usize, Make<String>, Make<Vec<u8>>); 2] = [
        (Message::MAX_PARTS, &parts, &message_of_parts),
        (Claims::MAX, &claims, &|count| conjunction_of(&claim, count)),
    ];
    for (max, json, bytes) in cases {
        let most = Statement::from_json(&json(max)).unwrap();
        assert_eq!(most.encode(Objects::Whole), bytes(max));
        assert_eq!(Statement::decode(&bytes(max)).unwrap(), most);
        for count in [max + 1, max + 2, 10 * max] {
            let from_json = Statement::from_json(&json(count)).unwrap_err();
            let from_bytes = Statement::decode(&bytes(count)).unwrap_err();
            assert_eq!(from_json, from_bytes);
            assert_eq!(from_json.kind(), ErrorKind::LimitExceeded);
            assert!(from_json.message().contains(&format!("at most {max}")));
        }
    }
    // The circuit, which says how many inputs there are, may come after them.
    let inputs = circuit(&array(r#"{"public":""}"#, (1 << 16) + 1));
    let error = Statement::from_json(&inputs).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Malformed);
    assert!(error.message().contains("at most 65536 input values"));
}

/// Nothing is kept of what has no place in a statement, or beyond what a statement may have.
#[cfg(feature = "allocator")]
#[test]
fn what_is_refused_takes_little_memory() {
    const LEN: usize = 4 << 20;
    let many = |item: &str| array(item, LEN / item.len());
    let field = |object: &str, value: &str| object.replacen('{', &format!(r#"{{"x":{value},"#), 1);
    let claim = preimage(MESSAGE);
    let list = |list: &str| {
        format!(
            r#"{{"kind":"one-of-many","hash":"sha256","list":{list},"message":{MESSAGE},"index":"i"}}"#
        )
    };
    let mut texts = vec![
        preimage(&format!(r#"{{"parts":{}}}"#, many(r#"{"hidden":"a"}"#))),
        preimage(&many("0")),
        circuit(&many(r#"{"public":""}"#)),
        list(&many(r#""""#)),
        list(&many(r#""00""#)),
        conjunction(&[&many(r#"{"kind":""}"#)]),
        format!(
            r#"{{"kind":"conjunction","claims":{}}}"#,
            many(r#"{"kind":""}"#)
        ),
        format!(r#"{{"kind":"conjunction","claims":{}}}"#, many(&claim)),
    ];
    let logarithm = samples().pop().unwrap().1.to_json();
    for value in [many("0"), many("[0]"), many(r#"{"a":{}}"#)] {
        texts.extend([
            field(&claim, &value),
            field(&logarithm, &value),
            field(&circuit(INPUTS), &value),
            preimage(&field(MESSAGE, &value)),
            preimage(&MESSAGE.replacen("32", &value, 1)),
            preimage(
                &MESSAGE.replacen(r#""len""#, r#""len":32,"x""#, 1).replacen(
                    "32}",
                    &format!("{value}}}"),
                    1,
                ),
            ),
            circuit(&INPUTS.replacen(r#""a""#, &format!(r#""a","x":{value}"#), 1)),
            conjunction(&[&claim, &field(&claim, &value)]),
            field(&conjunction(&[&claim, &claim]), &value),
        ]);
    }
    let check = |what: &[u8], read: &dyn Fn() -> Option<ErrorKind>| {
        let scope = PeakScope::new();
        assert!(read().is_some(), "a statement");
        let (peak, len) = (scope.peak(), what.len());
        let start = String::from_utf8_lossy(&what[..what.len().min(160)]);
        assert!(peak <= 2 * len, "{peak} heap bytes for {len}: {start}");
    };
    for text in &texts {
        check(text.as_bytes(), &|| {
            Some(Statement::from_json(text).err()?.kind())
        });
    }

    let claim = Statement::from_json(&circuit(INPUTS))
        .unwrap()
        .encode(Objects::Whole);
    // The inputs come behind kind and circuit; each is no bits.
    let inputs_at = 1 + 8 + u64::from_le_bytes(claim[1..9].try_into().unwrap()) as usize;
    let count = (LEN / 9) as u32;
    let inputs = [&claim[..inputs_at], &count.to_le_bytes(), &vec![0; LEN]].concat();
    for bytes in [
        message_of_parts(LEN / 9),
        conjunction_of(&claim, LEN / claim.len()),
        inputs,
    ] {
        check(&bytes, &|| Some(Statement::decode(&bytes).err()?.kind()));
    }
}
