//! SHAKE over several inputs of equal length at once.
//!
//! Lane `l` of every row belongs to input `l`. AVX-512 permutes all lanes at once, AVX2 four at a time, and plain code one
//! after the other; lanes without an input cost nothing where they can be left out.

use super::keccak_f1600;
#[cfg(target_arch = "x86_64")]
use super::keccak_x86_64;
use super::oracle::{uses_shake128, Domain};
use crate::backend::{Backend, Kind};

/// The most inputs that are hashed side by side.
pub const LANES: usize = 8;

/// One word of each lane.
pub(super) type Row = [u64; LANES];

/// Word (x, y) of all lanes is row x + 5 y.
#[derive(Clone)]
#[repr(align(64))]
pub(super) struct State(pub(super) [Row; 25]);

/// A hash of up to [`LANES`] inputs in progress, at level λ = 64 N. Inputs are taken in 64-bit words.
#[derive(Clone)]
pub struct LaneOracle<const N: usize> {
    backend: Backend,
    lanes: usize,
    state: State,
    position: usize,
}

impl<const N: usize> LaneOracle<N> {
    /// Words absorbed or squeezed per permutation: SHAKE128 168 bytes, SHAKE256 136 bytes.
    const RATE: usize = if uses_shake128(N) { 21 } else { 17 };

    /// Empty inputs, `lanes` of them.
    pub fn new(backend: Backend, lanes: usize) -> Self {
        assert!((1..=LANES).contains(&lanes));
        Self {
            backend,
            lanes,
            state: State([[0; LANES]; 25]),
            position: 0,
        }
    }

    /// Appends a byte string to each input; all of one length, a multiple of 8.
    pub fn update(&mut self, inputs: &[&[u8]]) {
        assert!(inputs.len() == self.lanes);
        let len = inputs[0].len();
        assert!(len.is_multiple_of(8) && inputs.iter().all(|input| input.len() == len));
        let mut done = 0;
        while done < len {
            let words = (Self::RATE - self.position).min((len - done) / 8);
            let rows = &mut self.state.0[self.position..][..words];
            absorb(self.backend, rows, inputs, done);
            done += 8 * words;
            self.position += words;
            if self.position == Self::RATE {
                self.permute();
                self.position = 0;
            }
        }
    }

    /// Ends each input with the bytes `tail(lane)` (at most six of them, `tail_len`) and the domain byte, and
    /// permutes. The output can then be read with [`Self::output`]; at most one rate of it.
    pub fn finish(mut self, domain: Domain, tail_len: usize, tail: impl Fn(usize) -> u64) -> Self {
        assert!(tail_len <= 6);
        // After the domain byte: the SHAKE suffix and first padding bit 0x1f, and the last padding bit.
        let end = (u64::from(domain as u8) | 0x1f00) << (8 * tail_len);
        for (lane, word) in self.state.0[self.position].iter_mut().enumerate() {
            *word ^= tail(lane) | end;
        }
        for word in &mut self.state.0[Self::RATE - 1] {
            *word ^= 1 << 63;
        }
        self.permute();
        self
    }

    /// The first bytes of the output of one input.
    pub fn output(&self, lane: usize, out: &mut [u8]) {
        assert!(lane < self.lanes && out.len() <= 8 * Self::RATE);
        for (out, row) in out.chunks_mut(8).zip(&self.state.0) {
            out.copy_from_slice(&row[lane].to_le_bytes()[..out.len()]);
        }
    }

    fn permute(&mut self) {
        match self.backend.kind() {
            Kind::Portable => permute_one_by_one(&mut self.state, self.lanes),
            #[cfg(target_arch = "aarch64")]
            Kind::Armv8Aes(_) => permute_one_by_one(&mut self.state, self.lanes),
            #[cfg(target_arch = "x86_64")]
            Kind::AesNi(token) => {
                keccak_x86_64::permute_with_avx2(token, &mut self.state, self.lanes)
            }
            #[cfg(target_arch = "x86_64")]
            Kind::Avx512(token) => keccak_x86_64::permute_with_avx512(token, &mut self.state),
        }
    }
}

/// Permutes the first `lanes` lanes.
fn permute_one_by_one(state: &mut State, lanes: usize) {
    for lane in 0..lanes {
        let mut words = state.0.map(|row| row[lane]);
        keccak_f1600::permute(&mut words);
        for (row, word) in state.0.iter_mut().zip(words) {
            row[lane] = word;
        }
    }
}

/// Adds to row `i` of `rows` the words at byte `start + 8 i` of the inputs.
fn absorb(backend: Backend, rows: &mut [Row], inputs: &[&[u8]], start: usize) {
    match backend.kind() {
        #[cfg(target_arch = "x86_64")]
        Kind::Avx512(token) => keccak_x86_64::absorb_with_avx512(token, rows, inputs, start),
        _ => absorb_one_by_one(rows, inputs, start),
    }
}

fn absorb_one_by_one(rows: &mut [Row], inputs: &[&[u8]], start: usize) {
    for (lane, input) in inputs.iter().enumerate() {
        let words = input[start..start + 8 * rows.len()].chunks_exact(8);
        for (row, word) in rows.iter_mut().zip(words) {
            row[lane] ^= u64::from_le_bytes(word.try_into().expect("eight bytes"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::oracle::Oracle;
    use super::*;

    #[test]
    fn lanes_agree_with_the_oracle() {
        fn check<const N: usize>(backend: Backend, lanes: usize, words: usize, tail_len: usize) {
            let inputs: Vec<Vec<u8>> = (0..lanes)
                .map(|l| (0..8 * words).map(|i| (i * 7 + l * 91) as u8).collect())
                .collect();
            let tail = |l: usize| (l as u64 * 0x1234_5678_9abc) & ((1 << (8 * tail_len)) - 1);
            let mut oracle = LaneOracle::<N>::new(backend, lanes);
            // In two parts, so that a part starts anywhere in a block.
            for part in [0..8 * (words / 3), 8 * (words / 3)..8 * words] {
                let parts: Vec<_> = inputs.iter().map(|input| &input[part.clone()]).collect();
                oracle.update(&parts);
            }
            let oracle = oracle.finish(Domain::H1, tail_len, tail);
            for (l, input) in inputs.iter().enumerate() {
                let (mut one, mut other) = ([0; 65], [0; 65]);
                oracle.output(l, &mut one);
                Oracle::new::<N>()
                    .chain(input)
                    .chain(&tail(l).to_le_bytes()[..tail_len])
                    .finish(Domain::H1, &mut other);
                assert_eq!(
                    one, other,
                    "{backend:?}, lane {l} of {lanes}, {words} words, {tail_len} bytes"
                );
            }
        }
        for &backend in Backend::available() {
            for lanes in 1..=LANES {
                for words in [0, 1, 8, 16, 17, 18, 20, 21, 22, 34, 40, 42, 100] {
                    for tail_len in [0, 4, 6] {
                        check::<2>(backend, lanes, words, tail_len);
                        check::<4>(backend, lanes, words, tail_len);
                    }
                }
            }
        }
    }
}
