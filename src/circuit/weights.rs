//! The weights of the constraints in one check, and public tables folded with them.
//!
//! What the value reading needs of a selection is its weighted sum over the bits b of an entry,
//!
//! Σ_b w_b (value_b + Σ_j eq(index, j) table_jb) = Σ_b w_b value_b + Σ_j eq(index, j) L_j, with L_j = Σ_b w_b table_jb.
//!
//! The L_j are public and the same at every point, so they are computed once. Since Σ_j eq(index, j) = 1 and all
//! places from the last entry's on have the same L, the sum is L_last + Σ_(j < N−1) eq(index, j) (L_j + L_last). And
//! eq(index, j) is a product of a factor for the lower and one for the upper half of the bits: the sum over the lower
//! half is an inner product with a row of √N elements. One point takes N products, nearly all without a reduction of
//! their own, and secret memory for about √N elements.

use super::table::Table;
use crate::backend::Backend;
use crate::field::Gf;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};
use zeroize::Zeroizing;

/// The weights of all constraints, with a folded table for each selection that was met. Several threads may read the circuit
/// with the same weights.
pub struct Weights<'a, const N: usize> {
    constraints: &'a [Gf<N>],
    tables: Mutex<Vec<Arc<WeightedTable<N>>>>,
}

impl<'a, const N: usize> Weights<'a, N> {
    /// One weight for every constraint, in order.
    pub fn new(constraints: &'a [Gf<N>]) -> Self {
        Self {
            constraints,
            tables: Mutex::new(Vec::new()),
        }
    }

    /// The number of constraints.
    pub(super) fn constraints(&self) -> usize {
        self.constraints.len()
    }

    /// The weights of some constraints.
    pub(super) fn of(&self, constraints: Range<usize>) -> &[Gf<N>] {
        &self.constraints[constraints]
    }

    /// The table of selection number `selection` (of all selections in the circuit's order), whose constraints are
    /// `constraints`. The first reading of the circuit folds it, the others find it.
    pub(super) fn table(
        &self,
        selection: usize,
        table: &Table,
        constraints: Range<usize>,
    ) -> Arc<WeightedTable<N>> {
        // Others that meet the same selection meanwhile wait for it.
        let mut tables = self.tables.lock().unwrap_or_else(PoisonError::into_inner);
        if selection == tables.len() {
            let weights = &self.constraints[constraints];
            tables.push(Arc::new(WeightedTable::new(table, weights)));
        }
        Arc::clone(&tables[selection])
    }
}

/// A table with every entry folded into one element.
pub(super) struct WeightedTable<const N: usize> {
    index_bits: usize,
    /// L of the last entry.
    last: Gf<N>,
    /// L_j + L_last of the entries before it.
    others: Vec<Gf<N>>,
}

impl<const N: usize> WeightedTable<N> {
    fn new(table: &Table, weights: &[Gf<N>]) -> Self {
        assert_eq!(weights.len(), 8 * table.entry_len(), "bits of an entry");
        let sums: Vec<_> = weights.chunks_exact(8).map(subset_sums).collect();
        let fold = |entry: &[u8]| {
            let mut sum = Gf::ZERO;
            for (sums, byte) in sums.iter().zip(entry) {
                sum += sums[usize::from(*byte)];
            }
            sum
        };
        let mut others: Vec<Gf<N>> = table.entries().map(fold).collect();
        let last = others.pop().expect("a table has an entry");
        for other in &mut others {
            *other += last;
        }
        Self {
            index_bits: table.index_bits(),
            last,
            others,
        }
    }

    /// Σ_j eq(index, j) L_j over all places j, at several points. Every row is read once for all of them.
    pub(super) fn at<const P: usize>(&self, backend: Backend, index: &[[Gf<N>; P]]) -> [Gf<N>; P] {
        assert_eq!(index.len(), self.index_bits, "bits of a place");
        let lower_bits = self.index_bits.div_ceil(2);
        let (lower, upper) = index.split_at(lower_bits);
        let [lower, upper] = [lower, upper].map(|bits| {
            std::array::from_fn::<_, P, _>(|p| eq(backend, bits.iter().map(|bit| bit[p])))
        });
        let rows = self.others.chunks(1 << lower_bits);
        let mut sums = [(); P].map(|()| Zeroizing::new(Vec::with_capacity(rows.len())));
        for row in rows {
            for (sums, lower) in sums.iter_mut().zip(&lower) {
                sums.push(Gf::inner_product(backend, row, &lower[..row.len()]));
            }
        }
        std::array::from_fn(|p| {
            let sums = &sums[p];
            self.last + Gf::inner_product(backend, sums, &upper[p][..sums.len()])
        })
    }
}

/// The sums of all subsets of eight elements; bit i of the place says whether element i is in it.
fn subset_sums<const N: usize>(elements: &[Gf<N>]) -> [Gf<N>; 256] {
    let mut sums = [Gf::ZERO; 256];
    for (i, element) in elements.iter().enumerate() {
        let (done, next) = sums.split_at_mut(1 << i);
        for (next, done) in next.iter_mut().zip(done) {
            *next = *done + *element;
        }
    }
    sums
}

/// eq(bits, j) for every number j of so many bits.
fn eq<const N: usize>(
    backend: Backend,
    bits: impl ExactSizeIterator<Item = Gf<N>>,
) -> Zeroizing<Vec<Gf<N>>> {
    let mut out = Zeroizing::new(vec![Gf::ZERO; 1 << bits.len()]);
    out[0] = Gf::ONE;
    for (i, bit) in bits.enumerate() {
        // For a bit x: e is the sum of x e, where j has a one, and (1 + x) e = e + x e, where it has a zero.
        let (zero, rest) = out.split_at_mut(1 << i);
        let one = &mut rest[..1 << i];
        Gf::scale(backend, one, zero, bit);
        Gf::add_assign_slices(backend, zero, one);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::circuit::testing::{table, Selections};
    use crate::circuit::values::{Committed, Values};
    use crate::circuit::{Circuit, Evaluator};
    use crate::xorshift::Xorshift;

    /// The same constraints gate by gate, as [`Evaluator::assert_entry`] defines them.
    struct Definition<'a>(&'a Selections);

    impl Circuit for Definition<'_> {
        fn synthesize<E: Evaluator>(&self, evaluator: &mut E) {
            for table in &self.0 .0 {
                let mut index = evaluator.buffer(table.index_bits());
                evaluator.input(&mut index);
                let mut value = evaluator.buffer(8 * table.entry_len());
                evaluator.input(&mut value);
                let last = table.entries().next_back().unwrap();
                let entries = table.entries().chain(std::iter::repeat(last));
                for (place, entry) in (0..1usize << index.len()).zip(entries) {
                    let mut eq = [evaluator.constant(true)];
                    for (i, bit) in index.iter().enumerate() {
                        let mut factor = [*bit];
                        if place >> i & 1 == 0 {
                            evaluator.not_assign(&mut factor);
                        }
                        let before = eq;
                        evaluator.and(&mut eq, &before, &factor);
                    }
                    for (b, wire) in value.iter_mut().enumerate() {
                        if entry[b / 8] >> (b % 8) & 1 == 1 {
                            evaluator.xor_assign(std::slice::from_mut(wire), &eq);
                        }
                    }
                }
                evaluator.assert_zero(&value);
            }
        }
    }

    fn elements<const N: usize>(len: usize, seed: u64) -> Vec<Gf<N>> {
        let mut limbs = Xorshift(seed);
        (0..len)
            .map(|_| Gf::from_limbs(std::array::from_fn(|_| limbs.number())))
            .collect()
    }

    fn folded_sums_are_the_defined_ones<const N: usize>(counts: &[usize]) {
        let circuit = Selections(counts.iter().map(|&count| table(count, 5)).collect());
        let committed: usize = circuit.0.iter().map(|table| 40 + table.index_bits()).sum();
        let constraints = elements(40 * counts.len(), 11);
        for &backend in Backend::available() {
            // One object for several points, as the prover has it.
            let weights = Weights::<N>::new(&constraints);
            for seed in 1..4 {
                let rows = elements(committed, seed);
                let committed = Committed {
                    rows: &rows,
                    bits: &vec![1; committed],
                };
                let points: [_; 4] = elements(4, seed + 4).try_into().ok().unwrap();
                let found = Values::weighted_sums(&circuit, backend, committed, points, &weights);
                for (point, found) in points.into_iter().zip(found) {
                    let fresh = Weights::new(&constraints);
                    let [expected] = Values::weighted_sums(
                        &Definition(&circuit),
                        backend,
                        committed,
                        [point],
                        &fresh,
                    );
                    assert!(found == expected, "{counts:?} {N} {}", backend.name());
                }
            }
        }
    }

    #[test]
    fn folded_tables_have_the_value_of_the_definition() {
        for counts in [
            &[1][..],
            &[2],
            &[3],
            &[4],
            &[5],
            &[8],
            &[100],
            &[1024],
            &[7, 1, 33, 7],
        ] {
            folded_sums_are_the_defined_ones::<2>(counts);
            folded_sums_are_the_defined_ones::<3>(counts);
            folded_sums_are_the_defined_ones::<4>(counts);
        }
    }
}
