//! VOLE correlations from vector commitments (FAEST v2, sections on ConvertToVOLE, VOLECommit and VOLEReconstruct).
//!
//! Each leaf seed is stretched to a row of ℓ̂ bits. For vector `i`, `u_i` is the sum of all rows and column `t` of `v` the sum
//! of the rows whose index has bit `t` set. The prover gets `u`, the corrections `c_i = u_0 + u_i` and the columns
//! `v`; the verifier gets `q_t = v_t + (bit t of Δ) u`.
//!
//! The verifier runs the prover's code: its hidden seed has a meaningless value, whose row is in its `u_i` and in
//! the columns `t` with `Δ_t = 1`; so it cancels in `v_t + Δ_t (u_i + c_i)`.

use super::bavc::{KnownNodes, Opening, Tree};
use crate::backend::Backend;
use crate::field::Gf;
use crate::symmetric::keccak_lanes::{LaneOracle, LANES};
use crate::symmetric::oracle::{Domain, Oracle};
use crate::symmetric::row_sums::{Leaves, RowSums, COLUMNS, KEYS, LINE};
use crate::transpose;
use std::ops::Range;
use zeroize::Zeroizing;

/// The first tweak of row expansion; vector `i` adds `i`.
const ROW_TWEAK: u32 = 1 << 31;

/// Bit strings of equal length, each from the start of a cache line on.
pub struct Columns {
    bytes: Zeroizing<Vec<u8>>,
    /// Bytes before the first string.
    start: usize,
    len: usize,
    stride: usize,
}

impl Columns {
    /// `count` zero strings of `len` bytes.
    pub fn zero(count: usize, len: usize) -> Self {
        let stride = stride(len);
        let bytes = Zeroizing::new(vec![0; count * stride + LINE - 1]);
        Self {
            start: bytes.as_ptr().align_offset(LINE),
            bytes,
            len,
            stride,
        }
    }

    /// String `t`.
    pub fn get(&self, t: usize) -> &[u8] {
        &self.bytes[self.start + t * self.stride..][..self.len]
    }

    /// String `t`, to be changed.
    pub fn get_mut(&mut self, t: usize) -> &mut [u8] {
        &mut self.bytes[self.start + t * self.stride..][..self.len]
    }

    /// `count` strings from string `t` on, each with what fills its last cache line.
    fn lines_mut(&mut self, t: usize, count: usize) -> &mut [u8] {
        &mut self.bytes[self.start + t * self.stride..][..count * self.stride]
    }

    /// Number of strings.
    pub fn count(&self) -> usize {
        self.bytes.len() / self.stride
    }

    /// The 64 bits from bit `64 * word` on of string `t`; past its end they mean nothing.
    pub fn word(&self, t: usize, word: usize) -> u64 {
        let at = self.start + t * self.stride + 8 * word;
        u64::from_le_bytes(self.bytes[at..at + 8].try_into().expect("eight bytes"))
    }
}

/// Bytes from one string of `len` bytes to the next.
pub(super) fn stride(len: usize) -> usize {
    len.next_multiple_of(LINE)
}

/// The first `count` rows of λ = 64 N columns: row `r` is the element whose coefficient of X^t is bit `r` of column `t`.
pub fn rows<const N: usize>(
    backend: Backend,
    columns: &Columns,
    count: usize,
) -> Zeroizing<Vec<Gf<N>>> {
    let mut rows = Zeroizing::new(Vec::with_capacity(count));
    let mut blocks = Zeroizing::new([[0u64; 64]; N]);
    for word in 0..count.div_ceil(64) {
        for (limb, block) in blocks.iter_mut().enumerate() {
            for (bit, out) in block.iter_mut().enumerate() {
                *out = columns.word(64 * limb + bit, word);
            }
            transpose::bits(backend, block);
        }
        let of_word = 0..64.min(count - 64 * word);
        rows.extend(of_word.map(|r| Gf::from_limbs(std::array::from_fn(|limb| blocks[limb][r]))));
    }
    rows
}

/// `acc ^= a`.
pub fn xor_into(acc: &mut [u8], a: &[u8]) {
    for (acc, a) in acc.iter_mut().zip(a) {
        *acc ^= a;
    }
}

/// What [`commit`] gives the prover.
pub struct Committed {
    /// The commitment, 2λ bits.
    pub h: Vec<u8>,
    /// c_1 to c_(τ-1), one after the other.
    pub corrections: Vec<u8>,
    /// u.
    pub u: Zeroizing<Vec<u8>>,
    /// V, λ columns; the last w are zero.
    pub v: Columns,
}

/// VOLECommit: `row_len` is ℓ̂/8.
pub fn commit<const N: usize>(tree: &Tree<'_, N>, root_key: &[u8], row_len: usize) -> Committed {
    let known = KnownNodes::root(root_key);
    let Expansion { h, u, v } = expand(tree, &known, row_len, None);
    let first = Zeroizing::new(u.get(0).to_vec());
    let mut corrections = Vec::with_capacity((tree.set.tau - 1) * row_len);
    for i in 1..tree.set.tau {
        corrections.extend(u.get(i).iter().zip(first.iter()).map(|(a, b)| a ^ b));
    }
    Committed {
        h,
        corrections,
        u: first,
        v,
    }
}

/// VOLEReconstruct: the commitment and Q, from an opening at the positions that Δ gives.
pub fn reconstruct<const N: usize>(
    tree: &Tree<'_, N>,
    opening: &Opening,
    encoded_opening: &[u8],
    corrections: &[u8],
    row_len: usize,
) -> (Vec<u8>, Columns) {
    let (commitments, nodes) = encoded_opening.split_at(tree.set.tau * 16 * N);
    let known = KnownNodes::opened(opening, &nodes[..8 * N * opening.nodes.len()]);
    let hidden = Hidden {
        positions: &opening.positions,
        commitments,
    };
    let Expansion { h, mut u, v: mut q } = expand(tree, &known, row_len, Some(hidden));
    for i in 0..tree.set.tau {
        if i > 0 {
            xor_into(u.get_mut(i), &corrections[(i - 1) * row_len..][..row_len]);
        }
        let offset = tree.set.column_offset(i);
        for t in 0..tree.set.vector_depth(i) {
            if opening.positions[i] >> t & 1 == 1 {
                xor_into(q.get_mut(offset + t), u.get(i));
            }
        }
    }
    (h, q)
}

/// The hidden leaves: their index in each vector and their commitments.
struct Hidden<'a> {
    positions: &'a [usize],
    commitments: &'a [u8],
}

struct Expansion {
    h: Vec<u8>,
    /// u_0 to u_(τ-1).
    u: Columns,
    /// λ columns.
    v: Columns,
}

/// Commits to all leaves and stretches them, in leaf order, holding a piece of the leaves at a time.
fn expand<const N: usize>(
    tree: &Tree<'_, N>,
    known: &KnownNodes,
    row_len: usize,
    hidden: Option<Hidden<'_>>,
) -> Expansion {
    let set = tree.set;
    let mut u = Columns::zero(set.tau, row_len);
    let mut v = Columns::zero(set.lambda, row_len);
    let mut hash = CommitmentHash::<N>::new(tree);
    let com_len = KEYS * 16 * N;
    let mut coms = vec![0; set.tau * com_len];
    let mut row_sums = RowSums::new(tree.backend, tree.iv, stride(row_len));
    let mut sum = Columns::zero(1, row_len);
    tree.leaves(known, KEYS, |leaves| {
        for (i, com) in coms
            .chunks_exact_mut(com_len)
            .enumerate()
            .take(leaves.vectors)
        {
            let offset = set.column_offset(i);
            row_sums.add::<N>(Leaves {
                keys: leaves.of_vector::<N>(i),
                commitments: com,
                commitment_tweak: tree.leaf_tweak(i),
                row_tweak: ROW_TWEAK + i as u32,
                columns: v.lines_mut(offset, COLUMNS),
                sum: sum.lines_mut(0, 1),
            });
            // All rows of the piece have the same higher bits of the index.
            let sum = sum.get(0);
            xor_into(u.get_mut(i), sum);
            for t in (COLUMNS..set.vector_depth(i)).filter(|t| leaves.first >> t & 1 == 1) {
                xor_into(v.get_mut(offset + t), sum);
            }
            if let Some(hidden) = &hidden {
                let position = hidden.positions[i].wrapping_sub(leaves.first);
                if position < leaves.count {
                    com[position * 16 * N..][..16 * N]
                        .copy_from_slice(&hidden.commitments[i * 16 * N..][..16 * N]);
                }
            }
        }
        hash.update(&coms, com_len, leaves.vectors);
    });
    Expansion {
        h: hash.finish(),
        u,
        v,
    }
}

/// The commitment to all leaves: h = H1(h_0 | ... | h_(τ-1)), h_i = H1(com_i0 | com_i1 | ...), several h_i at once.
struct CommitmentHash<const N: usize> {
    groups: Vec<Group<N>>,
}

/// Vectors of one size.
struct Group<const N: usize> {
    vectors: Range<usize>,
    lanes: LaneOracle<N>,
}

impl<const N: usize> CommitmentHash<N> {
    fn new(tree: &Tree<'_, N>) -> Self {
        let deep = tree.set.deep_vectors();
        let groups = [0..deep, deep..tree.set.tau]
            .into_iter()
            .flat_map(|vectors| {
                let end = vectors.end;
                vectors.step_by(LANES).map(move |first| {
                    let vectors = first..end.min(first + LANES);
                    Group {
                        lanes: LaneOracle::new(tree.backend, vectors.len()),
                        vectors,
                    }
                })
            })
            .collect();
        Self { groups }
    }

    /// Appends `len` bytes of commitments to each of the vectors 0 to `vectors` - 1.
    fn update(&mut self, coms: &[u8], len: usize, vectors: usize) {
        for group in &mut self.groups {
            if group.vectors.end <= vectors {
                let coms = coms[len * group.vectors.start..].chunks_exact(len);
                let inputs: Vec<_> = coms.take(group.vectors.len()).collect();
                group.lanes.update(&inputs);
            }
        }
    }

    fn finish(self) -> Vec<u8> {
        let mut all = Oracle::new::<N>();
        let mut h = vec![0; 16 * N];
        for group in self.groups {
            let lanes = group.lanes.finish(Domain::H1, 0, |_| 0);
            for lane in 0..group.vectors.len() {
                lanes.output(lane, &mut h);
                all.update(&h);
            }
        }
        all.finish(Domain::H1, &mut h);
        h
    }
}
