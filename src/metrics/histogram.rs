//! Distributions of durations.

use super::moments::{Distribution, Moments};
use hdrhistogram::Histogram;
use serde::Serialize;

/// Durations are recorded to two significant decimal digits, so a percentile is at most 1 % too large, and a histogram takes
/// 36 KiB. (Three digits would take seven times that.)
const DIGITS: u8 = 2;

/// The longest duration that is told apart: an hour. Longer ones count as this long.
const LONGEST_NS: u64 = 3_600_000_000_000;

/// Upper bounds of the coarse buckets of the Prometheus text: 1, 2.5, 5 to each power of ten from 100 µs, to a minute.
const BOUNDS_NS: [u64; 18] = [
    100_000,
    250_000,
    500_000,
    1_000_000,
    2_500_000,
    5_000_000,
    10_000_000,
    25_000_000,
    50_000_000,
    100_000_000,
    250_000_000,
    500_000_000,
    1_000_000_000,
    2_500_000_000,
    5_000_000_000,
    10_000_000_000,
    30_000_000_000,
    60_000_000_000,
];

/// Durations in nanoseconds: percentiles from an HDR histogram, which has a fixed size and allocates nothing while recording;
/// everything else is kept exactly beside it.
#[derive(Clone, Debug)]
pub struct LatencyHistogram {
    durations: Histogram<u64>,
    moments: Moments,
    buckets: [u64; BOUNDS_NS.len()],
}

impl Default for LatencyHistogram {
    fn default() -> Self {
        Self {
            durations: Histogram::new_with_max(LONGEST_NS, DIGITS)
                .expect("the bounds are those of the crate"),
            moments: Moments::default(),
            buckets: [0; BOUNDS_NS.len()],
        }
    }
}

impl LatencyHistogram {
    /// Takes a duration in.
    pub fn record(&mut self, ns: u64) {
        self.durations.saturating_record(ns);
        self.moments.add(ns as f64);
        let bucket = BOUNDS_NS.partition_point(|bound| *bound < ns);
        if let Some(count) = self.buckets.get_mut(bucket) {
            *count += 1;
        }
    }

    /// What was recorded.
    pub fn summary(&self) -> LatencySummary {
        let longest = self.moments.max();
        let quantile = |per_mille| {
            let quantile = f64::from(per_mille) / 1000.0;
            (self.durations.value_at_quantile(quantile) as f64).min(longest)
        };
        let mut below = 0;
        let cumulative = BOUNDS_NS.iter().zip(self.buckets).map(|(bound, count)| {
            below += count;
            Bucket {
                up_to: *bound,
                count: below,
            }
        });
        LatencySummary {
            durations: Distribution::new(self.moments, quantile),
            buckets: cumulative.collect(),
        }
    }
}

/// A distribution of durations, in nanoseconds. All 0 where nothing was recorded.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LatencySummary {
    /// Moments, which are exact, and percentiles, at most 1 % too large.
    #[serde(flatten)]
    pub durations: Distribution,
    /// How many took no longer than some round durations.
    pub buckets: Vec<Bucket>,
}

/// How many durations were no longer than a bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Bucket {
    /// The bound.
    pub up_to: u64,
    /// Those no longer than the bound, those of smaller buckets included.
    pub count: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_within_one_percent() {
        let mut histogram = LatencyHistogram::default();
        for us in 1..=10_000 {
            histogram.record(us * 1000);
        }
        let Distribution { moments, .. } = histogram.summary().durations;
        let Distribution {
            p50,
            p90,
            p99,
            p99_9,
            ..
        } = histogram.summary().durations;
        for (percentile, exact) in [(p50, 5e6), (p90, 9e6), (p99, 9.9e6), (p99_9, 9.99e6)] {
            let ratio = percentile / exact;
            assert!((1.0..1.01).contains(&ratio), "{percentile} for {exact}");
        }
        assert_eq!((moments.min(), moments.max()), (1e3, 1e7));
        assert_eq!((moments.count(), moments.sum()), (10_000, 50_005e6));
        assert!((moments.mean() - 5_000_500.0).abs() < 1e-3);
        // The variance of 1..=n is n (n + 1) / 12.
        let deviation = 1000.0 * (10_000.0 * 10_001.0 / 12.0_f64).sqrt();
        assert!((moments.standard_deviation().unwrap() / deviation - 1.0).abs() < 1e-9);
    }

    #[test]
    fn bounds_belong_to_their_buckets() {
        let mut histogram = LatencyHistogram::default();
        for ns in [0, 100_000, 100_001, 60_000_000_000, u64::MAX] {
            histogram.record(ns);
        }
        let summary = histogram.summary();
        assert_eq!(summary.buckets[0].count, 2);
        assert_eq!(summary.buckets[1].count, 3);
        assert_eq!(summary.buckets.last().unwrap().count, 4);
        assert_eq!(summary.durations.moments.count(), 5);
        assert!(BOUNDS_NS.is_sorted());
    }

    #[test]
    fn nothing_recorded() {
        let durations = LatencyHistogram::default().summary().durations;
        assert_eq!((durations.p50, durations.p99_9), (0.0, 0.0));
        assert_eq!(durations.moments, Moments::default());
    }
}
