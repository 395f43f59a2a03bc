//! Processor time: what else the machine does counts little there. A proof runs on one thread, and on an idle machine it is its wall-clock
//! time.

use crate::subject::Failure;
use rustix::time::{clock_gettime, ClockId};
use std::time::Duration;

/// Processor time of this thread.
pub fn processor_time() -> Result<Duration, Failure> {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Ok(Duration::new(
        time.tv_sec.try_into()?,
        time.tv_nsec.try_into()?,
    ))
}
