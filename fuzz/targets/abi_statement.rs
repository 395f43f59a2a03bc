//! Sequences of C calls that make statements, from parts, bytes and JSON. Every statement that is made comes back from its bytes and its JSON.
#![no_main]

use libfuzzer_sys::arbitrary::{self, Arbitrary};
use libfuzzer_sys::fuzz_target;
use nexuszero::ffi::*;
use nexuszero::statement::encoding::Objects;
use nexuszero_fuzz::abi::{
    bytes, checked, filled, string, Bytes, Calls, Count, Handles, Input, List, Name, Number, Pick,
};
use nexuszero_fuzz::{c, vectors};

#[derive(Debug, Arbitrary)]
enum Call {
    Message,
    AddPublic(Pick, Bytes),
    AddSecret(Pick, Name, Count),
    AddHidden(Pick, Name, Count),
    SetKey(Pick, Name, Count),
    Preimage {
        hash: Number,
        digest: Bytes,
        blocks: Count,
    },
    PreimageSized {
        hash: Number,
        digest: Bytes,
        len: Count,
    },
    PreimageParts {
        hash: Number,
        digest: Bytes,
        message: Pick,
    },
    Range {
        hash: Number,
        commitment: Bytes,
        min: u64,
        max: u64,
        value: Name,
        blinding: Name,
    },
    OneOfMany {
        hash: Number,
        list: Pick,
        message: Pick,
        index: Name,
    },
    Membership {
        hash: Number,
        root: Bytes,
        depth: Count,
        leaf: Pick,
        index: Name,
        path: Name,
    },
    Circuit {
        circuit: Pick,
        inputs: Pick,
        outputs: Bytes,
    },
    Conjunction(List<Pick>),
    DiscreteLog {
        group: Number,
        generator: Bytes,
        public_value: Bytes,
        secret: Name,
    },
    FromBytes(Bytes),
    FromJson(Bytes),
    Describe(Pick),
    Free(Pick),
}

/// A circuit of one gate.
const CIRCUIT: &str = "1 3\n2 1 1\n1 1\n\n2 1 0 1 2 AND\n";

struct State {
    messages: Handles<nxz_message>,
    lists: Handles<nxz_list>,
    circuits: Handles<nxz_circuit>,
    statements: Handles<nxz_statement>,
}

impl State {
    fn new() -> Self {
        let mut state = Self {
            messages: Handles::new(nxz_message_free),
            lists: Handles::new(nxz_list_free),
            circuits: Handles::new(nxz_circuit_free),
            statements: Handles::new(nxz_statement_free),
        };
        for entry_len in [32, 64] {
            let entries = [7; 128];
            let list = state.lists.make(|out, error| {
                c!(nxz_list_new(
                    entries.as_ptr(),
                    entries.len(),
                    entry_len,
                    out,
                    error
                ))
            });
            assert!(list.is_some());
        }
        let (text, len) = (CIRCUIT.as_ptr().cast(), CIRCUIT.len());
        let circuit = state
            .circuits
            .make(|out, error| c!(nxz_circuit_from_bristol(text, len, out, error)));
        assert!(circuit.is_some());
        state
    }

    fn run(&mut self, call: Call) {
        match call {
            Call::Message => {
                self.messages
                    .make(|out, error| c!(nxz_message_new(out, error)));
            }
            Call::AddPublic(message, public) => {
                let (message, public) = (
                    self.messages.get(message),
                    public.resolve(|len| vec![0; len.into()]),
                );
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
            Call::Describe(statement) => describe(self.statements.get(statement)),
            Call::Free(statement) => self.statements.free(statement),
            call => self.make(call),
        }
    }

    /// Makes a statement, which is then described.
    fn make(&mut self, call: Call) {
        let statements = &mut self.statements;
        let made = match call {
            Call::Preimage {
                hash,
                digest,
                blocks,
            } => {
                let (hash, digest, blocks) =
                    (hash.get(), digest_of(&digest, hash.get()), blocks.get());
                let (data, len) = (digest.data(), digest.len());
                statements.make(|out, error| {
                    c!(nxz_statement_preimage(hash, data, len, blocks, out, error))
                })
            }
            Call::PreimageSized { hash, digest, len } => {
                let (hash, digest, size) = (hash.get(), digest_of(&digest, hash.get()), len.get());
                let (data, len) = (digest.data(), digest.len());
                statements.make(|out, error| {
                    c!(nxz_statement_preimage_sized(
                        hash, data, len, size, out, error
                    ))
                })
            }
            Call::PreimageParts {
                hash,
                digest,
                message,
            } => {
                let (hash, digest) = (hash.get(), digest_of(&digest, hash.get()));
                let (data, len, message) =
                    (digest.data(), digest.len(), self.messages.get(message));
                statements.make(|out, error| {
                    c!(nxz_statement_preimage_parts(
                        hash, data, len, message, out, error
                    ))
                })
            }
            Call::Range {
                hash,
                commitment,
                min,
                max,
                value,
                blinding,
            } => {
                let (hash, commitment) = (hash.get(), digest_of(&commitment, hash.get()));
                let (value, blinding) = (value.resolve(), blinding.resolve());
                let (data, len) = (commitment.data(), commitment.len());
                let (value, value_len) = (value.text(), value.len());
                let (blinding, blinding_len) = (blinding.text(), blinding.len());
                statements.make(|out, error| {
                    c!(nxz_statement_range(
                        hash,
                        data,
                        len,
                        min,
                        max,
                        value,
                        value_len,
                        blinding,
                        blinding_len,
                        out,
                        error
                    ))
                })
            }
            Call::OneOfMany {
                hash,
                list,
                message,
                index,
            } => {
                let (hash, list, message) =
                    (hash.get(), self.lists.get(list), self.messages.get(message));
                let index = index.resolve();
                let (index, len) = (index.text(), index.len());
                statements.make(|out, error| {
                    c!(nxz_statement_one_of_many(
                        hash, list, message, index, len, out, error
                    ))
                })
            }
            Call::Membership {
                hash,
                root,
                depth,
                leaf,
                index,
                path,
            } => {
                let (hash, root, depth) = (hash.get(), digest_of(&root, hash.get()), depth.get());
                let (leaf, index, path) =
                    (self.messages.get(leaf), index.resolve(), path.resolve());
                let (data, len) = (root.data(), root.len());
                let (index, index_len, path, path_len) =
                    (index.text(), index.len(), path.text(), path.len());
                statements.make(|out, error| {
                    c!(nxz_statement_membership(
                        hash, data, len, depth, leaf, index, index_len, path, path_len, out, error
                    ))
                })
            }
            Call::Circuit {
                circuit,
                inputs,
                outputs,
            } => {
                let (circuit, inputs) = (self.circuits.get(circuit), self.messages.get(inputs));
                let outputs = outputs.resolve(|bit| vec![bit & 1]);
                let (data, len) = (outputs.data(), outputs.len());
                statements.make(|out, error| {
                    c!(nxz_statement_circuit(
                        circuit, inputs, data, len, out, error
                    ))
                })
            }
            Call::Conjunction(picks) => {
                let all: Vec<_> = picks
                    .0
                    .iter()
                    .map(|pick| statements.get(*pick).cast_const())
                    .collect();
                statements.make(|out, error| {
                    c!(nxz_statement_conjunction(
                        all.as_ptr(),
                        all.len(),
                        out,
                        error
                    ))
                })
            }
            Call::DiscreteLog {
                group,
                generator,
                public_value,
                secret,
            } => {
                let group = group.get();
                let element = |_| {
                    let generator = filled(80, |out, capacity, len, error| {
                        c!(nxz_group_generator(group, out, capacity, len, error))
                    });
                    generator.unwrap_or_default()
                };
                let (generator, public, secret) = (
                    generator.resolve(element),
                    public_value.resolve(element),
                    secret.resolve(),
                );
                let (data, len) = (generator.data(), generator.len());
                let (public, public_len) = (public.data(), public.len());
                let (name, name_len) = (secret.text(), secret.len());
                statements.make(|out, error| {
                    c!(nxz_statement_discrete_log(
                        group, data, len, public, public_len, name, name_len, out, error
                    ))
                })
            }
            Call::FromBytes(bytes) => {
                let bytes = bytes.resolve(|which| known(which).encode(Objects::Whole));
                let (data, len) = (bytes.data(), bytes.len());
                statements.make(|out, error| c!(nxz_statement_from_bytes(data, len, out, error)))
            }
            Call::FromJson(text) => {
                let text = text.resolve(|which| known(which).to_json().into_bytes());
                let (text, len) = (text.text(), text.len());
                statements.make(|out, error| c!(nxz_statement_from_json(text, len, out, error)))
            }
            _ => unreachable!("a call that makes a statement"),
        };
        if let Some(statement) = made {
            describe(statement);
        }
    }
}

fn known(which: u8) -> &'static nexuszero::statement::Statement {
    let all = vectors::all();
    &all[usize::from(which) % all.len()].statement
}

/// A digest of the right length for a hash function, changed.
fn digest_of(bytes: &Bytes, hash: u32) -> Input {
    bytes.resolve(|byte| {
        let digest = filled(64, |out, capacity, len, error| {
            c!(nxz_digest(hash, &byte, 1, out, capacity, len, error))
        });
        digest.unwrap_or_default()
    })
}

/// A statement comes back from its bytes and from its JSON, and has a name.
fn describe(statement: *mut nxz_statement) {
    let name = string(|out, error| c!(nxz_statement_name(statement, out, error)));
    let encoded = bytes(|out, error| c!(nxz_statement_to_bytes(statement, out, error)));
    let json = string(|out, error| c!(nxz_statement_to_json(statement, out, error)));
    let (Some(name), Some(encoded), Some(json)) = (name, encoded, json) else {
        return;
    };
    assert!(!name.is_empty());
    let quantum_resistant = c!(nxz_statement_is_quantum_resistant(statement)) == 1;
    assert_eq!(quantum_resistant, !name.starts_with("discrete-log"));
    let mut again = Handles::new(nxz_statement_free);
    let (data, len) = (encoded.as_ptr(), encoded.len());
    let decoded = again.make(|out, error| c!(nxz_statement_from_bytes(data, len, out, error)));
    let (text, len) = (json.as_ptr().cast(), json.len());
    let parsed = again.make(|out, error| c!(nxz_statement_from_json(text, len, out, error)));
    for same in [decoded, parsed] {
        let same = same.expect("it was written by the library");
        let bytes = bytes(|out, error| c!(nxz_statement_to_bytes(same, out, error)));
        assert_eq!(bytes.as_deref(), Some(&encoded[..]), "{json}");
    }
}

fuzz_target!(|calls: Calls<Call>| {
    let mut state = State::new();
    for call in calls.0 {
        state.run(call);
    }
});
