//! `PRG(key, iv, tweak, len)` of FAEST v2: AES-λ in a counter mode of its own.
//!
//! The 128-bit iv is four little-endian 32-bit words v0 to v3. Block `b` of the stream is the encryption of
//! `(v0 + b, v1, v2, v3 + tweak)`, sums modulo 2^32: the counter never carries out of its word, and tweaks keep the uses of
//! one key apart. The last block is truncated.

#[cfg(target_arch = "aarch64")]
use super::aes_aarch64;
use super::aes_portable;
#[cfg(target_arch = "x86_64")]
use super::{aes_avx512, aes_x86_64};
use crate::backend::{Backend, Kind};

/// The public salt of one proof.
pub type Iv = [u8; 16];

/// The plaintext of block 0 of a stream, as its four words.
pub(super) fn first_block(iv: &Iv, tweak: u32) -> [u32; 4] {
    let mut words = [0; 4];
    for (word, bytes) in words.iter_mut().zip(iv.chunks_exact(4)) {
        *word = u32::from_le_bytes(bytes.try_into().expect("four bytes"));
    }
    words[3] = words[3].wrapping_add(tweak);
    words
}

/// Several keys, `stride` bytes apart in one buffer, each of λ/8 bytes.
#[derive(Clone, Copy)]
pub struct Keys<'a> {
    /// The buffer; the first key starts at its first byte.
    pub bytes: &'a [u8],
    /// Bytes from one key to the next.
    pub stride: usize,
    /// Number of keys.
    pub count: usize,
}

impl<'a> Keys<'a> {
    /// The keys of a buffer without gaps.
    pub fn dense<const N: usize>(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            stride: 8 * N,
            count: bytes.len() / (8 * N),
        }
    }

    /// `count` of the keys, from number `first` on.
    pub fn range(&self, first: usize, count: usize) -> Self {
        assert!(first + count <= self.count);
        Self {
            bytes: &self.bytes[first * self.stride..],
            stride: self.stride,
            count,
        }
    }

    pub(super) fn get<const N: usize>(&self, index: usize) -> &'a [u8] {
        &self.bytes[index * self.stride..][..8 * N]
    }
}

/// A stream to write for each key: `out[i * stride..][..len]` gets the stream of key `i`.
pub struct Streams<'a> {
    /// Where the streams go.
    pub out: &'a mut [u8],
    /// Bytes from one stream to the next.
    pub stride: usize,
    /// Bytes of each stream.
    pub len: usize,
    /// Tweak of the first key.
    pub tweak: u32,
    /// What is added to the tweak from one key to the next.
    pub tweak_step: u32,
}

/// Writes the given streams of every key.
pub fn expand<const N: usize>(
    backend: Backend,
    iv: &Iv,
    keys: Keys<'_>,
    streams: &mut [Streams<'_>],
) {
    match backend.kind() {
        Kind::Portable => aes_portable::expand::<N>(iv, keys, streams),
        #[cfg(target_arch = "x86_64")]
        Kind::AesNi(token) => aes_x86_64::expand::<N>(token, iv, keys, streams),
        #[cfg(target_arch = "x86_64")]
        Kind::Avx512(token) => aes_avx512::expand::<N>(token, iv, keys, streams),
        #[cfg(target_arch = "aarch64")]
        Kind::Armv8Aes(token) => aes_aarch64::expand::<N>(token, iv, keys, streams),
    }
}

/// Fills `out` with the stream of one key.
pub fn fill<const N: usize>(backend: Backend, key: &[u8], iv: &Iv, tweak: u32, out: &mut [u8]) {
    let len = out.len();
    let stream = Streams {
        out,
        stride: len,
        len,
        tweak,
        tweak_step: 0,
    };
    expand::<N>(backend, iv, Keys::dense::<N>(key), &mut [stream]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backends_agree_on_all_shapes() {
        fn check<const N: usize>() {
            let keys: Vec<u8> = (0..50 * 50).map(|i| (i * 37 % 251) as u8).collect();
            // The counter word wraps inside the stream, and the tweak word wraps from key to key.
            let iv: Iv = *b"\xfd\xff\xff\xff456789ab\xfe\xff\xff\xff";
            // Streams of 16 N bytes have kernels of their own, for which 9 and 50 keys are more than a register.
            let shapes = [(1, 1), (3, 16), (4, 33), (5, 129), (9, 400)];
            let short = [1, 4, 9, 16, 17, 50].map(|count| (count, 16 * N));
            for (count, len) in shapes.into_iter().chain(short) {
                let run = |backend| {
                    let mut coms = vec![0; count * 64];
                    let mut rows = vec![0; count * 512];
                    let keys = Keys {
                        bytes: &keys,
                        stride: 50,
                        count,
                    };
                    let streams = &mut [
                        Streams {
                            out: &mut coms,
                            stride: 16 * N,
                            len: 16 * N,
                            tweak: 1,
                            tweak_step: 1,
                        },
                        Streams {
                            out: &mut rows,
                            stride: 512,
                            len,
                            tweak: 1 << 31,
                            tweak_step: 0,
                        },
                    ];
                    expand::<N>(backend, &iv, keys, streams);
                    (coms, rows)
                };
                let expected = run(Backend::portable());
                for &backend in Backend::available() {
                    assert!(run(backend) == expected, "{N} {}", backend.name());
                }
            }
        }
        check::<2>();
        check::<3>();
        check::<4>();
    }
}
