//! Linear relations (draft-irtf-cfrg-sigma-protocols, "Linear relations"): equations between group elements that are linear
//! in secret scalars.
//!
//! The discrete logarithm is the relation with one equation of one term. The general form is what the draft defines the
//! transcript over, and what its published vectors are made of.

use super::group::Group;
use p256::elliptic_curve::ff::Field;
use std::collections::BTreeSet;
use zeroize::Zeroizing;

/// The index of an element or a scalar.
pub type Index = u32;

/// One equation: Σ coefficient·element = Σ coefficient·scalar·element.
#[derive(Clone, Debug)]
pub struct Equation<S> {
    /// The public side: (element, coefficient).
    pub image: Vec<(Index, S)>,
    /// The secret side: (scalar, element, coefficient).
    pub terms: Vec<(Index, Index, S)>,
}

/// A statement that satisfies every condition of the draft, "Instance validation".
#[derive(Clone, Debug)]
pub struct LinearRelation<G: Group> {
    /// Element 0 is the group's standard generator.
    elements: Vec<G>,
    equations: Vec<Equation<G::Scalar>>,
    /// The value of each equation's public side.
    image: Vec<G>,
    scalars: usize,
    bytes: Vec<u8>,
}

impl<G: Group> LinearRelation<G> {
    /// The relation over the standard generator (element 0) and `elements` (1 and up). None where it is not valid: then
    /// a proof of it would attest nothing, or not all of it would be checked.
    pub fn new(elements: &[G], equations: Vec<Equation<G::Scalar>>) -> Option<Self> {
        let elements = [&[G::generator()], elements].concat();
        let complete =
            |equation: &Equation<_>| !equation.image.is_empty() && !equation.terms.is_empty();
        let terms = || equations.iter().flat_map(|equation| &equation.terms);
        let images = || equations.iter().flat_map(|equation| &equation.image);
        let scalars: BTreeSet<_> = terms().map(|term| term.0 as usize).collect();
        let used: BTreeSet<_> = images()
            .map(|term| term.0)
            .chain(terms().map(|term| term.1))
            .map(|element| element as usize)
            .chain([0])
            .collect();

        let well_formed = !equations.is_empty()
            && equations.iter().all(complete)
            && used.into_iter().eq(0..elements.len())
            && scalars.iter().copied().eq(0..scalars.len())
            && !elements.iter().any(is_identity);
        if !well_formed {
            return None;
        }
        let scalars = scalars.len();
        let image: Vec<G> = equations
            .iter()
            .map(|equation| public_sum(&elements, equation.image.iter().copied()))
            .collect();
        let counts = |column: usize| {
            equations.iter().any(|equation| {
                let terms = equation.terms.iter();
                let terms = terms.filter(|term| term.0 as usize == column);
                !is_identity(&public_sum(&elements, terms.map(|term| (term.1, term.2))))
            })
        };
        if image.iter().any(is_identity) || !(0..scalars).all(counts) {
            return None;
        }
        let bytes = serialize(&elements[1..], &equations);
        Some(Self {
            elements,
            equations,
            image,
            scalars,
            bytes,
        })
    }

    /// X = x·`base`, the relation of a discrete logarithm. With the standard generator it is the draft's own
    /// `discrete_logarithm`; another base is a further element of the statement. None if an element is the identity.
    pub fn discrete_logarithm(base: G, public: G) -> Option<Self> {
        let one = G::Scalar::ONE;
        let (elements, base, public) = match base == G::generator() {
            true => (vec![public], 0, 1),
            false => (vec![base, public], 1, 2),
        };
        let equation = Equation {
            image: vec![(public, one)],
            terms: vec![(0, base, one)],
        };
        Self::new(&elements, vec![equation])
    }

    /// The number of secret scalars.
    pub fn scalars(&self) -> usize {
        self.scalars
    }

    /// The values of the public sides.
    pub fn image(&self) -> &[G] {
        &self.image
    }

    /// The values of the secret sides for `scalars`, in constant time. Wiped when dropped: in the form in which they were computed, they
    /// tell more of the scalars than the elements do.
    pub fn map(&self, scalars: &[G::Scalar]) -> Zeroizing<Vec<G>> {
        let value = |equation: &Equation<G::Scalar>| {
            let terms = equation.terms.iter();
            terms
                .map(|&(scalar, element, by)| {
                    self.elements[element as usize] * (scalars[scalar as usize] * by)
                })
                .sum::<G>()
        };
        let mut values = Zeroizing::new(Vec::with_capacity(self.equations.len()));
        values.extend(self.equations.iter().map(value));
        values
    }

    /// `SerializeLinearRelation`: what the transcript absorbs.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

fn is_identity<G: Group>(element: &G) -> bool {
    element.is_identity().into()
}

/// Σ coefficient·element. Takes time that depends on the coefficients, which are public.
fn public_sum<G: Group>(elements: &[G], terms: impl Iterator<Item = (Index, G::Scalar)>) -> G {
    terms
        .map(|(element, by)| match (elements[element as usize], by) {
            (element, by) if by == G::Scalar::ONE => element,
            (element, by) => element * by,
        })
        .sum()
}

fn serialize<G: Group>(elements: &[G], equations: &[Equation<G::Scalar>]) -> Vec<u8> {
    let mut out = Vec::new();
    out.extend((equations.len() as Index).to_le_bytes());
    for equation in equations {
        out.extend((equation.image.len() as Index).to_le_bytes());
        for (element, by) in &equation.image {
            out.extend(element.to_le_bytes());
            out.extend(G::encode_scalar(by));
        }
        out.extend((equation.terms.len() as Index).to_le_bytes());
        for (scalar, element, by) in &equation.terms {
            out.extend(scalar.to_le_bytes());
            out.extend(element.to_le_bytes());
            out.extend(G::encode_scalar(by));
        }
    }
    for element in elements {
        out.extend(element.encode().expect("no element is the identity"));
    }
    out
}
