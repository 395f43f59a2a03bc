//! What the search for a plan needs to know about a network, whatever is committed.

use super::network::{Network, Node, NodeId, FIRST_INPUT};

/// Which nodes are deleted last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// Those that most nodes read.
    Uses,
    /// Those on most paths from a product or input to a factor or output, through sums alone.
    Paths,
}

/// What the search needs to know about a network.
pub(super) struct Shape<'a> {
    pub(super) network: &'a Network,
    pub(super) is_output: Vec<bool>,
    /// For a node: the sum that is its way back, and the other operand of that sum.
    pub(super) back: Vec<Option<(NodeId, NodeId)>>,
    /// For a sum: the node whose way back it is.
    pub(super) back_of: Vec<Option<NodeId>>,
    /// The nodes whose degree depends on that of node i are `readers[first_reader[i]..first_reader[i + 1]]`.
    readers: Vec<NodeId>,
    first_reader: Vec<u32>,
    /// Degrees when everything that depends on a secret is committed.
    pub(super) degrees: Vec<u8>,
    /// The nodes that may be committed.
    candidates: Vec<NodeId>,
    uses: Vec<u32>,
}

impl<'a> Shape<'a> {
    pub(super) fn new(network: &'a Network, secret: &[bool]) -> Self {
        let nodes = &network.nodes;
        let mut is_output = vec![false; nodes.len()];
        for output in &network.outputs {
            is_output[*output as usize] = nodes[*output as usize] != Node::Leaf;
        }
        let mut uses = vec![0; nodes.len()];
        for operand in nodes.iter().flat_map(operands) {
            uses[operand as usize] += 1;
        }

        let mut degrees = vec![0; nodes.len()];
        for (degree, secret) in degrees[FIRST_INPUT as usize..].iter_mut().zip(secret) {
            *degree = u8::from(*secret);
        }
        let mut candidates = Vec::new();
        for (id, node) in (0..).zip(nodes) {
            if operands(node).any(|operand| degrees[operand as usize] == 1)
                && !is_output[id as usize]
            {
                degrees[id as usize] = 1;
                candidates.push(id);
            }
        }

        let mut back: Vec<Option<(NodeId, NodeId)>> = vec![None; nodes.len()];
        for (sum, node) in (0..).zip(nodes) {
            let Node::Xor(other, late) = *node else {
                continue;
            };
            let worth = |sum: NodeId| (is_output[sum as usize], uses[sum as usize]);
            let back = &mut back[late as usize];
            if nodes[late as usize] != Node::Leaf
                && degrees[late as usize] == 1
                && back.is_none_or(|(known, _)| worth(sum) > worth(known))
            {
                *back = Some((sum, other));
            }
        }
        let mut back_of = vec![None; nodes.len()];
        for (node, back) in (0..).zip(&back) {
            if let Some((sum, _)) = back {
                back_of[*sum as usize] = Some(node);
            }
        }

        let (readers, first_reader) = readers(network, &back);
        Self {
            network,
            is_output,
            back,
            back_of,
            readers,
            first_reader,
            degrees,
            candidates,
            uses,
        }
    }

    /// The candidates in the order of deletion.
    pub(super) fn candidates(&self, order: Order) -> Vec<NodeId> {
        let mut candidates = self.candidates.clone();
        match order {
            Order::Uses => candidates.sort_by_key(|id| self.uses[*id as usize]),
            Order::Paths => {
                let paths = self.paths();
                candidates.sort_by_key(|id| paths[*id as usize]);
            }
        }
        candidates
    }

    /// The number of paths through every node. Both factors saturate at 2^64 − 1.
    fn paths(&self) -> Vec<u128> {
        let nodes = &self.network.nodes;
        let mut from = vec![1u64; nodes.len()];
        for (id, node) in nodes.iter().enumerate() {
            if let Node::Xor(a, b) = *node {
                from[id] = from[a as usize].saturating_add(from[b as usize]);
            }
        }
        let mut to: Vec<u64> = self
            .is_output
            .iter()
            .map(|output| u64::from(*output))
            .collect();
        for (id, node) in nodes.iter().enumerate().rev() {
            let paths = match node {
                Node::And(..) => 1,
                _ => to[id],
            };
            for operand in operands(node) {
                to[operand as usize] = to[operand as usize].saturating_add(paths);
            }
        }
        let pairs = from.into_iter().zip(to);
        pairs
            .map(|(from, to)| u128::from(from) * u128::from(to))
            .collect()
    }

    /// The nodes whose degree depends on that of `node`.
    pub(super) fn readers(&self, node: NodeId) -> &[NodeId] {
        let first = &self.first_reader[node as usize..];
        &self.readers[first[0] as usize..first[1] as usize]
    }
}

/// The operands of a node.
fn operands(node: &Node) -> impl Iterator<Item = NodeId> {
    let operands = match *node {
        Node::Leaf => None,
        Node::Xor(a, b) | Node::And(a, b) => Some([a, b]),
    };
    operands.into_iter().flatten()
}

/// For every node the nodes whose degree depends on it, one list after the other, and where each list starts.
fn readers(network: &Network, back: &[Option<(NodeId, NodeId)>]) -> (Vec<NodeId>, Vec<u32>) {
    let dependencies = |id: usize| {
        let other = back[id].map(|(_, other)| other);
        operands(&network.nodes[id])
            .chain(network.partners[id])
            .chain(other)
    };
    let nodes = network.nodes.len();
    let mut first = vec![0; nodes + 1];
    for dependency in (0..nodes).flat_map(dependencies) {
        first[dependency as usize + 1] += 1;
    }
    for i in 0..nodes {
        first[i + 1] += first[i];
    }
    let mut readers = vec![0; first[nodes] as usize];
    let mut next = first.clone();
    for id in 0..nodes {
        for dependency in dependencies(id) {
            let next = &mut next[dependency as usize];
            readers[*next as usize] = id as NodeId;
            *next += 1;
        }
    }
    (readers, first)
}
