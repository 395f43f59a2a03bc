//! What a sample says of a payload, before the work of a decomposition: is it worth looking at, as which type of elements, and with how
//! many elements to a row?
//!
//! A matrix of low rank has submatrices of low rank, and a few entries suffice to see it: of every candidate, twelve rows and twelve
//! columns are taken, and the singular values of their 144 common entries say how large residuals would be.

use super::super::entropy::is_near_random;
use super::element::Element;
use super::svd::singular_values;
use super::train::{residual_bits, MAX_ENTRIES, USUAL_CORE_BITS};
use crate::xorshift::Xorshift;

/// Shorter payloads are not worth a header.
const MIN_LEN: usize = 256;
/// Rows and columns of a sample.
const SAMPLE: usize = 12;
/// Fewest rows and columns of a matrix.
const MIN_SIDE: usize = 8;
/// Most row lengths that are tried for one type of elements.
const MAX_ROW_LENS: usize = 24;
/// Numbers whose squares are normal ones. What is none of them is rarely a floating-point number at all.
const SIZES: std::ops::Range<f64> = 1e-140..1e140;
/// Larger estimates are not worth a trial.
const MAX_FRACTION: f64 = 0.9;

/// How to read a payload.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Plan {
    pub(super) element: Element,
    /// Elements in a row.
    pub(super) row_len: usize,
    /// Estimated bytes after divided by bytes before.
    fraction: f64,
}

impl Plan {
    /// The most promising way to read `input`, if one is promising.
    pub(super) fn of(input: &[u8]) -> Option<Self> {
        if input.len() < MIN_LEN || is_near_random(input) {
            return None;
        }
        let scaled = [4, 8].map(|width| Element::scaled(width, input));
        Element::PLAIN
            .into_iter()
            .chain(scaled.into_iter().flatten())
            .flat_map(|element| {
                let count = input.len() / element.width;
                let plan = move |row_len| Self::estimated(input, element, row_len);
                row_lens(count).into_iter().map(plan)
            })
            .min_by(|a, b| a.fraction.total_cmp(&b.fraction))
            .filter(|plan| plan.fraction < MAX_FRACTION)
    }

    /// Rows that one tensor holds.
    pub(super) fn rows(&self) -> usize {
        MAX_ENTRIES / self.row_len
    }

    fn estimated(input: &[u8], element: Element, row_len: usize) -> Self {
        let total_rows = input.len() / element.width / row_len;
        let rows = total_rows.min(MAX_ENTRIES / row_len);
        let first = (total_rows - rows) / 2;
        let (rows_taken, columns_taken) = (spread(rows), spread(row_len));
        let entry = |row: usize, column: usize| {
            let start = ((first + row) * row_len + column) * element.width;
            element.value(&input[start..start + element.width])
        };
        let column = |&c: &usize| rows_taken.iter().map(|&r| entry(r, c)).collect();
        let columns: Vec<Vec<f64>> = columns_taken.iter().map(column).collect();
        let sample = columns.concat();
        let in_range = |x: &f64| *x == 0.0 || SIZES.contains(&x.abs());
        if !sample.iter().all(in_range) {
            return Self {
                element,
                row_len,
                fraction: f64::INFINITY,
            };
        }
        let steps = element.steps(&sample);
        let values = singular_values(columns);

        let (m, n) = (rows_taken.len(), columns_taken.len());
        let bits = |rank: usize| {
            let error: f64 = values[rank..].iter().map(|x| x * x).sum();
            // What is left once `rank` rows and columns are fitted has so many degrees of freedom.
            let rms = (error / ((m - rank) * (n - rank)) as f64).sqrt();
            let residuals: f64 = steps.iter().map(|step| residual_bits(rms / step)).sum();
            let residual = residuals / steps.len() as f64;
            residual + USUAL_CORE_BITS * (rank * (rows + row_len)) as f64 / (rows * row_len) as f64
        };
        let best = (1..=m.min(n) / 2).map(bits).fold(f64::INFINITY, f64::min);
        Self {
            element,
            row_len,
            fraction: best / (8 * element.width) as f64,
        }
    }
}

/// Row lengths to try for so many elements: its divisors, which are what a grid has, and powers of two; those next to a square first.
fn row_lens(count: usize) -> Vec<usize> {
    let largest = (count / MIN_SIDE).min(MAX_ENTRIES / MIN_SIDE);
    let square = (count.min(MAX_ENTRIES) as f64).sqrt();
    let divides = |n: &usize| count.is_multiple_of(*n) || n.is_power_of_two();
    let mut lens: Vec<usize> = (MIN_SIDE..=largest).filter(divides).collect();
    lens.sort_by(|a, b| {
        let distance = |n: usize| (n as f64 / square).log2().abs();
        distance(*a).total_cmp(&distance(*b))
    });
    lens.truncate(MAX_ROW_LENS);
    lens
}

/// Up to [`SAMPLE`] different indices below `len`, one from each part of the range, not in step with any pattern in it.
fn spread(len: usize) -> Vec<usize> {
    let count = len.min(SAMPLE);
    let mut numbers = Xorshift(0x9e37_79b9_7f4a_7c15);
    (0..count)
        .map(|part| {
            let (start, end) = (part * len / count, (part + 1) * len / count);
            start + (numbers.number() % (end - start) as u64) as usize
        })
        .collect()
}
