//! LZ4 frames: what is read is within bounds, is what the reader of crate `lz4_flex` makes of the frame, and survives compression.
//!
//! Input: the most that the frame may become, two bytes, and the frame.
#![no_main]

use libfuzzer_sys::fuzz_target;
use lz4_flex::frame::FrameDecoder;
use nexuszero::compression::lz4::Lz4;
use nexuszero::compression::Codec;
use nexuszero_fuzz::{check_refusal, within};
use std::io::Read;

fuzz_target!(|data: &[u8]| {
    let Some((&max_len, frame)) = data.split_first_chunk::<2>() else {
        return;
    };
    let max_len = 64 * usize::from(u16::from_le_bytes(max_len));
    let decompress = || Lz4.decompress(frame, max_len);
    match within(4 * max_len + (64 << 10), decompress) {
        Ok(content) => {
            assert!(content.len() <= max_len);
            let mut other = Vec::new();
            let mut decoder = FrameDecoder::new(frame);
            // It takes a block without content for the end, unlike the tool `lz4`, and goes on when it is asked again.
            for _ in 0..frame.len() {
                decoder.read_to_end(&mut other).expect("a good frame");
                if other.len() >= content.len() {
                    break;
                }
            }
            assert!(content == other, "two readers, two contents");
            let again = Lz4.compress(&content).expect("memory does not fail");
            assert_eq!(Lz4.decompress(&again, content.len()), Ok(content));
        }
        Err(error) => check_refusal(&error),
    }
    let frame = Lz4.compress(data).expect("memory does not fail");
    assert_eq!(Lz4.decompress(&frame, data.len()).as_deref(), Ok(data));
});
