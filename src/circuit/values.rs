//! The value reading: wires are committed polynomials evaluated at one point.
//!
//! A committed bit `w` is `w + v Y`; at a point `y` its value is one field element, sums and products of wires are sums
//! and products of values, and a constraint of degree D has a value that is a polynomial of degree D in `y`
//! without constant term. Prover and verifier use this same code (`docs/protocol.md`, "The degree-D check").

use super::table::Table;
use super::weights::Weights;
use super::{Circuit, Evaluator};
use crate::backend::Backend;
use crate::field::Gf;
use std::ops::Range;

/// Evaluates a circuit at one point and adds up its constraints, each times its weight.
pub struct Values<'a, const N: usize> {
    backend: Backend,
    committed: &'a [Gf<N>],
    weights: &'a mut Weights<N>,
    constraints: usize,
    selections: usize,
    sum: Gf<N>,
}

impl<'a, const N: usize> Values<'a, N> {
    /// The weighted sum of the constraints of `circuit`, where the committed bits have the values `committed`.
    ///
    /// # Panics
    /// When the circuit has another number of committed bits or constraints than there are values or weights.
    pub fn weighted_sum<C: Circuit + ?Sized>(
        circuit: &C,
        backend: Backend,
        committed: &'a [Gf<N>],
        weights: &'a mut Weights<N>,
    ) -> Gf<N> {
        let mut values = Self {
            backend,
            committed,
            weights,
            constraints: 0,
            selections: 0,
            sum: Gf::ZERO,
        };
        circuit.synthesize(&mut values);
        assert!(
            values.committed.is_empty() && values.constraints == values.weights.constraints(),
            "the circuit and its analysis disagree"
        );
        values.sum
    }

    /// The places of the weights of the next `count` constraints.
    fn next_constraints(&mut self, count: usize) -> Range<usize> {
        self.constraints += count;
        self.constraints - count..self.constraints
    }
}

impl<const N: usize> Evaluator for Values<'_, N> {
    type Wire = Gf<N>;

    fn constant(&self, bit: bool) -> Gf<N> {
        if bit {
            Gf::ONE
        } else {
            Gf::ZERO
        }
    }

    fn input(&mut self, out: &mut [Gf<N>]) {
        let (taken, rest) = self.committed.split_at(out.len());
        self.committed = rest;
        out.copy_from_slice(taken);
    }

    fn hint(
        &mut self,
        _operands: &[&[Gf<N>]],
        out: &mut [Gf<N>],
        _compute: impl FnOnce(&[&[u8]], &mut [u8]),
    ) {
        self.input(out);
    }

    fn xor_assign(&mut self, acc: &mut [Gf<N>], a: &[Gf<N>]) {
        for (acc, a) in acc.iter_mut().zip(a) {
            *acc += *a;
        }
    }

    fn and(&mut self, out: &mut [Gf<N>], a: &[Gf<N>], b: &[Gf<N>]) {
        Gf::mul_slices(self.backend, out, a, b);
    }

    fn assert_zero(&mut self, wires: &[Gf<N>]) {
        let range = self.next_constraints(wires.len());
        self.sum += Gf::inner_product(self.backend, wires, self.weights.of(range));
    }

    fn assert_entry(&mut self, index: &[Gf<N>], value: &[Gf<N>], table: &Table) {
        let range = self.next_constraints(value.len());
        let weights = self.weights.of(range.clone());
        self.sum += Gf::inner_product(self.backend, value, weights);
        let weighted = self.weights.table(self.selections, table, range);
        self.selections += 1;
        self.sum += weighted.at(self.backend, index);
    }
}
