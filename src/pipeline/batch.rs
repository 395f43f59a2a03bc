//! Many statements at once: their order is kept, each has a result of its own, and what happens to one touches no other.

use super::{CallOptions, OptimizedProof, Pipeline, Protocol};
use crate::config::MAX_THREADS;
use crate::error::{ErrorKind, ProtocolError, Result};
use crate::metrics::memory::PeakScope;
use crate::statement::{Statement, Witness};
use crate::telemetry::{check_request_id, MAX_BATCH_ID_LEN};
use crate::threads::with_helpers;
use serde::Serialize;
use std::num::NonZero;
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Instant;

/// A proof that is to be made.
#[derive(Clone, Copy)]
pub struct ProveItem<'a> {
    /// What is proved.
    pub statement: &'a Statement,
    /// The secret.
    pub witness: &'a Witness,
    /// What the proof is bound to.
    pub context: &'a [u8],
}

/// A proof that is to be verified.
#[derive(Clone, Copy)]
pub struct VerifyItem<'a> {
    /// What must have been proved.
    pub statement: &'a Statement,
    /// What the proof must be bound to.
    pub context: &'a [u8],
    /// The proof bytes.
    pub proof: &'a [u8],
}

/// Told how far a batch is, after each item: how many are done, and how many there are. `false` cancels what has not begun. Called by any
/// of the batch's threads, one at a time.
pub type Progress<'a> = &'a (dyn Fn(usize, usize) -> bool + Sync);

/// What a caller may say of a batch.
#[derive(Clone, Copy, Default)]
pub struct BatchOptions<'a> {
    /// Threads, the caller's included: `None` as configured, 0 one for each processor core. One thread spawns nothing. Each item is
    /// computed by one of them; where there are fewer items than threads, by as many as an even division gives.
    pub threads: Option<u32>,
    /// Who is told how far it is.
    pub progress: Option<Progress<'a>>,
    /// The name of the request, at most 107 bytes; item i is called so with `/i` behind it. `None`: each gets a random name.
    pub request_id: Option<&'a str>,
}

/// The results of a batch, in the order of its items.
#[derive(Debug)]
pub struct Batch<T> {
    /// One for each item; `Cancelled` for one that did not begin.
    pub results: Vec<Result<T>>,
    /// What was measured.
    pub summary: BatchSummary,
}

/// Measurements of a batch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct BatchSummary {
    /// Items.
    pub items: u64,
    /// Items that succeeded.
    pub succeeded: u64,
    /// Items that failed.
    pub failed: u64,
    /// Items that did not begin.
    pub cancelled: u64,
    /// Threads that were there to take items, each with those that it may use for one.
    pub threads: u64,
    /// Wall-clock time of the whole batch in nanoseconds.
    pub total_ns: u64,
    /// Items that succeeded in a second.
    pub per_second: f64,
    /// Highest number of heap bytes held at once by all threads of the batch; 0 without the feature `allocator`.
    pub peak_memory: u64,
}

impl Protocol {
    /// Makes a proof for every item. All work with the configuration, and with what is attached, as they are when the batch begins.
    pub fn batch_prove(
        &self,
        items: &[ProveItem<'_>],
        options: &BatchOptions<'_>,
    ) -> Result<Batch<OptimizedProof>> {
        self.run(items, options, |pipeline, item, options| {
            self.prove_as(
                pipeline,
                item.statement,
                item.witness,
                item.context,
                options,
            )
        })
    }

    /// Verifies the proof of every item, likewise: its result is `Ok` only for a valid proof, as of [`Self::verify`].
    pub fn batch_verify(
        &self,
        items: &[VerifyItem<'_>],
        options: &BatchOptions<'_>,
    ) -> Result<Batch<()>> {
        self.run(items, options, |pipeline, item, options| {
            self.verify_as(pipeline, item.statement, item.context, item.proof, options)
        })
    }

    fn run<I: Sync, T: Send>(
        &self,
        items: &[I],
        options: &BatchOptions<'_>,
        work: impl Fn(&Pipeline, &I, &CallOptions<'_>) -> Result<T> + Sync,
    ) -> Result<Batch<T>> {
        if let Some(id) = options.request_id {
            check_request_id(id, MAX_BATCH_ID_LEN)?;
        }
        let pipeline = self.current();
        let threads = options.threads.unwrap_or(pipeline.config.threads);
        let threads = thread_count(threads)?;
        // Threads that take items, and threads that work on each: more than one where there are fewer items than threads.
        let takers = threads.min(items.len()).max(1);
        let of_each = threads / takers;
        let start = Instant::now();
        let memory = PeakScope::new();
        let queue = Queue::new(items.len(), options.progress);
        let item = |index: usize| {
            let id = options.request_id.map(|id| format!("{id}/{index}"));
            let options = CallOptions {
                request_id: id.as_deref(),
                threads: NonZero::new(of_each),
            };
            work(&pipeline, &items[index], &options)
        };
        let takers = with_helpers(takers - 1, &memory, || queue.work(&item));
        let results = queue.into_results();
        let total_ns = start.elapsed().as_nanos() as u64;
        let is_cancelled = |result: &Result<T>| matches!(result, Err(error) if error.kind() == ErrorKind::Cancelled);
        let succeeded = results.iter().filter(|result| result.is_ok()).count() as u64;
        let cancelled = results.iter().filter(|result| is_cancelled(result)).count() as u64;
        let summary = BatchSummary {
            items: items.len() as u64,
            succeeded,
            failed: items.len() as u64 - succeeded - cancelled,
            cancelled,
            threads: (takers * of_each) as u64,
            total_ns,
            per_second: succeeded as f64 / (total_ns.max(1) as f64 / 1e9),
            peak_memory: memory.peak() as u64,
        };
        Ok(Batch { results, summary })
    }
}

/// The number of threads that is meant.
fn thread_count(threads: u32) -> Result<usize> {
    match threads {
        0 => Ok(thread::available_parallelism().map_or(1, NonZero::get)),
        1..=MAX_THREADS => Ok(threads as usize),
        _ => Err(ProtocolError::in_field(
            ErrorKind::InvalidArgument,
            "threads",
            format!("at most {MAX_THREADS}"),
        )),
    }
}

/// Items that wait, and results that are there.
struct Queue<'a, T> {
    count: usize,
    next: AtomicUsize,
    cancelled: AtomicBool,
    results: Mutex<Vec<Option<Result<T>>>>,
    /// How many are done; held while progress is told, so that it is told in order.
    done: Mutex<usize>,
    progress: Option<Progress<'a>>,
}

impl<'a, T> Queue<'a, T> {
    fn new(count: usize, progress: Option<Progress<'a>>) -> Self {
        Self {
            count,
            next: AtomicUsize::new(0),
            cancelled: AtomicBool::new(false),
            results: Mutex::new((0..count).map(|_| None).collect()),
            done: Mutex::new(0),
            progress,
        }
    }

    /// Takes items until none is left or the batch is cancelled.
    fn work(&self, item: &impl Fn(usize) -> Result<T>) {
        while !self.cancelled.load(Relaxed) {
            let index = self.next.fetch_add(1, Relaxed);
            if index >= self.count {
                return;
            }
            // A defect that one item meets is an error of that item.
            let result = catch_unwind(AssertUnwindSafe(|| item(index)));
            let result = result.unwrap_or_else(|payload| {
                std::mem::forget(payload);
                let message = "the library panicked";
                Err(ProtocolError::new(ErrorKind::Internal, message))
            });
            let results = self.results.lock();
            results.unwrap_or_else(PoisonError::into_inner)[index] = Some(result);
            self.report();
        }
    }

    fn report(&self) {
        let Some(progress) = self.progress else {
            return;
        };
        let mut done = self.done.lock().unwrap_or_else(PoisonError::into_inner);
        *done += 1;
        if !progress(*done, self.count) {
            self.cancelled.store(true, Relaxed);
        }
    }

    fn into_results(self) -> Vec<Result<T>> {
        let results = self.results.into_inner();
        let results = results.unwrap_or_else(PoisonError::into_inner).into_iter();
        let cancelled = || ProtocolError::new(ErrorKind::Cancelled, "the batch was cancelled");
        results
            .map(|result| result.unwrap_or_else(|| Err(cancelled())))
            .collect()
    }
}
