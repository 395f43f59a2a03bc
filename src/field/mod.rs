//! Binary fields GF(2^64), GF(2^128), GF(2^192) and GF(2^256).
//!
//! An element is `N` 64-bit limbs; bit `i` of its little-endian bytes is the coefficient of X^i (no bit
//! reflection). Moduli as in the FAEST v2 specification:
//!
//! | field | modulus |
//! |---|---|
//! | GF(2^64) | X^64 + X^4 + X^3 + X + 1 |
//! | GF(2^128) | X^128 + X^7 + X^2 + X + 1 |
//! | GF(2^192) | X^192 + X^7 + X^2 + X + 1 |
//! | GF(2^256) | X^256 + X^10 + X^5 + X^2 + 1 |
//!
//! All arithmetic is constant-time: no branch or index depends on an element.

#[cfg(target_arch = "aarch64")]
mod aarch64;
#[cfg(target_arch = "x86_64")]
mod avx512;
mod kernels;
mod portable;
#[cfg(target_arch = "x86_64")]
mod x86_64;

use crate::backend::{Backend, Kind};
use bytemuck::{Pod, Zeroable};
use std::ops::{Add, AddAssign};
use zeroize::DefaultIsZeroes;

/// Calls the kernel of a backend.
macro_rules! at_backend {
    ($backend:expr, $kernel:ident($($arg:expr),*)) => {
        match $backend.kind() {
            Kind::Portable => portable::$kernel($($arg),*),
            #[cfg(target_arch = "x86_64")]
            Kind::AesNi(token) => x86_64::$kernel(token, $($arg),*),
            #[cfg(target_arch = "x86_64")]
            Kind::Avx512(token) => avx512::$kernel(token, $($arg),*),
            #[cfg(target_arch = "aarch64")]
            Kind::Armv8Aes(token) => aarch64::$kernel(token, $($arg),*),
        }
    };
}

/// An element of GF(2^(64 N)), `N` in 1 to 4.
#[derive(Clone, Copy, PartialEq, Eq, Zeroable, Pod)]
#[repr(transparent)]
pub struct Gf<const N: usize>([u64; N]);

/// GF(2^64), used by the VOLE consistency check only.
pub type Gf64 = Gf<1>;

impl<const N: usize> Gf<N> {
    /// The zero element.
    pub const ZERO: Self = Self([0; N]);
    /// The unit element.
    pub const ONE: Self = {
        let mut limbs = [0; N];
        limbs[0] = 1;
        Self(limbs)
    };
    /// Bytes of an encoded element.
    pub const BYTES: usize = 8 * N;
    /// The exponents of the modulus below X^(64 N), other than 0.
    const TAPS: [u32; 3] = match N {
        1 => [1, 3, 4],
        2 | 3 => [1, 2, 7],
        4 => [2, 5, 10],
        _ => panic!("no such field"),
    };

    /// The element with these limbs, least significant first.
    pub const fn from_limbs(limbs: [u64; N]) -> Self {
        Self(limbs)
    }

    /// The limbs, least significant first.
    pub const fn limbs(&self) -> &[u64; N] {
        &self.0
    }

    /// The element whose low 64 coefficients are the bits of `value`.
    pub fn from_u64(value: u64) -> Self {
        let mut limbs = [0; N];
        limbs[0] = value;
        Self(limbs)
    }

    /// Decodes up to `BYTES` little-endian bytes; missing high bytes are zero.
    ///
    /// # Panics
    /// When `bytes` is longer than an element.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        assert!(bytes.len() <= Self::BYTES, "element too long");
        let mut limbs = [0; N];
        for (limb, chunk) in limbs.iter_mut().zip(bytes.chunks(8)) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            *limb = u64::from_le_bytes(word);
        }
        Self(limbs)
    }

    /// Encodes into exactly `BYTES` little-endian bytes.
    pub fn write_bytes(&self, out: &mut [u8]) {
        for (limb, chunk) in self.0.iter().zip(out.chunks_exact_mut(8)) {
            chunk.copy_from_slice(&limb.to_le_bytes());
        }
    }

    /// Encodes into a new vector of `BYTES` bytes.
    pub fn to_bytes(self) -> Vec<u8> {
        let mut out = vec![0; Self::BYTES];
        self.write_bytes(&mut out);
        out
    }

    /// This element where `bit` is 1, zero where it is 0, without a branch.
    pub fn masked(self, bit: u8) -> Self {
        let mask = 0u64.wrapping_sub(u64::from(bit & 1));
        Self(self.0.map(|limb| limb & mask))
    }

    /// The product with X.
    pub fn times_x(self) -> Self {
        let mut out = [0; N];
        let mut carry = 0;
        for (out, limb) in out.iter_mut().zip(self.0) {
            *out = limb << 1 | carry;
            carry = limb >> 63;
        }
        for tap in Self::TAPS {
            out[0] ^= carry << tap;
        }
        out[0] ^= carry;
        Self(out)
    }

    /// The product of two elements.
    pub fn times(self, other: Self, backend: Backend) -> Self {
        let mut out = [Self::ZERO];
        Self::mul_slices(backend, &mut out, &[self], &[other]);
        out[0]
    }

    /// The inverse, by Fermat: self^(2^(64 N) - 2). Zero for zero.
    ///
    /// With x_k = self^(2^k - 1), x_2k is x_k^(2^k) x_k, so that squarings are nearly all (Itoh and Tsujii, 1988).
    pub fn inverse(self, backend: Backend) -> Self {
        let times = |a: Self, b: Self| a.times(b, backend);
        let squared = |x: Self, count: usize| (0..count).fold(x, |x, _| times(x, x));
        let last = 64 * N - 1;
        let (mut x, mut k) = (self, 1);
        for bit in (0..last.ilog2()).rev() {
            x = times(squared(x, k), x);
            k *= 2;
            if last >> bit & 1 == 1 {
                x = times(squared(x, 1), self);
                k += 1;
            }
        }
        squared(x, 1)
    }

    /// `out[i] = a[i] * b[i]`; all slices of one length.
    pub fn mul_slices(backend: Backend, out: &mut [Self], a: &[Self], b: &[Self]) {
        Self::mul_sums(backend, out, [a], [b], []);
    }

    /// `out[i]` becomes the product of the sum of `left[..][i]` and the sum of `right[..][i]`, plus the sum of `rest[..][i]`; all
    /// slices of one length.
    pub fn mul_sums<const L: usize, const R: usize, const S: usize>(
        backend: Backend,
        out: &mut [Self],
        left: [&[Self]; L],
        right: [&[Self]; R],
        rest: [&[Self]; S],
    ) {
        at_backend!(backend, mul_sums(out, left, right, rest));
    }

    /// `acc[i] += a[i]`; both slices of one length.
    pub fn add_assign_slices(backend: Backend, acc: &mut [Self], a: &[Self]) {
        at_backend!(backend, add_assign(acc, a));
    }

    /// `out[i]` becomes the sum of `terms[..][i]`; all slices of one length.
    pub fn sum_slices<const K: usize>(backend: Backend, out: &mut [Self], terms: [&[Self]; K]) {
        at_backend!(backend, sum(out, terms));
    }

    /// `out[i] = a[i] * factor`; both slices of one length.
    pub fn scale(backend: Backend, out: &mut [Self], a: &[Self], factor: Self) {
        let (out, _) = out.as_chunks_mut();
        Self::scale_each(backend, out, a, &[factor]);
    }

    /// `out[i][p] = a[i] * factors[p]`, for one, two or four factors; `out` and `a` of one length.
    pub fn scale_each<const P: usize>(
        backend: Backend,
        out: &mut [[Self; P]],
        a: &[Self],
        factors: &[Self; P],
    ) {
        const { assert!(P == 1 || P == 2 || P == 4) }
        at_backend!(backend, scale(out, a, factors));
    }

    /// The sum of `a[i] * b[i]`, reduced once; both slices of one length.
    pub fn inner_product(backend: Backend, a: &[Self], b: &[Self]) -> Self {
        let (a, _) = a.as_chunks();
        let [sum] = Self::inner_products(backend, a, b);
        sum
    }

    /// The sums of `a[i][p] * b[i]`, reduced once, for one, two or four p; both slices of one length.
    pub fn inner_products<const P: usize>(
        backend: Backend,
        a: &[[Self; P]],
        b: &[Self],
    ) -> [Self; P] {
        const { assert!(P == 1 || P == 2 || P == 4) }
        at_backend!(backend, inner_product(a, b))
    }

    /// Fills `out` with `first * base^(len-1-i)`: the weights of a Horner form read from the front.
    pub fn horner_weights(backend: Backend, out: &mut [Self], first: Self, base: Self) {
        let Some(last) = out.last_mut() else { return };
        *last = first;
        // Doubling from the back: the upper part times base^filled gives the part below it.
        let (mut filled, mut step) = (1, base);
        while filled < out.len() {
            let start = out.len() - filled;
            let len = filled.min(start);
            let (below, done) = out.split_at_mut(start);
            Self::scale(
                backend,
                &mut below[start - len..],
                &done[filled - len..],
                step,
            );
            step = step.times(step, backend);
            filled *= 2;
        }
    }
}

impl<const N: usize> Default for Gf<N> {
    fn default() -> Self {
        Self::ZERO
    }
}

impl<const N: usize> DefaultIsZeroes for Gf<N> {}

// Addition has no carries: it is XOR.
#[allow(clippy::suspicious_op_assign_impl)]
impl<const N: usize> AddAssign for Gf<N> {
    fn add_assign(&mut self, other: Self) {
        for (a, b) in self.0.iter_mut().zip(other.0) {
            *a ^= b;
        }
    }
}

impl<const N: usize> Add for Gf<N> {
    type Output = Self;

    fn add(mut self, other: Self) -> Self {
        self += other;
        self
    }
}

#[cfg(test)]
mod tests;
