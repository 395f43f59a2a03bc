//! Circuits with one change each, for tests: a changed operation must be noticed by an honest prover, and a missing constraint
//! must let a false witness through. What does neither must be the same circuit after all, as polynomials in the committed bits.

use super::count::Analysis;
use super::table::Table;
use super::testing::violations_of_each;
use super::values::{Committed, Values};
use super::weights::Weights;
use super::{Circuit, Evaluator};
use crate::backend::Backend;
use crate::field::Gf;
use crate::xorshift::Xorshift;
use std::cell::{Cell, RefCell};
use std::ops::Range;
use zeroize::Zeroizing;

/// How one wire that an operation writes is changed. An operation is a product of two sums plus a sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Change {
    /// The wire is inverted.
    Inverted,
    /// The product is a sum.
    ProductIsSum,
    /// The last operand is missing.
    OperandMissing,
    /// The first operand is that of the neighbouring wire.
    WrongOperand,
}

impl Change {
    const ALL: [Self; 4] = [
        Self::Inverted,
        Self::ProductIsSum,
        Self::OperandMissing,
        Self::WrongOperand,
    ];
}

/// A circuit in which one wire is changed.
struct Mutant<'c, C> {
    circuit: &'c C,
    change: Change,
    /// Which of the wires that can be changed so; none if there are not so many.
    at: usize,
    /// How many there were in the last reading.
    places: Cell<usize>,
    /// The constraints of each call in the last reading.
    calls: RefCell<Vec<Range<usize>>>,
}

impl<'c, C: Circuit> Mutant<'c, C> {
    fn new(circuit: &'c C, change: Change, at: usize) -> Self {
        Self {
            circuit,
            change,
            at,
            places: Cell::default(),
            calls: RefCell::default(),
        }
    }

    /// The circuit as it is, read once.
    fn unchanged(circuit: &'c C, change: Change) -> Self {
        let mutant = Self::new(circuit, change, usize::MAX);
        assert_eq!(Analysis::of(&mutant), Analysis::of(circuit));
        mutant
    }
}

impl<C: Circuit> Circuit for Mutant<'_, C> {
    fn synthesize<E: Evaluator>(&self, evaluator: &mut E) {
        let mut changed = Changed {
            evaluator,
            change: self.change,
            at: self.at,
            places: 0,
            calls: Vec::new(),
        };
        self.circuit.synthesize(&mut changed);
        self.places.set(changed.places);
        self.calls.replace(changed.calls);
    }
}

struct Changed<'e, E> {
    evaluator: &'e mut E,
    change: Change,
    at: usize,
    places: usize,
    calls: Vec<Range<usize>>,
}

impl<E: Evaluator> Changed<'_, E> {
    /// Which of the `count` wires that the next operation writes is to be changed, if any.
    fn place(&mut self, is_product: bool, count: usize) -> Option<usize> {
        let applies = match self.change {
            Change::ProductIsSum => is_product,
            Change::WrongOperand => count > 1,
            Change::Inverted | Change::OperandMissing => true,
        };
        if !applies {
            return None;
        }
        let place = self.at.checked_sub(self.places);
        self.places += count;
        place.filter(|place| *place < count)
    }

    /// What wire `i` of Σ left · Σ right + Σ rest becomes.
    fn changed(&mut self, i: usize, operands: [&[&[E::Wire]]; 3]) -> E::Wire {
        let mut terms = operands.map(|list| list.iter().map(|wires| wires[i]).collect::<Vec<_>>());
        match self.change {
            Change::Inverted => terms[2].push(self.evaluator.constant(true)),
            Change::ProductIsSum => terms = [vec![], vec![], terms.concat()],
            Change::OperandMissing => {
                let last = terms.iter_mut().rfind(|list| !list.is_empty());
                last.and_then(Vec::pop);
            }
            Change::WrongOperand => {
                let first = operands.iter().position(|list| !list.is_empty()).unwrap();
                let wires = operands[first][0];
                terms[first][0] = wires[(i + 1) % wires.len()];
            }
        }
        let [left, right, rest] = terms.map(|list| self.sum(&list));
        let mut product = [self.evaluator.constant(false)];
        self.evaluator.and(&mut product, &[left], &[right]);
        self.sum(&[product[0], rest])
    }

    fn sum(&mut self, terms: &[E::Wire]) -> E::Wire {
        let mut sum = [self.evaluator.constant(false)];
        for term in terms {
            self.evaluator.xor_assign(&mut sum, &[*term]);
        }
        sum[0]
    }
}

impl<E: Evaluator> Evaluator for Changed<'_, E> {
    type Wire = E::Wire;

    fn constant(&self, bit: bool) -> E::Wire {
        self.evaluator.constant(bit)
    }

    fn input(&mut self, out: &mut [E::Wire]) {
        self.evaluator.input(out);
    }

    fn hint(
        &mut self,
        operands: &[&[E::Wire]],
        out: &mut [E::Wire],
        compute: impl FnOnce(&[&[u8]], &mut [u8]),
    ) {
        self.evaluator.hint(operands, out, compute);
    }

    fn xor_assign(&mut self, acc: &mut [E::Wire], a: &[E::Wire]) {
        let place = self.place(false, acc.len());
        let changed = place.map(|i| (i, self.changed(i, [&[], &[], &[&*acc, a]])));
        self.evaluator.xor_assign(acc, a);
        if let Some((i, wire)) = changed {
            acc[i] = wire;
        }
    }

    fn and(&mut self, out: &mut [E::Wire], a: &[E::Wire], b: &[E::Wire]) {
        self.and_xor(out, [a], [b], []);
    }

    fn xor<const K: usize>(&mut self, out: &mut [E::Wire], terms: [&[E::Wire]; K]) {
        self.evaluator.xor(out, terms);
        if let Some(i) = self.place(false, out.len()) {
            out[i] = self.changed(i, [&[], &[], &terms]);
        }
    }

    fn and_xor<const L: usize, const R: usize, const S: usize>(
        &mut self,
        out: &mut [E::Wire],
        left: [&[E::Wire]; L],
        right: [&[E::Wire]; R],
        rest: [&[E::Wire]; S],
    ) {
        self.evaluator.and_xor(out, left, right, rest);
        if let Some(i) = self.place(true, out.len()) {
            out[i] = self.changed(i, [&left, &right, &rest]);
        }
    }

    fn assert_zero(&mut self, wires: &[E::Wire]) {
        let start = self.calls.last().map_or(0, |call| call.end);
        self.calls.push(start..start + wires.len());
        self.evaluator.assert_zero(wires);
    }

    fn assert_entry(&mut self, index: &[E::Wire], value: &[E::Wire], table: &Table) {
        let start = self.calls.last().map_or(0, |call| call.end);
        self.calls.push(start..start + value.len());
        self.evaluator.assert_entry(index, value, table);
    }

    fn buffer(&self, len: usize) -> Zeroizing<Vec<E::Wire>> {
        self.evaluator.buffer(len)
    }
}

/// Random elements, the same for a seed.
fn elements(seed: u64, count: usize) -> Vec<Gf<2>> {
    let mut limbs = Xorshift(seed);
    let element = |_| Gf::from_limbs([limbs.number(), limbs.number()]);
    (0..count).map(element).collect()
}

/// The sum of the constraints of `circuit` with these weights, where its committed bits are random elements: zero, but for a chance
/// of 2^−120, only if it is zero as a polynomial.
fn weighted_sum<C: Circuit>(circuit: &C, weights: &[Gf<2>]) -> Gf<2> {
    let rows = elements(5, Analysis::of(circuit).committed);
    let committed = Committed {
        rows: &rows,
        bits: &[],
    };
    let weights = Weights::new(weights);
    let [sum] = Values::weighted_sums(circuit, Backend::detect(), committed, [Gf::ONE], &weights);
    sum
}

/// How many changes there were, and what came of them.
#[derive(Debug, Default)]
struct Tally {
    tried: usize,
    noticed: usize,
    same: usize,
}

/// A circuit with witnesses.
type Claim<C> = (C, Vec<Vec<u8>>);

/// Circuits that have the same operations, with witnesses.
pub(crate) struct Claims<'a, C> {
    /// What is true.
    pub(crate) honest: &'a [Claim<C>],
    /// What is not.
    pub(crate) lies: &'a [Claim<C>],
    /// Constraints each of which can be satisfied by a committed bit that no other one has.
    pub(crate) vacuous: &'a [usize],
}

impl<'a, C> Claims<'a, C> {
    pub(crate) fn honest(honest: &'a [Claim<C>]) -> Self {
        Self {
            honest,
            lies: &[],
            vacuous: &[],
        }
    }
}

/// Changes some `sample` wires in each way. Each change must make a true witness violate a constraint, or a false one violate none, or
/// leave all constraints but the vacuous ones the polynomials that they are.
pub(crate) fn check_operations<C: Circuit>(name: &str, claims: Claims<'_, C>, sample: usize) {
    let Claims {
        honest,
        lies,
        vacuous,
    } = claims;
    let satisfied = |violated: &Vec<usize>| violated.iter().all(|at| vacuous.contains(at));
    let noticed = |change, at| {
        let satisfied = |(circuit, witnesses): &Claim<C>| {
            let violated = violations_of_each(&Mutant::new(circuit, change, at), witnesses);
            violated.iter().map(satisfied).collect::<Vec<_>>()
        };
        honest
            .iter()
            .flat_map(satisfied)
            .any(|satisfied| !satisfied)
            || lies.iter().flat_map(satisfied).any(|satisfied| satisfied)
    };
    assert!(!noticed(Change::Inverted, usize::MAX));
    let mut unnoticed = Vec::new();
    let mut tally = Tally::default();
    let mut random = Xorshift(0x9e37_79b9_7f4a_7c15);
    for change in Change::ALL {
        let places = Mutant::unchanged(&honest[0].0, change).places.get();
        let step = places.div_ceil(sample).max(1);
        for first in (0..places).step_by(step) {
            let at = first + random.number() as usize % step.min(places - first);
            tally.tried += 1;
            let is_same = |(circuit, _): &Claim<C>| {
                let mut weights = random_weights(circuit);
                vacuous.iter().for_each(|at| weights[*at] = Gf::ZERO);
                let mutant = Mutant::new(circuit, change, at);
                weighted_sum(circuit, &weights) == weighted_sum(&mutant, &weights)
            };
            if noticed(change, at) {
                tally.noticed += 1;
            } else if honest.iter().all(is_same) {
                tally.same += 1;
            } else {
                unnoticed.push((change, at));
            }
        }
    }
    println!("{name}, operations: {tally:?}");
    assert!(unnoticed.is_empty(), "{name}: {unnoticed:?}");
    assert!(tally.noticed > tally.same);
}

fn random_weights<C: Circuit>(circuit: &C) -> Vec<Gf<2>> {
    elements(7, Analysis::of(circuit).constraints)
}

/// The constraints of each call.
pub(crate) fn calls<C: Circuit>(circuit: &C) -> Vec<Range<usize>> {
    let mutant = Mutant::unchanged(circuit, Change::Inverted);
    mutant.calls.take()
}

/// Each constraint by itself.
pub(crate) fn single<C: Circuit>(circuit: &C) -> Vec<Range<usize>> {
    (0..Analysis::of(circuit).constraints)
        .map(|at| at..at + 1)
        .collect()
}

/// Leaves each of these groups of constraints out. Then one of the false witnesses must be accepted, which is one that violates
/// constraints of this group only; or the group must be zero as polynomials.
pub(crate) fn check_constraints<C: Circuit>(
    name: &str,
    circuit: &C,
    groups: &[Range<usize>],
    false_witnesses: impl IntoIterator<Item = Vec<u8>>,
) {
    let mut accepted = vec![false; groups.len()];
    let false_witnesses: Vec<_> = false_witnesses.into_iter().collect();
    for violated in violations_of_each(circuit, &false_witnesses) {
        if let (Some(first), Some(last)) = (violated.first(), violated.last()) {
            let group = groups
                .iter()
                .position(|group| group.contains(first) && group.contains(last));
            if let Some(group) = group {
                accepted[group] = true;
            }
        }
    }
    let mut tally = Tally {
        tried: groups.len(),
        noticed: accepted.iter().filter(|accepted| **accepted).count(),
        same: 0,
    };
    for (group, _) in groups
        .iter()
        .zip(&accepted)
        .filter(|(_, accepted)| !**accepted)
    {
        let mut weights = vec![Gf::ZERO; Analysis::of(circuit).constraints];
        weights[group.clone()].copy_from_slice(&random_weights(circuit)[group.clone()]);
        assert!(
            weighted_sum(circuit, &weights) == Gf::ZERO,
            "{name}: constraints {group:?}"
        );
        tally.same += 1;
    }
    println!("{name}, constraints: {tally:?}");
    assert!(tally.noticed > 0);
}
