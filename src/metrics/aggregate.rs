//! Many proofs taken together.

use super::fields::{Unit, FIELDS};
use super::moments::{Distribution, Moments};
use super::ProofMetrics;
use serde::Serialize;
use std::collections::BTreeMap;

/// Gathers the numbers of many proofs. It keeps every value (8 bytes for each number of a proof), so that percentiles are exact.
#[derive(Clone, Debug)]
pub struct BatchMetricsAggregator {
    proofs: u64,
    /// In the order of `FIELDS`.
    values: [Vec<f64>; FIELDS.len()],
}

impl Default for BatchMetricsAggregator {
    fn default() -> Self {
        Self {
            proofs: 0,
            values: [const { Vec::new() }; FIELDS.len()],
        }
    }
}

impl BatchMetricsAggregator {
    /// Takes one more proof in.
    pub fn add(&mut self, metrics: &ProofMetrics) {
        self.proofs += 1;
        for (values, field) in self.values.iter_mut().zip(FIELDS) {
            values.push(field.value(metrics));
        }
    }

    /// What the proofs taken in have in common.
    pub fn aggregate(&self) -> Aggregate {
        let fields = FIELDS.iter().zip(&self.values).map(|(field, values)| {
            let distribution = FieldDistribution {
                unit: field.unit,
                distribution: distribution(values),
            };
            (field.name, distribution)
        });
        Aggregate {
            proofs: self.proofs,
            fields: fields.collect(),
        }
    }
}

impl<'a> Extend<&'a ProofMetrics> for BatchMetricsAggregator {
    fn extend<T: IntoIterator<Item = &'a ProofMetrics>>(&mut self, metrics: T) {
        metrics.into_iter().for_each(|metrics| self.add(metrics));
    }
}

/// Percentiles are nearest ranks: the smallest value such that so many are no larger. 0 for no values.
fn distribution(values: &[f64]) -> Distribution {
    let mut moments = Moments::default();
    values.iter().for_each(|value| moments.add(*value));
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    Distribution::new(moments, |per_mille| {
        let rank = (sorted.len() * per_mille as usize).div_ceil(1000);
        sorted.get(rank.saturating_sub(1)).copied().unwrap_or(0.0)
    })
}

/// The distribution of every number of many proofs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Aggregate {
    /// How many proofs there were.
    pub proofs: u64,
    /// By the names in `ProofMetrics`.
    pub fields: BTreeMap<&'static str, FieldDistribution>,
}

/// The distribution of one number.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct FieldDistribution {
    /// What it counts.
    pub unit: Unit,
    /// Moments and percentiles.
    #[serde(flatten)]
    pub distribution: Distribution,
}

impl Aggregate {
    /// The same as JSON; `docs/metrics.md` has its shape.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("plain data serializes")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::testing::sample;
    use proptest::prelude::*;

    /// As close as rounding allows for values of this size.
    fn close(a: f64, b: f64, scale: f64) -> bool {
        (a - b).abs() <= 1e-9 * scale.max(1.0)
    }

    proptest! {
        /// Two passes over all values, as in a textbook.
        #[test]
        fn an_aggregate_is_what_naive_computation_says(seeds in prop::collection::vec(0_u64..1 << 40, 1..200)) {
            let mut aggregator = BatchMetricsAggregator::default();
            let proofs: Vec<ProofMetrics> = seeds.into_iter().map(sample).collect();
            aggregator.extend(&proofs);
            let aggregate = aggregator.aggregate();
            prop_assert_eq!(aggregate.proofs, proofs.len() as u64);
            prop_assert_eq!(aggregate.fields.len(), FIELDS.len());
            for field in FIELDS {
                let Distribution { moments, p50, p90, p99, p99_9 } = aggregate.fields[field.name].distribution;
                let mut values: Vec<f64> = proofs.iter().map(|proof| field.value(proof)).collect();
                values.sort_by(f64::total_cmp);
                let n = values.len() as f64;
                let (least, most) = (values[0], values[values.len() - 1]);
                let mean = values.iter().sum::<f64>() / n;
                prop_assert_eq!(moments.count(), proofs.len() as u64);
                prop_assert_eq!((moments.min(), moments.max()), (least, most));
                prop_assert!(close(moments.mean(), mean, most));
                prop_assert!(close(moments.sum(), mean * n, most * n));
                match moments.sample_variance() {
                    None => prop_assert_eq!(values.len(), 1),
                    Some(variance) => {
                        let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
                        prop_assert!(close(variance, squares / (n - 1.0), most * most));
                    }
                }
                for (percentile, share) in [(p50, 500), (p90, 900), (p99, 990), (p99_9, 999)] {
                    let no_larger = |bound: f64| values.iter().filter(|value| **value <= bound).count();
                    prop_assert!(values.contains(&percentile));
                    prop_assert!(no_larger(percentile) * 1000 >= values.len() * share);
                    let smaller = values.iter().filter(|value| **value < percentile).count();
                    prop_assert!(smaller * 1000 < values.len() * share);
                }
            }
        }
    }

    #[test]
    fn nothing_taken_in() {
        let aggregate = BatchMetricsAggregator::default().aggregate();
        assert_eq!(aggregate.proofs, 0);
        let degree = aggregate.fields["degree"].distribution;
        assert_eq!((degree.moments, degree.p99), (Moments::default(), 0.0));
    }

    #[test]
    fn json() {
        let mut aggregator = BatchMetricsAggregator::default();
        aggregator.extend(&[sample(1), sample(3)]);
        let json: serde_json::Value =
            serde_json::from_str(&aggregator.aggregate().to_json()).unwrap();
        assert_eq!(json["proofs"], 2);
        assert_eq!(
            json["fields"]["size_after"],
            serde_json::json!({
                "unit": "bytes", "count": 2, "sum": 8004.0, "mean": 4002.0, "standard_deviation": 2.0_f64.sqrt(),
                "min": 4001.0, "max": 4003.0, "p50": 4001.0, "p90": 4003.0, "p99": 4003.0, "p99_9": 4003.0
            })
        );
    }
}
