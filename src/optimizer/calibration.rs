//! How fast this processor runs the kernels that a proof's time consists of.
//!
//! Measured once in a process for each backend in use, in a few milliseconds (some tens without AES instructions), when a choice
//! depends on it for the first time. Until then the times of a reference processor serve.

use crate::backend::Backend;
use crate::buffers::Buffers;
use crate::field::Gf;
use crate::level::SecurityLevel;
use crate::proof_system::sigma::{self, GroupId};
use crate::proof_system::voleith::universal_hash::VoleHash;
use crate::symmetric::keccak_lanes::{LaneOracle, LANES};
use crate::symmetric::oracle::Domain;
use crate::symmetric::prg::{self, Keys, Streams};
use crate::symmetric::row_sums::{Leaves, RowSums, COLUMNS, KEYS};
use serde::Serialize;
use std::hint::black_box;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// Nanoseconds that one unit of each kernel takes at one level.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Kernels {
    /// Scheduling a leaf's key and committing to it.
    pub leaf: f64,
    /// Stretching a key by 16 bytes and adding these up.
    pub block: f64,
    /// Hashing a byte of a column.
    pub column_byte: f64,
    /// A product of field elements.
    pub product: f64,
    /// The same alone, as in a circuit that is given gate by gate.
    pub step: f64,
    /// A hash of the grinding loop.
    pub hash: f64,
}

/// The kernels at every level, and a scalar multiplication in every group.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Calibration {
    levels: [Kernels; SecurityLevel::ALL.len()],
    groups: [f64; GroupId::ALL.len()],
}

/// A kernel's time is the shortest of so many measurements: interruptions only make one longer.
const REPETITIONS: usize = 5;
/// On a slow processor fewer have to do, so that the whole stays within 50 ms.
const KERNEL_BUDGET: Duration = Duration::from_millis(2);

/// For each backend of this processor.
fn measured(backend: Backend) -> &'static OnceLock<Calibration> {
    static MEASURED: OnceLock<Vec<(Backend, OnceLock<Calibration>)>> = OnceLock::new();
    let all = MEASURED.get_or_init(|| {
        let available = Backend::available().iter();
        available
            .map(|&backend| (backend, OnceLock::new()))
            .collect()
    });
    let place = all.iter().find(|(known, _)| *known == backend);
    &place.expect("a backend that is there is available").1
}

impl Calibration {
    /// The processor on which the weights of the cost model were fitted, with the best of its backends: what
    /// `scripts/fit_cost_model.py` prints.
    pub const REFERENCE: Self = Self {
        levels: [
            Kernels {
                leaf: 3.914,
                block: 0.4399,
                column_byte: 0.1809,
                product: 0.5078,
                step: 3.814,
                hash: 24.09,
            },
            Kernels {
                leaf: 6.812,
                block: 0.5425,
                column_byte: 0.2297,
                product: 1.33,
                step: 6.436,
                hash: 23.78,
            },
            Kernels {
                leaf: 7.82,
                block: 0.6064,
                column_byte: 0.2029,
                product: 1.682,
                step: 8.197,
                hash: 23.94,
            },
        ],
        groups: [32338.0, 122513.0, 46038.0],
    };

    /// This processor's with a backend. The first call of a process measures; others that come meanwhile wait for it.
    pub fn of(backend: Backend) -> &'static Self {
        measured(backend).get_or_init(|| Self::measure(backend))
    }

    /// This processor's if it was measured, else the reference. Never measures.
    pub fn at_hand(backend: Backend) -> &'static Self {
        measured(backend).get().unwrap_or(&Self::REFERENCE)
    }

    /// Measures.
    pub fn measure(backend: Backend) -> Self {
        Self {
            levels: [
                kernels::<2>(backend),
                kernels::<3>(backend),
                kernels::<4>(backend),
            ],
            groups: GroupId::ALL.map(group),
        }
    }

    /// The kernels at a level.
    pub fn at(&self, level: SecurityLevel) -> &Kernels {
        let place = SecurityLevel::ALL.iter().position(|l| *l == level);
        &self.levels[place.expect("every level is in the list")]
    }

    /// A scalar multiplication.
    pub fn scalar_multiplication(&self, group: GroupId) -> f64 {
        let place = GroupId::ALL.iter().position(|g| *g == group);
        self.groups[place.expect("every group is in the list")]
    }
}

/// The shortest time of `run`, in nanoseconds for each of its `units`.
fn shortest(units: usize, mut run: impl FnMut()) -> f64 {
    let begin = Instant::now();
    let mut best = Duration::MAX;
    for repetition in 0..REPETITIONS {
        if repetition > 1 && begin.elapsed() > KERNEL_BUDGET {
            break;
        }
        let start = Instant::now();
        run();
        best = best.min(start.elapsed());
    }
    // A clock too coarse to see anything must not make a proof free.
    best.as_nanos().max(1) as f64 / units as f64
}

const ROW_LEN: usize = 1024;
const COLUMN_LEN: usize = 1024;
const PRODUCTS: usize = 512;
const HASHES: usize = 8;

fn kernels<const N: usize>(backend: Backend) -> Kernels {
    let iv = [7; 16];
    // What the bytes are does not matter: every kernel is constant-time.
    let bytes: Vec<u8> = (0..=255).cycle().take(64 * KEYS).collect();
    let keys = &bytes[..8 * N * KEYS];

    let mut commitments = vec![0; 16 * N * KEYS];
    let leaf = shortest(4 * KEYS, || {
        for _ in 0..4 {
            let streams = streams(&mut commitments);
            prg::expand::<N>(backend, &iv, Keys::dense::<N>(keys), &mut [streams]);
        }
        black_box(&commitments);
    });

    let buffers = Buffers::keeping(0);
    let mut row_sums = RowSums::new(backend, &buffers, &iv, ROW_LEN);
    let (mut columns, mut u) = (vec![0; ROW_LEN * COLUMNS], vec![0; ROW_LEN]);
    let block = shortest(KEYS * ROW_LEN / 16, || {
        row_sums.add::<N>(Leaves {
            keys: Keys::dense::<N>(keys),
            commitments: &mut commitments,
            commitment_tweak: 0,
            row_tweak: 1,
            first: 0,
            columns: &mut columns,
            u: &mut u,
        });
        black_box((&columns, &u));
    });

    let column = vec![0x5a; COLUMN_LEN + VoleHash::<N>::LEN];
    let hash = VoleHash::<N>::new(backend, &bytes[..VoleHash::<N>::KEY_LEN], column.len());
    let column_byte = shortest(4 * COLUMN_LEN, || {
        for _ in 0..4 {
            black_box(hash.hash(black_box(&column)));
        }
    });

    let factor = Gf::<N>::from_bytes(&bytes[..8 * N]);
    let factors = vec![factor; PRODUCTS];
    let mut products = vec![Gf::<N>::ZERO; PRODUCTS];
    let product = shortest(PRODUCTS, || {
        Gf::mul_slices(backend, &mut products, black_box(&factors), &factors);
        black_box(&products);
    });

    let step = shortest(PRODUCTS, || {
        let factors = black_box(&factors);
        for (product, factor) in products.chunks_mut(1).zip(factors.chunks(1)) {
            Gf::mul_slices(backend, product, factor, factor);
        }
        black_box(&products);
    });

    let mut prefix = LaneOracle::<N>::new(backend, LANES);
    prefix.update(&[&bytes[..64]; LANES]);
    let hash = shortest(HASHES * LANES, || {
        for counter in 0..HASHES as u64 {
            let lanes = prefix.clone().finish(Domain::Challenge3, 4, |_| counter);
            let mut out = [0; 40];
            lanes.output(0, &mut out[..8 * N + 1]);
            black_box(out);
        }
    });

    Kernels {
        leaf,
        block,
        column_byte,
        product,
        step,
        hash,
    }
}

/// Equal streams of all keys that fill `out`.
fn streams(out: &mut [u8]) -> Streams<'_> {
    let len = out.len() / KEYS;
    Streams {
        out,
        stride: len,
        len,
        tweak: 1,
        tweak_step: 0,
    }
}

fn group(group: GroupId) -> f64 {
    let generator = sigma::standard_generator(group);
    let secret = sigma::known_secret(group);
    shortest(1, || {
        let value = sigma::public_value(group, &generator, black_box(&secret));
        black_box(value.expect("a scalar below the order"));
    })
}
