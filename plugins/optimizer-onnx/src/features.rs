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
