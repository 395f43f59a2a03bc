//! A model file, ready to be asked.

use crate::error::{Code, Error, Result};
use crate::features::Feature;
use crate::network::Network;
use crate::onnx;
use crate::request::Row;
use prost::Message;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde::Deserialize;
use std::collections::HashMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

/// The version of the format that is read.
const SCHEMA: &str = "1";
/// Bytes of a file. A trained model has about ten thousand.
const MAX_LEN: u64 = 1 << 20;

/// Everything that a model file says.
#[derive(Debug)]
pub struct Model {
    features: Vec<Feature>,
    outputs: Vec<Output>,
    verify_margin: f64,
    backends: Vec<String>,
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
    name: Name,
    base: String,
    low: f64,
    high: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Name {
    Prove,
    Verify,
    Memory,
}

impl Name {
    /// The field of a row that the output corrects.
    fn base(self) -> &'static str {
        match self {
            Self::Prove => "candidate.prove_ms",
            Self::Verify => "candidate.verify_ms",
            Self::Memory => "candidate.memory",
        }
    }
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
        let file = onnx::Model::decode(content)
            .map_err(|error| Error::malformed(format!("this is no ONNX model: {error}")))?;
        let entries = file.metadata_props.iter();
        let metadata = Metadata(
            entries
                .map(|entry| (entry.key.as_str(), entry.value.as_str()))
                .collect(),
        );
        metadata.check_schema()?;

        let features: Vec<Feature> = metadata.read("features")?;
        features.iter().try_for_each(Feature::check)?;
        let outputs: Vec<Output> = metadata.read("outputs")?;
        check_outputs(&outputs)?;
        let verify_margin: f64 = metadata.read("verify_margin")?;
        if verify_margin < 1.0 {
            return Err(Error::malformed("the margin of a model is at least 1"));
        }
        // It is not needed, but a file without it is none.
        metadata.read::<HashMap<String, IgnoredAny>>("training")?;

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
        let predicted = |name| {
            let column = |(output, residual): (&Output, &f32)| {
                let residual = f64::from(*residual).clamp(output.low, output.high);
                (output.name == name).then(|| residual.exp())
            };
            let mut columns = self.outputs.iter().zip(&residuals);
            columns.find_map(column).unwrap_or(f64::NAN)
        };
        let prediction = Prediction {
            prove_ms: row.candidate.prove_ms * predicted(Name::Prove),
            verify_ms: row.candidate.verify_ms * predicted(Name::Verify),
            memory: row.candidate.memory as f64 * predicted(Name::Memory),
        };
        let expected = [prediction.prove_ms, prediction.verify_ms, prediction.memory];
        let sound = residuals.iter().all(|residual| residual.is_finite())
            && expected.iter().all(|number| number.is_finite());
        match sound {
            true => Ok(prediction),
            false => Err(Error::malformed("the model does not predict numbers")),
        }
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

    fn read<T: DeserializeOwned>(&self, name: &str) -> Result<T> {
        let damaged = |what: String| {
            Error::malformed(format!(
                "the metadata of the model are damaged: {name}: {what}"
            ))
        };
        let text = self.get(name).ok_or_else(|| damaged("missing".into()))?;
        serde_json::from_str(text).map_err(|error| damaged(error.to_string()))
    }
}

/// Each output is there once, corrects what it should, and has a range.
fn check_outputs(outputs: &[Output]) -> Result<()> {
    let sound = |output: &Output| output.base == output.name.base() && output.low <= output.high;
    let once = |name| outputs.iter().filter(|output| output.name == name).count() == 1;
    match outputs.iter().all(sound)
        && [Name::Prove, Name::Verify, Name::Memory].map(once) == [true; 3]
    {
        true => Ok(()),
        false => Err(Error::malformed(
            "the outputs of a model are prove, verify and memory",
        )),
    }
}

/// What stands in a file: a regular one, since others may have no end, or keep one waiting for their beginning.
fn content(path: &Path) -> Result<Vec<u8>> {
    let unreadable =
        |error: std::io::Error| Error::new(Code::Io, format!("cannot be read: {error}"));
    if !fs::metadata(path).map_err(unreadable)?.is_file() {
        return Err(Error::new(Code::Io, "cannot be read: it is no file"));
    }
    let mut content = Vec::new();
    File::open(path)
        .and_then(|file| file.take(MAX_LEN + 1).read_to_end(&mut content))
        .map_err(unreadable)?;
    if content.len() as u64 > MAX_LEN {
        let message = format!("a model file has at most {MAX_LEN} bytes");
        return Err(Error::new(Code::LimitExceeded, message));
    }
    Ok(content)
}
