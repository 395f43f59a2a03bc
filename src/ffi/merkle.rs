//! `nxz_merkle_tree`: Merkle trees and their paths.

use super::bytes::nxz_bytes;
use super::error::nxz_error;
use super::handle::{self, handle};
use super::hash::nxz_hash;
use super::output::{BytesOut, CountOut, HandleOut};
use super::panic::{call, shielded};
use super::slices;
use super::status::{nxz_status, Failure, Outcome};
use crate::hash::HashAlgorithm;
use crate::merkle::{MerklePath, MerkleTree};

/// A Merkle tree as in RFC 6962, section 2.1. Made by `nxz_merkle_tree_new`; empty at first.
///
/// Owned by the caller, who frees it with `nxz_merkle_tree_free`. Used by one thread at a time while leaves are added; any number
/// of threads may read it afterwards.
pub struct nxz_merkle_tree {
    _private: [u8; 0],
}

handle!(nxz_merkle_tree, MerkleTree);

/// The greatest depth of a leaf in a membership statement.
pub const NXZ_MAX_DEPTH: u64 = 32;

const _: () = assert!(NXZ_MAX_DEPTH == crate::statement::Membership::MAX_DEPTH as u64);

/// The path of a leaf.
pub(super) fn path(tree: &MerkleTree, leaf_index: u64) -> Outcome<MerklePath> {
    let missing = || {
        Failure::new(
            nxz_status::NXZ_ERR_INVALID_ARGUMENT,
            "leaf_index",
            format!("the tree has {} leaves", tree.leaf_count()),
        )
    };
    usize::try_from(leaf_index)
        .ok()
        .and_then(|leaf| tree.path(leaf))
        .ok_or_else(missing)
}

/// Makes an empty tree.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_UNSUPPORTED` for an unknown hash function; `NXZ_ERR_INVALID_ARGUMENT` for an HMAC;
/// `NXZ_ERR_NULL_POINTER`.
/// Args: hash: one of `NXZ_HASH_...`; SHA-256 gives the trees of RFC 6962, SHA3-256 the smallest proofs.
/// Out: out: the new tree, owned by the caller. error: see "Errors".
///
/// cbindgen:postfix=NXZ_NONNULL(2)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_merkle_tree_new(
    hash: nxz_hash,
    out: *mut *mut nxz_merkle_tree,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for slots that are NULL or valid.
    unsafe {
        call(error, HandleOut(out), || {
            let hash = HashAlgorithm::from_id(hash)?;
            Ok(MerkleTree::new(hash)?)
        })
    }
}

/// Appends a leaf. The tree keeps its hash only.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
/// Args: tree: the tree. leaf: `leaf_len` bytes, without any prefix; may be NULL when `leaf_len` is 0.
/// Out: error: see "Errors".
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_merkle_tree_add(
    tree: *mut nxz_merkle_tree,
    leaf: *const u8,
    leaf_len: usize,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for a handle that is NULL or live and used by this thread only, and readable bytes.
    unsafe {
        call(error, (), || {
            let tree = handle::borrow_mut(tree, "tree")?;
            tree.push_leaf(slices::bytes(leaf, leaf_len, "leaf")?);
            Ok(())
        })
    }
}

/// The number of leaves.
///
/// Returns: the number; 0 for NULL or what is not a live tree.
/// Args: tree: a tree, or NULL.
/// Threads: any, while no leaf is added.
#[no_mangle]
pub unsafe extern "C" fn nxz_merkle_tree_len(tree: *const nxz_merkle_tree) -> usize {
    // SAFETY: the header asks for NULL or a live tree.
    shielded(0, || unsafe {
        handle::borrow(tree, "tree").map_or(0, MerkleTree::leaf_count)
    })
}

/// The root: of an empty tree the hash of the empty string.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_BUFFER_TOO_SMALL`; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
/// Args: tree: the tree. out_capacity: size of `out`; `NXZ_MAX_DIGEST_SIZE` always suffices.
/// Out: out: the root; untouched on failure. out_len: its length; 0 on failure. error: see "Errors".
/// Threads: any, while no leaf is added.
///
/// cbindgen:postfix=NXZ_NONNULL(4)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_merkle_tree_root(
    tree: *const nxz_merkle_tree,
    out: *mut u8,
    out_capacity: usize,
    out_len: *mut usize,
    error: *mut *mut nxz_error,
) -> nxz_status {
    let output = BytesOut::new(out, out_capacity, out_len);
    // SAFETY: the header asks for slots and handles that are NULL or valid, and a writable buffer.
    unsafe {
        call(error, output, || {
            Ok(handle::borrow(tree, "tree")?.root().to_vec())
        })
    }
}

/// The depth of a leaf: the number of steps from it to the root. All leaves of a tree of 2^n leaves have depth n; in other
/// trees the last ones may be less deep, and the depth, which a statement states, tells them apart from the others.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_INVALID_ARGUMENT` for a leaf that does not exist; `NXZ_ERR_NULL_POINTER`;
/// `NXZ_ERR_INVALID_HANDLE`.
/// Args: tree: the tree. leaf_index: the leaf, counted from 0.
/// Out: out: the depth; 0 on failure. error: see "Errors".
/// Threads: any, while no leaf is added.
///
/// cbindgen:postfix=NXZ_NONNULL(3)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_merkle_tree_depth(
    tree: *const nxz_merkle_tree,
    leaf_index: u64,
    out: *mut u64,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for slots and handles that are NULL or valid.
    unsafe {
        call(error, CountOut(out, "out"), || {
            let tree = handle::borrow(tree, "tree")?;
            let path = path(tree, leaf_index)?;
            Ok(path.depth(tree.hash()) as u64)
        })
    }
}

/// The way from a leaf to the root: bit i is 1 where the node at height i is a right child. In a tree of 2^n leaves it is the number
/// of the leaf. It is the secret `index` of a membership statement; `nxz_witness_set_merkle_path` sets it and the path at once.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_INVALID_ARGUMENT` for a leaf that does not exist; `NXZ_ERR_NULL_POINTER`;
/// `NXZ_ERR_INVALID_HANDLE`.
/// Args: tree: the tree. leaf_index: the leaf, counted from 0.
/// Out: out: the way; 0 on failure. error: see "Errors".
/// Threads: any, while no leaf is added.
///
/// cbindgen:postfix=NXZ_NONNULL(3)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_merkle_tree_directions(
    tree: *const nxz_merkle_tree,
    leaf_index: u64,
    out: *mut u64,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for slots and handles that are NULL or valid.
    unsafe {
        call(error, CountOut(out, "out"), || {
            Ok(path(handle::borrow(tree, "tree")?, leaf_index)?.directions)
        })
    }
}

/// The siblings on the way from a leaf to the root, one digest after the other: the secret `path` of a membership statement.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_INVALID_ARGUMENT` for a leaf that does not exist; `NXZ_ERR_NULL_POINTER`;
/// `NXZ_ERR_INVALID_HANDLE`.
/// Args: tree: the tree. leaf_index: the leaf, counted from 0.
/// Out: out: the siblings, owned by the caller. error: see "Errors".
/// Threads: any, while no leaf is added.
///
/// cbindgen:postfix=NXZ_NONNULL(3)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_merkle_tree_path(
    tree: *const nxz_merkle_tree,
    leaf_index: u64,
    out: *mut *mut nxz_bytes,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for slots and handles that are NULL or valid.
    unsafe {
        call(error, HandleOut(out), || {
            let path = path(handle::borrow(tree, "tree")?, leaf_index)?;
            Ok(path.siblings.clone().into())
        })
    }
}

/// Frees a tree.
///
/// Args: tree: a tree that no thread uses any more, or NULL.
#[no_mangle]
pub unsafe extern "C" fn nxz_merkle_tree_free(tree: *mut nxz_merkle_tree) {
    // SAFETY: the header asks for NULL or a live handle that nobody uses any more.
    unsafe { handle::free(tree) }
}
