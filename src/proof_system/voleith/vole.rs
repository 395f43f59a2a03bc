//! VOLE correlations from vector commitments (FAEST v2, sections on ConvertToVOLE, VOLECommit and VOLEReconstruct).
//!
//! Each leaf seed is stretched to a row of ℓ̂ bits. For vector `i`, `u_i` is the sum of all rows and column `t` of `v` the sum
//! of the rows whose index has bit `t` set. The prover gets `u`, the corrections `c_i = u_0 + u_i` and the columns
//! `v`; the verifier gets `q_t = v_t + (bit t of Δ) u`.
//!
//! The verifier runs the prover's code: its hidden seed has a meaningless value, whose row is in its `u_i` and in
//! the columns `t` with `Δ_t = 1`; so it cancels in `v_t + Δ_t (u_i + c_i)`.

use super::bavc::{KnownNodes, Opening, Tree};
use super::params::ParameterSet;
use crate::buffers::{Buffer, Buffers, LINE};
use crate::field::Gf;
use crate::proof_system::Resources;
use crate::symmetric::keccak_lanes::{LaneOracle, LANES};
use crate::symmetric::oracle::{Domain, Oracle};
use crate::symmetric::row_sums::{xor_into, Leaves, RowSums, KEYS};
use crate::threads;
use crate::transpose;
use std::ops::Range;
use zeroize::Zeroizing;

/// The first tweak of row expansion; vector `i` adds `i`.
const ROW_TWEAK: u32 = 1 << 31;

/// Bit strings of equal length, each from the start of a cache line on.
pub struct Columns<'a> {
    bytes: Buffer<'a, u8>,
    len: usize,
}

impl<'a> Columns<'a> {
    /// `count` zero strings of `len` bytes.
    pub fn zero(buffers: &'a Buffers, count: usize, len: usize) -> Self {
        Self {
            bytes: buffers.take(count * stride(len)),
            len,
        }
    }

    /// String `t`.
    pub fn get(&self, t: usize) -> &[u8] {
        &self.bytes[t * stride(self.len)..][..self.len]
    }

    /// String `t`, to be changed.
    pub fn get_mut(&mut self, t: usize) -> &mut [u8] {
        &mut self.bytes[t * stride(self.len)..][..self.len]
    }

    /// Number of strings.
    pub fn count(&self) -> usize {
        self.bytes.len() / stride(self.len)
    }

    /// The 64 bits from bit `64 * word` on of string `t`; past its end they mean nothing.
    pub fn word(&self, t: usize, word: usize) -> u64 {
        let at = t * stride(self.len) + 8 * word;
        u64::from_le_bytes(self.bytes[at..at + 8].try_into().expect("eight bytes"))
    }
}

/// Bytes from one string of `len` bytes to the next.
pub(super) fn stride(len: usize) -> usize {
    len.next_multiple_of(LINE)
}

/// The first `count` rows of λ = 64 N columns: row `r` is the element whose coefficient of X^t is bit `r` of column `t`.
pub fn rows<'a, const N: usize>(
    resources: Resources<'a>,
    columns: &Columns<'_>,
    count: usize,
) -> Buffer<'a, Gf<N>> {
    let mut rows = resources.buffers.take::<Gf<N>>(count);
    let mut blocks = Zeroizing::new([[0u64; 64]; N]);
    for (word, rows) in rows.chunks_mut(64).enumerate() {
        for (limb, block) in blocks.iter_mut().enumerate() {
            for (bit, out) in block.iter_mut().enumerate() {
                *out = columns.word(64 * limb + bit, word);
            }
            transpose::bits(resources.execution.backend, block);
        }
        for (r, row) in rows.iter_mut().enumerate() {
            *row = Gf::from_limbs(std::array::from_fn(|limb| blocks[limb][r]));
        }
    }
    rows
}

/// What [`commit`] gives the prover.
pub struct Committed<'a> {
    /// The commitment, 2λ bits.
    pub h: Vec<u8>,
    /// c_1 to c_(τ-1), one after the other.
    pub corrections: Vec<u8>,
    /// u.
    pub u: Zeroizing<Vec<u8>>,
    /// V, λ columns; the last w are zero.
    pub v: Columns<'a>,
}

/// VOLECommit: `row_len` is ℓ̂/8.
pub fn commit<'a, const N: usize>(
    tree: &Tree<'_, N>,
    resources: Resources<'a>,
    root_key: &[u8],
    row_len: usize,
) -> Committed<'a> {
    let known = KnownNodes::root(root_key);
    let Expansion { h, u, v } = expand(tree, resources, &known, row_len, None);
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
pub fn reconstruct<'a, const N: usize>(
    tree: &Tree<'_, N>,
    resources: Resources<'a>,
    opening: &Opening,
    encoded_opening: &[u8],
    corrections: &[u8],
    row_len: usize,
) -> (Vec<u8>, Columns<'a>) {
    let (commitments, nodes) = encoded_opening.split_at(tree.set.tau * 16 * N);
    let known = KnownNodes::opened(opening, &nodes[..8 * N * opening.nodes.len()]);
    let hidden = Hidden {
        positions: &opening.positions,
        commitments,
    };
    let Expansion { h, mut u, v: mut q } = expand(tree, resources, &known, row_len, Some(&hidden));
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

struct Expansion<'a> {
    h: Vec<u8>,
    /// u_0 to u_(τ-1).
    u: Columns<'a>,
    /// λ columns.
    v: Columns<'a>,
}

/// Commits to all leaves and stretches them.
fn expand<'a, const N: usize>(
    tree: &Tree<'_, N>,
    resources: Resources<'a>,
    known: &KnownNodes,
    row_len: usize,
    hidden: Option<&Hidden<'_>>,
) -> Expansion<'a> {
    let set = tree.set;
    let mut u = Columns::zero(resources.buffers, set.tau, row_len);
    let mut v = Columns::zero(resources.buffers, set.lambda, row_len);
    let mut hashes = vec![0; set.tau * 16 * N];
    let parts = Part::split(
        set,
        resources.execution.threads,
        &mut u,
        &mut v,
        &mut hashes,
    );
    threads::for_each(resources.execution.threads, parts, |part| {
        part.expand(tree, resources.buffers, known, row_len, hidden);
    });
    let mut h = vec![0; 16 * N];
    Oracle::new::<N>().chain(&hashes).finish(Domain::H1, &mut h);
    Expansion { h, u, v }
}

/// The vectors that one thread works on, and where their results go.
///
/// Each thread walks the whole tree: the leaves of all vectors are mixed in it, and it costs little beside the rows and the hashes.
struct Part<'a> {
    vectors: Range<usize>,
    /// u_i of these vectors, in cache lines.
    u: &'a mut [u8],
    /// Their columns, in cache lines.
    v: &'a mut [u8],
    /// h_i of these vectors.
    hashes: &'a mut [u8],
}

impl<'a> Part<'a> {
    /// Splits the vectors into at most `count` parts of about as many leaves.
    fn split(
        set: &ParameterSet,
        count: usize,
        u: &'a mut Columns<'_>,
        v: &'a mut Columns<'_>,
        hashes: &'a mut [u8],
    ) -> Vec<Self> {
        let (u_stride, v_stride) = (stride(u.len), stride(v.len));
        let (mut u, mut v, mut hashes) = (&mut u.bytes[..], &mut v.bytes[..], hashes);
        let hash_len = hashes.len() / set.tau;
        // Halves of a deep vector before vector i.
        let halves = |i: usize| i + i.min(set.deep_vectors());
        let mut start = 0;
        let ends = (1..=count).map(|part| {
            let share = |i: &usize| halves(*i) * count >= part * halves(set.tau);
            (0..=set.tau)
                .find(share)
                .expect("all vectors are all shares")
        });
        ends.filter_map(|end| {
            let vectors = std::mem::replace(&mut start, end)..end;
            let columns = set.column_offset(vectors.end) - set.column_offset(vectors.start);
            let part = Self {
                u: u.split_off_mut(..vectors.len() * u_stride)?,
                v: v.split_off_mut(..columns * v_stride)?,
                hashes: hashes.split_off_mut(..vectors.len() * hash_len)?,
                vectors,
            };
            (!part.vectors.is_empty()).then_some(part)
        })
        .collect()
    }

    /// Commits to the leaves of these vectors and stretches them, in leaf order, holding a piece of the leaves at a time.
    fn expand<const N: usize>(
        self,
        tree: &Tree<'_, N>,
        buffers: &Buffers,
        known: &KnownNodes,
        row_len: usize,
        hidden: Option<&Hidden<'_>>,
    ) {
        let set = tree.set;
        let stride = stride(row_len);
        let first_column = set.column_offset(self.vectors.start);
        let mut hash = CommitmentHash::<N>::new(tree, self.vectors.clone());
        let com_len = KEYS * 16 * N;
        let mut coms = vec![0; self.vectors.len() * com_len];
        let mut row_sums = RowSums::new(tree.backend, buffers, tree.iv, stride);
        // The vectors of a part are deep ones first.
        let end = 1 << set.vector_depth(self.vectors.start);
        tree.leaves(known, buffers, KEYS, end, |leaves| {
            let vectors = self.vectors.start..self.vectors.end.min(leaves.vectors);
            for ((i, com), u) in vectors
                .clone()
                .zip(coms.chunks_exact_mut(com_len))
                .zip(self.u.chunks_exact_mut(stride))
            {
                let columns = &mut self.v[(set.column_offset(i) - first_column) * stride..];
                row_sums.add::<N>(Leaves {
                    keys: leaves.of_vector::<N>(i),
                    commitments: com,
                    commitment_tweak: tree.leaf_tweak(i),
                    row_tweak: ROW_TWEAK + i as u32,
                    first: leaves.first,
                    columns: &mut columns[..set.vector_depth(i) * stride],
                    u,
                });
                if let Some(hidden) = hidden {
                    let position = hidden.positions[i].wrapping_sub(leaves.first);
                    if position < leaves.count {
                        com[position * 16 * N..][..16 * N]
                            .copy_from_slice(&hidden.commitments[i * 16 * N..][..16 * N]);
                    }
                }
            }
            hash.update(&coms, com_len, vectors.len());
        });
        hash.finish(self.hashes);
    }
}

/// h_i = H1(com_i0 | com_i1 | ...) of some vectors, several at once.
struct CommitmentHash<const N: usize> {
    groups: Vec<Group<N>>,
}

/// Vectors of one size, numbered from the first one that is hashed.
struct Group<const N: usize> {
    vectors: Range<usize>,
    lanes: LaneOracle<N>,
}

impl<const N: usize> CommitmentHash<N> {
    fn new(tree: &Tree<'_, N>, vectors: Range<usize>) -> Self {
        let deep = tree.set.deep_vectors().clamp(vectors.start, vectors.end);
        let (deep, all) = (deep - vectors.start, vectors.len());
        let groups = [0..deep, deep..all]
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

    /// Appends `len` bytes of commitments to each of the first `count` vectors.
    fn update(&mut self, coms: &[u8], len: usize, count: usize) {
        for group in &mut self.groups {
            if group.vectors.end <= count {
                let coms = coms[len * group.vectors.start..].chunks_exact(len);
                let mut inputs = [&[][..]; LANES];
                let inputs = &mut inputs[..group.vectors.len()];
                for (input, com) in inputs.iter_mut().zip(coms) {
                    *input = com;
                }
                group.lanes.update(inputs);
            }
        }
    }

    fn finish(self, hashes: &mut [u8]) {
        let mut hashes = hashes.chunks_exact_mut(16 * N);
        for group in self.groups {
            let lanes = group.lanes.finish(Domain::H1, 0, |_| 0);
            for (lane, hash) in (0..group.vectors.len()).zip(&mut hashes) {
                lanes.output(lane, hash);
            }
        }
    }
}
