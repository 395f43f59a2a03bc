//! The hash gadgets, without the statements that use them: each function, with a public and with a secret digest.

use super::bytes::{Bytes, Padded};
mod mutation;

use super::count::{Analysis, Count};
use super::plain::Plain;
use super::testing::{bits_of, free_bits, polynomials, schedules, violations, Polynomials};
use super::{Circuit, Evaluator, Target};
use crate::hash::HashAlgorithm::{self, Keccak256, Sha256, Sha384, Sha3_256, Sha512};

/// A hash function, and the degree of its gadget.
type Schedule = (HashAlgorithm, u8);

/// BLAKE3, which has tests of its own, takes another input; an HMAC is not one gadget.
fn functions() -> impl Iterator<Item = Schedule> {
    schedules()
        .filter(|(function, _)| [Sha256, Sha384, Sha512, Sha3_256, Keccak256].contains(function))
}

/// Block length, and the least number of padding bytes.
fn block(function: HashAlgorithm) -> (usize, usize) {
    let block = function.block_len();
    (block, block - function.message_range(1).1)
}

/// What happens to the digest.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Use {
    Public,
    /// It is secret, and nothing is asked of it.
    Secret,
    /// It is secret, and compared with `Hashing::digest` by constraints after those of the gadget.
    Compared,
}

/// The secret inputs are the secret bytes of the message, each XOR [`MASK`].
#[derive(Clone)]
struct Hashing {
    function: HashAlgorithm,
    degree: u8,
    /// The padded message, and which bytes of it are secret.
    padded: Vec<u8>,
    secret: Vec<bool>,
    digest: Vec<u8>,
    usage: Use,
}

/// Makes the wires of a secret byte affine instead of committed bits.
const MASK: u8 = 0x36;

impl Hashing {
    /// A message of `len` bytes of which those are secret that `secret` says.
    fn new(schedule: Schedule, len: usize, usage: Use, secret: impl Fn(usize) -> bool) -> Self {
        let message: Vec<u8> = (0..len).map(|i| (i * i + 7 * i + len) as u8).collect();
        Self::of(schedule, &message, usage, secret)
    }

    fn of(
        (function, degree): Schedule,
        message: &[u8],
        usage: Use,
        secret: impl Fn(usize) -> bool,
    ) -> Self {
        let len = message.len();
        let padded = function.pad(function.blocks(len), message).to_vec();
        Self {
            function,
            degree,
            secret: (0..padded.len()).map(|i| i < len && secret(i)).collect(),
            padded,
            digest: function.digest(message),
            usage,
        }
    }

    fn secret_message(schedule: Schedule, len: usize, usage: Use) -> Self {
        Self::new(schedule, len, usage, |_| true)
    }

    fn message<E: Evaluator>(&self, evaluator: &mut E) -> Padded<E::Wire> {
        let mut wires = evaluator.buffer(8 * self.padded.len());
        let mut public = vec![None; self.padded.len()];
        for (at, wires) in wires.chunks_exact_mut(8).enumerate() {
            let byte = if self.secret[at] {
                evaluator.input(wires);
                MASK
            } else {
                public[at] = Some(self.padded[at]);
                self.padded[at]
            };
            add_constant(evaluator, wires, &[byte]);
        }
        Padded {
            bytes: Bytes { wires, public },
            last_block_len: evaluator.buffer(0),
        }
    }

    fn inputs(&self) -> Vec<u8> {
        self.padded
            .iter()
            .zip(&self.secret)
            .filter(|(_, secret)| **secret)
            .flat_map(|(byte, _)| bits_of(&[byte ^ MASK]))
            .collect()
    }

    fn witness(&self) -> Option<Vec<u8>> {
        let committed = Analysis::of(self).committed;
        Plain::witness(self, &self.inputs(), committed).map(|witness| witness.to_vec())
    }
}

fn add_constant<E: Evaluator>(evaluator: &mut E, wires: &mut [E::Wire], bytes: &[u8]) {
    let constants: Vec<_> = bits_of(bytes)
        .iter()
        .map(|bit| evaluator.constant(*bit == 1))
        .collect();
    evaluator.xor_assign(wires, &constants);
}

impl Circuit for Hashing {
    fn synthesize<E: Evaluator>(&self, evaluator: &mut E) {
        let message = self.message(evaluator);
        if self.usage == Use::Public {
            let target = Target::Public(&self.digest);
            return self
                .function
                .synthesize(evaluator, &message, target, self.degree);
        }
        let mut out = evaluator.buffer(8 * self.digest.len());
        self.function
            .synthesize(evaluator, &message, Target::Wires(&mut out), self.degree);
        if self.usage == Use::Compared {
            add_constant(evaluator, &mut out, &self.digest);
            evaluator.assert_zero(&out);
        }
    }
}

/// Messages of one to three blocks: all bytes secret, some, or none.
fn cases(usage: Use) -> impl Iterator<Item = Hashing> {
    functions().flat_map(move |schedule| {
        let (block, least) = block(schedule.0);
        [0, 1, 32, block - least, block - least + 1, 2 * block + 5]
            .map(|len| Hashing::secret_message(schedule, len, usage))
            .into_iter()
            .chain([
                Hashing::new(schedule, block + 9, usage, |at| at % 3 == 0),
                Hashing::new(schedule, 40, usage, |at| (8..21).contains(&at)),
                Hashing::new(schedule, block + 9, usage, |_| false),
            ])
    })
}

#[test]
fn digests_are_those_of_the_reference() {
    for usage in [Use::Public, Use::Compared] {
        for hashing in cases(usage) {
            let (function, len) = (hashing.function, hashing.padded.len());
            assert!(hashing.witness().is_some(), "{function:?} {len} {usage:?}");
            let degree = Analysis::of(&hashing).degree;
            assert!(degree <= hashing.degree, "{function:?} {len} {usage:?}");
        }
    }
}

#[test]
fn wrong_digests_are_refused() {
    for usage in [Use::Public, Use::Compared] {
        for hashing in cases(usage) {
            for bit in (0..8 * hashing.digest.len()).step_by(23) {
                let mut wrong = hashing.clone();
                wrong.digest[bit / 8] ^= 1 << (bit % 8);
                assert!(wrong.witness().is_none(), "{:?} {bit}", wrong.function);
            }
        }
    }
}

/// With a secret digest, the wires are those of the digest, bit for bit.
#[test]
fn a_wrong_bit_of_a_secret_digest_violates_its_own_comparison() {
    for hashing in cases(Use::Compared) {
        let witness = hashing.witness().unwrap();
        let comparisons = Analysis::of(&hashing).constraints - 8 * hashing.digest.len();
        for bit in (0..8 * hashing.digest.len()).step_by(5) {
            let mut wrong = hashing.clone();
            wrong.digest[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(violations(&wrong, &witness), [comparisons + bit]);
        }
    }
}

/// Nothing but the message is free: with a secret digest, too, another bit of it is refused.
#[test]
fn every_flipped_witness_bit_violates_a_constraint() {
    for usage in [Use::Public, Use::Secret] {
        for schedule in functions() {
            let (block, _) = block(schedule.0);
            for (len, step) in [(32, 3), (block + 9, 17), (2 * block + 5, 61)] {
                let hashing = Hashing::secret_message(schedule, len, usage);
                let witness = hashing.witness().unwrap();
                // All bits of the end, where the chaining words or the last plane are.
                let tail = witness.len() - 700;
                let bits = (0..tail).step_by(step).chain(tail..witness.len());
                let free = free_bits(&hashing, &witness, bits);
                assert!(free.is_empty(), "{schedule:?} {usage:?} {len}: {free:?}");
            }
        }
    }
}

/// The counted degree is attained and never exceeded, and honest bits satisfy every constraint.
#[test]
fn counted_degrees_are_true() {
    for usage in [Use::Public, Use::Secret] {
        for schedule in functions() {
            let (block, _) = block(schedule.0);
            for len in [32, block + 9, 2 * block + 5] {
                let hashing = Hashing::secret_message(schedule, len, usage);
                let expected = Polynomials {
                    degree: schedule.1.into(),
                    nonzero: 0,
                };
                assert_eq!(Analysis::of(&hashing).degree, schedule.1);
                // The library promises to run on a stack of 256 KiB, and these wires are as large as any.
                let found = std::thread::Builder::new()
                    .stack_size(256 << 10)
                    .spawn(move || polynomials(&hashing, &hashing.witness().unwrap()))
                    .unwrap()
                    .join()
                    .unwrap();
                assert_eq!(found, expected, "{schedule:?} {usage:?} {len}");
            }
        }
    }
}

#[test]
fn secret_digests_have_degree_one() {
    for hashing in cases(Use::Secret) {
        let mut count = Count::default();
        let message = hashing.message(&mut count);
        let mut out = vec![0; 8 * hashing.digest.len()];
        hashing.function.synthesize(
            &mut count,
            &message,
            Target::Wires(&mut out),
            hashing.degree,
        );
        assert!(out.iter().all(|degree| *degree <= 1));
    }
}

#[test]
fn costs_are_as_designed() {
    use Use::{Public, Secret};
    // With as many words of all bits, and of all but the lowest.
    let narrow = |full: usize, linear: usize| 32 * full + 31 * linear;
    let wide = |full: usize, linear: usize| 64 * full + 63 * linear;
    // Where the second block is all padding, its schedule is public but for the last word, which takes a chaining word.
    // A block whose eight next chaining words are committed has as many constraints as committed bits.
    let (narrow_inner, wide_inner) = (narrow(2 * 64, 48 + 6), wide(2 * 80, 64 + 6));
    for (schedule, len, usage, committed, constraints) in [
        (
            (Sha256, 7),
            32,
            Public,
            narrow(60 + 56, 46),
            narrow(64 + 60, 46),
        ),
        ((Sha256, 7), 32, Secret, narrow_inner, narrow_inner),
        (
            (Sha256, 7),
            64,
            Public,
            narrow_inner + narrow(2 * 63, 1),
            narrow_inner + narrow(2 * 64 + 6, 1),
        ),
        (
            (Sha256, 7),
            64,
            Secret,
            2 * narrow_inner - 47 * 31,
            2 * narrow_inner - 47 * 31,
        ),
        (
            (Sha384, 7),
            32,
            Public,
            wide(78 + 74, 63),
            wide(80 + 78, 63),
        ),
        (
            (Sha384, 7),
            32,
            Secret,
            wide(2 * 80, 64 + 4),
            wide(2 * 80, 64 + 4),
        ),
        (
            (Sha384, 7),
            128,
            Public,
            wide_inner + wide(2 * 79, 1),
            wide_inner + wide(2 * 80 + 4, 1),
        ),
        (
            (Sha384, 7),
            128,
            Secret,
            2 * wide_inner - (63 + 2) * 63,
            2 * wide_inner - (63 + 2) * 63,
        ),
        (
            (Sha512, 7),
            32,
            Public,
            wide(76 + 72, 62),
            wide(80 + 76, 62),
        ),
        ((Sha512, 7), 32, Secret, wide_inner, wide_inner),
        (
            (Sha512, 7),
            128,
            Public,
            wide_inner + wide(2 * 79, 1),
            wide_inner + wide(2 * 80 + 6, 1),
        ),
        (
            (Sha512, 7),
            128,
            Secret,
            2 * wide_inner - 63 * 63,
            2 * wide_inner - 63 * 63,
        ),
        ((Sha3_256, 9), 32, Public, 4 * 1600 + 64, 4 * 1600 + 320),
        ((Sha3_256, 9), 32, Secret, 4 * 1600 + 320, 4 * 1600 + 320),
        ((Keccak256, 9), 136, Public, 9 * 1600 + 64, 9 * 1600 + 320),
        ((Keccak256, 9), 136, Secret, 9 * 1600 + 320, 9 * 1600 + 320),
        // Seven states for one permutation: `docs/performance.md` has the bytes.
        ((Sha3_256, 4), 32, Public, 11264, 7 * 1600 + 320),
        ((Sha3_256, 4), 32, Secret, 7 * 1600 + 320, 7 * 1600 + 320),
        ((Keccak256, 4), 136, Public, 15 * 1600 + 64, 15 * 1600 + 320),
        (
            (Keccak256, 4),
            136,
            Secret,
            15 * 1600 + 320,
            15 * 1600 + 320,
        ),
    ] {
        let found = Analysis::of(&Hashing::secret_message(schedule, len, usage));
        assert_eq!(
            (found.committed, found.constraints, found.degree),
            (8 * len + committed, constraints, schedule.1),
            "{schedule:?} {len} {usage:?}"
        );
    }
}
