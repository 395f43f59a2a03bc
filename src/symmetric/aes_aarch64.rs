//! The PRG with the AES instructions of Armv8: four keys are scheduled side by side, eight blocks are encrypted side by side.
//!
//! Only for little-endian processors: the bytes of a register are those of its words in order.

#![allow(unsafe_code)]

use super::prg::{first_block, Iv, Keys, Streams};
use crate::backend::aarch64::Armv8Aes;
use std::arch::aarch64::*;

/// Keys scheduled together: a word of each fills a register.
const SIDE: usize = 4;
/// Blocks encrypted together: enough to hide the latency of AESE and AESMC.
const WIDE: usize = 8;

/// Round keys of one key; AES-256 has 15, the shorter ones leave the rest unused.
type Schedule = [uint8x16_t; 15];

const fn rounds(n: usize) -> usize {
    6 + 2 * n
}

/// See [`super::prg::expand`].
pub(super) fn expand<const N: usize>(
    _present: Armv8Aes,
    iv: &Iv,
    keys: Keys<'_>,
    streams: &mut [Streams<'_>],
) {
    // SAFETY: an Armv8Aes exists only where neon, aes and pmull were detected.
    unsafe { expand_aes::<N>(iv, keys, streams) }
}

#[target_feature(enable = "neon,aes")]
fn expand_aes<const N: usize>(iv: &Iv, keys: Keys<'_>, streams: &mut [Streams<'_>]) {
    let mut index = 0;
    while index < keys.count {
        let side = SIDE.min(keys.count - index);
        // A short last group repeats its first key; the repeats are not used.
        let group =
            std::array::from_fn(|s| keys.get::<N>(if s < side { index + s } else { index }));
        let schedules = schedule::<N>(group);
        for stream in streams.iter_mut() {
            for (s, keys) in schedules[..side].iter().enumerate() {
                expand_stream::<N>(iv, keys, index + s, stream);
            }
        }
        index += side;
    }
}

/// Writes the stream of the key with the number `index`.
#[inline]
#[target_feature(enable = "neon,aes")]
fn expand_stream<const N: usize>(iv: &Iv, keys: &Schedule, index: usize, stream: &mut Streams<'_>) {
    let tweak = stream
        .tweak
        .wrapping_add(stream.tweak_step.wrapping_mul(index as u32));
    let first = first_block(iv, tweak);
    let out = &mut stream.out[index * stream.stride..][..stream.len];
    for (i, out) in out.chunks_mut(16 * WIDE).enumerate() {
        let counter = (i * WIDE) as u32;
        // As many as there are to write, in two lengths: a leaf has a commitment of a few blocks.
        if out.len() <= 16 * WIDE / 2 {
            store(out, &encrypt::<N, { WIDE / 2 }>(first, counter, keys));
        } else {
            store(out, &encrypt::<N, WIDE>(first, counter, keys));
        }
    }
}

/// The encryptions of the counter blocks `counter`, `counter + 1`, ... of a stream.
#[inline]
#[target_feature(enable = "neon,aes")]
fn encrypt<const N: usize, const W: usize>(
    first: [u32; 4],
    counter: u32,
    keys: &Schedule,
) -> [uint8x16_t; W] {
    let [v0, v1, v2, v3] = first;
    let mut text: [_; W] = std::array::from_fn(|i| {
        let v0 = v0.wrapping_add(counter).wrapping_add(i as u32);
        vreinterpretq_u8_u32(row([v0, v1, v2, v3]))
    });
    // AESE adds the round key first, so the last key is added alone.
    for key in &keys[..rounds(N) - 1] {
        for text in &mut text {
            *text = vaesmcq_u8(vaeseq_u8(*text, *key));
        }
    }
    text.map(|text| veorq_u8(vaeseq_u8(text, keys[rounds(N) - 1]), keys[rounds(N)]))
}

/// Writes blocks to `out`, as many bytes as it has.
#[inline]
#[target_feature(enable = "neon,aes")]
fn store(out: &mut [u8], text: &[uint8x16_t]) {
    for (out, block) in out.chunks_mut(16).zip(text) {
        let mut bytes = [0; 16];
        // SAFETY: `bytes` has the 16 bytes that are written; the instruction needs no alignment.
        unsafe { vst1q_u8(bytes.as_mut_ptr(), *block) };
        out.copy_from_slice(&bytes[..out.len()]);
    }
}

/// The AES key schedules (FIPS 197, section 5.2) of several keys side by side: a register has one word of each key.
///
/// `SubWord` of four words is AESE with a zero key, whose ShiftRows is undone by a byte shuffle; `RotWord` is in the same
/// shuffle. No table, no branch: constant-time.
#[inline]
#[target_feature(enable = "neon,aes")]
fn schedule<const N: usize>(keys: [&[u8]; SIDE]) -> [Schedule; SIDE] {
    // ShiftRows takes row r of column c from column c + r; so it is found in column c - r.
    let unshift: [usize; 16] = std::array::from_fn(|at| (at + 16 - 4 * (at % 4)) % 16);
    let unshift_rotated = std::array::from_fn(|at| unshift[at / 4 * 4 + (at + 1) % 4]);
    let [plain, rotated] = [unshift, unshift_rotated].map(|from| {
        let [low, high] = [0, 8]
            .map(|start| u64::from_le_bytes(std::array::from_fn(|at| from[start + at] as u8)));
        vcombine_u8(vcreate_u8(low), vcreate_u8(high))
    });
    let sub_words = |words: uint32x4_t, shuffle: uint8x16_t| {
        let bytes = vaeseq_u8(vreinterpretq_u8_u32(words), vdupq_n_u8(0));
        vreinterpretq_u32_u8(vqtbl1q_u8(bytes, shuffle))
    };

    let mut words = [vdupq_n_u32(0); 60];
    let key_words = 2 * N;
    let mut rcon = 1;
    for i in 0..4 * (rounds(N) + 1) {
        words[i] = if i < key_words {
            row(keys.map(|key| {
                u32::from_le_bytes(key[4 * i..4 * i + 4].try_into().expect("four bytes"))
            }))
        } else {
            let mut last = words[i - 1];
            if i % key_words == 0 {
                last = veorq_u32(sub_words(last, rotated), vdupq_n_u32(rcon));
                rcon = rcon << 1 ^ if rcon & 0x80 != 0 { 0x11b } else { 0 };
            } else if N == 4 && i % key_words == 4 {
                last = sub_words(last, plain);
            }
            veorq_u32(words[i - key_words], last)
        };
    }

    let mut out = [[vdupq_n_u8(0); 15]; SIDE];
    for (round, words) in words.chunks_exact(4).take(rounds(N) + 1).enumerate() {
        let round_keys = transpose([words[0], words[1], words[2], words[3]]);
        for (out, round_key) in out.iter_mut().zip(round_keys) {
            out[round] = vreinterpretq_u8_u32(round_key);
        }
    }
    out
}

/// Word i of register s becomes word s of register i.
#[inline]
#[target_feature(enable = "neon,aes")]
fn transpose([a, b, c, d]: [uint32x4_t; 4]) -> [uint32x4_t; 4] {
    let pairs = |a, b| {
        let [even, odd] = [vtrn1q_u32(a, b), vtrn2q_u32(a, b)];
        [even, odd].map(|words| vreinterpretq_u64_u32(words))
    };
    let [[ab02, ab13], [cd02, cd13]] = [pairs(a, b), pairs(c, d)];
    [
        vtrn1q_u64(ab02, cd02),
        vtrn1q_u64(ab13, cd13),
        vtrn2q_u64(ab02, cd02),
        vtrn2q_u64(ab13, cd13),
    ]
    .map(|words| vreinterpretq_u32_u64(words))
}

/// A register of four words.
#[inline]
#[target_feature(enable = "neon,aes")]
fn row([a, b, c, d]: [u32; 4]) -> uint32x4_t {
    let half = |low, high| vcreate_u32(u64::from(low) | u64::from(high) << 32);
    vcombine_u32(half(a, b), half(c, d))
}
