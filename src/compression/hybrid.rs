//! Tensor trains and LZ4 together: the stream of [`super::tensor_train`], in which each part (cores, residuals, and what is no tensor)
//! is an LZ4 block where that is shorter.

use super::tensor_train::stream::{decode, encode, Packing};
use super::tensor_train::{known_content, plan};
use super::{check_known_answer, Codec};
use crate::error::Result;

/// The codec.
pub struct Hybrid;

impl Codec for Hybrid {
    fn name(&self) -> &'static str {
        "hybrid"
    }

    fn id(&self) -> u8 {
        3
    }

    fn compress(&self, input: &[u8]) -> Result<Vec<u8>> {
        Ok(encode(input, plan(input), Packing::Lz4))
    }

    fn decompress(&self, input: &[u8], max_len: usize) -> Result<Vec<u8>> {
        decode(input, max_len, Packing::Lz4)
    }

    fn health_check(&self) -> Result<()> {
        check_known_answer(self, &known_content(), KNOWN_STREAM)
    }
}

/// The content of the known answer compressed.
const KNOWN_STREAM: &[u8] = &[];
