//! Field kernels with PMULL.

use super::{kernels, Gf};
use crate::backend::aarch64::Armv8Aes;
use std::arch::aarch64::*;

/// The safe entry to a kernel, which needs the instructions that an [`Armv8Aes`] vouches for.
macro_rules! with_backend {
    ($(fn $name:ident($($arg:ident: $ty:ty),*) $(-> $out:ty)? = $kernel:ident;)*) => {$(
        pub(super) fn $name<const N: usize>(_present: Armv8Aes, $($arg: $ty),*) $(-> $out)? {
            // SAFETY: an Armv8Aes exists only where neon, aes and pmull were detected.
            unsafe { $kernel($($arg),*) }
        }
    )*};
}

with_backend! {
    fn mul_slices(out: &mut [Gf<N>], a: &[Gf<N>], b: &[Gf<N>]) = mul_slices_pmull;
    fn scale(out: &mut [Gf<N>], a: &[Gf<N>], factor: Gf<N>) = scale_pmull;
    fn inner_product(a: &[Gf<N>], b: &[Gf<N>]) -> Gf<N> = inner_product_pmull;
}

#[inline]
#[target_feature(enable = "neon,aes")]
fn clmul(a: u64, b: u64) -> u128 {
    vmull_p64(a, b)
}

#[target_feature(enable = "neon,aes")]
fn mul_slices_pmull<const N: usize>(out: &mut [Gf<N>], a: &[Gf<N>], b: &[Gf<N>]) {
    for ((out, a), b) in out.iter_mut().zip(a).zip(b) {
        *out = if N == 2 {
            store(reduce(product(load(a), load(b))))
        } else {
            kernels::mul(a, b, |a, b| clmul(a, b))
        };
    }
}

#[target_feature(enable = "neon,aes")]
fn scale_pmull<const N: usize>(out: &mut [Gf<N>], a: &[Gf<N>], factor: Gf<N>) {
    for (out, a) in out.iter_mut().zip(a) {
        *out = if N == 2 {
            store(reduce(product(load(a), load(&factor))))
        } else {
            kernels::mul(a, &factor, |a, b| clmul(a, b))
        };
    }
}

#[target_feature(enable = "neon,aes")]
fn inner_product_pmull<const N: usize>(a: &[Gf<N>], b: &[Gf<N>]) -> Gf<N> {
    if N != 2 {
        return kernels::inner_product(a, b, |a, b| clmul(a, b));
    }
    let mut sum = [vdupq_n_u64(0); 3];
    for (a, b) in a.iter().zip(b) {
        for (sum, part) in sum.iter_mut().zip(product(load(a), load(b))) {
            *sum = veorq_u64(*sum, part);
        }
    }
    store(reduce(sum))
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
