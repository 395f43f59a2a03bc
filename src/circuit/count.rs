//! The counting reading: wires are formal degrees in the committed bits.

use super::table::Table;
use super::{Circuit, Evaluator};
use std::cell::Cell;
use zeroize::Zeroizing;

/// What a statement costs: the numbers that fix every length of a proof.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Analysis {
    /// Committed bits (ℓ before padding to whole bytes).
    pub committed: usize,
    /// Those of them that are secret inputs.
    pub inputs: usize,
    /// Readings of inputs: one for each secret of stated size, two for one of hidden length.
    pub reads: usize,
    /// Constraints (C).
    pub constraints: usize,
    /// The largest degree of a constraint, at least 1 (D).
    pub degree: u8,
    /// Bit products in one reading; a measure of evaluation time.
    pub products: usize,
    /// Sums and products in one reading, those of a whole slice counted once: where slices are short, calls are what takes time.
    pub steps: usize,
    /// Entries of the lists that places are selected from.
    pub entries: usize,
    /// Wires of the largest buffer in a reading.
    pub widest: usize,
}

impl Analysis {
    /// Reads `circuit` once and counts.
    pub fn of<C: Circuit + ?Sized>(circuit: &C) -> Self {
        let mut count = Count::default();
        circuit.synthesize(&mut count);
        Self {
            // The check has a polynomial of degree 1 also where every constraint is constant.
            degree: count.found.degree.max(1),
            widest: count.widest.get(),
            ..count.found
        }
    }
}

/// The evaluator behind [`Analysis::of`]. Degrees saturate at 255, far above any supported cap.
#[derive(Default)]
pub struct Count {
    found: Analysis,
    /// A buffer is handed out through a shared reference.
    widest: Cell<usize>,
}

impl Count {
    fn commit(&mut self, out: &mut [u8]) {
        out.fill(1);
        self.found.committed += out.len();
    }
}

impl Evaluator for Count {
    type Wire = u8;

    fn constant(&self, _bit: bool) -> u8 {
        0
    }

    fn input(&mut self, out: &mut [u8]) {
        self.commit(out);
        self.found.inputs += out.len();
        self.found.reads += 1;
    }

    fn hint(
        &mut self,
        _operands: &[&[u8]],
        out: &mut [u8],
        _compute: impl FnOnce(&[&[u8]], &mut [u8]),
    ) {
        self.commit(out);
    }

    fn xor_assign(&mut self, acc: &mut [u8], a: &[u8]) {
        for (acc, a) in acc.iter_mut().zip(a) {
            *acc = (*acc).max(*a);
        }
        self.found.steps += 1;
    }

    fn and(&mut self, out: &mut [u8], a: &[u8], b: &[u8]) {
        for ((out, a), b) in out.iter_mut().zip(a).zip(b) {
            *out = a.saturating_add(*b);
        }
        self.found.products += out.len();
        self.found.steps += 1;
    }

    fn and_xor<const L: usize, const R: usize, const S: usize>(
        &mut self,
        out: &mut [u8],
        left: [&[u8]; L],
        right: [&[u8]; R],
        rest: [&[u8]; S],
    ) {
        // Cut to one length, the loop needs no checks.
        let len = out.len();
        let left = left.map(|a| &a[..len]);
        let right = right.map(|a| &a[..len]);
        let rest = rest.map(|a| &a[..len]);
        let largest =
            |operands: &[&[u8]], i: usize| operands.iter().fold(0, |max, a| a[i].max(max));
        for (i, out) in out.iter_mut().enumerate() {
            let product = largest(&left, i).saturating_add(largest(&right, i));
            *out = product.max(largest(&rest, i));
        }
        self.found.products += out.len();
        self.found.steps += L + R + S - 1;
    }

    fn assert_zero(&mut self, wires: &[u8]) {
        self.found.constraints += wires.len();
        for wire in wires {
            self.found.degree = self.found.degree.max(*wire);
        }
    }

    fn assert_entry(&mut self, index: &[u8], value: &[u8], table: &Table) {
        assert_eq!(index.len(), table.index_bits(), "bits of a place");
        assert_eq!(value.len(), 8 * table.entry_len(), "bits of an entry");
        let selection = index.iter().fold(0u8, |sum, bit| sum.saturating_add(*bit));
        self.found.degree = self.found.degree.max(selection);
        self.assert_zero(value);
        self.found.products += table.count();
        self.found.entries += table.count();
    }

    fn buffer(&self, len: usize) -> Zeroizing<Vec<u8>> {
        self.widest.set(self.widest.get().max(len));
        Zeroizing::new(vec![0; len])
    }
}
