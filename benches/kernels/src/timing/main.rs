//! Whether the time of an operation tells something of its secret: many runs with one secret and with random ones, in random order, and
//! Welch's t-test of both (O. Reparaz, J. Balasch, I. Verbauwhede: "Dude, is my code constant time?", DATE 2017).
//!
//! A report, not a proof: what it does not find may be there. It says nothing when it does not find the operation that leaks on purpose.

mod operations;
mod welch;

use operations::{Operation, Source, LEAKING, STEADY};
use std::process::ExitCode;
use std::time::{Duration, Instant};
use welch::Test;

const USAGE: &str =
    "usage: timing [--seconds N] [PART OF A NAME]    N for each operation, 10 unless stated";

/// Runs whose inputs are made before any of them is timed.
const ROUND: usize = 64;
/// Runs from which it is estimated how long a run takes: where its times are cut off.
const WARM_UP: usize = 10 * ROUND;

/// From here on a difference is beyond doubt, and from there on chance alone is no good explanation (both as in the paper's program).
const CERTAIN: f64 = 10.0;
const SUSPICIOUS: f64 = 4.5;

/// Times runs in random order, as long as it is said to.
fn measure(operation: &Operation, time: Duration, source: &mut Source) -> Test {
    let fixed = operation.fixed();
    let mut round = || -> Vec<(bool, f64)> {
        let prepared: Vec<_> = (0..ROUND)
            .map(|_| {
                let is_fixed = source.number().is_multiple_of(2);
                // Both are copied, so that both are equally far away.
                let secret = match is_fixed {
                    true => fixed.clone(),
                    false => source.bytes(fixed.len()),
                };
                (is_fixed, (operation.prepare)(&secret, source))
            })
            .collect();
        let timed = |(is_fixed, mut run): (bool, operations::Run)| {
            let start = Instant::now();
            run();
            (is_fixed, start.elapsed().as_nanos() as f64)
        };
        prepared.into_iter().map(timed).collect()
    };
    let mut times = Vec::new();
    while times.len() < WARM_UP {
        times.extend(round().into_iter().map(|(_, time)| time));
    }
    let mut test = Test::new(times);
    let start = Instant::now();
    while start.elapsed() < time {
        for (is_fixed, time) in round() {
            test.add(is_fixed, time);
        }
    }
    test
}

fn verdict(t: f64) -> &'static str {
    match t.abs() {
        t if t > CERTAIN => "depends on the secret",
        t if t > SUSPICIOUS => "suspicious",
        _ => "",
    }
}

fn main() -> ExitCode {
    let mut seconds = 10;
    let mut part = String::new();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match (argument.as_str(), &mut seconds) {
            ("--seconds", seconds) => match arguments.next().and_then(|n| n.parse().ok()) {
                Some(number) => *seconds = number,
                None => return usage(),
            },
            (other, _) if !other.starts_with('-') && part.is_empty() => part = argument,
            _ => return usage(),
        }
    }
    let mut source = Source::new();
    let mut controls = (None, None);
    println!(
        "{:<26} {:>9} {:>12} {:>12} {:>8}",
        "operation", "runs", "fixed, ns", "random, ns", "max t"
    );
    for operation in operations::all() {
        let is_control = [LEAKING, STEADY].contains(&operation.name);
        if !is_control && !operation.name.contains(&part) {
            continue;
        }
        let test = measure(&operation, Duration::from_secs(seconds), &mut source);
        let (fixed, random) = test.means();
        let t = test.largest();
        println!(
            "{:<26} {:>9} {fixed:>12.1} {random:>12.1} {t:>8.2} {}",
            operation.name,
            test.count(),
            verdict(t)
        );
        match operation.name {
            LEAKING => controls.0 = Some(t),
            STEADY => controls.1 = Some(t),
            _ => {}
        }
    }
    match controls {
        (Some(leaking), Some(steady)) if leaking.abs() > CERTAIN && steady.abs() < CERTAIN => {
            ExitCode::SUCCESS
        }
        _ => {
            eprintln!(
                "the controls do not differ: this machine is too noisy, or the time too short"
            );
            ExitCode::FAILURE
        }
    }
}

fn usage() -> ExitCode {
    eprintln!("{USAGE}");
    ExitCode::FAILURE
}
