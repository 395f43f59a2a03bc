//! BLAKE3 (O'Connor, Aumasson, Neves, Wilcox-O'Hearn, 2020) of one chunk in the hash mode, of degree 4.
//!
//! The first half of the function G (section 2.2), on words a, b, c, d of the state and a message word m, is
//!
//! * a ← a + b + m,
//! * d ← (d ⊕ a) ⋙ 16,
//! * c ← c + d,
//! * b ← (b ⊕ c) ⋙ 12;
//!
//! the second half is the same with the next message word and rotations by 8 and 7. Module `sums` constrains the
//! additions; what is committed keeps their operands at degree 2.
//!
//! *Every a* is committed, so that a and d have degree 1. *Of every c* bits 2, 4, …, 30 are committed; bit 0 is
//! linear, and the carry out of an even bit is a product, so that odd bits have degree 2. Rotations carry bits of c to all
//! places of b, which has degree 2.
//!
//! *The first column step of the chunk* adds a message word to two public ones. There a is committed as c is, so that its odd
//! bits have degree 2, and so have those of d from then on: d is rotated by even numbers. The even bits of b still have
//! degree 1 when the second half adds it to that a; bit 0 of the sum is linear.
//!
//! *The last diagonal step* commits no c. The digest is h_i = v_i ⊕ v_{i+8}, of degree 0 or 1 as it is public or
//! committed: with the last a it gives the last c; with the last d it gives the last b. That b, its rotation undone, and c
//! give b in the middle of G; likewise that b and the b before give c in the middle, of degree 2. All bits of these c are
//! constrained, and the digest needs no constraint of its own.
//!
//! *Between blocks* the chaining value is v_i ⊕ v_{i+8} too. Its first four words become a and need degree 1, so all bits
//! of the last c but bit 0 are committed. The other four become b and may have degree 2.
//!
//! Committed, in this order, for each block, step and G, and each half of it: a (32 bits; in the first column step bits
//! 2, 4, …, 30 in the first half, all but bit 0 in the second), then c (bits 2, 4, …, 30; in the second half of an inner block's
//! last step all but bit 0). In the last diagonal step of the last block: for each G both a; then, if the digest is
//! secret, for each G the words of the digest that its last c and b give. Within a word even bits precede odd ones.

mod sums;
mod words;

use self::sums::Sums;
use self::words::{
    bit_at, commit, constant_word, rotate_left, rotate_right, word_of_bits, zero_words, Word,
};
use super::bytes::Padded;
use super::{Evaluator, Target};
use zeroize::Zeroizing;

/// Bytes of a block, the most that a chunk compresses at a time.
const BLOCK: usize = 64;
/// Blocks of a chunk.
const MAX_BLOCKS: usize = 16;
/// Rounds of the compression function.
const ROUNDS: usize = 7;

/// The initial value (section 2.2, table 1).
const IV: [u32; 8] = [
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
];

/// The places from which the next round takes its message words (section 2.2, table 2).
const PERMUTATION: [usize; 16] = [2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8];

/// Domain flags (section 2.2, table 3).
const CHUNK_START: u32 = 1;
const CHUNK_END: u32 = 1 << 1;
const ROOT: u32 = 1 << 3;

/// Enforces that the message has this BLAKE3 digest.
///
/// `message` has 1 to 16 blocks of 64 bytes and says how many bytes are in the last one; all others are full. Padding
/// enforces that they are at most 64 and that the bytes beyond are zero. All wires have a degree of at most 1.
pub fn blake3<E: Evaluator>(
    evaluator: &mut E,
    message: &Padded<E::Wire>,
    target: Target<'_, E::Wire>,
) {
    let blocks = message.bytes.len() / BLOCK;
    assert!((1..=MAX_BLOCKS).contains(&blocks), "one chunk");
    let mut gadget = Blake3::new(evaluator);
    for block in 0..blocks {
        let last = block + 1 == blocks;
        gadget.load(message, block, last);
        gadget.rounds(block == 0);
        if !last {
            gadget.chain();
        }
    }
    gadget.close(target);
}

/// The words of the state that the i-th G of a column step takes for a, b, c, d.
fn column(i: usize) -> [usize; 4] {
    [i, 4 + i, 8 + i, 12 + i]
}

/// The same for a diagonal step.
fn diagonal(i: usize) -> [usize; 4] {
    [i, 4 + (i + 1) % 4, 8 + (i + 2) % 4, 12 + (i + 3) % 4]
}

/// The words of one block.
struct Blake3<'e, E: Evaluator> {
    evaluator: &'e mut E,
    /// The state v_0 … v_15; before a block, the chaining value is v_0 … v_7.
    state: Zeroizing<Vec<Word<E::Wire>>>,
    message: Zeroizing<Vec<Word<E::Wire>>>,
    /// The message words that the round takes, in order.
    schedule: [usize; 16],
    sums: Sums<E::Wire>,
    /// Room for three words.
    scratch: Zeroizing<Vec<Word<E::Wire>>>,
}

impl<'e, E: Evaluator> Blake3<'e, E> {
    fn new(evaluator: &'e mut E) -> Self {
        let mut state = zero_words(evaluator, 16);
        for (word, value) in state.iter_mut().zip(IV) {
            *word = constant_word(evaluator, value);
        }
        Self {
            state,
            message: zero_words(evaluator, 16),
            schedule: [0; 16],
            sums: Sums::new(evaluator),
            scratch: zero_words(evaluator, 3),
            evaluator,
        }
    }

    /// Takes a block of the message and the inputs of the compression function that go with it (section 2.2).
    fn load(&mut self, message: &Padded<E::Wire>, block: usize, last: bool) {
        let bits = &message.bytes.wires[8 * BLOCK * block..][..8 * BLOCK];
        for (word, bits) in self.message.iter_mut().zip(bits.chunks_exact(32)) {
            *word = word_of_bits(bits);
        }
        for (i, value) in IV[..4].iter().enumerate() {
            self.state[8 + i] = constant_word(self.evaluator, *value);
        }
        // The number of the chunk, in two words, is 0.
        for word in &mut self.state[12..14] {
            *word = constant_word(self.evaluator, 0);
        }
        let mut flags = if block == 0 { CHUNK_START } else { 0 };
        self.state[14] = constant_word(self.evaluator, BLOCK as u32);
        if last {
            flags |= CHUNK_END | ROOT;
            let mut bits = [self.evaluator.constant(false); 32];
            bits[..7].copy_from_slice(&message.last_block_len);
            self.state[14] = word_of_bits(&bits);
        }
        self.state[15] = constant_word(self.evaluator, flags);
    }

    /// All rounds without the last diagonal step. `opening`: the chaining value is the initial value.
    fn rounds(&mut self, opening: bool) {
        self.schedule = std::array::from_fn(|i| i);
        for round in 0..ROUNDS {
            for i in 0..4 {
                self.g(column(i), 2 * i, opening && round == 0, false);
            }
            if round + 1 < ROUNDS {
                for i in 0..4 {
                    self.g(diagonal(i), 8 + 2 * i, false, false);
                }
                self.schedule = PERMUTATION.map(|i| self.schedule[i]);
            }
        }
    }

    /// The last diagonal step of an inner block, and the chaining value after it: v_i ⊕ v_{i+8} for i < 8.
    fn chain(&mut self) {
        for i in 0..4 {
            self.g(diagonal(i), 8 + 2 * i, false, true);
        }
        let (value, other) = self.state.split_at_mut(8);
        for (word, other) in value.iter_mut().zip(other) {
            self.evaluator.xor_assign(word, other);
        }
    }

    /// G on these words of the state, with entries `at` and `at` + 1 of the schedule. `opening`: it is in the first
    /// column step of the chunk. `closing`: the final c is committed but for its lowest bit.
    fn g(&mut self, words: [usize; 4], at: usize, opening: bool, closing: bool) {
        let [a, b, c, d] = words;
        for (half, [by_d, by_b]) in [[16, 12], [8, 7]].into_iter().enumerate() {
            if opening && half == 0 {
                self.add_to_initial(a, at);
            } else {
                self.add_message([a, b], at + half, usize::from(opening));
            }
            self.xor_rotate([d, a], by_d);
            self.add([c, d], closing && half == 1);
            self.xor_rotate([b, c], by_b);
        }
    }

    /// x ← (x ⊕ y) ⋙ by.
    fn xor_rotate(&mut self, [x, y]: [usize; 2], by: usize) {
        let [x, y] = different(&mut self.state, [x, y]);
        self.evaluator.xor_assign(x, y);
        rotate_right(x, by);
    }

    /// a ← a + b + m for the first a of the chunk, to which b = `IV[a + 4]` belongs.
    fn add_to_initial(&mut self, a: usize, at: usize) {
        let public = constant_word(self.evaluator, IV[a].wrapping_add(IV[a + 4]));
        self.sums.half_committed(
            self.evaluator,
            &mut self.state[a],
            [&self.message[self.schedule[at]], &public],
        );
    }

    /// a ← a + b + m, committed from the place `first` on: 1 where bit 0 is linear, otherwise 0.
    fn add_message(&mut self, [a, b]: [usize; 2], at: usize, first: usize) {
        let [a, b] = different(&mut self.state, [a, b]);
        let m = &self.message[self.schedule[at]];
        let sum = &mut self.scratch[0];
        self.evaluator
            .xor(&mut sum[..1], [&a[..1], &b[..1], &m[..1]]);
        commit(self.evaluator, sum, first..32, [a, b, m], |[a, b, m]| {
            a.wrapping_add(b).wrapping_add(m)
        });
        self.sums
            .assert_three(self.evaluator, sum, [a, b, m], first);
        *a = *sum;
    }

    /// c ← c + d, with committed even bits, or with all bits committed; bit 0 is linear.
    fn add(&mut self, [c, d]: [usize; 2], full: bool) {
        let [c, d] = different(&mut self.state, [c, d]);
        let sum = &mut self.scratch[0];
        if full {
            self.evaluator.xor(&mut sum[..1], [&c[..1], &d[..1]]);
            commit(self.evaluator, sum, 1..32, [c, d], |[c, d]| {
                c.wrapping_add(d)
            });
            self.sums.assert_two(self.evaluator, sum, [c, d], 1);
        } else {
            self.sums.half_committed(self.evaluator, sum, [c, d]);
        }
        *c = *sum;
    }

    /// The last diagonal step, from both sides.
    fn close(&mut self, target: Target<'_, E::Wire>) {
        // a and d between the halves of each G.
        let mut a_middle = zero_words(self.evaluator, 4);
        let mut d_middle = zero_words(self.evaluator, 4);
        for i in 0..4 {
            let [a, b, c, d] = diagonal(i);
            self.add_message([a, b], 8 + 2 * i, 0);
            self.xor_rotate([d, a], 16);
            (a_middle[i], d_middle[i]) = (self.state[a], self.state[d]);
            let [b, c] = [b, c].map(|word| &self.state[word]);
            let m = &self.message[self.schedule[9 + 2 * i]];
            commit(
                self.evaluator,
                &mut self.scratch[0],
                0..32,
                [&a_middle[i], b, c, &d_middle[i], m],
                |[a, b, c, d, m]| {
                    let b = (b ^ c.wrapping_add(d)).rotate_right(12);
                    a.wrapping_add(b).wrapping_add(m)
                },
            );
            self.state[a] = self.scratch[0];
            self.xor_rotate([d, a], 8);
        }
        let digest = self.digest(&d_middle, target);
        let Self {
            evaluator,
            state,
            message,
            schedule,
            sums,
            scratch,
        } = self;
        let [b_middle, c_middle, c_last] = scratch
            .get_disjoint_mut([0, 1, 2])
            .expect("three words of scratch");
        for i in 0..4 {
            let [a, b, c, d] = diagonal(i);
            // h_i = v_i ⊕ v_{i+8} gives the last c and b; undoing b = (b ⊕ c) ⋙ 7 and 12 gives those before.
            evaluator.xor(c_last, [&digest[c - 8], &state[c - 8]]);
            evaluator.xor(b_middle, [&digest[b], &state[b + 8]]);
            rotate_left(b_middle, 7);
            evaluator.xor_assign(b_middle, c_last);
            c_middle.copy_from_slice(b_middle);
            rotate_left(c_middle, 12);
            evaluator.xor_assign(c_middle, &state[b]);
            let m = &message[schedule[9 + 2 * i]];
            sums.assert_two(*evaluator, c_middle, [&state[c], &d_middle[i]], 0);
            sums.assert_three(*evaluator, &state[a], [&a_middle[i], b_middle, m], 0);
            sums.assert_two(*evaluator, c_last, [c_middle, &state[d]], 0);
        }
    }

    /// The words of the digest: public ones, or committed ones, which become the wires of the target.
    fn digest(
        &mut self,
        d_middle: &[Word<E::Wire>],
        target: Target<'_, E::Wire>,
    ) -> Zeroizing<Vec<Word<E::Wire>>> {
        let mut digest = zero_words(self.evaluator, 8);
        match target {
            Target::Public(bytes) => {
                assert_eq!(bytes.len(), 32, "a digest");
                for (word, bytes) in digest.iter_mut().zip(bytes.chunks_exact(4)) {
                    let bytes = bytes.iter().rev();
                    let value = bytes.fold(0, |value, byte| value << 8 | u32::from(*byte));
                    *word = constant_word(self.evaluator, value);
                }
            }
            Target::Wires(out) => {
                assert_eq!(out.len(), 256, "a digest");
                for i in 0..4 {
                    let [_, b, c, d] = diagonal(i);
                    // The two words h_i = v_i ⊕ v_{i+8} that have the last c and b of this G.
                    type Last = fn([u32; 4]) -> u32;
                    for (h, other, last) in [(c - 8, c - 8, last_c as Last), (b, b + 8, last_b)] {
                        let [b, c, d, other] = [b, c, d, other].map(|word| &self.state[word]);
                        commit(
                            self.evaluator,
                            &mut digest[h],
                            0..32,
                            [b, c, &d_middle[i], d, other],
                            |[b, c, d_middle, d, other]| other ^ last([b, c, d_middle, d]),
                        );
                    }
                }
                for (word, out) in digest.iter().zip(out.chunks_exact_mut(32)) {
                    for (place, wire) in word.iter().enumerate() {
                        out[bit_at(place)] = *wire;
                    }
                }
            }
        }
        digest
    }
}

/// The last c of G, from b and c before it, and d in the middle and at the end.
fn last_c([_, c, d_middle, d]: [u32; 4]) -> u32 {
    c.wrapping_add(d_middle).wrapping_add(d)
}

/// The last b, likewise.
fn last_b(words: [u32; 4]) -> u32 {
    let [b, c, d_middle, _] = words;
    let b_middle = (b ^ c.wrapping_add(d_middle)).rotate_right(12);
    (b_middle ^ last_c(words)).rotate_right(7)
}

/// Two different words, to be written.
fn different<W>(words: &mut [Word<W>], places: [usize; 2]) -> [&mut Word<W>; 2] {
    words
        .get_disjoint_mut(places)
        .expect("different words of the state")
}

#[cfg(test)]
mod tests;
