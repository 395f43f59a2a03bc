//! A circuit as its canonical text (`docs/protocol.md`, 7.9).

use super::{BooleanCircuit, Gate, WireId};
use std::fmt::{Display, Write};

impl BooleanCircuit {
    /// The circuit as a file in Bristol Fashion; reading it gives the same circuit. Files that differ only in white space
    /// give one text.
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
            text.push_str(operation(gate));
            text.push('\n');
        }
        text
    }
}

/// What a kind of gate is called.
fn operation(gate: &Gate) -> &'static str {
    match gate {
        Gate::Xor { .. } => "XOR",
        Gate::And { .. } => "AND",
        Gate::Not { .. } => "INV",
        Gate::Constant { .. } => "EQ",
        Gate::Copy { .. } => "EQW",
        Gate::ManyAnd { .. } => "MAND",
    }
}

/// Appends numbers with one space between them.
fn push_joined<'a, T: Display + 'a>(text: &mut String, numbers: impl IntoIterator<Item = &'a T>) {
    for (i, number) in numbers.into_iter().enumerate() {
        let separator = if i == 0 { "" } else { " " };
        write!(text, "{separator}{number}").expect("a string takes everything");
    }
}
