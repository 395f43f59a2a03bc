//! 32-bit words as wires: their layout, rotations, and bits that the prover computes.

use crate::circuit::Evaluator;
use std::ops::Range;
use zeroize::Zeroizing;

/// The wires of a 32-bit word: first its even bits 0, 2, …, 30, then its odd bits 1, 3, …, 31. Sums treat the
/// two kinds differently, and a half is one slice.
pub(super) type Word<W> = [W; 32];

/// Bits of either kind.
pub(super) const HALF: usize = 16;

/// The bit that has this place in a [`Word`].
pub(super) fn bit_at(place: usize) -> usize {
    2 * (place % HALF) + place / HALF
}

/// Zero words on the heap.
pub(super) fn zero_words<E: Evaluator>(
    evaluator: &E,
    count: usize,
) -> Zeroizing<Vec<Word<E::Wire>>> {
    Zeroizing::new(vec![constant_word(evaluator, 0); count])
}

/// The word that carries a public number.
pub(super) fn constant_word<E: Evaluator>(evaluator: &E, value: u32) -> Word<E::Wire> {
    std::array::from_fn(|place| evaluator.constant(value >> bit_at(place) & 1 == 1))
}

/// The word with these bits, least significant first.
pub(super) fn word_of_bits<W: Copy>(bits: &[W]) -> Word<W> {
    std::array::from_fn(|place| bits[bit_at(place)])
}

/// Rotates right by less than 32.
pub(super) fn rotate_right<W>(word: &mut Word<W>, by: usize) {
    if by % 2 == 1 {
        word.rotate_left(HALF);
    }
    word[..HALF].rotate_left(by / 2);
    word[HALF..].rotate_left(by.div_ceil(2));
}

/// Rotates left by 1 to 31.
pub(super) fn rotate_left<W>(word: &mut Word<W>, by: usize) {
    rotate_right(word, 32 - by);
}

/// Moves every bit to the next higher one, as carries are; the lowest becomes `zero`, the highest is dropped
/// (modulo 2³²).
pub(super) fn double<W: Copy>(word: &mut Word<W>, zero: W) {
    word.rotate_left(HALF);
    word[..HALF].rotate_right(1);
    word[0] = zero;
}

/// Commits the bits of `word` at `places`: those of `compute`, given the values of `operands`.
pub(super) fn commit<E: Evaluator, const N: usize>(
    evaluator: &mut E,
    word: &mut Word<E::Wire>,
    places: Range<usize>,
    operands: [&Word<E::Wire>; N],
    compute: impl FnOnce([u32; N]) -> u32,
) {
    evaluator.hint(
        &operands.map(|operand| &operand[..]),
        &mut word[places.clone()],
        |operands, out| {
            let mut values = Zeroizing::new([0; N]);
            for (value, bits) in values.iter_mut().zip(operands) {
                *value = value_of(bits);
            }
            let value = compute(*values);
            for (bit, place) in out.iter_mut().zip(places) {
                *bit = (value >> bit_at(place) & 1) as u8;
            }
        },
    );
}

fn value_of(bits: &[u8]) -> u32 {
    bits.iter().enumerate().fold(0, |value, (place, bit)| {
        value | u32::from(*bit) << bit_at(place)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(value: u32) -> Word<u8> {
        std::array::from_fn(|place| (value >> bit_at(place) & 1) as u8)
    }

    #[test]
    fn words_rotate_and_double_as_numbers() {
        let number = 0x8f1b_5c3d_u32;
        for by in 1..32 {
            let mut right = word(number);
            rotate_right(&mut right, by);
            assert_eq!(value_of(&right), number.rotate_right(by as u32));
            let mut left = word(number);
            rotate_left(&mut left, by);
            assert_eq!(value_of(&left), number.rotate_left(by as u32));
        }
        let mut doubled = word(number);
        double(&mut doubled, 0);
        assert_eq!(value_of(&doubled), number << 1);
    }
}
