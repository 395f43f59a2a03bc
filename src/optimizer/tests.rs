//! The chooser with optimizers that answer well, badly, late and never.

use super::*;
use crate::backend::Backend;
use crate::config::{Preset, Profile};
use crate::error::{ErrorKind, ProtocolError};
use crate::hash::HashAlgorithm;
use crate::proof_system;
use crate::proof_system::sigma::{self, GroupId};
use crate::statement::{Claim, Claims, DiscreteLog, Preimage, SecretName};
use proptest::prelude::*;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::OnceLock;
use std::time::Duration;

/// Longer than any test waits for an answer that comes.
const AMPLE: Duration = Duration::from_secs(60);
/// For answers that do not come.
const SHORT: Duration = Duration::from_millis(20);

fn statement() -> Statement {
    let hash = HashAlgorithm::Sha256;
    let claim = Preimage::stated(hash, &hash.digest(b"abc"), 3).unwrap();
    Statement::Claims(Claims::single(Claim::Preimage(claim)).unwrap())
}

fn config() -> ProtocolConfig {
    let mut config = ProtocolConfig::preset(Preset::Default);
    config.use_optimizer = true;
    config.optimizer.deadline = AMPLE;
    config
}

fn choose(chooser: &Chooser, config: &ProtocolConfig) -> Result<Choice> {
    let statement = statement();
    let system = proof_system::for_statement(&statement)?;
    chooser.choose(
        Answers::Kept,
        config,
        config.execution(),
        system,
        &statement,
    )
}

fn candidates(config: &ProtocolConfig) -> Candidates {
    let statement = statement();
    let system = proof_system::for_statement(&statement).unwrap();
    let execution = config.execution();
    let calibration = Calibration::of(execution.backend);
    let choices = system.choices(config.security_level, &statement).unwrap();
    Candidates::of(config, calibration, execution, &statement, &choices)
}

/// Answers what a function says, and counts.
struct Scripted<F> {
    answer: F,
    counts: Arc<Counts>,
}

#[derive(Default)]
struct Counts {
    calls: AtomicUsize,
    drops: AtomicUsize,
}

impl Counts {
    fn calls(&self) -> usize {
        self.calls.load(Ordering::SeqCst)
    }

    fn drops(&self) -> usize {
        self.drops.load(Ordering::SeqCst)
    }
}

impl<F: Fn(&str) -> Result<String> + Send + Sync> Optimizer for Scripted<F> {
    fn name(&self) -> &str {
        "scripted"
    }

    fn optimize(&self, request: &str) -> Result<String> {
        self.counts.calls.fetch_add(1, Ordering::SeqCst);
        (self.answer)(request)
    }
}

impl<F> Drop for Scripted<F> {
    fn drop(&mut self) {
        self.counts.drops.fetch_add(1, Ordering::SeqCst);
    }
}

fn scripted(
    answer: impl Fn(&str) -> Result<String> + Send + Sync + 'static,
) -> (Chooser, Arc<Counts>) {
    let counts = Arc::<Counts>::default();
    let optimizer = Scripted {
        answer,
        counts: counts.clone(),
    };
    (Chooser::new(Some(Arc::new(optimizer))), counts)
}

fn replying(reply: &str) -> (Chooser, Arc<Counts>) {
    let reply = reply.to_owned();
    scripted(move |_| Ok(reply.clone()))
}

/// An optimizer that says when it is asked and answers candidate 1 once for each permission.
fn blocking() -> (Chooser, Arc<Counts>, Receiver<()>, Sender<()>) {
    let (asked, when_asked) = mpsc::channel();
    let (permit, permission) = mpsc::channel();
    let permission = Mutex::new(permission);
    let (chooser, counts) = scripted(move |_| {
        asked.send(()).unwrap();
        permission.lock().unwrap().recv().unwrap();
        Ok(r#"{"version":1,"candidate":1}"#.into())
    });
    (chooser, counts, when_asked, permit)
}

fn outcome(choice: &Choice) -> Outcome {
    assert_eq!(choice.source, Source::Heuristic);
    assert_eq!(choice.candidate, choice.heuristic);
    choice.fallback.as_ref().unwrap().outcome
}

fn reason(choice: &Choice) -> &str {
    &choice.fallback.as_ref().unwrap().reason
}

#[test]
fn without_an_optimizer_the_fastest_that_fits_wins() {
    let (chooser, mut config) = (Chooser::default(), config());
    let all = candidates(&config).admissible;
    let free = choose(&chooser, &config).unwrap();
    assert_eq!(free.source, Source::Heuristic);
    assert_eq!(free.fallback, None);
    let fastest = all.iter().map(|c| c.predicted.prove).min().unwrap();
    assert_eq!(free.candidate.predicted.prove, fastest);

    let sizes = all.iter().map(|c| c.estimate.proof_size);
    let smallest = sizes.min().unwrap();
    config.max_proof_size = Some(smallest);
    let small = choose(&chooser, &config).unwrap();
    assert_eq!(small.candidate.estimate.proof_size, smallest);
    assert_eq!(small.candidate.parameters.profile, Profile::Tiny);

    let quickest = all.iter().map(|c| c.predicted.verify).min().unwrap();
    config.max_proof_size = None;
    config.max_verify_time = Some(quickest);
    let quick = choose(&chooser, &config).unwrap();
    assert_eq!(quick.candidate.predicted.verify, quickest);
}

#[test]
fn what_cannot_be_reached_is_said_with_what_can() {
    let (chooser, mut config) = (Chooser::default(), config());
    let all = candidates(&config).admissible;
    let smallest = all.iter().map(|c| c.estimate.proof_size).min().unwrap();
    config.max_proof_size = Some(smallest - 1);
    let error = choose(&chooser, &config).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::LimitExceeded);
    assert_eq!(error.field(), Some("max_proof_size"));
    assert!(error.message().contains(&smallest.to_string()), "{error}");

    config.max_verify_time = Some(Duration::from_nanos(1));
    let error = choose(&chooser, &config).unwrap_err();
    let fields: Vec<_> = error.problems().map(|p| p.field().unwrap()).collect();
    assert_eq!(fields, ["max_proof_size", "max_verify_time"]);

    // Each alone is within reach: the smallest proof, and the fastest verification.
    let quickest = all.iter().map(|c| c.predicted.verify).min().unwrap();
    config.max_proof_size = Some(smallest);
    config.max_verify_time = Some(quickest);
    let error = choose(&chooser, &config).unwrap_err();
    assert!(error.message().contains("in time"), "{error}");
    assert_eq!(error.problems().count(), 2);
}

#[test]
fn a_configuration_that_names_its_parameters_is_checked_as_well() {
    let (chooser, counts) = replying(r#"{"version":1,"candidate":0}"#);
    let mut config = config();
    config.use_optimizer = false;
    let choice = choose(&chooser, &config).unwrap();
    assert_eq!(choice.source, Source::Configured);
    assert_eq!(choice.candidate.parameters, candidates::configured(&config));
    assert_eq!(counts.calls(), 0);

    let size = choice.candidate.estimate.proof_size;
    config.max_proof_size = Some(size - 1);
    let error = choose(&chooser, &config).unwrap_err();
    assert_eq!(error.field(), Some("max_proof_size"));
    config.max_proof_size = Some(size);
    config.max_verify_time = Some(Duration::from_nanos(1));
    let error = choose(&chooser, &config).unwrap_err();
    assert_eq!(error.field(), Some("max_verify_time"));
    config.max_verify_time = None;
    config.limits.max_memory = 1;
    let error = choose(&chooser, &config).unwrap_err();
    assert_eq!(error.field(), Some("limits.max_memory"));
}

#[test]
fn limits_exclude_candidates_with_the_reason() {
    let mut config = config();
    let all = candidates(&config);
    assert!(all.excluded.is_empty());
    let sizes = all.admissible.iter().map(|c| c.estimate.proof_size);
    config.limits.max_proof_size = sizes.min().unwrap();
    let some = candidates(&config);
    assert_eq!(
        some.admissible.len() + some.excluded.len(),
        all.admissible.len()
    );
    assert!(!some.admissible.is_empty());
    for (_, reason) in &some.excluded {
        assert_eq!(reason.field(), Some("limits.max_proof_size"));
    }
    config.limits.max_work = 1;
    let error = choose(&Chooser::default(), &config).unwrap_err();
    let fields: Vec<_> = error.problems().map(|p| p.field().unwrap()).collect();
    assert_eq!(fields, ["limits.max_proof_size", "limits.max_work"]);
}

#[test]
fn there_is_nothing_to_choose_for_a_discrete_logarithm() {
    let (chooser, counts) = replying("no reply");
    let generator = sigma::standard_generator(GroupId::P256);
    let name = SecretName::new(DiscreteLog::SECRET).unwrap();
    let claim = DiscreteLog::new(GroupId::P256, &generator, &generator, name).unwrap();
    let statement = Statement::DiscreteLog(claim);
    let system = proof_system::for_statement(&statement).unwrap();
    let mut parallel = config();
    parallel.threads = 2;
    let execution = parallel.execution();
    let choice = chooser
        .choose(Answers::Kept, &parallel, execution, system, &statement)
        .unwrap();
    assert_eq!(choice.candidate.execution.threads.get(), 1);
    assert_eq!((choice.source, counts.calls()), (Source::Heuristic, 0));
    assert!(!choice.candidate.predicted.prove.is_zero());
    let mut strong = config();
    strong.security_level = SecurityLevel::L256;
    let error = chooser
        .choose(Answers::Kept, &strong, execution, system, &statement)
        .unwrap_err();
    assert_eq!(error.field(), Some("security_level"));
}

#[test]
fn good_answers_are_taken() {
    let config = config();
    let all = candidates(&config).admissible;
    for (index, candidate) in all.iter().enumerate() {
        let Parameters {
            profile,
            degree_cap,
            ..
        } = candidate.parameters;
        for reply in [
            format!(r#"{{"version":1,"candidate":{index}}}"#),
            format!(
                r#"{{"degree_cap":{degree_cap},"profile":"{}","version":1}}"#,
                profile.name()
            ),
            format!(
                r#" {{"version":1,"profile":"{}","degree_cap":{degree_cap},"threads":1}} "#,
                profile.name()
            ),
        ] {
            let choice = choose(&replying(&reply).0, &config).unwrap();
            assert_eq!(choice.candidate, *candidate, "{reply}");
            assert_eq!((choice.source, choice.fallback), (Source::Optimizer, None));
        }
    }
}

/// With threads there is each choice twice: with all of them, which an answer that says nothing of threads means too, and with one.
#[test]
fn threads_are_part_of_the_choice() {
    let mut config = config();
    let alone = candidates(&config).admissible;
    config.threads = 3;
    let all = candidates(&config).admissible;
    // A fast proof of this statement is too little work for a second thread.
    let (divided, whole): (Vec<_>, Vec<_>) = alone
        .iter()
        .partition(|candidate| candidate.estimate.max_threads.get() >= 3);
    assert!(!divided.is_empty() && whole.iter().all(|c| c.parameters.profile == Profile::Fast));
    assert_eq!(all.len(), 2 * divided.len() + whole.len());
    assert!(whole.iter().all(|candidate| all.contains(candidate)));
    let first = all
        .iter()
        .position(|candidate| candidate.execution.threads.get() == 3)
        .unwrap();
    for before in divided {
        let place = all
            .iter()
            .position(|candidate| candidate == before)
            .unwrap();
        let pair = &all[place - 1..=place];
        assert_eq!(pair[0].execution.threads.get(), 3);
        assert_eq!(pair[0].parameters, before.parameters);
        // Each further thread takes memory of its own; nothing else of the proof changes.
        let mut with_threads = before.estimate.clone();
        with_threads.memory += 2 * before.estimate.thread_memory;
        assert!(with_threads.memory > before.estimate.memory);
        assert_eq!(pair[0].estimate, with_threads);
        assert!(pair[0].predicted.prove < before.predicted.prove);
        assert_eq!(pair[0].predicted.verify, before.predicted.verify);
    }
    let Parameters {
        profile,
        degree_cap,
        ..
    } = all[first].parameters;
    for (threads, expected) in [
        ("", Ok(first)),
        (r#","threads":3"#, Ok(first)),
        (r#","threads":1"#, Ok(first + 1)),
        (r#","threads":2"#, Err(Outcome::Refused)),
        (r#","threads":0"#, Err(Outcome::Refused)),
        (r#","threads":"all""#, Err(Outcome::Malformed)),
    ] {
        let (name, cap) = (profile.name(), degree_cap);
        let reply = format!(r#"{{"version":1,"profile":"{name}","degree_cap":{cap}{threads}}}"#);
        let (chooser, counts) = replying(&reply);
        let choice = choose(&chooser, &config).unwrap();
        match expected {
            Ok(index) => {
                let again = choose(&chooser, &config).unwrap();
                assert_eq!(choice.candidate, all[index], "{reply}");
                assert_eq!(again.candidate, all[index], "{reply}");
                assert_eq!((again.source, counts.calls()), (Source::Cache, 1));
            }
            Err(expected) => assert_eq!(outcome(&choice), expected, "{reply}"),
        }
    }

    // Without a choice all that are configured work.
    config.use_optimizer = false;
    let configured = choose(&Chooser::default(), &config).unwrap();
    assert_eq!(configured.candidate.execution.threads.get(), 3);
}

/// Every backend has times of its own.
#[test]
fn a_slower_backend_takes_longer_as_predicted() {
    let mut config = config();
    let mut times = Vec::new();
    for &backend in Backend::available() {
        config.backend = Some(backend);
        let fastest = choose(&Chooser::default(), &config).unwrap().candidate;
        assert_eq!(fastest.execution, backend.into());
        times.push(fastest.predicted.prove);
    }
    assert!(times.first() >= times.last(), "{times:?}");
}

#[test]
fn bad_answers_fall_back_with_the_reason() {
    let mut config = config();
    config.optimizer.max_failures = u32::MAX;
    let all = candidates(&config).admissible;
    config.limits.max_proof_size = all.iter().map(|c| c.estimate.proof_size).max().unwrap() - 1;
    config.max_proof_size = Some(all.iter().map(|c| c.estimate.proof_size).min().unwrap());
    let largest = all.iter().max_by_key(|c| c.estimate.proof_size).unwrap();
    let too_large = format!(
        r#"{{"version":1,"profile":"{}","degree_cap":{}}}"#,
        largest.parameters.profile.name(),
        largest.parameters.degree_cap
    );
    let long = format!(r#"{{"version":1,"candidate":0{}}}"#, " ".repeat(1 << 16));
    let deep = "[".repeat(60_000);
    for (reply, expected, says) in [
        ("", Outcome::Malformed, ""),
        ("null", Outcome::Malformed, "object"),
        ("[1,0]", Outcome::Malformed, "object"),
        (&deep, Outcome::Malformed, ""),
        (&long, Outcome::Malformed, "65536"),
        (r#"{"version":1}"#, Outcome::Malformed, "either"),
        (r#"{"candidate":0}"#, Outcome::Malformed, "version"),
        (
            r#"{"version":2,"candidate":0}"#,
            Outcome::Malformed,
            "version",
        ),
        (
            r#"{"version":1,"candidate":0,"candidate":0}"#,
            Outcome::Malformed,
            "duplicate",
        ),
        (
            r#"{"version":1,"candidate":0,"more":1}"#,
            Outcome::Malformed,
            "more",
        ),
        (r#"{"version":1,"candidate":null}"#, Outcome::Malformed, ""),
        (r#"{"version":1,"candidate":-1}"#, Outcome::Malformed, ""),
        (r#"{"version":1,"candidate":1.0}"#, Outcome::Malformed, ""),
        (r#"{"version":1,"candidate":1e400}"#, Outcome::Malformed, ""),
        (
            r#"{"version":1,"candidate":99999999999999999999}"#,
            Outcome::Malformed,
            "",
        ),
        (
            r#"{"version":1,"candidate":0,"profile":"small"}"#,
            Outcome::Malformed,
            "either",
        ),
        (
            r#"{"version":1,"profile":"small"}"#,
            Outcome::Malformed,
            "either",
        ),
        (
            r#"{"version":1,"profile":"huge","degree_cap":9}"#,
            Outcome::Malformed,
            "huge",
        ),
        (
            r#"{"version":1,"profile":"small","degree_cap":256}"#,
            Outcome::Malformed,
            "",
        ),
        (
            r#"{"version":1,"candidate":18446744073709551615}"#,
            Outcome::Refused,
            "index",
        ),
        (
            r#"{"version":1,"candidate":1000}"#,
            Outcome::Refused,
            "index",
        ),
        (
            r#"{"version":1,"profile":"small","degree_cap":0}"#,
            Outcome::Refused,
            "no candidate",
        ),
        (
            r#"{"version":1,"profile":"small","degree_cap":24,"threads":2}"#,
            Outcome::Refused,
            "no candidate",
        ),
        (
            r#"{"version":1,"candidate":0}"#,
            Outcome::Refused,
            "constraints",
        ),
        (&too_large, Outcome::Refused, "limit"),
    ] {
        let (chooser, counts) = replying(reply);
        for asked in 1..3 {
            let choice = choose(&chooser, &config).unwrap();
            assert_eq!(outcome(&choice), expected, "{reply:.80}");
            assert!(
                reason(&choice).contains(says),
                "{reply:.80}: {}",
                reason(&choice)
            );
            assert!(reason(&choice).len() <= 4 * MAX_REASON_LEN);
            // Bad answers are not kept.
            assert_eq!(counts.calls(), asked);
        }
    }
}

#[test]
fn failures_and_panics_fall_back() {
    let (failing, _) = scripted(|_| {
        Err(ProtocolError::new(
            ErrorKind::Optimization,
            "the model is not loaded",
        ))
    });
    let choice = choose(&failing, &config()).unwrap();
    assert_eq!(outcome(&choice), Outcome::Failed);
    assert!(reason(&choice).contains("not loaded"));

    let (panicking, counts) = scripted(|_| std::panic::panic_any(7));
    for _ in 0..2 {
        let choice = choose(&panicking, &config()).unwrap();
        assert_eq!(outcome(&choice), Outcome::Failed);
    }
    // The thread survives a panic.
    assert_eq!(counts.calls(), 2);
    drop(panicking);
    assert_eq!(counts.drops(), 1);
}

#[test]
fn answers_are_kept_for_equal_questions() {
    let (chooser, counts) = replying(r#"{"version":1,"candidate":2}"#);
    let mut config = config();
    let first = choose(&chooser, &config).unwrap();
    let second = choose(&chooser, &config).unwrap();
    assert_eq!(first.candidate, second.candidate);
    assert_eq!(
        [first.source, second.source],
        [Source::Optimizer, Source::Cache]
    );
    assert_eq!(counts.calls(), 1);
    // What the question says is part of it.
    config.custom.insert("region".into(), "north".into());
    choose(&chooser, &config).unwrap();
    config.max_proof_size = Some(config.limits.max_proof_size);
    choose(&chooser, &config).unwrap();
    config.security_level = SecurityLevel::L192;
    choose(&chooser, &config).unwrap();
    assert_eq!(counts.calls(), 4);
    config.optimizer.cache_size = 0;
    config.limits.max_work -= 1;
    choose(&chooser, &config).unwrap();
    choose(&chooser, &config).unwrap();
    assert_eq!(counts.calls(), 6);
}

#[test]
fn a_late_call_holds_up_nobody_and_its_answer_is_discarded() {
    let (chooser, counts, when_asked, permit) = blocking();
    let mut config = config();
    config.optimizer.deadline = SHORT;
    assert_eq!(outcome(&choose(&chooser, &config).unwrap()), Outcome::Late);
    when_asked.recv().unwrap();
    // While it is busy it is not asked again, however long the deadline.
    config.optimizer.deadline = AMPLE;
    for _ in 0..10 {
        let choice = choose(&chooser, &config).unwrap();
        assert_eq!(outcome(&choice), Outcome::Late);
        assert!(reason(&choice).contains("busy"));
    }
    assert_eq!(counts.calls(), 1);
    // It answers late, then in time: the late answer was not kept.
    permit.send(()).unwrap();
    permit.send(()).unwrap();
    let answered = (0..).find_map(|_| {
        let choice = choose(&chooser, &config).unwrap();
        (choice.source == Source::Optimizer).then_some(choice)
    });
    assert_eq!(answered.unwrap().fallback, None);
    assert_eq!(counts.calls(), 2);
}

#[test]
fn an_optimizer_is_dropped_once_and_not_under_a_call() {
    let (chooser, counts) = replying("");
    drop(chooser);
    assert_eq!(counts.drops(), 1);

    let (chooser, counts) = replying("");
    choose(&chooser, &config()).unwrap();
    drop(chooser);
    assert_eq!(counts.drops(), 1);

    let (chooser, counts, when_asked, permit) = blocking();
    let mut config = config();
    config.optimizer.deadline = SHORT;
    assert_eq!(outcome(&choose(&chooser, &config).unwrap()), Outcome::Late);
    drop(chooser);
    when_asked.recv().unwrap();
    assert_eq!(counts.drops(), 0);
    permit.send(()).unwrap();
    // The thread drops it, and with it the sender of this channel.
    assert!(when_asked.recv().is_err());
    while counts.drops() == 0 {
        std::thread::yield_now();
    }
    assert_eq!((counts.calls(), counts.drops()), (1, 1));
}

#[test]
fn asking_from_inside_falls_back_at_once() {
    let inner: Arc<OnceLock<Arc<Chooser>>> = Arc::default();
    let seen = inner.clone();
    let (chooser, counts) = scripted(move |_| {
        let choice = choose(seen.get().unwrap(), &config()).unwrap();
        assert_eq!(outcome(&choice), Outcome::Late);
        assert!(reason(&choice).contains("inside"));
        Ok(r#"{"version":1,"candidate":3}"#.into())
    });
    let chooser = Arc::new(chooser);
    inner.set(chooser.clone()).ok().unwrap();
    let choice = choose(&chooser, &config()).unwrap();
    assert_eq!(choice.source, Source::Optimizer, "{:?}", choice.fallback);
    assert_eq!(counts.calls(), 1);
}

#[test]
fn questions_of_many_threads_are_answered_in_turn() {
    let (chooser, counts) = replying(r#"{"version":1,"candidate":1}"#);
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let chooser = &chooser;
            scope.spawn(move || {
                for round in 0..4 {
                    let mut config = config();
                    config
                        .custom
                        .insert("question".into(), (4 * thread + round).into());
                    let choice = choose(chooser, &config).unwrap();
                    assert_eq!(choice.source, Source::Optimizer, "{:?}", choice.fallback);
                }
            });
        }
    });
    assert_eq!(counts.calls(), 32);
}

#[test]
fn what_is_chosen_anew_is_asked_again() {
    let (chooser, counts) = scripted(|_| Ok(r#"{"version":1,"candidate":1}"#.into()));
    let config = config();
    let sources = [0; 2].map(|_| choose(&chooser, &config).unwrap().source);
    assert_eq!(sources, [Source::Optimizer, Source::Cache]);
    let statement = statement();
    let system = proof_system::for_statement(&statement).unwrap();
    for calls in [2, 3] {
        let choice = chooser.choose(
            Answers::New,
            &config,
            config.execution(),
            system,
            &statement,
        );
        assert_eq!(choice.unwrap().source, Source::Optimizer);
        assert_eq!(counts.calls(), calls);
    }
}

#[test]
fn rests_after_failures_and_is_tried_again() {
    let healthy = Arc::new(AtomicUsize::new(0));
    let state = healthy.clone();
    let (chooser, counts) = scripted(move |_| {
        let reply = ["no reply", r#"{"version":1,"candidate":1}"#];
        Ok(reply[state.load(Ordering::SeqCst)].into())
    });
    let mut config = config();
    config.optimizer.max_failures = 2;
    config.optimizer.rest = AMPLE;
    let outcomes = [0; 4].map(|_| outcome(&choose(&chooser, &config).unwrap()));
    use Outcome::{Malformed, Resting};
    assert_eq!(outcomes, [Malformed, Malformed, Resting, Resting]);
    assert_eq!(counts.calls(), 2);
    // The rest is over; the trial fails, then succeeds.
    config.optimizer.rest = Duration::ZERO;
    assert_eq!(outcome(&choose(&chooser, &config).unwrap()), Malformed);
    healthy.store(1, Ordering::SeqCst);
    assert_eq!(choose(&chooser, &config).unwrap().source, Source::Optimizer);
    assert_eq!(counts.calls(), 4);
}

#[test]
fn a_question_says_what_the_documentation_says() {
    let mut config = config();
    config.max_verify_time = Some(Duration::from_millis(250));
    config.custom.insert("region".into(), "north".into());
    let candidates = candidates(&config);
    let question = schema::request(&config, config.execution(), &statement(), &candidates);
    let question: serde_json::Value = serde_json::from_str(&question).unwrap();
    let documentation = include_str!("../../docs/optimizer.md");
    let example = |after: &str| {
        let text = documentation.split(after).nth(1).unwrap();
        let text = text.split("```json\n").nth(1).unwrap();
        text.split("\n```").next().unwrap()
    };
    let documented: serde_json::Value = serde_json::from_str(example("## The request")).unwrap();
    same_shape(&documented, &question, "request");
    assert_eq!(question["statement"]["kind"], "preimage/sha256");
    assert_eq!(question["constraints"]["max_verify_time_ms"], 250.0);
    let listed = question["candidates"].as_array().unwrap();
    assert_eq!(listed.len(), candidates.admissible.len());
    for (index, candidate) in listed.iter().enumerate() {
        assert_eq!(candidate["index"], index);
    }
    for reply in example("## The reply").lines() {
        assert!(schema::read_reply(reply).is_ok(), "{reply}");
    }
}

/// Equal fields, each of the same type; of lists the first elements. `null` stands for whatever may be absent.
fn same_shape(a: &serde_json::Value, b: &serde_json::Value, at: &str) {
    use serde_json::Value::{Array, Null, Object};
    match (a, b) {
        (Object(a), Object(b)) if at != "request.custom" => {
            let names = |map: &serde_json::Map<_, _>| map.keys().cloned().collect::<Vec<_>>();
            assert_eq!(names(a), names(b), "{at}");
            for (name, value) in a {
                same_shape(value, &b[name], &format!("{at}.{name}"));
            }
        }
        (Array(a), Array(b)) => same_shape(&a[0], &b[0], at),
        (Null, _) | (_, Null) => {}
        _ => assert_eq!(std::mem::discriminant(a), std::mem::discriminant(b), "{at}"),
    }
}

#[test]
fn prediction_follows_the_work() {
    let config = config();
    let of = |profile| {
        let all = candidates(&config).admissible;
        let found = all.into_iter().find(|c| c.parameters.profile == profile);
        found.unwrap().predicted
    };
    let [fast, tiny] = [Profile::Fast, Profile::Tiny].map(of);
    assert!(fast.prove < tiny.prove && fast.verify < tiny.verify);
}

proptest! {
    /// Whatever an optimizer replies, it is refused or names a candidate that may be taken.
    #[test]
    fn hostile_replies(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = schema::read_reply(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn replies_close_to_good_ones(
        version in 0u64..3, candidate: u64, cap: u16, threads: u32,
        profile in "(fast|tiny|smal{1,2})", keys in proptest::sample::subsequence(
            vec!["version", "candidate", "profile", "degree_cap", "threads", "x"], 0..6)
    ) {
        let fields: Vec<String> = keys.iter().map(|key| match *key {
            "version" => format!(r#""version":{version}"#),
            "candidate" => format!(r#""candidate":{candidate}"#),
            "profile" => format!(r#""profile":"{profile}""#),
            "degree_cap" => format!(r#""degree_cap":{cap}"#),
            "threads" => format!(r#""threads":{threads}"#),
            other => format!(r#""{other}":0"#),
        }).collect();
        let read = schema::read_reply(&format!("{{{}}}", fields.join(",")));
        if let Ok(reply) = read {
            prop_assert_eq!(version, 1);
            prop_assert!(keys.contains(&"version") && !keys.contains(&"x"));
            match reply {
                Reply::Candidate(index) => prop_assert_eq!(index as u64, candidate),
                Reply::Parameters { degree_cap, .. } => prop_assert_eq!(u16::from(degree_cap), cap),
            }
        }
    }
}
