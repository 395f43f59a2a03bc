//! The rows. A new kind of statement is one more entry in [`kinds`].

use crate::subject::{Facts, Failure, Subject};
use nexuszero::config::{Preset, Profile, ProtocolConfig, SecurityLevel};
use nexuszero::hash::HashAlgorithm;
use nexuszero::pipeline::Protocol;
use nexuszero::statement::{MessageLength, Preimage, Statement, Witness};
use zeroize::Zeroizing;

/// Bound into every proof; what it says does not matter to the time.
const CONTEXT: &[u8] = b"nexuszero benchmark";

/// Message blocks of the long rows.
const LONG: usize = 32;

/// Builds a statement and a witness for it.
type Build = Box<dyn Fn() -> Result<(Statement, Witness), Failure>>;

/// A statement to measure, before level and profile.
struct Kind {
    /// Of one row in the contract's table, for example `preimage/sha256`.
    statement: String,
    /// Bytes of the secret input.
    input_bytes: usize,
    /// `stated` or `hidden`, where a statement leaves that choice.
    length: Option<&'static str>,
    /// The quick run has it at level 128.
    quick: bool,
    /// The full run has it at these levels.
    levels: &'static [SecurityLevel],
    build: Build,
}

fn kinds() -> Vec<Kind> {
    let mut kinds = Vec::new();
    for hash in HashAlgorithm::ALL {
        for hidden in [false, true] {
            kinds.push(preimage(hash, 32, hidden, true, &SecurityLevel::ALL));
        }
    }
    for hash in HashAlgorithm::ALL {
        let longest = hash.message_range(LONG).1;
        for hidden in [false, true] {
            kinds.push(preimage(
                hash,
                longest,
                hidden,
                false,
                &[SecurityLevel::L128],
            ));
        }
    }
    kinds
}

fn preimage(
    hash: HashAlgorithm,
    input_bytes: usize,
    hidden: bool,
    quick: bool,
    levels: &'static [SecurityLevel],
) -> Kind {
    let (name, length) = match hidden {
        false => ("stated", MessageLength::Stated(input_bytes)),
        true => {
            let blocks = hash.blocks(input_bytes);
            ("hidden", MessageLength::Hidden { blocks })
        }
    };
    Kind {
        statement: format!("preimage/{}", hash.name()),
        input_bytes,
        length: Some(name),
        quick,
        levels,
        build: Box::new(move || {
            let message: Vec<u8> = (0..input_bytes).map(|i| (i * 151 + 7) as u8).collect();
            let digest = hash.digest(&message);
            let statement = Preimage::new(hash, &digest, length)?;
            Ok((
                Statement::Preimage(statement),
                Witness::Preimage(Zeroizing::new(message)),
            ))
        }),
    }
}

/// One row: a statement at a level in a profile.
pub struct Row {
    pub statement: String,
    pub input_bytes: usize,
    pub length: Option<&'static str>,
    pub level: SecurityLevel,
    pub profile: Profile,
    /// Part of the quick run.
    pub quick: bool,
    build: std::rc::Rc<Build>,
}

/// Every row of the full run.
pub fn table() -> Vec<Row> {
    let mut rows = Vec::new();
    for kind in kinds() {
        let build = std::rc::Rc::new(kind.build);
        for &level in kind.levels {
            for profile in Profile::ALL {
                rows.push(Row {
                    statement: kind.statement.clone(),
                    input_bytes: kind.input_bytes,
                    length: kind.length,
                    level,
                    profile,
                    quick: kind.quick && level == SecurityLevel::L128,
                    build: build.clone(),
                });
            }
        }
    }
    // Level 128 first: this is what tables and ratios are about.
    rows.sort_by_key(|row| row.level);
    rows
}

impl Row {
    /// Identifies the row, also to the child process that measures its memory.
    pub fn id(&self) -> String {
        format!(
            "{}:{}:{}:{}:{}",
            self.statement,
            self.input_bytes,
            self.length.unwrap_or("-"),
            self.level.bits(),
            self.profile.name()
        )
    }

    /// The row, ready to be measured.
    pub fn subject(&self) -> Result<Box<dyn Subject>, Failure> {
        let (statement, witness) = (self.build)()?;
        let protocol = Protocol::new(ProtocolConfig {
            security_level: self.level,
            profile: self.profile,
            ..ProtocolConfig::preset(Preset::Default)
        })?;
        Ok(Box::new(Proving {
            name: self.id(),
            protocol,
            statement,
            witness,
            proof: Vec::new(),
            security_bits: 0.0,
        }))
    }
}

struct Proving {
    name: String,
    protocol: Protocol,
    statement: Statement,
    witness: Witness,
    proof: Vec<u8>,
    security_bits: f64,
}

impl Subject for Proving {
    fn name(&self) -> String {
        self.name.clone()
    }

    fn prove(&mut self) -> Result<(), Failure> {
        let proof = self
            .protocol
            .prove(&self.statement, &self.witness, CONTEXT)?;
        let metrics = proof.metrics.ok_or("a new proof has no metrics")?;
        self.security_bits = metrics.security_bits;
        self.proof = proof.proof_data;
        Ok(())
    }

    fn verify(&mut self) -> Result<(), Failure> {
        Ok(self
            .protocol
            .verify(&self.statement, CONTEXT, &self.proof)?)
    }

    fn facts(&self) -> Option<Facts> {
        Some(Facts {
            proof_bytes: self.proof.len(),
            security_bits: self.security_bits,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_unique() {
        let mut ids: Vec<_> = table().iter().map(Row::id).collect();
        ids.sort();
        let rows = ids.len();
        ids.dedup();
        assert_eq!(ids.len(), rows);
    }

    #[test]
    fn quick_rows_of_the_contract() {
        let rows: Vec<_> = table().into_iter().filter(|row| row.quick).collect();
        for hash in HashAlgorithm::ALL {
            for profile in Profile::ALL {
                for length in ["stated", "hidden"] {
                    let id = format!(
                        "preimage/{}:32:{length}:128:{}",
                        hash.name(),
                        profile.name()
                    );
                    assert!(rows.iter().any(|row| row.id() == id), "{id}");
                }
            }
        }
    }
}
