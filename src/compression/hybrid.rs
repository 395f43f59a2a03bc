//! Tensor trains and LZ4 together: the stream of [`super::tensor_train`], in which each part (cores, residuals, and what is no tensor)
//! is an LZ4 block where that is shorter.

use super::tensor_train::stream::{decode, encode, Packing};
use super::tensor_train::table;
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
        Ok(encode(input, Packing::Lz4))
    }

    fn decompress(&self, input: &[u8], max_len: usize) -> Result<Vec<u8>> {
        decode(input, max_len, Packing::Lz4)
    }

    fn health_check(&self) -> Result<()> {
        check_known_answer(self, &[b'a'; 60], KNOWN_STREAM)?;
        let table = table();
        check_known_answer(self, &table, &self.compress(&table)?)
    }
}

/// Sixty bytes `a`: length and checksum, then one piece of 60 bytes in an LZ4 block of 11.
#[rustfmt::skip]
const KNOWN_STREAM: &[u8] = &[
    60, 0x49, 0x67, 0x2f, 0x3e, 0, 60, 1, 11, 0x1f, 0x61, 1, 0, 0x23, 0x50, 0x61, 0x61, 0x61, 0x61, 0x61,
];
