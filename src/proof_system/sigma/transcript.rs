//! Fiat-Shamir (draft-irtf-cfrg-sigma-protocols, "Tag and session identifier" and "Challenge derivation"), and nonces.

use super::duplex::{Duplex, SessionId};
use super::group::{Group, GroupId, SCALAR_LEN};
use crate::error::{ErrorKind, ProtocolError, Result};
use crate::proof_system::Randomness;
use shake::digest::{ExtendableOutput, Update, XofReader};
use shake::Shake256;
use zeroize::Zeroizing;

/// The start of every tag: application, version, relation, and the flavour marker of compact proofs.
const TAG: &str = "NexusZero-V01-discrete_logarithm-CMPT-with-";

/// Separates nonces from every other use of SHAKE256.
const NONCE_LABEL: &[u8] = b"NexusZero sigma nonces, version 1";

/// Squeezed bytes from which a challenge is reduced: 128 bits more than a scalar has.
const CHALLENGE_LEN: usize = SCALAR_LEN + 16;

/// Hashed bytes from which a nonce is reduced: 256 bits more than a scalar has, so that not even all nonces ever made
/// tell it from a uniform one.
const NONCE_LEN: usize = 2 * SCALAR_LEN;

/// What identifies proofs in `group` for the caller's `session`. It ends with `SerializeVarLenString` of the caller's
/// bytes, so that no two pairs of group and session have the same tag.
pub fn tag(group: GroupId, session: &[u8]) -> Result<Vec<u8>> {
    Ok([TAG.as_bytes(), group.suite().as_bytes(), &framed(session)?].concat())
}

/// `SerializeVarLenString` (draft-irtf-cfrg-fiat-shamir).
pub fn framed(bytes: &[u8]) -> Result<Vec<u8>> {
    let len = u32::try_from(bytes.len()).map_err(|_| {
        ProtocolError::in_field(
            ErrorKind::InvalidArgument,
            "session",
            "it has at most 2^32 - 1 bytes",
        )
    })?;
    Ok([&len.to_le_bytes(), bytes].concat())
}

/// `DeriveChallenge`, from the encoded relation and commitments.
pub fn challenge<G: Group>(session: &SessionId, relation: &[u8], commitments: &[u8]) -> G::Scalar {
    let mut sponge = Duplex::new(session);
    sponge.absorb(relation);
    sponge.absorb(commitments);
    let mut bytes = [0; CHALLENGE_LEN];
    sponge.squeeze(&mut bytes);
    G::reduce(&bytes)
}

/// One nonce per scalar of the witness, hedged: a hash of the witness and of everything that the challenge depends on, as
/// in RFC 8032, section 5.1.6, and of fresh randomness, against faults and side channels that equal inputs invite (Aranha,
/// Orlandi, Takahashi, Zaverucha: "Security of Hedged Fiat-Shamir Signatures under Faults", EUROCRYPT 2020). If the
/// generator of randomness fails, equal nonces still mean equal proofs.
pub fn nonces<G: Group>(
    session: &SessionId,
    relation: &[u8],
    witness: &[G::Scalar],
    randomness: &Randomness,
) -> Zeroizing<Vec<G::Scalar>> {
    let mut hash = Shake256::default();
    for part in [NONCE_LABEL, &session.0, relation] {
        hash.update(&(part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hash.update(randomness);
    for scalar in witness {
        hash.update(&*Zeroizing::new(G::encode_scalar(scalar)));
    }
    let mut output = hash.finalize_xof();
    let mut bytes = Zeroizing::new([0; NONCE_LEN]);
    let mut nonces = Zeroizing::new(Vec::with_capacity(witness.len()));
    for _ in witness {
        output.read(&mut *bytes);
        nonces.push(G::reduce(&*bytes));
    }
    nonces
}
