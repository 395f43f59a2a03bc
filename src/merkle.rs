//! Merkle trees as in RFC 6962, section 2.1: a leaf's hash is that of 0x00 and the leaf, a node's that of 0x01 and both
//! children, and a list of n > 1 leaves is split at the largest power of two below n.
//!
//! The nodes over complete subtrees, which never change when leaves are added, are kept: 2n digests. The others lie on
//! the right edge of the tree and are computed when they are asked for. Digests of a path are handled as secrets, since
//! they tell the leaf's place.

use crate::declassify::equal;
use crate::error::Result;
use crate::hash::HashAlgorithm;
use crate::stack;
use subtle::{ConditionallySelectable, ConstantTimeEq};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// What comes before a leaf.
pub const LEAF_PREFIX: u8 = 0;
/// What comes before the two children of a node.
pub const NODE_PREFIX: u8 = 1;

/// The most steps a path has.
const MAX_STEPS: usize = 64;

/// A growing tree. It keeps digests, not leaves.
#[derive(Clone)]
pub struct MerkleTree {
    hash: HashAlgorithm,
    /// Level l: the digests of complete subtrees of 2^l leaves, in order, one after another.
    levels: Vec<Vec<u8>>,
}

/// The way from a leaf to the root: what has to be hashed with the node at hand, step by step. It tells the leaf's place.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct MerklePath {
    /// Bit i is 1 if the node of step i, counted from the leaf, is the right child.
    pub directions: u64,
    /// The digests of the siblings, that of the leaf first, one after another.
    pub siblings: Vec<u8>,
}

/// The digest of a leaf.
pub fn leaf_digest(hash: HashAlgorithm, leaf: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut input = Zeroizing::new(Vec::with_capacity(1 + leaf.len()));
    input.push(LEAF_PREFIX);
    input.extend_from_slice(leaf);
    Zeroizing::new(hash.digest(&input))
}

/// The digest of the node over two children.
pub fn node_digest(hash: HashAlgorithm, left: &[u8], right: &[u8]) -> Zeroizing<Vec<u8>> {
    let input = Zeroizing::new([&[NODE_PREFIX], left, right].concat());
    Zeroizing::new(hash.digest(&input))
}

impl MerkleTree {
    /// A tree without leaves. HMACs make none.
    pub fn new(hash: HashAlgorithm) -> Result<Self> {
        hash.check_unkeyed("trees")?;
        Ok(Self {
            hash,
            levels: Vec::new(),
        })
    }

    /// The hash function.
    pub fn hash(&self) -> HashAlgorithm {
        self.hash
    }

    /// The number of leaves.
    pub fn leaf_count(&self) -> usize {
        self.complete(0)
    }

    /// Adds a leaf behind the others. It may be a secret: nothing of it stays on the stack.
    pub fn push_leaf(&mut self, leaf: &[u8]) {
        let mut digest = stack::wiped(|| leaf_digest(self.hash, leaf));
        for level in 0.. {
            if level == self.levels.len() {
                self.levels.push(Vec::new());
            }
            self.levels[level].extend_from_slice(&digest);
            let count = self.complete(level);
            if count % 2 == 1 {
                break;
            }
            let left = self.stored(level, count - 2);
            digest = node_digest(self.hash, left, &digest);
        }
    }

    /// The root; without leaves, the digest of the empty string.
    pub fn root(&self) -> Vec<u8> {
        match self.leaf_count() {
            0 => self.hash.digest(&[]),
            _ => self.node(self.height(), 0).to_vec(),
        }
    }

    /// The path of the leaf with this number, if there is one. Which memory it reads depends on the number, so this does not
    /// hide the number from someone who watches the processor's caches.
    pub fn path(&self, leaf: usize) -> Option<MerklePath> {
        (leaf < self.leaf_count()).then(|| stack::wiped(|| self.path_below(leaf)))
    }

    fn path_below(&self, leaf: usize) -> MerklePath {
        let (count, height) = (self.leaf_count(), self.height());
        let siblings = Vec::with_capacity(height * self.hash.digest_len());
        let mut path = MerklePath {
            directions: 0,
            siblings,
        };
        let mut steps = 0;
        for level in 0..height {
            let number = leaf >> level;
            let sibling = number ^ 1;
            // A node without a sibling is itself the node one level up.
            if sibling << level < count {
                path.directions |= (number as u64 & 1) << steps;
                path.siblings.extend_from_slice(&self.node(level, sibling));
                steps += 1;
            }
        }
        path
    }

    /// The levels above the leaves.
    fn height(&self) -> usize {
        self.leaf_count().next_power_of_two().ilog2() as usize
    }

    /// The number of complete subtrees of a level.
    fn complete(&self, level: usize) -> usize {
        let digests = self.levels.get(level).map_or(0, Vec::len);
        digests / self.hash.digest_len()
    }

    fn stored(&self, level: usize, number: usize) -> &[u8] {
        let len = self.hash.digest_len();
        &self.levels[level][len * number..][..len]
    }

    /// The digest over leaves number·2^level to (number + 1)·2^level − 1, as far as there are any (at least one).
    fn node(&self, level: usize, number: usize) -> Zeroizing<Vec<u8>> {
        if number < self.complete(level) {
            return Zeroizing::new(self.stored(level, number).to_vec());
        }
        let left = self.node(level - 1, 2 * number);
        if (2 * number + 1) << (level - 1) >= self.leaf_count() {
            return left;
        }
        node_digest(self.hash, &left, &self.node(level - 1, 2 * number + 1))
    }
}

impl MerklePath {
    /// The number of steps from the leaf to the root.
    pub fn depth(&self, hash: HashAlgorithm) -> usize {
        self.siblings.len() / hash.digest_len()
    }

    /// The root to which this path leads from `leaf`, or `None` for a path that is no sequence of digests. Which child
    /// a node is does not influence the time it takes.
    pub fn root(&self, hash: HashAlgorithm, leaf: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let len = hash.digest_len();
        if !self.siblings.len().is_multiple_of(len) || self.depth(hash) > MAX_STEPS {
            return None;
        }
        let mut node = leaf_digest(hash, leaf);
        for (step, sibling) in self.siblings.chunks_exact(len).enumerate() {
            let is_right = ((self.directions >> step & 1) as u8).ct_eq(&1);
            let mut sibling = Zeroizing::new(sibling.to_vec());
            for (node, sibling) in node.iter_mut().zip(sibling.iter_mut()) {
                u8::conditional_swap(node, sibling, is_right);
            }
            node = node_digest(hash, &node, &sibling);
        }
        Some(node)
    }
}

/// Whether `path` leads from `leaf` to `root`.
pub fn verify_path(hash: HashAlgorithm, root: &[u8], leaf: &[u8], path: &MerklePath) -> bool {
    path.root(hash, leaf)
        .is_some_and(|found| equal(&found, root))
}

#[cfg(test)]
mod tests {
    use super::*;
    use HashAlgorithm::{Sha256, Sha3_256};

    fn tree(hash: HashAlgorithm, leaves: &[Vec<u8>]) -> MerkleTree {
        let mut tree = MerkleTree::new(hash).unwrap();
        leaves.iter().for_each(|leaf| tree.push_leaf(leaf));
        tree
    }

    /// The test tree of the Certificate Transparency project.
    fn reference_leaves() -> Vec<Vec<u8>> {
        [
            "",
            "00",
            "10",
            "2021",
            "3031",
            "40414243",
            "5051525354555657",
            "606162636465666768696a6b6c6d6e6f",
        ]
        .map(|leaf| hex::decode(leaf).unwrap())
        .to_vec()
    }

    #[test]
    fn roots_of_the_reference_tree() {
        let leaves = reference_leaves();
        for (size, root) in [
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
        ]
        .iter()
        .enumerate()
        {
            let tree = tree(Sha256, &leaves[..size]);
            assert_eq!(tree.leaf_count(), size);
            assert_eq!(hex::encode(tree.root()), *root);
        }
    }

    #[test]
    fn paths_of_the_reference_tree() {
        let leaves = reference_leaves();
        for (leaf, size, directions, siblings) in [
            (0, 1, 0, &[][..]),
            (
                0,
                8,
                0b000,
                &[
                    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                    "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
                ],
            ),
            (
                5,
                8,
                0b101,
                &[
                    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                ],
            ),
            (
                2,
                3,
                0b1,
                &["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
            ),
            (
                1,
                5,
                0b001,
                &[
                    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                ],
            ),
        ] {
            let path = tree(Sha256, &leaves[..size]).path(leaf).unwrap();
            assert_eq!(path.directions, directions);
            assert_eq!(hex::encode(&path.siblings), siblings.concat());
        }
    }

    /// MTH of RFC 6962, word for word.
    fn defined_root(hash: HashAlgorithm, leaves: &[Vec<u8>]) -> Vec<u8> {
        match leaves {
            [] => hash.digest(&[]),
            [leaf] => leaf_digest(hash, leaf).to_vec(),
            _ => {
                let split = leaves.len().next_power_of_two() / 2;
                let (left, right) = leaves.split_at(split);
                node_digest(hash, &defined_root(hash, left), &defined_root(hash, right)).to_vec()
            }
        }
    }

    #[test]
    fn every_tree_is_the_defined_one_and_every_path_leads_to_its_root() {
        let leaves: Vec<Vec<u8>> = (0..40u8).map(|i| vec![i; usize::from(i)]).collect();
        for hash in [Sha256, Sha3_256] {
            let mut tree = MerkleTree::new(hash).unwrap();
            for (n, leaf) in leaves.iter().enumerate() {
                assert_eq!(tree.root(), defined_root(hash, &leaves[..n]));
                assert!(tree.path(n).is_none());
                tree.push_leaf(leaf);
                let root = tree.root();
                for (i, leaf) in leaves[..=n].iter().enumerate() {
                    let path = tree.path(i).unwrap();
                    assert!(verify_path(hash, &root, leaf, &path), "leaf {i} of {n}");
                    assert!(!verify_path(hash, &root, b"another leaf", &path));
                }
            }
            assert_eq!(tree.root(), defined_root(hash, &leaves));
        }
    }

    #[test]
    fn changed_paths_lead_elsewhere() {
        let leaves = reference_leaves();
        let tree = tree(Sha256, &leaves[..7]);
        let (root, leaf) = (tree.root(), &leaves[4]);
        let path = tree.path(4).unwrap();
        let leads_there = |path: &MerklePath| verify_path(Sha256, &root, leaf, path);
        assert!(leads_there(&path));
        for step in 0..3 {
            let mut changed = path.clone();
            changed.directions ^= 1 << step;
            assert!(!leads_there(&changed));
        }
        for at in 0..path.siblings.len() {
            let mut changed = path.clone();
            changed.siblings[at] ^= 0x10;
            assert!(!leads_there(&changed));
            changed.siblings.truncate(at);
            assert!(!leads_there(&changed));
        }
        let mut long = path.clone();
        long.siblings.resize(32 * (MAX_STEPS + 1), 0);
        assert!(long.root(Sha256, leaf).is_none());
    }
}
