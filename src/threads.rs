//! Work of one call, spread over threads.
//!
//! Threads are started for a call and end with it: a library that keeps threads waiting would take them through `fork` and to
//! the end of the process. Starting one takes some tens of microseconds.

use crate::metrics::memory::PeakScope;
use crate::stack;
use std::num::NonZero;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// Does `work` for every job, in any order, on at most `threads` threads, the caller's among them. Heap bytes count for the caller's
/// measurements, and the stacks of the other threads are wiped. One thread, or one job, starts nothing.
///
/// # Panics
/// When `work` does, after all threads have ended.
pub fn for_each<T: Send>(threads: NonZero<usize>, jobs: Vec<T>, work: impl Fn(T) + Sync) {
    let helpers = threads.get().min(jobs.len()).saturating_sub(1);
    if helpers == 0 {
        return jobs.into_iter().for_each(work);
    }
    let memory = PeakScope::new();
    let queue = Mutex::new(jobs.into_iter());
    let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).next();
    let work_off = || {
        while let Some(job) = next() {
            work(job);
        }
    };
    with_helpers(helpers, &memory, work_off);
}

/// Stack of a helper; the library runs on 256 KiB. Where none is stated, a variable of the environment decides.
const STACK: usize = 1 << 20;

/// Does `work` on the caller's thread and on at most `helpers` others, whose heap bytes count in `memory` and whose stacks are wiped. Returns on
/// how many it was done: where there is no further thread, those that are there do it. When this returns the others have ended; that they are
/// done with their work, which a scope waits for, would leave them running code of a library that may be unloaded next.
///
/// # Panics
/// When `work` does, after all threads are done.
pub fn with_helpers(helpers: usize, memory: &PeakScope, work: impl Fn() + Sync) -> usize {
    thread::scope(|scope| {
        let helper = || {
            let _counted = memory.enter();
            stack::wiped(&work);
        };
        let start = |_| {
            let builder = thread::Builder::new().stack_size(STACK);
            builder.spawn_scoped(scope, helper).ok()
        };
        let started: Vec<_> = (0..helpers).map_while(start).collect();
        work();
        let count = 1 + started.len();
        for thread in started {
            thread.join().unwrap_or_else(|panic| resume_unwind(panic));
        }
        count
    })
}

/// A value that threads change one after the other, in the order of the pieces of their work, whoever does which.
pub struct InOrder<T> {
    pieces: usize,
    /// The next piece that nobody has.
    next: AtomicUsize,
    state: Mutex<State<T>>,
    changed: Condvar,
}

struct State<T> {
    value: T,
    /// Pieces whose change was made.
    done: usize,
    /// A thread failed with its piece: the others must not wait for it.
    broken: bool,
}

/// A thread's turn: a piece that is its own to work on, and the right to change the value afterwards.
pub struct Turn<'a, T> {
    order: &'a InOrder<T>,
    number: usize,
}

impl<T> InOrder<T> {
    /// For so many pieces.
    pub fn new(pieces: usize, value: T) -> Self {
        Self {
            pieces,
            next: AtomicUsize::new(0),
            state: Mutex::new(State {
                value,
                done: 0,
                broken: false,
            }),
            changed: Condvar::new(),
        }
    }

    /// The next piece, if there is one.
    pub fn next(&self) -> Option<Turn<'_, T>> {
        let number = self.next.fetch_add(1, Relaxed);
        (number < self.pieces).then(|| Turn {
            order: self,
            number,
        })
    }

    /// The value, after all changes.
    pub fn into_inner(self) -> T {
        let state = self
            .state
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        assert!(state.done == self.pieces, "all pieces were done");
        state.value
    }

    fn state(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> Turn<'_, T> {
    /// The number of the piece.
    pub fn number(&self) -> usize {
        self.number
    }

    /// Changes the value as soon as those with smaller numbers have. They are all being worked on, so they will.
    ///
    /// # Panics
    /// When another thread failed with its piece.
    pub fn take(self, change: impl FnOnce(&mut T)) {
        let mut state = self.order.state();
        while state.done != self.number && !state.broken {
            let woken = self.order.changed.wait(state);
            state = woken.unwrap_or_else(PoisonError::into_inner);
        }
        assert!(!state.broken, "another thread failed");
        change(&mut state.value);
        state.done += 1;
    }
}

impl<T> Drop for Turn<'_, T> {
    /// After the change, or without it when the thread fails.
    fn drop(&mut self) {
        let mut state = self.order.state();
        state.broken |= state.done <= self.number;
        drop(state);
        self.order.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;
    use std::panic::{catch_unwind, AssertUnwindSafe};
    use std::sync::Barrier;
    use std::thread::ThreadId;
    use std::time::Duration;

    fn threads_of(threads: usize, jobs: usize) -> Vec<(usize, ThreadId)> {
        let done = Mutex::new(Vec::new());
        // With several threads every one of them must take part.
        let barrier = Barrier::new(threads.min(jobs));
        for_each(NonZero::new(threads).unwrap(), (0..jobs).collect(), |job| {
            if job < threads {
                barrier.wait();
            }
            done.lock().unwrap().push((job, thread::current().id()));
        });
        done.into_inner().unwrap()
    }

    #[test]
    fn every_job_is_done_once_on_as_many_threads() {
        for (threads, jobs) in [(2, 2), (3, 10), (4, 3), (5, 5)] {
            let mut done = threads_of(threads, jobs);
            let used: HashSet<_> = done.iter().map(|(_, thread)| *thread).collect();
            assert_eq!(used.len(), threads.min(jobs));
            done.sort_by_key(|(job, _)| *job);
            assert!(done.iter().map(|(job, _)| *job).eq(0..jobs));
        }
    }

    #[test]
    fn one_thread_starts_nothing() {
        let here = thread::current().id();
        for (threads, jobs) in [(1, 5), (8, 1)] {
            let done = threads_of(threads, jobs);
            assert_eq!(done.len(), jobs);
            assert!(done.iter().all(|(_, thread)| *thread == here));
        }
        for_each(
            NonZero::new(4).unwrap(),
            Vec::<()>::new(),
            |()| unreachable!(),
        );
    }

    #[test]
    fn changes_come_in_order() {
        for threads in [1, 2, 5] {
            let order = InOrder::new(40, Vec::new());
            for_each(NonZero::new(threads).unwrap(), vec![(); threads], |()| {
                while let Some(turn) = order.next() {
                    let number = turn.number();
                    // The later pieces are done sooner.
                    thread::sleep(Duration::from_micros(500 - 10 * number as u64));
                    turn.take(|list| list.push(number));
                }
            });
            assert!(order.into_inner().into_iter().eq(0..40));
        }
    }

    #[test]
    fn nobody_waits_for_a_thread_that_failed() {
        let order = InOrder::new(10, ());
        let failed = catch_unwind(AssertUnwindSafe(|| {
            for_each(NonZero::new(3).unwrap(), vec![(); 3], |()| {
                while let Some(turn) = order.next() {
                    assert_ne!(turn.number(), 4, "the one that fails");
                    turn.take(|()| ());
                }
            });
        }));
        assert!(failed.is_err());
        assert_eq!(order.state().done, 4);
    }
}
