//! The published circuits: agreement with independent implementations, and what a proof costs.

use super::super::tests::{
    any_circuit, check, check_degrees, check_equations, circuit, claims, number_bits, with_gates,
    Claim,
};
use super::super::Gate;
use super::*;
use crate::backend::Backend;
use crate::circuit::count::Analysis;
use crate::circuit::mutation::{check_operations, Claims};
use crate::config::{Profile, SecurityLevel};
use crate::proof_system::voleith::encoding::Header;
use crate::proof_system::voleith::{prover, verifier, Instance};
use aes::cipher::{BlockCipherEncrypt, KeyInit};
use proptest::prelude::*;
use sha3::{Digest, Sha3_256};

/// The wires of a value: wire 0 is its last bit.
fn wires(value: &[u8]) -> Vec<u8> {
    let bytes = value.iter().rev();
    bytes
        .flat_map(|byte| (0..8).map(move |i| byte >> i & 1))
        .collect()
}

fn bytes(len: usize, seed: usize) -> Vec<u8> {
    let pieces =
        (0..len.div_ceil(32)).flat_map(|piece| Sha3_256::digest([seed as u8, piece as u8]));
    pieces.take(len).collect()
}

/// AES-128: inputs and outputs.
fn aes(seed: usize) -> (Vec<u8>, Vec<u8>) {
    let (key, plaintext) = (bytes(16, seed), bytes(16, seed + 1));
    let mut block = aes::Block::try_from(&plaintext[..]).unwrap();
    aes::Aes128::new_from_slice(&key)
        .unwrap()
        .encrypt_block(&mut block);
    ([wires(&key), wires(&plaintext)].concat(), wires(&block))
}

/// One call of the compression function of SHA-256: inputs and outputs.
fn sha256(seed: usize) -> (Vec<u8>, Vec<u8>) {
    let block = bytes(64, seed);
    let random = bytes(32, seed + 128);
    let mut state: [u32; 8] =
        std::array::from_fn(|i| u32::from_le_bytes(*random[4 * i..].first_chunk().unwrap()));
    let encode = |state: &[u32; 8]| wires(&state.map(u32::to_be_bytes).concat());
    let inputs = [wires(&block), encode(&state)].concat();
    sha2::block_api::compress256(&mut state, &[block.try_into().unwrap()]);
    (inputs, encode(&state))
}

const AES: &str = "aes_128.txt.xz";
const SHA256: &str = "sha256.txt.xz";

/// The first bits are secret.
fn claim(name: &str, inputs: &[u8], secrets: usize, degree: u8) -> Claim {
    let secret: Vec<bool> = (0..inputs.len()).map(|i| i < secrets).collect();
    Claim::new(&circuit(name), &secret, inputs, degree)
}

#[test]
fn published_circuits_agree_with_independent_implementations() {
    for (name, reference) in [(AES, aes as fn(usize) -> _), (SHA256, sha256)] {
        let circuit = circuit(name);
        for seed in 0..5 {
            let (inputs, outputs) = reference(seed);
            assert_eq!(circuit.evaluate(&inputs)[..], outputs, "{name}");
        }
    }
    let [aes, sha256] = [AES, SHA256].map(circuit);
    assert_eq!((aes.and_gates(), aes.and_depth()), (6400, 60));
    assert_eq!((sha256.and_gates(), sha256.and_depth()), (22573, 1607));
}

/// Another gate of the same shape, or the same gate with another operand.
fn changes(gate: &Gate) -> Vec<Gate> {
    match gate.clone() {
        Gate::Xor { inputs, output } => vec![
            Gate::And { inputs, output },
            Gate::Xor {
                inputs: [inputs[0], inputs[0] / 2],
                output,
            },
        ],
        Gate::And { inputs, output } => vec![
            Gate::Xor { inputs, output },
            Gate::And {
                inputs: [inputs[0] / 2, inputs[1]],
                output,
            },
        ],
        Gate::Not { input, output } => vec![
            Gate::Copy { input, output },
            Gate::Constant {
                value: true,
                output,
            },
        ],
        other => unreachable!("published circuits have no {other:?}"),
    }
}

#[test]
fn changed_gates_of_published_circuits_are_noticed() {
    for (name, reference) in [(AES, aes as fn(usize) -> _), (SHA256, sha256)] {
        let circuit = circuit(name);
        let answers: Vec<(Vec<u8>, Vec<u8>)> = (0..40).map(reference).collect();
        let gates = circuit.gates().to_vec();
        let mut tried = 0;
        for at in (0..gates.len()).step_by(gates.len() / 150) {
            for change in changes(&gates[at]) {
                let mut gates = gates.clone();
                gates[at] = change;
                let changed = with_gates(&circuit, gates);
                let mut answers = answers.iter();
                let noticed =
                    answers.any(|(inputs, outputs)| changed.evaluate(inputs)[..] != outputs[..]);
                assert!(noticed, "{name}: {:?} at {at}", changed.gates()[at]);
                tried += 1;
            }
        }
        println!("{name}: {tried} changed gates, all noticed");
        assert!(tried >= 300);
    }
}

#[test]
fn no_equation_of_published_circuits_is_superfluous() {
    let inputs = (0..60).map(|seed| aes(seed).0);
    let secret: Vec<bool> = (0..256).map(|i| i < 128).collect();
    let of_aes = claims(&circuit(AES), &secret, inputs, 4);
    check_operations(AES, Claims::honest(&of_aes), 60);
    check_equations(&of_aes[0].0, 13);
    check_equations(&claim(SHA256, &sha256(1).0, 768, MAX_DEGREE), 211);
}

#[test]
fn published_circuits_are_enforced() {
    for (name, inputs, secrets, step) in [
        (AES, aes(1).0, 128, 31),
        (SHA256, sha256(1).0, 512, 397),
        (SHA256, sha256(2).0, 768, 397),
    ] {
        // The polynomials of the tests have degrees below 16.
        let claim = claim(name, &inputs, secrets, 15);
        check(&claim, step);
        check_degrees(&claim);
    }
}

#[test]
fn proofs_are_as_small_as_planned() {
    for (name, (inputs, _), secrets, target, committed, degree, len) in [
        (AES, aes(0), 128, 9_000, 2441, 4, 8_252),
        (SHA256, sha256(0), 512, 30_000, 10366, 16, 27_164),
        (SHA256, sha256(0), 768, 30_000, 10641, 16, 27_724),
    ] {
        let claim = claim(name, &inputs, secrets, MAX_DEGREE);
        let analysis = Analysis::of(&claim);
        assert_eq!((analysis.committed, analysis.degree), (committed, degree));

        let header = Header {
            level: SecurityLevel::L128,
            profile: Profile::Fast,
            degree,
        };
        let instance = Instance {
            circuit: &claim,
            analysis,
            parameters: header.parameters(),
            statement: name.as_bytes(),
            context: b"",
        };
        let backend = Backend::detect();
        let witness = claim.witness().unwrap();
        let proof =
            prover::prove::<2, _>(header, &instance, backend.into(), &witness, &[7; 64]).unwrap();
        verifier::verify::<2, _>(header, &instance, backend.into(), &proof).unwrap();
        assert_eq!(proof.len(), len);
        assert!(len <= target);
    }
}

#[test]
fn a_larger_field_makes_degrees_dearer() {
    let circuit = circuit(AES);
    let secret: Vec<bool> = (0..256).map(|i| i < 128).collect();
    let [low, high] =
        [0, 100_000].map(|lambda| Plans::search(&circuit, &secret, lambda).under(MAX_DEGREE));
    assert!(low.committed_bits() < high.committed_bits());
    assert_eq!(high.degree(), 2);
}

/// Prover and verifier must find the same plan, whatever version of this library they run. A second implementation of
/// `docs/protocol.md`, 7.9, in Python, gave the same committed nodes.
#[test]
fn plans_are_pinned() {
    for (name, secrets, nodes) in [
        (
            "adder.txt",
            64,
            "73d28a74ec2183a53b6624df0f2ea5089b75ed7bcd54e455a7f46bb57c11da29",
        ),
        // Without an end of the search, eight nodes less.
        (
            "long_search.txt",
            64,
            "8b2bd79a0defcb75128e8f22de601649098c9d40e3da69563d2587efef23907d",
        ),
        (
            AES,
            128,
            "0683a5f4a8ceea19476a3b51b416001dcc415d8ed2d859e2e00658ac556bab2e",
        ),
        (
            SHA256,
            512,
            "85033302466db09ba28118b7128e2ac43ec87425392e03b4f8992fb40fff65f4",
        ),
    ] {
        let circuit = circuit(name);
        let secret: Vec<bool> = (0..circuit.input_bits()).map(|i| i < secrets).collect();
        let plan = || Plans::search(&circuit, &secret, 128).under(MAX_DEGREE);
        assert_eq!(plan(), plan());
        let plan = plan();
        let mut hash = Sha3_256::new();
        for node in &plan.parts().committed {
            hash.update(node.to_le_bytes());
        }
        assert_eq!(hex::encode(hash.finalize()), nodes, "{name}");
    }
}

/// The plan under a cap is the plan under every smaller cap down to its own degree: a verifier who knows the degree alone
/// finds the prover's plan.
#[test]
fn plans_stay_within_caps_and_are_those_of_their_degree() {
    for (name, secrets) in [
        ("adder.txt", 64),
        ("adder.txt", 0),
        (AES, 128),
        (SHA256, 512),
    ] {
        let circuit = circuit(name);
        let secret: Vec<bool> = (0..circuit.input_bits()).map(|i| i < secrets).collect();
        for lambda in [128, 256] {
            check_caps(&Plans::search(&circuit, &secret, lambda), lambda);
        }
    }
}

/// What holds for the plans of every circuit.
fn check_caps(plans: &Plans, lambda: usize) {
    let cost = |plan: &Plan| plan.committed_bits() + lambda * usize::from(plan.degree());
    for cap in 1..=24 {
        let plan = plans.under(cap);
        assert!(plan.degree() <= cap.max(2));
        for smaller in plan.degree()..=cap {
            assert_eq!(plans.under(smaller), plan, "{smaller} of {cap}");
        }
        // The plan without a cap is the cheapest one.
        assert!(cost(&plans.under(u8::MAX)) <= cost(&plan));
    }
}

proptest! {
    #[test]
    fn plans_of_any_circuit_are_those_of_their_degree(
        circuit in any_circuit(),
        random: u64,
        lambda in prop::sample::select(&[0usize, 1, 128][..]),
    ) {
        let secret: Vec<bool> = number_bits(random, circuit.input_bits())
            .map(|bit| bit == 1)
            .collect();
        check_caps(&Plans::search(&circuit, &secret, lambda), lambda);
    }
}
