//! The test vectors of the Python side: the same requests give the same features, predictions and replies.

use nexuszero_optimizer_onnx::model::Model;
use nexuszero_optimizer_onnx::optimizer::Optimizer;
use nexuszero_optimizer_onnx::request::Request;
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::Value;

const VECTORS: &str = include_str!("../../../bindings/python/data/optimizer-vectors.json");
const MODEL: &[u8] = include_bytes!("../../../bindings/python/src/nexuszero/optimizer/model.onnx");

#[derive(Deserialize)]
struct Vectors<'a> {
    #[serde(borrow)]
    answered: Vec<Answered<'a>>,
    #[serde(borrow)]
    refused: Vec<Refused<'a>>,
}

#[derive(Deserialize)]
struct Answered<'a> {
    #[serde(borrow)]
    request: &'a RawValue,
    features: Vec<Vec<f64>>,
    predictions: Vec<Predicted>,
    reply: Value,
}

#[derive(Deserialize)]
struct Predicted {
    prove_ms: f64,
    verify_ms: f64,
    memory: f64,
}

#[derive(Deserialize)]
struct Refused<'a> {
    why: String,
    #[serde(borrow)]
    request: &'a RawValue,
}

fn vectors() -> Vectors<'static> {
    serde_json::from_str(VECTORS).unwrap()
}

/// Relative to the larger one.
fn close(a: f64, b: f64, tolerance: f64) -> bool {
    (a - b).abs() <= tolerance * a.abs().max(b.abs())
}

#[test]
fn features_predictions_and_replies() {
    let (model, optimizer) = (
        Model::from_bytes(MODEL).unwrap(),
        Optimizer::of(Model::from_bytes(MODEL).unwrap()),
    );
    let answered = vectors().answered;
    assert!(answered.len() >= 10);
    for vector in answered {
        let request = Request::read(vector.request.get().as_bytes()).unwrap();
        let rows = request.rows().unwrap();
        assert_eq!(rows.len(), vector.features.len());
        assert_eq!(rows.len(), vector.predictions.len());
        for ((row, features), expected) in
            rows.iter().zip(&vector.features).zip(&vector.predictions)
        {
            let found = model.features(row);
            assert_eq!(found.len(), features.len());
            // Logarithms may differ in the last digit.
            let mut both = found.iter().zip(features);
            assert!(
                both.all(|(a, b)| close(*a, *b, 1e-14)),
                "{found:?} {features:?}"
            );
            let found = model.predict(row).unwrap();
            assert!(close(found.prove_ms, expected.prove_ms, 1e-4), "{found:?}");
            assert!(
                close(found.verify_ms, expected.verify_ms, 1e-4),
                "{found:?}"
            );
            assert!(close(found.memory, expected.memory, 1e-4), "{found:?}");
        }
        let reply = optimizer.answer(vector.request.get().as_bytes()).unwrap();
        assert_eq!(serde_json::from_str::<Value>(&reply).unwrap(), vector.reply);
    }
}

#[test]
fn what_is_refused() {
    let optimizer = Optimizer::of(Model::from_bytes(MODEL).unwrap());
    let refused = vectors().refused;
    assert!(refused.len() >= 5);
    for vector in refused {
        let answer = optimizer.answer(vector.request.get().as_bytes());
        assert!(answer.is_err(), "{}", vector.why);
    }
}
