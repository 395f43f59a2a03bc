//! Hashing a message in the circuit: padding, the gadget, and HMAC around it.

use super::bytes::Bytes;
use super::padding::{self, HiddenLength};
use super::{Evaluator, Target};
use crate::hash::HashAlgorithm;
use zeroize::Zeroize;

/// A message before padding.
pub enum Content<W: Zeroize> {
    /// All of it, of known length.
    Stated(Bytes<W>),
    /// What surrounds a part of hidden length, which the circuit reads when the message is padded.
    Hidden {
        /// Blocks of the padded message, without the key block of an HMAC.
        blocks: usize,
        /// What comes before the hidden part.
        prefix: Bytes<W>,
        /// What comes behind it.
        suffix: Bytes<W>,
    },
}

/// What is public of a message of hidden length; `prefix` and `suffix` in bytes, without the key block of an HMAC, which
/// stands before all else.
pub fn hidden_length(
    hash: HashAlgorithm,
    blocks: usize,
    prefix: usize,
    suffix: usize,
) -> HiddenLength {
    let key_blocks = usize::from(hash.is_keyed());
    HiddenLength {
        hash,
        blocks: blocks + key_blocks,
        prefix: prefix.saturating_add(key_blocks * hash.block_len()),
        suffix,
    }
}

/// Hashes `content`, in the schedule that `degree_cap` allows; keyed functions take `key`, the others an empty one.
pub fn hash<E: Evaluator>(
    evaluator: &mut E,
    hash: HashAlgorithm,
    key: &Bytes<E::Wire>,
    content: &Content<E::Wire>,
    target: Target<'_, E::Wire>,
    degree_cap: u8,
) {
    if !hash.is_keyed() {
        return hash_after(evaluator, hash, key, content, target, degree_cap);
    }
    // RFC 2104, section 2: H(K ⊕ opad, H(K ⊕ ipad, text)).
    let key = key_block(evaluator, hash, key, degree_cap);
    let mut inner_digest = evaluator.buffer(8 * hash.digest_len());
    let inner_key = masked(evaluator, &key, 0x36);
    hash_after(
        evaluator,
        hash,
        &inner_key,
        content,
        Target::Wires(&mut inner_digest),
        degree_cap,
    );
    let inner_digest = Content::Stated(Bytes::from_wires(evaluator, &inner_digest));
    let outer_key = masked(evaluator, &key, 0x5c);
    hash_after(
        evaluator,
        hash,
        &outer_key,
        &inner_digest,
        target,
        degree_cap,
    );
}

/// Pads and hashes `first` and `content`.
fn hash_after<E: Evaluator>(
    evaluator: &mut E,
    hash: HashAlgorithm,
    first: &Bytes<E::Wire>,
    content: &Content<E::Wire>,
    target: Target<'_, E::Wire>,
    degree_cap: u8,
) {
    let padded = match content {
        Content::Stated(bytes) => {
            let message = Bytes::concat(evaluator, &[first, bytes]);
            padding::stated(evaluator, hash, &message)
        }
        Content::Hidden {
            blocks,
            prefix,
            suffix,
        } => {
            let length = hidden_length(hash, *blocks, prefix.len(), suffix.len());
            let prefix = Bytes::concat(evaluator, &[first, prefix]);
            length.synthesize(evaluator, &prefix, suffix, degree_cap)
        }
    };
    hash.synthesize(evaluator, &padded, target, degree_cap);
}

/// The key filled up with zeros to a block, or its digest if it is longer (RFC 2104, section 2).
fn key_block<E: Evaluator>(
    evaluator: &mut E,
    hash: HashAlgorithm,
    key: &Bytes<E::Wire>,
    degree_cap: u8,
) -> Bytes<E::Wire> {
    let mut block = Bytes::constant(evaluator, &vec![0; hash.block_len()]);
    if key.len() <= block.len() {
        block.copy_at(0, key);
    } else {
        let mut digest = evaluator.buffer(8 * hash.digest_len());
        let padded = padding::stated(evaluator, hash, key);
        hash.synthesize(evaluator, &padded, Target::Wires(&mut digest), degree_cap);
        block.copy_at(0, &Bytes::from_wires(evaluator, &digest));
    }
    block
}

fn masked<E: Evaluator>(evaluator: &mut E, key: &Bytes<E::Wire>, mask: u8) -> Bytes<E::Wire> {
    let mut out = Bytes::concat(evaluator, &[key]);
    out.xor_each(evaluator, mask);
    out
}
