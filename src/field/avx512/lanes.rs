//! Four elements in the lanes of registers: products and reduction.
//!
//! For a product the elements are spread out: each has a 128-bit lane of one register for its lower two limbs, and one of a
//! second register for the others. Products of lanes are Karatsuba's, and reduction works on bytes: the product of a byte with
//! the low part of the modulus is a linear map of its bits, which GFNI applies to all bytes at once.

use super::Gf;
use std::arch::x86_64::*;

/// Elements that are worked on at once.
pub(super) const LANES: usize = 4;

/// The limbs of four elements as they are in memory; those past the end of a slice are zero.
pub(super) type Packed = [__m512i; 2];

/// The same with a lane for every element: limbs 0 and 1, limbs 2 and 3. Limb 3 of a field without it, and the upper limb of
/// GF(2^64), are zero in operands and anything in results.
pub(super) type Spread = [__m512i; 2];

/// Lane l takes element l / `P`.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,vpclmulqdq,gfni")]
pub(super) fn spread<const N: usize, const P: usize>([first, second]: Packed) -> Spread {
    // Limbs `limb` and `limb` + 1 of those elements.
    let pairs = |limb: i64| {
        let at = |lane: usize| (N * (lane / P)) as i64 + limb;
        let [a, b, c, d] = [at(0), at(1), at(2), at(3)];
        _mm512_setr_epi64(a, a + 1, b, b + 1, c, c + 1, d, d + 1)
    };
    const LOWER: __mmask8 = 0b0101_0101;
    let zero = _mm512_setzero_si512();
    match N {
        1 => [_mm512_maskz_permutexvar_epi64(LOWER, pairs(0), first), zero],
        2 if P == 1 => [first, zero],
        2 => [_mm512_permutexvar_epi64(pairs(0), first), zero],
        3 => [
            _mm512_permutex2var_epi64(first, pairs(0), second),
            _mm512_maskz_permutex2var_epi64(LOWER, first, pairs(2), second),
        ],
        _ => [
            _mm512_permutex2var_epi64(first, pairs(0), second),
            _mm512_permutex2var_epi64(first, pairs(2), second),
        ],
    }
}

#[inline]
#[target_feature(enable = "avx512f,avx512bw,vpclmulqdq,gfni")]
pub(super) fn pack<const N: usize>([low, high]: Spread) -> Packed {
    let zero = _mm512_setzero_si512();
    match N {
        1 => {
            let limbs = _mm512_setr_epi64(0, 2, 4, 6, 0, 0, 0, 0);
            [_mm512_permutexvar_epi64(limbs, low), zero]
        }
        2 => [low, zero],
        3 => {
            let first = _mm512_setr_epi64(0, 1, 8, 2, 3, 10, 4, 5);
            let second = _mm512_setr_epi64(12, 6, 7, 14, 0, 0, 0, 0);
            [
                _mm512_permutex2var_epi64(low, first, high),
                _mm512_permutex2var_epi64(low, second, high),
            ]
        }
        _ => {
            let first = _mm512_setr_epi64(0, 1, 8, 9, 2, 3, 10, 11);
            let second = _mm512_setr_epi64(4, 5, 12, 13, 6, 7, 14, 15);
            [
                _mm512_permutex2var_epi64(low, first, high),
                _mm512_permutex2var_epi64(low, second, high),
            ]
        }
    }
}

/// Products of limbs that may add up before they are put in place, in every lane. Three for the product of two pairs of limbs:
/// that of the lower ones, of the sums of both, of the upper ones. The pairs are limbs 0 and 1, limbs 2 and 3, and the sums of these
/// two; if limb 3 is missing, what counts is a_2 b_2 instead of the second three, and (a_0 + a_2)(b_0 + b_2) and
/// (a_1 + a_2)(b_1 + b_2) instead of the third.
pub(super) type Products = [__m512i; 9];

#[inline]
#[target_feature(enable = "avx512f,avx512bw,vpclmulqdq,gfni")]
pub(super) fn products<const N: usize>([a, a_high]: Spread, [b, b_high]: Spread) -> Products {
    let mut out = [_mm512_setzero_si512(); 9];
    out[0] = _mm512_clmulepi64_epi128::<0x00>(a, b);
    if N == 1 {
        return out;
    }
    [out[0], out[1], out[2]] = products_of_pairs(a, b);
    if N == 3 {
        out[3] = _mm512_clmulepi64_epi128::<0x00>(a_high, b_high);
        // Limb 2 in both places.
        let a = _mm512_xor_si512(a, _mm512_unpacklo_epi64(a_high, a_high));
        let b = _mm512_xor_si512(b, _mm512_unpacklo_epi64(b_high, b_high));
        out[6] = _mm512_clmulepi64_epi128::<0x00>(a, b);
        out[8] = _mm512_clmulepi64_epi128::<0x11>(a, b);
    }
    if N == 4 {
        [out[3], out[4], out[5]] = products_of_pairs(a_high, b_high);
        let a = _mm512_xor_si512(a, a_high);
        let b = _mm512_xor_si512(b, b_high);
        [out[6], out[7], out[8]] = products_of_pairs(a, b);
    }
    out
}

#[inline]
#[target_feature(enable = "avx512f,avx512bw,vpclmulqdq,gfni")]
fn products_of_pairs(a: __m512i, b: __m512i) -> [__m512i; 3] {
    let sum = |a: __m512i| _mm512_xor_si512(a, _mm512_bsrli_epi128::<8>(a));
    [
        _mm512_clmulepi64_epi128::<0x00>(a, b),
        _mm512_clmulepi64_epi128::<0x00>(sum(a), sum(b)),
        _mm512_clmulepi64_epi128::<0x11>(a, b),
    ]
}

/// Puts the products in place and reduces modulo the field's polynomial.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,vpclmulqdq,gfni")]
pub(super) fn reduce<const N: usize>(products: Products) -> Spread {
    let [low, sums, high, ..] = products;
    if N == 1 {
        // An upper limb alone.
        let folded = fold::<N, 1, 7>([_mm512_bsrli_epi128::<8>(low)]);
        return [_mm512_xor_si512(low, folded[0]), _mm512_setzero_si512()];
    }
    let [low, high] = place([low, sums, high]);
    match N {
        2 => {
            let [folded] = fold::<N, 1, 15>([high]);
            [_mm512_xor_si512(low, folded), _mm512_setzero_si512()]
        }
        3 => {
            // Karatsuba for limb 2 with limb 0, at X^128, and with limb 1, at X^192.
            let top = products[3];
            let even = xor3(products[6], products[0], top);
            let odd = xor3(products[8], products[2], top);
            let middle = xor3(high, even, _mm512_bslli_epi128::<8>(odd));
            let top = _mm512_xor_si512(top, _mm512_bsrli_epi128::<8>(odd));
            // What is to be folded begins with limb 3.
            let first = _mm512_alignr_epi8::<8>(top, middle);
            let folded = fold::<N, 2, 7>([first, _mm512_bsrli_epi128::<8>(top)]);
            [
                _mm512_xor_si512(low, folded[0]),
                _mm512_xor_si512(middle, folded[1]),
            ]
        }
        _ => {
            let [top_low, top] = place([products[3], products[4], products[5]]);
            let [sum_low, sum_high] = place([products[6], products[7], products[8]]);
            let both = _mm512_xor_si512(high, top_low);
            let middle = [xor3(sum_low, low, both), xor3(sum_high, top, both)];
            let folded = fold::<N, 2, 15>([middle[1], top]);
            [
                _mm512_xor_si512(low, folded[0]),
                _mm512_xor_si512(middle[0], folded[1]),
            ]
        }
    }
}

/// The 256-bit product of two pairs of limbs, from its three products.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,vpclmulqdq,gfni")]
fn place([low, sums, high]: [__m512i; 3]) -> [__m512i; 2] {
    let middle = xor3(sums, low, high);
    [
        _mm512_xor_si512(low, _mm512_bslli_epi128::<8>(middle)),
        _mm512_xor_si512(high, _mm512_bsrli_epi128::<8>(middle)),
    ]
}

/// What numbers of `R` registers a lane add to the limbs below when X^(64 N) is replaced: their products with the low part of
/// the modulus, and what is beyond X^(64 N) folded once more. `LAST` is the place of the last byte in the last register.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,vpclmulqdq,gfni")]
fn fold<const N: usize, const R: usize, const LAST: i32>(mut high: [__m512i; R]) -> [__m512i; R] {
    // A byte's product has two bytes, or three with the modulus of GF(2^256).
    let part = |byte: usize, x: __m512i| {
        let matrix = _mm512_set1_epi64(times_modulus::<N>(byte).cast_signed());
        _mm512_gf2p8affine_epi64_epi8::<0>(x, matrix)
    };
    let beyond = part(1, high[R - 1]);
    let mut beyond = if LAST == 7 {
        _mm512_bsrli_epi128::<7>(beyond)
    } else {
        _mm512_bsrli_epi128::<15>(beyond)
    };
    if N == 4 {
        beyond = _mm512_xor_si512(beyond, _mm512_bsrli_epi128::<14>(part(2, high[R - 1])));
    }
    high[0] = _mm512_xor_si512(high[0], beyond);
    let mut out = high;
    let (mut before, mut before2) = (_mm512_setzero_si512(), _mm512_setzero_si512());
    for (out, x) in out.iter_mut().zip(high) {
        let carried = part(1, x);
        *out = _mm512_xor_si512(part(0, x), _mm512_alignr_epi8::<15>(carried, before));
        before = carried;
        if N == 4 {
            let carried = part(2, x);
            *out = _mm512_xor_si512(*out, _mm512_alignr_epi8::<14>(carried, before2));
            before2 = carried;
        }
    }
    out
}

/// The matrix (in the order of GF2P8AFFINEQB) that takes a byte to byte number `byte` of its product with the low part of the
/// modulus.
const fn times_modulus<const N: usize>(byte: usize) -> u64 {
    let [a, b, c] = Gf::<N>::TAPS;
    let low_part = 1u64 | 1 << a | 1 << b | 1 << c;
    let mut matrix = 0;
    let mut i = 0;
    while i < 64 {
        // Row i / 8 gives that bit of the result; rows are counted from the last byte on.
        let (row, column) = (i / 8, i % 8);
        let bit = low_part << column >> (8 * byte + row) & 1;
        matrix |= bit << (8 * (7 - row) + column);
        i += 1;
    }
    matrix
}

#[inline]
#[target_feature(enable = "avx512f,avx512bw,vpclmulqdq,gfni")]
fn xor3(a: __m512i, b: __m512i, c: __m512i) -> __m512i {
    _mm512_ternarylogic_epi64::<0x96>(a, b, c)
}
