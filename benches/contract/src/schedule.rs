//! Interleaved measurement: all subjects take turns until the time is used up.

use crate::clock::processor_time;
use crate::subject::{Facts, Failure, Subject};
use rand::seq::SliceRandom;
use std::time::{Duration, Instant};

/// A subject that costs more than this per turn sits out laps in proportion, so that a few slow rows do not eat the budget
/// and the short times, which scatter most because every proof grinds, get the most samples.
const TURN: Duration = Duration::from_millis(8);

/// The laps that always finish. A subject with a longer stride may have no turn besides its warm-up, which then counts:
/// cold caches do not show in so long a time.
const SURE_LAPS: usize = 8;

/// What was measured of one subject.
#[derive(Default)]
pub struct Measured {
    pub prove: Vec<Duration>,
    pub verify: Vec<Duration>,
    /// Processor time of the same turns.
    pub prove_processor: Vec<Duration>,
    pub verify_processor: Vec<Duration>,
    /// Of the largest proof seen: a size that varies must not be understated.
    pub facts: Option<Facts>,
}

impl Measured {
    fn turn(&mut self, subject: &mut dyn Subject) -> Result<Duration, Failure> {
        let failed =
            |name: String, what: &str, failure: Failure| format!("{name}: {what}: {failure}");
        let (prove, prove_processor) = timed(|| subject.prove())
            .map_err(|failure| failed(subject.name(), "prove", failure))?;
        let (verify, verify_processor) = timed(|| subject.verify())
            .map_err(|failure| failed(subject.name(), "verify", failure))?;
        self.prove.push(prove);
        self.verify.push(verify);
        self.prove_processor.push(prove_processor);
        self.verify_processor.push(verify_processor);
        let facts = subject.facts();
        if self.facts.map(|f| f.proof_bytes) < facts.map(|f| f.proof_bytes) {
            self.facts = facts;
        }
        Ok(prove + verify)
    }
}

/// Wall-clock and processor time of a call.
fn timed(call: impl FnOnce() -> Result<(), Failure>) -> Result<(Duration, Duration), Failure> {
    let (start, processor_start) = (Instant::now(), processor_time()?);
    let result = call();
    let times = (start.elapsed(), processor_time()? - processor_start);
    result.map(|()| times)
}

/// Measures all subjects in turn until about `deadline`. Every subject has at least one turn that counts.
pub fn interleave(
    subjects: &mut [Box<dyn Subject>],
    deadline: Instant,
) -> Result<Vec<Measured>, Failure> {
    let mut measured = Vec::new();
    let mut strides = Vec::new();
    for subject in subjects.iter_mut() {
        let mut fresh = Measured::default();
        let cost = fresh.turn(subject.as_mut())?;
        let stride = stride(cost);
        if stride <= SURE_LAPS {
            // The warm-up fills caches and lazy tables; its times do not count.
            fresh = Measured::default();
        }
        strides.push(stride);
        measured.push(fresh);
    }

    // A new order in every lap: what ran just before leaves its caches and clock speed behind, which must not fall
    // on the same subject every time.
    let mut order: Vec<usize> = (0..subjects.len()).collect();
    for lap in 0.. {
        order.shuffle(&mut rand::rng());
        for &index in &order {
            // Offset by the index, so that the slow subjects do not all fall into the same lap.
            if (lap + index) % strides[index] != 0 {
                continue;
            }
            // Nothing may be left without a sample.
            if lap >= SURE_LAPS && Instant::now() >= deadline {
                return Ok(measured);
            }
            measured[index].turn(subjects[index].as_mut())?;
        }
    }
    unreachable!("laps are endless")
}

fn stride(cost: Duration) -> usize {
    let turns = cost.as_nanos().div_ceil(TURN.as_nanos());
    usize::try_from(turns)
        .expect("a turn does not take years")
        .next_power_of_two()
}

/// The median in milliseconds.
pub fn median_ms(samples: &[Duration]) -> f64 {
    let samples: Vec<f64> = samples.iter().map(Duration::as_secs_f64).collect();
    median(&samples) * 1e3
}

/// The median; of an even number of samples the mean of the two in the middle.
pub fn median(samples: &[f64]) -> f64 {
    let mut sorted = samples.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    match sorted.len() % 2 {
        0 => (sorted[middle - 1] + sorted[middle]) / 2.0,
        _ => sorted[middle],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians() {
        let ms = |n| Duration::from_millis(n);
        assert_eq!(median_ms(&[ms(9), ms(1), ms(2)]), 2.0);
        assert_eq!(median_ms(&[ms(9), ms(1), ms(2), ms(4)]), 3.0);
    }

    #[test]
    fn strides() {
        assert_eq!(stride(Duration::ZERO), 1);
        assert_eq!(stride(TURN), 1);
        assert_eq!(stride(TURN * 3), 4);
        assert_eq!(stride(TURN * 1000), 1024);
    }

    /// Takes that long to prove.
    struct Slow(Duration);

    impl Subject for Slow {
        fn name(&self) -> String {
            "slow".into()
        }

        fn prove(&mut self) -> Result<(), Failure> {
            std::thread::sleep(self.0);
            Ok(())
        }

        fn verify(&mut self) -> Result<(), Failure> {
            Ok(())
        }
    }

    #[test]
    fn every_subject_has_a_sample_when_time_is_up() {
        let times = [0, 20, 100].map(Duration::from_millis);
        let mut subjects: Vec<Box<dyn Subject>> = Vec::new();
        for time in times {
            subjects.push(Box::new(Slow(time)));
        }
        let measured = interleave(&mut subjects, Instant::now()).unwrap();
        assert_eq!(measured[0].prove.len(), SURE_LAPS);
        for (measured, time) in measured.iter().zip(times) {
            assert!(!measured.prove.is_empty());
            assert_eq!(measured.prove.len(), measured.verify.len());
            assert!(measured.prove.iter().all(|sample| *sample >= time));
        }
    }
}
