//! Proofs through the module's functions, in every group.

use super::*;
use crate::proof_system::sigma::transcript::nonces;
use p256::elliptic_curve::ff::Field;

const SESSION: &[u8] = b"session 42";
const REFUSED: [ErrorKind; 2] = [ErrorKind::Malformed, ErrorKind::ProofVerification];

/// A true statement and its proof.
struct Proven {
    group: GroupId,
    generator: Vec<u8>,
    public: Vec<u8>,
    secret: Vec<u8>,
    proof: Vec<u8>,
}

impl Proven {
    fn new(group: GroupId, generator: &[u8], secret: Vec<u8>) -> Self {
        let public = public_value(group, generator, &secret).unwrap();
        let proof = prove(group, generator, &public, &secret, SESSION, &[3; 64]).unwrap();
        Self {
            group,
            generator: generator.to_vec(),
            public,
            secret,
            proof,
        }
    }

    /// One statement for each group and kind of generator.
    fn all() -> impl Iterator<Item = Self> {
        GroupId::ALL.into_iter().flat_map(|group| {
            generators(group).map(|generator| Self::new(group, &generator, secret(group, 0xa5)))
        })
    }

    fn verify(&self, proof: &[u8]) -> Result<()> {
        verify(self.group, &self.generator, &self.public, SESSION, proof)
    }
}

#[test]
fn honest_proofs_verify() {
    for proven in Proven::all() {
        proven.verify(&proven.proof).unwrap();
        assert_eq!(proven.proof.len(), proven.group.proof_len());
    }
    for group in GroupId::ALL {
        for byte in [0, 1, 0x80, 0xff] {
            let proven = Proven::new(group, &generators(group)[1], secret(group, byte));
            proven.verify(&proven.proof).unwrap();
        }
    }
}

/// Made by a program that was written from `docs/protocol.md`, section 8, and shares no code with this crate.
#[test]
fn known_answers() {
    let expected = [
        concat!(
            "0a6e179d374366ea0d279481b57a923faa1f74077f247817fd99b89ccd3fdae0",
            "0ba37d533bbef9467e9ca3eb8c13610513cc4d1a218bb3ed5886954f98ff91a3"
        ),
        concat!(
            "09117d6c06e1ce1e23b60ac72db0f31d9ec56a77a6aba2eba4d8f82835d635c8",
            "01c013614e8c6a6a45e922adbc17b615e0d6a2dcc6b624e61ba10f6ff24e12ed"
        ),
        concat!(
            "c7d79a45dff1be78446deb1a5f189ca1ea6316cab01ceace628ae43d3bd9fb32",
            "10dc77766a4d281f33e2fc614d5e53b5160d008621c19a4d83d63e6841a1a583"
        ),
        concat!(
            "bf175cd4316f9478c35d31b60dae9f6507fe2481c8c7f226781dee3480315a8f",
            "e63fffc5c63115dfaa76ac82a2b35e7c815f62e1d7c7a3e24e448738d94adf11"
        ),
        concat!(
            "e0eef0216e8a274c709deb40584bee1b342f7ca389c5d2658d61f3f2c3781850",
            "4025e9bab5332f7e24f242ff5a4c2b3c26bd24113b11617f8f3d02b7df577439"
        ),
        concat!(
            "8bfbfc6c74470c891732874df554a3a6eef0ca9c701fe391cadda809d4017e25",
            "32e5da294149c798b0cf457e7eb503b321b1dfed79563deaf3a3f4a4707e77df"
        ),
    ];
    let proofs = Proven::all().map(|proven| hex::encode(proven.proof));
    assert!(proofs.eq(expected));
}

#[test]
fn every_changed_proof_is_refused() {
    for proven in Proven::all() {
        for at in 0..proven.proof.len() {
            for flip in [0x01, 0x80, 0xff] {
                let mut proof = proven.proof.clone();
                proof[at] ^= flip;
                let kind = proven.verify(&proof).unwrap_err().kind();
                assert!(REFUSED.contains(&kind), "byte {at}: {kind:?}");
            }
            let truncated = kind_and_field(proven.verify(&proven.proof[..at]));
            assert_eq!(truncated, (ErrorKind::Malformed, Some("proof")));
        }
        for more in [1, 32, 64] {
            let extended = [&proven.proof[..], &vec![0; more]].concat();
            let extended = kind_and_field(proven.verify(&extended));
            assert_eq!(extended, (ErrorKind::Malformed, Some("proof")));
        }
        let zero = kind_and_field(proven.verify(&[0; 64]));
        assert_eq!(zero, (ErrorKind::ProofVerification, Some("proof")));
    }
}

fn second_encoding<G: Group>(proven: &Proven) {
    let order_less_one = G::encode_scalar(&-G::Scalar::ONE);
    for half in [0, 32] {
        let mut proof = proven.proof.clone();
        let mut carry = 1;
        for (byte, order) in proof[half..half + 32].iter_mut().zip(order_less_one).rev() {
            carry += u32::from(*byte) + u32::from(order);
            *byte = carry as u8;
            carry >>= 8;
        }
        // In ristretto255 the sum always fits; in the others only a small scalar would have a second encoding.
        if carry == 0 {
            let refused = kind_and_field(proven.verify(&proof));
            assert_eq!(refused, (ErrorKind::Malformed, Some("proof")));
        }
        proof[half..half + 32].fill(0xff);
        let refused = kind_and_field(proven.verify(&proof));
        assert_eq!(refused, (ErrorKind::Malformed, Some("proof")));
    }
}

#[test]
fn scalars_of_proofs_are_canonical() {
    for proven in Proven::all() {
        match proven.group {
            GroupId::Ristretto255 => second_encoding::<RistrettoPoint>(&proven),
            GroupId::P256 => second_encoding::<p256::ProjectivePoint>(&proven),
            GroupId::Secp256k1 => second_encoding::<k256::ProjectivePoint>(&proven),
        }
    }
}

#[test]
fn a_proof_is_bound_to_its_statement_and_session() {
    for proven in Proven::all() {
        let Proven {
            group,
            generator,
            public,
            proof,
            ..
        } = &proven;
        let refused = |generator: &[u8], public: &[u8], session: &[u8]| {
            let kind = verify(*group, generator, public, session, proof).map_err(|e| e.kind());
            assert_eq!(kind, Err(ErrorKind::ProofVerification));
        };
        for other in generators(*group) {
            if other != *generator {
                refused(&other, public, SESSION);
            }
            refused(generator, &other, SESSION);
        }
        refused(public, generator, SESSION);
        for session in [&b""[..], b"session 4", b"session 43", b"session 42\0"] {
            refused(generator, public, session);
        }
    }
}

/// Some encodings are elements of both P-256 and secp256k1, so that one statement can be put to either.
#[test]
fn a_proof_is_bound_to_its_group() {
    let in_both = |bytes: &[u8]| {
        let groups = [GroupId::P256, GroupId::Secp256k1];
        groups
            .iter()
            .all(|&group| check_element(group, bytes, "element").is_ok())
    };
    let element = |x: u8| [&[2][..], &[0; 31], &[x]].concat();
    let generator = (1..=255).map(element).find(|bytes| in_both(bytes)).unwrap();
    let proven = (0..=255)
        .map(|byte| Proven::new(GroupId::P256, &generator, secret(GroupId::P256, byte)))
        .find(|proven| in_both(&proven.public))
        .unwrap();
    proven.verify(&proven.proof).unwrap();
    let elsewhere = Proven {
        group: GroupId::Secp256k1,
        ..proven
    };
    let refused = kind_and_field(elsewhere.verify(&elsewhere.proof));
    assert_eq!(refused, (ErrorKind::ProofVerification, Some("proof")));
}

/// A proof from a nonce of zero would be `c | c·x`, and tell x. Its commitment is the identity, which nobody may hash.
fn identity_is_no_commitment<G: Group>() {
    let group = G::ID;
    let standard = standard_generator(group);
    let proven = Proven::new(group, &standard, secret(group, 0xa5));
    let relation = relation::<G>(&proven.generator, &proven.public).unwrap();
    let session = SessionId::derive(&transcript::tag(group, SESSION).unwrap());
    let witness = scalar::<G>(&proven.secret).unwrap();
    let made = schnorr::prove_with(&relation, &witness, &session, &[G::Scalar::ZERO]);
    assert_eq!(made.unwrap_err().kind(), ErrorKind::ProofGeneration);
    // What the group's crate writes for the identity.
    let identity = G::identity().to_bytes();
    let challenge = transcript::challenge::<G>(&session, relation.bytes(), identity.as_ref());
    let response = schnorr::respond::<G>(&witness, &[G::Scalar::ZERO], challenge);
    let proof = [&G::encode_scalar(&challenge)[..], &response].concat();
    let refused = kind_and_field(proven.verify(&proof));
    assert_eq!(refused, (ErrorKind::ProofVerification, Some("proof")));
}

#[test]
fn the_identity_is_no_commitment() {
    identity_is_no_commitment::<RistrettoPoint>();
    identity_is_no_commitment::<p256::ProjectivePoint>();
    identity_is_no_commitment::<k256::ProjectivePoint>();
}

#[test]
fn encodings_of_a_statement_do_not_matter() {
    use p256::elliptic_curve::sec1::ToSec1Point;
    let group = GroupId::P256;
    let proven = Proven::new(group, &generators(group)[1], secret(group, 0xa5));
    let long = |bytes: &[u8]| {
        let point = p256::ProjectivePoint::decode(bytes).unwrap();
        point.to_affine().to_sec1_point(false).as_bytes().to_vec()
    };
    let (generator, public) = (long(&proven.generator), long(&proven.public));
    assert_eq!(generator.len(), 65);
    verify(group, &generator, &public, SESSION, &proven.proof).unwrap();
    let proof = prove(
        group,
        &generator,
        &public,
        &proven.secret,
        SESSION,
        &[3; 64],
    )
    .unwrap();
    assert_eq!(proof, proven.proof);
}

#[test]
fn what_cannot_be_proven_is_refused() {
    for proven in Proven::all() {
        let Proven {
            group,
            generator,
            public,
            ..
        } = &proven;
        let attempt = |generator: &[u8], public: &[u8], secret: &[u8]| {
            let result = prove(*group, generator, public, secret, SESSION, &[3; 64]);
            let text = result.as_ref().unwrap_err().to_string();
            assert!(
                !text.contains(&hex::encode(secret)) || secret.is_empty(),
                "{text}"
            );
            kind_and_field(result)
        };
        let wrong = (ErrorKind::ProofGeneration, Some("secret"));
        assert_eq!(attempt(generator, public, &secret(*group, 0xa4)), wrong);
        assert_eq!(attempt(generator, public, &[0; 32]), wrong);
        assert_eq!(attempt(generator, generator, &proven.secret), wrong);

        let identity = match group {
            GroupId::Ristretto255 => vec![0; 32],
            GroupId::P256 | GroupId::Secp256k1 => vec![0],
        };
        let invalid = |field| (ErrorKind::InvalidArgument, Some(field));
        assert_eq!(
            attempt(&identity, public, &proven.secret),
            invalid("generator")
        );
        assert_eq!(
            attempt(generator, &identity, &[0; 32]),
            invalid("public_value")
        );
        assert_eq!(attempt(generator, public, &[0xff; 32]), invalid("secret"));
        assert_eq!(attempt(generator, public, &[]), invalid("secret"));

        let verified = verify(*group, &identity, public, SESSION, &proven.proof);
        assert_eq!(kind_and_field(verified), invalid("generator"));
        let verified = verify(*group, generator, &identity, SESSION, &proven.proof);
        assert_eq!(kind_and_field(verified), invalid("public_value"));
    }
}

/// The commitment of a proof: response·B − challenge·X.
fn commitment<G: Group>(generator: &[u8], public: &[u8], proof: &[u8]) -> Vec<u8> {
    let scalars = schnorr::decode_scalars::<G>(proof).unwrap();
    let [generator, public] = [generator, public].map(|bytes| G::decode(bytes).unwrap());
    (generator * scalars[1] - public * scalars[0])
        .encode()
        .unwrap()
}

fn nonces_are_hedged<G: Group>() {
    let (group, randomness) = (G::ID, [3; 64]);
    let [standard, other] = generators(group);
    let run = |generator: &[u8], byte, session, randomness| {
        let secret = secret(group, byte);
        let public = public_value(group, generator, &secret).unwrap();
        let proof = prove(group, generator, &public, &secret, session, randomness).unwrap();
        (commitment::<G>(generator, &public, &proof), proof)
    };
    let first = run(&standard, 0xa5, SESSION, &randomness);
    assert_eq!(first, run(&standard, 0xa5, SESSION, &randomness));
    let others = [
        run(&standard, 0xa5, b"another session", &randomness).0,
        run(&standard, 0xa4, SESSION, &randomness).0,
        run(&standard, 0xa5, SESSION, &[4; 64]).0,
        run(&other, 0xa5, SESSION, &randomness).0,
    ];
    for (at, commitment) in others.iter().enumerate() {
        assert_ne!(first.0, *commitment);
        assert!(!others[..at].contains(commitment));
    }

    // Each input alone changes the nonce; a relation that differs alone is one of another generator, whose commitments
    // could differ for that reason.
    let session = SessionId::derive(b"a session");
    let one = [G::Scalar::ONE];
    let of = |session: &_, relation: &[u8], witness: &[G::Scalar], randomness: &_| {
        nonces::<G>(session, relation, witness, randomness).to_vec()
    };
    let nonce = of(&session, b"relation", &one, &randomness);
    assert_eq!(nonce.len(), 1);
    assert_ne!(nonce, of(&session, b"relatiom", &one, &randomness));
    assert_ne!(nonce, of(&session, b"relation", &[-one[0]], &randomness));
    assert_ne!(nonce, of(&session, b"relation", &one, &[4; 64]));
    let another = SessionId::derive(b"another session");
    assert_ne!(nonce, of(&another, b"relation", &one, &randomness));
}

#[test]
fn nonces_depend_on_all_that_a_proof_depends_on() {
    nonces_are_hedged::<RistrettoPoint>();
    nonces_are_hedged::<p256::ProjectivePoint>();
    nonces_are_hedged::<k256::ProjectivePoint>();
}
