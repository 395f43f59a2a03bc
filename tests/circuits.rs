//! Boolean circuits through the pipeline: published ones, shared secrets, widths.

mod common;

use common::claims::*;
use common::{protocol, single, witness};
use nexuszero::config::{Profile, SecurityLevel};
use nexuszero::error::ErrorKind;
use nexuszero::hash::HashAlgorithm;
use nexuszero::pipeline::Protocol;
use nexuszero::statement::circuit::Circuit;
use nexuszero::statement::{CircuitClaim, Claim, Preimage, Witness};

/// Bits of values are packed from the least significant bit of the standard's big-endian number on.
fn reversed(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().rev().copied().collect()
}

/// AES-128: FIPS 197, appendix C.1.
#[test]
fn knowledge_of_an_aes_key_is_small() {
    let key: Vec<u8> = (0..16).collect();
    let plaintext: Vec<u8> = (0..16).map(|i| 0x11 * i).collect();
    let ciphertext = hex::decode("69c4e0d86a7b0430d8cdb78070b4c55a").unwrap();
    let statement = |ciphertext: &[u8]| {
        let inputs = vec![secret_input("key"), public_input(&reversed(&plaintext))];
        let outputs = reversed(ciphertext);
        let claim = CircuitClaim::new(circuit("aes_128.txt.xz"), inputs, &outputs).unwrap();
        single(Claim::Circuit(claim))
    };
    let right = statement(&ciphertext);
    let size = complete(&right, &witness(&[("key", &reversed(&key))]));
    assert!(size <= 9000, "{size}");
    let mut other = key.clone();
    other[3] ^= 4;
    refusal(&right, &witness(&[("key", &reversed(&other))]));
    let mut changed = ciphertext.clone();
    changed[15] ^= 1;
    proves_only_itself(
        &right,
        &witness(&[("key", &reversed(&key))]),
        &[statement(&changed), single(addend(1, 2))],
    );
}

/// The compression function of SHA-256, on the padded message "abc" (FIPS 180-4 and its examples).
#[test]
fn a_block_of_sha_256_is_small_as_a_circuit() {
    let block = HashAlgorithm::Sha256.pad(1, b"abc");
    let initial = "6a09e667bb67ae853c6ef372a54ff53a510e527f9b05688c1f83d9ab5be0cd19";
    let state = hex::decode(initial).unwrap();
    let digest = HashAlgorithm::Sha256.digest(b"abc");
    let inputs = vec![secret_input("block"), public_input(&reversed(&state))];
    let compression = circuit("sha256.txt.xz");
    let claim = CircuitClaim::new(compression, inputs, &reversed(&digest)).unwrap();
    let statement = single(Claim::Circuit(claim));
    let protocol = protocol(SecurityLevel::L128, Profile::Fast);
    let secrets = witness(&[("block", &reversed(&block))]);
    let proof = protocol.prove(&statement, &secrets, b"").unwrap();
    assert_eq!(protocol.verify(&statement, b"", &proof.proof_data), Ok(()));
    assert!(
        proof.proof_data.len() <= 30_000,
        "{}",
        proof.proof_data.len()
    );
    let wrong = HashAlgorithm::Sha256.pad(1, b"abd");
    refusal(&statement, &witness(&[("block", &reversed(&wrong))]));
}

#[test]
fn circuits_share_secrets_with_other_claims() {
    let secrets = witness(&[("addend", &7u32.to_le_bytes())]);
    complete(&single(addend(3, 10)), &secrets);
    refusal(&single(addend(3, 11)), &secrets);
    let digest = HashAlgorithm::Blake3.digest(&7u32.to_le_bytes());
    let message = parts(vec![secret("addend", 4)]);
    let hashed = Preimage::new(HashAlgorithm::Blake3, &digest, message).unwrap();
    let both = |sum| conjunction(vec![addend(3, sum), Claim::Preimage(hashed.clone())]);
    complete(&both(10), &secrets);
    refusal(&both(9), &secrets);
}

/// Nothing is secret: the check has degree 1, and still tells true from false.
#[test]
fn circuits_without_secrets_prove_and_verify() {
    let inputs = [3u32, 7]
        .map(|number| public_input(&number.to_le_bytes()))
        .to_vec();
    let claim = |sum: u8| {
        let outputs = [sum, 0, 0, 0, 0];
        CircuitClaim::new(circuit("adder.txt"), inputs.clone(), &outputs).unwrap()
    };
    complete(&single(Claim::Circuit(claim(10))), &Witness::new());
    refusal(&single(Claim::Circuit(claim(11))), &Witness::new());
}

/// Also where one line is many gates.
#[test]
fn circuits_beyond_the_limit_are_refused() {
    let adder = circuit("adder.txt").gates().gates().len() as u64;
    let products = b"1 12\n1 8\n1 4\n\n8 4 0 1 2 3 4 5 6 7 8 9 10 11 MAND\n";
    let products = Circuit::from_bristol(products).unwrap();
    let products = CircuitClaim::new(products, vec![secret_input("factors")], &[0b1010]).unwrap();
    for (claim, gates, secrets) in [
        (
            addend(1000, 1234),
            adder,
            witness(&[("addend", &234u32.to_le_bytes())]),
        ),
        (
            Claim::Circuit(products),
            4,
            witness(&[("factors", &[0b1010_1110])]),
        ),
    ] {
        let statement = single(claim);
        for (max_circuit_size, is_allowed) in [(gates, true), (gates - 1, false)] {
            let mut config = protocol(SecurityLevel::L128, Profile::Fast).config();
            config.limits.max_circuit_size = max_circuit_size;
            let protocol = Protocol::new(config).unwrap();
            let proved = protocol.prove(&statement, &secrets, b"");
            assert_eq!(proved.is_ok(), is_allowed);
            let verified = protocol.verify(&statement, b"", &[]).unwrap_err();
            let kind = match is_allowed {
                true => ErrorKind::Malformed,
                false => ErrorKind::LimitExceeded,
            };
            assert_eq!(verified.kind(), kind);
        }
    }
}

#[test]
fn values_of_circuits_have_their_widths() {
    let refused = |inputs: Vec<_>, outputs: &[u8], field| {
        let error = CircuitClaim::new(circuit("adder.txt"), inputs, outputs).unwrap_err();
        assert_eq!(
            (error.kind(), error.field()),
            (ErrorKind::InvalidArgument, Some(field))
        );
    };
    let number = || public_input(&[1, 2, 3, 4]);
    refused(vec![number()], &[0; 5], "inputs");
    refused(vec![number(), number(), number()], &[0; 5], "inputs");
    refused(vec![number(), public_input(&[1, 2, 3])], &[0; 5], "inputs");
    refused(vec![number(), number()], &[0; 4], "outputs");
    refused(vec![number(), number()], &[0; 6], "outputs");
    refused(vec![number(), number()], &[0, 0, 0, 0, 2], "outputs");
}
