//! The additions of BLAKE3 modulo 2³². No carry is committed: all are functions of summands and sum.
//!
//! In x + y = s the carry into bit i is k_i = s_i ⊕ x_i ⊕ y_i, which needs no carry chain. The chain is what the
//! constraints say: k_0 = 0 and k_{i+1} = Maj(x_i, y_i, k_i). By induction on i they force every k_i to be the
//! carry and every s_i to be the bit of the sum.
//!
//! Maj(x, y, z) = p ⊕ (x ⊕ p)(y ⊕ p) for the pivot p, any one of the three; it decides the degree. As k_i ⊕ y_i =
//! s_i ⊕ x_i, the pivot y gives Maj(x_i, y_i, k_i) = y_i ⊕ (x_i ⊕ y_i)(s_i ⊕ x_i).

use super::words::{commit, constant_word, double, zero_words, Word, HALF};
use crate::circuit::Evaluator;
use std::ops::Range;
use zeroize::{Zeroize, Zeroizing};

/// The additions, with room for their intermediate words.
pub(super) struct Sums<W: Copy + Zeroize> {
    scratch: Zeroizing<Vec<Word<W>>>,
    zero: W,
    ones: Word<W>,
}

impl<W: Copy + Zeroize> Sums<W> {
    pub(super) fn new<E: Evaluator<Wire = W>>(evaluator: &E) -> Self {
        Self {
            scratch: zero_words(evaluator, 4),
            zero: evaluator.constant(false),
            ones: constant_word(evaluator, u32::MAX),
        }
    }

    /// Makes `sum` the sum of `x` and `y`, committing its even bits but the lowest, which is x_0 ⊕ y_0.
    ///
    /// For even i the committed s_i yields k_{i+1}, hence s_{i+1} = x_{i+1} ⊕ y_{i+1} ⊕ k_{i+1}, and the constraint
    /// is k_{i+2} = Maj(x_{i+1}, y_{i+1}, k_{i+1}). If even bits of x and y have degree 1 and odd ones at most 2, so have
    /// those of s, and the constraint has degree 4.
    pub(super) fn half_committed<E: Evaluator<Wire = W>>(
        &mut self,
        evaluator: &mut E,
        sum: &mut Word<W>,
        [x, y]: [&Word<W>; 2],
    ) {
        evaluator.xor(&mut sum[..1], [&x[..1], &y[..1]]);
        commit(evaluator, sum, 1..HALF, [x, y], |[x, y]| x.wrapping_add(y));
        self.carries(evaluator, sum, [x, y], 0..HALF);
        let carries = &self.scratch[0][..HALF];
        evaluator.xor(&mut sum[HALF..], [&x[HALF..], &y[HALF..], carries]);
        self.carries(evaluator, sum, [x, y], HALF..2 * HALF);
        self.assert_carries(evaluator, sum, [x, y], 1..HALF);
    }

    /// Constrains `sum` = `x` + `y`, from the place `first` on: 1 when bit 0 of the sum was defined as that of the
    /// summands' bits 0, otherwise 0. The degree is 4 if no bit has a degree above 2.
    pub(super) fn assert_two<E: Evaluator<Wire = W>>(
        &mut self,
        evaluator: &mut E,
        sum: &Word<W>,
        summands: [&Word<W>; 2],
        first: usize,
    ) {
        self.carries(evaluator, sum, summands, 0..2 * HALF);
        self.assert_carries(evaluator, sum, summands, first..2 * HALF);
    }

    /// Computes the carries out of `places` into the first word of scratch.
    fn carries<E: Evaluator<Wire = W>>(
        &mut self,
        evaluator: &mut E,
        sum: &Word<W>,
        [x, y]: [&Word<W>; 2],
        places: Range<usize>,
    ) {
        let out = &mut self.scratch[0][places.clone()];
        let [sum, x, y] = [sum, x, y].map(|word| &word[places.clone()]);
        evaluator.and_xor(out, [x, y], [sum, x], [y]);
    }

    /// Constrains the carries into `places` to be those that come out of the bits below.
    fn assert_carries<E: Evaluator<Wire = W>>(
        &mut self,
        evaluator: &mut E,
        sum: &Word<W>,
        summands: [&Word<W>; 2],
        places: Range<usize>,
    ) {
        let [carries, difference, ..] = scratch(&mut self.scratch);
        double(carries, self.zero);
        let [x, y] = summands;
        let terms = [carries, sum, x, y].map(|word| &word[places.clone()]);
        let difference = &mut difference[places.clone()];
        evaluator.xor(difference, terms);
        evaluator.assert_zero(difference);
    }

    /// Constrains `sum` = `x` + `y` + `z`, from the place `first` on, as above.
    ///
    /// Subtracting the sum adds its complement and 1, so what is asserted is x + y + z + ¬s ≡ −1. One carry-save
    /// adder turns x, z and ¬s into their sum t without carries and their carries u, a second one t, u and y into
    /// two words. Both keep the total, and two words add up to −1 exactly when they are complementary: that is
    /// what is asserted.
    ///
    /// Degrees: with 1 for x, z and s, and 2 for y, the word t has 1, u has 2, and the second adder's carries, with
    /// the pivot t, have 2 + 2. With 2 for the odd bits of x as well, and 1 for the even bits of y: the carry u out
    /// of an odd bit has, with the pivot z, degree 3 and stands at an even bit, where t and y have 1; at odd bits
    /// t, u and y have 2. So the carries have 4 again.
    pub(super) fn assert_three<E: Evaluator<Wire = W>>(
        &mut self,
        evaluator: &mut E,
        sum: &Word<W>,
        [x, y, z]: [&Word<W>; 3],
        first: usize,
    ) {
        let [t, u, carries, result] = scratch(&mut self.scratch);
        evaluator.and_xor(u, [x, z], [sum, z, &self.ones], [z]);
        double(u, self.zero);
        evaluator.xor(t, [x, z, sum, &self.ones]);

        evaluator.and_xor(carries, [u, t], [y, t], [t]);
        double(carries, self.zero);
        // The sum without carries, the carries, and 1.
        evaluator.xor(result, [t, u, y, carries, &self.ones]);
        evaluator.assert_zero(&result[first..]);
    }
}

fn scratch<W>(words: &mut [Word<W>]) -> [&mut Word<W>; 4] {
    words
        .get_disjoint_mut([0, 1, 2, 3])
        .expect("four words of scratch")
}

#[cfg(test)]
mod tests {
    use super::super::words::word_of_bits;
    use super::*;
    use crate::circuit::testing::{bits_of, violations};
    use crate::circuit::Circuit;

    /// Inputs: the summands and their sum.
    struct Sum {
        summands: usize,
    }

    impl Circuit for Sum {
        fn synthesize<E: Evaluator>(&self, evaluator: &mut E) {
            let mut bits = evaluator.buffer(32 * (self.summands + 1));
            evaluator.input(&mut bits);
            let words: Vec<_> = bits.chunks_exact(32).map(word_of_bits).collect();
            let mut sums = Sums::new(evaluator);
            match &words[..] {
                [x, y, sum] => sums.assert_two(evaluator, sum, [x, y], 0),
                [x, y, z, sum] => sums.assert_three(evaluator, sum, [x, y, z], 0),
                _ => unreachable!("two or three summands"),
            }
        }
    }

    #[test]
    fn exactly_the_right_sum_is_accepted() {
        for summands in [2, 3] {
            for seed in [0, 1, 0x9e37_79b9, 0xffff_ffff, 0x8000_0001_u32] {
                let words: Vec<u32> = (0..summands as u32)
                    .map(|i| seed.wrapping_mul(2 * i + 1).rotate_left(7 * i))
                    .collect();
                let sum = words
                    .iter()
                    .fold(0, |sum: u32, word| sum.wrapping_add(*word));
                let accepts = |sum: u32| {
                    let witness: Vec<u8> = words
                        .iter()
                        .chain([&sum])
                        .flat_map(|word| bits_of(&word.to_le_bytes()))
                        .collect();
                    violations(&Sum { summands }, &witness).is_empty()
                };
                assert!(accepts(sum));
                for bit in 0..32 {
                    assert!(!accepts(sum ^ 1 << bit));
                    assert!(!accepts(sum.wrapping_add(1 << bit)));
                    assert!(!accepts(sum.wrapping_sub(1 << bit)));
                }
            }
        }
    }
}
