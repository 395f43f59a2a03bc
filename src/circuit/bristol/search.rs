//! Reverse deletion: the search behind a plan.
//!
//! A node is *known* if it is committed or an output. If a known sum z = x + y is the way back to x, which comes after
//! y and is not known itself, then x gets the value z + y: the sum's equation defines it, and its own equation is
//! asserted in place of the sum's. With the sums of an adder committed, its carries need no commitment.

use super::network::{Node, NodeId};
use super::shape::Shape;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// What no deletion may exceed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// Degree of a factor.
    pub(super) factor: u8,
    /// Degree of a node.
    pub(super) degree: u8,
}

/// The most nodes that the changes of degree by one deletion may affect, with repetitions. It hardly matters for the published
/// circuits.
const REACH: usize = 256;

/// How many all deletions of a search that are tried may affect together, for each node of the network: it bounds the time of a search
/// by the size of the circuit. For the published circuits there are at most 7.
const EFFORT: usize = 16;

/// How a node follows from its operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    /// It does not: it is a constant or an input.
    Leaf,
    /// a + b.
    Xor(NodeId, NodeId),
    /// a·b.
    And(NodeId, NodeId),
    /// a + a·b, where b is the sum of both factors.
    Split(NodeId, NodeId),
}

/// A choice of committed nodes, and the degrees that follow.
pub(super) struct Choice<'a> {
    shape: &'a Shape<'a>,
    committed: Vec<bool>,
    degrees: Vec<u8>,
}

impl<'a> Choice<'a> {
    /// Starts with all of `candidates` committed and deletes, in their order, what the limits permit, as long as there is effort left.
    pub(super) fn search(shape: &'a Shape, candidates: &[NodeId], limits: Limits) -> Self {
        let mut choice = Self {
            shape,
            committed: vec![false; shape.degrees.len()],
            degrees: shape.degrees.clone(),
        };
        for id in candidates {
            choice.committed[*id as usize] = true;
        }
        let mut affected = Affected::new(shape.degrees.len());
        let mut changes = Vec::new();
        let mut reached = 0;
        for id in candidates {
            if reached > EFFORT * choice.degrees.len() {
                break;
            }
            choice.committed[*id as usize] = false;
            changes.clear();
            if !choice.propagate(*id, limits, &mut affected, &mut changes, &mut reached) {
                affected.clear();
                // A node may have changed twice: the oldest degree is restored last.
                for (node, degree) in changes.iter().rev() {
                    choice.degrees[*node as usize] = *degree;
                }
                choice.committed[*id as usize] = true;
            }
        }
        choice
    }

    /// The choice of exactly these nodes, which the limits permitted.
    pub(super) fn of(shape: &'a Shape, committed: &[NodeId]) -> Self {
        let mut choice = Self {
            shape,
            committed: vec![false; shape.degrees.len()],
            degrees: shape.degrees.clone(),
        };
        for id in committed {
            choice.committed[*id as usize] = true;
        }
        // A degree follows from those of nodes before it, and of known sums, which are right from the start.
        for (id, node) in (0..).zip(&shape.network.nodes) {
            if *node != Node::Leaf {
                choice.degrees[id as usize] = choice.degree_by(id, choice.rule(id));
            }
        }
        choice
    }

    /// The degree of the value of a node with this rule, by the degrees of others.
    fn degree_by(&self, id: NodeId, rule: Rule) -> u8 {
        match self.back(id) {
            _ if self.shape.is_output[id as usize] => 0,
            _ if self.committed[id as usize] => 1,
            Some((sum, other)) => self.degree(sum).max(self.degree(other)),
            None => self.rule_degree(rule),
        }
    }

    /// Brings the degrees up to date after the deletion of `id`, keeps the old ones in `changes`, and adds to `reached` how many nodes
    /// their changes affect. Stops with `false` where a limit is exceeded.
    fn propagate(
        &mut self,
        id: NodeId,
        limits: Limits,
        affected: &mut Affected,
        changes: &mut Vec<(NodeId, u8)>,
        reached: &mut usize,
    ) -> bool {
        let most = *reached + REACH;
        affected.insert(id);
        if let Some(node) = self.shape.back_of[id as usize] {
            affected.insert(node);
        }
        while let Some(node) = affected.take_first() {
            let rule = self.rule(node);
            if self.rule_degree(rule) > limits.degree || self.factor_degree(rule) > limits.factor {
                return false;
            }
            let degree = self.degree_by(node, rule);
            if degree != self.degree(node) {
                changes.push((node, self.degree(node)));
                self.degrees[node as usize] = degree;
                let readers = self.shape.readers(node);
                *reached += readers.len();
                if *reached > most {
                    return false;
                }
                for reader in readers {
                    affected.insert(*reader);
                }
            }
        }
        true
    }

    /// The committed nodes, in the order of their numbers.
    pub(super) fn committed_nodes(&self) -> Vec<NodeId> {
        let nodes = (0..).zip(&self.committed);
        nodes
            .filter_map(|(id, committed)| committed.then_some(id))
            .collect()
    }

    /// The largest degree of an asserted equation.
    pub(super) fn asserted_degree(&self) -> u8 {
        let nodes = 0..self.degrees.len() as NodeId;
        nodes
            .filter(|id| self.is_asserted(*id))
            .map(|id| self.degree(id).max(self.rule_degree(self.rule(id))))
            .max()
            .unwrap_or(0)
    }

    /// Whether the node is committed or an output.
    pub(super) fn is_known(&self, id: NodeId) -> bool {
        self.committed[id as usize] || self.shape.is_output[id as usize]
    }

    /// The known sum and the other operand from which the node gets its value, if it goes that way.
    pub(super) fn back(&self, id: NodeId) -> Option<(NodeId, NodeId)> {
        self.shape.back[id as usize].filter(|(sum, _)| self.is_known(*sum) && !self.is_known(id))
    }

    /// Whether the node's own equation is asserted: that of every known node, except that another node which
    /// gets its value from a known sum stands in for the sum.
    pub(super) fn is_asserted(&self, id: NodeId) -> bool {
        if !self.is_known(id) {
            return self.back(id).is_some();
        }
        let back_of = self.shape.back_of[id as usize];
        back_of.is_none_or(|node| self.back(node).is_none())
    }

    /// The degree of the node's value.
    pub(super) fn degree(&self, id: NodeId) -> u8 {
        self.degrees[id as usize]
    }

    /// The node's equation; for a product, the first of the possible ones that have the lowest degree.
    pub(super) fn rule(&self, id: NodeId) -> Rule {
        let (u, v) = match self.shape.network.nodes[id as usize] {
            Node::Leaf => return Rule::Leaf,
            Node::Xor(a, b) => return Rule::Xor(a, b),
            Node::And(u, v) => (u, v),
        };
        let mut best = Rule::And(u, v);
        if let Some(partner) = self.shape.network.partners[id as usize] {
            for factor in [u, v] {
                let split = Rule::Split(factor, partner);
                if self.rule_degree(split) < self.rule_degree(best) {
                    best = split;
                }
            }
        }
        best
    }

    fn rule_degree(&self, rule: Rule) -> u8 {
        match rule {
            Rule::Leaf => 0,
            Rule::Xor(a, b) => self.degree(a).max(self.degree(b)),
            Rule::And(a, b) | Rule::Split(a, b) => self.degree(a) + self.degree(b),
        }
    }

    fn factor_degree(&self, rule: Rule) -> u8 {
        match rule {
            Rule::Leaf | Rule::Xor(..) => 0,
            Rule::And(a, b) | Rule::Split(a, b) => self.degree(a).max(self.degree(b)),
        }
    }
}

/// The nodes whose degree must be computed again, first node first.
struct Affected {
    queue: BinaryHeap<Reverse<NodeId>>,
    queued: Vec<bool>,
}

impl Affected {
    fn new(nodes: usize) -> Self {
        Self {
            queue: BinaryHeap::new(),
            queued: vec![false; nodes],
        }
    }

    fn insert(&mut self, id: NodeId) {
        if !std::mem::replace(&mut self.queued[id as usize], true) {
            self.queue.push(Reverse(id));
        }
    }

    fn take_first(&mut self) -> Option<NodeId> {
        let Reverse(id) = self.queue.pop()?;
        self.queued[id as usize] = false;
        Some(id)
    }

    fn clear(&mut self) {
        while self.take_first().is_some() {}
    }
}
