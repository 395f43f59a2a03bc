//! BLAKE3 (O'Connor, Aumasson, Neves, Wilcox-O'Hearn, 2020) of one chunk, in the hash mode, of degree 4.
//!
//! The first half of the function G (section 2.2) on words a, b, c, d of the state and a message word m is
//!
//! * a ← a + b + m,
//! * d ← (d ⊕ a) ⋙ 16,
//! * c ← c + d,
//! * b ← (b ⊕ c) ⋙ 12,
//!
//! and the second one is the same with the next message word and rotations by 8 and 7. `sums` constrains the additions.
//!
//! *Every a* is committed, so that a and d have degree 1. *Of every c* the bits 2, 4, …, 30 are committed. Bit 0 is
//! linear, and carries out of even bits are products, so that odd bits have degree 2; the sum of three words has degree 4
//! although b, into which the bits of c are rotated, has degree 2 everywhere.
//!
//! *The first column step of the chunk* adds to a message word the sum of two public ones. There a is committed as c is: its
//! odd bits have degree 2. So have those of d from then on, since the rotations of d are even; they enter nothing that
//! needs a lower degree. Here b still has even bits of degree 1, so the second sum has degree 4, and its bit 0 is linear.
//!
//! *The last diagonal step* commits every a, but no c: with the digest h of degree 0 or 1, the final c is the sum of h and
//! an a; the final b is the sum of h and a d, and taking back the rotations gives the b and the c in the middle of G. Both are linear
//! in a, d, h and the b before (degree 2), and all bits of the four sums are constrained. The digest needs no constraint of its own.
//!
//! *Between blocks* the chaining words are sums of words of the state. The first four enter the next block as a, so all
//! bits of the last four c are committed but bit 0; the others enter as b and may have degree 2.
//!
//! Committed, in this order: for each block, each round, each G (column steps, then diagonal steps) and each half of it: a (32
//! bits; in the first column step bits 2, 4, …, 30 in the first half, all but bit 0 in the second one), then c (bits 2, 4, …, 30; for the
//! final c of an inner block all but bit 0). The last diagonal step commits for each G both a; then come the eight words of a secret
//! digest. Within a word even bits come before odd ones.

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

/// The message word that each word becomes for the next round (section 2.2, table 2).
const PERMUTATION: [usize; 16] = [2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8];

/// Domain flags (section 2.2, table 3).
const CHUNK_START: u32 = 1;
const CHUNK_END: u32 = 1 << 1;
const ROOT: u32 = 1 << 3;

/// The rotations in either half of G, of d and of b.
const ROTATIONS: [[usize; 2]; 2] = [[16, 12], [8, 7]];

/// Enforces that the message has this BLAKE3 digest.
///
/// `message` has 1 to 16 blocks of 64 bytes, padded with zero bytes, and says how many bytes are in the last one; all others
/// are full. All wires have a degree of at most 1.
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
    /// The message words in the order in which the round takes them.
    message: Zeroizing<Vec<Word<E::Wire>>>,
    sums: Sums<E::Wire>,
    /// Room for four words.
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
            sums: Sums::new(evaluator),
            scratch: zero_words(evaluator, 4),
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
        for round in 0..ROUNDS {
            if round > 0 {
                let order = PERMUTATION.map(|i| self.message[i]);
                self.message.copy_from_slice(&order);
            }
            for i in 0..4 {
                self.g(column(i), 2 * i, opening && round == 0, false);
            }
            if round + 1 < ROUNDS {
                for i in 0..4 {
                    self.g(diagonal(i), 8 + 2 * i, false, false);
                }
            }
        }
    }

    /// The last diagonal step of an inner block, and its chaining value (section 2.2, equation of the output).
    fn chain(&mut self) {
        for i in 0..4 {
            self.g(diagonal(i), 8 + 2 * i, false, true);
        }
        let (value, other) = self.state.split_at_mut(8);
        for (word, other) in value.iter_mut().zip(other) {
            self.evaluator.xor_assign(word, other);
        }
    }

    /// G on these words of the state, with message words `first` and the one after it. `opening`: it is in the first
    /// column step of the chunk. `closing`: the final c is committed but for its lowest bit.
    fn g(&mut self, words: [usize; 4], first: usize, opening: bool, closing: bool) {
        let [a, b, c, d] = words;
        for half in 0..2 {
            if opening && half == 0 {
                self.add_to_initial(a, first);
            } else {
                self.add_message([a, b], first + half, usize::from(opening));
            }
            let [by_d, by_b] = ROTATIONS[half];
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
    fn add_to_initial(&mut self, a: usize, m: usize) {
        let public = constant_word(self.evaluator, IV[a].wrapping_add(IV[a + 4]));
        self.sums.half_committed(
            self.evaluator,
            &mut self.state[a],
            [&self.message[m], &public],
        );
    }

    /// a ← a + b + m, committed from the place `first` on: 1 where bit 0 is linear, otherwise 0.
    fn add_message(&mut self, [a, b]: [usize; 2], m: usize, first: usize) {
        let [a, b] = different(&mut self.state, [a, b]);
        let (m, sum) = (&self.message[m], &mut self.scratch[0]);
        sum[0] = self.evaluator.constant(false);
        for word in [&*a, b, m] {
            self.evaluator.xor_assign(&mut sum[..1], &word[..1]);
        }
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
            self.evaluator.xor(&mut sum[..1], &c[..1], &d[..1]);
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
            let [b, c, m] = [&self.state[b], &self.state[c], &self.message[9 + 2 * i]];
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
            sums,
            scratch,
        } = self;
        let [b_middle, c_middle, c_last] = scratch
            .get_disjoint_mut([0, 1, 2])
            .expect("three words of scratch");
        for i in 0..4 {
            let [a, b, c, d] = diagonal(i);
            // h_i = v_i ⊕ v_{i+8} gives the last b and c; taking back the rotations, those before.
            evaluator.xor(c_last, &digest[c - 8], &state[c - 8]);
            evaluator.xor(b_middle, &digest[b], &state[b + 8]);
            rotate_left(b_middle, 7);
            evaluator.xor_assign(b_middle, c_last);
            c_middle.copy_from_slice(b_middle);
            rotate_left(c_middle, 12);
            evaluator.xor_assign(c_middle, &state[b]);
            let operands = [&state[c], &d_middle[i]];
            sums.assert_two(*evaluator, c_middle, operands, 0);
            let operands = [&a_middle[i], b_middle, &message[9 + 2 * i]];
            sums.assert_three(*evaluator, &state[a], operands, 0);
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
                for (word, bytes) in digest.iter_mut().zip(bytes.chunks_exact(4)) {
                    let value = bytes.iter().rev();
                    let value = value.fold(0, |acc, byte| acc << 8 | u32::from(*byte));
                    *word = constant_word(self.evaluator, value);
                }
            }
            Target::Wires(out) => {
                for i in 0..8 {
                    // The G that ends with v_4 … v_7 as b, or with v_8 … v_11 as c.
                    let at = if i < 4 { i + 2 } else { i - 1 } % 4;
                    let [_, b, c, d] = diagonal(at);
                    // The other summand of h_i.
                    let other = if i < 4 { i } else { i + 8 };
                    let operands = [&self.state[b], &self.state[c], &d_middle[at]];
                    let [b, c, middle] = operands;
                    commit(
                        self.evaluator,
                        &mut digest[i],
                        0..32,
                        [b, c, middle, &self.state[d], &self.state[other]],
                        |[b, c, d_middle, d, other]| {
                            let c_middle = c.wrapping_add(d_middle);
                            let c_last = c_middle.wrapping_add(d);
                            let b_middle = (b ^ c_middle).rotate_right(12);
                            let b_last = (b_middle ^ c_last).rotate_right(7);
                            other ^ if i < 4 { c_last } else { b_last }
                        },
                    );
                    for (place, wire) in digest[i].iter().enumerate() {
                        out[32 * i + bit_at(place)] = *wire;
                    }
                }
            }
        }
        digest
    }
}

/// Two different words, to be written.
fn different<W>(words: &mut [Word<W>], places: [usize; 2]) -> [&mut Word<W>; 2] {
    words
        .get_disjoint_mut(places)
        .expect("different words of the state")
}

#[cfg(test)]
mod tests;
