//! Field kernels with PCLMULQDQ.

#![allow(unsafe_code)]

use super::{kernels, Gf};
use crate::backend::x86_64::AesNi;
use std::arch::x86_64::*;

/// The safe entry to a kernel, which needs the instructions that an [`AesNi`] vouches for.
macro_rules! with_backend {
    ($(fn $name:ident<$(const $count:ident),*>($($arg:ident: $ty:ty),*) $(-> $out:ty)? = $kernel:ident;)*) => {$(
        pub(super) fn $name<$(const $count: usize),*>(_present: AesNi, $($arg: $ty),*) $(-> $out)? {
            // SAFETY: an AesNi exists only where aes, pclmulqdq and avx2 were detected.
            unsafe { $kernel($($arg),*) }
        }
    )*};
}

with_backend! {
    fn add_assign<const N>(acc: &mut [Gf<N>], a: &[Gf<N>]) = add_assign_avx2;
    fn sum<const N, const K>(out: &mut [Gf<N>], terms: [&[Gf<N>]; K]) = sum_avx2;
    fn mul_sums<const N, const L, const R, const S>(
        out: &mut [Gf<N>], left: [&[Gf<N>]; L], right: [&[Gf<N>]; R], rest: [&[Gf<N>]; S]
    ) = mul_sums_clmul;
    fn scale<const N, const P>(out: &mut [[Gf<N>; P]], a: &[Gf<N>], factors: &[Gf<N>; P]) = scale_clmul;
    fn inner_product<const N, const P>(a: &[[Gf<N>; P]], b: &[Gf<N>]) -> [Gf<N>; P] = inner_product_clmul;
}

#[inline]
#[target_feature(enable = "pclmulqdq,avx2")]
fn clmul(a: u64, b: u64) -> u128 {
    let product = _mm_clmulepi64_si128::<0>(
        _mm_set_epi64x(0, a.cast_signed()),
        _mm_set_epi64x(0, b.cast_signed()),
    );
    let low = _mm_cvtsi128_si64(product).cast_unsigned();
    let high = _mm_extract_epi64::<1>(product).cast_unsigned();
    u128::from(high) << 64 | u128::from(low)
}

#[inline]
#[target_feature(enable = "pclmulqdq,avx2")]
fn mul<const N: usize>(a: &Gf<N>, b: &Gf<N>) -> Gf<N> {
    if N == 2 {
        store(reduce(product(load(a), load(b))))
    } else {
        kernels::mul(a, b, |a, b| clmul(a, b))
    }
}

#[target_feature(enable = "pclmulqdq,avx2")]
fn add_assign_avx2<const N: usize>(acc: &mut [Gf<N>], a: &[Gf<N>]) {
    kernels::add_assign(acc, a);
}

#[target_feature(enable = "pclmulqdq,avx2")]
fn sum_avx2<const N: usize, const K: usize>(out: &mut [Gf<N>], terms: [&[Gf<N>]; K]) {
    kernels::sum(out, terms);
}

#[target_feature(enable = "pclmulqdq,avx2")]
fn mul_sums_clmul<const N: usize, const L: usize, const R: usize, const S: usize>(
    out: &mut [Gf<N>],
    left: [&[Gf<N>]; L],
    right: [&[Gf<N>]; R],
    rest: [&[Gf<N>]; S],
) {
    kernels::mul_sums(out, left, right, rest, |a, b| mul(a, b));
}

#[target_feature(enable = "pclmulqdq,avx2")]
fn scale_clmul<const N: usize, const P: usize>(
    out: &mut [[Gf<N>; P]],
    a: &[Gf<N>],
    factors: &[Gf<N>; P],
) {
    kernels::scale(out, a, factors, |a, b| mul(a, b));
}

#[target_feature(enable = "pclmulqdq,avx2")]
fn inner_product_clmul<const N: usize, const P: usize>(
    a: &[[Gf<N>; P]],
    b: &[Gf<N>],
) -> [Gf<N>; P] {
    if N != 2 {
        return kernels::inner_product(a, b, |a, b| clmul(a, b));
    }
    assert!(a.len() == b.len(), "lengths differ");
    let mut out = [Gf::ZERO; P];
    for (p, out) in out.iter_mut().enumerate() {
        let mut sum = [_mm_setzero_si128(); 3];
        for (a, b) in a.iter().zip(b) {
            for (sum, part) in sum.iter_mut().zip(product(load(&a[p]), load(b))) {
                *sum = _mm_xor_si128(*sum, part);
            }
        }
        *out = store(reduce(sum));
    }
    out
}

// GF(2^128) in vector registers. Only called with N = 2.

#[inline]
#[target_feature(enable = "pclmulqdq,avx2")]
fn load<const N: usize>(a: &Gf<N>) -> __m128i {
    _mm_set_epi64x(a.0[N - 1].cast_signed(), a.0[0].cast_signed())
}

#[inline]
#[target_feature(enable = "pclmulqdq,avx2")]
fn store<const N: usize>(a: __m128i) -> Gf<N> {
    let mut out = [0; N];
    out[0] = _mm_cvtsi128_si64(a).cast_unsigned();
    out[N - 1] = _mm_extract_epi64::<1>(a).cast_unsigned();
    Gf(out)
}

/// The 255-bit product as low, middle (to be added at X^64) and high part.
#[inline]
#[target_feature(enable = "pclmulqdq,avx2")]
fn product(a: __m128i, b: __m128i) -> [__m128i; 3] {
    let middle = _mm_xor_si128(
        _mm_clmulepi64_si128::<0x01>(a, b),
        _mm_clmulepi64_si128::<0x10>(a, b),
    );
    [
        _mm_clmulepi64_si128::<0x00>(a, b),
        middle,
        _mm_clmulepi64_si128::<0x11>(a, b),
    ]
}

/// Reduction modulo X^128 + X^7 + X^2 + X + 1: X^128 is 0x87, so each of the two high limbs costs one product.
#[inline]
#[target_feature(enable = "pclmulqdq,avx2")]
fn reduce([low, middle, high]: [__m128i; 3]) -> __m128i {
    let poly = _mm_set_epi64x(0, 0x87);
    let low = _mm_xor_si128(low, _mm_slli_si128::<8>(middle));
    let high = _mm_xor_si128(high, _mm_srli_si128::<8>(middle));
    let top = _mm_clmulepi64_si128::<0x01>(high, poly);
    let low = _mm_xor_si128(low, _mm_slli_si128::<8>(top));
    let high = _mm_xor_si128(high, _mm_srli_si128::<8>(top));
    _mm_xor_si128(low, _mm_clmulepi64_si128::<0x00>(high, poly))
}
