//! Readings for tests: one that replays a given witness, one that computes true polynomial degrees.

use super::table::Table;
use super::{Circuit, Evaluator};
use crate::hash::HashAlgorithm;
use crate::xorshift::Xorshift;
use zeroize::Zeroize;

/// The bits of `bytes`, least significant first, one byte each.
pub(crate) fn bits_of(bytes: &[u8]) -> Vec<u8> {
    bytes
        .iter()
        .flat_map(|byte| (0..8).map(move |i| byte >> i & 1))
        .collect()
}

/// The indices of the constraints that `witness` violates. Hints are ignored: this is what a cheating prover
/// can make of a circuit.
pub(crate) fn violations<C: Circuit + ?Sized>(circuit: &C, witness: &[u8]) -> Vec<usize> {
    violations_of_each(circuit, &[witness]).remove(0)
}

/// The same for each of `witnesses`, of which one reading takes as many as a word has bits.
pub(crate) fn violations_of_each<C: Circuit + ?Sized>(
    circuit: &C,
    witnesses: &[impl AsRef<[u8]>],
) -> Vec<Vec<usize>> {
    let mut violated = Vec::with_capacity(witnesses.len());
    for witnesses in witnesses.chunks(u64::BITS as usize) {
        let mut replay = Replay {
            witnesses: witnesses.iter().map(AsRef::as_ref).collect(),
            constraints: 0,
            violated: vec![Vec::new(); witnesses.len()],
        };
        circuit.synthesize(&mut replay);
        let all_read = replay.witnesses.iter().all(|rest| rest.is_empty());
        assert!(all_read, "witness bits left over");
        violated.append(&mut replay.violated);
    }
    violated
}

/// Those of the committed bits `bits` that can be flipped in `witness`, each alone, with no constraint violated.
pub(crate) fn free_bits<C: Circuit + ?Sized>(
    circuit: &C,
    witness: &[u8],
    bits: impl IntoIterator<Item = usize>,
) -> Vec<usize> {
    let bits: Vec<_> = bits.into_iter().collect();
    let flipped: Vec<_> = bits.iter().map(|bit| with_flipped(witness, *bit)).collect();
    let violated = violations_of_each(circuit, &flipped);
    let free = bits
        .iter()
        .zip(violated)
        .filter(|(_, violated)| violated.is_empty());
    free.map(|(bit, _)| *bit).collect()
}

/// `witness` with this bit flipped.
pub(crate) fn with_flipped(witness: &[u8], bit: usize) -> Vec<u8> {
    let mut flipped = witness.to_vec();
    flipped[bit] ^= 1;
    flipped
}

/// The committed bits that the hints of `circuit` make of `inputs`, whether or not they satisfy it.
pub(crate) fn forged<C: Circuit + ?Sized>(circuit: &C, inputs: &[u8]) -> Vec<u8> {
    lied(circuit, inputs, usize::MAX)
}

/// The same with the committed bit `at` flipped, which a hint makes. What hints make later goes on from there.
pub(crate) fn lied<C: Circuit + ?Sized>(circuit: &C, inputs: &[u8], at: usize) -> Vec<u8> {
    let mut forging = Forging {
        inputs,
        committed: Vec::new(),
        lie: at,
    };
    circuit.synthesize(&mut forging);
    forging.committed
}

/// Every hash function, with every degree that its gadget can have.
pub(crate) fn schedules() -> impl Iterator<Item = (HashAlgorithm, u8)> {
    let with_degrees =
        |hash: HashAlgorithm| hash.degrees().iter().map(move |&degree| (hash, degree));
    HashAlgorithm::ALL.into_iter().flat_map(with_degrees)
}

/// A circuit of selections alone. Inputs, for each table: the bits of a place, the bits of an entry.
pub(crate) struct Selections(pub(crate) Vec<Table>);

impl Circuit for Selections {
    fn synthesize<E: Evaluator>(&self, evaluator: &mut E) {
        for table in &self.0 {
            let mut index = evaluator.buffer(table.index_bits());
            evaluator.input(&mut index);
            let mut value = evaluator.buffer(8 * table.entry_len());
            evaluator.input(&mut value);
            evaluator.assert_entry(&index, &value, table);
        }
    }
}

/// A table of `count` different entries that are not the numbers of their places.
pub(crate) fn table(count: usize, entry_len: usize) -> Table {
    let entry = |j: usize| {
        let digest = HashAlgorithm::Sha256.digest(&j.to_le_bytes());
        digest[..entry_len].to_vec()
    };
    Table::new((0..count).flat_map(entry).collect(), entry_len).unwrap()
}

/// Reads a circuit with witnesses that are given; bit i of a wire is that of witness i.
struct Replay<'a> {
    /// What is left of each.
    witnesses: Vec<&'a [u8]>,
    constraints: usize,
    violated: Vec<Vec<usize>>,
}

impl Evaluator for Replay<'_> {
    type Wire = u64;

    fn constant(&self, bit: bool) -> u64 {
        if bit {
            u64::MAX
        } else {
            0
        }
    }

    fn input(&mut self, out: &mut [u64]) {
        out.fill(0);
        for (i, witness) in self.witnesses.iter_mut().enumerate() {
            let (taken, rest) = witness.split_at(out.len());
            for (out, bit) in out.iter_mut().zip(taken) {
                *out |= u64::from(*bit) << i;
            }
            *witness = rest;
        }
    }

    fn hint(&mut self, _: &[&[u64]], out: &mut [u64], _: impl FnOnce(&[&[u8]], &mut [u8])) {
        self.input(out);
    }

    fn xor_assign(&mut self, acc: &mut [u64], a: &[u64]) {
        assert_eq!(acc.len(), a.len());
        acc.iter_mut().zip(a).for_each(|(acc, a)| *acc ^= a);
    }

    fn and(&mut self, out: &mut [u64], a: &[u64], b: &[u64]) {
        assert_eq!((out.len(), out.len()), (a.len(), b.len()));
        for ((out, a), b) in out.iter_mut().zip(a).zip(b) {
            *out = a & b;
        }
    }

    fn assert_zero(&mut self, wires: &[u64]) {
        for wire in wires {
            if *wire != 0 {
                for (i, violated) in self.violated.iter_mut().enumerate() {
                    if wire >> i & 1 == 1 {
                        violated.push(self.constraints);
                    }
                }
            }
            self.constraints += 1;
        }
    }

    fn assert_entry(&mut self, index: &[u64], value: &[u64], table: &Table) {
        let mut difference = value.to_vec();
        for i in 0..self.witnesses.len() {
            let place: Vec<_> = index.iter().map(|wire| (wire >> i & 1) as u8).collect();
            for (wire, bit) in difference.iter_mut().zip(table.select(&place).iter()) {
                *wire ^= u64::from(*bit) << i;
            }
        }
        self.assert_zero(&difference);
    }
}

/// Computes committed bits as a prover does who does not mind constraints.
struct Forging<'a> {
    inputs: &'a [u8],
    committed: Vec<u8>,
    /// Which of them is flipped.
    lie: usize,
}

impl Evaluator for Forging<'_> {
    type Wire = u8;

    fn constant(&self, bit: bool) -> u8 {
        u8::from(bit)
    }

    fn input(&mut self, out: &mut [u8]) {
        let (taken, rest) = self.inputs.split_at(out.len());
        out.copy_from_slice(taken);
        self.inputs = rest;
        self.committed.extend_from_slice(out);
    }

    fn hint(
        &mut self,
        operands: &[&[u8]],
        out: &mut [u8],
        compute: impl FnOnce(&[&[u8]], &mut [u8]),
    ) {
        compute(operands, out);
        let lie = self.lie.checked_sub(self.committed.len());
        if let Some(bit) = lie.and_then(|at| out.get_mut(at)) {
            *bit ^= 1;
        }
        self.committed.extend_from_slice(out);
    }

    fn xor_assign(&mut self, acc: &mut [u8], a: &[u8]) {
        acc.iter_mut().zip(a).for_each(|(acc, a)| *acc ^= a);
    }

    fn and(&mut self, out: &mut [u8], a: &[u8], b: &[u8]) {
        for ((out, a), b) in out.iter_mut().zip(a).zip(b) {
            *out = a & b;
        }
    }

    fn assert_zero(&mut self, _: &[u8]) {}

    fn assert_entry(&mut self, _: &[u8], _: &[u8], _: &Table) {}
}

/// What the polynomials w + v·Y of random v, over GF(2^16), show about a circuit.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Polynomials {
    /// The largest true degree of a constraint.
    pub(crate) degree: usize,
    /// Constraints whose value at Y = 0, the bit itself, is not zero.
    pub(crate) nonzero: usize,
}

/// Reads `circuit` with polynomials for the committed bits `witness`.
pub(crate) fn polynomials<C: Circuit + ?Sized>(circuit: &C, witness: &[u8]) -> Polynomials {
    let mut reading = PolynomialReading {
        witness,
        random: Xorshift(0x0123_4567_89ab_cdef),
        found: Polynomials::default(),
    };
    circuit.synthesize(&mut reading);
    reading.found
}

/// More than any circuit is allowed to need; a product beyond that panics. Such a wire has 32 bytes, as many as
/// one of the largest field.
const COEFFICIENTS: usize = 16;

#[derive(Clone, Copy)]
pub(crate) struct Polynomial([u16; COEFFICIENTS]);

impl Polynomial {
    fn degree(&self) -> Option<usize> {
        self.0.iter().rposition(|c| *c != 0)
    }
}

impl Zeroize for Polynomial {
    fn zeroize(&mut self) {
        self.0.zeroize();
    }
}

/// Multiplication in GF(2^16) modulo x¹⁶ + x⁵ + x³ + x + 1.
fn multiply(a: u16, b: u16) -> u16 {
    let mut product = 0;
    for i in (0..16).rev() {
        let carry = product >> 15;
        product = (product << 1) ^ (carry * 0x2b) ^ (a * (b >> i & 1));
    }
    product
}

/// `out += a b`; `out` has room for the product.
fn add_product(out: &mut [u16], a: &[u16], b: &[u16]) {
    for (i, a) in a.iter().enumerate() {
        for (j, b) in b.iter().enumerate() {
            out[i + j] ^= multiply(*a, *b);
        }
    }
}

struct PolynomialReading<'a> {
    witness: &'a [u8],
    random: Xorshift,
    found: Polynomials,
}

impl PolynomialReading<'_> {
    fn assert_zero_polynomial(&mut self, coefficients: &[u16]) {
        let degree = coefficients.iter().rposition(|c| *c != 0).unwrap_or(0);
        self.found.degree = self.found.degree.max(degree);
        self.found.nonzero += usize::from(coefficients[0] != 0);
    }
}

impl Evaluator for PolynomialReading<'_> {
    type Wire = Polynomial;

    fn constant(&self, bit: bool) -> Polynomial {
        let mut out = [0; COEFFICIENTS];
        out[0] = u16::from(bit);
        Polynomial(out)
    }

    fn input(&mut self, out: &mut [Polynomial]) {
        let (taken, rest) = self.witness.split_at(out.len());
        self.witness = rest;
        for (out, bit) in out.iter_mut().zip(taken) {
            let random = self.random.number();
            *out = self.constant(*bit == 1);
            out.0[1] = (random >> 40) as u16;
        }
    }

    fn hint(
        &mut self,
        _: &[&[Polynomial]],
        out: &mut [Polynomial],
        _: impl FnOnce(&[&[u8]], &mut [u8]),
    ) {
        self.input(out);
    }

    fn xor_assign(&mut self, acc: &mut [Polynomial], a: &[Polynomial]) {
        for (acc, a) in acc.iter_mut().zip(a) {
            acc.0.iter_mut().zip(a.0).for_each(|(acc, a)| *acc ^= a);
        }
    }

    fn and(&mut self, out: &mut [Polynomial], a: &[Polynomial], b: &[Polynomial]) {
        for ((out, a), b) in out.iter_mut().zip(a).zip(b) {
            *out = self.constant(false);
            let (Some(a_degree), Some(b_degree)) = (a.degree(), b.degree()) else {
                continue;
            };
            add_product(&mut out.0, &a.0[..=a_degree], &b.0[..=b_degree]);
        }
    }

    fn assert_zero(&mut self, wires: &[Polynomial]) {
        for wire in wires {
            self.assert_zero_polynomial(&wire.0);
        }
    }

    /// By the definition; only here do coefficients go beyond those of a wire.
    fn assert_entry(&mut self, index: &[Polynomial], value: &[Polynomial], table: &Table) {
        // eq(index, j) for all places j, doubling from the lowest bit on.
        let mut eq = vec![vec![1u16]];
        for bit in index {
            let bit = &bit.0[..=bit.degree().unwrap_or(0)];
            let mut one = eq.clone();
            for (zero, one) in eq.iter_mut().zip(&mut one) {
                let mut product = vec![0; zero.len() + bit.len() - 1];
                add_product(&mut product, zero, bit);
                zero.resize(product.len(), 0);
                zero.iter_mut().zip(&product).for_each(|(z, p)| *z ^= p);
                *one = product;
            }
            eq.append(&mut one);
        }
        let last = table.entries().next_back().expect("a table has an entry");
        let entries = table.entries().chain(std::iter::repeat(last));
        let mut sums: Vec<Vec<u16>> = value.iter().map(|value| value.0.to_vec()).collect();
        for (eq, entry) in eq.iter().zip(entries) {
            for (b, sum) in sums.iter_mut().enumerate() {
                if entry[b / 8] >> (b % 8) & 1 == 1 {
                    sum.resize(sum.len().max(eq.len()), 0);
                    sum.iter_mut().zip(eq).for_each(|(sum, eq)| *sum ^= eq);
                }
            }
        }
        for sum in sums {
            self.assert_zero_polynomial(&sum);
        }
    }
}
