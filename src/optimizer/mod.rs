//! The choice of parameters for a statement.
//!
//! [`candidates`] lists what there is to choose, with sizes from the proof system and times from [`cost_model`] and
//! [`calibration`]; [`heuristic`] takes the fastest that satisfies the constraints. An [`Optimizer`] that was plugged in
//! may choose another one: it is asked in JSON ([`schema`]) on a thread of its own ([`deadline`]), left to rest when it
//! fails ([`breaker`]), and its answers are kept ([`cache`]). Whatever it answers, only an admissible candidate is taken,
//! and every failure falls back to the heuristic. `docs/optimizer.md` has the rules.

pub mod admission;
pub mod breaker;
pub mod cache;
pub mod calibration;
pub mod candidates;
pub mod cost_model;
pub mod deadline;
pub mod heuristic;
pub mod schema;

pub use candidates::Candidate;
pub use cost_model::Prediction;

use crate::config::{settings, Preset, Profile, ProtocolConfig, SecurityLevel};
use crate::error::{ErrorKind, ProtocolError, Result};
use crate::hash::HashAlgorithm;
use crate::metrics::{OptimizerOutcome as Outcome, Source};
use crate::proof_system::{self, Estimate, Execution, Parameters, ProofSystem};
use crate::recent::Recent;
use crate::statement::encoding::Objects;
use crate::statement::{self, Statement};
use breaker::Breaker;
use cache::Cache;
use calibration::Calibration;
use candidates::Candidates;
use deadline::{Answer, Busy, Worker};
use heuristic::Constraints;
use schema::Reply;
use sha2::{Digest, Sha256};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// Chooses among candidates. It is asked on one thread of its own, one question at a time.
pub trait Optimizer: Send + Sync {
    /// What to call it in logs and metrics.
    fn name(&self) -> &str;

    /// The reply to a request, both in JSON (`docs/optimizer.md`). An error or a panic is a failure like any other: the
    /// heuristic chooses.
    fn optimize(&self, request: &str) -> Result<String>;
}

/// Why the heuristic chose although there is an optimizer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fallback {
    /// What came of the optimizer: none of [`Outcome::Answered`] and [`Outcome::Cached`].
    pub outcome: Outcome,
    /// The same in words, without anything secret.
    pub reason: String,
}

/// A choice, and how it came about.
#[derive(Clone, Debug)]
pub struct Choice {
    /// What was chosen. It is admissible and satisfies the constraints.
    pub candidate: Candidate,
    /// Where it came from.
    pub source: Source,
    /// Why it did not come from the optimizer.
    pub fallback: Option<Fallback>,
    /// Why the configured parameters could not be taken: they need more memory than there may be.
    pub too_much_memory: Option<ProtocolError>,
    /// What the heuristic would have chosen; the candidate itself where no optimizer chose.
    pub heuristic: Candidate,
}

impl Choice {
    /// What came of the optimizer, if one was attached and there was something to choose.
    pub fn outcome(&self) -> Option<Outcome> {
        match (&self.fallback, self.source) {
            (Some(fallback), _) => Some(fallback.outcome),
            (None, Source::Optimizer) => Some(Outcome::Answered),
            (None, Source::Cache) => Some(Outcome::Cached),
            (None, Source::Configured | Source::Heuristic) => None,
        }
    }
}

/// Chooses parameters, with an optimizer or without. Any number of threads may share one.
pub struct Chooser {
    attached: Option<Attached>,
    /// By the statement's digest and the level: counting a large circuit at every degree takes as long as a proof.
    choices: Recent<([u8; 32], SecurityLevel), Result<Arc<Choices>>>,
}

/// What [`ProofSystem::choices`] gives.
type Choices = Vec<(Parameters, Estimate)>;

/// Statements whose choices are kept.
const KEPT_STATEMENTS: usize = 16;

/// What answers of the optimizer a choice may go by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answers {
    /// One that it gave to the same question before, if that is kept.
    Kept,
    /// A new one: whether it still answers is what is asked.
    New,
}

/// An optimizer with what is remembered about it.
struct Attached {
    name: String,
    worker: Worker,
    breaker: Mutex<Breaker>,
    cache: Mutex<Cache>,
}

impl Default for Chooser {
    /// A chooser without an optimizer.
    fn default() -> Self {
        Self::new(None)
    }
}

impl Chooser {
    /// A chooser that asks `optimizer`, if there is one.
    pub fn new(optimizer: Option<Arc<dyn Optimizer>>) -> Self {
        Self {
            attached: optimizer.map(|optimizer| Attached {
                name: optimizer.name().to_owned(),
                worker: Worker::new(optimizer),
                breaker: Mutex::default(),
                cache: Mutex::default(),
            }),
            choices: Recent::new(KEPT_STATEMENTS),
        }
    }

    /// The name of the optimizer.
    pub fn optimizer_name(&self) -> Option<&str> {
        self.attached.as_ref().map(|attached| &*attached.name)
    }

    /// The parameters for a proof of `statement`, and how many of the threads of `execution` make it. Fails where none are admissible
    /// or satisfy the constraints; never because of the optimizer, and waits for it no longer than its deadline.
    pub fn choose(
        &self,
        answers: Answers,
        config: &ProtocolConfig,
        execution: Execution,
        system: &dyn ProofSystem,
        statement: &Statement,
    ) -> Result<Choice> {
        let constraints = Constraints::of(config);
        if !config.use_optimizer {
            return self.configured(config, execution, system, statement, &constraints);
        }
        let calibration = Calibration::of(execution.backend);
        let choices = self.choices(system, config.security_level, statement)?;
        let candidates = Candidates::of(config, calibration, execution, statement, &choices);
        candidates.check()?;
        let heuristic = heuristic::choose(&candidates.admissible, &constraints)?.clone();
        let by_heuristic = |fallback| Choice {
            candidate: heuristic.clone(),
            source: Source::Heuristic,
            fallback,
            too_much_memory: None,
            heuristic: heuristic.clone(),
        };
        // With one candidate there is nothing to ask.
        let attached = match &self.attached {
            Some(attached) if candidates.admissible.len() > 1 => attached,
            _ => return Ok(by_heuristic(None)),
        };
        let question = schema::request(config, execution, statement, &candidates);
        Ok(
            match attached.choose(answers, config, question, &candidates, &constraints) {
                Ok((candidate, source)) => Choice {
                    candidate: candidate.clone(),
                    source,
                    fallback: None,
                    too_much_memory: None,
                    heuristic: heuristic.clone(),
                },
                Err(fallback) => by_heuristic(Some(fallback)),
            },
        )
    }

    /// The choice that the configuration names, checked like any other. Where it needs more memory than there may be, the fastest one that
    /// needs no more is taken, if there is one.
    fn configured(
        &self,
        config: &ProtocolConfig,
        execution: Execution,
        system: &dyn ProofSystem,
        statement: &Statement,
        constraints: &Constraints,
    ) -> Result<Choice> {
        let parameters = candidates::configured(config);
        let estimate = system.estimate(parameters, statement)?;
        let admitted = admission::admit(config, execution, parameters, &estimate);
        let (execution, too_much_memory) = match admitted {
            Err(error) if error.field() == Some(settings::LIMIT_MEMORY) => (execution, Some(error)),
            admitted => (admitted?, None),
        };
        // Measuring the processor takes as long as a proof or several: only where a choice depends on it.
        let calibration = match too_much_memory.is_some() || constraints.max_verify_time.is_some() {
            true => Calibration::of(execution.backend),
            false => Calibration::at_hand(execution.backend),
        };
        let (candidate, source) = match &too_much_memory {
            None => {
                let candidate =
                    Candidate::new(calibration, execution, statement, parameters, &estimate);
                heuristic::choose(std::slice::from_ref(&candidate), constraints)?;
                (candidate, Source::Configured)
            }
            Some(error) => {
                let choices = self.choices(system, config.security_level, statement)?;
                let candidates =
                    Candidates::of(config, calibration, execution, statement, &choices);
                if candidates.admissible.is_empty() {
                    return Err(error.clone());
                }
                let chosen = heuristic::choose(&candidates.admissible, constraints)?;
                (chosen.clone(), Source::Heuristic)
            }
        };
        Ok(Choice {
            heuristic: candidate.clone(),
            candidate,
            source,
            fallback: None,
            too_much_memory,
        })
    }

    /// [`ProofSystem::choices`], from memory where the statement was met lately.
    fn choices(
        &self,
        system: &dyn ProofSystem,
        level: SecurityLevel,
        statement: &Statement,
    ) -> Result<Arc<Choices>> {
        let digest = Sha256::digest(statement.encode(Objects::Digests)).into();
        self.choices.get((digest, level), |_| {
            system.choices(level, statement).map(Arc::new)
        })
    }
}

impl Attached {
    /// The optimizer's choice, from the cache where kept answers do, or from itself.
    fn choose<'a>(
        &self,
        answers: Answers,
        config: &ProtocolConfig,
        question: String,
        candidates: &'a Candidates,
        constraints: &Constraints,
    ) -> std::result::Result<(&'a Candidate, Source), Fallback> {
        let settings = &config.optimizer;
        let known = match answers {
            Answers::Kept => lock(&self.cache).get(&question, settings.cache_size),
            Answers::New => None,
        };
        // An answer was accepted for this very question, so it is among its candidates.
        if let Some(candidate) = known.and_then(|index| candidates.admissible.get(index)) {
            return Ok((candidate, Source::Cache));
        }
        if !lock(&self.breaker).admits(Instant::now(), settings) {
            let reason = "the optimizer rests after failures in a row";
            return Err(fallback(Outcome::Resting, reason));
        }
        let answer = self.worker.ask(question.clone(), settings.deadline);
        let answer = answer.map_err(|Busy(reason)| {
            lock(&self.breaker).withdrawn();
            fallback(Outcome::Late, reason)
        })?;
        let chosen = accepted(answer, candidates, constraints);
        match &chosen {
            Ok(index) => {
                lock(&self.breaker).succeeded();
                lock(&self.cache).insert(&question, *index, settings.cache_size);
            }
            Err(_) => lock(&self.breaker).failed(Instant::now()),
        }
        chosen.map(|index| (&candidates.admissible[index], Source::Optimizer))
    }
}

/// The place of the candidate that an answer names, if it may be taken.
fn accepted(
    answer: Answer,
    candidates: &Candidates,
    constraints: &Constraints,
) -> std::result::Result<usize, Fallback> {
    let text = match answer {
        Answer::Reply(text) => text,
        Answer::Failed(error) => return Err(fallback(Outcome::Failed, error.to_string())),
        Answer::Late => return Err(fallback(Outcome::Late, "there was no answer in time")),
    };
    let reply = schema::read_reply(&text).map_err(|what| fallback(Outcome::Malformed, what))?;
    let refused = |reason: String| fallback(Outcome::Refused, reason);
    let index = match reply {
        Reply::Candidate(index) => index,
        Reply::Parameters {
            profile,
            degree_cap,
            threads,
        } => {
            let named = |candidate: &Candidate| {
                candidate.parameters.profile == profile
                    && candidate.parameters.degree_cap == degree_cap
                    && threads.is_none_or(|threads| threads == candidate.execution.threads.get())
            };
            let mut admissible = candidates.admissible.iter();
            admissible.position(named).ok_or_else(|| {
                let mut excluded = candidates.excluded.iter();
                let why = excluded.find(|(candidate, _)| named(candidate));
                refused(why.map_or_else(
                    || "no candidate has these parameters".into(),
                    |(_, reason)| reason.to_string(),
                ))
            })?
        }
    };
    let candidate = candidates.admissible.get(index);
    let candidate =
        candidate.ok_or_else(|| refused(format!("no candidate has the index {index}")))?;
    match constraints.admit(candidate) {
        true => Ok(index),
        false => Err(refused("the candidate violates the constraints".into())),
    }
}

/// Makes sure that the heuristic finds the fastest of all candidates of a known statement, and the smallest where only that is small
/// enough.
pub fn health_check(execution: Execution) -> Result<()> {
    let (statement, _) = statement::known(HashAlgorithm::Sha3_256)?;
    let system = proof_system::for_statement(&statement)?;
    let mut config = ProtocolConfig::preset(Preset::Default);
    config.use_optimizer = true;
    let choices = system.choices(config.security_level, &statement)?;
    let smallest = choices
        .iter()
        .map(|(_, estimate)| estimate.proof_size)
        .min();
    let fast = Chooser::new(None)
        .choose(Answers::Kept, &config, execution, system, &statement)?
        .candidate;
    config.max_proof_size = smallest;
    let small = Chooser::new(None)
        .choose(Answers::Kept, &config, execution, system, &statement)?
        .candidate;
    let is_fast = fast.parameters.profile == Profile::Fast;
    if is_fast && Some(small.estimate.proof_size) == smallest {
        return Ok(());
    }
    let message = "the heuristic does not choose what it should";
    Err(ProtocolError::new(ErrorKind::Optimization, message))
}

/// Longest reason, in characters: it may quote a reply.
const MAX_REASON_LEN: usize = 200;

fn fallback(outcome: Outcome, reason: impl AsRef<str>) -> Fallback {
    Fallback {
        outcome,
        reason: reason.as_ref().chars().take(MAX_REASON_LEN).collect(),
    }
}

/// What a lock guards here is whole after any panic.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
