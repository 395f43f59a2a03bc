//! A circuit as text and as the bytes behind its digest (`docs/protocol.md`, 7.9).

use super::{BooleanCircuit, Gate, WireId};
use sha3::{Digest, Sha3_256};
use std::fmt::{Display, Write};

/// Separates these digests from all others.
const DOMAIN: &[u8] = b"NexusZero Boolean circuit, version 1";

impl BooleanCircuit {
    /// The circuit as a file in Bristol Fashion; reading it gives the same circuit.
    pub fn to_bristol(&self) -> String {
        let mut text = format!("{} {}\n", self.gates().len(), self.wires());
        for widths in [self.input_widths(), self.output_widths()] {
            push_joined(&mut text, [widths.len()].iter().chain(widths));
            text.push('\n');
        }
        text.push('\n');
        for gate in self.gates() {
            // The one gate whose first number is no wire.
            let constant = match gate {
                Gate::Constant { value, .. } => Some(WireId::from(*value)),
                _ => None,
            };
            let inputs = gate.inputs().iter().chain(constant.as_ref());
            let counts = [inputs.clone().count(), gate.outputs().len()];
            push_joined(&mut text, &counts);
            text.push(' ');
            push_joined(&mut text, inputs.chain(gate.outputs()));
            text.push(' ');
            text.push_str(operation(gate).name);
            text.push('\n');
        }
        text
    }

    /// SHA3-256 of the circuit's canonical encoding. Files that differ only in white space have one digest.
    pub fn digest(&self) -> [u8; 32] {
        let mut hash = Sha3_256::new();
        hash.update((DOMAIN.len() as u64).to_le_bytes());
        hash.update(DOMAIN);
        hash.update((self.wires() as u64).to_le_bytes());
        for widths in [self.input_widths(), self.output_widths()] {
            for number in [widths.len()].iter().chain(widths) {
                hash.update((*number as u64).to_le_bytes());
            }
        }
        hash.update((self.gates().len() as u64).to_le_bytes());
        for gate in self.gates() {
            hash.update([operation(gate).number]);
            match gate {
                Gate::Constant { value, .. } => hash.update([u8::from(*value)]),
                Gate::ManyAnd { outputs, .. } => {
                    hash.update((outputs.len() as u32).to_le_bytes());
                }
                _ => {}
            }
            for wire in gate.inputs().iter().chain(gate.outputs()) {
                hash.update(wire.to_le_bytes());
            }
        }
        hash.finalize().into()
    }
}

/// What a kind of gate is called in files and in the canonical encoding.
struct Operation {
    name: &'static str,
    number: u8,
}

fn operation(gate: &Gate) -> Operation {
    let (name, number) = match gate {
        Gate::Xor { .. } => ("XOR", 1),
        Gate::And { .. } => ("AND", 2),
        Gate::Not { .. } => ("INV", 3),
        Gate::Constant { .. } => ("EQ", 4),
        Gate::Copy { .. } => ("EQW", 5),
        Gate::ManyAnd { .. } => ("MAND", 6),
    };
    Operation { name, number }
}

/// Appends numbers with one space between them.
fn push_joined<'a, T: Display + 'a>(text: &mut String, numbers: impl IntoIterator<Item = &'a T>) {
    for (i, number) in numbers.into_iter().enumerate() {
        let separator = if i == 0 { "" } else { " " };
        write!(text, "{separator}{number}").expect("a string takes everything");
    }
}
