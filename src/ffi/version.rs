//! Versions and what this build can do. Both version numbers come from `Cargo.toml`: the package version, and the first
//! number of the C library's version, which is the SONAME and the ABI number (`build.rs` passes it on).

use super::slices::interned;
use crate::backend::Backend;
use crate::hash::HashAlgorithm;
use crate::proof_system::sigma::GroupId;
use std::ffi::{c_char, CStr};
use std::sync::LazyLock;

/// The ABI number. The header macro of the same name is written by `tests/header.rs` from this constant.
pub const ABI_VERSION: u32 = match u32::from_str_radix(env!("NXZ_ABI_VERSION"), 10) {
    Ok(number) => number,
    Err(_) => panic!("build.rs passes a number"),
};

/// The version of the library that is running, for example `0.1.0`. `NXZ_VERSION_STRING` is that of the header.
///
/// Returns: a static string, NUL-terminated.
/// Threads: any.
#[no_mangle]
pub extern "C" fn nxz_version() -> *const c_char {
    interned(env!("CARGO_PKG_VERSION"))
}

/// The ABI number of the library that is running. Where it differs from `NXZ_ABI_VERSION`, header and library do not
/// belong together.
///
/// Returns: the number, which is also the number in the SONAME.
/// Threads: any.
#[no_mangle]
pub extern "C" fn nxz_abi_version() -> u32 {
    ABI_VERSION
}

/// Whether this build has a feature. Known names: the kind of each statement (`preimage`, `range`, ...), the name of each hash
/// function and group, and `allocator` (peak memory is measured).
///
/// Returns: 1 for a feature that this build has, otherwise 0, for NULL and unknown names too.
/// Args: name: a NUL-terminated string, or NULL.
/// Threads: any.
#[no_mangle]
pub unsafe extern "C" fn nxz_has_feature(name: *const c_char) -> u32 {
    if name.is_null() {
        return 0;
    }
    // SAFETY: not NULL, and NUL-terminated as the header asks.
    let name = unsafe { CStr::from_ptr(name) };
    let Ok(name) = name.to_str() else { return 0 };
    let known = name == "allocator" && cfg!(feature = "allocator")
        || crate::statement::KINDS.contains(&name)
        || HashAlgorithm::from_name(name).is_ok()
        || GroupId::from_name(name).is_ok();
    u32::from(known)
}

/// The implementation of the inner loops that is used unless the setting `backend` names another: the best one that this processor can
/// run, for example `portable`.
///
/// Returns: a static string, NUL-terminated.
/// Threads: any.
#[no_mangle]
pub extern "C" fn nxz_cpu_backend() -> *const c_char {
    interned(crate::cpu_backend())
}

/// The implementations that this processor can run, with commas between them and the best one last, for example `portable,aes-ni`: what
/// the setting `backend` may be.
///
/// Returns: a static string, NUL-terminated.
/// Threads: any.
#[no_mangle]
pub extern "C" fn nxz_cpu_backends() -> *const c_char {
    static NAMES: LazyLock<String> = LazyLock::new(|| {
        let names = Backend::available().iter().map(|backend| backend.name());
        names.collect::<Vec<_>>().join(",")
    });
    interned(&NAMES)
}
