//! Provers that lie about their secrets or about any other committed bit, with the honest code for everything else: the
//! native check of the witness is passed by, so that only the verifier can catch them.

mod common;

use common::claims::*;
use common::{protocol, single};
use nexuszero::backend::Backend;
use nexuszero::circuit::count::Analysis;
use nexuszero::circuit::table::Table;
use nexuszero::circuit::{Circuit, Evaluator};
use nexuszero::config::{Profile, SecurityLevel, MAX_DEGREE};
use nexuszero::error::ErrorKind;
use nexuszero::hash::HashAlgorithm;
use nexuszero::pipeline::Protocol;
use nexuszero::proof_system::voleith::encoding::Header;
use nexuszero::proof_system::voleith::{prover, Instance};
use nexuszero::statement::encoding::Objects;
use nexuszero::statement::{Claims, Preimage, Statement, Witness};

/// The plain reading without its judgement: committed bits from inputs and hints, whether or not they satisfy anything.
struct Forging<'a> {
    inputs: &'a [u8],
    committed: Vec<u8>,
}

impl Evaluator for Forging<'_> {
    type Wire = u8;

    fn constant(&self, bit: bool) -> u8 {
        bit.into()
    }

    fn input(&mut self, out: &mut [u8]) {
        let (taken, rest) = self.inputs.split_at(out.len());
        out.copy_from_slice(taken);
        self.inputs = rest;
        self.committed.extend_from_slice(taken);
    }

    fn hint(
        &mut self,
        operands: &[&[u8]],
        out: &mut [u8],
        compute: impl FnOnce(&[&[u8]], &mut [u8]),
    ) {
        compute(operands, out);
        self.committed.extend_from_slice(out);
    }

    fn xor_assign(&mut self, acc: &mut [u8], a: &[u8]) {
        acc.iter_mut().zip(a).for_each(|(acc, a)| *acc ^= a);
    }

    fn and(&mut self, out: &mut [u8], a: &[u8], b: &[u8]) {
        for ((out, a), b) in out.iter_mut().zip(a).zip(b) {
            *out = a & b;
        }
    }

    fn assert_zero(&mut self, _: &[u8]) {}

    fn assert_entry(&mut self, _: &[u8], _: &[u8], _: &Table) {}
}

fn claims(statement: &Statement) -> &Claims {
    match statement {
        Statement::Claims(claims) => claims,
        Statement::DiscreteLog(_) => panic!("it has no circuit"),
    }
}

/// A proof from these committed bits, which nobody has checked.
fn forced(statement: &Statement, committed: &[u8]) -> Vec<u8> {
    let circuit = claims(statement).at(SecurityLevel::L128, MAX_DEGREE);
    let analysis = Analysis::of(&circuit);
    let header = Header {
        level: SecurityLevel::L128,
        profile: Profile::Fast,
        degree: analysis.degree,
    };
    let encoded = statement.encode(Objects::Digests);
    let instance = Instance {
        circuit: &circuit,
        analysis,
        parameters: header.parameters(),
        statement: &encoded,
        context: b"",
    };
    prover::prove::<2, _>(
        header,
        &instance,
        Backend::detect().into(),
        committed,
        &[3; 64],
    )
    .unwrap()
}

fn committed(statement: &Statement, inputs: &[u8]) -> Vec<u8> {
    let mut forging = Forging {
        inputs,
        committed: Vec::new(),
    };
    claims(statement)
        .at(SecurityLevel::L128, MAX_DEGREE)
        .synthesize(&mut forging);
    assert!(forging.inputs.is_empty(), "inputs left over");
    forging.committed
}

/// The honest case of a test: what it lays out as inputs is what the statement takes.
fn accepted(protocol: &Protocol, statement: &Statement, committed: &[u8], what: &str) {
    let proof = forced(statement, committed);
    assert_eq!(protocol.verify(statement, b"", &proof), Ok(()), "{what}");
}

fn refused(protocol: &Protocol, statement: &Statement, committed: &[u8], what: &str) {
    let proof = forced(statement, committed);
    let error = protocol.verify(statement, b"", &proof).expect_err(what);
    assert_eq!(error.kind(), ErrorKind::ProofVerification, "{what}");
}

/// Every kind: an honest proof made this way verifies, and one with a committed bit flipped does not, eight of them from the first to the last.
#[test]
fn one_flipped_bit_is_always_caught() {
    let protocol = protocol(SecurityLevel::L128, Profile::Fast);
    for (name, statement, secrets) in samples() {
        if !statement.is_quantum_resistant() {
            continue;
        }
        let inputs = claims(&statement)
            .secret_inputs(&witness_of(&secrets))
            .unwrap();
        let mut bits = committed(&statement, &inputs);
        accepted(&protocol, &statement, &bits, &name);
        for eighth in 0..8 {
            let at = (bits.len() - 1) * eighth / 7;
            bits[at] ^= 1;
            refused(&protocol, &statement, &bits, &format!("{name}: bit {at}"));
            bits[at] ^= 1;
        }
    }
}

/// Secrets as input bits: bytes and their number of bits.
fn bits(secrets: &[(&[u8], usize)]) -> Vec<u8> {
    let all = secrets
        .iter()
        .flat_map(|(bytes, bits)| (0..*bits).map(move |i| bytes[i / 8] >> (i % 8) & 1));
    all.collect()
}

/// Every hash function, with a message of stated and of hidden length.
#[test]
fn messages_with_another_digest_are_caught() {
    let protocol = protocol(SecurityLevel::L128, Profile::Fast);
    for (name, statement, secrets) in samples() {
        let Some(hash) = name.strip_prefix("preimage-") else {
            continue;
        };
        // The same claim about another digest, and the honest witness.
        let mut json: serde_json::Value = serde_json::from_str(&statement.to_json()).unwrap();
        let digest = json["digest"].as_str().unwrap();
        let first = if digest.starts_with('0') { "1" } else { "0" };
        json["digest"] = format!("{first}{}", &digest[1..]).into();
        let other = Statement::from_json(&json.to_string()).unwrap();
        let inputs = claims(&statement).secret_inputs(&witness_of(&secrets));
        let bits = committed(&other, &inputs.unwrap());
        refused(&protocol, &other, &bits, hash);
    }
}

#[test]
fn numbers_outside_the_range_are_caught() {
    let protocol = protocol(SecurityLevel::L128, Profile::Fast);
    for hash in [
        HashAlgorithm::Sha256,
        HashAlgorithm::Sha3_256,
        HashAlgorithm::Blake3,
    ] {
        let inputs = |value: u64| bits(&[(&value.to_le_bytes(), 64), (&BLINDING, 256)]);
        let honest = single(range(hash, 77, 18, 120));
        accepted(&protocol, &honest, &committed(&honest, &inputs(77)), "77");
        for (value, min, max) in [
            (17, 18, 120),
            (121, 18, 120),
            (0, 1, u64::MAX),
            (0, 18, 120),
            (u64::MAX, 18, 120),
            (u64::MAX, 0, u64::MAX - 1),
        ] {
            // The commitment is true; only the range is not.
            let statement = single(range(hash, value, min, max));
            let bits = committed(&statement, &inputs(value));
            refused(
                &protocol,
                &statement,
                &bits,
                &format!("{value} in {min} to {max}"),
            );
        }
    }
}

#[test]
fn wrong_places_and_strangers_are_caught() {
    let protocol = protocol(SecurityLevel::L128, Profile::Fast);
    let hash = HashAlgorithm::Sha256;
    for (len, mine, place) in [
        (5, 2, 3),
        (5, 2, 5),
        (5, 4, 5),
        (5, 4, 7),
        (5, 9, 4),
        (8, 9, 0),
        (1000, 999, 1023),
    ] {
        let statement = single(one_of_many(hash, &list(hash, len, mine)));
        let index_bits = len.next_power_of_two().ilog2() as usize;
        let at = |place: usize| {
            let inputs = bits(&[(KEY, 256), (&(place as u64).to_le_bytes(), index_bits)]);
            committed(&statement, &inputs)
        };
        if mine < len {
            accepted(&protocol, &statement, &at(mine), "mine");
        }
        let what = format!("place {place} of {len}");
        refused(&protocol, &statement, &at(place), &what);
    }
}

#[test]
fn wrong_paths_are_caught() {
    let protocol = protocol(SecurityLevel::L128, Profile::Fast);
    for hash in [
        HashAlgorithm::Sha256,
        HashAlgorithm::Sha3_256,
        HashAlgorithm::Blake3,
    ] {
        let tree = tree(hash, 8, 3);
        let path = tree.path(3).unwrap();
        let statement = single(membership(hash, &tree.root(), 3));
        let inputs = |key: &[u8], directions: u64, siblings: &[u8]| {
            bits(&[
                (key, 256),
                (&directions.to_le_bytes(), 3),
                (siblings, 3 * 256),
            ])
        };
        let honest = committed(&statement, &inputs(KEY, path.directions, &path.siblings));
        accepted(&protocol, &statement, &honest, "path");
        for bit in 0..3 {
            let lie = inputs(KEY, path.directions ^ 1 << bit, &path.siblings);
            refused(
                &protocol,
                &statement,
                &committed(&statement, &lie),
                "direction",
            );
            let mut siblings = path.siblings.clone();
            siblings[32 * bit + 5] ^= 8;
            let lie = inputs(KEY, path.directions, &siblings);
            refused(
                &protocol,
                &statement,
                &committed(&statement, &lie),
                "sibling",
            );
        }
        let lie = inputs(&[9; 32], path.directions, &path.siblings);
        refused(&protocol, &statement, &committed(&statement, &lie), "leaf");
    }
}

/// Claims that name one secret, of which each is true of another one.
#[test]
fn one_name_is_one_secret() {
    let protocol = protocol(SecurityLevel::L128, Profile::Fast);
    let hash = HashAlgorithm::Sha256;
    let listed = one_of_many(hash, &list(hash, 5, 2));
    let stranger = [7; 32];
    let nullifier = |key: &[u8]| {
        let digest = hash.digest(&[key, b"poll"].concat());
        let message = parts(vec![secret("key", 32), public(b"poll")]);
        let preimage = Preimage::new(hash, &digest, message).unwrap();
        nexuszero::statement::Claim::Preimage(preimage)
    };
    let inputs = |key: &[u8]| bits(&[(key, 256), (&2u64.to_le_bytes(), 3)]);
    let honest = conjunction(vec![listed.clone(), nullifier(KEY)]);
    accepted(
        &protocol,
        &honest,
        &committed(&honest, &inputs(KEY)),
        "one key",
    );
    let foreign = nullifier(&stranger);
    for claims in [
        vec![listed.clone(), foreign.clone()],
        vec![foreign.clone(), listed.clone()],
    ] {
        let statement = conjunction(claims);
        for key in [KEY, &stranger] {
            let bits = committed(&statement, &inputs(key));
            refused(&protocol, &statement, &bits, "one of two keys");
        }
    }
}

#[test]
fn wrong_inputs_of_circuits_are_caught() {
    let protocol = protocol(SecurityLevel::L128, Profile::Fast);
    let statement = single(addend(1000, 1234));
    let with = |addend: u32| committed(&statement, &bits(&[(&addend.to_le_bytes(), 32)]));
    accepted(&protocol, &statement, &with(234), "addend");
    for addend in [233, 235, 0, u32::MAX] {
        refused(&protocol, &statement, &with(addend), "addend");
    }
}

/// The size of a proof says nothing of the witness, and neither does anything but its random bytes.
#[test]
fn proofs_of_one_statement_have_one_size() {
    let protocol = protocol(SecurityLevel::L128, Profile::Fast);
    let hash = HashAlgorithm::Sha256;
    let same_size = |statement: &Statement, witnesses: &[Witness]| {
        let sizes = witnesses.iter().map(|witness| {
            let proof = protocol.prove(statement, witness, b"").unwrap();
            protocol.verify(statement, b"", &proof.proof_data).unwrap();
            proof.proof_data.len()
        });
        let sizes: std::collections::BTreeSet<_> = sizes.collect();
        assert_eq!(sizes.len(), 1, "{statement:?}");
    };
    // Two keys of one list.
    let key = |i: usize| {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&i.to_le_bytes());
        key
    };
    let digests = (0..6).flat_map(|i| hash.digest(&key(i)));
    let digests =
        nexuszero::statement::one_of_many::DigestList::new(digests.collect(), 32).unwrap();
    let members = [0, 3, 5]
        .map(|i| common::witness(&[("key", &key(i)), ("index", &(i as u64).to_le_bytes())]));
    same_size(&single(one_of_many(hash, &digests)), &members);
    // Two leaves of one tree.
    let mut tree = nexuszero::merkle::MerkleTree::new(hash).unwrap();
    (0..4).for_each(|i| tree.push_leaf(&key(i)));
    let leaves = [0, 3].map(|i| {
        let path = tree.path(i).unwrap();
        common::witness(&[
            ("key", &key(i)),
            ("index", &path.directions.to_le_bytes()),
            ("path", &path.siblings),
        ])
    });
    same_size(&single(membership(hash, &tree.root(), 2)), &leaves);
    // Lengths of a hidden secret, in statements that differ in the digest alone.
    let sizes = [0, 1, 30, 55].map(|len| {
        let text = vec![b'x'; len];
        let claim = Preimage::hidden(hash, &hash.digest(&text), 1).unwrap();
        let statement = single(nexuszero::statement::Claim::Preimage(claim));
        let witness = common::witness(&[(Preimage::SECRET, &text)]);
        let proof = protocol.prove(&statement, &witness, b"").unwrap();
        proof.proof_data.len()
    });
    assert!(sizes.iter().all(|size| *size == sizes[0]));
}
