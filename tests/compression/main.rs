//! Compression from the outside: every strategy restores everything, never takes more than a byte more, and refuses what it did not make.

#[path = "../common/mod.rs"]
mod common;
mod payloads;

use nexuszero::compression::hybrid::Hybrid;
use nexuszero::compression::lz4::Lz4;
use nexuszero::compression::tensor_train::TensorTrain;
use nexuszero::compression::{Codec, CompressionConfig, Manager, Strategy, REGISTRY};
use nexuszero::config::{Profile, SecurityLevel};
use nexuszero::error::{ErrorKind, Result};
use nexuszero::hash::HashAlgorithm;
use proptest::prelude::*;
use proptest::strategy::Strategy as _;
use std::sync::Arc;

fn manager(strategy: Strategy) -> Manager {
    Manager::new(CompressionConfig {
        strategy,
        ..CompressionConfig::default()
    })
    .unwrap()
}

/// Restored, and at most a byte longer, by every strategy.
fn restored_by_all(content: &[u8]) {
    for strategy in Strategy::ALL {
        let manager = manager(strategy);
        let compressed = manager.compress(content).unwrap();
        assert!(compressed.data.len() <= content.len() + 1, "{strategy:?}");
        assert_eq!(compressed.failure, None);
        assert!(manager.decompress(&compressed.data).unwrap() == content);
        // Whatever the strategy, it takes the frames of all.
        let other = self::manager(Strategy::None);
        assert!(other.decompress(&compressed.data).unwrap() == content);
    }
}

/// Content of many kinds: noise, few symbols, repetitions, and arithmetic progressions of all widths.
fn content() -> impl proptest::strategy::Strategy<Value = Vec<u8>> {
    let noise = proptest::collection::vec(any::<u8>(), 0..3000);
    let few = proptest::collection::vec(0_u8..4, 0..3000);
    let repeated = (proptest::collection::vec(any::<u8>(), 1..40), 1_usize..100)
        .prop_map(|(bytes, times)| bytes.repeat(times));
    let progression = (0_u32..4, any::<u64>(), any::<u64>(), 0_usize..1500).prop_map(
        |(log_width, first, step, count)| {
            let number = |i: usize| first.wrapping_add(step.wrapping_mul(i as u64));
            let bytes = |i| number(i).to_le_bytes().into_iter().take(1 << log_width);
            (0..count).flat_map(bytes).collect()
        },
    );
    let floats = (-1e9_f64..1e9, -1e3_f64..1e3, 0_usize..500).prop_map(|(first, step, count)| {
        let number = |i: usize| first + step * (i as f64).sqrt();
        (0..count).flat_map(|i| number(i).to_le_bytes()).collect()
    });
    prop_oneof![noise, few, repeated, progression, floats]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn everything_is_restored(content in content()) {
        restored_by_all(&content);
    }

    /// Bytes that are no frame: an error or bounded content, and never a panic.
    #[test]
    fn arbitrary_bytes_are_refused_or_bounded(bytes: Vec<u8>, id in 0_u8..6, max_len in 0_usize..5000) {
        let frame = [&[id], bytes.as_slice()].concat();
        let config = CompressionConfig { max_ratio: 20, max_size: max_len as u64, ..CompressionConfig::default() };
        check_bounded(&Manager::new(config).unwrap(), &frame);
        for codec in REGISTRY {
            if let Ok(content) = codec.decompress(&bytes, max_len) {
                prop_assert!(content.len() <= max_len);
            }
        }
    }

    /// Changed and shortened frames of all codecs are noticed: each has a checksum of its content.
    #[test]
    fn damage_is_noticed(which in 0_usize..3, payload in 0_usize..4, at: prop::sample::Index, bit in 0_u8..8) {
        let codec = REGISTRY[which];
        let content = small_payloads().swap_remove(payload);
        let bytes = codec.compress(&content).unwrap();
        let at = at.index(bytes.len());
        let mut flipped = bytes.clone();
        flipped[at] ^= 1 << bit;
        for damaged in [&flipped, &bytes[..at], &[&bytes[..], &[bit]].concat()] {
            if let Ok(found) = codec.decompress(damaged, 2 * content.len()) {
                // A change of what has no effect, such as of a flag that the tool `lz4` may set.
                prop_assert!(found == content);
            }
        }
        prop_assert!(codec.decompress(&bytes[..at], content.len()).is_err());
    }
}

fn check_bounded(manager: &Manager, frame: &[u8]) {
    match manager.decompress(frame) {
        Ok(content) => {
            let config = manager.config();
            assert!(content.len() as u64 <= config.max_size);
            assert!(content.len() <= config.max_ratio as usize * frame.len());
        }
        Err(error) => assert!(matches!(
            error.kind(),
            ErrorKind::Malformed | ErrorKind::LimitExceeded | ErrorKind::Unsupported
        )),
    }
}

/// Payloads that the three codecs treat differently, short enough to be damaged often.
fn small_payloads() -> Vec<Vec<u8>> {
    let ramp = (0..600_u32).flat_map(|i| (7 * i).to_le_bytes()).collect();
    let table: Vec<u8> = (0..1600_u16)
        .flat_map(|i| ((i / 40) * (i % 40)).to_le_bytes())
        .collect();
    let noisy = [&table[..], &payloads::random(300, 5)].concat();
    vec![ramp, table, noisy, b"to and fro, ".repeat(50)]
}

#[test]
fn small_and_large_content_is_restored() {
    for len in [0, 1, 2, 7, 8, 9, 255, 256, 257, 511, 512, 4096] {
        restored_by_all(&vec![0; len]);
        restored_by_all(&payloads::random(len, len as u64));
    }
    restored_by_all(&vec![7; 3 << 20]);
    restored_by_all(&payloads::random(3 << 20, 3));
}

/// What no prediction comes near, and what squares of leave the range of binary64, among numbers that are predicted.
#[test]
fn floats_of_all_kinds_are_restored() {
    let odd = [
        f64::NAN,
        f64::INFINITY,
        -f64::INFINITY,
        -0.0,
        1e300,
        -1e300,
        5e-324,
        1e-310,
    ];
    for every in [1, 7, 97, 1000] {
        let number = |i: usize| match i % every {
            0 => odd[i / every % odd.len()],
            _ => 1.0 + (i as f64 / 500.0).sin(),
        };
        let doubles: Vec<u8> = (0..6000).flat_map(|i| number(i).to_le_bytes()).collect();
        restored_by_all(&doubles);
        let singles: Vec<u8> = (0..6000)
            .flat_map(|i| (number(i) as f32).to_le_bytes())
            .collect();
        restored_by_all(&singles);
    }
}

/// More than is decomposed, and a remainder.
#[test]
fn the_end_of_long_content_is_not_decomposed() {
    let numbers = (17 << 20) / 4;
    let mut content: Vec<u8> = (0..numbers)
        .flat_map(|i: u32| (3 * i).to_le_bytes())
        .collect();
    content.extend(b"abc");
    let manager = manager(Strategy::TensorTrain);
    let compressed = manager.compress(&content).unwrap();
    assert!(((1 << 20)..(2 << 20)).contains(&compressed.data.len()));
    assert!(manager.decompress(&compressed.data).unwrap() == content);
}

/// The claim of the tensor train: it wins on payloads of low rank. With `--nocapture`, the table of `docs/compression.md`.
#[test]
fn tensor_trains_win_on_low_rank() {
    for (name, payload) in payloads::low_rank() {
        restored_by_all(&payload);
        let len = |strategy| manager(strategy).compress(&payload).unwrap().data.len();
        let [lz4, train, hybrid, adaptive] = [
            Strategy::Lz4,
            Strategy::TensorTrain,
            Strategy::Hybrid,
            Strategy::Adaptive,
        ]
        .map(len);
        let ratio = |len: usize| payload.len() as f64 / len as f64;
        println!(
            "| {name} | {} | {:.2} | {:.2} | {:.2} | {:.2} |",
            payload.len(),
            ratio(lz4),
            ratio(train),
            ratio(hybrid),
            ratio(adaptive)
        );
        assert!(2 * train < lz4, "{name}");
        assert!(hybrid <= train + 32 && adaptive <= hybrid, "{name}");
    }
}

/// And it steps aside elsewhere: what is no tensor is left to LZ4, or stored.
#[test]
fn tensor_trains_step_aside() {
    let texts: [(&str, &[u8]); 3] = [
        ("C header", include_bytes!("../../include/nexuszero.h")),
        (
            "circuit in Bristol format",
            include_bytes!("../vectors/bristol/adder.txt"),
        ),
        (
            "index of proofs, JSON",
            include_bytes!("../vectors/proofs/index.json"),
        ),
    ];
    for (name, text) in texts {
        let compressed = |strategy| manager(strategy).compress(text).unwrap();
        let ratios = [
            Strategy::Lz4,
            Strategy::TensorTrain,
            Strategy::Hybrid,
            Strategy::Adaptive,
        ]
        .map(|strategy| format!("{:.2}", compressed(strategy).ratio()));
        println!("| {name} | {} | {} |", text.len(), ratios.join(" | "));
        assert!(compressed(Strategy::Adaptive).ratio() > 1.5, "{name}");
        assert!(compressed(Strategy::TensorTrain).ratio() < compressed(Strategy::Lz4).ratio());
    }
    let noise = payloads::random(100_000, 9);
    for strategy in Strategy::ALL {
        let compressed = manager(strategy).compress(&noise).unwrap();
        assert_eq!(
            (compressed.codec.as_str(), compressed.data.len()),
            ("stored", 100_001)
        );
        assert!(compressed.ratio() < 1.0);
    }
}

/// Proofs are close to random, and nothing claims otherwise. What there is to gain is the padding of the opening, which is zeros.
#[test]
fn proofs_do_not_shrink() {
    let message = b"a message".as_slice();
    let length = common::MessageLength::Stated(message.len());
    let statement = common::preimage(HashAlgorithm::Sha256, message, length);
    let witness = common::witness(&[("message", message)]);
    for profile in [Profile::Fast, Profile::Balanced, Profile::Small] {
        let protocol = common::protocol(SecurityLevel::L128, profile);
        let proof = protocol.prove(&statement, &witness, b"context").unwrap();
        let proof = proof.proof_data;
        for strategy in Strategy::ALL {
            let compressed = manager(strategy).compress(&proof).unwrap();
            if matches!(strategy, Strategy::None | Strategy::Adaptive) {
                assert_eq!(compressed.codec, "stored");
            }
            if compressed.codec == "stored" {
                assert_eq!(compressed.data, [&[0], proof.as_slice()].concat());
            }
            assert!(compressed.ratio() < 1.05, "{}", compressed.ratio());
        }
    }
}

fn limited(max_ratio: u32, max_size: u64) -> Manager {
    Manager::new(CompressionConfig {
        strategy: Strategy::Adaptive,
        max_ratio,
        max_size,
    })
    .unwrap()
}

#[test]
fn bombs_are_refused() {
    let kind = |manager: Manager, frame: &[u8]| manager.decompress(frame).unwrap_err().kind();
    let zeros = vec![0; 8 << 20];
    for strategy in [Strategy::Lz4, Strategy::TensorTrain, Strategy::Hybrid] {
        let bomb = manager(strategy).compress(&zeros).unwrap().data;
        assert!(bomb.len() < 64 << 10);
        assert_eq!(
            kind(limited(100, u64::MAX), &bomb),
            ErrorKind::LimitExceeded
        );
        assert_eq!(
            kind(limited(u32::MAX, (8 << 20) - 1), &bomb),
            ErrorKind::LimitExceeded
        );
        assert!(limited(u32::MAX, 8 << 20).decompress(&bomb).unwrap() == zeros);
    }
    // The frame without its claim of the length, as others write them.
    let mut unsized_frame = Lz4.compress(&vec![0; 60_000]).unwrap();
    unsized_frame.drain(6..14);
    unsized_frame[4] &= !8;
    unsized_frame[6] = (twox_hash::XxHash32::oneshot(0, &unsized_frame[4..6]) >> 8) as u8;
    assert_eq!(
        Lz4.decompress(&unsized_frame, 60_000).unwrap().len(),
        60_000
    );
    let error = Lz4.decompress(&unsized_frame, 59_999).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::LimitExceeded);

    // A tensor of 2^60 entries, and one whose entries overflow; a content of 2^63 bytes.
    for dims in [
        [0x80, 0x80, 0x80, 0x80, 0x04],
        [0xff, 0xff, 0xff, 0xff, 0x0f],
    ] {
        let mut stream = vec![0xff, 0x7f, 0, 0, 0, 0, 1, 0x00, 4];
        stream.extend(dims.repeat(4));
        stream.extend([1, 1, 1, 1, 0, 0, 0]);
        for codec in [&TensorTrain as &dyn Codec, &Hybrid] {
            assert_eq!(
                codec.decompress(&stream, 1 << 20).unwrap_err().kind(),
                ErrorKind::Malformed
            );
        }
    }
    let mut endless = vec![0x80; 9];
    endless.push(1);
    endless.extend([0; 30]);
    assert_eq!(
        TensorTrain
            .decompress(&endless, 1 << 20)
            .unwrap_err()
            .kind(),
        ErrorKind::LimitExceeded
    );
}

/// Each thing that a decoder compares or counts, wrong by the least.
#[test]
fn bytes_that_are_not_the_content_are_refused() {
    let content = b"some content, and more of it. ".repeat(40);
    let len = content.len();
    let stored = [&[0], &content[..]].concat();
    let within = |max_size: usize| limited(u32::MAX, max_size as u64).decompress(&stored);
    assert_eq!(within(len).unwrap(), content);
    let error = within(len - 1).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::LimitExceeded);

    let refused = |codec: &dyn Codec, bytes: &[u8], what: &str| {
        let error = codec.decompress(bytes, 2 * len).expect_err(what);
        assert_eq!(error.kind(), ErrorKind::Malformed, "{what}: {error}");
    };
    for codec in [&Lz4 as &dyn Codec, &TensorTrain, &Hybrid] {
        let good = codec.compress(&content).unwrap();
        assert_eq!(codec.decompress(&good, len).unwrap(), content);
        for byte in [0, 1] {
            refused(codec, &[&good[..], &[byte]].concat(), "a byte more");
        }
        // In LZ4 frames the checksum is at the end, in the library's own streams behind the length.
        let checksum = if codec.id() == Lz4.id() {
            good.len() - 4
        } else {
            2
        };
        for at in checksum..checksum + 4 {
            let mut changed = good.clone();
            changed[at] ^= 1;
            refused(codec, &changed, "another checksum");
        }
    }
    // Magic number, two bytes of flags, the length, and a byte of their checksum.
    let mut longer = Lz4.compress(&content).unwrap();
    longer[6..14].copy_from_slice(&(len as u64 + 1).to_le_bytes());
    longer[14] = (twox_hash::XxHash32::oneshot(0, &longer[4..14]) >> 8) as u8;
    refused(&Lz4, &longer, "another length");
}

#[test]
fn limits_hold_for_compression_too() {
    let error = limited(1024, 10).compress(&[0; 11]).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::LimitExceeded);
    // What is used can be undone under the same limits.
    for max_ratio in [1, 2, 5, 100] {
        let manager = limited(max_ratio, 1 << 20);
        let compressed = manager.compress(&[0; 5000]).unwrap();
        assert_eq!(manager.decompress(&compressed.data).unwrap(), [0; 5000]);
        assert!(compressed.ratio() <= max_ratio.into());
    }
    assert_eq!(
        Manager::new(CompressionConfig {
            max_ratio: 0,
            ..CompressionConfig::default()
        })
        .err()
        .unwrap()
        .kind(),
        ErrorKind::Configuration
    );
}

#[test]
fn frames_of_nobody_are_told_apart() {
    let kind = |frame: &[u8]| manager(Strategy::Lz4).decompress(frame).unwrap_err().kind();
    assert_eq!(kind(&[]), ErrorKind::Malformed);
    assert_eq!(kind(&[99, 1]), ErrorKind::Unsupported);
    assert_eq!(kind(&[200, 1]), ErrorKind::Unsupported);
    assert_eq!(kind(&[1]), ErrorKind::Malformed);
    let stored = manager(Strategy::Lz4).decompress(&[0]).unwrap();
    assert!(stored.is_empty());
}

/// A codec in Rust, in as many states of health as there are.
enum Custom {
    Halves,
    Lies,
    Inflates,
    LowNumber,
}

impl Codec for Custom {
    fn name(&self) -> &str {
        "halves"
    }

    fn id(&self) -> u8 {
        match self {
            Self::LowNumber => 127,
            _ => 200,
        }
    }

    fn compress(&self, input: &[u8]) -> Result<Vec<u8>> {
        Ok(input[..input.len() / 2].to_vec())
    }

    fn decompress(&self, input: &[u8], _: usize) -> Result<Vec<u8>> {
        Ok(match self {
            Self::Lies => vec![0; input.len()],
            Self::Inflates => vec![0; 1 << 20],
            _ => input.repeat(2),
        })
    }

    fn health_check(&self) -> Result<()> {
        Ok(())
    }
}

#[test]
fn codecs_of_callers_are_checked() {
    let with = |codec| {
        let mut manager = limited(100, 1 << 20);
        manager.set_codec(Arc::new(codec)).map(|_| manager)
    };
    let twice = b"twice".repeat(2);
    let halves = with(Custom::Halves).unwrap();
    let compressed = halves.compress(&twice).unwrap();
    assert_eq!(
        (compressed.codec.as_str(), compressed.data.len()),
        ("halves", 6)
    );
    assert_eq!(halves.decompress(&compressed.data).unwrap(), twice);

    for codec in [Custom::Lies, Custom::Inflates, Custom::Halves] {
        let found = with(codec).unwrap().compress(b"abcdefgh").unwrap();
        assert_eq!(found.codec, "stored");
        assert_eq!(found.failure.unwrap().kind(), ErrorKind::Compression);
    }
    let inflates = with(Custom::Inflates).unwrap();
    assert_eq!(
        inflates.decompress(&[200, 1]).unwrap_err().kind(),
        ErrorKind::Compression
    );
    assert_eq!(
        with(Custom::LowNumber).err().unwrap().kind(),
        ErrorKind::InvalidArgument
    );
}
