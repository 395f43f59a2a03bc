//! The wrapper around every fallible entry point: no panic leaves it, and every output is either written or cleared.

use super::error::{self, nxz_error};
use super::output::Output;
use super::status::{nxz_status, Failure, Outcome};
use std::any::Any;
use std::panic::{catch_unwind, AssertUnwindSafe};

/// Runs `body` and writes what it returns to `output`. Failures, panics included, become a status and, where the
/// caller gave a slot, an error handle.
///
/// # Safety
/// `error` and the pointers in `output` are NULL or valid for writing.
pub(super) unsafe fn call<O: Output>(
    error: *mut *mut nxz_error,
    output: O,
    body: impl FnOnce() -> Outcome<O::Value>,
) -> nxz_status {
    // SAFETY: this function's contract. Clearing first means that no later step can leave an output undefined.
    unsafe {
        error::clear(error);
        output.clear();
    }
    // Unwind safety: what a panicking body may leave half-changed is a configuration, whose setters assign one
    // plain value as their last step, and the library's own caches, which answer for themselves.
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        // SAFETY: this function's contract; `write` follows `check`.
        unsafe {
            output.check()?;
            output.write(body()?)
        }
    }));
    match outcome.unwrap_or_else(|payload| Err(panicked(payload))) {
        Ok(()) => nxz_status::NXZ_OK,
        Err(failure) => {
            let status = failure.status;
            // SAFETY: this function's contract.
            unsafe { error::store(error, failure) };
            status
        }
    }
}

/// For the functions that answer with a value instead of a status: `fallback` after a panic.
pub(super) fn shielded<T>(fallback: T, body: impl FnOnce() -> T) -> T {
    catch_unwind(AssertUnwindSafe(body)).unwrap_or_else(|payload| {
        std::mem::forget(payload);
        fallback
    })
}

/// Only text that stands in the source is repeated: a formatted message, as from a failed `assert_eq!`, may show
/// values, and values may be secret.
fn panicked(payload: Box<dyn Any + Send>) -> Failure {
    let message = match payload.downcast_ref::<&'static str>() {
        Some(text) => format!("the library panicked: {text}"),
        None => "the library panicked".to_owned(),
    };
    // Dropping an arbitrary payload could panic again.
    if !(payload.is::<&'static str>() || payload.is::<String>()) {
        std::mem::forget(payload);
    }
    Failure {
        status: nxz_status::NXZ_ERR_PANIC,
        field: None,
        message,
        others: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::error::{nxz_error_code, nxz_error_free, nxz_error_message};
    use super::*;
    use std::ffi::CStr;

    fn message_of(body: impl FnOnce() -> Outcome<()>) -> String {
        let mut slot = std::ptr::null_mut();
        // SAFETY: `slot` is a live local, and the error is freed once.
        unsafe {
            assert_eq!(call(&raw mut slot, (), body), nxz_status::NXZ_ERR_PANIC);
            assert_eq!(nxz_error_code(slot), nxz_status::NXZ_ERR_PANIC);
            let message = CStr::from_ptr(nxz_error_message(slot));
            let message = message.to_str().unwrap().to_owned();
            nxz_error_free(slot);
            message
        }
    }

    #[test]
    fn a_panic_becomes_a_status_and_shows_no_values() {
        assert_eq!(message_of(|| panic!("why")), "the library panicked: why");
        let secret = 42;
        assert_eq!(message_of(|| panic!("is {secret}")), "the library panicked");
        assert_eq!(
            message_of(|| std::panic::panic_any(secret)),
            "the library panicked"
        );
        assert_eq!(shielded(3, || panic!("why")), 3);
    }
}
