//! The published vectors of the drafts (`tests/vectors/sigma`).

use crate::proof_system::sigma::duplex::{Duplex, SessionId};
use crate::proof_system::sigma::group::{Group, SCALAR_LEN};
use crate::proof_system::sigma::relation::{Equation, Index, LinearRelation};
use crate::proof_system::sigma::{schnorr, transcript};
use p256::{ProjectivePoint, Scalar};
use serde_json::Value;

const ELEMENT_LEN: usize = 33;

fn load(name: &str) -> Vec<Value> {
    let path = format!(
        "{}/tests/vectors/sigma/{name}.json",
        env!("CARGO_MANIFEST_DIR")
    );
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn bytes(value: &Value) -> Vec<u8> {
    hex::decode(text(value)).unwrap()
}

fn session(vector: &Value) -> SessionId {
    SessionId(bytes(&vector["SessionId"]).try_into().unwrap())
}

/// The scalar that a vector writes as a hexadecimal number.
fn number(value: &Value) -> Scalar {
    let digits = text(value).strip_prefix("0x").unwrap();
    let bytes = hex::decode(format!("{digits:0>64}")).unwrap();
    ProjectivePoint::decode_scalar(&bytes.try_into().unwrap()).unwrap()
}

fn run_sponge(vector: &Value) -> Vec<u8> {
    let mut sponge = Duplex::new(&session(vector));
    let mut output = Vec::new();
    for operation in vector["Operations"].as_array().unwrap() {
        match text(&operation["type"]) {
            "absorb" => sponge.absorb(&bytes(&operation["data"])),
            "squeeze" => {
                let start = output.len();
                let len = operation["length"].as_u64().unwrap() as usize;
                output.resize(start + len, 0);
                sponge.squeeze(&mut output[start..]);
            }
            other => panic!("unknown operation {other}"),
        }
    }
    output
}

#[test]
fn duplex_sponge() {
    let mut runs = 0;
    for vector in load("fiatShamirShake128Vectors") {
        match text(&vector["Function"]) {
            "DuplexSponge" => assert_eq!(run_sponge(&vector), bytes(&vector["Output"])),
            "DeriveSessionID" => {
                let id = SessionId::derive(&bytes(&vector["Tag"]));
                assert_eq!(id.0.to_vec(), bytes(&vector["Output"]));
            }
            "DecodeUint" => {
                let output = run_sponge(&vector);
                assert_eq!(output, bytes(&vector["Output"]));
                assert_eq!(
                    ProjectivePoint::reduce(&output),
                    number(&vector["Challenge"])
                );
            }
            // The example protocol is not here, its session identifiers are.
            "Sumcheck" => {
                assert_eq!(SessionId::derive(&bytes(&vector["Tag"])), session(&vector));
            }
            other => panic!("unknown function {other}"),
        }
        runs += 1;
    }
    assert_eq!(runs, 13);
}

#[test]
fn codecs() {
    let mut runs = 0;
    for vector in load("fiatShamirCodecVectors") {
        let over_p256 = vector.get("Group").is_some_and(|group| group == "P-256");
        match text(&vector["Function"]) {
            "SerializeVarLenString" => {
                let framed = transcript::framed(&bytes(&vector["Input"])).unwrap();
                assert_eq!(framed, bytes(&vector["Output"]));
            }
            "DecodeUint" if over_p256 => {
                let scalar = ProjectivePoint::reduce(&bytes(&vector["Input"]));
                assert_eq!(scalar, number(&vector["Challenge"]));
            }
            "SerializeField" if over_p256 => {
                let encoded = ProjectivePoint::encode_scalar(&number(&vector["Value"]));
                assert_eq!(encoded.to_vec(), bytes(&vector["Output"]));
            }
            // Other fields, parsing of byte strings, and the example protocol have no counterpart here.
            "SerializeUint"
            | "DeserializeUint"
            | "DeserializeField"
            | "DeserializeVarLenString"
            | "Sumcheck" => continue,
            other => panic!("unknown function {other}"),
        }
        runs += 1;
    }
    assert_eq!(runs, 4);
}

/// Reads the encoding of a relation without judging it: elements, then equations. None if an encoding of an element or a
/// scalar is bad.
struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*head)
    }

    fn index(&mut self) -> Option<Index> {
        self.take().map(u32::from_le_bytes)
    }

    fn scalar(&mut self) -> Option<Scalar> {
        self.take()
            .and_then(|bytes| ProjectivePoint::decode_scalar(&bytes))
    }

    fn equation(&mut self) -> Option<Equation<Scalar>> {
        let image = (0..self.index()?)
            .map(|_| Some((self.index()?, self.scalar()?)))
            .collect::<Option<_>>()?;
        let terms = (0..self.index()?)
            .map(|_| Some((self.index()?, self.index()?, self.scalar()?)))
            .collect::<Option<_>>()?;
        Some(Equation { image, terms })
    }

    fn relation(mut self) -> Option<(Vec<ProjectivePoint>, Vec<Equation<Scalar>>)> {
        let equations = (0..self.index()?)
            .map(|_| self.equation())
            .collect::<Option<_>>()?;
        let elements = decode_elements(self.0)?;
        Some((elements, equations))
    }
}

fn decode_elements(bytes: &[u8]) -> Option<Vec<ProjectivePoint>> {
    let (chunks, rest) = bytes.as_chunks::<ELEMENT_LEN>();
    let elements = chunks.iter().map(|chunk| ProjectivePoint::decode(chunk));
    rest.is_empty().then(|| elements.collect()).flatten()
}

fn relation(vector: &Value) -> Option<LinearRelation<ProjectivePoint>> {
    let (elements, equations) = Reader(&bytes(&vector["Instance"])).relation()?;
    LinearRelation::new(&elements, equations)
}

/// The verifier of the batchable serialisation, which the library does not use, from the same parts.
fn verify_batchable(
    relation: &LinearRelation<ProjectivePoint>,
    session: &SessionId,
    proof: &[u8],
) -> bool {
    let Some((head, tail)) = proof.split_at_checked(relation.image().len() * ELEMENT_LEN) else {
        return false;
    };
    let (Some(commitments), Some(responses)) = (
        decode_elements(head),
        schnorr::decode_scalars::<ProjectivePoint>(tail),
    ) else {
        return false;
    };
    if responses.len() != relation.scalars() {
        return false;
    }
    let challenge = transcript::challenge::<ProjectivePoint>(session, relation.bytes(), head);
    let pairs = commitments.iter().zip(relation.image());
    let expected: Vec<_> = pairs
        .map(|(commitment, image)| *commitment + *image * challenge)
        .collect();
    *relation.map(&responses) == expected
}

fn accepts(vector: &Value) -> bool {
    let Some(relation) = relation(vector) else {
        return false;
    };
    let session = SessionId::derive(text(&vector["Tag"]).as_bytes());
    let proof = bytes(&vector["NargString"]);
    match text(&vector["Flavor"]) {
        "compact" => schnorr::verify(&relation, &session, &proof).is_ok(),
        "batchable" => verify_batchable(&relation, &session, &proof),
        other => panic!("unknown flavour {other}"),
    }
}

/// The drafts' generator of nonces, "Seeded PRNG".
fn seeded_nonces(vector: &Value, marker: &str, count: usize) -> Vec<Scalar> {
    let (suite, relation) = (text(&vector["Ciphersuite"]), text(&vector["Relation"]));
    let seed = format!("TestDRNG-SIGMA-PROOFS-{marker}-{suite}-{relation}");
    let mut sponge = Duplex::new(&SessionId::derive(seed.as_bytes()));
    let mut draw = || {
        let mut bytes = [0; SCALAR_LEN + 16];
        sponge.squeeze(&mut bytes);
        ProjectivePoint::reduce(&bytes)
    };
    (0..count).map(|_| draw()).collect()
}

#[test]
fn valid_proofs_verify_and_are_made_again() {
    let vectors = load("sigma-proofs_Shake128_P256");
    assert_eq!(vectors.len(), 14);
    for vector in &vectors {
        let id = text(&vector["Id"]);
        assert!(accepts(vector), "{id}");

        let relation = relation(vector).unwrap();
        assert_eq!(relation.bytes(), bytes(&vector["Instance"]), "{id}");
        let id_bytes = SessionId::derive(text(&vector["Tag"]).as_bytes());
        assert_eq!(id_bytes, session(vector), "{id}");

        let witness =
            schnorr::decode_scalars::<ProjectivePoint>(&bytes(&vector["Witness"])).unwrap();
        let proof = if vector["Flavor"] == "compact" {
            let nonces = seeded_nonces(vector, "CMPT", witness.len());
            schnorr::prove_with(&relation, &witness, &id_bytes, &nonces).unwrap()
        } else {
            let nonces = seeded_nonces(vector, "DSFS", witness.len());
            let commitments = schnorr::encode(&relation.map(&nonces)).unwrap();
            let bytes = relation.bytes();
            let challenge =
                transcript::challenge::<ProjectivePoint>(&id_bytes, bytes, &commitments);
            let responses = schnorr::respond::<ProjectivePoint>(&witness, &nonces, challenge);
            [commitments, responses].concat()
        };
        assert_eq!(proof, bytes(&vector["NargString"]), "{id}");
    }
}

#[test]
fn invalid_proofs_are_rejected_and_what_they_were_made_from_is_not() {
    let valid = load("sigma-proofs_Shake128_P256");
    let vectors = load("sigma-proofs-invalid_Shake128_P256");
    assert_eq!(vectors.len(), 33);
    for vector in &vectors {
        let id = text(&vector["Id"]);
        assert_eq!(accepts(vector), vector["Expected"] == "accept", "{id}");
        if let Some(base) = vector.get("BaseId") {
            let base = valid.iter().find(|valid| valid["Id"] == *base).unwrap();
            assert!(accepts(base), "{id}");
        }
        // Where validation has to refuse, it is not the parser that does.
        if let Some(check @ ("E1" | "E1b" | "E2" | "E4")) = id.rsplit('/').next() {
            let parsed = Reader(&bytes(&vector["Instance"])).relation();
            assert!(parsed.is_some() && relation(vector).is_none(), "{check}");
        }
    }
}

#[test]
fn the_library_states_a_discrete_logarithm_as_the_draft_does() {
    let vectors = load("sigma-proofs_Shake128_P256");
    let of = |name: &str| {
        let vector = vectors.iter().find(|vector| vector["Relation"] == name);
        relation(vector.unwrap()).unwrap()
    };
    let vector = of("discrete_logarithm");
    let public = vector.image()[0];
    let standard = LinearRelation::discrete_logarithm(ProjectivePoint::GENERATOR, public).unwrap();
    assert_eq!(standard.bytes(), vector.bytes());
}

#[test]
fn relations_that_attest_nothing_are_refused() {
    let one = Scalar::ONE;
    let base = ProjectivePoint::GENERATOR;
    let x = base * Scalar::from(7u64);
    let equation = |image: &[(Index, Scalar)], terms: &[(Index, Index, Scalar)]| Equation {
        image: image.to_vec(),
        terms: terms.to_vec(),
    };
    let new = |elements: &[ProjectivePoint], equations: Vec<_>| {
        LinearRelation::new(elements, equations).is_some()
    };
    let good = equation(&[(1, one)], &[(0, 0, one)]);
    assert!(new(&[x], vec![good.clone()]));
    assert!(!new(&[x], vec![]), "no equation");
    assert!(!new(
        &[x],
        vec![good.clone(), equation(&[], &[(0, 1, one)])]
    ));
    assert!(!new(&[x], vec![good.clone(), equation(&[(1, one)], &[])]));
    assert!(!new(&[x, x], vec![good.clone()]), "an unused element");
    assert!(!new(&[], vec![good.clone()]), "a missing element");
    assert!(
        !new(&[ProjectivePoint::IDENTITY], vec![good]),
        "the identity"
    );
    // With another element the sum is not the identity.
    let padded = equation(&[(1, one), (2, one)], &[(0, 0, one)]);
    assert!(new(&[x, x], vec![padded.clone()]));
    assert!(!new(&[x, ProjectivePoint::IDENTITY], vec![padded]));
    let skipped = equation(&[(1, one)], &[(1, 0, one)]);
    assert!(!new(&[x], vec![skipped]), "an unused scalar");
    let cancelled = equation(&[(1, one), (1, -one)], &[(0, 0, one)]);
    assert!(!new(&[x], vec![cancelled]), "an image that is the identity");
    let free = equation(&[(1, one)], &[(0, 0, one), (1, 0, one), (1, 0, -one)]);
    assert!(!new(&[x], vec![free]), "a scalar that does not count");
}
