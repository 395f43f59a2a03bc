//! The PRG with AES-NI: four keys are scheduled side by side, eight blocks are encrypted side by side.

#![allow(unsafe_code)]

use super::aes_schedule::key_schedule;
use super::prg::{first_block, Iv, Keys, Streams};
use crate::backend::x86_64::AesNi;
use std::arch::x86_64::*;

/// Keys scheduled together: enough to hide the latency of `aesenclast`.
const SIDE: usize = 4;
/// Blocks of one stream encrypted together.
const WIDE: usize = 8;

key_schedule!(
    __m128i, "aes,avx2", zero: _mm_setzero_si128, xor: _mm_xor_si128, left: _mm_slli_si128, right: _mm_srli_si128,
    unpack: _mm_unpacklo_epi64, shuffle: _mm_shuffle_epi8, last_round: _mm_aesenclast_si128, word: _mm_set1_epi32,
    every: std::convert::identity
);

pub(super) const fn rounds(n: usize) -> usize {
    6 + 2 * n
}

/// See [`super::prg::expand`].
pub(super) fn expand<const N: usize>(
    _present: AesNi,
    iv: &Iv,
    keys: Keys<'_>,
    streams: &mut [Streams<'_>],
) {
    // SAFETY: an AesNi exists only where aes, pclmulqdq and avx2 were detected.
    unsafe { expand_aes::<N>(iv, keys, streams) }
}

#[target_feature(enable = "aes,avx2")]
fn expand_aes<const N: usize>(iv: &Iv, keys: Keys<'_>, streams: &mut [Streams<'_>]) {
    let mut schedules = [[_mm_setzero_si128(); 15]; SIDE];
    let mut index = 0;
    while index < keys.count {
        let side = SIDE.min(keys.count - index);
        // A short last group repeats its first key; the repeats are not used.
        let group: [_; SIDE] =
            std::array::from_fn(|s| keys.get::<N>(if s < side { index + s } else { index }));
        let load = |start| group.map(|key| load(key, start));
        schedule::<N>(load(0), load(16), |s, round, key| {
            schedules[s][round] = key;
        });
        for stream in streams.iter_mut() {
            expand_group::<N>(iv, &schedules[..side], index, stream);
        }
        index += side;
    }
}

/// Writes one stream for each schedule of a group whose first key has the number `first`.
#[inline]
#[target_feature(enable = "aes,avx2")]
fn expand_group<const N: usize>(
    iv: &Iv,
    schedules: &[Schedule],
    first: usize,
    stream: &mut Streams<'_>,
) {
    let tweak = |s: usize| {
        stream
            .tweak
            .wrapping_add(stream.tweak_step.wrapping_mul((first + s) as u32))
    };
    if stream.len <= 64 && schedules.len() == SIDE {
        // Few blocks a key: take the blocks of two keys together.
        let blocks = stream.len.div_ceil(16);
        for s in (0..SIDE).step_by(2) {
            let mut text = [_mm_setzero_si128(); 8];
            for (half, text) in text.chunks_exact_mut(4).enumerate() {
                counters(text, load_first(iv, tweak(s + half)), 0);
            }
            encrypt::<N, 8>(
                &mut text,
                |lane, round| schedules[s + lane / 4][round],
                |lane| lane % 4 < blocks,
            );
            for (half, text) in text.chunks_exact(4).enumerate() {
                let start = (first + s + half) * stream.stride;
                store(&mut stream.out[start..][..stream.len], text);
            }
        }
        return;
    }
    for (s, keys) in schedules.iter().enumerate() {
        let start = load_first(iv, tweak(s));
        let out = &mut stream.out[(first + s) * stream.stride..][..stream.len];
        for (i, out) in out.chunks_mut(16 * WIDE).enumerate() {
            let mut text = [_mm_setzero_si128(); WIDE];
            counters(&mut text, start, (i * WIDE) as u32);
            encrypt::<N, WIDE>(&mut text, |_, round| keys[round], |_| true);
            store(out, &text);
        }
    }
}

#[inline]
#[target_feature(enable = "aes,avx2")]
fn load_first(iv: &Iv, tweak: u32) -> __m128i {
    let [v0, v1, v2, v3] = first_block(iv, tweak).map(u32::cast_signed);
    _mm_set_epi32(v3, v2, v1, v0)
}

/// Counter blocks `counter`, `counter + 1`, ... of a stream.
#[inline]
#[target_feature(enable = "aes,avx2")]
fn counters(text: &mut [__m128i], first: __m128i, counter: u32) {
    for (i, block) in text.iter_mut().enumerate() {
        let add = counter.wrapping_add(i as u32).cast_signed();
        *block = _mm_add_epi32(first, _mm_set_epi32(0, 0, 0, add));
    }
}

/// Encrypts the lanes for which `used` (a public pattern) holds.
#[inline]
#[target_feature(enable = "aes,avx2")]
fn encrypt<const N: usize, const W: usize>(
    text: &mut [__m128i; W],
    key: impl Fn(usize, usize) -> __m128i,
    used: impl Fn(usize) -> bool,
) {
    for (lane, text) in text.iter_mut().enumerate() {
        *text = _mm_xor_si128(*text, key(lane, 0));
    }
    for round in 1..rounds(N) {
        for (lane, text) in text.iter_mut().enumerate() {
            if used(lane) {
                *text = _mm_aesenc_si128(*text, key(lane, round));
            }
        }
    }
    for (lane, text) in text.iter_mut().enumerate() {
        *text = _mm_aesenclast_si128(*text, key(lane, rounds(N)));
    }
}

/// Writes blocks to `out`, as many bytes as it has.
#[inline]
#[target_feature(enable = "aes,avx2")]
fn store(out: &mut [u8], text: &[__m128i]) {
    for (out, block) in out.chunks_mut(16).zip(text) {
        if out.len() == 16 {
            // SAFETY: `out` has the 16 bytes that are written; the instruction needs no alignment.
            unsafe { _mm_storeu_si128(out.as_mut_ptr().cast(), *block) };
        } else {
            let mut bytes = [0; 16];
            // SAFETY: `bytes` has 16 bytes.
            unsafe { _mm_storeu_si128(bytes.as_mut_ptr().cast(), *block) };
            out.copy_from_slice(&bytes[..out.len()]);
        }
    }
}

/// Loads up to 16 bytes of a key from `start` on; what is missing is zero.
#[inline]
#[target_feature(enable = "aes,avx2")]
fn load(key: &[u8], start: usize) -> __m128i {
    let mut bytes = [0; 16];
    let part = &key[start.min(key.len())..];
    let len = part.len().min(16);
    bytes[..len].copy_from_slice(&part[..len]);
    // SAFETY: `bytes` has 16 bytes; the instruction needs no alignment.
    unsafe { _mm_loadu_si128(bytes.as_ptr().cast()) }
}
