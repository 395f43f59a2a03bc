//! The constraints of a circuit, evaluated as its plan says.
//!
//! Every sum and product of the network is one equation, which either defines a wire or is asserted. So whatever
//! satisfies the assertions is an evaluation of the circuit.

use super::network::{FALSE, FIRST_INPUT, TRUE};
use super::plan::{Parts, Plan, Value};
use super::search::Rule;
use crate::circuit::plain::Plain;
use crate::circuit::Evaluator;

/// Enforces that the circuit of `plan` maps `inputs` to `outputs`. Inputs are in order: wires of degree 1 where the
/// plan has secret bits, else constants.
///
/// Committed, in the order of the network: the nodes that the plan chose.
///
/// # Panics
/// When there is another number of inputs or outputs than the circuit has.
pub fn assert_outputs<E: Evaluator>(
    evaluator: &mut E,
    plan: &Plan,
    inputs: &[E::Wire],
    outputs: &[bool],
) {
    let parts = plan.parts();
    assert_eq!(inputs.len(), parts.inputs, "input bits");
    assert_eq!(outputs.len(), parts.outputs.len(), "output bits");

    let mut committed = evaluator.buffer(parts.committed.len());
    evaluator.hint(&[inputs], &mut committed, |operands, out| {
        let mut plain = Plain::for_hint();
        let mut bits = plain.buffer(parts.steps.len());
        set_leaves(&plain, &mut bits, operands[0]);
        for (id, step) in parts.steps.iter().enumerate() {
            if step.rule != Rule::Leaf {
                bits[id] = by_rule(&mut plain, step.rule, &bits);
            }
        }
        for (out, id) in out.iter_mut().zip(&parts.committed) {
            *out = bits[*id as usize];
        }
    });

    let mut wires = evaluator.buffer(parts.steps.len());
    set_leaves(evaluator, &mut wires, inputs);
    for (id, wire) in parts.committed.iter().zip(committed.iter()) {
        wires[*id as usize] = *wire;
    }
    for (output, bit) in parts.outputs.iter().zip(outputs) {
        if output.given {
            wires[output.node as usize] = evaluator.constant(*bit);
        }
    }
    assert_equations(evaluator, parts, &mut wires);
    for (output, bit) in parts.outputs.iter().zip(outputs) {
        if !output.given {
            let mut difference = [evaluator.constant(*bit)];
            evaluator.xor_assign(&mut difference, &wires[output.node as usize..][..1]);
            evaluator.assert_zero(&difference);
        }
    }
}

/// Gives every node its value; asserts the equations that did not define one, in order.
fn assert_equations<E: Evaluator>(evaluator: &mut E, parts: &Parts, wires: &mut [E::Wire]) {
    let asserted = parts.steps.iter().filter(|step| step.asserted).count();
    // One call for all: an evaluator is faster on slices.
    let mut differences = evaluator.buffer(asserted);
    let mut next = 0;
    for (id, step) in parts.steps.iter().enumerate() {
        match step.value {
            Value::Given => {}
            Value::Rule => wires[id] = by_rule(evaluator, step.rule, wires),
            Value::Back(sum, other) => {
                wires[id] = by_rule(evaluator, Rule::Xor(sum, other), wires);
            }
        }
        if step.asserted {
            let difference = &mut differences[next..=next];
            difference[0] = by_rule(evaluator, step.rule, wires);
            evaluator.xor_assign(difference, &wires[id..=id]);
            next += 1;
        }
    }
    evaluator.assert_zero(&differences);
}

fn set_leaves<E: Evaluator>(evaluator: &E, wires: &mut [E::Wire], inputs: &[E::Wire]) {
    wires[FALSE as usize] = evaluator.constant(false);
    wires[TRUE as usize] = evaluator.constant(true);
    wires[FIRST_INPUT as usize..][..inputs.len()].copy_from_slice(inputs);
}

fn by_rule<E: Evaluator>(evaluator: &mut E, rule: Rule, wires: &[E::Wire]) -> E::Wire {
    let wire = |id: u32| std::slice::from_ref(&wires[id as usize]);
    let mut out = [evaluator.constant(false)];
    match rule {
        Rule::Leaf => unreachable!("a constant or an input is given"),
        Rule::Xor(a, b) => evaluator.xor(&mut out, [wire(a), wire(b)]),
        Rule::And(a, b) => evaluator.and(&mut out, wire(a), wire(b)),
        Rule::Split(a, b) => evaluator.and_xor(&mut out, [wire(a)], [wire(b)], [wire(a)]),
    }
    out[0]
}
