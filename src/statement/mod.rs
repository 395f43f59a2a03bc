//! Statements: what is proved, with what secret, and by which circuit.
//!
//! Everything about one kind is in one file: its public part, its witness, their validation, the canonical
//! encoding that enters the transcript, and its circuit.

pub mod preimage;

pub use preimage::{MessageLength, Preimage};

use crate::circuit::{Circuit, Evaluator};
use crate::error::Result;
use zeroize::Zeroizing;

/// A public statement, as prover and verifier both state it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Statement {
    /// "I know a message with this digest."
    Preimage(Preimage),
}

/// The secret that satisfies a statement. Zeroized when dropped; never printed.
pub enum Witness {
    /// The message of a [`Preimage`] statement.
    Preimage(Zeroizing<Vec<u8>>),
}

impl Statement {
    /// The name of the kind, as in benchmarks and metrics, for example `preimage/sha256`.
    pub fn name(&self) -> String {
        match self {
            Self::Preimage(statement) => format!("preimage/{}", statement.hash().name()),
        }
    }

    /// The canonical encoding of kind and public part: injective, with every length stated.
    pub fn encode(&self) -> Vec<u8> {
        match self {
            Self::Preimage(statement) => statement.encode(),
        }
    }

    /// Checks that `witness` satisfies the statement and returns the secret input bits of the circuit (bytes
    /// 0 or 1). The error says what does not fit, never what the witness is.
    pub fn secret_inputs(&self, witness: &Witness) -> Result<Zeroizing<Vec<u8>>> {
        match (self, witness) {
            (Self::Preimage(statement), Witness::Preimage(message)) => {
                statement.secret_inputs(message)
            }
        }
    }
}

impl Circuit for Statement {
    fn synthesize<E: Evaluator>(&self, evaluator: &mut E) {
        match self {
            Self::Preimage(statement) => statement.synthesize(evaluator),
        }
    }
}
