//! A snapshot in the text format of Prometheus (version 0.0.4).
//!
//! Written by hand: the crates for this write from live registries of their own, in the OpenMetrics dialect, and a snapshot has
//! everything that the text needs.

use super::fields::Unit;
use super::labels::{Counts, Label, Operation};
use super::snapshot::{FieldMoments, OperationSummary, Snapshot};
use std::fmt::Display;

const NS_PER_SECOND: f64 = 1e9;

impl Snapshot {
    /// The same as Prometheus text; `docs/metrics.md` lists the metrics. Times are in seconds there.
    pub fn to_prometheus(&self) -> String {
        let mut text = Text::default();
        self.statements(&mut text);
        self.operations(&mut text);
        for (name, field) in &self.fields {
            text.field(name, field);
        }
        text.counts(
            "optimizer_outcomes_total",
            "How questions to the optimizer ended.",
            "outcome",
            &self.optimizer,
        );
        self.compressions(&mut text);
        text.counts(
            "recoveries_total",
            "Failures that calls got over.",
            "reason",
            &self.recoveries,
        );
        text.0
    }

    fn statements(&self, text: &mut Text) {
        type Value = fn(&super::snapshot::StatementCounts) -> f64;
        let families: [(&str, &str, Value); 3] = [
            ("proofs_total", "Proofs made.", |counts| {
                counts.proofs as f64
            }),
            (
                "proof_seconds_total",
                "Time that proofs took, all stages.",
                |counts| counts.total_ns as f64 / NS_PER_SECOND,
            ),
            (
                "proof_bytes_total",
                "Bytes of proofs, as they were returned.",
                |counts| counts.bytes as f64,
            ),
        ];
        for (name, help, value) in families {
            text.family(name, "counter", help);
            for (statement, counts) in &self.statements {
                text.sample(name, &[("statement", statement)], value(counts));
            }
        }
    }

    fn compressions(&self, text: &mut Text) {
        let counts = &self.compression;
        let (input, output) = (counts.bytes_before, counts.bytes_after);
        text.counter(
            "compressions_total",
            "Proofs that went through compression.",
            counts.calls,
        );
        let help = "Bytes of proofs before compression.";
        text.counter("compression_input_bytes_total", help, input);
        let help = "Bytes of proofs behind compression.";
        text.counter("compression_output_bytes_total", help, output);
    }

    fn operations(&self, text: &mut Text) {
        text.family("failures_total", "counter", "Calls that failed, by kind.");
        for operation in Operation::ALL {
            for (kind, count) in self.operation(*operation).failures.iter() {
                let labels = [("operation", operation.name()), ("kind", kind.name())];
                text.sample("failures_total", &labels, count);
            }
        }
        let name = "failed_seconds_total";
        text.family(name, "counter", "Time that failed calls took.");
        for operation in Operation::ALL {
            let failed = self.operation(*operation).failed_ns as f64;
            let labels = [("operation", operation.name())];
            text.sample(name, &labels, failed / NS_PER_SECOND);
        }
        let help = "Time of calls that made a proof.";
        text.histogram("prove_duration_seconds", help, &self.prove);
        let help = "Time of calls that accepted a proof.";
        text.histogram("verify_duration_seconds", help, &self.verify);
    }
}

/// The text so far.
#[derive(Default)]
struct Text(String);

impl Text {
    /// Begins the samples of one metric.
    fn family(&mut self, name: &str, kind: &str, help: &str) {
        self.0 += &format!("# HELP nexuszero_{name} {help}\n# TYPE nexuszero_{name} {kind}\n");
    }

    fn sample(&mut self, name: &str, labels: &[(&str, &str)], value: impl Display) {
        let written = labels
            .iter()
            .map(|(label, value)| format!("{label}=\"{}\"", escaped(value)));
        let mut labels = written.collect::<Vec<_>>().join(",");
        if !labels.is_empty() {
            labels = format!("{{{labels}}}");
        }
        self.0 += &format!("nexuszero_{name}{labels} {value}\n");
    }

    fn counter(&mut self, name: &str, help: &str, value: u64) {
        self.family(name, "counter", help);
        self.sample(name, &[], value);
    }

    fn counts<L: Label>(&mut self, name: &str, help: &str, label: &str, counts: &Counts<L>) {
        self.family(name, "counter", help);
        for (case, count) in counts.iter() {
            self.sample(name, &[(label, case.name())], count);
        }
    }

    /// How long the successes of an operation took.
    fn histogram(&mut self, name: &str, help: &str, operation: &OperationSummary) {
        self.family(name, "histogram", help);
        let latency = &operation.latency_ns;
        let moments = latency.durations.moments;
        let bucket = format!("{name}_bucket");
        for of in &latency.buckets {
            let bound = (of.up_to as f64 / NS_PER_SECOND).to_string();
            self.sample(&bucket, &[("le", &bound)], of.count);
        }
        self.sample(&bucket, &[("le", "+Inf")], moments.count());
        self.sum_and_count(name, moments.sum() / NS_PER_SECOND, moments.count());
    }

    /// One number of the proofs made: a summary without quantiles, from which a mean over any period follows.
    fn field(&mut self, name: &str, field: &FieldMoments) {
        let sum = field.moments.sum();
        let sum = match field.unit {
            Unit::Nanoseconds => sum / NS_PER_SECOND,
            Unit::Bytes | Unit::Bits | Unit::Count => sum,
        };
        let help = format!("`{name}` of proofs made, as docs/metrics.md describes it.");
        let name = field_name(name, field.unit);
        self.family(&name, "summary", &help);
        self.sum_and_count(&name, sum, field.moments.count());
    }

    fn sum_and_count(&mut self, name: &str, sum: f64, count: u64) {
        self.sample(&format!("{name}_sum"), &[], sum);
        self.sample(&format!("{name}_count"), &[], count);
    }
}

/// The name of a number here ends with its base unit. Prometheus does not know bits.
fn field_name(name: &str, unit: Unit) -> String {
    match unit {
        Unit::Nanoseconds => format!("proof_{}_seconds", name.trim_end_matches("_ns")),
        Unit::Bytes => format!("proof_{name}_bytes"),
        Unit::Bits => format!("proof_{}", name.trim_end_matches("_bits")),
        Unit::Count => format!("proof_{name}"),
    }
}

/// The value of a label, as it stands between quotation marks.
fn escaped(value: &str) -> String {
    value
        .replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;
    use crate::metrics::fields::FIELDS;
    use crate::metrics::testing::sample;
    use crate::metrics::{Collector, OptimizerOutcome, ProofMetrics, Recovery};
    use std::collections::BTreeSet;

    fn text() -> String {
        let collector = Collector::default();
        collector.proof(&sample(0));
        collector.proof(&sample(2));
        collector.proof(&ProofMetrics {
            statement: "a \"quoted\\\nname".into(),
            ..sample(4)
        });
        collector.verification(250_000);
        collector.failure(Operation::Verify, ErrorKind::Malformed, 500_000_000);
        collector.optimizer(OptimizerOutcome::Late);
        collector.compression(10, 7);
        collector.recovery(Recovery::StoredUncompressed);
        collector.snapshot().to_prometheus()
    }

    #[test]
    fn samples_have_the_recorded_values() {
        let text = text();
        let lines: BTreeSet<&str> = text.lines().collect();
        for line in [
            "nexuszero_proofs_total{statement=\"preimage/sha256\"} 2",
            "nexuszero_proofs_total{statement=\"a \\\"quoted\\\\\\nname\"} 1",
            "nexuszero_failures_total{operation=\"verify\",kind=\"malformed\"} 1",
            "nexuszero_failures_total{operation=\"prove\",kind=\"malformed\"} 0",
            "nexuszero_failed_seconds_total{operation=\"verify\"} 0.5",
            "nexuszero_verify_duration_seconds_bucket{le=\"0.0001\"} 0",
            "nexuszero_verify_duration_seconds_bucket{le=\"0.00025\"} 1",
            "nexuszero_verify_duration_seconds_bucket{le=\"60\"} 1",
            "nexuszero_verify_duration_seconds_bucket{le=\"+Inf\"} 1",
            "nexuszero_verify_duration_seconds_sum 0.00025",
            "nexuszero_verify_duration_seconds_count 1",
            "nexuszero_prove_duration_seconds_count 3",
            "nexuszero_proof_size_after_bytes_sum 12006",
            "nexuszero_proof_size_after_bytes_count 3",
            "nexuszero_optimizer_outcomes_total{outcome=\"late\"} 1",
            "nexuszero_compression_output_bytes_total 7",
            "nexuszero_recoveries_total{reason=\"stored_uncompressed\"} 1",
        ] {
            assert!(lines.contains(line), "no {line} in\n{text}");
        }
    }

    #[test]
    fn every_sample_belongs_to_the_metric_announced_above_it() {
        let text = text();
        let (mut names, mut current) = (BTreeSet::new(), "");
        for line in text.lines() {
            if let Some(rest) = line.strip_prefix("# HELP ") {
                current = rest.split(' ').next().unwrap();
                assert!(names.insert(current), "{current} stands twice");
            } else if let Some(rest) = line.strip_prefix("# TYPE ") {
                assert_eq!(rest.split(' ').next(), Some(current));
            } else {
                let name = line.split([' ', '{']).next().unwrap();
                let suffix = name.strip_prefix(current).expect(line);
                assert!(["", "_bucket", "_sum", "_count"].contains(&suffix));
            }
        }
        for field in FIELDS {
            let name = field_name(field.name, field.unit);
            assert!(names.contains(format!("nexuszero_{name}").as_str()));
        }
    }
}
