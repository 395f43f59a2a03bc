//! The engine's building blocks against the FAEST v2 vectors (`tests/vectors/faest-v2`), on every backend.
//!
//! The vectors of the sets without "EM" in the name use 3λ-bit leaves, which this engine does not have; what they share
//! with the EM sets (PRG, VOLEHash, ZKHash) is in files of its own.

use nexuszero::backend::Backend;
use nexuszero::buffers::Buffers;
use nexuszero::field::Gf;
use nexuszero::proof_system::voleith::bavc::{KnownNodes, Tree};
use nexuszero::proof_system::voleith::params::ParameterSet;
use nexuszero::proof_system::voleith::universal_hash::{zk_weights, VoleHash};
use nexuszero::proof_system::voleith::{transcript, vole};
use nexuszero::symmetric::prg;
use nexuszero::symmetric::row_sums::xor_into;
use serde_json::Value;
use shake::digest::{ExtendableOutput, Update, XofReader};

fn load(name: &str) -> Value {
    let path = format!(
        "{}/tests/vectors/faest-v2/{name}.json",
        env!("CARGO_MANIFEST_DIR")
    );
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn bytes(value: &Value) -> Vec<u8> {
    hex::decode(value.as_str().unwrap()).unwrap()
}

fn numbers(value: &Value) -> Vec<usize> {
    let array = value.as_array().unwrap();
    array.iter().map(|n| n.as_u64().unwrap() as usize).collect()
}

/// The 64-byte digest by which the vectors name long strings.
fn digest<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> Vec<u8> {
    let mut shake = shake::Shake256::default();
    for part in parts {
        shake.update(part);
    }
    let mut out = vec![0; 64];
    shake.finalize_xof().read(&mut out);
    out
}

/// Runs `$check::<N>` for each level, with its number of bits.
macro_rules! at_levels {
    ($check:ident) => {
        $check::<2>(128);
        $check::<3>(192);
        $check::<4>(256);
    };
}

#[test]
fn prg_streams() {
    fn check<const N: usize>(lambda: usize) {
        let vectors = load("prg");
        let v = &vectors[&format!("prg_{lambda}")];
        let expected = bytes(&v["expected"]);
        assert_eq!(expected.len() as u64, v["outlen"].as_u64().unwrap());
        for &backend in Backend::available() {
            for len in [expected.len(), lambda / 4, lambda / 2, 1] {
                let mut out = vec![0; len];
                prg::fill::<N>(
                    backend,
                    &bytes(&v["key"]),
                    &bytes(&v["iv"]).try_into().unwrap(),
                    v["tweak"].as_u64().unwrap() as u32,
                    &mut out,
                );
                assert_eq!(out, expected[..len]);
            }
        }
    }
    at_levels!(check);
}

#[test]
fn vole_hash() {
    fn check<const N: usize>(lambda: usize) {
        let vectors = load("universal_hashing");
        let mut checked = 0;
        for name in ["vole_hash", "vole_hash_long"] {
            let v = &vectors[&format!("{name}_{lambda}")];
            let list = v.as_array().cloned().unwrap_or_else(|| vec![v.clone()]);
            for v in list {
                for &backend in Backend::available() {
                    let x = bytes(&v["x"]);
                    let hash = VoleHash::<N>::new(backend, &bytes(&v["sd"]), x.len());
                    assert_eq!(hash.hash(&x), bytes(&v["expected"]));
                    checked += 1;
                }
            }
        }
        assert!(checked >= 5);
    }
    at_levels!(check);
}

#[test]
fn zk_hash() {
    fn check<const N: usize>(lambda: usize) {
        let vectors = load("universal_hashing");
        for v in vectors[&format!("zk_hash_{lambda}")].as_array().unwrap() {
            let elements: Vec<Gf<N>> = v["x0"]
                .as_array()
                .unwrap()
                .iter()
                .map(|e| Gf::from_bytes(&bytes(e)))
                .collect();
            for &backend in Backend::available() {
                let weights = zk_weights(backend.into(), &bytes(&v["sd"]), elements.len());
                let sum = Gf::inner_product(backend, &weights, &elements)
                    + Gf::from_bytes(&bytes(&v["x1"]));
                assert_eq!(sum.to_bytes(), bytes(&v["expected"]));
            }
        }
    }
    at_levels!(check);
}

/// The EM sets of a level: name, parameters and ℓ.
fn em_sets(lambda: usize) -> [(String, ParameterSet, usize); 2] {
    let (small, fast, ell) = match lambda {
        128 => ((11, 7, 103), (16, 8, 112), 960),
        192 => ((16, 8, 162), (24, 8, 176), 1728),
        _ => ((22, 6, 218), (32, 8, 234), 2688),
    };
    [('S', small), ('F', fast)].map(|(letter, (tau, grinding, opening_nodes))| {
        let set = ParameterSet {
            lambda,
            tau,
            grinding,
            opening_nodes,
        };
        (format!("FAEST_EM_{lambda}{letter}"), set, ell)
    })
}

fn root_key(lambda: usize) -> Vec<u8> {
    (0..32).take(lambda / 8).collect()
}

/// All leaf keys, vector after vector, without the given positions.
fn seeds<const N: usize>(
    tree: &Tree<'_, N>,
    known: &KnownNodes,
    without: Option<&[usize]>,
) -> Vec<u8> {
    let mut vectors = vec![Vec::new(); tree.set.tau];
    let buffers = Buffers::keeping(0);
    let stored = tree.stored_level(known, &buffers);
    let mut walk = tree.walk(known, &stored, &buffers, 32);
    for first in (0..1 << tree.set.vector_depth(0)).step_by(32) {
        let leaves = walk.piece(first);
        for (i, out) in vectors.iter_mut().enumerate().take(leaves.vectors) {
            let keys = leaves.of_vector::<N>(i);
            for k in 0..keys.count {
                if without.is_none_or(|hidden| hidden[i] != leaves.first + k) {
                    out.extend_from_slice(&keys.bytes[k * keys.stride..][..8 * N]);
                }
            }
        }
    }
    vectors.concat()
}

#[test]
fn leaf_commitments() {
    fn check<const N: usize>(lambda: usize) {
        for (name, ..) in em_sets(lambda) {
            let v = &load("bavc")[&name]["leaf_commit"];
            let key = bytes(&v["key"]);
            assert_eq!(key, bytes(&v["expected_sd"]), "the seed is the key");
            for &backend in Backend::available() {
                let mut com = vec![0; 16 * N];
                let iv = bytes(&v["iv"]).try_into().unwrap();
                let tweak = v["tweak"].as_u64().unwrap() as u32;
                prg::fill::<N>(backend, &key, &iv, tweak, &mut com);
                assert_eq!(com, bytes(&v["expected_com"]));
            }
        }
    }
    at_levels!(check);
}

#[test]
fn vector_commitment() {
    fn check<const N: usize>(lambda: usize) {
        for (name, set, _) in em_sets(lambda) {
            let vectors = load("bavc");
            let v = &vectors[&name];
            let (iv, root) = ([0; 16], root_key(lambda));
            for &backend in Backend::available() {
                let tree = Tree::<N> {
                    set: &set,
                    iv: &iv,
                    backend,
                };
                let all = seeds(&tree, &KnownNodes::root(&root), None);
                assert_eq!(digest([&all[..]]), bytes(&v["hashed_sd"]), "{name}");

                let positions = numbers(&v["i_delta"]);
                let opening = set.opening(positions.clone()).unwrap();
                assert_eq!(
                    opening.nodes.len() as u64,
                    v["i_delta_nodes"].as_u64().unwrap()
                );
                let mut encoded = vec![0; set.tau * 16 * N + set.opening_nodes * 8 * N];
                tree.write_opening(&root, &opening, &mut encoded);
                assert_eq!(digest([&encoded[..]]), bytes(&v["hashed_decom_i"]));

                let nodes = &encoded[set.tau * 16 * N..][..opening.nodes.len() * 8 * N];
                let known = KnownNodes::opened(&opening, nodes);
                let rest = seeds(&tree, &known, Some(&positions));
                assert_eq!(digest([&rest[..]]), bytes(&v["hashed_rec_sd"]));
            }
            if v["edge_accept"].is_array() {
                let edge = set.opening(numbers(&v["edge_accept"])).unwrap();
                assert_eq!(edge.nodes.len(), set.opening_nodes);
                assert!(set.opening(numbers(&v["edge_reject"])).is_none());
            }
        }
    }
    at_levels!(check);
}

#[test]
fn vole_commit_and_reconstruct() {
    fn check<const N: usize>(lambda: usize) {
        for (name, set, ell) in em_sets(lambda) {
            let vectors = load("vole");
            let v = &vectors[&name];
            let row_len = (ell + 3 * lambda + 16) / 8;
            let (iv, root) = ([0; 16], root_key(lambda));
            for &backend in Backend::available() {
                let tree = Tree::<N> {
                    set: &set,
                    iv: &iv,
                    backend,
                };
                let all = |columns: &vole::Columns| {
                    digest((0..lambda).map(|t| columns.get(t)).collect::<Vec<_>>())
                };
                let committed = vole::commit(&tree, backend.into(), &root, row_len);
                assert_eq!(committed.h, bytes(&v["h"]));
                assert_eq!(committed.h, bytes(&load("bavc")[&name]["h"]));
                assert_eq!(digest([&committed.corrections[..]]), bytes(&v["hashed_c"]));
                assert_eq!(digest([&committed.u[..]]), bytes(&v["hashed_u"]));
                assert_eq!(all(&committed.v), bytes(&v["hashed_v"]));

                let delta = bytes(&v["chall"]);
                assert!(transcript::delta_is_canonical(&set, &delta));
                let positions = transcript::positions(&set, &delta);
                assert_eq!(positions, numbers(&v["chall_i_delta"]));
                let opening = set.opening(positions).unwrap();
                let mut encoded = vec![0; set.tau * 16 * N + set.opening_nodes * 8 * N];
                tree.write_opening(&root, &opening, &mut encoded);
                let (h, q) = vole::reconstruct(
                    &tree,
                    backend.into(),
                    &opening,
                    &encoded,
                    &committed.corrections,
                    row_len,
                );
                assert_eq!(h, committed.h);
                assert_eq!(all(&q), bytes(&v["hashed_q"]));
                for t in 0..lambda {
                    let mut expected = committed.v.get(t).to_vec();
                    if delta[t / 8] >> (t % 8) & 1 == 1 {
                        xor_into(&mut expected, &committed.u);
                    }
                    assert_eq!(q.get(t), expected);
                }
            }
        }
    }
    at_levels!(check);
}
