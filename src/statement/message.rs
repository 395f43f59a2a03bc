//! The message of a hash statement: a list of parts, each public bytes or a named secret.

use super::encoding::{malformed, Reader, Writer};
use super::secrets::{SecretList, SecretName, SecretWires, Size, Witness};
use crate::circuit::bytes::Bytes;
use crate::circuit::message::{self, Content};
use crate::circuit::padding::HiddenLength;
use crate::circuit::{Evaluator, Target};
use crate::error::{ErrorKind, ProtocolError, Result};
use crate::hash::HashAlgorithm;
use crate::json::{self, Hex, Object};
use serde::{Deserialize, Deserializer, Serialize};
use zeroize::Zeroizing;

/// One part of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged, try_from = "Object<PartFields>")]
pub enum Part {
    /// Public bytes.
    Public {
        /// The bytes.
        #[serde(serialize_with = "hex::serde::serialize")]
        public: Vec<u8>,
    },
    /// A secret of stated length.
    Secret {
        /// Its name.
        secret: SecretName,
        /// Its length in bytes.
        len: usize,
    },
    /// A secret whose length stays hidden among those that give the stated number of blocks.
    Hidden {
        /// Its name.
        hidden: SecretName,
    },
}

/// The fields that parts have in JSON.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PartFields {
    #[serde(default, deserialize_with = "json::present")]
    public: Option<Hex>,
    #[serde(default, deserialize_with = "json::present")]
    secret: Option<SecretName>,
    #[serde(default, deserialize_with = "json::present")]
    len: Option<usize>,
    #[serde(default, deserialize_with = "json::present")]
    hidden: Option<SecretName>,
}

impl TryFrom<Object<PartFields>> for Part {
    type Error = &'static str;

    fn try_from(Object(fields): Object<PartFields>) -> std::result::Result<Self, &'static str> {
        match (fields.public, fields.secret, fields.len, fields.hidden) {
            (Some(Hex(public)), None, None, None) => Ok(Self::Public { public }),
            (None, Some(secret), Some(len), None) => Ok(Self::Secret { secret, len }),
            (None, None, None, Some(hidden)) => Ok(Self::Hidden { hidden }),
            _ => Err("a part has `public`, `secret` and `len`, or `hidden`"),
        }
    }
}

impl Part {
    /// Bytes, where they are stated.
    fn len(&self) -> usize {
        match self {
            Self::Public { public } => public.len(),
            Self::Secret { len, .. } => *len,
            Self::Hidden { .. } => 0,
        }
    }

    fn is_hidden(&self) -> bool {
        matches!(self, Self::Hidden { .. })
    }

    /// The bytes of a stated part.
    fn wires<E: Evaluator>(&self, evaluator: &E, secrets: &SecretWires<E::Wire>) -> Bytes<E::Wire> {
        match self {
            Self::Public { public } => Bytes::constant(evaluator, public),
            Self::Secret { secret, .. } => secrets.bytes(evaluator, secret),
            Self::Hidden { .. } => Bytes::constant(evaluator, &[]),
        }
    }

    fn value<'a>(&'a self, witness: &'a Witness) -> Result<&'a [u8]> {
        match self {
            Self::Public { public } => Ok(public),
            Self::Secret { secret, .. } => witness.get(secret),
            Self::Hidden { hidden } => witness.get(hidden),
        }
    }

    fn write(&self, out: &mut Writer) {
        match self {
            Self::Public { public } => {
                out.u8(0);
                out.bytes(public);
            }
            Self::Secret { secret, len } => {
                out.u8(1);
                secret.write(out);
                out.u64(*len as u64);
            }
            Self::Hidden { hidden } => {
                out.u8(2);
                hidden.write(out);
            }
        }
    }

    fn read(input: &mut Reader<'_>) -> Result<Self> {
        Ok(match input.u8()? {
            0 => Self::Public {
                public: input.bytes()?.to_vec(),
            },
            1 => Self::Secret {
                secret: SecretName::read(input)?,
                len: input.size()?,
            },
            2 => Self::Hidden {
                hidden: SecretName::read(input)?,
            },
            other => {
                return Err(malformed(format!(
                    "a part of a message has no kind {other}"
                )))
            }
        })
    }
}

/// A message: its parts in order, for an HMAC the key, and with a part of hidden length the number of blocks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Message {
    /// The key of an HMAC, of stated length.
    #[serde(
        default,
        deserialize_with = "json::present",
        skip_serializing_if = "Option::is_none"
    )]
    pub key: Option<Part>,
    /// The parts.
    #[serde(deserialize_with = "parts")]
    pub parts: Vec<Part>,
    /// With a part of hidden length: blocks of the padded message, without the key block of an HMAC.
    #[serde(
        default,
        deserialize_with = "json::present",
        skip_serializing_if = "Option::is_none"
    )]
    pub blocks: Option<usize>,
}

fn parts<'de, D: Deserializer<'de>>(json: D) -> std::result::Result<Vec<Part>, D::Error> {
    json::items(Message::MAX_PARTS, json)
}

/// Bytes of the parts of stated length; saturating, so that any numbers can be checked.
fn stated_len(parts: &[Part]) -> usize {
    parts
        .iter()
        .fold(0, |sum: usize, part| sum.saturating_add(part.len()))
}

fn invalid(message: impl Into<String>) -> ProtocolError {
    ProtocolError::in_field(ErrorKind::InvalidArgument, "message", message)
}

impl Message {
    /// Most parts of a message.
    pub const MAX_PARTS: usize = 256;

    /// One secret of stated length.
    pub fn stated(secret: SecretName, len: usize) -> Self {
        Self {
            key: None,
            parts: vec![Part::Secret { secret, len }],
            blocks: None,
        }
    }

    /// One secret of hidden length.
    pub fn hidden(hidden: SecretName, blocks: usize) -> Self {
        Self {
            key: None,
            parts: vec![Part::Hidden { hidden }],
            blocks: Some(blocks),
        }
    }

    /// Appends a part; one of hidden length comes with the number of blocks.
    pub fn push(&mut self, part: Part, blocks: Option<usize>) -> Result<()> {
        Self::check_count(self.parts.len() + 1)?;
        if blocks.is_some() && self.blocks.is_some() {
            return Err(two_hidden());
        }
        self.parts.push(part);
        self.blocks = self.blocks.or(blocks);
        Ok(())
    }

    fn check_count(parts: usize) -> Result<()> {
        if parts > Self::MAX_PARTS {
            let message = format!("a message has at most {} parts", Self::MAX_PARTS);
            return Err(ProtocolError::in_field(
                ErrorKind::LimitExceeded,
                "message",
                message,
            ));
        }
        Ok(())
    }

    /// The message with `bytes` before its first part.
    pub fn prefixed(&self, bytes: &[u8]) -> Self {
        let mut message = self.clone();
        let public = bytes.to_vec();
        message.parts.insert(0, Part::Public { public });
        message
    }

    /// The parts before the one of hidden length, and those behind it. Without such a part, all are before it.
    fn sides(&self) -> (&[Part], &[Part]) {
        let at = self.parts.iter().position(Part::is_hidden);
        let at = at.unwrap_or(self.parts.len());
        (&self.parts[..at], self.parts.get(at + 1..).unwrap_or(&[]))
    }

    /// Checks the message for a hash function.
    pub fn validate(&self, hash: HashAlgorithm) -> Result<()> {
        Self::check_count(self.parts.len())?;
        match (&self.key, hash.is_keyed()) {
            (None, true) => return Err(invalid(format!("{} takes a key", hash.name()))),
            (Some(_), false) => return Err(invalid(format!("{} takes no key", hash.name()))),
            (Some(key), true) if key.is_hidden() => {
                return Err(invalid("the length of a key is stated"));
            }
            (Some(key), true) if hash.blocks(key.len()) > hash.max_blocks() => {
                return Err(too_long("key", hash));
            }
            _ => {}
        }
        let hidden = self.parts.iter().filter(|part| part.is_hidden()).count();
        match (hidden, self.blocks) {
            (0, None) => {
                if hash.blocks(stated_len(&self.parts)) > hash.max_blocks() {
                    return Err(too_long("message_len", hash));
                }
            }
            (0, Some(_)) => {
                return Err(invalid(
                    "a number of blocks goes with a part of hidden length",
                ))
            }
            (1, Some(0)) => {
                let message = "a message has at least one block";
                return Err(ProtocolError::in_field(
                    ErrorKind::InvalidArgument,
                    "blocks",
                    message,
                ));
            }
            (1, Some(blocks)) if blocks > hash.max_blocks() => {
                return Err(too_long("blocks", hash))
            }
            (1, Some(_)) => {
                self.hidden_range(hash).ok_or_else(|| {
                    invalid("its parts of stated length do not leave room in so many blocks")
                })?;
            }
            (1, None) => return Err(invalid("a part of hidden length needs a number of blocks")),
            _ => return Err(two_hidden()),
        }
        Ok(())
    }

    /// What is public of the length, with a part of hidden length.
    fn hidden_length(&self, hash: HashAlgorithm) -> Option<HiddenLength> {
        let (prefix, suffix) = self.sides();
        let (prefix, suffix) = (stated_len(prefix), stated_len(suffix));
        Some(message::hidden_length(hash, self.blocks?, prefix, suffix))
    }

    /// The shortest and the longest length of the part of hidden length, if there is such a part and room for it.
    fn hidden_range(&self, hash: HashAlgorithm) -> Option<(usize, usize)> {
        self.hidden_length(hash)?.hidden_range()
    }

    /// Mentions its secrets.
    pub(super) fn mention(&self, hash: HashAlgorithm, secrets: &mut SecretList) -> Result<()> {
        for part in self.key.iter().chain(&self.parts) {
            match part {
                Part::Public { .. } => {}
                Part::Secret { secret, len } => secrets.mention(secret, Size::bytes(*len))?,
                Part::Hidden { hidden } => {
                    let (shortest, longest) = self.hidden_range(hash).unwrap_or((0, 0));
                    secrets.mention(hidden, Size::Hidden { shortest, longest })?;
                }
            }
        }
        Ok(())
    }

    /// The whole message of a witness.
    pub(super) fn assemble(&self, witness: &Witness) -> Result<Zeroizing<Vec<u8>>> {
        let values = self.parts.iter().map(|part| part.value(witness));
        let values: Vec<&[u8]> = values.collect::<Result<_>>()?;
        let mut message = Zeroizing::new(Vec::with_capacity(values.iter().map(|v| v.len()).sum()));
        for value in values {
            message.extend_from_slice(value);
        }
        Ok(message)
    }

    /// The digest for a witness, computed natively.
    pub(super) fn digest(
        &self,
        hash: HashAlgorithm,
        witness: &Witness,
    ) -> Result<Zeroizing<Vec<u8>>> {
        let key = self
            .key
            .as_ref()
            .map_or(Ok(&[][..]), |key| key.value(witness))?;
        let message = self.assemble(witness)?;
        Ok(Zeroizing::new(hash.digest_with_key(key, &message)))
    }

    /// The secret inputs that a part of hidden length needs in the circuit; none without one.
    pub(super) fn inputs(
        &self,
        hash: HashAlgorithm,
        witness: &Witness,
    ) -> Result<Zeroizing<Vec<u8>>> {
        let Some(length) = self.hidden_length(hash) else {
            return Ok(Zeroizing::new(Vec::new()));
        };
        let message = self.assemble(witness)?;
        // The key block of an HMAC is not among the inputs: zeros stand for it.
        let key_block = if hash.is_keyed() { hash.block_len() } else { 0 };
        let mut whole = Zeroizing::new(vec![0; key_block + message.len()]);
        whole[key_block..].copy_from_slice(&message);
        Ok(length.inputs(&whole))
    }

    /// Hashes it in the circuit.
    pub(super) fn synthesize<E: Evaluator>(
        &self,
        evaluator: &mut E,
        hash: HashAlgorithm,
        secrets: &SecretWires<E::Wire>,
        target: Target<'_, E::Wire>,
        degree_cap: u8,
    ) {
        let wires = |evaluator: &E, parts: &[Part]| {
            let all: Vec<_> = parts
                .iter()
                .map(|part| part.wires(evaluator, secrets))
                .collect();
            Bytes::concat(evaluator, &all.iter().collect::<Vec<_>>())
        };
        let (prefix, suffix) = self.sides();
        let prefix = wires(evaluator, prefix);
        let content = match self.blocks {
            None => Content::Stated(prefix),
            Some(blocks) => Content::Hidden {
                blocks,
                prefix,
                suffix: wires(evaluator, suffix),
            },
        };
        let key = wires(evaluator, self.key.as_slice());
        message::hash(evaluator, hash, &key, &content, target, degree_cap);
    }

    pub(super) fn write(&self, out: &mut Writer) {
        out.u8(u8::from(self.key.is_some()));
        if let Some(key) = &self.key {
            key.write(out);
        }
        out.u32(self.parts.len() as u32);
        for part in &self.parts {
            part.write(out);
        }
        // A message has at least one block, so that 0 can say that no length is hidden.
        out.u64(self.blocks.unwrap_or(0) as u64);
    }

    pub(super) fn read(input: &mut Reader<'_>) -> Result<Self> {
        let key = match input.u8()? {
            0 => None,
            1 => Some(Part::read(input)?),
            other => {
                return Err(malformed(format!(
                    "whether there is a key is 0 or 1, not {other}"
                )))
            }
        };
        let parts = input.items(Self::check_count, Part::read)?;
        let blocks = match input.size()? {
            0 => None,
            blocks => Some(blocks),
        };
        Ok(Self { key, parts, blocks })
    }
}

fn two_hidden() -> ProtocolError {
    invalid("at most one part has a hidden length")
}

fn too_long(field: &'static str, hash: HashAlgorithm) -> ProtocolError {
    let message = format!(
        "at most {} blocks of {} bytes can be proved with {}",
        hash.max_blocks(),
        hash.block_len(),
        hash.name()
    );
    ProtocolError::in_field(ErrorKind::LimitExceeded, field, message)
}
