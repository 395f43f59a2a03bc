//! A circuit as a network of sums and products: constants folded, no node twice, nothing that no output needs.
//!
//! A product of two sums with a common term, (a + c)(b + c), has a partner node a + b. The Boolean identity
//! uv = u + u(u + v) then gives three ways to evaluate it, and the best pair of u, v, u + v has the lowest degree. This
//! matters for the carry c + (a + c)(b + c) of a ripple-carry adder: with c in both factors its degree would
//! double with every bit.

use super::{BooleanCircuit, Gate, WireId};
use std::collections::BTreeMap;

/// The number of a node.
pub(super) type NodeId = u32;

/// The first nodes: the constants.
pub(super) const FALSE: NodeId = 0;
pub(super) const TRUE: NodeId = 1;
/// The nodes after the constants: the inputs, then the sums and products in an order of evaluation.
pub(super) const FIRST_INPUT: NodeId = 2;

/// One node. Operands come before it, and the first operand before the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Node {
    /// A constant or an input.
    Leaf,
    /// The sum of two nodes.
    Xor(NodeId, NodeId),
    /// The product of two nodes.
    And(NodeId, NodeId),
}

/// The network of a circuit.
#[derive(Debug)]
pub(super) struct Network {
    pub(super) nodes: Vec<Node>,
    /// For a product whose factors are sums with a common term: the sum of the factors.
    pub(super) partners: Vec<Option<NodeId>>,
    /// The nodes of the output bits, in order.
    pub(super) outputs: Vec<NodeId>,
}

impl Network {
    pub(super) fn of(circuit: &BooleanCircuit) -> Self {
        let mut builder = Builder::new(circuit.input_bits());
        // Every wire is written before it is read.
        let mut node_of = vec![FALSE; circuit.wires()];
        for (wire, node) in node_of[..circuit.input_bits()]
            .iter_mut()
            .zip(FIRST_INPUT..)
        {
            *wire = node;
        }
        for gate in circuit.gates() {
            let read = |wire: WireId| node_of[wire as usize];
            match gate {
                Gate::Xor { inputs, output } => {
                    let [a, b] = inputs.map(read);
                    node_of[*output as usize] = builder.xor(a, b);
                }
                Gate::Not { input, output } => {
                    node_of[*output as usize] = builder.xor(read(*input), TRUE);
                }
                Gate::Constant { value, output } => {
                    node_of[*output as usize] = if *value { TRUE } else { FALSE };
                }
                Gate::Copy { input, output } => node_of[*output as usize] = read(*input),
                Gate::And { .. } | Gate::ManyAnd { .. } => {
                    for [a, b, product] in gate.products() {
                        let [a, b] = [a, b].map(|wire| node_of[wire as usize]);
                        node_of[product as usize] = builder.and(a, b);
                    }
                }
            }
        }
        let first_output = circuit.wires() - circuit.output_bits();
        builder.network.outputs = node_of[first_output..].to_vec();
        builder.network.pruned(circuit.input_bits())
    }

    /// Without the sums and products that no output needs.
    fn pruned(self, inputs: usize) -> Self {
        let leaves = FIRST_INPUT as usize + inputs;
        let mut needed = vec![false; self.nodes.len()];
        needed[..leaves].fill(true);
        for output in &self.outputs {
            needed[*output as usize] = true;
        }
        for (id, node) in self.nodes.iter().enumerate().rev() {
            if let (true, Node::Xor(a, b) | Node::And(a, b)) = (needed[id], *node) {
                for operand in [a, b].into_iter().chain(self.partners[id]) {
                    needed[operand as usize] = true;
                }
            }
        }
        let mut renamed = vec![FALSE; self.nodes.len()];
        let mut nodes = Vec::with_capacity(self.nodes.len());
        let mut partners = Vec::with_capacity(self.nodes.len());
        for id in (0..self.nodes.len()).filter(|id| needed[*id]) {
            let rename = |old: NodeId| renamed[old as usize];
            nodes.push(match self.nodes[id] {
                Node::Leaf => Node::Leaf,
                Node::Xor(a, b) => Node::Xor(rename(a), rename(b)),
                Node::And(a, b) => Node::And(rename(a), rename(b)),
            });
            partners.push(self.partners[id].map(rename));
            renamed[id] = nodes.len() as NodeId - 1;
        }
        let outputs = self.outputs.iter().map(|id| renamed[*id as usize]);
        Self {
            nodes,
            partners,
            outputs: outputs.collect(),
        }
    }
}

struct Builder {
    network: Network,
    /// A tree, because a hash table needs randomness against circuits that are made to collide, and verifying has none.
    known: BTreeMap<Node, NodeId>,
}

impl Builder {
    fn new(inputs: usize) -> Self {
        let leaves = FIRST_INPUT as usize + inputs;
        Self {
            network: Network {
                nodes: vec![Node::Leaf; leaves],
                partners: vec![None; leaves],
                outputs: Vec::new(),
            },
            known: BTreeMap::new(),
        }
    }

    fn xor(&mut self, a: NodeId, b: NodeId) -> NodeId {
        match (a.min(b), a.max(b)) {
            (a, b) if a == b => FALSE,
            (FALSE, b) => b,
            (a, b) => self.node(Node::Xor(a, b), None),
        }
    }

    fn and(&mut self, a: NodeId, b: NodeId) -> NodeId {
        match (a.min(b), a.max(b)) {
            (a, b) if a == b => a,
            (FALSE, _) => FALSE,
            (TRUE, b) => b,
            (a, b) => {
                let partner = self.partner(a, b);
                self.node(Node::And(a, b), partner)
            }
        }
    }

    /// The sum of two sums with a common term, which does not contain that term.
    fn partner(&mut self, u: NodeId, v: NodeId) -> Option<NodeId> {
        let [Node::Xor(a, b), Node::Xor(c, d)] = [u, v].map(|id| self.network.nodes[id as usize])
        else {
            return None;
        };
        let (x, y) = match () {
            () if a == c => (b, d),
            () if a == d => (b, c),
            () if b == c => (a, d),
            () if b == d => (a, c),
            () => return None,
        };
        Some(self.xor(x, y))
    }

    fn node(&mut self, node: Node, partner: Option<NodeId>) -> NodeId {
        let Network {
            nodes, partners, ..
        } = &mut self.network;
        *self.known.entry(node).or_insert_with(|| {
            nodes.push(node);
            partners.push(partner);
            nodes.len() as NodeId - 1
        })
    }
}
