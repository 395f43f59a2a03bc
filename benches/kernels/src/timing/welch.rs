//! Welch's t-test of two classes of times, on all of them and on those below several bounds: what interrupts a run makes it longer, and
//! hides small differences.

use nexuszero::metrics::moments::Moments;

/// Shares of the times that are kept.
const KEPT: [f64; 6] = [1.0, 0.99, 0.95, 0.9, 0.75, 0.5];

/// The variance of the mean; none of fewer than two times.
fn error(class: &Moments) -> Option<f64> {
    Some(class.sample_variance()? / class.count() as f64)
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
        self.parts[0].1.iter().map(Moments::count).sum()
    }

    /// The means of all times of the fixed and of the random class.
    pub fn means(&self) -> (f64, f64) {
        let [random, fixed] = self.parts[0].1;
        (fixed.mean(), random.mean())
    }

    /// The t of the largest size: infinite where the times of each class are all equal, and those of the two are not.
    pub fn largest(&self) -> f64 {
        let t = |(_, [random, fixed]): &(f64, [Moments; 2])| {
            let error = (error(fixed)? + error(random)?).sqrt();
            Some((fixed.mean() - random.mean()) / error).filter(|t| !t.is_nan())
        };
        let all = self.parts.iter().filter_map(t);
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

    #[test]
    fn times_without_noise_are_compared_too() {
        for (random, t) in [(3.0, f64::NEG_INFINITY), (2.0, 0.0)] {
            let mut test = Test::new(vec![100.0]);
            for (is_fixed, time) in [(true, 2.0), (true, 2.0), (false, random), (false, random)] {
                test.add(is_fixed, time);
            }
            assert_eq!(test.largest(), t, "{random}");
        }
    }
}
