//! The field kernels, written once over a carry-less 64 x 64 bit product.
//!
//! Everything is `inline(always)`, so that a caller compiled for more processor instructions gets the kernel in
//! those instructions too.

use super::Gf;

/// Products of limbs that add up before they are put in place: `square[i]` collects `a_i b_i`, `cross[p]` collects
/// `(a_i + a_j)(b_i + b_j)` for the p-th pair i < j (Karatsuba over pairs of limbs).
struct Products<const N: usize> {
    square: [u128; N],
    cross: [u128; 6],
}

impl<const N: usize> Products<N> {
    #[inline(always)]
    fn zero() -> Self {
        Self {
            square: [0; N],
            cross: [0; 6],
        }
    }

    #[inline(always)]
    fn add_product(&mut self, a: &Gf<N>, b: &Gf<N>, clmul: impl Fn(u64, u64) -> u128) {
        let mut pair = 0;
        for i in 0..N {
            self.square[i] ^= clmul(a.0[i], b.0[i]);
            for j in i + 1..N {
                self.cross[pair] ^= clmul(a.0[i] ^ a.0[j], b.0[i] ^ b.0[j]);
                pair += 1;
            }
        }
    }

    /// Puts the products in place and reduces modulo the field's polynomial.
    #[inline(always)]
    fn reduce(self) -> Gf<N> {
        let mut wide = [0u64; 8];
        let mut add = |limb: usize, product: u128| {
            wide[limb] ^= product as u64;
            wide[limb + 1] ^= (product >> 64) as u64;
        };
        let mut pair = 0;
        for i in 0..N {
            add(2 * i, self.square[i]);
            for j in i + 1..N {
                add(i + j, self.cross[pair] ^ self.square[i] ^ self.square[j]);
                pair += 1;
            }
        }
        // X^(64 N) = 1 + sum of X^tap: fold the high limbs down, the highest first.
        for i in (N..2 * N).rev() {
            fold::<N>(&mut wide, i);
        }
        if N == 1 {
            // Here the carry of the fold lands in the folded limb itself; it has at most four bits.
            fold::<N>(&mut wide, 1);
        }
        let mut out = [0; N];
        out.copy_from_slice(&wide[..N]);
        Gf(out)
    }
}

#[inline(always)]
fn fold<const N: usize>(wide: &mut [u64; 8], i: usize) {
    let high = std::mem::take(&mut wide[i]);
    wide[i - N] ^= high;
    for tap in Gf::<N>::TAPS {
        wide[i - N] ^= high << tap;
        wide[i - N + 1] ^= high >> (64 - tap);
    }
}

/// `out[i]` is the product of the sums of `left[..][i]` and `right[..][i]`, plus the sum of `rest[..][i]`.
#[inline(always)]
pub(super) fn mul_sums<const N: usize, const L: usize, const R: usize, const S: usize>(
    out: &mut [Gf<N>],
    left: [&[Gf<N>]; L],
    right: [&[Gf<N>]; R],
    rest: [&[Gf<N>]; S],
    mul: impl Fn(&Gf<N>, &Gf<N>) -> Gf<N>,
) {
    let mut operands = left.iter().chain(&right).chain(&rest);
    assert!(operands.all(|a| a.len() == out.len()), "lengths differ");
    for (i, out) in out.iter_mut().enumerate() {
        *out = mul(&sum_at(left, i), &sum_at(right, i)) + sum_at(rest, i);
    }
}

/// `out[i]` is the sum of `terms[..][i]`.
#[inline(always)]
pub(super) fn sum<const N: usize, const K: usize>(out: &mut [Gf<N>], terms: [&[Gf<N>]; K]) {
    assert!(terms.iter().all(|a| a.len() == out.len()), "lengths differ");
    // Cut to one length, the loop needs no checks.
    let len = out.len();
    let terms = terms.map(|a| &a[..len]);
    for (i, out) in out.iter_mut().enumerate() {
        *out = sum_at(terms, i);
    }
}

#[inline(always)]
fn sum_at<const N: usize, const K: usize>(terms: [&[Gf<N>]; K], i: usize) -> Gf<N> {
    terms.iter().fold(Gf::ZERO, |sum, term| sum + term[i])
}

#[inline(always)]
pub(super) fn add_assign<const N: usize>(acc: &mut [Gf<N>], a: &[Gf<N>]) {
    assert!(acc.len() == a.len(), "lengths differ");
    for (acc, a) in acc.iter_mut().zip(a) {
        *acc += *a;
    }
}

/// `out[i][p] = a[i] * factors[p]`.
#[inline(always)]
pub(super) fn scale<const N: usize, const P: usize>(
    out: &mut [[Gf<N>; P]],
    a: &[Gf<N>],
    factors: &[Gf<N>; P],
    mul: impl Fn(&Gf<N>, &Gf<N>) -> Gf<N>,
) {
    assert!(out.len() == a.len(), "lengths differ");
    for (out, a) in out.iter_mut().zip(a) {
        for (out, factor) in out.iter_mut().zip(factors) {
            *out = mul(a, factor);
        }
    }
}

#[inline(always)]
pub(super) fn mul<const N: usize>(a: &Gf<N>, b: &Gf<N>, clmul: impl Fn(u64, u64) -> u128) -> Gf<N> {
    let mut products = Products::zero();
    products.add_product(a, b, clmul);
    products.reduce()
}

/// The sums of `a[..][p] * b[..]`.
#[inline(always)]
pub(super) fn inner_product<const N: usize, const P: usize>(
    a: &[[Gf<N>; P]],
    b: &[Gf<N>],
    clmul: impl Fn(u64, u64) -> u128 + Copy,
) -> [Gf<N>; P] {
    assert!(a.len() == b.len(), "lengths differ");
    std::array::from_fn(|p| {
        let mut products = Products::zero();
        for (a, b) in a.iter().zip(b) {
            products.add_product(&a[p], b, clmul);
        }
        products.reduce()
    })
}
