//! Payloads with structure, and without.

use crate::common::scattered;

/// Bytes that are random to every codec.
pub fn random(len: usize, seed: u64) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let byte = |_| (scattered(&mut state) >> 32) as u8;
    (0..len).map(byte).collect()
}

/// Numbers from 0 to 1.
fn uniform(len: usize, seed: u64) -> Vec<f64> {
    random(4 * len, seed)
        .chunks_exact(4)
        .map(|b| f64::from(u32::from_le_bytes(b.try_into().unwrap())) / f64::from(u32::MAX))
        .collect()
}

fn u16s(numbers: impl Iterator<Item = f64>) -> Vec<u8> {
    numbers
        .flat_map(|x| (x.round() as u16).to_le_bytes())
        .collect()
}

fn f64s(numbers: impl Iterator<Item = f64>) -> Vec<u8> {
    numbers.flat_map(f64::to_le_bytes).collect()
}

/// A field over a grid of `rows` by `columns`, both from 0 to 1.
fn grid(rows: usize, columns: usize, field: impl Fn(f64, f64) -> f64) -> Vec<f64> {
    (0..rows * columns)
        .map(|i| {
            field(
                (i / columns) as f64 / rows as f64,
                (i % columns) as f64 / columns as f64,
            )
        })
        .collect()
}

/// Payloads of low tensor rank, one of each family.
pub fn low_rank() -> Vec<(&'static str, Vec<u8>)> {
    let wave = |x: f64, y: f64| (6.0 * x).sin() * (4.0 * y).cos() + 0.5 * (9.0 * y).sin() * x;
    let hill = |x: f64, y: f64| (-((x - 0.4).powi(2) + (y - 0.6).powi(2)) * 8.0).exp();
    let (a, b) = (uniform(300, 1), uniform(200, 2));
    let outer = || a.iter().flat_map(|x| b.iter().map(move |y| x * y));
    vec![
        (
            "multiplication table, u16",
            u16s((0..65_536).map(|i| f64::from((i / 256) * (i % 256)))),
        ),
        (
            "linear ramp, u16",
            u16s((0..32_768).map(|i| f64::from(i) + 77.0)),
        ),
        (
            "linear ramp, u32",
            (0..50_000_u32)
                .flat_map(|i| (1_000_000 + 37 * i).to_le_bytes())
                .collect(),
        ),
        (
            "linear ramp of halves, f64",
            f64s((0..20_000).map(|i| 0.5 * f64::from(i))),
        ),
        (
            "linear ramp of tenths, f64",
            f64s((0..20_000).map(|i| 0.1 * f64::from(i))),
        ),
        (
            "outer product of random vectors, u16",
            u16s(outer().map(|x| 60_000.0 * x)),
        ),
        ("outer product of random vectors, f64", f64s(outer())),
        (
            "sum of separable waves, u16",
            u16s(grid(256, 256, wave).iter().map(|x| 20_000.0 * (x + 1.6))),
        ),
        (
            "sum of separable waves, f64",
            f64s(grid(256, 256, wave).into_iter()),
        ),
        (
            "sum of separable waves, f32",
            grid(256, 256, wave)
                .iter()
                .flat_map(|x| (*x as f32).to_le_bytes())
                .collect(),
        ),
        (
            "smooth hill, u8",
            grid(400, 300, hill)
                .iter()
                .map(|x| (255.0 * x).round() as u8)
                .collect(),
        ),
        (
            "smooth hill, u16",
            u16s(grid(400, 300, hill).iter().map(|x| 65_000.0 * x)),
        ),
    ]
}
