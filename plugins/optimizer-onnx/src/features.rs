//! Features: expressions that stand in the model file, and what they are for a row.

use crate::error::{Error, Result};
use crate::request::Row;
use serde::Deserialize;

/// The logarithm is that of this or of the number, whichever is larger.
const LEAST: f64 = 1e-6;

/// One expression.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Feature {
    /// What to call it.
    pub name: String,
    field: Field,
    transform: Transform,
    value: Option<Literal>,
    low: f64,
    high: f64,
}

/// The fields of a row.
#[derive(Clone, Copy, Debug, Deserialize)]
#[allow(missing_docs)] // They are described where a request is.
pub enum Field {
    #[serde(rename = "statement.kind")]
    Kind,
    #[serde(rename = "statement.claims")]
    Claims,
    #[serde(rename = "security_level")]
    SecurityLevel,
    #[serde(rename = "limits.max_proof_size")]
    MaxProofSize,
    #[serde(rename = "limits.max_work")]
    MaxWork,
    #[serde(rename = "limits.max_memory")]
    MaxMemory,
    #[serde(rename = "processor.backend")]
    Backend,
    #[serde(rename = "processor.cores")]
    Cores,
    #[serde(rename = "degree_cap.committed_bits")]
    CapCommittedBits,
    #[serde(rename = "degree_cap.constraints")]
    CapConstraints,
    #[serde(rename = "degree_cap.products")]
    CapProducts,
    #[serde(rename = "candidate.index")]
    Index,
    #[serde(rename = "candidate.profile")]
    Profile,
    #[serde(rename = "candidate.degree_cap")]
    DegreeCap,
    #[serde(rename = "candidate.threads")]
    Threads,
    #[serde(rename = "candidate.proof_size")]
    ProofSize,
    #[serde(rename = "candidate.prove_ms")]
    ProveMs,
    #[serde(rename = "candidate.verify_ms")]
    VerifyMs,
    #[serde(rename = "candidate.memory")]
    Memory,
    #[serde(rename = "candidate.security_bits")]
    SecurityBits,
    #[serde(rename = "candidate.committed_bits")]
    CommittedBits,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Transform {
    Value,
    Log,
    Equals,
}

/// What `equals` compares with.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum Literal {
    Text(String),
    Number(f64),
}

/// The value of a field.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Value<'a> {
    Text(&'a str),
    Number(f64),
}

impl Field {
    fn is_text(self) -> bool {
        matches!(self, Self::Kind | Self::Backend | Self::Profile)
    }

    fn of<'a>(self, row: &Row<'a>) -> Value<'a> {
        let Row {
            request,
            degree_cap,
            candidate,
        } = *row;
        let number = match self {
            Self::Kind => return Value::Text(&request.statement.kind),
            Self::Backend => return Value::Text(&request.processor.backend),
            Self::Profile => return Value::Text(&candidate.profile),
            Self::ProveMs => return Value::Number(candidate.prove_ms),
            Self::VerifyMs => return Value::Number(candidate.verify_ms),
            Self::SecurityBits => return Value::Number(candidate.security_bits),
            Self::Claims => request.statement.claims,
            Self::SecurityLevel => request.security_level,
            Self::MaxProofSize => request.limits.max_proof_size,
            Self::MaxWork => request.limits.max_work,
            Self::MaxMemory => request.limits.max_memory,
            Self::Cores => request.processor.cores,
            Self::CapCommittedBits => degree_cap.committed_bits,
            Self::CapConstraints => degree_cap.constraints,
            Self::CapProducts => degree_cap.products,
            Self::Index => candidate.index,
            Self::DegreeCap => candidate.degree_cap,
            Self::Threads => candidate.threads,
            Self::ProofSize => candidate.proof_size,
            Self::Memory => candidate.memory,
            Self::CommittedBits => candidate.committed_bits,
        };
        Value::Number(number as f64)
    }
}

impl Feature {
    /// Refuses an expression that cannot be computed.
    pub fn check(&self) -> Result<()> {
        let name = &self.name;
        let sound = match self.transform {
            Transform::Equals => self.value.is_some(),
            Transform::Value | Transform::Log => self.value.is_none() && !self.field.is_text(),
        };
        if !sound {
            let message =
                format!("the transform of feature {name} does not go with the rest of it");
            return Err(Error::malformed(message));
        }
        if self.low > self.high {
            return Err(Error::malformed(format!("feature {name} has no range")));
        }
        Ok(())
    }

    /// The value for a row. The expression was checked.
    pub fn of(&self, row: &Row<'_>) -> f64 {
        let raw = match (self.transform, self.field.of(row)) {
            (Transform::Log, Value::Number(number)) => number.max(LEAST).ln(),
            (Transform::Value, Value::Number(number)) => number,
            (_, found) => f64::from(self.value.as_ref().is_some_and(|value| value.is(found))),
        };
        raw.clamp(self.low, self.high)
    }
}

impl Literal {
    fn is(&self, found: Value<'_>) -> bool {
        match self {
            Self::Text(text) => found == Value::Text(text),
            Self::Number(number) => found == Value::Number(*number),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::tests::with;
    use serde_json::{json, Value as Json};

    fn feature(expression: Json) -> Result<Feature> {
        let feature: Feature = serde_json::from_value(expression)
            .map_err(|error| Error::malformed(error.to_string()))?;
        feature.check().map(|()| feature)
    }

    #[track_caller]
    fn assert_value(expected: f64, field: &str, transform: &str, value: Json, low: f64, high: f64) {
        let mut expression =
            json!({"name": "a", "field": field, "transform": transform, "low": low, "high": high});
        if !value.is_null() {
            expression["value"] = value;
        }
        let request = with("/candidates/0/prove_ms", json!(0.0));
        let found = feature(expression).unwrap().of(&request.rows().unwrap()[0]);
        assert!((found - expected).abs() < 1e-4, "{found} {expected}");
    }

    #[test]
    fn transforms_and_ranges() {
        assert_value(2.0, "candidate.threads", "value", Json::Null, 0.0, 9.0);
        assert_value(1.0, "candidate.threads", "value", Json::Null, 0.0, 1.0);
        assert_value(6.5511, "degree_cap.products", "log", Json::Null, 0.0, 9.0);
        assert_value(
            -13.8155,
            "candidate.prove_ms",
            "log",
            Json::Null,
            -99.0,
            99.0,
        );
        assert_value(-1.0, "candidate.prove_ms", "log", Json::Null, -1.0, 1.0);
        assert_value(1.0, "candidate.profile", "equals", json!("fast"), 0.0, 1.0);
        assert_value(0.0, "candidate.profile", "equals", json!("tiny"), 0.0, 1.0);
        assert_value(1.0, "security_level", "equals", json!(128), 0.0, 1.0);
        assert_value(0.0, "security_level", "equals", json!("128"), 0.0, 1.0);
    }

    #[test]
    fn what_cannot_be_computed() {
        for (name, wrong) in [
            ("field", json!("witness")),
            ("field", json!("candidate.profile")),
            ("transform", json!("__import__")),
            ("transform", json!("equals")),
            ("value", json!(1)),
            ("low", json!(2)),
            ("low", json!(null)),
            ("name", json!(7)),
            ("more", json!(1)),
        ] {
            let mut expression = json!({"name": "a", "field": "candidate.threads", "transform": "log", "low": 0, "high": 1});
            assert!(feature(expression.clone()).is_ok());
            expression[name] = wrong.clone();
            assert!(feature(expression).is_err(), "{name} {wrong}");
        }
    }
}
