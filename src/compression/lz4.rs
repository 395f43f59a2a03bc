//! The LZ4 frame format, as the tool `lz4` reads and writes it.
//!
//! Frames are written by `lz4_flex`, with content size and content checksum. They are read here, block by block with the same crate's
//! block decoder, because its frame reader takes a frame that ends early for a finished one, and allocates what the frame asks for.

use super::wire::{malformed, reserve, too_long, Reader};
use super::{check_known_answer, Codec};
use crate::error::{ErrorKind, ProtocolError, Result};
use lz4_flex::block;
use lz4_flex::frame::{BlockMode, FrameEncoder, FrameInfo};
use std::io::Write;
use twox_hash::XxHash32;

/// The codec. What it makes and takes is a whole LZ4 frame and nothing else: the content of a `.lz4` file.
pub struct Lz4;

/// Frames begin with this (LZ4 Frame Format 1.6.4).
const MAGIC: [u8; 4] = 0x184d_2204_u32.to_le_bytes();
/// How far back a block may refer.
const WINDOW: usize = 64 << 10;
/// No LZ4 block expands further: a length byte adds at most 255.
const MAX_EXPANSION: usize = 255;

impl Codec for Lz4 {
    fn name(&self) -> &'static str {
        "lz4"
    }

    fn id(&self) -> u8 {
        1
    }

    fn compress(&self, input: &[u8]) -> Result<Vec<u8>> {
        let info = FrameInfo::new()
            .content_size(Some(input.len() as u64))
            .content_checksum(true)
            .block_mode(BlockMode::Linked);
        let mut encoder = FrameEncoder::with_frame_info(info, Vec::new());
        encoder.write_all(input).map_err(failed)?;
        encoder.finish().map_err(failed)
    }

    fn decompress(&self, input: &[u8], max_len: usize) -> Result<Vec<u8>> {
        let mut reader = Reader(input);
        let frame = Frame::read(&mut reader)?;
        let content = frame.content(&mut reader, max_len)?;
        if reader.is_empty() {
            Ok(content)
        } else {
            Err(malformed("something follows the LZ4 frame"))
        }
    }

    fn health_check(&self) -> Result<()> {
        check_known_answer(self, KNOWN_CONTENT, KNOWN_FRAME)?;
        check_known_answer(self, KNOWN_CONTENT, &self.compress(KNOWN_CONTENT)?)
    }
}

const KNOWN_CONTENT: &[u8] = &[b'a'; 60];
/// What `lz4 --content-size -12` makes of it.
#[rustfmt::skip]
const KNOWN_FRAME: &[u8] = &[
    0x04, 0x22, 0x4d, 0x18, 0x6c, 0x40, 60, 0, 0, 0, 0, 0, 0, 0, 0x38, 11, 0, 0, 0, 0x1f, 0x61, 1, 0, 0x23, 0x50, 0x61, 0x61, 0x61,
    0x61, 0x61, 0, 0, 0, 0, 0x49, 0x67, 0x2f, 0x3e,
];

fn failed(error: impl std::fmt::Display) -> ProtocolError {
    ProtocolError::new(ErrorKind::Compression, format!("LZ4: {error}"))
}

/// The frame descriptor.
struct Frame {
    max_block_len: usize,
    linked: bool,
    block_checksums: bool,
    content_checksum: bool,
    content_len: Option<u64>,
}

impl Frame {
    fn read(reader: &mut Reader) -> Result<Self> {
        if reader.array()? != MAGIC {
            return Err(malformed("the bytes do not start like an LZ4 frame"));
        }
        let descriptor = reader.0;
        let [flags, block] = reader.array()?;
        let flag = |bit: u8| flags >> bit & 1 == 1;
        // Version 01, and nothing reserved; dictionaries (bit 0) are not in the frame, so that nobody could read it.
        if flags >> 6 != 1 || flag(1) || flag(0) || block & 0x8f != 0 || block >> 4 < 4 {
            return Err(malformed("an LZ4 frame of a kind that is not supported"));
        }
        let content_len = match flag(3) {
            true => Some(u64::from_le_bytes(reader.array()?)),
            false => None,
        };
        let descriptor = &descriptor[..descriptor.len() - reader.0.len()];
        if reader.byte()? != (XxHash32::oneshot(0, descriptor) >> 8) as u8 {
            return Err(malformed("the LZ4 frame header has another checksum"));
        }
        Ok(Self {
            max_block_len: 1 << (8 + 2 * (block >> 4)),
            linked: !flag(5),
            block_checksums: flag(4),
            content_checksum: flag(2),
            content_len,
        })
    }

    /// The blocks up to the end mark, and the checksum behind it.
    fn content(&self, reader: &mut Reader, max_len: usize) -> Result<Vec<u8>> {
        if self.content_len.is_some_and(|len| len > max_len as u64) {
            return Err(too_long(max_len));
        }
        let mut content = Vec::new();
        loop {
            let size = u32::from_le_bytes(reader.array()?);
            if size == 0 {
                break;
            }
            let len = (size & 0x7fff_ffff) as usize;
            if len > self.max_block_len {
                return Err(malformed("an LZ4 block is longer than its frame allows"));
            }
            let bytes = reader.bytes(len)?;
            if self.block_checksums {
                check(reader, bytes)?;
            }
            let room = self.max_block_len.min(max_len - content.len());
            if size >> 31 == 0 {
                self.block(&mut content, bytes, room, max_len)?;
            } else if len <= room {
                reserve(&mut content, len)?;
                content.extend_from_slice(bytes);
            } else {
                return Err(too_long(max_len));
            }
        }
        if self
            .content_len
            .is_some_and(|len| len != content.len() as u64)
        {
            return Err(malformed("the LZ4 frame has another length than it says"));
        }
        if self.content_checksum {
            check(reader, &content)?;
        }
        Ok(content)
    }

    /// Appends what a compressed block becomes, at most `room` bytes.
    fn block(
        &self,
        content: &mut Vec<u8>,
        bytes: &[u8],
        room: usize,
        max_len: usize,
    ) -> Result<()> {
        let start = content.len();
        let reachable = bytes.len().saturating_mul(MAX_EXPANSION);
        reserve(content, room.min(reachable))?;
        content.resize(start + room.min(reachable), 0);
        let (before, after) = content.split_at_mut(start);
        let window = match self.linked {
            true => &before[start.saturating_sub(WINDOW)..],
            false => &[],
        };
        let written = block::decompress_into_with_dict(bytes, after, window).map_err(|error| {
            // Not enough room is the sender's fault where a block is longer than its frame allows.
            match error {
                block::DecompressError::OutputTooSmall { .. } if room < self.max_block_len => {
                    too_long(max_len)
                }
                _ => malformed("an LZ4 block is damaged"),
            }
        })?;
        content.truncate(start + written);
        Ok(())
    }
}

/// Compares the checksum that follows.
fn check(reader: &mut Reader, bytes: &[u8]) -> Result<()> {
    if u32::from_le_bytes(reader.array()?) == XxHash32::oneshot(0, bytes) {
        Ok(())
    } else {
        Err(malformed("the content has another checksum"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VERSION_1: u8 = 1 << 6;
    const INDEPENDENT: u8 = 1 << 5;
    const BLOCK_CHECKSUMS: u8 = 1 << 4;
    const CONTENT_SIZE: u8 = 1 << 3;
    const CONTENT_CHECKSUM: u8 = 1 << 2;
    const DICTIONARY: u8 = 1;
    /// Blocks of at most 64 KiB.
    const BLOCKS: u8 = 4 << 4;

    fn hash(bytes: &[u8]) -> [u8; 4] {
        XxHash32::oneshot(0, bytes).to_le_bytes()
    }

    /// A frame with this descriptor, whose checksum is right, and what follows it.
    fn frame(flags: u8, block: u8, content_len: Option<u64>, rest: &[&[u8]]) -> Vec<u8> {
        let mut descriptor = vec![flags, block];
        descriptor.extend(content_len.iter().flat_map(|len| len.to_le_bytes()));
        let checksum = hash(&descriptor)[1];
        [&MAGIC, &descriptor[..], &[checksum], &rest.concat()].concat()
    }

    /// A block that is not compressed.
    fn stored(bytes: &[u8]) -> Vec<u8> {
        [&(1 << 31 | bytes.len() as u32).to_le_bytes(), bytes].concat()
    }

    fn compressed(bytes: &[u8]) -> Vec<u8> {
        [&(bytes.len() as u32).to_le_bytes(), bytes].concat()
    }

    const END: &[u8] = &[0; 4];
    /// No literals and a match of four bytes, four bytes back; then the last literals.
    const REPEAT: &[u8] = &[0x00, 4, 0, 0x50, b'v', b'w', b'x', b'y', b'z'];

    #[test]
    fn frames_of_every_kind_are_read() {
        let (abcd, more) = (stored(b"abcd"), compressed(REPEAT));
        let all = b"abcdabcdvwxyz";
        let checked = [&abcd[..], &hash(b"abcd"), &more, &hash(REPEAT), END].concat();
        for frame in [
            frame(VERSION_1, BLOCKS, None, &[&abcd, &more, END]),
            frame(VERSION_1, 7 << 4, None, &[&abcd, &more, END]),
            frame(VERSION_1 | BLOCK_CHECKSUMS, BLOCKS, None, &[&checked]),
            frame(
                VERSION_1 | CONTENT_SIZE | CONTENT_CHECKSUM,
                BLOCKS,
                Some(13),
                &[&abcd, &more, END, &hash(all)],
            ),
        ] {
            assert_eq!(Lz4.decompress(&frame, 13).unwrap(), all);
            let refused = Lz4.decompress(&frame, 12).unwrap_err();
            assert_eq!(refused.kind(), ErrorKind::LimitExceeded);
            for len in 0..frame.len() {
                let refused = Lz4.decompress(&frame[..len], 13).unwrap_err();
                assert_eq!(refused.kind(), ErrorKind::Malformed, "{len}");
            }
        }
    }

    #[test]
    fn what_is_wrong_with_a_frame_is_told() {
        let abcd = stored(b"abcd");
        let short = |flags, block| frame(flags, block, None, &[&abcd, END]);
        let mut other_checksum = short(VERSION_1, BLOCKS);
        other_checksum[6] ^= 1;
        let too_long = vec![0; (64 << 10) + 1];
        let independent = VERSION_1 | INDEPENDENT;
        let wrong = [
            (short(2 << 6, BLOCKS), "not supported"),
            (short(VERSION_1 | 2, BLOCKS), "not supported"),
            (short(VERSION_1 | DICTIONARY, BLOCKS), "not supported"),
            (short(VERSION_1, BLOCKS | 1), "not supported"),
            (short(VERSION_1, BLOCKS | 0x80), "not supported"),
            (short(VERSION_1, 3 << 4), "not supported"),
            (other_checksum, "header has another checksum"),
            (
                frame(VERSION_1, BLOCKS, None, &[&stored(&too_long), END]),
                "longer than its frame allows",
            ),
            (
                frame(
                    VERSION_1 | BLOCK_CHECKSUMS,
                    BLOCKS,
                    None,
                    &[&abcd, &hash(b"abce"), END],
                ),
                "another checksum",
            ),
            (
                frame(
                    VERSION_1 | CONTENT_CHECKSUM,
                    BLOCKS,
                    None,
                    &[&abcd, END, &hash(b"abce")],
                ),
                "another checksum",
            ),
            (
                frame(VERSION_1 | CONTENT_SIZE, BLOCKS, Some(5), &[&abcd, END]),
                "another length",
            ),
            // One byte, and 65,793 times what stands one byte back.
            (
                frame(
                    VERSION_1,
                    BLOCKS,
                    None,
                    &[
                        &compressed(&[&[0x1f, b'a', 1, 0][..], &[255; 258], &[0]].concat()),
                        END,
                    ],
                ),
                "damaged",
            ),
            // It refers to the block before.
            (
                frame(
                    independent,
                    BLOCKS,
                    None,
                    &[&abcd, &compressed(REPEAT), END],
                ),
                "damaged",
            ),
            (
                frame(VERSION_1, BLOCKS, None, &[&abcd, END, END]),
                "something follows",
            ),
        ];
        for (frame, message) in wrong {
            let refused = Lz4.decompress(&frame, 1 << 20).unwrap_err();
            assert_eq!(refused.kind(), ErrorKind::Malformed, "{message}");
            assert!(refused.message().contains(message), "{refused}");
        }
        // Nothing says how long it becomes, and it is not compressed.
        let refused = Lz4.decompress(&short(VERSION_1, BLOCKS), 3).unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::LimitExceeded);
    }
}
