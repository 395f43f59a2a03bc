//! A codec that the caller supplies as C functions.

use super::callback::{structure, UserData};
use super::output::Versioned;
use super::slices::{self, cstr};
use super::status::{nxz_status, Failure, Outcome};
use crate::compression::manager::FIRST_CUSTOM;
use crate::compression::{malformed, too_long, zeros, Codec};
use crate::error::{ErrorKind, ProtocolError, Result};
use std::ffi::{c_char, c_void};

/// Compresses or decompresses `len` bytes of `input` into `output`, which has room for `capacity` bytes, and sets `*written`, which
/// is 0 before. Returns 0 for success; every other number is a failure, as is output that does not fit. When it decompresses,
/// `capacity` is the length of the content, and success means that all of it was written.
pub type nxz_codec_function = Option<
    unsafe extern "C" fn(
        user_data: *mut c_void,
        input: *const u8,
        len: usize,
        output: *mut u8,
        capacity: usize,
        written: *mut usize,
    ) -> i32,
>;

/// A codec of the caller's. Set `struct_size` to `sizeof(nxz_codec)` and fields that are not used to 0.
///
/// The functions are called by the threads that compress and decompress; see "Callbacks".
#[repr(C)]
#[derive(Clone, Copy)]
pub struct nxz_codec {
    /// `sizeof(nxz_codec)`.
    pub struct_size: u32,
    /// The codec's number in compressed bytes, 128 to 255: the caller's choice, and the same for who decompresses.
    pub id: u32,
    /// The name in error messages: NUL-terminated UTF-8 of 1 to 64 bytes, copied.
    pub name: *const c_char,
    /// Passed to every function.
    pub user_data: *mut c_void,
    /// Compresses. There is room for as many bytes as go in. What does not become shorter is stored: the function may write as many bytes as
    /// there is room for, whatever they are, where what it makes is longer; a failure would be logged and counted.
    pub compress: nxz_codec_function,
    /// Decompresses. Its input is untrusted.
    pub decompress: nxz_codec_function,
    /// Called exactly once, when the compressor or protocol is freed or gets another codec and the last call that began with it has ended. May be NULL.
    pub destroy: Option<unsafe extern "C" fn(user_data: *mut c_void)>,
}

// SAFETY: `repr(C)`, two `u32` and then fields of the size of a pointer without padding, plain data.
unsafe impl Versioned for nxz_codec {
    const FIRST_SIZE: u32 = (8 + 5 * size_of::<*const c_void>()) as u32;
}
const _: () = assert!(size_of::<nxz_codec>() == nxz_codec::FIRST_SIZE as usize);

/// Longest name of a codec.
const MAX_NAME_LEN: usize = 64;
/// In front of the caller's bytes stands the length of the content, so that the buffer for it has exactly that.
const LEN: usize = size_of::<u64>();

type Function =
    unsafe extern "C" fn(*mut c_void, *const u8, usize, *mut u8, usize, *mut usize) -> i32;

/// The caller's functions, wrapped.
pub(super) struct CallbackCodec {
    id: u8,
    name: String,
    user_data: UserData,
    compress: Function,
    decompress: Function,
}

impl CallbackCodec {
    /// Takes over what `codec` says; on failure nothing was called and nothing is kept.
    ///
    /// # Safety
    /// A `codec` that is not NULL has `struct_size` readable bytes, its name is NULL or NUL-terminated, and its functions are what
    /// the header asks for.
    pub(super) unsafe fn new(codec: *const nxz_codec) -> Outcome<Self> {
        let invalid = |member, message: String| {
            Failure::new(nxz_status::NXZ_ERR_INVALID_ARGUMENT, member, message)
        };
        // SAFETY: this function's contract; zeros are a value.
        let codec = unsafe { structure(codec, "codec")? };
        let id = u8::try_from(codec.id)
            .ok()
            .filter(|id| *id >= FIRST_CUSTOM)
            .ok_or_else(|| invalid("id", format!("is from 128 to 255, not {}", codec.id)))?;
        // SAFETY: this function's contract.
        let name = unsafe { cstr(codec.name, "name")? };
        if name.is_empty() || name.len() > MAX_NAME_LEN {
            let message = format!("has 1 to {MAX_NAME_LEN} bytes, not {}", name.len());
            return Err(invalid("name", message));
        }
        let compress = codec.compress.ok_or_else(|| Failure::null("compress"))?;
        let decompress = codec
            .decompress
            .ok_or_else(|| Failure::null("decompress"))?;
        Ok(Self {
            id,
            name: name.to_owned(),
            user_data: UserData::new(codec.user_data, codec.destroy),
            compress,
            decompress,
        })
    }

    /// What `function` makes of `input` in at most `capacity` bytes.
    fn call(&self, function: Function, input: &[u8], capacity: usize) -> Result<Vec<u8>> {
        // Never of no bytes, for the reason that `slices::lent` gives.
        let mut output = zeros(capacity.max(1))?;
        let mut written = 0;
        // SAFETY: the caller's function, with a readable input, a writable output of that capacity, and a slot, all of which live
        // until it returns.
        let answer = unsafe {
            function(
                self.user_data.pointer(),
                slices::lent(input),
                input.len(),
                output.as_mut_ptr(),
                capacity,
                &raw mut written,
            )
        };
        if answer != 0 {
            return Err(self.failed(format!("answers {answer}")));
        }
        if written > capacity {
            return Err(self.failed(format!(
                "says that it wrote {written} bytes where {capacity} have room"
            )));
        }
        output.truncate(written);
        Ok(output)
    }

    fn failed(&self, what: impl std::fmt::Display) -> ProtocolError {
        ProtocolError::in_field(
            ErrorKind::Compression,
            "codec",
            format!("the codec {} {what}", self.name),
        )
    }
}

impl Codec for CallbackCodec {
    fn name(&self) -> &str {
        &self.name
    }

    fn id(&self) -> u8 {
        self.id
    }

    fn compress(&self, input: &[u8]) -> Result<Vec<u8>> {
        let bytes = self.call(self.compress, input, input.len())?;
        Ok([&(input.len() as u64).to_le_bytes(), bytes.as_slice()].concat())
    }

    fn decompress(&self, input: &[u8], max_len: usize) -> Result<Vec<u8>> {
        let (len, bytes) = input
            .split_first_chunk::<LEN>()
            .ok_or_else(|| malformed("the length of the content is missing"))?;
        let len = usize::try_from(u64::from_le_bytes(*len))
            .ok()
            .filter(|len| *len <= max_len)
            .ok_or_else(|| too_long(max_len))?;
        let content = self.call(self.decompress, bytes, len)?;
        if content.len() != len {
            return Err(self.failed(format!("wrote {} bytes of {len}", content.len())));
        }
        Ok(content)
    }

    fn health_check(&self) -> Result<()> {
        const KNOWN: &[u8] = &[b'a'; 64];
        match self.decompress(&self.compress(KNOWN)?, KNOWN.len())? == KNOWN {
            true => Ok(()),
            false => Err(self.failed("does not restore its input")),
        }
    }
}
