//! Truncated singular value decomposition of a matrix with few significant singular values.
//!
//! A Gram-Schmidt process with row pivoting takes as many directions as can be of use, and one-sided Jacobi rotations make them
//! singular vectors: the pivoted factorisation in front is what makes the Jacobi method fast and accurate (Drmač & Veselić, "New fast
//! and accurate Jacobi SVD algorithm I", SIAM J. Matrix Anal. Appl. 29(4), 2008; the rotations are those of Golub & Van Loan, "Matrix
//! Computations", section 8.6).

/// Directions taken beyond the largest rank, so that the kept ones are close to singular.
const OVERSAMPLING: usize = 4;
/// Rotations are done with when the cosine of the angle between any two columns is below this.
const ORTHOGONAL: f64 = 1e-15;
/// Cyclic Jacobi converges quadratically: this is never reached but for not-a-number.
const MAX_SWEEPS: usize = 30;

/// `left` times `right`: m × rank, with orthonormal columns, and rank × n, both by rows.
pub(super) struct LowRank {
    pub(super) rank: usize,
    pub(super) left: Vec<f64>,
    pub(super) right: Vec<f64>,
}

/// Approximates the `rows` × n matrix `a`, which is used up, with the rank from 1 to `max_rank` for which `cost` is least. `cost` is
/// asked with a rank and the sum of squared errors that it leaves. A sum up to `negligible` is not made smaller.
pub(super) fn low_rank(
    mut a: Vec<f64>,
    rows: usize,
    max_rank: usize,
    negligible: f64,
    cost: impl Fn(usize, f64) -> f64,
) -> LowRank {
    let n = a.len() / rows;
    let limit = (max_rank + OVERSAMPLING).min(rows).min(n);
    // a = Σ columns[k] basis[k] + what is left in a.
    let mut basis: Vec<Vec<f64>> = Vec::new();
    let mut columns: Vec<Vec<f64>> = Vec::new();
    let mut norms: Vec<f64> = a.chunks_exact(n).map(|row| dot(row, row)).collect();
    while basis.len() < limit {
        let pivot = (0..rows).fold(0, |best, i| if norms[i] > norms[best] { i } else { best });
        if norms.iter().sum::<f64>() <= negligible || norms[pivot] == 0.0 {
            break;
        }
        let mut direction = a[pivot * n..][..n].to_vec();
        for other in &basis {
            let along = dot(&direction, other);
            add_scaled(&mut direction, -along, other);
        }
        let length = dot(&direction, &direction).sqrt();
        if length == 0.0 {
            break;
        }
        direction.iter_mut().for_each(|x| *x /= length);
        let column = a.chunks_exact_mut(n).zip(&mut norms).map(|(row, norm)| {
            let along = dot(row, &direction);
            add_scaled(row, -along, &direction);
            *norm = dot(row, row);
            along
        });
        columns.push(column.collect());
        basis.push(direction);
    }
    if basis.is_empty() {
        return LowRank {
            rank: 1,
            left: unit_vector(rows, 0),
            right: vec![0.0; n],
        };
    }

    let rotations = orthogonalise(&mut columns);
    let mut order: Vec<(usize, f64)> = columns
        .iter()
        .map(|c| dot(c, c).sqrt())
        .enumerate()
        .collect();
    order.sort_by(|a, b| b.1.total_cmp(&a.1));
    let mut left_over: f64 = norms.iter().sum();
    let mut best = (1, f64::INFINITY);
    for rank in (1..=order.len()).rev() {
        if rank <= max_rank {
            let cost = cost(rank, left_over);
            if cost <= best.1 {
                best = (rank, cost);
            }
        }
        left_over += order[rank - 1].1.powi(2);
    }
    let rank = best.0;
    let mut left = vec![0.0; rows * rank];
    let mut right = vec![0.0; rank * n];
    for (r, &(column, length)) in order[..rank].iter().enumerate() {
        for (i, x) in columns[column].iter().enumerate() {
            left[i * rank + r] = if length > 0.0 { x / length } else { 0.0 };
        }
        for (k, direction) in basis.iter().enumerate() {
            let along = length * rotations[column][k];
            add_scaled(&mut right[r * n..][..n], along, direction);
        }
    }
    LowRank { rank, left, right }
}

/// The singular values of the matrix with these columns, largest first.
pub(super) fn singular_values(mut columns: Vec<Vec<f64>>) -> Vec<f64> {
    orthogonalise(&mut columns);
    let mut values: Vec<f64> = columns.iter().map(|c| dot(c, c).sqrt()).collect();
    values.sort_by(|a, b| b.total_cmp(a));
    values
}

/// Rotates pairs of columns until all are orthogonal to each other. The rotations, applied to unit vectors: entry k of result j says how
/// much of the former column k is in column j.
fn orthogonalise(columns: &mut [Vec<f64>]) -> Vec<Vec<f64>> {
    let count = columns.len();
    let mut rotations: Vec<Vec<f64>> = (0..count).map(|k| unit_vector(count, k)).collect();
    for _ in 0..MAX_SWEEPS {
        let mut rotated = false;
        for p in 0..count {
            for q in p + 1..count {
                let (alpha, beta) = (dot(&columns[p], &columns[p]), dot(&columns[q], &columns[q]));
                let gamma = dot(&columns[p], &columns[q]);
                if gamma.abs() > ORTHOGONAL * (alpha * beta).sqrt() {
                    rotated = true;
                    let zeta = (beta - alpha) / (2.0 * gamma);
                    let tangent = zeta.signum() / (zeta.abs() + (1.0 + zeta * zeta).sqrt());
                    let cosine = (1.0 + tangent * tangent).sqrt().recip();
                    let sine = cosine * tangent;
                    rotate(columns, p, q, cosine, sine);
                    rotate(&mut rotations, p, q, cosine, sine);
                }
            }
        }
        if !rotated {
            break;
        }
    }
    rotations
}

fn rotate(columns: &mut [Vec<f64>], p: usize, q: usize, cosine: f64, sine: f64) {
    let (head, tail) = columns.split_at_mut(q);
    for (x, y) in head[p].iter_mut().zip(&mut tail[0]) {
        (*x, *y) = (cosine * *x - sine * *y, sine * *x + cosine * *y);
    }
}

fn unit_vector(len: usize, index: usize) -> Vec<f64> {
    let mut vector = vec![0.0; len];
    vector[index] = 1.0;
    vector
}

/// In four sums, so that the processor can work on them side by side.
fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut sums = [0.0; 4];
    let (a4, b4) = (a.chunks_exact(4), b.chunks_exact(4));
    let rest: f64 = a4
        .remainder()
        .iter()
        .zip(b4.remainder())
        .map(|(x, y)| x * y)
        .sum();
    for (x, y) in a4.zip(b4) {
        for i in 0..4 {
            sums[i] += x[i] * y[i];
        }
    }
    sums.iter().sum::<f64>() + rest
}

fn add_scaled(to: &mut [f64], factor: f64, from: &[f64]) {
    for (x, y) in to.iter_mut().zip(from) {
        *x += factor * y;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn product(low: &LowRank, rows: usize) -> Vec<f64> {
        let n = low.right.len() / low.rank;
        let mut a = vec![0.0; rows * n];
        for i in 0..rows {
            for r in 0..low.rank {
                add_scaled(
                    &mut a[i * n..][..n],
                    low.left[i * low.rank + r],
                    &low.right[r * n..][..n],
                );
            }
        }
        a
    }

    #[test]
    fn singular_values_are_those_of_a_known_matrix() {
        // Columns (3, 4) and (0, 5): singular values 3 sqrt 5 and sqrt 5 (Strang).
        let values = singular_values(vec![vec![3.0, 4.0], vec![0.0, 5.0]]);
        assert!(
            (values[0] - 45_f64.sqrt()).abs() < 1e-12 && (values[1] - 5_f64.sqrt()).abs() < 1e-12
        );
    }

    proptest! {
        /// A matrix of rank 3 at most is restored to rounding, with orthonormal left vectors.
        #[test]
        fn low_rank_is_found(rows in 3_usize..20, n in 3_usize..30, factors in proptest::collection::vec(-1.0..1.0, 150)) {
            let a: Vec<f64> = (0..rows * n)
                .map(|e| (0..3).map(|r| factors[r * 20 + e / n] * factors[60 + r * 30 + e % n]).sum())
                .collect();
            let found = low_rank(a.clone(), rows, 8, 1e-26, |rank, error| rank as f64 + 1e20 * error);
            prop_assert!(found.rank <= 8);
            for (x, y) in product(&found, rows).iter().zip(&a) {
                prop_assert!((x - y).abs() < 1e-12);
            }
            for r in 0..found.rank {
                for s in 0..r {
                    let column = |k: usize| -> Vec<f64> { found.left.iter().skip(k).step_by(found.rank).copied().collect() };
                    prop_assert!(dot(&column(r), &column(s)).abs() < 1e-9);
                }
            }
        }
    }

    #[test]
    fn nothing_comes_of_nothing() {
        let found = low_rank(vec![0.0; 12], 3, 8, 1.0, |rank, _| rank as f64);
        assert_eq!((found.rank, product(&found, 3)), (1, vec![0.0; 12]));
    }
}
