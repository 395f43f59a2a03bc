//! Tensor streams, plain and hybrid: what is read is within bounds and survives compression, and so does every content.
//!
//! Input: one byte for the codec and what the rest is, two bytes for the most that a stream may become, and a stream or a content.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nexuszero::compression::hybrid::Hybrid;
use nexuszero::compression::tensor_train::TensorTrain;
use nexuszero::compression::Codec;
use nexuszero_fuzz::{check_refusal, within};

/// What a tensor of the largest size takes while it is restored: its numbers in several forms.
const MAX_TENSOR: usize = 16 << 20;

/// Longer contents take as long to compress as a thousand inputs to decompress.
const MAX_CONTENT: usize = 4 << 10;

fn check_content(codec: &dyn Codec, content: &[u8]) {
    let stream = codec.compress(content).expect("memory does not fail");
    let restored = codec.decompress(&stream, content.len());
    assert!(restored.as_deref() == Ok(content), "{:?}", restored.err());
}

fuzz_target!(|data: &[u8]| {
    let Some((&[how, low, high], rest)) = data.split_first_chunk::<3>() else {
        return;
    };
    let codec: &dyn Codec = if how & 1 == 0 { &TensorTrain } else { &Hybrid };
    if how & 2 != 0 {
        return check_content(codec, rest);
    }
    let max_len = 64 * usize::from(u16::from_le_bytes([low, high]));
    let decompress = || codec.decompress(rest, max_len);
    match within(4 * max_len + MAX_TENSOR, decompress) {
        Ok(content) => {
            assert!(content.len() <= max_len);
            if content.len() <= MAX_CONTENT {
                check_content(codec, &content);
            }
        }
        Err(error) => check_refusal(&error),
    }
});
