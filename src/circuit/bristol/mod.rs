//! Boolean circuits from files in Bristol Fashion
//! (<https://nigelsmart.github.io/MPC-Circuits/>, "Bristol Fashion" format).
//!
//! * `parser`: text to circuit, within limits; `encoding`: circuit to text;
//! * `network`: the circuit as sums and products, folded and without duplicates;
//! * [`plan`], with `shape` and `search`: which of its wires are committed; [`gadget`]: the constraints.

mod encoding;
pub mod gadget;
mod network;
mod parser;
pub mod plan;
mod search;
mod shape;
#[cfg(test)]
mod tests;

pub use parser::CircuitLimits;

use std::sync::Arc;
use zeroize::Zeroizing;

/// The number of a wire.
pub type WireId = u32;

/// One gate of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gate {
    /// `XOR`: the sum of two wires.
    Xor {
        /// The summands.
        inputs: [WireId; 2],
        /// The sum.
        output: WireId,
    },
    /// `AND`: the product of two wires.
    And {
        /// The factors.
        inputs: [WireId; 2],
        /// The product.
        output: WireId,
    },
    /// `INV`: the complement of a wire.
    Not {
        /// The wire.
        input: WireId,
        /// Its complement.
        output: WireId,
    },
    /// `EQ`: a constant.
    Constant {
        /// Its value.
        value: bool,
        /// The wire that carries it.
        output: WireId,
    },
    /// `EQW`: a copy of a wire.
    Copy {
        /// The wire.
        input: WireId,
        /// The copy.
        output: WireId,
    },
    /// `MAND`: products of the wires of two lists of one length.
    ManyAnd {
        /// The first factors, then as many second factors.
        inputs: Box<[WireId]>,
        /// The products.
        outputs: Box<[WireId]>,
    },
}

impl Gate {
    /// The wires that it reads, in the order of the file.
    pub fn inputs(&self) -> &[WireId] {
        match self {
            Self::Xor { inputs, .. } | Self::And { inputs, .. } => inputs,
            Self::Not { input, .. } | Self::Copy { input, .. } => std::slice::from_ref(input),
            Self::Constant { .. } => &[],
            Self::ManyAnd { inputs, .. } => inputs,
        }
    }

    /// The wires that it writes, in the order of the file.
    pub fn outputs(&self) -> &[WireId] {
        match self {
            Self::Xor { output, .. }
            | Self::And { output, .. }
            | Self::Not { output, .. }
            | Self::Constant { output, .. }
            | Self::Copy { output, .. } => std::slice::from_ref(output),
            Self::ManyAnd { outputs, .. } => outputs,
        }
    }

    /// Its products, as triples (factor, factor, product).
    fn products(&self) -> impl Iterator<Item = [WireId; 3]> + '_ {
        let factors = match self {
            Self::And { .. } | Self::ManyAnd { .. } => self.inputs(),
            _ => &[],
        };
        let (left, right) = factors.split_at(factors.len() / 2);
        left.iter()
            .zip(right)
            .zip(self.outputs())
            .map(|((a, b), c)| [*a, *b, *c])
    }
}

/// A circuit as it was read. Gates read only wires that are inputs or were written by a gate before; every
/// wire that is no input is written once; the outputs are the last wires. Clones share one copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BooleanCircuit(Arc<Parts>);

#[derive(Debug, PartialEq, Eq)]
struct Parts {
    wires: usize,
    input_widths: Vec<usize>,
    output_widths: Vec<usize>,
    gates: Vec<Gate>,
}

impl BooleanCircuit {
    /// The bits of every input value; input bits are the first wires, in order.
    pub fn input_widths(&self) -> &[usize] {
        &self.0.input_widths
    }

    /// The bits of every output value; output bits are the last wires, in order.
    pub fn output_widths(&self) -> &[usize] {
        &self.0.output_widths
    }

    /// Bits of all inputs together.
    pub fn input_bits(&self) -> usize {
        self.input_widths().iter().sum()
    }

    /// Bits of all outputs together.
    pub fn output_bits(&self) -> usize {
        self.output_widths().iter().sum()
    }

    /// The number of wires.
    pub fn wires(&self) -> usize {
        self.0.wires
    }

    /// The gates in the order of the file, which is an order of evaluation.
    pub fn gates(&self) -> &[Gate] {
        &self.0.gates
    }

    /// The number of products.
    pub fn and_gates(&self) -> usize {
        self.gates()
            .iter()
            .map(|gate| gate.products().count())
            .sum()
    }

    /// The largest number of products on a path from an input to an output.
    pub fn and_depth(&self) -> usize {
        let mut depth = vec![0; self.wires()];
        for gate in self.gates() {
            for [a, b, c] in gate.products() {
                depth[c as usize] = 1 + depth[a as usize].max(depth[b as usize]);
            }
            if let Gate::Xor { output, .. } | Gate::Not { output, .. } | Gate::Copy { output, .. } =
                gate
            {
                let inputs = gate.inputs().iter().map(|wire| depth[*wire as usize]);
                depth[*output as usize] = inputs.max().unwrap_or(0);
            }
        }
        let outputs = &depth[self.wires() - self.output_bits()..];
        outputs.iter().copied().max().unwrap_or(0)
    }

    /// The output bits for these input bits, as bytes 0 or 1. Nothing branches or indexes on them.
    ///
    /// # Panics
    /// When there is another number of input bits than the circuit has.
    pub fn evaluate(&self, inputs: &[u8]) -> Zeroizing<Vec<u8>> {
        assert_eq!(inputs.len(), self.input_bits(), "input bits");
        let mut bits = Zeroizing::new(vec![0; self.wires()]);
        bits[..inputs.len()].copy_from_slice(inputs);
        for gate in self.gates() {
            match gate {
                Gate::Xor { inputs, output } => {
                    bits[*output as usize] = bits[inputs[0] as usize] ^ bits[inputs[1] as usize];
                }
                Gate::Not { input, output } => bits[*output as usize] = bits[*input as usize] ^ 1,
                Gate::Constant { value, output } => bits[*output as usize] = u8::from(*value),
                Gate::Copy { input, output } => bits[*output as usize] = bits[*input as usize],
                Gate::And { .. } | Gate::ManyAnd { .. } => {
                    for [a, b, c] in gate.products() {
                        bits[c as usize] = bits[a as usize] & bits[b as usize];
                    }
                }
            }
        }
        Zeroizing::new(bits[self.wires() - self.output_bits()..].to_vec())
    }
}
