//! That no branch and no address depends on a secret: the prover runs under memcheck, which takes secrets for
//! undefined memory and reports what depends on it (A. Langley, "ctgrind", 2010). What the protocol makes public is
//! defined again where [`crate::declassify`] says so.
//!
//! Each test runs itself again in valgrind, which knows the instructions of the backends below AVX-512. `scripts/constant-time` does it
//! for other builds too.

#[path = "../../tests/common/mod.rs"]
mod common;
mod discrete_logs;
mod leaks;
#[path = "memcheck_x86_64.rs"]
pub(crate) mod memcheck;
mod native;
mod statements;

use crate::proof_system::Randomness;
use crate::statement::Witness;
use common::claims::Secrets;
use std::any::type_name;
use std::process::{Command, Output};

/// The exit status of memcheck when it found something. A failed test has 101.
const FOUND: i32 = 99;

/// Does `work` under memcheck: the test that `work` is a closure of is run again in there, and does it. Its output is returned outside.
fn under_memcheck<F: FnOnce()>(work: F) -> Option<Output> {
    if memcheck::is_running() {
        work();
        return None;
    }
    // A closure is called after the function that it stands in.
    let (_, path) = type_name::<F>().split_once("::").unwrap();
    let test = path.strip_suffix("::{{closure}}").unwrap();
    let run = Command::new("valgrind")
        .args(["--quiet", &format!("--error-exitcode={FOUND}")])
        .arg(std::env::current_exe().unwrap())
        .args([
            test,
            "--exact",
            "--ignored",
            "--nocapture",
            "--test-threads=1",
        ])
        .output()
        .expect("the package valgrind is needed");
    // With another name, none would have run, and nothing been found.
    let said = String::from_utf8_lossy(&run.stdout);
    assert!(said.contains("running 1 test\n"), "{test}: {said}");
    Some(run)
}

/// Memcheck has nothing to report of `work`.
fn finds_nothing(work: impl FnOnce()) {
    if let Some(run) = under_memcheck(work) {
        let report = String::from_utf8_lossy(&run.stderr);
        assert!(run.status.success(), "{}:\n{report}", run.status);
    }
}

/// The secrets of a sample, of which memcheck knows.
fn secret_witness(secrets: &Secrets) -> Witness {
    let mut witness = Witness::new();
    for (name, value) in secrets {
        let value = secret_copy(value);
        witness.set(common::name(name), value.into()).unwrap();
    }
    witness
}

/// A copy of which memcheck knows.
fn secret_copy(value: &[u8]) -> Vec<u8> {
    let mut value = value.to_vec();
    memcheck::make_secret(&mut value);
    value
}

/// The randomness of a proof, as secret as the witness.
fn secret_randomness() -> Randomness {
    let mut randomness = [7; 64];
    memcheck::make_secret(&mut randomness);
    randomness
}
