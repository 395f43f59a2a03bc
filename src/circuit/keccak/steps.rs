//! The step mappings of Keccak-f[1600] (FIPS 202, 3.2) and their inverses, on wires.
//!
//! A state is 1600 wires, bit (x, y, z) at 64·(5·y + x) + z, as in FIPS 202, 3.1.2. All work is done on lanes
//! (64 wires) and planes (320).

use crate::circuit::Evaluator;
use zeroize::Zeroizing;

pub(super) const ROUNDS: usize = 24;
pub(super) const LANE: usize = 64;
pub(super) const PLANE: usize = 5 * LANE;
pub(super) const STATE: usize = 5 * PLANE;
/// A plane with its first two lanes repeated at the end, so that the neighbours of all lanes are one slice.
pub(super) const WIDE: usize = PLANE + 2 * LANE;
/// ι: the round constants (FIPS 202, 3.2.5).
const ROUND_CONSTANTS: [u64; ROUNDS] = [
    0x0000_0000_0000_0001,
    0x0000_0000_0000_8082,
    0x8000_0000_0000_808a,
    0x8000_0000_8000_8000,
    0x0000_0000_0000_808b,
    0x0000_0000_8000_0001,
    0x8000_0000_8000_8081,
    0x8000_0000_0000_8009,
    0x0000_0000_0000_008a,
    0x0000_0000_0000_0088,
    0x0000_0000_8000_8009,
    0x0000_0000_8000_000a,
    0x0000_0000_8000_808b,
    0x8000_0000_0000_008b,
    0x8000_0000_0000_8089,
    0x8000_0000_0000_8003,
    0x8000_0000_0000_8002,
    0x8000_0000_0000_0080,
    0x0000_0000_0000_800a,
    0x8000_0000_8000_000a,
    0x8000_0000_8000_8081,
    0x8000_0000_0000_8080,
    0x0000_0000_8000_0001,
    0x8000_0000_8000_8008,
];

/// ρ: the rotation of lane (x, y) at index 5·y + x (FIPS 202, 3.2.2, algorithm 2).
const ROTATIONS: [usize; 25] = {
    let mut rotations = [0; 25];
    let (mut x, mut y, mut t) = (1, 0, 0);
    while t < 24 {
        rotations[5 * y + x] = (t + 1) * (t + 2) / 2 % LANE;
        (x, y) = (y, (2 * x + 3 * y) % 5);
        t += 1;
    }
    rotations
};

/// The step mappings with their scratch space, which is zeroized in the end.
pub(super) struct Keccak<'e, E: Evaluator> {
    pub(super) evaluator: &'e mut E,
    /// The state between π and χ: five wide planes.
    pub(super) moved: Zeroizing<Vec<E::Wire>>,
    /// Column parities, and what θ adds to each plane.
    parity: Zeroizing<Vec<E::Wire>>,
    effect: Zeroizing<Vec<E::Wire>>,
    /// A wide plane, and χ of it, inside χ⁻¹.
    wide: Zeroizing<Vec<E::Wire>>,
    wide_chi: Zeroizing<Vec<E::Wire>>,
}

impl<'e, E: Evaluator> Keccak<'e, E> {
    pub(super) fn new(evaluator: &'e mut E) -> Self {
        Self {
            moved: evaluator.buffer(5 * WIDE),
            parity: evaluator.buffer(PLANE),
            effect: evaluator.buffer(PLANE),
            wide: evaluator.buffer(WIDE),
            wide_chi: evaluator.buffer(WIDE),
            evaluator,
        }
    }

    /// ρ and π, from `state` to `moved`: lane (x, y) comes from (x + 3y, x) (FIPS 202, 3.2.3).
    pub(super) fn rho_pi(&mut self, state: &[E::Wire]) {
        for (y, plane) in self.moved.chunks_exact_mut(WIDE).enumerate() {
            for x in 0..5 {
                let from = 5 * x + (x + 3 * y) % 5;
                let to = lane_mut(plane, x);
                copy_rotated(to, lane(state, from), ROTATIONS[from]);
            }
            plane.copy_within(..2 * LANE, PLANE);
        }
    }

    /// π⁻¹ and ρ⁻¹, from `moved` to `state`.
    pub(super) fn rho_pi_inverse(&mut self, state: &mut [E::Wire]) {
        for (y, plane) in self.moved.chunks_exact(WIDE).enumerate() {
            for x in 0..5 {
                let to = 5 * x + (x + 3 * y) % 5;
                let back = (LANE - ROTATIONS[to]) % LANE;
                copy_rotated(lane_mut(state, to), lane(plane, x), back);
            }
        }
    }

    /// Column parities of `state` (FIPS 202, 3.2.1, step 1).
    fn column_parities(&mut self, state: &[E::Wire]) {
        self.parity.copy_from_slice(&state[..PLANE]);
        for plane in state[PLANE..].chunks_exact(PLANE) {
            self.evaluator.xor_assign(&mut self.parity, plane);
        }
    }

    /// Adds `effect` to every plane.
    fn add_effect(&mut self, state: &mut [E::Wire]) {
        for plane in state.chunks_exact_mut(PLANE) {
            self.evaluator.xor_assign(plane, &self.effect);
        }
    }

    /// θ. Write the parity plane as a polynomial Σ C[x, z]·Xˣ·Zᶻ with X⁵ = 1 and Z⁶⁴ = 1. Then each plane
    /// receives (X + X⁴·Z) times the parity, and the parity itself is multiplied by α = 1 + X + X⁴·Z,
    /// because five planes are an odd number.
    pub(super) fn theta(&mut self, state: &mut [E::Wire]) {
        self.column_parities(state);
        self.effect.fill(self.evaluator.constant(false));
        add_product(self.evaluator, &mut self.effect, &self.parity, 1, 0);
        add_product(self.evaluator, &mut self.effect, &self.parity, 4, 1);
        self.add_effect(state);
    }

    /// θ⁻¹. Powers of α to a power of two are sparse: α^(2^i) = 1 + X^(2^i) + X^(4·2^i)·Z^(2^i). Among them are
    /// α⁶⁴ = 1 + X⁴ + X and α¹²⁸ = 1 + X³ + X², without Z, whose product is 1. So α⁻¹ = α⁶³·α¹²⁸, seven
    /// sparse factors give the parity before θ, and the difference of both parities is what θ had added.
    pub(super) fn theta_inverse(&mut self, state: &mut [E::Wire]) {
        self.column_parities(state);
        self.effect.copy_from_slice(&self.parity);
        let mut factor = self.evaluator.buffer(PLANE);
        for power in [1, 2, 4, 8, 16, 32, 128] {
            factor.copy_from_slice(&self.effect);
            add_product(self.evaluator, &mut self.effect, &factor, power % 5, 0);
            let z = power % LANE;
            add_product(self.evaluator, &mut self.effect, &factor, 4 * power % 5, z);
        }
        self.evaluator.xor_assign(&mut self.effect, &self.parity);
        self.add_effect(state);
    }

    /// χ, from `moved` to `state`: a[x] ⊕ (¬a[x+1])·a[x+2], written as a[x] ⊕ a[x+2] ⊕ a[x+1]·a[x+2].
    pub(super) fn chi(&mut self, state: &mut [E::Wire]) {
        let planes = state.chunks_exact_mut(PLANE);
        for (out, wide) in planes.zip(self.moved.chunks_exact(WIDE)) {
            chi_plane(self.evaluator, out, wide);
        }
    }

    /// χ⁻¹, from `state` to `moved`.
    pub(super) fn chi_inverse(&mut self, state: &[E::Wire]) {
        let mut moved = std::mem::take(&mut self.moved);
        let planes = state.chunks_exact(PLANE);
        for (out, plane) in moved.chunks_exact_mut(WIDE).zip(planes) {
            self.chi_inverse_plane(&mut out[..PLANE], plane);
        }
        self.moved = moved;
    }

    /// χ⁻¹ of one plane: a[x] = b[x] ⊕ (¬b[x+1])·(b[x+2] ⊕ (¬b[x+3])·b[x+4]). The second factor is χ(b) at
    /// x+2, so two products a bit are enough.
    pub(super) fn chi_inverse_plane(&mut self, out: &mut [E::Wire], plane: &[E::Wire]) {
        self.wide[..PLANE].copy_from_slice(plane);
        self.wide.copy_within(..2 * LANE, PLANE);
        chi_plane(self.evaluator, &mut self.wide_chi[..PLANE], &self.wide);
        self.wide_chi.copy_within(..2 * LANE, PLANE);
        let (next, after) = (&self.wide[LANE..][..PLANE], &self.wide_chi[2 * LANE..]);
        self.evaluator.and(out, next, after);
        self.evaluator.xor_assign(out, &self.wide[..PLANE]);
        self.evaluator.xor_assign(out, after);
    }

    /// ι, its own inverse.
    pub(super) fn iota(&mut self, state: &mut [E::Wire], round: usize) {
        let constant = ROUND_CONSTANTS[round % ROUNDS];
        let one = [self.evaluator.constant(true)];
        for z in (0..LANE).filter(|z| constant >> z & 1 == 1) {
            self.evaluator.xor_assign(&mut state[z..=z], &one);
        }
    }
}

fn lane<W>(state: &[W], index: usize) -> &[W] {
    &state[LANE * index..][..LANE]
}

fn lane_mut<W>(state: &mut [W], index: usize) -> &mut [W] {
    &mut state[LANE * index..][..LANE]
}

/// `out[z + by] = from[z]`, indices modulo 64.
fn copy_rotated<W: Copy>(out: &mut [W], from: &[W], by: usize) {
    out[by..].copy_from_slice(&from[..LANE - by]);
    out[..by].copy_from_slice(&from[LANE - by..]);
}

/// `acc += X^x · Z^z · plane`.
fn add_product<E: Evaluator>(
    evaluator: &mut E,
    acc: &mut [E::Wire],
    plane: &[E::Wire],
    x: usize,
    z: usize,
) {
    for (i, from) in plane.chunks_exact(LANE).enumerate() {
        let to = lane_mut(acc, (i + x) % 5);
        evaluator.xor_assign(&mut to[z..], &from[..LANE - z]);
        if z > 0 {
            evaluator.xor_assign(&mut to[..z], &from[LANE - z..]);
        }
    }
}

/// χ of a wide plane.
fn chi_plane<E: Evaluator>(evaluator: &mut E, out: &mut [E::Wire], wide: &[E::Wire]) {
    let after = &wide[2 * LANE..];
    evaluator.and(out, &wide[LANE..][..PLANE], after);
    evaluator.xor_assign(out, &wide[..PLANE]);
    evaluator.xor_assign(out, after);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::circuit::plain::Plain;

    fn random_state(seed: u64) -> Vec<u8> {
        let mut x = seed;
        (0..STATE)
            .map(|_| {
                x = x.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                (x >> 63) as u8
            })
            .collect()
    }

    #[test]
    fn inverse_mappings_invert() {
        let mut plain = Plain::for_hint();
        let mut keccak = Keccak::new(&mut plain);
        for seed in 1..20 {
            let state = random_state(seed);
            let mut copy = state.clone();
            keccak.theta(&mut copy);
            assert_ne!(copy, state);
            keccak.theta_inverse(&mut copy);
            assert_eq!(copy, state, "theta");
            keccak.rho_pi(&copy);
            keccak.chi(&mut copy);
            keccak.chi_inverse(&copy);
            keccak.rho_pi_inverse(&mut copy);
            assert_eq!(copy, state, "rho, pi, chi");
        }
    }

    #[test]
    fn inverse_chi_holds_for_every_row() {
        let mut plain = Plain::for_hint();
        let mut keccak = Keccak::new(&mut plain);
        let mut plane = vec![0; PLANE];
        for row in 0..32 {
            for x in 0..5 {
                plane[LANE * x + row] = (row >> x & 1) as u8;
            }
        }
        let mut inverse = vec![0; WIDE];
        keccak.chi_inverse_plane(&mut inverse[..PLANE], &plane);
        inverse.copy_within(..2 * LANE, PLANE);
        let mut again = vec![0; PLANE];
        chi_plane(&mut plain, &mut again, &inverse);
        assert_eq!(again, plane);
    }
}
