//! One step of a path in a Merkle tree: which of two nodes is the left child.
//!
//! The hash of the step belongs to the statement; here the two children are put in order by a secret bit. Both
//! orders differ from one another by node ⊕ sibling, in both children, so one committed bit for each bit of a
//! digest is enough to leave both children with degree 1.

use super::Evaluator;

/// `left` and `right` become `node` and `sibling` where `direction` is 0, `sibling` and `node` where it is 1 (the node is
/// the right child). All wires have degree 1, before and after.
///
/// Committed: direction · (node ⊕ sibling), bit by bit, with constraints of degree 2.
///
/// # Panics
/// When the slices have different lengths.
pub fn ordered_children<E: Evaluator>(
    evaluator: &mut E,
    node: &[E::Wire],
    sibling: &[E::Wire],
    direction: &E::Wire,
    left: &mut [E::Wire],
    right: &mut [E::Wire],
) {
    let [mut difference, mut directions, mut selected] =
        [(); 3].map(|()| evaluator.buffer(node.len()));
    evaluator.xor(&mut difference, [node, sibling]);
    directions.fill(*direction);
    evaluator.and(&mut selected, &difference, &directions);
    // `left` holds the committed bits until it is complete.
    evaluator.hint(&[&selected], left, |operands, out| {
        out.copy_from_slice(operands[0]);
    });
    evaluator.xor_assign(&mut selected, left);
    evaluator.assert_zero(&selected);
    evaluator.xor(right, [sibling, left]);
    evaluator.xor_assign(left, node);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::circuit::count::Analysis;
    use crate::circuit::mutation::{check_constraints, check_operations, single, Claims};
    use crate::circuit::plain::Plain;
    use crate::circuit::testing::{free_bits, polynomials, Polynomials};
    use crate::circuit::Circuit;

    const BITS: usize = 6;

    /// Inputs: a direction, a node, a sibling, and what both children are to be.
    struct Step;

    impl Circuit for Step {
        fn synthesize<E: Evaluator>(&self, evaluator: &mut E) {
            let mut inputs = evaluator.buffer(1 + 4 * BITS);
            evaluator.input(&mut inputs);
            let (direction, nodes) = inputs.split_at_mut(1);
            let (node, sibling) = nodes[..2 * BITS].split_at(BITS);
            let mut children = evaluator.buffer(2 * BITS);
            let (left, right) = children.split_at_mut(BITS);
            ordered_children(evaluator, node, sibling, &direction[0], left, right);
            evaluator.xor_assign(&mut children, &nodes[2 * BITS..]);
            evaluator.assert_zero(&children);
        }
    }

    /// Every pair of bits is at some place of node and sibling.
    const NODE: [u8; BITS] = [0, 0, 1, 1, 0, 1];
    const SIBLING: [u8; BITS] = [0, 1, 0, 1, 1, 0];

    fn inputs(direction: u8, left: [u8; BITS], right: [u8; BITS]) -> Vec<u8> {
        [&[direction][..], &NODE, &SIBLING, &left, &right].concat()
    }

    #[test]
    fn the_direction_orders_the_children() {
        let found = Analysis::of(&Step);
        assert_eq!((found.degree, found.committed), (2, 1 + 5 * BITS));
        assert_eq!(found.constraints, 3 * BITS);
        for (direction, left, right) in [(0, NODE, SIBLING), (1, SIBLING, NODE)] {
            let inputs_of = |direction| inputs(direction, left, right);
            let witness = Plain::witness(&Step, &inputs_of(direction), found.committed).unwrap();
            let honest = Polynomials {
                degree: 2,
                nonzero: 0,
            };
            assert_eq!(polynomials(&Step, &witness), honest);
            assert!(Plain::witness(&Step, &inputs_of(1 - direction), found.committed).is_none());
        }
    }

    #[test]
    fn nothing_is_superfluous() {
        let committed = Analysis::of(&Step).committed;
        let honest: Vec<_> = (0..64u8)
            .map(|i| {
                let random = u32::from(i).wrapping_mul(0x9e37_79b9) >> 10;
                let nodes =
                    [0, BITS].map(|n| std::array::from_fn(|at| (random >> (n + at) & 1) as u8));
                let [node, sibling]: [[u8; BITS]; 2] = nodes;
                let direction = i & 1;
                let children = match direction {
                    0 => [node, sibling],
                    _ => [sibling, node],
                };
                let inputs = [&[direction][..], &node, &sibling, children.as_flattened()].concat();
                Plain::witness(&Step, &inputs, committed).unwrap().to_vec()
            })
            .collect();
        let claims = [(Step, honest)];
        check_operations("Merkle step", Claims::honest(&claims), 100);
        // A committed bit alone is wrong, or with both children as it says; or a child is wrong.
        let mut wrong = Vec::new();
        for witness in &claims[0].1 {
            let (left, committed) = (1 + 2 * BITS, 1 + 4 * BITS);
            for bit in 0..BITS {
                for flips in [
                    &[committed][..],
                    &[committed, left, left + BITS],
                    &[left],
                    &[left + BITS],
                ] {
                    let mut witness = witness.clone();
                    flips.iter().for_each(|at| witness[at + bit] ^= 1);
                    wrong.push(witness);
                }
            }
        }
        check_constraints("Merkle step", &Step, &single(&Step), wrong);
    }

    #[test]
    fn every_flipped_bit_violates_a_constraint() {
        let found = Analysis::of(&Step);
        for (direction, left, right) in [(0, NODE, SIBLING), (1, SIBLING, NODE)] {
            let inputs = inputs(direction, left, right);
            let witness = Plain::witness(&Step, &inputs, found.committed).unwrap();
            assert!(free_bits(&Step, &witness, 0..witness.len()).is_empty());
        }
    }
}
