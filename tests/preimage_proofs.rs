//! Preimage statements through the pipeline: completeness, refusals, sizes.

mod common;

use common::{preimage, protocol, try_preimage, MessageLength};
use nexuszero::config::{Limits, Preset, Profile, ProtocolConfig, SecurityLevel};
use nexuszero::error::ErrorKind;
use nexuszero::hash::HashAlgorithm;
use nexuszero::pipeline::Protocol;
use nexuszero::proof_system::voleith::encoding::Header;
use nexuszero::statement::{Statement, Witness};
use std::sync::atomic::{AtomicUsize, Ordering};

fn message(len: usize) -> Vec<u8> {
    (0..len).map(|i| (i * i + 31 * i + len) as u8).collect()
}

fn hidden(hash: HashAlgorithm, message: &[u8]) -> MessageLength {
    MessageLength::Hidden {
        blocks: hash.blocks(message.len()),
    }
}

fn statement(hash: HashAlgorithm, message: &[u8], length: MessageLength) -> Statement {
    preimage(hash, message, length)
}

fn witness(message: &[u8]) -> Witness {
    common::witness(&[("message", message)])
}

/// Every length class at every level and profile; stated and hidden length take turns. The slow profiles differ in the engine's
/// parameters alone, so that two hash functions are enough there.
fn completeness(level: SecurityLevel, profile: Profile) {
    let protocol = protocol(level, profile);
    let many = if profile == Profile::Fast { 9 } else { 2 };
    let hashes = match profile {
        Profile::Fast | Profile::Balanced => &HashAlgorithm::ALL[..],
        Profile::Small | Profile::Tiny => &[HashAlgorithm::Sha256, HashAlgorithm::Sha3_256],
    };
    let complete = |turn: usize, hash: HashAlgorithm| {
        let block = hash.block_len();
        for (class, len) in [0, 1, block - 1, block, block + 1, many * block + 17]
            .into_iter()
            .enumerate()
            .filter(|(_, len)| hash.blocks(*len) <= hash.max_blocks())
        {
            let message = message(len);
            let both = [MessageLength::Stated(len), hidden(hash, &message)];
            let turns = if profile == Profile::Fast { 0..2 } else { 0..1 };
            for other in turns {
                let length = both[(turn + class + other) % 2];
                let statement = statement(hash, &message, length);
                let context = format!("{level:?} {profile:?} {len}");
                let proof = protocol
                    .prove(&statement, &witness(&message), context.as_bytes())
                    .unwrap();
                let estimate = protocol.estimate(&statement).unwrap();
                assert_eq!(proof.proof_data.len() as u64, estimate.proof_size);
                assert!(estimate.security_bits >= f64::from(level.bits()));
                protocol
                    .verify(&statement, context.as_bytes(), &proof.proof_data)
                    .unwrap();
            }
        }
    };
    // Each on a thread: `tiny` takes long.
    std::thread::scope(|threads| {
        for (turn, &hash) in hashes.iter().enumerate() {
            threads.spawn(move || complete(turn, hash));
        }
    });
}

macro_rules! completeness_tests {
    ($($name:ident: $level:ident $profile:ident;)*) => {$(
        #[test]
        fn $name() {
            completeness(SecurityLevel::$level, Profile::$profile);
        }
    )*};
}

completeness_tests! {
    complete_128_fast: L128 Fast;
    complete_128_balanced: L128 Balanced;
    complete_128_small: L128 Small;
    complete_128_tiny: L128 Tiny;
    complete_192_fast: L192 Fast;
    complete_192_balanced: L192 Balanced;
    complete_192_small: L192 Small;
    complete_192_tiny: L192 Tiny;
    complete_256_fast: L256 Fast;
    complete_256_balanced: L256 Balanced;
    complete_256_small: L256 Small;
    complete_256_tiny: L256 Tiny;
}

#[test]
fn the_longest_messages_prove_and_verify() {
    let protocol = protocol(SecurityLevel::L128, Profile::Fast);
    for hash in HashAlgorithm::ALL {
        let message = message(hash.message_range(hash.max_blocks()).1);
        let statement = statement(hash, &message, hidden(hash, &message));
        let proof = protocol.prove(&statement, &witness(&message), b"").unwrap();
        protocol.verify(&statement, b"", &proof.proof_data).unwrap();
    }
}

/// The figures that the project promises, in bytes: 32-byte secret, λ = 128.
#[test]
fn proofs_are_as_small_as_promised() {
    use HashAlgorithm::{Sha256, Sha3_256};
    use Profile::{Balanced, Fast, Small};
    for (hash, stated, bounds) in [
        (Sha3_256, true, [18_300, 13_200, 10_000]),
        (Sha256, true, [15_150, 11_050, 8_600]),
        (Sha3_256, false, [20_300, 14_500, 11_100]),
        (Sha256, false, [15_750, 11_400, 8_900]),
    ] {
        for (profile, bound) in [Fast, Balanced, Small].into_iter().zip(bounds) {
            let message = message(32);
            let length = if stated {
                MessageLength::Stated(32)
            } else {
                hidden(hash, &message)
            };
            let protocol = protocol(SecurityLevel::L128, profile);
            let estimate = protocol
                .estimate(&statement(hash, &message, length))
                .unwrap();
            assert!(
                estimate.proof_size <= bound,
                "{hash:?} {profile:?} {estimate:?}"
            );
        }
    }
}

/// Whatever differs from what was proved is refused: digest, hash, length mode, block count, stated length, context, and
/// every byte of the header.
#[test]
fn a_proof_holds_for_its_statement_and_context_only() {
    let protocol = protocol(SecurityLevel::L128, Profile::Fast);
    for hash in HashAlgorithm::ALL {
        let message = message(32);
        let lengths = [
            MessageLength::Stated(32),
            MessageLength::Stated(31),
            MessageLength::Stated(33),
            hidden(hash, &message),
            MessageLength::Hidden { blocks: 2 },
        ];
        for proved in [lengths[0], lengths[3]] {
            let right = statement(hash, &message, proved);
            let proof = protocol
                .prove(&right, &witness(&message), b"context")
                .unwrap()
                .proof_data;
            assert_eq!(protocol.verify(&right, b"context", &proof), Ok(()));

            let mut wrong = Vec::new();
            let mut digest = hash.digest_with_key(b"key", &message);
            for byte in 0..digest.len() {
                digest[byte] ^= 1 << (byte % 8);
                wrong.push(try_preimage(hash, &digest, proved).unwrap());
                digest[byte] ^= 1 << (byte % 8);
            }
            for length in lengths.into_iter().filter(|&length| length != proved) {
                wrong.push(statement(hash, &message, length));
            }
            for other in HashAlgorithm::ALL
                .into_iter()
                .filter(|other| *other != hash && other.digest_len() == hash.digest_len())
            {
                let digest = hash.digest_with_key(b"key", &message);
                wrong.push(try_preimage(other, &digest, proved).unwrap());
            }
            for wrong in &wrong {
                let error = protocol.verify(wrong, b"context", &proof).unwrap_err();
                assert!(
                    matches!(
                        error.kind(),
                        ErrorKind::ProofVerification | ErrorKind::Malformed
                    ),
                    "{wrong:?}: {error}"
                );
            }
            for context in [&b""[..], b"contex", b"context\0", b"Context"] {
                let error = protocol.verify(&right, context, &proof).unwrap_err();
                assert_eq!(error.kind(), ErrorKind::ProofVerification);
            }
            for at in 0..Header::LEN {
                for value in (0..=255u8).filter(|&value| value != proof[at]) {
                    let mut changed = proof.clone();
                    changed[at] = value;
                    let error = protocol.verify(&right, b"context", &changed);
                    assert!(error.is_err(), "header byte {at} may be {value}");
                }
            }
        }
    }
}

#[test]
fn proofs_of_another_level_are_refused() {
    let (low, high) = (
        protocol(SecurityLevel::L128, Profile::Fast),
        protocol(SecurityLevel::L192, Profile::Fast),
    );
    let message = message(5);
    let statement = statement(HashAlgorithm::Sha256, &message, MessageLength::Stated(5));
    for (maker, checker) in [(&low, &high), (&high, &low)] {
        let proof = maker.prove(&statement, &witness(&message), b"").unwrap();
        let error = checker
            .verify(&statement, b"", &proof.proof_data)
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ProofVerification);
        assert!(error.message().contains("level"), "{error}");
    }
}

#[test]
fn a_witness_that_does_not_fit_is_refused_without_a_word_of_it() {
    let protocol = protocol(SecurityLevel::L128, Profile::Fast);
    for hash in HashAlgorithm::ALL {
        let right = message(32);
        for length in [MessageLength::Stated(32), hidden(hash, &right)] {
            let statement = statement(hash, &right, length);
            let mut wrong = right.clone();
            wrong[31] ^= 1;
            for wrong in [wrong, message(31), message(33), message(700), vec![]] {
                let error = protocol
                    .prove(&statement, &witness(&wrong), b"")
                    .unwrap_err();
                assert_eq!(error.kind(), ErrorKind::ProofGeneration);
                assert_eq!(error.field(), Some("witness"));
                let text = error.to_string();
                assert!(!text.contains(&hex::encode(&wrong)) || wrong.is_empty());
                assert!(!text.chars().any(|c| c.is_ascii_digit()), "{text}");
            }
        }
    }
}

#[test]
fn statements_out_of_bounds_are_refused() {
    for hash in HashAlgorithm::ALL {
        let digest = hash.digest(b"");
        let new = |digest: &[u8], length| try_preimage(hash, digest, length).unwrap_err();
        for len in [0, 31, 33, 65] {
            let error = new(&vec![0; len], MessageLength::Stated(0));
            assert_eq!(
                (error.kind(), error.field()),
                (ErrorKind::InvalidArgument, Some("digest"))
            );
        }
        let error = new(&digest, MessageLength::Hidden { blocks: 0 });
        assert_eq!(error.kind(), ErrorKind::InvalidArgument);
        let most = hash.max_blocks();
        let longest = hash.message_range(most).1;
        assert!(try_preimage(hash, &digest, MessageLength::Stated(longest)).is_ok());
        for length in [
            MessageLength::Hidden { blocks: most + 1 },
            MessageLength::Hidden { blocks: usize::MAX },
            MessageLength::Stated(longest + 1),
            MessageLength::Stated(usize::MAX),
        ] {
            assert_eq!(new(&digest, length).kind(), ErrorKind::LimitExceeded);
        }
    }
}

#[test]
fn limits_are_checked_before_work() {
    let message = message(32);
    let statement = statement(HashAlgorithm::Sha256, &message, MessageLength::Stated(32));
    let open = protocol(SecurityLevel::L128, Profile::Balanced);
    let proof = open
        .prove(&statement, &witness(&message), b"")
        .unwrap()
        .proof_data;
    let estimate = open.estimate(&statement).unwrap();
    let limits = Limits::default();
    for (limits, field, verifies) in [
        (
            Limits {
                max_proof_size: estimate.proof_size,
                ..limits
            },
            None,
            true,
        ),
        (
            Limits {
                max_proof_size: estimate.proof_size - 1,
                ..limits
            },
            Some("limits.max_proof_size"),
            false,
        ),
        (
            Limits {
                max_work: estimate.work,
                ..limits
            },
            None,
            true,
        ),
        (
            Limits {
                max_work: estimate.work - 1,
                ..limits
            },
            Some("limits.max_work"),
            false,
        ),
        (
            Limits {
                max_context_size: 0,
                ..limits
            },
            None,
            true,
        ),
    ] {
        let protocol = Protocol::new(ProtocolConfig {
            limits,
            ..open.config()
        })
        .unwrap();
        let proved = protocol.prove(&statement, &witness(&message), b"");
        let verified = protocol.verify(&statement, b"", &proof);
        assert_eq!(verified.is_ok(), verifies);
        match field {
            None => assert!(proved.is_ok()),
            Some(field) => {
                let error = proved.unwrap_err();
                assert_eq!(error.kind(), ErrorKind::LimitExceeded);
                assert_eq!(error.field(), Some(field));
                assert_eq!(verified.unwrap_err().kind(), ErrorKind::LimitExceeded);
            }
        }
        // Of what is longer than proofs may be nothing else is looked at.
        if limits.max_proof_size < 1 << 20 {
            let longer = vec![0; limits.max_proof_size as usize + 1];
            let error = protocol.verify(&statement, b"", &longer).unwrap_err();
            assert_eq!(
                (error.kind(), error.field()),
                (ErrorKind::LimitExceeded, Some("proof"))
            );
        }
        if protocol.config().limits.max_context_size == 0 {
            let error = protocol
                .prove(&statement, &witness(&message), b"x")
                .unwrap_err();
            assert_eq!(error.field(), Some("context"));
        }
    }
    for limits in [
        Limits {
            max_proof_size: 0,
            ..limits
        },
        Limits {
            max_work: 0,
            ..limits
        },
    ] {
        let config = ProtocolConfig {
            limits,
            ..open.config()
        };
        let error = Protocol::new(config).err().unwrap();
        assert_eq!(error.kind(), ErrorKind::Configuration);
    }
}

/// The limit on work is that of the proof's own profile and degree, whatever is configured.
#[test]
fn the_work_is_that_of_the_proof_at_hand() {
    let message = message(32);
    let statement = statement(HashAlgorithm::Sha3_256, &message, MessageLength::Stated(32));
    let config = |profile, degree_cap| ProtocolConfig {
        profile,
        degree_cap,
        ..ProtocolConfig::preset(Preset::Default)
    };
    let fast = config(Profile::Fast, None);
    for other in [config(Profile::Small, None), config(Profile::Fast, Some(4))] {
        let mut made = [&fast, &other].map(|config| {
            let protocol = Protocol::new(config.clone()).unwrap();
            let proof = protocol.prove(&statement, &witness(&message), b"").unwrap();
            let work = protocol.estimate(&statement).unwrap().work;
            (work, config, proof.proof_data)
        });
        made.sort_by_key(|(work, ..)| *work);
        let [(less, cheap, cheap_proof), (more, dear, dear_proof)] = made;
        assert!(less < more);
        for config in [cheap, dear] {
            let limits = Limits {
                max_work: less,
                ..Limits::default()
            };
            let protocol = Protocol::new(ProtocolConfig {
                limits,
                ..config.clone()
            });
            let protocol = protocol.unwrap();
            assert_eq!(protocol.verify(&statement, b"", &cheap_proof), Ok(()));
            let error = protocol.verify(&statement, b"", &dear_proof).unwrap_err();
            assert_eq!(error.field(), Some("limits.max_work"), "{error}");
        }
    }
}

#[test]
fn metrics_say_what_happened() {
    let message = message(32);
    let statement = statement(HashAlgorithm::Sha3_256, &message, MessageLength::Stated(32));
    let protocol = Protocol::new(ProtocolConfig {
        verify_after_generation: true,
        ..ProtocolConfig::preset(Preset::Fast)
    })
    .unwrap();
    let proof = protocol.prove(&statement, &witness(&message), b"").unwrap();
    let metrics = proof.metrics.unwrap();
    assert_eq!(metrics.statement, "preimage/sha3-256");
    assert_eq!(
        (metrics.profile, metrics.security_level),
        (Some(Profile::Fast), 128)
    );
    assert_eq!(metrics.size_after, proof.proof_data.len() as u64);
    assert_eq!((metrics.committed_bits, metrics.degree), (6720, 9));
    let stages = metrics.validate_ns + metrics.parameters_ns + metrics.prove_ns + metrics.verify_ns;
    assert!(metrics.prove_ns > 0 && metrics.verify_ns > 0);
    assert!(stages <= metrics.total_ns);
    let json: serde_json::Value = serde_json::from_str(&metrics.to_json()).unwrap();
    assert_eq!(json["size_after"], metrics.size_after);
    assert_eq!(
        json["security_bits"].as_f64().unwrap(),
        metrics.security_bits
    );
}

#[test]
fn eight_threads_share_a_protocol() {
    let protocol = protocol(SecurityLevel::L128, Profile::Fast);
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let protocol = &protocol;
            scope.spawn(move || {
                let message = message(thread);
                let length = MessageLength::Hidden { blocks: 1 };
                let statement = statement(HashAlgorithm::Sha256, &message, length);
                for round in 0..5 {
                    let proof = protocol
                        .prove(&statement, &witness(&message), &[round])
                        .unwrap();
                    protocol
                        .verify(&statement, &[round], &proof.proof_data)
                        .unwrap();
                    assert!(protocol
                        .verify(&statement, &[round + 1], &proof.proof_data)
                        .is_err());
                }
            });
        }
    });
}

/// While others prove, the configuration changes: every proof is whole, of one profile or the other.
#[test]
fn reconfiguring_never_mixes_configurations() {
    let shared = protocol(SecurityLevel::L128, Profile::Fast);
    let config = |profile| ProtocolConfig {
        profile,
        verify_after_generation: true,
        ..ProtocolConfig::preset(Preset::Default)
    };
    let message = message(20);
    let statement = statement(HashAlgorithm::Blake3, &message, MessageLength::Stated(20));
    let sizes = [Profile::Fast, Profile::Balanced].map(|profile| {
        let estimate = protocol(SecurityLevel::L128, profile).estimate(&statement);
        estimate.unwrap().proof_size as usize
    });
    let made = [AtomicUsize::new(0), AtomicUsize::new(0)];
    std::thread::scope(|scope| {
        let provers = [(); 3].map(|()| {
            scope.spawn(|| {
                for _ in 0..15 {
                    let proof = shared.prove(&statement, &witness(&message), b"").unwrap();
                    let size = proof.proof_data.len();
                    let profile = sizes.iter().position(|of_profile| *of_profile == size);
                    made[profile.unwrap()].fetch_add(1, Ordering::Relaxed);
                    shared.verify(&statement, b"", &proof.proof_data).unwrap();
                }
            })
        });
        while !provers.iter().all(|prover| prover.is_finished()) {
            for profile in [Profile::Balanced, Profile::Fast] {
                shared.reconfigure(config(profile)).unwrap();
                std::thread::yield_now();
            }
        }
    });
    assert!(made.iter().all(|count| count.load(Ordering::Relaxed) > 0));
}

/// Every level proves and verifies on a thread with a stack of 256 KiB.
#[test]
fn a_small_stack_is_enough() {
    for level in SecurityLevel::ALL {
        for hash in HashAlgorithm::ALL {
            let run = move || {
                let protocol = protocol(level, Profile::Fast);
                let message = message(200);
                let statement = statement(hash, &message, hidden(hash, &message));
                let proof = protocol.prove(&statement, &witness(&message), b"").unwrap();
                protocol.verify(&statement, b"", &proof.proof_data).unwrap();
            };
            let thread = std::thread::Builder::new().stack_size(256 << 10);
            thread.spawn(run).unwrap().join().unwrap();
        }
    }
}
