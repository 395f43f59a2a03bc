//! Padded messages: the padding rules natively, and enforced in the circuit for either kind of length.
//!
//! Bits of bytes are least significant first. With a stated length the message bits are the secret inputs and
//! the padding is constant. With a hidden length the secret inputs are
//!
//! 1. the bits of the padded message up to, and without, its last *candidate* byte. Candidates are the bytes
//!    at which the message can end, where the marker (the first padding byte) stands: from the shortest to the
//!    longest length of that many blocks;
//! 2. the length modulo the block length, called r: eight bits for SHA3-256, six for SHA-256.
//!
//! No selector is committed. The selector s_j of a candidate is the product of the bits of r, each negated
//! where the candidate's number has a zero, and u_j = s_0 ⊕ … ⊕ s_j says that the marker is not after j.
//! Then u_j·b ⊕ s_j·marker = 0 for every bit b of the byte: free before the marker, the marker, zero after it.

use super::Evaluator;
use crate::hash::{HashAlgorithm, MAX_BLOCKS};
use zeroize::{Zeroize, Zeroizing};

/// The first padding byte: the suffix 01 and the first 1 of pad10*1 (FIPS 202, B.2), or the bit 1 after the
/// message (FIPS 180-4, 5.1.1; the first bit of a byte is its most significant one).
fn marker(hash: HashAlgorithm) -> u8 {
    match hash {
        HashAlgorithm::Sha3_256 => 0x06,
        HashAlgorithm::Sha256 => 0x80,
    }
}

/// Bits of r: enough for every residue modulo the block length.
fn residue_bits(hash: HashAlgorithm) -> usize {
    match hash {
        HashAlgorithm::Sha3_256 => 8,
        HashAlgorithm::Sha256 => 6,
    }
}

/// The message followed by its padding, `blocks` blocks together, computed natively.
pub fn pad(hash: HashAlgorithm, blocks: usize, message: &[u8]) -> Zeroizing<Vec<u8>> {
    let len = blocks * hash.block_len();
    let mut padded = Zeroizing::new(vec![0; len]);
    // How many bytes are read depends on the length: a slice cannot be read past its end.
    padded[..message.len()].copy_from_slice(message);
    padded[message.len()] = marker(hash);
    match hash {
        HashAlgorithm::Sha3_256 => padded[len - 1] |= 0x80,
        HashAlgorithm::Sha256 => {
            padded[len - 8..].copy_from_slice(&(8 * message.len() as u64).to_be_bytes());
        }
    }
    padded
}

/// The secret inputs (bytes 0 or 1) for a message of stated length.
pub fn stated_inputs(message: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut inputs = Zeroizing::new(Vec::with_capacity(8 * message.len()));
    push_bits(&mut inputs, message);
    inputs
}

/// The secret inputs (bytes 0 or 1) for a message of hidden length, which must fit `blocks` blocks.
pub fn hidden_inputs(hash: HashAlgorithm, blocks: usize, message: &[u8]) -> Zeroizing<Vec<u8>> {
    let (shortest, longest) = hash.message_range(blocks);
    // The length modulo the block length, without a division that could depend on it: from the residue of the
    // shortest length on, wrapping around for SHA-256, whose block length is a power of two.
    let residue = shortest % hash.block_len() + (message.len() - shortest);
    hidden_inputs_of(hash, &pad(hash, blocks, message)[..longest], residue)
}

/// The same for any bytes and residue; bits of the residue beyond its width are dropped.
fn hidden_inputs_of(hash: HashAlgorithm, padded: &[u8], residue: usize) -> Zeroizing<Vec<u8>> {
    let bits = residue_bits(hash);
    let mut inputs = Zeroizing::new(Vec::with_capacity(8 * padded.len() + bits));
    push_bits(&mut inputs, padded);
    inputs.extend((0..bits).map(|i| (residue >> i & 1) as u8));
    inputs
}

fn push_bits(out: &mut Vec<u8>, bytes: &[u8]) {
    for byte in bytes {
        out.extend((0..8).map(|i| byte >> i & 1));
    }
}

/// A padded message in the circuit.
pub struct Padded<W: Zeroize> {
    /// Its bits, least significant first in each byte.
    pub wires: Zeroizing<Vec<W>>,
    /// The bytes that are public.
    pub public: Vec<Option<u8>>,
}

impl<W: Copy + Zeroize> Padded<W> {
    fn set_constant<E: Evaluator<Wire = W>>(&mut self, evaluator: &E, at: usize, byte: u8) {
        self.public[at] = Some(byte);
        for i in 0..8 {
            self.wires[8 * at + i] = evaluator.constant(byte >> i & 1 == 1);
        }
    }
}

fn unpadded<E: Evaluator>(evaluator: &E, len: usize) -> Padded<E::Wire> {
    Padded {
        wires: evaluator.buffer(8 * len),
        public: vec![None; len],
    }
}

/// Reads a message of exactly `len` bytes.
pub fn stated<E: Evaluator>(evaluator: &mut E, hash: HashAlgorithm, len: usize) -> Padded<E::Wire> {
    // The padding does not depend on the message, so that of zeros serves.
    let padding = pad(hash, hash.blocks(len), &vec![0; len]);
    let mut message = unpadded(evaluator, padding.len());
    evaluator.input(&mut message.wires[..8 * len]);
    for (at, byte) in padding.iter().enumerate().skip(len) {
        message.set_constant(evaluator, at, *byte);
    }
    message
}

/// Reads a message whose padded form has `blocks` blocks and enforces that it is padded correctly.
pub fn hidden<E: Evaluator>(
    evaluator: &mut E,
    hash: HashAlgorithm,
    blocks: usize,
) -> Padded<E::Wire> {
    let (shortest, longest) = hash.message_range(blocks);
    let marker = marker(hash);
    let mut message = unpadded(evaluator, blocks * hash.block_len());
    evaluator.input(&mut message.wires[..8 * longest]);
    let mut residue = evaluator.buffer(residue_bits(hash));
    evaluator.input(&mut residue);

    let selectors = selectors(evaluator, &residue, hash.block_len(), (shortest, longest));
    let passed = running_sums(evaluator, &selectors);
    let candidates = selectors.len();

    // Every candidate but the last: u_j·b_{j,i} ⊕ s_j·marker_i = 0.
    let mut mask = evaluator.buffer(8 * (candidates - 1));
    for (mask, passed) in mask.chunks_exact_mut(8).zip(passed.iter()) {
        mask.fill(*passed);
    }
    let mut rule = evaluator.buffer(mask.len());
    evaluator.and(&mut rule, &mask, &message.wires[8 * shortest..8 * longest]);
    for (rule, selector) in rule.chunks_exact_mut(8).zip(selectors.iter()) {
        for i in (0..8).filter(|i| marker >> i & 1 == 1) {
            evaluator.xor_assign(&mut rule[i..=i], std::slice::from_ref(selector));
        }
    }
    evaluator.assert_zero(&rule);

    // r is the number of a candidate: one selector is set.
    let one = [evaluator.constant(true)];
    let mut none = evaluator.buffer(1);
    evaluator.xor(&mut none, &passed[candidates - 1..], &one);
    evaluator.assert_zero(&none);

    // The last candidate is the marker or zero, so one committed bit, equal to its selector, is enough.
    let mut last = evaluator.buffer(1);
    let target = longest % hash.block_len();
    evaluator.hint(&[&residue], &mut last, |operands, out| {
        out[0] = operands[0]
            .iter()
            .enumerate()
            .fold(1, |all, (i, bit)| all & (bit ^ (target >> i & 1) as u8 ^ 1));
    });
    for i in (0..8).filter(|i| marker >> i & 1 == 1) {
        message.wires[8 * longest + i] = last[0];
    }
    let mut difference = evaluator.buffer(1);
    evaluator.xor(&mut difference, &last, &selectors[candidates - 1..]);
    evaluator.assert_zero(&difference);

    match hash {
        // The final 1 of pad10*1 is the last bit of the block, in the last candidate.
        HashAlgorithm::Sha3_256 => message.wires[8 * longest + 7] = one[0],
        HashAlgorithm::Sha256 => length_field(evaluator, &mut message, blocks, &residue),
    }
    message
}

/// The selectors s_j of the candidates, in the order of their positions.
fn selectors<E: Evaluator>(
    evaluator: &mut E,
    residue: &[E::Wire],
    block_len: usize,
    (shortest, longest): (usize, usize),
) -> Zeroizing<Vec<E::Wire>> {
    let candidates = longest - shortest + 1;
    // Products of the halves of r first: every selector is then one product more.
    let half = residue.len() / 2;
    let low = minterms(evaluator, &residue[..half]);
    let high = minterms(evaluator, &residue[half..]);
    let mut selectors = evaluator.buffer(candidates);
    let mut lows = evaluator.buffer(candidates);
    let mut highs = evaluator.buffer(candidates);
    for j in 0..candidates {
        // The residue of length shortest + j. SHA-256 with several blocks begins at 56 and comes to 0 after 63.
        let number = (shortest + j) % block_len;
        lows[j] = low[number % low.len()];
        highs[j] = high[number / low.len()];
    }
    evaluator.and(&mut selectors, &lows, &highs);
    selectors
}

/// u_j = s_0 ⊕ … ⊕ s_j.
fn running_sums<E: Evaluator>(evaluator: &mut E, selectors: &[E::Wire]) -> Zeroizing<Vec<E::Wire>> {
    let mut sums = evaluator.buffer(selectors.len());
    sums.copy_from_slice(selectors);
    for j in 1..sums.len() {
        let (before, rest) = sums.split_at_mut(j);
        evaluator.xor_assign(&mut rest[..1], &before[j - 1..]);
    }
    sums
}

/// All 2^k products of `bits`, each taken or negated: entry v is 1 exactly when the bits spell v.
fn minterms<E: Evaluator>(evaluator: &mut E, bits: &[E::Wire]) -> Zeroizing<Vec<E::Wire>> {
    let mut terms = evaluator.buffer(1 << bits.len());
    terms[0] = evaluator.constant(true);
    let mut repeated = evaluator.buffer(1 << bits.len());
    for (i, bit) in bits.iter().enumerate() {
        repeated.fill(*bit);
        let (without, with) = terms[..2 << i].split_at_mut(1 << i);
        evaluator.and(with, without, &repeated[..1 << i]);
        evaluator.xor_assign(without, with);
    }
    terms
}

/// The message length in bits, as a 64-bit big-endian number at the end of the last block (FIPS 180-4, 5.1.1).
///
/// It is 8·(64·q + r), where q counts the message's full blocks: all but the last one, or one less when the
/// marker stands in the block before the last, which is when r ≥ 56. That condition is one committed bit c, so
/// that the field is affine in c and r.
fn length_field<E: Evaluator>(
    evaluator: &mut E,
    message: &mut Padded<E::Wire>,
    blocks: usize,
    residue: &[E::Wire],
) {
    // q fits in the seven bits that follow those of 8·r, so the upper six bytes are zero.
    const { assert!(MAX_BLOCKS <= 128) };
    let len = message.public.len();
    for at in len - 8..len - 2 {
        message.set_constant(evaluator, at, 0);
    }
    let mut field = evaluator.buffer(16);
    field[3..9].copy_from_slice(residue);
    for (i, wire) in field[9..].iter_mut().enumerate() {
        *wire = evaluator.constant((blocks - 1) >> i & 1 == 1);
    }
    if blocks > 1 {
        let mut c = evaluator.buffer(1);
        evaluator.hint(&[&residue[3..]], &mut c, |operands, out| {
            out[0] = operands[0].iter().fold(1, |all, bit| all & bit);
        });
        let (mut pair, mut all) = (evaluator.buffer(1), evaluator.buffer(1));
        evaluator.and(&mut pair, &residue[3..4], &residue[4..5]);
        evaluator.and(&mut all, &pair, &residue[5..6]);
        evaluator.xor_assign(&mut all, &c);
        evaluator.assert_zero(&all);
        for i in (0..7).filter(|i| ((blocks - 1) ^ (blocks - 2)) >> i & 1 == 1) {
            evaluator.xor_assign(&mut field[9 + i..=9 + i], &c);
        }
    }
    message.wires[8 * (len - 1)..].copy_from_slice(&field[..8]);
    message.wires[8 * (len - 2)..8 * (len - 1)].copy_from_slice(&field[8..]);
}

#[cfg(test)]
mod tests {
    use super::super::count::Analysis;
    use super::super::plain::Plain;
    use super::super::testing::{bits_of, violations};
    use super::super::Circuit;
    use super::*;

    /// The padding alone; its result is compared with `expected`, where given.
    struct Padding<'a> {
        hash: HashAlgorithm,
        blocks: usize,
        expected: Option<&'a [u8]>,
    }

    impl Circuit for Padding<'_> {
        fn synthesize<E: Evaluator>(&self, evaluator: &mut E) {
            let mut message = hidden(evaluator, self.hash, self.blocks);
            if let Some(expected) = self.expected {
                for (wire, bit) in message.wires.iter_mut().zip(bits_of(expected)) {
                    let constant = [evaluator.constant(bit == 1)];
                    evaluator.xor_assign(std::slice::from_mut(wire), &constant);
                }
                evaluator.assert_zero(&message.wires);
                for (public, byte) in message.public.iter().zip(expected) {
                    assert!(public.is_none_or(|public| public == *byte));
                }
            }
        }
    }

    fn cases() -> impl Iterator<Item = (HashAlgorithm, usize)> {
        HashAlgorithm::ALL
            .into_iter()
            .flat_map(|hash| [1, 2, 3, 33, 64].map(|blocks| (hash, blocks)))
    }

    /// A message without a zero byte, so that no padding hides in it.
    fn message(len: usize) -> Vec<u8> {
        (0..len).map(|i| (i % 255) as u8 + 1).collect()
    }

    #[test]
    fn every_length_is_padded_as_natively() {
        for (hash, blocks) in cases() {
            let (shortest, longest) = hash.message_range(blocks);
            for len in shortest..=longest {
                let message = message(len);
                let circuit = Padding {
                    hash,
                    blocks,
                    expected: Some(&pad(hash, blocks, &message)),
                };
                let inputs = hidden_inputs(hash, blocks, &message);
                let committed = Analysis::of(&circuit).committed;
                let witness = Plain::witness(&circuit, &inputs, committed);
                assert!(witness.is_some(), "{hash:?} {blocks} {len}");
            }
        }
    }

    /// Exactly the residues and bits that the length determines are fixed.
    #[test]
    fn only_message_bits_are_free() {
        for (hash, blocks) in cases().filter(|(_, blocks)| *blocks < 3) {
            let circuit = Padding {
                hash,
                blocks,
                expected: None,
            };
            let committed = Analysis::of(&circuit).committed;
            let (shortest, longest) = hash.message_range(blocks);
            for len in [shortest, shortest + 7, shortest + 8, longest - 1, longest] {
                let message = message(len);
                let padded = pad(hash, blocks, &message);
                let residues = 1 << residue_bits(hash);
                for residue in 0..residues {
                    let inputs = hidden_inputs_of(hash, &padded[..longest], residue);
                    let accepted = Plain::witness(&circuit, &inputs, committed).is_some();
                    // At the last candidate, whatever stands before is a message of the longest length.
                    let fits = [len, longest].map(|len| len % hash.block_len());
                    assert_eq!(accepted, fits.contains(&residue));
                }
                let inputs = hidden_inputs(hash, blocks, &message);
                let witness = Plain::witness(&circuit, &inputs, committed).unwrap();
                for bit in 0..witness.len() {
                    let mut flipped = witness.to_vec();
                    flipped[bit] ^= 1;
                    let accepted = violations(&circuit, &flipped).is_empty();
                    assert_eq!(accepted, bit < 8 * len, "{hash:?} {blocks} {len} {bit}");
                }
            }
        }
    }

    #[test]
    fn wrong_markers_are_refused() {
        for (hash, blocks) in cases().filter(|(_, blocks)| *blocks < 3) {
            let circuit = Padding {
                hash,
                blocks,
                expected: None,
            };
            let committed = Analysis::of(&circuit).committed;
            let (shortest, longest) = hash.message_range(blocks);
            let len = shortest + 5;
            let mut padded = pad(hash, blocks, &message(len));
            for byte in 0..=255 {
                padded[len] = byte;
                let residue = len % hash.block_len();
                let inputs = hidden_inputs_of(hash, &padded[..longest], residue);
                let accepted = Plain::witness(&circuit, &inputs, committed).is_some();
                assert_eq!(accepted, byte == marker(hash));
            }
        }
    }
}
