//! The step mappings of Keccak-f[1600] (FIPS 202, 3.2) and their inverses, on wires.
//!
//! A state is 1600 wires, bit (x, y, z) at 64·(5·y + x) + z, as in FIPS 202, 3.1.2. All work is done on lanes
//! (64 wires) and planes (320).

use crate::circuit::Evaluator;
use crate::symmetric::keccak_f1600::ROUND_CONSTANTS;
use zeroize::Zeroizing;

pub(super) const ROUNDS: usize = 24;
pub(super) const LANE: usize = 64;
pub(super) const PLANE: usize = 5 * LANE;
pub(super) const STATE: usize = 5 * PLANE;

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
    /// The state that a round makes, until it takes the place of the one before.
    spare: &'e mut [E::Wire],
    /// Column parities, and what θ adds to each plane.
    parity: Zeroizing<Vec<E::Wire>>,
    effect: Zeroizing<Vec<E::Wire>>,
    /// A plane between π and χ, and χ of a plane inside χ⁻¹: as little as stays close at hand.
    plane: Zeroizing<Vec<E::Wire>>,
    chi: Zeroizing<Vec<E::Wire>>,
}

impl<'e, E: Evaluator> Keccak<'e, E> {
    /// `spare` has room for a state.
    pub(super) fn new(evaluator: &'e mut E, spare: &'e mut [E::Wire]) -> Self {
        Self {
            spare,
            parity: evaluator.buffer(PLANE),
            effect: evaluator.buffer(PLANE),
            plane: evaluator.buffer(PLANE),
            chi: evaluator.buffer(PLANE),
            evaluator,
        }
    }

    /// One round. Each plane goes through all steps after the column parities at once.
    pub(super) fn round(&mut self, state: &mut &'e mut [E::Wire], round: usize) {
        self.theta_effect(state);
        for y in 0..5 {
            self.moved_plane(state, y);
            let out = &mut self.spare[PLANE * y..][..PLANE];
            chi(self.evaluator, out, &self.plane, &self.plane);
        }
        std::mem::swap(state, &mut self.spare);
        self.iota(state, round);
    }

    /// Undoes the steps of `round` after θ.
    pub(super) fn undo_after_theta(&mut self, state: &mut &'e mut [E::Wire], round: usize) {
        self.iota(state, round);
        for (y, plane) in state.chunks_exact(PLANE).enumerate() {
            chi_inverse(self.evaluator, &mut self.plane, plane, &mut self.chi);
            for x in 0..5 {
                let to = before_pi(x, y);
                let back = (LANE - ROTATIONS[to]) % LANE;
                copy_rotated(lane_mut(self.spare, to), lane(&self.plane, x), back);
            }
        }
        std::mem::swap(state, &mut self.spare);
    }

    /// Plane `y` of π(ρ(`state` + effect)), into `plane`.
    fn moved_plane(&mut self, state: &[E::Wire], y: usize) {
        for x in 0..5 {
            let from = before_pi(x, y);
            let terms = [lane(state, from), lane(&self.effect, from % 5)];
            let by = ROTATIONS[from];
            let (low, high) = lane_mut(&mut self.plane, x).split_at_mut(by);
            self.evaluator
                .xor(high, terms.map(|term| &term[..LANE - by]));
            self.evaluator
                .xor(low, terms.map(|term| &term[LANE - by..]));
        }
    }

    /// Constrains the plane y = 0 before χ in `round`, of which `state` is the state before, to be χ⁻¹ of what `plane` is after
    /// it; overwrites `plane`.
    pub(super) fn assert_last_plane(
        &mut self,
        state: &[E::Wire],
        plane: &mut [E::Wire],
        round: usize,
    ) {
        self.theta_effect(state);
        self.moved_plane(state, 0);
        self.iota(plane, round);
        let [inverse, difference] = [&mut self.parity, &mut self.effect];
        chi_inverse(self.evaluator, inverse, plane, &mut self.chi);
        self.evaluator.xor(difference, [&self.plane, inverse]);
        self.evaluator.assert_zero(difference);
    }

    /// Constrains θ(`state`) to be `other`.
    pub(super) fn assert_theta(&mut self, state: &[E::Wire], other: &[E::Wire]) {
        self.theta_effect(state);
        let difference = &mut self.plane;
        for (plane, other) in state.chunks_exact(PLANE).zip(other.chunks_exact(PLANE)) {
            self.evaluator.xor(difference, [plane, other, &self.effect]);
            self.evaluator.assert_zero(difference);
        }
    }

    /// Column parities of `state` (FIPS 202, 3.2.1, step 1).
    fn column_parities(&mut self, state: &[E::Wire]) {
        let planes = [0, 1, 2, 3, 4].map(|y| &state[PLANE * y..][..PLANE]);
        self.evaluator.xor(&mut self.parity, planes);
    }

    /// What θ adds to each plane of `state`, into `effect`. Write the parity plane as a polynomial Σ C[x, z]·Xˣ·Zᶻ with X⁵ = 1
    /// and Z⁶⁴ = 1. Then each plane receives (X + X⁴·Z) times the parity, and the parity itself is multiplied by
    /// α = 1 + X + X⁴·Z, because five planes are an odd number.
    fn theta_effect(&mut self, state: &[E::Wire]) {
        self.column_parities(state);
        for x in 0..5 {
            let [left, right] = [x + 4, x + 1].map(|x| lane(&self.parity, x % 5));
            let (low, high) = lane_mut(&mut self.effect, x).split_at_mut(1);
            self.evaluator.xor(low, [&left[..1], &right[LANE - 1..]]);
            self.evaluator.xor(high, [&left[1..], &right[..LANE - 1]]);
        }
    }

    /// θ⁻¹. Powers of α to a power of two are sparse: α^(2^i) = 1 + X^(2^i) + X^(4·2^i)·Z^(2^i). Among them are
    /// α⁶⁴ = 1 + X⁴ + X and α¹²⁸ = 1 + X³ + X², without Z, whose product is 1. So α⁻¹ = α⁶³·α¹²⁸, seven
    /// sparse factors give the parity before θ, and the difference of both parities is what θ had added.
    pub(super) fn theta_inverse(&mut self, state: &mut [E::Wire]) {
        self.column_parities(state);
        let [product, factor] = [&mut self.effect, &mut self.plane];
        product.copy_from_slice(&self.parity);
        for power in [1, 2, 4, 8, 16, 32, 128] {
            std::mem::swap(product, factor);
            for x in 0..5 {
                // X^p moves a lane from x − p to x, and X^(4p) from x + p.
                let [a, b, rotated] = [x, x + 4 * power, x + power].map(|x| lane(factor, x % 5));
                let out = lane_mut(product, x);
                add_rotated(self.evaluator, out, [a, b], rotated, power % LANE);
            }
        }
        self.evaluator.xor_assign(product, &self.parity);
        for plane in state.chunks_exact_mut(PLANE) {
            self.evaluator.xor_assign(plane, product);
        }
    }

    /// ι, its own inverse.
    fn iota(&mut self, state: &mut [E::Wire], round: usize) {
        let constant = ROUND_CONSTANTS[round % ROUNDS];
        let one = [self.evaluator.constant(true)];
        for z in (0..LANE).filter(|z| constant >> z & 1 == 1) {
            self.evaluator.xor_assign(&mut state[z..=z], &one);
        }
    }
}

/// π: the index of the lane that becomes lane (x, y), which is (x + 3y, x) (FIPS 202, 3.2.3).
fn before_pi(x: usize, y: usize) -> usize {
    5 * x + (x + 3 * y) % 5
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

/// `out[z] = a[z] ⊕ b[z] ⊕ rotated[z − by]`, indices modulo 64.
fn add_rotated<E: Evaluator>(
    evaluator: &mut E,
    out: &mut [E::Wire],
    [a, b]: [&[E::Wire]; 2],
    rotated: &[E::Wire],
    by: usize,
) {
    let (low, high) = out.split_at_mut(by);
    evaluator.xor(low, [&a[..by], &b[..by], &rotated[LANE - by..]]);
    evaluator.xor(high, [&a[by..], &b[by..], &rotated[..LANE - by]]);
}

/// χ of a plane (FIPS 202, 3.2.4): a[x] ⊕ (¬a[x+1])·a[x+2], written as a[x] ⊕ a[x+2] ⊕ a[x+1]·a[x+2]. The last
/// two operands come from the plane `after`: the same one, or another in χ⁻¹.
fn chi<E: Evaluator>(evaluator: &mut E, out: &mut [E::Wire], plane: &[E::Wire], after: &[E::Wire]) {
    // Lanes whose neighbours are in one piece are one slice.
    for (x, next, second, lanes) in [(0, 1, 2, 3), (3, 4, 0, 1), (4, 0, 1, 1)] {
        let len = LANE * lanes;
        let [a, b] = [x, next].map(|x| &plane[LANE * x..][..len]);
        let c = &after[LANE * second..][..len];
        evaluator.and_xor(&mut out[LANE * x..][..len], [b], [c], [a, c]);
    }
}

/// χ⁻¹ of a plane: a[x] = b[x] ⊕ (¬b[x+1])·(b[x+2] ⊕ (¬b[x+3])·b[x+4]). The second factor is χ(b) at
/// x+2, so two products a bit are enough. `scratch` has room for a plane.
fn chi_inverse<E: Evaluator>(
    evaluator: &mut E,
    out: &mut [E::Wire],
    plane: &[E::Wire],
    scratch: &mut [E::Wire],
) {
    chi(evaluator, scratch, plane, plane);
    chi(evaluator, out, plane, scratch);
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
    fn rounds_are_undone() {
        let mut plain = Plain::for_hint();
        for seed in 1..20 {
            let state = random_state(seed);
            let (mut copy, mut spare) = (state.clone(), state.clone());
            let mut copy = &mut copy[..];
            let mut keccak = Keccak::new(&mut plain, &mut spare);
            keccak.round(&mut copy, 3);
            assert_ne!(copy, state);
            keccak.undo_after_theta(&mut copy, 3);
            assert_ne!(copy, state);
            keccak.theta_inverse(copy);
            assert_eq!(copy, state);
        }
    }

    #[test]
    fn inverse_chi_holds_for_every_row() {
        let mut plain = Plain::for_hint();
        let mut plane = vec![0; PLANE];
        for row in 0..32 {
            for x in 0..5 {
                plane[LANE * x + row] = (row >> x & 1) as u8;
            }
        }
        let [mut inverse, mut again, mut scratch] = [(); 3].map(|()| vec![0; PLANE]);
        chi_inverse(&mut plain, &mut inverse, &plane, &mut scratch);
        chi(&mut plain, &mut again, &inverse, &inverse);
        assert_eq!(again, plane);
    }
}
