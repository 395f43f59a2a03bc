//! Archives: many proofs in one file, with their statements, contexts, labels and measurements.
//!
//! Entries are only ever appended. Proofs are close to random and stored as they are; what repeats is removed: each distinct statement,
//! each list or circuit that statements share, and the text of metrics without its numbers are stored once, compressed, and records refer
//! to them. A chain of digests runs through the file, and its last link is the archive's [`Archive::fingerprint`]. It shows accidents:
//! a torn write, flipped bits, parts that were removed or moved. Whoever can write the file can make another chain, so only a fingerprint
//! that was kept elsewhere shows forgery, and what a proof proves is known once it was verified.
//!
//! * [`storage`]: files and memory, locks;
//! * `frame`: the chain, headers, the fields of bodies;
//! * `record`: what is in bodies;
//! * `index`: where everything is, found from header to header;
//! * `append`: what is written for an entry;
//! * `decoded`: the statements that were read last;
//! * [`summary`]: counts and sizes.
//!
//! `docs/archive.md` has the format.

mod append;
mod decoded;
mod frame;
mod index;
mod record;
pub mod storage;
pub mod summary;

pub use storage::Storage;
pub use summary::Summary;

use crate::compression::{zeros, CompressionConfig, Manager};
use crate::error::{ErrorKind, ProtocolError, Result};
use crate::proof_bytes;
use crate::statement::Statement;
use decoded::Decoded;
use frame::{next_link, Digest, Kind, FILE_HEADER, HEADER_LEN};
use index::Index;
use record::{decode_statement, join_numbers, Record};
use std::fs::File;
use std::io::SeekFrom;
use std::path::Path;
use storage::failed;

/// What an archive is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Reading. Any number of readers may have the archive open, also while somebody appends; each sees what was complete when it opened.
    Read,
    /// Reading and appending, by one at a time. A record that was not written to its end is cut off; other damage is an error.
    Append,
    /// The same after everything from the first broken frame on, and a last frame that is damaged, was cut off too.
    Recover,
}

/// What was found behind the last complete frame when an archive was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tail {
    /// Nothing.
    Clean,
    /// This many bytes of a frame that was not written to its end, as after a crash.
    Torn(u64),
    /// This many bytes that begin with no frame that continues the chain.
    Damaged(u64),
}

/// What is kept of one proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What it proves.
    pub statement: Statement,
    /// What it is bound to.
    pub context: Vec<u8>,
    /// The proof bytes, as they were made or compressed.
    pub proof: Vec<u8>,
    /// The measurements of its making as JSON; empty where there are none.
    pub metrics: String,
    /// The caller's name for it.
    pub label: String,
    /// When it was appended, in milliseconds since 1970 (UTC), at most [`Self::MAX_TIME`].
    pub time: u64,
}

impl Entry {
    /// Longest label in bytes.
    pub const MAX_LABEL_LEN: usize = 256;
    /// Longest metrics in bytes.
    pub const MAX_METRICS_LEN: usize = 64 << 10;
    /// The last millisecond of the year 9999, to which the calendars of all languages go.
    pub const MAX_TIME: u64 = 253_402_300_799_999;

    fn validate(&self, max_statement_len: u64) -> Result<()> {
        proof_bytes::info(&self.proof)?;
        if self.time > Self::MAX_TIME {
            return Err(ProtocolError::in_field(
                ErrorKind::InvalidArgument,
                "time",
                "it is after the year 9999",
            ));
        }
        // A statement may be longer than everything that is stored of it: several of its claims share a list.
        let statement_len = self.statement.encoded_len();
        let lens = [
            ("label", self.label.len() as u64, Self::MAX_LABEL_LEN as u64),
            (
                "metrics",
                self.metrics.len() as u64,
                Self::MAX_METRICS_LEN as u64,
            ),
            ("statement", statement_len, max_statement_len),
        ];
        for (field, len, max) in lens {
            if len > max {
                let message = format!("{len} bytes are more than the {max} allowed");
                return Err(ProtocolError::in_field(
                    ErrorKind::LimitExceeded,
                    field,
                    message,
                ));
            }
        }
        Ok(())
    }
}

/// The error for bytes that are no archive, or not the one that was written.
fn damaged(message: impl Into<String>) -> ProtocolError {
    ProtocolError::in_field(ErrorKind::Malformed, "archive", message)
}

/// The error for more than the limits allow.
fn too_large(max: u64) -> ProtocolError {
    let message = format!("something in it is larger than the {max} bytes allowed");
    ProtocolError::in_field(ErrorKind::LimitExceeded, "archive", message)
}

/// An archive in a file.
pub type FileArchive = Archive<File>;

/// An archive. One thread at a time uses it.
///
/// What is appended is given to the operating system at once, and survives a crash of the process; [`Self::flush`] makes it survive a power
/// failure. Dropping an archive flushes it too, but tells nobody if that fails.
pub struct Archive<S: Storage> {
    storage: S,
    manager: Manager,
    writable: bool,
    index: Index,
    /// Whether a failed append left bytes behind the last frame.
    leftover: bool,
    /// Whether something may not be on the disk yet.
    unsynced: bool,
    /// Whether a flush failed, so that nobody knows what is on the disk.
    undurable: bool,
    decoded: Decoded,
}

impl FileArchive {
    /// A new archive in a file that must not exist yet, opened for appending.
    pub fn create(path: impl AsRef<Path>) -> Result<Self> {
        storage::create(path.as_ref(), |file| {
            Self::over(file, Mode::Append, manager())
        })
    }

    /// The archive in a file. `Io` where the file cannot be opened, or somebody else appends to it; `Malformed` for a file that is no archive,
    /// and for a damaged one in [`Mode::Append`]; `LimitExceeded`, unless only to read, where the last frame is larger than is allowed or than
    /// there is memory for.
    pub fn open(path: impl AsRef<Path>, mode: Mode) -> Result<Self> {
        Self::over(storage::open(path.as_ref(), mode)?, mode, manager())
    }
}

fn manager() -> Manager {
    Manager::new(CompressionConfig::default()).expect("the usual configuration is a good one")
}

impl<S: Storage> Archive<S> {
    /// The archive in `storage`; a new one if that is empty and may be appended to. The manager compresses what is appended and bounds
    /// what is read: nothing in the archive may be longer than its `max_size`.
    pub fn over(mut storage: S, mode: Mode, manager: Manager) -> Result<Self> {
        let index = Index::read(&mut storage)?;
        let decoded = Decoded::new(manager.config().max_size);
        let writable = mode != Mode::Read;
        let mut archive = Self {
            storage,
            manager,
            writable,
            index,
            leftover: false,
            // Who appended before may have been killed without flushing.
            unsynced: writable,
            undurable: false,
            decoded,
        };
        if writable {
            archive.prepare(mode)?;
        }
        Ok(archive)
    }

    /// Makes the end of the file one that can be appended to.
    fn prepare(&mut self, mode: Mode) -> Result<()> {
        let recover = mode == Mode::Recover;
        // A power failure may have left complete frames whose bytes never arrived.
        let mut whole = self.index.frames.len();
        while let Some(last) = whole.checked_sub(1) {
            match self.body(last) {
                Err(error) if recover && error.kind() == ErrorKind::Malformed => whole = last,
                Err(error) => return Err(error),
                Ok(_) => break,
            }
        }
        self.index.forget_from(whole);
        match self.index.tail {
            Tail::Clean => return Ok(()),
            Tail::Damaged(bytes) if !recover => {
                let message = format!("its last {bytes} bytes are damaged; recovery cuts them off");
                return Err(damaged(message));
            }
            _ => {}
        }
        let unwritable = |error| failed("its end cannot be repaired", error);
        let end = self.index.end;
        self.storage.truncate(end).map_err(unwritable)?;
        if end == 0 {
            let start = self.storage.seek(SeekFrom::Start(0));
            start
                .and_then(|_| self.storage.write_all(&FILE_HEADER))
                .map_err(unwritable)?;
            self.index.begin();
        }
        Ok(())
    }

    /// Number of entries.
    pub fn len(&self) -> u64 {
        self.index.records.len() as u64
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What was found behind the last complete frame when the archive was opened. When it was opened for appending, that is cut off.
    pub fn tail(&self) -> Tail {
        self.index.tail
    }

    /// The last link of the chain, which depends on every byte of the archive. Two archives with one fingerprint are the same; that of a
    /// file that was only opened counts once [`Self::verify_integrity`] went over it.
    pub fn fingerprint(&self) -> [u8; 32] {
        self.index.last_link()
    }

    /// What the archive is kept in.
    pub fn storage(&self) -> &S {
        &self.storage
    }

    /// The entry with that index: `InvalidArgument` if there is none, `Malformed` if it, its statement or its metrics are damaged. Its
    /// statement, however short its frame is, takes the work of decoding it whole, unless it is one of the few that were read last.
    pub fn get(&mut self, index: u64) -> Result<Entry> {
        let records = &self.index.records;
        let place = usize::try_from(index).ok();
        let Some(&at) = place.and_then(|index| records.get(index)) else {
            let message = format!("the archive has {} entries, not {index}", records.len());
            return Err(ProtocolError::in_field(
                ErrorKind::InvalidArgument,
                "index",
                message,
            ));
        };
        let body = self.body(at)?;
        let record = Record::decode(&body)?;
        Ok(Entry {
            metrics: self.check_record(&record, at)?,
            statement: self.statement(record.statement)?,
            context: record.context.to_vec(),
            proof: record.proof.to_vec(),
            label: record.label.to_owned(),
            time: record.time,
        })
    }

    /// All entries in order, each at the cost of [`Self::get`].
    pub fn iter(&mut self) -> impl Iterator<Item = Result<Entry>> + '_ {
        (0..self.len()).map(|index| self.get(index))
    }

    /// Reads everything and checks it: the chain, every digest and reference, that statements are statements and proofs look like proofs. It does
    /// not verify proofs, nor decompress them. An archive open for reading must also end with a complete frame. Every statement is decoded
    /// once, however many entries have it.
    pub fn verify_integrity(&mut self) -> Result<()> {
        match self.index.tail {
            Tail::Torn(bytes) if !self.writable => Err(damaged(format!(
                "the last {bytes} bytes are of a record that was not written to its end"
            ))),
            Tail::Damaged(bytes) if !self.writable => {
                Err(damaged(format!("the last {bytes} bytes are damaged")))
            }
            _ => self.summary().map(drop),
        }
    }

    /// Checks everything about the record in a frame but its statement, of which only the place is looked at: many records may refer to
    /// one that is large. Returns the metrics.
    fn check_record(&mut self, record: &Record, at: usize) -> Result<String> {
        self.check_reference(record.statement, Kind::Statement, at)?;
        proof_bytes::info(record.proof)?;
        match record.template {
            None if record.numbers.is_empty() => Ok(String::new()),
            None => Err(damaged("numbers have no template")),
            Some(template) => {
                self.check_reference(template, Kind::Template, at)?;
                join_numbers(&self.object(template, Kind::Template)?, record.numbers)
            }
        }
    }

    /// Longest content of a frame.
    fn max_len(&self, kind: Kind) -> u64 {
        let max = self.manager.config().max_size;
        match kind {
            // No longer than the metrics, whose numbers are at least as long as what stands for them.
            Kind::Template => max.min(Entry::MAX_METRICS_LEN as u64),
            Kind::Blob | Kind::Statement | Kind::Record => max,
        }
    }

    /// Longest encoding of a statement, in which its blobs are whole.
    fn max_statement_len(&self) -> u64 {
        let max = self.manager.config().max_size;
        max.min(Statement::MAX_ENCODED_LEN as u64)
    }

    /// Longest body of a frame.
    fn max_body_len(&self, kind: Kind) -> u64 {
        // An object is at most a byte longer when it is compressed, and its digest is in front of it.
        self.max_len(kind) + 1 + size_of::<Digest>() as u64
    }

    /// The body of a frame, once it is what the chain says.
    fn body(&mut self, at: usize) -> Result<Vec<u8>> {
        let frame = self.index.frames[at];
        let max = self.max_body_len(frame.header.kind);
        if u64::from(frame.header.len) > max {
            return Err(too_large(max));
        }
        let unreadable = |error| failed("it cannot be read", error);
        let start = frame.offset + HEADER_LEN as u64;
        self.storage
            .seek(SeekFrom::Start(start))
            .map_err(unreadable)?;
        // The file had that many bytes when it was opened.
        let mut body = zeros(frame.header.len as usize)?;
        self.storage.read_exact(&mut body).map_err(unreadable)?;
        if next_link(&self.index.link_before(at), frame.header, &body) != frame.link {
            let message = format!("the frame at byte {} was changed", frame.offset);
            return Err(damaged(message));
        }
        Ok(body)
    }

    /// The frame of the object with that number.
    fn frame_of(&self, number: u64, kind: Kind) -> Result<usize> {
        let place = usize::try_from(number).ok();
        let known = place.and_then(|number| self.index.objects.get(number));
        let at =
            *known.ok_or_else(|| damaged("something refers to an object that is not there"))?;
        match self.index.frames[at].header.kind == kind {
            true => Ok(at),
            false => Err(damaged("something refers to an object of another kind")),
        }
    }

    /// Refuses a reference to anything but an object of that kind in front of the frame that refers to it.
    fn check_reference(&self, number: u64, kind: Kind, frame: usize) -> Result<()> {
        match self.frame_of(number, kind)? < frame {
            true => Ok(()),
            false => Err(damaged("something refers to an object that comes later")),
        }
    }

    /// The content of the object with that number.
    fn object(&mut self, number: u64, kind: Kind) -> Result<Vec<u8>> {
        let body = self.body(self.frame_of(number, kind)?)?;
        let (digest, compressed) = body
            .split_first_chunk::<{ size_of::<Digest>() }>()
            .ok_or_else(|| damaged("an object has no digest"))?;
        let max = self.max_len(kind);
        let content = self.manager.decompress_within(compressed, max)?;
        match kind.digest(&content) == *digest {
            true => Ok(content),
            false => Err(damaged("an object has another digest")),
        }
    }

    /// The canonical encoding of the statement with that number.
    fn statement_bytes(&mut self, number: u64) -> Result<Vec<u8>> {
        let content = self.object(number, Kind::Statement)?;
        let max_len = usize::try_from(self.max_statement_len()).unwrap_or(usize::MAX);
        let at = self.index.objects[number as usize];
        decode_statement(&content, max_len, |blob| {
            self.check_reference(blob, Kind::Blob, at)?;
            self.object(blob, Kind::Blob)
        })
    }

    fn statement(&mut self, number: u64) -> Result<Statement> {
        if let Some(statement) = self.decoded.get(number) {
            return Ok(statement);
        }
        let whole = self.statement_bytes(number)?;
        let statement = Statement::decode(&whole)?;
        let len = whole.len() as u64;
        self.decoded.insert(number, statement.clone(), len);
        Ok(statement)
    }
}

impl<S: Storage> Drop for Archive<S> {
    fn drop(&mut self) {
        // Nobody to tell; who wants to know calls `flush` before.
        let _ = self.flush();
    }
}

/// Milliseconds since 1970, by the clock of this machine; for a clock outside 1970 to 9999 the nearest in there.
pub fn now() -> u64 {
    std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0, |time| {
            time.as_millis().min(Entry::MAX_TIME.into()) as u64
        })
}
