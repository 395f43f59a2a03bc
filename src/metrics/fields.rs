//! The numbers of [`ProofMetrics`], named once: aggregates, comparisons and the Prometheus text go through this table.

use super::ProofMetrics;
use serde::Serialize;

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Wall-clock time in nanoseconds.
    Nanoseconds,
    /// Bytes.
    Bytes,
    /// Bits, of security or of data.
    Bits,
    /// A number without a unit.
    Count,
}

/// One number of [`ProofMetrics`].
pub struct Field {
    /// Its name there and in JSON.
    pub name: &'static str,
    /// What it counts.
    pub unit: Unit,
    get: fn(&ProofMetrics) -> f64,
}

impl Field {
    /// Its value.
    pub fn value(&self, metrics: &ProofMetrics) -> f64 {
        (self.get)(metrics)
    }
}

/// The types that numbers of [`ProofMetrics`] have.
trait Number {
    fn number(&self) -> f64;
}

impl Number for u64 {
    fn number(&self) -> f64 {
        // Exact below 2^53: 104 days in nanoseconds.
        *self as f64
    }
}

impl Number for u32 {
    fn number(&self) -> f64 {
        (*self).into()
    }
}

impl Number for f64 {
    fn number(&self) -> f64 {
        *self
    }
}

/// The name and the getter of a line come from one word, so that they cannot disagree.
macro_rules! fields {
    ($($name:ident: $unit:ident,)*) => {
        &[$(Field {
            name: stringify!($name),
            unit: Unit::$unit,
            get: |metrics| metrics.$name.number(),
        }),*]
    };
}

/// Every number of [`ProofMetrics`].
pub const FIELDS: &[Field] = fields! {
    security_level: Bits,
    security_bits: Bits,
    validate_ns: Nanoseconds,
    parameters_ns: Nanoseconds,
    prove_ns: Nanoseconds,
    compress_ns: Nanoseconds,
    verify_ns: Nanoseconds,
    total_ns: Nanoseconds,
    size_before: Bytes,
    size_after: Bytes,
    committed_bits: Bits,
    constraints: Count,
    degree: Count,
    peak_memory: Bytes,
    compression_ratio: Count,
    degree_cap: Count,
    threads: Count,
    predicted_prove_ns: Nanoseconds,
    predicted_verify_ns: Nanoseconds,
    predicted_size: Bytes,
    predicted_memory: Bytes,
    heuristic_prove_ns: Nanoseconds,
    heuristic_size: Bytes,
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::testing::sample;
    use serde_json::Value;

    #[test]
    fn every_number_of_the_metrics_is_in_the_table() {
        let metrics = sample(3);
        let Value::Object(shown) = serde_json::to_value(&metrics).unwrap() else {
            panic!("an object");
        };
        let mut numbers = 0;
        for (name, value) in &shown {
            if value.is_string() || value.is_boolean() {
                continue;
            }
            let field = FIELDS.iter().find(|field| field.name == name);
            let field = field.unwrap_or_else(|| panic!("{name} is not in FIELDS"));
            assert_eq!(Some(field.value(&metrics)), value.as_f64(), "{name}");
            numbers += 1;
        }
        assert_eq!(numbers, FIELDS.len(), "a name stands twice");
    }

    #[test]
    fn every_number_is_documented() {
        let text = include_str!("../../docs/metrics.md");
        for field in FIELDS {
            assert!(
                text.contains(&format!("`{}`", field.name)),
                "{}",
                field.name
            );
        }
    }

    #[test]
    fn names_tell_their_unit() {
        for field in FIELDS {
            let time = field.unit == Unit::Nanoseconds;
            assert_eq!(time, field.name.ends_with("_ns"), "{}", field.name);
        }
    }
}
