//! Parameter sets, as data, and the numbers that follow from them (FAEST v2, section on parameters).

use crate::level::{Profile, SecurityLevel};

/// Bits by which the VOLE consistency hash is longer than λ.
pub const B: usize = 16;

/// One choice of `(λ, τ, w, T_open)`. The depths of the τ vectors sum to λ - w.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParameterSet {
    /// λ: 128, 192 or 256.
    pub lambda: usize,
    /// τ: number of vector commitments, and of repetitions of a committed bit in a proof.
    pub tau: usize,
    /// w: bits of Δ that are forced to zero by grinding.
    pub grinding: usize,
    /// T_open: tree nodes that an opening may have.
    pub opening_nodes: usize,
}

const fn set(lambda: usize, tau: usize, grinding: usize, opening_nodes: usize) -> ParameterSet {
    ParameterSet {
        lambda,
        tau,
        grinding,
        opening_nodes,
    }
}

/// The sets of the profiles. Tree depth, grinding and T_open are one budget: an attempt costs a hash, 2^(w + ⌈log2 D⌉)
/// of them give an acceptable Δ, and a fraction p of these open within T_open nodes. T_open keeps the product between 2^7
/// (`fast`) and 2^16 (`tiny`), small beside the tree; p, the last number, is what `scripts/simulate_opening.py` finds for it in
/// 40,000 samples.
const PROFILES: [(SecurityLevel, Profile, ParameterSet, f64); 12] = {
    use Profile::{Balanced, Fast, Small, Tiny};
    use SecurityLevel::{L128, L192, L256};
    [
        (L128, Fast, set(128, 16, 0, 109), 0.145),
        (L128, Balanced, set(128, 11, 7, 112), 0.493),
        (L128, Small, set(128, 8, 8, 112), 0.319),
        (L128, Tiny, set(128, 7, 9, 110), 0.163),
        (L192, Fast, set(192, 24, 0, 165), 0.153),
        (L192, Balanced, set(192, 17, 5, 170), 0.309),
        (L192, Small, set(192, 13, 8, 170), 0.212),
        (L192, Tiny, set(192, 11, 5, 169), 0.036),
        (L256, Fast, set(256, 32, 0, 220), 0.123),
        (L256, Balanced, set(256, 23, 3, 226), 0.133),
        (L256, Small, set(256, 17, 1, 226), 0.010),
        (L256, Tiny, set(256, 14, 4, 227), 0.011),
    ]
};

/// The set of a level and profile, and p.
fn chosen(level: SecurityLevel, profile: Profile) -> (ParameterSet, f64) {
    PROFILES
        .into_iter()
        .find_map(|(l, p, set, chance)| ((l, p) == (level, profile)).then_some((set, chance)))
        .expect("every level has every profile")
}

impl ParameterSet {
    /// The set of a level and profile.
    pub fn of(level: SecurityLevel, profile: Profile) -> Self {
        chosen(level, profile).0
    }

    /// The share of challenges whose opening has at most T_open nodes, in that set: for predictions only.
    pub fn opening_chance(level: SecurityLevel, profile: Profile) -> f64 {
        chosen(level, profile).1
    }

    /// λ/8: bytes of a seed, a node and a field element.
    pub fn lambda_bytes(&self) -> usize {
        self.lambda / 8
    }

    /// k: the depth of the first [`Self::deep_vectors`] vectors; the others have depth k - 1.
    pub fn depth(&self) -> usize {
        (self.lambda - self.grinding) / self.tau + 1
    }

    /// τ_1: the number of vectors of depth k.
    pub fn deep_vectors(&self) -> usize {
        (self.lambda - self.grinding) % self.tau
    }

    /// k_i: the depth of vector `i`, whose size is 2^k_i.
    pub fn vector_depth(&self, i: usize) -> usize {
        self.depth() - usize::from(i >= self.deep_vectors())
    }

    /// The number of columns before those of vector `i`.
    pub fn column_offset(&self, i: usize) -> usize {
        i * (self.depth() - 1) + i.min(self.deep_vectors())
    }

    /// Half the size of a deep vector, which is the size of the others.
    pub fn half_size(&self) -> usize {
        1 << (self.depth() - 1)
    }

    /// L: the leaves of the one tree of all vectors.
    pub fn leaves(&self) -> usize {
        (self.tau + self.deep_vectors()) * self.half_size()
    }

    /// log2 of the hashes that give an acceptable Δ on average, without the chance that it opens.
    pub fn grinding_bits(&self, degree: u8) -> usize {
        self.grinding + Self::degree_grinding(degree)
    }

    /// ⌈log2 D⌉: further zero bits of the grinding hash, which pay for the D roots of the check.
    pub fn degree_grinding(degree: u8) -> usize {
        degree.next_power_of_two().ilog2() as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::level::MAX_DEGREE;

    #[test]
    fn depths_sum_to_the_bits_of_delta() {
        for (level, profile, set, chance) in PROFILES {
            assert!(chance > 0.0 && chance < 1.0);
            assert_eq!(set.lambda, level.bits() as usize);
            assert_eq!(ParameterSet::of(level, profile), set);
            assert_eq!(set.column_offset(set.tau), set.lambda - set.grinding);
            let sizes: usize = (0..set.tau).map(|i| 1 << set.vector_depth(i)).sum();
            assert_eq!(sizes, set.leaves());
            // PRG tweaks of tree, leaves and rows stay apart (FAEST v2, section on the PRG).
            assert!(set.leaves() - 1 + set.tau <= 1 << 31);
        }
        assert_eq!(
            [1, 2, 3, 4, 7, 9, 16, 17, MAX_DEGREE].map(ParameterSet::degree_grinding),
            [0, 1, 2, 2, 3, 4, 4, 5, 5]
        );
    }
}
