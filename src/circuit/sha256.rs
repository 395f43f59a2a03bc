//! SHA-256 (FIPS 180-4) without a committed carry, of degree 7.
//!
//! The registers of round t are two sequences of words: a, b, c, d are A_t to A_{t−3}, and e, f, g, h are E_t to
//! E_{t−3}. With T1 and T2 of FIPS 180-4, 6.2.2, eliminated, round t (counted from 1; it uses K_{t−1} and W_{t−1})
//! says
//!
//! * E_t = A_{t−4} + E_{t−4} + Σ1(E_{t−1}) + Ch(E_{t−1}, E_{t−2}, E_{t−3}) + K_{t−1} + W_{t−1}: degree 7,
//! * A_t + A_{t−4} = E_t + Σ0(A_{t−1}) + Maj(A_{t−1}, A_{t−2}, A_{t−3}): degree 5,
//! * W_t = σ1(W_{t−2}) + W_{t−7} + σ0(W_{t−15}) + W_{t−16} for t ≥ 16: degree 4.
//!
//! A_t, E_t and W_t are committed, and `circuit::adder` constrains the sums. The lowest bit of W_t is linear in
//! other committed bits, so it is not committed.
//!
//! *A single block* has public chaining values on both sides, so A_61 … A_64 and E_61 … E_64 follow from the
//! digest, and A_57 … A_60 from running the second equation backwards: they are public. W_62 and W_63 enter
//! nothing but the sums of rounds 63 and 64, where so much is public that their four summands can take their
//! place.
//!
//! *Several blocks* have chaining words between them, committed unless they are the digest. E_64 and A_64 enter
//! nothing but the final additions, so they are the differences of chaining words and not committed; to stay
//! within degree 7, K_63 and the chaining word of that difference are summed into the schedule word W_63.
//!
//! Committed for each block, in order: schedule words from W_16 (bits 1 to 31 each); for each round E_t, then A_t
//! (32 bits each); then, between blocks, the next chaining words: in round 64 the fifth and the first (32 bits
//! each), afterwards the second to fourth and sixth to eighth (bits 1 to 31 each). Bit 0 is the least significant.

mod functions;

use self::functions::{
    ch, maj, Sigma, BIG_SIGMA_0, BIG_SIGMA_1, H0, K, SMALL_SIGMA_0, SMALL_SIGMA_1,
};
use super::adder::{constant_word, Adder, Word};
use super::padding::Padded;
use super::Evaluator;
use zeroize::Zeroizing;

/// Enforces that the padded message (whole blocks of 64 bytes) has this SHA-256 digest.
pub fn assert_sha256<E: Evaluator>(
    evaluator: &mut E,
    message: &Padded<E::Wire>,
    digest: &[u8; 32],
) {
    let mut digest_words = [0; 8];
    for (word, bytes) in digest_words.iter_mut().zip(digest.chunks_exact(4)) {
        *word = bytes
            .iter()
            .fold(0, |acc, byte| acc << 8 | u32::from(*byte));
    }
    let blocks = message.public.len() / 64;
    let mut gadget = Sha256::new(evaluator);
    for (i, value) in H0.into_iter().enumerate() {
        gadget.set_public(chaining(i), value);
    }
    for block in 0..blocks {
        gadget.load(message, block);
        if block + 1 == blocks {
            for (i, value) in digest_words.into_iter().enumerate() {
                gadget.set_public(next(i), value);
            }
        }
        gadget.compress(blocks == 1);
        gadget.step();
    }
}

/// A summand that is linear in a word: the word, or a σ of it.
type Operand = (Id, Option<&'static Sigma>);

/// The summands of W_t (FIPS 180-4, 6.2.2, step 1).
fn schedule_operands(t: usize) -> [Operand; 4] {
    [
        (w(t - 2), Some(&SMALL_SIGMA_1)),
        (w(t - 7), None),
        (w(t - 15), Some(&SMALL_SIGMA_0)),
        (w(t - 16), None),
    ]
}

/// The place of a word among those of a block.
type Id = usize;

/// A word that is always zero.
const ZERO: Id = 0;

/// W_t for t from 0 to 63.
fn w(t: usize) -> Id {
    1 + t
}

/// A_{t−back}, from A_−3 to A_64.
fn a(t: usize, back: usize) -> Id {
    65 + 3 + t - back
}

/// E_{t−back}, likewise.
fn e(t: usize, back: usize) -> Id {
    133 + 3 + t - back
}

/// Chaining word i before the block: the registers a to h before round 1.
fn chaining(i: usize) -> Id {
    if i < 4 {
        a(0, i)
    } else {
        e(0, i - 4)
    }
}

/// Chaining word i after the block.
fn next(i: usize) -> Id {
    201 + i
}

const WORDS: usize = 209;

/// The words of one block.
struct Sha256<'e, E: Evaluator> {
    evaluator: &'e mut E,
    wires: Zeroizing<Vec<Word<E::Wire>>>,
    /// The values of the words that are public.
    public: Vec<Option<u32>>,
    adder: Adder<E::Wire>,
    /// Room for two words.
    scratch: Zeroizing<Vec<E::Wire>>,
}

impl<'e, E: Evaluator> Sha256<'e, E> {
    fn new(evaluator: &'e mut E) -> Self {
        let mut public = vec![None; WORDS];
        public[ZERO] = Some(0);
        Self {
            wires: Zeroizing::new(vec![[evaluator.constant(false); 32]; WORDS]),
            public,
            adder: Adder::new(evaluator),
            scratch: evaluator.buffer(64),
            evaluator,
        }
    }

    fn set_public(&mut self, id: Id, value: u32) {
        self.public[id] = Some(value);
        constant_word(self.evaluator, value, &mut self.wires[id]);
    }

    /// Takes a block of the message; words are big-endian (FIPS 180-4, 3.1).
    fn load(&mut self, message: &Padded<E::Wire>, block: usize) {
        for t in 0..16 {
            let first = 64 * block + 4 * t;
            for i in 0..4 {
                self.wires[w(t)][24 - 8 * i..32 - 8 * i]
                    .copy_from_slice(&message.wires[8 * (first + i)..][..8]);
            }
            self.public[w(t)] = message.public[first..first + 4]
                .iter()
                .try_fold(0, |acc, byte| byte.map(|byte| acc << 8 | u32::from(byte)));
        }
    }

    /// Makes the chaining words after the block those before the next one.
    fn step(&mut self) {
        for i in 0..8 {
            self.wires[chaining(i)] = self.wires[next(i)];
            self.public[chaining(i)] = self.public[next(i)];
        }
    }

    /// The compression function (FIPS 180-4, 6.2.2). `single`: both chaining values are public.
    fn compress(&mut self, single: bool) {
        if single {
            self.derive_last_registers();
        }
        for t in 16..if single { 62 } else { 63 } {
            let [i, j, k, l] = schedule_operands(t);
            self.sum(w(t), [i, j, k, l, (ZERO, None)], 0);
        }
        if single {
            for t in 1..=64 {
                self.round_e(t, e(t, 0), t >= 63);
                // The last four equations are the ones that gave A_57 to A_60.
                if t <= 60 {
                    self.round_a(t, [e(t, 0), ZERO], [a(t, 0), ZERO]);
                }
            }
        } else {
            let [i, j, k, l] = schedule_operands(63);
            self.sum(w(63), [i, j, k, l, (chaining(4), None)], K[63]);
            for t in 1..=63 {
                self.round_e(t, e(t, 0), false);
                self.round_a(t, [e(t, 0), ZERO], [a(t, 0), ZERO]);
            }
            self.round_e(64, next(4), false);
            self.round_a(64, [next(4), chaining(4)], [next(0), chaining(0)]);
            for i in 1..4 {
                self.sum(next(i), [(chaining(i), None), (a(64, i), None)], 0);
                self.sum(next(i + 4), [(chaining(i + 4), None), (e(64, i), None)], 0);
            }
        }
    }

    /// A_57 to A_64 and E_61 to E_64 of a single block, from both chaining values.
    fn derive_last_registers(&mut self) {
        let public = |gadget: &Self, id: Id| gadget.public[id].expect("a public word");
        for i in 0..4 {
            for (id, i) in [(a(64, i), i), (e(64, i), i + 4)] {
                let value = public(self, next(i)).wrapping_sub(public(self, chaining(i)));
                self.set_public(id, value);
            }
        }
        for t in (61..=64).rev() {
            let [e0, a0, a1, a2, a3] =
                [e(t, 0), a(t, 0), a(t, 1), a(t, 2), a(t, 3)].map(|id| public(self, id));
            let value = e0
                .wrapping_sub(a0)
                .wrapping_add(BIG_SIGMA_0.of(a1))
                .wrapping_add(maj(a1, a2, a3));
            self.set_public(a(t, 4), value);
        }
    }

    /// Round t's first equation, for `result` = E_t; the last one of several blocks has K_63 and the chaining
    /// word H_4 in W_63, so there `result` = E_64 + H_4. With `merge`, the summands of W_{t−1} stand in its place.
    fn round_e(&mut self, t: usize, result: Id, merge: bool) {
        let k = if result == next(4) { 0 } else { K[t - 1] };
        self.commit(
            result,
            0,
            [a(t, 4), e(t, 4), e(t, 1), e(t, 2), e(t, 3), w(t - 1)],
            |[a4, e4, e1, e2, e3, w]| {
                [e4, BIG_SIGMA_1.of(e1), ch(e1, e2, e3), k, w]
                    .into_iter()
                    .fold(a4, u32::wrapping_add)
            },
        );
        self.add(a(t, 4));
        self.add(e(t, 4));
        self.add_sigma(&BIG_SIGMA_1, e(t, 1));
        self.add_ch([e(t, 1), e(t, 2), e(t, 3)]);
        self.adder.add_constant(k);
        if merge {
            for operand in schedule_operands(t - 1) {
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
        self.commit(
            result[0],
            0,
            [
                e_t[0],
                e_t[1],
                a(t, 4),
                a(t, 1),
                a(t, 2),
                a(t, 3),
                result[1],
            ],
            |[e0, minus_e, a4, a1, a2, a3, plus]| {
                e0.wrapping_sub(minus_e)
                    .wrapping_sub(a4)
                    .wrapping_add(BIG_SIGMA_0.of(a1))
                    .wrapping_add(maj(a1, a2, a3))
                    .wrapping_add(plus)
            },
        );
        self.add(e_t[0]);
        self.subtract(e_t[1]);
        self.add_sigma(&BIG_SIGMA_0, a(t, 1));
        self.add_maj([a(t, 1), a(t, 2), a(t, 3)]);
        self.subtract(a(t, 4));
        self.add(result[1]);
        self.subtract(result[0]);
        self.adder.assert_zero(self.evaluator, 0);
    }

    /// `result` = Σ operands + constant. Every operand is linear in committed bits, so the lowest bit of the
    /// result is their sum and only the others are committed.
    fn sum<const N: usize>(&mut self, result: Id, operands: [Operand; N], constant: u32) {
        for operand in operands {
            self.add_operand(operand);
        }
        self.adder.add_constant(constant);
        let first = usize::from(self.public[result].is_none());
        if first == 1 {
            self.wires[result][0] = self.adder.lowest_bit(self.evaluator);
        }
        self.commit(result, first, operands.map(|(id, _)| id), |values| {
            values
                .into_iter()
                .zip(operands)
                .map(|(x, (_, sigma))| sigma.map_or(x, |sigma| sigma.of(x)))
                .fold(constant, u32::wrapping_add)
        });
        self.subtract(result);
        self.adder.assert_zero(self.evaluator, first);
    }

    /// Commits the bits of `result` from bit `first` on, unless it is public. The prover's value is `compute`
    /// of the operands.
    fn commit<const N: usize>(
        &mut self,
        result: Id,
        first: usize,
        operands: [Id; N],
        compute: impl FnOnce([u32; N]) -> u32,
    ) {
        if self.public[result].is_some() {
            return;
        }
        let out = &mut self.scratch[first..32];
        self.evaluator.hint(
            &operands.map(|id| &self.wires[id][..]),
            out,
            |operands, out| {
                let mut values = Zeroizing::new([0; N]);
                for (value, bits) in values.iter_mut().zip(operands) {
                    *value = bits
                        .iter()
                        .rev()
                        .fold(0, |acc, bit| acc << 1 | u32::from(*bit));
                }
                let value = compute(*values);
                for (i, bit) in out.iter_mut().enumerate() {
                    *bit = (value >> (first + i) & 1) as u8;
                }
            },
        );
        self.wires[result][first..].copy_from_slice(out);
    }

    /// Degree of a word.
    fn degree(&self, id: Id) -> u8 {
        u8::from(self.public[id].is_none())
    }

    /// The values of words that are all public.
    fn values<const N: usize>(&self, ids: [Id; N]) -> Option<[u32; N]> {
        let values = ids.map(|id| self.public[id]);
        values
            .iter()
            .all(Option::is_some)
            .then(|| values.map(Option::unwrap_or_default))
    }

    fn add(&mut self, id: Id) {
        match self.public[id] {
            Some(value) => self.adder.add_constant(value),
            None => self.adder.add(1, &self.wires[id]),
        }
    }

    fn subtract(&mut self, id: Id) {
        match self.public[id] {
            Some(value) => self.adder.add_constant(value.wrapping_neg()),
            None => self.adder.subtract(self.evaluator, 1, &self.wires[id]),
        }
    }

    fn add_operand(&mut self, (id, sigma): Operand) {
        match sigma {
            Some(sigma) => self.add_sigma(sigma, id),
            None => self.add(id),
        }
    }

    fn add_sigma(&mut self, sigma: &Sigma, x: Id) {
        match self.public[x] {
            Some(value) => self.adder.add_constant(sigma.of(value)),
            None => sigma.wires(self.evaluator, self.adder.operand(1), &self.wires[x]),
        }
    }

    /// Ch (FIPS 180-4, equation 4.2), with one product: z ⊕ x·(y ⊕ z).
    fn add_ch(&mut self, ids: [Id; 3]) {
        if let Some([x, y, z]) = self.values(ids) {
            return self.adder.add_constant(ch(x, y, z));
        }
        let [dx, dy, dz] = ids.map(|id| self.degree(id));
        let [x, y, z] = ids.map(|id| &self.wires[id]);
        let out = self.adder.operand((dx + dy.max(dz)).max(dz));
        let difference = &mut self.scratch[..32];
        self.evaluator.xor(difference, y, z);
        self.evaluator.and(out, x, difference);
        self.evaluator.xor_assign(out, z);
    }

    /// Maj (FIPS 180-4, equation 4.3), with one product: p ⊕ (x ⊕ p)(y ⊕ p). Maj is symmetric, and the pivot p
    /// must be the operand of lowest degree: the degree is at least twice that of p.
    fn add_maj(&mut self, mut ids: [Id; 3]) {
        if let Some([x, y, z]) = self.values(ids) {
            return self.adder.add_constant(maj(x, y, z));
        }
        ids.sort_by_key(|id| self.degree(*id));
        let degree = self.degree(ids[1]) + self.degree(ids[2]);
        let [pivot, x, y] = ids.map(|id| &self.wires[id]);
        let out = self.adder.operand(degree);
        let (x_difference, y_difference) = self.scratch.split_at_mut(32);
        self.evaluator.xor(x_difference, x, pivot);
        self.evaluator.xor(y_difference, y, pivot);
        self.evaluator.and(out, x_difference, y_difference);
        self.evaluator.xor_assign(out, pivot);
    }
}
