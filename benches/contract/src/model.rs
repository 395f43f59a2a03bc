//! What the library's cost model predicts, beside what is measured: the data that its weights are fitted to.
//!
//! Times here are processor times; with more than one thread, wall-clock times.

use crate::clock::processor_time;
use crate::rows::Row;
use crate::subject::Failure;
use nexuszero::config::{Preset, ProtocolConfig};
use nexuszero::optimizer::calibration::Calibration;
use nexuszero::optimizer::cost_model::{self, Terms};
use nexuszero::optimizer::{Answers, Chooser};
use nexuszero::pipeline::Protocol;
use nexuszero::proof_system::{self, Estimate, Execution, Parameters};
use serde::Serialize;
use std::collections::BTreeSet;
use std::num::NonZero;
use std::path::Path;
use std::thread::available_parallelism;
use std::time::{Duration, Instant};

/// Proofs of a row are repeated for so long, since every proof grinds; but no more often than that.
const ROW_TIME: Duration = Duration::from_millis(100);
const MAX_SAMPLES: u32 = 50;
/// Choices of parameters whose mean is reported, at least.
const MIN_CHOICES: u32 = 3;
/// What is predicted to take longer is left out.
const MAX_PROOF: Duration = Duration::from_secs(2);
/// Calibrations whose times are reported.
const CALIBRATIONS: usize = 11;

#[derive(Serialize)]
struct Report {
    /// The calibration that the terms are made with.
    calibration: &'static Calibration,
    /// Wall-clock times of calibrations, ascending.
    calibration_ms: Vec<f64>,
    proofs: Vec<Proof>,
    choices: Vec<Choosing>,
}

/// What the choice of parameters takes for a statement that was not met before; if it is about a circuit, that one is new, too, and is planned.
#[derive(Serialize)]
struct Choosing {
    id: String,
    /// With parameters from the configuration, which is one reading of the circuit.
    configured_ms: f64,
    /// By the heuristic.
    chosen_ms: f64,
}

#[derive(Serialize)]
struct Proof {
    id: String,
    degree: u32,
    threads: usize,
    samples: u32,
    prove_ms: f64,
    verify_ms: f64,
    predicted_prove_ms: f64,
    predicted_verify_ms: f64,
    prove_terms: Terms,
    /// What threads divide of these.
    prove_shared: Terms,
    verify_terms: Terms,
}

/// Measures every row at its lowest and its highest degree, with one thread and with one for each core where there is work for them.
pub fn measure(rows: &[Row], out: &Path) -> Result<(), Failure> {
    let usual = Execution::default();
    let calibration = Calibration::of(usual.backend);
    let cores = available_parallelism().unwrap_or(NonZero::<usize>::MIN);
    let mut calibration_ms: Vec<f64> = (0..CALIBRATIONS)
        .map(|_| {
            let start = Instant::now();
            std::hint::black_box(Calibration::measure(usual.backend));
            milliseconds(start.elapsed())
        })
        .collect();
    calibration_ms.sort_by(f64::total_cmp);

    let (mut proofs, mut choices) = (Vec::new(), Vec::new());
    for row in rows.iter().filter(|row| row.is_usual()) {
        choices.push(choosing(row)?);
        let instance = row.instance()?;
        let system = proof_system::for_statement(&instance.0)?;
        let all = system.choices(row.level, &instance.0)?;
        let mut of_profile: Vec<_> = all
            .into_iter()
            .filter(|(parameters, _)| row.profile.is_none_or(|p| p == parameters.profile))
            .collect();
        let highest = of_profile.pop();
        of_profile.truncate(1);
        for (parameters, estimate) in of_profile.into_iter().chain(highest) {
            for threads in BTreeSet::from([NonZero::<usize>::MIN, cores.min(estimate.max_threads)])
            {
                proofs.extend(proof(row, calibration, parameters, &estimate, threads)?);
            }
        }
    }
    let report = Report {
        calibration,
        calibration_ms,
        proofs,
        choices,
    };
    if let Some(directory) = out.parent() {
        std::fs::create_dir_all(directory)?;
    }
    std::fs::write(out, serde_json::to_string_pretty(&report)?)?;
    println!("written to {}", out.display());
    Ok(())
}

fn choosing(row: &Row) -> Result<Choosing, Failure> {
    let mut config = ProtocolConfig::preset(Preset::Default);
    config.security_level = row.level;
    config.limits.max_work = u64::MAX;
    let mut time = |use_optimizer| -> Result<f64, Failure> {
        config.use_optimizer = use_optimizer;
        let execution = config.execution();
        let (mut choosing, mut samples, begin) = (Duration::ZERO, 0, Instant::now());
        // Some take far longer to be made than to be chosen for.
        while samples < MAX_SAMPLES && (samples < MIN_CHOICES || begin.elapsed() < ROW_TIME) {
            let (statement, _) = row.workload.build()?;
            let system = proof_system::for_statement(&statement)?;
            let start = processor_time()?;
            Chooser::default().choose(Answers::Kept, &config, execution, system, &statement)?;
            choosing += processor_time()? - start;
            samples += 1;
        }
        Ok(milliseconds(choosing) / f64::from(samples))
    };
    Ok(Choosing {
        id: row.id(),
        configured_ms: time(false)?,
        chosen_ms: time(true)?,
    })
}

fn proof(
    row: &Row,
    calibration: &Calibration,
    parameters: Parameters,
    estimate: &Estimate,
    threads: NonZero<usize>,
) -> Result<Option<Proof>, Failure> {
    let instance = row.instance()?;
    let (statement, witness) = &*instance;
    let predicted =
        cost_model::predict(calibration, statement, parameters, estimate, threads.get());
    let id = row.id();
    if predicted.prove > MAX_PROOF {
        eprintln!("{id}: left out");
        return Ok(None);
    }
    let [prove_terms, verify_terms] = Terms::of(calibration, statement, parameters, estimate);

    let mut config = ProtocolConfig::preset(Preset::Default);
    config.security_level = parameters.level;
    config.profile = parameters.profile;
    config.degree_cap = Some(parameters.degree_cap);
    config.threads = threads.get() as u32;
    config.limits.max_work = u64::MAX;
    let protocol = Protocol::new(config)?;
    // Processor time does not count what else the machine does, but is that of one thread.
    let begin = Instant::now();
    let now = || match threads.get() {
        1 => processor_time(),
        _ => Ok(begin.elapsed()),
    };
    let (mut proving, mut verifying, mut samples) = (Duration::ZERO, Duration::ZERO, 0);
    // The first round fills caches and does not count.
    for round in 0..=MAX_SAMPLES {
        let start = now()?;
        let made = protocol.prove(statement, witness, b"model")?;
        let middle = now()?;
        protocol.verify(statement, b"model", &made.proof_data)?;
        let end = now()?;
        if round > 0 {
            proving += middle - start;
            verifying += end - middle;
            samples += 1;
        }
        if round > 3 && proving > ROW_TIME {
            break;
        }
    }
    let mean = |sum: Duration| milliseconds(sum) / f64::from(samples);
    let degree = estimate.degree;
    eprintln!(
        "{id} degree {degree}, {threads} threads: {:.3} ms",
        mean(proving)
    );
    Ok(Some(Proof {
        id,
        degree,
        threads: threads.get(),
        samples,
        prove_ms: mean(proving),
        verify_ms: mean(verifying),
        predicted_prove_ms: milliseconds(predicted.prove),
        predicted_verify_ms: milliseconds(predicted.verify),
        prove_shared: prove_terms.shared(),
        prove_terms,
        verify_terms,
    }))
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
