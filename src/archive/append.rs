//! Appending: the frames of an entry are put together first, and written at once.

use super::frame::{next_link, Digest, Header, Kind};
use super::index::{Frame, Index};
use super::record::{encode_statement, split_numbers, Record};
use super::storage::failed;
use super::{too_large, Archive, Entry, Storage};
use crate::error::{ErrorKind, ProtocolError, Result};
use crate::statement::Statement;
use std::io::SeekFrom;

impl<S: Storage> Archive<S> {
    /// Appends an entry and returns its index: all of it, or in case of an error nothing. `InvalidArgument` for an archive opened for reading, and
    /// for bytes that are no proof, compressed or not, `Malformed` or `Unsupported`; `LimitExceeded` for a label or metrics that are too long, or a
    /// statement or record larger than the limits; `Io` where it cannot be written, for example because the disk is full, and for good once a flush failed.
    pub fn append(&mut self, entry: &Entry) -> Result<u64> {
        if !self.writable {
            let message = "is open for reading only";
            return Err(ProtocolError::in_field(
                ErrorKind::InvalidArgument,
                "archive",
                message,
            ));
        }
        self.check_durable()?;
        entry.validate(self.max_statement_len())?;
        let mut batch = Batch::after(&self.index);
        let statement = self.place_statement(&mut batch, &entry.statement)?;
        let (template, numbers) = split_numbers(&entry.metrics);
        let template = match entry.metrics.is_empty() {
            true => None,
            false => Some(self.place(&mut batch, Kind::Template, &template)?),
        };
        let record = Record {
            statement,
            template,
            time: entry.time,
            label: &entry.label,
            context: &entry.context,
            numbers: &numbers,
            proof: &entry.proof,
        };
        let max = self.max_body_len(Kind::Record);
        batch.push(Kind::Record, None, &record.encode(), max)?;
        self.write(batch)?;
        Ok(self.len() - 1)
    }

    /// The number of a statement, which goes to the batch if it is new.
    fn place_statement(&mut self, batch: &mut Batch, statement: &Statement) -> Result<u64> {
        /// A shorter object stays in its statement: a frame of its own would take more than is saved.
        const MIN_BLOB_LEN: usize = 256;
        let (whole, ranges) = statement.encode_parts();
        let mut objects = Vec::new();
        for range in ranges {
            if range.len() >= MIN_BLOB_LEN {
                let number = self.place(batch, Kind::Blob, &whole[range.clone()])?;
                objects.push((range, number));
            }
        }
        self.place(batch, Kind::Statement, &encode_statement(&whole, &objects))
    }

    /// The number of the object with this content, which goes to the batch if it is new.
    fn place(&mut self, batch: &mut Batch, kind: Kind, content: &[u8]) -> Result<u64> {
        let digest = kind.digest(content);
        if let Some(number) = self.index.numbers.get(&digest).copied() {
            // The file only says that it has this content: it is looked at before something new refers to it.
            if self.index.unchecked.contains(&number) {
                match kind {
                    // Right as it is, it may still refer to objects that come later.
                    Kind::Statement => self.statement_bytes(number)?,
                    _ => self.object(number, kind)?,
                };
                self.index.unchecked.remove(&number);
            }
            return Ok(number);
        }
        if let Some(number) = batch.number_of(&digest) {
            return Ok(number);
        }
        let mut body = digest.to_vec();
        body.extend_from_slice(&self.manager.compress(content)?.data);
        batch.push(kind, Some(digest), &body, self.max_body_len(kind))
    }

    /// Writes the frames of a batch, or leaves the archive as it was.
    fn write(&mut self, batch: Batch) -> Result<()> {
        let end = self.index.end;
        if self.leftover {
            let cut = |error| failed("what an append before could not write remains", error);
            self.storage.truncate(end).map_err(cut)?;
            self.leftover = false;
        }
        self.unsynced = true;
        let written = self.storage.seek(SeekFrom::Start(end));
        if let Err(error) = written.and_then(|_| self.storage.write_all(&batch.bytes)) {
            self.leftover = self.storage.truncate(end).is_err();
            return Err(failed("nothing was appended", error));
        }
        for (frame, digest) in batch.frames {
            self.index.push(frame, digest);
        }
        Ok(())
    }

    /// Makes everything that was appended, by writers before too, survive a power failure. A failure is final: what is on the disk then is not
    /// known, and this archive is flushed and appended to no more.
    pub fn flush(&mut self) -> Result<()> {
        self.check_durable()?;
        if self.unsynced {
            let synced = self.storage.flush().and_then(|()| self.storage.sync());
            self.undurable = synced.is_err();
            synced.map_err(undurable)?;
            self.unsynced = false;
        }
        Ok(())
    }

    /// Refuses to go on after a failed flush. The system may report only once that bytes did not reach the disk, so that another flush would
    /// promise too much; and what is appended cannot be read where a frame before it is missing.
    fn check_durable(&self) -> Result<()> {
        match self.undurable {
            true => Err(undurable("a flush before failed")),
            false => Ok(()),
        }
    }
}

/// The error for what may be lost by a power failure.
fn undurable(error: impl std::fmt::Display) -> ProtocolError {
    failed("what was appended may not be on the disk", error)
}

/// The frames of one append.
struct Batch {
    bytes: Vec<u8>,
    frames: Vec<(Frame, Option<Digest>)>,
    start: u64,
    link: Digest,
    first_object: u64,
}

impl Batch {
    /// Frames that come behind those of the index.
    fn after(index: &Index) -> Self {
        Self {
            bytes: Vec::new(),
            frames: Vec::new(),
            start: index.end,
            link: index.last_link(),
            first_object: index.objects.len() as u64,
        }
    }

    /// Adds a frame; returns the number of the object that it is.
    fn push(&mut self, kind: Kind, digest: Option<Digest>, body: &[u8], max: u64) -> Result<u64> {
        let len = u32::try_from(body.len())
            .ok()
            .filter(|len| u64::from(*len) <= max)
            .ok_or_else(|| too_large(max))?;
        let header = Header { kind, len };
        let offset = self.start + self.bytes.len() as u64;
        let number = self.first_object + self.frames.len() as u64;
        self.bytes.extend_from_slice(&header.encode(&self.link));
        self.bytes.extend_from_slice(body);
        self.link = next_link(&self.link, header, body);
        self.bytes.extend_from_slice(&self.link);
        let frame = Frame {
            offset,
            header,
            link: self.link,
        };
        self.frames.push((frame, digest));
        Ok(number)
    }

    /// The number of an object in the batch.
    fn number_of(&self, digest: &Digest) -> Option<u64> {
        let same = |(_, known): &(Frame, Option<Digest>)| known.as_ref() == Some(digest);
        let place = self.frames.iter().position(same)?;
        Some(self.first_object + place as u64)
    }
}
