//! Statements: what is proved, with what secrets, and by which circuit.
//!
//! Everything about one kind is in one file: its public part, its secrets, their validation, the canonical
//! encoding, and its circuit. A kind is that file and one line of the registry in [`claim`].
//!
//! A statement is one claim, a conjunction of claims over named secrets, or a discrete logarithm, which has a proof system
//! of its own.

pub mod circuit;
pub mod claim;
pub mod conjunction;
pub mod discrete_log;
pub mod encoding;
pub mod membership;
pub mod message;
pub mod one_of_many;
pub mod preimage;
pub mod range;
pub mod secrets;

pub use circuit::CircuitClaim;
pub use claim::Claim;
pub use conjunction::Claims;
pub use discrete_log::DiscreteLog;
pub use membership::Membership;
pub use message::{Message, Part};
pub use one_of_many::OneOfMany;
pub use preimage::Preimage;
pub use range::Range;
pub use secrets::{SecretName, Witness};

use crate::circuit::count::Analysis;
use crate::circuit::plain::Plain;
use crate::error::{ErrorKind, ProtocolError, Result};
use crate::hash::HashAlgorithm;
use crate::json::{self, OfKind};
use crate::level::{SecurityLevel, MAX_DEGREE};
use claim::ClaimOf;
use encoding::{malformed, not_json, Objects, Reader, Writer};
use serde::de::DeserializeSeed;
use serde::Serialize;
use std::ops;

/// A public statement, as prover and verifier both state it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Statement {
    /// Claims about named secrets, proved by the quantum-resistant engine.
    Claims(Claims),
    /// A discrete logarithm, which quantum computers find.
    DiscreteLog(DiscreteLog),
}

/// The names of all kinds of statements.
pub const KINDS: [&str; Claim::NAMES.len() + 2] = {
    let mut kinds = [conjunction::NAME; Claim::NAMES.len() + 2];
    let mut i = 0;
    while i < Claim::NAMES.len() {
        kinds[i] = Claim::NAMES[i];
        i += 1;
    }
    kinds[Claim::NAMES.len() + 1] = discrete_log::NAME;
    kinds
};

/// A statement as JSON: an object whose `kind` says what it is.
#[derive(Serialize)]
#[serde(untagged)]
enum Json<'a> {
    Claim(&'a Claim),
    Conjunction(OfKind<conjunction::Fields<'a>>),
    DiscreteLog(OfKind<discrete_log::Fields>),
}

impl Statement {
    /// Longest JSON or encoding that is read, in bytes. A list of 2^20 digests of 64 bytes takes 64 MiB, and 131 MiB in JSON.
    pub const MAX_ENCODED_LEN: usize = 256 << 20;

    /// That all of these hold, each of one claim. Secrets of the same name are the same secret.
    pub fn conjunction(statements: &[&Self]) -> Result<Self> {
        let mut claims = Vec::with_capacity(statements.len());
        for statement in statements {
            match statement {
                Self::Claims(single) if single.claims().len() == 1 => {
                    claims.extend_from_slice(single.claims());
                }
                other => {
                    let message = format!("a {} cannot be a part of a conjunction", other.name());
                    return Err(ProtocolError::in_field(
                        ErrorKind::InvalidArgument,
                        "statements",
                        message,
                    ));
                }
            }
        }
        Ok(Self::Claims(Claims::conjunction(claims)?))
    }

    /// The name of the kind, as in benchmarks and metrics, for example `preimage/sha256`.
    pub fn name(&self) -> String {
        match self {
            Self::Claims(claims) => claims.name(),
            Self::DiscreteLog(statement) => statement.name(),
        }
    }

    /// Whether its proofs resist quantum computers.
    pub fn is_quantum_resistant(&self) -> bool {
        matches!(self, Self::Claims(_))
    }

    /// The canonical encoding: injective, with every length stated.
    pub fn encode(&self, objects: Objects) -> Vec<u8> {
        self.written(objects).into_bytes()
    }

    /// The canonical encoding with [`Objects::Whole`], and where in it the large objects are, in order.
    pub fn encode_parts(&self) -> (Vec<u8>, Vec<ops::Range<usize>>) {
        self.written(Objects::Whole).into_parts()
    }

    fn written(&self, objects: Objects) -> Writer {
        let mut out = Writer::new(objects);
        self.write(&mut out);
        out
    }

    /// Bytes of the canonical encoding with whole objects.
    pub fn encoded_len(&self) -> u64 {
        let mut out = Writer::counting();
        self.write(&mut out);
        out.written()
    }

    fn write(&self, out: &mut Writer) {
        match self {
            Self::Claims(claims) => claims.write(out),
            Self::DiscreteLog(statement) => statement.write(out),
        }
    }

    /// Gates of the circuits that it contains.
    pub fn gates(&self) -> u64 {
        match self {
            Self::Claims(claims) => claims.gates(),
            Self::DiscreteLog(_) => 0,
        }
    }

    /// Checks that the witness has every secret in its stated size, and reports all that it has not. Whether the secrets satisfy the
    /// statement is for the proof system to find out.
    pub fn check_witness(&self, witness: &Witness) -> Result<()> {
        match self {
            Self::Claims(claims) => claims.check_sizes(witness),
            Self::DiscreteLog(statement) => statement.exponent(witness).map(drop),
        }
    }

    /// The statement that [`Self::encode`] wrote with [`Objects::Whole`]. Anything else is `Malformed`, another encoding of
    /// a statement included.
    pub fn decode(bytes: &[u8]) -> Result<Self> {
        Self::read(bytes).map_err(not_valid)
    }

    fn read(bytes: &[u8]) -> Result<Self> {
        check_len(bytes)?;
        let mut input = Reader::new(bytes);
        let statement = match input.u8()? {
            discrete_log::KIND => Self::DiscreteLog(DiscreteLog::read(&mut input)?),
            kind => Self::Claims(Claims::read(kind, &mut input)?),
        };
        input.finish()?;
        if statement.encode(Objects::Whole) != bytes {
            return Err(malformed("this is not the canonical encoding"));
        }
        Ok(statement)
    }

    /// The statement as one JSON object (`docs/statements.md`).
    pub fn to_json(&self) -> String {
        let json = match self {
            Self::Claims(claims) => match claims.claims() {
                [claim] => Json::Claim(claim),
                claims => Json::Conjunction(OfKind {
                    kind: conjunction::NAME,
                    fields: conjunction::Fields { claims },
                }),
            },
            Self::DiscreteLog(statement) => Json::DiscreteLog(OfKind {
                kind: discrete_log::NAME,
                fields: statement.clone().into(),
            }),
        };
        serde_json::to_string(&json).expect("plain data serializes")
    }

    /// The statement that a JSON object describes, checked.
    pub fn from_json(text: &str) -> Result<Self> {
        Self::parse(text).map_err(not_valid)
    }

    fn parse(text: &str) -> Result<Self> {
        check_len(text.as_bytes())?;
        let json::Kind { kind } = json::read(text, |json| json::object(json)).map_err(not_json)?;
        match kind.as_str() {
            conjunction::NAME => Ok(Self::Claims(Claims::from_json(text)?)),
            discrete_log::NAME => {
                let fields: discrete_log::Fields =
                    json::read(text, |json| json::of_kind(json)).map_err(not_json)?;
                Ok(Self::DiscreteLog(fields.try_into()?))
            }
            kind if Claim::NAMES.contains(&kind) => {
                let claim =
                    json::read(text, |json| ClaimOf(kind).deserialize(json)).map_err(not_json)?;
                Ok(Self::Claims(Claims::single(claim)?))
            }
            other => {
                let other: String = other.chars().take(64).collect();
                let kinds = KINDS.join(", ");
                Err(malformed(format!(
                    "no statement is of the kind {other:?}: there are {kinds}"
                )))
            }
        }
    }
}

/// The message of [`known`].
const KNOWN_MESSAGE: &[u8] = b"abc";

/// A statement about a message that everybody knows, and its witness: for health checks.
pub(crate) fn known(hash: HashAlgorithm) -> Result<(Statement, Witness)> {
    let claims = known_claims(hash, &hash.digest(KNOWN_MESSAGE))?;
    let mut witness = Witness::new();
    let name = SecretName::new(Preimage::SECRET)?;
    witness.set(name, KNOWN_MESSAGE.to_vec().into())?;
    Ok((Statement::Claims(claims), witness))
}

fn known_claims(hash: HashAlgorithm, digest: &[u8]) -> Result<Claims> {
    let claim = Preimage::stated(hash, digest, KNOWN_MESSAGE.len())?;
    Claims::single(Claim::Preimage(claim))
}

/// Makes sure that the circuit of every hash function accepts a message with its digest, as computed natively, and no other digest. An
/// HMAC has the circuit of the function that it is made of.
pub fn health_check() -> Result<()> {
    for hash in HashAlgorithm::ALL
        .into_iter()
        .filter(|hash| !hash.is_keyed())
    {
        let (_, witness) = known(hash)?;
        let digest = hash.digest(KNOWN_MESSAGE);
        let mut other = digest.clone();
        other[0] ^= 1;
        let inputs = known_claims(hash, &digest)?.secret_inputs(&witness)?;
        let accepts = |digest: &[u8]| -> Result<bool> {
            let claims = known_claims(hash, digest)?;
            let circuit = claims.at(SecurityLevel::L128, MAX_DEGREE);
            let committed = Analysis::of(&circuit).committed;
            Ok(Plain::witness(&circuit, &inputs, committed).is_some())
        };
        if !accepts(&digest)? || accepts(&other)? {
            let message = format!("the circuit of {} does not compute it", hash.name());
            return Err(ProtocolError::new(ErrorKind::Internal, message));
        }
    }
    Ok(())
}

/// In an encoding, a value outside its domain is a malformed statement.
fn not_valid(error: ProtocolError) -> ProtocolError {
    match error.kind() {
        ErrorKind::InvalidArgument => malformed(error.to_string()),
        _ => error,
    }
}

fn check_len(bytes: &[u8]) -> Result<()> {
    if bytes.len() > Statement::MAX_ENCODED_LEN {
        return Err(ProtocolError::in_field(
            ErrorKind::LimitExceeded,
            "statement",
            format!(
                "it takes {} bytes, the limit is {}",
                bytes.len(),
                Statement::MAX_ENCODED_LEN
            ),
        ));
    }
    Ok(())
}
