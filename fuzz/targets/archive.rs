//! Archives: what passes the check can be read whole and comes back from a copy, recovery leaves an archive that can be appended to, and a
//! small file takes little memory.
//!
//! Input: a byte, and a file; or, for an even byte, pieces of one whose chain is right (`forge`).
#![no_main]

use libfuzzer_sys::fuzz_target;
use nexuszero::archive::{Archive, Entry, Mode, Tail};
use nexuszero::compression::{CompressionConfig, Manager};
use nexuszero::error::{ErrorKind, Result};
use nexuszero_fuzz::vectors::{self, CONTEXT};
use nexuszero_fuzz::{check_error, check_refusal, forge, within};
use std::io::Cursor;

type Memory = Archive<Cursor<Vec<u8>>>;

/// Longest object, so that a hostile file shows what it takes in proportion to that.
const MAX_SIZE: u64 = 1 << 20;
const MAX_MEMORY: usize = 48 << 20;

fn open(bytes: &[u8], mode: Mode) -> Result<Memory> {
    let config = CompressionConfig {
        max_size: MAX_SIZE,
        ..CompressionConfig::default()
    };
    let manager = Manager::new(config)?;
    Archive::over(Cursor::new(bytes.to_vec()), mode, manager)
}

fn entry() -> Entry {
    let vector = vectors::named("discrete-log-p256");
    Entry {
        statement: vector.statement.clone(),
        context: CONTEXT.to_vec(),
        proof: vector.proof.clone(),
        metrics: r#"{"a":1,"b":0.25}"#.into(),
        label: "fuzz".into(),
        time: 1,
    }
}

/// What can be read; what cannot is refused in words.
fn readable(archive: &mut Memory) -> Vec<(u64, Entry)> {
    let entries: Vec<_> = archive.iter().zip(0..).collect();
    let outside = archive.get(archive.len()).expect_err("an entry too many");
    assert_eq!(outside.kind(), ErrorKind::InvalidArgument);
    let read = |(entry, index)| match entry {
        Ok(entry) => Some((index, entry)),
        Err(error) => {
            check_refusal(&error);
            None
        }
    };
    entries.into_iter().filter_map(read).collect()
}

fn read_only(bytes: &[u8]) {
    let mut archive = match open(bytes, Mode::Read) {
        Ok(archive) => archive,
        Err(error) => return check_refusal(&error),
    };
    let len = archive.len();
    let entries = readable(&mut archive);
    let refused = archive.append(&entry()).expect_err("open for reading");
    assert_eq!(refused.kind(), ErrorKind::InvalidArgument);
    if let Err(error) = archive.verify_integrity() {
        return check_refusal(&error);
    }
    assert_eq!(archive.tail(), Tail::Clean);
    assert_eq!(
        entries.len() as u64,
        len,
        "an entry of a good archive cannot be read"
    );
    let summary = archive.summary().expect("it was checked");
    assert_eq!(summary.bytes_after, bytes.len() as u64);
    let mut copy = open(&[], Mode::Append).expect("a new archive");
    for (index, entry) in &entries {
        assert_eq!(copy.append(entry), Ok(*index));
        assert_eq!(copy.get(*index).as_ref(), Ok(entry));
    }
    copy.verify_integrity().expect("a good copy");
}

/// Opening for appending, with or without recovery.
fn writable(bytes: &[u8], mode: Mode) {
    let mut archive = match open(bytes, mode) {
        Ok(archive) => archive,
        Err(error) => return check_refusal(&error),
    };
    let before = readable(&mut archive);
    let kept = archive.storage().get_ref().clone();
    assert!(kept.len() >= 16 && bytes.len().max(16) >= kept.len());
    let mut again = open(&kept, Mode::Append).expect("it was repaired");
    assert_eq!(again.tail(), Tail::Clean);
    assert_eq!(again.fingerprint(), archive.fingerprint());
    assert_eq!(readable(&mut again), before);
    match archive.append(&entry()) {
        Ok(index) => {
            assert_eq!(
                (index + 1, archive.get(index)),
                (archive.len(), Ok(entry()))
            );
            assert_eq!(archive.len(), again.len() + 1);
        }
        // An object that it would refer to is damaged.
        Err(error) => {
            check_error(&error);
            assert_eq!(archive.storage().get_ref(), &kept, "{error}");
        }
    }
}

fuzz_target!(|data: &[u8]| {
    let Some((&first, rest)) = data.split_first() else {
        return;
    };
    let bytes = match first % 2 {
        0 => forge::archive(rest),
        _ => rest.to_vec(),
    };
    within(MAX_MEMORY, || read_only(&bytes));
    within(MAX_MEMORY, || writable(&bytes, Mode::Append));
    within(MAX_MEMORY, || writable(&bytes, Mode::Recover));
});
