//! Transposition of bit matrices.

#[cfg(target_arch = "x86_64")]
pub(crate) mod x86_64;

use crate::backend::Backend;
#[cfg(target_arch = "x86_64")]
use crate::backend::Kind;

/// Transposes a matrix of 64 x 64 bits: bit `j` of word `i` and bit `i` of word `j` change places.
pub(crate) fn bits(backend: Backend, rows: &mut [u64; 64]) {
    match backend.kind() {
        #[cfg(target_arch = "x86_64")]
        Kind::Avx512(token) => x86_64::bits(token, rows),
        _ => bits_by_halves(rows),
    }
}

/// Swaps off-diagonal quarters, then the same inside each quarter, down to bits.
fn bits_by_halves(rows: &mut [u64; 64]) {
    let mut size = 32;
    let mut mask = u64::MAX >> 32;
    while size > 0 {
        for i in (0..64).filter(|i| i & size == 0) {
            let swap = (rows[i] >> size ^ rows[i + size]) & mask;
            rows[i] ^= swap << size;
            rows[i + size] ^= swap;
        }
        size /= 2;
        mask ^= mask << size;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bit_changes_places() {
        let words = |seed: u64| -> [u64; 64] {
            std::array::from_fn(|i| (seed + i as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15))
        };
        for &backend in Backend::available() {
            for seed in [1, 1000] {
                let before = words(seed);
                let mut after = before;
                bits(backend, &mut after);
                for (i, row) in before.iter().enumerate() {
                    for (j, column) in after.iter().enumerate() {
                        assert_eq!(
                            row >> j & 1,
                            column >> i & 1,
                            "{backend:?}, bit {j} of word {i}"
                        );
                    }
                }
            }
        }
    }
}
