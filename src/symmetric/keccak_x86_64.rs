//! Many-lane Keccak with AVX2, four lanes in a register, and with AVX-512, eight.

#![allow(unsafe_code)]

use super::keccak_f1600::{permute, Word};
use super::keccak_lanes::{Row, State, LANES};
use crate::backend::x86_64::{AesNi, Avx512};
use crate::transpose;
use std::arch::x86_64::*;

/// Lanes of a register of AVX2.
const HALF: usize = LANES / 2;

/// See [`super::keccak_lanes`]; only the first `lanes` lanes have to be permuted.
pub(super) fn permute_with_avx2(_present: AesNi, state: &mut State, lanes: usize) {
    for first in (0..lanes).step_by(HALF) {
        // SAFETY: an AesNi exists only where aes, pclmulqdq and avx2 were detected.
        unsafe { permute_four(state, first) }
    }
}

/// See [`super::keccak_lanes`].
pub(super) fn permute_with_avx512(_present: Avx512, state: &mut State) {
    // SAFETY: an Avx512 exists only where avx512f was detected.
    unsafe { permute_eight(state) }
}

/// Adds to row `i` of `rows` the words that follow byte `start + 8 i` of each input.
pub(super) fn absorb_with_avx512(
    _present: Avx512,
    rows: &mut [Row],
    inputs: &[&[u8]],
    start: usize,
) {
    for (i, rows) in rows.chunks_mut(8).enumerate() {
        // SAFETY: an Avx512 exists only where avx512f was detected.
        unsafe { absorb_eight(rows, inputs, start + 64 * i) }
    }
}

/// Permutes the lanes `first` to `first + HALF - 1`.
#[target_feature(enable = "avx2")]
fn permute_four(state: &mut State, first: usize) {
    let mut words = [Four(_mm256_setzero_si256()); 25];
    for (word, row) in words.iter_mut().zip(&state.0) {
        let half = &row[first..first + HALF];
        // SAFETY: `half` has the 32 bytes that are read; the instruction needs no alignment.
        word.0 = unsafe { _mm256_loadu_si256(half.as_ptr().cast()) };
    }
    permute(&mut words);
    for (word, row) in words.iter().zip(&mut state.0) {
        let half = &mut row[first..first + HALF];
        // SAFETY: `half` has the 32 bytes that are written; the instruction needs no alignment.
        unsafe { _mm256_storeu_si256(half.as_mut_ptr().cast(), word.0) };
    }
}

#[target_feature(enable = "avx512f")]
fn permute_eight(state: &mut State) {
    let mut words = [Eight(_mm512_setzero_si512()); 25];
    for (word, row) in words.iter_mut().zip(&state.0) {
        word.0 = load(row);
    }
    permute(&mut words);
    for (word, row) in words.iter().zip(&mut state.0) {
        store(row, word.0);
    }
}

/// At most eight rows: the words of each input in a register, and the registers transposed.
#[target_feature(enable = "avx512f")]
fn absorb_eight(rows: &mut [Row], inputs: &[&[u8]], start: usize) {
    let len = 8 * rows.len().min(8);
    let mask = (0xff >> (8 - len / 8)) as __mmask8;
    let mut words = [_mm512_setzero_si512(); LANES];
    for (words, input) in words.iter_mut().zip(inputs) {
        let bytes = &input[start..start + len];
        // SAFETY: the mask leaves out the words past the end of `bytes`; the instruction needs no alignment.
        *words = unsafe { _mm512_maskz_loadu_epi64(mask, bytes.as_ptr().cast()) };
    }
    for (row, words) in rows.iter_mut().zip(transpose::x86_64::words(words)) {
        let sum = _mm512_xor_si512(load(row), words);
        store(row, sum);
    }
}

#[inline]
#[target_feature(enable = "avx512f")]
fn load(row: &Row) -> __m512i {
    // SAFETY: a row has the 64 bytes that are read; the instruction needs no alignment.
    unsafe { _mm512_loadu_si512(row.as_ptr().cast()) }
}

#[inline]
#[target_feature(enable = "avx512f")]
fn store(row: &mut Row, words: __m512i) {
    // SAFETY: a row has the 64 bytes that are written; the instruction needs no alignment.
    unsafe { _mm512_storeu_si512(row.as_mut_ptr().cast(), words) }
}

/// Words of four lanes. Only [`permute_four`], which has AVX2, makes and uses them.
#[derive(Clone, Copy)]
struct Four(__m256i);

impl Word for Four {
    #[inline(always)]
    fn splat(word: u64) -> Self {
        // SAFETY: only called where AVX2 is present, see `Four`.
        Self(unsafe { _mm256_set1_epi64x(word.cast_signed()) })
    }

    #[inline(always)]
    fn xor(a: Self, b: Self) -> Self {
        // SAFETY: only called where AVX2 is present, see `Four`.
        Self(unsafe { _mm256_xor_si256(a.0, b.0) })
    }

    #[inline(always)]
    fn xor3(a: Self, b: Self, c: Self) -> Self {
        Self::xor(Self::xor(a, b), c)
    }

    #[inline(always)]
    fn chi(a: Self, b: Self, c: Self) -> Self {
        // SAFETY: only called where AVX2 is present, see `Four`.
        Self::xor(a, Self(unsafe { _mm256_andnot_si256(b.0, c.0) }))
    }

    #[inline(always)]
    fn rotate_left(self, by: u32) -> Self {
        let (left, right) = (i64::from(by), i64::from(64 - by));
        // SAFETY: only called where AVX2 is present, see `Four`.
        Self(unsafe {
            _mm256_or_si256(
                _mm256_sllv_epi64(self.0, _mm256_set1_epi64x(left)),
                _mm256_srlv_epi64(self.0, _mm256_set1_epi64x(right)),
            )
        })
    }
}

/// Words of eight lanes. Only [`permute_eight`], which has AVX-512, makes and uses them.
#[derive(Clone, Copy)]
struct Eight(__m512i);

impl Word for Eight {
    #[inline(always)]
    fn splat(word: u64) -> Self {
        // SAFETY: only called where AVX-512 is present, see `Eight`.
        Self(unsafe { _mm512_set1_epi64(word.cast_signed()) })
    }

    #[inline(always)]
    fn xor(a: Self, b: Self) -> Self {
        // SAFETY: only called where AVX-512 is present, see `Eight`.
        Self(unsafe { _mm512_xor_si512(a.0, b.0) })
    }

    #[inline(always)]
    fn xor3(a: Self, b: Self, c: Self) -> Self {
        // SAFETY: only called where AVX-512 is present, see `Eight`.
        Self(unsafe { _mm512_ternarylogic_epi64::<0x96>(a.0, b.0, c.0) })
    }

    #[inline(always)]
    fn chi(a: Self, b: Self, c: Self) -> Self {
        // SAFETY: only called where AVX-512 is present, see `Eight`.
        Self(unsafe { _mm512_ternarylogic_epi64::<0xd2>(a.0, b.0, c.0) })
    }

    #[inline(always)]
    fn rotate_left(self, by: u32) -> Self {
        // SAFETY: only called where AVX-512 is present, see `Eight`.
        Self(unsafe { _mm512_rolv_epi64(self.0, _mm512_set1_epi64(i64::from(by))) })
    }
}
