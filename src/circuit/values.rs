//! The value reading: wires are committed polynomials evaluated at one point.
//!
//! A committed bit `w` is `w + v Y`; at a point `y` its value is one field element, sums and products of wires are sums
//! and products of values, and a constraint of degree D has a value that is a polynomial of degree D in `y`
//! without constant term. Prover and verifier use this same code (`docs/protocol.md`, "The degree-D check").

use super::{Circuit, Evaluator};
use crate::backend::Backend;
use crate::field::Gf;

/// Evaluates a circuit at one point and adds up its constraints, each times its weight.
pub struct Values<'a, const N: usize> {
    backend: Backend,
    committed: &'a [Gf<N>],
    weights: &'a [Gf<N>],
    sum: Gf<N>,
}

impl<'a, const N: usize> Values<'a, N> {
    /// The weighted sum of the constraints of `circuit`, where the committed bits have the values `committed`.
    ///
    /// # Panics
    /// When the circuit has another number of committed bits or constraints than the slices.
    pub fn weighted_sum<C: Circuit + ?Sized>(
        circuit: &C,
        backend: Backend,
        committed: &'a [Gf<N>],
        weights: &'a [Gf<N>],
    ) -> Gf<N> {
        let mut values = Self {
            backend,
            committed,
            weights,
            sum: Gf::ZERO,
        };
        circuit.synthesize(&mut values);
        assert!(
            values.committed.is_empty() && values.weights.is_empty(),
            "the circuit and its analysis disagree"
        );
        values.sum
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
        let (weights, rest) = self.weights.split_at(wires.len());
        self.weights = rest;
        self.sum += Gf::inner_product(self.backend, wires, weights);
    }
}
