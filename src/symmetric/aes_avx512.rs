//! The PRG with VAES on 512 bits. A register holds four blocks: of four keys while keys are scheduled and few blocks of each are
//! made, of one key while rows are made.

#![allow(unsafe_code)]

use super::aes_schedule::key_schedule;
use super::aes_x86_64::{self, rounds};
use super::prg::{first_block, Iv, Keys, Streams};
use super::row_sums::{Leaves, COLUMNS, KEYS};
use crate::backend::x86_64::Avx512;
use crate::buffers::LINE;
use std::arch::x86_64::*;

/// Keys of a register.
const QUARTERS: usize = 4;
/// Registers of keys scheduled together: enough to hide the latency of `aesenclast`.
const SIDE: usize = 4;

key_schedule!(
    __m512i, "aes,avx2,avx512f,avx512bw,avx512dq,avx512vl,vaes", zero: _mm512_setzero_si512, xor: xor,
    left: _mm512_bslli_epi128, right: _mm512_bsrli_epi128, unpack: _mm512_unpacklo_epi64, shuffle: _mm512_shuffle_epi8,
    last_round: _mm512_aesenclast_epi128, word: _mm512_set1_epi32, every: _mm512_broadcast_i32x4
);

/// Times that [`SIDE`] registers of keys are scheduled for the rows that are added up together.
const GROUPS: usize = KEYS / (QUARTERS * SIDE);

/// Bytes that [`add_rows`] needs for schedules, from the start of a cache line on.
pub(super) const ROW_SCRATCH: usize = GROUPS * size_of::<[Schedule; SIDE]>();

/// See [`super::prg::expand`].
pub(super) fn expand<const N: usize>(
    present: Avx512,
    iv: &Iv,
    keys: Keys<'_>,
    streams: &mut [Streams<'_>],
) {
    let short = |stream: &Streams<'_>| stream.len == 16 * N;
    if keys.count < QUARTERS || !streams.iter().all(short) {
        return aes_x86_64::expand::<N>(present.aes_ni(), iv, keys, streams);
    }
    // SAFETY: an Avx512 exists only where these instructions were detected.
    unsafe { expand_short::<N>(iv, keys, streams) }
}

/// See [`super::row_sums::RowSums::add`].
pub(super) fn add_rows<const N: usize>(
    _present: Avx512,
    iv: &Iv,
    leaves: Leaves<'_>,
    scratch: &mut [u8],
) {
    // SAFETY: any bytes are a value of a vector type.
    let (_, schedules, _) = unsafe { scratch.align_to_mut::<[Schedule; SIDE]>() };
    let schedules = &mut schedules[..GROUPS];
    // SAFETY: an Avx512 exists only where these instructions were detected.
    unsafe { add_rows_vaes::<N>(iv, leaves, schedules) }
}

#[target_feature(enable = "aes,avx2,avx512f,avx512bw,avx512dq,avx512vl,vaes")]
fn expand_short<const N: usize>(iv: &Iv, keys: Keys<'_>, streams: &mut [Streams<'_>]) {
    for stream in streams {
        for first in (0..keys.count).step_by(QUARTERS * SIDE) {
            short_streams::<N>(iv, &keys, first, stream, |_, _, _| ());
        }
    }
}

/// Writes the N blocks of each of the 16 keys, or fewer at the end, from number `first` on. They are encrypted as the keys are scheduled,
/// whose round keys also go to `keep`.
#[inline]
#[target_feature(enable = "aes,avx2,avx512f,avx512bw,avx512dq,avx512vl,vaes")]
fn short_streams<const N: usize>(
    iv: &Iv,
    keys: &Keys<'_>,
    first: usize,
    stream: &mut Streams<'_>,
    mut keep: impl FnMut(usize, usize, __m512i),
) {
    let [v0, v1, v2, v3] = first_block(iv, stream.tweak).map(u32::cast_signed);
    let step = stream.tweak_step.cast_signed();
    // The tweak goes into the last word: what it is more for the following quarter, and for the following register.
    let [_, second, third, fourth] = [0, 1, 2, 3].map(|quarter| step.wrapping_mul(quarter));
    let quarters = _mm512_set_epi32(fourth, 0, 0, 0, third, 0, 0, 0, second, 0, 0, 0, 0, 0, 0, 0);
    let tweak = |number: usize| {
        let more = step.wrapping_mul(number as i32);
        _mm512_broadcast_i32x4(_mm_set_epi32(more, 0, 0, 0))
    };
    let start = _mm512_broadcast_i32x4(_mm_set_epi32(v3, v2, v1, v0));
    let mut plain = _mm512_add_epi32(_mm512_add_epi32(start, quarters), tweak(first));
    let mut text = [[_mm512_setzero_si512(); N]; SIDE];
    for text in &mut text {
        for (block, text) in text.iter_mut().enumerate() {
            let counter = _mm512_broadcast_i32x4(_mm_set_epi32(0, 0, 0, block as i32));
            *text = _mm512_add_epi32(plain, counter);
        }
        plain = _mm512_add_epi32(plain, tweak(QUARTERS));
    }
    // The first 16 bytes of the keys, and those after them.
    let mut low = [_mm512_setzero_si512(); SIDE];
    let mut high = low;
    for register in 0..SIDE {
        low[register] = load_keys::<N>(keys, first, register, 0);
        if N > 2 {
            high[register] = load_keys::<N>(keys, first, register, 16);
        }
    }
    schedule::<N>(low, high, |register, round, key| {
        keep(register, round, key);
        for text in &mut text[register] {
            *text = if round == 0 {
                xor(*text, key)
            } else if round < rounds(N) {
                _mm512_aesenc_epi128(*text, key)
            } else {
                _mm512_aesenclast_epi128(*text, key)
            };
        }
    });
    if N == 2 && first + QUARTERS * SIDE <= keys.count && stream.stride == 32 {
        // Dense pairs of blocks: whole lines.
        let first_two = _mm512_set_epi64(11, 10, 3, 2, 9, 8, 1, 0);
        let last_two = _mm512_set_epi64(15, 14, 7, 6, 13, 12, 5, 4);
        let out = &mut stream.out[32 * first..][..2 * SIDE * LINE];
        for (out, text) in out.chunks_exact_mut(2 * LINE).zip(&text) {
            store(out, _mm512_permutex2var_epi64(text[0], first_two, text[1]));
            store(
                &mut out[LINE..],
                _mm512_permutex2var_epi64(text[0], last_two, text[1]),
            );
        }
        return;
    }
    for (register, text) in text.iter().enumerate() {
        let index = first + QUARTERS * register;
        let used = QUARTERS.min(keys.count.saturating_sub(index));
        for quarter in 0..used {
            let out = &mut stream.out[(index + quarter) * stream.stride..][..16 * N];
            for (out, text) in out.chunks_exact_mut(16).zip(text.iter()) {
                let block = match quarter {
                    0 => _mm512_extracti32x4_epi32::<0>(*text),
                    1 => _mm512_extracti32x4_epi32::<1>(*text),
                    2 => _mm512_extracti32x4_epi32::<2>(*text),
                    _ => _mm512_extracti32x4_epi32::<3>(*text),
                };
                // SAFETY: `out` has the 16 bytes that are written; the instruction needs no alignment.
                unsafe { _mm_storeu_si128(out.as_mut_ptr().cast(), block) };
            }
        }
    }
}

/// Keys whose rows are added up in registers.
const OCTET: usize = 8;

#[target_feature(enable = "aes,avx2,avx512f,avx512bw,avx512dq,avx512vl,vaes")]
fn add_rows_vaes<const N: usize>(iv: &Iv, leaves: Leaves<'_>, schedules: &mut [[Schedule; SIDE]]) {
    let mut commitments = Streams {
        out: leaves.commitments,
        stride: 16 * N,
        len: 16 * N,
        tweak: leaves.commitment_tweak,
        tweak_step: 0,
    };
    for (group, schedules) in schedules.iter_mut().enumerate() {
        let first = group * QUARTERS * SIDE;
        short_streams::<N>(
            iv,
            &leaves.keys,
            first,
            &mut commitments,
            |register, round, key| {
                schedules[register][round] = key;
            },
        );
    }
    let schedules = schedules.as_flattened();
    let [v0, v1, v2, v3] = first_block(iv, leaves.row_tweak).map(u32::cast_signed);
    let start = _mm512_add_epi32(
        _mm512_broadcast_i32x4(_mm_set_epi32(v3, v2, v1, v0)),
        _mm512_set_epi32(0, 0, 0, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 0),
    );
    let len = leaves.u.len();
    let (low, high) = leaves.columns.split_at_mut(COLUMNS * len);
    let mut sums = Sums {
        start,
        low,
        high,
        high_bits: leaves.first >> COLUMNS,
        u: leaves.u,
    };
    let pairs = len / (2 * LINE);
    for pair in 0..pairs {
        add_lines::<N, 2>(schedules, &mut sums, 2 * LINE * pair);
    }
    if !len.is_multiple_of(2 * LINE) {
        add_lines::<N, 1>(schedules, &mut sums, 2 * LINE * pairs);
    }
}

/// Where the sums of rows go.
struct Sums<'a> {
    /// The plaintext of the first line of a row.
    start: __m512i,
    /// The columns of the bits in which the keys differ.
    low: &'a mut [u8],
    /// Those of the other bits, and which of these are set in all keys' numbers.
    high: &'a mut [u8],
    high_bits: usize,
    u: &'a mut [u8],
}

/// The part of the rows from byte `at` on that is W lines long.
#[inline]
#[target_feature(enable = "aes,avx2,avx512f,avx512bw,avx512dq,avx512vl,vaes")]
fn add_lines<const N: usize, const W: usize>(
    schedules: &[Schedule],
    sums: &mut Sums<'_>,
    at: usize,
) {
    let len = sums.u.len();
    let mut plain = [_mm512_setzero_si512(); W];
    let mut columns = [[_mm512_setzero_si512(); W]; COLUMNS];
    for w in 0..W {
        let at = at + w * LINE;
        let counter = _mm_set_epi32(0, 0, 0, (at / 16) as i32);
        plain[w] = _mm512_add_epi32(sums.start, _mm512_broadcast_i32x4(counter));
        for (t, column) in columns.iter_mut().enumerate() {
            column[w] = load(&sums.low[t * len + at..]);
        }
    }
    let mut octets = [[_mm512_setzero_si512(); W]; KEYS / OCTET];
    for (octet, keys) in octets
        .iter_mut()
        .zip(schedules.chunks_exact(OCTET / QUARTERS))
    {
        let [r0, r1, r2, r3, r4, r5, r6, r7] = rows::<N, W>(keys, &plain);
        for w in 0..W {
            columns[0][w] = xor3(xor3(columns[0][w], r1[w], r3[w]), r5[w], r7[w]);
            let (pair, high_pair) = (xor(r2[w], r3[w]), xor(r6[w], r7[w]));
            columns[1][w] = xor3(columns[1][w], pair, high_pair);
            let high = xor3(r4[w], r5[w], high_pair);
            columns[2][w] = xor(columns[2][w], high);
            octet[w] = xor3(xor(r0[w], r1[w]), pair, high);
        }
    }
    let [o0, o1, o2, o3] = octets;
    for w in 0..W {
        let at = at + w * LINE;
        let high = xor(o2[w], o3[w]);
        columns[3][w] = xor3(columns[3][w], o1[w], o3[w]);
        columns[4][w] = xor(columns[4][w], high);
        for (t, column) in columns.iter().enumerate() {
            store(&mut sums.low[t * len + at..], column[w]);
        }
        let sum = xor3(o0[w], o1[w], high);
        add(&mut sums.u[at..], sum);
        for (t, column) in sums.high.chunks_exact_mut(len).enumerate() {
            if sums.high_bits >> t & 1 == 1 {
                add(&mut column[at..], sum);
            }
        }
    }
}

/// W lines of the rows of eight keys.
#[inline]
#[target_feature(enable = "aes,avx2,avx512f,avx512bw,avx512dq,avx512vl,vaes")]
fn rows<const N: usize, const W: usize>(
    schedules: &[Schedule],
    plain: &[__m512i; W],
) -> [[__m512i; W]; OCTET] {
    // Plain loops: a closure that an iterator of the library calls is not always inlined into a function of more instructions than that was
    // compiled for.
    let mut text = [[_mm512_setzero_si512(); W]; OCTET];
    for (index, text) in text.iter_mut().enumerate() {
        let key = spread(schedules, index, 0);
        for (text, plain) in text.iter_mut().zip(plain) {
            *text = xor(*plain, key);
        }
    }
    for round in 1..rounds(N) {
        for (index, text) in text.iter_mut().enumerate() {
            let key = spread(schedules, index, round);
            for text in text {
                *text = _mm512_aesenc_epi128(*text, key);
            }
        }
    }
    for (index, text) in text.iter_mut().enumerate() {
        let key = spread(schedules, index, rounds(N));
        for text in text {
            *text = _mm512_aesenclast_epi128(*text, key);
        }
    }
    text
}

/// A round key of key number `index`, in all quarters of a register.
#[inline]
#[target_feature(enable = "aes,avx2,avx512f,avx512bw,avx512dq,avx512vl,vaes")]
fn spread(schedules: &[Schedule], index: usize, round: usize) -> __m512i {
    let quarters: *const __m128i = (&raw const schedules[index / QUARTERS][round]).cast();
    // SAFETY: a register of 64 bytes has four quarters of 16, and `index % QUARTERS` is one of them.
    _mm512_broadcast_i32x4(unsafe { quarters.add(index % QUARTERS).read() })
}

#[inline]
#[target_feature(enable = "aes,avx2,avx512f,avx512bw,avx512dq,avx512vl,vaes")]
fn xor(a: __m512i, b: __m512i) -> __m512i {
    _mm512_xor_si512(a, b)
}

#[inline]
#[target_feature(enable = "aes,avx2,avx512f,avx512bw,avx512dq,avx512vl,vaes")]
fn xor3(a: __m512i, b: __m512i, c: __m512i) -> __m512i {
    _mm512_ternarylogic_epi64::<0x96>(a, b, c)
}

/// Adds to the first line of `bytes`.
#[inline]
#[target_feature(enable = "aes,avx2,avx512f,avx512bw,avx512dq,avx512vl,vaes")]
fn add(bytes: &mut [u8], line: __m512i) {
    store(bytes, xor(load(bytes), line));
}

/// Loads the first line of `bytes`.
#[inline]
#[target_feature(enable = "aes,avx2,avx512f,avx512bw,avx512dq,avx512vl,vaes")]
fn load(bytes: &[u8]) -> __m512i {
    let line = &bytes[..LINE];
    // SAFETY: `line` has 64 bytes; the instruction needs no alignment.
    unsafe { _mm512_loadu_si512(line.as_ptr().cast()) }
}

/// Writes the first line of `bytes`.
#[inline]
#[target_feature(enable = "aes,avx2,avx512f,avx512bw,avx512dq,avx512vl,vaes")]
fn store(bytes: &mut [u8], line: __m512i) {
    let out = &mut bytes[..LINE];
    // SAFETY: `out` has the 64 bytes that are written; the instruction needs no alignment.
    unsafe { _mm512_storeu_si512(out.as_mut_ptr().cast(), line) }
}

/// Up to 16 bytes, from `start` on, of the four keys of a register; of key number `first` where there are no more keys.
#[inline]
#[target_feature(enable = "aes,avx2,avx512f,avx512bw,avx512dq,avx512vl,vaes")]
fn load_keys<const N: usize>(
    keys: &Keys<'_>,
    first: usize,
    register: usize,
    start: usize,
) -> __m512i {
    let mut quarters = [_mm_setzero_si128(); QUARTERS];
    for (quarter, out) in quarters.iter_mut().enumerate() {
        let index = first + QUARTERS * register + quarter;
        let index = if index < keys.count { index } else { first };
        *out = load_key(keys.get::<N>(index), start);
    }
    let [a, b, c, d] = quarters;
    let low = _mm256_inserti128_si256::<1>(_mm256_castsi128_si256(a), b);
    let high = _mm256_inserti128_si256::<1>(_mm256_castsi128_si256(c), d);
    _mm512_inserti64x4::<1>(_mm512_castsi256_si512(low), high)
}

/// Loads up to 16 bytes of a key from `start` on; what is missing is zero.
#[inline]
#[target_feature(enable = "aes,avx2,avx512f,avx512bw,avx512dq,avx512vl,vaes")]
fn load_key(key: &[u8], start: usize) -> __m128i {
    let part = &key[start..];
    let mask = ((1u32 << part.len().min(16)) - 1) as u16;
    // SAFETY: only bytes of `part` are read.
    unsafe { _mm_maskz_loadu_epi8(mask, part.as_ptr().cast()) }
}
