//! `nxz_protocol`: a configured prover and verifier.

use super::codec::{nxz_codec, CallbackCodec};
use super::config::nxz_config;
use super::error::nxz_error;
use super::handle::{self, handle};
use super::log::{call_options, nxz_call_options};
use super::output::{HandleOut, StructOut, Versioned};
use super::panic::call;
use super::proof::nxz_proof;
use super::slices;
use super::statement::nxz_statement;
use super::status::nxz_status;
use super::witness::nxz_witness;
use crate::compression::Codec;
use crate::pipeline::Protocol;
use std::sync::Arc;

/// A configured prover and verifier. Made by `nxz_protocol_new`.
///
/// Owned by the caller, who frees it with `nxz_protocol_free`. Any number of threads may use one protocol at the same time.
pub struct nxz_protocol {
    _private: [u8; 0],
}

handle!(nxz_protocol, Protocol);

/// What a proof will cost, computed before any of it is made. Set `struct_size` before the call.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct nxz_proof_cost {
    /// Set by the caller to `sizeof(nxz_proof_cost)`.
    pub struct_size: u32,
    /// Degree of the check.
    pub degree: u32,
    /// Exact size of the proof in bytes.
    pub proof_size: u64,
    /// What the verifier computes, in AES blocks; compared with `NXZ_LIMIT_WORK`.
    pub work: u64,
    /// Bits committed for the statement.
    pub committed_bits: u64,
    /// Constraints checked.
    pub constraints: u64,
    /// Computed security in bits against a classical adversary.
    pub security_bits: f64,
    /// Computed security in bits against a quantum adversary.
    pub quantum_security_bits: f64,
    /// -log2 of the statistical advantage in telling 2^32 proofs from simulated ones (docs/security.md); infinity for a discrete logarithm, whose
    /// proofs are simulated exactly.
    pub hiding_bits: f64,
    /// Heap bytes that proving on as many threads as configured holds at once, at most; of a circuit from a file without its plan, which is made once and
    /// kept with the circuit. 0 for a discrete logarithm, which takes next to none.
    pub memory: u64,
}

// SAFETY: `repr(C)`, `u32` first, two `u32` and then eight-byte fields without padding, plain data.
unsafe impl Versioned for nxz_proof_cost {
    const FIRST_SIZE: u32 = 64;
}
const _: () = assert!(size_of::<nxz_proof_cost>() == 72);

/// Makes a protocol from a configuration.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_CONFIGURATION` for a configuration that contradicts itself, or has a number out of bounds; `NXZ_ERR_NULL_POINTER`;
/// `NXZ_ERR_INVALID_HANDLE`.
/// Args: config: the configuration; it is copied and stays the caller's.
/// Out: out: the new protocol, owned by the caller. error: see "Errors".
///
/// cbindgen:postfix=NXZ_NONNULL(2)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_protocol_new(
    config: *const nxz_config,
    out: *mut *mut nxz_protocol,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for slots and handles that are NULL or valid.
    unsafe {
        call(error, HandleOut(out), || {
            let config = handle::borrow(config, "config")?;
            Ok(Protocol::new(config.effective().clone())?)
        })
    }
}

/// Puts another configuration in force, while other threads may use the protocol. Calls that have begun go on with the one
/// before.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_CONFIGURATION` for a configuration that `nxz_protocol_new` refuses, and the one before stays in force;
/// `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
/// Args: protocol: the protocol. config: the configuration; it is copied and stays the caller's.
/// Out: error: see "Errors".
/// Threads: any number may share `protocol`.
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_protocol_reconfigure(
    protocol: *const nxz_protocol,
    config: *const nxz_config,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for handles that are NULL or valid.
    unsafe {
        call(error, (), || {
            let protocol = handle::borrow(protocol, "protocol")?;
            let config = handle::borrow(config, "config")?;
            Ok(protocol.reconfigure(config.effective().clone())?)
        })
    }
}

/// Makes a protocol compress with a codec of the caller's in place of the strategy of its configuration, where the configuration has
/// `use_compression`. What it compresses is decompressed and compared before it is used; where it fails, or does not make the
/// proof smaller, the proof is returned as it was made, and the failure logged and counted. Only a protocol with the same codec verifies what it
/// compressed.
///
/// Returns: `NXZ_OK`; otherwise the statuses of `nxz_compressor_set_codec`, and nothing is changed.
/// Args: protocol: the protocol. codec: the functions, copied, to be called from the threads that prove and verify, several at once; NULL for
/// none.
/// Out: error: see "Errors".
/// Threads: any number may share `protocol`.
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_protocol_set_codec(
    protocol: *const nxz_protocol,
    codec: *const nxz_codec,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for handles and structures that are NULL or valid.
    unsafe {
        call(error, (), || {
            let protocol = handle::borrow(protocol, "protocol")?;
            let codec: Option<Arc<dyn Codec>> = match codec.is_null() {
                true => None,
                false => Some(Arc::new(CallbackCodec::new(codec)?)),
            };
            Ok(protocol.set_codec(codec)?)
        })
    }
}

/// Frees a protocol.
///
/// Args: protocol: a protocol that no thread uses any more, or NULL.
#[no_mangle]
pub unsafe extern "C" fn nxz_protocol_free(protocol: *mut nxz_protocol) {
    // SAFETY: the header asks for NULL or a live handle that nobody uses any more.
    unsafe { handle::free(protocol) }
}

/// Computes what a proof of `statement` will cost with this protocol. The statement need not be true. With the parameters that are
/// configured, it is computed also where limits or level would refuse the proof, or `limits.max_memory` would make `nxz_prove` take others.
///
/// Returns: `NXZ_OK`; with `use_optimizer` `NXZ_ERR_LIMIT_EXCEEDED` and `NXZ_ERR_CONFIGURATION` where no parameters are allowed;
/// `NXZ_ERR_CONFIGURATION` for a kind of statement that the protocol refuses; `NXZ_ERR_INVALID_ARGUMENT` for a bad `struct_size`; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
/// Args: protocol, statement: what it is about.
/// Out: out: the cost; its `struct_size` is set before the call. error: see "Errors".
/// Threads: any number may share `protocol` and `statement`.
///
/// cbindgen:postfix=NXZ_NONNULL(3)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_estimate(
    protocol: *const nxz_protocol,
    statement: *const nxz_statement,
    out: *mut nxz_proof_cost,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for structures and handles that are NULL or valid.
    unsafe {
        call(error, StructOut(out), || {
            let protocol = handle::borrow(protocol, "protocol")?;
            let statement = handle::borrow(statement, "statement")?;
            let estimate = protocol.estimate(statement)?;
            Ok(nxz_proof_cost {
                struct_size: 0,
                degree: estimate.degree,
                proof_size: estimate.proof_size,
                work: estimate.work,
                committed_bits: estimate.committed_bits,
                constraints: estimate.constraints,
                security_bits: estimate.security_bits,
                quantum_security_bits: estimate.quantum_security_bits,
                hiding_bits: estimate.hiding_bits,
                memory: estimate.memory,
            })
        })
    }
}

/// Proves `statement` with `witness`, bound to `context`. Two proofs of the same statement differ, because the
/// randomness is fresh.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_PROOF_GENERATION` where the witness does not satisfy the statement, or the new proof does not
/// verify (if the protocol checks it);
/// `NXZ_ERR_CONFIGURATION` for a statement that the protocol refuses, or whose proofs do not reach its level (those of
/// discrete logarithms count as 128 bits: docs/security.md); `NXZ_ERR_LIMIT_EXCEEDED`; `NXZ_ERR_INTERNAL`, for example without randomness
/// from the operating system; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_ARGUMENT`; `NXZ_ERR_INVALID_HANDLE`.
/// Args: protocol: level, profile and limits. statement: what is proved. witness: the secret, which stays the
/// caller's. context: `context_len` bytes that the verifier must state too, such as a nonce or a session
/// identifier; may be NULL when `context_len` is 0.
/// Out: out: the new proof, owned by the caller. error: see "Errors".
/// Threads: any number may share `protocol`, `statement` and `witness`.
///
/// cbindgen:postfix=NXZ_NONNULL(6)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_prove(
    protocol: *const nxz_protocol,
    statement: *const nxz_statement,
    witness: *const nxz_witness,
    context: *const u8,
    context_len: usize,
    out: *mut *mut nxz_proof,
    error: *mut *mut nxz_error,
) -> nxz_status {
    let options = std::ptr::null();
    // SAFETY: the header's contract is that of the function with options.
    unsafe {
        nxz_prove_with(
            protocol,
            statement,
            witness,
            context,
            context_len,
            options,
            out,
            error,
        )
    }
}

/// As `nxz_prove`, with options.
///
/// Returns: as `nxz_prove`; `NXZ_ERR_INVALID_ARGUMENT` also for a bad request id, a bad `struct_size` or
/// `reserved` other than 0.
/// Args: as `nxz_prove`. options: see `nxz_call_options`; may be NULL.
/// Out: out: the new proof, owned by the caller. error: see "Errors".
/// Threads: any number may share `protocol`, `statement` and `witness`.
///
/// cbindgen:postfix=NXZ_NONNULL(7)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_prove_with(
    protocol: *const nxz_protocol,
    statement: *const nxz_statement,
    witness: *const nxz_witness,
    context: *const u8,
    context_len: usize,
    options: *const nxz_call_options,
    out: *mut *mut nxz_proof,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for slots and handles that are NULL or valid, a readable context and readable options.
    unsafe {
        call(error, HandleOut(out), || {
            let protocol = handle::borrow(protocol, "protocol")?;
            let statement = handle::borrow(statement, "statement")?;
            let witness = handle::borrow(witness, "witness")?;
            let context = slices::bytes(context, context_len, "context")?;
            let options = call_options(options)?;
            Ok(protocol.prove_with(statement, witness, context, &options)?)
        })
    }
}

/// Verifies that `proof` proves `statement`, bound to `context`, at the level of `protocol`. All three are the
/// verifier's own: of the proof nothing is trusted.
///
/// Returns: `NXZ_OK` only for a valid proof; `NXZ_ERR_PROOF_VERIFICATION` for an invalid one, of another statement,
/// context or level included; `NXZ_ERR_MALFORMED` for bytes that are no proof of such a statement, for example of another
/// length; `NXZ_ERR_UNSUPPORTED` for a proof that
/// this build cannot read; `NXZ_ERR_CONFIGURATION` as for `nxz_prove`, unless the proof itself states a lower level, as those of
/// discrete logarithms state 128; `NXZ_ERR_LIMIT_EXCEEDED`; `NXZ_ERR_NULL_POINTER`;
/// `NXZ_ERR_INVALID_ARGUMENT`; `NXZ_ERR_INVALID_HANDLE`.
/// Args: protocol: level and limits. statement: what must have been proved. context: `context_len` bytes that the
/// proof must be bound to; may be NULL when `context_len` is 0. proof: from `nxz_proof_from_bytes` or `nxz_prove`.
/// Out: error: see "Errors".
/// Threads: any number may share `protocol`, `statement` and `proof`.
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_verify(
    protocol: *const nxz_protocol,
    statement: *const nxz_statement,
    context: *const u8,
    context_len: usize,
    proof: *const nxz_proof,
    error: *mut *mut nxz_error,
) -> nxz_status {
    let options = std::ptr::null();
    // SAFETY: the header's contract is that of the function with options.
    unsafe {
        nxz_verify_with(
            protocol,
            statement,
            context,
            context_len,
            proof,
            options,
            error,
        )
    }
}

/// As `nxz_verify`, with options.
///
/// Returns: as `nxz_verify`; `NXZ_ERR_INVALID_ARGUMENT` also for a bad request id, a bad `struct_size` or
/// `reserved` other than 0.
/// Args: as `nxz_verify`. options: see `nxz_call_options`; may be NULL.
/// Out: error: see "Errors".
/// Threads: any number may share `protocol`, `statement` and `proof`.
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_verify_with(
    protocol: *const nxz_protocol,
    statement: *const nxz_statement,
    context: *const u8,
    context_len: usize,
    proof: *const nxz_proof,
    options: *const nxz_call_options,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for handles that are NULL or valid, a readable context and readable options.
    unsafe {
        call(error, (), || {
            let protocol = handle::borrow(protocol, "protocol")?;
            let statement = handle::borrow(statement, "statement")?;
            let context = slices::bytes(context, context_len, "context")?;
            let proof = handle::borrow(proof, "proof")?;
            let options = call_options(options)?;
            Ok(protocol.verify_with(statement, context, &proof.proof_data, &options)?)
        })
    }
}
