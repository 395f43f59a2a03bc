//! The C boundary: what `include/nexuszero.h` says of a plugin, and nothing else with unsafe code.
//!
//! The plugin does not link to the library: it declares the one structure itself. `tests/host.c` compares these numbers with the header.

#![allow(unsafe_code)]

use crate::error::{Code, Error, Result};
use crate::optimizer::Optimizer;
use std::ffi::{c_char, c_void};
use std::io::Write;
use std::mem::{offset_of, size_of};
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::{ptr, slice};

/// `NXZ_ABI_VERSION` of the header that this was made for.
const ABI_VERSION: u32 = 1;

/// `nxz_optimizer`.
#[repr(C)]
struct NxzOptimizer {
    struct_size: u32,
    reserved: u32,
    user_data: *mut c_void,
    name: *const c_char,
    optimize: Option<Optimize>,
    destroy: Option<Destroy>,
}

type Optimize = unsafe extern "C" fn(
    user_data: *mut c_void,
    request: *const c_char,
    request_len: usize,
    reply: *mut c_char,
    reply_capacity: usize,
    reply_len: *mut usize,
) -> i32;
type Destroy = unsafe extern "C" fn(user_data: *mut c_void);

#[cfg(target_pointer_width = "64")]
const _: () = {
    assert!(size_of::<NxzOptimizer>() == 40);
    assert!(offset_of!(NxzOptimizer, struct_size) == 0);
    assert!(offset_of!(NxzOptimizer, reserved) == 4);
    assert!(offset_of!(NxzOptimizer, user_data) == 8);
    assert!(offset_of!(NxzOptimizer, name) == 16);
    assert!(offset_of!(NxzOptimizer, optimize) == 24);
    assert!(offset_of!(NxzOptimizer, destroy) == 32);
};

/// The entry: `nxz_optimizer_plugin_entry`. What is wrong with a configuration or its model file is told to the host as a number, and in
/// words on standard error: there is no other way for words.
///
/// # Safety
/// `config` has `config_len` readable bytes, or is NULL and has none; `out` is NULL or as the header says.
#[no_mangle]
unsafe extern "C" fn nxz_optimizer_plugin(
    abi_version: u32,
    config: *const c_char,
    config_len: usize,
    out: *mut NxzOptimizer,
) -> i32 {
    let made = shielded(|| {
        if out.is_null() {
            return Err(is_null());
        }
        if abi_version != ABI_VERSION {
            let message = format!("made for ABI number {ABI_VERSION}, not {abi_version}");
            return Err(Error::new(Code::AbiVersion, message));
        }
        // SAFETY: not NULL, and the first field is there whatever the size.
        if (unsafe { (*out).struct_size } as usize) < size_of::<NxzOptimizer>() {
            let message = "the host's structure is shorter than that of its ABI number";
            return Err(Error::new(Code::InvalidArgument, message));
        }
        // SAFETY: this function's contract.
        let config = unsafe { bytes(config, config_len) }?;
        Optimizer::new(config).map(Box::new)
    });
    match made {
        Ok(optimizer) => {
            if let Err(error) = optimizer.model() {
                tell(&error);
            }
            // SAFETY: `out` is not NULL and has room for these fields, as was seen above. `struct_size` stays as it is.
            unsafe {
                (*out).user_data = Box::into_raw(optimizer).cast();
                (*out).name = c"onnx".as_ptr();
                (*out).optimize = Some(optimize);
                (*out).destroy = Some(destroy);
            }
            0
        }
        Err(error) => {
            tell(&error);
            error.code as i32
        }
    }
}

/// On standard error. Where that is closed, numbers have to do.
fn tell(error: &Error) {
    let _ = writeln!(std::io::stderr(), "nexuszero-optimizer-onnx: {error}");
}

/// `optimize` of the structure.
///
/// # Safety
/// `user_data` is that of the entry and was not destroyed; `request` has `request_len` readable bytes, `reply` has `reply_capacity` writable
/// ones; `reply_len` is NULL or writable.
unsafe extern "C" fn optimize(
    user_data: *mut c_void,
    request: *const c_char,
    request_len: usize,
    reply: *mut c_char,
    reply_capacity: usize,
    reply_len: *mut usize,
) -> i32 {
    let answered = shielded(|| {
        // SAFETY: the entry made it of a box of this type, and nobody changes it.
        let optimizer = unsafe { user_data.cast::<Optimizer>().as_ref() }.ok_or_else(is_null)?;
        // SAFETY: this function's contract.
        let answer = optimizer.answer(unsafe { bytes(request, request_len) }?)?;
        if reply.is_null() || reply_len.is_null() {
            return Err(is_null());
        }
        if answer.len() > reply_capacity {
            let message = "there is no room for the reply";
            return Err(Error::new(Code::InvalidArgument, message));
        }
        // SAFETY: both are not NULL, there is room, and the answer is memory of our own.
        unsafe {
            ptr::copy_nonoverlapping(answer.as_ptr(), reply.cast(), answer.len());
            *reply_len = answer.len();
        }
        Ok(())
    });
    answered.map_or_else(|error| error.code as i32, |()| 0)
}

/// `destroy` of the structure.
///
/// # Safety
/// `user_data` is NULL, or that of the entry and not destroyed yet; no call runs.
unsafe extern "C" fn destroy(user_data: *mut c_void) {
    if user_data.is_null() {
        return;
    }
    // SAFETY: the entry made it of a box of this type, and this function's contract.
    let optimizer = unsafe { Box::from_raw(user_data.cast::<Optimizer>()) };
    // No panic is known that could be in it; none gets out.
    let _ = shielded(|| {
        drop(optimizer);
        Ok(())
    });
}

/// Runs what may panic: no panic crosses the boundary.
fn shielded<T>(call: impl FnOnce() -> Result<T>) -> Result<T> {
    // Nothing is changed that could be seen half done.
    catch_unwind(AssertUnwindSafe(call)).unwrap_or_else(|_| {
        Err(Error::new(
            Code::Panic,
            "a defect of the plugin: it panicked",
        ))
    })
}

fn is_null() -> Error {
    Error::new(Code::InvalidArgument, "an argument is NULL")
}

/// # Safety
/// `from` is NULL, or has `len` bytes that are readable and unchanged as long as the slice is used.
unsafe fn bytes<'a>(from: *const c_char, len: usize) -> Result<&'a [u8]> {
    match (from.is_null(), len) {
        (_, 0) => Ok(&[]),
        (true, _) => Err(is_null()),
        // SAFETY: this function's contract; what is in memory has no more bytes than `isize::MAX`.
        (false, _) => Ok(unsafe { slice::from_raw_parts(from.cast(), len) }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::ffi::CStr;

    const CONFIG: &str = concat!(
        r#"{"model": ""#,
        env!("CARGO_MANIFEST_DIR"),
        r#"/../../bindings/python/src/nexuszero/optimizer/model.onnx"}"#
    );
    const VECTORS: &str = include_str!("../../../bindings/python/data/optimizer-vectors.json");

    fn empty() -> NxzOptimizer {
        NxzOptimizer {
            struct_size: size_of::<NxzOptimizer>() as u32,
            reserved: 0,
            user_data: ptr::null_mut(),
            name: ptr::null(),
            optimize: None,
            destroy: None,
        }
    }

    fn load(abi_version: u32, config: &str, out: &mut NxzOptimizer) -> i32 {
        // SAFETY: the text has its length, and `out` is one.
        unsafe { nxz_optimizer_plugin(abi_version, config.as_ptr().cast(), config.len(), out) }
    }

    #[test]
    fn what_does_not_start_hands_over_nothing() {
        let mut out = empty();
        assert_eq!(load(2, CONFIG, &mut out), 11);
        out.struct_size -= 1;
        assert_eq!(load(1, CONFIG, &mut out), 8);
        out.struct_size += 1;
        assert_eq!(load(1, "", &mut out), 5);
        assert_eq!(load(1, r#"{"model": "none"}"#, &mut out), 16);
        assert!(out.user_data.is_null() && out.optimize.is_none() && out.destroy.is_none());
        // SAFETY: NULL has no bytes.
        unsafe {
            assert_eq!(nxz_optimizer_plugin(1, ptr::null(), 0, &mut out), 5);
            assert_eq!(nxz_optimizer_plugin(1, ptr::null(), 7, &mut out), 8);
            assert_eq!(nxz_optimizer_plugin(1, ptr::null(), 0, ptr::null_mut()), 8);
        }
    }

    #[test]
    fn it_answers_and_is_destroyed() {
        let vectors: serde_json::Value = serde_json::from_str(VECTORS).unwrap();
        let vector = &vectors["answered"][0];
        let request = vector["request"].to_string();
        let mut out = empty();
        assert_eq!(load(1, CONFIG, &mut out), 0);
        assert_eq!((out.struct_size, out.reserved), (40, 0));
        let (optimize, destroy) = (out.optimize.unwrap(), out.destroy.unwrap());
        let ask = |request: &str, reply: &mut [u8]| {
            let mut len = usize::MAX;
            let to = reply.as_mut_ptr().cast();
            // SAFETY: it was not destroyed; the texts have their lengths.
            let code = unsafe {
                optimize(
                    out.user_data,
                    request.as_ptr().cast(),
                    request.len(),
                    to,
                    reply.len(),
                    &mut len,
                )
            };
            (code, len)
        };
        let mut reply = [0; 64];
        let (code, len) = ask(&request, &mut reply);
        assert_eq!(code, 0);
        let answer: serde_json::Value = serde_json::from_slice(&reply[..len]).unwrap();
        assert_eq!(answer, vector["reply"]);
        assert_eq!(ask("{}", &mut reply), (10, usize::MAX));
        assert_eq!(ask("", &mut reply), (10, usize::MAX));
        assert_eq!(ask(&request, &mut [0; 4]), (8, usize::MAX));
        let text = request.as_ptr().cast();
        // SAFETY: NULL is refused; then it is destroyed once.
        unsafe {
            assert_eq!(CStr::from_ptr(out.name), c"onnx");
            let to = reply.as_mut_ptr().cast();
            assert_eq!(
                optimize(out.user_data, text, request.len(), to, 64, ptr::null_mut()),
                8
            );
            let mut len = 0;
            assert_eq!(
                optimize(
                    out.user_data,
                    text,
                    request.len(),
                    ptr::null_mut(),
                    64,
                    &mut len
                ),
                8
            );
            assert_eq!(optimize(out.user_data, ptr::null(), 9, to, 64, &mut len), 8);
            assert_eq!(
                optimize(ptr::null_mut(), text, request.len(), to, 64, &mut len),
                8
            );
            destroy(out.user_data);
            destroy(ptr::null_mut());
        }
    }

    #[test]
    fn a_panic_becomes_a_failure() {
        let failed = shielded(|| -> Result<()> { panic!("on purpose") });
        assert_eq!(failed.unwrap_err().code, Code::Panic);
    }
}
