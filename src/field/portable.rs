//! Field kernels for any processor.

use super::{kernels, Gf};

/// Carry-less product of two 64-bit polynomials, with integer multiplications only.
///
/// The operands are cut into four combs of every fourth bit, so that carries run into the gaps and are masked
/// away (a position of a low half collects at most 16 ones, whose carry leaves through the top). The high half is the
/// low half of the bit-reversed operands. Thomas Pornin, "BearSSL: constant-time mul", section on GHASH.
fn clmul(a: u64, b: u64) -> u128 {
    let low = clmul_low(a, b);
    let high = clmul_low(a.reverse_bits(), b.reverse_bits()).reverse_bits() >> 1;
    u128::from(high) << 64 | u128::from(low)
}

fn clmul_low(a: u64, b: u64) -> u64 {
    const COMB: u64 = 0x1111_1111_1111_1111;
    let comb = |x: u64| [0, 1, 2, 3].map(|shift| x & COMB << shift);
    let (a, b) = (comb(a), comb(b));
    let mut out = 0;
    for (k, mask) in comb(u64::MAX).into_iter().enumerate() {
        let mut sum = 0;
        for (i, a) in a.into_iter().enumerate() {
            sum ^= a.wrapping_mul(b[(4 + k - i) % 4]);
        }
        out |= sum & mask;
    }
    out
}

fn mul<const N: usize>(a: &Gf<N>, b: &Gf<N>) -> Gf<N> {
    kernels::mul(a, b, clmul)
}

pub(super) fn mul_sums<const N: usize, const L: usize, const R: usize, const S: usize>(
    out: &mut [Gf<N>],
    left: [&[Gf<N>]; L],
    right: [&[Gf<N>]; R],
    rest: [&[Gf<N>]; S],
) {
    kernels::mul_sums(out, left, right, rest, mul);
}

pub(super) fn sum<const N: usize, const K: usize>(out: &mut [Gf<N>], terms: [&[Gf<N>]; K]) {
    kernels::sum(out, terms);
}

pub(super) fn add_assign<const N: usize>(acc: &mut [Gf<N>], a: &[Gf<N>]) {
    kernels::add_assign(acc, a);
}

pub(super) fn scale<const N: usize, const P: usize>(
    out: &mut [[Gf<N>; P]],
    a: &[Gf<N>],
    factors: &[Gf<N>; P],
) {
    kernels::scale(out, a, factors, mul);
}

pub(super) fn inner_product<const N: usize, const P: usize>(
    a: &[[Gf<N>; P]],
    b: &[Gf<N>],
) -> [Gf<N>; P] {
    kernels::inner_product(a, b, clmul)
}
