//! "I know a message with this digest."

use crate::circuit::keccak::assert_sha3_256;
use crate::circuit::sha256::assert_sha256;
use crate::circuit::{padding, Circuit, Evaluator};
use crate::error::{ErrorKind, ProtocolError, Result};
use crate::hash::{HashAlgorithm, MAX_BLOCKS};
use zeroize::Zeroizing;

/// The number of this kind in the canonical encoding.
const KIND: u8 = 1;

/// What the statement says about the length of the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageLength {
    /// The message has exactly this many bytes (smallest proof).
    Stated(usize),
    /// The padded message fills exactly this many blocks of the hash function; its length stays hidden
    /// among those that do.
    Hidden {
        /// Number of blocks, 1 to [`MAX_BLOCKS`].
        blocks: usize,
    },
}

/// The public part: hash function, digest, and what is said of the message's length.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preimage {
    hash: HashAlgorithm,
    digest: [u8; 32],
    length: MessageLength,
}

impl Preimage {
    /// A statement about the preimage of `digest` (exactly `hash.digest_len()` bytes). A stated length or a
    /// block count beyond [`MAX_BLOCKS`] blocks is refused.
    pub fn new(hash: HashAlgorithm, digest: &[u8], length: MessageLength) -> Result<Self> {
        let digest = digest.try_into().map_err(|_| {
            ProtocolError::in_field(
                ErrorKind::InvalidArgument,
                "digest",
                format!(
                    "a {} digest has {} bytes, got {}",
                    hash.name(),
                    hash.digest_len(),
                    digest.len()
                ),
            )
        })?;
        let (field, blocks) = match length {
            MessageLength::Stated(len) => ("message_len", hash.blocks(len)),
            MessageLength::Hidden { blocks } => ("blocks", blocks),
        };
        if blocks == 0 {
            return Err(ProtocolError::in_field(
                ErrorKind::InvalidArgument,
                field,
                "a message has at least one block",
            ));
        }
        if blocks > MAX_BLOCKS {
            return Err(ProtocolError::in_field(
                ErrorKind::LimitExceeded,
                field,
                format!("at most {MAX_BLOCKS} blocks can be proved, got {blocks}"),
            ));
        }
        Ok(Self {
            hash,
            digest,
            length,
        })
    }

    /// The hash function.
    pub fn hash(&self) -> HashAlgorithm {
        self.hash
    }

    /// The digest.
    pub fn digest(&self) -> &[u8] {
        &self.digest
    }

    /// What is said of the message's length.
    pub fn length(&self) -> MessageLength {
        self.length
    }

    /// Number of blocks of the padded message.
    pub fn blocks(&self) -> usize {
        match self.length {
            MessageLength::Stated(len) => self.hash.blocks(len),
            MessageLength::Hidden { blocks } => blocks,
        }
    }

    /// Kind, hash function, length mode and value, digest: all of fixed width (`docs/protocol.md`).
    pub(super) fn encode(&self) -> Vec<u8> {
        let (mode, value) = match self.length {
            MessageLength::Stated(len) => (0, len),
            MessageLength::Hidden { blocks } => (1, blocks),
        };
        let mut out = vec![KIND];
        out.extend_from_slice(&self.hash.id().to_le_bytes());
        out.push(mode);
        out.extend_from_slice(&(value as u64).to_le_bytes());
        out.extend_from_slice(&self.digest);
        out
    }

    /// The input bits of the circuit for `message`, in the order of [`crate::circuit::padding`].
    pub(super) fn secret_inputs(&self, message: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
        let fits = match self.length {
            MessageLength::Stated(len) => message.len() == len,
            MessageLength::Hidden { blocks } => {
                let (shortest, longest) = self.hash.message_range(blocks);
                (shortest..=longest).contains(&message.len())
            }
        };
        let refused =
            |text: &str| ProtocolError::in_field(ErrorKind::ProofGeneration, "witness", text);
        if !fits {
            return Err(refused(match self.length {
                MessageLength::Stated(_) => "the message does not have the stated length",
                MessageLength::Hidden { .. } => {
                    "the padded message does not have the stated number of blocks"
                }
            }));
        }
        if self.hash.digest(message) != self.digest {
            return Err(refused("the message does not have the stated digest"));
        }
        Ok(match self.length {
            MessageLength::Stated(_) => padding::stated_inputs(message),
            MessageLength::Hidden { blocks } => padding::hidden_inputs(self.hash, blocks, message),
        })
    }
}

impl Circuit for Preimage {
    fn synthesize<E: Evaluator>(&self, evaluator: &mut E) {
        let message = match self.length {
            MessageLength::Stated(len) => padding::stated(evaluator, self.hash, len),
            MessageLength::Hidden { blocks } => padding::hidden(evaluator, self.hash, blocks),
        };
        match self.hash {
            HashAlgorithm::Sha256 => assert_sha256(evaluator, &message, &self.digest),
            HashAlgorithm::Sha3_256 => assert_sha3_256(evaluator, &message.wires, &self.digest),
        }
    }
}

#[cfg(test)]
mod tests;
