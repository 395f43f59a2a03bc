//! The PRG on crate `aes`: bitsliced and constant-time where the processor has no AES instructions.

use super::prg::{first_block, Iv, Keys, Streams};
use aes::cipher::{Array, BlockCipherEncrypt, KeyInit};

/// See [`super::prg::expand`].
pub(super) fn expand<const N: usize>(iv: &Iv, keys: Keys<'_>, streams: &mut [Streams<'_>]) {
    match N {
        2 => expand_with::<aes::Aes128, N>(iv, keys, streams),
        3 => expand_with::<aes::Aes192, N>(iv, keys, streams),
        4 => expand_with::<aes::Aes256, N>(iv, keys, streams),
        _ => unreachable!("λ is 128, 192 or 256"),
    }
}

fn expand_with<C, const N: usize>(iv: &Iv, keys: Keys<'_>, streams: &mut [Streams<'_>])
where
    C: KeyInit + BlockCipherEncrypt<BlockSize = aes::cipher::consts::U16>,
{
    for index in 0..keys.count {
        let cipher = C::new_from_slice(keys.get::<N>(index)).expect("λ-bit key");
        for stream in streams.iter_mut() {
            let tweak = stream
                .tweak
                .wrapping_add(stream.tweak_step.wrapping_mul(index as u32));
            let mut block = first_block(iv, tweak);
            let mut next = || {
                let mut bytes = [0; 16];
                for (bytes, word) in bytes.chunks_exact_mut(4).zip(block) {
                    bytes.copy_from_slice(&word.to_le_bytes());
                }
                block[0] = block[0].wrapping_add(1);
                Array::from(bytes)
            };
            let out = &mut stream.out[index * stream.stride..][..stream.len];
            let (blocks, rest) = Array::slice_as_chunks_mut(out);
            blocks.fill_with(&mut next);
            cipher.encrypt_blocks(blocks);
            if !rest.is_empty() {
                let mut last = next();
                cipher.encrypt_block(&mut last);
                rest.copy_from_slice(&last[..rest.len()]);
            }
        }
    }
}
