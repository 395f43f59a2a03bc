//! Sums of words modulo 2ⁿ for words of n bits, constrained without committing a carry.
//!
//! The result of a sum is committed, and the constraint says that operands minus result vanish. A subtracted
//! word enters as its complement (−x = ¬x + 1), so what is asserted has the form Σ operands ≡ −1. Carry-save
//! adders bring the operands down to two words x and y, and x + y ≡ −1 modulo 2ⁿ exactly when y is the
//! complement of x, that is when x ⊕ y is all ones: no carry chain is left to evaluate.

use super::Evaluator;
use zeroize::{Zeroize, Zeroizing};

/// The wires of a word; index 0 is the least significant bit.
pub(super) type Word<W> = Zeroizing<Vec<W>>;

/// What any sum needs: at most ten operands, and two words for a sum and its carries in the making.
const CAPACITY: usize = 12;

/// Collects the operands of one sum after another. Public summands are added natively into one constant.
pub(super) struct Adder<W: Copy + Zeroize> {
    /// Bits of a word.
    bits: usize,
    /// Storage for operands; on the heap because wires may be large.
    words: Vec<Word<W>>,
    ones: Word<W>,
    /// Degree and place of every live operand. Degrees are public: they follow from the code alone.
    terms: Vec<(u8, usize)>,
    free: Vec<usize>,
    constant: u64,
}

impl<W: Copy + Zeroize> Adder<W> {
    /// An adder of words of `bits` bits, without operands.
    pub(super) fn new<E: Evaluator<Wire = W>>(evaluator: &E, bits: usize) -> Self {
        Self {
            bits,
            words: (0..CAPACITY).map(|_| evaluator.buffer(bits)).collect(),
            ones: Zeroizing::new(vec![evaluator.constant(true); bits]),
            terms: Vec::with_capacity(CAPACITY),
            free: (0..CAPACITY).collect(),
            constant: 0,
        }
    }

    /// A new operand of the given degree, for the caller to fill. It holds old values until then.
    pub(super) fn operand(&mut self, degree: u8) -> &mut [W] {
        let place = self.place(degree);
        &mut self.words[place]
    }

    fn place(&mut self, degree: u8) -> usize {
        let place = self.free.pop().expect("a sum has at most ten operands");
        self.terms.push((degree, place));
        place
    }

    /// Adds a public number.
    pub(super) fn add_constant(&mut self, value: u64) {
        self.constant = self.constant.wrapping_add(value);
    }

    /// Adds `word`.
    pub(super) fn add(&mut self, degree: u8, word: &[W]) {
        self.operand(degree).copy_from_slice(word);
    }

    /// Subtracts `word`.
    pub(super) fn subtract<E: Evaluator<Wire = W>>(
        &mut self,
        evaluator: &mut E,
        degree: u8,
        word: &[W],
    ) {
        let place = self.place(degree);
        evaluator.xor(&mut self.words[place], [word, &self.ones]);
        self.add_constant(1);
    }

    /// The lowest bit of the sum so far: where no carry arrives, addition is ⊕.
    pub(super) fn lowest_bit<E: Evaluator<Wire = W>>(&self, evaluator: &mut E) -> W {
        let mut bit = [evaluator.constant(self.constant & 1 == 1)];
        for (_, place) in &self.terms {
            evaluator.xor_assign(&mut bit, &self.words[*place][..1]);
        }
        bit[0]
    }

    /// Constrains the sum to be zero modulo 2ⁿ and forgets the operands. `first` is the lowest bit to
    /// constrain: 1 when the lowest bit of the result was defined as the sum of the operands' lowest bits, so
    /// that its constraint holds identically; otherwise 0.
    pub(super) fn assert_zero<E: Evaluator<Wire = W>>(&mut self, evaluator: &mut E, first: usize) {
        // Σ ≡ 0 is asserted as Σ − 1 ≡ −1.
        let mut ones_to_add = self.constant.wrapping_sub(1) & u64::MAX >> (64 - self.bits);
        self.constant = 0;
        // Each of the carry words to come has a free lowest bit; a larger constant is an operand.
        if ones_to_add > self.terms.len().saturating_sub(2) as u64 || self.terms.len() < 2 {
            self.constant_operand(evaluator, ones_to_add);
            ones_to_add = 0;
        }
        while self.terms.len() < 2 {
            self.constant_operand(evaluator, 0);
        }
        while self.terms.len() > 2 {
            self.carry_save(evaluator, ones_to_add > 0);
            ones_to_add = ones_to_add.saturating_sub(1);
        }
        let [x, y] = [self.terms[0].1, self.terms[1].1];
        let difference = self.free[0];
        let [x, y, difference] = disjoint(&mut self.words, [x, y, difference]);
        evaluator.xor(difference, [x, y, &self.ones]);
        evaluator.assert_zero(&difference[first..]);
        self.free
            .extend(self.terms.drain(..).map(|(_, place)| place));
    }

    fn constant_operand<E: Evaluator<Wire = W>>(&mut self, evaluator: &E, value: u64) {
        constant_word(evaluator, value, self.operand(0));
    }

    /// Replaces the three operands of lowest degree by their sum without carries and their carries.
    ///
    /// maj(x, y, p) = p ⊕ (x ⊕ p)(y ⊕ p) has degree at least twice that of the pivot p. With the operand of
    /// lowest degree as pivot it is the sum of the other two degrees; with any other it would be more.
    fn carry_save<E: Evaluator<Wire = W>>(&mut self, evaluator: &mut E, carry_in: bool) {
        self.terms.sort_by_key(|(degree, _)| *degree);
        let (x_degree, y_degree) = (self.terms[1].0, self.terms[2].0);
        let places = [self.terms[0].1, self.terms[1].1, self.terms[2].1];
        self.terms.drain(..3);
        let mut free = || self.free.pop().expect("two words more than operands");
        let [sum_place, carry_place] = [free(), free()];
        let [pivot, x, y] = places;
        let [pivot, x, y, sum, carry] =
            disjoint(&mut self.words, [pivot, x, y, sum_place, carry_place]);
        evaluator.xor(sum, [x, y, pivot]);
        // Carries weigh twice as much; the carry out of the top bit is dropped modulo 2ⁿ.
        carry[0] = evaluator.constant(carry_in);
        let [pivot, x, y] = [pivot, x, y].map(|word| &word[..word.len() - 1]);
        evaluator.and_xor(&mut carry[1..], [x, pivot], [y, pivot], [pivot]);
        self.terms.push((y_degree, sum_place));
        self.terms.push((x_degree + y_degree, carry_place));
        self.free.extend(places);
    }
}

/// Writes the bits of a public number into `out`.
pub(super) fn constant_word<E: Evaluator>(evaluator: &E, value: u64, out: &mut [E::Wire]) {
    let wires = [false, true].map(|bit| evaluator.constant(bit));
    for (i, wire) in out.iter_mut().enumerate() {
        *wire = wires[(value >> i & 1) as usize];
    }
}

fn disjoint<W: Zeroize, const N: usize>(
    words: &mut [Word<W>],
    places: [usize; N],
) -> [&mut Word<W>; N] {
    words
        .get_disjoint_mut(places)
        .expect("operands have different places")
}

#[cfg(test)]
mod tests {
    use super::super::count::Analysis;
    use super::super::mutation::{check_constraints, check_operations, single, Claims};
    use super::super::testing::{bits_of, violations};
    use super::super::Circuit;
    use super::*;

    /// Inputs: `operands` words and their sum with `constant`.
    struct Sum {
        bits: usize,
        operands: usize,
        constant: u64,
    }

    impl Circuit for Sum {
        fn synthesize<E: Evaluator>(&self, evaluator: &mut E) {
            let mut adder = Adder::new(evaluator, self.bits);
            for i in 0..=self.operands {
                let mut word = evaluator.buffer(self.bits);
                evaluator.input(&mut word);
                if i < self.operands {
                    adder.add(1, &word);
                } else {
                    adder.subtract(evaluator, 1, &word);
                }
            }
            adder.add_constant(self.constant);
            adder.assert_zero(evaluator, 0);
        }
    }

    #[test]
    fn exactly_the_right_sum_is_accepted() {
        for (bits, operands) in (0..=8).flat_map(|n| [(32, n), (64, n)]) {
            for constant in [0, 1, 2, 3, 7, u64::MAX, 0x8000_0001, 1 << 63] {
                let circuit = Sum {
                    bits,
                    operands,
                    constant,
                };
                let words: Vec<u64> = (1..=operands as u32)
                    .map(|i| {
                        0x9e37_79b9_7f4a_7c15u64
                            .wrapping_mul(i.into())
                            .rotate_left(7 * i)
                    })
                    .collect();
                let sum = words.iter().fold(constant, |acc, w| acc.wrapping_add(*w));
                let accepts = |sum: u64| {
                    let witness: Vec<u8> = words
                        .iter()
                        .chain([&sum])
                        .flat_map(|w| bits_of(&w.to_le_bytes()[..bits / 8]))
                        .collect();
                    violations(&circuit, &witness).is_empty()
                };
                assert!(accepts(sum));
                for bit in 0..bits {
                    assert!(!accepts(sum ^ 1 << bit));
                }
            }
        }
    }

    #[test]
    fn nothing_is_superfluous() {
        for (bits, operands, constant) in [(32, 2, 0), (32, 4, 1), (64, 6, 9), (64, 7, 1 << 40)] {
            let circuit = || Sum {
                bits,
                operands,
                constant,
            };
            // Words, and what their sum is wrong by.
            let witness = |seed: u64, error: u64| {
                let mixed = |i: u64| {
                    let number = (16 * seed + i).wrapping_mul(0x9e37_79b9_7f4a_7c15);
                    (number ^ number >> 29)
                        .wrapping_mul(0xbf58_476d_1ce4_e5b9)
                        .rotate_left(29)
                };
                let words: Vec<u64> = (0..operands as u64).map(mixed).collect();
                let sum = words
                    .iter()
                    .fold(constant, |sum, word| sum.wrapping_add(*word));
                let all = words.iter().chain([&sum]).enumerate();
                let wrong = |(i, word): (usize, &u64)| match i == operands {
                    true => word.wrapping_add(error),
                    false => *word,
                };
                all.flat_map(|word| bits_of(&wrong(word).to_le_bytes()[..bits / 8]))
                    .collect()
            };
            let name = format!("sum of {operands} words of {bits} bits");
            let honest = [(circuit(), (0..60).map(|seed| witness(seed, 0)).collect())];
            let errors = (0..bits).flat_map(|bit| [1 << bit, (1u64 << bit).wrapping_neg()]);
            let wrong = errors.flat_map(|error| (0..40).map(move |seed| witness(seed, error)));
            let lies = [(circuit(), wrong.clone().step_by(7).collect())];
            let claims = Claims {
                lies: &lies,
                ..Claims::honest(&honest)
            };
            check_operations(&name, claims, 60);
            check_constraints(&name, &circuit(), &single(&circuit()), wrong);
        }
    }

    #[test]
    fn degrees_are_those_of_the_best_trees() {
        for (operands, constant, degree) in [(1, 0, 1), (2, 0, 2), (4, 0, 4), (4, 1, 4), (6, 9, 7)]
        {
            for bits in [32, 64] {
                let circuit = Sum {
                    bits,
                    operands,
                    constant,
                };
                assert_eq!(Analysis::of(&circuit).degree, degree);
            }
        }
    }
}
