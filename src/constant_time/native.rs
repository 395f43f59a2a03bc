//! What callers compute of their secrets besides proofs: digests, HMACs, commitments, trees. (A blinding is bytes from the operating
//! system, with which nothing is computed.)

use super::{finds_nothing, memcheck, secret_copy};
use crate::hash::HashAlgorithm;
use crate::merkle::{verify_path, MerkleTree};
use crate::statement::range::{commit, BLINDING_LEN};

/// In one block of every hash function, and in several.
const LENGTHS: [usize; 2] = [32, 500];

/// Nothing has become public on the way.
fn is_secret(digest: &[u8]) {
    assert_eq!(memcheck::secret_bytes(digest), digest.len());
}

#[test]
#[ignore = "needs valgrind"]
fn no_branch_or_address_of_a_digest_depends_on_a_secret() {
    finds_nothing(|| {
        for hash in HashAlgorithm::ALL {
            for len in LENGTHS {
                eprintln!("{} {len}", hash.name());
                let message = vec![5; len];
                is_secret(&hash.digest_of_secret(b"key", &secret_copy(&message)));
                if hash.is_keyed() {
                    // A key that is longer than a block is hashed first.
                    is_secret(&hash.digest_of_secret(&secret_copy(&message), b"message"));
                }
            }
        }
    });
}

#[test]
#[ignore = "needs valgrind"]
fn nor_of_a_commitment() {
    finds_nothing(|| {
        for hash in HashAlgorithm::ALL.into_iter().filter(|h| !h.is_keyed()) {
            let mut value = [77];
            memcheck::make_secret(&mut value);
            let blinding: [u8; BLINDING_LEN] =
                secret_copy(&[0x5c; BLINDING_LEN]).try_into().unwrap();
            is_secret(&commit(hash, value[0], &blinding).unwrap());
        }
    });
}

/// A tree is made of secret leaves, and a path is checked of which leaf and place are secret.
#[test]
#[ignore = "needs valgrind"]
fn nor_of_a_tree() {
    finds_nothing(|| {
        for hash in [HashAlgorithm::Sha256, HashAlgorithm::Sha3_256] {
            let mut tree = MerkleTree::new(hash).unwrap();
            let leaves: Vec<_> = (0..5).map(|i| secret_copy(&[i; 40])).collect();
            leaves.iter().for_each(|leaf| tree.push_leaf(leaf));
            let root = tree.root();
            is_secret(&root);
            let mut path = tree.path(3).unwrap();
            memcheck::make_secret(std::slice::from_mut(&mut path.directions));
            assert!(verify_path(hash, &root, &leaves[3], &path));
        }
    });
}
