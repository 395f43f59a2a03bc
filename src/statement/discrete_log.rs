//! "I know the discrete logarithm of this group element." Not quantum-resistant.

use super::encoding::{Reader, Writer};
use super::secrets::{unfit, SecretName, Witness};
use crate::error::{ProtocolError, Result};
use crate::proof_system::sigma::{self, GroupId};
use serde::{Deserialize, Serialize};

/// The number of this kind in the canonical encoding.
pub(super) const KIND: u8 = 7;
/// Its name in JSON.
pub(super) const NAME: &str = "discrete-log";

/// The public part: group, generator, public value, and the name of the secret. Elements are kept in their canonical
/// (compressed) encoding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiscreteLog {
    group: GroupId,
    generator: Vec<u8>,
    public_value: Vec<u8>,
    secret: SecretName,
}

/// The fields in JSON besides the kind.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Fields {
    group: String,
    #[serde(with = "hex::serde")]
    generator: Vec<u8>,
    #[serde(with = "hex::serde")]
    public_value: Vec<u8>,
    secret: SecretName,
}

impl From<DiscreteLog> for Fields {
    fn from(statement: DiscreteLog) -> Self {
        Self {
            group: statement.group.name().to_owned(),
            generator: statement.generator,
            public_value: statement.public_value,
            secret: statement.secret,
        }
    }
}

impl TryFrom<Fields> for DiscreteLog {
    type Error = ProtocolError;

    fn try_from(fields: Fields) -> Result<Self> {
        let group = GroupId::from_name(&fields.group)?;
        Self::new(
            group,
            &fields.generator,
            &fields.public_value,
            fields.secret,
        )
    }
}

impl DiscreteLog {
    /// The usual name of the secret.
    pub const SECRET: &str = "secret";

    /// A statement about x in `public_value` = x·`generator`. Elements that are not canonical or the identity are refused; SEC1
    /// elements may be compressed or not.
    pub fn new(
        group: GroupId,
        generator: &[u8],
        public_value: &[u8],
        secret: SecretName,
    ) -> Result<Self> {
        Ok(Self {
            group,
            generator: sigma::check_element(group, generator, "generator")?,
            public_value: sigma::check_element(group, public_value, "public_value")?,
            secret,
        })
    }

    /// The group.
    pub fn group(&self) -> GroupId {
        self.group
    }

    /// The generator, canonical.
    pub fn generator(&self) -> &[u8] {
        &self.generator
    }

    /// The public value, canonical.
    pub fn public_value(&self) -> &[u8] {
        &self.public_value
    }

    /// The secret exponent of a witness.
    pub fn exponent<'a>(&self, witness: &'a Witness) -> Result<&'a [u8]> {
        let exponent = witness.get(&self.secret)?;
        if exponent.len() != self.group.secret_len() {
            return Err(unfit(
                "the secret does not have the length of a scalar of the group",
            ));
        }
        Ok(exponent)
    }

    pub(super) fn name(&self) -> String {
        format!("{NAME}/{}", self.group.name())
    }

    pub(super) fn write(&self, out: &mut Writer) {
        out.u8(KIND);
        out.u32(self.group.id());
        out.bytes(&self.generator);
        out.bytes(&self.public_value);
        self.secret.write(out);
    }

    pub(super) fn read(input: &mut Reader<'_>) -> Result<Self> {
        let group = GroupId::from_id(input.u32()?)?;
        Self::new(
            group,
            input.bytes()?,
            input.bytes()?,
            SecretName::read(input)?,
        )
    }
}
