//! Leaves committed to, stretched to rows and added up: the inner loop of ConvertToVOLE (FAEST v2).
//!
//! A key gives a commitment, which is written, and a row, which is only needed in sums: that of all rows, and for each bit of the
//! key's number that of the rows where it is set. The vector kernels add rows up in registers as they are made, so that
//! no row is ever stored.

#[cfg(target_arch = "x86_64")]
use super::aes_avx512;
use super::prg::{self, Iv, Keys, Streams};
use crate::backend::Backend;
#[cfg(target_arch = "x86_64")]
use crate::backend::Kind;
use crate::buffers::LINE;
use crate::buffers::{Buffer, Buffers};

/// Keys that are added up together.
pub const KEYS: usize = 1 << COLUMNS;

/// Bits in which the numbers of these keys differ.
pub const COLUMNS: usize = 5;

/// The keys, and what they are stretched to.
pub struct Leaves<'a> {
    /// [`KEYS`] keys.
    pub keys: Keys<'a>,
    /// Gets the commitments, 16 N bytes for each key.
    pub commitments: &'a mut [u8],
    /// The tweak of the commitments.
    pub commitment_tweak: u32,
    /// The tweak of the rows.
    pub row_tweak: u32,
    /// The number of the first key, a multiple of [`KEYS`].
    pub first: usize,
    /// Rows one after the other, one for each bit of a number: to row t is added the sum of the keys' rows whose number has bit t set.
    pub columns: &'a mut [u8],
    /// One row: the sum of all keys' rows is added to it.
    pub u: &'a mut [u8],
}

/// Adds up rows of one length.
pub struct RowSums<'a> {
    backend: Backend,
    iv: &'a Iv,
    row_len: usize,
    /// What the backend's kernel works with: key schedules, or the rows themselves.
    scratch: Buffer<'a, u8>,
}

impl<'a> RowSums<'a> {
    /// For rows of `row_len` bytes, whole cache lines.
    ///
    /// # Panics
    /// When `row_len` is no multiple of [`LINE`].
    pub fn new(backend: Backend, buffers: &'a Buffers, iv: &'a Iv, row_len: usize) -> Self {
        assert!(row_len.is_multiple_of(LINE), "rows are whole cache lines");
        let scratch = match backend.kind() {
            #[cfg(target_arch = "x86_64")]
            Kind::Avx512(_) => aes_avx512::ROW_SCRATCH,
            _ => KEYS * row_len,
        };
        Self {
            backend,
            iv,
            row_len,
            scratch: buffers.take(scratch),
        }
    }

    /// Stretches the keys of `leaves`.
    ///
    /// # Panics
    /// When a length is not what [`Leaves`] says.
    pub fn add<const N: usize>(&mut self, leaves: Leaves<'_>) {
        assert!(leaves.keys.count == KEYS && leaves.commitments.len() == KEYS * 16 * N);
        assert!(leaves.first.is_multiple_of(KEYS) && leaves.u.len() == self.row_len);
        let bits = leaves.columns.len() / self.row_len;
        assert!(leaves.columns.len() == bits * self.row_len && bits >= COLUMNS);
        match self.backend.kind() {
            #[cfg(target_arch = "x86_64")]
            Kind::Avx512(token) => {
                aes_avx512::add_rows::<N>(token, self.iv, leaves, &mut self.scratch)
            }
            _ => self.add_stored::<N>(leaves),
        }
    }

    fn add_stored<const N: usize>(&mut self, leaves: Leaves<'_>) {
        let len = self.row_len;
        let commitments = Streams {
            out: leaves.commitments,
            stride: 16 * N,
            len: 16 * N,
            tweak: leaves.commitment_tweak,
            tweak_step: 0,
        };
        let rows = Streams {
            out: &mut self.scratch,
            stride: len,
            len,
            tweak: leaves.row_tweak,
            tweak_step: 0,
        };
        prg::expand::<N>(self.backend, self.iv, leaves.keys, &mut [commitments, rows]);
        let (low, high) = leaves.columns.split_at_mut(COLUMNS * len);
        for (t, column) in low.chunks_exact_mut(len).enumerate() {
            // Row j, a multiple of 2^t, is the sum of the rows j to j + 2^t - 1 before.
            for pair in self.scratch.chunks_exact_mut(len << (t + 1)) {
                let (even, odd) = pair.split_at_mut(len << t);
                for ((column, even), odd) in column.iter_mut().zip(even).zip(&odd[..len]) {
                    *column ^= odd;
                    *even ^= odd;
                }
            }
        }
        // All keys have the same higher bits.
        let sum = &self.scratch[..len];
        xor_into(leaves.u, sum);
        for (t, column) in high.chunks_exact_mut(len).enumerate() {
            if leaves.first >> (COLUMNS + t) & 1 == 1 {
                xor_into(column, sum);
            }
        }
    }
}

/// `acc ^= a`.
pub fn xor_into(acc: &mut [u8], a: &[u8]) {
    for (acc, a) in acc.iter_mut().zip(a) {
        *acc ^= a;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bits of a number, and that of the first key: of the higher bits some are set and some not.
    const BITS: usize = 9;
    const FIRST: usize = 0b1_0110 * KEYS;

    /// The definition, row by row.
    fn expected<const N: usize>(iv: &Iv, keys: Keys<'_>, len: usize) -> Vec<u8> {
        let mut out = vec![0; KEYS * 16 * N + (BITS + 1) * len];
        let (commitments, sums) = out.split_at_mut(KEYS * 16 * N);
        for (j, commitment) in commitments.chunks_exact_mut(16 * N).enumerate() {
            let mut row = vec![0; len];
            prg::fill::<N>(Backend::portable(), keys.get::<N>(j), iv, 77, commitment);
            prg::fill::<N>(Backend::portable(), keys.get::<N>(j), iv, 1 << 31, &mut row);
            for (t, sum) in sums.chunks_exact_mut(len).enumerate() {
                if t == BITS || (FIRST + j) >> t & 1 == 1 {
                    xor_into(sum, &row);
                }
            }
        }
        out
    }

    #[test]
    fn backends_agree_with_the_definition() {
        fn check<const N: usize>() {
            let keys: Vec<u8> = (0..KEYS * 50).map(|i| (i * 37 % 251) as u8).collect();
            let keys = Keys {
                bytes: &keys,
                stride: 50,
                count: KEYS,
            };
            // The counter word wraps inside the rows.
            let iv: Iv = *b"\xfd\xff\xff\xff456789ab\xfe\xff\xff\xff";
            let buffers = Buffers::keeping(0);
            for lines in [1, 2, 3, 8, 13] {
                let len = LINE * lines;
                let expected = expected::<N>(&iv, keys, len);
                for &backend in Backend::available() {
                    let mut out = vec![0; expected.len()];
                    let (commitments, sums) = out.split_at_mut(KEYS * 16 * N);
                    // What is there stays.
                    sums.fill(0xa5);
                    let (columns, u) = sums.split_at_mut(BITS * len);
                    RowSums::new(backend, &buffers, &iv, len).add::<N>(Leaves {
                        keys,
                        commitments,
                        commitment_tweak: 77,
                        row_tweak: 1 << 31,
                        first: FIRST,
                        columns,
                        u,
                    });
                    sums.iter_mut().for_each(|byte| *byte ^= 0xa5);
                    assert!(out == expected, "{N} {lines} {}", backend.name());
                }
            }
        }
        check::<2>();
        check::<3>();
        check::<4>();
    }
}
