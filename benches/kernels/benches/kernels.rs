//! Times of the kernels, with every backend of this processor. Arguments are criterion's: a part of a name chooses, for example
//! `scripts/bench-kernels prg/128`.

use criterion::{BenchmarkId, Criterion, Throughput};
use nexuszero::backend::Backend;
use nexuszero_kernels::Work;
use std::time::Duration;

fn main() {
    // Short, for some sixty measurements; arguments may say otherwise.
    let mut criterion = Criterion::default()
        .sample_size(30)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1))
        .configure_from_args();
    for kernel in nexuszero_kernels::all() {
        let mut group = criterion.benchmark_group(kernel.name);
        group.throughput(match kernel.work {
            Work::Bytes(bytes) => Throughput::Bytes(bytes),
            Work::Elements(elements) => Throughput::Elements(elements),
        });
        for &backend in Backend::available() {
            group.bench_function(BenchmarkId::from_parameter(backend.name()), |bencher| {
                let mut run = (kernel.prepare)(backend);
                bencher.iter(&mut run);
            });
        }
        group.finish();
    }
    criterion.final_summary();
}
