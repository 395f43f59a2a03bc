//! Faults, injected one stage at a time: what a call does about each.

use super::batch::{BatchOptions, ProveItem, VerifyItem};
use super::stages::Measured;
use super::*;
use crate::compression::Strategy;
use crate::config::{OnVerifyFailure, Preset, Profile, SecurityLevel};
use crate::error::ErrorKind;
use crate::hash::HashAlgorithm;
use crate::metrics::{OptimizerOutcome, Source};
use crate::optimizer::candidates;
use crate::proof_system::preamble::Preamble;
use crate::proof_system::{Execution, Parameters, ProofSystem, Randomness, Resources};
use crate::statement::{Claim, Claims, Preimage, SecretName};
use crate::telemetry::{Event, LogSink};
use std::sync::Mutex;
use zeroize::Zeroizing;

const SECRET: &[u8] = b"an sEcReT of 32 bytes altogether";

fn statement(hash: HashAlgorithm) -> Statement {
    let claim = Preimage::stated(hash, &hash.digest(SECRET), SECRET.len()).unwrap();
    Statement::Claims(Claims::single(Claim::Preimage(claim)).unwrap())
}

fn witness() -> Witness {
    let mut witness = Witness::new();
    let name = SecretName::new(Preimage::SECRET).unwrap();
    witness.set(name, Zeroizing::new(SECRET.to_vec())).unwrap();
    witness
}

#[derive(Default)]
struct Heard(Mutex<Vec<String>>);

impl LogSink for Heard {
    fn log(&self, event: &Event<'_>) {
        self.0.lock().unwrap().push(event.to_json());
    }
}

impl Heard {
    /// The warnings so far.
    fn warnings(&self) -> Vec<String> {
        let events = self.0.lock().unwrap();
        assert!(events.iter().all(|event| !event.contains("sEcReT")));
        let warnings = events.iter().filter(|event| event.contains("\"warn\""));
        warnings.cloned().collect()
    }
}

/// A protocol and what it logs.
fn protocol(change: impl FnOnce(&mut ProtocolConfig)) -> (Protocol, Arc<Heard>) {
    let mut config = ProtocolConfig::preset(Preset::Fast);
    change(&mut config);
    let protocol = Protocol::new(config).unwrap();
    let heard = Arc::new(Heard::default());
    protocol.set_logger(Some(Logger::new(heard.clone(), Level::Debug)));
    (protocol, heard)
}

/// Makes good proofs and finds none of them good.
struct Forgetful;

const REAL: &dyn ProofSystem = &crate::proof_system::voleith::engine::VoleInTheHead;

impl ProofSystem for Forgetful {
    fn name(&self) -> &'static str {
        "forgetful"
    }

    fn number(&self) -> u8 {
        REAL.number()
    }

    fn is_quantum_resistant(&self) -> bool {
        true
    }

    fn supports(&self, statement: &Statement) -> bool {
        REAL.supports(statement)
    }

    fn estimate(&self, parameters: Parameters, statement: &Statement) -> Result<Estimate> {
        REAL.estimate(parameters, statement)
    }

    fn choices(
        &self,
        level: SecurityLevel,
        statement: &Statement,
    ) -> Result<Vec<(Parameters, Estimate)>> {
        REAL.choices(level, statement)
    }

    fn prove(
        &self,
        parameters: Parameters,
        resources: Resources<'_>,
        statement: &Statement,
        witness: &Witness,
        context: &[u8],
        randomness: &Randomness,
    ) -> Result<Vec<u8>> {
        REAL.prove(
            parameters, resources, statement, witness, context, randomness,
        )
    }

    fn read_details(&self, proof: &[u8]) -> Result<(u32, u32)> {
        REAL.read_details(proof)
    }

    fn verify(&self, _: Resources<'_>, _: &Statement, _: &[u8], _: &[u8]) -> Result<()> {
        Err(ProtocolError::new(ErrorKind::ProofVerification, "no"))
    }

    fn health_check(&self, _: Execution) -> Result<()> {
        Ok(())
    }
}

#[test]
fn a_new_proof_that_does_not_verify_fails_the_call_or_is_a_warning() {
    let statement = statement(HashAlgorithm::Sha256);
    for choice in OnVerifyFailure::ALL {
        let (protocol, heard) = protocol(|config| {
            config.verify_after_generation = true;
            config.on_verify_failure = choice;
        });
        let pipeline = protocol.current();
        let logger = pipeline.logger.as_ref();
        let name = statement.name();
        let call = Call {
            log: CallLog::new(logger, Operation::Prove, name, None).unwrap(),
            metrics: protocol.metrics(),
            execution: Execution::default(),
            buffers: &protocol.buffers,
        };
        let begun = Measured::start();
        let made = pipeline.prove_on(&Forgetful, &statement, &witness(), b"", &call, begun);
        let snapshot = protocol.metrics().snapshot();
        let count = snapshot.recoveries.get(Recovery::UnverifiedProof);
        match choice {
            OnVerifyFailure::Error => {
                assert_eq!(made.unwrap_err().kind(), ErrorKind::ProofGeneration);
                assert_eq!((count, heard.warnings().len()), (0, 0));
            }
            OnVerifyFailure::Warning => {
                // It is a good proof all the same: only its verification was at fault.
                let proof = made.unwrap().proof_data;
                protocol.verify(&statement, b"", &proof).unwrap();
                assert_eq!(count, 1);
                let warnings = heard.warnings();
                assert_eq!(warnings.len(), 1);
                assert!(warnings[0].contains("does not verify"), "{}", warnings[0]);
            }
        }
    }
}

/// A codec with the fault of its name.
enum Faulty {
    Failing,
    Corrupting,
    Panicking,
}

impl Codec for Faulty {
    fn name(&self) -> &str {
        "faulty"
    }

    fn id(&self) -> u8 {
        200
    }

    fn compress(&self, input: &[u8]) -> Result<Vec<u8>> {
        match self {
            Self::Failing => Err(ProtocolError::new(ErrorKind::Compression, "no")),
            Self::Corrupting => Ok(input[..input.len() / 2].to_vec()),
            Self::Panicking => panic!("on purpose"),
        }
    }

    fn decompress(&self, input: &[u8], _: usize) -> Result<Vec<u8>> {
        Ok(input.to_vec())
    }

    fn health_check(&self) -> Result<()> {
        Ok(())
    }
}

#[test]
fn compression_that_fails_leaves_the_proof_as_it_was_made() {
    let statement = statement(HashAlgorithm::Blake3);
    for (codec, is_failure) in [(Faulty::Failing, true), (Faulty::Corrupting, true)] {
        let (protocol, heard) = protocol(|config| config.use_compression = true);
        protocol.set_codec(Some(Arc::new(codec))).unwrap();
        let proof = protocol.prove(&statement, &witness(), b"").unwrap();
        let metrics = proof.metrics.unwrap();
        assert_eq!((metrics.compression_ratio, &*metrics.codec), (1.0, "none"));
        assert_eq!(proof.proof_data.len() as u64, metrics.size_before);
        protocol.verify(&statement, b"", &proof.proof_data).unwrap();
        let snapshot = protocol.metrics().snapshot();
        let count = snapshot.recoveries.get(Recovery::StoredUncompressed);
        assert_eq!(count, u64::from(is_failure));
        assert_eq!(heard.warnings().len() as u64, count);
    }
    // A panic is a defect and not a failure to be got over; a batch keeps it to its item.
    let (protocol, _) = protocol(|config| config.use_compression = true);
    protocol
        .set_codec(Some(Arc::new(Faulty::Panicking)))
        .unwrap();
    let witness = witness();
    let item = batch::ProveItem {
        statement: &statement,
        witness: &witness,
        context: b"",
    };
    let options = batch::BatchOptions::default();
    let done = protocol.batch_prove(&[item], &options).unwrap();
    assert_eq!(
        done.results[0].as_ref().unwrap_err().kind(),
        ErrorKind::Internal
    );
}

/// Keeps half of the bytes elsewhere.
#[derive(Default)]
struct Halving(Mutex<Vec<u8>>);

impl Codec for Halving {
    fn name(&self) -> &str {
        "halving"
    }

    fn id(&self) -> u8 {
        201
    }

    fn compress(&self, input: &[u8]) -> Result<Vec<u8>> {
        let (kept, sent) = input.split_at(input.len() / 2);
        *self.0.lock().unwrap() = kept.to_vec();
        Ok(sent.to_vec())
    }

    fn decompress(&self, input: &[u8], _: usize) -> Result<Vec<u8>> {
        Ok([&self.0.lock().unwrap()[..], input].concat())
    }

    fn health_check(&self) -> Result<()> {
        Ok(())
    }
}

#[test]
fn a_compressed_proof_verifies_where_its_codec_is() {
    let statement = statement(HashAlgorithm::Sha256);
    let (protocol, _) = protocol(|config| {
        config.use_compression = true;
        config.verify_after_generation = true;
    });
    protocol
        .set_codec(Some(Arc::new(Halving::default())))
        .unwrap();
    let proof = protocol.prove(&statement, &witness(), b"c").unwrap();
    let metrics = proof.metrics.clone().unwrap();
    assert_eq!(metrics.codec, "halving");
    assert!((1.99..2.0).contains(&metrics.compression_ratio));
    assert_eq!(metrics.size_after, proof.proof_data.len() as u64);
    let again = OptimizedProof::from_bytes(&proof.proof_data).unwrap();
    protocol
        .verify(&statement, b"c", &again.proof_data)
        .unwrap();
    let other = protocol.verify(&statement, b"d", &again.proof_data);
    assert_eq!(other.unwrap_err().kind(), ErrorKind::ProofVerification);
    // Without the codec it is a proof that this protocol cannot read.
    protocol.set_codec(None).unwrap();
    let error = protocol.verify(&statement, b"c", &again.proof_data);
    assert_eq!(error.unwrap_err().kind(), ErrorKind::Unsupported);
    let info = again.info().unwrap();
    assert_eq!((info.security_level, info.size), (128, metrics.size_after));
    assert!(protocol.set_codec(Some(Arc::new(Low))).is_err());
}

/// A codec with a number that is not free.
struct Low;

impl Codec for Low {
    fn name(&self) -> &str {
        "low"
    }

    fn id(&self) -> u8 {
        1
    }

    fn compress(&self, input: &[u8]) -> Result<Vec<u8>> {
        Ok(input.to_vec())
    }

    fn decompress(&self, input: &[u8], _: usize) -> Result<Vec<u8>> {
        Ok(input.to_vec())
    }

    fn health_check(&self) -> Result<()> {
        Ok(())
    }
}

#[test]
fn every_strategy_gives_proofs_that_any_protocol_verifies() {
    let statement = statement(HashAlgorithm::Sha256);
    let (plain, _) = protocol(|_| {});
    for strategy in Strategy::ALL {
        let (protocol, heard) = protocol(|config| {
            config.use_compression = true;
            config.compression.strategy = strategy;
        });
        let proof = protocol.prove(&statement, &witness(), b"").unwrap();
        let metrics = proof.metrics.unwrap();
        assert!(metrics.size_after <= metrics.size_before);
        plain.verify(&statement, b"", &proof.proof_data).unwrap();
        assert!(heard.warnings().is_empty());
    }
}

#[test]
fn compressed_bytes_that_are_no_proof_are_refused_within_bounds() {
    let statement = statement(HashAlgorithm::Sha256);
    let (protocol, _) = protocol(|_| {});
    let proof = protocol.prove(&statement, &witness(), b"").unwrap();
    let (header, body) = proof.proof_data.split_at(Preamble::LEN);
    let compressed = |frame: &[u8]| [b"NXZc", header, frame].concat();
    let stored = |content: &[u8]| compressed(&[b"\0", content].concat());
    let mut manager = Manager::new(Default::default()).unwrap();
    manager.set_limits(u32::MAX, u64::MAX).unwrap();
    let bomb = manager.compress(&vec![0; 200 << 20]).unwrap().data;
    assert!(bomb.len() < 2 << 20);
    let longer = format!("would decompress to more than the {} bytes", body.len());
    for (bytes, message) in [
        (compressed(b""), "compressed bytes are not empty"),
        (stored(b""), "did not make shorter"),
        // A good proof, and not compressed.
        (stored(body), "did not make shorter"),
        // Longer than the proofs of this statement.
        (stored(&[body, b"\0"].concat()), &longer),
        (compressed(&bomb), &longer),
    ] {
        let taken = OptimizedProof::from_bytes(&bytes).unwrap();
        let error = protocol.verify(&statement, b"", &taken.proof_data);
        let error = error.unwrap_err();
        let what = (error.kind(), error.field());
        assert_eq!(what, (ErrorKind::Malformed, Some("proof")));
        assert!(error.message().contains(message), "{error}");
    }
    // A header is not decompressed, and so is checked at once.
    for (bytes, kind) in [
        (&b"NXZc"[..], ErrorKind::Malformed),
        (
            &compressed(b"")[..4 + Preamble::LEN - 1],
            ErrorKind::Malformed,
        ),
        (b"NXZcNXZcNXZcNXZc", ErrorKind::Unsupported),
    ] {
        let error = OptimizedProof::from_bytes(bytes).unwrap_err();
        assert_eq!(error.kind(), kind);
        let error = protocol.verify(&statement, b"", bytes).unwrap_err();
        assert_eq!((error.kind(), error.field()), (kind, Some("proof")));
    }
}

#[test]
fn too_little_memory_takes_parameters_that_need_less() {
    let statement = statement(HashAlgorithm::Sha3_256);
    // Short windows commit more bits, and so need more memory.
    let configured = |memory| {
        move |config: &mut ProtocolConfig| {
            config.degree_cap = Some(4);
            config.limits.max_memory = memory;
        }
    };
    let (free, _) = protocol(configured(u64::MAX));
    let wanted = free.estimate(&statement).unwrap().memory;
    let least = REAL.choices(SecurityLevel::L128, &statement).unwrap();
    let least = least.iter().map(|(_, estimate)| estimate.memory).min();
    let least = least.unwrap();
    assert!(least < wanted);
    let (tight, heard) = protocol(configured(wanted - 1));
    let proof = tight.prove(&statement, &witness(), b"").unwrap();
    let metrics = proof.metrics.unwrap();
    assert!(metrics.predicted_memory < wanted);
    assert_eq!(metrics.source, Source::Heuristic);
    tight.verify(&statement, b"", &proof.proof_data).unwrap();
    let snapshot = tight.metrics().snapshot();
    assert_eq!(snapshot.recoveries.get(Recovery::SmallerProfile), 1);
    assert!(heard.warnings()[0].contains("limits.max_memory"));
    // Where nothing needs so little, the call fails and names the limit.
    let (none, _) = protocol(configured(least - 1));
    let error = none.prove(&statement, &witness(), b"").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::LimitExceeded);
    assert_eq!(error.field(), Some("limits.max_memory"));
}

/// Answers what it was made with.
struct Saying(&'static str);

impl Optimizer for Saying {
    fn name(&self) -> &str {
        "saying"
    }

    fn optimize(&self, _: &str) -> Result<String> {
        Ok(self.0.to_owned())
    }
}

#[test]
fn a_failing_optimizer_leaves_the_choice_to_the_heuristic() {
    let statement = statement(HashAlgorithm::Sha256);
    let (protocol, heard) = protocol(|config| config.use_optimizer = true);
    protocol.health_check().unwrap();
    protocol.set_optimizer(Some(Arc::new(Saying("nonsense"))));
    let proof = protocol.prove(&statement, &witness(), b"").unwrap();
    let metrics = proof.metrics.unwrap();
    assert_eq!(
        (metrics.source, metrics.optimizer_outcome),
        (Source::Heuristic, Some(OptimizerOutcome::Malformed))
    );
    assert_eq!(metrics.profile, Some(Profile::Fast));
    protocol.verify(&statement, b"", &proof.proof_data).unwrap();
    let warnings = heard.warnings();
    assert_eq!(warnings.len(), 1);
    assert!(
        warnings[0].contains("`saying` (malformed)"),
        "{}",
        warnings[0]
    );
    let counts = protocol.metrics().snapshot().optimizer;
    assert_eq!(counts.get(OptimizerOutcome::Malformed), 1);
    let error = protocol.health_check().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Optimization);

    protocol.set_optimizer(Some(Arc::new(Saying(r#"{"version":1,"candidate":1}"#))));
    protocol.health_check().unwrap();
    let proof = protocol.prove(&statement, &witness(), b"").unwrap();
    let metrics = proof.metrics.unwrap();
    assert_eq!(
        (metrics.source, metrics.optimizer_outcome),
        (Source::Optimizer, Some(OptimizerOutcome::Answered))
    );
    assert_eq!(metrics.profile, Some(Profile::Balanced));
    assert!(metrics.heuristic_size > metrics.predicted_size);
}

#[test]
fn the_health_of_a_codec_is_checked() {
    let (protocol, _) = protocol(|_| {});
    protocol.set_codec(Some(Arc::new(Sick))).unwrap();
    assert_eq!(
        protocol.health_check().unwrap_err().kind(),
        ErrorKind::Compression
    );
    health_check(Execution::default()).unwrap();
}

/// A codec that says that it is not well.
struct Sick;

impl Codec for Sick {
    fn name(&self) -> &str {
        "sick"
    }

    fn id(&self) -> u8 {
        202
    }

    fn compress(&self, input: &[u8]) -> Result<Vec<u8>> {
        Ok(input.to_vec())
    }

    fn decompress(&self, input: &[u8], _: usize) -> Result<Vec<u8>> {
        Ok(input.to_vec())
    }

    fn health_check(&self) -> Result<()> {
        Err(ProtocolError::new(ErrorKind::Compression, "no"))
    }
}

#[test]
fn all_inputs_are_checked_before_any_work() {
    let statement = statement(HashAlgorithm::Sha256);
    let (protocol, heard) = protocol(|config| {
        config.limits.max_context_size = 3;
        config.limits.max_statement_size = 10;
        config.limits.max_witness_size = 5;
    });
    let mut witness = witness();
    let name = SecretName::new(Preimage::SECRET).unwrap();
    witness.set(name, Zeroizing::new(vec![7; 31])).unwrap();
    let error = protocol.prove(&statement, &witness, b"long").unwrap_err();
    let problems = error.problems().map(|p| (p.kind(), p.field().unwrap()));
    assert_eq!(
        problems.collect::<Vec<_>>(),
        [
            (ErrorKind::LimitExceeded, "context"),
            (ErrorKind::LimitExceeded, "statement"),
            (ErrorKind::LimitExceeded, "witness"),
            (ErrorKind::ProofGeneration, "witness"),
        ]
    );
    let audited = heard.warnings();
    // That the witness does not fit is an error, not a refusal.
    assert_eq!(audited.len(), 3);
    assert!(audited.iter().all(|event| event.contains("\"audit\":true")));
    let error = protocol.verify(&statement, b"long", &[0; 8]).unwrap_err();
    assert_eq!(error.problems().count(), 2);
}

#[test]
fn an_estimate_is_for_the_threads_that_would_work() {
    let statement = statement(HashAlgorithm::Sha256);
    let memory = |threads: u32, limit: u64| {
        let (protocol, _) = protocol(|config| {
            config.profile = Profile::Tiny;
            config.threads = threads;
            config.limits.max_memory = limit;
        });
        protocol.estimate(&statement).unwrap().memory
    };
    let (one, two) = (memory(1, u64::MAX), memory(2, u64::MAX));
    assert!(one < two);
    // Where there is no memory for both, one works alone; where there is none for one, it is said what they would take.
    assert_eq!(memory(2, two - 1), one);
    assert_eq!(memory(2, one - 1), two);
}

#[test]
fn the_configured_parameters_are_those_of_the_proof() {
    let statement = statement(HashAlgorithm::Sha3_256);
    let (protocol, _) = protocol(|config| {
        config.degree_cap = Some(5);
        config.profile = Profile::Balanced;
    });
    let wanted = candidates::configured(&protocol.config());
    let proof = protocol.prove(&statement, &witness(), b"").unwrap();
    let metrics = proof.metrics.as_ref().unwrap();
    assert_eq!((metrics.degree, metrics.degree_cap), (4, 5));
    assert_eq!(
        (metrics.source, metrics.optimizer_outcome),
        (Source::Configured, None)
    );
    let estimate = REAL.estimate(wanted, &statement).unwrap();
    assert_eq!(metrics.predicted_size, estimate.proof_size);
    assert_eq!(metrics.size_before, estimate.proof_size);
    assert!(metrics.predicted_prove_ns > 0 && metrics.predicted_verify_ns > 0);
    assert_eq!(metrics.heuristic_prove_ns, metrics.predicted_prove_ns);
    let info = proof.info().unwrap();
    assert_eq!((info.degree, info.profile), (4, Profile::Balanced.id()));
}

/// A sink that unsets itself while it is called, and uses the protocol while it is dropped.
struct Leaving {
    protocol: std::sync::Weak<Protocol>,
    seen: Arc<Mutex<Vec<&'static str>>>,
}

impl MetricsSink for Leaving {
    fn proof(&self, metrics: &ProofMetrics) {
        assert_eq!(metrics.statement, "preimage/sha256");
        self.protocol.upgrade().unwrap().set_metrics_sink(None);
        self.seen.lock().unwrap().push("proof");
    }
}

impl Drop for Leaving {
    fn drop(&mut self) {
        self.seen.lock().unwrap().push("dropped");
        if let Some(protocol) = self.protocol.upgrade() {
            let metrics = protocol.metrics().snapshot();
            assert_eq!(metrics.prove.latency_ns.durations.moments.count(), 1);
        }
    }
}

#[test]
fn a_sink_may_unset_itself_and_stays_until_the_call_ends() {
    let protocol = Arc::new(Protocol::new(ProtocolConfig::preset(Preset::Fast)).unwrap());
    let seen = Arc::new(Mutex::new(Vec::new()));
    let leaving = || {
        let leaving = Leaving {
            protocol: Arc::downgrade(&protocol),
            seen: seen.clone(),
        };
        Some(Arc::new(leaving) as Arc<dyn MetricsSink>)
    };
    let statement = statement(HashAlgorithm::Sha256);
    protocol.set_metrics_sink(leaving());
    for _ in 0..2 {
        protocol.prove(&statement, &witness(), b"").unwrap();
        assert_eq!(*seen.lock().unwrap(), ["proof", "dropped"]);
    }
}

#[derive(Default)]
struct Counting(std::sync::atomic::AtomicUsize);

impl MetricsSink for Counting {
    fn proof(&self, _: &ProofMetrics) {
        self.0.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
    }
}

/// The first item's progress raises the level, which refuses proofs of the level before and makes others, and takes the sink out.
#[test]
fn a_batch_ends_as_it_began() {
    let (protocol, _) = protocol(|config| config.threads = 1);
    let sink = Arc::new(Counting::default());
    protocol.set_metrics_sink(Some(sink.clone()));
    let statement = statement(HashAlgorithm::Sha256);
    let witness = witness();
    let raised = |_, _| {
        let config = ProtocolConfig {
            security_level: SecurityLevel::L256,
            ..protocol.config()
        };
        protocol.reconfigure(config).unwrap();
        protocol.set_metrics_sink(None);
        true
    };
    let options = BatchOptions {
        progress: Some(&raised),
        ..BatchOptions::default()
    };
    let item = ProveItem {
        statement: &statement,
        witness: &witness,
        context: b"",
    };
    let before = protocol.config();
    let made = protocol.batch_prove(&[item; 3], &options).unwrap();
    protocol.reconfigure(before).unwrap();
    assert_eq!(Arc::into_inner(sink).unwrap().0.into_inner(), 3);
    let proofs: Vec<_> = made.results.into_iter().map(Result::unwrap).collect();
    let items = proofs.iter().map(|proof| VerifyItem {
        statement: &statement,
        context: b"",
        proof: &proof.proof_data,
    });
    let items: Vec<_> = items.collect();
    let checked = protocol.batch_verify(&items, &options).unwrap();
    assert_eq!(checked.results, [Ok(()), Ok(()), Ok(())]);
    // The next batch begins with the other level.
    let checked = protocol.batch_verify(&items, &options).unwrap();
    assert!(checked.results.iter().all(Result::is_err));
}
