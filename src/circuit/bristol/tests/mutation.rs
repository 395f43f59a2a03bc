//! Changed operations and missing equations.

use super::super::search::Rule;
use super::*;
use crate::circuit::mutation::{check_operations, Claims};

impl Claim {
    /// The nodes whose equations are constraints, in order.
    fn asserted(&self) -> impl Iterator<Item = usize> + '_ {
        let steps = self.plan.parts().steps.iter().enumerate();
        steps.filter(|(_, step)| step.asserted).map(|(id, _)| id)
    }

    /// The claim that is true if node `wrong` of the network is inverted, and its committed bits.
    fn with_node_inverted(&self, wrong: usize) -> (Self, Vec<u8>) {
        let parts = self.plan.parts();
        // The constants and the inputs come first.
        let mut bits = [&[0, 1], &self.inputs[..]].concat();
        for (id, step) in parts.steps.iter().enumerate() {
            let bit = |id: u32| bits[id as usize];
            let value = match step.rule {
                Rule::Leaf => continue,
                Rule::Xor(a, b) => bit(a) ^ bit(b),
                Rule::And(a, b) => bit(a) & bit(b),
                Rule::Split(a, b) => bit(a) & (bit(b) ^ 1),
            };
            bits.push(value ^ u8::from(id == wrong));
        }
        let outputs = parts
            .outputs
            .iter()
            .map(|output| bits[output.node as usize] == 1);
        let committed = parts.committed.iter().map(|id| bits[*id as usize]);
        let witness = self.secret_inputs().into_iter().chain(committed).collect();
        (self.with_outputs(outputs.collect()), witness)
    }
}

/// Leaves out the equation of every `step`th node: then another claim has a witness.
pub(in super::super) fn check_equations(claim: &Claim, step: usize) {
    for (constraint, node) in claim.asserted().enumerate().step_by(step) {
        let (wrong, witness) = claim.with_node_inverted(node);
        assert_eq!(violations(&wrong, &witness), [constraint], "node {node}");
    }
}

/// True claims about these inputs, with their committed bits.
pub(in super::super) fn claims(
    circuit: &BooleanCircuit,
    secret: &[bool],
    inputs: impl IntoIterator<Item = Vec<u8>>,
    degree: u8,
) -> Vec<(Claim, Vec<Vec<u8>>)> {
    let plan = Plans::search(circuit, secret, 128).under(degree);
    let of = |inputs: Vec<u8>| {
        let claim = Claim::planned(plan.clone(), circuit, secret, &inputs);
        let witness = claim.witness().unwrap();
        (claim, vec![witness])
    };
    inputs.into_iter().map(of).collect()
}

/// Calls `check` with name, circuit, secret inputs and degree.
fn for_small_circuits(check: impl Fn(&str, &BooleanCircuit, &[bool], u8)) {
    for name in SMALL {
        let circuit = circuit(name);
        for pattern in [u64::MAX, 0x5a5a_1234_5678_9abd] {
            let secret: Vec<bool> = number_bits(pattern, circuit.input_bits())
                .map(|bit| bit == 1)
                .collect();
            for degree in [2, 7] {
                check(name, &circuit, &secret, degree);
            }
        }
    }
}

#[test]
fn no_equation_of_small_circuits_is_superfluous() {
    for_small_circuits(|_, circuit, secret, degree| {
        for number in [0x0123_4567_89ab_cdef, 0xfedc_ba98_0f1e_2d3c] {
            let inputs: Vec<u8> = number_bits(number, secret.len()).collect();
            check_equations(&Claim::new(circuit, secret, &inputs, degree), 1);
        }
    });
}

#[test]
fn changed_operations_of_small_circuits_are_noticed() {
    for_small_circuits(|name, circuit, secret, degree| {
        // Multiples of a constant alone have the same carries too often.
        let numbers = (1..200u64).map(|i| {
            let number = i.wrapping_mul(0x9e37_79b9_7f4a_7c15);
            (number ^ number >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9)
        });
        let inputs = numbers.map(|number| number_bits(number, secret.len()).collect());
        let claims = claims(circuit, secret, inputs, degree);
        let name = format!("{name}, degree {degree}");
        check_operations(&name, Claims::honest(&claims), 100);
    });
}
