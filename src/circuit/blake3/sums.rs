//! The additions of BLAKE3 modulo 2³², constrained with ripple carries where the sum's bits are at hand.
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
        evaluator.xor(&mut sum[..1], &x[..1], &y[..1]);
        commit(evaluator, sum, 1..HALF, [x, y], |[x, y]| x.wrapping_add(y));
        self.carries(evaluator, sum, [x, y], 0..HALF);
        let odd = &mut sum[HALF..];
        evaluator.xor(odd, &x[HALF..], &y[HALF..]);
        evaluator.xor_assign(odd, &self.scratch[0][..HALF]);
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
        let [out, left, right, _] =
            scratch(&mut self.scratch).map(|word| &mut word[places.clone()]);
        let [sum, x, y] = [sum, x, y].map(|word| &word[places.clone()]);
        evaluator.xor(left, x, y);
        evaluator.xor(right, sum, x);
        evaluator.and(out, left, right);
        evaluator.xor_assign(out, y);
    }

    /// Constrains the carries into `places` to be those that come out of the bits below.
    fn assert_carries<E: Evaluator<Wire = W>>(
        &mut self,
        evaluator: &mut E,
        sum: &Word<W>,
        summands: [&Word<W>; 2],
        places: Range<usize>,
    ) {
        let carries = &mut self.scratch[0];
        double(carries, self.zero);
        let difference = &mut carries[places.clone()];
        for word in [sum, summands[0], summands[1]] {
            evaluator.xor_assign(difference, &word[places.clone()]);
        }
        evaluator.assert_zero(difference);
    }

    /// Constrains `sum` = `x` + `y` + `z`, from the place `first` on, as above.
    ///
    /// Subtracting the sum adds its complement and 1, so what is asserted is x + y + z + ¬s ≡ −1. One carry-save
    /// adder turns x, z and ¬s into their sum t without carries and their carries u, a second one t, u and y into
    /// two words; these add up to −1 exactly when they are complementary.
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
        let [t, u, left, right] = scratch(&mut self.scratch);
        evaluator.xor(left, x, z);
        evaluator.xor(right, sum, z);
        evaluator.xor_assign(right, &self.ones);
        evaluator.and(u, left, right);
        evaluator.xor_assign(u, z);
        double(u, self.zero);
        evaluator.xor(t, right, x);

        evaluator.xor(left, u, t);
        evaluator.xor(right, y, t);
        let result = &mut *u;
        evaluator.and(result, left, right);
        evaluator.xor_assign(result, t);
        double(result, self.zero);
        // t ⊕ u ⊕ y, the carries, and 1.
        evaluator.xor_assign(result, left);
        evaluator.xor_assign(result, y);
        evaluator.xor_assign(result, &self.ones);
        evaluator.assert_zero(&result[first..]);
    }
}

fn scratch<W>(words: &mut [Word<W>]) -> [&mut Word<W>; 4] {
    words
        .get_disjoint_mut([0, 1, 2, 3])
        .expect("four words of scratch")
}
