//! Whole proofs of one of many: honest ones verify, ones of a lying witness do not.

use nexuszero::backend::Backend;
use nexuszero::circuit::count::Analysis;
use nexuszero::circuit::plain::Plain;
use nexuszero::circuit::table::Table;
use nexuszero::circuit::{Circuit, Evaluator};
use nexuszero::config::{Profile, SecurityLevel};
use nexuszero::error::ErrorKind;
use nexuszero::proof_system::voleith::encoding::Header;
use nexuszero::proof_system::voleith::{prover, verifier, Instance};

/// "I know an entry of the table": the bits of its place and its own are the secret.
struct OneOf<'a>(&'a Table);

impl Circuit for OneOf<'_> {
    fn synthesize<E: Evaluator>(&self, evaluator: &mut E) {
        let mut index = evaluator.buffer(self.0.index_bits());
        evaluator.input(&mut index);
        let mut value = evaluator.buffer(8 * self.0.entry_len());
        evaluator.input(&mut value);
        evaluator.assert_entry(&index, &value, self.0);
    }
}

fn table(count: usize) -> Table {
    let entry = |j: usize| {
        let number = (j as u32).to_le_bytes();
        let mixed = (j as u32 + 1).wrapping_mul(0x9e37_79b9).to_le_bytes();
        [number, mixed].concat()
    };
    Table::new((0..count).flat_map(entry).collect(), 8).unwrap()
}

fn witness(table: &Table, place: usize, entry: &[u8]) -> Vec<u8> {
    let place = (0..table.index_bits()).map(|i| (place >> i & 1) as u8);
    let entry = (0..8 * entry.len()).map(|i| entry[i / 8] >> (i % 8) & 1);
    place.chain(entry).collect()
}

fn header(level: SecurityLevel, profile: Profile, table: &Table) -> Header {
    Header {
        level,
        profile,
        degree: Analysis::of(&OneOf(table)).degree,
    }
}

/// The outcome of verifying, against the list `stated`, what the honest code makes of any witness for the list `table`.
fn verdict<const N: usize>(
    header: Header,
    table: &Table,
    stated: &Table,
    witness: &[u8],
) -> Result<(), ErrorKind> {
    let instance = |circuit| Instance {
        circuit,
        analysis: Analysis::of(circuit),
        parameters: header.parameters(),
        statement: b"one of many",
        context: b"context",
    };
    let backend = Backend::detect();
    let (proved, stated) = (OneOf(table), OneOf(stated));
    let proof = prover::prove::<N, _>(
        header,
        &instance(&proved),
        backend.into(),
        witness,
        &[3; 64],
    )
    .unwrap();
    verifier::verify::<N, _>(header, &instance(&stated), backend.into(), &proof)
        .map_err(|error| error.kind())
}

fn one_of_many<const N: usize>(level: SecurityLevel, profile: Profile, count: usize) {
    let table = table(count);
    let header = header(level, profile, &table);
    let entry = |j: usize| table.entries().nth(j).unwrap();
    let check = |witness: &[u8]| verdict::<N>(header, &table, &table, witness);
    let last = count - 1;
    let past = (1 << table.index_bits()) - 1;
    for (place, named) in [(0, 0), (count / 3, count / 3), (last, last), (past, last)] {
        let honest = witness(&table, place, entry(named));
        assert!(Plain::witness(&OneOf(&table), &honest, honest.len()).is_some());
        assert_eq!(check(&honest), Ok(()), "{level:?} {count} {place}");

        let rejected = Err(ErrorKind::ProofVerification);
        for at in [table.index_bits(), honest.len() - 1] {
            let mut lie = honest.clone();
            lie[at] ^= 1;
            assert_eq!(check(&lie), rejected, "an entry that is not in the list");
        }
        if count > 1 {
            let other = (named + 1) % count;
            let lie = witness(&table, other, entry(named));
            assert_eq!(check(&lie), rejected, "another place");
        }
        // The same place and entry, but the verifier's list has another entry there.
        let mut bytes = table.bytes().to_vec();
        bytes[8 * named + 7] ^= 0x80;
        let changed = Table::new(bytes, 8).unwrap();
        let found = verdict::<N>(header, &table, &changed, &honest);
        assert_eq!(found, rejected, "another list");
    }
}

#[test]
fn only_entries_at_their_places_are_proved() {
    for count in [1, 2, 5, 8, 100, 1024] {
        one_of_many::<2>(SecurityLevel::L128, Profile::Balanced, count);
        one_of_many::<3>(SecurityLevel::L192, Profile::Fast, count);
        one_of_many::<4>(SecurityLevel::L256, Profile::Fast, count);
    }
}

/// The largest list, of degree 20.
#[test]
fn the_largest_list_is_proved() {
    let table = table(1 << 20);
    let header = header(SecurityLevel::L128, Profile::Fast, &table);
    assert_eq!(header.degree, 20);
    let place = 0xabcde;
    let entry = table.entries().nth(place).unwrap();
    for (place, outcome) in [
        (place, Ok(())),
        (place ^ 1 << 19, Err(ErrorKind::ProofVerification)),
    ] {
        let witness = witness(&table, place, entry);
        let found = verdict::<2>(header, &table, &table, &witness);
        assert_eq!(found, outcome);
    }
}
