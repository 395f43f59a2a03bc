//! The PRG with AES-NI: four keys are scheduled side by side, eight blocks are encrypted side by side.

use super::prg::{first_block, Iv, Keys, Streams};
use crate::backend::x86_64::AesNi;
use std::arch::x86_64::*;

/// Keys scheduled together: enough to hide the latency of `aesenclast`.
const SIDE: usize = 4;
/// Blocks of one stream encrypted together.
const WIDE: usize = 8;

/// Round keys of one key; AES-256 has 15, the shorter ones leave the rest unused.
type Schedule = [__m128i; 15];

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
    let mut index = 0;
    while index < keys.count {
        let side = SIDE.min(keys.count - index);
        // A short last group repeats its first key; the repeats are not used.
        let group =
            std::array::from_fn(|s| keys.get::<N>(if s < side { index + s } else { index }));
        let schedules = schedule::<N>(group);
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

/// The AES key schedules (FIPS 197, section 5.2) of several keys side by side.
///
/// `SubWord` is `aesenclast` on a register whose four columns are equal: ShiftRows then changes nothing, and the
/// round constant goes in as the round key. No table, no branch: constant-time.
#[inline]
#[target_feature(enable = "aes,avx2")]
fn schedule<const N: usize>(keys: [&[u8]; SIDE]) -> [Schedule; SIDE] {
    let mut out = [[_mm_setzero_si128(); 15]; SIDE];
    // The window: the last four words in `low`, for longer keys the next N' words in the low part of `high`.
    let mut low = [_mm_setzero_si128(); SIDE];
    let mut high = low;
    for s in 0..SIDE {
        low[s] = load(keys[s], 0);
        high[s] = load(keys[s], 16);
    }
    let mut rcon = 1;
    // Words written so far, for AES-192 whose steps of six words do not fit the registers of four.
    let mut step = 0;
    loop {
        for s in 0..SIDE {
            emit::<N>(&mut out[s], step, low[s], high[s]);
        }
        step += 1;
        if step * 2 * N >= 4 * (rounds(N) + 1) {
            return out;
        }
        for s in 0..SIDE {
            let last = if N == 2 { low[s] } else { high[s] };
            // RotWord of the last word, in every column.
            let column = if N == 3 { 4 } else { 12 };
            let rotated = broadcast(last, [column + 1, column + 2, column + 3, column]);
            let sub = _mm_aesenclast_si128(rotated, _mm_set1_epi32(rcon));
            low[s] = _mm_xor_si128(running_xor(low[s]), sub);
            if N == 3 {
                let word = broadcast(low[s], [12, 13, 14, 15]);
                high[s] = _mm_xor_si128(_mm_xor_si128(high[s], _mm_slli_si128::<4>(high[s])), word);
            }
            if N == 4 {
                let word = broadcast(low[s], [12, 13, 14, 15]);
                let sub = _mm_aesenclast_si128(word, _mm_setzero_si128());
                high[s] = _mm_xor_si128(running_xor(high[s]), sub);
            }
        }
        rcon = rcon << 1 ^ if rcon & 0x80 != 0 { 0x11b } else { 0 };
    }
}

/// Puts the 2 N words of schedule step `step` in place.
#[inline]
#[target_feature(enable = "aes,avx2")]
fn emit<const N: usize>(out: &mut Schedule, step: usize, low: __m128i, high: __m128i) {
    match N {
        2 => out[step] = low,
        4 => {
            out[2 * step] = low;
            if 2 * step + 1 < 15 {
                out[2 * step + 1] = high;
            }
        }
        // Steps of 1.5 registers: even steps start a register, odd ones start in the middle of one.
        _ if step.is_multiple_of(2) => {
            let at = step / 2 * 3;
            out[at] = low;
            if at + 1 < 15 {
                out[at + 1] = high;
            }
        }
        _ => {
            let at = step / 2 * 3 + 1;
            out[at] = _mm_unpacklo_epi64(out[at], low);
            out[at + 1] = _mm_unpacklo_epi64(_mm_srli_si128::<8>(low), high);
        }
    }
}

/// Each word plus all words before it: the running XOR of FIPS 197, section 5.2.
#[inline]
#[target_feature(enable = "aes,avx2")]
fn running_xor(words: __m128i) -> __m128i {
    let words = _mm_xor_si128(words, _mm_slli_si128::<4>(words));
    _mm_xor_si128(words, _mm_slli_si128::<8>(words))
}

/// The word made of the given four bytes, in every column.
#[inline]
#[target_feature(enable = "aes,avx2")]
fn broadcast(from: __m128i, [a, b, c, d]: [i8; 4]) -> __m128i {
    let mask = _mm_set_epi8(d, c, b, a, d, c, b, a, d, c, b, a, d, c, b, a);
    _mm_shuffle_epi8(from, mask)
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
