//! What the library is to reach, as ratios of two figures of one run, which travel between machines better than times do.

use crate::report::rounded;
use serde::Serialize;
use std::fmt;

/// Something that a run measures. Rows are named by their identifiers.
#[derive(Clone, Copy)]
pub enum Figure {
    /// Time to prove a row.
    Prove(&'static str),
    /// Time to verify it.
    Verify(&'static str),
    /// Its peak memory beyond that of an idle process.
    Peak(&'static str),
    /// Time of a baseline.
    Baseline(&'static str),
    /// A unit.
    Mebibyte,
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Prove(id) => write!(f, "{id} prove"),
            Self::Verify(id) => write!(f, "{id} verify"),
            Self::Peak(id) => write!(f, "{id} peak"),
            Self::Baseline(name) => f.write_str(name),
            Self::Mebibyte => f.write_str("MiB"),
        }
    }
}

use Figure::{Baseline, Mebibyte, Peak, Prove, Verify};

/// A figure, the one that it is measured by, and the largest ratio.
const TARGETS: [(Figure, Figure, f64); 17] = [
    (Prove(SHA256[0]), Baseline("faest-128f sign"), 0.6),
    (Verify(SHA256[0]), Baseline("faest-128f verify"), 0.4),
    (Prove(SHA256[1]), Baseline("faest-128s sign"), 0.2),
    (Verify(SHA256[1]), Baseline("faest-128s verify"), 0.2),
    (Prove(SHA256[2]), Baseline("faest-128s sign"), 1.0),
    (Verify(SHA256[2]), Baseline("faest-128s verify"), 1.0),
    (Prove(SHA3_256[0]), Baseline("faest-128f sign"), 0.8),
    (Verify(SHA3_256[0]), Baseline("faest-128f verify"), 0.4),
    (Prove(SHA3_256[1]), Baseline("faest-128s sign"), 0.25),
    (Verify(SHA3_256[1]), Baseline("faest-128s verify"), 0.2),
    (
        Prove("preimage/sha256:32:stated:256:fast"),
        Baseline("faest-256f sign"),
        1.0,
    ),
    (
        Prove("preimage/sha256:2039:stated:128:fast"),
        Prove(SHA256[0]),
        26.0,
    ),
    // Two threads are 1.4 times as fast as one.
    (
        Prove("preimage/sha256:32:stated:128:small:2-threads"),
        Prove(SHA256[2]),
        1.0 / 1.4,
    ),
    (Peak(SHA256[0]), Mebibyte, 8.0),
    (Peak(SHA256[1]), Mebibyte, 8.0),
    (Peak(SHA256[2]), Mebibyte, 8.0),
    (Peak(SHA256[3]), Mebibyte, 8.0),
];

/// From the fastest profile to the smallest.
const SHA256: [&str; 4] = [
    "preimage/sha256:32:stated:128:fast",
    "preimage/sha256:32:stated:128:balanced",
    "preimage/sha256:32:stated:128:small",
    "preimage/sha256:32:stated:128:tiny",
];
const SHA3_256: [&str; 2] = [
    "preimage/sha3-256:32:stated:128:fast",
    "preimage/sha3-256:32:stated:128:balanced",
];

/// A target beside what was measured.
#[derive(Serialize)]
pub struct Target {
    figure: String,
    against: String,
    ratio: f64,
    at_most: f64,
    met: bool,
}

/// Every target whose figures were measured.
pub fn all(value: impl Fn(Figure) -> Option<f64>) -> Vec<Target> {
    let target = |(figure, against, at_most): (Figure, Figure, f64)| {
        let ratio = value(figure)? / value(against)?;
        Some(Target {
            figure: figure.to_string(),
            against: against.to_string(),
            ratio: rounded(ratio, 3),
            at_most: rounded(at_most, 3),
            met: ratio <= at_most,
        })
    };
    TARGETS.into_iter().filter_map(target).collect()
}

/// A table; nothing where nothing was measured.
pub fn print(targets: &[Target]) {
    if targets.is_empty() {
        return;
    }
    let (what, against) = ("targets", "against");
    println!("{what:<56} {against:<43} {:>7} {:>8}", "ratio", "at most");
    for target in targets {
        println!(
            "{:<56} {:<43} {:>7.3} {:>8.3}  {}",
            target.figure,
            target.against,
            target.ratio,
            target.at_most,
            if target.met { "met" } else { "not met" }
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{baselines, rows};

    /// A name that nothing has would be left out in silence.
    #[test]
    fn every_figure_is_measured_by_the_quick_run() {
        let rows = rows::table().into_iter().filter(|row| row.quick);
        let mut names: Vec<String> = rows.map(|row| row.id()).collect();
        for baseline in baselines::all() {
            names.push(baseline.prove.into());
            names.extend(baseline.verify.map(Into::into));
        }
        // A machine with one core has no row of two threads.
        names.push("preimage/sha256:32:stated:128:small:2-threads".into());
        for (figure, against, _) in TARGETS {
            for figure in [figure, against] {
                let (Prove(name) | Verify(name) | Peak(name) | Baseline(name)) = figure else {
                    continue;
                };
                assert!(names.iter().any(|known| known == name), "{name}");
            }
        }
    }

    #[test]
    fn only_what_was_measured_is_compared() {
        assert!(all(|_| None).is_empty());
        let some = all(|figure| match figure {
            Peak(_) => Some(8.5),
            Mebibyte => Some(1.0),
            _ => None,
        });
        assert_eq!(some.len(), SHA256.len());
        assert!(some.iter().all(|target| !target.met && target.ratio == 8.5));
    }
}
