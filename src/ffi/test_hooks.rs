//! Exported only with the feature `test-hooks` and declared in no header: for the C harness.

use super::error::nxz_error;
use super::handle::Handle;
use super::output::HandleOut;
use super::panic::call;
use super::proof::nxz_proof;
use super::status::{nxz_status, Outcome};

/// Panics on purpose, after the point where a successful call would have made its result.
///
/// Returns: `NXZ_ERR_PANIC`.
#[no_mangle]
pub unsafe extern "C" fn nxz_test_panic(
    out: *mut *mut nxz_proof,
    error: *mut *mut nxz_error,
) -> nxz_status {
    let body = || -> Outcome<<nxz_proof as Handle>::Value> { panic!("on purpose") };
    // SAFETY: the harness passes slots that are NULL or valid.
    unsafe { call(error, HandleOut(out), body) }
}
