//! Field kernels with PMULL.

#![allow(unsafe_code)]

use super::{kernels, Gf};
use crate::backend::aarch64::Armv8Aes;
use std::arch::aarch64::*;

/// The safe entry to a kernel, which needs the instructions that an [`Armv8Aes`] vouches for.
macro_rules! with_backend {
    ($(fn $name:ident<$(const $count:ident),*>($($arg:ident: $ty:ty),*) $(-> $out:ty)? = $kernel:ident;)*) => {$(
        pub(super) fn $name<$(const $count: usize),*>(_present: Armv8Aes, $($arg: $ty),*) $(-> $out)? {
            // SAFETY: an Armv8Aes exists only where neon, aes and pmull were detected.
            unsafe { $kernel($($arg),*) }
        }
    )*};
}

with_backend! {
    fn mul_sums<const N, const L, const R, const S>(
        out: &mut [Gf<N>], left: [&[Gf<N>]; L], right: [&[Gf<N>]; R], rest: [&[Gf<N>]; S]
    ) = mul_sums_pmull;
    fn scale<const N, const P>(out: &mut [[Gf<N>; P]], a: &[Gf<N>], factors: &[Gf<N>; P]) = scale_pmull;
    fn inner_product<const N, const P>(a: &[[Gf<N>; P]], b: &[Gf<N>]) -> [Gf<N>; P] = inner_product_pmull;
}

// Sums have no instructions of their own: NEON is in the baseline of the target.

pub(super) fn add_assign<const N: usize>(_present: Armv8Aes, acc: &mut [Gf<N>], a: &[Gf<N>]) {
    kernels::add_assign(acc, a);
}

pub(super) fn sum<const N: usize, const K: usize>(
    _present: Armv8Aes,
    out: &mut [Gf<N>],
    terms: [&[Gf<N>]; K],
) {
    kernels::sum(out, terms);
}

#[inline]
#[target_feature(enable = "neon,aes")]
fn clmul(a: u64, b: u64) -> u128 {
    vmull_p64(a, b)
}

#[inline]
#[target_feature(enable = "neon,aes")]
fn mul<const N: usize>(a: &Gf<N>, b: &Gf<N>) -> Gf<N> {
    if N == 2 {
        store(reduce(product(load(a), load(b))))
    } else {
        kernels::mul(a, b, |a, b| clmul(a, b))
    }
}

#[target_feature(enable = "neon,aes")]
fn mul_sums_pmull<const N: usize, const L: usize, const R: usize, const S: usize>(
    out: &mut [Gf<N>],
    left: [&[Gf<N>]; L],
    right: [&[Gf<N>]; R],
    rest: [&[Gf<N>]; S],
) {
    kernels::mul_sums(out, left, right, rest, |a, b| mul(a, b));
}

#[target_feature(enable = "neon,aes")]
fn scale_pmull<const N: usize, const P: usize>(
    out: &mut [[Gf<N>; P]],
    a: &[Gf<N>],
    factors: &[Gf<N>; P],
) {
    kernels::scale(out, a, factors, |a, b| mul(a, b));
}

#[target_feature(enable = "neon,aes")]
fn inner_product_pmull<const N: usize, const P: usize>(
    a: &[[Gf<N>; P]],
    b: &[Gf<N>],
) -> [Gf<N>; P] {
    if N != 2 {
        return kernels::inner_product(a, b, |a, b| clmul(a, b));
    }
    assert!(a.len() == b.len(), "lengths differ");
    let mut out = [Gf::ZERO; P];
    for (p, out) in out.iter_mut().enumerate() {
        let mut sum = [vdupq_n_u64(0); 3];
        for (a, b) in a.iter().zip(b) {
            for (sum, part) in sum.iter_mut().zip(product(load(&a[p]), load(b))) {
                *sum = veorq_u64(*sum, part);
            }
        }
        *out = store(reduce(sum));
    }
    out
}

// GF(2^128) in vector registers. Only called with N = 2.

#[inline]
#[target_feature(enable = "neon,aes")]
fn load<const N: usize>(a: &Gf<N>) -> uint64x2_t {
    vcombine_u64(vcreate_u64(a.0[0]), vcreate_u64(a.0[N - 1]))
}

#[inline]
#[target_feature(enable = "neon,aes")]
fn store<const N: usize>(a: uint64x2_t) -> Gf<N> {
    let mut out = [0; N];
    out[0] = vgetq_lane_u64::<0>(a);
    out[N - 1] = vgetq_lane_u64::<1>(a);
    Gf(out)
}

/// The product of the low limbs.
#[inline]
#[target_feature(enable = "neon,aes")]
fn low_product(a: uint64x2_t, b: uint64x2_t) -> uint64x2_t {
    vreinterpretq_u64_p128(vmull_p64(vgetq_lane_u64::<0>(a), vgetq_lane_u64::<0>(b)))
}

/// The product of the high limbs.
#[inline]
#[target_feature(enable = "neon,aes")]
fn high_product(a: uint64x2_t, b: uint64x2_t) -> uint64x2_t {
    let [a, b] = [a, b].map(|limbs| vreinterpretq_p64_u64(limbs));
    vreinterpretq_u64_p128(vmull_high_p64(a, b))
}

/// The 255-bit product as low, middle (to be added at X^64) and high part.
#[inline]
#[target_feature(enable = "neon,aes")]
fn product(a: uint64x2_t, b: uint64x2_t) -> [uint64x2_t; 3] {
    let swapped = vextq_u64::<1>(b, b);
    [
        low_product(a, b),
        veorq_u64(low_product(a, swapped), high_product(a, swapped)),
        high_product(a, b),
    ]
}

/// Reduction modulo X^128 + X^7 + X^2 + X + 1: X^128 is 0x87, so each of the two high limbs costs one product.
#[inline]
#[target_feature(enable = "neon,aes")]
fn reduce([low, middle, high]: [uint64x2_t; 3]) -> uint64x2_t {
    let zero = vdupq_n_u64(0);
    let poly = vdupq_n_u64(0x87);
    let low = veorq_u64(low, vextq_u64::<1>(zero, middle));
    let high = veorq_u64(high, vextq_u64::<1>(middle, zero));
    let top = high_product(high, poly);
    let low = veorq_u64(low, vextq_u64::<1>(zero, top));
    let high = veorq_u64(high, vextq_u64::<1>(top, zero));
    veorq_u64(low, low_product(high, poly))
}
