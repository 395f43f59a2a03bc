//! Model files and requests that are damaged or made to do harm: each is a failure in words, or answered.

use nexuszero_optimizer_onnx::error::{Code, Error};
use nexuszero_optimizer_onnx::model::{Model, MAX_LEN};
use nexuszero_optimizer_onnx::onnx::{self, Entry};
use nexuszero_optimizer_onnx::optimizer::Optimizer;
use prost::Message;
use serde_json::{json, Value};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const VECTORS: &str = include_str!("../../../bindings/python/data/optimizer-vectors.json");
const MODEL: &[u8] = include_bytes!("../../../bindings/python/src/nexuszero/optimizer/model.onnx");

fn optimizer() -> Optimizer {
    Optimizer::of(Model::from_bytes(MODEL).unwrap())
}

/// A request that is answered.
fn request() -> Value {
    serde_json::from_str::<Value>(VECTORS).unwrap()["answered"][0]["request"].take()
}

/// The model with another entry of its metadata; None takes it out.
fn changed(name: &str, value: Option<&str>) -> Result<Model, Error> {
    let mut model = onnx::Model::decode(MODEL).unwrap();
    let key = format!("nexuszero.{name}");
    model.metadata_props.retain(|entry| entry.key != key);
    if let Some(value) = value {
        let value = value.into();
        model.metadata_props.push(Entry { key, value });
    }
    Model::from_bytes(&model.encode_to_vec())
}

/// What is wrong is said in words. `models.rs` has more that is wrong.
#[test]
fn metadata() {
    for (name, value, message) in [
        ("schema", Some("2"), "schema \"2\", and schema 1 is read"),
        ("schema", None, "no schema"),
        ("features", None, "features: missing"),
        ("features", Some("[{"), "damaged"),
        ("features", Some("[]"), "of 0 values"),
        (
            "features",
            Some(r#"[{"name":"a","field":"witness","transform":"log","low":0,"high":1}]"#),
            "witness",
        ),
        ("outputs", Some("[]"), "outputs"),
        ("verify_margin", Some("0.5"), "margin"),
        ("verify_margin", Some("NaN"), "damaged"),
    ] {
        let error = changed(name, value).unwrap_err();
        assert_eq!(error.code, Code::Malformed);
        assert!(
            error.to_string().contains(message),
            "{name} {value:?}: {error}"
        );
    }
    for name in [
        "features",
        "outputs",
        "backends",
        "training",
        "verify_margin",
    ] {
        let deep = "[".repeat(100_000);
        assert!(changed(name, Some(&deep)).is_err());
    }
    assert!(changed("more", Some("{}")).is_ok());
}

#[test]
fn a_backend_without_data() {
    let optimizer = Optimizer::of(changed("backends", Some("[]")).unwrap());
    let error = optimizer
        .answer(request().to_string().as_bytes())
        .unwrap_err();
    assert!(
        error.to_string().contains("no data of the backend"),
        "{error}"
    );
}

#[test]
fn predictions_that_are_no_numbers() {
    let mut huge = onnx::Model::decode(MODEL).unwrap();
    for tensor in &mut huge.graph.as_mut().unwrap().initializer {
        for element in tensor.raw_data.chunks_exact_mut(4) {
            element.copy_from_slice(&f32::MAX.to_le_bytes());
        }
    }
    let output = |name, base| json!({"name": name, "base": base, "low": 1e9, "high": 1e9});
    let outputs = json!([
        output("prove", "candidate.prove_ms"),
        output("verify", "candidate.verify_ms"),
        output("memory", "candidate.memory"),
    ]);
    let models = [
        Model::from_bytes(&huge.encode_to_vec()),
        changed("outputs", Some(&outputs.to_string())),
    ];
    for model in models {
        let optimizer = Optimizer::of(model.unwrap());
        let error = optimizer
            .answer(request().to_string().as_bytes())
            .unwrap_err();
        assert!(error.to_string().contains("not predict numbers"), "{error}");
    }
}

#[test]
fn every_beginning_of_a_model_and_every_changed_byte() {
    for end in 0..MODEL.len() {
        assert!(Model::from_bytes(&MODEL[..end]).is_err(), "{end}");
    }
    let asked = request().to_string();
    let mut damaged = MODEL.to_vec();
    for place in 0..damaged.len() {
        for change in [1, 0x80, 0xff] {
            damaged[place] ^= change;
            // Some changes, as of a weight, do not show.
            if let Ok(model) = Model::from_bytes(&damaged) {
                let _ = Optimizer::of(model).answer(asked.as_bytes());
            }
            damaged[place] ^= change;
        }
    }
    assert!(Model::from_bytes(&vec![0; MODEL.len()]).is_err());
    assert!(Model::from_bytes(&vec![0xff; MODEL.len()]).is_err());
}

/// Graphs in attributes of nodes of graphs, and a length beyond all memory.
#[test]
fn nested_and_lying_models() {
    let field = |tag: u8, content: Vec<u8>| {
        let mut message = vec![tag << 3 | 2];
        prost::encode_length_delimiter(content.len(), &mut message).unwrap();
        message.extend(content);
        message
    };
    let mut graph = Vec::new();
    for _ in 0..500 {
        graph = field(1, field(5, field(6, graph)));
    }
    let mut nested = MODEL.to_vec();
    nested.extend(field(7, graph));
    assert!(Model::from_bytes(&nested).is_err());
    for tag in [7, 14] {
        let lying = [
            tag << 3 | 2,
            0xff,
            0xff,
            0xff,
            0xff,
            0xff,
            0xff,
            0xff,
            0x7f,
            0,
        ];
        assert!(Model::from_bytes(&lying).is_err());
    }
}

/// A directory that goes when the test ends.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).unwrap();
    }
}

#[test]
fn files_that_cannot_be_models() {
    let scratch = Scratch::new("files");
    let path = |name: &str| scratch.0.join(name);
    let code = |path: &Path| Model::read(path).unwrap_err().code;
    assert_eq!(code(&path("none")), Code::Io);
    assert_eq!(code(&scratch.0), Code::Io);
    assert_eq!(code(Path::new("")), Code::Io);
    #[cfg(unix)]
    assert_eq!(code(Path::new("/dev/zero")), Code::Io);
    fs::write(path("empty"), "").unwrap();
    assert_eq!(code(&path("empty")), Code::Malformed);
    fs::write(path("text"), "a model").unwrap();
    assert_eq!(code(&path("text")), Code::Malformed);
    fs::write(path("long"), vec![0; MAX_LEN + 1]).unwrap();
    assert_eq!(code(&path("long")), Code::LimitExceeded);
    fs::write(path("good"), MODEL).unwrap();
    assert!(Model::read(&path("good")).is_ok());
    let named = Model::read(&path("none")).unwrap_err().to_string();
    assert!(named.contains("files/none: cannot be read"), "{named}");
}

/// A pipe that nobody writes to keeps the one waiting who opens it as a file.
#[cfg(unix)]
#[test]
fn a_pipe_in_the_place_of_a_model() {
    let scratch = Scratch::new("pipe");
    let pipe = scratch.0.join("pipe");
    let made = Command::new("mkfifo").arg(&pipe).status().unwrap();
    assert!(made.success());
    assert_eq!(Model::read(&pipe).unwrap_err().code, Code::Io);
}

#[test]
fn requests_with_other_values() {
    let (optimizer, request) = (optimizer(), request());
    let wrong: [(&str, &[Value]); 13] = [
        (
            "/version",
            &[
                json!(0),
                json!(2),
                json!(1.0),
                json!("1"),
                json!(true),
                json!(null),
            ],
        ),
        (
            "/statement",
            &[
                json!(null),
                json!([]),
                json!("preimage"),
                json!({"kind": "preimage"}),
            ],
        ),
        (
            "/statement/kind",
            &[json!(null), json!(7), json!(["preimage"])],
        ),
        (
            "/statement/degree_caps",
            &[
                json!(null),
                json!({}),
                json!([]),
                json!([null]),
                json!([{"degree_cap": 7}]),
            ],
        ),
        (
            "/candidates",
            &[json!(null), json!({}), json!([]), json!([[]]), json!([{}])],
        ),
        (
            "/candidates/0/prove_ms",
            &[
                json!(null),
                json!("1"),
                json!(-1.0),
                json!(true),
                json!([]),
                json!(1e300),
            ],
        ),
        (
            "/candidates/0/degree_cap",
            &[json!(200), json!(7.5), json!(null)],
        ),
        ("/candidates/0/index", &[json!("0"), json!(-1), json!(null)]),
        ("/candidates/1/memory", &[json!(1e30), json!(-1)]),
        (
            "/constraints",
            &[json!(null), json!({}), json!({"max_proof_size": null})],
        ),
        (
            "/constraints/max_verify_time_ms",
            &[json!("1"), json!(-1), json!([])],
        ),
        ("/processor/backend", &[json!("abacus"), json!(1)]),
        ("/security_level", &[json!(null), json!(128.0)]),
    ];
    for (place, values) in wrong {
        for value in values {
            let mut changed = request.clone();
            *changed.pointer_mut(place).unwrap() = value.clone();
            let answer = optimizer.answer(changed.to_string().as_bytes());
            assert!(answer.is_err(), "{place} {value}");
        }
    }
}

#[test]
fn requests_that_are_none() {
    let (optimizer, mut request) = (optimizer(), request());
    request["security_level"] = json!(128);
    request["candidates"][0]["security_bits"] = json!(128.0);
    let request = request.to_string();
    let number = |from: &str, to: &str| {
        assert!(request.contains(from));
        request.replacen(from, to, 1)
    };
    for wrong in [
        String::new(),
        "null".into(),
        "[]".into(),
        "{}".into(),
        "\0".repeat(1000),
        "[".repeat(1 << 20),
        r#"{"version":1,"candidates":"#.to_owned() + &"[".repeat(1 << 20),
        r#"{"custom":"#.repeat(1 << 18),
        number("\"security_level\":128", "\"security_level\":NaN"),
        number("\"security_bits\":128.0", "\"security_bits\":NaN"),
        number("\"security_bits\":128.0", "\"security_bits\":Infinity"),
        number("\"security_bits\":128.0", "\"security_bits\":1e999"),
        number(
            "\"security_level\":128",
            &format!("\"security_level\":1{}", "0".repeat(400)),
        ),
        format!("{request} {request}"),
    ] {
        let shown: String = wrong.chars().take(100).collect();
        assert!(optimizer.answer(wrong.as_bytes()).is_err(), "{shown}");
    }
    for end in 0..request.len() {
        assert!(
            optimizer.answer(&request.as_bytes()[..end]).is_err(),
            "{end}"
        );
    }
    let mut no_text = request.clone().into_bytes();
    *no_text.iter_mut().find(|byte| **byte == b'f').unwrap() = 0xff;
    assert!(optimizer.answer(&no_text).is_err());
}

#[test]
fn fields_that_are_not_known_are_not_looked_at() {
    let (optimizer, mut request) = (optimizer(), request());
    let expected = optimizer.answer(request.to_string().as_bytes()).unwrap();
    request["new"] = json!({"a": [1]});
    request["candidates"][0]["new"] = json!([null]);
    request["custom"] = json!({"deep": vec![json!([[[]]]); 1000]});
    assert_eq!(
        optimizer.answer(request.to_string().as_bytes()).unwrap(),
        expected
    );
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    request["custom"] = json!("here");
    let deep = request.to_string().replacen("\"here\"", &deep, 1);
    assert_eq!(optimizer.answer(deep.as_bytes()).unwrap(), expected);
}

#[test]
fn numbers_beyond_the_training_do_no_harm() {
    let (optimizer, request) = (optimizer(), request());
    for place in [
        "/candidates/0/prove_ms",
        "/candidates/1/memory",
        "/statement/degree_caps/0/products",
    ] {
        for value in [0, u64::MAX >> 1] {
            let mut changed = request.clone();
            *changed.pointer_mut(place).unwrap() = json!(value);
            assert!(
                optimizer.answer(changed.to_string().as_bytes()).is_ok(),
                "{place} {value}"
            );
        }
    }
}
