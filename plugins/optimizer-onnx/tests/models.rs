//! Changes of the model that Python's tests read too: each gives a file that answers, one that is read but answers nothing, or none.

use nexuszero_optimizer_onnx::error::Error;
use nexuszero_optimizer_onnx::model::Model;
use nexuszero_optimizer_onnx::onnx::{self, Entry, Node, Tensor, FLOAT};
use nexuszero_optimizer_onnx::optimizer::Optimizer;
use prost::Message;
use serde::Deserialize;
use serde_json::Value;

const CHANGES: &str = include_str!("../../../bindings/python/data/optimizer-models.json");
const VECTORS: &str = include_str!("../../../bindings/python/data/optimizer-vectors.json");
const MODEL: &[u8] = include_bytes!("../../../bindings/python/src/nexuszero/optimizer/model.onnx");

#[derive(Deserialize)]
struct Changes {
    answers: Vec<Change>,
    silent: Vec<Change>,
    refused: Vec<Change>,
}

/// What is changed in the metadata, and appended to the graph.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    why: String,
    #[serde(default)]
    metadata: Vec<Metadata>,
    #[serde(default)]
    nodes: Vec<Operator>,
    #[serde(default)]
    initializers: Vec<Constant>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Metadata {
    entry: String,
    /// A JSON pointer to what is replaced; the whole without it.
    at: Option<String>,
    /// Instead of it; None takes it out.
    text: Option<String>,
    #[serde(default = "one")]
    times: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Operator {
    op: String,
    input: Vec<String>,
    output: Vec<String>,
    #[serde(default)]
    domain: String,
    /// The name of one.
    attribute: Option<String>,
    #[serde(default = "one")]
    times: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Constant {
    name: String,
    dims: Vec<i64>,
    #[serde(rename = "type", default = "float")]
    data_type: i32,
    /// Hexadecimal.
    raw: String,
    #[serde(default = "one")]
    times: usize,
}

fn one() -> usize {
    1
}

fn float() -> i32 {
    FLOAT
}

impl Change {
    fn file(&self) -> Vec<u8> {
        let mut model = onnx::Model::decode(MODEL).unwrap();
        for change in &self.metadata {
            let key = format!("nexuszero.{}", change.entry);
            let place = model.metadata_props.iter().position(|old| old.key == key);
            let old = place.map(|place| model.metadata_props.swap_remove(place).value);
            if let Some(value) = change.value(old) {
                model.metadata_props.push(Entry { key, value });
            }
        }
        let graph = model.graph.as_mut().unwrap();
        for operator in &self.nodes {
            graph.node.extend(vec![operator.node(); operator.times]);
        }
        graph
            .initializer
            .extend(self.initializers.iter().map(Constant::tensor));
        model.encode_to_vec()
    }
}

impl Metadata {
    fn value(&self, old: Option<String>) -> Option<String> {
        let text = self.text.as_ref().map(|text| text.repeat(self.times));
        let Some(at) = &self.at else { return text };
        let mut json: Value = serde_json::from_str(&old.unwrap()).unwrap();
        let Some(text) = text else {
            let (object, name) = at.rsplit_once('/').unwrap();
            let object = json.pointer_mut(object).unwrap().as_object_mut().unwrap();
            object.remove(name).unwrap();
            return Some(json.to_string());
        };
        // What may be no JSON takes the place of text that is.
        *json.pointer_mut(at).unwrap() = "HERE".into();
        Some(json.to_string().replacen("\"HERE\"", &text, 1))
    }
}

impl Operator {
    fn node(&self) -> Node {
        // AttributeProto.name
        let attribute = |name: &String| [&[0x0a, name.len() as u8], name.as_bytes()].concat();
        Node {
            input: self.input.clone(),
            output: self.output.clone(),
            op_type: self.op.clone(),
            attribute: self.attribute.iter().map(attribute).collect(),
            domain: self.domain.clone(),
        }
    }
}

impl Constant {
    fn tensor(&self) -> Tensor {
        let byte = |place| u8::from_str_radix(&self.raw[place..place + 2], 16).unwrap();
        let raw: Vec<u8> = (0..self.raw.len()).step_by(2).map(byte).collect();
        Tensor {
            dims: self.dims.clone(),
            data_type: self.data_type,
            name: self.name.clone(),
            raw_data: raw.repeat(self.times),
        }
    }
}

fn changes() -> Changes {
    serde_json::from_str(CHANGES).unwrap()
}

/// The answer of a model to a request that the unchanged one answers.
fn answer(model: Model) -> Result<String, Error> {
    let vectors: Value = serde_json::from_str(VECTORS).unwrap();
    let request = vectors["answered"][0]["request"].to_string();
    Optimizer::of(model).answer(request.as_bytes())
}

#[test]
fn what_answers() {
    for change in changes().answers {
        let answer = Model::from_bytes(&change.file()).and_then(answer);
        assert!(answer.is_ok(), "{}: {answer:?}", change.why);
    }
}

#[test]
fn what_is_read_and_answers_nothing() {
    for change in changes().silent {
        let model = Model::from_bytes(&change.file());
        assert!(model.is_ok(), "{}: {model:?}", change.why);
        assert!(answer(model.unwrap()).is_err(), "{}", change.why);
    }
}

#[test]
fn what_is_refused() {
    let refused = changes().refused;
    assert!(refused.len() > 50);
    for change in refused {
        assert!(Model::from_bytes(&change.file()).is_err(), "{}", change.why);
    }
}
