//! How long a proof takes: a sum of terms, each a count that follows from statement and parameters, times the time of a
//! kernel on this processor, times a weight that is the same for all statements, levels and processors.
//!
//! The weights are fitted to measured proofs by `scripts/fit_cost_model.py`; `docs/optimizer.md` has the errors that remain.

use super::calibration::Calibration;
use crate::proof_system::voleith::params::ParameterSet;
use crate::proof_system::{Estimate, Parameters};
use crate::statement::Statement;
use serde::Serialize;
use std::time::Duration;

/// Predicted wall-clock times on an idle processor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Prediction {
    /// Making the proof.
    pub prove: Duration,
    /// Verifying it on one thread: how many made it is not in a proof.
    pub verify: Duration,
}

/// A value for each term.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Terms {
    /// Leaves of the tree: their keys, their commitments and their share of the tree.
    pub leaves: f64,
    /// Leaves times the blocks of a row: stretching the leaves and adding up the rows.
    pub rows: f64,
    /// λ times the bytes of a row: hashing and transposing the columns.
    pub columns: f64,
    /// Products of the circuit, for each point at which it is evaluated.
    pub evaluation: f64,
    /// Operations of the circuit, whole slices counted once, for each point at which it is evaluated.
    pub steps: f64,
    /// Entries of lists, once: folding a list to its weighted entries.
    pub entries: f64,
    /// Committed bits and constraints, for each point at which the circuit is evaluated.
    pub wires: f64,
    /// Hashes of the search for a challenge.
    pub grinding: f64,
    /// What every proof costs its prover.
    pub proving: f64,
    /// What every proof costs its verifier.
    pub verifying: f64,
    /// Scalar multiplications of a prover of a discrete logarithm.
    pub group_proving: f64,
    /// Scalar multiplications of its verifier.
    pub group_verifying: f64,
}

/// The weights, as `scripts/fit_cost_model.py` prints them.
const WEIGHTS: Terms = Terms {
    leaves: 3.048,
    rows: 1.001,
    columns: 3.15,
    evaluation: 1.274,
    steps: 1.016,
    entries: 14.55,
    wires: 0.851,
    grinding: 1.698,
    proving: 5587.0,
    verifying: 1101.0,
    group_proving: 2.188,
    group_verifying: 1.787,
};

/// The part of the shared work ([`Terms::shared`]) that threads really divide, as the script prints it.
const DIVIDED: f64 = 0.636;

impl Terms {
    /// The terms of prover and verifier, each already multiplied by its kernel's time: nanoseconds but for the weights.
    pub fn of(
        calibration: &Calibration,
        statement: &Statement,
        parameters: Parameters,
        estimate: &Estimate,
    ) -> [Self; 2] {
        if let Statement::DiscreteLog(statement) = statement {
            let multiplication = calibration.scalar_multiplication(statement.group());
            let prover = Self {
                group_proving: multiplication,
                ..Self::default()
            };
            let verifier = Self {
                group_verifying: multiplication,
                ..Self::default()
            };
            return [prover, verifier];
        }
        let kernels = calibration.at(parameters.level);
        let counts = &estimate.counts;
        let leaves = counts.leaves as f64;
        let wires = (estimate.committed_bits + estimate.constraints) as f64;
        let points = f64::from(estimate.degree);
        let opening_chance = ParameterSet::opening_chance(parameters.level, parameters.profile);
        let attempts = f64::from(counts.grinding_bits).exp2() / opening_chance;
        let verifier = Self {
            leaves: leaves * kernels.leaf,
            rows: leaves * counts.row_bytes.div_ceil(16) as f64 * kernels.block,
            columns: f64::from(parameters.level.bits())
                * counts.row_bytes as f64
                * kernels.column_byte,
            evaluation: counts.products as f64 * kernels.product,
            steps: counts.steps as f64 * kernels.step,
            entries: counts.entries as f64 * kernels.product,
            wires: wires * kernels.product,
            verifying: kernels.hash,
            ..Self::default()
        };
        let prover = Self {
            evaluation: points * verifier.evaluation,
            steps: points * verifier.steps,
            wires: points * verifier.wires,
            grinding: attempts * kernels.hash,
            proving: kernels.hash,
            verifying: 0.0,
            ..verifier
        };
        [prover, verifier]
    }

    /// What threads divide of a prover's work: that on the leaves, and that at the points of the check.
    pub fn shared(&self) -> Self {
        Self {
            leaves: self.leaves,
            rows: self.rows,
            evaluation: self.evaluation,
            steps: self.steps,
            wires: self.wires,
            ..Self::default()
        }
    }

    fn values(&self) -> [f64; 12] {
        [
            self.leaves,
            self.rows,
            self.columns,
            self.evaluation,
            self.steps,
            self.entries,
            self.wires,
            self.grinding,
            self.proving,
            self.verifying,
            self.group_proving,
            self.group_verifying,
        ]
    }

    /// Nanoseconds.
    fn weighted(&self) -> f64 {
        let products = self.values().into_iter().zip(WEIGHTS.values());
        products.map(|(term, weight)| term * weight).sum()
    }
}

/// The times of a proof that so many threads make.
pub fn predict(
    calibration: &Calibration,
    statement: &Statement,
    parameters: Parameters,
    estimate: &Estimate,
    threads: usize,
) -> Prediction {
    let [prover, verifier] = Terms::of(calibration, statement, parameters, estimate);
    let saved = DIVIDED * prover.shared().weighted() * (1.0 - 1.0 / threads as f64);
    // A float beyond the range becomes the largest number, five centuries.
    let time = |nanoseconds: f64| Duration::from_nanos(nanoseconds.round() as u64);
    Prediction {
        prove: time(prover.weighted() - saved),
        verify: time(verifier.weighted()),
    }
}
