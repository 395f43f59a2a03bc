//! What a proof is made for: security level and profile, and the bound on the degree of its check.

use crate::error::{ErrorKind, ProtocolError, Result};
use crate::lookup::Lookup;

/// The largest supported degree of a check: selection from 2^20 entries has degree 20.
pub const MAX_DEGREE: u8 = 24;

/// Classical security, in bits, that every proof must reach. Also λ of the proof engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SecurityLevel {
    /// NIST category 1.
    L128,
    /// NIST category 3.
    L192,
    /// NIST category 5.
    L256,
}

impl SecurityLevel {
    /// Every level.
    pub const ALL: [Self; 3] = [Self::L128, Self::L192, Self::L256];

    /// The level in bits: 128, 192 or 256.
    pub fn bits(self) -> u32 {
        match self {
            Self::L128 => 128,
            Self::L192 => 192,
            Self::L256 => 256,
        }
    }

    /// The level of that many bits.
    pub fn from_bits(bits: u64) -> Result<Self> {
        Self::ALL
            .into_iter()
            .find(|level| u64::from(level.bits()) == bits)
            .ok_or_else(|| {
                ProtocolError::in_field(
                    ErrorKind::Configuration,
                    "security_level",
                    format!("the security level is 128, 192 or 256 bits, not {bits}"),
                )
            })
    }
}

/// Where a proof stands between fast and small. The discriminant is its number in the proof header and in the C
/// ABI; the parameters behind it are in `proof_system::voleith::params`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u32)]
pub enum Profile {
    /// Shortest proving and verification time.
    Fast = 1,
    /// Smaller than `Fast` and slower.
    Balanced = 2,
    /// Smaller than `Balanced` and slower.
    Small = 3,
    /// The smallest proofs, and the slowest.
    Tiny = 4,
}

impl Profile {
    /// Every profile, from fastest to smallest.
    pub const ALL: [Self; 4] = [Self::Fast, Self::Balanced, Self::Small, Self::Tiny];

    const LOOKUP: Lookup<Self> = Lookup {
        field: "profile",
        noun: "profile",
        all: &Self::ALL,
        id: Self::id,
        name: Self::name,
    };

    /// The number in the proof header and in the C ABI.
    pub fn id(self) -> u32 {
        self as u32
    }

    /// The profile with that number.
    pub fn from_id(id: u32) -> Result<Self> {
        Self::LOOKUP.by_id(id)
    }

    /// The profile with that name.
    pub fn from_name(name: &str) -> Result<Self> {
        Self::LOOKUP.by_name(name)
    }

    /// The lower-case name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Fast => "fast",
            Self::Balanced => "balanced",
            Self::Small => "small",
            Self::Tiny => "tiny",
        }
    }
}
