//! `nxz_optimizer`: a caller's choice of parameters, as callbacks or as a plugin.

use super::callback::{structure, UserData};
use super::error::nxz_error;
use super::handle;
use super::optimizer_plugin::Plugin;
use super::output::Versioned;
use super::panic::call;
use super::protocol::nxz_protocol;
use super::slices;
use super::status::{nxz_status, Failure, Outcome};
use crate::error::{ErrorKind, ProtocolError, Result};
use crate::optimizer::schema::MAX_REPLY_LEN;
use crate::optimizer::Optimizer;
use std::ffi::{c_char, c_void};
use std::sync::Arc;

/// An optimizer: it chooses profile, degree cap and threads of a proof among candidates whose size is known and whose times
/// are predicted. It is asked where the configuration has `use_optimizer`, and gets a request in JSON and gives a reply in
/// JSON (docs/optimizer.md). The request has the statement's kind and counts, limits, constraints, the section `custom` of
/// the configuration and the candidates, and nothing of a witness.
///
/// Whatever happens, a proof is made: where the reply is late (`optimizer.deadline`, 50 ms by default), missing, malformed,
/// or not one of the candidates within limits and constraints, the library's own heuristic chooses. After failures in a row
/// the optimizer is not asked for a while. Replies are kept and used again for equal requests.
///
/// Threads: `optimize` is called on a thread that the library starts for this optimizer (8 MiB of stack), never on a thread of
/// the caller's, and only one call at a time. A late call goes on undisturbed, and what it replies is discarded; see "Callbacks". A proof
/// with the same protocol that is made inside is chosen by the heuristic. `destroy` is called when no call runs, on the thread that ended the
/// last use: of the caller's or the one of the optimizer.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct nxz_optimizer {
    /// Set to `sizeof(nxz_optimizer)`.
    pub struct_size: u32,
    /// Set to 0.
    pub reserved: u32,
    /// Passed to the callbacks. The library does not look at it.
    pub user_data: *mut c_void,
    /// What to call it in logs and metrics: UTF-8 with a NUL at the end, copied; NULL: `callback`.
    pub name: *const c_char,
    /// Chooses. request: `request_len` bytes of JSON with a NUL behind them, valid during the call. reply: a buffer of
    /// `reply_capacity` (65536) bytes for JSON, which needs no NUL. reply_len: how many of them were written. Returns 0, or
    /// another number for a failure.
    pub optimize: Option<
        unsafe extern "C" fn(
            user_data: *mut c_void,
            request: *const c_char,
            request_len: usize,
            reply: *mut c_char,
            reply_capacity: usize,
            reply_len: *mut usize,
        ) -> i32,
    >,
    /// Releases `user_data`; NULL: there is nothing to release.
    pub destroy: Option<unsafe extern "C" fn(user_data: *mut c_void)>,
}

// SAFETY: `repr(C)`, two `u32` and then pointers without padding, plain data.
unsafe impl Versioned for nxz_optimizer {
    const FIRST_SIZE: u32 = (8 + 4 * size_of::<*const c_void>()) as u32;

    fn reserved(&self) -> u32 {
        self.reserved
    }
}
const _: () = assert!(size_of::<nxz_optimizer>() == nxz_optimizer::FIRST_SIZE as usize);

/// Callbacks as an [`Optimizer`].
pub(super) struct Callbacks {
    // Fields are dropped in this order: `destroy` is called before its code is released.
    user_data: UserData,
    optimize: Optimize,
    name: String,
    /// The code of the callbacks, where it was loaded.
    _plugin: Option<Plugin>,
}

type Optimize = unsafe extern "C" fn(
    user_data: *mut c_void,
    request: *const c_char,
    request_len: usize,
    reply: *mut c_char,
    reply_capacity: usize,
    reply_len: *mut usize,
) -> i32;

impl Callbacks {
    /// Takes the callbacks over, if they are complete: from then on `destroy` is this object's duty.
    ///
    /// # Safety
    /// `from` is NULL or an `nxz_optimizer` as the header asks for it.
    pub(super) unsafe fn new(from: *const nxz_optimizer) -> Outcome<Self> {
        // SAFETY: this function's contract; zeros are NULL pointers and no callbacks.
        let optimizer = unsafe { structure(from, "optimizer")? };
        let optimize = optimizer
            .optimize
            .ok_or_else(|| Failure::null("optimize"))?;
        let name = match optimizer.name.is_null() {
            true => "callback",
            // SAFETY: this function's contract.
            false => unsafe { slices::cstr(optimizer.name, "name")? },
        };
        Ok(Self {
            name: name.to_owned(),
            optimize,
            user_data: UserData::new(optimizer.user_data, optimizer.destroy),
            _plugin: None,
        })
    }

    /// The same, with the code that must stay as long as it.
    pub(super) fn keeping(self, plugin: Plugin) -> Self {
        Self {
            _plugin: Some(plugin),
            ..self
        }
    }
}

impl Optimizer for Callbacks {
    fn name(&self) -> &str {
        &self.name
    }

    fn optimize(&self, request: &str) -> Result<String> {
        let failed = |message: String| ProtocolError::new(ErrorKind::Optimization, message);
        let request = slices::owned(request);
        let mut reply = vec![0u8; MAX_REPLY_LEN];
        let mut len = 0;
        // SAFETY: the header says what the callback gets, and the buffer has the stated capacity.
        let code = unsafe {
            (self.optimize)(
                self.user_data.pointer(),
                request.as_ptr(),
                request.as_bytes().len(),
                reply.as_mut_ptr().cast(),
                reply.len(),
                &raw mut len,
            )
        };
        if code != 0 {
            return Err(failed(format!("it returned {code}")));
        }
        let reply = reply.get(..len).ok_or_else(|| {
            failed(format!(
                "it says to have written {len} bytes to a buffer of {MAX_REPLY_LEN}"
            ))
        })?;
        // What is not UTF-8 is no reply either: a replacement character has no place in one.
        Ok(String::from_utf8_lossy(reply).into_owned())
    }
}

/// Plugs an optimizer into a protocol, in place of the one before. It is asked by calls that begin from now on, where the
/// configuration has `use_optimizer`; calls that have begun go on with the one before.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_INVALID_ARGUMENT` for a structure that is not filled in as described, which is then not
/// taken over: its `destroy` is not called; `NXZ_ERR_NULL_POINTER` also for an `optimize` that is NULL; `NXZ_ERR_INVALID_HANDLE`.
/// Args: protocol: the protocol. optimizer: the callbacks, copied; their `user_data` is the library's until it calls
/// `destroy`, which is when the optimizer is replaced or the protocol freed and no call runs any more. NULL: no optimizer.
/// Out: error: see "Errors".
/// Threads: any number may share `protocol`.
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_protocol_set_optimizer(
    protocol: *const nxz_protocol,
    optimizer: *const nxz_optimizer,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for handles and structures that are NULL or valid.
    unsafe {
        call(error, (), || {
            let protocol = handle::borrow(protocol, "protocol")?;
            let optimizer: Option<Arc<dyn Optimizer>> = match optimizer.is_null() {
                true => None,
                false => Some(Arc::new(Callbacks::new(optimizer)?)),
            };
            protocol.set_optimizer(optimizer);
            Ok(())
        })
    }
}
