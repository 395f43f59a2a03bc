//! The counting reading: wires are formal degrees in the committed bits.

use super::table::Table;
use super::{Circuit, Evaluator};

/// What a statement costs: the numbers that fix every length of a proof.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Analysis {
    /// Committed bits (ℓ before padding to whole bytes).
    pub committed: usize,
    /// Constraints (C).
    pub constraints: usize,
    /// The largest degree of a constraint, at least 1 (D).
    pub degree: u8,
    /// Bit products in one reading; a measure of evaluation time.
    pub products: usize,
}

impl Analysis {
    /// Reads `circuit` once and counts.
    pub fn of<C: Circuit + ?Sized>(circuit: &C) -> Self {
        let mut count = Count::default();
        circuit.synthesize(&mut count);
        // The check has a polynomial of degree 1 also where every constraint is constant.
        count.0.degree = count.0.degree.max(1);
        count.0
    }
}

/// The evaluator behind [`Analysis::of`]. Degrees saturate at 255, far above any supported cap.
#[derive(Default)]
pub struct Count(Analysis);

impl Evaluator for Count {
    type Wire = u8;

    fn constant(&self, _bit: bool) -> u8 {
        0
    }

    fn input(&mut self, out: &mut [u8]) {
        out.fill(1);
        self.0.committed += out.len();
    }

    fn hint(
        &mut self,
        _operands: &[&[u8]],
        out: &mut [u8],
        _compute: impl FnOnce(&[&[u8]], &mut [u8]),
    ) {
        self.input(out);
    }

    fn xor_assign(&mut self, acc: &mut [u8], a: &[u8]) {
        for (acc, a) in acc.iter_mut().zip(a) {
            *acc = (*acc).max(*a);
        }
    }

    fn and(&mut self, out: &mut [u8], a: &[u8], b: &[u8]) {
        for ((out, a), b) in out.iter_mut().zip(a).zip(b) {
            *out = a.saturating_add(*b);
        }
        self.0.products += out.len();
    }

    fn assert_zero(&mut self, wires: &[u8]) {
        self.0.constraints += wires.len();
        for wire in wires {
            self.0.degree = self.0.degree.max(*wire);
        }
    }
    fn assert_entry(&mut self, index: &[u8], value: &[u8], table: &Table) {
        assert_eq!(index.len(), table.index_bits(), "bits of a place");
        assert_eq!(value.len(), 8 * table.entry_len(), "bits of an entry");
        let selection = index.iter().fold(0u8, |sum, bit| sum.saturating_add(*bit));
        self.0.degree = self.0.degree.max(selection);
        self.assert_zero(value);
        self.0.products += table.count();
    }
}
