//! Two runs against each other, number by number: how far the means are apart, and whether that is more than the spread within
//! the runs explains.
//!
//! The means are compared with Welch's t statistic, which allows for different variances (B. L. Welch, "The generalization
//! of 'Student's' problem when several different population variances are involved", Biometrika 34, 1947), and its degrees of
//! freedom are those of the Welch-Satterthwaite equation (F. E. Satterthwaite, Biometrics Bulletin 2, 1946).
//!
//! What it does not say: the test takes the values of a run as independent. A machine that was busy during one run, or that
//! clocked lower, gives a real difference of the measurements that is none of the program. And of a hundred numbers compared
//! at once, one is expected to exceed the noise by chance.

use super::aggregate::Aggregate;
use super::fields::Unit;
use super::moments::Moments;
use super::snapshot::Snapshot;
use serde::Serialize;
use std::collections::BTreeMap;

/// Degrees of freedom, and the |t| that chance exceeds in 1 % of all cases: two-sided critical values of Student's
/// distribution (NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2).
const CRITICAL: [(f64, f64); 18] = [
    (1.0, 63.657),
    (2.0, 9.925),
    (3.0, 5.841),
    (4.0, 4.604),
    (5.0, 4.032),
    (6.0, 3.707),
    (7.0, 3.499),
    (8.0, 3.355),
    (9.0, 3.250),
    (10.0, 3.169),
    (12.0, 3.055),
    (15.0, 2.947),
    (20.0, 2.845),
    (25.0, 2.787),
    (30.0, 2.750),
    (40.0, 2.704),
    (60.0, 2.660),
    (100.0, 2.626),
];

/// Two runs, number by number.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Comparison {
    /// The numbers that both runs have.
    pub fields: BTreeMap<&'static str, FieldComparison>,
}

/// One number in two runs.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct FieldComparison {
    /// What it counts.
    pub unit: Unit,
    /// In the first run.
    pub base: Moments,
    /// In the second run.
    pub other: Moments,
    /// Mean of the second less mean of the first.
    pub difference: f64,
    /// Mean of the second over mean of the first; `None` where that is 0.
    pub ratio: Option<f64>,
    /// Welch's statistic; `None` for runs of fewer than two values, and where no value differs from its run's mean.
    pub t: Option<f64>,
    /// Its degrees of freedom; `None` with it.
    pub degrees_of_freedom: Option<f64>,
    /// Whether the spread within the runs would give such a difference in less than 1 % of all cases. Without any spread,
    /// every difference does. `None` for runs of fewer than two values.
    pub exceeds_noise: Option<bool>,
}

impl Comparison {
    /// Compares two batches.
    pub fn of_aggregates(base: &Aggregate, other: &Aggregate) -> Self {
        let fields = base.fields.iter().filter_map(|(name, field)| {
            let (unit, base) = (field.unit, field.distribution.moments);
            let other = other.fields.get(name)?.distribution.moments;
            Some((*name, FieldComparison::new(unit, base, other)))
        });
        Self {
            fields: fields.collect(),
        }
    }

    /// Compares what was counted in two periods: the numbers of the proofs made, and as `verification_ns` how long
    /// verifications took.
    pub fn of_snapshots(base: &Snapshot, other: &Snapshot) -> Self {
        let mut fields: BTreeMap<_, _> = (base.fields.iter())
            .filter_map(|(name, field)| {
                let other = other.fields.get(name)?.moments;
                Some((
                    *name,
                    FieldComparison::new(field.unit, field.moments, other),
                ))
            })
            .collect();
        let verifications = |snapshot: &Snapshot| snapshot.verify.latency_ns.durations.moments;
        let (base, other) = (verifications(base), verifications(other));
        let verification = FieldComparison::new(Unit::Nanoseconds, base, other);
        fields.insert("verification_ns", verification);
        Self { fields }
    }

    /// The same as JSON; `docs/metrics.md` has its shape.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("plain data serializes")
    }
}

impl FieldComparison {
    fn new(unit: Unit, base: Moments, other: Moments) -> Self {
        let difference = other.mean() - base.mean();
        let welch = welch(&base, &other);
        let exceeds_noise = match welch {
            Some((t, freedom)) => Some(t.abs() > critical(freedom)),
            None if base.count() > 1 && other.count() > 1 => Some(difference != 0.0),
            None => None,
        };
        Self {
            unit,
            base,
            other,
            difference,
            ratio: (base.mean() != 0.0).then(|| other.mean() / base.mean()),
            t: welch.map(|(t, _)| t),
            degrees_of_freedom: welch.map(|(_, freedom)| freedom),
            exceeds_noise,
        }
    }
}

/// Welch's t and its degrees of freedom, where they are defined.
fn welch(base: &Moments, other: &Moments) -> Option<(f64, f64)> {
    // The variance of each mean.
    let of_mean = |run: &Moments| Some(run.sample_variance()? / run.count() as f64);
    let (a, b) = (of_mean(base)?, of_mean(other)?);
    let both = a + b;
    if both <= 0.0 {
        return None;
    }
    // Shares instead of squares of variances, which may leave the range of numbers.
    let share = |part: f64, run: &Moments| (part / both).powi(2) / (run.count() - 1) as f64;
    let freedom = 1.0 / (share(a, base) + share(b, other));
    Some(((other.mean() - base.mean()) / both.sqrt(), freedom))
}

/// The critical value for the next smaller degrees of freedom in the table, which is a larger one. Degrees of freedom are at
/// least 1: the smaller run's count less one.
fn critical(freedom: f64) -> f64 {
    let above = CRITICAL.partition_point(|(known, _)| *known <= freedom);
    CRITICAL[above.saturating_sub(1)].1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::testing::sample;
    use crate::metrics::{BatchMetricsAggregator, Collector, ProofMetrics};

    fn moments(values: &[f64]) -> Moments {
        let mut moments = Moments::default();
        values.iter().for_each(|value| moments.add(*value));
        moments
    }

    fn compare(base: &[f64], other: &[f64]) -> FieldComparison {
        FieldComparison::new(Unit::Count, moments(base), moments(other))
    }

    #[test]
    fn welch_by_hand() {
        // Means 3 and 6, variances of the means 2.5 / 5 = 0.5 and 4 / 3: t = 3 / sqrt(11/6), freedom = (11/6)^2 / (1/16 + 8/9).
        let compared = compare(&[1.0, 2.0, 3.0, 4.0, 5.0], &[4.0, 6.0, 8.0]);
        let variance: f64 = 11.0 / 6.0;
        assert!((compared.t.unwrap() - 3.0 / variance.sqrt()).abs() < 1e-12);
        let freedom = variance.powi(2) / (1.0 / 16.0 + 8.0 / 9.0);
        assert!((compared.degrees_of_freedom.unwrap() - freedom).abs() < 1e-12);
        assert_eq!((compared.difference, compared.ratio), (3.0, Some(2.0)));
        assert_eq!(compared.exceeds_noise, Some(false));
    }

    #[test]
    fn noise_is_told_from_difference() {
        let slow: Vec<f64> = (0..50).map(|i| 100.0 + f64::from(i % 7)).collect();
        let slower: Vec<f64> = slow.iter().map(|value| value + 5.0).collect();
        assert_eq!(compare(&slow, &slow).exceeds_noise, Some(false));
        assert_eq!(compare(&slow, &slower).exceeds_noise, Some(true));
        assert_eq!(compare(&slower, &slow).exceeds_noise, Some(true));
        // The same difference of fewer and wider values is none.
        assert_eq!(
            compare(&[90.0, 110.0], &[95.0, 115.0]).exceeds_noise,
            Some(false)
        );
    }

    #[test]
    fn runs_without_spread_or_with_too_few_values() {
        let same = compare(&[7.0, 7.0], &[7.0, 7.0, 7.0]);
        assert_eq!((same.t, same.exceeds_noise), (None, Some(false)));
        assert_eq!(compare(&[7.0; 2], &[8.0; 2]).exceeds_noise, Some(true));
        let single = compare(&[7.0], &[8.0, 9.0]);
        assert_eq!((single.t, single.exceeds_noise), (None, None));
        let none = compare(&[], &[]);
        assert_eq!((none.difference, none.ratio), (0.0, None));
    }

    #[test]
    fn the_table_falls_towards_the_normal_distribution() {
        assert!(CRITICAL.is_sorted_by(|a, b| a.0 < b.0 && a.1 > b.1));
        assert_eq!(critical(1.0), 63.657);
        assert_eq!(critical(11.9), 3.169);
        assert_eq!(critical(1e9), 2.626);
        assert!(CRITICAL.iter().all(|(_, value)| *value > 2.576));
    }

    #[test]
    fn batches_and_periods_give_the_same_answer() {
        let runs: [Vec<ProofMetrics>; 2] = [
            (0..20).map(sample).collect(),
            (30..60).map(sample).collect(),
        ];
        let [a, b] = runs.each_ref().map(|run| {
            let mut aggregator = BatchMetricsAggregator::default();
            aggregator.extend(run);
            aggregator.aggregate()
        });
        let [c, d] = runs.each_ref().map(|run| {
            let collector = Collector::default();
            run.iter().for_each(|metrics| collector.proof(metrics));
            collector.snapshot()
        });
        let batches = Comparison::of_aggregates(&a, &b);
        let mut periods = Comparison::of_snapshots(&c, &d);
        let verifications = periods.fields.remove("verification_ns").unwrap();
        assert_eq!(verifications.exceeds_noise, None);
        assert_eq!(batches, periods);
        assert_eq!(batches.fields["prove_ns"].exceeds_noise, Some(true));
        assert_eq!(batches.fields["degree"].exceeds_noise, Some(false));
        let json: serde_json::Value = serde_json::from_str(&batches.to_json()).unwrap();
        assert_eq!(json["fields"]["prove_ns"]["base"]["count"], 20);
        assert_eq!(json["fields"]["degree"]["t"], serde_json::Value::Null);
    }
}
