//! Frames of the compression manager, under small limits: nothing becomes more than they say, and what is compressed comes back.
//!
//! Input: strategy, largest ratio, log2 of the largest size, and a frame, which is also a content.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nexuszero::compression::manager::codec_name;
use nexuszero::compression::{CompressionConfig, Manager, Strategy};
use nexuszero::error::ErrorKind;
use nexuszero_fuzz::{check_error, check_refusal, within};

fuzz_target!(|data: &[u8]| {
    let Some((&[strategy, max_ratio, size], bytes)) = data.split_first_chunk::<3>() else {
        return;
    };
    let config = CompressionConfig {
        strategy: Strategy::ALL[usize::from(strategy) % Strategy::ALL.len()],
        max_ratio: max_ratio.into(),
        max_size: 1 << (size % 24),
    };
    let (max_ratio, max_size) = (u64::from(config.max_ratio), config.max_size);
    let manager = match Manager::new(config) {
        Ok(manager) => manager,
        Err(error) => {
            assert_eq!((error.kind(), max_ratio), (ErrorKind::Configuration, 0));
            return;
        }
    };

    let max_len = max_size.min(max_ratio * bytes.len() as u64) as usize;
    let decompress = || manager.decompress(bytes);
    match within(4 * max_len + (16 << 20), decompress) {
        Ok(content) => {
            assert!(content.len() <= max_len);
            let half = content.len() as u64 / 2;
            let within_half = manager.decompress_within(bytes, half);
            assert_eq!(within_half.is_ok(), content.is_empty());
            assert!(codec_name(bytes[0]).is_some());
        }
        Err(error) => check_refusal(&error),
    }

    match manager.compress(bytes) {
        Ok(compressed) => {
            assert!(compressed.data.len() <= bytes.len() + 1);
            assert_eq!(compressed.failure, None);
            match manager.decompress(&compressed.data) {
                Ok(content) => assert_eq!(content, bytes),
                Err(error) => panic!("{} does not come back: {error}", compressed.codec),
            }
        }
        Err(error) => {
            check_error(&error);
            assert!(bytes.len() as u64 > max_size, "{error}");
        }
    }
});
