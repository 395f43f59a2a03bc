//! The words of a block: sums of them, and the functions of a round on wires.

use super::functions::{ch, maj, Sigma};
use super::{a, e, w, Id, Operand, Sha2};
use crate::circuit::adder::constant_word;
use crate::circuit::Evaluator;
use std::ops::{Index, IndexMut};
use zeroize::{Zeroize, Zeroizing};

/// Registers of one kind that a round needs, with the one that it makes.
const LIVE: usize = 5;

/// The wires of the words of a block. Of the registers of one kind only the last five have a place.
pub(super) struct Words<W: Zeroize> {
    bits: usize,
    wires: Zeroizing<Vec<W>>,
}

impl<W: Copy + Zeroize> Words<W> {
    /// Room for the words of so many rounds, of `bits` bits each.
    pub(super) fn new<E: Evaluator<Wire = W>>(evaluator: &E, bits: usize, rounds: usize) -> Self {
        Self {
            bits,
            wires: Zeroizing::new(vec![evaluator.constant(false); bits * place(w(rounds))]),
        }
    }

    /// Overwrites one word with another.
    pub(super) fn copy(&mut self, from: Id, to: Id) {
        let [from, to] = [from, to].map(|id| self.bits * place(id));
        self.wires.copy_within(from..from + self.bits, to);
    }
}

impl<W: Zeroize> Index<Id> for Words<W> {
    type Output = [W];

    fn index(&self, id: Id) -> &[W] {
        &self.wires[self.bits * place(id)..][..self.bits]
    }
}

impl<W: Zeroize> IndexMut<Id> for Words<W> {
    fn index_mut(&mut self, id: Id) -> &mut [W] {
        &mut self.wires[self.bits * place(id)..][..self.bits]
    }
}

/// The place of a word, in words.
fn place(id: Id) -> usize {
    let (first_a, first_e, first_w) = (a(0, 3), e(0, 3), w(0));
    match id {
        _ if id < first_a => id,
        _ if id < first_e => first_a + (id - first_a) % LIVE,
        _ if id < first_w => first_a + LIVE + (id - first_e) % LIVE,
        _ => first_a + 2 * LIVE + (id - first_w),
    }
}

impl<E: Evaluator> Sha2<'_, E> {
    /// `result` = Σ operands + constant. Every operand is linear in committed bits, so the lowest bit of the
    /// result is their sum and only the others are committed.
    pub(super) fn sum<const N: usize>(
        &mut self,
        result: Id,
        operands: [Operand; N],
        constant: u64,
    ) {
        let variant = self.variant;
        let ids = operands.map(|(id, _)| id);
        let compute = |values: [u64; N]| {
            let summands = values
                .into_iter()
                .zip(operands)
                .map(|(x, (_, sigma))| sigma.map_or(x, |sigma| variant.sigma(sigma, x)));
            variant.word(summands.fold(constant, u64::wrapping_add))
        };
        if self.follows(result, ids, compute) {
            return;
        }
        for operand in operands {
            self.add_operand(operand);
        }
        self.adder.add_constant(constant);
        let first = usize::from(self.public[result].is_none());
        if first == 1 {
            self.wires[result][0] = self.adder.lowest_bit(self.evaluator);
        }
        self.commit(result, first, ids, compute);
        self.subtract(result);
        self.adder.assert_zero(self.evaluator, first);
    }

    /// Makes `result` public if it is not and follows from public operands. Then it needs no constraint.
    pub(super) fn follows<const N: usize>(
        &mut self,
        result: Id,
        operands: [Id; N],
        compute: impl FnOnce([u64; N]) -> u64,
    ) -> bool {
        match (self.public[result], self.values(operands)) {
            (None, Some(values)) => {
                self.set_public(result, compute(values));
                true
            }
            _ => false,
        }
    }

    /// Commits the bits of `result` from bit `first` on, or gives it its wires if it is public. The prover's value is
    /// `compute` of the operands.
    pub(super) fn commit<const N: usize>(
        &mut self,
        result: Id,
        first: usize,
        operands: [Id; N],
        compute: impl FnOnce([u64; N]) -> u64,
    ) {
        if let Some(value) = self.public[result] {
            return constant_word(self.evaluator, value, &mut self.wires[result]);
        }
        let out = &mut self.scratch[first..];
        self.evaluator.hint(
            &operands.map(|id| &self.wires[id][..]),
            out,
            |operands, out| {
                let mut values = Zeroizing::new([0; N]);
                for (value, bits) in values.iter_mut().zip(operands) {
                    *value = bits
                        .iter()
                        .rev()
                        .fold(0, |acc, bit| acc << 1 | u64::from(*bit));
                }
                let value = compute(*values);
                for (i, bit) in out.iter_mut().enumerate() {
                    *bit = (value >> (first + i) & 1) as u8;
                }
            },
        );
        self.wires[result][first..].copy_from_slice(out);
    }

    /// Degree of a word.
    fn degree(&self, id: Id) -> u8 {
        u8::from(self.public[id].is_none())
    }

    /// The values of words that are all public.
    fn values<const N: usize>(&self, ids: [Id; N]) -> Option<[u64; N]> {
        let values = ids.map(|id| self.public[id]);
        values
            .iter()
            .all(Option::is_some)
            .then(|| values.map(Option::unwrap_or_default))
    }

    pub(super) fn add(&mut self, id: Id) {
        match self.public[id] {
            Some(value) => self.adder.add_constant(value),
            None => self.adder.add(1, &self.wires[id]),
        }
    }

    pub(super) fn subtract(&mut self, id: Id) {
        match self.public[id] {
            Some(value) => self.adder.add_constant(value.wrapping_neg()),
            None => self.adder.subtract(self.evaluator, 1, &self.wires[id]),
        }
    }

    pub(super) fn add_operand(&mut self, (id, sigma): Operand) {
        match sigma {
            Some(sigma) => self.add_sigma(sigma, id),
            None => self.add(id),
        }
    }

    pub(super) fn add_sigma(&mut self, sigma: &'static Sigma, x: Id) {
        match self.public[x] {
            Some(value) => self.adder.add_constant(self.variant.sigma(sigma, value)),
            None => sigma.wires(self.evaluator, self.adder.operand(1), &self.wires[x]),
        }
    }

    /// Ch (FIPS 180-4, equations 4.2 and 4.8), with one product: z ⊕ x·(y ⊕ z).
    pub(super) fn add_ch(&mut self, ids: [Id; 3]) {
        if let Some([x, y, z]) = self.values(ids) {
            return self.adder.add_constant(ch(x, y, z));
        }
        let [dx, dy, dz] = ids.map(|id| self.degree(id));
        let [x, y, z] = ids.map(|id| &self.wires[id]);
        let out = self.adder.operand((dx + dy.max(dz)).max(dz));
        self.evaluator.and_xor(out, [x], [y, z], [z]);
    }

    /// Maj (FIPS 180-4, equations 4.3 and 4.9), with one product: p ⊕ (x ⊕ p)(y ⊕ p). Maj is symmetric, and the pivot p
    /// must be the operand of lowest degree: the degree is at least twice that of p.
    pub(super) fn add_maj(&mut self, mut ids: [Id; 3]) {
        if let Some([x, y, z]) = self.values(ids) {
            return self.adder.add_constant(maj(x, y, z));
        }
        ids.sort_by_key(|id| self.degree(*id));
        let degree = self.degree(ids[1]) + self.degree(ids[2]);
        let [pivot, x, y] = ids.map(|id| &self.wires[id]);
        let out = self.adder.operand(degree);
        self.evaluator.and_xor(out, [x, pivot], [y, pivot], [pivot]);
    }
}
