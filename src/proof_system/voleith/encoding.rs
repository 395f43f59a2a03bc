//! The bytes of a proof. `docs/protocol.md` has the same table in words.
//!
//! Header, then the parts in order, without gaps; every length follows from header and statement.

use super::params::{ParameterSet, B};
use crate::circuit::count::Analysis;
use crate::error::Result;
use crate::level::{Profile, SecurityLevel, MAX_DEGREE};
use crate::proof_system::preamble::{self, Preamble};
use std::ops::Range;

/// The number of this proof system in the header.
pub const SYSTEM: u8 = 1;

/// What a proof says about itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// The level, one byte: bits / 64.
    pub level: SecurityLevel,
    /// The profile, one byte.
    pub profile: Profile,
    /// D, one byte.
    pub degree: u8,
}

impl Header {
    /// Bytes of the header.
    pub const LEN: usize = Preamble::LEN;

    /// Reads the header at the start of `proof`.
    pub fn read(proof: &[u8]) -> Result<Self> {
        let preamble = Preamble::read_of(SYSTEM, proof)?;
        let [profile, degree] = preamble.details;
        let profile = Profile::from_id(profile.into())
            .map_err(|error| preamble::malformed(error.message()))?;
        if degree == 0 || degree > MAX_DEGREE {
            return Err(preamble::malformed(format!(
                "the degree is 1 to {MAX_DEGREE}, got {degree}"
            )));
        }
        Ok(Self {
            level: preamble.level,
            profile,
            degree,
        })
    }

    /// The header's bytes.
    pub fn to_bytes(self) -> [u8; Self::LEN] {
        let preamble = Preamble {
            system: SYSTEM,
            level: self.level,
            details: [self.profile.id() as u8, self.degree],
        };
        preamble.to_bytes()
    }

    /// The parameters it names.
    pub fn parameters(self) -> ParameterSet {
        ParameterSet::of(self.level, self.profile)
    }
}

/// Where the parts of a proof lie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// ℓ in bytes: committed bits, padded.
    pub witness_len: usize,
    /// ℓ̂/8: bytes of a VOLE string.
    pub row_len: usize,
    /// c_1 to c_(τ-1).
    pub corrections: Range<usize>,
    /// ũ.
    pub u_tilde: Range<usize>,
    /// d.
    pub d: Range<usize>,
    /// a_1 to a_(D-1).
    pub coefficients: Range<usize>,
    /// τ commitments, then T_open nodes.
    pub opening: Range<usize>,
    /// chall_3, that is Δ.
    pub challenge3: Range<usize>,
    /// iv_pre.
    pub iv_pre: Range<usize>,
    /// ctr, four bytes, little-endian.
    pub counter: Range<usize>,
    /// Bytes of the whole proof.
    pub len: usize,
}

impl Layout {
    /// The layout for a parameter set and a statement's analysis.
    pub fn new(set: &ParameterSet, analysis: &Analysis) -> Self {
        let n = set.lambda_bytes();
        let degree = usize::from(analysis.degree);
        let witness_len = analysis.committed.div_ceil(8);
        // ℓ witness bits, D - 1 masks of λ bits, λ + B bits that mask the consistency check.
        let row_len = witness_len + degree * n + B / 8;
        let mut end = Header::LEN;
        let mut part = |len: usize| {
            end += len;
            end - len..end
        };
        Self {
            witness_len,
            row_len,
            corrections: part((set.tau - 1) * row_len),
            u_tilde: part(n + B / 8),
            d: part(witness_len),
            coefficients: part((degree - 1) * n),
            opening: part(set.tau * 2 * n + set.opening_nodes * n),
            challenge3: part(n),
            iv_pre: part(16),
            counter: part(4),
            len: end,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    #[test]
    fn header_round_trips_and_refuses() {
        let header = Header {
            level: SecurityLevel::L192,
            profile: Profile::Tiny,
            degree: 9,
        };
        let bytes = header.to_bytes();
        assert_eq!(Header::read(&bytes).unwrap(), header);
        for len in 0..bytes.len() {
            let error = Header::read(&bytes[..len]).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Malformed);
        }
        // Every byte is checked; version and system are told apart from garbage.
        for (at, bad, kind) in [
            (0, b'n', ErrorKind::Malformed),
            (2, 0, ErrorKind::Malformed),
            (3, 1, ErrorKind::Unsupported),
            (4, 0, ErrorKind::Unsupported),
            (5, 1, ErrorKind::Malformed),
            (5, 5, ErrorKind::Malformed),
            (6, 0, ErrorKind::Malformed),
            (6, 5, ErrorKind::Malformed),
            (7, 0, ErrorKind::Malformed),
            (7, MAX_DEGREE + 1, ErrorKind::Malformed),
        ] {
            let mut changed = bytes;
            changed[at] = bad;
            assert_eq!(
                Header::read(&changed).unwrap_err().kind(),
                kind,
                "byte {at}"
            );
        }
    }
}
