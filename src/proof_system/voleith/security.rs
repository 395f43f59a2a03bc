//! The security of a parameter set for a statement: computed, term by term (`docs/security.md` derives each).
//!
//! A cheater who makes Q oracle queries succeeds with probability at most Q times the *largest* round term, plus the
//! collision terms. A term of ε per query counts as -log2 ε bits; a collision among outputs of 2λ bits takes 2^λ queries.

use super::params::{ParameterSet, B};
use crate::circuit::count::Analysis;

/// log2 of the number of proofs for which the hiding term is stated.
const MAX_PROOFS_LOG2: f64 = 32.0;

/// ZKHash and the VOLE check have error 2^-λ (1 + x) with a tiny x. A figure is rounded to one part in so many of a bit, so
/// that 127.999999999996 bits count as 128.
const ROUNDING: f64 = 1e3;

/// Bits of security, by term. "Classical" counts oracle queries; "quantum" assumes a quadratic speed-up of every search and
/// collisions among 2λ bits in 2^(2λ/3) queries (Brassard, Høyer, Tapp), whatever their memory costs.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Security {
    /// The check at Δ: D roots among 2^λ values, paid back by ⌈log2 D⌉ further zero bits.
    pub degree_check: f64,
    /// ZKHash of the constraints: 2^-λ + C² 2^-(λ+64).
    pub constraint_hash: f64,
    /// VOLEHash over pairs of vectors: C(τ,2) (2^-(λ+B) + m M 2^-(λ+64)).
    pub vole_consistency: f64,
    /// Collisions of 2λ-bit hashes and leaf commitments.
    pub binding: f64,
    /// Search for a hidden seed of λ bits: every tree node and vector has its own tweak, every proof its own iv, so
    /// that one trial tests one seed.
    pub seed_search: f64,
    /// -log2 of the advantage in telling 2^32 proofs from simulated ones because AES blocks under one key never repeat. It
    /// is statistical: it does not grow with computing time, and is not part of [`Self::bits`].
    pub hiding: f64,
    /// The smallest classical term but `hiding`.
    pub bits: f64,
    /// The same against quantum computers.
    pub quantum_bits: f64,
}

impl Security {
    /// The security of proofs with these parameters and this analysis.
    pub fn of(set: &ParameterSet, analysis: &Analysis) -> Self {
        let lambda = set.lambda as f64;
        let degree = f64::from(analysis.degree);
        let tau = set.tau as f64;

        let degree_check =
            lambda - degree.log2() + ParameterSet::degree_grinding(analysis.degree) as f64;

        let constraints = analysis.constraints as f64;
        let constraint_hash = lambda - (1.0 + constraints * constraints * 2f64.powi(-64)).log2();

        // Blocks of λ and of 64 bits in a hashed VOLE string.
        let hashed_bits = analysis.committed.next_multiple_of(8) as f64 + (degree - 1.0) * lambda;
        let m = (hashed_bits / lambda).ceil();
        let per_pair = 2f64.powi(-(B as i32)) + m * (m * lambda / 64.0) * 2f64.powi(-64);
        let pairs = tau * (tau - 1.0) / 2.0;
        let vole_consistency = lambda - (pairs * per_pair).log2();

        let binding = lambda;
        let seed_search = lambda;

        // AES blocks under one hidden leaf key (row and commitment) and under one hidden inner node; two blocks of one
        // key never agree, which random ones would with probability 2^-128 a pair.
        let node_blocks = 2.0 * lambda / 128.0;
        let leaf_blocks = ((hashed_bits + lambda + B as f64) / 128.0).ceil() + node_blocks;
        let inner_nodes = tau * set.depth() as f64 + set.opening_nodes as f64;
        let pairs_per_proof = tau * leaf_blocks.powi(2) + inner_nodes * node_blocks.powi(2);
        let hiding = 129.0 - pairs_per_proof.log2() - MAX_PROOFS_LOG2;

        let searches = [degree_check, constraint_hash, vole_consistency, seed_search];
        let smallest = searches.into_iter().fold(f64::INFINITY, f64::min);
        let round = |bits: f64| (bits * ROUNDING).round() / ROUNDING;
        Self {
            degree_check,
            constraint_hash,
            vole_consistency,
            binding,
            seed_search,
            hiding,
            bits: round(smallest.min(binding)),
            quantum_bits: round((smallest / 2.0).min(2.0 * lambda / 3.0)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::level::{Profile, SecurityLevel, MAX_DEGREE};

    fn analysis(committed: usize, constraints: usize, degree: u8) -> Analysis {
        Analysis {
            committed,
            constraints,
            degree,
            ..Analysis::default()
        }
    }

    #[test]
    fn every_set_reaches_its_level() {
        for level in SecurityLevel::ALL {
            for profile in Profile::ALL {
                for degree in 1..=MAX_DEGREE {
                    let set = ParameterSet::of(level, profile);
                    let security = Security::of(&set, &analysis(400_000, 400_000, degree));
                    assert!(security.bits >= f64::from(level.bits()), "{security:?}");
                    // The longest message: HMAC-SHA-512 of 64 blocks, of which 63 are the key's.
                    let longest = Security::of(&set, &analysis(2_005_000, 2_005_000, degree));
                    for security in [security, longest] {
                        assert!(security.hiding >= 56.0, "{security:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn terms_move_the_right_way() {
        let set = ParameterSet::of(SecurityLevel::L128, Profile::Fast);
        let base = Security::of(&set, &analysis(6720, 6720, 9));
        // Degree 9 pays 4 bits of grinding for log2 9 = 3.17 bits.
        assert!((base.degree_check - (132.0 - 9f64.log2())).abs() < 1e-9);
        assert!(base.constraint_hash < 128.0 && base.constraint_hash > 127.999_999_9);
        let many = Security::of(&set, &analysis(6720, 1 << 33, 9));
        assert!(many.bits < 128.0);
        let long = Security::of(&set, &analysis(1 << 40, 6720, 9));
        assert!(long.vole_consistency < base.vole_consistency - 10.0);
        assert!(long.bits < 128.0);
        let weaker = ParameterSet { lambda: 127, ..set };
        assert!(Security::of(&weaker, &analysis(6720, 6720, 9)).bits < 128.0);
    }
}
