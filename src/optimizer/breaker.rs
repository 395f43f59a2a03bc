//! A circuit breaker: what failed several times in a row is left to rest, and then gets one trial.

use crate::config::OptimizerConfig;
use std::time::Instant;

/// Counts the failures of one optimizer. The time comes from the caller.
#[derive(Debug, Default)]
pub struct Breaker {
    /// Failures since the last success.
    failures: u32,
    last_failure: Option<Instant>,
    /// The trial after a rest is on its way.
    trial: bool,
}

impl Breaker {
    /// Whether a call is let through at `now`. If so, [`Self::succeeded`], [`Self::failed`] or [`Self::withdrawn`] must follow.
    pub fn admits(&mut self, now: Instant, config: &OptimizerConfig) -> bool {
        // With a maximum of 0, as with 1, the first failure begins a rest.
        if self.failures < config.max_failures.max(1) {
            return true;
        }
        let rested = self
            .last_failure
            .is_none_or(|last| now.saturating_duration_since(last) >= config.rest);
        if !rested || self.trial {
            return false;
        }
        self.trial = true;
        true
    }

    /// The call gave a good answer.
    pub fn succeeded(&mut self) {
        *self = Self::default();
    }

    /// The call failed at `now`.
    pub fn failed(&mut self, now: Instant) {
        self.failures = self.failures.saturating_add(1);
        self.last_failure = Some(now);
        self.trial = false;
    }

    /// The call was not made after all.
    pub fn withdrawn(&mut self) {
        self.trial = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    const SECOND: Duration = Duration::from_secs(1);

    fn config() -> OptimizerConfig {
        OptimizerConfig {
            max_failures: 3,
            rest: 30 * SECOND,
            ..OptimizerConfig::default()
        }
    }

    #[test]
    fn rests_after_failures_in_a_row_and_recovers() {
        let (config, start) = (config(), Instant::now());
        let mut breaker = Breaker::default();
        for i in 0..3 {
            assert!(breaker.admits(start + i * SECOND, &config));
            breaker.failed(start + i * SECOND);
        }
        let last = start + 2 * SECOND;
        assert!(!breaker.admits(last, &config));
        assert!(!breaker.admits(last + 29 * SECOND, &config));
        // One trial and no second one beside it; its failure begins another rest.
        assert!(breaker.admits(last + 30 * SECOND, &config));
        assert!(!breaker.admits(last + 31 * SECOND, &config));
        breaker.failed(last + 31 * SECOND);
        assert!(!breaker.admits(last + 60 * SECOND, &config));
        assert!(breaker.admits(last + 61 * SECOND, &config));
        breaker.succeeded();
        for i in 0..2 {
            assert!(breaker.admits(last + (62 + i) * SECOND, &config));
            breaker.failed(last + (62 + i) * SECOND);
        }
        assert!(breaker.admits(last + 64 * SECOND, &config));
    }

    #[test]
    fn a_trial_that_is_not_made_is_not_lost() {
        let (config, now) = (config(), Instant::now());
        let mut breaker = Breaker::default();
        (0..3).for_each(|_| breaker.failed(now));
        let later = now + config.rest;
        assert!(breaker.admits(later, &config));
        breaker.withdrawn();
        assert!(breaker.admits(later, &config));
    }

    #[test]
    fn failures_that_are_not_in_a_row_do_not_add_up() {
        let (config, now) = (config(), Instant::now());
        let mut breaker = Breaker::default();
        for _ in 0..10 {
            breaker.failed(now);
            breaker.failed(now);
            assert!(breaker.admits(now, &config));
            breaker.succeeded();
        }
    }
}
