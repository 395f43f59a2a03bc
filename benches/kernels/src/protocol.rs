//! The steps of a proof: VOLE conversion, transposition, circuits at one point and at all of a prover's, grinding.

use crate::primitives::elements;
use crate::{filler, Kernel, Run, Work};
use nexuszero::backend::Backend;
use nexuszero::buffers::Buffers;
use nexuszero::buffers::KEPT;
use nexuszero::circuit::values::{Committed, Values};
use nexuszero::circuit::weights::Weights;
use nexuszero::config::{Profile, SecurityLevel, MAX_DEGREE};
use nexuszero::field::Gf;
use nexuszero::hash::HashAlgorithm;
use nexuszero::proof_system::voleith::bavc::Tree;
use nexuszero::proof_system::voleith::params::ParameterSet;
use nexuszero::proof_system::voleith::transcript::Challenge3;
use nexuszero::proof_system::voleith::universal_hash::{zk_key_len, zk_weights};
use nexuszero::proof_system::voleith::{check, vole, Instance};
use nexuszero::proof_system::Resources;
use nexuszero::statement::conjunction::ScopedClaims;
use nexuszero::statement::{Claim, Claims, Preimage};
use std::hint::black_box;

/// Bytes of a row of a preimage of SHA-256.
const ROW_LEN: usize = 776;
/// Committed bits and masks of one.
const ROWS: usize = 6200;
/// Candidates for the last challenge.
const CANDIDATES: u64 = 256;
/// Fits into one block of every hash function.
const SECRET_LEN: usize = 32;

pub fn all() -> Vec<Kernel> {
    use HashAlgorithm::{Blake3, Sha256, Sha3_256};
    let kernel = |name, work, prepare| Kernel {
        name,
        work,
        prepare,
    };
    let leaves = |level| Work::Elements(parameters(level, Profile::Fast).leaves() as u64);
    let degree = |hash| Work::Elements(circuit(hash).analysis().degree.into());
    vec![
        kernel("vole-commit/128", leaves(SecurityLevel::L128), commit::<2>),
        kernel("vole-commit/192", leaves(SecurityLevel::L192), commit::<3>),
        kernel("vole-commit/256", leaves(SecurityLevel::L256), commit::<4>),
        kernel("transposition/128", Work::Elements(ROWS as u64), transpose),
        kernel("grinding/128", Work::Elements(CANDIDATES), grind),
        kernel("point/sha256", Work::Elements(1), |backend| {
            point(backend, Sha256)
        }),
        kernel("point/sha3-256", Work::Elements(1), |backend| {
            point(backend, Sha3_256)
        }),
        kernel("point/blake3", Work::Elements(1), |backend| {
            point(backend, Blake3)
        }),
        kernel("points/sha256", degree(Sha256), |backend| {
            points(backend, Sha256)
        }),
        kernel("points/sha3-256", degree(Sha3_256), |backend| {
            points(backend, Sha3_256)
        }),
        kernel("points/blake3", degree(Blake3), |backend| {
            points(backend, Blake3)
        }),
    ]
}

/// Memory that runs hand on, as the calls of a protocol do.
static BUFFERS: Buffers = Buffers::keeping(KEPT);

fn resources(backend: Backend) -> Resources<'static> {
    Resources {
        execution: backend.into(),
        buffers: &BUFFERS,
    }
}

fn level<const N: usize>() -> SecurityLevel {
    match N {
        2 => SecurityLevel::L128,
        3 => SecurityLevel::L192,
        _ => SecurityLevel::L256,
    }
}

fn parameters(level: SecurityLevel, profile: Profile) -> ParameterSet {
    ParameterSet::of(level, profile)
}

/// The whole tree of a `fast` proof: keys, commitments, rows, columns.
fn commit<const N: usize>(backend: Backend) -> Run {
    let set = parameters(level::<N>(), Profile::Fast);
    let root_key = filler(8 * N);
    Box::new(move || {
        let tree = Tree::<N> {
            set: &set,
            iv: &[7; 16],
            backend,
        };
        let root_key = black_box(&root_key);
        black_box(vole::commit(&tree, resources(backend), root_key, ROW_LEN));
    })
}

fn transpose(backend: Backend) -> Run {
    let mut columns = vole::Columns::zero(&BUFFERS, 128, ROW_LEN);
    for t in 0..columns.count() {
        columns.get_mut(t).copy_from_slice(&filler(ROW_LEN));
    }
    Box::new(move || {
        let columns = black_box(&columns);
        black_box(vole::rows::<2>(resources(backend), columns, ROWS));
    })
}

/// Every candidate has the form of a challenge, and only the last one an opening that fits.
fn grind(backend: Backend) -> Run {
    let set = parameters(SecurityLevel::L128, Profile::Fast);
    let (challenge, coefficients) = (filler(zk_key_len(2)), elements::<2>(1));
    Box::new(move || {
        let challenge = Challenge3::new(&set, &challenge, &coefficients);
        let mut seen = 0;
        black_box(challenge.grind::<2, _>(backend, |_| {
            seen += 1;
            (seen == CANDIDATES).then_some(())
        }));
    })
}

/// The circuit of a preimage of a stated length at the highest degree. It lives as long as the process.
fn circuit(hash: HashAlgorithm) -> ScopedClaims<'static> {
    let claim = Preimage::stated(hash, &hash.digest(&[0; SECRET_LEN]), SECRET_LEN);
    let claims = Claims::single(Claim::Preimage(claim.expect("a digest of its length")));
    let claims = Box::leak(Box::new(claims.expect("one claim")));
    claims.at(SecurityLevel::L128, MAX_DEGREE)
}

/// The constraints of a circuit at one point: what a verifier computes.
fn point(backend: Backend, hash: HashAlgorithm) -> Run {
    let circuit = circuit(hash);
    let analysis = circuit.analysis();
    let rows = elements::<2>(analysis.committed);
    let weights = zk_weights(backend.into(), &filler(zk_key_len(2)), analysis.constraints);
    let point = elements::<2>(1)[0];
    Box::new(move || {
        let weights = Weights::<2>::new(&weights);
        let committed = Committed {
            rows: black_box(&rows),
            bits: &[],
        };
        let sums = Values::weighted_sums(&circuit, backend, committed, [point], &weights);
        black_box(sums);
    })
}

/// The coefficients of the check, from all points: what a prover computes.
fn points(backend: Backend, hash: HashAlgorithm) -> Run {
    let circuit = circuit(hash);
    let analysis = circuit.analysis();
    let parameters = parameters(SecurityLevel::L128, Profile::Fast);
    let bits: Vec<u8> = filler(analysis.committed).iter().map(|b| b & 1).collect();
    let key = filler(zk_key_len(2));
    let mask_len = (usize::from(analysis.degree) - 1) * Gf::<2>::BYTES;
    let u_masks = filler(mask_len);
    let v = elements::<2>(8 * (analysis.committed.div_ceil(8) + mask_len));
    Box::new(move || {
        let instance = Instance {
            circuit: &circuit,
            analysis,
            parameters,
            statement: b"",
            context: b"",
        };
        black_box(check::coefficients(
            &instance,
            backend.into(),
            &key,
            black_box(&bits),
            &v,
            &u_masks,
        ));
    })
}
