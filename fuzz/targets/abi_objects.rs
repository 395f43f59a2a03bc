//! Sequences of C calls about messages, lists, trees, circuits, witnesses, hash functions and groups.
#![no_main]

use libfuzzer_sys::arbitrary::{self, Arbitrary};
use libfuzzer_sys::fuzz_target;
use nexuszero::ffi::nxz_status::*;
use nexuszero::ffi::*;
use nexuszero_fuzz::abi::{
    bytes, checked, filled, number, text, Bytes, Calls, Count, Handles, Name, Number, Pick,
};
use nexuszero_fuzz::{c, vectors};

#[derive(Debug, Arbitrary)]
enum Call {
    Message,
    AddPublic(Pick, Bytes),
    AddSecret(Pick, Name, Count),
    AddHidden(Pick, Name, Count),
    SetKey(Pick, Name, Count),
    SetPublicKey(Pick, Bytes),
    FreeMessage(Pick),
    List(Bytes, Count),
    ListLen(Pick),
    ListFind(Pick, Bytes),
    ListDigest(Pick, u8),
    FreeList(Pick),
    Tree(Number),
    TreeAdd(Pick, Bytes),
    TreeLen(Pick),
    TreeRoot(Pick, u8),
    TreeDepth(Pick, Count),
    TreeDirections(Pick, Count),
    TreePath(Pick, Count),
    FreeTree(Pick),
    Circuit(Bytes),
    CircuitInfo(Pick),
    CircuitInputWidth(Pick, Count),
    CircuitOutputWidth(Pick, Count),
    CircuitDigest(Pick, u8),
    FreeCircuit(Pick),
    Witness,
    WitnessPreimage(Bytes),
    WitnessSet(Pick, Name, Bytes),
    WitnessSetNumber(Pick, Name, u64),
    WitnessSetPath {
        witness: Pick,
        tree: Pick,
        leaf: Count,
        index: Name,
        path: Name,
    },
    FreeWitness(Pick),
    HashBlocks(Number, Count),
    Digest(Number, Bytes, u8),
    Hmac(Number, Bytes, Bytes, u8),
    Commit(Number, u64, Bytes, u8),
    Blinding(u8),
    Generator(Number, u8),
    PublicValue {
        group: Number,
        generator: Bytes,
        secret: Bytes,
        capacity: u8,
    },
    Names(Number),
}

const CIRCUITS: [&str; 4] = [
    "adder.txt",
    "comparator.txt",
    "every_gate.txt",
    "multiplexer.txt",
];

fn circuit(which: u8) -> Vec<u8> {
    let file = CIRCUITS[usize::from(which) % CIRCUITS.len()];
    std::fs::read(vectors::folder("bristol").join(file)).expect("a circuit")
}

fn digests(which: u8) -> Vec<u8> {
    (0..32 * (1 + usize::from(which % 9)))
        .map(|i| i as u8)
        .collect()
}

struct State {
    messages: Handles<nxz_message>,
    lists: Handles<nxz_list>,
    trees: Handles<nxz_merkle_tree>,
    circuits: Handles<nxz_circuit>,
    witnesses: Handles<nxz_witness>,
}

impl State {
    fn new() -> Self {
        Self {
            messages: Handles::new(nxz_message_free),
            lists: Handles::new(nxz_list_free),
            trees: Handles::new(nxz_merkle_tree_free),
            circuits: Handles::new(nxz_circuit_free),
            witnesses: Handles::new(nxz_witness_free),
        }
    }

    fn run(&mut self, call: Call) {
        match call {
            Call::Message
            | Call::AddPublic(..)
            | Call::AddSecret(..)
            | Call::AddHidden(..)
            | Call::SetKey(..)
            | Call::SetPublicKey(..)
            | Call::FreeMessage(..) => self.message(call),
            Call::List(..)
            | Call::ListLen(..)
            | Call::ListFind(..)
            | Call::ListDigest(..)
            | Call::FreeList(..) => self.list(call),
            Call::Tree(..)
            | Call::TreeAdd(..)
            | Call::TreeLen(..)
            | Call::TreeRoot(..)
            | Call::TreeDepth(..)
            | Call::TreeDirections(..)
            | Call::TreePath(..)
            | Call::FreeTree(..) => self.tree(call),
            Call::Circuit(..)
            | Call::CircuitInfo(..)
            | Call::CircuitInputWidth(..)
            | Call::CircuitOutputWidth(..)
            | Call::CircuitDigest(..)
            | Call::FreeCircuit(..) => self.circuit(call),
            Call::Witness
            | Call::WitnessPreimage(..)
            | Call::WitnessSet(..)
            | Call::WitnessSetNumber(..)
            | Call::WitnessSetPath { .. }
            | Call::FreeWitness(..) => self.witness(call),
            _ => functions(call),
        }
    }

    fn message(&mut self, call: Call) {
        match call {
            Call::AddPublic(message, public) => {
                let (message, public) = (self.messages.get(message), public.resolve(digests));
                let (data, len) = (public.data(), public.len());
                checked(|error| c!(nxz_message_add_public(message, data, len, error)));
            }
            Call::AddSecret(message, name, len) => {
                let (message, name, len) = (self.messages.get(message), name.resolve(), len.get());
                let (text, text_len) = (name.text(), name.len());
                checked(|error| c!(nxz_message_add_secret(message, text, text_len, len, error)));
            }
            Call::AddHidden(message, name, blocks) => {
                let (message, name, blocks) =
                    (self.messages.get(message), name.resolve(), blocks.get());
                let (text, len) = (name.text(), name.len());
                checked(|error| c!(nxz_message_add_hidden(message, text, len, blocks, error)));
            }
            Call::SetKey(message, name, len) => {
                let (message, name, len) = (self.messages.get(message), name.resolve(), len.get());
                let (text, text_len) = (name.text(), name.len());
                checked(|error| c!(nxz_message_set_key(message, text, text_len, len, error)));
            }
            Call::SetPublicKey(message, key) => {
                let (message, key) = (self.messages.get(message), key.resolve(digests));
                let (data, len) = (key.data(), key.len());
                checked(|error| c!(nxz_message_set_public_key(message, data, len, error)));
            }
            Call::FreeMessage(message) => self.messages.free(message),
            _ => {
                self.messages
                    .make(|out, error| c!(nxz_message_new(out, error)));
            }
        }
    }

    fn list(&mut self, call: Call) {
        match call {
            Call::List(entries, entry_len) => {
                let entries = entries.resolve(digests);
                let entry_len = entry_len.get() as usize;
                let (data, len) = (entries.data(), entries.len());
                let made = self
                    .lists
                    .make(|out, error| c!(nxz_list_new(data, len, entry_len, out, error)));
                if let Some(list) = made {
                    assert_eq!(c!(nxz_list_len(list)) * entry_len, len);
                }
            }
            Call::ListLen(list) => {
                c!(nxz_list_len(self.lists.get(list)));
            }
            Call::ListFind(list, digest) => {
                let (list, digest) = (self.lists.get(list), digest.resolve(digests));
                let (data, len) = (digest.data(), digest.len());
                let place = number(|out, error| c!(nxz_list_find(list, data, len, out, error)));
                assert!(place.is_none_or(|place| place < c!(nxz_list_len(list)) as u64));
            }
            Call::ListDigest(list, capacity) => {
                let list = self.lists.get(list);
                filled(capacity, |out, capacity, len, error| {
                    c!(nxz_list_digest(list, out, capacity, len, error))
                });
            }
            Call::FreeList(list) => self.lists.free(list),
            _ => unreachable!("a call about lists"),
        }
    }

    fn tree(&mut self, call: Call) {
        match call {
            Call::Tree(hash) => {
                let hash = hash.get();
                self.trees
                    .make(|out, error| c!(nxz_merkle_tree_new(hash, out, error)));
            }
            Call::TreeAdd(tree, leaf) => {
                let (tree, leaf) = (self.trees.get(tree), leaf.resolve(digests));
                let before = c!(nxz_merkle_tree_len(tree));
                let status =
                    checked(|error| c!(nxz_merkle_tree_add(tree, leaf.data(), leaf.len(), error)));
                let added = usize::from(status == NXZ_OK);
                assert_eq!(c!(nxz_merkle_tree_len(tree)), before + added);
            }
            Call::TreeLen(tree) => {
                c!(nxz_merkle_tree_len(self.trees.get(tree)));
            }
            Call::TreeRoot(tree, capacity) => {
                let tree = self.trees.get(tree);
                filled(capacity, |out, capacity, len, error| {
                    c!(nxz_merkle_tree_root(tree, out, capacity, len, error))
                });
            }
            Call::TreeDepth(tree, leaf) => {
                let (tree, leaf) = (self.trees.get(tree), leaf.get());
                let depth = number(|out, error| c!(nxz_merkle_tree_depth(tree, leaf, out, error)));
                let is_leaf = leaf < c!(nxz_merkle_tree_len(tree)) as u64;
                assert_eq!(depth.is_some(), is_leaf);
            }
            Call::TreeDirections(tree, leaf) => {
                let (tree, leaf) = (self.trees.get(tree), leaf.get());
                number(|out, error| c!(nxz_merkle_tree_directions(tree, leaf, out, error)));
            }
            Call::TreePath(tree, leaf) => {
                let (tree, leaf) = (self.trees.get(tree), leaf.get());
                bytes(|out, error| c!(nxz_merkle_tree_path(tree, leaf, out, error)));
            }
            Call::FreeTree(tree) => self.trees.free(tree),
            _ => unreachable!("a call about trees"),
        }
    }

    fn circuit(&mut self, call: Call) {
        match call {
            Call::Circuit(text) => {
                let text = text.resolve(circuit);
                let (data, len) = (text.text(), text.len());
                self.circuits
                    .make(|out, error| c!(nxz_circuit_from_bristol(data, len, out, error)));
            }
            Call::CircuitInfo(circuit) => {
                let circuit = self.circuits.get(circuit);
                // SAFETY: all its fields are numbers.
                let mut size: nxz_circuit_size = unsafe { std::mem::zeroed() };
                size.struct_size = size_of::<nxz_circuit_size>() as u32;
                let status = checked(|error| c!(nxz_circuit_info(circuit, &mut size, error)));
                assert_eq!(status == NXZ_OK, size.inputs > 0);
                assert!(size.and_depth <= size.and_gates);
            }
            Call::CircuitInputWidth(circuit, index) => {
                let (circuit, index) = (self.circuits.get(circuit), index.get());
                number(|out, error| c!(nxz_circuit_input_width(circuit, index, out, error)));
            }
            Call::CircuitOutputWidth(circuit, index) => {
                let (circuit, index) = (self.circuits.get(circuit), index.get());
                number(|out, error| c!(nxz_circuit_output_width(circuit, index, out, error)));
            }
            Call::CircuitDigest(circuit, capacity) => {
                let circuit = self.circuits.get(circuit);
                filled(capacity, |out, capacity, len, error| {
                    c!(nxz_circuit_digest(circuit, out, capacity, len, error))
                });
            }
            Call::FreeCircuit(circuit) => self.circuits.free(circuit),
            _ => unreachable!("a call about circuits"),
        }
    }

    fn witness(&mut self, call: Call) {
        match call {
            Call::WitnessPreimage(message) => {
                let message = message.resolve(digests);
                let (data, len) = (message.data(), message.len());
                self.witnesses
                    .make(|out, error| c!(nxz_witness_preimage(data, len, out, error)));
            }
            Call::WitnessSet(witness, name, value) => {
                let witness = self.witnesses.get(witness);
                let (name, value) = (name.resolve(), value.resolve(digests));
                let (text, text_len, data, len) =
                    (name.text(), name.len(), value.data(), value.len());
                checked(|error| c!(nxz_witness_set(witness, text, text_len, data, len, error)));
            }
            Call::WitnessSetNumber(witness, name, value) => {
                let (witness, name) = (self.witnesses.get(witness), name.resolve());
                let (text, len) = (name.text(), name.len());
                checked(|error| c!(nxz_witness_set_number(witness, text, len, value, error)));
            }
            Call::WitnessSetPath {
                witness,
                tree,
                leaf,
                index,
                path,
            } => {
                let (witness, tree) = (self.witnesses.get(witness), self.trees.get(tree));
                let (leaf, index, path) = (leaf.get(), index.resolve(), path.resolve());
                let (index, index_len) = (index.text(), index.len());
                let (path, path_len) = (path.text(), path.len());
                checked(|error| {
                    c!(nxz_witness_set_merkle_path(
                        witness, tree, leaf, index, index_len, path, path_len, error
                    ))
                });
            }
            Call::FreeWitness(witness) => self.witnesses.free(witness),
            _ => {
                self.witnesses
                    .make(|out, error| c!(nxz_witness_new(out, error)));
            }
        }
    }
}

/// The functions without handles.
fn functions(call: Call) {
    match call {
        Call::HashBlocks(hash, len) => {
            number(|out, error| c!(nxz_hash_blocks(hash.get(), len.get(), out, error)));
        }
        Call::Digest(hash, message, capacity) => {
            let (hash, message) = (hash.get(), message.resolve(digests));
            let (data, len) = (message.data(), message.len());
            filled(capacity, |out, capacity, out_len, error| {
                c!(nxz_digest(hash, data, len, out, capacity, out_len, error))
            });
        }
        Call::Hmac(hash, key, message, capacity) => {
            let (hash, key, message) = (hash.get(), key.resolve(digests), message.resolve(digests));
            let (key, key_len) = (key.data(), key.len());
            let (data, len) = (message.data(), message.len());
            filled(capacity, |out, capacity, out_len, error| {
                c!(nxz_hmac(
                    hash, key, key_len, data, len, out, capacity, out_len, error
                ))
            });
        }
        Call::Commit(hash, value, blinding, capacity) => {
            let (hash, blinding) = (hash.get(), blinding.resolve(digests));
            let (data, len) = (blinding.data(), blinding.len());
            filled(capacity, |out, capacity, out_len, error| {
                c!(nxz_commit(
                    hash, value, data, len, out, capacity, out_len, error
                ))
            });
        }
        Call::Blinding(capacity) => {
            let blinding = filled(capacity, |out, capacity, len, error| {
                c!(nxz_blinding_new(out, capacity, len, error))
            });
            assert!(blinding.is_none_or(|blinding| blinding.len() == 32));
        }
        Call::Generator(group, capacity) => {
            let group = group.get();
            filled(capacity, |out, capacity, len, error| {
                c!(nxz_group_generator(group, out, capacity, len, error))
            });
        }
        Call::PublicValue {
            group,
            generator,
            secret,
            capacity,
        } => {
            let group = group.get();
            let standard = |_| {
                let generator = filled(80, |out, capacity, len, error| {
                    c!(nxz_group_generator(group, out, capacity, len, error))
                });
                generator.unwrap_or_default()
            };
            let (generator, secret) =
                (generator.resolve(standard), secret.resolve(|_| vec![1; 32]));
            let (data, len) = (generator.data(), generator.len());
            let (secret, secret_len) = (secret.data(), secret.len());
            filled(capacity, |out, capacity, out_len, error| {
                c!(nxz_group_public_value(
                    group, data, len, secret, secret_len, out, capacity, out_len, error
                ))
            });
        }
        Call::Names(number) => {
            let number = number.get();
            for name in [nxz_hash_name(number), nxz_group_name(number)] {
                assert!(text(|| name).is_none_or(|name| !name.is_empty()));
            }
        }
        _ => unreachable!("a function without handles"),
    }
}

fuzz_target!(|calls: Calls<Call>| {
    let mut state = State::new();
    for call in calls.0 {
        state.run(call);
    }
});
