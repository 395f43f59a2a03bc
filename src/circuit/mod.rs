//! Circuits over bits, written once and read in several ways.
//!
//! A gadget is generic over an [`Evaluator`]. The three readings of the engine are
//!
//! * [`plain::Plain`]: wires are bits; it computes the witness (every committed bit, in order);
//! * [`values::Values`]: wires are the values of committed polynomials at one point or several. The verifier needs the one
//!   at 1/Δ, the prover as many small ones as the degree (`docs/protocol.md`, "Prover");
//! * [`count::Count`]: wires are formal degrees; it counts committed bits and constraints and finds the degree
//!   of the statement, so that no cost is ever written down by hand.
//!
//! All operations work on slices of wires (a lane, a word, a single bit): one call is one vector operation.
//! Gadgets are straight-line code: they never branch or index on a wire.

mod adder;
pub mod blake3;
pub mod bristol;
pub mod bytes;
pub mod compare;
pub mod count;
#[cfg(test)]
mod hash_tests;
pub mod keccak;
pub mod merkle;
pub mod message;
#[cfg(test)]
mod mutation;
pub mod padding;
pub mod plain;
pub mod sha2;
pub mod table;
#[cfg(test)]
pub(crate) mod testing;
pub mod values;
pub mod weights;

use table::Table;
use zeroize::{Zeroize, Zeroizing};

/// One way to read a circuit.
pub trait Evaluator {
    /// What one bit is in this reading.
    type Wire: Copy + Zeroize + 'static;

    /// A wire that carries a public constant.
    fn constant(&self, bit: bool) -> Self::Wire;

    /// `out` becomes the next secret input bits, each of them committed.
    fn input(&mut self, out: &mut [Self::Wire]);

    /// `out` becomes committed bits that the prover computes from `operands` with `compute`; nothing
    /// constrains them until an assertion does. Only the plain reading calls `compute`, with bits as bytes
    /// 0 or 1; it must run in time independent of their values.
    fn hint(
        &mut self,
        operands: &[&[Self::Wire]],
        out: &mut [Self::Wire],
        compute: impl FnOnce(&[&[u8]], &mut [u8]),
    );

    /// `acc[i] ^= a[i]`. Degree: the larger of the two.
    fn xor_assign(&mut self, acc: &mut [Self::Wire], a: &[Self::Wire]);

    /// `out[i] = a[i] & b[i]`. Degree: the sum of the two.
    fn and(&mut self, out: &mut [Self::Wire], a: &[Self::Wire], b: &[Self::Wire]);

    /// Constrains every wire of `wires` to be zero, in order.
    fn assert_zero(&mut self, wires: &[Self::Wire]);

    /// Constrains `value` to be the entry of `table` at the place `index`: for every bit b of an entry, in order,
    /// `value[b] + Σ_j eq(index, j) table[j][b]` to be zero, where eq(index, j) is the product over the bits of
    /// `index`, complemented where j has a zero. Degree: the larger of that of `value[b]` and the sum of those of
    /// the bits of `index`.
    ///
    /// One operation, and not a gadget, because the value reading needs only the weighted sum of these constraints.
    ///
    /// # Panics
    /// When `index` or `value` has another number of bits than a place or an entry of `table`.
    fn assert_entry(&mut self, index: &[Self::Wire], value: &[Self::Wire], table: &Table);

    /// `acc[i] ^= 1`.
    fn not_assign(&mut self, acc: &mut [Self::Wire]) {
        let one = [self.constant(true)];
        for wire in acc {
            self.xor_assign(std::slice::from_mut(wire), &one);
        }
    }

    /// `out[i]` = the sum of `terms[..][i]`, of which there is at least one.
    fn xor<const K: usize>(&mut self, out: &mut [Self::Wire], terms: [&[Self::Wire]; K]) {
        out.copy_from_slice(terms[0]);
        for term in &terms[1..] {
            self.xor_assign(out, term);
        }
    }

    /// `out[i]` = the product of the sums of `left[..][i]` and `right[..][i]`, plus the sum of `rest[..][i]`: one call for what
    /// hash functions are made of, so that an evaluator can do it in one pass. Degree: that of the product, or of the rest if it is
    /// larger.
    fn and_xor<const L: usize, const R: usize, const S: usize>(
        &mut self,
        out: &mut [Self::Wire],
        left: [&[Self::Wire]; L],
        right: [&[Self::Wire]; R],
        rest: [&[Self::Wire]; S],
    ) {
        for (i, out) in out.iter_mut().enumerate() {
            let mut factors = [self.constant(false); 2];
            let [x, y] = factors.each_mut().map(std::slice::from_mut);
            self.xor(x, left.map(|a| &a[i..=i]));
            self.xor(y, right.map(|a| &a[i..=i]));
            let out = std::slice::from_mut(out);
            self.and(out, x, y);
            for a in rest {
                self.xor_assign(out, &a[i..=i]);
            }
        }
    }

    /// A zeroizing buffer of `len` zero wires.
    fn buffer(&self, len: usize) -> Zeroizing<Vec<Self::Wire>> {
        Zeroizing::new(vec![self.constant(false); len])
    }
}

/// What a hash gadget does with the digest.
pub enum Target<'a, W> {
    /// The digest is public and enforced: its bytes.
    Public(&'a [u8]),
    /// The digest is secret: its bits become these wires, of degree 1, least significant first in each byte.
    Wires(&'a mut [W]),
}

/// Something that can be read as a circuit: a statement, or a gadget under test.
pub trait Circuit {
    /// Runs the circuit through one reading.
    fn synthesize<E: Evaluator>(&self, evaluator: &mut E);
}
