//! VOLE correlations from vector commitments (FAEST v2, sections on ConvertToVOLE, VOLECommit and VOLEReconstruct).
//!
//! Each leaf seed is stretched to a row of ℓ̂ bits. For vector `i`, `u_i` is the sum of all rows and column `t` of `v` the sum
//! of the rows whose index has bit `t` set. The prover gets `u`, the corrections `c_i = u_0 + u_i` and the columns
//! `v`; the verifier gets `q_t = v_t + (bit t of Δ) u`.
//!
//! The verifier runs the prover's code: its hidden seed has a meaningless value, whose row is in its `u_i` and in
//! the columns `t` with `Δ_t = 1`; so it cancels in `v_t + Δ_t (u_i + c_i)`.

use super::bavc::{KnownNodes, LeafKeys, Opening, Tree};
use super::params::ParameterSet;
use crate::buffers::{Buffer, Buffers, LINE};
use crate::field::Gf;
use crate::proof_system::Resources;
use crate::symmetric::keccak_lanes::{LaneOracle, LANES};
use crate::symmetric::oracle::{Domain, Oracle};
use crate::symmetric::row_sums::{xor_into, Leaves, RowSums, KEYS};
use crate::threads::{self, InOrder};
use crate::transpose;
use std::num::NonZero;
use std::ops::Range;
use zeroize::Zeroizing;

/// Indices of each vector that are computed together.
pub(super) const PIECE: usize = 2 * KEYS;

/// Pieces of the leaves of a tree: what threads take in turn.
pub(super) fn pieces(set: &ParameterSet) -> NonZero<usize> {
    // The first vector is a deep one if there are any.
    NonZero::new((1 << set.vector_depth(0)) / PIECE).expect("vectors of a piece at least")
}

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

/// Commits to all leaves and stretches them. Threads take pieces of the leaves in turn; each adds up the rows of its own, and
/// commitments are hashed in the order of the leaves.
fn expand<'a, const N: usize>(
    tree: &Tree<'_, N>,
    resources: Resources<'a>,
    known: &KnownNodes,
    row_len: usize,
    hidden: Option<&Hidden<'_>>,
) -> Expansion<'a> {
    let (set, buffers) = (tree.set, resources.buffers);
    let stored = tree.stored_level(known, buffers);
    let pieces = pieces(set);
    let hash = InOrder::new(pieces.get(), CommitmentHash::<N>::new(tree));
    let sums = || Sums {
        u: Columns::zero(buffers, set.tau, row_len),
        v: Columns::zero(buffers, set.lambda, row_len),
    };
    let threads = resources.execution.threads.min(pieces);
    let mut all: Vec<_> = (0..threads.get()).map(|_| sums()).collect();
    threads::for_each(threads, all.iter_mut().collect(), |sums: &mut Sums<'_>| {
        let mut walk = tree.walk(known, &stored, buffers, PIECE);
        let mut row_sums = RowSums::new(tree.backend, buffers, tree.iv, stride(row_len));
        let mut coms = buffers.take::<u8>(set.tau * PIECE * 16 * N);
        while let Some(turn) = hash.next() {
            let leaves = walk.piece(turn.number() * PIECE);
            sums.add(tree, &mut row_sums, &leaves, &mut coms);
            if let Some(hidden) = hidden {
                hidden.put_in_place::<N>(&leaves, &mut coms);
            }
            turn.take(|hash| hash.update(&coms, leaves.vectors));
        }
    });
    let mut all = all.into_iter();
    let Sums { mut u, mut v } = all.next().expect("at least one thread");
    for more in all {
        xor_into(&mut u.bytes, &more.u.bytes);
        xor_into(&mut v.bytes, &more.v.bytes);
    }
    Expansion {
        h: hash.into_inner().finish(),
        u,
        v,
    }
}

impl Hidden<'_> {
    /// Puts the commitments of hidden leaves in the place of those that were made from meaningless keys.
    fn put_in_place<const N: usize>(&self, leaves: &LeafKeys<'_>, coms: &mut [u8]) {
        let all = coms.chunks_exact_mut(PIECE * 16 * N).zip(self.positions);
        let hidden = self.commitments.chunks_exact(16 * N);
        for ((coms, position), commitment) in all.zip(hidden).take(leaves.vectors) {
            let place = position.wrapping_sub(leaves.first);
            if place < leaves.count {
                coms[place * 16 * N..][..16 * N].copy_from_slice(commitment);
            }
        }
    }
}

/// What a thread adds up.
struct Sums<'a> {
    u: Columns<'a>,
    v: Columns<'a>,
}

impl Sums<'_> {
    /// Adds the rows of a piece of the leaves, and writes their commitments, those of each vector one after the other.
    fn add<const N: usize>(
        &mut self,
        tree: &Tree<'_, N>,
        row_sums: &mut RowSums<'_>,
        leaves: &LeafKeys<'_>,
        coms: &mut [u8],
    ) {
        let stride = stride(self.u.len);
        let coms = coms.chunks_exact_mut(PIECE * 16 * N);
        let u = self.u.bytes.chunks_exact_mut(stride);
        for (i, (coms, u)) in coms.zip(u).enumerate().take(leaves.vectors) {
            let columns = tree.set.column_offset(i)..tree.set.column_offset(i + 1);
            let columns = &mut self.v.bytes[columns.start * stride..columns.end * stride];
            for (group, commitments) in coms.chunks_exact_mut(KEYS * 16 * N).enumerate() {
                row_sums.add::<N>(Leaves {
                    keys: leaves.of_vector::<N>(i).range(group * KEYS, KEYS),
                    commitments,
                    commitment_tweak: tree.leaf_tweak(i),
                    row_tweak: ROW_TWEAK + i as u32,
                    first: leaves.first + group * KEYS,
                    columns,
                    u,
                });
            }
        }
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

    /// Appends the commitments of a piece to each of the vectors 0 to `vectors` - 1.
    fn update(&mut self, coms: &[u8], vectors: usize) {
        for group in &mut self.groups {
            if group.vectors.end <= vectors {
                let mut coms = coms.chunks_exact(PIECE * 16 * N).skip(group.vectors.start);
                let mut inputs = [&[][..]; LANES];
                let inputs = &mut inputs[..group.vectors.len()];
                inputs.fill_with(|| coms.next().expect("a piece of every vector"));
                group.lanes.update(inputs);
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
