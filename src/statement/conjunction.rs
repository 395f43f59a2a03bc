//! "All of these claims hold for the same secrets."
//!
//! One proof for several claims: each named secret is committed once, and the claims' constraints are checked together.

use super::claim::{Claim, ClaimOf, Scope};
use super::encoding::{not_json, Reader, Writer};
use super::secrets::{SecretList, Witness};
use crate::circuit::count::Analysis;
use crate::circuit::{Circuit, Evaluator};
use crate::error::{ErrorKind, ProtocolError, Result};
use crate::json::{self, Object};
use crate::level::{SecurityLevel, MAX_DEGREE};
use crate::recent::Recent;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::Arc;
use zeroize::Zeroizing;

/// The number of a conjunction in the canonical encoding.
const KIND: u8 = 6;
/// Its name in JSON.
pub(super) const NAME: &str = "conjunction";

/// One claim, or a conjunction of several, in order.
#[derive(Clone, Debug)]
pub struct Claims {
    claims: Vec<Claim>,
    /// What they mention, in the order of commitment.
    secrets: SecretList,
    /// One call asks for the same analysis several times: to choose parameters, to check limits, to prove or to verify.
    analyses: Arc<Recent<Scope, Analysis>>,
}

/// Analyses that are kept: those of every level and every degree that a proof may name, so that no proof displaces another's.
const MAX_ANALYSES: usize = SecurityLevel::ALL.len() * MAX_DEGREE as usize;

impl PartialEq for Claims {
    fn eq(&self, other: &Self) -> bool {
        // All else follows from the claims.
        self.claims == other.claims
    }
}

impl Eq for Claims {}

/// The fields of several claims in JSON besides the kind.
#[derive(Serialize)]
pub(super) struct Fields<'a> {
    pub(super) claims: &'a [Claim],
}

/// The same fields with nothing of a claim but its kind.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Kinds {
    #[serde(deserialize_with = "kinds")]
    claims: Vec<Object<json::Kind>>,
}

fn kinds<'de, D: Deserializer<'de>>(
    json: D,
) -> std::result::Result<Vec<Object<json::Kind>>, D::Error> {
    json::items(Claims::MAX, json)
}

/// Reads the claims from the object that these kinds were read from, and then from the array in it.
#[derive(Clone, Copy)]
struct ClaimsOf<'a>(&'a [Object<json::Kind>]);

impl<'de> DeserializeSeed<'de> for ClaimsOf<'_> {
    type Value = Vec<Claim>;

    fn deserialize<D: Deserializer<'de>>(
        self,
        json: D,
    ) -> std::result::Result<Vec<Claim>, D::Error> {
        json.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for ClaimsOf<'_> {
    type Value = Vec<Claim>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("claims")
    }

    fn visit_map<A: MapAccess<'de>>(
        self,
        mut object: A,
    ) -> std::result::Result<Vec<Claim>, A::Error> {
        let mut claims = Vec::new();
        while let Some(field) = object.next_key::<String>()? {
            match field.as_str() {
                "claims" => claims = object.next_value_seed(self)?,
                _ => drop(object.next_value::<IgnoredAny>()?),
            }
        }
        Ok(claims)
    }

    fn visit_seq<A: SeqAccess<'de>>(
        self,
        mut array: A,
    ) -> std::result::Result<Vec<Claim>, A::Error> {
        let mut claims = Vec::with_capacity(self.0.len());
        for Object(json::Kind { kind }) in self.0 {
            claims.extend(array.next_element_seed(ClaimOf(kind))?);
        }
        Ok(claims)
    }
}

impl Claims {
    /// Most claims of a conjunction.
    pub const MAX: usize = 64;

    /// One claim.
    pub fn single(claim: Claim) -> Result<Self> {
        Self::checked(vec![claim])
    }

    /// Two claims or more. Their order is part of the statement.
    pub fn conjunction(claims: Vec<Claim>) -> Result<Self> {
        Self::check_count(claims.len())?;
        Self::checked(claims)
    }

    /// Refuses too few claims and too many.
    pub(crate) fn check_count(claims: usize) -> Result<()> {
        let invalid =
            |kind, message: String| Err(ProtocolError::in_field(kind, "statements", message));
        match claims {
            0 | 1 => invalid(
                ErrorKind::InvalidArgument,
                "a conjunction has two claims or more".into(),
            ),
            _ if claims > Self::MAX => invalid(
                ErrorKind::LimitExceeded,
                format!("a conjunction has at most {} claims", Self::MAX),
            ),
            _ => Ok(()),
        }
    }

    fn checked(claims: Vec<Claim>) -> Result<Self> {
        let mut secrets = SecretList::default();
        for claim in &claims {
            claim.validate()?;
            claim.mention(&mut secrets)?;
        }
        let analyses = Arc::new(Recent::new(MAX_ANALYSES));
        Ok(Self {
            claims,
            secrets,
            analyses,
        })
    }

    /// The claims, in order.
    pub fn claims(&self) -> &[Claim] {
        &self.claims
    }

    pub(super) fn name(&self) -> String {
        match &self.claims[..] {
            [claim] => claim.name(),
            _ => NAME.to_owned(),
        }
    }

    pub(super) fn write(&self, out: &mut Writer) {
        if let [claim] = &self.claims[..] {
            return claim.write(out);
        }
        out.u8(KIND);
        out.u32(self.claims.len() as u32);
        for claim in &self.claims {
            claim.write(out);
        }
    }

    pub(super) fn read(kind: u8, input: &mut Reader<'_>) -> Result<Self> {
        if kind != KIND {
            return Self::single(Claim::read(kind, input)?);
        }
        let claims = input.items(Self::check_count, |input| {
            let kind = input.u8()?;
            Claim::read(kind, input)
        })?;
        Self::checked(claims)
    }

    /// The conjunction that a JSON object describes.
    pub(super) fn from_json(text: &str) -> Result<Self> {
        let Kinds { claims: kinds } =
            json::read(text, |json| json::of_kind(json)).map_err(not_json)?;
        Self::check_count(kinds.len())?;
        let claims = json::read(text, |json| json.deserialize_map(ClaimsOf(&kinds)));
        Self::checked(claims.map_err(not_json)?)
    }

    /// Gates of all circuits.
    pub(super) fn gates(&self) -> u64 {
        self.claims.iter().map(|claim| claim.gates() as u64).sum()
    }

    /// Checks that the witness has every secret in its stated size; each that is missing or of another size is a problem.
    pub(super) fn check_sizes(&self, witness: &Witness) -> Result<()> {
        self.secrets.check_sizes(witness)
    }

    /// Checks that the witness satisfies every claim and returns the secret input bits of the circuit (bytes 0 or 1).
    pub fn secret_inputs(&self, witness: &Witness) -> Result<Zeroizing<Vec<u8>>> {
        let mut parts = self.secrets.inputs(witness)?;
        for claim in &self.claims {
            claim.check(witness)?;
            parts.push(claim.inputs(witness)?);
        }
        let mut inputs = Zeroizing::new(Vec::with_capacity(
            parts.iter().map(|part| part.len()).sum(),
        ));
        for part in &parts {
            inputs.extend_from_slice(part);
        }
        Ok(inputs)
    }

    /// The circuit at a level and under a degree cap. Constraints of gadgets that have a choice stay within the cap; a gadget
    /// whose smallest degree is above it has that one, and then the circuit has the smallest degree that is possible for
    /// the statement. A circuit that stays within the cap is the same under the cap that is its own degree.
    pub fn at(&self, level: SecurityLevel, degree_cap: u8) -> ScopedClaims<'_> {
        ScopedClaims {
            claims: self,
            scope: Scope { level, degree_cap },
        }
    }
}

/// Claims at a level and under a degree cap.
pub struct ScopedClaims<'a> {
    claims: &'a Claims,
    scope: Scope,
}

impl ScopedClaims<'_> {
    /// What the circuit is made of.
    pub fn analysis(&self) -> Analysis {
        let analyses = &self.claims.analyses;
        analyses.get(self.scope, |_| Analysis::of(self))
    }
}

impl Circuit for ScopedClaims<'_> {
    fn synthesize<E: Evaluator>(&self, evaluator: &mut E) {
        let wires = self.claims.secrets.commit(evaluator);
        for claim in &self.claims.claims {
            claim.synthesize(evaluator, &wires, self.scope);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash::HashAlgorithm;
    use crate::level::MAX_DEGREE;
    use crate::statement::Preimage;

    #[test]
    fn analyses_that_are_kept_are_those_of_their_level_and_cap() {
        let hash = HashAlgorithm::Sha3_256;
        let claim = Preimage::stated(hash, &hash.digest(b"abc"), 3).unwrap();
        let claims = Claims::single(Claim::Preimage(claim)).unwrap();
        let mut degrees = Vec::new();
        for _ in 0..2 {
            for level in SecurityLevel::ALL {
                for cap in [MAX_DEGREE, 4] {
                    let circuit = claims.at(level, cap);
                    assert_eq!(circuit.analysis(), Analysis::of(&circuit));
                    degrees.push(circuit.analysis().degree);
                }
            }
        }
        degrees.sort_unstable();
        degrees.dedup();
        assert!(degrees.len() > 1, "the cap makes no difference");
    }
}
