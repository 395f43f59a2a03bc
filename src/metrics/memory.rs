//! The most heap bytes that a call held at once, on all threads that worked on it.
//!
//! The allocator in `ffi::allocator` reports every block; the rest of the library opens scopes and reads their peaks. A
//! thread outside every scope pays for one look at a thread-local pointer. Inside, a thread gathers its changes by itself
//! and adds them to the scope's shared count only when they reach 4 KiB, so that neither many small blocks nor many
//! threads make the shared count a bottleneck.

use std::cell::Cell;
use std::marker::PhantomData;
use std::sync::atomic::{AtomicIsize, Ordering::Relaxed};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Bytes that a thread keeps to itself. The peak of a scope with one thread is exact; with n threads it is exact up to
/// n - 1 times this.
const GRANULE: isize = 4096;

/// The counts of one scope. Nodes are never freed, so that the allocator can hold plain references to them; the node of a
/// scope that ended serves a later scope under the same parent. There are as many as scopes were ever open at once.
struct Node {
    /// Bytes held now beyond those held when the scope began; negative where older blocks were freed.
    live: AtomicIsize,
    peak: AtomicIsize,
    parent: Option<&'static Node>,
    unused: Mutex<Vec<&'static Node>>,
}

/// Holds the unused nodes without a parent, and counts nothing.
static ROOT: Node = Node::new(None);

impl Node {
    const fn new(parent: Option<&'static Node>) -> Self {
        Self {
            live: AtomicIsize::new(0),
            peak: AtomicIsize::new(0),
            parent,
            unused: Mutex::new(Vec::new()),
        }
    }

    fn unused_under(parent: Option<&'static Node>) -> MutexGuard<'static, Vec<&'static Node>> {
        let unused = &parent.unwrap_or(&ROOT).unused;
        unused.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn open(parent: Option<&'static Node>) -> &'static Node {
        let used_before = Self::unused_under(parent).pop();
        let node = used_before.unwrap_or_else(|| Box::leak(Box::new(Self::new(parent))));
        node.live.store(0, Relaxed);
        node.peak.store(0, Relaxed);
        node
    }

    fn close(&'static self) {
        Self::unused_under(self.parent).push(self);
    }

    /// Adds what a thread gathered: its sum, and the highest value that the sum had on the way.
    fn add(&self, sum: isize, highest: isize) {
        let mut node = Some(self);
        while let Some(counts) = node {
            let before = counts.live.fetch_add(sum, Relaxed);
            counts.peak.fetch_max(before + highest, Relaxed);
            node = counts.parent;
        }
    }
}

/// What one thread knows: the scope it is in, and the changes not yet added there.
struct Thread {
    node: Cell<Option<&'static Node>>,
    sum: Cell<isize>,
    highest: Cell<isize>,
}

thread_local! {
    static THREAD: Thread = const {
        Thread { node: Cell::new(None), sum: Cell::new(0), highest: Cell::new(0) }
    };
}

impl Thread {
    fn change(&self, size: isize) {
        let Some(node) = self.node.get() else { return };
        let sum = self.sum.get() + size;
        self.sum.set(sum);
        self.highest.set(self.highest.get().max(sum));
        if sum.abs() >= GRANULE {
            self.flush(node);
        }
    }

    fn flush(&self, node: &Node) {
        node.add(self.sum.replace(0), self.highest.replace(0));
    }

    /// Counts for `node` from now on; the answer is what it counted for until now.
    fn count_for(&self, node: Option<&'static Node>) -> Option<&'static Node> {
        if let Some(before) = self.node.get() {
            self.flush(before);
        }
        self.node.replace(node)
    }
}

/// Called by the allocator after `size` bytes were handed out. No object is larger than `isize::MAX`.
#[cfg_attr(not(feature = "allocator"), allow(dead_code))]
pub(crate) fn allocated(size: usize) {
    // Some platforms have no thread-locals while a thread ends; then there is nothing left to measure.
    let _ = THREAD.try_with(|thread| thread.change(size as isize));
}

/// Called by the allocator after `size` bytes came back.
#[cfg_attr(not(feature = "allocator"), allow(dead_code))]
pub(crate) fn freed(size: usize) {
    let _ = THREAD.try_with(|thread| thread.change(-(size as isize)));
}

/// Measures the peak of what this thread, and every thread that [enters](Self::enter), allocates from now on.
///
/// Scopes nest: what is counted in a scope is also counted in the one in which it was made. A scope stays on the thread
/// that made it, and scopes of one thread end in the reverse order of their beginning.
pub struct PeakScope {
    node: &'static Node,
    /// Leaves the scope before the node is given back.
    entered: Option<Entered<'static>>,
}

/// A thread's stay in a [`PeakScope`]; it ends when this is dropped, on the same thread.
pub struct Entered<'scope> {
    before: Option<&'static Node>,
    /// Not `Send`: what it restores belongs to one thread. (`MutexGuard` is `Sync` and not `Send`.)
    scope: PhantomData<(&'scope PeakScope, MutexGuard<'static, ()>)>,
}

impl PeakScope {
    /// Starts measuring on this thread.
    #[allow(clippy::new_without_default)]
    pub fn new() -> Self {
        let node = Node::open(THREAD.with(|thread| thread.node.get()));
        Self {
            node,
            entered: Some(Entered::enter(node)),
        }
    }

    /// Counts the calling thread too, as long as the answer lives.
    pub fn enter(&self) -> Entered<'_> {
        Entered::enter(self.node)
    }

    /// Highest number of bytes held at once since the start, beyond those held at the start: on all threads that entered,
    /// up to 4 KiB for each of them that has not left.
    pub fn peak(&self) -> usize {
        THREAD.with(|thread| thread.count_for(thread.node.get()));
        // Negative never: the peak starts at 0.
        self.node.peak.load(Relaxed) as usize
    }
}

impl Drop for PeakScope {
    fn drop(&mut self) {
        self.entered = None;
        self.node.close();
    }
}

impl Entered<'_> {
    fn enter(node: &'static Node) -> Self {
        Self {
            before: THREAD.with(|thread| thread.count_for(Some(node))),
            scope: PhantomData,
        }
    }
}

impl Drop for Entered<'_> {
    fn drop(&mut self) {
        THREAD.with(|thread| thread.count_for(self.before));
    }
}

#[cfg(all(test, feature = "allocator"))]
mod tests {
    use super::*;
    use std::hint::black_box;
    use std::sync::Barrier;

    const BLOCK: usize = 1 << 20;

    fn block() -> Vec<u8> {
        black_box(Vec::with_capacity(BLOCK))
    }

    #[test]
    fn the_peak_of_one_thread_is_exact() {
        let scope = PeakScope::new();
        drop(black_box(vec![0_u8; 100]));
        let first = black_box(vec![0_u8; 1000]);
        drop(black_box(vec![0_u8; 10_000]));
        drop(first);
        assert_eq!(scope.peak(), 11_000);
    }

    #[test]
    fn what_was_held_before_does_not_count() {
        let older = block();
        let scope = PeakScope::new();
        drop(older);
        let newer = black_box(vec![0_u8; 1000]);
        assert_eq!(scope.peak(), 0);
        drop(newer);
    }

    #[test]
    fn scopes_nest() {
        let outer = PeakScope::new();
        let held = block();
        let inner = PeakScope::new();
        drop(block());
        assert_eq!(inner.peak(), BLOCK);
        drop(inner);
        // The node of the inner scope counts in the outer one where none was there to be used again.
        let node = outer.peak() - 2 * BLOCK;
        assert!([0, size_of::<Node>()].contains(&node), "{node}");
        drop(held);
        // A node that was used before starts from nothing.
        assert_eq!(PeakScope::new().peak(), 0);
    }

    #[test]
    fn threads_that_enter_are_summed_and_others_are_not() {
        const THREADS: usize = 4;
        let scope = PeakScope::new();
        let together = Barrier::new(THREADS + 1);
        std::thread::scope(|threads| {
            for _ in 0..THREADS {
                threads.spawn(|| {
                    let _entered = scope.enter();
                    let held = block();
                    together.wait();
                    drop(held);
                });
            }
            threads.spawn(|| {
                let held = block();
                together.wait();
                drop(held);
            });
        });
        // Spawning allocates a little on the calling thread.
        let peak = scope.peak();
        assert!(
            (THREADS * BLOCK..(THREADS * BLOCK) + BLOCK / 2).contains(&peak),
            "peak {peak}"
        );
    }

    #[test]
    fn blocks_may_be_freed_on_another_thread() {
        let scope = PeakScope::new();
        for _ in 0..8 {
            let held = block();
            std::thread::scope(|threads| {
                threads.spawn(|| {
                    let _entered = scope.enter();
                    drop(held);
                });
            });
        }
        let peak = scope.peak();
        assert!((BLOCK..BLOCK + BLOCK / 2).contains(&peak), "peak {peak}");
    }

    #[test]
    fn a_scope_inside_a_worker_counts_for_the_outer_one() {
        let outer = PeakScope::new();
        std::thread::scope(|threads| {
            threads.spawn(|| {
                let _entered = outer.enter();
                let inner = PeakScope::new();
                std::thread::scope(|helpers| {
                    helpers.spawn(|| {
                        let _entered = inner.enter();
                        drop(block());
                    });
                });
                let peak = inner.peak();
                assert!((BLOCK..BLOCK + BLOCK / 2).contains(&peak), "peak {peak}");
            });
        });
        assert!(outer.peak() >= BLOCK);
    }
}
