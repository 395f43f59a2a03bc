//! Circuits to test with, and what holds for the constraints of any circuit.

mod mutation;

pub(super) use mutation::{check_equations, claims};

use super::gadget::assert_outputs;
use super::plan::{Plan, Plans};
use super::*;
use crate::circuit::count::Analysis;
use crate::circuit::plain::Plain;
use crate::circuit::testing::{forged, free_bits, polynomials, violations, Polynomials};
use crate::circuit::{Circuit, Evaluator};
use proptest::prelude::*;

/// The bytes of a file of `tests/vectors/bristol`, decompressed.
pub(super) fn file(name: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/bristol/");
    let bytes = std::fs::read(format!("{folder}{name}")).unwrap();
    if !name.ends_with(".xz") {
        return bytes;
    }
    let mut text = Vec::new();
    lzma_rs::xz_decompress(&mut &bytes[..], &mut text).unwrap();
    text
}

pub(super) fn circuit(name: &str) -> BooleanCircuit {
    BooleanCircuit::parse(&file(name), &CircuitLimits::default()).unwrap()
}

/// "I know the secret ones of the inputs, and the outputs are these."
pub(super) struct Claim {
    pub(super) plan: Plan,
    secret: Vec<bool>,
    /// All inputs; the values of the secret ones are not part of the claim.
    inputs: Vec<u8>,
    outputs: Vec<bool>,
}

impl Claim {
    /// The true claim about `inputs`.
    pub(super) fn new(
        circuit: &BooleanCircuit,
        secret: &[bool],
        inputs: &[u8],
        degree: u8,
    ) -> Self {
        let plan = Plans::search(circuit, secret, 128).under(degree);
        Self::planned(plan, circuit, secret, inputs)
    }

    /// The same with a plan of this circuit.
    fn planned(plan: Plan, circuit: &BooleanCircuit, secret: &[bool], inputs: &[u8]) -> Self {
        Self {
            plan,
            secret: secret.to_vec(),
            inputs: inputs.to_vec(),
            outputs: circuit
                .evaluate(inputs)
                .iter()
                .map(|bit| *bit == 1)
                .collect(),
        }
    }

    pub(super) fn secret_inputs(&self) -> Vec<u8> {
        let inputs = self.inputs.iter().zip(&self.secret);
        inputs
            .filter(|(_, secret)| **secret)
            .map(|(bit, _)| *bit)
            .collect()
    }

    pub(super) fn witness(&self) -> Option<Vec<u8>> {
        let committed = Analysis::of(self).committed;
        Plain::witness(self, &self.secret_inputs(), committed).map(|witness| witness.to_vec())
    }

    fn with_output_flipped(&self, bit: usize) -> Self {
        let mut outputs = self.outputs.clone();
        outputs[bit] ^= true;
        self.with_outputs(outputs)
    }

    fn with_outputs(&self, outputs: Vec<bool>) -> Self {
        Self {
            plan: self.plan.clone(),
            secret: self.secret.clone(),
            inputs: self.inputs.clone(),
            outputs,
        }
    }
}

impl Circuit for Claim {
    fn synthesize<E: Evaluator>(&self, evaluator: &mut E) {
        let mut wires = evaluator.buffer(self.inputs.len());
        for ((wire, bit), secret) in wires.iter_mut().zip(&self.inputs).zip(&self.secret) {
            match secret {
                true => evaluator.input(std::slice::from_mut(wire)),
                false => *wire = evaluator.constant(*bit == 1),
            }
        }
        assert_outputs(evaluator, &self.plan, &wires, &self.outputs);
    }
}

/// What holds for every true claim. `step`: every how many bits are changed.
pub(super) fn check(claim: &Claim, step: usize) {
    let analysis = Analysis::of(claim);
    let witness = claim.witness().expect("a true claim has a witness");
    let secrets = claim.secret_inputs().len();
    assert_eq!(analysis.degree, claim.plan.degree().max(1));
    assert_eq!(analysis.committed, secrets + claim.plan.committed_bits());
    assert_eq!(
        analysis.constraints,
        claim.plan.committed_bits() + claim.outputs.len()
    );
    assert!(violations(claim, &witness).is_empty());
    // The inputs determine all committed bits, so every other value violates something.
    let computed = (secrets..witness.len()).step_by(step);
    assert!(free_bits(claim, &witness, computed).is_empty());
    for bit in (0..claim.outputs.len()).step_by(step) {
        let wrong = claim.with_output_flipped(bit);
        assert!(!violations(&wrong, &witness).is_empty(), "output bit {bit}");
        assert_eq!(wrong.witness(), None);
    }
    // Not even with hints computed for another secret.
    for bit in (0..secrets).step_by(step) {
        let mut inputs = claim.inputs.clone();
        let mut secret_bits = (0..inputs.len()).filter(|i| claim.secret[*i]);
        inputs[secret_bits.nth(bit).unwrap()] ^= 1;
        let other = Claim {
            plan: claim.plan.clone(),
            secret: claim.secret.clone(),
            inputs,
            outputs: claim.outputs.clone(),
        };
        let witness = forged(&other, &other.secret_inputs());
        assert_eq!(
            violations(claim, &witness).is_empty(),
            other.witness().is_some()
        );
    }
}

/// The degrees that the plan states are those of the polynomials, for a degree below 16.
pub(super) fn check_degrees(claim: &Claim) {
    let expected = Polynomials {
        degree: claim.plan.degree().into(),
        nonzero: 0,
    };
    assert_eq!(polynomials(claim, &claim.witness().unwrap()), expected);
}

pub(super) fn number_bits(number: u64, bits: usize) -> impl Iterator<Item = u8> {
    (0..bits).map(move |i| (number >> i & 1) as u8)
}

fn number(bits: &[u8]) -> u64 {
    bits.iter()
        .rev()
        .fold(0, |acc, bit| acc << 1 | u64::from(*bit))
}

#[test]
fn the_small_circuits_compute_what_they_say() {
    let [adder, comparator] = ["adder.txt", "comparator.txt"].map(circuit);
    for (a, b) in [
        (0, 0),
        (7, 7),
        (1, u32::MAX),
        (u32::MAX, 1),
        (0x9e37_79b9, 0xdead_beef),
    ] {
        let [a, b] = [a, b].map(u64::from);
        let inputs: Vec<u8> = number_bits(a, 32).chain(number_bits(b, 32)).collect();
        assert_eq!(number(&adder.evaluate(&inputs)), a + b);
        assert_eq!(comparator.evaluate(&inputs)[..], [u8::from(a < b)]);
    }
    let multiplexer = circuit("multiplexer.txt");
    for selector in [0, 1] {
        let inputs: Vec<u8> = [selector]
            .into_iter()
            .chain(number_bits(0x35, 8))
            .chain(number_bits(0xc9, 8))
            .collect();
        let chosen = [0x35, 0xc9][usize::from(selector)];
        assert_eq!(number(&multiplexer.evaluate(&inputs)), chosen);
    }
    assert_eq!((adder.and_gates(), adder.and_depth()), (32, 32));
    assert_eq!((multiplexer.and_gates(), multiplexer.and_depth()), (8, 1));
}

const SMALL: [&str; 4] = [
    "adder.txt",
    "comparator.txt",
    "multiplexer.txt",
    "every_gate.txt",
];

#[test]
fn small_circuits_are_enforced() {
    for name in SMALL {
        let circuit = circuit(name);
        for pattern in [u64::MAX, 0xffff_ffff, 0x5a5a_1234_5678_9abd] {
            let bits = circuit.input_bits();
            let secret: Vec<bool> = number_bits(pattern, bits).map(|bit| bit == 1).collect();
            for degree in [2, 3, 7, 15] {
                let inputs: Vec<u8> = number_bits(0x0123_4567_89ab_cdef, bits).collect();
                let claim = Claim::new(&circuit, &secret, &inputs, degree);
                check(&claim, 1);
                check_degrees(&claim);
                assert!(claim.plan.degree() <= degree);
            }
        }
    }
}

#[test]
fn a_wrong_gate_is_noticed() {
    let circuit = circuit("adder.txt");
    let secret = vec![true; circuit.input_bits()];
    for number in [
        0u64,
        0xffff_ffff_ffff_ffff,
        0x0123_4567_89ab_cdef,
        0xfedc_ba98_7654_3210,
    ] {
        let inputs: Vec<u8> = number_bits(number, 64).collect();
        let claim = Claim::new(&circuit, &secret, &inputs, 7);
        for at in 0..circuit.gates().len() {
            let mut gates = circuit.gates().to_vec();
            gates[at] = match gates[at].clone() {
                Gate::Xor { inputs, output } => Gate::And { inputs, output },
                Gate::And { inputs, output } => Gate::Xor { inputs, output },
                Gate::Not { input, output } => Gate::Copy { input, output },
                Gate::Copy { input, output } => Gate::Not { input, output },
                Gate::Constant { value, output } => Gate::Constant {
                    value: !value,
                    output,
                },
                Gate::ManyAnd { .. } => unreachable!("the adder has none"),
            };
            let changed = with_gates(&circuit, gates);
            assert_ne!(changed.to_bristol(), circuit.to_bristol());
            let same = changed.evaluate(&inputs) == circuit.evaluate(&inputs);
            let other = Claim {
                plan: Plans::search(&changed, &secret, 128).under(7),
                secret: claim.secret.clone(),
                inputs: inputs.clone(),
                outputs: claim.outputs.clone(),
            };
            assert_eq!(other.witness().is_some(), same, "gate {at}");
        }
    }
}

pub(super) fn with_gates(circuit: &BooleanCircuit, gates: Vec<Gate>) -> BooleanCircuit {
    BooleanCircuit(Arc::new(Parts {
        wires: circuit.wires(),
        input_widths: circuit.input_widths().to_vec(),
        output_widths: circuit.output_widths().to_vec(),
        gates,
    }))
}

prop_compose! {
    /// A circuit with random gates of all types.
    pub(super) fn any_circuit()(
        input_widths in prop::collection::vec(1usize..6, 1..4),
        seeds in prop::collection::vec((0..12u8, any::<[u32; 6]>()), 1..80),
        outputs in prop::collection::vec(1usize..6, 1..4),
    ) -> BooleanCircuit {
        let mut wires = input_widths.iter().sum::<usize>() as u32;
        let mut gates = Vec::new();
        for (kind, random) in seeds {
            let [a, b, c, d, e, f] = random.map(|random| random % wires);
            let output = wires;
            gates.push(match kind {
                0..=3 => Gate::Xor { inputs: [a, b], output },
                4..=7 => Gate::And { inputs: [a, b], output },
                8 => Gate::Not { input: a, output },
                9 => Gate::Constant { value: a % 2 == 1, output },
                10 => Gate::Copy { input: a, output },
                _ => Gate::ManyAnd {
                    inputs: [a, b, c, d, e, f].into(),
                    outputs: [output, output + 1, output + 2].into(),
                },
            });
            wires += gates.last().map_or(0, |gate| gate.outputs().len()) as u32;
        }
        // The outputs may reach into the inputs, and be all of the wires.
        let mut output_widths: Vec<usize> = Vec::new();
        for width in outputs {
            let left = wires as usize - output_widths.iter().sum::<usize>();
            output_widths.extend((left > 0).then_some(width.min(left)));
        }
        BooleanCircuit(Arc::new(Parts { wires: wires as usize, input_widths, output_widths, gates }))
    }
}

proptest! {
    #[test]
    fn any_circuit_is_enforced(
        circuit in any_circuit(),
        random in any::<[u64; 2]>(),
        degree in 2..=15u8,
    ) {
        let bits = circuit.input_bits();
        let inputs: Vec<u8> = number_bits(random[0], bits).collect();
        let secret: Vec<bool> = number_bits(random[1], bits).map(|bit| bit == 1).collect();
        let claim = Claim::new(&circuit, &secret, &inputs, degree);
        prop_assert!(claim.plan.degree() <= degree);
        check(&claim, 1);
        prop_assert_eq!(polynomials(&claim, &claim.witness().unwrap()).nonzero, 0);
    }

    #[test]
    fn any_circuit_survives_writing_and_reading(circuit in any_circuit()) {
        let text = circuit.to_bristol();
        let read = BooleanCircuit::parse(text.as_bytes(), &CircuitLimits::default());
        prop_assert_eq!(read.as_ref(), Ok(&circuit));
        prop_assert_eq!(read.unwrap().to_bristol(), circuit.to_bristol());
    }
}
