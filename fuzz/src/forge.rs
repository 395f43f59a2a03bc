//! Archives whose chain is right, whatever is in their frames: written here as `docs/archive.md` says. Random bytes would hardly ever get
//! past the first digest.

use sha2::{Digest, Sha256};

const FILE_HEADER: &[u8] = b"NXZARCH\x01\0\0\0\0\0\0\0\0";

/// The kinds of frames.
pub const BLOB: u8 = 1;
/// A statement.
pub const STATEMENT: u8 = 2;
/// The text of metrics.
pub const TEMPLATE: u8 = 3;
/// An entry.
pub const RECORD: u8 = 4;
/// Set in the kind of a piece whose bytes are the whole body; otherwise those of an object are its content, stored.
pub const WHOLE_BODY: u8 = 0x80;
/// Set in the kind of a piece behind which the chain is broken.
pub const BROKEN: u8 = 0x40;

fn sha256(parts: &[&[u8]]) -> [u8; 32] {
    let hash = parts
        .iter()
        .fold(Sha256::new(), |hash, part| hash.chain_update(part));
    hash.finalize().into()
}

/// An archive of pieces, each a kind, the number of its bytes (two, little-endian) and these bytes.
pub fn archive(mut pieces: &[u8]) -> Vec<u8> {
    let mut link = sha256(&[FILE_HEADER]);
    let mut bytes = FILE_HEADER.to_vec();
    while let Some((&[flags, low, high], rest)) = pieces.split_first_chunk::<3>() {
        let (content, rest) = rest.split_at(rest.len().min(u16::from_le_bytes([low, high]).into()));
        pieces = rest;
        let kind = flags & 0x0f;
        let body = match flags & WHOLE_BODY != 0 || kind == RECORD {
            true => content.to_vec(),
            false => [&sha256(&[&[kind], content])[..], &[0], content].concat(),
        };
        let start = [&[kind][..], &(body.len() as u32).to_le_bytes()].concat();
        let check = sha256(&[&link, &start]);
        let header = [&start[..], &check[..8]].concat();
        link = sha256(&[&link, &header, &body]);
        link[0] ^= flags & BROKEN;
        bytes.extend([&header[..], &body, &link].concat());
    }
    bytes
}

/// The piece of an archive with this kind and these bytes.
pub fn piece(kind: u8, bytes: &[u8]) -> Vec<u8> {
    let len = u16::try_from(bytes.len()).expect("a short piece");
    [&[kind][..], &len.to_le_bytes(), bytes].concat()
}
