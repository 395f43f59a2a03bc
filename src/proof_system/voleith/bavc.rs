//! Batched all-but-one vector commitment: τ vectors of seeds in one GGM tree (FAEST v2, section on BAVC, with the
//! 2λ-bit leaves of the EM sets: the seed is the leaf's key, its commitment two λ-bit blocks under that key).
//!
//! Nodes are numbered in heap order, 0 to 2L - 2; the leaves are the last L. Leaf `n` (node L - 1 + n) belongs to vector
//! `n mod τ` at index `n div τ`, as long as all vectors go on; past half of a deep vector only the deep ones do.
//!
//! The tree is never held whole. A [`Walk`] computes pieces of the leaf level from one stored level of at most
//! `STORED_LEVEL`; so memory does not depend on the depth, and threads can walk side by side. Prover and verifier share the walk: the prover knows
//! the root, the verifier the roots of the opened subtrees. What is below an unknown node comes out as keys that
//! mean nothing; the callers replace or cancel the hidden leaves, the only ones for which that is so.

use super::params::ParameterSet;
use crate::backend::Backend;
use crate::buffers::{Buffer, Buffers};
use crate::symmetric::prg::{self, Iv, Keys, Streams};
use std::ops::Range;
use zeroize::Zeroizing;

/// Depth of the level that is stored while walking: 2^11 keys, 32 to 64 KB.
pub(super) const STORED_LEVEL: usize = 11;

/// A node's number in the tree.
pub type Node = usize;

/// Nodes whose keys are known, in ascending order, and their keys.
pub struct KnownNodes {
    nodes: Vec<Node>,
    keys: Zeroizing<Vec<u8>>,
}

/// The tree of one proof.
pub struct Tree<'a, const N: usize> {
    /// Parameters.
    pub set: &'a ParameterSet,
    /// The proof's salt.
    pub iv: &'a Iv,
    /// Instructions to use.
    pub backend: Backend,
}

/// A piece of the leaf level: indices `first` to `first + count - 1` of the vectors 0 to `vectors` - 1.
pub struct LeafKeys<'a> {
    /// First index in each vector.
    pub first: usize,
    /// Number of indices.
    pub count: usize,
    /// Number of vectors.
    pub vectors: usize,
    bytes: &'a [u8],
}

impl LeafKeys<'_> {
    /// The keys of vector `i`, in order of the index.
    pub fn of_vector<const N: usize>(&self, i: usize) -> Keys<'_> {
        Keys {
            bytes: &self.bytes[8 * N * i..],
            stride: 8 * N * self.vectors,
            count: self.count,
        }
    }
}

/// The hidden positions of an opening, and the nodes it consists of.
#[derive(Debug, PartialEq, Eq)]
pub struct Opening {
    /// The hidden index in each vector.
    pub positions: Vec<usize>,
    /// The co-path, in descending order of the parent: the order of the encoding.
    pub nodes: Vec<Node>,
}

impl KnownNodes {
    /// The prover's: the root.
    pub fn root(key: &[u8]) -> Self {
        Self {
            nodes: vec![0],
            keys: Zeroizing::new(key.to_vec()),
        }
    }

    /// The verifier's: the nodes of an opening; `keys` holds them in the order of `opening.nodes`.
    pub fn opened(opening: &Opening, keys: &[u8]) -> Self {
        let key_len = keys.len() / opening.nodes.len().max(1);
        let mut pairs: Vec<_> = opening
            .nodes
            .iter()
            .copied()
            .zip(keys.chunks_exact(key_len.max(1)))
            .collect();
        pairs.sort_unstable_by_key(|&(node, _)| node);
        Self {
            nodes: pairs.iter().map(|&(node, _)| node).collect(),
            keys: Zeroizing::new(pairs.iter().flat_map(|&(_, key)| key).copied().collect()),
        }
    }

    /// Puts the known keys in place among the nodes from `first` on.
    fn overlay<const N: usize>(&self, first: Node, keys: &mut [u8]) {
        let end = first + keys.len() / (8 * N);
        let known = self.nodes.partition_point(|&node| node < first)
            ..self.nodes.partition_point(|&node| node < end);
        for k in known {
            let at = 8 * N * (self.nodes[k] - first);
            keys[at..at + 8 * N].copy_from_slice(&self.keys[8 * N * k..8 * N * (k + 1)]);
        }
    }
}

/// The depth of a node; the root has depth 0.
fn depth(node: Node) -> usize {
    (node + 1).ilog2() as usize
}

/// The leftmost node of a depth.
fn first_of(depth: usize) -> Node {
    (1 << depth) - 1
}

/// The number of nodes on the paths from the root to different `leaves`. The prover asks for every acceptable Δ.
///
/// In the order of a walk through the tree, each path shares with the one before it the nodes down to where it branches
/// off, and with earlier ones no more.
fn path_len(mut leaves: Vec<Node>) -> usize {
    let deepest = leaves.iter().map(|&leaf| depth(leaf)).max().unwrap_or(0);
    let mut len = 1;
    for leaf in &mut leaves {
        len += depth(*leaf);
        // The bits of node + 1 below its top bit are the way down; filled up, they sort as the walk comes by.
        *leaf = (*leaf + 1) << (deepest - depth(*leaf));
    }
    leaves.sort_unstable();
    for pair in leaves.windows(2) {
        let branching_depth = deepest - 1 - (pair[0] ^ pair[1]).ilog2() as usize;
        len -= branching_depth;
    }
    len
}

impl ParameterSet {
    /// The node of leaf `j` of vector `i`.
    pub fn leaf_node(&self, i: usize, j: usize) -> Node {
        let (half, deep) = (self.half_size(), self.deep_vectors());
        let leaf = if j < half {
            self.tau * j + i
        } else {
            self.tau * half + deep * (j - half) + i
        };
        self.leaves() - 1 + leaf
    }

    /// The opening that hides one leaf of each vector, or `None` when it takes more than T_open nodes.
    pub fn opening(&self, positions: Vec<usize>) -> Option<Opening> {
        let leaves = || {
            positions
                .iter()
                .enumerate()
                .map(|(i, &j)| self.leaf_node(i, j))
        };
        let path_len = path_len(leaves().collect());
        // Every path node but the leaves has at least one child on a path; where it has one, the other is opened.
        if path_len - 2 * self.tau + 1 > self.opening_nodes {
            return None;
        }
        let mut path: Vec<Node> = leaves()
            .flat_map(|leaf| {
                std::iter::successors(Some(leaf), |&node| (node > 0).then(|| (node - 1) / 2))
            })
            .collect();
        path.sort_unstable();
        path.dedup();
        let on_path = |node| path.binary_search(&node).is_ok();
        let first_leaf = self.leaves() - 1;
        let nodes = path
            .iter()
            .rev()
            .filter(|&&node| node < first_leaf)
            .filter_map(|&node| {
                let (left, right) = (2 * node + 1, 2 * node + 2);
                match (on_path(left), on_path(right)) {
                    (true, false) => Some(right),
                    (false, true) => Some(left),
                    _ => None,
                }
            })
            .collect();
        Some(Opening { positions, nodes })
    }
}

impl<const N: usize> Tree<'_, N> {
    /// The keys of the children of consecutive nodes.
    fn expand(&self, first: Node, keys: &[u8], children: &mut [u8]) {
        let stream = Streams {
            out: children,
            stride: 16 * N,
            len: 16 * N,
            tweak: first as u32,
            tweak_step: 1,
        };
        prg::expand::<N>(self.backend, self.iv, Keys::dense::<N>(keys), &mut [stream]);
    }

    /// The keys of the level from which walks start.
    pub fn stored_level<'b>(&self, known: &KnownNodes, buffers: &'b Buffers) -> Buffer<'b, u8> {
        let stored_depth = self.stored_depth();
        let [mut keys, mut children] = [(); 2].map(|()| buffers.take((8 * N) << stored_depth));
        known.overlay::<N>(0, &mut keys[..8 * N]);
        for d in 0..stored_depth {
            let children_here = &mut children[..(16 * N) << d];
            self.expand(first_of(d), &keys[..(8 * N) << d], children_here);
            known.overlay::<N>(first_of(d + 1), children_here);
            std::mem::swap(&mut keys, &mut children);
        }
        keys
    }

    fn stored_depth(&self) -> usize {
        STORED_LEVEL.min(depth(self.set.leaves() - 1))
    }

    /// A walk over pieces of the leaf level, of `piece` indices (a power of two, at most the size of a vector), from the
    /// stored level of these nodes.
    pub fn walk<'b>(
        &'b self,
        known: &'b KnownNodes,
        stored: &'b [u8],
        buffers: &'b Buffers,
        piece: usize,
    ) -> Walk<'b, N> {
        // Room for a piece and a sibling at either end.
        let room = 8 * N * (self.set.tau * piece + 4);
        Walk {
            tree: self,
            known,
            stored,
            piece,
            keys: buffers.take(room),
            children: buffers.take(room),
            leaves: buffers.take(8 * N * self.set.tau * piece),
        }
    }

    /// The key of one node, from the root.
    fn node_key(&self, root_key: &[u8], node: Node, out: &mut [u8]) {
        let mut key = Zeroizing::new(root_key.to_vec());
        let mut children = Zeroizing::new(vec![0; 16 * N]);
        let mut ancestor = 0;
        for level in (0..depth(node)).rev() {
            prg::fill::<N>(self.backend, &key, self.iv, ancestor as u32, &mut children);
            // The bits of node + 1 below its top bit are the way down: 0 left, 1 right.
            let right = (node + 1) >> level & 1;
            key.copy_from_slice(&children[8 * N * right..8 * N * (right + 1)]);
            ancestor = 2 * ancestor + 1 + right;
        }
        out.copy_from_slice(&key);
    }

    /// The tweak of the leaf commitments of vector `i`.
    pub fn leaf_tweak(&self, i: usize) -> u32 {
        (self.set.leaves() - 1 + i) as u32
    }

    /// Writes an opening: the commitments of the hidden leaves, the nodes, zeros up to T_open nodes.
    pub fn write_opening(&self, root_key: &[u8], opening: &Opening, out: &mut [u8]) {
        let (commitments, nodes) = out.split_at_mut(self.set.tau * 16 * N);
        let mut key = Zeroizing::new(vec![0; 8 * N]);
        for (i, out) in commitments.chunks_exact_mut(16 * N).enumerate() {
            let leaf = self.set.leaf_node(i, opening.positions[i]);
            self.node_key(root_key, leaf, &mut key);
            prg::fill::<N>(self.backend, &key, self.iv, self.leaf_tweak(i), out);
        }
        nodes.fill(0);
        for (&node, out) in opening.nodes.iter().zip(nodes.chunks_exact_mut(8 * N)) {
            self.node_key(root_key, node, out);
        }
    }
}

/// A walk over the leaves, of one thread.
pub struct Walk<'a, const N: usize> {
    tree: &'a Tree<'a, N>,
    known: &'a KnownNodes,
    stored: &'a [u8],
    piece: usize,
    keys: Buffer<'a, u8>,
    children: Buffer<'a, u8>,
    leaves: Buffer<'a, u8>,
}

impl<const N: usize> Walk<'_, N> {
    /// The leaf keys of a piece of all vectors that go on to there; `first` is a multiple of the piece.
    pub fn piece(&mut self, first: usize) -> LeafKeys<'_> {
        let set = self.tree.set;
        let vectors = if first < set.half_size() {
            set.tau
        } else {
            set.deep_vectors()
        };
        // Leaves lie on at most two depths, the shallower ones first.
        let (node, count) = (set.leaf_node(0, first), vectors * self.piece);
        let level_end = first_of(depth(node) + 1);
        let here = count.min(level_end - node);
        self.level_range(node, 0..here);
        if here < count {
            self.level_range(level_end, here..count);
        }
        LeafKeys {
            first,
            count: self.piece,
            vectors,
            bytes: &self.leaves[..8 * N * count],
        }
    }

    /// Writes the keys of consecutive nodes of one depth to these places of `leaves`, expanding from the stored level what lies
    /// above them.
    fn level_range(&mut self, first: Node, places: Range<usize>) {
        let depth = depth(first);
        let start = first - first_of(depth);
        let end = start + places.len();
        let key_range = |start: usize, end: usize| 8 * N * start..8 * N * end;

        // The keys of the nodes above the range, and which of their level they are.
        let mut above = depth - self.tree.stored_depth();
        let mut covered = start >> above..((end - 1) >> above) + 1;
        let len = key_range(covered.start, covered.end).len();
        self.keys[..len].copy_from_slice(&self.stored[key_range(covered.start, covered.end)]);
        // Where they are in the buffer: what is expanded may have a child too many at either end.
        let mut skip = 0;
        while above > 0 {
            let parents = first_of(depth - above) + covered.start;
            let keys = &self.keys[key_range(skip, skip + covered.len())];
            let children = &mut self.children[..2 * keys.len()];
            self.tree.expand(parents, keys, children);
            self.known.overlay::<N>(2 * parents + 1, children);
            std::mem::swap(&mut self.keys, &mut self.children);
            above -= 1;
            let below = start >> above..((end - 1) >> above) + 1;
            skip = below.start - 2 * covered.start;
            covered = below;
        }
        self.leaves[key_range(places.start, places.end)]
            .copy_from_slice(&self.keys[key_range(skip, skip + covered.len())]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::level::{Profile, SecurityLevel};

    /// T_open is refused exactly below the number of nodes that the opening turns out to have.
    #[test]
    fn an_opening_is_counted_before_it_is_made() {
        let mut state = 1u64;
        let mut below = |bound: usize| {
            state = state
                .wrapping_mul(6364136223846793005)
                .wrapping_add(1442695040888963407);
            (state >> 33) as usize % bound
        };
        for level in SecurityLevel::ALL {
            for profile in Profile::ALL {
                let with = |opening_nodes| ParameterSet {
                    opening_nodes,
                    ..ParameterSet::of(level, profile)
                };
                let set = with(usize::MAX);
                for _ in 0..20 {
                    let positions: Vec<usize> = (0..set.tau)
                        .map(|i| below(1 << set.vector_depth(i)))
                        .collect();
                    let opening = set.opening(positions.clone()).unwrap();
                    let nodes = opening.nodes.len();
                    assert_eq!(with(nodes).opening(positions.clone()), Some(opening));
                    assert_eq!(with(nodes - 1).opening(positions), None);
                }
            }
        }
    }
}
