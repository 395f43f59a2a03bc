//! The manager: one byte that names the codec, then the codec's own bytes. Number 0 is the content itself, and whatever a codec does
//! not make shorter is stored like that.

use super::wire::{malformed, too_long};
use super::{adaptive, Codec, CompressionConfig, Hybrid, Lz4, Strategy, TensorTrain, REGISTRY};
use crate::error::{ErrorKind, ProtocolError, Result};
use std::sync::Arc;

/// The number of the codec that stores.
pub const STORED: u8 = 0;
/// The smallest number of a codec that a caller supplies.
pub const FIRST_CUSTOM: u8 = 128;

/// Compresses and decompresses under one configuration. Shared by any number of threads.
#[derive(Clone)]
pub struct Manager {
    config: CompressionConfig,
    custom: Option<Arc<dyn Codec>>,
}

/// What compression made.
#[derive(Clone, Debug, PartialEq)]
pub struct Compressed {
    /// The frame.
    pub data: Vec<u8>,
    /// The name of the codec that was used; `stored` where none was.
    pub codec: String,
    /// Bytes of the input.
    pub original_len: usize,
    /// Why the codec of the configuration could not be used, if it failed: the input is then stored.
    pub failure: Option<ProtocolError>,
}

impl Compressed {
    /// Bytes before divided by bytes after: above 1 is a gain. Stored input gives a little less than 1, empty input 0.
    pub fn ratio(&self) -> f64 {
        self.original_len as f64 / self.data.len() as f64
    }
}

/// The name of the codec with that number: of this build, or `custom`.
pub fn codec_name(id: u8) -> Option<&'static str> {
    match id {
        STORED => Some("stored"),
        FIRST_CUSTOM.. => Some("custom"),
        _ => REGISTRY
            .into_iter()
            .find(|codec| codec.id() == id)
            .map(Codec::name),
    }
}

impl Manager {
    /// A manager with the codecs of this build: `Configuration` for a ratio of 0.
    pub fn new(config: CompressionConfig) -> Result<Self> {
        let (max_ratio, max_size) = (config.max_ratio, config.max_size);
        let mut manager = Self {
            config,
            custom: None,
        };
        manager.set_limits(max_ratio, max_size)?;
        Ok(manager)
    }

    /// Sets the bounds of decompression: `Configuration` for a ratio of 0.
    pub fn set_limits(&mut self, max_ratio: u32, max_size: u64) -> Result<()> {
        if max_ratio == 0 {
            return Err(ProtocolError::in_field(
                ErrorKind::Configuration,
                "max_ratio",
                "is at least 1",
            ));
        }
        self.config.max_ratio = max_ratio;
        self.config.max_size = max_size;
        Ok(())
    }

    /// Puts a codec of the caller's in the place of the strategy: `InvalidArgument` for a number below 128.
    /// Returns the one before, which may run a caller's code when it is dropped.
    pub fn set_codec(&mut self, codec: Arc<dyn Codec>) -> Result<Option<Arc<dyn Codec>>> {
        Self::check_codec(&*codec)?;
        Ok(self.custom.replace(codec))
    }

    /// Refuses a codec of the caller's whose number is not one of those that are free.
    pub fn check_codec(codec: &dyn Codec) -> Result<()> {
        if codec.id() < FIRST_CUSTOM {
            return Err(ProtocolError::in_field(
                ErrorKind::InvalidArgument,
                "codec",
                format!("id is from {FIRST_CUSTOM} to 255, not {}", codec.id()),
            ));
        }
        Ok(())
    }

    /// The configuration.
    pub fn config(&self) -> &CompressionConfig {
        &self.config
    }

    /// Compresses `input`, into at most one byte more. `LimitExceeded` for input that is longer than decompression may yield.
    /// A failure of the codec is no error: the input is stored and the failure told.
    pub fn compress(&self, input: &[u8]) -> Result<Compressed> {
        if input.len() as u64 > self.config.max_size {
            return Err(ProtocolError::in_field(
                ErrorKind::LimitExceeded,
                "bytes",
                format!(
                    "{} bytes are more than the {} allowed",
                    input.len(),
                    self.config.max_size
                ),
            ));
        }
        let mut best: Option<(&dyn Codec, Vec<u8>)> = None;
        let mut failure = None;
        for codec in self.candidates(input) {
            match self.attempt(codec, input) {
                Ok(bytes) => {
                    let shortest = best.as_ref().map_or(input.len(), |(_, bytes)| bytes.len());
                    if bytes.len() < shortest && self.max_len(1 + bytes.len()) >= input.len() {
                        best = Some((codec, bytes));
                    }
                }
                Err(error) => failure = Some(error),
            }
        }
        let (id, codec, bytes) = match &best {
            Some((codec, bytes)) => (codec.id(), codec.name(), bytes.as_slice()),
            None => (STORED, "stored", input),
        };
        let mut data = Vec::with_capacity(1 + bytes.len());
        data.push(id);
        data.extend_from_slice(bytes);
        Ok(Compressed {
            data,
            codec: codec.to_owned(),
            original_len: input.len(),
            failure,
        })
    }

    /// The codecs to try: the shortest result wins.
    fn candidates(&self, input: &[u8]) -> Vec<&dyn Codec> {
        if input.is_empty() {
            return vec![];
        }
        if let Some(codec) = &self.custom {
            return vec![codec.as_ref()];
        }
        match self.config.strategy {
            Strategy::None => vec![],
            Strategy::Lz4 => vec![&Lz4],
            Strategy::TensorTrain => vec![&TensorTrain],
            Strategy::Hybrid => vec![&Hybrid],
            Strategy::Adaptive => adaptive::candidates(input),
        }
    }

    /// What `codec` makes of `input`. A codec that is not the library's own is trusted only once it has restored the input.
    fn attempt(&self, codec: &dyn Codec, input: &[u8]) -> Result<Vec<u8>> {
        let bytes = codec.compress(input)?;
        if codec.id() >= FIRST_CUSTOM
            && bytes.len() < input.len()
            && codec.decompress(&bytes, input.len())? != input
        {
            return Err(ProtocolError::new(
                ErrorKind::Compression,
                format!("the codec {} does not restore its input", codec.name()),
            ));
        }
        Ok(bytes)
    }

    /// Most bytes that a frame of that length may become.
    fn max_len(&self, frame_len: usize) -> usize {
        let by_ratio = (frame_len as u64).saturating_mul(self.config.max_ratio.into());
        usize::try_from(by_ratio.min(self.config.max_size)).unwrap_or(usize::MAX)
    }

    /// Restores what was compressed. `Malformed` for bytes that no codec made, `Unsupported` for a codec that this manager does not
    /// have, `LimitExceeded` for more than the configuration allows, `Compression` where the caller's codec fails.
    pub fn decompress(&self, data: &[u8]) -> Result<Vec<u8>> {
        self.decompress_within(data, self.config.max_size)
    }

    /// The same, with `LimitExceeded` also for more than `max_size` bytes.
    pub fn decompress_within(&self, data: &[u8], max_size: u64) -> Result<Vec<u8>> {
        let (&id, bytes) = data
            .split_first()
            .ok_or_else(|| malformed("compressed bytes are not empty"))?;
        let max_len = self
            .max_len(data.len())
            .min(usize::try_from(max_size).unwrap_or(usize::MAX));
        if id == STORED {
            return match bytes.len() <= max_len {
                true => Ok(bytes.to_vec()),
                false => Err(too_long(max_len)),
            };
        }
        let codec = REGISTRY
            .into_iter()
            .chain(self.custom.as_deref())
            .find(|codec| codec.id() == id)
            .ok_or_else(|| {
                ProtocolError::in_field(
                    ErrorKind::Unsupported,
                    "bytes",
                    format!("no codec here has the number {id}"),
                )
            })?;
        let content = codec.decompress(bytes, max_len)?;
        if content.len() > max_len {
            return Err(ProtocolError::new(
                ErrorKind::Compression,
                format!("the codec {} gave more than it may", codec.name()),
            ));
        }
        Ok(content)
    }
}
