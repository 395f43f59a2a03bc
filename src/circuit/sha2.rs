//! SHA-256, SHA-384 and SHA-512 (FIPS 180-4) without a committed carry, of degree 7.
//!
//! The registers of round t are two sequences of words: a, b, c, d are A_t to A_{t−3}, and e, f, g, h are E_t to
//! E_{t−3}. With T1 and T2 of FIPS 180-4, 6.2.2 and 6.4.2, eliminated, round t of R (counted from 1; it uses K_{t−1} and W_{t−1})
//! says
//!
//! * E_t = A_{t−4} + E_{t−4} + Σ1(E_{t−1}) + Ch(E_{t−1}, E_{t−2}, E_{t−3}) + K_{t−1} + W_{t−1}: degree 7,
//! * A_t + A_{t−4} = E_t + Σ0(A_{t−1}) + Maj(A_{t−1}, A_{t−2}, A_{t−3}): degree 5,
//! * W_t = σ1(W_{t−2}) + W_{t−7} + σ0(W_{t−15}) + W_{t−16} for t ≥ 16: degree 4.
//!
//! A_t, E_t and W_t are committed, and `circuit::adder` constrains the sums. The lowest bit of W_t is linear in
//! other committed bits, so it is not committed. Where all operands of a linear sum are public, so is the sum; the results of
//! rounds are committed even then (`docs/protocol.md`, section 7.4).
//!
//! *A single block with a public digest* has public chaining values on both sides, so A_R … A_{R−3} and E_R … E_{R−3} follow from
//! the digest, and A_{R−4} … A_{R−7} from running the second equation backwards: they are public. W_{R−2} and W_{R−1} enter
//! nothing but the sums of the last two rounds, where so much is public that their four summands can take their
//! place. The digest of SHA-384 leaves out two words: E_{R−2}, E_{R−3} and A_{R−6}, A_{R−7} are committed like the others, and
//! only W_{R−1} is replaced.
//!
//! *Otherwise* there are chaining words after the block, committed unless they are the public digest, or nothing where SHA-384
//! leaves them out. E_R and A_R enter nothing but the final additions, so they are the differences of chaining words and not
//! committed; to stay within degree 7, K_{R−1} and the chaining word of that difference are summed into the schedule word
//! W_{R−1}. A secret digest is the chaining words after the last block.
//!
//! Committed for each block, in order, for words of n bits: schedule words from W_16 (bits 1 to n−1 each); for each round E_t,
//! then A_t (n bits each); then, with chaining words, in round R the fifth and the first (n bits each), afterwards
//! the second to fourth and sixth to eighth (bits 1 to n−1 each). Bit 0 is the least significant.

mod functions;
mod words;

use self::functions::{ch, maj, Sigma, Variant, SHA_256, SHA_384, SHA_512};
use self::words::Words;
use super::adder::{constant_word, Adder, Word};
use super::bytes::{Bytes, Padded};
use super::{Evaluator, Target};

/// Hashes the padded message (whole blocks of 64 bytes) with SHA-256.
pub fn sha256<E: Evaluator>(
    evaluator: &mut E,
    message: &Padded<E::Wire>,
    target: Target<'_, E::Wire>,
) {
    hash(evaluator, &SHA_256, &message.bytes, target);
}

/// Hashes the padded message (whole blocks of 128 bytes) with SHA-384.
pub fn sha384<E: Evaluator>(
    evaluator: &mut E,
    message: &Padded<E::Wire>,
    target: Target<'_, E::Wire>,
) {
    hash(evaluator, &SHA_384, &message.bytes, target);
}

/// Hashes the padded message (whole blocks of 128 bytes) with SHA-512.
pub fn sha512<E: Evaluator>(
    evaluator: &mut E,
    message: &Padded<E::Wire>,
    target: Target<'_, E::Wire>,
) {
    hash(evaluator, &SHA_512, &message.bytes, target);
}

fn hash<E: Evaluator>(
    evaluator: &mut E,
    variant: &'static Variant,
    message: &Bytes<E::Wire>,
    target: Target<'_, E::Wire>,
) {
    let word_len = variant.bits / 8;
    let blocks = message.len() / (16 * word_len);
    let mut gadget = Sha2::new(evaluator, variant);
    for i in 0..8 {
        gadget.set_public(chaining(i), variant.initial(i));
    }
    for block in 0..blocks - 1 {
        gadget.load(message, block);
        gadget.compress(8);
        gadget.step();
    }
    gadget.load(message, blocks - 1);
    match target {
        Target::Public(digest) => {
            for (i, bytes) in digest.chunks_exact(word_len).enumerate() {
                let value = bytes
                    .iter()
                    .fold(0, |acc, byte| acc << 8 | u64::from(*byte));
                gadget.set_public(next(i), value);
            }
            match blocks {
                1 => gadget.compress_between_public(),
                _ => gadget.compress(variant.digest_words),
            }
        }
        Target::Wires(digest) => {
            gadget.compress(variant.digest_words);
            for (i, out) in digest.chunks_exact_mut(variant.bits).enumerate() {
                // Words are big-endian (FIPS 180-4, 3.1), bits of bytes least significant first.
                let word = gadget.wires[next(i)].rchunks_exact(8);
                for (out, byte) in out.chunks_exact_mut(8).zip(word) {
                    out.copy_from_slice(byte);
                }
            }
        }
    }
}

/// A summand that is linear in a word: the word, or a σ of it.
type Operand = (Id, Option<&'static Sigma>);

/// The summands of W_t (FIPS 180-4, 6.2.2 and 6.4.2, step 1).
fn schedule_operands(variant: &'static Variant, t: usize) -> [Operand; 4] {
    [
        (w(t - 2), Some(&variant.small_sigma[1])),
        (w(t - 7), None),
        (w(t - 15), Some(&variant.small_sigma[0])),
        (w(t - 16), None),
    ]
}

/// The number of a word among those of a block.
type Id = usize;

/// A word that is always zero.
const ZERO: Id = 0;

/// Chaining word i before the block.
fn chaining(i: usize) -> Id {
    1 + i
}

/// Chaining word i after the block.
fn next(i: usize) -> Id {
    chaining(8) + i
}

/// A_{t−back}, from A_−3 on. No variant has more than 80 rounds.
fn a(t: usize, back: usize) -> Id {
    next(8) + 3 + t - back
}

/// E_{t−back}, likewise.
fn e(t: usize, back: usize) -> Id {
    a(80, 0) + 1 + 3 + t - back
}

/// W_t for t below the number of rounds.
fn w(t: usize) -> Id {
    e(80, 0) + 1 + t
}

/// The words of one block.
struct Sha2<'e, E: Evaluator> {
    evaluator: &'e mut E,
    variant: &'static Variant,
    wires: Words<E::Wire>,
    /// The values of the words that are public.
    public: Vec<Option<u64>>,
    adder: Adder<E::Wire>,
    /// Room for a word.
    scratch: Word<E::Wire>,
}

impl<'e, E: Evaluator> Sha2<'e, E> {
    fn new(evaluator: &'e mut E, variant: &'static Variant) -> Self {
        let mut public = vec![None; w(variant.rounds)];
        public[ZERO] = Some(0);
        Self {
            variant,
            wires: Words::new(evaluator, variant.bits, variant.rounds),
            public,
            adder: Adder::new(evaluator, variant.bits),
            scratch: evaluator.buffer(variant.bits),
            evaluator,
        }
    }

    fn set_public(&mut self, id: Id, value: u64) {
        self.public[id] = Some(value);
        constant_word(self.evaluator, value, &mut self.wires[id]);
    }

    /// Takes a block of the message; words are big-endian (FIPS 180-4, 3.1). Of the block before, only the chaining words
    /// remain: the registers a to h before round 1.
    fn load(&mut self, message: &Bytes<E::Wire>, block: usize) {
        let len = self.variant.bits / 8;
        self.public[next(0)..].fill(None);
        for i in 0..4 {
            for (from, to) in [(chaining(i), a(0, i)), (chaining(i + 4), e(0, i))] {
                self.public[to] = self.public[from];
                self.wires.copy(from, to);
            }
        }
        for t in 0..16 {
            let first = len * (16 * block + t);
            let bytes = message.wires[8 * first..][..8 * len].chunks_exact(8);
            for (to, from) in self.wires[w(t)].rchunks_exact_mut(8).zip(bytes) {
                to.copy_from_slice(from);
            }
            self.public[w(t)] = message.public[first..first + len]
                .iter()
                .try_fold(0, |acc, byte| byte.map(|byte| acc << 8 | u64::from(byte)));
        }
    }

    /// Makes the chaining words after the block those before the next one.
    fn step(&mut self) {
        for i in 0..8 {
            self.wires.copy(next(i), chaining(i));
            self.public[chaining(i)] = self.public[next(i)];
        }
    }

    /// The compression function (FIPS 180-4, 6.2.2 and 6.4.2), with the first `chained` chaining words after it.
    fn compress(&mut self, chained: usize) {
        let last = self.variant.rounds;
        for t in 16..last - 1 {
            self.schedule(t);
        }
        let [i, j, k, l] = schedule_operands(self.variant, last - 1);
        let difference = (chaining(4), None);
        self.sum(
            w(last - 1),
            [i, j, k, l, difference],
            self.variant.k(last - 1),
        );
        for t in 1..last {
            self.round_e(t, e(t, 0), false);
            self.round_a(t, [e(t, 0), ZERO], [a(t, 0), ZERO]);
        }
        self.round_e(last, next(4), false);
        self.round_a(last, [next(4), chaining(4)], [next(0), chaining(0)]);
        for i in 1..4 {
            self.sum(next(i), [(chaining(i), None), (a(last, i), None)], 0);
            if i + 4 < chained {
                let operands = [(chaining(i + 4), None), (e(last, i), None)];
                self.sum(next(i + 4), operands, 0);
            }
        }
    }

    /// The same between public chaining words.
    fn compress_between_public(&mut self) {
        let last = self.variant.rounds;
        let merged = if self.variant.digest_words == 8 { 2 } else { 1 };
        let derived = self.derive_last_registers();
        for t in 16..last - merged {
            self.schedule(t);
        }
        for t in 1..=last {
            self.round_e(t, e(t, 0), t > last - merged);
            // The last equations are the ones that gave registers.
            if t <= last - derived {
                self.round_a(t, [e(t, 0), ZERO], [a(t, 0), ZERO]);
            }
        }
    }

    /// The values of the last registers of a single block, from both chaining values; they get their wires in their rounds.
    /// Returns how many equations for A it used up.
    fn derive_last_registers(&mut self) -> usize {
        let variant = self.variant;
        let last = variant.rounds;
        let public = |gadget: &Self, id: Id| gadget.public[id].expect("a public word");
        for i in 0..variant.digest_words {
            let id = if i < 4 { a(last, i) } else { e(last, i - 4) };
            let difference = [
                public(self, next(i)),
                variant.negative(public(self, chaining(i))),
            ];
            self.public[id] = Some(variant.sum(difference));
        }
        let derived = variant.digest_words - 4;
        for t in (last + 1 - derived..=last).rev() {
            let [e0, a0, a1, a2, a3] =
                [e(t, 0), a(t, 0), a(t, 1), a(t, 2), a(t, 3)].map(|id| public(self, id));
            let value = variant.sum([
                e0,
                variant.negative(a0),
                variant.sigma(&variant.big_sigma[0], a1),
                maj(a1, a2, a3),
            ]);
            self.public[a(t, 4)] = Some(value);
        }
        derived
    }

    /// W_t, for t ≥ 16.
    fn schedule(&mut self, t: usize) {
        let [i, j, k, l] = schedule_operands(self.variant, t);
        self.sum(w(t), [i, j, k, l, (ZERO, None)], 0);
    }

    /// Round t's first equation, for `result` = E_t; before chaining words the last one has K_{R−1} and the chaining
    /// word H_4 in W_{R−1}, so there `result` = E_R + H_4. With `merge`, the summands of W_{t−1} stand in its place.
    fn round_e(&mut self, t: usize, result: Id, merge: bool) {
        let variant = self.variant;
        let k = if result == next(4) {
            0
        } else {
            variant.k(t - 1)
        };
        self.commit(
            result,
            0,
            [a(t, 4), e(t, 4), e(t, 1), e(t, 2), e(t, 3), w(t - 1)],
            |[a4, e4, e1, e2, e3, w]| {
                let sigma = variant.sigma(&variant.big_sigma[1], e1);
                variant.sum([a4, e4, sigma, ch(e1, e2, e3), k, w])
            },
        );
        self.add(a(t, 4));
        self.add(e(t, 4));
        self.add_sigma(&variant.big_sigma[1], e(t, 1));
        self.add_ch([e(t, 1), e(t, 2), e(t, 3)]);
        self.adder.add_constant(k);
        if merge {
            for operand in schedule_operands(variant, t - 1) {
                self.add_operand(operand);
            }
        } else {
            self.add(w(t - 1));
        }
        self.subtract(result);
        self.adder.assert_zero(self.evaluator, 0);
    }

    /// Round t's second equation, for E_t = `e_t[0]` − `e_t[1]` and A_t = `result[0]` − `result[1]`.
    fn round_a(&mut self, t: usize, e_t: [Id; 2], result: [Id; 2]) {
        let variant = self.variant;
        let [a4, a1, a2, a3] = [4, 1, 2, 3].map(|back| a(t, back));
        let operands = [e_t[0], e_t[1], a4, a1, a2, a3, result[1]];
        let compute = |[e0, minus_e, a4, a1, a2, a3, plus]: [u64; 7]| {
            variant.sum([
                e0,
                variant.negative(minus_e),
                variant.negative(a4),
                variant.sigma(&variant.big_sigma[0], a1),
                maj(a1, a2, a3),
                plus,
            ])
        };
        if self.follows(result[0], operands, compute) {
            return;
        }
        self.commit(result[0], 0, operands, compute);
        self.add(e_t[0]);
        self.subtract(e_t[1]);
        self.add_sigma(&variant.big_sigma[0], a(t, 1));
        self.add_maj([a(t, 1), a(t, 2), a(t, 3)]);
        self.subtract(a(t, 4));
        self.add(result[1]);
        self.subtract(result[0]);
        self.adder.assert_zero(self.evaluator, 0);
    }
}
