//! The rows: which workloads are measured at which levels and in which profiles; a few also with other backends and with threads.

use crate::circuits::{AES_128, SHA256};
use crate::proving::Proving;
use crate::subject::{Failure, Subject};
use crate::workload::{Instance, Length, Workload};
use nexuszero::backend::Backend;
use nexuszero::config::{Preset, Profile, ProtocolConfig, SecurityLevel};
use nexuszero::hash::HashAlgorithm;
use nexuszero::pipeline::Protocol;
use nexuszero::proof_system::sigma::GroupId;
use nexuszero::proof_system::Execution;
use std::cell::OnceCell;
use std::num::NonZero;
use std::rc::Rc;

/// Levels and profiles.
type Grid = (&'static [SecurityLevel], &'static [Option<Profile>]);

const FAST: Option<Profile> = Some(Profile::Fast);
const BALANCED: Option<Profile> = Some(Profile::Balanced);
const SMALL: Option<Profile> = Some(Profile::Small);
const TINY: Option<Profile> = Some(Profile::Tiny);

const ALL: Grid = (&SecurityLevel::ALL, &[FAST, BALANCED, SMALL, TINY]);
const LEVEL_128: Grid = (&[SecurityLevel::L128], &[FAST, BALANCED, SMALL, TINY]);
const FAST_128: Grid = (&[SecurityLevel::L128], &[FAST]);
const BALANCED_128: Grid = (&[SecurityLevel::L128], &[BALANCED]);
const FAST_256: Grid = (&[SecurityLevel::L256], &[FAST]);
/// Schnorr proofs have no profile, and level 128 is all that the groups reach.
const NO_PROFILE: Grid = (&[SecurityLevel::L128], &[None]);

/// What the quick run has of a workload.
type Quick = &'static [Grid];

/// Message blocks of the long rows.
const LONG: usize = 32;

/// Every workload, with what the full run and the quick run measure of it.
fn workloads() -> Vec<(Workload, Grid, Quick)> {
    use HashAlgorithm::{Blake3, Sha256, Sha3_256};
    let mut all = Vec::new();
    for hash in HashAlgorithm::ALL {
        for length in [Length::Stated, Length::Hidden] {
            let len = 32;
            let quick: Quick = match (hash, length) {
                (Sha256, Length::Stated) => &[LEVEL_128, FAST_256],
                (Sha256 | Sha3_256 | Blake3, _) => &[LEVEL_128],
                _ => &[],
            };
            all.push((Workload::Preimage { hash, len, length }, ALL, quick));
        }
    }
    all.extend([
        (Workload::Range { hash: Sha256 }, ALL, &[LEVEL_128] as Quick),
        (one_of_many(10), ALL, &[LEVEL_128]),
        (one_of_many(16), ALL, &[BALANCED_128]),
        (one_of_many(20), ALL, &[BALANCED_128]),
        (membership(Sha256, 10), ALL, &[LEVEL_128]),
        (membership(Blake3, 10), ALL, &[]),
        (membership(Sha3_256, 20), ALL, &[]),
        (Workload::Circuit { circuit: AES_128 }, ALL, &[LEVEL_128]),
        (Workload::Circuit { circuit: SHA256 }, ALL, &[]),
        (vote(10), ALL, &[LEVEL_128]),
    ]);
    for group in GroupId::ALL {
        all.push((Workload::DiscreteLog { group }, NO_PROFILE, &[NO_PROFILE]));
    }
    // As many bytes as the commitment of a range hashes, all of them secret.
    let (hash, len, length) = (Sha256, 55, Length::Stated);
    all.push((Workload::Preimage { hash, len, length }, LEVEL_128, &[]));
    for hash in [Sha256, Sha3_256] {
        let len = hash.message_range(LONG).1;
        for length in [Length::Stated, Length::Hidden] {
            let quick: Quick = match (hash, length) {
                (Sha256, Length::Stated) => &[FAST_128],
                _ => &[],
            };
            all.push((Workload::Preimage { hash, len, length }, LEVEL_128, quick));
        }
    }
    all
}

fn one_of_many(log_entries: u32) -> Workload {
    let hash = HashAlgorithm::Sha256;
    Workload::OneOfMany { hash, log_entries }
}

fn membership(hash: HashAlgorithm, depth: usize) -> Workload {
    Workload::Membership { hash, depth }
}

fn vote(log_voters: u32) -> Workload {
    let hash = HashAlgorithm::Sha256;
    Workload::Vote { hash, log_voters }
}

/// Other ways than the usual one, one thread with the best backend, to compute the preimages of two hash functions with a stated
/// length: with two threads, but for `fast` proofs, which are too little work for a second one, and with each other backend. The answer also
/// says whether the quick run has it.
fn variants(workload: Workload, profile: Option<Profile>) -> Vec<(Execution, bool)> {
    let Workload::Preimage {
        hash: hash @ (HashAlgorithm::Sha256 | HashAlgorithm::Sha3_256),
        len: 32,
        length: Length::Stated,
    } = workload
    else {
        return Vec::new();
    };
    let backend = Backend::detect();
    let quick = hash == HashAlgorithm::Sha256;
    let several = std::thread::available_parallelism().is_ok_and(|cores| cores.get() > 1);
    let two = NonZero::new(2).filter(|_| several && profile != FAST);
    let parallel = two.map(|threads| (Execution { backend, threads }, quick));
    // On other backends the trees of many leaves take up to seconds.
    let of_few = quick && [FAST, BALANCED].contains(&profile);
    let others = Backend::available().iter().filter(|&b| *b != backend);
    let others = others.map(|&backend| (Execution::from(backend), of_few));
    parallel.into_iter().chain(others).collect()
}

/// One row: a workload at a level in a profile, and how it is computed.
pub struct Row {
    pub workload: Workload,
    pub level: SecurityLevel,
    /// `None` where the proof system has none.
    pub profile: Option<Profile>,
    /// Backend and threads.
    pub execution: Execution,
    /// Part of the quick run.
    pub quick: bool,
    /// Built once for all rows of a workload: the lists of some take tens of megabytes.
    instance: Rc<OnceCell<Rc<Instance>>>,
}

/// Every row of the full run.
pub fn table() -> Vec<Row> {
    let mut rows = Vec::new();
    for (workload, (levels, profiles), quick) in workloads() {
        let instance = Rc::new(OnceCell::new());
        for &level in levels {
            for &profile in profiles {
                let has = |grid: &Grid| grid.0.contains(&level) && grid.1.contains(&profile);
                let mut executions = vec![(Execution::default(), quick.iter().any(has))];
                if level == SecurityLevel::L128 {
                    executions.extend(variants(workload, profile));
                }
                rows.extend(executions.into_iter().map(|(execution, quick)| Row {
                    workload,
                    level,
                    profile,
                    execution,
                    quick,
                    instance: instance.clone(),
                }));
            }
        }
    }
    // Level 128 first: this is what tables and ratios are about.
    rows.sort_by_key(|row| row.level);
    rows
}

impl Row {
    /// Identifies the row, also to the child process that measures its memory. Threads and backend are in it where they are not
    /// the usual ones.
    pub fn id(&self) -> String {
        let mut id = format!(
            "{}:{}:{}:{}:{}",
            self.workload.name(),
            self.workload.input_bytes(),
            self.workload.length().unwrap_or("-"),
            self.level.bits(),
            self.profile_name()
        );
        let usual = Execution::default();
        if self.execution.threads != usual.threads {
            id += &format!(":{}-threads", self.execution.threads);
        }
        if self.execution.backend != usual.backend {
            id += &format!(":{}", self.execution.backend.name());
        }
        id
    }

    /// Whether it is computed as usual.
    pub fn is_usual(&self) -> bool {
        self.execution == Execution::default()
    }

    /// The profile's name, or `none`.
    pub fn profile_name(&self) -> &'static str {
        self.profile.map_or("none", Profile::name)
    }

    /// The row, ready to be measured.
    pub fn subject(&self) -> Result<Box<dyn Subject>, Failure> {
        let (protocol, instance) = (self.protocol()?, self.instance()?);
        // A circuit is planned when it is first asked about, and once for all its proofs: no part of their times.
        protocol.estimate(&instance.0)?;
        Ok(Box::new(Proving::new(self.id(), protocol, instance)))
    }

    fn protocol(&self) -> Result<Protocol, Failure> {
        let mut config = ProtocolConfig::preset(Preset::Default);
        config.security_level = self.level;
        config.profile = self.profile.unwrap_or(config.profile);
        config.backend = Some(self.execution.backend);
        config.threads = self.execution.threads.get() as u32;
        // A deep tree at level 256 takes a `tiny` proof beyond the default.
        config.limits.max_work = u64::MAX;
        Ok(Protocol::new(config)?)
    }

    pub fn instance(&self) -> Result<Rc<Instance>, Failure> {
        if let Some(instance) = self.instance.get() {
            return Ok(instance.clone());
        }
        let instance = Rc::new(self.workload.build()?);
        Ok(self.instance.get_or_init(|| instance).clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nexuszero::statement::KINDS;

    fn ids(rows: impl Iterator<Item = Row>) -> Vec<String> {
        rows.map(|row| row.id()).collect()
    }

    #[test]
    fn identifiers_are_unique() {
        let mut ids = ids(table().into_iter());
        ids.sort();
        let rows = ids.len();
        ids.dedup();
        assert_eq!(ids.len(), rows);
    }

    #[test]
    fn quick_rows_of_the_contract() {
        let quick = ids(table().into_iter().filter(|row| row.quick));
        let mut wanted = Vec::new();
        for profile in Profile::ALL.map(Profile::name) {
            for row in [
                "preimage/sha256:32:stated",
                "preimage/sha256:32:hidden",
                "preimage/sha3-256:32:stated",
                "preimage/sha3-256:32:hidden",
                "preimage/blake3:32:stated",
                "preimage/blake3:32:hidden",
                "range:40:-",
                "one-of-many/1024:32:-",
                "membership/sha256-10:32:-",
                "circuit/aes-128:16:-",
                "conjunction/vote:32:-",
            ] {
                wanted.push(format!("{row}:128:{profile}"));
            }
        }
        for group in GroupId::ALL {
            wanted.push(format!("discrete-log/{}:32:-:128:none", group.name()));
        }
        wanted.push("preimage/sha256:32:stated:256:fast".into());
        wanted.push("preimage/sha256:2039:stated:128:fast".into());
        wanted.push("one-of-many/65536:32:-:128:balanced".into());
        wanted.push("one-of-many/1048576:32:-:128:balanced".into());
        for id in &wanted {
            assert!(quick.contains(id), "{id}");
        }
        let usual = table()
            .into_iter()
            .filter(|row| row.quick && row.is_usual());
        assert_eq!(usual.count(), wanted.len());
    }

    #[test]
    fn every_kind_of_statement_has_a_row() {
        let names = ids(table().into_iter());
        for kind in KINDS {
            assert!(names.iter().any(|name| name.starts_with(kind)), "{kind}");
        }
    }

    #[test]
    fn every_row_can_be_proved_at_its_level() {
        for row in table() {
            let instance = row.instance().unwrap();
            let protocol = row.protocol().unwrap();
            let estimate = protocol.estimate(&instance.0).unwrap();
            let limit = protocol.config().limits.max_proof_size;
            assert!(estimate.level >= Some(row.level), "{}", row.id());
            assert!(estimate.proof_size <= limit, "{}", row.id());
            // With fewer it would measure what another row does.
            assert!(
                estimate.max_threads >= row.execution.threads,
                "{}",
                row.id()
            );
        }
    }

    #[test]
    fn names_are_those_of_the_statements() {
        for (workload, ..) in workloads() {
            let name = workload.build().unwrap().0.name();
            // The library does not tell conjunctions or the hash functions of ranges apart as finely, or as coarsely.
            let shorter = |long: &str, short: &str| long.starts_with(&format!("{short}/"));
            let ours = workload.name();
            assert!(
                ours == name || shorter(&ours, &name) || shorter(&name, &ours),
                "{ours} is {name}"
            );
        }
    }
}
