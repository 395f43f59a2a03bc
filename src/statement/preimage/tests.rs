use super::*;
use crate::circuit::count::Analysis;
use crate::circuit::plain::{Plain, WitnessBits};
use crate::circuit::testing::{
    bits_of, forged, free_bits, polynomials, schedules, violations, Polynomials,
};
use crate::error::ErrorKind;
use crate::level::SecurityLevel;
use crate::statement::conjunction::ScopedClaims;
use crate::statement::{Claim, Claims, Part};
use Length::{Hidden, Stated};

/// What a statement says of the length of its message.
#[derive(Clone, Copy, Debug)]
enum Length {
    Stated(usize),
    Hidden { blocks: usize },
}

const KEY: &[u8] = b"key";

fn message(len: usize) -> Vec<u8> {
    (0..len).map(|i| (i * 151 + 89 + i / 7) as u8).collect()
}

fn statement(hash: HashAlgorithm, digest: &[u8], length: Length) -> Claims {
    let secret = SecretName::new(Preimage::SECRET).unwrap();
    let mut message = match length {
        Stated(len) => Message::stated(secret, len),
        Hidden { blocks } => Message::hidden(secret, blocks),
    };
    if hash.is_keyed() {
        let public = KEY.to_vec();
        message.key = Some(Part::Public { public });
    }
    let claim = Preimage::new(hash, digest, message).unwrap();
    Claims::single(Claim::Preimage(claim)).unwrap()
}

fn circuit(claims: &Claims, degree_cap: u8) -> ScopedClaims<'_> {
    claims.at(SecurityLevel::L128, degree_cap)
}

fn honest(hash: HashAlgorithm, len: usize, length: Length) -> (Claims, Vec<u8>) {
    let message = message(len);
    let digest = hash.digest_with_key(KEY, &message);
    (statement(hash, &digest, length), message)
}

fn secret_inputs(claims: &Claims, message: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
    let mut witness = Witness::new();
    let name = SecretName::new(Preimage::SECRET)?;
    witness.set(name, Zeroizing::new(message.to_vec()))?;
    claims.secret_inputs(&witness)
}

fn witness_of(claims: &Claims, degree_cap: u8, message: &[u8]) -> Option<WitnessBits> {
    let inputs = secret_inputs(claims, message).unwrap();
    let circuit = circuit(claims, degree_cap);
    Plain::witness(&circuit, &inputs, Analysis::of(&circuit).committed)
}

#[test]
fn honest_messages_satisfy_the_circuit() {
    for (hash, degree) in schedules() {
        let block = hash.block_len();
        let mut lengths = vec![0, 1, 32, block - 1, block, block + 1, 9 * block + 70];
        for n in 1..=3 {
            let (shortest, longest) = hash.message_range(n);
            lengths.extend([shortest, shortest + 1, longest - 1, longest]);
        }
        for len in lengths {
            let blocks = hash.blocks(len);
            for length in [Stated(len), Hidden { blocks }] {
                let (statement, message) = honest(hash, len, length);
                let witness = witness_of(&statement, degree, &message);
                let witness =
                    witness.unwrap_or_else(|| panic!("{hash:?} {degree} {len} {length:?}"));
                assert!(violations(&circuit(&statement, degree), &witness).is_empty());
                assert!(Analysis::of(&circuit(&statement, degree)).degree <= degree);
            }
        }
    }
}

#[test]
fn another_digest_does_not_satisfy_the_circuit() {
    for (hash, degree) in schedules() {
        for (len, blocks) in [(32, 1), (150, hash.blocks(150))] {
            let (right, message) = honest(hash, len, Hidden { blocks });
            let inputs = secret_inputs(&right, &message).unwrap();
            for bit in (0..8 * hash.digest_len()).step_by(5) {
                let mut digest = hash.digest_with_key(KEY, &message);
                digest[bit / 8] ^= 1 << (bit % 8);
                let wrong = statement(hash, &digest, Hidden { blocks });
                let wrong = circuit(&wrong, degree);
                let committed = Analysis::of(&wrong).committed;
                assert!(Plain::witness(&wrong, &inputs, committed).is_none());
            }
        }
    }
}

#[test]
fn costs_are_as_designed() {
    use HashAlgorithm::{Sha256, Sha3_256};
    // Between blocks of SHA-256: 63 words A and E, 48 schedule words, 2 full chaining words and 6 others.
    let (inner, last) = (63 * 64 + 48 * 31 + 2 * 32 + 6 * 31, 63 * 64 + 48 * 31);
    for (hash, degree, length, committed, constraints) in [
        (Sha3_256, 9, Stated(32), 256 + 6464, 6720),
        (Sha3_256, 4, Stated(32), 256 + 11264, 11520),
        (
            Sha3_256,
            4,
            Hidden { blocks: 1 },
            1080 + 8 + 32 + 1 + 11264,
            1082 + 32 + 11520,
        ),
        (
            Sha3_256,
            9,
            Hidden { blocks: 1 },
            1080 + 8 + 1 + 6464,
            1082 + 6720,
        ),
        (
            Sha3_256,
            9,
            Stated(200),
            1600 + 9 * 1600 + 64,
            9 * 1600 + 320,
        ),
        (
            Sha256,
            7,
            Stated(32),
            256 + 5138,
            64 * 32 + 60 * 32 + 46 * 31,
        ),
        (
            Sha256,
            7,
            Hidden { blocks: 1 },
            440 + 6 + 1 + 5138,
            442 + 64 * 32 + 60 * 32 + 46 * 31,
        ),
        (
            Sha256,
            7,
            Stated(100),
            800 + inner + last,
            2 * (128 * 32 + 48 * 31) + 6 * 31 + 6 * 32,
        ),
    ] {
        let statement = statement(hash, &[0x5a; 32], length);
        let found = Analysis::of(&circuit(&statement, degree));
        assert_eq!(
            (found.committed, found.constraints, found.degree),
            (committed, constraints, degree),
            "{hash:?} {degree} {length:?}"
        );
    }
}

#[test]
fn degrees_stay_below_the_cap_for_every_block_count() {
    for (hash, degree) in schedules() {
        for blocks in 1..=hash.max_blocks() {
            let (_, longest) = hash.message_range(blocks);
            for length in [Hidden { blocks }, Stated(longest)] {
                let statement = statement(hash, &vec![1; hash.digest_len()], length);
                assert_eq!(Analysis::of(&circuit(&statement, degree)).degree, degree);
            }
        }
    }
}

/// The counted degree is the true one, and honest bits satisfy every constraint at Y = 0.
#[test]
fn counted_degrees_are_attained() {
    for (hash, degree) in schedules() {
        for (len, length) in [
            (32, Stated(32)),
            (0, Stated(0)),
            (17, Hidden { blocks: 1 }),
            (150, Stated(150)),
            (hash.message_range(3).0, Hidden { blocks: 3 }),
        ] {
            let (statement, message) = honest(hash, len, length);
            let witness = witness_of(&statement, degree, &message).unwrap();
            let expected = Polynomials {
                degree: usize::from(Analysis::of(&circuit(&statement, degree)).degree),
                nonzero: 0,
            };
            // The library promises to run on a stack of 256 KiB, and these wires are as large as any.
            let found = std::thread::Builder::new()
                .stack_size(256 << 10)
                .spawn(move || polynomials(&circuit(&statement, degree), &witness))
                .unwrap()
                .join()
                .unwrap();
            assert_eq!(found, expected, "{hash:?} {degree} {length:?}");
        }
    }
}

/// Message bits lead to another digest, and every other committed bit is determined by them.
#[test]
fn every_flipped_witness_bit_violates_a_constraint() {
    for (hash, degree) in schedules() {
        let cases = [
            (32, Stated(32), 1),
            (20, Hidden { blocks: 1 }, 3),
            (150, Stated(150), 17),
            (hash.message_range(3).0 + 2, Hidden { blocks: 3 }, 31),
        ];
        for (len, length, step) in cases {
            let (statement, message) = honest(hash, len, length);
            let witness = witness_of(&statement, degree, &message).unwrap();
            let bits = (0..witness.len()).step_by(step);
            let free = free_bits(&circuit(&statement, degree), &witness, bits);
            assert!(free.is_empty(), "{hash:?} {degree} {length:?}: {free:?}");
        }
    }
}

/// Digests of the empty message under other suffixes of the same sponge, given to the circuit with their own
/// padded message: only constraints of the padding fail.
#[test]
fn other_suffixes_of_keccak_are_refused_by_the_padding() {
    for (suffix, digest) in [
        // Keccak-256 of the third round of the competition, and SHAKE256 (FIPS 202, 6.2).
        (
            0x01,
            "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470",
        ),
        (
            0x1f,
            "46b9dd2b0ba88d13233b3feb743eeb243fcd52ea62b81b82b50c27646ed5762f",
        ),
    ] {
        let hash = HashAlgorithm::Sha3_256;
        let digest = hex::decode(digest).unwrap();
        let statement = statement(hash, &digest, Hidden { blocks: 1 });
        let statement = circuit(&statement, hash.degrees()[0]);
        let committed = Analysis::of(&statement).committed;
        let mut padded = [0; 135];
        padded[0] = suffix;
        for residue in 0..=255u8 {
            let inputs = [bits_of(&padded), bits_of(&[residue])].concat();
            assert!(Plain::witness(&statement, &inputs, committed).is_none());
        }
        let inputs = [bits_of(&padded), bits_of(&[0])].concat();
        let witness = forged(&statement, &inputs);
        let violated = violations(&statement, &witness);
        // 32 minterms, 1080 rules for the candidates' bits, then two more constraints come before those of the hash.
        assert!(!violated.is_empty() && violated.iter().all(|index| *index < 32 + 1082));
    }
}

#[test]
fn unfit_witnesses_are_refused_without_telling_them() {
    for hash in HashAlgorithm::ALL {
        let refusal = |statement: &Claims, message: &[u8]| {
            let error = secret_inputs(statement, message).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::ProofGeneration);
            assert_eq!(error.field(), Some("witness"));
            error.to_string()
        };
        let (stated, _) = honest(hash, 32, Stated(32));
        assert!(refusal(&stated, &message(31)).contains("length"));
        assert!(refusal(&stated, &[7; 32]).contains("digest"));
        let (shortest, longest) = hash.message_range(2);
        let (hidden, _) = honest(hash, shortest, Hidden { blocks: 2 });
        assert!(refusal(&hidden, &message(4)).contains("blocks"));
        let text = refusal(&hidden, &message(longest + 1));
        assert!(text.contains("blocks") && !text.chars().any(|c| c.is_ascii_digit()));
    }
}
