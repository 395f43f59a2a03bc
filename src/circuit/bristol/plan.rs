//! Which wires of a circuit are committed.
//!
//! A proof has about τ·(ℓ + λ·D) bits: every committed bit counts, and so does the largest degree D of a
//! constraint. The set of committed wires is found by a heuristic, *reverse deletion*: commit every sum and product,
//! then take the bits back one by one, each if all degrees stay within a limit. What remains depends on the order of
//! deletion; wires that should carry the state come last. There are two orders,
//!
//! * by the number of direct uses: words of an ARX hash are read many times, its carries and partial sums are not;
//! * by the number of paths from products to factors, through sums alone, that lead through a wire: the narrow
//!   places between two nonlinear layers, such as the outputs of S-boxes, lie on many.
//!
//! and the one that is better at a small degree is used at all degrees. The search is run once for each of the degrees. Of
//! its results a degree cap allows those that stay within it, and of these the cheapest is the plan. So lowering the cap to
//! the degree of the plan leaves the plan as it is: the others that are then allowed were allowed before.
//!
//! Prover and verifier must find the same plan, so there are only integers here and no hash table is iterated over.
//! `docs/protocol.md`, 7.9, has the same rules in words.

use super::network::{Network, NodeId};
use super::search::{Choice, Limits, Rule};
use super::shape::{Order, Shape};
use super::BooleanCircuit;
use crate::recent::Recent;
use std::sync::Arc;

/// The largest degree that is tried: more would make evaluation slower and proofs hardly smaller.
pub const MAX_DEGREE: u8 = 16;

/// The degree at which the two orders are compared.
const TRIAL_DEGREE: u8 = 4;

/// How every wire of a circuit gets its value, and what is constrained. Clones share one copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan(Arc<Parts>);

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Parts {
    /// One per node of the network.
    pub(super) steps: Vec<Step>,
    pub(super) inputs: usize,
    pub(super) outputs: Vec<Output>,
    /// The committed nodes, in the order of the witness.
    pub(super) committed: Vec<NodeId>,
    degree: u8,
}

/// An output bit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Output {
    pub(super) node: NodeId,
    /// Whether the node is given the public value of this bit. It is not if the node is a constant, an input or an
    /// earlier output bit: then both are asserted to be equal.
    pub(super) given: bool,
}

/// How one node of the network is evaluated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) rule: Rule,
    pub(super) value: Value,
    /// Whether the value is asserted to be what the rule gives.
    pub(super) asserted: bool,
}

/// Where the value of a node is taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// It is a constant or an input, a committed bit or a public output bit.
    Given,
    /// Its rule.
    Rule,
    /// The sum of these two nodes, the first of which is given.
    Back(NodeId, NodeId),
}

/// The plans of a circuit: one for every degree at which allowing as much makes proofs smaller.
#[derive(Debug)]
pub struct Plans {
    circuit: BooleanCircuit,
    secret: Vec<bool>,
    /// Ascending in degree, descending in cost.
    candidates: Vec<Candidate>,
    /// By the number of the candidate.
    made: Recent<usize, Plan>,
}

/// What a search found. The plan itself is larger, and made when it is asked for.
#[derive(Debug)]
struct Candidate {
    degree: u8,
    cost: usize,
    committed: Vec<NodeId>,
}

/// Plans that are kept; to make one again takes a small part of the time of the search.
const MAX_MADE: usize = 4;

impl Plans {
    /// The plans for a circuit whose input bit i is secret, a committed bit, if `secret[i]`. They minimise
    /// ℓ + `lambda`·D, as far as the heuristic goes.
    ///
    /// # Panics
    /// When `secret` does not have one entry per input bit.
    pub fn search(circuit: &BooleanCircuit, secret: &[bool], lambda: usize) -> Self {
        assert_eq!(secret.len(), circuit.input_bits(), "input bits");
        let network = Network::of(circuit);
        let shape = Shape::new(&network, secret);
        let orders = [Order::Uses, Order::Paths].map(|order| (order, shape.candidates(order)));
        let attempt = |(order, candidates): &(Order, Vec<NodeId>), degree: u8| {
            // Where additions follow each other, deletion by uses would spend the whole degree on the first one:
            // a factor gets half of it.
            let factor = match order {
                Order::Uses => degree / 2,
                Order::Paths => degree,
            };
            let choice = Choice::search(&shape, candidates, Limits { factor, degree });
            let (committed, degree) = (choice.committed_nodes(), choice.asserted_degree());
            Candidate {
                degree,
                cost: committed.len() + lambda * usize::from(degree),
                committed,
            }
        };
        let order = orders
            .iter()
            .min_by_key(|order| attempt(order, TRIAL_DEGREE).cost)
            .expect("two orders");
        let found = (2..=MAX_DEGREE).map(|degree| attempt(order, degree));
        Self {
            circuit: circuit.clone(),
            secret: secret.to_vec(),
            candidates: cheapest_under_caps(found.collect()),
            made: Recent::new(MAX_MADE),
        }
    }

    /// The plan under a degree cap; one below 2 counts as 2, the degree of a product of committed bits.
    pub fn under(&self, cap: u8) -> Plan {
        let allowed = |candidate: &Candidate| candidate.degree <= cap.max(2);
        let candidate = self.candidates.iter().rposition(allowed);
        let candidate = candidate.expect("a search at degree 2 stays within 2");
        self.made.get(candidate, |candidate| {
            let network = Network::of(&self.circuit);
            let shape = Shape::new(&network, &self.secret);
            let choice = Choice::of(&shape, &self.candidates[*candidate].committed);
            let inputs = self.secret.len();
            Plan(Arc::new(Parts::new(&network, &shape, &choice, inputs)))
        })
    }
}

/// Of the candidates for one degree after the other: for every cap the first of the cheapest that stay within it.
fn cheapest_under_caps(mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    let best = |cap| {
        let allowed = (0..candidates.len()).filter(|i| candidates[*i].degree <= cap);
        allowed.min_by_key(|i| candidates[*i].cost)
    };
    let kept: Vec<_> = (2..=MAX_DEGREE).filter_map(best).collect();
    let mut number = 0..;
    candidates.retain(|_| number.next().is_some_and(|i| kept.contains(&i)));
    candidates.sort_by_key(|candidate| candidate.degree);
    candidates
}

impl Plan {
    /// ℓ without the secret inputs: the bits that the gadget commits.
    pub fn committed_bits(&self) -> usize {
        self.0.committed.len()
    }

    /// D: the largest degree of a constraint. It is 0 if no output depends on a secret input.
    pub fn degree(&self) -> u8 {
        self.0.degree
    }

    pub(super) fn parts(&self) -> &Parts {
        &self.0
    }
}

impl Parts {
    fn new(network: &Network, shape: &Shape, choice: &Choice, inputs: usize) -> Self {
        let nodes = 0..network.nodes.len() as NodeId;
        let steps = nodes.map(|id| {
            let rule = choice.rule(id);
            let value = match choice.back(id) {
                Some((sum, other)) => Value::Back(sum, other),
                None if rule == Rule::Leaf || choice.is_known(id) => Value::Given,
                None => Value::Rule,
            };
            let asserted = choice.is_asserted(id);
            Step {
                rule,
                value,
                asserted,
            }
        });
        let mut taken = vec![false; network.nodes.len()];
        let outputs = network.outputs.iter().map(|id| {
            let first = !std::mem::replace(&mut taken[*id as usize], true);
            Output {
                node: *id,
                given: first && shape.is_output[*id as usize],
            }
        });
        // An output that is an input is asserted as well.
        let degree_of_outputs = network.outputs.iter().map(|id| choice.degree(*id)).max();
        Self {
            steps: steps.collect(),
            inputs,
            outputs: outputs.collect(),
            committed: choice.committed_nodes(),
            degree: choice.asserted_degree().max(degree_of_outputs.unwrap_or(0)),
        }
    }
}

#[cfg(test)]
mod tests;
