//! Configuration: what a protocol does, and what it refuses.

pub mod layers;
pub mod settings;

use crate::error::{ErrorKind, ProtocolError, Result};

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
    pub fn from_bits(bits: u32) -> Result<Self> {
        Self::ALL
            .into_iter()
            .find(|level| level.bits() == bits)
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
    /// A third smaller than `Fast`, a few times slower.
    Balanced = 2,
    /// Close to the smallest proofs, tens of milliseconds.
    Small = 3,
    /// The smallest proofs, hundreds of milliseconds.
    Tiny = 4,
}

impl Profile {
    /// Every profile, from fastest to smallest.
    pub const ALL: [Self; 4] = [Self::Fast, Self::Balanced, Self::Small, Self::Tiny];

    /// The number in the proof header and in the C ABI.
    pub fn id(self) -> u32 {
        self as u32
    }

    /// The profile with that number.
    pub fn from_id(id: u32) -> Result<Self> {
        Self::ALL
            .into_iter()
            .find(|profile| profile.id() == id)
            .ok_or_else(|| {
                ProtocolError::in_field(
                    ErrorKind::Unsupported,
                    "profile",
                    format!("no profile has the number {id}"),
                )
            })
    }

    /// The profile with that name.
    pub fn from_name(name: &str) -> Result<Self> {
        Self::ALL
            .into_iter()
            .find(|profile| profile.name() == name)
            .ok_or_else(|| {
                ProtocolError::in_field(
                    ErrorKind::Unsupported,
                    "profile",
                    format!("no profile has the name {name:?}"),
                )
            })
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

/// A ready-made configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preset {
    /// 128 bits, `balanced`.
    Default,
    /// 128 bits, `fast`.
    Fast,
    /// 256 bits, `balanced`, every proof verified before it is returned, discrete logarithms refused.
    Secure,
}

/// Bounds that are checked before anything is allocated or computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Longest proof, in bytes, that is made or looked at.
    pub max_proof_size: u64,
    /// Longest context, in bytes.
    pub max_context_size: u64,
    /// Most work that one proof may cost its verifier, in AES blocks (about 0.3 to 1 ns each with AES instructions); field
    /// products are counted as so many blocks as they take time.
    pub max_work: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_proof_size: 64 << 20,
            max_context_size: 1 << 20,
            max_work: 1 << 32,
        }
    }
}

/// What a protocol does. Prover and verifier take the level from here, never from a proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProtocolConfig {
    /// The level that every proof must have, made or verified.
    pub security_level: SecurityLevel,
    /// The profile of the proofs that are made. Proofs of every profile are verified.
    pub profile: Profile,
    /// Verify each new proof before returning it.
    pub verify_after_generation: bool,
    /// Refuse statements whose proofs quantum computers break: discrete logarithms.
    pub require_quantum_resistance: bool,
    /// Bounds on inputs and work.
    pub limits: Limits,
}

impl ProtocolConfig {
    /// The configuration of a preset.
    pub fn preset(preset: Preset) -> Self {
        let base = Self {
            security_level: SecurityLevel::L128,
            profile: Profile::Balanced,
            verify_after_generation: false,
            require_quantum_resistance: false,
            limits: Limits::default(),
        };
        match preset {
            Preset::Default => base,
            Preset::Fast => Self {
                profile: Profile::Fast,
                ..base
            },
            Preset::Secure => Self {
                security_level: SecurityLevel::L256,
                verify_after_generation: true,
                require_quantum_resistance: true,
                ..base
            },
        }
    }
}
