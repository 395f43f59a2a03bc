//! The result: `target/bench.json` in the contract's shape, and a table.

use crate::baselines::Baseline;
use crate::machine::Machine;
use crate::overhead::Overhead;
use crate::rows::Row;
use crate::schedule::{median, median_ms, Measured};
use crate::subject::Failure;
use crate::targets::{self, Figure, Target};
use nexuszero::config::{Profile, SecurityLevel};
use serde::Serialize;
use std::path::Path;

#[derive(Serialize)]
pub struct Report {
    machine: Machine,
    /// Peak of a process that proves nothing, to be taken off `peak_rss_kib` for a row's own share.
    idle_rss_kib: u64,
    rows: Vec<RowReport>,
    baselines: Vec<BaselineReport>,
    /// What was aimed at, beside what was reached.
    targets: Vec<Target>,
    /// How far the cost model is off, over all rows of one thread.
    model: ModelError,
    /// What surrounds a proof.
    pipeline: Vec<Overhead>,
}

#[derive(Serialize)]
struct RowReport {
    id: String,
    statement: String,
    input_bytes: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    length: Option<&'static str>,
    level: u32,
    profile: &'static str,
    threads: usize,
    backend: &'static str,
    proof_bytes: usize,
    prove_ms: f64,
    verify_ms: f64,
    predicted_prove_ms: f64,
    predicted_verify_ms: f64,
    peak_rss_kib: u64,
    security_bits: f64,
    samples: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    ratio: Option<Ratio>,
}

/// Predicted times over measured ones, which are processor times: the model is of an idle machine.
#[derive(Serialize)]
struct ModelError {
    prove: Spread,
    verify: Spread,
}

/// Ratios of all rows.
#[derive(Serialize)]
struct Spread {
    median: f64,
    /// The one that is farthest from 1, as a factor, and its row.
    worst: f64,
    worst_row: String,
}

impl Spread {
    /// `None` without rows.
    fn of(ratios: Vec<(String, f64)>) -> Option<Self> {
        let values: Vec<f64> = ratios.iter().map(|(_, ratio)| *ratio).collect();
        let distance = |ratio: f64| ratio.ln().abs();
        let (worst_row, worst) = ratios
            .into_iter()
            .max_by(|(_, a), (_, b)| distance(*a).total_cmp(&distance(*b)))?;
        Some(Self {
            median: rounded(median(&values), 3),
            worst: rounded(worst, 3),
            worst_row,
        })
    }
}

/// A row's times divided by a baseline's of the same run.
#[derive(Serialize)]
struct Ratio {
    against: &'static str,
    prove: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    verify: Option<f64>,
}

#[derive(Serialize)]
struct BaselineReport {
    name: &'static str,
    ms: f64,
    samples: usize,
}

impl Report {
    pub fn new<'a>(
        idle_rss_kib: u64,
        rows: impl Iterator<Item = ((&'a Row, Measured), u64)>,
        baselines: impl Iterator<Item = (&'a Baseline, Measured)>,
        pipeline: Vec<Overhead>,
    ) -> Result<Self, Failure> {
        let baselines = baseline_reports(baselines);
        let (mut of_rows, mut proving, mut verifying) = (Vec::new(), Vec::new(), Vec::new());
        for ((row, measured), peak_rss_kib) in rows {
            let facts = measured.facts.ok_or("a row without a proof")?;
            let (prove_ms, verify_ms) = (median_ms(&measured.prove), median_ms(&measured.verify));
            let predicted = [facts.predicted.prove, facts.predicted.verify];
            let [predicted_prove_ms, predicted_verify_ms] =
                predicted.map(|time| time.as_secs_f64() * 1e3);
            let of_measured = |predicted, times| predicted / median_ms(times);
            let ratio_of_proving = of_measured(predicted_prove_ms, &measured.prove_processor);
            let ratio_of_verifying = of_measured(predicted_verify_ms, &measured.verify_processor);
            let alone = row.execution.threads.get() == 1;
            // Processor time is that of one thread.
            if alone {
                proving.push((row.id(), ratio_of_proving));
                verifying.push((row.id(), ratio_of_verifying));
            }
            of_rows.push(RowReport {
                id: row.id(),
                statement: row.workload.name(),
                input_bytes: row.workload.input_bytes(),
                length: row.workload.length(),
                level: row.level.bits(),
                profile: row.profile_name(),
                threads: row.execution.threads.get(),
                backend: row.execution.backend.name(),
                proof_bytes: facts.proof_bytes,
                prove_ms: rounded(prove_ms, 4),
                verify_ms: rounded(verify_ms, 4),
                predicted_prove_ms: rounded(predicted_prove_ms, 4),
                predicted_verify_ms: rounded(predicted_verify_ms, 4),
                peak_rss_kib,
                security_bits: facts.security_bits,
                samples: measured.prove.len(),
                ratio: ratio(&baselines, row, prove_ms, verify_ms).filter(|_| alone),
            });
        }
        let spread = |ratios| Spread::of(ratios).ok_or("there are no rows");
        Ok(Self {
            machine: Machine::here(),
            idle_rss_kib,
            targets: targets::all(|figure| figure_of(figure, &of_rows, &baselines, idle_rss_kib)),
            rows: of_rows,
            baselines,
            model: ModelError {
                prove: spread(proving)?,
                verify: spread(verifying)?,
            },
            pipeline,
        })
    }

    pub fn write(&self, path: &Path) -> Result<(), Failure> {
        if let Some(directory) = path.parent() {
            std::fs::create_dir_all(directory)?;
        }
        let mut json = serde_json::to_string_pretty(self)?;
        json.push('\n');
        Ok(std::fs::write(path, json)?)
    }

    pub fn print(&self) {
        let machine = &self.machine;
        println!(
            "{}, {} cores, {}, {}",
            machine.cpu,
            machine.cores,
            machine.flags.join(" "),
            machine.rustc
        );
        println!(
            "backend {}; an idle process peaks at {} KiB\n",
            machine.backend, self.idle_rss_kib
        );
        println!(
            "{:<25} {:>5} {:<6} {:>5} {:<8} {:>3} {:<8} {:>8} {:>9} {:>9} {:>8} {:>6} {:>4}  {:>6} {:>7}  against",
            "statement", "input", "length", "level", "profile", "thr", "backend", "bytes", "prove ms", "verify ms",
            "peak MiB", "bits", "runs", "prove÷", "verify÷"
        );
        for row in &self.rows {
            let cell = |ratio: Option<f64>| ratio.map_or("-".into(), |ratio| format!("{ratio:.2}"));
            println!(
                "{:<25} {:>5} {:<6} {:>5} {:<8} {:>3} {:<8} {:>8} {:>9.3} {:>9.3} {:>8.1} {:>6.1} {:>4}  {:>6} {:>7}  {}",
                row.statement,
                row.input_bytes,
                row.length.unwrap_or("-"),
                row.level,
                row.profile,
                row.threads,
                row.backend,
                row.proof_bytes,
                row.prove_ms,
                row.verify_ms,
                row.peak_rss_kib as f64 / 1024.0,
                // Never rounded up: 127.96 bits are not 128.0.
                (row.security_bits * 10.0).floor() / 10.0,
                row.samples,
                cell(row.ratio.as_ref().map(|ratio| ratio.prove)),
                cell(row.ratio.as_ref().and_then(|ratio| ratio.verify)),
                row.ratio.as_ref().map_or("", |ratio| ratio.against),
            );
        }
        println!();
        for baseline in &self.baselines {
            println!(
                "{:<24} {:>9.3} ms {:>4} runs",
                baseline.name, baseline.ms, baseline.samples
            );
        }
        println!();
        targets::print(&self.targets);
        println!();
        for (what, spread) in [("prove", &self.model.prove), ("verify", &self.model.verify)] {
            println!(
                "cost model, {what:<6}: predicted ÷ measured {:.2} in the median, {:.2} at worst ({})",
                spread.median, spread.worst, spread.worst_row
            );
        }
        println!();
        println!(
            "{:<24} {:>9} {:>9} {:>7} {:>10} {:>9} {:>7} {:>5}",
            "around a fast proof",
            "prove ms",
            "added µs",
            "%",
            "verify ms",
            "added µs",
            "%",
            "runs"
        );
        for overhead in &self.pipeline {
            let (prove, verify) = (&overhead.prove, &overhead.verify);
            println!(
                "{:<24} {:>9.3} {:>9.1} {:>7.2} {:>10.3} {:>9.1} {:>7.2} {:>5}",
                overhead.variant,
                prove.alone_ms,
                prove.added_us,
                prove.percent,
                verify.alone_ms,
                verify.added_us,
                verify.percent,
                overhead.samples
            );
        }
    }
}

fn baseline_reports<'a>(
    baselines: impl Iterator<Item = (&'a Baseline, Measured)>,
) -> Vec<BaselineReport> {
    let mut reports = Vec::new();
    for (baseline, measured) in baselines {
        let times = [
            (Some(baseline.prove), &measured.prove),
            (baseline.verify, &measured.verify),
        ];
        for (name, samples) in times {
            if let Some(name) = name {
                reports.push(BaselineReport {
                    name,
                    ms: rounded(median_ms(samples), 4),
                    samples: samples.len(),
                });
            }
        }
    }
    reports
}

/// Milliseconds, or MiB.
fn figure_of(
    figure: Figure,
    rows: &[RowReport],
    baselines: &[BaselineReport],
    idle_rss_kib: u64,
) -> Option<f64> {
    let row = |id| rows.iter().find(|row| row.id == id);
    match figure {
        Figure::Prove(id) => row(id).map(|row| row.prove_ms),
        Figure::Verify(id) => row(id).map(|row| row.verify_ms),
        Figure::Peak(id) => row(id).map(|row| {
            let over_idle = row.peak_rss_kib.saturating_sub(idle_rss_kib);
            over_idle as f64 / 1024.0
        }),
        Figure::Baseline(name) => baselines
            .iter()
            .find(|baseline| baseline.name == name)
            .map(|baseline| baseline.ms),
        Figure::Mebibyte => Some(1.0),
    }
}

fn ratio(baselines: &[BaselineReport], row: &Row, prove_ms: f64, verify_ms: f64) -> Option<Ratio> {
    // Fast against fast, everything smaller against FAEST's small set. Other levels have at most the one
    // baseline that the contract names.
    let against = match (row.level, row.profile) {
        (SecurityLevel::L128, Some(Profile::Fast)) => "faest-128f",
        (SecurityLevel::L128, Some(_)) => "faest-128s",
        (SecurityLevel::L256, Some(Profile::Fast)) => "faest-256f",
        _ => return None,
    };
    let over = |ms: f64, what: &str| {
        baselines
            .iter()
            .find(|baseline| baseline.name == format!("{against} {what}"))
            .map(|baseline| rounded(ms / baseline.ms, 3))
    };
    Some(Ratio {
        against,
        prove: over(prove_ms, "sign")?,
        verify: over(verify_ms, "verify"),
    })
}

/// Digits beyond the noise make files hard to read and to compare.
pub fn rounded(value: f64, digits: i32) -> f64 {
    let scale = 10f64.powi(digits);
    (value * scale).round() / scale
}
