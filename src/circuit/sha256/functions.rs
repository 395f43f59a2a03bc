//! The constants and functions of SHA-256 (FIPS 180-4), natively and on wires.

use crate::circuit::adder::Word;
use crate::circuit::Evaluator;

/// The initial hash value (FIPS 180-4, 5.3.3).
pub(super) const H0: [u32; 8] = [
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
];

/// The round constants (FIPS 180-4, 4.2.2).
pub(super) const K: [u32; 64] = [
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
];

/// One of the functions of FIPS 180-4, 4.1.2, equations 4.4 to 4.7: two rotations and a third or a shift.
pub(super) struct Sigma {
    rotations: [usize; 2],
    last: usize,
    shifts: bool,
}

pub(super) static BIG_SIGMA_0: Sigma = Sigma::new([2, 13], 22, false);
pub(super) static BIG_SIGMA_1: Sigma = Sigma::new([6, 11], 25, false);
pub(super) static SMALL_SIGMA_0: Sigma = Sigma::new([7, 18], 3, true);
pub(super) static SMALL_SIGMA_1: Sigma = Sigma::new([17, 19], 10, true);

impl Sigma {
    const fn new(rotations: [usize; 2], last: usize, shifts: bool) -> Self {
        Self {
            rotations,
            last,
            shifts,
        }
    }

    /// The value for a public word or inside a hint.
    pub(super) fn of(&self, x: u32) -> u32 {
        let [a, b] = self.rotations.map(|by| x.rotate_right(by as u32));
        let last = self.last as u32;
        a ^ b
            ^ if self.shifts {
                x >> last
            } else {
                x.rotate_right(last)
            }
    }

    /// Writes the wires for `x` into `out`.
    pub(super) fn wires<E: Evaluator>(
        &self,
        evaluator: &mut E,
        out: &mut Word<E::Wire>,
        x: &Word<E::Wire>,
    ) {
        let [a, b] = self.rotations;
        out[..32 - a].copy_from_slice(&x[a..]);
        out[32 - a..].copy_from_slice(&x[..a]);
        evaluator.xor_assign(&mut out[..32 - b], &x[b..]);
        evaluator.xor_assign(&mut out[32 - b..], &x[..b]);
        evaluator.xor_assign(&mut out[..32 - self.last], &x[self.last..]);
        if !self.shifts {
            evaluator.xor_assign(&mut out[32 - self.last..], &x[..self.last]);
        }
    }
}

/// Equation 4.2, in the form that needs one product.
pub(super) fn ch(x: u32, y: u32, z: u32) -> u32 {
    z ^ (x & (y ^ z))
}

/// Equation 4.3, likewise.
pub(super) fn maj(x: u32, y: u32, z: u32) -> u32 {
    z ^ ((x ^ z) & (y ^ z))
}
