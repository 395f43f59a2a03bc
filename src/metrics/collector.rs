//! Counts what a protocol does.

use super::fields::FIELDS;
use super::histogram::LatencyHistogram;
use super::labels::{Counts, Operation, OptimizerOutcome, Recovery};
use super::moments::Moments;
use super::snapshot::{
    CompressionCounts, FieldMoments, OperationSummary, Snapshot, StatementCounts,
};
use super::throughput::Throughput;
use super::ProofMetrics;
use crate::error::ErrorKind;
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Statements that are counted apart. Names come from callers' statements, so that their number must be bounded here.
const MAX_STATEMENTS: usize = 64;

/// Longest name that is counted apart, in bytes: that of a conjunction grows with its parts.
const MAX_STATEMENT_NAME: usize = 128;

/// Statements that are not counted apart.
const OTHER: &str = "other";

/// Counts proofs, verifications and failures. Any number of threads may share one.
///
/// One lock guards all counts, so that a snapshot is consistent. It is held for some hundred nanoseconds a call, next to
/// proofs that take milliseconds; recording allocates only for a statement name that is new.
pub struct Collector {
    clock: Clock,
    state: Mutex<State>,
}

/// Time since some fixed moment; never goes back.
type Clock = Box<dyn Fn() -> Duration + Send + Sync>;

struct State {
    start: Duration,
    prove: OperationState,
    verify: OperationState,
    /// In the order of `FIELDS`.
    fields: [Moments; FIELDS.len()],
    statements: BTreeMap<String, StatementCounts>,
    optimizer: Counts<OptimizerOutcome>,
    compression: CompressionCounts,
    recoveries: Counts<Recovery>,
}

#[derive(Default)]
struct OperationState {
    latency: LatencyHistogram,
    throughput: Throughput,
    failures: Counts<ErrorKind>,
    failed_ns: u64,
}

impl Default for Collector {
    fn default() -> Self {
        let start = Instant::now();
        Self::with_clock(move || start.elapsed())
    }
}

impl Collector {
    /// A collector with this clock, which says how long it has been since some fixed moment and never goes back.
    pub fn with_clock(clock: impl Fn() -> Duration + Send + Sync + 'static) -> Self {
        Self {
            state: Mutex::new(State::starting(clock())),
            clock: Box::new(clock),
        }
    }

    /// A proof was made.
    pub fn proof(&self, metrics: &ProofMetrics) {
        self.record(|state, now| {
            state.prove.success(metrics.total_ns, now);
            for (moments, field) in state.fields.iter_mut().zip(FIELDS) {
                moments.add(field.value(metrics));
            }
            let counts = state.statement(&metrics.statement);
            counts.proofs += 1;
            counts.total_ns = counts.total_ns.saturating_add(metrics.total_ns);
            counts.bytes = counts.bytes.saturating_add(metrics.size_after);
        });
    }

    /// A proof was checked, and it is valid. That of a new proof by its maker is part of its `ProofMetrics` and not reported here.
    pub fn verification(&self, ns: u64) {
        self.record(|state, now| state.verify.success(ns, now));
    }

    /// A call failed after this time. A proof that is not valid is a failure of its verification.
    pub fn failure(&self, operation: Operation, kind: ErrorKind, ns: u64) {
        self.record(|state, _| {
            let operation = match operation {
                Operation::Prove => &mut state.prove,
                Operation::Verify => &mut state.verify,
            };
            operation.failures.add(kind);
            operation.failed_ns = operation.failed_ns.saturating_add(ns);
        });
    }

    /// The optimizer was needed, with this outcome.
    pub fn optimizer(&self, outcome: OptimizerOutcome) {
        self.record(|state, _| state.optimizer.add(outcome));
    }

    /// A proof went through compression. That it failed, and they were stored as they were, is a [`Recovery`] to be reported besides.
    pub fn compression(&self, before: u64, after: u64) {
        self.record(|state, _| {
            let counts = &mut state.compression;
            counts.calls += 1;
            counts.bytes_before = counts.bytes_before.saturating_add(before);
            counts.bytes_after = counts.bytes_after.saturating_add(after);
        });
    }

    /// A call got over a failure.
    pub fn recovery(&self, recovery: Recovery) {
        self.record(|state, _| state.recoveries.add(recovery));
    }

    /// All counts at this moment.
    pub fn snapshot(&self) -> Snapshot {
        self.record(|state, now| state.snapshot(now))
    }

    /// Starts again from nothing.
    pub fn reset(&self) {
        self.record(|state, now| *state = State::starting(state.start + now));
    }

    /// Works on the counts; the second argument of `work` is the time since the start.
    fn record<T>(&self, work: impl FnOnce(&mut State, Duration) -> T) -> T {
        let mut state = self.lock();
        // With the lock held, so that times come in order.
        let now = (self.clock)().saturating_sub(state.start);
        work(&mut state, now)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // A panic can at most have lost a count.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn starting(start: Duration) -> Self {
        Self {
            start,
            prove: OperationState::default(),
            verify: OperationState::default(),
            fields: [Moments::default(); FIELDS.len()],
            statements: BTreeMap::new(),
            optimizer: Counts::default(),
            compression: CompressionCounts::default(),
            recoveries: Counts::default(),
        }
    }

    fn statement(&mut self, name: &str) -> &mut StatementCounts {
        let known = self.statements.contains_key(name);
        let room = self.statements.len() < MAX_STATEMENTS && name.len() <= MAX_STATEMENT_NAME;
        let name = if known || room { name } else { OTHER };
        if !self.statements.contains_key(name) {
            self.statements.insert(name.to_owned(), Default::default());
        }
        self.statements.get_mut(name).expect("inserted above")
    }

    fn snapshot(&self, now: Duration) -> Snapshot {
        let fields = FIELDS.iter().zip(self.fields).map(|(field, moments)| {
            let unit = field.unit;
            (field.name, FieldMoments { unit, moments })
        });
        Snapshot {
            elapsed_ns: u64::try_from(now.as_nanos()).unwrap_or(u64::MAX),
            prove: self.prove.summary(now),
            verify: self.verify.summary(now),
            fields: fields.collect(),
            statements: self.statements.clone(),
            optimizer: self.optimizer.clone(),
            compression: self.compression,
            recoveries: self.recoveries.clone(),
        }
    }
}

impl OperationState {
    fn success(&mut self, ns: u64, now: Duration) {
        self.latency.record(ns);
        self.throughput.record(now);
    }

    fn summary(&self, now: Duration) -> OperationSummary {
        OperationSummary {
            failures: self.failures.clone(),
            failed_ns: self.failed_ns,
            per_second: self.throughput.rates(now),
            latency_ns: self.latency.summary(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::labels::Label;
    use crate::metrics::testing::sample;
    use std::sync::atomic::{AtomicU64, Ordering::SeqCst};
    use std::sync::Arc;

    /// A collector, and the milliseconds that its clock shows.
    fn with_time() -> (Collector, Arc<AtomicU64>) {
        let time = Arc::new(AtomicU64::new(5000));
        let shown = time.clone();
        let collector = Collector::with_clock(move || Duration::from_millis(shown.load(SeqCst)));
        (collector, time)
    }

    #[test]
    fn everything_reported_is_in_the_snapshot() {
        let (collector, time) = with_time();
        for seed in 0..10 {
            collector.proof(&sample(seed));
        }
        for _ in 0..4 {
            collector.verification(2_000_000);
        }
        let kinds = ErrorKind::ALL.len() as u64;
        for kind in ErrorKind::ALL {
            collector.failure(Operation::Prove, kind, 10);
        }
        collector.failure(Operation::Verify, ErrorKind::ProofVerification, 70);
        collector.failure(Operation::Verify, ErrorKind::ProofVerification, 30);
        for outcome in OptimizerOutcome::ALL {
            collector.optimizer(*outcome);
        }
        collector.compression(100, 60);
        collector.compression(50, 50);
        collector.recovery(Recovery::StoredUncompressed);
        collector.recovery(Recovery::SmallerProfile);
        time.store(7000, SeqCst);

        let snapshot = collector.snapshot();
        assert_eq!(snapshot.elapsed_ns, 2_000_000_000);
        assert_eq!(snapshot.prove.successes(), 10);
        assert_eq!(snapshot.prove.per_second.since_start, 5.0);
        assert_eq!(snapshot.prove.failures.total(), kinds);
        assert_eq!(snapshot.prove.failed_ns, 10 * kinds);
        let total: u64 = (0..10).map(|seed| sample(seed).total_ns).sum();
        let durations = snapshot.prove.latency_ns.durations;
        assert_eq!(durations.moments.sum(), total as f64);
        assert_eq!(snapshot.verify.successes(), 4);
        assert_eq!(snapshot.verify.per_second.last_minute, 2.0);
        let failures = &snapshot.operation(Operation::Verify).failures;
        assert_eq!(failures.get(ErrorKind::ProofVerification), 2);
        assert_eq!(failures.total(), 2);
        assert_eq!(snapshot.verify.failed_ns, 100);
        assert_eq!(snapshot.optimizer.total(), 7);
        let expected = CompressionCounts {
            calls: 2,
            bytes_before: 150,
            bytes_after: 110,
        };
        assert_eq!(snapshot.compression, expected);
        assert_eq!(snapshot.recoveries.get(Recovery::StoredUncompressed), 1);
        assert_eq!(snapshot.recoveries.total(), 2);
        let field = snapshot.fields["size_after"];
        assert_eq!(field.moments.mean(), 4004.5);
        let statement = snapshot.statements["preimage/sha256"];
        assert_eq!((statement.proofs, statement.bytes), (10, 40_045));
        assert_eq!(statement.total_ns, total);
    }

    #[test]
    fn reset_leaves_nothing() {
        let (collector, time) = with_time();
        let empty = collector.snapshot();
        collector.proof(&sample(1));
        collector.verification(5);
        collector.failure(Operation::Verify, ErrorKind::Malformed, 5);
        collector.optimizer(OptimizerOutcome::Late);
        collector.compression(1, 1);
        assert_ne!(collector.snapshot(), empty);
        time.store(9000, SeqCst);
        collector.reset();
        assert_eq!(collector.snapshot(), empty);
        time.store(10_000, SeqCst);
        assert_eq!(collector.snapshot().elapsed_ns, 1_000_000_000);
    }

    #[test]
    fn names_of_statements_are_bounded() {
        let collector = Collector::default();
        let named = |statement: String| ProofMetrics {
            statement,
            ..sample(0)
        };
        collector.proof(&named("x".repeat(MAX_STATEMENT_NAME + 1)));
        for i in 0..1000 {
            collector.proof(&named(format!("statement {i}")));
        }
        collector.proof(&named("statement 0".into()));
        let statements = collector.snapshot().statements;
        assert_eq!(statements.len(), MAX_STATEMENTS);
        assert_eq!(statements["statement 0"].proofs, 2);
        assert_eq!(statements[OTHER].proofs, 1 + 1000 - 63);
        assert_eq!(statements.values().map(|s| s.proofs).sum::<u64>(), 1002);
    }

    #[test]
    fn threads_lose_no_count() {
        const THREADS: u64 = 8;
        const ROUNDS: u64 = 2000;
        let collector = Collector::default();
        std::thread::scope(|threads| {
            for thread in 0..THREADS {
                let collector = &collector;
                threads.spawn(move || {
                    for round in 0..ROUNDS {
                        collector.proof(&sample(thread * ROUNDS + round));
                        collector.verification(round);
                        collector.failure(Operation::Prove, ErrorKind::Internal, 1);
                        collector.optimizer(OptimizerOutcome::Answered);
                        if round % 100 == 0 {
                            let snapshot = collector.snapshot();
                            let counted = snapshot.statements["preimage/sha256"].proofs;
                            assert_eq!(counted, snapshot.prove.successes());
                        }
                    }
                });
            }
        });
        let snapshot = collector.snapshot();
        let all = THREADS * ROUNDS;
        assert_eq!(snapshot.prove.successes(), all);
        assert_eq!(snapshot.verify.successes(), all);
        assert_eq!(snapshot.prove.failures.get(ErrorKind::Internal), all);
        assert_eq!(snapshot.prove.failed_ns, all);
        assert_eq!(snapshot.optimizer.get(OptimizerOutcome::Answered), all);
        let bytes: u64 = (0..all).map(|seed| sample(seed).size_after).sum();
        assert_eq!(snapshot.statements["preimage/sha256"].bytes, bytes);
    }
}
