//! Compression: codecs behind one trait, and a manager that never makes anything larger than stored plus one byte.
//!
//! Proof bytes are outputs of a PRG and of hash functions, and field elements masked by them: close to random, and no codec shrinks
//! them. They come out stored, and the reported ratio says so. What does shrink is what lies around proofs: circuits, statement lists,
//! metrics, JSON, and numeric payloads (tables, measurements, samples on a grid), some of which have low tensor rank.
//!
//! * [`manager`]: the frame (one byte that names the codec, then its bytes), choice of the codec, bounds of decompression;
//! * [`lz4`]: general purpose, the LZ4 frame format;
//! * [`tensor_train`]: numeric payloads as matrix product states with an exact residual;
//! * [`hybrid`]: the same, with LZ4 over the parts;
//! * `adaptive`, `entropy`: what is worth trying, from a sample.
//!
//! Compressed length depends on content: a secret must not be compressed together with what an adversary chooses. `docs/compression.md`
//! has the formats.

mod adaptive;
mod entropy;
pub mod hybrid;
pub mod lz4;
pub mod manager;
pub mod tensor_train;
mod wire;

pub use manager::{Compressed, Manager};
pub(crate) use wire::{malformed, reserve, too_long, zeros};

use crate::error::{ErrorKind, ProtocolError, Result};
use crate::lookup::Lookup;
use hybrid::Hybrid;
use lz4::Lz4;
use tensor_train::TensorTrain;

/// How a manager compresses. The discriminant is the number in the C ABI.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[repr(u32)]
pub enum Strategy {
    /// Everything is stored.
    None = 0,
    /// LZ4 frames.
    Lz4 = 1,
    /// Matrix product states with an exact residual, for numeric payloads.
    TensorTrain = 2,
    /// Tensor trains and LZ4 together.
    Hybrid = 3,
    /// What a sample of the input suggests.
    #[default]
    Adaptive = 4,
}

impl Strategy {
    /// Every strategy.
    pub const ALL: [Self; 5] = [
        Self::None,
        Self::Lz4,
        Self::TensorTrain,
        Self::Hybrid,
        Self::Adaptive,
    ];

    const LOOKUP: Lookup<Self> = Lookup {
        field: "strategy",
        noun: "compression strategy",
        all: &Self::ALL,
        id: Self::id,
        name: Self::name,
    };

    /// The number in the C ABI.
    pub fn id(self) -> u32 {
        self as u32
    }

    /// The name in configurations.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Lz4 => "lz4",
            Self::TensorTrain => "tensor-train",
            Self::Hybrid => "hybrid",
            Self::Adaptive => "adaptive",
        }
    }

    /// The strategy with that number.
    pub fn from_id(id: u32) -> Result<Self> {
        Self::LOOKUP.by_id(id)
    }

    /// The strategy with that name.
    pub fn from_name(name: &str) -> Result<Self> {
        Self::LOOKUP.by_name(name)
    }
}

/// Something that makes bytes shorter and restores them exactly. Used by several threads at once.
pub trait Codec: Send + Sync {
    /// The name in reports, lower case.
    fn name(&self) -> &str;

    /// The number in frames: 1 to 127 for those of the library, 128 to 255 for those that a caller supplies.
    fn id(&self) -> u8;

    /// The input in this codec's format, which may turn out longer than the input. `Compression` where that fails.
    fn compress(&self, input: &[u8]) -> Result<Vec<u8>>;

    /// What `compress` was given, at most `max_len` bytes: `LimitExceeded` for more, `Malformed` for bytes that `compress` does not
    /// make. The input is untrusted; allocations stay in proportion to `max_len`.
    fn decompress(&self, input: &[u8], max_len: usize) -> Result<Vec<u8>>;

    /// Runs a known answer.
    fn health_check(&self) -> Result<()>;
}

/// The codecs of this build.
pub const REGISTRY: [&dyn Codec; 3] = [&Lz4, &TensorTrain, &Hybrid];

/// Runs the health check of every codec; the first failure is returned.
pub fn health_check() -> Result<()> {
    REGISTRY.into_iter().try_for_each(Codec::health_check)
}

/// How to compress, and what decompression may yield.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompressionConfig {
    /// How to compress.
    pub strategy: Strategy,
    /// Most bytes that one compressed byte may become; at least 1.
    pub max_ratio: u32,
    /// Most bytes that decompression may yield, and that are compressed at once.
    pub max_size: u64,
}

impl Default for CompressionConfig {
    fn default() -> Self {
        Self {
            strategy: Strategy::default(),
            max_ratio: 1024,
            max_size: 256 << 20,
        }
    }
}

/// The known answer of a codec: what `compressed` becomes.
fn check_known_answer(codec: &dyn Codec, content: &[u8], compressed: &[u8]) -> Result<()> {
    match codec.decompress(compressed, content.len()) {
        Ok(found) if found == content => Ok(()),
        _ => Err(ProtocolError::new(
            ErrorKind::Compression,
            format!("the codec {} does not restore what is known", codec.name()),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_names_are_distinct_and_lead_back() {
        for strategy in Strategy::ALL {
            assert_eq!(Strategy::from_id(strategy.id()), Ok(strategy));
            assert_eq!(Strategy::from_name(strategy.name()), Ok(strategy));
        }
        assert_eq!(
            Strategy::from_id(5).unwrap_err().kind(),
            ErrorKind::Unsupported
        );
        assert_eq!(
            Strategy::from_name("LZ4").unwrap_err().field(),
            Some("strategy")
        );
        let mut ids = REGISTRY.map(Codec::id);
        ids.sort_unstable();
        assert!(ids.windows(2).all(|pair| pair[0] < pair[1]) && (1..128).contains(&ids[0]));
    }

    #[test]
    fn every_codec_is_healthy() {
        health_check().unwrap();
    }
}
