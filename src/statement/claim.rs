//! Claims: what the quantum-resistant engine proves, one kind a file, and their registry.

use super::encoding::{malformed, Reader, Writer};
use super::secrets::{SecretList, SecretWires, Witness};
use super::{CircuitClaim, Membership, OneOfMany, Preimage, Range};
use crate::circuit::Evaluator;
use crate::error::Result;
use crate::json;
use crate::level::SecurityLevel;
use serde::de::{DeserializeSeed, Deserializer, Error};
use serde::Serialize;
use zeroize::Zeroizing;

/// What a circuit depends on besides the statement: where a gadget has a choice, these decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Scope {
    /// The level: it says what a committed bit and what a degree costs.
    pub(super) level: SecurityLevel,
    /// The degree cap. A choice must be the same under every smaller cap that it stays within, so that a verifier, who
    /// knows the degree of the whole but not the prover's cap, makes it again.
    pub(super) degree_cap: u8,
}

/// What a kind of claim is.
pub(super) trait Kind: Sized {
    /// The name in benchmarks and metrics, for example `preimage/sha256`.
    fn name(&self) -> String;

    /// Checks the public part.
    fn validate(&self) -> Result<()>;

    /// Writes the public part.
    fn write(&self, out: &mut Writer);

    /// Reads what [`Self::write`] wrote; not validated.
    fn read(input: &mut Reader<'_>) -> Result<Self>;

    /// Gates of the circuits that it contains.
    fn gates(&self) -> usize {
        0
    }

    /// Mentions its secrets, in order.
    fn mention(&self, secrets: &mut SecretList) -> Result<()>;

    /// Checks natively that the witness, whose sizes are right, satisfies the claim. The error says what does not fit, never
    /// what the witness is.
    fn check(&self, witness: &Witness) -> Result<()>;

    /// Secret inputs of the circuit (bytes 0 or 1) besides the secrets of stated size.
    fn inputs(&self, _witness: &Witness) -> Result<Zeroizing<Vec<u8>>> {
        Ok(Zeroizing::new(Vec::new()))
    }

    /// Its circuit, over the wires of the secrets of stated size.
    fn synthesize<E: Evaluator>(
        &self,
        evaluator: &mut E,
        secrets: &SecretWires<E::Wire>,
        scope: Scope,
    );
}

/// Reads a claim of this kind from JSON; not validated.
pub(super) struct ClaimOf<'a>(pub(super) &'a str);

macro_rules! registry {
    ($($(#[$doc:meta])* $kind:ident($claim:ident) = $id:literal, $name:literal;)*) => {
        /// A claim about named secrets.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize)]
        #[serde(tag = "kind")]
        pub enum Claim {
            $($(#[$doc])* #[serde(rename = $name)] $kind($claim),)*
        }

        impl Claim {
            /// The names of all kinds.
            pub const NAMES: [&'static str; [$($id),*].len()] = [$($name),*];

            /// Writes kind and public part.
            pub(super) fn write(&self, out: &mut Writer) {
                match self {
                    $(Self::$kind(claim) => {
                        out.u8($id);
                        claim.write(out);
                    })*
                }
            }

            /// Reads the public part of a claim of this kind and checks it.
            pub(super) fn read(kind: u8, input: &mut Reader<'_>) -> Result<Self> {
                let claim = match kind {
                    $($id => Self::$kind($claim::read(input)?),)*
                    _ => return Err(malformed(format!("no statement has the kind {kind}"))),
                };
                claim.validate()?;
                Ok(claim)
            }
        }

        impl<'de> DeserializeSeed<'de> for ClaimOf<'_> {
            type Value = Claim;

            fn deserialize<D: Deserializer<'de>>(
                self,
                json: D,
            ) -> std::result::Result<Claim, D::Error> {
                match self.0 {
                    $($name => json::of_kind(json).map(Claim::$kind),)*
                    kind => Err(D::Error::unknown_variant(kind, &Claim::NAMES)),
                }
            }
        }

        impl Claim {
            pub(super) fn name(&self) -> String {
                match self {
                    $(Self::$kind(claim) => claim.name(),)*
                }
            }

            pub(super) fn validate(&self) -> Result<()> {
                match self {
                    $(Self::$kind(claim) => claim.validate(),)*
                }
            }

            pub(super) fn gates(&self) -> usize {
                match self {
                    $(Self::$kind(claim) => claim.gates(),)*
                }
            }

            pub(super) fn mention(&self, secrets: &mut SecretList) -> Result<()> {
                match self {
                    $(Self::$kind(claim) => claim.mention(secrets),)*
                }
            }

            pub(super) fn check(&self, witness: &Witness) -> Result<()> {
                match self {
                    $(Self::$kind(claim) => claim.check(witness),)*
                }
            }

            pub(super) fn inputs(&self, witness: &Witness) -> Result<Zeroizing<Vec<u8>>> {
                match self {
                    $(Self::$kind(claim) => claim.inputs(witness),)*
                }
            }

            pub(super) fn synthesize<E: Evaluator>(
                &self,
                evaluator: &mut E,
                secrets: &SecretWires<E::Wire>,
                scope: Scope,
            ) {
                match self {
                    $(Self::$kind(claim) => claim.synthesize(evaluator, secrets, scope),)*
                }
            }
        }
    };
}

registry! {
    /// A message with this digest.
    Preimage(Preimage) = 1, "preimage";
    /// A commitment opens to a number in a range.
    Range(Range) = 2, "range";
    /// A message whose digest is in a list.
    OneOfMany(OneOfMany) = 3, "one-of-many";
    /// A leaf of a Merkle tree with this root.
    Membership(Membership) = 4, "membership";
    /// Inputs on which a Boolean circuit gives these outputs.
    Circuit(CircuitClaim) = 5, "circuit";
}
