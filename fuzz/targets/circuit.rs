//! Circuits in Bristol Fashion: what is read has one text, and the constraints that the engine makes of it accept what the gates give, and
//! with the same hints no other output.
//!
//! Input: the text, or a byte ff and gates of which one is made; after a NUL, the bits of its inputs, used again and again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nexuszero::circuit::bristol::{BooleanCircuit, CircuitLimits};
use nexuszero::circuit::plain::Plain;
use nexuszero::config::SecurityLevel;
use nexuszero::error::ErrorKind;
use nexuszero::statement::circuit::{Circuit, Input};
use nexuszero::statement::{CircuitClaim, Claim, Claims, SecretName, Witness};
use nexuszero_fuzz::{check_refusal, within};
use std::borrow::Cow;
use zeroize::Zeroizing;

/// Planning a larger circuit takes as long as a thousand inputs.
const MAX_GATES: usize = 600;
const MAX_BITS: usize = 256;

/// Levels and degree caps at which the engine takes other constraints.
const SCOPES: [(SecurityLevel, u8); 4] = [
    (SecurityLevel::L128, 24),
    (SecurityLevel::L128, 2),
    (SecurityLevel::L192, 5),
    (SecurityLevel::L256, 24),
];

/// A circuit of gates, each three bytes: an operation and the wires that it reads, among those that there are. Most changes of a text make
/// it no circuit; every change of these is another one.
fn generated(bytes: &[u8]) -> String {
    let Some((&[inputs, outputs], bytes)) = bytes.split_first_chunk::<2>() else {
        return String::new();
    };
    let inputs = 2 + usize::from(inputs % 16);
    let gates: Vec<_> = bytes.chunks_exact(3).take(MAX_GATES).collect();
    let outputs = 1 + usize::from(outputs) % gates.len().clamp(1, 32);
    let wires = inputs + gates.len();
    let mut text = format!(
        "{} {wires}\n2 1 {}\n1 {outputs}\n\n",
        gates.len(),
        inputs - 1
    );
    for (output, gate) in (inputs..).zip(gates) {
        // Near wires more often than far ones, which makes circuits deep.
        let wire = |byte: u8| match byte {
            0..0x80 => output - 1 - usize::from(byte) % output.min(8),
            _ => usize::from(byte) % output,
        };
        let (a, b) = (wire(gate[1]), wire(gate[2]));
        text += &match gate[0] % 8 {
            0..=2 => format!("2 1 {a} {b} {output} AND\n"),
            3..=4 => format!("2 1 {a} {b} {output} XOR\n"),
            5 => format!("1 1 {a} {output} INV\n"),
            6 => format!("1 1 {a} {output} EQW\n"),
            _ => format!("1 1 {} {output} EQ\n", gate[1] & 1),
        };
    }
    text
}

/// Bits as bytes 0 or 1, each value packed into whole bytes.
fn packed(widths: &[usize], mut bits: &[u8]) -> Vec<Vec<u8>> {
    let pack = |byte: &[u8]| byte.iter().rev().fold(0, |byte, bit| byte << 1 | bit);
    let mut value = |width: &usize| {
        let (taken, rest) = bits.split_at(*width);
        bits = rest;
        taken.chunks(8).map(pack).collect()
    };
    widths.iter().map(&mut value).collect()
}

fn claims(circuit: &Circuit, inputs: &[Input], outputs: &[u8]) -> Claims {
    let claim = CircuitClaim::new(circuit.clone(), inputs.to_vec(), outputs);
    Claims::single(Claim::Circuit(
        claim.expect("the values are of the stated widths"),
    ))
    .expect("the names are distinct")
}

fn check_constraints(circuit: &Circuit, seed: &[u8]) {
    let gates = circuit.gates();
    let bits: Vec<u8> = (0..gates.input_bits())
        .map(|i| {
            seed.get(i / 8 % seed.len().max(1))
                .map_or(0, |byte| byte >> (i % 8) & 1)
        })
        .collect();
    let outputs = gates.evaluate(&bits);
    // The first value is public where the seed says so.
    let first_public = seed.first().is_some_and(|byte| byte & 0x80 != 0);
    let mut witness = Witness::new();
    let mut inputs = Vec::new();
    for (i, value) in packed(gates.input_widths(), &bits).into_iter().enumerate() {
        if i == 0 && first_public {
            inputs.push(Input::Public { public: value });
        } else {
            let secret = SecretName::new(&format!("input {i}")).expect("a name");
            let set = witness.set(secret.clone(), Zeroizing::new(value));
            set.expect("a short secret");
            inputs.push(Input::Secret { secret });
        }
    }
    let right = claims(
        circuit,
        &inputs,
        &packed(gates.output_widths(), &outputs).concat(),
    );
    let mut flipped = outputs.to_vec();
    flipped[usize::from(seed.last().copied().unwrap_or(0)) % outputs.len()] ^= 1;
    let wrong = claims(
        circuit,
        &inputs,
        &packed(gates.output_widths(), &flipped).concat(),
    );

    let secret = right
        .secret_inputs(&witness)
        .expect("the gates give these outputs");
    let refused = wrong.secret_inputs(&witness).expect_err("other outputs");
    assert_eq!(refused.kind(), ErrorKind::ProofGeneration);
    for (level, cap) in SCOPES {
        let analysis = right.at(level, cap).analysis();
        let accepts = |claims: &Claims| {
            let circuit = claims.at(level, cap);
            Plain::witness(&circuit, &secret, analysis.committed).is_some()
        };
        assert!(accepts(&right), "the right outputs are refused");
        assert!(!accepts(&wrong), "wrong outputs are accepted");
        // A verifier makes the circuit again under the degree that it has.
        let again = right.at(level, analysis.degree).analysis();
        assert_eq!(again, analysis, "another circuit under its own degree");
    }
}

fuzz_target!(|data: &[u8]| {
    let end = data
        .iter()
        .position(|byte| *byte == 0)
        .unwrap_or(data.len());
    let seed = data.get(end + 1..).unwrap_or(&[]);
    let text: Cow<[u8]> = match &data[..end] {
        [0xff, gates @ ..] => generated(gates).into_bytes().into(),
        text => text.into(),
    };
    let text = &*text;
    let limits = CircuitLimits::default();
    let parse = || BooleanCircuit::parse(text, &limits);
    let circuit = match within((4 << 20) + 64 * text.len(), parse) {
        Ok(circuit) => circuit,
        Err(error) => return check_refusal(&error),
    };
    let canonical = circuit.to_bristol();
    let again = BooleanCircuit::parse(canonical.as_bytes(), &limits).expect("its own text");
    assert_eq!(again, circuit);
    assert_eq!(again.to_bristol(), canonical);
    assert!(circuit.and_depth() <= circuit.and_gates());
    let bits = circuit.input_bits().max(circuit.output_bits());
    if circuit.gates().len() <= MAX_GATES && bits <= MAX_BITS {
        let circuit = Circuit::from_bristol(text).expect("it was read before");
        check_constraints(&circuit, seed);
    }
});
