//! Count, mean, deviation and range of a series, in one pass and without keeping it.

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

/// Running moments of a series of numbers. In JSON: `count`, `sum`, `mean`, `standard_deviation`, `min`, `max`.
///
/// Mean and squared deviations are updated as in B. P. Welford, "Note on a method for calculating corrected sums of squares
/// and products", Technometrics 4(3), 1962: no difference of large sums, so that a small deviation of large values is not
/// lost to rounding.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moments {
    count: u64,
    sum: f64,
    mean: f64,
    squared_deviations: f64,
    min: f64,
    max: f64,
}

impl Default for Moments {
    fn default() -> Self {
        Self {
            count: 0,
            sum: 0.0,
            mean: 0.0,
            squared_deviations: 0.0,
            min: f64::INFINITY,
            max: f64::NEG_INFINITY,
        }
    }
}

impl Moments {
    /// Takes one more value in.
    pub fn add(&mut self, value: f64) {
        self.count += 1;
        self.sum += value;
        let before = value - self.mean;
        self.mean += before / self.count as f64;
        self.squared_deviations += before * (value - self.mean);
        self.min = self.min.min(value);
        self.max = self.max.max(value);
    }

    /// How many values there were.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Their sum.
    pub fn sum(&self) -> f64 {
        self.sum
    }

    /// Their mean; 0 for no values.
    pub fn mean(&self) -> f64 {
        self.mean
    }

    /// The unbiased estimate of the variance (divisor n - 1); `None` for fewer than two values.
    pub fn sample_variance(&self) -> Option<f64> {
        (self.count > 1).then(|| self.squared_deviations / (self.count - 1) as f64)
    }

    /// The square root of [`Self::sample_variance`].
    pub fn standard_deviation(&self) -> Option<f64> {
        self.sample_variance().map(f64::sqrt)
    }

    /// The smallest value; 0 for no values.
    pub fn min(&self) -> f64 {
        if self.count == 0 {
            0.0
        } else {
            self.min
        }
    }

    /// The largest value; 0 for no values.
    pub fn max(&self) -> f64 {
        if self.count == 0 {
            0.0
        } else {
            self.max
        }
    }
}

impl Serialize for Moments {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut shown = serializer.serialize_struct("Moments", 6)?;
        shown.serialize_field("count", &self.count())?;
        shown.serialize_field("sum", &self.sum())?;
        shown.serialize_field("mean", &self.mean())?;
        shown.serialize_field("standard_deviation", &self.standard_deviation())?;
        shown.serialize_field("min", &self.min())?;
        shown.serialize_field("max", &self.max())?;
        shown.end()
    }
}

/// Moments and percentiles of a series.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Distribution {
    /// Count, sum, mean, deviation, range.
    #[serde(flatten)]
    pub moments: Moments,
    /// Half of the values are no larger.
    pub p50: f64,
    /// 90 % of the values are no larger.
    pub p90: f64,
    /// 99 % of the values are no larger.
    pub p99: f64,
    /// 99.9 % of the values are no larger.
    pub p99_9: f64,
}

impl Distribution {
    /// With `quantile` giving the value below or at which so many of a thousand are.
    pub(super) fn new(moments: Moments, quantile: impl Fn(u32) -> f64) -> Self {
        Self {
            moments,
            p50: quantile(500),
            p90: quantile(900),
            p99: quantile(990),
            p99_9: quantile(999),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_deviation_of_large_values_is_kept() {
        let mut moments = Moments::default();
        for value in [1e15 + 4.0, 1e15 + 7.0, 1e15 + 13.0, 1e15 + 16.0] {
            moments.add(value);
        }
        assert_eq!(moments.mean(), 1e15 + 10.0);
        assert_eq!(moments.sample_variance(), Some(30.0));
        assert_eq!((moments.min(), moments.max()), (1e15 + 4.0, 1e15 + 16.0));
    }

    #[test]
    fn few_values_have_no_deviation() {
        let mut moments = Moments::default();
        assert_eq!(
            (moments.mean(), moments.min(), moments.max()),
            (0.0, 0.0, 0.0)
        );
        assert_eq!(moments.standard_deviation(), None);
        moments.add(5.0);
        assert_eq!((moments.mean(), moments.standard_deviation()), (5.0, None));
        assert_eq!(
            (moments.min(), moments.max(), moments.sum()),
            (5.0, 5.0, 5.0)
        );
    }
}
