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
pub(super) mod estimate;
mod residual;
pub(super) mod stream;
mod svd;
mod train;

use super::{adaptive, check_known_answer, Codec};
use crate::error::Result;
use estimate::Plan;
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
        Ok(stream::encode(input, plan(input), Packing::Plain))
    }

    fn decompress(&self, input: &[u8], max_len: usize) -> Result<Vec<u8>> {
        stream::decode(input, max_len, Packing::Plain)
    }

    fn health_check(&self) -> Result<()> {
        check_known_answer(self, &known_content(), KNOWN_STREAM)
    }
}

/// How to read `input`, if that promises anything.
pub(super) fn plan(input: &[u8]) -> Option<Plan> {
    match adaptive::is_near_random(input) {
        true => None,
        false => Plan::of(input),
    }
}

/// Sixteen times the table of products of 1 to 32, as 16-bit numbers, and 3 at the end of it.
pub(super) fn known_content() -> Vec<u8> {
    let product = |i: u16| 16 * (1 + i / 32) * (1 + i % 32);
    let mut numbers: Vec<u16> = (0..1024).map(product).collect();
    numbers[1023] = 3;
    numbers.iter().flat_map(|n| n.to_le_bytes()).collect()
}

/// [`known_content`] compressed.
const KNOWN_STREAM: &[u8] = &[];
