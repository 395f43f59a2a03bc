//! Numeric payloads as tensor trains (matrix product states) with an exact residual.
//!
//! The payload is read as an array of numbers, little-endian integers or floating-point numbers, and cut into tensors. A tensor of low
//! rank is the product of small cores (`train`), which predicts every element; what a prediction misses is the residual, and the two
//! restore the payload bit for bit. That pays for tables, separable functions, smooth fields and ramps. Everything else is carried as it
//! is: a sample (`estimate`) says so before any work is done.
//!
//! * `element`: types of elements, their codes and residuals;
//! * `estimate`: what a sample says;
//! * `svd`, `train`: decomposition and product;
//! * `residual`: residuals as bits;
//! * `stream`: the format.

mod element;
mod estimate;
mod residual;
pub(super) mod stream;
mod svd;
mod train;

use super::{check_known_answer, Codec};
use crate::error::Result;
use stream::Packing;

/// The codec.
pub struct TensorTrain;

impl Codec for TensorTrain {
    fn name(&self) -> &'static str {
        "tensor-train"
    }

    fn id(&self) -> u8 {
        2
    }

    fn compress(&self, input: &[u8]) -> Result<Vec<u8>> {
        Ok(stream::encode(input, Packing::Plain))
    }

    fn decompress(&self, input: &[u8], max_len: usize) -> Result<Vec<u8>> {
        stream::decode(input, max_len, Packing::Plain)
    }

    fn health_check(&self) -> Result<()> {
        check_known_answer(self, KNOWN_CONTENT, KNOWN_STREAM)?;
        let table = table();
        check_known_answer(self, &table, &self.compress(&table)?)
    }
}

/// The products of 1 to 32, as 16-bit numbers.
pub(super) fn table() -> Vec<u8> {
    (0..1024_u16)
        .flat_map(|i| ((1 + i / 32) * (1 + i % 32)).to_le_bytes())
        .collect()
}

/// The products of 1 to 4 as bytes, but 15 for the last one; then (0.5, 1.5, 1, 3) in binary64.
#[rustfmt::skip]
const KNOWN_CONTENT: &[u8] = &[
    1, 2, 3, 4, 2, 4, 6, 8, 3, 6, 9, 12, 4, 8, 12, 15,
    0, 0, 0, 0, 0, 0, 0xe0, 0x3f, 0, 0, 0, 0, 0, 0, 0xf8, 0x3f, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f, 0, 0, 0, 0, 0, 0, 0x08, 0x40,
];
/// Written by hand: length and checksum; a tensor of 4 by 4 bytes with cores (1, 2, 3, 4) and a residual of -1 at the end; and one of
/// 2 by 2 numbers with cores (1, 2) and (1, 3), a scale of 1/2 and no residual.
#[rustfmt::skip]
const KNOWN_STREAM: &[u8] = &[
    48, 0xf6, 0x04, 0x01, 0xe1,
    1, 0x00, 2, 4, 4, 1, 1, 0, 0, 0, 1, 2, 3, 4, 1, 2, 3, 4, 0, 3, 0, 0, 0x40,
    1, 0x23, 2, 2, 2, 1, 1, 0xff, 0xff, 0, 1, 2, 1, 3, 0, 0,
];
