//! "This commitment opens to a number from min to max, both inclusive."
//!
//! The commitment is a hash over a domain, the number and a random blinding: binding as far as the hash function resists
//! collisions, hiding because 256 bits of blinding cannot be searched.

use super::claim::{Kind, Scope};
use super::encoding::{Reader, Writer};
use super::message::{Message, Part};
use super::secrets::{unfit, SecretList, SecretName, SecretWires, Witness};
use crate::circuit::compare::assert_in_range;
use crate::circuit::{Evaluator, Target};
use crate::declassify::{declassified, equal};
use crate::error::{ErrorKind, ProtocolError, Result};
use crate::hash::HashAlgorithm;
use crate::stack;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// What a commitment hashes before number and blinding. With them it fills one block of every hash function.
pub const DOMAIN: &[u8] = b"nexuszero/u64/1";

/// Bytes of a blinding.
pub const BLINDING_LEN: usize = 32;

/// The public part: hash function, commitment, bounds, and the names of the secrets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Range {
    hash: HashAlgorithm,
    #[serde(with = "hex::serde")]
    commitment: Vec<u8>,
    min: u64,
    max: u64,
    /// The name of the number.
    value: SecretName,
    /// The name of the blinding.
    blinding: SecretName,
}

/// H(domain ‖ number as eight little-endian bytes ‖ blinding). HMACs do not commit.
pub fn commit(hash: HashAlgorithm, value: u64, blinding: &[u8; BLINDING_LEN]) -> Result<Vec<u8>> {
    hash.check_unkeyed("commitments")?;
    Ok(stack::wiped(|| {
        let mut message = Zeroizing::new(Vec::with_capacity(DOMAIN.len() + 8 + BLINDING_LEN));
        message.extend_from_slice(DOMAIN);
        message.extend_from_slice(&value.to_le_bytes());
        message.extend_from_slice(blinding);
        hash.digest(&message)
    }))
}

impl Range {
    /// The usual name of the number.
    pub const VALUE: &str = "value";
    /// The usual name of the blinding.
    pub const BLINDING: &str = "blinding";

    /// A claim about the number in `commitment`. Refused unless `min` ≤ `max`.
    pub fn new(
        hash: HashAlgorithm,
        commitment: &[u8],
        (min, max): (u64, u64),
        value: SecretName,
        blinding: SecretName,
    ) -> Result<Self> {
        let claim = Self {
            hash,
            commitment: commitment.to_vec(),
            min,
            max,
            value,
            blinding,
        };
        claim.validate()?;
        Ok(claim)
    }

    /// What the commitment hashes.
    fn message(&self) -> Message {
        let secret = |name: &SecretName, len| Part::Secret {
            secret: name.clone(),
            len,
        };
        let public = DOMAIN.to_vec();
        Message {
            key: None,
            parts: vec![
                Part::Public { public },
                secret(&self.value, 8),
                secret(&self.blinding, BLINDING_LEN),
            ],
            blocks: None,
        }
    }
}

impl Kind for Range {
    fn name(&self) -> String {
        format!("range/{}", self.hash.name())
    }

    fn validate(&self) -> Result<()> {
        self.hash.check_unkeyed("commitments")?;
        self.hash.check_digest(&self.commitment, "commitment")?;
        if self.min > self.max {
            let message = format!("{} is more than max, {}", self.min, self.max);
            return Err(ProtocolError::in_field(
                ErrorKind::InvalidArgument,
                "min",
                message,
            ));
        }
        Ok(())
    }

    fn write(&self, out: &mut Writer) {
        out.u32(self.hash.id());
        out.bytes(&self.commitment);
        out.u64(self.min);
        out.u64(self.max);
        self.value.write(out);
        self.blinding.write(out);
    }

    fn read(input: &mut Reader<'_>) -> Result<Self> {
        Ok(Self {
            hash: HashAlgorithm::from_id(input.u32()?)?,
            commitment: input.bytes()?.to_vec(),
            min: input.u64()?,
            max: input.u64()?,
            value: SecretName::read(input)?,
            blinding: SecretName::read(input)?,
        })
    }

    fn mention(&self, secrets: &mut SecretList) -> Result<()> {
        self.message().mention(self.hash, secrets)
    }

    fn check(&self, witness: &Witness) -> Result<()> {
        if !equal(
            &self.message().digest(self.hash, witness)?,
            &self.commitment,
        ) {
            return Err(unfit("value and blinding do not open the commitment"));
        }
        let value = witness.number(&self.value)?;
        // Both bounds, so that it stays unknown which one is not kept.
        if !declassified((self.min <= value) & (value <= self.max)) {
            return Err(unfit("the value is outside the range"));
        }
        Ok(())
    }

    fn synthesize<E: Evaluator>(
        &self,
        evaluator: &mut E,
        secrets: &SecretWires<E::Wire>,
        scope: Scope,
    ) {
        let target = Target::Public(&self.commitment);
        self.message()
            .synthesize(evaluator, self.hash, secrets, target, scope.degree_cap);
        let value = secrets.get(&self.value);
        let degree = self.hash.degree(scope.degree_cap);
        assert_in_range(evaluator, value, self.min, self.max, degree);
    }
}
