//! Archives that somebody made with malice: the chain is right and what is in the frames is not. The frames are written here as
//! `docs/archive.md` says, independently of the library.

mod common;

use common::claims::{discrete_log, list, one_of_many};
use common::single;
use nexuszero::archive::{Archive, Entry, Mode, Storage, Tail};
use nexuszero::compression::{CompressionConfig, Manager, Strategy as Compression};
use nexuszero::error::{ErrorKind, Result};
use nexuszero::hash::HashAlgorithm;
use nexuszero::proof_system::sigma::GroupId;
use nexuszero::statement::encoding::Objects;
use nexuszero::statement::one_of_many::DigestList;
use proptest::prelude::*;
use sha2::{Digest, Sha256};
use std::io::{self, Cursor, Read, Seek, SeekFrom, Write};

const BLOB: u8 = 1;
const STATEMENT: u8 = 2;
const TEMPLATE: u8 = 3;
const RECORD: u8 = 4;
const LIMIT: u64 = 1 << 20;

fn sha256(parts: &[&[u8]]) -> [u8; 32] {
    Sha256::digest(parts.concat()).into()
}

fn header(kind: u8, len: u32, previous: &[u8]) -> Vec<u8> {
    let start = [&[kind][..], &len.to_le_bytes()].concat();
    let check = sha256(&[previous, &start]);
    [&start[..], &check[..8]].concat()
}

const FILE_HEADER: &[u8] = b"NXZARCH\x01\0\0\0\0\0\0\0\0";

/// An archive of these frames, and its last link.
fn forge(frames: &[(u8, Vec<u8>)]) -> (Vec<u8>, [u8; 32]) {
    let mut link = sha256(&[FILE_HEADER]);
    let mut bytes = FILE_HEADER.to_vec();
    for (kind, body) in frames {
        let header = header(*kind, body.len() as u32, &link);
        link = sha256(&[&link, &header, body]);
        bytes.extend([&header[..], body, &link].concat());
    }
    (bytes, link)
}

fn leb128(mut number: u64) -> Vec<u8> {
    let mut out = Vec::new();
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
    out
}

fn sized(bytes: &[u8]) -> Vec<u8> {
    [leb128(bytes.len() as u64), bytes.to_vec()].concat()
}

/// An object, stored.
fn object(kind: u8, content: &[u8]) -> (u8, Vec<u8>) {
    let digest = sha256(&[&[kind], content]);
    (kind, [&digest[..], &[0], content].concat())
}

/// A record of [`entry`]; `template` is one more than the number of the metrics' template.
fn record(statement: u64, template: u64, label: &[u8], numbers: &[u8]) -> (u8, Vec<u8>) {
    let entry = entry();
    let parts = [
        leb128(statement),
        leb128(template),
        leb128(entry.time),
        sized(label),
        sized(&entry.context),
        sized(numbers),
        entry.proof,
    ];
    (RECORD, parts.concat())
}

fn entry() -> Entry {
    let path = "tests/vectors/proofs/discrete-log-p256-128.nxz";
    Entry {
        statement: discrete_log(GroupId::P256, &[1; 32]),
        context: b"context".to_vec(),
        proof: std::fs::read(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap(),
        metrics: String::new(),
        label: "label".into(),
        time: 1_700_000_000_123,
    }
}

/// The statement of [`entry`], whole.
fn statement() -> (u8, Vec<u8>) {
    object(STATEMENT, &sized(&entry().statement.encode(Objects::Whole)))
}

/// An entry about a list, the list and the statement, which refers to it by this number.
fn listed(number: u64) -> (Entry, [(u8, Vec<u8>); 2]) {
    let digests = list(HashAlgorithm::Sha256, 100, 3);
    let entry = Entry {
        statement: single(one_of_many(HashAlgorithm::Sha256, &digests)),
        ..entry()
    };
    let whole = entry.statement.encode(Objects::Whole);
    // Kind, hash function and the length of the list come first.
    let (before, rest) = whole.split_at(1 + 4 + 8);
    let (blob, after) = rest.split_at(16 + 100 * 32);
    let content = [sized(before), leb128(number), sized(after)].concat();
    (entry, [object(BLOB, blob), object(STATEMENT, &content)])
}

type Memory = Archive<Cursor<Vec<u8>>>;

fn manager() -> Manager {
    let config = CompressionConfig {
        max_size: LIMIT,
        ..CompressionConfig::default()
    };
    Manager::new(config).unwrap()
}

fn open(bytes: &[u8], mode: Mode) -> Result<Memory> {
    Archive::over(Cursor::new(bytes.to_vec()), mode, manager())
}

/// A new archive whose objects are stored, and not compressed by whatever codec makes them shortest.
fn stored() -> Memory {
    let config = CompressionConfig {
        strategy: Compression::None,
        max_size: LIMIT,
        ..CompressionConfig::default()
    };
    let manager = Manager::new(config).unwrap();
    Archive::over(Cursor::new(vec![]), Mode::Append, manager).unwrap()
}

#[test]
fn the_format_is_the_documented_one() {
    let metrics = r#"{"a":300,"b":0.5}"#;
    let frames = [
        statement(),
        record(0, 0, b"label", b""),
        object(TEMPLATE, b"{\"a\":\xff,\"b\":\xff.\xff}"),
        record(0, 2, b"label", &[0xac, 0x02, 0, 5]),
    ];
    let (bytes, link) = forge(&frames);
    let mut written = stored();
    written.append(&entry()).unwrap();
    let measured = Entry {
        metrics: metrics.into(),
        ..entry()
    };
    written.append(&measured).unwrap();
    assert_eq!(written.storage().get_ref(), &bytes);
    assert_eq!(written.fingerprint(), link);
    let mut read = open(&bytes, Mode::Read).unwrap();
    assert_eq!(read.get(0), Ok(entry()));
    assert_eq!(read.get(1), Ok(measured));

    // A list stands in front of the statement that refers to it.
    let (listed, [blob, statement]) = listed(0);
    let (bytes, link) = forge(&[blob, statement, record(1, 0, b"label", b"")]);
    let mut written = stored();
    written.append(&listed).unwrap();
    assert_eq!(written.fingerprint(), link);
    assert_eq!(open(&bytes, Mode::Read).unwrap().get(0), Ok(listed));
}

#[test]
fn wrong_contents_are_refused() {
    let whole = entry().statement.encode(Objects::Whole);
    let wrong_digest = || {
        let (kind, mut body) = statement();
        body[0] ^= 1;
        (kind, body)
    };
    let codec = |id: u8| {
        let (kind, mut body) = statement();
        body[32] = id;
        (kind, body)
    };
    let referring = |number: u64, times: usize| {
        let piece = [leb128(number), sized(b"")].concat();
        object(STATEMENT, &[sized(&whole), piece.repeat(times)].concat())
    };
    let usual = || record(0, 0, b"label", b"");
    let half = vec![0; LIMIT as usize / 2 + 1];
    use ErrorKind::{LimitExceeded, Malformed, Unsupported};
    let cases = [
        ("no statement", Malformed, vec![usual()]),
        ("a later statement", Malformed, vec![usual(), statement()]),
        (
            "a far statement",
            Malformed,
            vec![statement(), record(u64::MAX, 0, b"", b"")],
        ),
        (
            "a blob for a statement",
            Malformed,
            vec![object(BLOB, &sized(&whole)), usual()],
        ),
        (
            "a statement that is none",
            Malformed,
            vec![object(STATEMENT, &sized(b"nonsense")), usual()],
        ),
        (
            "an empty statement",
            Malformed,
            vec![object(STATEMENT, b""), usual()],
        ),
        (
            "a statement in itself",
            Malformed,
            vec![referring(0, 1), usual()],
        ),
        (
            "a statement in another",
            Malformed,
            vec![statement(), referring(0, 1), record(1, 0, b"", b"")],
        ),
        (
            "a blob that comes later",
            Malformed,
            vec![referring(1, 1), object(BLOB, b""), usual()],
        ),
        (
            "too many blobs",
            Malformed,
            vec![object(BLOB, b""), referring(0, 65), record(1, 0, b"", b"")],
        ),
        (
            "large blobs",
            LimitExceeded,
            vec![object(BLOB, &half), referring(0, 2), record(1, 0, b"", b"")],
        ),
        ("another digest", Malformed, vec![wrong_digest(), usual()]),
        ("no such codec", Unsupported, vec![codec(99), usual()]),
        (
            "a codec of a caller",
            Unsupported,
            vec![codec(200), usual()],
        ),
        ("not compressed", Malformed, vec![codec(1), usual()]),
        (
            "a long label",
            Malformed,
            vec![statement(), record(0, 0, &[b'x'; 257], b"")],
        ),
        (
            "a label that is no text",
            Malformed,
            vec![statement(), record(0, 0, b"\xff", b"")],
        ),
        (
            "numbers without a template",
            Malformed,
            vec![statement(), record(0, 0, b"", &[1])],
        ),
        (
            "a template that is not there",
            Malformed,
            vec![statement(), record(0, 2, b"", &[1])],
        ),
        (
            "a statement for a template",
            Malformed,
            vec![statement(), record(0, 1, b"", b"")],
        ),
        (
            "too few numbers",
            Malformed,
            vec![
                statement(),
                object(TEMPLATE, b"\xff"),
                record(0, 2, b"", b""),
            ],
        ),
        (
            "too many numbers",
            Malformed,
            vec![statement(), object(TEMPLATE, b""), record(0, 2, b"", &[1])],
        ),
        (
            "metrics that are no text",
            Malformed,
            vec![
                statement(),
                object(TEMPLATE, b"\xfe"),
                record(0, 2, b"", b""),
            ],
        ),
        (
            "long metrics",
            LimitExceeded,
            vec![
                statement(),
                object(TEMPLATE, &[b'x'; 65537]),
                record(0, 2, b"", b""),
            ],
        ),
        (
            "a longer number",
            Malformed,
            vec![
                statement(),
                object(TEMPLATE, b"\xff"),
                record(0, 2, b"", &[0x80, 0]),
            ],
        ),
        (
            "a record that ends early",
            Malformed,
            vec![statement(), (RECORD, vec![0, 0, 0, 5])],
        ),
        (
            "an empty record",
            Malformed,
            vec![statement(), (RECORD, vec![])],
        ),
        (
            "no proof",
            Malformed,
            vec![statement(), (RECORD, vec![0, 0, 0, 0, 0, 0])],
        ),
    ];
    for (name, kind, frames) in cases {
        let mut archive = open(&forge(&frames).0, Mode::Read).unwrap();
        assert_eq!(archive.tail(), Tail::Clean, "{name}");
        assert_eq!(archive.len(), 1, "{name}");
        assert_eq!(archive.get(0).unwrap_err().kind(), kind, "{name}");
        assert!(archive.verify_integrity().is_err(), "{name}");
        assert!(archive.summary().is_err(), "{name}");
    }
}

#[test]
fn wrong_frames_end_the_archive() {
    let (whole, link) = forge(&[statement(), record(0, 0, b"label", b"")]);
    let cases = [
        (
            "longer than the file",
            header(RECORD, u32::MAX, &link),
            Tail::Torn(13),
        ),
        (
            "of no kind",
            [header(5, 0, &link), vec![0; 32]].concat(),
            Tail::Damaged(45),
        ),
        (
            "of kind 0",
            [header(0, 0, &link), vec![0; 32]].concat(),
            Tail::Damaged(45),
        ),
        (
            "without a digest",
            [header(BLOB, 31, &link), vec![0; 63]].concat(),
            Tail::Damaged(76),
        ),
    ];
    for (name, more, tail) in cases {
        let mut archive = open(&[whole.clone(), more].concat(), Mode::Read).unwrap();
        assert_eq!(archive.tail(), tail, "{name}");
        assert_eq!(
            archive.iter().collect::<Result<Vec<_>>>(),
            Ok(vec![entry()]),
            "{name}"
        );
        assert!(archive.verify_integrity().is_err(), "{name}");
    }
}

/// A last frame that is too large to be read may be whole: recovery does not cut it off either.
#[test]
fn a_last_frame_that_is_too_large_stays() {
    let large = object(BLOB, &vec![0; LIMIT as usize + 1]);
    let (bytes, _) = forge(&[statement(), record(0, 0, b"label", b""), large]);
    assert_eq!(open(&bytes, Mode::Read).unwrap().get(0), Ok(entry()));
    for mode in [Mode::Append, Mode::Recover] {
        let error = open(&bytes, mode).map(drop).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::LimitExceeded);
    }
}

/// What expands to more than is allowed is refused before it is there.
#[test]
fn decompression_is_bounded() {
    let generous = Manager::new(CompressionConfig::default()).unwrap();
    let zeros = vec![0; 4 * LIMIT as usize];
    let compressed = generous.compress(&zeros).unwrap().data;
    assert!(compressed.len() < zeros.len() / 100);
    let digest = sha256(&[&[STATEMENT], &zeros]);
    let bomb = (STATEMENT, [&digest[..], &compressed].concat());
    let (bytes, _) = forge(&[bomb, record(0, 0, b"", b"")]);
    let error = open(&bytes, Mode::Read).unwrap().get(0).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::LimitExceeded);
}

/// Memory that counts what is read from it. An object is read once for each time that it is decompressed.
struct Counted {
    memory: Cursor<Vec<u8>>,
    read: u64,
}

impl Read for Counted {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.memory.read(out)?;
        self.read += read as u64;
        Ok(read)
    }
}

impl Seek for Counted {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.memory.seek(to)
    }
}

impl Write for Counted {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Storage for Counted {
    fn truncate(&mut self, _: u64) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn sync(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The result of `work` on an archive, and how many bytes it read.
fn bytes_read<T>(bytes: &[u8], work: impl FnOnce(&mut Archive<Counted>) -> T) -> (T, u64) {
    let memory = Cursor::new(bytes.to_vec());
    let storage = Counted { memory, read: 0 };
    let mut archive = Archive::over(storage, Mode::Read, manager()).unwrap();
    let before = archive.storage().read;
    let result = work(&mut archive);
    (result, archive.storage().read - before)
}

/// Statements about lists of `len` equal digests, which are short in the file, and 60 records that refer to them in turn.
fn in_turn(statements: u8, len: usize) -> Vec<u8> {
    let statement = |byte: u8| {
        let list = DigestList::new(vec![byte; 32 * len], 32).unwrap();
        let statement = single(one_of_many(HashAlgorithm::Sha256, &list));
        let content = sized(&statement.encode(Objects::Whole));
        let compressed = manager().compress(&content).unwrap().data;
        assert!(compressed.len() < content.len() / 100);
        let digest = sha256(&[&[STATEMENT], &content]);
        (STATEMENT, [&digest[..], &compressed].concat())
    };
    let records = (0..60).map(|i| record(i % u64::from(statements), 0, b"", b""));
    let frames: Vec<_> = (0..statements).map(statement).chain(records).collect();
    forge(&frames).0
}

#[test]
fn a_check_decodes_every_statement_once() {
    for statements in [2, 20] {
        // No two of them are kept.
        let bytes = in_turn(statements, 20_000);
        let (checked, read) = bytes_read(&bytes, Archive::verify_integrity);
        assert_eq!(checked, Ok(()));
        assert!(read <= bytes.len() as u64, "{read} of {}", bytes.len());
        let (summary, read) = bytes_read(&bytes, Archive::summary);
        let summary = summary.unwrap();
        let counts = (summary.records, summary.statements);
        assert_eq!(counts, (60, statements.into()));
        assert!(summary.bytes_before > 60 * 20_000 * 32);
        assert!(read <= bytes.len() as u64, "{read} of {}", bytes.len());
    }
}

#[test]
fn a_few_statements_in_turn_are_decoded_once() {
    let bytes = in_turn(2, 15_000);
    let (entries, read) = bytes_read(&bytes, |archive| {
        archive.iter().filter(Result::is_ok).count()
    });
    assert_eq!(entries, 60);
    assert!(read <= bytes.len() as u64, "{read} of {}", bytes.len());
}

/// A template longer than metrics are is not even read, however many records refer to it.
#[test]
fn long_templates_are_not_read() {
    let long = object(TEMPLATE, &vec![b'x'; LIMIT as usize / 2]);
    let (bytes, _) = forge(&[statement(), long, record(0, 2, b"", b"")]);
    let (result, read) = bytes_read(&bytes, |archive| archive.get(0));
    assert_eq!(result.unwrap_err().kind(), ErrorKind::LimitExceeded);
    assert!(read < 1000, "{read}");
    // Nor is more decompressed than metrics may be.
    let zeros = vec![0; 4 * Entry::MAX_METRICS_LEN];
    let compressed = manager().compress(&zeros).unwrap().data;
    let digest = sha256(&[&[TEMPLATE], &zeros]);
    let bomb = (TEMPLATE, [&digest[..], &compressed].concat());
    let (bytes, _) = forge(&[statement(), bomb, record(0, 2, b"", b"")]);
    let error = open(&bytes, Mode::Read).unwrap().get(0).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::LimitExceeded);
}

/// An archive that claims to have a statement, and has another one in its place, gets no record that refers to it.
#[test]
fn a_claimed_digest_is_not_believed() {
    let other = discrete_log(GroupId::P256, &[2; 32]).encode(Objects::Whole);
    let (_, right) = statement();
    let lie = [&right[..32], &[0], &sized(&other)[..]].concat();
    // Behind it a record of its own, since the last frame is checked at opening.
    let (bytes, _) = forge(&[(STATEMENT, lie), record(0, 0, b"", b"")]);
    let mut archive = open(&bytes, Mode::Append).unwrap();
    assert_eq!(
        archive.append(&entry()).unwrap_err().kind(),
        ErrorKind::Malformed
    );
    assert_eq!(archive.storage().get_ref(), &bytes);
}

/// A statement that refers to a list behind it is the right one and can never be read: it gets no record either.
#[test]
fn a_statement_in_front_of_its_list_is_not_used() {
    let (listed, [blob, statement]) = listed(1);
    let (bytes, _) = forge(&[statement, blob, record(0, 0, b"", b"")]);
    let mut archive = open(&bytes, Mode::Append).unwrap();
    let error = archive.append(&listed).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Malformed);
    assert_eq!(archive.storage().get_ref(), &bytes);
}

/// Recovery goes over every frame once, however many of them are damaged. With a search through all objects for each it would take
/// minutes, which no clock here needs to tell.
#[test]
fn recovery_survives_many_damaged_frames() {
    let mut link = sha256(&[FILE_HEADER]);
    let mut bytes = FILE_HEADER.to_vec();
    for number in 0..400_000_u32 {
        let digest = sha256(&[&number.to_le_bytes()]);
        // The chain goes on behind a link that is not the one of its frame.
        let broken = sha256(&[&digest]);
        bytes.extend([&header(BLOB, 32, &link)[..], &digest, &broken].concat());
        link = broken;
    }
    let damaged = bytes.len() - FILE_HEADER.len();
    let mut archive = open(&bytes, Mode::Recover).unwrap();
    assert_eq!(archive.tail(), Tail::Damaged(damaged as u64));
    assert_eq!(archive.storage().get_ref(), FILE_HEADER);
    assert_eq!(archive.append(&entry()), Ok(0));
}

/// Whatever it is, it is read without a panic, and an archive that passes the check has entries only.
fn harmless(bytes: &[u8]) {
    for mode in [Mode::Read, Mode::Append, Mode::Recover] {
        let Ok(mut archive) = open(bytes, mode) else {
            continue;
        };
        let whole = archive.verify_integrity().is_ok();
        let entries = archive.iter().filter(Result::is_ok).count() as u64;
        assert!(!whole || entries == archive.len());
        if mode != Mode::Read && archive.append(&entry()).is_ok() {
            assert_eq!(archive.get(archive.len() - 1), Ok(entry()));
        }
    }
}

fn any_frame() -> impl Strategy<Value = (u8, Vec<u8>)> {
    let small = prop::collection::vec(any::<u8>(), 0..40);
    prop_oneof![
        (1u8..4, small.clone()).prop_map(|(kind, content)| object(kind, &content)),
        (0u8..6, small.clone()),
        (0u64..4, 0u64..4, small.clone(), small).prop_map(
            |(statement, template, label, numbers)| record(statement, template, &label, &numbers)
        ),
        Just(statement()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn any_frames_are_harmless(frames in prop::collection::vec(any_frame(), 0..6), more in prop::collection::vec(any::<u8>(), 0..60)) {
        harmless(&[forge(&frames).0, more].concat());
    }

    #[test]
    fn any_bytes_are_harmless(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        harmless(&bytes);
        harmless(&[FILE_HEADER, &bytes].concat());
    }
}
