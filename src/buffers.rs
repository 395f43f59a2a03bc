//! Memory for secrets that calls hand on to each other, wiped in between.
//!
//! A proof needs some hundred kilobytes for half a millisecond. Taken from the operating system anew each time, the pages cost
//! a good part of that.

use bytemuck::Pod;
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};
use std::sync::{Mutex, MutexGuard, PoisonError};
use zeroize::{DefaultIsZeroes, Zeroize};

/// Bytes that a protocol keeps for its next call, at most: what a proof of a few blocks takes. Larger ones take the rest anew
/// each time.
pub const KEPT: usize = 2 << 20;

/// Bytes of a cache line, to whose start every buffer is aligned.
pub const LINE: usize = size_of::<Line>();

/// A cache line.
#[derive(Clone, Copy, Default, bytemuck::Zeroable, bytemuck::Pod)]
#[repr(C, align(64))]
struct Line([u64; 8]);

// Wipes line by line; bytes would be wiped byte by byte.
impl DefaultIsZeroes for Line {}

/// Buffers that nobody uses at present, all of them zero. Any number of threads may share it.
pub struct Buffers {
    /// Bytes to keep, at most.
    keep: usize,
    free: Mutex<Vec<Vec<Line>>>,
}

/// A buffer of `T`, at the start of a cache line. It is zero at first, and again before anybody else has it.
pub struct Buffer<'a, T> {
    home: &'a Buffers,
    lines: Vec<Line>,
    len: usize,
    elements: PhantomData<T>,
}

impl Buffers {
    /// Keeps at most so many bytes that are not in use; what is beyond is freed.
    pub const fn keeping(bytes: usize) -> Self {
        Self {
            keep: bytes,
            free: Mutex::new(Vec::new()),
        }
    }

    fn free(&self) -> MutexGuard<'_, Vec<Vec<Line>>> {
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A buffer of `len` elements that are zero.
    pub fn take<T: Pod>(&self, len: usize) -> Buffer<'_, T> {
        let lines = (len * size_of::<T>()).div_ceil(LINE);
        let mut free = self.free();
        // The smallest that is large enough.
        let best = (0..free.len())
            .filter(|&i| lines > 0 && free[i].len() >= lines)
            .min_by_key(|&i| free[i].len());
        let found = best.map(|best| free.swap_remove(best));
        drop(free);
        Buffer {
            home: self,
            lines: found.unwrap_or_else(|| vec![Line([0; 8]); lines]),
            len,
            elements: PhantomData,
        }
    }

    fn give_back(&self, lines: Vec<Line>) {
        let mut free = self.free();
        let kept: usize = free.iter().map(Vec::len).sum();
        if !lines.is_empty() && (kept + lines.len()) * LINE <= self.keep {
            free.push(lines);
        }
    }
}

impl<T: Pod> Deref for Buffer<'_, T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        let bytes: &[u8] = bytemuck::cast_slice(&self.lines);
        bytemuck::cast_slice(&bytes[..self.len * size_of::<T>()])
    }
}

impl<T: Pod> DerefMut for Buffer<'_, T> {
    fn deref_mut(&mut self) -> &mut [T] {
        let bytes: &mut [u8] = bytemuck::cast_slice_mut(&mut self.lines);
        bytemuck::cast_slice_mut(&mut bytes[..self.len * size_of::<T>()])
    }
}

impl<T> Drop for Buffer<'_, T> {
    fn drop(&mut self) {
        let used = (self.len * size_of::<T>()).div_ceil(LINE);
        self.lines[..used].zeroize();
        self.home.give_back(std::mem::take(&mut self.lines));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field::Gf;

    #[test]
    fn buffers_come_back_wiped() {
        let buffers = Buffers::keeping(1 << 20);
        let mut bytes = buffers.take::<u8>(1000);
        bytes.fill(0xff);
        let address = bytes.as_ptr() as usize;
        drop(bytes);
        // Another type, and shorter.
        let elements = buffers.take::<Gf<3>>(41);
        assert_eq!(elements.as_ptr() as usize, address);
        assert!(elements.len() == 41 && elements.iter().all(|element| *element == Gf::ZERO));
        let other = buffers.take::<u8>(1);
        assert_ne!(other.as_ptr() as usize, address);
        drop(elements);
        let all = buffers.take::<u8>(1000);
        assert!(all.as_ptr() as usize == address && all.iter().all(|byte| *byte == 0));
    }

    #[test]
    fn no_more_is_kept_than_was_said() {
        let buffers = Buffers::keeping(10 * LINE);
        for lines in [3, 6, 11, 2] {
            drop([lines, 1].map(|lines| buffers.take::<u8>(lines * LINE)));
            let kept: usize = buffers.free().iter().map(Vec::len).sum();
            assert!(kept <= 10, "{kept}");
        }
        assert_eq!(Buffers::keeping(0).take::<u8>(5).len(), 5);
    }

    #[test]
    fn the_smallest_that_fits_is_taken() {
        let buffers = Buffers::keeping(1 << 20);
        let made = [8, 2, 4].map(|lines| buffers.take::<u8>(lines * LINE));
        let addresses = [0, 1, 2].map(|i| made[i].as_ptr() as usize);
        drop(made);
        let found = [3, 5, 2].map(|lines| buffers.take::<u8>(lines * LINE));
        let found = [0, 1, 2].map(|i| found[i].as_ptr() as usize);
        assert_eq!(found, [addresses[2], addresses[0], addresses[1]]);
    }
}
