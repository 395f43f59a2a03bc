//! Interoperability with crate `sigma-proofs`, both ways and in every group.
//!
//! Version 0.4 of that crate counts an identity before the generator, so it numbers the elements of a relation one higher than
//! the drafts' state of August 2026, to which the vectors belong. [`Numbered`] gives it the drafts' encoding; everything
//! else is the crate's own: session identifier, sponge, codecs, challenge, prover and verifier.

use crate::proof_system::sigma::duplex::SessionId;
use crate::proof_system::sigma::group::Group;
use crate::proof_system::sigma::relation::LinearRelation;
use crate::proof_system::sigma::{prove, public_value, transcript, verify};
use sigma_proofs::codec::{GroupCodec, ScalarCodec};
use sigma_proofs::errors::{InvalidWitness, VerificationError};
use sigma_proofs::traits::{SigmaProtocol, SigmaProtocolSimulator, Transcript};
use sigma_proofs::{DuplexSpongeInit, Instance, MultiScalarMul, NargCodec, PrivateRng};
use spongefish::instantiations::Shake128;
use spongefish::NargReader;

/// Elements and scalars of a group that both libraries know.
trait Shared: Group<Scalar: ScalarCodec> + MultiScalarMul + GroupCodec {}
impl<G: Group<Scalar: ScalarCodec> + MultiScalarMul + GroupCodec> Shared for G {}

/// The crate's relation X = x·B.
fn instance<G: Shared>(base: G, public: G) -> Instance<G> {
    let mut relation = sigma_proofs::LinearRelation::new();
    let x = relation.allocate_scalar();
    let base = match base == G::generator() {
        true => relation.generator(),
        false => relation.allocate_element_with(base),
    };
    relation.allocate_eq_with(public, x * base);
    relation.compile().unwrap()
}

/// A relation of the crate with the drafts' encoding.
struct Numbered<G: Shared> {
    relation: Instance<G>,
    bytes: Vec<u8>,
}

impl<G: Shared> SigmaProtocol for Numbered<G> {
    type Commitment = Vec<G>;
    type Challenge = G::Scalar;
    type Response = Vec<G::Scalar>;
    type ProverState = <Instance<G> as SigmaProtocol>::ProverState;
    type Witness = <Instance<G> as SigmaProtocol>::Witness;

    fn prover_commit(
        &self,
        witness: &Self::Witness,
        rng: &mut PrivateRng<impl DuplexSpongeInit<U = u8>>,
    ) -> Result<(Vec<G>, Self::ProverState), InvalidWitness> {
        self.relation.prover_commit(witness, rng)
    }

    fn prover_response(
        &self,
        state: Self::ProverState,
        challenge: &G::Scalar,
    ) -> Result<Vec<G::Scalar>, InvalidWitness> {
        self.relation.prover_response(state, challenge)
    }

    fn verifier(
        &self,
        commitment: &Vec<G>,
        challenge: &G::Scalar,
        response: &Vec<G::Scalar>,
    ) -> Result<(), VerificationError> {
        self.relation.verifier(commitment, challenge, response)
    }
}

impl<G: Shared> SigmaProtocolSimulator for Numbered<G> {
    fn simulate_response(
        &self,
        rng: &mut PrivateRng<impl DuplexSpongeInit<U = u8>>,
    ) -> Vec<G::Scalar> {
        self.relation.simulate_response(rng)
    }

    fn simulate_commitment(
        &self,
        challenge: &G::Scalar,
        response: &Vec<G::Scalar>,
    ) -> Result<Vec<G>, VerificationError> {
        self.relation.simulate_commitment(challenge, response)
    }

    fn simulate_transcript(
        &self,
        rng: &mut PrivateRng<impl DuplexSpongeInit<U = u8>>,
    ) -> Result<Transcript<Self>, VerificationError> {
        self.relation.simulate_transcript(rng)
    }
}

impl<G: Shared> NargCodec for Numbered<G> {
    fn encode_instance(&self) -> impl AsRef<[u8]> {
        &self.bytes
    }

    fn serialize_commitment_into(&self, commitment: &Vec<G>, out: &mut Vec<u8>) {
        self.relation.serialize_commitment_into(commitment, out);
    }

    fn serialize_response_into(&self, response: &Vec<G::Scalar>, out: &mut Vec<u8>) {
        self.relation.serialize_response_into(response, out);
    }

    fn deserialize_commitment(
        &self,
        reader: &mut NargReader<'_>,
    ) -> Result<Vec<G>, VerificationError> {
        self.relation.deserialize_commitment(reader)
    }

    fn deserialize_response(
        &self,
        reader: &mut NargReader<'_>,
    ) -> Result<Vec<G::Scalar>, VerificationError> {
        self.relation.deserialize_response(reader)
    }
}

/// The drafts' encoding, from the crate's: the element of the image and the base of the term count from one less.
fn renumbered(crate_bytes: &[u8]) -> Vec<u8> {
    let mut bytes = crate_bytes.to_vec();
    for at in [8, 8 + 4 + 32 + 4 + 4] {
        bytes[at] -= 1;
    }
    bytes
}

fn both_ways<G: Shared>() {
    let secret = G::reduce(&[0x5a; 64]);
    let native = match G::LITTLE_ENDIAN {
        true => G::encode_scalar(&secret).into_iter().rev().collect(),
        false => G::encode_scalar(&secret).to_vec(),
    };
    for base in [G::generator(), G::generator() * G::reduce(&[0x3c; 64])] {
        let public = base * secret;
        let relation = instance(base, public);
        let bytes = renumbered(&relation.serialize());
        let ours = LinearRelation::discrete_logarithm(base, public).unwrap();
        assert_eq!(ours.bytes(), bytes);
        let theirs = Numbered { relation, bytes };

        let tag = transcript::tag(G::ID, b"interoperability").unwrap();
        let session = sigma_proofs::derive_session_id::<Shake128>(&tag);
        assert_eq!(SessionId::derive(&tag).0, *session.as_bytes());

        let (generator, encoded) = (base.encode().unwrap(), public.encode().unwrap());
        assert_eq!(public_value(G::ID, &generator, &native).unwrap(), encoded);
        let proof = prove(
            G::ID,
            &generator,
            &encoded,
            &native,
            b"interoperability",
            &[7; 64],
        )
        .unwrap();
        sigma_proofs::verify_compact_with::<Shake128, _>(&session, &theirs, &proof).unwrap();

        let mut rng = PrivateRng::<Shake128>::from_seed([9; 32]);
        let proof =
            sigma_proofs::prove_compact_with::<Shake128, _>(&session, &theirs, &[secret], &mut rng)
                .unwrap();
        verify(G::ID, &generator, &encoded, b"interoperability", &proof).unwrap();
        assert!(verify(G::ID, &generator, &encoded, b"another session", &proof).is_err());
    }
}

#[test]
fn proofs_of_each_library_verify_in_the_other() {
    both_ways::<curve25519_dalek::RistrettoPoint>();
    both_ways::<p256::ProjectivePoint>();
    both_ways::<k256::ProjectivePoint>();
}
