//! The C ABI: everything that `include/nexuszero.h` declares.
//!
//! This module is the only place with pointers of callers. An entry point turns its arguments into Rust values,
//! calls the plain Rust API, and hands the result back; it never computes anything itself. One file per handle,
//! and around them:
//!
//! * `status`: the numbers of `nxz_status`, and how errors of the library map onto them;
//! * `panic`: the wrapper around every entry point, which catches panics and clears outputs;
//! * `output`: the kinds of out-parameters;
//! * `handle`: allocation, type tags and release of handles;
//! * `callback`: structures of function pointers, and the `user_data` behind them;
//! * `slices`: pointer and length to slice, and static strings the other way.
//!
//! The contract of each function is its documentation in the header, which is generated from these comments
//! (`tests/header.rs`). What the header asks of callers is what every `SAFETY` comment here relies on.

// C names, and contracts written as `Returns`/`Args` for the header instead of a `# Safety` section.
#![allow(non_camel_case_types, unsafe_code, clippy::missing_safety_doc)]

#[cfg(feature = "allocator")]
mod allocator;
mod archive;
mod batch;
mod bytes;
mod callback;
mod circuit;
mod codec;
mod compression;
mod config;
mod error;
mod group;
mod handle;
mod hash;
mod health;
mod list;
mod log;
mod merkle;
mod message;
mod metrics;
mod optimizer;
mod optimizer_plugin;
mod output;
mod panic;
mod proof;
mod protocol;
mod slices;
mod statement;
mod status;
mod string;
#[cfg(feature = "test-hooks")]
mod test_hooks;
mod version;
mod witness;

pub use archive::*;
pub use batch::*;
pub use bytes::*;
pub use circuit::*;
pub use codec::*;
pub use compression::*;
pub use config::*;
pub use error::*;
pub use group::*;
pub use hash::*;
pub use health::*;
pub use list::*;
pub use log::*;
pub use merkle::*;
pub use message::*;
pub use metrics::*;
pub use optimizer::*;
pub use optimizer_plugin::*;
pub use proof::*;
pub use protocol::*;
pub use statement::*;
pub use status::*;
pub use string::*;
#[cfg(feature = "test-hooks")]
pub use test_hooks::*;
pub use version::*;
pub use witness::*;
