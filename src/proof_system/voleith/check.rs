//! The degree-D check (QuickSilver for polynomials of degree D, evaluated in Y = 1/Δ).
//!
//! A committed bit is `w + v Y`; the verifier knows its value at Y = 1/Δ, which is q/Δ. A constraint is a polynomial of
//! degree at most D in Y whose constant term is its value on the witness: zero for an honest prover. The D other
//! coefficients of the ZKHash of all constraints are the prover's message, masked with D - 1 VOLE strings. In the
//! notation of FAEST v2, in powers of X = Δ, the coefficient of Y^e is the one of X^(D-e): a_(D-e).
//!
//! The prover needs no polynomial arithmetic: it runs the verifier's code at D small points of Y and interpolates.

use super::universal_hash::zk_weights;
use super::Instance;
use crate::backend::Backend;
use crate::circuit::values::{Committed, Values};
use crate::circuit::weights::Weights;
use crate::circuit::Circuit;
use crate::field::Gf;
use crate::proof_system::{Execution, Resources};
use crate::threads;
use zeroize::Zeroizing;

/// The prover's side: a_0 to a_(D-1). `witness` are the committed bits (bytes 0 or 1), `v` the rows of V for the witness and
/// the masks, `u_masks` the bits of u for the masks.
pub fn coefficients<const N: usize, C: Circuit + Sync + ?Sized>(
    instance: &Instance<'_, C>,
    resources: Resources<'_>,
    key: &[u8],
    witness: &[u8],
    v: &[Gf<N>],
    u_masks: &[u8],
) -> Vec<Gf<N>> {
    let weights = zk_weights(resources, key, instance.analysis.constraints);
    let weights = Weights::new(&weights);
    let committed = Committed {
        rows: &v[..witness.len()],
        bits: witness,
    };
    let values = if const { points_at_once(64 * N) == 4 } {
        values_at_points::<N, 4, C>(instance, resources, committed, &weights)
    } else {
        values_at_points::<N, 2, C>(instance, resources, committed, &weights)
    };
    let mut a = interpolate(resources.execution.backend, &values);
    a.reverse();

    let v_masks = v[instance.layout().witness_len * 8..].chunks_exact(64 * N);
    for (j, (v, u)) in v_masks.zip(u_masks.chunks_exact(8 * N)).enumerate() {
        a[j] += mask(v);
        a[j + 1] += Gf::from_bytes(u);
    }
    std::mem::take(&mut *a)
}

/// The points at which the prover evaluates the circuit at once at the level `lambda`: a wire then fits a vector register.
pub const fn points_at_once(lambda: usize) -> usize {
    match lambda {
        128 => 4,
        _ => 2,
    }
}

/// The ZKHash of all constraints at the points 1 to D, `P` points at a time.
fn values_at_points<const N: usize, const P: usize, C: Circuit + Sync + ?Sized>(
    instance: &Instance<'_, C>,
    resources: Resources<'_>,
    committed: Committed<'_, N>,
    weights: &Weights<'_, N>,
) -> Zeroizing<Vec<Gf<N>>> {
    let Execution { backend, threads } = resources.execution;
    let circuit = instance.circuit;
    let mut values = Zeroizing::new(vec![Gf::ZERO; instance.analysis.degree.into()]);
    let groups = values.chunks_mut(P).enumerate().collect();
    threads::for_each(threads, groups, |(group, values)| {
        let point = |i: usize| Gf::from_u64((P * group + 1 + i) as u64);
        // A single point is cheaper alone. Otherwise points past the last one do no harm.
        if let [value] = values {
            let points = [point(0)];
            [*value] = Values::weighted_sums(circuit, backend, committed, points, weights);
        } else {
            let points: [_; P] = std::array::from_fn(point);
            let sums = Values::weighted_sums(circuit, backend, committed, points, weights);
            values.copy_from_slice(&sums[..values.len()]);
        }
    });
    values
}

/// The verifier's side: a_0, given a_1 to a_(D-1), Δ, and the rows of Q (those of the witness with d added).
pub fn constant_term<const N: usize, C: Circuit + ?Sized>(
    instance: &Instance<'_, C>,
    resources: Resources<'_>,
    key: &[u8],
    delta: Gf<N>,
    q: &[Gf<N>],
    higher: &[Gf<N>],
) -> Gf<N> {
    let backend = resources.execution.backend;
    let weights = zk_weights(resources, key, instance.analysis.constraints);
    let weights = Weights::new(&weights);
    let committed = Committed {
        rows: &q[..instance.analysis.committed],
        bits: &[],
    };
    let points = [delta.inverse(backend)];
    let [sum] = Values::weighted_sums(instance.circuit, backend, committed, points, &weights);

    // Horner in Δ over sum Δ^D + (masks and a_j at Δ^j for j >= 1) + masks at Δ^0.
    let q_masks = &q[instance.layout().witness_len * 8..];
    let mut total = sum.times(delta, backend);
    for (j, a) in higher.iter().enumerate().rev() {
        // `higher[j]` is a_(j+1); the mask of that power of Δ is number j + 1, and the highest power has none.
        let q_mask = q_masks
            .chunks_exact(64 * N)
            .nth(j + 1)
            .map_or(Gf::ZERO, mask);
        total = (total + *a + q_mask).times(delta, backend);
    }
    total + q_masks.chunks_exact(64 * N).next().map_or(Gf::ZERO, mask)
}

/// λ rows as one element: the sum of row i times X^i.
fn mask<const N: usize>(rows: &[Gf<N>]) -> Gf<N> {
    rows.iter()
        .rev()
        .fold(Gf::ZERO, |sum, &row| sum.times_x() + row)
}

/// The coefficients of Y^1 to Y^D of the polynomial without constant term that has the given values at the points
/// 1 to D (numbers read as polynomials in X).
fn interpolate<const N: usize>(backend: Backend, values: &[Gf<N>]) -> Zeroizing<Vec<Gf<N>>> {
    let degree = values.len();
    let points: Vec<Gf<N>> = (1..=degree as u64).map(Gf::from_u64).collect();
    // The product of Y + y_k over all k, coefficient by coefficient.
    let mut product = vec![Gf::ONE];
    for point in &points {
        let mut next = vec![Gf::ZERO];
        next.extend_from_slice(&product);
        for (next, low) in next.iter_mut().zip(&product) {
            *next += low.times(*point, backend);
        }
        product = next;
    }
    // Lagrange on the values divided by their points: denominators y_j times all y_j + y_k, inverted together.
    let denominators: Vec<Gf<N>> = (0..degree)
        .map(|j| {
            (0..degree)
                .filter(|&k| k != j)
                .fold(points[j], |product, k| {
                    product.times(points[j] + points[k], backend)
                })
        })
        .collect();
    let inverses = invert_all(backend, &denominators);
    let mut out = Zeroizing::new(vec![Gf::ZERO; degree]);
    for j in 0..degree {
        let scale = values[j].times(inverses[j], backend);
        // The product without its factor Y + y_j: a synthetic division, the highest coefficient first.
        let mut basis = vec![Gf::ZERO; degree];
        let mut quotient = Gf::ZERO;
        for (basis, coefficient) in basis.iter_mut().zip(&product[1..]).rev() {
            quotient = quotient.times(points[j], backend) + *coefficient;
            *basis = quotient;
        }
        let mut scaled = Zeroizing::new(vec![Gf::ZERO; degree]);
        Gf::scale(backend, &mut scaled, &basis, scale);
        Gf::add_assign_slices(backend, &mut out, &scaled);
    }
    out
}

/// The inverses of nonzero elements, at the price of one inversion.
fn invert_all<const N: usize>(backend: Backend, elements: &[Gf<N>]) -> Vec<Gf<N>> {
    let mut products = Vec::with_capacity(elements.len());
    let mut product = Gf::ONE;
    for element in elements {
        products.push(product);
        product = product.times(*element, backend);
    }
    let mut inverse = product.inverse(backend);
    for (i, element) in elements.iter().enumerate().rev() {
        products[i] = products[i].times(inverse, backend);
        inverse = inverse.times(*element, backend);
    }
    products
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::level::MAX_DEGREE;

    #[test]
    fn interpolation_returns_the_coefficients() {
        fn check<const N: usize>() {
            let backend = Backend::detect();
            for degree in 1..=usize::from(MAX_DEGREE) {
                let coefficients: Vec<Gf<N>> = (0..degree)
                    .map(|e| {
                        Gf::from_limbs([0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(e as u64 + 3); N])
                    })
                    .collect();
                let values: Vec<_> = (1..=degree as u64)
                    .map(|y| {
                        let y = Gf::from_u64(y);
                        coefficients
                            .iter()
                            .rev()
                            .fold(Gf::ZERO, |sum, &c| (sum + c).times(y, backend))
                    })
                    .collect();
                assert!(*interpolate(backend, &values) == coefficients);
            }
        }
        check::<2>();
        check::<3>();
        check::<4>();
    }
}
