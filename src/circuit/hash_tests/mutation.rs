//! Changed operations and missing constraints of the hash gadgets.

use super::super::mutation::{calls, check_constraints, check_operations, Claims};
use super::super::testing::lied;
use super::*;

/// On a sample of the wires.
#[test]
fn changed_operations_are_noticed() {
    for usage in [Use::Public, Use::Compared] {
        for schedule in functions() {
            let name = format!("{}, degree {}, {usage:?}", schedule.0.name(), schedule.1);
            let claims: Vec<_> = (0..60u8)
                .map(|seed| {
                    let message = Sha256.digest(&[seed]);
                    let hashing = Hashing::of(schedule, &message, usage, |_| true);
                    let witness = hashing.witness().unwrap();
                    (hashing, vec![witness])
                })
                .collect();
            check_operations(&name, Claims::honest(&claims), 25);
        }
    }
}

/// Each sum of SHA-2, each window of Keccak.
#[test]
fn no_constraint_is_superfluous() {
    for schedule in functions() {
        // Nothing is asked of the digest, so that a lie about one word leaves the words after it in order.
        let hashing = Hashing::secret_message(schedule, 32, Use::Secret);
        let calls = calls(&hashing);
        let (together, step) = match schedule.0 {
            // A window is constrained plane by plane, but a lie about its end shows in several of them.
            Sha3_256 | Keccak256 => (5, 320),
            // A bit of every word.
            Sha256 => (1, 31),
            _ => (1, 63),
        };
        let groups: Vec<_> = calls
            .chunks(together)
            .map(|calls| calls[0].start..calls[calls.len() - 1].end)
            .collect();
        let inputs = hashing.inputs();
        let lies = (inputs.len()..Analysis::of(&hashing).committed).step_by(step);
        let name = format!("{}, degree {}", schedule.0.name(), schedule.1);
        check_constraints(
            &name,
            &hashing,
            &groups,
            lies.map(|at| lied(&hashing, &inputs, at)),
        );
    }
}
