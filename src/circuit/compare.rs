//! Comparisons of a committed number with public bounds.
//!
//! v ≤ max fails exactly when, at some place i where max has a zero, v has a one and is at least max in every higher
//! place: if v > max, the highest place where they differ is such an i; and if v has ones at i and at all
//! higher places where max has ones, it exceeds max. So v ≤ max says
//!
//! v_i · Π_(k > i, max_k = 1) v_k = 0 for every i with max_i = 0,
//!
//! one product that runs from the top bit down. It is committed where a further factor would take a constraint
//! beyond the degree cap. And v ≥ min is ¬v ≤ ¬min, for the complements of all bits.

use super::Evaluator;
use std::slice::from_ref;

/// Constrains the number with the bits `value`, least significant first and of degree 1, to be at least `min` and at
/// most `max`. A bound that every number of so many bits keeps constrains nothing.
///
/// Constraints have degree `cap` at most. Committed, in this order: the products of the comparison with `max`, those
/// of the comparison with `min`.
///
/// # Panics
/// When there are more than 64 bits, a bound has more bits than the value, or `cap` is less than 2.
pub fn assert_in_range<E: Evaluator>(
    evaluator: &mut E,
    value: &[E::Wire],
    min: u64,
    max: u64,
    cap: u8,
) {
    assert!(value.len() <= 64 && cap >= 2, "at most 64 bits, degree 2");
    let all_ones = u64::MAX.checked_shr(64 - value.len() as u32).unwrap_or(0);
    assert!(min.max(max) <= all_ones, "a bound beyond the value's bits");
    assert_at_most(evaluator, value, max, cap);
    let mut complement = evaluator.buffer(value.len());
    complement.copy_from_slice(value);
    evaluator.not_assign(&mut complement);
    assert_at_most(evaluator, &complement, all_ones ^ min, cap);
}

/// Constrains the number with the bits `value` to be at most `max`.
fn assert_at_most<E: Evaluator>(evaluator: &mut E, value: &[E::Wire], max: u64, cap: u8) {
    let [mut product, mut next] = [(); 2].map(|()| evaluator.buffer(1));
    product[0] = evaluator.constant(true);
    let mut degree = 0;
    // Below the lowest zero of `max` nothing is asserted, and no product is needed.
    for place in (max.trailing_ones() as usize..value.len()).rev() {
        let bit = from_ref(&value[place]);
        evaluator.and(&mut next, &product, bit);
        if max >> place & 1 == 0 {
            evaluator.assert_zero(&next);
        } else if degree + 1 < cap {
            std::mem::swap(&mut product, &mut next);
            degree += 1;
        } else {
            evaluator.hint(&[&next], &mut product, |operands, out| {
                out.copy_from_slice(operands[0]);
            });
            evaluator.xor_assign(&mut next, &product);
            evaluator.assert_zero(&next);
            degree = 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::circuit::count::Analysis;
    use crate::circuit::mutation::{check_constraints, check_operations, single, Claims};
    use crate::circuit::plain::{Plain, WitnessBits};
    use crate::circuit::testing::{
        bits_of, forged, free_bits, polynomials, violations, Polynomials,
    };
    use crate::circuit::Circuit;

    /// The degrees of the hashes that commitments are made with.
    const CAPS: [u8; 4] = [2, 4, 7, 9];

    struct InRange {
        bits: usize,
        min: u64,
        max: u64,
        cap: u8,
    }

    impl Circuit for InRange {
        fn synthesize<E: Evaluator>(&self, evaluator: &mut E) {
            let mut value = evaluator.buffer(self.bits);
            evaluator.input(&mut value);
            assert_in_range(evaluator, &value, self.min, self.max, self.cap);
        }
    }

    impl InRange {
        fn inputs(&self, value: u64) -> Vec<u8> {
            bits_of(&value.to_le_bytes())[..self.bits].to_vec()
        }

        fn witness(&self, value: u64) -> Option<WitnessBits> {
            let committed = Analysis::of(self).committed;
            Plain::witness(self, &self.inputs(value), committed)
        }

        /// Whether exactly the numbers of the range satisfy the circuit, among `values`.
        fn check(&self, values: impl IntoIterator<Item = u64>) {
            let Self { min, max, cap, .. } = *self;
            for value in values {
                let inside = (min..=max).contains(&value);
                let accepted = self.witness(value).is_some();
                assert_eq!(accepted, inside, "{min} <= {value} <= {max}, degree {cap}");
            }
        }
    }

    #[test]
    fn exactly_the_numbers_between_the_bounds_are_accepted() {
        let bounds = || (0..256).step_by(9).chain([1, 127, 128, 129, 254, 255]);
        for (i, min) in bounds().enumerate() {
            for max in bounds() {
                let cap = CAPS[i % CAPS.len()];
                InRange {
                    bits: 8,
                    min,
                    max,
                    cap,
                }
                .check(0..256);
            }
        }
    }

    /// Bounds of 64 bits with few and many ones.
    const BOUNDS: [(u64, u64); 7] = [
        (0, 0),
        (u64::MAX, u64::MAX),
        (1, u64::MAX - 1),
        (1 << 63, (1 << 63) + 1),
        (0x0123_4567_89ab_cdef, 0xfedc_ba98_7654_3210),
        (0x5555_5555_5555_5555, 0xaaaa_aaaa_aaaa_aaaa),
        (18 * 365, 0xffff_fffe_ffff_fffe),
    ];

    #[test]
    fn bounds_of_64_bits_are_exact() {
        for (min, max) in BOUNDS {
            for cap in CAPS {
                let inner = [
                    min,
                    min.wrapping_add(1),
                    max / 2 + min / 2,
                    max.wrapping_sub(1),
                    max,
                ];
                let outer = [min.wrapping_sub(1), max.wrapping_add(1), 0, u64::MAX];
                InRange {
                    bits: 64,
                    min,
                    max,
                    cap,
                }
                .check(inner.into_iter().chain(outer));
            }
        }
    }

    #[test]
    fn a_flipped_product_violates_its_constraint() {
        for (min, max) in BOUNDS {
            for cap in CAPS {
                let circuit = InRange {
                    bits: 64,
                    min,
                    max,
                    cap,
                };
                let witness = circuit.witness(max).unwrap();
                assert!(violations(&circuit, &witness).is_empty());
                assert!(free_bits(&circuit, &witness, 64..witness.len()).is_empty());
            }
        }
    }

    #[test]
    fn no_products_help_a_number_out_of_range() {
        let (min, max) = (0x3f, 0xe8);
        let circuit = InRange {
            bits: 8,
            min,
            max,
            cap: 2,
        };
        let committed = Analysis::of(&circuit).committed - 8;
        for value in [0, min - 1, max + 1, 255] {
            assert!(!violations(&circuit, &forged(&circuit, &circuit.inputs(value))).is_empty());
            for products in 0..1u64 << committed {
                let products = &bits_of(&products.to_le_bytes())[..committed];
                let witness = [&circuit.inputs(value), products].concat();
                assert!(!violations(&circuit, &witness).is_empty());
            }
        }
    }

    #[test]
    fn nothing_is_superfluous() {
        for (min, max, cap) in [(0x3f, 0xe8, 2), (1, 254, 2), (18, 120, 4), (0x55, 0xaa, 7)] {
            let circuit = || InRange {
                bits: 8,
                min,
                max,
                cap,
            };
            let name = format!("{min} to {max}, degree {cap}");
            let honest = |value| circuit().witness(value).unwrap().to_vec();
            let honest = [(circuit(), (min..=max).map(honest).collect())];
            let outside = (0..256).filter(|value| !(min..=max).contains(value));
            let lie = |value| forged(&circuit(), &circuit().inputs(value));
            let lies = [(circuit(), outside.map(lie).collect())];
            let claims = Claims {
                lies: &lies,
                ..Claims::honest(&honest)
            };
            check_operations(&name, claims, 100);
            // All numbers with all products.
            let committed = Analysis::of(&circuit()).committed;
            let all = (0..1u64 << committed)
                .map(|bits| bits_of(&bits.to_le_bytes())[..committed].to_vec());
            check_constraints(&name, &circuit(), &single(&circuit()), all);
        }
    }

    #[test]
    fn degrees_stay_below_the_cap_and_are_attained() {
        for (min, max) in BOUNDS {
            for cap in CAPS {
                let circuit = InRange {
                    bits: 64,
                    min,
                    max,
                    cap,
                };
                let found = Analysis::of(&circuit);
                assert!(found.degree <= cap);
                let degree = found.degree.into();
                let witness = circuit.witness(min).unwrap();
                let honest = Polynomials { degree, nonzero: 0 };
                assert_eq!(polynomials(&circuit, &witness), honest);
            }
        }
    }

    #[test]
    fn few_bits_are_committed() {
        let costs = |min, max, cap| {
            let found = Analysis::of(&InRange {
                bits: 64,
                min,
                max,
                cap,
            });
            (found.committed - 64, found.constraints)
        };
        // No bound, no constraint.
        assert_eq!(costs(0, u64::MAX, 4), (0, 0));
        // Each product covers cap − 1 ones, the last one fewer, and the lowest bit is a zero.
        assert_eq!(costs(0, u64::MAX - 1, 4), (20, 21));
        assert_eq!(costs(0, u64::MAX - 1, 7), (10, 11));
        assert_eq!(costs(1, u64::MAX - 1, 9), (14, 16));
        assert_eq!(costs(0, (1 << 32) - 1, 4), (0, 32));
    }
}
