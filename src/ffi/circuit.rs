//! `nxz_circuit`: Boolean circuits.

use super::error::nxz_error;
use super::handle::{self, handle};
use super::output::{BytesOut, CountOut, HandleOut, StructOut, Versioned};
use super::panic::call;
use super::slices;
use super::status::{nxz_status, Failure, Outcome};
use crate::statement::circuit::Circuit;
use std::ffi::c_char;

/// A Boolean circuit, for any number of statements. Made by `nxz_circuit_from_bristol`.
///
/// Owned by the caller, who frees it with `nxz_circuit_free`; statements share it and keep it alive. It never changes: any
/// number of threads may use it.
pub struct nxz_circuit {
    _private: [u8; 0],
}

handle!(nxz_circuit, Circuit);

/// What a circuit is made of. Set `struct_size` before the call.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct nxz_circuit_size {
    /// Set by the caller to `sizeof(nxz_circuit_size)`.
    pub struct_size: u32,
    /// 0.
    pub reserved: u32,
    /// Gates of all kinds, a `MAND` counted once. (`NXZ_LIMIT_CIRCUIT_SIZE` counts each of its products.)
    pub gates: u64,
    /// Gates that multiply: AND, and each output of MAND.
    pub and_gates: u64,
    /// Most multiplying gates on a way from an input to an output.
    pub and_depth: u64,
    /// Number of input values.
    pub inputs: u64,
    /// Bits of all input values together.
    pub input_bits: u64,
    /// Number of output values.
    pub outputs: u64,
    /// Bits of all output values together.
    pub output_bits: u64,
}

// SAFETY: `repr(C)`, `u32` first, two `u32` and then eight-byte fields without padding, plain data.
unsafe impl Versioned for nxz_circuit_size {
    const FIRST_SIZE: u32 = 64;
}
const _: () = assert!(size_of::<nxz_circuit_size>() == 64);

/// Parses a circuit in Bristol Fashion (gates XOR, AND, INV, EQ, EQW and MAND).
///
/// Returns: `NXZ_OK`; `NXZ_ERR_MALFORMED` for text that is no such circuit, with the number of the line in the message;
/// `NXZ_ERR_LIMIT_EXCEEDED` for a circuit of more than 2^20 gates, 2^20 wires, 2^16 bits of input or 32 MiB of text;
/// `NXZ_ERR_NULL_POINTER`.
/// Args: text: `text_len` bytes.
/// Out: out: the new circuit, owned by the caller. error: see "Errors".
///
/// cbindgen:postfix=NXZ_NONNULL(3)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_circuit_from_bristol(
    text: *const c_char,
    text_len: usize,
    out: *mut *mut nxz_circuit,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for slots that are NULL or valid, and readable bytes.
    unsafe {
        call(error, HandleOut(out), || {
            Circuit::from_bristol(slices::bytes(text.cast(), text_len, "text")?)
                .map_err(Failure::about("text"))
        })
    }
}

/// What a circuit is made of.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_INVALID_ARGUMENT` for a bad `struct_size`; `NXZ_ERR_NULL_POINTER`;
/// `NXZ_ERR_INVALID_HANDLE`.
/// Args: circuit: the circuit.
/// Out: out: its size; its `struct_size` is set before the call. error: see "Errors".
/// Threads: any.
///
/// cbindgen:postfix=NXZ_NONNULL(2)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_circuit_info(
    circuit: *const nxz_circuit,
    out: *mut nxz_circuit_size,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for structures and handles that are NULL or valid.
    unsafe {
        call(error, StructOut(out), || {
            let circuit = handle::borrow(circuit, "circuit")?.gates();
            let bits = |widths: &[usize]| widths.iter().sum::<usize>() as u64;
            Ok(nxz_circuit_size {
                struct_size: 0,
                reserved: 0,
                gates: circuit.gates().len() as u64,
                and_gates: circuit.and_gates() as u64,
                and_depth: circuit.and_depth() as u64,
                inputs: circuit.input_widths().len() as u64,
                input_bits: bits(circuit.input_widths()),
                outputs: circuit.output_widths().len() as u64,
                output_bits: bits(circuit.output_widths()),
            })
        })
    }
}

fn width(widths: &[usize], index: u64) -> Outcome<u64> {
    let width = usize::try_from(index)
        .ok()
        .and_then(|index| widths.get(index));
    width.map(|width| *width as u64).ok_or_else(|| {
        Failure::new(
            nxz_status::NXZ_ERR_INVALID_ARGUMENT,
            "index",
            format!("there are {} values, counted from 0", widths.len()),
        )
    })
}

/// The width of an input value in bits.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_INVALID_ARGUMENT` for a value that does not exist; `NXZ_ERR_NULL_POINTER`;
/// `NXZ_ERR_INVALID_HANDLE`.
/// Args: circuit: the circuit. index: the value, counted from 0.
/// Out: out: the width; 0 on failure. error: see "Errors".
/// Threads: any.
///
/// cbindgen:postfix=NXZ_NONNULL(3)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_circuit_input_width(
    circuit: *const nxz_circuit,
    index: u64,
    out: *mut u64,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for slots and handles that are NULL or valid.
    unsafe {
        call(error, CountOut(out, "out"), || {
            let circuit = handle::borrow(circuit, "circuit")?;
            width(circuit.gates().input_widths(), index)
        })
    }
}

/// The width of an output value in bits.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_INVALID_ARGUMENT` for a value that does not exist; `NXZ_ERR_NULL_POINTER`;
/// `NXZ_ERR_INVALID_HANDLE`.
/// Args: circuit: the circuit. index: the value, counted from 0.
/// Out: out: the width; 0 on failure. error: see "Errors".
/// Threads: any.
///
/// cbindgen:postfix=NXZ_NONNULL(3)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_circuit_output_width(
    circuit: *const nxz_circuit,
    index: u64,
    out: *mut u64,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for slots and handles that are NULL or valid.
    unsafe {
        call(error, CountOut(out, "out"), || {
            let circuit = handle::borrow(circuit, "circuit")?;
            width(circuit.gates().output_widths(), index)
        })
    }
}

/// The digest of the circuit, which proofs are bound to: SHA3-512 as `docs/protocol.md` says.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_BUFFER_TOO_SMALL`; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
/// Args: circuit: the circuit. out_capacity: size of `out`; `NXZ_MAX_DIGEST_SIZE` always suffices.
/// Out: out: the digest; untouched on failure. out_len: its length; 0 on failure. error: see "Errors".
/// Threads: any.
///
/// cbindgen:postfix=NXZ_NONNULL(4)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_circuit_digest(
    circuit: *const nxz_circuit,
    out: *mut u8,
    out_capacity: usize,
    out_len: *mut usize,
    error: *mut *mut nxz_error,
) -> nxz_status {
    let output = BytesOut::new(out, out_capacity, out_len);
    // SAFETY: the header asks for slots and handles that are NULL or valid, and a writable buffer.
    unsafe {
        call(error, output, || {
            Ok(handle::borrow(circuit, "circuit")?.digest().to_vec())
        })
    }
}

/// Frees a circuit. Statements made from it are not affected.
///
/// Args: circuit: a circuit that no thread uses any more, or NULL.
#[no_mangle]
pub unsafe extern "C" fn nxz_circuit_free(circuit: *mut nxz_circuit) {
    // SAFETY: the header asks for NULL or a live handle that nobody uses any more.
    unsafe { handle::free(circuit) }
}
