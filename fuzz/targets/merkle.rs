//! Merkle paths and lists of digests: a path leads somewhere only if it is a sequence of digests, and to the root of a tree only from the
//! leaf that is there.
//!
//! Input: hash function, number of a leaf, which change is made; eight bytes of directions; leaves of one length each, a path, a list.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nexuszero::hash::HashAlgorithm;
use nexuszero::merkle::{verify_path, MerklePath, MerkleTree};
use nexuszero::statement::one_of_many::DigestList;
use nexuszero_fuzz::{check_error, patched};

/// Leaves are cut from the input in pieces of so many bytes.
const LEAF_LEN: usize = 5;
const MAX_LEAVES: usize = 40;

fn check_path(hash: HashAlgorithm, directions: u64, bytes: &[u8]) {
    let path = MerklePath {
        directions,
        siblings: bytes.to_vec(),
    };
    let len = hash.digest_len();
    let root = path.root(hash, b"leaf");
    let is_path = bytes.len().is_multiple_of(len) && bytes.len() / len <= 64;
    assert_eq!(root.is_some(), is_path);
    match root {
        Some(root) => {
            assert!(verify_path(hash, &root, b"leaf", &path));
            assert!(!verify_path(hash, &root, b"another", &path));
        }
        None => assert!(!verify_path(hash, bytes, b"leaf", &path)),
    }
}

fn check_tree(hash: HashAlgorithm, leaves: &[&[u8]], at: usize, change: &[u8]) {
    let mut tree = MerkleTree::new(hash).expect("it is no HMAC");
    leaves.iter().for_each(|leaf| tree.push_leaf(leaf));
    assert_eq!(tree.leaf_count(), leaves.len());
    assert!(tree.path(leaves.len()).is_none());
    let Some(leaf) = leaves.get(at) else {
        return;
    };
    let root = tree.root();
    let path = tree.path(at).expect("there is that leaf");
    assert!(verify_path(hash, &root, leaf, &path));
    let changed = MerklePath {
        directions: path.directions,
        siblings: patched(&path.siblings, change),
    };
    let same = changed.siblings == path.siblings;
    assert_eq!(verify_path(hash, &root, leaf, &changed), same);
}

fn check_list(entry_len: usize, bytes: &[u8]) {
    match DigestList::new(bytes.to_vec(), entry_len) {
        Ok(list) => {
            assert_eq!(list.len() * list.entry_len(), bytes.len());
            for entry in bytes.chunks(entry_len).take(8) {
                let place = list.position(entry).expect("it is in the list");
                assert_eq!(&bytes[place * entry_len..][..entry_len], entry);
            }
        }
        Err(error) => {
            check_error(&error);
            let is_list =
                entry_len > 0 && !bytes.is_empty() && bytes.len().is_multiple_of(entry_len);
            assert!(!is_list, "{entry_len}: {error}");
        }
    }
}

fuzz_target!(|data: &[u8]| {
    let Some((&[hash, at, change], rest)) = data.split_first_chunk::<3>() else {
        return;
    };
    let Some((directions, bytes)) = rest.split_first_chunk::<8>() else {
        return;
    };
    check_list(usize::from(change), bytes);
    let hash = HashAlgorithm::ALL[usize::from(hash) % HashAlgorithm::ALL.len()];
    if hash.check_unkeyed("trees").is_err() {
        assert!(hash.is_keyed());
        return;
    }
    check_path(hash, u64::from_le_bytes(*directions), bytes);
    let leaves: Vec<_> = bytes.chunks(LEAF_LEN).take(MAX_LEAVES).collect();
    check_tree(hash, &leaves, at.into(), &[change, 0, at]);
});
