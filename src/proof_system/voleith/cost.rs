//! What a proof costs, from its layout and the counts of its circuit.

use super::bavc::STORED_LEVEL;
use super::check::points_at_once;
use super::encoding::Layout;
use super::params::ParameterSet;
use super::vole::{self, stride, PIECE};
use crate::buffers;
use crate::circuit::count::Analysis;
use crate::symmetric::row_sums::KEYS;
use std::num::NonZero;

/// What the verifier computes, in AES blocks.
pub fn verifier_work(set: &ParameterSet, analysis: &Analysis, layout: &Layout) -> u64 {
    // A product of field elements takes about as long as eight AES blocks at λ = 128, and four times as long at 256.
    let product_blocks = 8 * (set.lambda / 64).pow(2) / 4;
    leaf_blocks(set, layout) + analysis.products as u64 * product_blocks as u64
}

/// AES blocks of all leaves: of each its row, its commitment (2λ bits) and its share of the tree (2λ bits an inner node).
fn leaf_blocks(set: &ParameterSet, layout: &Layout) -> u64 {
    let blocks_per_leaf = layout.row_len.div_ceil(16) + 4 * set.lambda / 128;
    set.leaves() as u64 * blocks_per_leaf as u64
}

/// AES blocks for which a thread is worth starting: some quarter of a millisecond with AVX-512. A proof of less, divided among two,
/// took longer than on one (`docs/performance.md`).
const THREAD_BLOCKS: u64 = 250_000;

/// Threads that find enough to do in a proof, or in a verification.
pub fn max_threads(set: &ParameterSet, layout: &Layout) -> NonZero<usize> {
    let paid = NonZero::new((leaf_blocks(set, layout) / THREAD_BLOCKS) as usize);
    vole::pieces(set).min(paid.unwrap_or(NonZero::<usize>::MIN))
}

/// Wires of the working buffers of a gadget, whatever its message: states, rounds, selectors.
const GADGET_WIRES: usize = 9 << 10;

/// Heap bytes that the prover holds at once, at most: while the tree is walked, or while the circuit is evaluated.
pub fn prover_memory(set: &ParameterSet, analysis: &Analysis, layout: &Layout) -> u64 {
    let element = set.lambda_bytes();
    let row = stride(layout.row_len);

    // Witness as bytes and packed, secret inputs, the proof; V.
    let throughout = 2 * analysis.committed + layout.witness_len + layout.len + set.lambda * row;

    // u of all vectors, and a walk. After that, the corrections.
    let walking = set.tau * row + walk(set, layout);
    let committing = walking.max(2 * set.tau * row);

    // u and corrections, the key of VOLEHash, the rows of V. The weights of the constraints, twice while they are made; then
    // folded lists, and an evaluation.
    let rows = 8 * layout.witness_len + 8 * (usize::from(analysis.degree) - 1) * element;
    let kept = (set.tau + 2) * row + element * rows;
    let evaluated = element * analysis.entries + evaluation(set, analysis);
    let constraints = element * analysis.constraints;
    // Buffers that are no longer in use wait for the next call.
    let waiting = (walking + constraints).min(buffers::KEPT);
    let checking = kept + constraints + constraints.max(evaluated) + waiting;

    (throughout + committing.max(checking)) as u64
}

/// What each further thread of a prover adds to that: a walk and sums of its own, or an evaluation.
pub fn thread_memory(set: &ParameterSet, analysis: &Analysis, layout: &Layout) -> u64 {
    let sums = (set.tau + set.lambda) * stride(layout.row_len);
    (walk(set, layout) + sums).max(evaluation(set, analysis)) as u64
}

/// Bytes of a walk over the tree: the stored level, twice while it is made; a piece of leaves, their keys three times and their
/// commitments; rows.
fn walk(set: &ParameterSet, layout: &Layout) -> usize {
    let element = set.lambda_bytes();
    let stored = element << STORED_LEVEL;
    let piece = set.tau * PIECE * element;
    (2 * stored).max(stored + 5 * piece + KEYS * stride(layout.row_len))
}

/// Bytes that a secret takes besides its wires, which are found by its name: the name, a block for the wires, and their places.
const SECRET: usize = 256;

/// Bytes of the wires of an evaluation, with a value for each point.
fn evaluation(set: &ParameterSet, analysis: &Analysis) -> usize {
    let points = match analysis.degree {
        1 => 1,
        _ => points_at_once(set.lambda),
    };
    set.lambda_bytes() * points * wires(analysis) + SECRET * analysis.reads
}

/// Wires that one evaluation holds at once, at most. Secrets are held throughout. The largest buffer is a message, with up to
/// two copies between its parts and its padded form, or the nodes of a circuit, with its committed bits and constraints.
fn wires(analysis: &Analysis) -> usize {
    let copies = (2 * analysis.widest).min(analysis.committed + analysis.constraints);
    analysis.inputs + analysis.widest + copies + GADGET_WIRES
}
