//! Residuals as bits: Golomb-Rice codes whose parameter is chosen for every 64 of them, and runs of such blocks that are all zero
//! (Rice & Plaunt, "Adaptive variable-length coding", IEEE Trans. Commun. 19(6), 1971).
//!
//! Bits fill bytes from the lowest on. A block begins with seven bits: the Rice parameter k from 0 to 63, and each residual v is v >> k
//! in unary (ones, then a zero) and the low k bits of v; or 64, and eight bits follow that say how many more blocks than one are zero.
//! A quotient of 24 ones and more is 24 ones, and the residual in as many bits as codes have. The last block may be short.

use super::super::wire::malformed;
use crate::error::Result;

const BLOCK: usize = 64;
/// In place of a Rice parameter: a run of zero blocks.
const RUN: u64 = 64;
/// Longest run of blocks.
const MAX_RUN: usize = 256;
/// A quotient of so many ones is not a quotient: the whole residual follows.
const ESCAPE: u32 = 24;

/// The bits of residuals that have up to `bits` bits; nothing at all where every one is zero.
pub(super) fn encode(residuals: &[u64], bits: u32) -> Vec<u8> {
    let mut out = Writer::default();
    if residuals.iter().all(|&v| v == 0) {
        return out.bytes;
    }
    let mut blocks = residuals.chunks(BLOCK).peekable();
    let zero = |block: &&[u64]| block.iter().all(|&v| v == 0);
    while let Some(block) = blocks.next() {
        if zero(&block) {
            let mut more = 0;
            while more + 1 < MAX_RUN && blocks.next_if(zero).is_some() {
                more += 1;
            }
            out.put(RUN, 7);
            out.put(more as u64, 8);
        } else {
            let k = parameter(block, bits);
            out.put(k.into(), 7);
            block.iter().for_each(|&v| out.put_rice(v, k, bits));
        }
    }
    out.finish()
}

/// Restores `count` residuals of up to `bits` bits.
pub(super) fn decode(bytes: &[u8], count: usize, bits: u32) -> Result<Vec<u64>> {
    let mut residuals = Vec::with_capacity(count);
    if bytes.is_empty() {
        residuals.resize(count, 0);
        return Ok(residuals);
    }
    let mut reader = Bits { bytes, position: 0 };
    while residuals.len() < count {
        let left = count - residuals.len();
        match reader.take(7)? {
            k @ 0..RUN => {
                for _ in 0..left.min(BLOCK) {
                    residuals.push(reader.rice(k as u32, bits)?);
                }
            }
            RUN => {
                let run = (reader.take(8)? as usize + 1) * BLOCK;
                if run >= left + BLOCK {
                    return Err(malformed(
                        "a run of residuals is longer than there are residuals",
                    ));
                }
                residuals.resize(residuals.len() + run.min(left), 0);
            }
            _ => return Err(malformed("no parameter of residuals has that number")),
        }
    }
    if reader.position.div_ceil(8) != bytes.len() {
        return Err(malformed("something follows the residuals"));
    }
    Ok(residuals)
}

/// The Rice parameter with which the block takes fewest bits.
fn parameter(block: &[u64], bits: u32) -> u32 {
    let mean = block.iter().map(|&v| v as f64).sum::<f64>() / block.len() as f64;
    let guess = mean.max(1.0).log2() as u32;
    (guess.saturating_sub(1)..=(guess + 1).min(bits - 1))
        .min_by_key(|&k| block.iter().map(|&v| rice_len(v, k, bits)).sum::<u64>())
        .unwrap_or(0)
}

fn rice_len(v: u64, k: u32, bits: u32) -> u64 {
    match v >> k {
        quotient if quotient < ESCAPE.into() => quotient + 1 + u64::from(k),
        _ => u64::from(ESCAPE + bits),
    }
}

#[derive(Default)]
struct Writer {
    bytes: Vec<u8>,
    pending: u64,
    /// Bits in `pending`, fewer than 8 between calls.
    len: u32,
}

impl Writer {
    /// The low `len` bits of `value`, which has no others; up to 56.
    fn put(&mut self, value: u64, len: u32) {
        self.pending |= value << self.len;
        self.len += len;
        while self.len >= 8 {
            self.bytes.push(self.pending as u8);
            self.pending >>= 8;
            self.len -= 8;
        }
    }

    fn put_wide(&mut self, value: u64, len: u32) {
        let low = len.min(32);
        self.put(value & ((1 << low) - 1), low);
        if len > 32 {
            self.put(value >> 32, len - 32);
        }
    }

    fn put_rice(&mut self, v: u64, k: u32, bits: u32) {
        match v >> k {
            quotient if quotient < ESCAPE.into() => {
                self.put((1 << quotient) - 1, quotient as u32 + 1);
                self.put_wide(v & ((1 << k) - 1), k);
            }
            _ => {
                self.put((1 << ESCAPE) - 1, ESCAPE);
                self.put_wide(v, bits);
            }
        }
    }

    fn finish(mut self) -> Vec<u8> {
        if self.len > 0 {
            self.bytes.push(self.pending as u8);
        }
        self.bytes
    }
}

struct Bits<'a> {
    bytes: &'a [u8],
    position: usize,
}

impl Bits<'_> {
    /// The next bits, up to 56 of them; those behind the end are zero.
    fn peek(&self) -> u64 {
        let rest = &self.bytes[(self.position / 8).min(self.bytes.len())..];
        let mut word = [0; 8];
        let len = rest.len().min(8);
        word[..len].copy_from_slice(&rest[..len]);
        u64::from_le_bytes(word) >> (self.position % 8)
    }

    fn skip(&mut self, len: u32) -> Result<()> {
        self.position += len as usize;
        if self.position > 8 * self.bytes.len() {
            return Err(malformed("the residuals end early"));
        }
        Ok(())
    }

    /// `len` bits, up to 56.
    fn take(&mut self, len: u32) -> Result<u64> {
        let value = self.peek() & ((1 << len) - 1);
        self.skip(len)?;
        Ok(value)
    }

    fn take_wide(&mut self, len: u32) -> Result<u64> {
        let low = self.take(len.min(32))?;
        Ok(low | self.take(len.saturating_sub(32))? << 32)
    }

    fn rice(&mut self, k: u32, bits: u32) -> Result<u64> {
        let quotient = self.peek().trailing_ones().min(ESCAPE);
        if quotient == ESCAPE {
            self.skip(ESCAPE)?;
            return self.take_wide(bits);
        }
        self.skip(quotient + 1)?;
        let low = self.take_wide(k)?;
        // Quotients that lead out of the range of residuals are not made, and stay in it here.
        Ok((u64::from(quotient) << k | low) & (u64::MAX >> (64 - bits)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn residuals() -> impl Strategy<Value = (Vec<u64>, u32)> {
        let value = prop_oneof![4 => Just(0), 4 => 0_u64..40, 1 => any::<u64>()];
        let runs = proptest::collection::vec((value, 1_usize..200), 1..40);
        (runs, prop_oneof![Just(8_u32), Just(16), Just(32), Just(64)]).prop_map(|(runs, bits)| {
            let mask = u64::MAX >> (64 - bits);
            let repeat = |(value, times)| std::iter::repeat_n(value & mask, times);
            (runs.into_iter().flat_map(repeat).collect(), bits)
        })
    }

    proptest! {
        #[test]
        fn residuals_lead_back((values, bits) in residuals()) {
            let bytes = encode(&values, bits);
            prop_assert_eq!(decode(&bytes, values.len(), bits), Ok(values));
        }

        #[test]
        fn arbitrary_bytes_are_refused_or_read(bytes: Vec<u8>, count in 0_usize..2000) {
            for bits in [8, 16, 32, 64] {
                if let Ok(values) = decode(&bytes, count, bits) {
                    prop_assert!(values.len() == count && values.iter().all(|v| *v <= u64::MAX >> (64 - bits)));
                }
            }
        }
    }

    #[test]
    fn what_is_wrong_with_residuals_is_told() {
        let run_of = |blocks: u64| {
            let mut bits = Writer::default();
            bits.put(RUN, 7);
            bits.put(blocks - 1, 8);
            bits.finish()
        };
        let one = encode(&[1], 8);
        let longer = [&one[..], &[0]].concat();
        for (bytes, count, message) in [
            (&run_of(3), 2 * BLOCK, "a run of residuals is longer"),
            (&run_of(256), 1, "a run of residuals is longer"),
            (&longer, 1, "something follows"),
            (&one, 9, "end early"),
        ] {
            let refused = decode(bytes, count, 8).unwrap_err();
            assert!(refused.message().contains(message), "{refused}");
        }
        // The last block of a run may be short.
        assert_eq!(decode(&run_of(3), 2 * BLOCK + 1, 8).unwrap(), [0; 129]);
    }

    #[test]
    fn zeros_take_nothing_and_long_runs_little() {
        let mut values = vec![0; 100_000];
        assert!(encode(&values, 16).is_empty());
        values[99_999] = 1;
        assert!(encode(&values, 16).len() < 40);
    }
}
