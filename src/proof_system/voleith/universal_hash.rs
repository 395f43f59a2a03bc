//! VOLEHash and ZKHash of FAEST v2: universal hashes as weighted sums.
//!
//! Both are Horner forms in two keys `s` and `t`. Since many strings are hashed under one key (λ columns, D points), the
//! powers are computed once and every hash is an inner product.

use super::params::B;
use crate::backend::Backend;
use crate::buffers::Buffer;
use crate::field::{Gf, Gf64};
use crate::proof_system::Resources;

/// Blocks of λ bits that are decoded together. On the stack, which is wiped: no allocation for each of the λ columns.
const PIECE: usize = 64;

/// VOLEHash under one key, for strings of one length.
pub struct VoleHash<const N: usize> {
    backend: Backend,
    r: [Gf<N>; 4],
    /// s^(m-1-i)
    weights: Vec<Gf<N>>,
    /// t^(M-1-i), M = m N
    weights64: Vec<Gf64>,
}

impl<const N: usize> VoleHash<N> {
    /// Bytes of the key r0 | r1 | r2 | r3 | s | t.
    pub const KEY_LEN: usize = 5 * 8 * N + 8;
    /// Bytes of an output, and of the mask at the end of an input.
    pub const LEN: usize = 8 * N + B / 8;

    /// The hash under `key`, for strings of `len` bytes with their mask.
    pub fn new(backend: Backend, key: &[u8], len: usize) -> Self {
        let (elements, t) = key.split_at(5 * 8 * N);
        let mut elements = elements.chunks_exact(8 * N).map(Gf::from_bytes);
        let mut next = || elements.next().expect("five elements");
        let r = [next(), next(), next(), next()];
        let m = (len - Self::LEN).div_ceil(8 * N);
        let mut weights = vec![Gf::ZERO; m];
        Gf::horner_weights(backend, &mut weights, Gf::ONE, next());
        let mut weights64 = vec![Gf64::ZERO; m * N];
        Gf64::horner_weights(backend, &mut weights64, Gf64::ONE, Gf64::from_bytes(t));
        Self {
            backend,
            r,
            weights,
            weights64,
        }
    }

    /// The hash of x0 | x1, with the mask x1 added.
    ///
    /// # Panics
    /// If `x` has more or fewer blocks than the hash is for: it would be hashed in part.
    pub fn hash(&self, x: &[u8]) -> Vec<u8> {
        let (x0, x1) = x.split_at(x.len() - Self::LEN);
        assert_eq!(x0.len().div_ceil(8 * N), self.weights.len(), "blocks");
        let (mut h0, mut h1) = (Gf::ZERO, Gf64::ZERO);
        let mut blocks = [Gf::ZERO; PIECE];
        let mut blocks64 = [[Gf64::ZERO; N]; PIECE];
        for ((x, weights), weights64) in x0
            .chunks(8 * N * PIECE)
            .zip(self.weights.chunks(PIECE))
            .zip(self.weights64.chunks(N * PIECE))
        {
            // Zero-padded to whole blocks of λ bits, for both sums.
            let count = weights.len();
            for ((x, block), block64) in x.chunks(8 * N).zip(&mut blocks).zip(&mut blocks64) {
                *block = decode(x);
                *block64 = block.limbs().map(Gf64::from_u64);
            }
            h0 += Gf::inner_product(self.backend, &blocks[..count], weights);
            h1 += Gf64::inner_product(self.backend, blocks64[..count].as_flattened(), weights64);
        }
        let h1 = Gf::from_u64(h1.limbs()[0]);
        let [r0, r1, r2, r3] = self.r;
        let h = [h0, h1];
        let h2 = Gf::inner_product(self.backend, &[r0, r1], &h);
        let h3 = Gf::inner_product(self.backend, &[r2, r3], &h);
        // The mask first, so that the sum is never in memory without it.
        let mut out = x1.to_vec();
        let (first, second) = out.split_at_mut(8 * N);
        (Gf::from_bytes(first) + h2).write_bytes(first);
        for (byte, h3) in second.iter_mut().zip(h3.limbs()[0].to_le_bytes()) {
            *byte ^= h3;
        }
        out
    }
}

/// [`Gf::from_bytes`], with whole elements word by word.
fn decode<const N: usize>(x: &[u8]) -> Gf<N> {
    if x.len() < 8 * N {
        return Gf::from_bytes(x);
    }
    let (words, _) = x.as_chunks::<8>();
    Gf::from_limbs(std::array::from_fn(|i| u64::from_le_bytes(words[i])))
}

/// Bytes of a ZKHash key r0 | r1 | s | t at level λ = 64 `n`.
pub const fn zk_key_len(n: usize) -> usize {
    3 * 8 * n + 8
}

/// ZKHash of C = `count` elements is their sum weighted with r0 s^(C-1-i) + r1 t^(C-1-i), plus a mask; `t` is the element
/// with 64 low coefficients. These are the weights.
pub fn zk_weights<'a, const N: usize>(
    resources: Resources<'a>,
    key: &[u8],
    count: usize,
) -> Buffer<'a, Gf<N>> {
    let backend = resources.execution.backend;
    let element = |i: usize| Gf::<N>::from_bytes(&key[8 * N * i..8 * N * (i + 1)]);
    let t = Gf::from_bytes(&key[3 * 8 * N..]);
    let [mut weights, mut second] = [(); 2].map(|()| resources.buffers.take::<Gf<N>>(count));
    Gf::horner_weights(backend, &mut weights, element(0), element(2));
    Gf::horner_weights(backend, &mut second, element(1), t);
    Gf::add_assign_slices(backend, &mut weights, &second);
    weights
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By the formula of `docs/protocol.md`, section 5, and longer than what is decoded at once.
    fn vole_hash_is_its_definition<const N: usize>() {
        let backend = Backend::detect();
        let byte = |i: usize| (i * i + 7 * i + i / 256) as u8;
        let key: Vec<u8> = (0..VoleHash::<N>::KEY_LEN).map(byte).collect();
        let element = |i: usize| Gf::<N>::from_bytes(&key[8 * N * i..8 * N * (i + 1)]);
        let [r0, r1, r2, r3, s] = [0, 1, 2, 3, 4].map(element);
        let t = Gf64::from_bytes(&key[5 * 8 * N..]);
        for blocks in [1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE + 2] {
            // The last block is not whole.
            let (x0, x1) = (8 * N * blocks - 3, VoleHash::<N>::LEN);
            let x: Vec<u8> = (0..x0 + x1).map(|i| byte(i + blocks)).collect();
            let mut padded = x[..x0].to_vec();
            padded.resize(8 * N * blocks, 0);
            let h0 = padded.chunks_exact(8 * N).fold(Gf::ZERO, |sum, block| {
                sum.times(s, backend) + Gf::from_bytes(block)
            });
            let h1 = padded.chunks_exact(8).fold(Gf64::ZERO, |sum, block| {
                sum.times(t, backend) + Gf64::from_bytes(block)
            });
            let h1 = Gf::from_u64(h1.limbs()[0]);
            let first = r0.times(h0, backend) + r1.times(h1, backend);
            let second = r2.times(h0, backend) + r3.times(h1, backend);
            let mut expected = first.to_bytes().to_vec();
            expected.extend(&second.to_bytes()[..B / 8]);
            expected.iter_mut().zip(&x[x0..]).for_each(|(a, b)| *a ^= b);
            let hash = VoleHash::<N>::new(backend, &key, x.len());
            assert_eq!(hash.hash(&x), expected, "{blocks} blocks");
        }
    }

    #[test]
    fn vole_hash_covers_strings_of_any_length() {
        vole_hash_is_its_definition::<2>();
        vole_hash_is_its_definition::<3>();
        vole_hash_is_its_definition::<4>();
    }
}
