//! The system allocator, with every block reported to `metrics::memory`.
//!
//! A cdylib or staticlib has an allocator of its own, so that this one measures the library and nothing else. In a Rust
//! program it would be the allocator of the whole program: the feature `allocator` switches it off.

use crate::metrics::memory;
use std::alloc::{GlobalAlloc, Layout, System};

struct Counting;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

// SAFETY: every call goes to `System` unchanged, and the counters neither allocate nor panic.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's contract is that of `System`.
        counted(unsafe { System.alloc(layout) }, layout.size())
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's contract is that of `System`.
        counted(unsafe { System.alloc_zeroed(layout) }, layout.size())
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller's contract is that of `System`.
        unsafe { System.dealloc(pointer, layout) }
        memory::freed(layout.size());
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        // SAFETY: the caller's contract is that of `System`.
        let moved = counted(
            unsafe { System.realloc(pointer, layout, new_size) },
            new_size,
        );
        if !moved.is_null() {
            // Both blocks may have existed at once, so the new one is counted before the old one goes.
            memory::freed(layout.size());
        }
        moved
    }
}

fn counted(pointer: *mut u8, size: usize) -> *mut u8 {
    if !pointer.is_null() {
        memory::allocated(size);
    }
    pointer
}

#[cfg(test)]
mod tests {
    use crate::metrics::memory::PeakScope;

    #[test]
    fn the_peak_covers_what_was_held_at_once() {
        let scope = PeakScope::new();
        for _ in 0..3 {
            let mut grown = vec![0_u8; 50_000];
            grown.resize(100_000, 1);
            std::hint::black_box(&grown);
        }
        let peak = scope.peak();
        assert!((100_000..=150_000).contains(&peak), "peak {peak}");
    }
}
