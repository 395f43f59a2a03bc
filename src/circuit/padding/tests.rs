use super::super::count::Analysis;
use super::super::mutation::{calls, check_constraints, check_operations, Claims};
use super::super::plain::Plain;
use super::super::testing::{
    self, bits_of, forged, free_bits, polynomials, violations_of_each, with_flipped,
};
use super::super::Circuit;
use super::*;

/// The padding alone, around a hidden part: the prefix is public, the suffix secret where that is asked for. The result is
/// compared with `expected`, where given.
struct Case<'a> {
    length: HiddenLength,
    degree_cap: u8,
    prefix: &'a [u8],
    suffix: &'a [u8],
    secret_suffix: bool,
    expected: Option<&'a [u8]>,
}

impl Circuit for Case<'_> {
    fn synthesize<E: Evaluator>(&self, evaluator: &mut E) {
        let prefix = Bytes::constant(evaluator, self.prefix);
        let mut suffix = Bytes::constant(evaluator, self.suffix);
        if self.secret_suffix {
            suffix = Bytes::secret(evaluator, self.suffix.len());
            evaluator.input(&mut suffix.wires);
        }
        let Padded {
            mut bytes,
            last_block_len,
        } = self
            .length
            .synthesize(evaluator, &prefix, &suffix, self.degree_cap);
        let Some(expected) = self.expected else {
            return;
        };
        for (wire, bit) in bytes.wires.iter_mut().zip(bits_of(expected)) {
            let constant = [evaluator.constant(bit == 1)];
            evaluator.xor_assign(std::slice::from_mut(wire), &constant);
        }
        evaluator.assert_zero(&bytes.wires);
        for (public, byte) in bytes.public.iter().zip(expected) {
            assert!(public.is_none_or(|public| public == *byte));
        }
        let marker_free = self.length.hash.padding() == Padding::Zeros;
        assert_eq!(last_block_len.len(), if marker_free { 7 } else { 0 });
    }
}

impl<'a> Case<'a> {
    fn new(
        (hash, degree_cap): Schedule,
        blocks: usize,
        prefix: &'a [u8],
        suffix: &'a [u8],
    ) -> Self {
        Self {
            length: HiddenLength {
                hash,
                blocks,
                prefix: prefix.len(),
                suffix: suffix.len(),
            },
            degree_cap,
            prefix,
            suffix,
            secret_suffix: false,
            expected: None,
        }
    }

    /// The whole message around a hidden part of `len` bytes.
    fn message(&self, len: usize) -> Vec<u8> {
        [self.prefix, &hidden(len), self.suffix].concat()
    }

    fn inputs(&self, message: &[u8]) -> Vec<u8> {
        let mut inputs = Vec::new();
        if self.secret_suffix {
            inputs.extend(bits_of(self.suffix));
        }
        inputs.extend_from_slice(&self.length.inputs(message));
        inputs
    }

    fn accepts(&self, inputs: &[u8]) -> bool {
        Plain::witness(self, inputs, Analysis::of(self).committed).is_some()
    }
}

/// A hash function, and the degree of its gadget.
type Schedule = (HashAlgorithm, u8);

/// Every hash function once for each degree: HMACs pad as their hash functions do.
fn schedules() -> impl Iterator<Item = Schedule> {
    testing::schedules().filter(|(hash, _)| !hash.is_keyed())
}

fn cases() -> impl Iterator<Item = (Schedule, usize)> {
    schedules().flat_map(|schedule| {
        let blocks = [1, 2, 3, 16, schedule.0.max_blocks()];
        blocks.map(|blocks| (schedule, blocks))
    })
}

/// A string without a zero byte, so that no padding hides in it.
fn hidden(len: usize) -> Vec<u8> {
    (0..len).map(|i| (i % 255) as u8 + 1).collect()
}

#[test]
fn every_length_is_padded_as_natively() {
    for (schedule @ (hash, _), blocks) in cases() {
        for (prefix, suffix, secret_suffix) in [
            (&b""[..], &b""[..], false),
            (b"prefix", b"", false),
            (b"", b"and a suffix", false),
            (b"both", b"ends", true),
        ] {
            let mut case = Case::new(schedule, blocks, prefix, suffix);
            case.secret_suffix = secret_suffix;
            let (shortest, longest) = case.length.hidden_range().unwrap();
            for len in shortest..=longest {
                let message = case.message(len);
                let padded = hash.pad(blocks, &message);
                let case = Case {
                    expected: Some(&padded),
                    ..case
                };
                assert!(
                    case.accepts(&case.inputs(&message)),
                    "{hash:?} {blocks} {len}"
                );
            }
        }
    }
}

/// Exactly the lengths and bits that the message determines are fixed.
#[test]
fn only_bits_of_the_hidden_part_are_free() {
    for (schedule @ (hash, _), blocks) in cases().filter(|(_, blocks)| *blocks < 3) {
        for (prefix, suffix) in [(&b""[..], &b""[..]), (b"pre", b"suffix")] {
            let case = Case::new(schedule, blocks, prefix, suffix);
            let (shortest, longest) = case.length.hidden_range().unwrap();
            for len in [shortest, shortest + 7, shortest + 8, longest - 1, longest] {
                let message = case.message(len);
                let padded = hash.pad(blocks, &message);
                for residue in 0..1 << case.length.residue_bits() {
                    let accepted = case.accepts(&case.length.inputs_of(&padded, residue));
                    let mut fits = vec![case.length.number(message.len())];
                    // Where there is no suffix, whatever stands before the last candidate is a message of the longest length.
                    if suffix.is_empty() {
                        fits.push(case.length.number(case.length.message_range().1));
                    }
                    // Without a marker, zeros may belong to the message.
                    if hash.marker().is_none() && suffix.is_empty() {
                        let (_, longest) = case.length.message_range();
                        fits.extend((message.len()..=longest).map(|len| case.length.number(len)));
                    }
                    assert_eq!(
                        accepted,
                        fits.contains(&residue),
                        "{hash:?} {blocks} {len} {residue}"
                    );
                }
                let inputs = case.inputs(&message);
                let committed = Analysis::of(&case).committed;
                let witness = Plain::witness(&case, &inputs, committed).unwrap();
                let free = free_bits(&case, &witness, 0..witness.len());
                assert!(free.into_iter().eq(0..8 * len), "{hash:?} {blocks} {len}");
            }
        }
    }
}

#[test]
fn wrong_markers_and_suffixes_are_refused() {
    for (schedule @ (hash, _), blocks) in cases().filter(|(_, blocks)| *blocks < 3) {
        let case = Case::new(schedule, blocks, b"", b"suffix");
        let (shortest, _) = case.length.hidden_range().unwrap();
        let message = case.message(shortest + 5);
        let mut padded = hash.pad(blocks, &message);
        for at in shortest + 5..=message.len() {
            let right = padded[at];
            for byte in 0..=255 {
                padded[at] = byte;
                let inputs = case
                    .length
                    .inputs_of(&padded, case.length.residue(message.len()));
                assert_eq!(case.accepts(&inputs), byte == right, "{hash:?} {at} {byte}");
            }
            padded[at] = right;
        }
    }
}

#[test]
fn nothing_is_superfluous() {
    // The other two pad like SHA3-256 and SHA-384, but for the marker.
    let others = [HashAlgorithm::Keccak256, HashAlgorithm::Sha512];
    for (schedule @ (hash, degree), blocks) in cases().filter(|(_, blocks)| *blocks < 3) {
        if others.contains(&hash) {
            continue;
        }
        let name = format!(
            "padding of {}, degree {degree}, {blocks} blocks",
            hash.name()
        );
        let case = || Case::new(schedule, blocks, b"pre", b"suffix");
        let (shortest, longest) = case().length.hidden_range().unwrap();
        let messages: Vec<_> = (shortest..=longest)
            .map(|len| case().message(len))
            .collect();
        let padded: Vec<_> = messages
            .iter()
            .map(|message| hash.pad(blocks, message))
            .collect();
        let committed = Analysis::of(&case()).committed;
        let honest = |message: &[u8]| {
            let inputs = case().inputs(message);
            Plain::witness(&case(), &inputs, committed)
                .unwrap()
                .to_vec()
        };
        // What the gadget makes is compared with what it must be.
        let claims: Vec<_> = messages
            .iter()
            .zip(&padded)
            .map(|(message, padded)| {
                let expected = Some(&padded[..]);
                (Case { expected, ..case() }, vec![honest(message)])
            })
            .collect();
        let circuit = case();
        let length = &circuit.length;
        let numbers = 1 << length.residue_bits();
        let of_lengths: Vec<_> = messages.iter().map(|m| length.number(m.len())).collect();
        let no_lengths: Vec<_> = (0..numbers).filter(|n| !of_lengths.contains(n)).collect();
        // Numbers that are no length, and every committed bit flipped.
        let forged_with =
            |padded: &[u8], number| forged(&circuit, &length.inputs_of(padded, number));
        let mut wrong: Vec<_> = no_lengths
            .iter()
            .map(|n| forged_with(&padded[0], *n))
            .collect();
        for message in [messages.first(), messages.last()].into_iter().flatten() {
            let witness = honest(message);
            wrong.extend((0..witness.len()).map(|bit| with_flipped(&witness, bit)));
        }
        // Products that are committed: those of no length stand in no other constraint.
        let low = 1 << (length.residue_bits() / 2);
        let mut vacuous = Vec::new();
        let committed_products = length.residue_bits() + 1 > degree.into();
        if committed_products {
            let idle_low = (0..low).filter(|l| !of_lengths.iter().any(|n| n % low == *l));
            let idle_high =
                (0..numbers / low).filter(|h| !of_lengths.iter().any(|n| n / low == *h));
            vacuous.extend(idle_low.chain(idle_high.map(|h| low + h)));
        }
        // A number that is no length, with the product of one that is where products are committed.
        for (padded, number) in padded.iter().zip(&of_lengths) {
            for no_length in no_lengths.iter().filter(|n| *n % low == number % low) {
                let mut witness = forged_with(padded, *no_length);
                if committed_products {
                    let products = length.inputs_of(padded, 0).len();
                    witness[products + low + number / low] ^= 1;
                }
                wrong.push(witness);
            }
        }
        let violated = violations_of_each(&circuit, &wrong);
        let lies = wrong.iter().zip(violated).filter(|(_, violated)| {
            let mut violated = violated.iter();
            violated.any(|at| !vacuous.contains(at))
        });
        let lies = [(case(), lies.map(|(wrong, _)| wrong.clone()).collect())];
        let claims = Claims {
            lies: &lies,
            vacuous: &vacuous,
            ..Claims::honest(&claims)
        };
        check_operations(&name, claims, 40);

        let mut groups = calls(&circuit);
        // Where every number is a length and the products of its bits are committed, they say already that one length is
        // selected: the first constraint that is alone.
        if messages.len() == numbers && committed_products {
            let alone = groups.iter().position(|group| group.len() == 1);
            groups.remove(alone.unwrap());
        }
        check_constraints(&name, &circuit, &groups, wrong);
    }
}

#[test]
fn degrees_stay_within_that_of_the_hash_function() {
    for (schedule @ (hash, _), blocks) in cases().filter(|(_, blocks)| *blocks < 3) {
        for secret_suffix in [false, true] {
            let mut case = Case::new(schedule, blocks, b"a", b"suffix");
            case.secret_suffix = secret_suffix;
            let (shortest, _) = case.length.hidden_range().unwrap();
            let inputs = case.inputs(&case.message(shortest + 3));
            let witness = Plain::witness(&case, &inputs, Analysis::of(&case).committed).unwrap();
            let found = polynomials(&case, &witness);
            assert_eq!(found.nonzero, 0);
            assert!(
                found.degree <= usize::from(schedule.1),
                "{hash:?} {}",
                found.degree
            );
        }
    }
}

#[test]
fn parts_that_do_not_fit_leave_no_length() {
    for (hash, _) in schedules() {
        let longest = hash.message_range(1).1;
        let length = |prefix, suffix| HiddenLength {
            hash,
            blocks: 1,
            prefix,
            suffix,
        };
        assert_eq!(length(longest, 0).hidden_range(), Some((0, 0)));
        assert_eq!(length(longest - 3, 2).hidden_range(), Some((0, 1)));
        assert_eq!(length(longest, 1).hidden_range(), None);
    }
}
