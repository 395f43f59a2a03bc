//! That no branch and no address depends on a secret: the prover runs under memcheck, which takes secrets for
//! undefined memory and reports what depends on it (A. Langley, "ctgrind", 2010). What the protocol makes public is
//! defined again where [`crate::declassify`] says so.
//!
//! Each test runs itself again in valgrind, which knows the instructions of the backends below AVX-512.

#[path = "../../tests/common/mod.rs"]
mod common;
#[path = "memcheck_x86_64.rs"]
pub(crate) mod memcheck;

use crate::backend::Backend;
use crate::circuit::plain::Plain;
use crate::circuit::{Circuit, Evaluator};
use crate::config::{Profile, SecurityLevel, MAX_DEGREE};
use crate::proof_system::{for_statement, Execution, Parameters};
use crate::statement::Witness;
use common::claims::{samples, Secrets};
use std::process::{Command, Output};

/// The exit status of memcheck when it found something. A failed test has 101.
const FOUND: i32 = 99;

/// Runs a test of this module again, under memcheck.
fn under_memcheck(test: &str) -> Output {
    let name = format!("{}::{test}", module_path!().split_once("::").unwrap().1);
    Command::new("valgrind")
        .args(["--quiet", &format!("--error-exitcode={FOUND}")])
        .arg(std::env::current_exe().unwrap())
        .args([
            &name,
            "--exact",
            "--ignored",
            "--nocapture",
            "--test-threads=1",
        ])
        .output()
        .expect("the package valgrind is needed")
}

/// The samples that are proved: every kind of statement of the engine, every construction of hash function. The conjunction
/// is of a place in a list and a SHA-256 preimage.
const STATEMENTS: [&str; 7] = [
    "preimage-sha3-256-stated",
    "preimage-blake3-stated",
    "preimage-parts",
    "range-sha256",
    "membership-blake3",
    "conjunction",
    "circuit-adder",
];

/// At both ends of the degrees, which make different circuits.
const CHOICES: [(SecurityLevel, u8); 2] =
    [(SecurityLevel::L128, MAX_DEGREE), (SecurityLevel::L256, 2)];

/// The secrets of a sample, of which memcheck knows.
fn secret_witness(secrets: &Secrets) -> Witness {
    let mut witness = Witness::new();
    for (name, value) in secrets {
        let mut value = value.clone();
        memcheck::make_secret(&mut value);
        witness.set(common::name(name), value.into()).unwrap();
    }
    witness
}

#[test]
#[ignore = "needs valgrind"]
fn no_branch_or_address_of_the_prover_depends_on_a_secret() {
    if !memcheck::is_running() {
        let run = under_memcheck("no_branch_or_address_of_the_prover_depends_on_a_secret");
        let report = String::from_utf8_lossy(&run.stderr);
        assert!(run.status.success(), "{}:\n{report}", run.status);
        return;
    }
    let statements: Vec<_> = samples()
        .into_iter()
        .filter(|(name, ..)| STATEMENTS.contains(&&name[..]))
        .collect();
    assert_eq!(statements.len(), STATEMENTS.len());
    for &backend in Backend::available() {
        let execution = Execution {
            backend,
            ..Execution::default()
        };
        for (name, statement, secrets) in &statements {
            for (level, degree_cap) in CHOICES {
                eprintln!("{} {name} {level:?} {degree_cap}", backend.name());
                let parameters = Parameters {
                    level,
                    profile: Profile::Fast,
                    degree_cap,
                };
                let mut randomness = [7; 64];
                memcheck::make_secret(&mut randomness);
                let witness = secret_witness(secrets);
                let proof = for_statement(statement)
                    .unwrap()
                    .prove(
                        parameters,
                        execution.into(),
                        statement,
                        &witness,
                        b"",
                        &randomness,
                    )
                    .unwrap();
                // Otherwise memcheck has lost sight of the secrets before the end.
                assert!(memcheck::take_declassified() > proof.len() / 2);
            }
        }
    }
}

/// A circuit whose hint does what hints must not do with a byte of bits.
enum Leak {
    Branch,
    Index,
}

impl Circuit for Leak {
    fn synthesize<E: Evaluator>(&self, evaluator: &mut E) {
        let mut bits = evaluator.buffer(8);
        evaluator.input(&mut bits);
        let mut out = evaluator.buffer(1);
        evaluator.hint(&[&bits], &mut out, |operands, out| {
            let number = operands[0]
                .iter()
                .fold(0, |number, bit| 2 * number + usize::from(*bit));
            match self {
                Self::Branch => {
                    if std::hint::black_box(number) > 77 {
                        out[0] = std::hint::black_box(1);
                    }
                }
                Self::Index => out[0] = std::hint::black_box(&[1; 256])[number],
            }
        });
    }
}

fn is_found(leak: &Leak, test: &str, report: &str) {
    if memcheck::is_running() {
        let mut bits = [1; 8];
        memcheck::make_secret(&mut bits);
        Plain::witness(leak, &bits, 9);
        return;
    }
    let run = under_memcheck(test);
    let stderr = String::from_utf8_lossy(&run.stderr);
    assert_eq!(run.status.code(), Some(FOUND), "{stderr}");
    assert!(stderr.contains(report), "{stderr}");
}

#[test]
#[ignore = "needs valgrind"]
fn a_branch_on_a_secret_is_found() {
    let report = "Conditional jump or move depends on uninitialised value";
    is_found(&Leak::Branch, "a_branch_on_a_secret_is_found", report);
}

#[test]
#[ignore = "needs valgrind"]
fn an_address_from_a_secret_is_found() {
    let report = "Use of uninitialised value";
    is_found(&Leak::Index, "an_address_from_a_secret_is_found", report);
}
