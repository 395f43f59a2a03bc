//! Field kernels with VPCLMULQDQ and GFNI: four elements at a time.

#![allow(unsafe_code)]

mod lanes;

use self::lanes::{pack, products, reduce, spread, Packed, LANES};
use super::Gf;
use crate::backend::x86_64::Avx512;
use std::arch::x86_64::*;

/// The safe entry to a kernel, which needs the instructions that an [`Avx512`] vouches for.
macro_rules! with_backend {
    ($(fn $name:ident<$(const $count:ident),*>($($arg:ident: $ty:ty),*) $(-> $out:ty)? = $kernel:ident;)*) => {$(
        pub(super) fn $name<$(const $count: usize),*>(_present: Avx512, $($arg: $ty),*) $(-> $out)? {
            // SAFETY: an Avx512 exists only where avx512f, avx512bw, vpclmulqdq and gfni were detected, among others.
            unsafe { $kernel($($arg),*) }
        }
    )*};
}

with_backend! {
    fn add_assign<const N>(acc: &mut [Gf<N>], a: &[Gf<N>]) = add_assign_wide;
    fn sum<const N, const K>(out: &mut [Gf<N>], terms: [&[Gf<N>]; K]) = sum_wide;
    fn mul_sums<const N, const L, const R, const S>(
        out: &mut [Gf<N>], left: [&[Gf<N>]; L], right: [&[Gf<N>]; R], rest: [&[Gf<N>]; S]
    ) = mul_sums_wide;
    fn scale<const N, const P>(out: &mut [[Gf<N>; P]], a: &[Gf<N>], factors: &[Gf<N>; P]) = scale_wide;
    fn inner_product<const N, const P>(a: &[[Gf<N>; P]], b: &[Gf<N>]) -> [Gf<N>; P] = inner_product_wide;
}

/// Runs `$body` for every `$step` items of so many: with the index of the first, and how many there are, which is a constant where
/// it is all of them.
macro_rules! for_each {
    ($step:expr, $len:expr, |$at:ident, $count:ident| $body:block) => {
        let len = $len;
        let mut $at = 0;
        while $at + $step <= len {
            let $count = $step;
            $body
            $at += $step;
        }
        if $at < len {
            let $count = len - $at;
            $body
        }
    };
}

#[target_feature(enable = "avx512f,avx512bw,vpclmulqdq,gfni")]
fn add_assign_wide<const N: usize>(acc: &mut [Gf<N>], a: &[Gf<N>]) {
    assert!(acc.len() == a.len(), "lengths differ");
    // It does not matter here which limbs are an element.
    for_each!(8, N * acc.len(), |at, limbs| {
        let mask = low_bits(limbs);
        let sum = _mm512_xor_si512(load_limbs(acc, at, mask), load_limbs(a, at, mask));
        store_limbs(acc, at, mask, sum);
    });
}

#[target_feature(enable = "avx512f,avx512bw,vpclmulqdq,gfni")]
fn sum_wide<const N: usize, const K: usize>(out: &mut [Gf<N>], terms: [&[Gf<N>]; K]) {
    assert!(terms.iter().all(|a| a.len() == out.len()), "lengths differ");
    for_each!(8, N * out.len(), |at, limbs| {
        let mask = low_bits(limbs);
        let mut sum = _mm512_setzero_si512();
        for term in terms {
            sum = _mm512_xor_si512(sum, load_limbs(term, at, mask));
        }
        store_limbs(out, at, mask, sum);
    });
}

#[target_feature(enable = "avx512f,avx512bw,vpclmulqdq,gfni")]
fn mul_sums_wide<const N: usize, const L: usize, const R: usize, const S: usize>(
    out: &mut [Gf<N>],
    left: [&[Gf<N>]; L],
    right: [&[Gf<N>]; R],
    rest: [&[Gf<N>]; S],
) {
    let mut operands = left.iter().chain(&right).chain(&rest);
    assert!(operands.all(|a| a.len() == out.len()), "lengths differ");
    for_each!(LANES, out.len(), |at, count| {
        let here = masks(N * count);
        let left = spread::<N, 1>(load_sum(left, at, here));
        let right = spread::<N, 1>(load_sum(right, at, here));
        let product = pack::<N>(reduce::<N>(products::<N>(left, right)));
        store(out, at, here, add(product, load_sum(rest, at, here)));
    });
}

#[target_feature(enable = "avx512f,avx512bw,vpclmulqdq,gfni")]
fn scale_wide<const N: usize, const P: usize>(
    out: &mut [[Gf<N>; P]],
    a: &[Gf<N>],
    factors: &[Gf<N>; P],
) {
    assert!(out.len() == a.len(), "lengths differ");
    let mut all_factors = [Gf::ZERO; LANES];
    for (to, factor) in all_factors.iter_mut().zip(factors.iter().cycle()) {
        *to = *factor;
    }
    let factors = spread::<N, 1>(load(&all_factors, 0, masks(N * LANES)));
    let out = out.as_flattened_mut();
    for_each!(LANES, out.len(), |at, count| {
        let here = masks(N * count);
        let a = spread::<N, P>(load(a, at / P, masks(N * (count / P))));
        let product = reduce::<N>(products::<N>(a, factors));
        store(out, at, here, pack::<N>(product));
    });
}

#[target_feature(enable = "avx512f,avx512bw,vpclmulqdq,gfni")]
fn inner_product_wide<const N: usize, const P: usize>(a: &[[Gf<N>; P]], b: &[Gf<N>]) -> [Gf<N>; P] {
    assert!(a.len() == b.len(), "lengths differ");
    let a = a.as_flattened();
    let mut sum = [_mm512_setzero_si512(); 9];
    for_each!(LANES, a.len(), |at, count| {
        let here = masks(N * count);
        let a = spread::<N, 1>(load(a, at, here));
        let b = spread::<N, P>(load(b, at / P, masks(N * (count / P))));
        for (sum, product) in sum.iter_mut().zip(products::<N>(a, b)) {
            *sum = _mm512_xor_si512(*sum, product);
        }
    });
    for part in &mut sum {
        if P < 4 {
            *part = _mm512_xor_si512(*part, _mm512_shuffle_i64x2::<0b01_00_11_10>(*part, *part));
        }
        if P < 2 {
            *part = _mm512_xor_si512(*part, _mm512_shuffle_i64x2::<0b10_11_00_01>(*part, *part));
        }
    }
    let mut out = [Gf::ZERO; P];
    store(&mut out, 0, masks(N * P), pack::<N>(reduce::<N>(sum)));
    out
}

/// The masks of the lowest `limbs` of two registers.
#[inline]
const fn masks(limbs: usize) -> [__mmask8; 2] {
    [low_bits(limbs), low_bits(limbs.saturating_sub(8))]
}

#[inline]
const fn low_bits(count: usize) -> __mmask8 {
    if count < 8 {
        (1 << count) - 1
    } else {
        __mmask8::MAX
    }
}

/// The limbs from `at` on that `mask` tells, which must be there.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,vpclmulqdq,gfni")]
fn load_limbs<const N: usize>(a: &[Gf<N>], at: usize, mask: __mmask8) -> __m512i {
    assert!(at + mask.count_ones() as usize <= N * a.len() || mask == 0);
    // SAFETY: the mask has ones from below, and leaves out what is past the end of the slice. The instruction needs no alignment and
    // does not touch what is masked out.
    unsafe { _mm512_maskz_loadu_epi64(mask, a.as_ptr().cast::<i64>().wrapping_add(at)) }
}

/// Writes the limbs from `at` on that `mask` tells, which must be there.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,vpclmulqdq,gfni")]
fn store_limbs<const N: usize>(out: &mut [Gf<N>], at: usize, mask: __mmask8, value: __m512i) {
    assert!(at + mask.count_ones() as usize <= N * out.len() || mask == 0);
    let limbs = out.as_mut_ptr().cast::<i64>().wrapping_add(at);
    // SAFETY: as for `load_limbs`.
    unsafe { _mm512_mask_storeu_epi64(limbs, mask, value) }
}

/// The elements from `at` on that `masks` tells, which must be there.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,vpclmulqdq,gfni")]
fn load<const N: usize>(a: &[Gf<N>], at: usize, masks: [__mmask8; 2]) -> Packed {
    [
        load_limbs(a, N * at, masks[0]),
        load_limbs(a, N * at + 8, masks[1]),
    ]
}

/// Writes the elements from `at` on that `masks` tells, which must be there.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,vpclmulqdq,gfni")]
fn store<const N: usize>(out: &mut [Gf<N>], at: usize, masks: [__mmask8; 2], value: Packed) {
    store_limbs(out, N * at, masks[0], value[0]);
    store_limbs(out, N * at + 8, masks[1], value[1]);
}

#[inline]
#[target_feature(enable = "avx512f,avx512bw,vpclmulqdq,gfni")]
fn add(a: Packed, b: Packed) -> Packed {
    [_mm512_xor_si512(a[0], b[0]), _mm512_xor_si512(a[1], b[1])]
}

#[inline]
#[target_feature(enable = "avx512f,avx512bw,vpclmulqdq,gfni")]
fn load_sum<const N: usize, const K: usize>(
    terms: [&[Gf<N>]; K],
    at: usize,
    masks: [__mmask8; 2],
) -> Packed {
    let mut sum = [_mm512_setzero_si512(); 2];
    for term in terms {
        sum = add(sum, load(term, at, masks));
    }
    sum
}
