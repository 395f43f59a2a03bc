//! Symmetric and field kernels.

use crate::{filler, Kernel, Run, Work};
use nexuszero::backend::Backend;
use nexuszero::field::Gf;
use nexuszero::proof_system::voleith::universal_hash::VoleHash;
use nexuszero::symmetric::keccak_lanes::{LaneOracle, LANES};
use nexuszero::symmetric::oracle::Domain;
use nexuszero::symmetric::prg::{self, Keys, Streams};
use std::hint::black_box;

/// Keys that the engine stretches together.
const KEYS: usize = 32;
const STREAM_LEN: usize = 1024;
const ELEMENTS: usize = 1024;
const COLUMN_LEN: usize = 1024;
/// Commitments of 2λ bits for each lane.
const HASHED_LEN: usize = 32 * 256;

const STREAMS: Work = Work::Bytes((KEYS * STREAM_LEN) as u64);
const FIELD: Work = Work::Elements(ELEMENTS as u64);

pub fn all() -> Vec<Kernel> {
    let kernel = |name, work, prepare| Kernel {
        name,
        work,
        prepare,
    };
    vec![
        kernel("prg/128", STREAMS, expand::<2>),
        kernel("prg/192", STREAMS, expand::<3>),
        kernel("prg/256", STREAMS, expand::<4>),
        kernel("products/128", FIELD, products::<2>),
        kernel("products/192", FIELD, products::<3>),
        kernel("products/256", FIELD, products::<4>),
        kernel("inner-product/128", FIELD, inner_product::<2>),
        kernel("inner-product/192", FIELD, inner_product::<3>),
        kernel("inner-product/256", FIELD, inner_product::<4>),
        kernel(
            "column-hash/128",
            Work::Bytes(COLUMN_LEN as u64),
            column_hash,
        ),
        kernel(
            "keccak-lanes/128",
            Work::Bytes((LANES * HASHED_LEN) as u64),
            keccak,
        ),
    ]
}

/// Keys stretched by AES in counter mode.
fn expand<const N: usize>(backend: Backend) -> Run {
    let (keys, iv) = (filler(8 * N * KEYS), [7; 16]);
    let mut out = vec![0; KEYS * STREAM_LEN];
    Box::new(move || {
        let streams = Streams {
            out: &mut out,
            stride: STREAM_LEN,
            len: STREAM_LEN,
            tweak: 1,
            tweak_step: 0,
        };
        let keys = Keys::dense::<N>(black_box(&keys));
        prg::expand::<N>(backend, &iv, keys, &mut [streams]);
        black_box(&out);
    })
}

pub fn elements<const N: usize>(count: usize) -> Vec<Gf<N>> {
    let bytes = filler(8 * N * count);
    bytes.chunks_exact(8 * N).map(Gf::from_bytes).collect()
}

fn products<const N: usize>(backend: Backend) -> Run {
    let factors = elements::<N>(2 * ELEMENTS);
    let mut out = vec![Gf::ZERO; ELEMENTS];
    Box::new(move || {
        let (left, right) = black_box(&factors).split_at(ELEMENTS);
        Gf::mul_slices(backend, &mut out, left, right);
        black_box(&out);
    })
}

fn inner_product<const N: usize>(backend: Backend) -> Run {
    let factors = elements::<N>(2 * ELEMENTS);
    Box::new(move || {
        let (left, right) = black_box(&factors).split_at(ELEMENTS);
        black_box(Gf::inner_product(backend, left, right));
    })
}

/// The universal hash of one column.
fn column_hash(backend: Backend) -> Run {
    let column = filler(COLUMN_LEN + VoleHash::<2>::LEN);
    let key = filler(VoleHash::<2>::KEY_LEN);
    let hash = VoleHash::<2>::new(backend, &key, column.len());
    Box::new(move || {
        black_box(hash.hash(black_box(&column)));
    })
}

/// The commitments of vectors, hashed side by side.
fn keccak(backend: Backend) -> Run {
    let inputs = filler(LANES * HASHED_LEN);
    Box::new(move || {
        let mut lanes = LaneOracle::<2>::new(backend, LANES);
        let inputs = black_box(&inputs).chunks_exact(HASHED_LEN);
        lanes.update(&inputs.collect::<Vec<_>>());
        black_box(lanes.finish(Domain::H1, 0, |_| 0));
    })
}
