//! Where a protocol's events go.

use super::callback::{structure, UserData};
use super::error::nxz_error;
use super::handle;
use super::output::Versioned;
use super::panic::call;
use super::protocol::nxz_protocol;
use super::slices;
use super::status::{nxz_status, Failure, Outcome};
use crate::pipeline::CallOptions;
use crate::telemetry::{Event, Level, LogSink, Logger};
use std::ffi::{c_char, c_void};
use std::sync::Arc;

/// How much an event matters: one of `NXZ_LOG_...`.
pub type nxz_log_level = u32;
/// A call failed, other than by refusing a proof or an input.
pub const NXZ_LOG_ERROR: nxz_log_level = 1;
/// A call went on after something failed, or a proof or an input was refused.
pub const NXZ_LOG_WARN: nxz_log_level = 2;
/// A call succeeded.
pub const NXZ_LOG_INFO: nxz_log_level = 3;
/// A stage of a call is done.
pub const NXZ_LOG_DEBUG: nxz_log_level = 4;

// The numbers are assigned in `telemetry`.
const _: () = assert!(
    NXZ_LOG_ERROR == Level::Error as u32
        && NXZ_LOG_WARN == Level::Warn as u32
        && NXZ_LOG_INFO == Level::Info as u32
        && NXZ_LOG_DEBUG == Level::Debug as u32
);

/// Where a protocol's events go, one JSON object each (docs/logging.md). Set `struct_size` to `sizeof(nxz_log_sink)`.
///
/// `on_event` is called by the thread that makes the call, while it runs; see "Callbacks".
#[repr(C)]
#[derive(Clone, Copy)]
pub struct nxz_log_sink {
    /// Set by the caller to `sizeof(nxz_log_sink)`.
    pub struct_size: u32,
    /// Events up to this level: one of `NXZ_LOG_...`.
    pub max_level: nxz_log_level,
    /// Passed to both functions.
    pub user_data: *mut c_void,
    /// Takes one event: `json_len` bytes of UTF-8 without a line's end and without a NUL behind them, which live as long as the call of this
    /// function.
    pub on_event: Option<
        unsafe extern "C" fn(
            user_data: *mut c_void,
            level: nxz_log_level,
            json: *const c_char,
            json_len: usize,
        ),
    >,
    /// Called once when the sink is not used any more: after it was replaced or the protocol freed, and the last call that began
    /// before has ended. May be NULL. It may be called by any thread that used the protocol.
    pub destroy: Option<unsafe extern "C" fn(user_data: *mut c_void)>,
}

// SAFETY: `repr(C)`, `u32` first, two `u32` and three pointers without padding, plain data.
unsafe impl Versioned for nxz_log_sink {
    const FIRST_SIZE: u32 = 8 + 3 * size_of::<usize>() as u32;
}
const _: () = assert!(size_of::<nxz_log_sink>() == nxz_log_sink::FIRST_SIZE as usize);

struct Sink {
    user_data: UserData,
    on_event:
        unsafe extern "C" fn(*mut c_void, nxz_log_level, json: *const c_char, json_len: usize),
}

impl LogSink for Sink {
    fn log(&self, event: &Event<'_>) {
        let json = event.to_json();
        // SAFETY: the header asks for a function that takes these arguments on any thread.
        unsafe {
            (self.on_event)(
                self.user_data.pointer(),
                event.level as u32,
                json.as_ptr().cast(),
                json.len(),
            )
        }
    }
}

fn level(number: nxz_log_level) -> Outcome<Level> {
    let mut levels = Level::ALL.into_iter();
    levels.find(|level| *level as u32 == number).ok_or_else(|| {
        let message = format!("no log level has the number {number}");
        Failure::new(nxz_status::NXZ_ERR_UNSUPPORTED, "max_level", message)
    })
}

/// Sends the events of calls that begin from now on to a sink. Without one, which is how a protocol begins, nothing is logged.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_INVALID_ARGUMENT` for a bad `struct_size`; `NXZ_ERR_UNSUPPORTED` for an unknown level;
/// `NXZ_ERR_NULL_POINTER` also for a sink without `on_event`; `NXZ_ERR_INVALID_HANDLE`. After a failure the sink of before stays, and
/// `destroy` of the new one is not called.
/// Args: protocol: the protocol. sink: copied; NULL for none.
/// Out: error: see "Errors".
/// Threads: any number may share `protocol`.
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_protocol_set_log_sink(
    protocol: *const nxz_protocol,
    sink: *const nxz_log_sink,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for handles and structures that are NULL or valid; zeros are a valid `nxz_log_sink`.
    unsafe {
        call(error, (), || {
            let protocol = handle::borrow(protocol, "protocol")?;
            let logger = if sink.is_null() {
                None
            } else {
                let sink = structure(sink, "sink")?;
                let max_level = level(sink.max_level)?;
                let on_event = sink.on_event.ok_or_else(|| Failure::null("on_event"))?;
                let user_data = UserData::new(sink.user_data, sink.destroy);
                let sink = Sink {
                    user_data,
                    on_event,
                };
                Some(Logger::new(Arc::new(sink), max_level))
            };
            protocol.set_logger(logger);
            Ok(())
        })
    }
}

/// What a caller may say of a call. Set `struct_size` to `sizeof(nxz_call_options)` and everything else that is not needed to 0.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct nxz_call_options {
    /// Set by the caller to `sizeof(nxz_call_options)`.
    pub struct_size: u32,
    /// 0.
    pub reserved: u32,
    /// The name of the request in logs and metrics: `request_id_len` bytes of UTF-8 without control characters, 1 to 128. NULL: one
    /// is generated.
    pub request_id: *const c_char,
    /// Its length.
    pub request_id_len: usize,
}

// SAFETY: `repr(C)`, `u32` first, two `u32`, a pointer and a size without padding, plain data.
unsafe impl Versioned for nxz_call_options {
    const FIRST_SIZE: u32 = 8 + 2 * size_of::<usize>() as u32;

    fn reserved(&self) -> u32 {
        self.reserved
    }
}
const _: () = assert!(size_of::<nxz_call_options>() == nxz_call_options::FIRST_SIZE as usize);

/// The options of a call; NULL means that nothing is said.
///
/// # Safety
/// `options` is NULL or valid, and what it points to lives during `'a`, which ends with the call.
pub(super) unsafe fn call_options<'a>(
    options: *const nxz_call_options,
) -> Outcome<CallOptions<'a>> {
    if options.is_null() {
        return Ok(CallOptions::default());
    }
    // SAFETY: this function's contract; zeros are a valid `nxz_call_options`.
    let options = unsafe { structure(options, "options")? };
    // SAFETY: this function's contract.
    let id = unsafe { slices::text(options.request_id, options.request_id_len, "request_id")? };
    Ok(CallOptions {
        request_id: (!options.request_id.is_null()).then_some(id),
        threads: None,
    })
}
