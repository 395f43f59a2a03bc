//! Whether the library does what it should on this machine.

use super::error::nxz_error;
use super::handle;
use super::panic::call;
use super::protocol::nxz_protocol;
use super::status::nxz_status;
use crate::pipeline;
use crate::proof_system::Execution;

/// Runs known answers through every module, on the processor instructions that were chosen for this machine: the circuit of every hash
/// function; proofs of every proof system, and that one for another context is refused; the choice of parameters; every codec. Takes
/// some ten milliseconds.
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
            Ok(pipeline::health_check(Execution::default())?)
        })
    }
}

/// The same with the backend and the threads of a protocol, and what is attached to it: its codec restores a known payload, and with `use_optimizer` its optimizer answers a
/// question about a known statement.
///
/// Returns: as `nxz_health_check`; `NXZ_ERR_COMPRESSION`, `NXZ_ERR_OPTIMIZATION` for a failing codec or optimizer;
/// `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
/// Args: protocol: the protocol.
/// Out: error: see "Errors".
/// Threads: any number may share `protocol`.
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_protocol_health_check(
    protocol: *const nxz_protocol,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for slots and handles that are NULL or valid.
    unsafe {
        call(error, (), || {
            Ok(handle::borrow(protocol, "protocol")?.health_check()?)
        })
    }
}
