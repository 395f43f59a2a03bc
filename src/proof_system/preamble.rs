//! The first eight bytes of every proof: what reads it, and at which level (`docs/protocol.md`, "Proof bytes").

use crate::error::{ErrorKind, ProtocolError, Result};
use crate::level::SecurityLevel;

/// The first bytes of every proof.
pub const MAGIC: [u8; 3] = *b"NXZ";
/// Version of the proof format. It names the whole construction: masks, leaf commitment, opening, transcript and the
/// encoding of statements.
pub const VERSION: u8 = 2;

/// What every proof says about itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preamble {
    /// The number of the proof system.
    pub system: u8,
    /// The level, one byte: bits / 64.
    pub level: SecurityLevel,
    /// Two bytes whose meaning is the proof system's.
    pub details: [u8; 2],
}

/// The error for bytes that are no proof.
pub fn malformed(message: impl Into<String>) -> ProtocolError {
    ProtocolError::in_field(ErrorKind::Malformed, "proof", message)
}

impl Preamble {
    /// Bytes of the preamble.
    pub const LEN: usize = 8;

    /// Reads the preamble at the start of `proof`.
    pub fn read(proof: &[u8]) -> Result<Self> {
        let Some((preamble, _)) = proof.split_first_chunk::<{ Self::LEN }>() else {
            return Err(malformed(format!(
                "a proof has at least {} bytes, got {}",
                Self::LEN,
                proof.len()
            )));
        };
        let [m0, m1, m2, version, system, level, details @ ..] = *preamble;
        if [m0, m1, m2] != MAGIC {
            return Err(malformed("the bytes do not start like a proof"));
        }
        if version != VERSION {
            return Err(ProtocolError::in_field(
                ErrorKind::Unsupported,
                "proof",
                format!("proof version {version}; this build reads version {VERSION}"),
            ));
        }
        let level = SecurityLevel::ALL
            .into_iter()
            .find(|l| l.bits() == 64 * u32::from(level))
            .ok_or_else(|| malformed(format!("no security level has the number {level}")))?;
        Ok(Self {
            system,
            level,
            details,
        })
    }

    /// Reads the preamble of a proof of this system; any other is `Unsupported`.
    pub fn read_of(system: u8, proof: &[u8]) -> Result<Self> {
        let preamble = Self::read(proof)?;
        if preamble.system != system {
            return Err(ProtocolError::in_field(
                ErrorKind::Unsupported,
                "proof",
                format!("the proof is of system {}, not {system}", preamble.system),
            ));
        }
        Ok(preamble)
    }

    /// The bytes.
    pub fn to_bytes(self) -> [u8; Self::LEN] {
        let [m0, m1, m2] = MAGIC;
        let [d0, d1] = self.details;
        let level = (self.level.bits() / 64) as u8;
        [m0, m1, m2, VERSION, self.system, level, d0, d1]
    }
}
