//! Schnorr proofs of knowledge of a discrete logarithm: "I know x with X = x·B", for any base B.
//!
//! They follow draft-irtf-cfrg-sigma-protocols and draft-irtf-cfrg-fiat-shamir, as of August 2026, with the duplex sponge over
//! SHAKE128 (`docs/protocol.md`, section 8). **They are not quantum-resistant**: Shor's algorithm computes discrete
//! logarithms, which yields the secret from the public value alone and forges proofs.

mod duplex;
pub mod engine;
mod group;
mod relation;
mod schnorr;
#[cfg(test)]
mod tests;
mod transcript;

pub use group::GroupId;

use super::Randomness;
use crate::error::{ErrorKind, ProtocolError, Result};
use crate::stack;
use curve25519_dalek::ristretto::RistrettoPoint;
use duplex::SessionId;
use group::Group;
use relation::LinearRelation;
use zeroize::Zeroizing;

/// Calls a function with the type of a group.
macro_rules! dispatch {
    ($group:expr, $function:ident($($argument:expr),*)) => {
        match $group {
            GroupId::Ristretto255 => $function::<RistrettoPoint>($($argument),*),
            GroupId::P256 => $function::<p256::ProjectivePoint>($($argument),*),
            GroupId::Secp256k1 => $function::<k256::ProjectivePoint>($($argument),*),
        }
    };
}

/// The group's standard generator, in canonical encoding.
pub fn standard_generator(group: GroupId) -> Vec<u8> {
    fn encoded<G: Group>() -> Vec<u8> {
        G::generator()
            .encode()
            .expect("a generator is not the identity")
    }
    dispatch!(group, encoded())
}

/// The canonical encoding of the element that `bytes` encode. `InvalidArgument` in `field` if they are no accepted encoding, or
/// that of the identity.
pub fn check_element(group: GroupId, bytes: &[u8], field: &'static str) -> Result<Vec<u8>> {
    fn checked<G: Group>(bytes: &[u8], field: &'static str) -> Result<Vec<u8>> {
        let element = element::<G>(field, bytes)?;
        Ok(element.encode().expect("decoding refuses the identity"))
    }
    dispatch!(group, checked(bytes, field))
}

/// secret·generator, in canonical encoding. The secret is in the byte order of the group's own standard: least significant
/// byte first for ristretto255, most significant first for the others.
pub fn public_value(group: GroupId, generator: &[u8], secret: &[u8]) -> Result<Vec<u8>> {
    fn product<G: Group>(generator: &[u8], secret: &[u8]) -> Result<Vec<u8>> {
        let secret = scalar::<G>(secret)?;
        let public = element::<G>("generator", generator)? * secret[0];
        public.encode().ok_or_else(|| {
            invalid(
                "secret",
                "it is zero, whose public value is the identity".into(),
            )
        })
    }
    stack::wiped(|| dispatch!(group, product(generator, secret)))
}

/// A secret that everybody knows, for health checks and measurements.
pub(crate) fn known_secret(group: GroupId) -> Vec<u8> {
    let mut secret = vec![7; group.secret_len()];
    // Below the order whichever end is the more significant one.
    secret[0] = 1;
    secret[group.secret_len() - 1] = 1;
    secret
}

/// Proves knowledge of `secret` with `public` = secret·`generator`, bound to `session`. The secret is encoded as for
/// [`public_value`]; one that does not fit is refused.
pub fn prove(
    group: GroupId,
    generator: &[u8],
    public: &[u8],
    secret: &[u8],
    session: &[u8],
    randomness: &Randomness,
) -> Result<Vec<u8>> {
    fn proof<G: Group>(
        [generator, public, secret, session]: [&[u8]; 4],
        randomness: &Randomness,
    ) -> Result<Vec<u8>> {
        let relation = relation::<G>(generator, public)?;
        let session = SessionId::derive(&transcript::tag(G::ID, session)?);
        schnorr::prove(&relation, &scalar::<G>(secret)?, &session, randomness)
    }
    stack::wiped(|| {
        dispatch!(
            group,
            proof([generator, public, secret, session], randomness)
        )
    })
}

/// Checks that `proof` proves knowledge of the discrete logarithm of `public` to the base `generator`, bound to `session`.
pub fn verify(
    group: GroupId,
    generator: &[u8],
    public: &[u8],
    session: &[u8],
    proof: &[u8],
) -> Result<()> {
    fn check<G: Group>([generator, public, session, proof]: [&[u8]; 4]) -> Result<()> {
        let relation = relation::<G>(generator, public)?;
        let session = SessionId::derive(&transcript::tag(G::ID, session)?);
        schnorr::verify(&relation, &session, proof)
    }
    dispatch!(group, check([generator, public, session, proof]))
}

fn invalid(field: &'static str, message: String) -> ProtocolError {
    ProtocolError::in_field(ErrorKind::InvalidArgument, field, message)
}

fn relation<G: Group>(generator: &[u8], public: &[u8]) -> Result<LinearRelation<G>> {
    let generator = element("generator", generator)?;
    let public = element("public_value", public)?;
    let relation = LinearRelation::discrete_logarithm(generator, public);
    Ok(relation.expect("decoding refuses the identity"))
}

fn element<G: Group>(field: &'static str, bytes: &[u8]) -> Result<G> {
    G::decode(bytes).ok_or_else(|| {
        let name = G::ID.name();
        invalid(
            field,
            format!(
                "it is not a canonical encoding of an element of {name} other than the identity"
            ),
        )
    })
}

fn scalar<G: Group>(secret: &[u8]) -> Result<Zeroizing<Vec<G::Scalar>>> {
    let scalar = G::decode_secret(secret).ok_or_else(|| {
        let (len, name) = (G::ID.secret_len(), G::ID.name());
        invalid(
            "secret",
            format!("a secret has {len} bytes and is below the order of {name}"),
        )
    })?;
    Ok(Zeroizing::new(vec![scalar]))
}
