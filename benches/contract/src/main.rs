//! The benchmark contract: every row and every baseline, in turn, in one process; on one thread unless a row says otherwise.
//!
//! Absolute times do not travel between machines; ratios between things that ran side by side do better (docs/performance.md says how far).

mod baselines;
mod circuits;
mod clock;
mod machine;
mod memory;
mod model;
mod overhead;
mod proving;
mod report;
mod rows;
mod schedule;
mod subject;
mod targets;
mod workload;

use nexuszero::optimizer::calibration::Calibration;
use std::path::PathBuf;
use std::time::{Duration, Instant};
use subject::{Failure, Subject};

const USAGE: &str = "usage: bench [--quick] [--seconds N] [--only TEXT] [--out FILE]
  --quick      the rows of the quick run, under a minute
  --seconds N  time budget of the whole run
  --only TEXT  only the rows whose identifier contains TEXT (all baselines still run)
  --out FILE   where the JSON goes (default target/bench.json)
       bench --list [--quick]     print the rows' identifiers
       bench --model [--only TEXT] [--out FILE]
                                  what the cost model says of each row beside what it takes, for scripts/fit_cost_model.py
                                  (default target/model.json)
       bench --row-rss ROW|idle   prove and verify once, print the peak resident set in KiB";

/// Time budgets of the whole run. The last turns may overrun, and the quick run must end within a minute.
const QUICK_SECONDS: u64 = 45;
const FULL_SECONDS: u64 = 900;
/// The part of the budget that goes to what surrounds a proof.
const OVERHEAD_SHARE: u32 = 15;

struct Options {
    help: bool,
    quick: bool,
    list: bool,
    model: bool,
    seconds: Option<u64>,
    only: String,
    out: Option<PathBuf>,
    row_rss: Option<String>,
}

impl Options {
    fn parse(mut args: impl Iterator<Item = String>) -> Result<Self, Failure> {
        let mut options = Self {
            help: false,
            quick: false,
            list: false,
            model: false,
            seconds: None,
            only: String::new(),
            out: None,
            row_rss: None,
        };
        while let Some(arg) = args.next() {
            let mut value = || args.next().ok_or_else(|| Failure::from(USAGE));
            match arg.as_str() {
                "--help" | "-h" => options.help = true,
                "--quick" => options.quick = true,
                "--list" => options.list = true,
                "--model" => options.model = true,
                "--seconds" => options.seconds = Some(value()?.parse()?),
                "--only" => options.only = value()?,
                "--out" => options.out = Some(value()?.into()),
                "--row-rss" => options.row_rss = Some(value()?),
                _ => return Err(USAGE.into()),
            }
        }
        Ok(options)
    }

    /// The rows this run is about.
    fn rows(&self) -> Vec<rows::Row> {
        rows::table()
            .into_iter()
            .filter(|row| (row.quick || !self.quick) && row.id().contains(&self.only))
            .collect()
    }

    fn budget(&self) -> Duration {
        Duration::from_secs(self.seconds.unwrap_or(match self.quick {
            true => QUICK_SECONDS,
            false => FULL_SECONDS,
        }))
    }
}

fn run() -> Result<(), Failure> {
    let start = Instant::now();
    let options = Options::parse(std::env::args().skip(1))?;
    if options.help {
        println!("{USAGE}");
        return Ok(());
    }
    if let Some(row) = &options.row_rss {
        return memory::measure_here(row);
    }
    let rows = options.rows();
    if options.list {
        for row in &rows {
            println!("{}", row.id());
        }
        return Ok(());
    }
    if rows.is_empty() {
        return Err(format!("no row contains {:?}", options.only).into());
    }

    if options.model {
        let out = options.out.unwrap_or_else(|| "target/model.json".into());
        return model::measure(&rows, &out);
    }

    eprintln!("measuring memory: {} processes", rows.len() + 1);
    let idle = memory::measure_in_child("idle")?;
    let peaks = rows
        .iter()
        .map(|row| memory::measure_in_child(&row.id()))
        .collect::<Result<Vec<_>, _>>()?;

    let deadline = start + options.budget();
    eprintln!("measuring the pipeline");
    // From here on what the library predicts is for this processor.
    for row in &rows {
        Calibration::of(row.execution.backend);
    }
    let pipeline = overhead::measure(Instant::now() + options.budget() / OVERHEAD_SHARE)?;

    let left = deadline.saturating_duration_since(Instant::now());
    eprintln!("measuring time: {} seconds", left.as_secs());
    let baselines = baselines::all();
    let mut subjects: Vec<Box<dyn Subject>> = Vec::new();
    for row in &rows {
        subjects.push(row.subject()?);
    }
    for baseline in &baselines {
        subjects.push((baseline.subject)()?);
    }
    let mut measured = schedule::interleave(&mut subjects, deadline)?;
    let measured_baselines = measured.split_off(rows.len());

    let report = report::Report::new(
        idle,
        rows.iter().zip(measured).zip(peaks),
        baselines.iter().zip(measured_baselines),
        pipeline,
    )?;
    let out = options.out.unwrap_or_else(|| "target/bench.json".into());
    report.write(&out)?;
    report.print();
    println!("\nwritten to {}", out.display());
    Ok(())
}

fn main() -> std::process::ExitCode {
    match run() {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("bench: {failure}");
            std::process::ExitCode::FAILURE
        }
    }
}
