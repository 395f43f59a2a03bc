//! `nxz_witness`: the secret.

use super::error::nxz_error;
use super::handle::{self, handle};
use super::output::HandleOut;
use super::panic::call;
use super::slices;
use super::status::{nxz_status, Failure};
use crate::hash::{HashAlgorithm, MAX_BLOCKS};
use crate::statement::Witness;
use zeroize::Zeroizing;

/// The secret that satisfies a statement. Made by `nxz_witness_preimage`.
///
/// Owned by the caller, who frees it with `nxz_witness_free`, which wipes it. It never changes: any number of threads
/// may use it.
pub struct nxz_witness {
    _private: [u8; 0],
}

handle!(nxz_witness, Witness);

/// The longest message that any statement can be about, so that a longer one is refused before it is copied.
fn longest_message() -> usize {
    let longest = |hash: HashAlgorithm| hash.message_range(MAX_BLOCKS).1;
    HashAlgorithm::ALL
        .into_iter()
        .map(longest)
        .max()
        .unwrap_or(0)
}

/// The witness of a preimage statement: the message. The library keeps a copy, which it wipes when the witness is
/// freed; the caller wipes its own.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_LIMIT_EXCEEDED` for a message that is too long for any statement;
/// `NXZ_ERR_NULL_POINTER`.
/// Args: message: `message_len` bytes; NULL exactly when `message_len` is 0.
/// Out: out: the new witness, owned by the caller. error: see "Errors".
///
/// cbindgen:postfix=NXZ_NONNULL(3)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_witness_preimage(
    message: *const u8,
    message_len: usize,
    out: *mut *mut nxz_witness,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for slots that are NULL or valid, and a readable message.
    unsafe {
        call(error, HandleOut(out), || {
            let longest = longest_message();
            if message_len > longest {
                return Err(Failure::new(
                    nxz_status::NXZ_ERR_LIMIT_EXCEEDED,
                    "message",
                    format!("at most {longest} bytes can be proved, got {message_len}"),
                ));
            }
            let message = slices::bytes(message, message_len, "message")?;
            Ok(Witness::Preimage(Zeroizing::new(message.to_vec())))
        })
    }
}

/// Wipes and frees a witness.
///
/// Args: witness: a witness that no thread uses any more, or NULL.
#[no_mangle]
pub unsafe extern "C" fn nxz_witness_free(witness: *mut nxz_witness) {
    // SAFETY: the header asks for NULL or a live handle that nobody uses any more.
    unsafe { handle::free(witness) }
}
