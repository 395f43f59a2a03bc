//! The adaptive strategy: a sample says whether anything can be gained, and by what.

use super::entropy::is_near_random;
use super::hybrid::Hybrid;
use super::lz4::Lz4;
use super::Codec;

/// The codecs that are worth a trial: none for input that is close to random. Hybrid takes a sample of its own and makes tensors only of
/// what promises to be some.
pub(super) fn candidates(input: &[u8]) -> Vec<&'static dyn Codec> {
    match is_near_random(input) {
        true => vec![],
        false => vec![&Lz4, &Hybrid],
    }
}
