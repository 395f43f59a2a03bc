//! Keccak-f[1600] (FIPS 202, section 3.3), written once over words of any number of lanes.
//!
//! Everything is `inline(always)`, so that a caller compiled for more processor instructions gets the permutation in
//! those instructions too.

/// 64-bit words of one or several states, one of each: the operations of a round.
pub(super) trait Word: Copy {
    /// The same word for every state.
    fn splat(word: u64) -> Self;
    /// a ⊕ b.
    fn xor(a: Self, b: Self) -> Self;
    /// a ⊕ b ⊕ c.
    fn xor3(a: Self, b: Self, c: Self) -> Self;
    /// a ⊕ (¬b ∧ c).
    fn chi(a: Self, b: Self, c: Self) -> Self;
    /// Rotation towards the more significant end.
    fn rotate_left(self, by: u32) -> Self;
}

impl Word for u64 {
    #[inline(always)]
    fn splat(word: u64) -> Self {
        word
    }

    #[inline(always)]
    fn xor(a: Self, b: Self) -> Self {
        a ^ b
    }

    #[inline(always)]
    fn xor3(a: Self, b: Self, c: Self) -> Self {
        a ^ b ^ c
    }

    #[inline(always)]
    fn chi(a: Self, b: Self, c: Self) -> Self {
        a ^ (!b & c)
    }

    #[inline(always)]
    fn rotate_left(self, by: u32) -> Self {
        u64::rotate_left(self, by)
    }
}

/// The permutation; word (x, y) is at index x + 5 y.
///
/// Plain loops: a closure would be compiled, and called, without the caller's instructions.
#[inline(always)]
pub(super) fn permute<W: Word>(state: &mut [W; 25]) {
    for constant in ROUND_CONSTANTS {
        let mut columns = [state[0]; 5];
        for (x, column) in columns.iter_mut().enumerate() {
            *column = W::xor3(state[x], state[x + 5], state[x + 10]);
            *column = W::xor3(*column, state[x + 15], state[x + 20]);
        }
        let mut effects = columns;
        for (x, effect) in effects.iter_mut().enumerate() {
            *effect = W::xor(columns[(x + 4) % 5], columns[(x + 1) % 5].rotate_left(1));
        }
        let next = [
            row::<W, 0>(state, &effects),
            row::<W, 1>(state, &effects),
            row::<W, 2>(state, &effects),
            row::<W, 3>(state, &effects),
            row::<W, 4>(state, &effects),
        ];
        state.copy_from_slice(next.as_flattened());
        state[0] = W::xor(state[0], W::splat(constant));
    }
}

/// Words (0, Y) to (4, Y) after θ, ρ, π and χ; Y is a constant so that all rotations are.
#[inline(always)]
fn row<W: Word, const Y: usize>(state: &[W; 25], effects: &[W; 5]) -> [W; 5] {
    let mut moved = *effects;
    for (x, moved) in moved.iter_mut().enumerate() {
        // π takes word (x, y) from (x + 3 y, x).
        let column = (x + 3 * Y) % 5;
        let from = column + 5 * x;
        *moved = W::xor(state[from], effects[column]).rotate_left(RHO[from]);
    }
    let mut row = moved;
    for (x, word) in row.iter_mut().enumerate() {
        *word = W::chi(moved[x], moved[(x + 1) % 5], moved[(x + 2) % 5]);
    }
    row
}

/// Rotation of word (x, y) (FIPS 202, section 3.2.2).
const RHO: [u32; 25] = [
    0, 1, 62, 28, 27, 36, 44, 6, 55, 20, 3, 10, 43, 25, 39, 41, 45, 15, 21, 8, 18, 2, 61, 56, 14,
];

/// The round constants of ι (FIPS 202, section 3.2.5).
pub(crate) const ROUND_CONSTANTS: [u64; 24] = [
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
