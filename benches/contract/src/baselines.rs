//! The baselines: other people's libraries, measured in turn with the rows.

use crate::subject::{Failure, Subject};
use bulletproofs::{BulletproofGens, PedersenGens, RangeProof};
use curve25519_dalek::ristretto::CompressedRistretto;
use curve25519_dalek::scalar::Scalar;
use faest::signature::{Keypair, Signer, Verifier};
use faest::KeypairGenerator;
use merlin::Transcript;

/// A baseline and the names under which its times are reported.
pub struct Baseline {
    pub prove: &'static str,
    /// `None` where the contract asks for the first time only.
    pub verify: Option<&'static str>,
    pub subject: fn() -> Result<Box<dyn Subject>, Failure>,
}

/// The baselines of the contract.
pub fn all() -> [Baseline; 4] {
    [
        Baseline {
            prove: "faest-128f sign",
            verify: Some("faest-128f verify"),
            subject: signing::<faest::FAEST128fSigningKey, faest::FAEST128fSignature>,
        },
        Baseline {
            prove: "faest-128s sign",
            verify: Some("faest-128s verify"),
            subject: signing::<faest::FAEST128sSigningKey, faest::FAEST128sSignature>,
        },
        Baseline {
            prove: "faest-256f sign",
            verify: None,
            subject: signing::<faest::FAEST256fSigningKey, faest::FAEST256fSignature>,
        },
        Baseline {
            prove: "bulletproofs-64 prove",
            verify: Some("bulletproofs-64 verify"),
            subject: || Ok(Box::new(Range::new())),
        },
    ]
}

fn signing<K, S>() -> Result<Box<dyn Subject>, Failure>
where
    K: KeypairGenerator + Signer<Box<S>> + 'static,
    K::VerifyingKey: Verifier<S>,
    S: 'static,
{
    let key = K::generate(&mut rand::rng());
    Ok(Box::new(Signing::<K, S> {
        verifying_key: key.verifying_key(),
        key,
        signatures: 0,
        signature: None,
    }))
}

struct Signing<K: Keypair, S> {
    key: K,
    verifying_key: K::VerifyingKey,
    signatures: u64,
    signature: Option<Box<S>>,
}

impl<K: Keypair, S> Signing<K, S> {
    /// Signing is deterministic and grinds: one message over and over would measure one number of grinding
    /// steps, good or bad luck for ever. So every signature has its own message.
    fn message(&self) -> [u8; 8] {
        self.signatures.to_le_bytes()
    }
}

impl<K, S> Subject for Signing<K, S>
where
    K: Keypair + Signer<Box<S>>,
    K::VerifyingKey: Verifier<S>,
{
    fn name(&self) -> String {
        std::any::type_name::<K>().into()
    }

    fn prove(&mut self) -> Result<(), Failure> {
        self.signatures += 1;
        self.signature = Some(self.key.try_sign(&self.message())?);
        Ok(())
    }

    fn verify(&mut self) -> Result<(), Failure> {
        let signature = self.signature.as_ref().ok_or("nothing was signed")?;
        Ok(self.verifying_key.verify(&self.message(), signature)?)
    }
}

/// A 64-bit range proof of a commitment. The generators are made beforehand, as its users do.
struct Range {
    generators: BulletproofGens,
    pedersen: PedersenGens,
    blinding: Scalar,
    proof: Option<(RangeProof, CompressedRistretto)>,
}

/// The length of the range.
const BITS: usize = 64;

impl Range {
    fn new() -> Self {
        Self {
            generators: BulletproofGens::new(BITS, 1),
            pedersen: PedersenGens::default(),
            blinding: Scalar::from_bytes_mod_order(rand::random()),
            proof: None,
        }
    }

    fn transcript() -> Transcript {
        Transcript::new(b"nexuszero benchmark")
    }
}

impl Subject for Range {
    fn name(&self) -> String {
        "bulletproofs".into()
    }

    fn prove(&mut self) -> Result<(), Failure> {
        self.proof = Some(RangeProof::prove_single(
            &self.generators,
            &self.pedersen,
            &mut Self::transcript(),
            0x0123_4567_89ab_cdef,
            &self.blinding,
            BITS,
        )?);
        Ok(())
    }

    fn verify(&mut self) -> Result<(), Failure> {
        let (proof, commitment) = self.proof.as_ref().ok_or("nothing was proved")?;
        Ok(proof.verify_single(
            &self.generators,
            &self.pedersen,
            &mut Self::transcript(),
            commitment,
            BITS,
        )?)
    }
}
