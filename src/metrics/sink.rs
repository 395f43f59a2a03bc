//! Who is told about each proof.

use super::ProofMetrics;
use std::sync::{Arc, PoisonError, RwLock};

/// Is told the measurements of every proof, on the thread that made it, before the proof is returned. May use the protocol
/// that calls it, also to set another sink.
pub trait MetricsSink: Send + Sync {
    /// A proof was made.
    fn proof(&self, metrics: &ProofMetrics);
}

/// The sink that is set now, if any.
#[derive(Default)]
pub(super) struct SinkSlot(RwLock<Option<Arc<dyn MetricsSink>>>);

impl SinkSlot {
    /// The one before is dropped when the last call that uses it ends.
    pub(super) fn set(&self, sink: Option<Arc<dyn MetricsSink>>) {
        let mut slot = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let before = std::mem::replace(&mut *slot, sink);
        // Dropping it runs foreign code, which may come back here.
        drop(slot);
        drop(before);
    }

    pub(super) fn proof(&self, metrics: &ProofMetrics) {
        let slot = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let sink = slot.clone();
        // No lock is held while foreign code runs.
        drop(slot);
        if let Some(sink) = sink {
            sink.proof(metrics);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::testing::sample;
    use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
    use std::sync::Weak;

    #[derive(Default)]
    struct Seen {
        proofs: AtomicUsize,
        dropped: AtomicUsize,
    }

    /// Unsets itself while it is called, and uses the slot while it is dropped.
    struct Replacing(Arc<Seen>, Weak<SinkSlot>);

    impl MetricsSink for Replacing {
        fn proof(&self, metrics: &ProofMetrics) {
            assert_eq!(*metrics, sample(1));
            self.0.proofs.fetch_add(1, SeqCst);
            let dropped = self.0.dropped.load(SeqCst);
            self.1.upgrade().unwrap().set(None);
            assert_eq!(self.0.dropped.load(SeqCst), dropped);
        }
    }

    impl Drop for Replacing {
        fn drop(&mut self) {
            self.0.dropped.fetch_add(1, SeqCst);
            if let Some(slot) = self.1.upgrade() {
                slot.proof(&sample(1));
            }
        }
    }

    #[test]
    fn a_sink_may_replace_itself() {
        let seen = Arc::new(Seen::default());
        let slot = Arc::new(SinkSlot::default());
        let replacing = || Arc::new(Replacing(seen.clone(), Arc::downgrade(&slot)));
        slot.set(Some(replacing()));
        slot.proof(&sample(1));
        slot.proof(&sample(1));
        let counts = || (seen.proofs.load(SeqCst), seen.dropped.load(SeqCst));
        assert_eq!(counts(), (1, 1));
        slot.set(Some(replacing()));
        slot.set(Some(replacing()));
        // The end of the first reached the second, which removed itself.
        assert_eq!(counts(), (2, 3));
    }
}
