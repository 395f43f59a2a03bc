//! The hot kernels of the library, each alone and on fixed inputs: `benches/kernels.rs` times them with criterion, and the program `kernel`
//! runs one under callgrind, which counts its instructions (`scripts/bench-regress`).
//!
//! The inputs are what a proof has: bytes without a pattern, since every kernel is constant-time, in the lengths of a `fast` or `balanced` proof
//! of a preimage.

mod primitives;
mod protocol;

use nexuszero::backend::Backend;

/// A kernel that is ready to run, as often as one likes.
pub type Run = Box<dyn FnMut()>;

/// What one run of a kernel does so much of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// Bytes.
    Bytes(u64),
    /// Field elements, hashes, points, leaves.
    Elements(u64),
}

/// A kernel.
pub struct Kernel {
    /// Its name: what is computed, and the level or the statement.
    pub name: &'static str,
    /// What one run does.
    pub work: Work,
    /// Makes the inputs.
    pub prepare: fn(Backend) -> Run,
}

/// Every kernel.
pub fn all() -> Vec<Kernel> {
    let mut all = primitives::all();
    all.extend(protocol::all());
    all
}

/// Runs a kernel once. The instructions in here are those that are counted.
#[inline(never)]
pub fn measured(run: &mut Run) {
    run();
}

/// Bytes that repeat no short pattern.
fn filler(len: usize) -> Vec<u8> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let byte = |_| {
        // xorshift64: all that is asked of them is that they are the same in every run.
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 32) as u8
    };
    (0..len).map(byte).collect()
}
