//! Wiping what secret computations leave on the stack and in registers.

use crate::registers;
use zeroize::Zeroize;

/// Overwrites registers and the stack below its owner when dropped, on every way out: circuits hold wires in small arrays there, hash
/// functions their states, AES its round keys.
struct StackWipe;

/// Does `work` in a frame of its own, so that nothing of it is in the caller's, and wipes registers and the stack from there on afterwards.
pub fn wiped<T>(work: impl FnOnce() -> T) -> T {
    #[inline(never)]
    fn below<T>(work: impl FnOnce() -> T) -> T {
        work()
    }
    let _wipe = StackWipe;
    below(work)
}

/// More than the deepest secret computation uses, and little enough for a stack of 256 KiB.
const DEPTH: usize = 64 << 10;

impl Drop for StackWipe {
    #[inline(never)]
    // The sweep that the promise of a small stack allows for.
    #[allow(clippy::large_stack_arrays)]
    fn drop(&mut self) {
        // By words: 1.4 microseconds, and 8 by bytes.
        let mut below = [0u64; DEPTH / 8];
        below.zeroize();
        std::hint::black_box(&below);
        registers::clear();
    }
}
