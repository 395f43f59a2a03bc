//! Code that does what the prover must not do. Memcheck has to report it, or its silence about the prover would mean nothing.

use super::{memcheck, secret_copy, under_memcheck, FOUND};
use crate::circuit::plain::Plain;
use crate::circuit::{Circuit, Evaluator};
use crate::hash::HashAlgorithm;
use std::hint::black_box;
use std::thread;

const BRANCH: &str = "Conditional jump or move depends on uninitialised value";
const ADDRESS: &str = "Use of uninitialised value";

/// Memcheck reports this of `work`.
fn finds(report: &str, work: impl FnOnce()) {
    if let Some(run) = under_memcheck(work) {
        let stderr = String::from_utf8_lossy(&run.stderr);
        assert_eq!(run.status.code(), Some(FOUND), "{stderr}");
        assert!(stderr.contains(report), "{stderr}");
    }
}

fn branch(number: u8) -> u8 {
    match black_box(number) > 77 {
        true => black_box(1),
        false => 0,
    }
}

fn index(number: u8) -> u8 {
    black_box(&[1; 256])[usize::from(number)]
}

/// A circuit whose hint does what hints must not do with a byte of bits.
struct Leak(fn(u8) -> u8);

impl Circuit for Leak {
    fn synthesize<E: Evaluator>(&self, evaluator: &mut E) {
        let mut bits = evaluator.buffer(8);
        evaluator.input(&mut bits);
        let mut out = evaluator.buffer(1);
        evaluator.hint(&[&bits], &mut out, |operands, out| {
            let number = operands[0].iter().fold(0, |number, bit| number << 1 | bit);
            out[0] = (self.0)(number);
        });
    }
}

/// Reads the circuit on secret bits.
fn run(leak: fn(u8) -> u8) {
    let mut bits = [1; 8];
    memcheck::make_secret(&mut bits);
    Plain::witness(&Leak(leak), &bits, 9);
}

#[test]
#[ignore = "needs valgrind"]
fn a_branch_on_a_secret_is_found() {
    finds(BRANCH, || run(branch));
}

#[test]
#[ignore = "needs valgrind"]
fn an_address_from_a_secret_is_found() {
    finds(ADDRESS, || run(index));
}

#[test]
#[ignore = "needs valgrind"]
fn a_branch_on_another_thread_is_found() {
    finds(BRANCH, || {
        let secret = secret_copy(&[7]);
        let thread = thread::spawn(move || black_box(branch(secret[0])));
        thread.join().unwrap();
    });
}

/// Every bit of a digest comes from the secret, however far away.
#[test]
#[ignore = "needs valgrind"]
fn an_address_from_the_digest_of_a_secret_is_found() {
    finds(ADDRESS, || {
        let digest = HashAlgorithm::Sha3_256.digest_of_secret(&[], &secret_copy(&[7; 300]));
        black_box(index(digest[31]));
    });
}
