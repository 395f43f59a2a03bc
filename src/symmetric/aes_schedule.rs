//! The AES key schedule for x86-64, written once for registers of one key and of four.

/// Defines `schedule` (FIPS 197, section 5.2) for a register type: the round keys of [`SIDE`] registers of keys, side by side.
///
/// `SubWord` is `aesenclast` on a block whose four columns are equal: ShiftRows then changes nothing, and the round constant goes
/// in as the round key. No table, no branch: constant-time. All operations work on each block of a register by itself.
///
/// [`SIDE`]: super::aes_x86_64
macro_rules! key_schedule {
    (
        $register:ident, $features:literal, zero: $zero:ident, xor: $xor:ident, left: $left:ident, right: $right:ident,
        unpack: $unpack:ident, shuffle: $shuffle:ident, last_round: $last_round:ident, word: $word:ident, every: $every:expr
    ) => {
        /// Round keys of the keys of a register. AES-256 has 15, the shorter ones leave the rest unused.
        type Schedule = [$register; 15];

        /// Hands out the round keys of the keys whose first four words are in `low`, the following ones in `high`: to `take` the number
        /// of the register, that of the round, and the round key, rounds in order.
        #[inline]
        #[target_feature(enable = $features)]
        fn schedule<const N: usize>(
            mut low: [$register; SIDE],
            mut high: [$register; SIDE],
            mut take: impl FnMut(usize, usize, $register),
        ) {
            let mut rcon = 1;
            // The steps of AES-192 are of one and a half blocks: odd ones begin with the second half of a block, whose first is kept here.
            let mut half = high;
            let mut round = 0;
            for step in 0.. {
                for s in 0..SIDE {
                    match N {
                        2 => take(s, round, low[s]),
                        3 if step % 2 == 0 => {
                            take(s, round, low[s]);
                            half[s] = high[s];
                        }
                        3 => {
                            take(s, round, $unpack(half[s], low[s]));
                            take(s, round + 1, $unpack($right::<8>(low[s]), high[s]));
                        }
                        _ => {
                            take(s, round, low[s]);
                            if round < rounds(N) {
                                take(s, round + 1, high[s]);
                            }
                        }
                    }
                }
                round += if N == 2 || N == 3 && step % 2 == 0 {
                    1
                } else {
                    2
                };
                if round > rounds(N) {
                    return;
                }
                for s in 0..SIDE {
                    let last = if N == 2 { low[s] } else { high[s] };
                    // RotWord of the last word, in every column.
                    let column = if N == 3 { 4 } else { 12 };
                    let rotated = broadcast(last, [column + 1, column + 2, column + 3, column]);
                    low[s] = $xor(running_xor(low[s]), $last_round(rotated, $word(rcon)));
                    if N == 3 {
                        let word = broadcast(low[s], [12, 13, 14, 15]);
                        high[s] = $xor($xor(high[s], $left::<4>(high[s])), word);
                    }
                    if N == 4 {
                        let word = broadcast(low[s], [12, 13, 14, 15]);
                        high[s] = $xor(running_xor(high[s]), $last_round(word, $zero()));
                    }
                }
                rcon = rcon << 1 ^ if rcon & 0x80 != 0 { 0x11b } else { 0 };
            }
        }

        /// Each word of a block plus all words before it: the running XOR of FIPS 197, section 5.2.
        #[inline]
        #[target_feature(enable = $features)]
        fn running_xor(words: $register) -> $register {
            let words = $xor(words, $left::<4>(words));
            $xor(words, $left::<8>(words))
        }

        /// The word made of the given four bytes of each block, in every column of it.
        #[inline]
        #[target_feature(enable = $features)]
        fn broadcast(from: $register, [a, b, c, d]: [i8; 4]) -> $register {
            let mask = _mm_set_epi8(d, c, b, a, d, c, b, a, d, c, b, a, d, c, b, a);
            $shuffle(from, $every(mask))
        }
    };
}

pub(super) use key_schedule;
