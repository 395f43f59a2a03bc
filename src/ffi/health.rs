//! Whether the library does what it should on this machine.

use super::error::nxz_error;
use super::panic::call;
use super::status::nxz_status;
use crate::{compression, proof_system};

/// Proves and verifies a known statement with every proof system, on the processor instructions that were chosen for this machine,
/// and makes sure that a proof for another context is refused; restores known payloads with every codec. Takes some ten milliseconds.
///
/// Returns: `NXZ_OK`; the status of whatever failed, with the error saying what.
/// Out: error: see "Errors".
/// Threads: any.
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_health_check(error: *mut *mut nxz_error) -> nxz_status {
    // SAFETY: the header asks for a slot that is NULL or valid.
    unsafe {
        call(error, (), || {
            proof_system::health_check()?;
            Ok(compression::health_check()?)
        })
    }
}
