//! Where everything in an archive is. The index is not stored: it is found by going from header to header, one short read each.

use super::frame::{
    first_link, Digest, Header, FILE_HEADER, HEADER_LEN, LINK_LEN, MAGIC_LEN, OVERHEAD,
};
use super::storage::failed;
use super::{damaged, Tail};
use crate::error::{ErrorKind, ProtocolError, Result};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufReader, Read, Seek, SeekFrom};

/// A frame in the file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    /// Where its header begins.
    pub(super) offset: u64,
    pub(super) header: Header,
    /// The link behind it.
    pub(super) link: Digest,
}

/// The frames of an archive, in order. It grows with their number: a hostile file costs at most a few times its own size.
pub(super) struct Index {
    pub(super) frames: Vec<Frame>,
    /// The frames that are objects, by the objects' numbers.
    pub(super) objects: Vec<usize>,
    /// The frames that are records, by the entries' indices.
    pub(super) records: Vec<usize>,
    /// The numbers of objects by their digests; without hashing, for which the operating system may have no randomness.
    pub(super) numbers: BTreeMap<Digest, u64>,
    /// Those whose digests were only read so far.
    pub(super) unchecked: BTreeSet<u64>,
    /// Where the last complete frame ends; 0 where not even the header of the file is complete.
    pub(super) end: u64,
    pub(super) tail: Tail,
}

impl Index {
    /// Goes over a whole archive.
    pub(super) fn read(storage: &mut (impl Read + Seek)) -> Result<Self> {
        let mut index = Self {
            frames: Vec::new(),
            objects: Vec::new(),
            records: Vec::new(),
            numbers: BTreeMap::new(),
            unchecked: BTreeSet::new(),
            end: 0,
            tail: Tail::Clean,
        };
        let unreadable = |error| failed("it cannot be read", error);
        let len = storage.seek(SeekFrom::End(0)).map_err(unreadable)?;
        storage.seek(SeekFrom::Start(0)).map_err(unreadable)?;
        let mut reader = BufReader::new(storage);
        let mut header = Vec::new();
        let header_len = FILE_HEADER.len() as u64;
        let read = reader.by_ref().take(header_len).read_to_end(&mut header);
        read.map_err(unreadable)?;
        check_file_header(&header)?;
        if len < header_len {
            index.tail = Tail::Torn(len);
            return Ok(index);
        }
        index.end = header_len;
        index.tail = loop {
            let frame = match index.read_frame(&mut reader, len) {
                // A writer has cut it off since.
                Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                    break Tail::Torn(len - index.end)
                }
                frame => frame.map_err(unreadable)?,
            };
            match frame {
                Ok((frame, digest)) => {
                    if digest.is_some() {
                        index.unchecked.insert(index.objects.len() as u64);
                    }
                    index.push(frame, digest);
                }
                Err(tail) => break tail,
            }
        };
        Ok(index)
    }

    /// The frame at the end of the known ones, and the digest if it is an object; or why there is none.
    fn read_frame<R: Read + Seek>(
        &self,
        reader: &mut BufReader<R>,
        file_len: u64,
    ) -> io::Result<std::result::Result<(Frame, Option<Digest>), Tail>> {
        let rest = file_len.saturating_sub(self.end);
        if rest == 0 {
            return Ok(Err(Tail::Clean));
        }
        if rest < HEADER_LEN as u64 {
            return Ok(Err(Tail::Torn(rest)));
        }
        let bytes = read_array(reader)?;
        let Some(header) = Header::decode(bytes, &self.last_link()) else {
            return Ok(Err(Tail::Damaged(rest)));
        };
        if rest < OVERHEAD + u64::from(header.len) {
            return Ok(Err(Tail::Torn(rest)));
        }
        let (mut body_len, mut digest) = (i64::from(header.len), None);
        if header.kind.is_object() {
            body_len -= size_of::<Digest>() as i64;
            if body_len < 0 {
                return Ok(Err(Tail::Damaged(rest)));
            }
            digest = Some(read_array(reader)?);
        }
        reader.seek_relative(body_len)?;
        let link: [u8; LINK_LEN] = read_array(reader)?;
        let frame = Frame {
            offset: self.end,
            header,
            link,
        };
        Ok(Ok((frame, digest)))
    }

    /// Adds a frame; objects come with their digests.
    pub(super) fn push(&mut self, frame: Frame, digest: Option<Digest>) {
        let at = self.frames.len();
        match digest {
            Some(digest) => {
                let number = self.objects.len() as u64;
                self.numbers.insert(digest, number);
                self.objects.push(at);
            }
            None => self.records.push(at),
        }
        self.end = frame.offset + OVERHEAD + u64::from(frame.header.len);
        self.frames.push(frame);
    }

    /// Forgets the frames from that one on, which are damaged.
    pub(super) fn forget_from(&mut self, at: usize) {
        let Some(first) = self.frames.get(at) else {
            return;
        };
        let behind = match self.tail {
            Tail::Clean => 0,
            Tail::Torn(bytes) | Tail::Damaged(bytes) => bytes,
        };
        self.tail = Tail::Damaged(self.end - first.offset + behind);
        self.end = first.offset;
        self.frames.truncate(at);
        self.records.retain(|frame| *frame < at);
        self.objects.retain(|frame| *frame < at);
        let objects = self.objects.len() as u64;
        self.numbers.retain(|_, number| *number < objects);
        self.unchecked.retain(|number| *number < objects);
    }

    /// The header of the file was written.
    pub(super) fn begin(&mut self) {
        self.end = FILE_HEADER.len() as u64;
        if self.tail == Tail::Torn(0) {
            self.tail = Tail::Clean;
        }
    }

    /// The link in front of a frame.
    pub(super) fn link_before(&self, at: usize) -> Digest {
        match at.checked_sub(1) {
            Some(before) => self.frames[before].link,
            None => first_link(),
        }
    }

    /// The link behind the last frame.
    pub(super) fn last_link(&self) -> Digest {
        self.link_before(self.frames.len())
    }
}

fn read_array<const N: usize>(reader: &mut impl Read) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    reader.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// Takes the header of a file, or the beginning of one that was not written to its end.
fn check_file_header(bytes: &[u8]) -> Result<()> {
    let magic_len = bytes.len().min(MAGIC_LEN);
    if bytes[..magic_len] != FILE_HEADER[..magic_len] {
        return Err(damaged("the file is no archive"));
    }
    if !FILE_HEADER.starts_with(bytes) {
        return Err(ProtocolError::in_field(
            ErrorKind::Unsupported,
            "archive",
            "its format is newer than this library",
        ));
    }
    Ok(())
}
