//! The pipeline: validate, choose parameters, prove, compress, verify if asked to, measure.
//!
//! `validate` is the first stage, `stages` the sequence; `batch` runs it over many statements.

pub mod batch;
mod clock;
mod compress;
mod stages;
mod validate;

pub use crate::proof_system::{Estimate, ProofInfo};

use crate::buffers::{self, Buffers};
use crate::compression::{self, Codec, Manager};
use crate::config::ProtocolConfig;
use crate::error::{ProtocolError, Result};
use crate::metrics::{Collector, MetricsSink, Operation, ProofMetrics, Recovery};
use crate::optimizer::{self, Chooser, Optimizer};
use crate::proof_bytes;
use crate::proof_system::{self, Execution, Resources};
use crate::statement::{self, Statement, Witness};
use crate::telemetry::{CallLog, Level, Logger, Stage};
use clock::Clock;
use std::num::NonZero;
use std::sync::{Arc, PoisonError, RwLock};

/// A configured prover and verifier, which any number of threads may share. Every call works with the configuration, and with what
/// is attached, as they are when it begins.
pub struct Protocol {
    pipeline: RwLock<Arc<Pipeline>>,
    metrics: Collector,
    buffers: Buffers,
}

/// What the stages work with. It never changes; a protocol replaces it.
#[derive(Clone)]
struct Pipeline {
    config: Arc<ProtocolConfig>,
    chooser: Arc<Chooser>,
    codec: Option<Arc<dyn Codec>>,
    logger: Option<Logger>,
    sink: Option<Arc<dyn MetricsSink>>,
}

/// What the stages of one call report to, and what they may use.
struct Call<'a> {
    log: CallLog<'a>,
    metrics: &'a Collector,
    /// The kernels, and the most threads, that it may use.
    execution: Execution,
    buffers: &'a Buffers,
}

impl Call<'_> {
    fn resources(&self, execution: Execution) -> Resources<'_> {
        Resources {
            execution,
            buffers: self.buffers,
        }
    }

    /// A stage failed and the call goes on without it.
    fn recovered(&self, recovery: Recovery, stage: Stage, error: &ProtocolError, instead: &str) {
        self.metrics.recovery(recovery);
        self.log.recovered(stage, error, instead);
    }
}

/// What a caller may say of a call.
#[derive(Clone, Copy, Debug, Default)]
pub struct CallOptions<'a> {
    /// The name of the request in logs and metrics: 1 to 128 bytes without control characters. `None`: one is generated.
    pub request_id: Option<&'a str>,
    /// Threads that it may use, the caller's included. `None`: as configured.
    pub threads: Option<NonZero<usize>>,
}

/// A proof with the measurements of its making.
#[derive(Clone, Debug)]
pub struct OptimizedProof {
    /// The proof bytes (`docs/protocol.md`).
    pub proof_data: Vec<u8>,
    /// What was measured; `None` for a proof that came in as bytes.
    pub metrics: Option<ProofMetrics>,
}

impl OptimizedProof {
    /// Proof bytes that came in. Their header is checked, and nothing else; a compressed proof is not decompressed.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        proof_bytes::info(bytes)?;
        Ok(Self {
            proof_data: bytes.to_vec(),
            metrics: None,
        })
    }

    /// What the header says, and the size of `proof_data`, compressed or not.
    pub fn info(&self) -> Result<ProofInfo> {
        proof_bytes::info(&self.proof_data)
    }
}

impl Protocol {
    /// A protocol with this configuration, checked.
    pub fn new(config: ProtocolConfig) -> Result<Self> {
        config.validate()?;
        Ok(Self {
            pipeline: RwLock::new(Arc::new(Pipeline {
                config: Arc::new(config),
                chooser: Arc::default(),
                codec: None,
                logger: None,
                sink: None,
            })),
            metrics: Collector::default(),
            buffers: Buffers::keeping(buffers::KEPT),
        })
    }

    /// Puts another configuration in force, if it is a good one. Calls that have begun go on with the one before.
    pub fn reconfigure(&self, config: ProtocolConfig) -> Result<()> {
        config.validate()?;
        self.replace(|pipeline| pipeline.config = Arc::new(config));
        Ok(())
    }

    /// The configuration in force.
    pub fn config(&self) -> ProtocolConfig {
        (*self.current().config).clone()
    }

    /// Plugs an optimizer in, which calls with `use_optimizer` that begin from now on ask, in place of the one before; `None` takes it out.
    pub fn set_optimizer(&self, optimizer: Option<Arc<dyn Optimizer>>) {
        let chooser = Arc::new(Chooser::new(optimizer));
        self.replace(|pipeline| pipeline.chooser = chooser);
    }

    /// Compresses with a codec of the caller's in place of the configured strategy, where the configuration has `use_compression`; `None`
    /// takes it out. Its number is 128 or more.
    pub fn set_codec(&self, codec: Option<Arc<dyn Codec>>) -> Result<()> {
        if let Some(codec) = &codec {
            Manager::check_codec(&**codec)?;
        }
        self.replace(|pipeline| pipeline.codec = codec);
        Ok(())
    }

    /// Sends the events of calls that begin from now on to `logger`, or to nobody.
    pub fn set_logger(&self, logger: Option<Logger>) {
        self.replace(|pipeline| pipeline.logger = logger);
    }

    /// Tells `sink` about the proof of every call that begins from now on, in place of the one before; nobody for `None`.
    pub fn set_metrics_sink(&self, sink: Option<Arc<dyn MetricsSink>>) {
        self.replace(|pipeline| pipeline.sink = sink);
    }

    /// Proves `statement` with `witness`, bound to `context`: the verifier must state the same context.
    pub fn prove(
        &self,
        statement: &Statement,
        witness: &Witness,
        context: &[u8],
    ) -> Result<OptimizedProof> {
        self.prove_with(statement, witness, context, &CallOptions::default())
    }

    /// The same with options.
    pub fn prove_with(
        &self,
        statement: &Statement,
        witness: &Witness,
        context: &[u8],
        options: &CallOptions<'_>,
    ) -> Result<OptimizedProof> {
        self.prove_as(&self.current(), statement, witness, context, options)
    }

    fn prove_as(
        &self,
        pipeline: &Pipeline,
        statement: &Statement,
        witness: &Witness,
        context: &[u8],
        options: &CallOptions<'_>,
    ) -> Result<OptimizedProof> {
        self.call(pipeline, Operation::Prove, statement, options, |call| {
            let proof = pipeline.prove(statement, witness, context, call)?;
            if let Some(metrics) = &proof.metrics {
                self.metrics.proof(metrics);
                pipeline.sink.iter().for_each(|sink| sink.proof(metrics));
            }
            Ok(proof)
        })
    }

    /// Checks that `proof` proves `statement`, bound to `context`, at exactly the configured level. `Ok` means valid;
    /// everything else is an error: `ProofVerification` for a proof that does not hold, `Malformed` for bytes that are no
    /// proof of such a statement.
    pub fn verify(&self, statement: &Statement, context: &[u8], proof: &[u8]) -> Result<()> {
        self.verify_with(statement, context, proof, &CallOptions::default())
    }

    /// The same with options.
    pub fn verify_with(
        &self,
        statement: &Statement,
        context: &[u8],
        proof: &[u8],
        options: &CallOptions<'_>,
    ) -> Result<()> {
        self.verify_as(&self.current(), statement, context, proof, options)
    }

    fn verify_as(
        &self,
        pipeline: &Pipeline,
        statement: &Statement,
        context: &[u8],
        proof: &[u8],
        options: &CallOptions<'_>,
    ) -> Result<()> {
        self.call(pipeline, Operation::Verify, statement, options, |call| {
            let clock = Clock::start();
            pipeline.verify(statement, context, proof, call)?;
            self.metrics.verification(clock.total());
            Ok(())
        })
    }

    /// What a proof of `statement` would be with this configuration.
    pub fn estimate(&self, statement: &Statement) -> Result<Estimate> {
        self.current().estimate(statement)
    }

    /// Runs known answers through every module, and through what is attached to this protocol: the codec restores a known payload, and the
    /// optimizer, if it is to be used, answers a question about a known statement. The first failure is returned.
    pub fn health_check(&self) -> Result<()> {
        let pipeline = self.current();
        health_check(pipeline.config.execution())?;
        if let Some(codec) = &pipeline.codec {
            codec.health_check()?;
        }
        pipeline.check_optimizer()
    }

    /// What this protocol has done, counted.
    pub fn metrics(&self) -> &Collector {
        &self.metrics
    }

    /// Runs a call and reports how it went.
    fn call<T>(
        &self,
        pipeline: &Pipeline,
        operation: Operation,
        statement: &Statement,
        options: &CallOptions<'_>,
        run: impl FnOnce(&Call<'_>) -> Result<T>,
    ) -> Result<T> {
        let logger = pipeline.logger.as_ref();
        let mut execution = pipeline.config.execution();
        execution.threads = options.threads.unwrap_or(execution.threads);
        let call = Call {
            log: CallLog::new(logger, operation, statement.name(), options.request_id)?,
            metrics: &self.metrics,
            execution,
            buffers: &self.buffers,
        };
        let clock = Clock::start();
        let result = run(&call);
        match &result {
            Ok(_) => call.log.note(Level::Info, Stage::Call, "succeeded", || {
                [("total_ns", clock.total().into())]
            }),
            Err(error) => {
                self.metrics.failure(operation, error.kind(), clock.total());
                call.log.failure(Stage::Call, error);
            }
        }
        result
    }

    fn current(&self) -> Arc<Pipeline> {
        // The lock guards one pointer: a panic of another thread leaves it whole.
        let pipeline = self.pipeline.read();
        pipeline.unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn replace(&self, change: impl FnOnce(&mut Pipeline)) {
        let mut slot = self
            .pipeline
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        let mut changed = (**slot).clone();
        change(&mut changed);
        let before = std::mem::replace(&mut *slot, Arc::new(changed));
        drop(slot);
        // Outside the lock, because what was attached may run a caller's code when it goes.
        drop(before);
    }
}

/// Runs known answers through every module of the library: statements, proof systems, optimizer, codecs. The first failure is
/// returned.
pub fn health_check(execution: Execution) -> Result<()> {
    statement::health_check()?;
    proof_system::health_check(execution)?;
    optimizer::health_check(execution)?;
    compression::health_check()
}

#[cfg(test)]
mod tests;
