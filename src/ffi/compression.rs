//! `nxz_compressor`, and compression in one call.

use super::bytes::nxz_bytes;
use super::codec::{nxz_codec, CallbackCodec};
use super::error::nxz_error;
use super::handle::{self, handle};
use super::output::HandleOut;
use super::panic::call;
use super::slices::{self, interned};
use super::status::{nxz_status, Outcome};
use crate::compression::lz4::Lz4;
use crate::compression::manager::codec_name;
use crate::compression::{Codec, CompressionConfig, Manager, Strategy};
use std::ffi::c_char;
use std::sync::Arc;
use zeroize::Zeroizing;

/// How to compress: one of `NXZ_COMPRESSION_...`. Proofs are close to random and no strategy shrinks them; circuits, statements, JSON and
/// numeric payloads do shrink. Nothing ever becomes longer by more than one byte.
pub type nxz_compression_strategy = u32;
/// Everything is stored.
pub const NXZ_COMPRESSION_NONE: nxz_compression_strategy = 0;
/// LZ4: general purpose, fast.
pub const NXZ_COMPRESSION_LZ4: nxz_compression_strategy = 1;
/// Tensor trains: arrays of numbers with low tensor rank, such as tables, smooth fields and ramps. Lossless.
pub const NXZ_COMPRESSION_TENSOR_TRAIN: nxz_compression_strategy = 2;
/// Tensor trains and LZ4 together.
pub const NXZ_COMPRESSION_HYBRID: nxz_compression_strategy = 3;
/// What a sample of the input suggests; input that is close to random is stored at once.
pub const NXZ_COMPRESSION_ADAPTIVE: nxz_compression_strategy = 4;

// The numbers are assigned in `compression`.
const _: () = assert!(
    NXZ_COMPRESSION_NONE == Strategy::None as u32
        && NXZ_COMPRESSION_LZ4 == Strategy::Lz4 as u32
        && NXZ_COMPRESSION_TENSOR_TRAIN == Strategy::TensorTrain as u32
        && NXZ_COMPRESSION_HYBRID == Strategy::Hybrid as u32
        && NXZ_COMPRESSION_ADAPTIVE == Strategy::Adaptive as u32
);

/// Compresses with a strategy, limits, and possibly a codec of the caller's. Made by `nxz_compressor_new`.
///
/// Owned by the caller, who frees it with `nxz_compressor_free`. Any number of threads may compress and decompress with it at once; it
/// is used by one thread alone while something is set.
pub struct nxz_compressor {
    _private: [u8; 0],
}

handle!(nxz_compressor, Manager);

fn manager(strategy: nxz_compression_strategy) -> Outcome<Manager> {
    Ok(Manager::new(CompressionConfig {
        strategy: Strategy::from_id(strategy)?,
        ..CompressionConfig::default()
    })?)
}

/// Makes a compressor with the limits of `nxz_compressor_set_limits` at their usual values.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_UNSUPPORTED` for an unknown strategy; `NXZ_ERR_NULL_POINTER`.
/// Args: strategy: one of `NXZ_COMPRESSION_...`.
/// Out: out: the new compressor, owned by the caller. error: see "Errors".
///
/// cbindgen:postfix=NXZ_NONNULL(2)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_compressor_new(
    strategy: nxz_compression_strategy,
    out: *mut *mut nxz_compressor,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for slots that are NULL or valid.
    unsafe { call(error, HandleOut(out), || manager(strategy)) }
}

/// Sets what is compressed and what decompression may yield; everything larger is refused before it is allocated.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_CONFIGURATION` for a ratio of 0; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
/// Args: compressor: the compressor to change. max_ratio: most bytes that one compressed byte may become, usually 1024. max_size: most
/// bytes of content, usually 256 MiB.
/// Out: error: see "Errors".
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_compressor_set_limits(
    compressor: *mut nxz_compressor,
    max_ratio: u32,
    max_size: u64,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for NULL or a live handle that this thread alone uses.
    unsafe {
        call(error, (), || {
            let manager = handle::borrow_mut(compressor, "compressor")?;
            Ok(manager.set_limits(max_ratio, max_size)?)
        })
    }
}

/// Gives the compressor a codec of the caller's, which then replaces the strategy. What it compresses is decompressed and compared
/// before it is used; where it fails, or does not shrink the input, the input is stored.
///
/// Returns: `NXZ_OK`, and from then on the library calls `destroy`; otherwise nothing is called and nothing is changed:
/// `NXZ_ERR_INVALID_ARGUMENT` for a bad `struct_size`, an `id` below 128 or above 255 or a name that is empty, too
/// long or not UTF-8; `NXZ_ERR_NULL_POINTER` also for a name, `compress` or `decompress` that is NULL; `NXZ_ERR_INVALID_HANDLE`.
/// Args: compressor: the compressor to change. codec: the functions, copied.
/// Out: error: see "Errors".
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_compressor_set_codec(
    compressor: *mut nxz_compressor,
    codec: *const nxz_codec,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for NULL or a live handle that this thread alone uses, and for a structure as `CallbackCodec::new` wants it.
    unsafe {
        call(error, (), || {
            let given = || -> Outcome<_> {
                let manager = handle::borrow_mut(compressor, "compressor")?;
                let codec = CallbackCodec::new(codec)?;
                Ok(manager.set_codec(Arc::new(codec))?)
            };
            // The codec before goes when the compressor is not borrowed any more: its `destroy` may use the compressor.
            drop(given()?);
            Ok(())
        })
    }
}

/// Compresses bytes.
///
/// Returns: `NXZ_OK`, also where a codec of the caller's failed, because the input is then stored; `NXZ_ERR_LIMIT_EXCEEDED` for more
/// than the largest size; `NXZ_ERR_INVALID_ARGUMENT`; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
/// Args: compressor: the compressor. bytes: `len` bytes; may be NULL when `len` is 0.
/// Out: out: at most `len` + 1 bytes, owned by the caller; `nxz_compressed_codec` says what was used. error: see "Errors".
/// Threads: any.
///
/// cbindgen:postfix=NXZ_NONNULL(4)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_compressor_compress(
    compressor: *const nxz_compressor,
    bytes: *const u8,
    len: usize,
    out: *mut *mut nxz_bytes,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for slots and handles that are NULL or valid, and readable bytes.
    unsafe {
        call(error, HandleOut(out), || {
            let manager = handle::borrow(compressor, "compressor")?;
            let compressed = manager.compress(slices::bytes(bytes, len, "bytes")?)?;
            Ok(Zeroizing::new(compressed.data))
        })
    }
}

/// Restores what was compressed, by whatever strategy, or by the same codec of the caller's. The bytes may come from anybody.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_MALFORMED` for bytes that are not what their codec makes; `NXZ_ERR_LIMIT_EXCEEDED` for more than the limits
/// allow; `NXZ_ERR_UNSUPPORTED` for a first byte that names a codec that the compressor does not have; `NXZ_ERR_COMPRESSION` where the caller's codec fails;
/// `NXZ_ERR_INVALID_ARGUMENT`; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
/// Args: compressor: the compressor. bytes: `len` bytes; may be NULL when `len` is 0.
/// Out: out: the content, owned by the caller. error: see "Errors".
/// Threads: any.
///
/// cbindgen:postfix=NXZ_NONNULL(4)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_compressor_decompress(
    compressor: *const nxz_compressor,
    bytes: *const u8,
    len: usize,
    out: *mut *mut nxz_bytes,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for slots and handles that are NULL or valid, and readable bytes.
    unsafe {
        call(error, HandleOut(out), || {
            let manager = handle::borrow(compressor, "compressor")?;
            let content = manager.decompress(slices::bytes(bytes, len, "bytes")?)?;
            Ok(Zeroizing::new(content))
        })
    }
}

/// Frees a compressor, and destroys the caller's codec if it has one.
///
/// Args: compressor: a compressor that no thread uses any more, or NULL.
#[no_mangle]
pub unsafe extern "C" fn nxz_compressor_free(compressor: *mut nxz_compressor) {
    // SAFETY: the header asks for NULL or a live handle that nobody uses any more.
    unsafe { handle::free(compressor) }
}

/// Compresses bytes in one call, with the usual limits.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_UNSUPPORTED` for an unknown strategy; `NXZ_ERR_LIMIT_EXCEEDED` for more than 256 MiB;
/// `NXZ_ERR_INVALID_ARGUMENT`; `NXZ_ERR_NULL_POINTER`.
/// Args: strategy: one of `NXZ_COMPRESSION_...`. bytes: `len` bytes; may be NULL when `len` is 0.
/// Out: out: at most `len` + 1 bytes, owned by the caller; `nxz_compressed_codec` says what was used. error: see "Errors".
/// Threads: any.
///
/// cbindgen:postfix=NXZ_NONNULL(4)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_compress(
    strategy: nxz_compression_strategy,
    bytes: *const u8,
    len: usize,
    out: *mut *mut nxz_bytes,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for slots that are NULL or valid, and readable bytes.
    unsafe {
        call(error, HandleOut(out), || {
            let manager = manager(strategy)?;
            let compressed = manager.compress(slices::bytes(bytes, len, "bytes")?)?;
            Ok(Zeroizing::new(compressed.data))
        })
    }
}

/// Restores what was compressed by whatever strategy, with the usual limit on the ratio. The bytes may come from anybody.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_MALFORMED` for bytes that are not what their codec makes; `NXZ_ERR_LIMIT_EXCEEDED` for content of more than `max_size`
/// bytes or 1024 times `len`; `NXZ_ERR_UNSUPPORTED` for a codec that is not the library's; `NXZ_ERR_INVALID_ARGUMENT`;
/// `NXZ_ERR_NULL_POINTER`.
/// Args: bytes: `len` bytes; may be NULL when `len` is 0. max_size: most bytes of content.
/// Out: out: the content, owned by the caller. error: see "Errors".
/// Threads: any.
///
/// cbindgen:postfix=NXZ_NONNULL(4)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_decompress(
    bytes: *const u8,
    len: usize,
    max_size: u64,
    out: *mut *mut nxz_bytes,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for slots that are NULL or valid, and readable bytes.
    unsafe {
        call(error, HandleOut(out), || {
            let manager = Manager::new(CompressionConfig {
                max_size,
                ..CompressionConfig::default()
            })?;
            let content = manager.decompress(slices::bytes(bytes, len, "bytes")?)?;
            Ok(Zeroizing::new(content))
        })
    }
}

/// What compressed bytes were compressed with: one of `NXZ_CODEC_...`, or the number of a caller's codec, from 128.
pub type nxz_codec_id = u32;
/// Nothing: the content follows as it is.
pub const NXZ_CODEC_STORED: nxz_codec_id = 0;
/// An LZ4 frame.
pub const NXZ_CODEC_LZ4: nxz_codec_id = 1;
/// Tensor trains.
pub const NXZ_CODEC_TENSOR_TRAIN: nxz_codec_id = 2;
/// Tensor trains and LZ4 together.
pub const NXZ_CODEC_HYBRID: nxz_codec_id = 3;

/// The codec of compressed bytes, from their first byte. How much was gained is the length before divided by the length after.
///
/// Returns: one of `NXZ_CODEC_...` or a number from 128 to 255; `UINT32_MAX` for what no codec of this library made.
/// Args: bytes: `len` bytes of which only the first is looked at; may be NULL when `len` is 0.
/// Threads: any.
#[no_mangle]
pub unsafe extern "C" fn nxz_compressed_codec(bytes: *const u8, len: usize) -> nxz_codec_id {
    // SAFETY: the header asks for readable bytes.
    let bytes = unsafe { slices::bytes(bytes, len.min(1), "bytes") };
    bytes
        .ok()
        .and_then(|bytes| bytes.first().copied())
        .filter(|id| codec_name(*id).is_some())
        .map_or(u32::MAX, u32::from)
}

/// The lower-case name of a codec: `stored`, `lz4`, `tensor-train`, `hybrid`, or `custom` for those of callers.
///
/// Returns: a static string, NUL-terminated; NULL for an unknown number.
/// Args: codec: one of `NXZ_CODEC_...`, or from 128 to 255.
/// Threads: any.
#[no_mangle]
pub extern "C" fn nxz_codec_name(codec: nxz_codec_id) -> *const c_char {
    u8::try_from(codec)
        .ok()
        .and_then(codec_name)
        .map_or(std::ptr::null(), interned)
}

/// The lower-case name of a strategy, for example `adaptive`.
///
/// Returns: a static string, NUL-terminated; NULL for an unknown number.
/// Args: strategy: one of `NXZ_COMPRESSION_...`.
/// Threads: any.
#[no_mangle]
pub extern "C" fn nxz_compression_strategy_name(
    strategy: nxz_compression_strategy,
) -> *const c_char {
    Strategy::from_id(strategy).map_or(std::ptr::null(), |strategy| interned(strategy.name()))
}

/// Makes a pure LZ4 frame, the content of a `.lz4` file, for the tool `lz4` and other programs. It has no byte in front that names a
/// codec, and input that does not shrink becomes a little longer.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_INVALID_ARGUMENT`; `NXZ_ERR_NULL_POINTER`.
/// Args: bytes: `len` bytes; may be NULL when `len` is 0.
/// Out: out: the frame, owned by the caller. error: see "Errors".
/// Threads: any.
///
/// cbindgen:postfix=NXZ_NONNULL(3)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_lz4_compress(
    bytes: *const u8,
    len: usize,
    out: *mut *mut nxz_bytes,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for slots that are NULL or valid, and readable bytes.
    unsafe {
        call(error, HandleOut(out), || {
            let frame = Lz4.compress(slices::bytes(bytes, len, "bytes")?)?;
            Ok(Zeroizing::new(frame))
        })
    }
}

/// Reads a pure LZ4 frame, the content of a `.lz4` file: one frame, without a dictionary. It may come from anybody.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_MALFORMED` for bytes that are no such frame; `NXZ_ERR_LIMIT_EXCEEDED` for content of more than
/// `max_size` bytes; `NXZ_ERR_INVALID_ARGUMENT`; `NXZ_ERR_NULL_POINTER`.
/// Args: bytes: `len` bytes; may be NULL when `len` is 0. max_size: most bytes of content.
/// Out: out: the content, owned by the caller. error: see "Errors".
/// Threads: any.
///
/// cbindgen:postfix=NXZ_NONNULL(4)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_lz4_decompress(
    bytes: *const u8,
    len: usize,
    max_size: u64,
    out: *mut *mut nxz_bytes,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for slots that are NULL or valid, and readable bytes.
    unsafe {
        call(error, HandleOut(out), || {
            let max_len = usize::try_from(max_size).unwrap_or(usize::MAX);
            let content = Lz4.decompress(slices::bytes(bytes, len, "bytes")?, max_len)?;
            Ok(Zeroizing::new(content))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compression::hybrid::Hybrid;
    use crate::compression::manager::{FIRST_CUSTOM, STORED};
    use crate::compression::tensor_train::TensorTrain;

    #[test]
    fn codecs_have_the_numbers_of_the_header() {
        let lz4: &dyn Codec = &Lz4;
        let expected = [
            (lz4, NXZ_CODEC_LZ4),
            (&TensorTrain, NXZ_CODEC_TENSOR_TRAIN),
            (&Hybrid, NXZ_CODEC_HYBRID),
        ];
        for (codec, number) in expected {
            assert_eq!(u32::from(codec.id()), number);
        }
        assert_eq!(u32::from(STORED), NXZ_CODEC_STORED);
        assert_eq!(FIRST_CUSTOM, 128);
    }
}
