//! Messages brought to whole blocks, with the padding enforced in the circuit for either kind of length.
//!
//! With a stated length the padding is constant. With a hidden length the message is a prefix of known length, a part whose
//! length is secret, and a suffix of known length that follows it directly. The secret inputs are
//!
//! 1. the bits of the padded message from the end of the prefix up to, and without, the byte of the longest
//!    message's marker (the first padding byte; BLAKE3 has none);
//! 2. the message's length as the number r: modulo the block length, in the last block for BLAKE3.
//!
//! A *candidate* j is a length of the whole message, from the shortest to the longest that fill so many blocks and hold prefix
//! and suffix. Its selector s_j is the product of the bits of r, each negated where the candidate's number has
//! a zero; u_j = s_0 ⊕ … ⊕ s_j. For a byte at position x let the *tail*, suffix and marker, begin at position x or before:
//! u. Then u·b ⊕ Σ_i s_(x−i)·tail_i = 0 for every bit b of the byte: free before the tail, the tail, zero after it.
//!
//! Selectors are not committed where their degree leaves room for one more factor within that of the hash function. Otherwise
//! the products of the two halves of r are committed, and a selector has degree 2.

use super::bytes::{Bytes, Padded};
use super::Evaluator;
use crate::hash::{HashAlgorithm, Padding, MAX_BLOCKS};
use zeroize::Zeroizing;

/// What is public of a message of hidden length.
#[derive(Clone, Copy, Debug)]
pub struct HiddenLength {
    /// The hash function.
    pub hash: HashAlgorithm,
    /// Blocks of the padded message.
    pub blocks: usize,
    /// Bytes before the part of hidden length.
    pub prefix: usize,
    /// Bytes behind it.
    pub suffix: usize,
}

impl HiddenLength {
    /// The shortest and the longest possible length of the whole message; empty where none fits.
    pub fn message_range(&self) -> (usize, usize) {
        let (shortest, longest) = self.hash.message_range(self.blocks);
        (shortest.max(self.around()), longest)
    }

    /// Bytes around the hidden part; saturating, so that any numbers can be checked.
    fn around(&self) -> usize {
        self.prefix.saturating_add(self.suffix)
    }

    /// The shortest and the longest possible length of the hidden part, if any is possible.
    pub fn hidden_range(&self) -> Option<(usize, usize)> {
        let (shortest, longest) = self.message_range();
        let around = self.around();
        (shortest <= longest).then(|| (shortest - around, longest - around))
    }

    /// Bits of r: enough for every residue modulo the block length, or for the length of a block.
    fn residue_bits(&self) -> usize {
        match self.hash.padding() {
            Padding::Zeros => self.hash.block_len().ilog2() as usize + 1,
            _ => (self.hash.block_len() - 1).ilog2() as usize + 1,
        }
    }

    /// The number r for a message of `len` bytes. No division depends on `len`, which may be secret.
    fn residue(&self, len: usize) -> usize {
        let shortest = self.message_range().0;
        let base = match self.hash.padding() {
            Padding::Zeros => shortest - (self.blocks - 1) * self.hash.block_len(),
            _ => shortest % self.hash.block_len(),
        };
        base + (len - shortest)
    }

    /// The number r that the selector of a candidate asks for. Where candidates wrap around the block length, it is a power
    /// of two.
    fn number(&self, len: usize) -> usize {
        self.residue(len) & ((1 << self.residue_bits()) - 1)
    }

    /// The secret inputs (bytes 0 or 1) for a whole message that fits.
    pub fn inputs(&self, message: &[u8]) -> Zeroizing<Vec<u8>> {
        let padded = self.hash.pad(self.blocks, message);
        self.inputs_of(&padded, self.residue(message.len()))
    }

    /// The same for any padded bytes and r; bits of r beyond its width are dropped.
    fn inputs_of(&self, padded: &[u8], residue: usize) -> Zeroizing<Vec<u8>> {
        let bytes = &padded[self.prefix..self.message_range().1];
        let bits = self.residue_bits();
        let mut inputs = Zeroizing::new(Vec::with_capacity(8 * bytes.len() + bits));
        push_bits(&mut inputs, bytes);
        inputs.extend((0..bits).map(|i| (residue >> i & 1) as u8));
        inputs
    }

    /// Reads the message and enforces that it is prefix, hidden part, suffix and padding, with constraints within the degree
    /// of the hash function under `degree_cap`.
    pub fn synthesize<E: Evaluator>(
        &self,
        evaluator: &mut E,
        prefix: &Bytes<E::Wire>,
        suffix: &Bytes<E::Wire>,
        degree_cap: u8,
    ) -> Padded<E::Wire> {
        let (shortest, longest) = self.message_range();
        let mut message = Bytes::secret(evaluator, self.blocks * self.hash.block_len());
        message.copy_at(0, prefix);
        evaluator.input(&mut message.wires[8 * self.prefix..8 * longest]);
        let mut residue = evaluator.buffer(self.residue_bits());
        evaluator.input(&mut residue);

        let selectors = self.selectors(evaluator, &residue, self.hash.degree(degree_cap));
        let passed = running_sums(evaluator, &selectors);
        let candidates = selectors.len();
        let marker = self.hash.marker();
        let tail = Bytes::constant(evaluator, marker.as_slice());
        let tail = Bytes::concat(evaluator, &[suffix, &tail]);

        // Every byte that may be in the tail, up to the marker of the longest message.
        let first = shortest - self.suffix;
        for x in first..longest {
            tail_rule(
                evaluator,
                &message.wires[8 * x..][..8],
                &tail,
                &selectors,
                &passed,
                x - first,
            );
        }

        // r is the number of a candidate: one selector is set.
        let one = [evaluator.constant(true)];
        let mut none = evaluator.buffer(1);
        evaluator.xor(&mut none, [&passed[candidates - 1..], &one]);
        evaluator.assert_zero(&none);

        if let Some(marker) = marker {
            self.last_marker(evaluator, &mut message, &selectors, &residue, marker);
        }
        let mut last_block_len = evaluator.buffer(0);
        match self.hash.padding() {
            // The final 1 of pad10*1 is the last bit of the block, in the last candidate's marker.
            Padding::Sponge(_) => message.wires[8 * longest + 7] = one[0],
            Padding::Length(bytes) => {
                length_field(evaluator, &mut message, bytes, self.blocks, &residue)
            }
            Padding::Zeros => last_block_len = residue,
        }
        Padded {
            bytes: message,
            last_block_len,
        }
    }

    /// The byte of the longest message's marker is the marker or zero, so one committed bit, equal to the last selector, is
    /// enough for it.
    fn last_marker<E: Evaluator>(
        &self,
        evaluator: &mut E,
        message: &mut Bytes<E::Wire>,
        selectors: &[E::Wire],
        residue: &[E::Wire],
        marker: u8,
    ) {
        let longest = self.message_range().1;
        let target = self.number(longest);
        let mut last = evaluator.buffer(1);
        evaluator.hint(&[residue], &mut last, |operands, out| {
            out[0] = is_number(operands[0], target);
        });
        for i in (0..8).filter(|i| marker >> i & 1 == 1) {
            message.wires[8 * longest + i] = last[0];
        }
        let mut difference = evaluator.buffer(1);
        evaluator.xor(&mut difference, [&last, &selectors[selectors.len() - 1..]]);
        evaluator.assert_zero(&difference);
    }

    /// The selectors s_j of the candidates, in the order of their lengths. With one more factor they have at most `degree`.
    fn selectors<E: Evaluator>(
        &self,
        evaluator: &mut E,
        residue: &[E::Wire],
        degree: u8,
    ) -> Zeroizing<Vec<E::Wire>> {
        let (shortest, longest) = self.message_range();
        let candidates = longest - shortest + 1;
        // Products of the halves of r first: every selector is then one product more.
        let half = residue.len() / 2;
        let mut low = minterms(evaluator, &residue[..half]);
        let mut high = minterms(evaluator, &residue[half..]);
        if residue.len() + 1 > usize::from(degree) {
            commit_minterms(evaluator, &residue[..half], &mut low);
            commit_minterms(evaluator, &residue[half..], &mut high);
        }
        let mut selectors = evaluator.buffer(candidates);
        let mut lows = evaluator.buffer(candidates);
        let mut highs = evaluator.buffer(candidates);
        for j in 0..candidates {
            let number = self.number(shortest + j);
            lows[j] = low[number % low.len()];
            highs[j] = high[number / low.len()];
        }
        evaluator.and(&mut selectors, &lows, &highs);
        selectors
    }
}

/// u·b ⊕ Σ_i s_(x−i)·tail_i = 0 for the bits b of one byte, `offset` bytes behind the first place of the tail.
fn tail_rule<E: Evaluator>(
    evaluator: &mut E,
    byte: &[E::Wire],
    tail: &Bytes<E::Wire>,
    selectors: &[E::Wire],
    passed: &[E::Wire],
    offset: usize,
) {
    let last = selectors.len() - 1;
    let mut repeated = evaluator.buffer(8);
    repeated.fill(passed[offset.min(last)]);
    let mut rule = evaluator.buffer(8);
    evaluator.and(&mut rule, &repeated, byte);
    let mut product = evaluator.buffer(8);
    let first = offset.saturating_sub(last);
    for (i, public) in tail.public.iter().enumerate().take(offset + 1).skip(first) {
        repeated.fill(selectors[offset - i]);
        match public {
            Some(byte) => {
                for bit in (0..8).filter(|bit| byte >> bit & 1 == 1) {
                    evaluator.xor_assign(&mut rule[bit..=bit], &repeated[..1]);
                }
            }
            None => {
                evaluator.and(&mut product, &repeated, &tail.wires[8 * i..][..8]);
                evaluator.xor_assign(&mut rule, &product);
            }
        }
    }
    evaluator.assert_zero(&rule);
}

/// The secret inputs (bytes 0 or 1) for bytes of known length.
pub fn push_bits(out: &mut Vec<u8>, bytes: &[u8]) {
    for byte in bytes {
        out.extend((0..8).map(|i| byte >> i & 1));
    }
}

/// Pads a message of known length.
pub fn stated<E: Evaluator>(
    evaluator: &mut E,
    hash: HashAlgorithm,
    message: &Bytes<E::Wire>,
) -> Padded<E::Wire> {
    let (len, blocks) = (message.len(), hash.blocks(message.len()));
    // The padding does not depend on the message, so that of zeros serves.
    let mut bytes = Bytes::constant(evaluator, &hash.pad(blocks, &vec![0; len]));
    bytes.copy_at(0, message);
    let mut last_block_len = evaluator.buffer(0);
    if hash.padding() == Padding::Zeros {
        let last = len - (blocks - 1) * hash.block_len();
        last_block_len.extend((0..7).map(|i| evaluator.constant(last >> i & 1 == 1)));
    }
    Padded {
        bytes,
        last_block_len,
    }
}

/// 1 exactly when the bits (bytes 0 or 1) spell `number`.
fn is_number(bits: &[u8], number: usize) -> u8 {
    bits.iter()
        .enumerate()
        .fold(1, |all, (i, bit)| all & (bit ^ (number >> i & 1) as u8 ^ 1))
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

/// Replaces the minterms of `bits` by committed bits that are equal to them.
fn commit_minterms<E: Evaluator>(evaluator: &mut E, bits: &[E::Wire], terms: &mut [E::Wire]) {
    let mut committed = evaluator.buffer(terms.len());
    evaluator.hint(&[bits], &mut committed, |operands, out| {
        for (number, out) in out.iter_mut().enumerate() {
            *out = is_number(operands[0], number);
        }
    });
    evaluator.xor_assign(terms, &committed);
    evaluator.assert_zero(terms);
    terms.copy_from_slice(&committed);
}

/// The message length in bits, as a big-endian number of `field_len` bytes at the end of the last block (FIPS 180-4, 5.1).
///
/// It is 8·(b·q + r) for blocks of b bytes, where q counts the message's full blocks: all but the last one, or one less when the
/// marker stands in the block before the last, which is when the three highest bits of r are set. That condition is one committed
/// bit c, so that the field is affine in c and r.
fn length_field<E: Evaluator>(
    evaluator: &mut E,
    message: &mut Bytes<E::Wire>,
    field_len: usize,
    blocks: usize,
    residue: &[E::Wire],
) {
    // 8·r has at most ten bits and q six, so the other bytes are zero.
    const { assert!(MAX_BLOCKS <= 64) };
    let len = message.len();
    for at in len - field_len..len - 2 {
        message.set_constant(evaluator, at, 0);
    }
    let mut field = evaluator.buffer(16);
    let full_blocks = 3 + residue.len();
    field[3..full_blocks].copy_from_slice(residue);
    for (i, wire) in field[full_blocks..].iter_mut().enumerate() {
        *wire = evaluator.constant((blocks - 1) >> i & 1 == 1);
    }
    if blocks > 1 {
        let top = &residue[residue.len() - 3..];
        let mut c = evaluator.buffer(1);
        evaluator.hint(&[top], &mut c, |operands, out| {
            out[0] = operands[0].iter().fold(1, |all, bit| all & bit);
        });
        let (mut pair, mut all) = (evaluator.buffer(1), evaluator.buffer(1));
        evaluator.and(&mut pair, &top[..1], &top[1..2]);
        evaluator.and(&mut all, &pair, &top[2..]);
        evaluator.xor_assign(&mut all, &c);
        evaluator.assert_zero(&all);
        for (i, wire) in field[full_blocks..].iter_mut().enumerate() {
            if ((blocks - 1) ^ (blocks - 2)) >> i & 1 == 1 {
                evaluator.xor_assign(std::slice::from_mut(wire), &c);
            }
        }
    }
    message.wires[8 * (len - 1)..].copy_from_slice(&field[..8]);
    message.wires[8 * (len - 2)..8 * (len - 1)].copy_from_slice(&field[8..]);
}

#[cfg(test)]
mod tests;
