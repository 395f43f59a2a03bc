//! Heap bytes held by the calling thread, and their peak.
//!
//! The counters are fed by the allocator in `ffi::allocator`; the rest of the library only reads them.

use std::cell::Cell;

thread_local! {
    static LIVE: Cell<usize> = const { Cell::new(0) };
    static PEAK: Cell<usize> = const { Cell::new(0) };
}

/// Called by the allocator after `size` bytes were handed out.
#[cfg_attr(not(feature = "allocator"), allow(dead_code))]
pub(crate) fn allocated(size: usize) {
    // During thread teardown the counters may be gone; then there is nothing left to measure.
    let _ = LIVE.try_with(|live| {
        let now = live.get().saturating_add(size);
        live.set(now);
        let _ = PEAK.try_with(|peak| peak.set(peak.get().max(now)));
    });
}

/// Called by the allocator after `size` bytes came back.
#[cfg_attr(not(feature = "allocator"), allow(dead_code))]
pub(crate) fn freed(size: usize) {
    let _ = LIVE.try_with(|live| live.set(live.get().saturating_sub(size)));
}

/// Measures the peak of what is allocated on this thread from now on.
pub struct PeakScope {
    start: usize,
    outer_peak: usize,
}

impl PeakScope {
    /// Starts measuring. Scopes nest.
    #[allow(clippy::new_without_default)]
    pub fn new() -> Self {
        let start = LIVE.get();
        Self {
            start,
            outer_peak: PEAK.replace(start),
        }
    }

    /// Highest number of bytes held at once since the start, beyond those held at the start.
    pub fn peak(&self) -> usize {
        PEAK.get().saturating_sub(self.start)
    }
}

impl Drop for PeakScope {
    fn drop(&mut self) {
        PEAK.set(PEAK.get().max(self.outer_peak));
    }
}
