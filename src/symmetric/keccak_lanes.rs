//! SHAKE over several inputs of equal length at once.
//!
//! Lane `l` of every vector belongs to input `l`. The permutation is plain code over arrays of [`LANES`] words, which the
//! compiler turns into vector instructions; it is compiled once more for the instructions of each backend.

use super::oracle::{uses_shake128, Domain};
use crate::backend::{Backend, Kind};

/// Inputs hashed side by side.
pub const LANES: usize = 4;

type Vector = [u64; LANES];
type State = [Vector; 25];

/// A hash of [`LANES`] inputs in progress, at level λ = 64 N. Inputs are taken in 64-bit words.
#[derive(Clone)]
pub struct LaneOracle<const N: usize> {
    backend: Backend,
    state: State,
    position: usize,
}

impl<const N: usize> LaneOracle<N> {
    /// Words absorbed or squeezed per permutation: SHAKE128 168 bytes, SHAKE256 136 bytes.
    const RATE: usize = if uses_shake128(N) { 21 } else { 17 };

    /// Empty inputs.
    pub fn new(backend: Backend) -> Self {
        Self {
            backend,
            state: [[0; LANES]; 25],
            position: 0,
        }
    }

    /// Appends to each input the words that `word` gives: `word(lane, index)` for index below `count`.
    fn absorb(&mut self, count: usize, word: impl Fn(usize, usize) -> u64) {
        for index in 0..count {
            for (lane, slot) in self.state[self.position].iter_mut().enumerate() {
                *slot ^= word(lane, index);
            }
            self.position += 1;
            if self.position == Self::RATE {
                permute(self.backend, &mut self.state);
                self.position = 0;
            }
        }
    }

    /// Appends one byte string to each input; all of one length, a multiple of 8.
    pub fn update(&mut self, inputs: [&[u8]; LANES]) {
        let count = inputs[0].len() / 8;
        assert!(inputs.iter().all(|input| input.len() == 8 * count));
        self.absorb(count, |lane, index| {
            let bytes = &inputs[lane][8 * index..8 * index + 8];
            u64::from_le_bytes(bytes.try_into().expect("eight bytes"))
        });
    }

    /// Ends each input with the bytes `tail(lane)` (at most six of them, `tail_len`) and the domain byte, and
    /// permutes. The output can then be read with [`Self::output`]; at most one rate of it.
    pub fn finish(mut self, domain: Domain, tail_len: usize, tail: impl Fn(usize) -> u64) -> Self {
        assert!(tail_len <= 6);
        // After the domain byte: the SHAKE suffix and first padding bit 0x1f, and the last padding bit.
        let end = (u64::from(domain as u8) | 0x1f00) << (8 * tail_len);
        for (lane, slot) in self.state[self.position].iter_mut().enumerate() {
            *slot ^= tail(lane) | end;
        }
        for slot in &mut self.state[Self::RATE - 1] {
            *slot ^= 1 << 63;
        }
        permute(self.backend, &mut self.state);
        self
    }

    /// The first bytes of the output of one input.
    pub fn output(&self, lane: usize, out: &mut [u8]) {
        assert!(out.len() <= 8 * Self::RATE);
        for (out, slot) in out.chunks_mut(8).zip(&self.state) {
            out.copy_from_slice(&slot[lane].to_le_bytes()[..out.len()]);
        }
    }
}

fn permute(backend: Backend, state: &mut State) {
    match backend.kind() {
        Kind::Portable => permute_lanes(state),
        #[cfg(target_arch = "x86_64")]
        Kind::AesNi(_) | Kind::Avx512(_) => {
            #[target_feature(enable = "avx2")]
            fn with_avx2(state: &mut State) {
                permute_lanes(state);
            }
            // SAFETY: an AesNi exists only where aes, pclmulqdq and avx2 were detected.
            unsafe { with_avx2(state) }
        }
        // NEON is in the baseline of the target.
        #[cfg(target_arch = "aarch64")]
        Kind::Armv8Aes(_) => permute_lanes(state),
    }
}

/// Rotation of lane (x, y) at index x + 5 y (FIPS 202, section 3.2.2).
const RHO: [u32; 25] = [
    0, 1, 62, 28, 27, 36, 44, 6, 55, 20, 3, 10, 43, 25, 39, 41, 45, 15, 21, 8, 18, 2, 61, 56, 14,
];

/// Keccak-f[1600] (FIPS 202, section 3.3).
#[inline(always)]
fn permute_lanes(state: &mut State) {
    for constant in ROUND_CONSTANTS {
        let column = |x: usize| -> Vector {
            std::array::from_fn(|l| (0..5).fold(0, |sum, y| sum ^ state[x + 5 * y][l]))
        };
        let columns: [Vector; 5] = std::array::from_fn(column);
        let effect: [Vector; 5] = std::array::from_fn(|x| {
            let (left, right) = (&columns[(x + 4) % 5], &columns[(x + 1) % 5]);
            std::array::from_fn(|l| left[l] ^ right[l].rotate_left(1))
        });
        let mut moved = [[0; LANES]; 25];
        for y in 0..5 {
            for (x, effect) in effect.iter().enumerate() {
                let from = x + 5 * y;
                // π moves lane (x, y) to (y, 2x + 3y).
                let to = y + 5 * ((2 * x + 3 * y) % 5);
                moved[to] =
                    std::array::from_fn(|l| (state[from][l] ^ effect[l]).rotate_left(RHO[from]));
            }
        }
        for y in 0..5 {
            for x in 0..5 {
                let [a, b, c] = [0, 1, 2].map(|dx| &moved[(x + dx) % 5 + 5 * y]);
                state[x + 5 * y] = std::array::from_fn(|l| a[l] ^ (!b[l] & c[l]));
            }
        }
        for slot in &mut state[0] {
            *slot ^= constant;
        }
    }
}

/// FIPS 202, section 3.2.5.
const ROUND_CONSTANTS: [u64; 24] = [
    0x0000_0000_0000_0001,
    0x0000_0000_0000_8082,
    0x8000_0000_0000_808a,
    0x8000_0000_8000_8000,
    0x0000_0000_0000_808b,
    0x0000_0000_8000_0001,
    0x8000_0000_8000_8081,
    0x8000_0000_0000_8009,
    0x0000_0000_0000_008a,
    0x0000_0000_0000_0088,
    0x0000_0000_8000_8009,
    0x0000_0000_8000_000a,
    0x0000_0000_8000_808b,
    0x8000_0000_0000_008b,
    0x8000_0000_0000_8089,
    0x8000_0000_0000_8003,
    0x8000_0000_0000_8002,
    0x8000_0000_0000_0080,
    0x0000_0000_0000_800a,
    0x8000_0000_8000_000a,
    0x8000_0000_8000_8081,
    0x8000_0000_0000_8080,
    0x0000_0000_8000_0001,
    0x8000_0000_8000_8008,
];

#[cfg(test)]
mod tests {
    use super::super::oracle::Oracle;
    use super::*;

    #[test]
    fn lanes_agree_with_the_oracle() {
        fn check<const N: usize>() {
            for &backend in Backend::available() {
                for words in [0, 1, 16, 17, 20, 21, 40, 100] {
                    for tail_len in [0, 4, 6] {
                        let inputs: [Vec<u8>; LANES] = std::array::from_fn(|l| {
                            (0..8 * words).map(|i| (i * 7 + l * 91) as u8).collect()
                        });
                        let tail =
                            |l: usize| (l as u64 * 0x1234_5678_9abc) & ((1 << (8 * tail_len)) - 1);
                        let mut lanes = LaneOracle::<N>::new(backend);
                        lanes.update(std::array::from_fn(|l| &inputs[l][..]));
                        let lanes = lanes.finish(Domain::H1, tail_len, tail);
                        for (l, input) in inputs.iter().enumerate() {
                            let (mut one, mut other) = ([0; 65], [0; 65]);
                            lanes.output(l, &mut one);
                            let tail = tail(l).to_le_bytes();
                            Oracle::new::<N>()
                                .chain(input)
                                .chain(&tail[..tail_len])
                                .finish(Domain::H1, &mut other);
                            assert_eq!(one, other, "{words} words, {tail_len} bytes");
                        }
                    }
                }
            }
        }
        check::<2>();
        check::<4>();
    }
}
