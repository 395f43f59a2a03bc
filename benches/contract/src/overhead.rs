//! What the pipeline costs beside a proof: everything that `Protocol::prove` and `Protocol::verify` do around the proof system.
//!
//! The proof is a `fast` one of a 32-byte preimage of SHA-256, the shortest that there is to speak of. Every proof grinds, so that times of two
//! proofs differ by more than the pipeline costs, and the difference of two such times says nothing. So:
//!
//! - A call to `prove` is timed from outside, and the time that the library measured for the proof inside of it (`prove_ns`) is taken off. What
//!   is left is validation, choice, compression, metrics, events, and the clock itself.
//! - What surrounds a verification is a few microseconds, and two verifications of one proof differ by more, also in processor time, since the
//!   allocator is not in the same state. So a proof without its last byte is verified, which the proof system refuses before its work begins, but
//!   after all that the protocol does; by the protocol and by the proof system alone, each after a whole verification, so that caches are as it
//!   leaves them. The difference is taken. The protocol counts and logs a failure there in place of a success.
//!
//! Reported is the median over all calls, since a call that is interrupted says nothing about the pipeline, also as a share of the median proof (or
//! verification) that the proof system makes alone in turn, in processor time. Variants take turns in a new order in every lap.

use crate::clock::processor_time;
use crate::report::rounded;
use crate::schedule::median;
use crate::subject::Failure;
use crate::workload::{Instance, Length, Workload};
use nexuszero::buffers::{self, Buffers};
use nexuszero::config::{Preset, Profile, ProtocolConfig};
use nexuszero::error::ErrorKind;
use nexuszero::hash::HashAlgorithm;
use nexuszero::metrics::{MetricsSink, ProofMetrics};
use nexuszero::optimizer::candidates;
use nexuszero::pipeline::Protocol;
use nexuszero::proof_system::{self, Resources};
use nexuszero::random;
use nexuszero::telemetry::{Event, Level, LogSink, Logger};
use rand::seq::SliceRandom;
use serde::Serialize;
use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The laps that always finish; the first one fills caches and does not count.
const SURE_LAPS: usize = 16;

const CONTEXT: &[u8] = b"nexuszero benchmark";

/// What the pipeline adds in one variant of its configuration.
#[derive(Serialize)]
pub struct Overhead {
    pub variant: &'static str,
    pub prove: Share,
    pub verify: Share,
    /// Proofs.
    pub samples: usize,
}

/// Time around a proof or its verification.
#[derive(Serialize)]
pub struct Share {
    /// What the proof system takes alone, in processor time.
    pub alone_ms: f64,
    /// What the pipeline adds to that.
    pub added_us: f64,
    pub percent: f64,
}

impl Share {
    fn new(alone_us: &[f64], added_us: &[f64]) -> Self {
        let (alone, added) = (median(alone_us), median(added_us));
        Self {
            alone_ms: rounded(alone / 1e3, 4),
            added_us: rounded(added, 2),
            percent: rounded(added / alone * 1e2, 2),
        }
    }
}

/// The sinks do what those of the C ABI do: an event, or the measurements, become JSON.
struct ToJson;

impl LogSink for ToJson {
    fn log(&self, event: &Event<'_>) {
        black_box(event.to_json());
    }
}

impl MetricsSink for ToJson {
    fn proof(&self, metrics: &ProofMetrics) {
        black_box(metrics.to_json());
    }
}

/// A protocol with something switched on, and the microseconds that it added to each call.
struct Variant {
    name: &'static str,
    protocol: Protocol,
    proving: Vec<f64>,
    verifying: Vec<f64>,
}

impl Variant {
    fn new(name: &'static str, change: impl FnOnce(&mut ProtocolConfig)) -> Result<Self, Failure> {
        let mut config = config();
        change(&mut config);
        Ok(Self {
            name,
            protocol: Protocol::new(config)?,
            proving: Vec::new(),
            verifying: Vec::new(),
        })
    }

    /// Makes a proof, and says what was added to it.
    fn prove(&self, (statement, witness): &Instance) -> Result<(Vec<u8>, f64), Failure> {
        let start = Instant::now();
        let made = self.protocol.prove(statement, witness, CONTEXT)?;
        let whole = microseconds(start.elapsed());
        let metrics = made.metrics.ok_or("a new proof has no metrics")?;
        Ok((made.proof_data, whole - metrics.prove_ns as f64 / 1e3))
    }
}

fn config() -> ProtocolConfig {
    let mut config = ProtocolConfig::preset(Preset::Default);
    config.profile = Profile::Fast;
    config
}

fn variants() -> Result<Vec<Variant>, Failure> {
    let logging = Variant::new("log sink at debug", |_| {})?;
    let logger = Logger::new(Arc::new(ToJson), Level::Debug);
    logging.protocol.set_logger(Some(logger));
    let measuring = Variant::new("metrics sink", |_| {})?;
    measuring.protocol.set_metrics_sink(Some(Arc::new(ToJson)));
    Ok(vec![
        Variant::new("default", |_| {})?,
        Variant::new("use_optimizer", |config| config.use_optimizer = true)?,
        logging,
        measuring,
        Variant::new("use_compression", |config| config.use_compression = true)?,
    ])
}

/// Measures until about `deadline`. This processor was calibrated before, which happens once in a process.
pub fn measure(deadline: Instant) -> Result<Vec<Overhead>, Failure> {
    let workload = Workload::Preimage {
        hash: HashAlgorithm::Sha256,
        len: 32,
        length: Length::Stated,
    };
    let instance = workload.build()?;
    let (statement, witness) = &instance;
    let system = proof_system::for_statement(statement)?;
    // Memory that calls hand on, as those of a protocol do.
    let buffers = Buffers::keeping(buffers::KEPT);
    let resources = Resources {
        execution: config().execution(),
        buffers: &buffers,
    };
    let parameters = candidates::configured(&config());
    let prove_alone = || {
        let mut randomness = [0; 64];
        random::fill(&mut randomness)?;
        system.prove(
            parameters,
            resources,
            statement,
            witness,
            CONTEXT,
            &randomness,
        )
    };
    let mut variants = variants()?;
    let mut order: Vec<usize> = (0..variants.len()).collect();
    let (mut proving, mut verifying) = (Vec::new(), Vec::new());
    for lap in 0.. {
        if lap > SURE_LAPS && Instant::now() >= deadline {
            break;
        }
        let alone = busy(prove_alone)?;
        if lap > 0 {
            proving.push(alone);
        }
        order.shuffle(&mut rand::rng());
        for &index in &order {
            let variant = &mut variants[index];
            let (proof, added) = variant.prove(&instance)?;
            let short = &proof[..proof.len() - 1];
            // Each after a whole verification, so that it finds the caches as one leaves them.
            let alone = || busy(|| system.verify(resources, statement, CONTEXT, &proof));
            let before = alone()?;
            let whole = refused(|| variant.protocol.verify(statement, CONTEXT, short))?;
            let between = alone()?;
            let inside = refused(|| system.verify(resources, statement, CONTEXT, short))?;
            if whole.1 != inside.1 {
                return Err(format!("refused at two places: {}; {}", whole.1, inside.1).into());
            }
            if lap > 0 {
                variant.proving.push(added);
                variant.verifying.push(whole.0 - inside.0);
                verifying.extend([before, between]);
            }
        }
    }
    let overhead = |variant: Variant| Overhead {
        variant: variant.name,
        prove: Share::new(&proving, &variant.proving),
        verify: Share::new(&verifying, &variant.verifying),
        samples: variant.proving.len(),
    };
    Ok(variants.into_iter().map(overhead).collect())
}

/// Processor time that a call takes, in microseconds.
fn busy<T>(call: impl FnOnce() -> nexuszero::error::Result<T>) -> Result<f64, Failure> {
    let start = processor_time()?;
    black_box(call()?);
    Ok(microseconds(processor_time()? - start))
}

/// Time until a verification refuses the form of a proof, in microseconds, and its reason.
fn refused(
    verify: impl FnOnce() -> nexuszero::error::Result<()>,
) -> Result<(f64, String), Failure> {
    let start = Instant::now();
    let result = verify();
    let time = start.elapsed();
    match result {
        Err(error) if error.kind() == ErrorKind::Malformed => {
            Ok((microseconds(time), error.to_string()))
        }
        Err(error) => Err(error.into()),
        Ok(()) => Err("a proof without its end was accepted".into()),
    }
}

fn microseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}
