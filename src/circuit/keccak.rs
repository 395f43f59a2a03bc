//! The sponge of SHA3-256 (FIPS 202) and of legacy Keccak-256 in degree windows; the two differ in their padding only.
//!
//! The 24 rounds of all permutations are numbered through, block j is absorbed before round 24·j, and the state
//! is committed at the end of every window of rounds, wherever that falls (a window that would end with
//! the very last round ends one earlier). Between two committed
//! states, f rounds forward (degree 2 each, χ being quadratic) meet b rounds undone from the next one
//! (degree 3 each, that of χ⁻¹). Both sides meet inside the linear part of a round, between θ and ρ, which costs
//! nothing: the window has degree max(2^f, 3^b). Long windows have f = 3 and b = 2, degree 9, and commit a state for every
//! five rounds; short ones have f = 2 and b = 1, degree 4, and commit one for every three.
//!
//! After the last committed state at most f rounds forward remain, and the last round comes free: all but one lane
//! of the plane y = 0 of its output are known from a public digest. With that lane committed, the plane is affine in
//! it before χ as well, because no product of χ⁻¹ then has two factors that are not constant. If the digest is secret, its lanes
//! are committed too, and the plane before χ has degree 3.

mod steps;

use self::steps::{Keccak, LANE, PLANE, ROUNDS, STATE};
use super::bytes::Padded;
use super::plain::Plain;
use super::{Evaluator, Target};
use std::ops::Range;
use zeroize::Zeroizing;

/// The rounds of a window.
#[derive(Clone, Copy)]
struct Window {
    /// Those that are computed forward.
    forward: usize,
    /// Those that are undone from the state at its end.
    backward: usize,
}

/// Degree 9.
const LONG: Window = Window {
    forward: 3,
    backward: 2,
};

/// Degree 4.
const SHORT: Window = Window {
    forward: 2,
    backward: 1,
};

/// Bits absorbed at a time: 1600 minus twice the digest.
const RATE: usize = 1088;

/// Bits of the digest: the first four lanes of a state.
const DIGEST: usize = 4 * LANE;

/// Hashes the padded message (whole blocks of 136 bytes) to 256 bits, with constraints of degree 9.
///
/// Committed, in this order: the states at the ends of the windows; the first four lanes of the last plane, if the digest is
/// secret; the fifth lane of it.
pub fn sponge_256_long<E: Evaluator>(
    evaluator: &mut E,
    message: &Padded<E::Wire>,
    target: Target<'_, E::Wire>,
) {
    sponge_256(evaluator, message, target, LONG);
}

/// The same with constraints of degree 4.
pub fn sponge_256_short<E: Evaluator>(
    evaluator: &mut E,
    message: &Padded<E::Wire>,
    target: Target<'_, E::Wire>,
) {
    sponge_256(evaluator, message, target, SHORT);
}

fn sponge_256<E: Evaluator>(
    evaluator: &mut E,
    message: &Padded<E::Wire>,
    target: Target<'_, E::Wire>,
    window: Window,
) {
    let message = &message.bytes.wires[..];
    let rounds = message.len() / RATE * ROUNDS;
    // The states at both ends of a window, the one undone from its end, and a spare one, in one allocation.
    let mut states = Zeroizing::new(vec![evaluator.constant(false); 4 * STATE]);
    let mut states = states.chunks_exact_mut(STATE);
    let mut room = || states.next().expect("four states");
    let (mut state, mut next, mut back) = (room(), room(), room());
    let mut gadget = Keccak::new(evaluator, room());
    let mut start = 0;
    // The forward rounds and the free last one need no further state.
    while rounds - start > window.forward + 1 {
        // The last round is never inside a window: the digest shows only a part of its output.
        let meeting = start + window.forward;
        let end = (meeting + window.backward).min(rounds - 1);
        gadget
            .evaluator
            .hint(&[state, message], next, |operands, out| {
                out.copy_from_slice(&run(operands, start..end));
            });
        back.copy_from_slice(next);
        gadget.window(&mut state, &mut back, message, start..end, meeting);
        std::mem::swap(&mut state, &mut next);
        start = end;
    }
    gadget.last_window(&mut state, message, start..rounds, target);
}

/// The state after `rounds`, from the state before and the message (bytes 0 or 1).
fn run(operands: &[&[u8]], rounds: Range<usize>) -> Zeroizing<Vec<u8>> {
    let mut end = Zeroizing::new(operands[0].to_vec());
    let mut spare = Zeroizing::new(vec![0; STATE]);
    let (mut state, mut plain) = (&mut end[..], Plain::for_hint());
    Keccak::new(&mut plain, &mut spare).forward(&mut state, operands[1], rounds);
    Zeroizing::new(state.to_vec())
}

impl<'e, E: Evaluator> Keccak<'e, E> {
    /// Constrains that `rounds` lead from `state` to `back`, with those before `meeting` forward; overwrites both.
    fn window(
        &mut self,
        state: &mut &'e mut [E::Wire],
        back: &mut &'e mut [E::Wire],
        message: &[E::Wire],
        rounds: Range<usize>,
        meeting: usize,
    ) {
        self.forward(state, message, rounds.start..meeting);
        self.absorb(state, message, meeting);
        for round in (meeting..rounds.end).rev() {
            self.undo_after_theta(back, round);
            if round > meeting {
                self.theta_inverse(back);
                self.absorb(back, message, round);
            }
        }
        self.assert_theta(state, back);
    }

    /// Constrains that `rounds`, the last ones, lead from `state` to a state that begins with the digest;
    /// overwrites `state`.
    fn last_window(
        &mut self,
        state: &mut &'e mut [E::Wire],
        message: &[E::Wire],
        rounds: Range<usize>,
        target: Target<'_, E::Wire>,
    ) {
        let mut plane = self.evaluator.buffer(PLANE);
        let mut known = 0;
        if let Target::Public(digest) = &target {
            known = DIGEST;
            for (i, wire) in plane[..DIGEST].iter_mut().enumerate() {
                *wire = self.evaluator.constant(digest[i / 8] >> (i % 8) & 1 == 1);
            }
        }
        let all = rounds.clone();
        self.evaluator
            .hint(&[state, message], &mut plane[known..], |operands, out| {
                out.copy_from_slice(&run(operands, all)[known..PLANE]);
            });
        if let Target::Wires(digest) = target {
            digest.copy_from_slice(&plane[..DIGEST]);
        }
        let last = rounds.end - 1;
        self.forward(state, message, rounds.start..last);
        self.assert_last_plane(state, &mut plane, last);
    }

    /// Runs `rounds` on `state`, absorbing the blocks that are due.
    fn forward(
        &mut self,
        state: &mut &'e mut [E::Wire],
        message: &[E::Wire],
        rounds: Range<usize>,
    ) {
        for round in rounds {
            self.absorb(state, message, round);
            self.round(state, round);
        }
    }

    /// Adds to the state the block that is due before `round`, if any. It is its own inverse.
    fn absorb(&mut self, state: &mut [E::Wire], message: &[E::Wire], round: usize) {
        if round.is_multiple_of(ROUNDS) {
            let block = &message[round / ROUNDS * RATE..][..RATE];
            self.evaluator.xor_assign(&mut state[..RATE], block);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::circuit::testing::bits_of;
    use crate::hash::HashAlgorithm::Sha3_256;

    #[test]
    fn the_forward_rounds_are_sha3() {
        // FIPS 202: SHA3-256 of the empty message is one permutation of its padding.
        let message = bits_of(&Sha3_256.pad(1, b""));
        let state = run(&[&[0; STATE], &message], 0..ROUNDS);
        assert_eq!(state[..256], bits_of(&Sha3_256.digest(b""))[..]);
    }
}
