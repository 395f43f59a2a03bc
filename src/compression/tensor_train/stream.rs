//! The format of tensor trains: length and checksum of the content, then pieces of it, each a tensor or bytes as they are
//! (`docs/compression.md`). Hybrid streams are the same with LZ4 blocks where those are shorter.

use super::super::wire::{malformed, reserve, too_long, zeros, Reader};
use super::element::{Element, MAX_WIDTH};
use super::estimate::Plan;
use super::residual;
use super::train::{foldings, IntegerTrain, Shape, Train, MAX_CORE_WIDTH, MAX_EXPONENT};
use crate::error::Result;
use crate::leb128;
use lz4_flex::block;
use twox_hash::XxHash32;

/// Whether parts may be LZ4 blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Packing {
    /// They may not.
    Plain,
    /// They are where that is shorter.
    Lz4,
}

/// Decompositions are tried on so many bytes from the start, which bounds the time.
const MAX_DECOMPOSED: usize = 16 << 20;
/// Content is at most so many times as long as its stream, which zeros fill up: limits on ratios can then tell content from bombs.
const MAX_RATIO: usize = 1000;

/// Kinds of pieces.
const VERBATIM: u8 = 0;
const TENSOR: u8 = 1;
/// Methods of parts.
const PLAIN: u8 = 0;
const LZ4: u8 = 1;

/// Compresses `input`.
pub(in super::super) fn encode(input: &[u8], packing: Packing) -> Vec<u8> {
    let mut out = Vec::new();
    leb128::put(&mut out, input.len() as u64);
    out.extend_from_slice(&XxHash32::oneshot(0, input).to_le_bytes());
    // What lies between these is carried as it is.
    let (mut carried, mut position) = (0, 0);
    let front = &input[..input.len().min(MAX_DECOMPOSED)];
    if let Some(plan) = Plan::of(front) {
        let row = plan.row_len * plan.element.width;
        let whole_rows = front.len() / row * row;
        for piece in front[..whole_rows].chunks(plan.rows() * row) {
            let tensor = tensor(piece, plan, packing);
            let end = position + piece.len();
            if tensor.len() < part(piece, packing).len() {
                put_verbatim(&mut out, &input[carried..position], packing);
                out.extend_from_slice(&tensor);
                carried = end;
            }
            position = end;
        }
    }
    put_verbatim(&mut out, &input[carried..], packing);
    out.resize(out.len().max(input.len() / MAX_RATIO), 0);
    out
}

/// Restores the content, at most `max_len` bytes of it.
pub(in super::super) fn decode(input: &[u8], max_len: usize, packing: Packing) -> Result<Vec<u8>> {
    let mut reader = Reader(input);
    let len = reader.number()?;
    if len > max_len {
        return Err(too_long(max_len));
    }
    let checksum = u32::from_le_bytes(reader.array()?);
    let mut content = Vec::new();
    reserve(&mut content, len)?;
    while content.len() < len {
        let room = len - content.len();
        match reader.byte()? {
            VERBATIM => {
                let part_len = reader.number()?;
                if part_len == 0 || part_len > room {
                    return Err(malformed("a piece is empty or longer than the content"));
                }
                content.extend_from_slice(&read_part(&mut reader, part_len, packing)?);
            }
            TENSOR => read_tensor(&mut reader, &mut content, room, packing)?,
            kind => return Err(malformed(format!("no piece is of kind {kind}"))),
        }
    }
    let padded = input.len() <= len / MAX_RATIO && reader.0.iter().all(|&byte| byte == 0);
    if !reader.is_empty() && !padded {
        return Err(malformed("something follows the content"));
    }
    if XxHash32::oneshot(0, &content) != checksum {
        return Err(malformed("the content has another checksum"));
    }
    Ok(content)
}

fn put_verbatim(out: &mut Vec<u8>, bytes: &[u8], packing: Packing) {
    if !bytes.is_empty() {
        out.push(VERBATIM);
        leb128::put(out, bytes.len() as u64);
        out.extend_from_slice(&part(bytes, packing));
    }
}

/// Bytes whose number the reader knows: a method, and the bytes or their LZ4 block with its length.
fn part(bytes: &[u8], packing: Packing) -> Vec<u8> {
    let mut out = vec![LZ4];
    if packing == Packing::Lz4 {
        let block = block::compress(bytes);
        leb128::put(&mut out, block.len() as u64);
        out.extend_from_slice(&block);
    }
    if packing == Packing::Plain || out.len() > 1 + bytes.len() {
        out.clear();
        out.push(PLAIN);
        out.extend_from_slice(bytes);
    }
    out
}

fn read_part(reader: &mut Reader, len: usize, packing: Packing) -> Result<Vec<u8>> {
    match (reader.byte()?, packing) {
        (PLAIN, _) => Ok(reader.bytes(len)?.to_vec()),
        (LZ4, Packing::Lz4) => {
            let block_len = reader.number()?;
            let block = reader.bytes(block_len)?;
            // No LZ4 block expands further.
            if len / 255 > block_len {
                return Err(malformed("an LZ4 block is too short for its content"));
            }
            let mut bytes = zeros(len)?;
            match block::decompress_into(block, &mut bytes) {
                Ok(written) if written == len => Ok(bytes),
                _ => Err(malformed("an LZ4 block is damaged")),
            }
        }
        (method, _) => Err(malformed(format!("no part has the method {method}"))),
    }
}

/// The shortest tensor that `piece` makes.
fn tensor(piece: &[u8], plan: Plan, packing: Packing) -> Vec<u8> {
    let element = plan.element;
    let elements = || piece.chunks_exact(element.width);
    let values: Vec<f64> = elements().map(|bytes| element.value(bytes)).collect();
    let codes: Vec<u64> = elements().map(|bytes| element.code(bytes)).collect();
    let energy: f64 = values.iter().map(|x| x * x).sum();
    let size = (energy / values.len() as f64).sqrt();
    let step = element.steps(&[size])[0];
    let largest = values.iter().fold(step, |largest, x| largest.max(x.abs()));
    // Cores whose errors are about as large as a step, and a byte less and more.
    let usual = ((largest / step).log2() as usize + 3)
        .div_ceil(8)
        .min(MAX_CORE_WIDTH);
    let widths = usual.saturating_sub(1).max(1)..=(usual + 1).min(MAX_CORE_WIDTH);
    foldings(values.len() / plan.row_len, plan.row_len)
        .iter()
        .flat_map(|dims| {
            let train = Train::decompose(&values, dims, step);
            let (codes, widths) = (&codes, widths.clone());
            widths.map(move |width| {
                let integers = train.quantise(width);
                put_tensor(element, &integers, width, codes, packing)
            })
        })
        .min_by_key(Vec::len)
        .expect("there is a folding and a width")
}

fn put_tensor(
    element: Element,
    train: &IntegerTrain,
    width: usize,
    codes: &[u64],
    packing: Packing,
) -> Vec<u8> {
    let mut out = vec![TENSOR];
    element.put(&mut out);
    let shape = &train.shape;
    out.push(shape.dims.len() as u8);
    let inner = &shape.ranks[1..shape.dims.len()];
    shape
        .dims
        .iter()
        .chain(inner)
        .for_each(|&n| leb128::put(&mut out, n as u64));
    out.push(width as u8);
    out.extend_from_slice(&(train.exponent as i16).to_le_bytes());
    let cores: Vec<u64> = train.cores.iter().map(|&x| x as u64).collect();
    out.extend_from_slice(&part(&planes(&cores, width), packing));

    let residuals: Vec<u64> = codes
        .iter()
        .zip(train.product())
        .map(|(&code, prediction)| element.residual(code, prediction))
        .collect();
    let bits = residual::encode(&residuals, element.code_bits());
    let mut shortest = vec![PLAIN];
    leb128::put(&mut shortest, bits.len() as u64);
    shortest.extend_from_slice(&bits);
    if packing == Packing::Lz4 {
        let planar = planes(&residuals, element.code_bits() as usize / 8);
        let planar = part(&planar, packing);
        if planar[0] == LZ4 && planar.len() < shortest.len() {
            shortest = planar;
        }
    }
    out.append(&mut shortest);
    out
}

fn read_tensor(
    reader: &mut Reader,
    content: &mut Vec<u8>,
    room: usize,
    packing: Packing,
) -> Result<()> {
    let element = Element::read(reader)?;
    let count = usize::from(reader.byte()?);
    let mut numbers = |count: usize| {
        (0..count)
            .map(|_| reader.number())
            .collect::<Result<Vec<_>>>()
    };
    let dims = numbers(count)?;
    let inner = numbers(count.saturating_sub(1))?;
    let shape = Shape::new(dims, &inner)
        .filter(|shape| shape.entries() * element.width <= room)
        .ok_or_else(|| malformed("a tensor has dimensions or ranks that no content here has"))?;

    let width = usize::from(reader.byte()?);
    let core_len = shape.core_len();
    let exponent = i32::from(i16::from_le_bytes(reader.array()?));
    if width == 0
        || width > MAX_CORE_WIDTH
        || core_len * width > shape.entries() * MAX_WIDTH
        || exponent.abs() > MAX_EXPONENT
    {
        return Err(malformed(
            "the cores of a tensor are of a size that none are",
        ));
    }
    let bytes = read_part(reader, core_len * width, packing)?;
    let unused = 64 - 8 * width as u32;
    let train = IntegerTrain {
        exponent,
        cores: from_planes(&bytes, core_len)
            .map(|x| (x << unused) as i64 >> unused)
            .collect(),
        shape,
    };

    let entries = train.shape.entries();
    let code_width = element.code_bits() as usize / 8;
    let residuals: Vec<u64> = match (reader.0.first(), packing) {
        (Some(&LZ4), Packing::Lz4) => {
            from_planes(&read_part(reader, entries * code_width, packing)?, entries).collect()
        }
        (Some(&PLAIN), _) => {
            reader.byte()?;
            let len = reader.number()?;
            residual::decode(reader.bytes(len)?, entries, element.code_bits())?
        }
        _ => {
            return Err(malformed(
                "the residual of a tensor has no method that there is",
            ))
        }
    };
    for (prediction, residual) in train.product().into_iter().zip(residuals) {
        let bytes = element.store(element.corrected(prediction, residual));
        content.extend_from_slice(&bytes[..element.width]);
    }
    Ok(())
}

/// The low `width` bytes of every number, all lowest ones first: bytes of one significance are alike, which LZ4 profits from.
fn planes(numbers: &[u64], width: usize) -> Vec<u8> {
    (0..width)
        .flat_map(|plane| numbers.iter().map(move |x| (x >> (8 * plane)) as u8))
        .collect()
}

fn from_planes(bytes: &[u8], count: usize) -> impl Iterator<Item = u64> + '_ {
    (0..count).map(move |i| {
        let plane = bytes.iter().skip(i).step_by(count);
        plane.rev().fold(0, |x, &byte| x << 8 | u64::from(byte))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    const LEN: usize = 8;

    /// A stream for eight bytes with this checksum and these pieces.
    fn stream(checksum: [u8; 4], pieces: &[&[u8]]) -> Vec<u8> {
        [&[LEN as u8], &checksum[..], &pieces.concat()].concat()
    }

    /// A tensor of eight unsigned bytes: one dimension, one core of bytes, exponent 0. Then residuals, all zero.
    const HEAD: &[u8] = &[TENSOR, 0, 1, 8];
    const CORES: &[u8] = &[1, 0, 0, PLAIN, 1, 2, 3, 4, 5, 6, 7, 8];

    fn zero_residuals() -> Vec<u8> {
        let bits = residual::encode(&[0; LEN], 8);
        [&[PLAIN, bits.len() as u8], &bits[..]].concat()
    }

    #[test]
    fn pieces_of_both_kinds_are_read() {
        let verbatim = [VERBATIM, 8, PLAIN, 1, 2, 3, 4, 5, 6, 7, 8];
        let right = XxHash32::oneshot(0, &verbatim[3..]).to_le_bytes();
        for pieces in [
            &[&verbatim[..]][..],
            &[
                &[VERBATIM, 3, PLAIN, 1, 2, 3],
                &[VERBATIM, 5, PLAIN, 4, 5, 6, 7, 8],
            ],
            &[HEAD, CORES, &zero_residuals()],
        ] {
            let stream = stream(right, pieces);
            assert_eq!(
                decode(&stream, LEN, Packing::Plain).unwrap(),
                &verbatim[3..]
            );
            for len in 0..stream.len() {
                let refused = decode(&stream[..len], LEN, Packing::Lz4).unwrap_err();
                assert_eq!(refused.kind(), ErrorKind::Malformed, "{len}");
            }
        }
    }

    #[test]
    fn what_is_wrong_with_a_piece_is_told() {
        let zeros = zero_residuals();
        // In front of what is wrong everything is right.
        let wrong: &[(&[&[u8]], &str)] = &[
            (&[&[2]], "no piece is of kind 2"),
            (&[&[VERBATIM, 0x88, 0]], "is not encoded as it should be"),
            (&[&[VERBATIM, 0]], "empty or longer"),
            (&[&[VERBATIM, 9]], "empty or longer"),
            (&[&[VERBATIM, 8, 2]], "no part has the method 2"),
            (&[&[VERBATIM, 8, LZ4, 1, 0]], "damaged"),
            (&[&[TENSOR, 0x40]], "no type of elements"),
            (&[&[TENSOR, 4]], "no type of elements"),
            (&[&[TENSOR, 0x32, 0xff, 0x7f]], "no scale"),
            (&[&[TENSOR, 0, 0]], "dimensions or ranks"),
            (&[&[TENSOR, 0, 1, 0]], "dimensions or ranks"),
            (&[&[TENSOR, 0, 1, 9]], "dimensions or ranks"),
            (&[&[TENSOR, 0, 2, 2, 4, 3]], "dimensions or ranks"),
            (&[HEAD, &[0, 0, 0]], "of a size that none are"),
            (
                &[HEAD, &[MAX_CORE_WIDTH as u8 + 1, 0, 0]],
                "of a size that none are",
            ),
            (&[HEAD, &[1, 0xff, 0x7f]], "of a size that none are"),
            (&[HEAD, &[1, 0, 0, 3]], "no part has the method 3"),
            (&[HEAD, CORES, &[2]], "the residual of a tensor"),
            (&[HEAD, CORES, &[PLAIN, 1, 0x7f]], "parameter of residuals"),
            (&[HEAD, CORES, &zeros], "another checksum"),
            (&[HEAD, CORES, &zeros, &[0]], "something follows"),
        ];
        for (pieces, message) in wrong {
            let refused = decode(&stream([0; 4], pieces), LEN, Packing::Lz4).unwrap_err();
            assert_eq!(refused.kind(), ErrorKind::Malformed, "{message}");
            assert!(
                refused.message().contains(message),
                "{refused} instead of {message}"
            );
        }
        // Only hybrid streams have LZ4 blocks.
        let block = stream([0; 4], &[&[VERBATIM, 8, LZ4, 1, 0]]);
        let refused = decode(&block, LEN, Packing::Plain).unwrap_err();
        assert!(refused.message().contains("no part has the method 1"));
        // A block of one byte has not that much in it.
        let bomb = [
            &[0x80, 0x80, 1][..],
            &[0; 4],
            &[VERBATIM, 0x80, 0x80, 1, LZ4, 1, 0],
        ]
        .concat();
        let refused = decode(&bomb, 1 << 20, Packing::Lz4).unwrap_err();
        assert!(
            refused.message().contains("too short for its content"),
            "{refused}"
        );
    }
}
