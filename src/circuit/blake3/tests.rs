use super::*;
use crate::circuit::bytes::Bytes;
use crate::circuit::count::Analysis;
use crate::circuit::mutation::{calls, check_constraints, check_operations, Claims};
use crate::circuit::plain::{Plain, WitnessBits};
use crate::circuit::testing::{
    bits_of, forged, free_bits, lied, polynomials, violations, Polynomials,
};
use crate::circuit::Circuit;

const LENGTHS: [usize; 10] = [0, 1, 32, 63, 64, 65, 127, 128, 1023, 1024];

/// A chunk whose digest is public, or secret and then constrained to be `digest`.
struct Chunk {
    len: usize,
    /// Only the blocks are public: every bit of them and the length of the last one are inputs.
    hidden: bool,
    /// Message words are not inputs but sums of two of them.
    masked: bool,
    secret_digest: bool,
    digest: [u8; 32],
}

impl Chunk {
    fn blocks(&self) -> usize {
        self.len.div_ceil(BLOCK).max(1)
    }

    /// The number of bytes in the last block.
    fn last_len(&self) -> usize {
        self.len - BLOCK * (self.blocks() - 1)
    }

    fn inputs(&self, message: &[u8]) -> Vec<u8> {
        let mut inputs = bits_of(message);
        if self.hidden {
            inputs.resize(8 * BLOCK * self.blocks(), 0);
            inputs.extend((0..7).map(|i| (self.last_len() >> i & 1) as u8));
        }
        if self.masked {
            let mask = bits_of(&vec![0xa5; inputs.len() / 8 + 1]);
            inputs
                .iter_mut()
                .zip(&mask)
                .for_each(|(bit, mask)| *bit ^= mask);
            let mask = mask[..inputs.len()].to_vec();
            inputs.extend(mask);
        }
        inputs
    }

    fn witness(&self, message: &[u8]) -> Option<WitnessBits> {
        let inputs = self.inputs(message);
        Plain::witness(self, &inputs, Analysis::of(self).committed)
    }
}

impl Chunk {
    /// Reads the message.
    fn message<E: Evaluator>(&self, evaluator: &mut E) -> Padded<E::Wire> {
        let len = if self.hidden {
            BLOCK * self.blocks()
        } else {
            self.len
        };
        let mut inputs = evaluator.buffer(8 * len + if self.hidden { 7 } else { 0 });
        evaluator.input(&mut inputs);
        if self.masked {
            let mut mask = evaluator.buffer(inputs.len());
            evaluator.input(&mut mask);
            evaluator.xor_assign(&mut inputs, &mask);
        }
        let mut message = Padded {
            bytes: Bytes::constant(evaluator, &vec![0; BLOCK * self.blocks()]),
            last_block_len: evaluator.buffer(7),
        };
        let secret = Bytes::from_wires(evaluator, &inputs[..8 * len]);
        message.bytes.copy_at(0, &secret);
        for (i, out) in message.last_block_len.iter_mut().enumerate() {
            *out = match inputs.get(8 * len + i) {
                Some(wire) => *wire,
                None => evaluator.constant(self.last_len() >> i & 1 == 1),
            };
        }
        message
    }
}

impl Circuit for Chunk {
    fn synthesize<E: Evaluator>(&self, evaluator: &mut E) {
        let message = self.message(evaluator);
        if self.secret_digest {
            let mut out = evaluator.buffer(256);
            blake3(evaluator, &message, Target::Wires(&mut out));
            for (wire, bit) in out.iter_mut().zip(bits_of(&self.digest)) {
                let constant = [evaluator.constant(bit == 1)];
                evaluator.xor_assign(std::slice::from_mut(wire), &constant);
            }
            evaluator.assert_zero(&out);
        } else {
            blake3(evaluator, &message, Target::Public(&self.digest));
        }
    }
}

/// A chunk with a secret digest of which nothing is asked.
struct Unasked<'a>(&'a Chunk);

impl Circuit for Unasked<'_> {
    fn synthesize<E: Evaluator>(&self, evaluator: &mut E) {
        let message = self.0.message(evaluator);
        let mut out = evaluator.buffer(256);
        blake3(evaluator, &message, Target::Wires(&mut out));
    }
}

fn message(len: usize) -> Vec<u8> {
    (0..len).map(|i| (i * 151 + 89 + i / 7) as u8).collect()
}

/// Chunks of this length in every variant, and their message.
fn honest(len: usize) -> (Vec<Chunk>, Vec<u8>) {
    let message = message(len);
    let digest = *::blake3::hash(&message).as_bytes();
    let chunks = (0..8)
        .map(|variant| Chunk {
            len,
            hidden: variant & 1 == 1,
            masked: variant & 2 == 2,
            secret_digest: variant & 4 == 4,
            digest,
        })
        .collect();
    (chunks, message)
}

#[test]
fn digests_are_those_of_the_reference() {
    for len in LENGTHS {
        let (chunks, message) = honest(len);
        for chunk in chunks {
            let witness = chunk.witness(&message).expect("an honest witness");
            assert!(violations(&chunk, &witness).is_empty(), "{len}");
        }
    }
}

/// On a sample of the wires.
#[test]
fn changed_operations_are_noticed() {
    for (len, secret_digest) in [(32, false), (32, true), (100, false)] {
        let claims: Vec<_> = (0..60u8)
            .map(|seed| {
                let message: Vec<u8> = (0..4)
                    .flat_map(|i| *::blake3::hash(&[seed, i]).as_bytes())
                    .collect();
                let message = &message[..len];
                let chunk = Chunk {
                    len,
                    hidden: false,
                    masked: false,
                    secret_digest,
                    digest: *::blake3::hash(message).as_bytes(),
                };
                let witness = chunk.witness(message).unwrap().to_vec();
                (chunk, vec![witness])
            })
            .collect();
        check_operations(&format!("blake3, {len} bytes"), Claims::honest(&claims), 40);
    }
}

/// Each sum; in the last diagonal step those of one G together, because a lie about its b or c shows in several of them.
#[test]
fn no_constraint_is_superfluous() {
    let (chunks, message) = honest(100);
    let circuit = Unasked(&chunks[0]);
    let mut groups = calls(&circuit);
    let last = groups.split_off(groups.len() - 12);
    groups.extend(last.chunks(3).map(|of_g| of_g[0].start..of_g[2].end));
    let inputs = chunks[0].inputs(&message);
    let lies = (inputs.len()..Analysis::of(&circuit).committed).step_by(7);
    let lies = lies.map(|at| lied(&circuit, &inputs, at));
    check_constraints("blake3", &circuit, &groups, lies);
}

#[test]
fn other_digests_are_refused() {
    for len in [0, 32, 65] {
        let (chunks, message) = honest(len);
        for mut chunk in chunks {
            for bit in (0..256).step_by(7) {
                chunk.digest[bit / 8] ^= 1 << (bit % 8);
                assert!(chunk.witness(&message).is_none(), "{len} {bit}");
                chunk.digest[bit / 8] ^= 1 << (bit % 8);
            }
        }
    }
}

/// Zero bytes at the end change the length and nothing else.
#[test]
fn digests_of_another_length_are_refused() {
    for (len, shorter) in [(1, 0), (33, 32), (64, 63), (65 + 3, 65), (128, 70)] {
        let mut message = message(shorter);
        let digest = *::blake3::hash(&message).as_bytes();
        message.resize(len, 0);
        for hidden in [false, true] {
            let chunk = Chunk {
                len,
                hidden,
                masked: false,
                secret_digest: false,
                digest,
            };
            assert!(chunk.witness(&message).is_none());
            let witness = forged(&chunk, &chunk.inputs(&message));
            assert!(!violations(&chunk, &witness).is_empty());
        }
    }
}

/// Blocks that do not begin or end a chunk, or that end one which is not the root, have other flags.
#[test]
fn other_flags_are_refused() {
    let message = message(32);
    let mut block = [0; BLOCK];
    block[..32].copy_from_slice(&message);
    let mut chunk = Chunk {
        len: 32,
        hidden: false,
        masked: false,
        secret_digest: false,
        digest: [0; 32],
    };
    for flags in 0..1 << 7 {
        chunk.digest = compress(&block, 32, flags);
        let accepted = chunk.witness(&message).is_some();
        assert_eq!(accepted, flags == CHUNK_START | CHUNK_END | ROOT, "{flags}");
    }
}

/// The compression function (section 2.2) from the initial value, for other flags than the reference takes.
fn compress(block: &[u8; BLOCK], len: u32, flags: u32) -> [u8; 32] {
    let mut m: [u32; 16] =
        std::array::from_fn(|i| u32::from_le_bytes(block[4 * i..][..4].try_into().unwrap()));
    let mut v = [0; 16];
    v[..8].copy_from_slice(&IV);
    v[8..12].copy_from_slice(&IV[..4]);
    v[14..].copy_from_slice(&[len, flags]);
    for _ in 0..ROUNDS {
        for i in 0..8 {
            let [a, b, c, d] = if i < 4 { column(i) } else { diagonal(i - 4) };
            for (half, [by_d, by_b]) in [[16, 12], [8, 7]].into_iter().enumerate() {
                v[a] = v[a].wrapping_add(v[b]).wrapping_add(m[2 * i + half]);
                v[d] = (v[d] ^ v[a]).rotate_right(by_d);
                v[c] = v[c].wrapping_add(v[d]);
                v[b] = (v[b] ^ v[c]).rotate_right(by_b);
            }
        }
        m = PERMUTATION.map(|i| m[i]);
    }
    let mut digest = [0; 32];
    for (i, bytes) in digest.chunks_exact_mut(4).enumerate() {
        bytes.copy_from_slice(&(v[i] ^ v[i + 8]).to_le_bytes());
    }
    digest
}

/// Every committed bit is determined by the others: no carry can be forged.
#[test]
fn every_committed_bit_is_bound() {
    for (len, step) in [(0, 1), (32, 1), (64, 3), (65, 5), (128, 7), (1024, 997)] {
        let (chunks, message) = honest(len);
        for chunk in chunks.into_iter().filter(|chunk| !chunk.masked) {
            let witness = chunk.witness(&message).unwrap();
            let bits = (0..witness.len()).step_by(step);
            let free = free_bits(&chunk, &witness, bits);
            assert!(free.is_empty(), "{len}: {free:?}");
        }
    }
}

#[test]
fn the_degree_is_four_and_attained() {
    for len in LENGTHS {
        let (chunks, message) = honest(len);
        for chunk in chunks {
            assert_eq!(Analysis::of(&chunk).degree, 4);
            let witness = chunk.witness(&message).unwrap();
            let expected = Polynomials {
                degree: 4,
                nonzero: 0,
            };
            // The library promises to run on a stack of 256 KiB, and these wires are as large as any.
            let found = std::thread::Builder::new()
                .stack_size(256 << 10)
                .spawn(move || polynomials(&chunk, &witness))
                .unwrap()
                .join()
                .unwrap();
            assert_eq!(found, expected, "{len}");
        }
    }
}

#[test]
fn costs_are_as_designed() {
    // Half steps of G in a block, and bits committed of an a and of a c.
    let (halves, a, c) = (7 * 8 * 2, 32, 15);
    // In the first column step a has 15 and then 31 bits.
    let opening = 4 * (2 * a - 15 - 31);
    let inner = halves * a + (halves - 4) * c + 4 * 31;
    let last = halves * a + (halves - 8) * c;
    assert_eq!((last - opening, inner), (5072, 5328));
    for (len, blocks) in [(32, 1), (128, 2), (1024, 16)] {
        let (chunks, _) = honest(len);
        for chunk in chunks.into_iter().filter(|chunk| !chunk.masked) {
            let inputs = chunk.inputs(&message(len)).len();
            let digest = if chunk.secret_digest { 256 } else { 0 };
            let committed = (blocks - 1) * inner + last - opening;
            // The eight last c are not committed but constrained.
            let constraints = committed + 8 * 32;
            let found = Analysis::of(&chunk);
            assert_eq!(
                (found.committed, found.constraints),
                (inputs + committed + digest, constraints + digest)
            );
        }
    }
}
