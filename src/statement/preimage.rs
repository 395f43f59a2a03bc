//! "I know a message with this digest."

use super::claim::{Kind, Scope};
use super::encoding::{Reader, Writer};
use super::message::Message;
use super::secrets::{unfit, SecretList, SecretName, SecretWires, Witness};
use crate::circuit::{Evaluator, Target};
use crate::declassify::equal;
use crate::error::Result;
use crate::hash::HashAlgorithm;
use crate::json;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// The public part: hash function, digest, and the message with its secrets named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preimage {
    hash: HashAlgorithm,
    #[serde(with = "hex::serde")]
    digest: Vec<u8>,
    #[serde(deserialize_with = "json::object")]
    message: Message,
}

impl Preimage {
    /// The name of the secret in statements about one secret message.
    pub const SECRET: &str = "message";

    /// A claim about the preimage of `digest` (exactly `hash.digest_len()` bytes).
    pub fn new(hash: HashAlgorithm, digest: &[u8], message: Message) -> Result<Self> {
        let claim = Self {
            hash,
            digest: digest.to_vec(),
            message,
        };
        claim.validate()?;
        Ok(claim)
    }

    /// The message is one secret, called [`Self::SECRET`], of exactly `len` bytes.
    pub fn stated(hash: HashAlgorithm, digest: &[u8], len: usize) -> Result<Self> {
        Self::new(
            hash,
            digest,
            Message::stated(SecretName::new(Self::SECRET)?, len),
        )
    }

    /// The message is one secret, called [`Self::SECRET`], whose padded form fills exactly `blocks` blocks.
    pub fn hidden(hash: HashAlgorithm, digest: &[u8], blocks: usize) -> Result<Self> {
        Self::new(
            hash,
            digest,
            Message::hidden(SecretName::new(Self::SECRET)?, blocks),
        )
    }
}

impl Kind for Preimage {
    fn name(&self) -> String {
        format!("preimage/{}", self.hash.name())
    }

    fn validate(&self) -> Result<()> {
        self.hash.check_digest(&self.digest, "digest")?;
        self.message.validate(self.hash)
    }

    fn write(&self, out: &mut Writer) {
        out.u32(self.hash.id());
        out.bytes(&self.digest);
        self.message.write(out);
    }

    fn read(input: &mut Reader<'_>) -> Result<Self> {
        Ok(Self {
            hash: HashAlgorithm::from_id(input.u32()?)?,
            digest: input.bytes()?.to_vec(),
            message: Message::read(input)?,
        })
    }

    fn mention(&self, secrets: &mut SecretList) -> Result<()> {
        self.message.mention(self.hash, secrets)
    }

    fn check(&self, witness: &Witness) -> Result<()> {
        if !equal(&self.message.digest(self.hash, witness)?, &self.digest) {
            return Err(unfit("the message does not have the stated digest"));
        }
        Ok(())
    }

    fn inputs(&self, witness: &Witness) -> Result<Zeroizing<Vec<u8>>> {
        self.message.inputs(self.hash, witness)
    }

    fn synthesize<E: Evaluator>(
        &self,
        evaluator: &mut E,
        secrets: &SecretWires<E::Wire>,
        scope: Scope,
    ) {
        let target = Target::Public(&self.digest);
        self.message
            .synthesize(evaluator, self.hash, secrets, target, scope.degree_cap);
    }
}

#[cfg(test)]
mod tests;
