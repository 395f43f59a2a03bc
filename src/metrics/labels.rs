//! Cases with names: operations, kinds of failure, sources of parameters, outcomes of an optimizer, recoveries; and how often each occurred.

use crate::error::ErrorKind;
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;

/// A few cases with names, which stand in JSON and as Prometheus labels.
pub trait Label: Copy + Ord + 'static {
    /// All of them.
    const ALL: &'static [Self];
    /// Lower case, words joined by `_`.
    fn name(self) -> &'static str;
}

impl Label for ErrorKind {
    const ALL: &'static [Self] = &ErrorKind::ALL;
    fn name(self) -> &'static str {
        ErrorKind::name(self)
    }
}

/// What a protocol was asked to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Operation {
    /// Make a proof.
    Prove,
    /// Check a proof.
    Verify,
}

impl Label for Operation {
    const ALL: &'static [Self] = &[Self::Prove, Self::Verify];
    fn name(self) -> &'static str {
        match self {
            Self::Prove => "prove",
            Self::Verify => "verify",
        }
    }
}

/// Where the parameters of a proof came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// The configuration names profile and degree cap.
    Configured,
    /// The heuristic.
    Heuristic,
    /// The optimizer that was plugged in.
    Optimizer,
    /// An earlier answer of it.
    Cache,
}

impl Label for Source {
    const ALL: &'static [Self] = &[
        Self::Configured,
        Self::Heuristic,
        Self::Optimizer,
        Self::Cache,
    ];
    fn name(self) -> &'static str {
        match self {
            Self::Configured => "configured",
            Self::Heuristic => "heuristic",
            Self::Optimizer => "optimizer",
            Self::Cache => "cache",
        }
    }
}

/// How a question to the optimizer ended. All but the first two fall back to the heuristic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OptimizerOutcome {
    /// It was asked, and its answer was used.
    Answered,
    /// An earlier answer was used.
    Cached,
    /// It did not answer before the deadline, or was still busy with another question.
    Late,
    /// It was asked and reported a failure.
    Failed,
    /// It was asked, and its answer is no answer.
    Malformed,
    /// It was asked, and its answer is no candidate, or one outside the limits or the constraints.
    Refused,
    /// It was not asked, because it failed too often before.
    Resting,
}

impl Label for OptimizerOutcome {
    const ALL: &'static [Self] = &[
        Self::Answered,
        Self::Cached,
        Self::Late,
        Self::Failed,
        Self::Malformed,
        Self::Refused,
        Self::Resting,
    ];
    fn name(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Cached => "cached",
            Self::Late => "late",
            Self::Failed => "failed",
            Self::Malformed => "malformed",
            Self::Refused => "refused",
            Self::Resting => "resting",
        }
    }
}

impl OptimizerOutcome {
    /// Whether an answer of the optimizer was needed, whether or not it was free to be asked.
    pub fn needed_answer(self) -> bool {
        !matches!(self, Self::Cached | Self::Resting)
    }

    /// Whether the heuristic decided instead.
    pub fn is_fallback(self) -> bool {
        !matches!(self, Self::Answered | Self::Cached)
    }
}

/// A failure that a call got over, with a warning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Recovery {
    /// A new proof did not verify, and the configuration says to return it all the same.
    UnverifiedProof,
    /// Memory was limited, and a profile that needs less was taken.
    SmallerProfile,
    /// Compression failed, and the data was stored as it was.
    StoredUncompressed,
}

impl Label for Recovery {
    const ALL: &'static [Self] = &[
        Self::UnverifiedProof,
        Self::SmallerProfile,
        Self::StoredUncompressed,
    ];
    fn name(self) -> &'static str {
        match self {
            Self::UnverifiedProof => "unverified_proof",
            Self::SmallerProfile => "smaller_profile",
            Self::StoredUncompressed => "stored_uncompressed",
        }
    }
}

/// How often each case occurred. Cases that never did are shown with 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counts<L>(BTreeMap<L, u64>);

impl<L: Label> Default for Counts<L> {
    fn default() -> Self {
        Self(L::ALL.iter().map(|label| (*label, 0)).collect())
    }
}

impl<L: Label> Counts<L> {
    pub(super) fn add(&mut self, label: L) {
        *self.0.entry(label).or_default() += 1;
    }

    /// How often this case occurred.
    pub fn get(&self, label: L) -> u64 {
        self.0.get(&label).copied().unwrap_or_default()
    }

    /// Every case with its count.
    pub fn iter(&self) -> impl Iterator<Item = (L, u64)> + '_ {
        self.0.iter().map(|(label, count)| (*label, *count))
    }

    /// All of them together.
    pub fn total(&self) -> u64 {
        self.0.values().sum()
    }

    /// Those together for which `wanted` holds.
    pub fn total_where(&self, wanted: impl Fn(L) -> bool) -> u64 {
        let wanted = self.iter().filter(|(label, _)| wanted(*label));
        wanted.map(|(_, count)| count).sum()
    }
}

impl<L: Label> Serialize for Counts<L> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter().map(|(label, count)| (label.name(), count)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn names_are_distinct<L: Label>() {
        let names: BTreeSet<&str> = L::ALL.iter().map(|label| label.name()).collect();
        assert_eq!(names.len(), L::ALL.len());
        for name in names {
            assert!(name.bytes().all(|c| c.is_ascii_lowercase() || c == b'_'));
        }
    }

    #[test]
    fn labels() {
        names_are_distinct::<ErrorKind>();
        names_are_distinct::<Operation>();
        names_are_distinct::<Source>();
        names_are_distinct::<OptimizerOutcome>();
        names_are_distinct::<Recovery>();
    }

    #[test]
    fn counts_show_every_case() {
        let mut counts = Counts::default();
        counts.add(OptimizerOutcome::Late);
        counts.add(OptimizerOutcome::Late);
        counts.add(OptimizerOutcome::Cached);
        counts.add(OptimizerOutcome::Resting);
        assert_eq!(
            serde_json::to_string(&counts).unwrap(),
            r#"{"answered":0,"cached":1,"late":2,"failed":0,"malformed":0,"refused":0,"resting":1}"#
        );
        assert_eq!(counts.total(), 4);
        assert_eq!(counts.total_where(OptimizerOutcome::needed_answer), 2);
        assert_eq!(counts.total_where(OptimizerOutcome::is_fallback), 3);
    }
}
