//! Work of one call, spread over threads.
//!
//! Threads are started for a call and end with it: a library that keeps threads waiting would take them through `fork` and to
//! the end of the process. Starting one takes some tens of microseconds.

use crate::metrics::memory::PeakScope;
use crate::stack::StackWipe;
use std::sync::{Mutex, PoisonError};
use std::thread;

/// Does `work` for every job, in any order, on at most `threads` threads, the caller's among them. Heap bytes count for the caller's
/// measurements, and the stacks of the other threads are wiped. One thread, or one job, starts nothing.
///
/// # Panics
/// When `work` does, after all threads have ended.
pub fn for_each<T: Send>(threads: usize, jobs: Vec<T>, work: impl Fn(T) + Sync) {
    let helpers = threads.min(jobs.len()).saturating_sub(1);
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
    thread::scope(|scope| {
        for _ in 0..helpers {
            let helper = || {
                let _counted = memory.enter();
                let _wipe = StackWipe;
                work_off();
            };
            // Where there is no further thread, those that are there do the work.
            if thread::Builder::new().spawn_scoped(scope, helper).is_err() {
                break;
            }
        }
        work_off();
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;
    use std::sync::Barrier;
    use std::thread::ThreadId;

    fn threads_of(threads: usize, jobs: usize) -> Vec<(usize, ThreadId)> {
        let done = Mutex::new(Vec::new());
        // With several threads every one of them must take part.
        let barrier = Barrier::new(threads.min(jobs));
        for_each(threads, (0..jobs).collect(), |job| {
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
        for_each(4, Vec::<()>::new(), |()| unreachable!());
    }
}
