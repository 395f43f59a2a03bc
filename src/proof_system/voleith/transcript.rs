//! Fiat-Shamir: what every challenge depends on (`docs/protocol.md`, "Transcript").
//!
//! μ binds everything that is fixed before the proof, each part with its length, so that later messages have lengths
//! known from μ and need no framing. One difference from FAEST v2: chall_1 absorbs iv_pre itself, not the iv
//! derived from it, which closes the one known gap to strong unforgeability.

use super::encoding::{Header, Layout};
use super::params::ParameterSet;
use super::universal_hash::{zk_key_len, VoleHash};
use super::Instance;
use crate::backend::Backend;
use crate::field::Gf;
use crate::proof_system::Randomness;
use crate::symmetric::keccak_lanes::{LaneOracle, LANES};
use crate::symmetric::oracle::{Domain, Oracle};
use crate::symmetric::prg::Iv;
use zeroize::Zeroizing;

/// Separates this protocol from every other use of the same oracles.
const LABEL: &[u8] = b"NexusZero VOLE-in-the-head proof, version 2";

/// μ: the statement digest, 2λ bits.
pub fn statement_digest<const N: usize, C: ?Sized>(
    header: Header,
    instance: &Instance<'_, C>,
) -> Vec<u8> {
    let set = &instance.parameters;
    let mut oracle = Oracle::new::<N>();
    let mut framed = |bytes: &[u8]| {
        oracle.update(&(bytes.len() as u64).to_le_bytes());
        oracle.update(bytes);
    };
    framed(LABEL);
    framed(&header.to_bytes());
    let numbers = [
        set.lambda,
        set.tau,
        set.grinding,
        set.opening_nodes,
        instance.analysis.committed,
        instance.analysis.constraints,
    ];
    framed(&numbers.map(|number| (number as u64).to_le_bytes()).concat());
    framed(instance.statement);
    framed(instance.context);
    let mut mu = vec![0; 16 * N];
    oracle.finish(Domain::Statement, &mut mu);
    mu
}

/// root key and iv_pre = H3(witness | μ | randomness): hedged, so that neither a repeating nor a predictable
/// generator of randomness alone is fatal. The witness is the packed committed bits.
pub fn root_key<const N: usize>(
    witness: &[u8],
    mu: &[u8],
    randomness: &Randomness,
) -> (Zeroizing<Vec<u8>>, [u8; 16]) {
    let mut out = Zeroizing::new(vec![0; 8 * N + 16]);
    Oracle::new::<N>()
        .chain(witness)
        .chain(mu)
        .chain(randomness)
        .finish(Domain::H3, &mut out);
    let iv_pre = out[8 * N..].try_into().expect("16 bytes");
    (Zeroizing::new(out[..8 * N].to_vec()), iv_pre)
}

/// iv = H4(iv_pre): an iv that nobody can pick.
pub fn iv<const N: usize>(iv_pre: &[u8]) -> Iv {
    let mut iv = [0; 16];
    Oracle::new::<N>().chain(iv_pre).finish(Domain::H4, &mut iv);
    iv
}

/// chall_1: the key of VOLEHash.
pub fn challenge1<const N: usize>(
    mu: &[u8],
    h: &[u8],
    corrections: &[u8],
    iv_pre: &[u8],
) -> Vec<u8> {
    let mut out = vec![0; VoleHash::<N>::KEY_LEN];
    Oracle::new::<N>()
        .chain(mu)
        .chain(h)
        .chain(corrections)
        .chain(iv_pre)
        .finish(Domain::Challenge1, &mut out);
    out
}

/// chall_2: the key of ZKHash. Absorbs chall_1, ũ, the hashes of the λ columns, and d.
pub fn challenge2<const N: usize>(
    challenge1: &[u8],
    u_tilde: &[u8],
    column_hashes: impl Iterator<Item = Vec<u8>>,
    d: &[u8],
) -> Vec<u8> {
    let mut oracle = Oracle::new::<N>().chain(challenge1).chain(u_tilde);
    for hash in column_hashes {
        oracle.update(&hash);
    }
    let mut out = vec![0; zk_key_len(N)];
    oracle.chain(d).finish(Domain::Challenge2, &mut out);
    out
}

/// chall_3: λ bits that are Δ, and ⌈log2 D⌉ further bits in one more byte.
pub struct Challenge3<'a> {
    set: &'a ParameterSet,
    degree: u8,
    input: Vec<u8>,
}

impl<'a> Challenge3<'a> {
    /// The challenge over chall_2 and a_0 to a_(D-1); only the counter is open.
    pub fn new<const N: usize>(
        set: &'a ParameterSet,
        challenge2: &[u8],
        coefficients: &[Gf<N>],
    ) -> Self {
        let mut input = challenge2.to_vec();
        for a in coefficients {
            input.extend_from_slice(&a.to_bytes());
        }
        Self {
            set,
            degree: coefficients.len() as u8,
            input,
        }
    }

    /// The Δ of one counter value, if it is acceptable.
    pub fn at<const N: usize>(&self, counter: u32) -> Option<Vec<u8>> {
        let mut out = vec![0; 8 * N + 1];
        Oracle::new::<N>()
            .chain(&self.input)
            .chain(&counter.to_le_bytes())
            .finish(Domain::Challenge3, &mut out);
        let accepted = self.accepts(&out);
        out.truncate(8 * N);
        accepted.then_some(out)
    }

    /// Tries counters from 0 on, several at once, until one is acceptable and `opens` too. `None` when there is none.
    pub fn grind<const N: usize, T>(
        &self,
        backend: Backend,
        mut opens: impl FnMut(&[u8]) -> Option<T>,
    ) -> Option<(u32, Vec<u8>, T)> {
        let mut prefix = LaneOracle::<N>::new(backend, LANES);
        prefix.update(&[&self.input[..]; LANES]);
        let mut out = vec![0; 8 * N + 1];
        for first in (0..=u32::MAX).step_by(LANES) {
            let lanes = prefix
                .clone()
                .finish(Domain::Challenge3, 4, |lane| u64::from(first) + lane as u64);
            for lane in 0..LANES {
                lanes.output(lane, &mut out);
                if !self.accepts(&out) {
                    continue;
                }
                let (delta, _) = out.split_at(8 * N);
                if let Some(opening) = opens(delta) {
                    return Some((first + lane as u32, delta.to_vec(), opening));
                }
            }
        }
        None
    }

    /// Whether the top w bits of Δ and the further bits are zero and Δ is not (it must have an inverse).
    fn accepts(&self, out: &[u8]) -> bool {
        let (further, delta) = out.split_last().expect("one more byte");
        let further_mask = (1u8 << ParameterSet::degree_grinding(self.degree)) - 1;
        further & further_mask == 0 && delta_is_canonical(self.set, delta)
    }
}

/// Whether Δ is not zero and its top w bits are.
pub fn delta_is_canonical(set: &ParameterSet, delta: &[u8]) -> bool {
    bits(delta, set.lambda - set.grinding, set.grinding) == 0 && delta.iter().any(|&byte| byte != 0)
}

/// The hidden positions that Δ names: vector `i` takes its k_i bits.
pub fn positions(set: &ParameterSet, delta: &[u8]) -> Vec<usize> {
    (0..set.tau)
        .map(|i| bits(delta, set.column_offset(i), set.vector_depth(i)))
        .collect()
}

/// `count` bits from bit `start` on, as a number. The bytes that they lie in make one word.
fn bits(bytes: &[u8], start: usize, count: usize) -> usize {
    let touched = &bytes[start / 8..(start + count).div_ceil(8)];
    let mut word = [0; 8];
    word[..touched.len()].copy_from_slice(touched);
    (u64::from_le_bytes(word) >> (start % 8)) as usize & ((1 << count) - 1)
}

/// Whether the bits of `d` past the last committed bit are zero, as the encoding demands.
pub fn d_is_canonical(layout: &Layout, committed: usize, d: &[u8]) -> bool {
    bits(d, committed, 8 * layout.witness_len - committed) == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::circuit::count::Analysis;
    use crate::level::{Profile, SecurityLevel};
    use shake::digest::{ExtendableOutput, Update, XofReader};

    /// SHAKE with the domain byte last, as `docs/protocol.md`, 1.3, has it.
    fn shake(level: SecurityLevel, domain: u8, parts: &[&[u8]], len: usize) -> Vec<u8> {
        let input = [&parts.concat()[..], &[domain]].concat();
        let mut out = vec![0; len];
        match level {
            SecurityLevel::L128 => shake::Shake128::default()
                .chain(&input)
                .finalize_xof()
                .read(&mut out),
            _ => shake::Shake256::default()
                .chain(&input)
                .finalize_xof()
                .read(&mut out),
        }
        out
    }

    fn frame(bytes: &[u8]) -> Vec<u8> {
        [&(bytes.len() as u64).to_le_bytes(), bytes].concat()
    }

    /// Every challenge is the hash of `docs/protocol.md`, 6.1: nothing that it must depend on is left out.
    fn challenges_are_the_documented_ones<const N: usize>(level: SecurityLevel, profile: Profile) {
        let n = 8 * N;
        let header = Header {
            level,
            profile,
            degree: 3,
        };
        let set = header.parameters();
        let instance = Instance {
            circuit: &(),
            analysis: Analysis {
                committed: 1001,
                constraints: 77,
                degree: 3,
                ..Analysis::default()
            },
            parameters: set,
            statement: b"a statement",
            context: b"a context",
        };
        let numbers = [
            set.lambda,
            set.tau,
            set.grinding,
            set.opening_nodes,
            1001,
            77,
        ];
        let numbers = numbers.map(|number| (number as u64).to_le_bytes()).concat();
        let framed = [
            &b"NexusZero VOLE-in-the-head proof, version 2"[..],
            &[b'N', b'X', b'Z', 2, 1, N as u8, profile.id() as u8, 3],
            &numbers,
            b"a statement",
            b"a context",
        ];
        let framed = framed.map(frame).concat();
        let mu = shake(level, 8, &[&framed], 2 * n);
        assert_eq!(statement_digest::<N, _>(header, &instance), mu);

        let (h, corrections, iv_pre) = (vec![1; 2 * n], vec![2; 50], [3; 16]);
        assert_eq!(iv::<N>(&iv_pre)[..], shake(level, 4, &[&iv_pre], 16));
        let expected = shake(level, 9, &[&mu, &h, &corrections, &iv_pre], 5 * n + 8);
        assert_eq!(challenge1::<N>(&mu, &h, &corrections, &iv_pre), expected);

        let (u_tilde, d) = (vec![4; n + 2], vec![5; 30]);
        let columns: Vec<_> = (0..set.lambda).map(|t| vec![t as u8; n + 2]).collect();
        let challenge2 = challenge2::<N>(&expected, &u_tilde, columns.iter().cloned(), &d);
        let columns = columns.concat();
        let expected = shake(level, 10, &[&expected, &u_tilde, &columns, &d], 3 * n + 8);
        assert_eq!(challenge2, expected);

        let a: Vec<Gf<N>> = (7..10).map(Gf::from_u64).collect();
        let a_bytes = a.iter().flat_map(|a| a.to_bytes()).collect::<Vec<_>>();
        let challenge3 = Challenge3::new(&set, &challenge2, &a);
        let mut accepted = 0;
        for counter in 0..4096u32 {
            let parts = [&challenge2[..], &a_bytes, &counter.to_le_bytes()];
            let mut expected = shake(level, 11, &parts, n + 1);
            // ⌈log2 3⌉ zero bits in the further byte, w in Δ.
            let further = expected.pop().unwrap();
            let top = (set.lambda - set.grinding..set.lambda)
                .any(|i| expected[i / 8] >> (i % 8) & 1 == 1);
            let is_acceptable = further & 3 == 0 && !top;
            accepted += u32::from(is_acceptable);
            assert_eq!(
                challenge3.at::<N>(counter),
                is_acceptable.then_some(expected)
            );
        }
        let probability = 0.25 / f64::from(1 << set.grinding);
        assert!(
            f64::from(accepted) > 4096.0 * probability / 3.0,
            "{accepted}"
        );
    }

    #[test]
    fn challenges_depend_on_all_that_they_must() {
        for profile in [Profile::Fast, Profile::Balanced] {
            challenges_are_the_documented_ones::<2>(SecurityLevel::L128, profile);
            challenges_are_the_documented_ones::<3>(SecurityLevel::L192, profile);
            challenges_are_the_documented_ones::<4>(SecurityLevel::L256, profile);
        }
    }

    /// What an acceptable hash can never show: there is no counter for it.
    #[test]
    fn zero_and_set_top_bits_are_no_challenges() {
        for level in SecurityLevel::ALL {
            for profile in Profile::ALL {
                let set = ParameterSet::of(level, profile);
                let zero = vec![0; set.lambda / 8];
                assert!(!delta_is_canonical(&set, &zero));
                for bit in 0..set.lambda {
                    let mut delta = zero.clone();
                    delta[bit / 8] |= 1 << (bit % 8);
                    let is_free = bit < set.lambda - set.grinding;
                    assert_eq!(
                        delta_is_canonical(&set, &delta),
                        is_free,
                        "{level:?} {profile:?} {bit}"
                    );
                }
                let challenge = Challenge3 {
                    set: &set,
                    degree: 1,
                    input: Vec::new(),
                };
                assert!(!challenge.accepts(&[&zero[..], &[0]].concat()));
            }
        }
    }

    #[test]
    fn bits_are_taken_from_anywhere() {
        let bytes: Vec<u8> = (1..=16u8).map(|i| i.wrapping_mul(151)).collect();
        for start in 0..128 {
            for count in 0..=24.min(128 - start) {
                let expected = (0..count).fold(0, |sum, i| {
                    let at = start + i;
                    sum | usize::from(bytes[at / 8] >> (at % 8) & 1) << i
                });
                assert_eq!(
                    bits(&bytes, start, count),
                    expected,
                    "{count} bits from {start}"
                );
            }
        }
    }
}
