//! Byte strings in a circuit: eight wires a byte, least significant first, and which bytes are public.

use super::Evaluator;
use zeroize::{Zeroize, Zeroizing};

/// A byte string whose bytes are public constants or wires of degree 1.
pub struct Bytes<W: Zeroize> {
    /// Its bits, least significant first in each byte.
    pub wires: Zeroizing<Vec<W>>,
    /// The bytes that are public.
    pub public: Vec<Option<u8>>,
}

/// A message in whole blocks.
pub struct Padded<W: Zeroize> {
    /// Message and padding.
    pub bytes: Bytes<W>,
    /// Bytes in the last block, a number of seven wires, least significant first. Only padding without a marker has it:
    /// it is empty for all others.
    pub last_block_len: Zeroizing<Vec<W>>,
}

impl<W: Copy + Zeroize> Bytes<W> {
    /// `len` zero bytes that are not public yet.
    pub fn secret<E: Evaluator<Wire = W>>(evaluator: &E, len: usize) -> Self {
        Self {
            wires: evaluator.buffer(8 * len),
            public: vec![None; len],
        }
    }

    /// Public bytes.
    pub fn constant<E: Evaluator<Wire = W>>(evaluator: &E, bytes: &[u8]) -> Self {
        let mut out = Self::secret(evaluator, bytes.len());
        for (at, byte) in bytes.iter().enumerate() {
            out.set_constant(evaluator, at, *byte);
        }
        out
    }

    /// Secret bytes with these wires, eight a byte.
    pub fn from_wires<E: Evaluator<Wire = W>>(evaluator: &E, wires: &[W]) -> Self {
        let mut out = Self::secret(evaluator, wires.len() / 8);
        out.wires.copy_from_slice(wires);
        out
    }

    /// The strings one after the other.
    pub fn concat<E: Evaluator<Wire = W>>(evaluator: &E, parts: &[&Self]) -> Self {
        let mut out = Self::secret(evaluator, parts.iter().map(|part| part.len()).sum());
        let mut at = 0;
        for part in parts {
            out.copy_at(at, part);
            at += part.len();
        }
        out
    }

    /// Bytes.
    pub fn len(&self) -> usize {
        self.public.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.public.is_empty()
    }

    /// Overwrites the bytes from `at` on.
    pub fn copy_at(&mut self, at: usize, part: &Self) {
        self.wires[8 * at..][..part.wires.len()].copy_from_slice(&part.wires);
        self.public[at..][..part.len()].copy_from_slice(&part.public);
    }

    /// Makes byte `at` the public constant `byte`.
    pub fn set_constant<E: Evaluator<Wire = W>>(&mut self, evaluator: &E, at: usize, byte: u8) {
        self.public[at] = Some(byte);
        for i in 0..8 {
            self.wires[8 * at + i] = evaluator.constant(byte >> i & 1 == 1);
        }
    }

    /// Adds `byte` to every byte.
    pub fn xor_each<E: Evaluator<Wire = W>>(&mut self, evaluator: &mut E, byte: u8) {
        let mask: Vec<W> = (0..8)
            .map(|i| evaluator.constant(byte >> i & 1 == 1))
            .collect();
        for (wires, public) in self.wires.chunks_exact_mut(8).zip(&mut self.public) {
            evaluator.xor_assign(wires, &mask);
            *public = public.map(|known| known ^ byte);
        }
    }
}
