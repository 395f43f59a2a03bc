//! The value reading: wires are committed polynomials evaluated at one point or several.
//!
//! A committed bit `w` is `w + v Y`; at a point `y` its value is one field element, sums and products of wires are sums
//! and products of values, and a constraint of degree D has a value that is a polynomial of degree D in `y`
//! without constant term. Prover and verifier use this same code (`docs/protocol.md`, "Prover" and "Verifier").
//!
//! With several points a wire is as many elements side by side, and what an operation costs besides arithmetic is paid once.

use super::table::Table;
use super::weights::Weights;
use super::{Circuit, Evaluator};
use crate::backend::Backend;
use crate::field::Gf;
use std::ops::Range;

/// The committed bits: bit i has the value `bits[i] + rows[i] y` at the point y.
#[derive(Clone, Copy)]
pub struct Committed<'a, const N: usize> {
    /// The factors of Y.
    pub rows: &'a [Gf<N>],
    /// The bits (bytes 0 or 1), or nothing instead of zeros.
    pub bits: &'a [u8],
}

impl<'a, const N: usize> Committed<'a, N> {
    /// Takes the first `count` of them away.
    fn take(&mut self, count: usize) -> Self {
        let rows = self.rows.split_off(..count).expect("the counted bits");
        let bits = self.bits.split_off(..count.min(self.bits.len()));
        Self {
            rows,
            bits: bits.unwrap_or_default(),
        }
    }
}

/// Evaluates a circuit at `P` points (1, 2 or 4) and adds up its constraints, each times its weight.
pub struct Values<'a, const N: usize, const P: usize> {
    backend: Backend,
    committed: Committed<'a, N>,
    points: [Gf<N>; P],
    weights: &'a Weights<'a, N>,
    constraints: usize,
    selections: usize,
    sums: [Gf<N>; P],
}

impl<'a, const N: usize, const P: usize> Values<'a, N, P> {
    /// The weighted sums of the constraints of `circuit` at `points`.
    ///
    /// # Panics
    /// When the circuit has another number of committed bits or constraints than there are rows or weights.
    pub fn weighted_sums<C: Circuit + ?Sized>(
        circuit: &C,
        backend: Backend,
        committed: Committed<'a, N>,
        points: [Gf<N>; P],
        weights: &'a Weights<'a, N>,
    ) -> [Gf<N>; P] {
        let mut values = Self {
            backend,
            committed,
            points,
            weights,
            constraints: 0,
            selections: 0,
            sums: [Gf::ZERO; P],
        };
        circuit.synthesize(&mut values);
        assert!(
            values.committed.rows.is_empty() && values.constraints == values.weights.constraints(),
            "the circuit and its analysis disagree"
        );
        values.sums
    }

    /// The places of the weights of the next `count` constraints.
    fn next_constraints(&mut self, count: usize) -> Range<usize> {
        self.constraints += count;
        self.constraints - count..self.constraints
    }

    fn add_weighted(&mut self, wires: &[[Gf<N>; P]], constraints: Range<usize>) {
        let weights = self.weights.of(constraints);
        let weighted = Gf::inner_products(self.backend, wires, weights);
        for (sum, weighted) in self.sums.iter_mut().zip(weighted) {
            *sum += weighted;
        }
    }
}

impl<const N: usize, const P: usize> Evaluator for Values<'_, N, P> {
    type Wire = [Gf<N>; P];

    fn constant(&self, bit: bool) -> [Gf<N>; P] {
        // Public, but without a branch: a digest has hundreds of bits, and the time of a proof would depend on them.
        [Gf::from_u64(bit.into()); P]
    }

    fn input(&mut self, out: &mut [[Gf<N>; P]]) {
        let committed = self.committed.take(out.len());
        Gf::scale_each(self.backend, out, committed.rows, &self.points);
        for (values, bit) in out.iter_mut().zip(committed.bits) {
            let bit = Gf::ONE.masked(*bit);
            for value in values {
                *value += bit;
            }
        }
    }

    fn hint(
        &mut self,
        _operands: &[&[[Gf<N>; P]]],
        out: &mut [[Gf<N>; P]],
        _compute: impl FnOnce(&[&[u8]], &mut [u8]),
    ) {
        self.input(out);
    }

    fn xor_assign(&mut self, acc: &mut [[Gf<N>; P]], a: &[[Gf<N>; P]]) {
        Gf::add_assign_slices(self.backend, acc.as_flattened_mut(), a.as_flattened());
    }

    fn xor<const K: usize>(&mut self, out: &mut [[Gf<N>; P]], terms: [&[[Gf<N>; P]]; K]) {
        let terms = terms.map(<[_]>::as_flattened);
        Gf::sum_slices(self.backend, out.as_flattened_mut(), terms);
    }

    fn and(&mut self, out: &mut [[Gf<N>; P]], a: &[[Gf<N>; P]], b: &[[Gf<N>; P]]) {
        self.and_xor(out, [a], [b], []);
    }

    fn and_xor<const L: usize, const R: usize, const S: usize>(
        &mut self,
        out: &mut [[Gf<N>; P]],
        left: [&[[Gf<N>; P]]; L],
        right: [&[[Gf<N>; P]]; R],
        rest: [&[[Gf<N>; P]]; S],
    ) {
        Gf::mul_sums(
            self.backend,
            out.as_flattened_mut(),
            left.map(<[_]>::as_flattened),
            right.map(<[_]>::as_flattened),
            rest.map(<[_]>::as_flattened),
        );
    }

    fn assert_zero(&mut self, wires: &[[Gf<N>; P]]) {
        let constraints = self.next_constraints(wires.len());
        self.add_weighted(wires, constraints);
    }

    fn assert_entry(&mut self, index: &[[Gf<N>; P]], value: &[[Gf<N>; P]], table: &Table) {
        let constraints = self.next_constraints(value.len());
        self.add_weighted(value, constraints.clone());
        let weighted = self.weights.table(self.selections, table, constraints);
        self.selections += 1;
        for (sum, selected) in self.sums.iter_mut().zip(weighted.at(self.backend, index)) {
            *sum += selected;
        }
    }
}
