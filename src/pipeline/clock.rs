//! Wall-clock time, stage by stage.

use std::time::Instant;

pub(super) struct Clock {
    start: Instant,
    lap: Instant,
}

impl Clock {
    pub(super) fn start() -> Self {
        let start = Instant::now();
        Self { start, lap: start }
    }

    /// Nanoseconds since the last call or the start.
    pub(super) fn lap(&mut self) -> u64 {
        let before = std::mem::replace(&mut self.lap, Instant::now());
        self.lap.duration_since(before).as_nanos() as u64
    }

    /// Nanoseconds since the start.
    pub(super) fn total(&self) -> u64 {
        self.start.elapsed().as_nanos() as u64
    }
}
