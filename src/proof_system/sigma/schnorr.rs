//! The sigma protocol for linear relations, non-interactive and compact (draft-irtf-cfrg-sigma-protocols, "Compact NARG
//! strings"); with one equation of one term it is Schnorr's (RFC 8235).
//!
//! The draft has two serialisations. The compact one, challenge and response, is what the draft prefers wherever
//! commitments are no shorter than the challenge: 64 bytes in every group, and no element to decompress. The batchable one would
//! pay only for verifying many proofs at once.

use super::duplex::SessionId;
use super::group::{Group, SCALAR_LEN};
use super::relation::LinearRelation;
use super::transcript;
use crate::declassify::{declassified, declassify};
use crate::error::{ErrorKind, ProtocolError, Result};
use crate::proof_system::preamble::malformed;
use crate::proof_system::Randomness;
use subtle::Choice;

/// Proves knowledge of `witness`. Refuses one that does not satisfy the relation.
pub fn prove<G: Group>(
    relation: &LinearRelation<G>,
    witness: &[G::Scalar],
    session: &SessionId,
    randomness: &Randomness,
) -> Result<Vec<u8>> {
    let values = relation.map(witness);
    let pairs = values.iter().zip(relation.image());
    // No early exit: every equation is compared. Whether all hold is public.
    let satisfied = pairs.fold(Choice::from(1), |all, (value, image)| {
        all & value.ct_eq(image)
    });
    if !bool::from(declassified(satisfied)) {
        return Err(ProtocolError::in_field(
            ErrorKind::ProofGeneration,
            "secret",
            "it is not the discrete logarithm of the public value",
        ));
    }
    let nonces = transcript::nonces::<G>(session, relation.bytes(), witness, randomness);
    prove_with(relation, witness, session, &nonces)
}

/// The proof made with these nonces. A nonce must never be used for another challenge.
pub(super) fn prove_with<G: Group>(
    relation: &LinearRelation<G>,
    witness: &[G::Scalar],
    session: &SessionId,
    nonces: &[G::Scalar],
) -> Result<Vec<u8>> {
    let commitments = encode(&relation.map(nonces)).ok_or_else(|| {
        ProtocolError::new(
            ErrorKind::ProofGeneration,
            "a commitment is the identity; try again",
        )
    })?;
    let challenge = transcript::challenge::<G>(session, relation.bytes(), &commitments);
    let mut proof = Vec::with_capacity((1 + witness.len()) * SCALAR_LEN);
    proof.extend(G::encode_scalar(&challenge));
    let mut responses = respond::<G>(witness, nonces, challenge);
    declassify(&mut responses);
    proof.extend(responses);
    Ok(proof)
}

/// The encoded responses: nonce + challenge·witness.
pub(super) fn respond<G: Group>(
    witness: &[G::Scalar],
    nonces: &[G::Scalar],
    challenge: G::Scalar,
) -> Vec<u8> {
    let pairs = nonces.iter().zip(witness);
    pairs
        .flat_map(|(nonce, secret)| G::encode_scalar(&(*nonce + *secret * challenge)))
        .collect()
}

/// Checks a proof: recomputes the commitments from challenge and responses, and the challenge from the commitments.
pub fn verify<G: Group>(
    relation: &LinearRelation<G>,
    session: &SessionId,
    proof: &[u8],
) -> Result<()> {
    let len = (1 + relation.scalars()) * SCALAR_LEN;
    if proof.len() != len {
        return Err(malformed(format!(
            "a proof of this statement has {len} bytes, got {}",
            proof.len()
        )));
    }
    let scalars = decode_scalars::<G>(proof)
        .ok_or_else(|| malformed("a scalar is not below the order of the group"))?;
    let (challenge, responses) = scalars.split_first().expect("a challenge");

    let values = relation.map(responses);
    let commitments: Vec<G> = values
        .iter()
        .zip(relation.image())
        .map(|(value, image)| *value - *image * challenge)
        .collect();
    let expected = encode(&commitments)
        .map(|bytes| transcript::challenge::<G>(session, relation.bytes(), &bytes));
    if expected == Some(*challenge) {
        Ok(())
    } else {
        Err(ProtocolError::in_field(
            ErrorKind::ProofVerification,
            "proof",
            "it does not prove this statement",
        ))
    }
}

/// The scalars of a proof, if each is canonical.
pub(super) fn decode_scalars<G: Group>(bytes: &[u8]) -> Option<Vec<G::Scalar>> {
    let (chunks, rest) = bytes.as_chunks::<SCALAR_LEN>();
    let scalars = chunks.iter().map(G::decode_scalar).collect();
    rest.is_empty().then_some(scalars).flatten()
}

/// The canonical encodings, one after the other; None if one is the identity.
pub(super) fn encode<G: Group>(elements: &[G]) -> Option<Vec<u8>> {
    let encodings: Option<Vec<_>> = elements.iter().map(Group::encode).collect();
    Some(encodings?.concat())
}
