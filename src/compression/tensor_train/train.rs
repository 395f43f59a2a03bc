//! Tensor trains: an array as a product of small three-dimensional cores (Oseledets, "Tensor-Train Decomposition", SIAM J. Sci. Comput.
//! 33(5), 2011; in physics, matrix product states).
//!
//! An array of n₁ × … × n_d numbers is approximated by A(i₁, …, i_d) = G₁(i₁) G₂(i₂) … G_d(i_d), where G_k(i) is an r₍k₋₁₎ × r_k matrix
//! and r₀ = r_d = 1. The decomposition (Algorithm 1 of the paper) need not be the same everywhere, the product must: cores are integers
//! of up to 53 bits, every product and sum is one IEEE 754 operation in a fixed order, and the only scale is a power of two at the very
//! end. Integers do not underflow, and Rust does not contract a product and a sum into one operation, so that every machine predicts the
//! same.

use super::element::power_of_two;
use super::svd::low_rank;

/// Most entries of a tensor.
pub(super) const MAX_ENTRIES: usize = 1 << 17;
/// Most dimensions: products of cores stay far inside the range of binary64.
pub(super) const MAX_DIMENSIONS: usize = 8;
/// Largest rank.
pub(super) const MAX_RANK: usize = 16;
/// Most bytes of a core entry.
pub(super) const MAX_CORE_WIDTH: usize = 7;
/// Largest size of the exponent of the scale.
pub(super) const MAX_EXPONENT: i32 = 2000;
/// Bits of a core entry for the choice of ranks, before the cores are known.
const USUAL_CORE_BITS: f64 = 24.0;

/// Dimensions and ranks, checked: everything that a product of cores may allocate is bounded by the number of entries.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Shape {
    pub(super) dims: Vec<usize>,
    /// r₀ to r_d.
    pub(super) ranks: Vec<usize>,
}

impl Shape {
    /// The shape with these dimensions and inner ranks, unless one of them is 0 or too large.
    pub(super) fn new(dims: Vec<usize>, inner: &[usize]) -> Option<Self> {
        if dims.is_empty() || dims.len() > MAX_DIMENSIONS || inner.len() + 1 != dims.len() {
            return None;
        }
        let entries = dims
            .iter()
            .try_fold(1_usize, |n, &dim| n.checked_mul(dim))?;
        if entries == 0 || entries > MAX_ENTRIES {
            return None;
        }
        // No unfolding has a larger rank than its smaller side.
        let mut before = 1;
        for (&rank, &dim) in inner.iter().zip(&dims) {
            before *= dim;
            if rank == 0 || rank > MAX_RANK.min(before).min(entries / before) {
                return None;
            }
        }
        let ranks = [&[1], inner, &[1]].concat();
        Some(Self { dims, ranks })
    }

    pub(super) fn entries(&self) -> usize {
        self.dims.iter().product()
    }

    /// Entries of each core.
    pub(super) fn core_lens(&self) -> impl Iterator<Item = usize> + '_ {
        let sides = self.ranks.windows(2);
        self.dims
            .iter()
            .zip(sides)
            .map(|(dim, sides)| sides[0] * dim * sides[1])
    }

    /// Entries of all cores.
    pub(super) fn core_len(&self) -> usize {
        self.core_lens().sum()
    }
}

/// Errors of so many steps are rounded away.
const NEGLIGIBLE_STEPS: f64 = 0.05;

/// A tensor train with cores of any numbers.
pub(super) struct Train {
    shape: Shape,
    cores: Vec<Vec<f64>>,
}

/// A tensor train with cores of integers, one behind the other, and the exponent of its scale.
pub(super) struct IntegerTrain {
    pub(super) shape: Shape,
    pub(super) exponent: i32,
    pub(super) cores: Vec<i64>,
}

impl Train {
    /// Decomposes `values`, of these dimensions. A residual is a number of `step`s, and rank is spent where it saves more bits of
    /// residual than it costs.
    pub(super) fn decompose(values: &[f64], dims: &[usize], step: f64) -> Self {
        let mut ranks = vec![];
        let mut cores = vec![];
        let mut rest = values.to_vec();
        let mut rank = 1;
        let entries = values.len() as f64;
        for &dim in &dims[..dims.len() - 1] {
            let rows = rank * dim;
            let columns = rest.len() / rows;
            let cost = |rank: usize, error: f64| {
                let core_bits = USUAL_CORE_BITS * (rank * (rows + columns.min(rows))) as f64;
                entries * residual_bits((error / entries).sqrt() / step) + core_bits
            };
            let negligible = entries * (NEGLIGIBLE_STEPS * step).powi(2);
            let found = low_rank(rest, rows, MAX_RANK, negligible, cost);
            rank = found.rank;
            ranks.push(rank);
            cores.push(found.left);
            rest = found.right;
        }
        cores.push(rest);
        let shape =
            Shape::new(dims.to_vec(), &ranks).expect("ranks of a decomposition are in range");
        Self { shape, cores }
    }

    /// Rounds the cores to integers of `width` bytes, each core with a scale of its own.
    pub(super) fn quantise(&self, width: usize) -> IntegerTrain {
        let bound = ((1_u64 << (8 * width - 1).min(53)) - 1) as f64;
        let mut exponent = 0;
        let mut integers = Vec::with_capacity(self.shape.core_len());
        for core in &self.cores {
            let largest = core.iter().fold(0.0_f64, |largest, x| largest.max(x.abs()));
            let scale = match largest > 0.0 {
                true => ((largest / bound).log2().ceil() as i32).clamp(-1000, 1000),
                false => 0,
            };
            exponent += scale;
            let rounded = core
                .iter()
                .map(|x| (x * power_of_two(-scale)).clamp(-bound, bound).round() as i64);
            integers.extend(rounded);
        }
        IntegerTrain {
            shape: self.shape.clone(),
            exponent: exponent.clamp(-MAX_EXPONENT, MAX_EXPONENT),
            cores: integers,
        }
    }
}

impl IntegerTrain {
    /// The entries of the product. Its order of operations is part of the format: from the left, sums over the inner index from 0 up.
    pub(super) fn product(&self) -> Vec<f64> {
        let mut cores = self.cores.as_slice();
        let mut product = vec![1.0];
        for (len, sides) in self.shape.core_lens().zip(self.shape.ranks.windows(2)) {
            let (core, rest) = cores.split_at(len);
            cores = rest;
            let core: Vec<f64> = core.iter().map(|&x| x as f64).collect();
            let row_len = len / sides[0];
            let mut next = vec![0.0; product.len() / sides[0] * row_len];
            for (left, out) in product
                .chunks_exact(sides[0])
                .zip(next.chunks_exact_mut(row_len))
            {
                for (factor, row) in left.iter().zip(core.chunks_exact(row_len)) {
                    for (sum, x) in out.iter_mut().zip(row) {
                        *sum += factor * x;
                    }
                }
            }
            product = next;
        }
        // In two steps, because a power of two by itself may be out of range.
        let half = self.exponent / 2;
        let (first, second) = (power_of_two(half), power_of_two(self.exponent - half));
        product.iter_mut().for_each(|x| *x = *x * first * second);
        product
    }
}

/// Bits that a residual takes with that root of the mean square: those of a normal distribution once rounding does not hide it.
pub(super) fn residual_bits(rms: f64) -> f64 {
    0.5 * (1.0 + 17.0 * rms * rms).log2()
}

/// Ways to fold `rows` × `row_len` entries: as a matrix, and into many small dimensions, which suits what is smooth at every scale.
pub(super) fn foldings(rows: usize, row_len: usize) -> Vec<Vec<usize>> {
    let matrix: Vec<usize> = [rows, row_len].into_iter().filter(|dim| *dim > 1).collect();
    let small = [small_factors(rows), small_factors(row_len)].concat();
    let mut foldings = vec![matrix];
    if foldings[0] != small && small.len() <= MAX_DIMENSIONS {
        foldings.push(small);
    }
    foldings.retain(|dims| !dims.is_empty());
    foldings
}

/// Factors of `n` of about 16 each, as even as its prime factors allow.
fn small_factors(n: usize) -> Vec<usize> {
    let count = (n as f64).log(16.0).ceil().max(1.0) as usize;
    let mut factors = vec![1; count];
    let mut rest = n;
    let mut primes = vec![];
    let mut prime = 2;
    while rest > 1 {
        if prime * prime > rest {
            prime = rest;
        }
        while rest % prime == 0 {
            primes.push(prime);
            rest /= prime;
        }
        prime += 1;
    }
    for prime in primes.into_iter().rev() {
        *factors
            .iter_mut()
            .min()
            .expect("there is one factor at least") *= prime;
    }
    factors.retain(|factor| *factor > 1);
    factors
}
