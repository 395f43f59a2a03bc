//! Events a second: since the start, and lately.

use serde::Serialize;
use std::time::Duration;

/// Seconds that "lately" covers.
const WINDOW: u64 = 60;

/// Counts events, and those of the last 60 seconds second by second. Times are since a start that the caller chose.
#[derive(Clone, Debug)]
pub struct Throughput {
    total: u64,
    /// Number of a second since the start, and the events in it; second s stands at s modulo 60.
    seconds: [(u64, u64); WINDOW as usize],
}

impl Default for Throughput {
    fn default() -> Self {
        Self {
            total: 0,
            seconds: [(0, 0); WINDOW as usize],
        }
    }
}

impl Throughput {
    /// Counts an event at `now`.
    pub fn record(&mut self, now: Duration) {
        let second = now.as_secs();
        let (held, count) = &mut self.seconds[(second % WINDOW) as usize];
        if *held != second {
            (*held, *count) = (second, 0);
        }
        *count += 1;
        self.total += 1;
    }

    /// The rates at `now`.
    pub fn rates(&self, now: Duration) -> Rates {
        // The second that has begun, and the 59 before it.
        let first = (now.as_secs() + 1).saturating_sub(WINDOW);
        let recent = self.seconds.iter().filter(|(second, _)| *second >= first);
        let covered = now.saturating_sub(Duration::from_secs(first));
        Rates {
            since_start: per_second(self.total, now),
            last_minute: per_second(recent.map(|(_, count)| count).sum(), covered),
        }
    }
}

fn per_second(events: u64, time: Duration) -> f64 {
    if time.is_zero() {
        0.0
    } else {
        events as f64 / time.as_secs_f64()
    }
}

/// Events a second.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Rates {
    /// Since the start.
    pub since_start: f64,
    /// In the last 60 seconds, or since the start where that is later.
    pub last_minute: f64,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: f64) -> Duration {
        Duration::from_secs_f64(seconds)
    }

    #[test]
    fn old_seconds_leave_the_window() {
        let mut throughput = Throughput::default();
        assert_eq!(throughput.rates(Duration::ZERO), Rates::default());
        for _ in 0..100 {
            throughput.record(at(0.5));
        }
        let rates = throughput.rates(at(2.0));
        assert_eq!((rates.since_start, rates.last_minute), (50.0, 50.0));
        // Second 0 is still among the last sixty, and the time covered is 59.5 seconds.
        assert_eq!(throughput.rates(at(59.5)).last_minute, 100.0 / 59.5);
        let rates = throughput.rates(at(100.0));
        assert_eq!((rates.since_start, rates.last_minute), (1.0, 0.0));
        // A second takes the place of the one 60 seconds before it.
        for _ in 0..6 {
            throughput.record(at(120.25));
        }
        let rates = throughput.rates(at(121.0));
        assert_eq!(rates.last_minute, 6.0 / 59.0);
        assert_eq!(rates.since_start, 106.0 / 121.0);
    }

    #[test]
    fn a_steady_rate_is_shown_as_it_is() {
        let mut throughput = Throughput::default();
        for event in 0..3000 {
            throughput.record(at(f64::from(event) / 10.0));
        }
        let rates = throughput.rates(at(300.0));
        assert!((rates.since_start - 10.0).abs() < 1e-9);
        assert!((rates.last_minute - 10.0).abs() < 1e-9);
    }
}
