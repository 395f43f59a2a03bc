//! Optimizers from shared objects.

use super::callback::UserData;
use super::error::nxz_error;
use super::handle;
use super::optimizer::{nxz_optimizer, Callbacks};
use super::panic::call;
use super::protocol::nxz_protocol;
use super::slices;
use super::status::{nxz_status, Failure, Outcome};
use super::version::ABI_VERSION;
use libloading::Library;
use std::error::Error;
use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::sync::Arc;

/// What a plugin exports under the name `nxz_optimizer_plugin`: fills in `*out`, whose `struct_size` the library has set to
/// what it knows, and all else to zero. A plugin fills in no more than that, and leaves `struct_size` as it is.
///
/// Returns: 0, and `out` is handed over: `destroy` is called in any case; 11 (`NXZ_ERR_UNSUPPORTED`) for an ABI number that the plugin was not made for;
/// another number for another failure. Then nothing is handed over.
/// Args: abi_version: `NXZ_ABI_VERSION` of the library. config: the `config_len` bytes given to
/// `nxz_protocol_load_optimizer`, with a NUL behind them.
pub type nxz_optimizer_plugin_entry = Option<
    unsafe extern "C" fn(
        abi_version: u32,
        config: *const c_char,
        config_len: usize,
        out: *mut nxz_optimizer,
    ) -> i32,
>;

/// The name of the entry, as a loader wants it.
const ENTRY: &[u8] = b"nxz_optimizer_plugin\0";

/// What `struct_size` is when a plugin gets the structure.
const OUR_SIZE: u32 = size_of::<nxz_optimizer>() as u32;

/// A loaded shared object. It stays loaded as long as this lives.
pub(super) struct Plugin {
    _library: Library,
}

/// Loads the optimizer of a shared object.
///
/// # Safety
/// The object's initializers and its entry keep to the header.
unsafe fn load(path: &str, config: &str) -> Outcome<Callbacks> {
    let failed = |status, message: String| Failure::new(status, "path", message);
    // SAFETY: this function's contract.
    let library = unsafe { Library::new(path) }.map_err(|error| {
        // What the loader says is behind the error.
        let cause = error
            .source()
            .map_or_else(|| error.to_string(), |cause| cause.to_string());
        let message = format!("the plugin cannot be loaded: {cause}");
        failed(nxz_status::NXZ_ERR_CONFIGURATION, message)
    })?;
    // SAFETY: the header says what has this name; a symbol that is NULL is no function, which the type allows for.
    let entry = unsafe { library.get::<nxz_optimizer_plugin_entry>(ENTRY) }
        .ok()
        .and_then(|entry| *entry)
        .ok_or_else(|| {
            let message = "the shared object exports no nxz_optimizer_plugin";
            failed(nxz_status::NXZ_ERR_UNSUPPORTED, message.into())
        })?;
    let mut out = MaybeUninit::<nxz_optimizer>::zeroed();
    let config = slices::owned(config);
    // SAFETY: `out` is a structure of zeros with its size; the entry keeps to the header.
    let code = unsafe {
        out.as_mut_ptr().cast::<u32>().write(OUR_SIZE);
        entry(
            ABI_VERSION,
            config.as_ptr(),
            config.as_bytes().len(),
            out.as_mut_ptr(),
        )
    };
    match code {
        0 => {}
        code if code == nxz_status::NXZ_ERR_UNSUPPORTED as i32 => {
            let message = format!("the plugin was not made for ABI number {ABI_VERSION}");
            return Err(failed(nxz_status::NXZ_ERR_UNSUPPORTED, message));
        }
        code => {
            let message = format!("the plugin refuses to start: it returned {code}");
            return Err(failed(nxz_status::NXZ_ERR_OPTIMIZATION, message));
        }
    }
    // Declared before what runs its code when it goes.
    let plugin = Plugin { _library: library };
    // SAFETY: zeros are a value, and the entry wrote what the header asks for. The size is ours again, whatever the entry made of it.
    let given = unsafe {
        out.as_mut_ptr().cast::<u32>().write(OUR_SIZE);
        out.assume_init()
    };
    // SAFETY: `given` is a structure with its size.
    match unsafe { Callbacks::new(&raw const given) } {
        Ok(callbacks) => Ok(callbacks.keeping(plugin)),
        Err(failure) => {
            // It was handed over, complete or not.
            drop(UserData::new(given.user_data, given.destroy));
            // What is not as it should be is the plugin's, not the caller's.
            let member = failure.field.unwrap_or_default();
            let message = format!("the plugin's structure: {member}: {}", failure.message);
            Err(failed(nxz_status::NXZ_ERR_INVALID_ARGUMENT, message))
        }
    }
}

/// Loads an optimizer from a shared object and plugs it in as `nxz_protocol_set_optimizer` does. The object exports a
/// function `nxz_optimizer_plugin` of the type `nxz_optimizer_plugin_entry`; it stays loaded as long as its optimizer
/// lives. Loading runs code of the object in this process: only load what is as trusted as the program itself.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_CONFIGURATION` for a file that cannot be loaded; `NXZ_ERR_UNSUPPORTED` for an object without
/// the function or made for another ABI number; `NXZ_ERR_OPTIMIZATION` where the plugin refuses to start;
/// `NXZ_ERR_INVALID_ARGUMENT`, also where it hands over an incomplete structure; `NXZ_ERR_NULL_POINTER`;
/// `NXZ_ERR_INVALID_HANDLE`. After a failure the optimizer before stays.
/// Args: protocol: the protocol. path: `path_len` bytes of UTF-8; without a slash the system's directories are searched.
/// config: `config_len` bytes of UTF-8 for the plugin, which the library does not look at; may be NULL when `config_len`
/// is 0.
/// Out: error: see "Errors".
/// Threads: any number may share `protocol`.
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_protocol_load_optimizer(
    protocol: *const nxz_protocol,
    path: *const c_char,
    path_len: usize,
    config: *const c_char,
    config_len: usize,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for handles that are NULL or valid, readable text, and a trusted object.
    unsafe {
        call(error, (), || {
            let protocol = handle::borrow(protocol, "protocol")?;
            let path = slices::text(path, path_len, "path")?;
            let config = slices::text(config, config_len, "config")?;
            protocol.set_optimizer(Some(Arc::new(load(path, config)?)));
            Ok(())
        })
    }
}
