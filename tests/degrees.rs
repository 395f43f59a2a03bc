//! The degree cap: which circuits it chooses, that the verifier finds the prover's choice again, and that a proof holds for
//! no other degree than its own.

mod common;

use common::claims::*;
use common::{preimage, protocol, single, witness, MessageLength};
use nexuszero::backend::Backend;
use nexuszero::circuit::count::Analysis;
use nexuszero::circuit::plain::Plain;
use nexuszero::config::{Profile, SecurityLevel, MAX_DEGREE};
use nexuszero::error::ErrorKind;
use nexuszero::hash::HashAlgorithm::{Keccak256, Sha3_256};
use nexuszero::proof_system::voleith::encoding::{Header, Layout};
use nexuszero::proof_system::voleith::{prover, Instance};
use nexuszero::proof_system::{for_statement, Estimate, Execution, Parameters};
use nexuszero::statement::encoding::Objects;
use nexuszero::statement::{CircuitClaim, Claim, Claims, Preimage, Statement, Witness};

const LEVEL: SecurityLevel = SecurityLevel::L128;

fn parameters(degree_cap: u8) -> Parameters {
    Parameters {
        level: LEVEL,
        profile: Profile::Fast,
        degree_cap,
    }
}

fn estimate(statement: &Statement, degree_cap: u8) -> Estimate {
    let system = for_statement(statement).unwrap();
    system.estimate(parameters(degree_cap), statement).unwrap()
}

fn prove(statement: &Statement, witness: &Witness, degree_cap: u8) -> Vec<u8> {
    let system = for_statement(statement).unwrap();
    system
        .prove(
            parameters(degree_cap),
            Execution::default().into(),
            statement,
            witness,
            b"",
            &[5; 64],
        )
        .unwrap()
}

fn degree_caps(statement: &Statement) -> Vec<u8> {
    let system = for_statement(statement).unwrap();
    let choices = system.choices(LEVEL, statement).unwrap().into_iter();
    let mut caps: Vec<_> = choices
        .map(|(parameters, _)| parameters.degree_cap)
        .collect();
    caps.dedup();
    caps
}

fn claims(statement: &Statement) -> &Claims {
    match statement {
        Statement::Claims(claims) => claims,
        Statement::DiscreteLog(_) => panic!("it has no circuit"),
    }
}

fn sha3_key() -> Claim {
    let digest = Sha3_256.digest(KEY);
    Claim::Preimage(Preimage::new(Sha3_256, &digest, key_message()).unwrap())
}

/// AES-128 of a public block under a secret key.
fn aes(key: &str) -> Claim {
    let aes = circuit("aes_128.txt.xz");
    let inputs = vec![secret_input(key), public_input(&[0x5a; 16])];
    Claim::Circuit(CircuitClaim::new(aes, inputs, &[0; 16]).unwrap())
}

/// The samples, and statements in which gadgets with different choices meet.
fn statements() -> Vec<(String, Statement)> {
    let samples = samples().into_iter();
    let mut all: Vec<_> = samples
        .filter(|(_, statement, _)| statement.is_quantum_resistant())
        .map(|(name, statement, _)| (name, statement))
        .collect();
    let mut add = |name: &str, statement| all.push((name.to_owned(), statement));
    let long = list(Sha3_256, 1 << 12, 3);
    add("long list", single(one_of_many(Sha3_256, &long)));
    add("range", single(range(Keccak256, 77, 18, 120)));
    add("aes", single(aes("aes key")));
    add("two hashes", conjunction(vec![sha3_key(), nullifier(b"a")]));
    add(
        "aes and list",
        conjunction(vec![aes("aes key"), one_of_many(Sha3_256, &long)]),
    );
    let adder_and_hash = vec![addend(0x1234_5678, 0x1_1111_1110), sha3_key()];
    add("adder and sponge", conjunction(adder_and_hash));
    all
}

/// What the verifier relies on: under a cap that is the degree of a proof, its circuit is that of the proof.
#[test]
fn the_circuit_of_a_degree_is_that_of_every_cap_that_leads_to_it() {
    for (name, statement) in statements() {
        let claims = claims(&statement);
        let smallest = Analysis::of(&claims.at(LEVEL, 1)).degree;
        for cap in 1..=MAX_DEGREE {
            let found = estimate(&statement, cap);
            let degree = found.degree as u8;
            assert!(
                degree <= cap.max(smallest) && degree >= smallest,
                "{name} {cap}"
            );
            assert_eq!(estimate(&statement, degree), found, "{name} {cap}");
            // So says the reading of the verifier too.
            let verifiers = Analysis::of(&claims.at(LEVEL, degree));
            assert_eq!(u32::from(verifiers.degree), found.degree, "{name} {cap}");
            let counts = (verifiers.committed as u64, verifiers.constraints as u64);
            assert_eq!(
                counts,
                (found.committed_bits, found.constraints),
                "{name} {cap}"
            );
        }
    }
}

#[test]
fn degree_caps_are_the_degrees_that_occur() {
    for (name, statement) in statements() {
        let mut degrees: Vec<_> = (1..=MAX_DEGREE)
            .map(|cap| estimate(&statement, cap).degree as u8)
            .collect();
        degrees.dedup();
        assert_eq!(degree_caps(&statement), degrees, "{name}");
        // A higher degree is allowed only where the proof becomes smaller, in bits or in all.
        for pair in degrees.windows(2) {
            let [low, high] = [pair[0], pair[1]].map(|cap| estimate(&statement, cap));
            assert!(high.committed_bits < low.committed_bits, "{name} {pair:?}");
        }
    }
    let caps = |claim| degree_caps(&single(claim));
    assert_eq!(caps(sha3_key()), [4, 9]);
    assert_eq!(caps(nullifier(b"a")), [7]);
    assert_eq!(
        caps(one_of_many(Sha3_256, &list(Sha3_256, 1 << 12, 3))),
        [12]
    );
    let both = conjunction(vec![sha3_key(), nullifier(b"a")]);
    assert_eq!(degree_caps(&both), [7, 9]);
    // Without a degree there is one choice.
    let logarithm = discrete_log(
        nexuszero::proof_system::sigma::GroupId::Ristretto255,
        &[1; 32],
    );
    assert_eq!(degree_caps(&logarithm), [MAX_DEGREE]);
}

#[test]
fn proofs_of_every_degree_verify() {
    let protocol = protocol(LEVEL, Profile::Fast);
    for (name, statement, secrets) in samples() {
        let witness = common::claims::witness_of(&secrets);
        for cap in degree_caps(&statement) {
            let proof = prove(&statement, &witness, cap);
            let estimate = estimate(&statement, cap);
            assert_eq!(u32::from(proof[7]), estimate.degree, "{name}");
            assert_eq!(proof.len() as u64, estimate.proof_size);
            assert_eq!(
                protocol.verify(&statement, b"", &proof),
                Ok(()),
                "{name} {cap}"
            );
            let other = protocol.verify(&statement, b"x", &proof).unwrap_err();
            assert_eq!(other.kind(), ErrorKind::ProofVerification, "{name} {cap}");
        }
    }
}

#[test]
fn the_cap_trades_committed_bits_for_degree() {
    for (cap, committed, degree) in [
        (1, 256 + 11264, 4),
        (4, 256 + 11264, 4),
        (8, 256 + 11264, 4),
        (9, 256 + 6464, 9),
        (MAX_DEGREE, 256 + 6464, 9),
    ] {
        let found = estimate(&single(sha3_key()), cap);
        assert_eq!((found.committed_bits, found.degree), (committed, degree));
    }
}

/// A proof with its header's degree changed: the verifier makes the circuit of that degree, for which it has another length;
/// and cut or filled up to that length, it does not hold.
#[test]
fn a_proof_of_one_degree_is_none_of_another() {
    let protocol = protocol(LEVEL, Profile::Fast);
    for length in [
        MessageLength::Stated(32),
        MessageLength::Hidden { blocks: 1 },
    ] {
        let statement = preimage(Sha3_256, &[7; 32], length);
        let witness = witness(&[(Preimage::SECRET, &[7; 32])]);
        for (made, claimed) in [(4, 9), (9, 4)] {
            let mut proof = prove(&statement, &witness, made);
            assert_eq!(proof[7], made);
            proof[7] = claimed;
            let error = protocol.verify(&statement, b"", &proof).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Malformed, "{error}");
            let analysis = Analysis::of(&claims(&statement).at(LEVEL, claimed));
            let set = Header::read(&proof).unwrap().parameters();
            proof.resize(Layout::new(&set, &analysis).len, 0);
            let error = protocol.verify(&statement, b"", &proof).unwrap_err();
            assert!(
                [ErrorKind::Malformed, ErrorKind::ProofVerification].contains(&error.kind()),
                "{error}"
            );
        }
    }
}

#[test]
fn degrees_that_the_statement_does_not_have_are_refused() {
    let protocol = protocol(LEVEL, Profile::Fast);
    let statement = single(sha3_key());
    let witness = witness(&[("key", KEY)]);
    let mut proof = prove(&statement, &witness, 9);
    for degree in 0..=255 {
        proof[7] = degree;
        let kind = match degree {
            9 => continue,
            0 => ErrorKind::Malformed,
            // One of the statement's, but then the length is wrong.
            4 => ErrorKind::Malformed,
            degree if degree > MAX_DEGREE => ErrorKind::Malformed,
            _ => ErrorKind::ProofVerification,
        };
        let error = protocol.verify(&statement, b"", &proof).unwrap_err();
        assert_eq!(error.kind(), kind, "{degree}: {error}");
    }
}

/// The witness for the circuit of one degree, cut or filled up, in a proof that is for the other degree in everything else.
#[test]
fn the_witness_of_one_degree_is_none_of_another() {
    let protocol = protocol(LEVEL, Profile::Fast);
    let statement = single(sha3_key());
    let inputs = claims(&statement)
        .secret_inputs(&witness(&[("key", KEY)]))
        .unwrap();
    let encoded = statement.encode(Objects::Digests);
    for (witnessed, claimed) in [(4, 9), (9, 4), (4, 4), (9, 9)] {
        let circuit = claims(&statement).at(LEVEL, witnessed);
        let committed = Analysis::of(&circuit).committed;
        let mut bits = Plain::witness(&circuit, &inputs, committed).unwrap();
        let circuit = claims(&statement).at(LEVEL, claimed);
        let analysis = Analysis::of(&circuit);
        bits.resize(analysis.committed, 0);
        let header = Header {
            level: LEVEL,
            profile: Profile::Fast,
            degree: claimed,
        };
        let instance = Instance {
            circuit: &circuit,
            analysis,
            parameters: header.parameters(),
            statement: &encoded,
            context: b"",
        };
        let proof =
            prover::prove::<2, _>(header, &instance, Backend::detect().into(), &bits, &[1; 64]);
        let verified = protocol.verify(&statement, b"", &proof.unwrap());
        match verified {
            Ok(()) => assert_eq!(witnessed, claimed),
            Err(error) => {
                assert_ne!(witnessed, claimed, "{error}");
                assert_eq!(error.kind(), ErrorKind::ProofVerification, "{error}");
            }
        }
    }
}
