//! A model file, ready to be asked.

use crate::error::{Code, Error, Result};
use crate::features::Feature;
use crate::network::Network;
use crate::onnx;
use crate::request::Row;
use prost::Message;
use serde::de::DeserializeOwned;
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::{HashMap, HashSet};
use std::fmt::Display;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// The version of the format that is read.
const SCHEMA: &str = "1";
/// Bytes of a file. A trained model has about ten thousand.
pub const MAX_LEN: usize = 1 << 18;
/// The outputs, in the order of the columns, with the fields of a row that they correct.
const OUTPUTS: [(&str, &str); 3] = [
    ("prove", "candidate.prove_ms"),
    ("verify", "candidate.verify_ms"),
    ("memory", "candidate.memory"),
];

/// Everything that a model file says.
#[derive(Debug)]
pub struct Model {
    features: Vec<Feature>,
    outputs: [Output; 3],
    verify_margin: f64,
    backends: HashSet<String>,
    network: Network,
}

/// What is expected of a candidate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prediction {
    /// Milliseconds.
    pub prove_ms: f64,
    /// Milliseconds.
    pub verify_ms: f64,
    /// Bytes.
    pub memory: f64,
}

/// What a column of the network's output means.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Output {
    name: String,
    base: String,
    low: f64,
    high: f64,
}

impl Model {
    /// Reads a file.
    pub fn read(path: &Path) -> Result<Self> {
        let named = |error: Error| Error::new(error.code, format!("{}: {error}", path.display()));
        content(path)
            .and_then(|content| Self::from_bytes(&content))
            .map_err(named)
    }

    /// Reads the content of a file.
    pub fn from_bytes(content: &[u8]) -> Result<Self> {
        if content.len() > MAX_LEN {
            let message = format!("a model file has at most {MAX_LEN} bytes");
            return Err(Error::new(Code::LimitExceeded, message));
        }
        let file = onnx::Model::decode(content)
            .map_err(|error| Error::malformed(format!("this is no ONNX model: {error}")))?;
        let entries = file.metadata_props.iter();
        let metadata = Metadata(
            entries
                .map(|entry| (entry.key.as_str(), entry.value.as_str()))
                .collect(),
        );
        metadata.check_schema()?;

        let features: Vec<Feature> = metadata.objects("features")?;
        features.iter().try_for_each(Feature::check)?;
        let outputs = checked(metadata.objects("outputs")?)?;
        let verify_margin: f64 = metadata.read("verify_margin")?;
        if verify_margin < 1.0 {
            return Err(Error::malformed("the margin of a model is at least 1"));
        }
        // It is not needed, but a file without it is none.
        metadata.read::<Map<String, Value>>("training")?;

        let graph = file.graph.unwrap_or_default();
        let network = Network::read(&graph, features.len())?;
        if network.outputs() != outputs.len() {
            return Err(Error::malformed(
                "the graph of the model does not fit its metadata",
            ));
        }
        Ok(Self {
            backends: metadata.read("backends")?,
            features,
            outputs,
            verify_margin,
            network,
        })
    }

    /// A candidate counts as verified in time if its predicted verification, times this, is.
    pub fn verify_margin(&self) -> f64 {
        self.verify_margin
    }

    /// The features of a candidate.
    pub fn features(&self, row: &Row<'_>) -> Vec<f64> {
        self.features
            .iter()
            .map(|feature| feature.of(row))
            .collect()
    }

    /// What is expected of a candidate. Fails for a backend that the model has no data of, and where a prediction is no number.
    pub fn predict(&self, row: &Row<'_>) -> Result<Prediction> {
        let backend = &row.request.processor.backend;
        if !self.backends.contains(backend) {
            let message = format!("the model has no data of the backend {backend:?}");
            return Err(Error::malformed(message));
        }
        let features = self.features(row).into_iter();
        let residuals = self
            .network
            .run(features.map(|feature| feature as f32).collect());
        let corrected = |column: usize, base: f64| {
            let Output { low, high, .. } = self.outputs[column];
            let residual = Some(f64::from(residuals[column])).filter(|number| number.is_finite());
            let prediction = residual.map(|residual| base * residual.clamp(low, high).exp());
            prediction
                .filter(|number| number.is_finite())
                .ok_or_else(|| Error::malformed("the model does not predict numbers"))
        };
        Ok(Prediction {
            prove_ms: corrected(0, row.candidate.prove_ms)?,
            verify_ms: corrected(1, row.candidate.verify_ms)?,
            memory: corrected(2, row.candidate.memory as f64)?,
        })
    }
}

/// The `metadata_props` of a file.
struct Metadata<'a>(HashMap<&'a str, &'a str>);

impl Metadata<'_> {
    fn get(&self, name: &str) -> Option<&str> {
        self.0.get(format!("nexuszero.{name}").as_str()).copied()
    }

    fn check_schema(&self) -> Result<()> {
        match self.get("schema") {
            Some(SCHEMA) => Ok(()),
            Some(other) => Err(Error::malformed(format!(
                "the model has the schema {other:?}, and schema {SCHEMA} is read"
            ))),
            None => Err(Error::malformed(
                "this is no model of an optimizer: it has no schema",
            )),
        }
    }

    /// An entry. All are read as any JSON first, so that what is JSON does not depend on what is made of it.
    fn read<T: DeserializeOwned>(&self, name: &str) -> Result<T> {
        let text = self.get(name).ok_or_else(|| damaged(name, "missing"))?;
        serde_json::from_str(text)
            .and_then(|json: Value| serde_json::from_value(json))
            .map_err(|error| damaged(name, error))
    }

    /// A list of objects of text and numbers. Serde by itself takes lists for objects too, and objects for names.
    fn objects<T: DeserializeOwned>(&self, name: &str) -> Result<Vec<T>> {
        let object = |object: Map<String, Value>| match object.values().any(is_nested) {
            true => Err(damaged(name, "an object within an object")),
            false => T::deserialize(Value::Object(object)).map_err(|error| damaged(name, error)),
        };
        let objects: Vec<Map<String, Value>> = self.read(name)?;
        objects.into_iter().map(object).collect()
    }
}

fn damaged(name: &str, what: impl Display) -> Error {
    Error::malformed(format!(
        "the metadata of the model are damaged: {name}: {what}"
    ))
}

fn is_nested(value: &Value) -> bool {
    value.is_array() || value.is_object()
}

/// Each output is in its place, corrects what it should, and has a range.
fn checked(outputs: Vec<Output>) -> Result<[Output; 3]> {
    let sound = |(output, (name, base)): (&Output, (&str, &str))| {
        output.name == name && output.base == base && output.low <= output.high
    };
    <[Output; 3]>::try_from(outputs)
        .ok()
        .filter(|outputs| outputs.iter().zip(OUTPUTS).all(sound))
        .ok_or_else(|| {
            let message = "the outputs of a model are prove, verify and memory, in this order, each with a range";
            Error::malformed(message)
        })
}

/// What stands in a file: a regular one, since others may have no end, or keep one waiting for their beginning. What was opened is looked
/// at, not the path, which may come to name something else; and it is opened without waiting. One byte more than a model has is enough.
fn content(path: &Path) -> Result<Vec<u8>> {
    let unreadable = |error: io::Error| Error::new(Code::Io, format!("cannot be read: {error}"));
    let mut options = File::options();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, libc::O_NONBLOCK);
    let file = options.read(true).open(path).map_err(unreadable)?;
    if !file.metadata().map_err(unreadable)?.is_file() {
        return Err(Error::new(Code::Io, "cannot be read: it is no file"));
    }
    let mut content = Vec::new();
    file.take(MAX_LEN as u64 + 1)
        .read_to_end(&mut content)
        .map_err(unreadable)?;
    Ok(content)
}
