//! A public list of entries of one length, of which a circuit selects one at a secret place.
//!
//! A place is k = ⌈log2 N⌉ bits, least significant first. Places N to 2^k − 1 stand for the last entry, so that every
//! place names an entry of the list.

use crate::error::{ErrorKind, ProtocolError, Result};
use subtle::{Choice, ConditionallySelectable, ConstantTimeEq};
use zeroize::Zeroizing;

/// The largest number of entries of a table.
pub const MAX_ENTRIES: usize = 1 << 20;

/// The entries, one after another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    bytes: Vec<u8>,
    entry_len: usize,
}

impl Table {
    /// A table of the entries in `bytes`, each of `entry_len` bytes.
    pub fn new(bytes: Vec<u8>, entry_len: usize) -> Result<Self> {
        Self::check_len(bytes.len(), entry_len)?;
        Ok(Self { bytes, entry_len })
    }

    /// Refuses entries of so many bytes together that are no table.
    pub fn check_len(len: usize, entry_len: usize) -> Result<()> {
        let refused = |kind, message: String| ProtocolError::in_field(kind, "entries", message);
        if entry_len == 0 || len == 0 || !len.is_multiple_of(entry_len) {
            return Err(refused(
                ErrorKind::InvalidArgument,
                format!("a list has one or more entries of {entry_len} bytes, got {len} bytes"),
            ));
        }
        if len / entry_len > MAX_ENTRIES {
            return Err(refused(
                ErrorKind::LimitExceeded,
                format!("a list has at most {MAX_ENTRIES} entries"),
            ));
        }
        Ok(())
    }

    /// All entries, one after another.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Bytes of an entry.
    pub fn entry_len(&self) -> usize {
        self.entry_len
    }

    /// N: the number of entries.
    pub fn count(&self) -> usize {
        self.bytes.len() / self.entry_len
    }

    /// k = ⌈log2 N⌉: the bits of a place.
    pub fn index_bits(&self) -> usize {
        self.count().next_power_of_two().ilog2() as usize
    }

    /// The entries in order.
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = &[u8]> + ExactSizeIterator {
        self.bytes.chunks_exact(self.entry_len)
    }

    /// The bits (bytes 0 or 1) of the entry at the secret place `index`. Reads the whole table, in time independent of
    /// the place.
    pub(crate) fn select(&self, index: &[u8]) -> Zeroizing<Vec<u8>> {
        assert_eq!(index.len(), self.index_bits(), "bits of a place");
        let place = Zeroizing::new(
            index
                .iter()
                .rev()
                .fold(0, |place: u32, bit| place << 1 | u32::from(*bit)),
        );
        let mut entry = Zeroizing::new(vec![0; self.entry_len]);
        let mut take = |source: &[u8], here: Choice| {
            let mask = u8::conditional_select(&0, &u8::MAX, here);
            for (out, byte) in entry.iter_mut().zip(source) {
                *out |= byte & mask;
            }
        };
        let mut found = Choice::from(0);
        let (others, last) = self.bytes.split_at(self.bytes.len() - self.entry_len);
        for (number, source) in others.chunks_exact(self.entry_len).enumerate() {
            let here = (number as u32).ct_eq(&place);
            found |= here;
            take(source, here);
        }
        take(last, !found);
        let mut bits = Zeroizing::new(Vec::with_capacity(8 * self.entry_len));
        bits.extend((0..8 * self.entry_len).map(|i| entry[i / 8] >> (i % 8) & 1));
        bits
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::circuit::count::Analysis;
    use crate::circuit::mutation::{check_constraints, single};
    use crate::circuit::plain::Plain;
    use crate::circuit::testing::{
        bits_of, polynomials, table, violations, with_flipped, Polynomials, Selections,
    };

    const COUNTS: [usize; 7] = [1, 2, 3, 5, 8, 100, 1024];

    /// The inputs of [`Selections`] for one table.
    fn inputs(table: &Table, place: usize, entry: &[u8]) -> Vec<u8> {
        let place = &bits_of(&(place as u64).to_le_bytes())[..table.index_bits()];
        [place, &bits_of(entry)].concat()
    }

    #[test]
    fn every_place_names_an_entry_and_no_other_satisfies_the_circuit() {
        for count in COUNTS {
            let table = table(count, 32);
            let entries: Vec<Vec<u8>> = table.entries().map(<[u8]>::to_vec).collect();
            let places = 1 << table.index_bits();
            assert!(count <= places && places < 2 * count);
            let circuit = Selections(vec![table]);
            let [table] = &circuit.0[..] else {
                unreachable!()
            };
            for place in (0..places)
                .step_by(1 + count / 50)
                .chain([count - 1, places - 1])
            {
                // Places past the list stand for its last entry.
                let named = place.min(count - 1);
                let bits = inputs(table, place, &entries[named]);
                let witness = Plain::witness(&circuit, &bits, bits.len()).expect("an entry");
                assert!(violations(&circuit, &witness).is_empty());
                for (other, entry) in entries.iter().enumerate().step_by(1 + count / 50) {
                    let lie = inputs(table, place, entry);
                    assert_eq!(violations(&circuit, &lie).is_empty(), other == named);
                    let accepted = Plain::witness(&circuit, &lie, lie.len()).is_some();
                    assert_eq!(accepted, other == named);
                }
                let zero = inputs(table, place, &[0; 32]);
                assert!(Plain::witness(&circuit, &zero, zero.len()).is_none());
            }
        }
    }

    #[test]
    fn every_flipped_bit_violates_the_constraints_it_touches() {
        for count in COUNTS {
            let circuit = Selections(vec![table(count, 32)]);
            let [table] = &circuit.0[..] else {
                unreachable!()
            };
            let place = 2 * count / 3;
            let entry = table.entries().nth(place).unwrap();
            let bits = inputs(table, place, entry);
            for at in 0..bits.len() {
                let found = violations(&circuit, &with_flipped(&bits, at));
                match at.checked_sub(table.index_bits()) {
                    // A bit that is not in the table's entry.
                    Some(bit) => assert_eq!(found, [bit]),
                    // The bits in which the entry of the other place differs.
                    None => {
                        let other = (place ^ 1 << at).min(count - 1);
                        let other = bits_of(table.entries().nth(other).unwrap());
                        let differing: Vec<usize> = (0..256)
                            .filter(|&b| other[b] != bits_of(entry)[b])
                            .collect();
                        assert_eq!(found, differing);
                    }
                }
            }
        }
    }

    /// Each bit of the table and each constraint.
    #[test]
    fn nothing_is_superfluous() {
        let circuit = Selections(vec![table(5, 4)]);
        let original = &circuit.0[0];
        let honest = |place: usize| {
            let entry = original.entries().nth(place.min(4)).unwrap();
            inputs(original, place, entry)
        };
        for bit in 0..8 * original.bytes().len() {
            let mut bytes = original.bytes().to_vec();
            bytes[bit / 8] ^= 1 << (bit % 8);
            let changed = Selections(vec![Table::new(bytes, 4).unwrap()]);
            let noticed = (0..8).any(|place| !violations(&changed, &honest(place)).is_empty());
            assert!(noticed, "bit {bit}");
        }
        let wrong = (3..3 + 32).map(|bit| with_flipped(&honest(2), bit));
        check_constraints("selection", &circuit, &single(&circuit), wrong);
    }

    #[test]
    fn counted_degrees_and_constraints_are_the_true_ones() {
        for count in COUNTS {
            let circuit = Selections(vec![table(count, 32)]);
            let [table] = &circuit.0[..] else {
                unreachable!()
            };
            let degree = table.index_bits().max(1);
            let found = Analysis::of(&circuit);
            assert_eq!(usize::from(found.degree), degree);
            assert_eq!(found.constraints, 256);
            assert_eq!(found.committed, table.index_bits() + 256);
            let bits = inputs(table, count / 2, table.entries().nth(count / 2).unwrap());
            let honest = Polynomials { degree, nonzero: 0 };
            assert_eq!(polynomials(&circuit, &bits), honest, "{count}");
        }
    }

    #[test]
    fn lists_of_other_sizes_are_refused() {
        for (len, entry_len) in [(0, 32), (33, 32), (32, 0)] {
            let error = Table::new(vec![0; len], entry_len).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidArgument);
        }
        assert!(Table::new(vec![0; MAX_ENTRIES], 1).is_ok());
        let error = Table::new(vec![0; MAX_ENTRIES + 1], 1).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::LimitExceeded);
    }
}
