//! Transposition with AVX-512 and GFNI: bits inside bytes with one instruction, bytes and words with shuffles.

#![allow(unsafe_code)]

use crate::backend::x86_64::Avx512;
use std::arch::x86_64::*;

/// See [`super::bits`].
pub(super) fn bits(_present: Avx512, rows: &mut [u64; 64]) {
    // SAFETY: an Avx512 exists only where avx512f, avx512vbmi and gfni were detected.
    unsafe { bits_gfni(rows) }
}

/// Eight rows of 8 x 8 blocks of bits in each register: transposes the blocks, then the matrix of blocks.
#[target_feature(enable = "avx512f,avx512vbmi,gfni")]
fn bits_gfni(rows: &mut [u64; 64]) {
    // Byte i of word j comes from word i (or from word 7 - i), byte j.
    let bytes = byte_indices(|i, j| 8 * i + j);
    let reversed = byte_indices(|i, j| 8 * (7 - i) + j);
    // Bit i of byte j of the affine product is the product of byte 7 - i of the matrix and byte j here: its bit j.
    let unit = _mm512_set1_epi64(0x8040_2010_0804_0201_u64.cast_signed());
    let mut blocks = [_mm512_setzero_si512(); 8];
    for (block, rows) in blocks.iter_mut().zip(rows.chunks_exact(8)) {
        // SAFETY: `rows` has the 64 bytes that are read; the instruction needs no alignment.
        let rows = unsafe { _mm512_loadu_si512(rows.as_ptr().cast()) };
        let matrices = _mm512_permutexvar_epi8(reversed, rows);
        *block = _mm512_gf2p8affine_epi64_epi8::<0>(unit, matrices);
    }
    for (block, rows) in words(blocks).into_iter().zip(rows.chunks_exact_mut(8)) {
        let block = _mm512_permutexvar_epi8(bytes, block);
        // SAFETY: `rows` has the 64 bytes that are written; the instruction needs no alignment.
        unsafe { _mm512_storeu_si512(rows.as_mut_ptr().cast(), block) };
    }
}

/// The permutation of 64 bytes that takes byte `i` of word `j` from `index(i, j)`.
#[inline]
#[target_feature(enable = "avx512f")]
fn byte_indices(index: impl Fn(usize, usize) -> usize) -> __m512i {
    let indices: [u8; 64] = std::array::from_fn(|at| index(at % 8, at / 8) as u8);
    // SAFETY: `indices` has the 64 bytes that are read; the instruction needs no alignment.
    unsafe { _mm512_loadu_si512(indices.as_ptr().cast()) }
}

/// Transposes a matrix of 8 x 8 words: pairs of words first, then the 4 x 4 matrices of pairs.
#[inline]
#[target_feature(enable = "avx512f")]
pub(crate) fn words(m: [__m512i; 8]) -> [__m512i; 8] {
    let mut out = m;
    for odd in 0..2 {
        let pairs: [__m512i; 4] = std::array::from_fn(|i| {
            let (a, b) = (m[2 * i], m[2 * i + 1]);
            if odd == 0 {
                _mm512_unpacklo_epi64(a, b)
            } else {
                _mm512_unpackhi_epi64(a, b)
            }
        });
        let [a, b, c, d] = pairs;
        let even = |a, b| _mm512_shuffle_i64x2::<0b10_00_10_00>(a, b);
        let odds = |a, b| _mm512_shuffle_i64x2::<0b11_01_11_01>(a, b);
        let (low, high) = ((even(a, b), even(c, d)), (odds(a, b), odds(c, d)));
        out[odd] = even(low.0, low.1);
        out[odd + 2] = even(high.0, high.1);
        out[odd + 4] = odds(low.0, low.1);
        out[odd + 6] = odds(high.0, high.1);
    }
    out
}
