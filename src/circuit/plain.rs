//! The plain reading: wires are bits, and the result is the witness.

use super::table::Table;
use super::{Circuit, Evaluator};
use crate::declassify::declassified;
use zeroize::Zeroizing;

/// Computes the witness of a circuit. Bits are bytes 0 or 1; nothing branches or indexes on them.
pub struct Plain<'a> {
    inputs: &'a [u8],
    witness: Zeroizing<Vec<u8>>,
    violated: u8,
}

/// The committed bits of a satisfied circuit, in order, one byte (0 or 1) each.
pub type WitnessBits = Zeroizing<Vec<u8>>;

impl<'a> Plain<'a> {
    /// Runs `circuit` on the secret input bits `inputs` (bytes 0 or 1). `committed` is the number of bits the
    /// counting reading found. Returns the witness, or `None` when a constraint does not hold.
    ///
    /// # Panics
    /// When the circuit asks for another number of inputs than it was given.
    pub fn witness<C: Circuit + ?Sized>(
        circuit: &C,
        inputs: &'a [u8],
        committed: usize,
    ) -> Option<WitnessBits> {
        let mut plain = Self {
            inputs,
            // Exact capacity: a growing vector would leave copies of the witness behind.
            witness: Zeroizing::new(Vec::with_capacity(committed)),
            violated: 0,
        };
        circuit.synthesize(&mut plain);
        assert!(plain.inputs.is_empty(), "secret inputs left over");
        assert_eq!(plain.witness.len(), committed, "committed bits");
        // Whether the witness is good is the public outcome of proving.
        (declassified(plain.violated) == 0).then_some(plain.witness)
    }
}

impl Plain<'static> {
    /// A reading without inputs, in which a hint runs gadgets on its bits.
    pub(super) fn for_hint() -> Self {
        Self {
            inputs: &[],
            witness: Zeroizing::new(Vec::new()),
            violated: 0,
        }
    }
}

impl Evaluator for Plain<'_> {
    type Wire = u8;

    fn constant(&self, bit: bool) -> u8 {
        u8::from(bit)
    }

    fn input(&mut self, out: &mut [u8]) {
        let (taken, rest) = self.inputs.split_at(out.len());
        self.inputs = rest;
        out.copy_from_slice(taken);
        self.witness.extend_from_slice(taken);
    }

    fn hint(
        &mut self,
        operands: &[&[u8]],
        out: &mut [u8],
        compute: impl FnOnce(&[&[u8]], &mut [u8]),
    ) {
        compute(operands, out);
        self.witness.extend_from_slice(out);
    }

    fn xor_assign(&mut self, acc: &mut [u8], a: &[u8]) {
        for (acc, a) in acc.iter_mut().zip(a) {
            *acc ^= a;
        }
    }

    fn and(&mut self, out: &mut [u8], a: &[u8], b: &[u8]) {
        for ((out, a), b) in out.iter_mut().zip(a).zip(b) {
            *out = a & b;
        }
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
        let sum = |operands: &[&[u8]], i: usize| operands.iter().fold(0, |sum, a| sum ^ a[i]);
        for (i, out) in out.iter_mut().enumerate() {
            *out = sum(&left, i) & sum(&right, i) ^ sum(&rest, i);
        }
    }

    fn assert_zero(&mut self, wires: &[u8]) {
        for wire in wires {
            self.violated |= wire;
        }
    }

    fn assert_entry(&mut self, index: &[u8], value: &[u8], table: &Table) {
        let mut entry = table.select(index);
        assert_eq!(value.len(), entry.len(), "bits of an entry");
        self.xor_assign(&mut entry, value);
        self.assert_zero(&entry);
    }
}
