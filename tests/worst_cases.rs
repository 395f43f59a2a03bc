//! The most expensive inputs that the limits let through, and that nothing beyond a limit is worked on.
//!
//! `scripts/worst-cases` measures them.
#![cfg(feature = "allocator")]

mod common;

use common::claims::*;
use common::{name, preimage, scattered, single, MessageLength};
use nexuszero::backend::Backend;
use nexuszero::circuit::count::Analysis;
use nexuszero::compression::{CompressionConfig, Manager, Strategy};
use nexuszero::config::{settings, Limits, Preset, Profile, ProtocolConfig, SecurityLevel};
use nexuszero::error::{ErrorKind, ProtocolError};
use nexuszero::hash::{HashAlgorithm, MAX_BLOCKS};
use nexuszero::metrics::memory::PeakScope;
use nexuszero::pipeline::Protocol;
use nexuszero::proof_system::voleith::encoding::{Header, Layout};
use nexuszero::proof_system::voleith::transcript;
use nexuszero::proof_system::{for_statement, Estimate, Execution, Parameters};
use nexuszero::statement::circuit::Circuit;
use nexuszero::statement::encoding::Objects;
use nexuszero::statement::{
    CircuitClaim, Claim, Claims, Membership, Message, Part, Preimage, Statement,
};
use std::num::NonZero;
use std::time::Duration;

fn fill(bytes: &mut [u8], state: &mut u64) {
    for chunk in bytes.chunks_mut(8) {
        chunk.copy_from_slice(&scattered(state).to_le_bytes()[..chunk.len()]);
    }
}

/// What a verifier knows of the proofs of `statement` with these parameters.
fn layout(statement: &Statement, parameters: Parameters) -> (Header, Analysis, Layout) {
    let Statement::Claims(claims) = statement else {
        panic!("it has no circuit");
    };
    let circuit = claims.at(parameters.level, parameters.degree_cap);
    let analysis = circuit.analysis();
    let header = Header {
        level: parameters.level,
        profile: parameters.profile,
        degree: analysis.degree,
    };
    let layout = Layout::new(&header.parameters(), &analysis);
    (header, analysis, layout)
}

/// A proof in which everything is right but its values: only the last comparison of a verification refuses it, after all the work.
fn hollow(statement: &Statement, parameters: Parameters) -> Vec<u8> {
    let (header, analysis, layout) = layout(statement, parameters);
    let set = header.parameters();
    let mut proof = vec![0; layout.len];
    let mut state = 1;
    fill(&mut proof, &mut state);
    proof[..Header::LEN].copy_from_slice(&header.to_bytes());
    let unused = 8 * layout.witness_len - analysis.committed;
    if let Some(last) = proof[layout.d.clone()].last_mut() {
        *last &= 0xff >> unused;
    }
    // Grinding would make the top bits zero, and go on until the opening is short enough.
    let opening = loop {
        let delta = &mut proof[layout.challenge3.clone()];
        fill(delta, &mut state);
        for bit in set.lambda - set.grinding..set.lambda {
            delta[bit / 8] &= !(1 << (bit % 8));
        }
        if let Some(opening) = set.opening(transcript::positions(&set, delta)) {
            break opening;
        }
    };
    let used = (2 * set.tau + opening.nodes.len()) * set.lambda_bytes();
    proof[layout.opening.clone()][used..].fill(0);
    proof
}

/// The time that a processor spent on this thread, which other programs do not lengthen much; on Linux.
fn processor_time() -> Duration {
    let figures = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = figures.split(' ').next().and_then(|ns| ns.parse().ok());
    Duration::from_nanos(nanoseconds.unwrap_or_default())
}

/// What a verification said, the most memory that it held, and how long it took.
struct Verified {
    error: ProtocolError,
    peak: u64,
    time: Duration,
}

fn verify(config: &ProtocolConfig, statement: &Statement, proof: &[u8]) -> Verified {
    let protocol = Protocol::new(config.clone()).unwrap();
    let (scope, start) = (PeakScope::new(), processor_time());
    let error = protocol.verify(statement, b"", proof).unwrap_err();
    Verified {
        error,
        peak: scope.peak() as u64,
        time: processor_time().saturating_sub(start),
    }
}

fn config(security_level: SecurityLevel) -> ProtocolConfig {
    ProtocolConfig {
        security_level,
        ..ProtocolConfig::preset(Preset::Default)
    }
}

fn choices(level: SecurityLevel, statement: &Statement) -> Vec<(Parameters, Estimate)> {
    let system = for_statement(statement).unwrap();
    system.choices(level, statement).unwrap()
}

fn hidden(hash: HashAlgorithm, blocks: usize) -> Statement {
    preimage(hash, b"", MessageLength::Hidden { blocks })
}

/// Messages of as many blocks as there may be, each with a secret of its own, with so many public bytes behind it.
fn many_messages(hash: HashAlgorithm, count: usize, suffix: usize) -> Statement {
    let claim = |i| {
        let hidden = Part::Hidden {
            hidden: name(&format!("message {i}")),
        };
        let message = Message {
            key: None,
            parts: vec![hidden, public(&vec![0; suffix])],
            blocks: Some(hash.max_blocks()),
        };
        Claim::Preimage(Preimage::new(hash, &hash.digest(b""), message).unwrap())
    };
    conjunction((0..count).map(claim).collect())
}

/// A statement about a circuit of so many gates: products and sums of wires before them, most of them near.
fn random_circuit(gates: usize, seed: u64) -> Circuit {
    const INPUTS: usize = 4096;
    let mut text = format!("{gates} {}\n1 {INPUTS}\n1 1\n", INPUTS + gates);
    let mut state = seed;
    let mut number = |below: usize| {
        let mut bytes = [0; 8];
        fill(&mut bytes, &mut state);
        (u64::from_le_bytes(bytes) >> 8) as usize % below
    };
    for gate in 0..gates {
        let wire = INPUTS + gate;
        let (left, right) = (wire - 1 - number(INPUTS), wire - 1 - number(64));
        let operation = if number(4) == 0 { "AND" } else { "XOR" };
        text += &format!("2 1 {left} {right} {wire} {operation}\n");
    }
    Circuit::from_bristol(text.as_bytes()).unwrap()
}

/// That the outputs are zero.
fn circuit_statement(circuit: Circuit) -> Statement {
    let bits: usize = circuit.gates().output_widths().iter().sum();
    let outputs = vec![0; bits.div_ceil(8)];
    let claim = CircuitClaim::new(circuit, vec![secret_input("input")], &outputs).unwrap();
    single(Claim::Circuit(claim))
}

/// Bytes of the columns of the engine's matrix, which a verification takes before anything else.
fn columns(statement: &Statement, parameters: Parameters) -> u64 {
    let (_, _, layout) = layout(statement, parameters);
    u64::from(parameters.level.bits()) * layout.row_len as u64
}

/// For every kind: a proof whose cost is the limit is worked on to the end, within the memory that is predicted for its prover, by one thread
/// and by two. With the limit one lower, it is refused with less memory than its columns would take: they have not been looked at.
#[test]
fn what_exceeds_a_limit_is_not_worked_on() {
    let statements = [
        ("preimage", hidden(HashAlgorithm::Sha256, 8)),
        ("keccak", hidden(HashAlgorithm::Sha3_256, 8)),
        ("messages", many_messages(HashAlgorithm::Sha512, 2, 0)),
        (
            "list",
            single(one_of_many(
                HashAlgorithm::Sha512,
                &list(HashAlgorithm::Sha512, 1 << 12, 3),
            )),
        ),
        ("circuit", circuit_statement(random_circuit(1 << 14, 1))),
    ];
    let mut divided = false;
    for (what, statement) in &statements {
        for (level, profiles) in [
            (SecurityLevel::L128, [Profile::Fast, Profile::Small]),
            (SecurityLevel::L256, [Profile::Fast, Profile::Balanced]),
        ] {
            let all = choices(level, statement);
            // The smallest and the largest degree.
            let ends = [
                all.first().unwrap().0.degree_cap,
                all.last().unwrap().0.degree_cap,
            ];
            for (parameters, estimate) in all.iter().filter(|(parameters, _)| {
                ends.contains(&parameters.degree_cap) && profiles.contains(&parameters.profile)
            }) {
                let what = format!("{what} {parameters:?}");
                let proof = hollow(statement, *parameters);
                assert_eq!(proof.len() as u64, estimate.proof_size, "{what}");
                let mut strict = config(level);
                strict.limits = Limits {
                    max_work: estimate.work,
                    max_proof_size: estimate.proof_size,
                    max_memory: estimate.memory,
                    ..strict.limits
                };
                let whole = verify(&strict, statement, &proof);
                assert_eq!(whole.error.kind(), ErrorKind::ProofVerification, "{what}");
                assert!(
                    whole.error.message().contains("does not hold"),
                    "{what}: {}",
                    whole.error
                );
                let columns = columns(statement, *parameters);
                assert!(
                    columns <= whole.peak && whole.peak <= estimate.memory,
                    "{what}: {} of {}",
                    whole.peak,
                    estimate.memory
                );
                let two = NonZero::new(2).unwrap();
                let (execution, of_two) = estimate.on(Execution {
                    backend: Backend::portable(),
                    threads: two,
                });
                let mut threaded = strict.clone();
                threaded.threads = 2;
                threaded.limits.max_memory = of_two.memory;
                let by_two = verify(&threaded, statement, &proof);
                assert!(by_two.error.message().contains("does not hold"), "{what}");
                assert!(
                    by_two.peak <= of_two.memory,
                    "{what}: {} of {}",
                    by_two.peak,
                    of_two.memory
                );
                divided |= execution.threads == two;

                let mut less_work = strict.clone();
                less_work.limits.max_work -= 1;
                let mut shorter = strict.clone();
                shorter.limits.max_proof_size -= 1;
                let mut less_memory = strict.clone();
                less_memory.limits.max_memory -= 1;
                less_memory.threads = 2;
                for (refusing, field) in [
                    (less_work, settings::LIMIT_WORK),
                    (shorter, "proof"),
                    (less_memory, settings::LIMIT_MEMORY),
                ] {
                    let refused = verify(&refusing, statement, &proof);
                    assert_eq!(
                        (refused.error.kind(), refused.error.field()),
                        (ErrorKind::LimitExceeded, Some(field)),
                        "{what}"
                    );
                    assert!(
                        refused.peak < columns / 4,
                        "{what}: {} of {columns}",
                        refused.peak
                    );
                }
            }
        }
    }
    assert!(divided, "no verification had enough to do for two threads");
}

/// A compressed proof with such a header, and so many zeros behind it.
fn bomb(strategy: Strategy, header: Header, zeros: usize) -> Vec<u8> {
    let config = CompressionConfig {
        strategy,
        ..CompressionConfig::default()
    };
    let manager = Manager::new(config).unwrap();
    let compressed = manager.compress(&vec![0; zeros]).unwrap();
    [b"NXZc", &header.to_bytes()[..], &compressed.data].concat()
}

const CODECS: [Strategy; 3] = [Strategy::Lz4, Strategy::TensorTrain, Strategy::Hybrid];

/// A compressed proof is decompressed once it is known that its statement may be worked on, and to the length of a proof.
#[test]
fn compressed_proofs_are_not_decompressed_beyond_the_limits() {
    const LONG: usize = 4 << 20;
    let statement = hidden(HashAlgorithm::Sha256, 1);
    let (parameters, estimate) = choices(SecurityLevel::L128, &statement).swap_remove(0);
    let (header, _, layout) = layout(&statement, parameters);
    let mut strict = config(SecurityLevel::L128);
    strict.limits = Limits {
        max_work: estimate.work,
        max_proof_size: estimate.proof_size,
        max_memory: estimate.memory,
        ..strict.limits
    };
    for strategy in CODECS {
        let short = bomb(strategy, header, layout.len - Header::LEN);
        let whole = verify(&strict, &statement, &short);
        assert_eq!(whole.error.kind(), ErrorKind::Malformed, "{strategy:?}");
        assert!(
            whole.error.message().contains("must be zero"),
            "{}",
            whole.error
        );
        assert!(whole.peak >= estimate.proof_size && whole.peak <= estimate.memory);

        let long = bomb(strategy, header, LONG);
        assert!(long.len() < LONG / 200, "{strategy:?}: {}", long.len());
        let refused = verify(&config(SecurityLevel::L128), &statement, &long);
        let what = (refused.error.kind(), refused.error.field());
        assert_eq!(what, (ErrorKind::Malformed, Some("proof")));
        assert!(refused.peak <= estimate.memory, "{}", refused.peak);

        let mut less_work = strict.clone();
        less_work.limits.max_work -= 1;
        let mut less_memory = strict.clone();
        less_memory.limits.max_memory -= 1;
        for (refusing, field) in [
            (less_work, settings::LIMIT_WORK),
            (less_memory, settings::LIMIT_MEMORY),
        ] {
            let refused = verify(&refusing, &statement, &short);
            let what = (refused.error.kind(), refused.error.field());
            assert_eq!(what, (ErrorKind::LimitExceeded, Some(field)));
            assert!(refused.peak < estimate.proof_size, "{}", refused.peak);
        }
    }
}

/// The same statement, of which nothing has been worked out.
fn fresh(statement: &Statement) -> Statement {
    Statement::decode(&statement.encode(Objects::Whole)).unwrap()
}

/// How long it takes to count what the circuit of a statement is made of, and to plan it, which is kept with the statement.
fn counting(statement: &Statement, parameters: Parameters) -> Duration {
    let (statement, start) = (fresh(statement), processor_time());
    let system = for_statement(&statement).unwrap();
    system.estimate(parameters, &statement).unwrap();
    processor_time().saturating_sub(start)
}

/// One measured line.
fn row(
    what: &str,
    statement: &Statement,
    parameters: Parameters,
    estimate: &Estimate,
    verified: &Verified,
) {
    println!(
        "{what:<34} {:>5} {:>9} {:>6} {:>12} {:>12} {:>9.2} {:>9.2} {:>10.1} {:>10.1}",
        parameters.level.bits(),
        parameters.profile.name(),
        parameters.degree_cap,
        estimate.proof_size,
        estimate.work,
        counting(statement, parameters).as_secs_f64(),
        verified.time.as_secs_f64(),
        verified.peak as f64 / f64::from(1 << 20),
        estimate.memory as f64 / f64::from(1 << 20),
    );
}

fn allowed(limits: &Limits, cost: &Estimate) -> bool {
    cost.proof_size <= limits.max_proof_size
        && cost.work <= limits.max_work
        && cost.memory <= limits.max_memory
}

/// Measures, of the choices that the default limits let through, the one with the most work, and the longest proof if that is another.
fn worst_of(what: &str, statement: &Statement) {
    for level in SecurityLevel::ALL {
        let config = config(level);
        let limits = config.limits;
        let allowed: Vec<_> = choices(level, statement)
            .into_iter()
            .filter(|(_, cost)| allowed(&limits, cost))
            .collect();
        let most_work = allowed.iter().max_by_key(|(_, cost)| cost.work);
        let longest = allowed.iter().max_by_key(|(_, cost)| cost.proof_size);
        let Some((most_work, longest)) = most_work.zip(longest) else {
            println!(
                "{what:<34} {:>5} refused with every profile and degree",
                level.bits()
            );
            continue;
        };
        for (i, (parameters, estimate)) in [most_work, longest].into_iter().enumerate() {
            if i == 0 || parameters != &most_work.0 {
                let proof = hollow(statement, *parameters);
                let verified = verify(&config, statement, &proof);
                assert!(
                    verified.error.message().contains("does not hold"),
                    "{}",
                    verified.error
                );
                row(what, statement, *parameters, estimate, &verified);
            }
        }
    }
}

/// The number of blocks of a message for which a proof costs most while the limits let it through.
fn most_expensive(hash: HashAlgorithm) -> (usize, Statement) {
    let limits = Limits::default();
    let cost = |statement: &Statement| {
        let all = choices(SecurityLevel::L128, statement);
        let allowed = all.iter().filter(|(_, cost)| allowed(&limits, cost));
        allowed.map(|(_, cost)| cost.work).max()
    };
    (1..=hash.max_blocks())
        .map(|blocks| (blocks, hidden(hash, blocks)))
        .max_by_key(|(_, statement)| cost(statement))
        .expect("there are counts")
}

fn title(what: &str) {
    println!(
        "{what:<34} {:>5} {:>9} {:>6} {:>12} {:>12} {:>9} {:>9} {:>10} {:>10}",
        "level",
        "profile",
        "degree",
        "proof bytes",
        "AES blocks",
        "counting",
        "seconds",
        "peak MiB",
        "predicted"
    );
}

#[test]
#[ignore = "takes minutes: scripts/worst-cases"]
fn measured_for_hash_functions() {
    title("verification of a hollow proof");
    for hash in HashAlgorithm::ALL {
        let (blocks, statement) = most_expensive(hash);
        worst_of(&format!("{}, {blocks} blocks", hash.name()), &statement);
    }
}

#[test]
#[ignore = "takes minutes and gigabytes: scripts/worst-cases"]
fn measured_for_large_statements() {
    title("verification of a hollow proof");
    let hash = HashAlgorithm::Sha512;
    let longest = list(hash, 1 << 20, 3);
    worst_of("one of 2^20, sha512", &single(one_of_many(hash, &longest)));
    let root = hash.digest(b"");
    let deepest = single(membership(hash, &root, Membership::MAX_DEPTH));
    worst_of("membership, depth 32, sha512", &deepest);
    // As many as a proof of 64 MiB has room for.
    worst_of(
        "32 messages of sha512, 64 blocks",
        &many_messages(hash, 32, 0),
    );
    let keccak = HashAlgorithm::Sha3_256;
    let suffix = (MAX_BLOCKS - 1) * keccak.block_len();
    let hidden_before = many_messages(keccak, 16, suffix);
    worst_of("16 of sha3-256, all but a block behind", &hidden_before);
}

/// No limit but those of statements is before the counting by which the others are compared.
#[test]
#[ignore = "takes minutes: scripts/worst-cases"]
fn measured_for_statements_that_are_counted_and_refused() {
    for hash in [HashAlgorithm::Sha512, HashAlgorithm::Sha3_256] {
        let root = hash.digest(b"");
        let deepest = membership(hash, &root, Membership::MAX_DEPTH);
        let suffix = (MAX_BLOCKS - 1) * hash.block_len();
        let longest = |i| {
            let [leaf, index, path] =
                ["leaf", "index", "path"].map(|what| name(&format!("{what} {i}")));
            let parts = vec![Part::Hidden { hidden: leaf }, public(&vec![0; suffix - 1])];
            let leaf = Message {
                key: None,
                parts,
                blocks: Some(MAX_BLOCKS),
            };
            let depth = Membership::MAX_DEPTH;
            Claim::Membership(Membership::new(hash, &root, depth, leaf, index, path).unwrap())
        };
        for (what, statement) in [
            (
                "memberships with a long leaf",
                conjunction((0..Claims::MAX).map(longest).collect()),
            ),
            ("memberships", conjunction(vec![deepest; Claims::MAX])),
            ("messages", many_messages(hash, Claims::MAX, 0)),
            (
                "messages with a suffix",
                many_messages(hash, Claims::MAX, suffix),
            ),
        ] {
            for level in SecurityLevel::ALL {
                let (parameters, _) = *choices(level, &statement).first().unwrap();
                let (header, _, _) = layout(&statement, parameters);
                let refused = verify(&config(level), &fresh(&statement), &header.to_bytes());
                println!(
                    "{} {what} of {}, level {}: {:.2} s, {:.1} MiB, {}",
                    Claims::MAX,
                    hash.name(),
                    level.bits(),
                    refused.time.as_secs_f64(),
                    mib(refused.peak as usize),
                    refused.error
                );
            }
        }
    }
}

fn mib(bytes: usize) -> f64 {
    bytes as f64 / f64::from(1 << 20)
}

#[test]
#[ignore = "takes minutes: scripts/worst-cases"]
fn measured_for_circuits() {
    // As many secrets as a statement has, of one bit each.
    let many = 1 << 16;
    let bits = vec!["1"; many].join(" ");
    let text = format!("0 {many}\n{many} {bits}\n{many} {bits}\n");
    let circuit = Circuit::from_bristol(text.as_bytes()).unwrap();
    let inputs = (0..many).map(|i| secret_input(&format!("input {i}")));
    let claim = CircuitClaim::new(circuit, inputs.collect(), &vec![0; many]).unwrap();
    title("verification of a hollow proof");
    worst_of("2^16 secrets", &single(Claim::Circuit(claim)));

    let file = std::env::var("NXZ_HARD_TO_PLAN").expect("scripts/worst-cases writes and names it");
    let hard_to_plan = Circuit::from_bristol(&std::fs::read(file).unwrap()).unwrap();
    for (what, circuit) in [
        ("circuit, 2^20 wires", random_circuit((1 << 20) - 4096, 7)),
        ("circuit that is hard to plan", hard_to_plan),
    ] {
        let statement = &circuit_statement(circuit);
        let (scope, start) = (PeakScope::new(), processor_time());
        let found = choices(SecurityLevel::L128, &fresh(statement));
        println!(
            "{what}, read, and planned for one level: {:.2} s, {:.1} MiB; {} choices",
            processor_time().saturating_sub(start).as_secs_f64(),
            mib(scope.peak()),
            found.len()
        );
        drop(scope);
        title("verification of a hollow proof");
        worst_of(what, statement);
    }
}

#[test]
#[ignore = "a measurement: scripts/worst-cases"]
fn measured_for_compressed_proofs() {
    // The longest proof that there may be, but zeros: it is refused as soon as it is decompressed.
    let statement = many_messages(HashAlgorithm::Sha512, 32, 0);
    let config = config(SecurityLevel::L128);
    let longest = choices(config.security_level, &statement)
        .into_iter()
        .filter(|(_, cost)| allowed(&config.limits, cost))
        .max_by_key(|(_, cost)| cost.proof_size);
    let (header, _, layout) = layout(&statement, longest.unwrap().0);
    for strategy in CODECS {
        let bomb = bomb(strategy, header, layout.len - Header::LEN);
        let verified = verify(&config, &statement, &bomb);
        println!(
            "a proof of {} bytes, {} compressed: {:.2} s, {:.1} MiB, {}",
            bomb.len(),
            strategy.name(),
            verified.time.as_secs_f64(),
            mib(verified.peak as usize),
            verified.error
        );
    }
}
