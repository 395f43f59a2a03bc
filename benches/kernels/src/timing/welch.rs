//! Welch's t-test of two classes of times, on all of them and on those below several bounds: what interrupts a run makes it longer, and
//! hides small differences.

/// Shares of the times that are kept.
const KEPT: [f64; 6] = [1.0, 0.99, 0.95, 0.9, 0.75, 0.5];

/// Number, mean and squared deviations, added up as in Welford's method.
#[derive(Clone, Copy, Default)]
struct Moments {
    count: f64,
    mean: f64,
    squares: f64,
}

impl Moments {
    fn add(&mut self, value: f64) {
        self.count += 1.0;
        let before = value - self.mean;
        self.mean += before / self.count;
        self.squares += before * (value - self.mean);
    }

    /// The variance of the mean.
    fn error(&self) -> f64 {
        self.squares / (self.count - 1.0) / self.count
    }
}

/// The test of one operation.
pub struct Test {
    /// For each share its bound, and the moments of the random and of the fixed class below.
    parts: Vec<(f64, [Moments; 2])>,
}

impl Test {
    /// With bounds from these times.
    pub fn new(mut times: Vec<f64>) -> Self {
        times.sort_unstable_by(f64::total_cmp);
        let bound = |share: f64| match share {
            1.0 => f64::INFINITY,
            share => times[(share * times.len() as f64) as usize],
        };
        let parts = KEPT.map(|share| (bound(share), Default::default()));
        Self {
            parts: parts.to_vec(),
        }
    }

    /// Adds a time.
    pub fn add(&mut self, is_fixed: bool, time: f64) {
        for (bound, classes) in &mut self.parts {
            if time <= *bound {
                classes[usize::from(is_fixed)].add(time);
            }
        }
    }

    /// The runs.
    pub fn count(&self) -> u64 {
        self.parts[0].1.iter().map(|class| class.count as u64).sum()
    }

    /// The means of all times of the fixed and of the random class.
    pub fn means(&self) -> (f64, f64) {
        let [random, fixed] = self.parts[0].1;
        (fixed.mean, random.mean)
    }

    /// The t of the largest size.
    pub fn largest(&self) -> f64 {
        let t = |(_, [random, fixed]): &(f64, [Moments; 2])| {
            (fixed.mean - random.mean) / (fixed.error() + random.error()).sqrt()
        };
        let all = self.parts.iter().map(t).filter(|t| t.is_finite());
        all.max_by(|a, b| a.abs().total_cmp(&b.abs()))
            .unwrap_or(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two samples of three and four, by hand: means 4 and 8, variances 4 and 20/3, t = −4 / √(4/3 + 20/12) = −4/√3.
    #[test]
    fn the_statistic_is_that_of_welch() {
        let mut test = Test::new(vec![100.0]);
        for (is_fixed, times) in [
            (true, &[2.0, 4.0, 6.0][..]),
            (false, &[5.0, 7.0, 9.0, 11.0]),
        ] {
            times.iter().for_each(|time| test.add(is_fixed, *time));
        }
        assert_eq!(test.means(), (4.0, 8.0));
        assert!((test.largest() + 4.0 / 3f64.sqrt()).abs() < 1e-9);
    }
}
