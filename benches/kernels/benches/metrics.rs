//! What counting costs: the table "Cost" of `docs/metrics.md`. `scripts/bench-kernels metrics` runs it.

use criterion::measurement::WallTime;
use criterion::{Bencher, BenchmarkGroup, Criterion};
use nexuszero::config::{Preset, ProtocolConfig};
use nexuszero::error::ErrorKind;
use nexuszero::hash::HashAlgorithm;
use nexuszero::metrics::memory::PeakScope;
use nexuszero::metrics::{Collector, Operation, ProofMetrics};
use nexuszero::pipeline::Protocol;
use nexuszero::statement::{Claim, Claims, Preimage, SecretName, Statement, Witness};
use std::hint::black_box;
use std::time::{Duration, Instant};

const THREADS: u32 = 4;

/// The measurements of a proof of a SHA-256 preimage.
fn measured() -> ProofMetrics {
    let secret = vec![7; 32];
    let hash = HashAlgorithm::Sha256;
    let claim = Preimage::hidden(hash, &hash.digest(&secret), 1).expect("a digest of its length");
    let claims = Claims::single(Claim::Preimage(claim)).expect("one claim");
    let mut witness = Witness::new();
    let name = SecretName::new(Preimage::SECRET).expect("a name");
    witness.set(name, secret.into()).expect("a short secret");
    let protocol = Protocol::new(ProtocolConfig::preset(Preset::Fast)).expect("a preset");
    let proof = protocol.prove(&Statement::Claims(claims), &witness, b"");
    proof
        .expect("a true statement")
        .metrics
        .expect("it was made here")
}

fn recording(group: &mut BenchmarkGroup<WallTime>) {
    let metrics = measured();
    let collector = Collector::default();
    group.bench_function("a proof", |b| b.iter(|| collector.proof(&metrics)));
    // The time of a call of all threads together.
    group.bench_function("a proof, four threads", |b| {
        b.iter_custom(|rounds| {
            let start = Instant::now();
            std::thread::scope(|threads| {
                for _ in 0..THREADS {
                    threads.spawn(|| (0..rounds).for_each(|_| collector.proof(&metrics)));
                }
            });
            start.elapsed() / THREADS
        });
    });
    group.bench_function("a verification", |b| {
        b.iter(|| collector.verification(250_000))
    });
    group.bench_function("a failure", |b| {
        b.iter(|| collector.failure(Operation::Verify, ErrorKind::ProofVerification, 250_000));
    });
    let snapshot = collector.snapshot();
    group.bench_function("a snapshot", |b| b.iter(|| collector.snapshot()));
    group.bench_function("its JSON", |b| b.iter(|| snapshot.to_json()));
    group.bench_function("its Prometheus text", |b| {
        b.iter(|| snapshot.to_prometheus())
    });
}

fn allocating<const LEN: usize>(bencher: &mut Bencher<'_>) {
    bencher.iter(|| black_box(Vec::<u8>::with_capacity(black_box(LEN))));
}

/// Allocating and freeing, outside a call, inside one, and inside two.
fn memory(group: &mut BenchmarkGroup<WallTime>) {
    group.bench_function("64 bytes", allocating::<64>);
    group.bench_function("8 KiB", allocating::<8192>);
    let outer = PeakScope::new();
    group.bench_function("64 bytes, in a call", allocating::<64>);
    group.bench_function("8 KiB, in a call", allocating::<8192>);
    let inner = PeakScope::new();
    group.bench_function("8 KiB, in two", allocating::<8192>);
    drop((inner, outer));
    group.bench_function("counting a call", |b| b.iter(PeakScope::new));
}

fn main() {
    let mut criterion = Criterion::default()
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1))
        .configure_from_args();
    let mut group = criterion.benchmark_group("metrics");
    recording(&mut group);
    memory(&mut group);
    group.finish();
    criterion.final_summary();
}
