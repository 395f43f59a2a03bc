//! `nxz_proof`: proof bytes, what their header says, and what was measured when they were made.

use super::config::nxz_profile;
use super::error::nxz_error;
use super::handle::{self, handle};
use super::output::{HandleOut, StructOut, Versioned};
use super::panic::{call, shielded};
use super::slices::{self, owned};
use super::status::{nxz_status, Failure, Outcome};
use super::string::nxz_string;
use crate::config::Profile;
use crate::metrics::{OptimizerOutcome, ProofMetrics, Source};
use crate::pipeline::OptimizedProof;

/// A proof. Made by `nxz_prove`, which also measures its making, or by `nxz_proof_from_bytes`.
///
/// Owned by the caller, who frees it with `nxz_proof_free`. It never changes: any number of threads may use it.
pub struct nxz_proof {
    _private: [u8; 0],
}

handle!(nxz_proof, OptimizedProof);

/// What the header of a proof says. It is the prover's claim; only `nxz_verify` checks it. Set `struct_size` before the
/// call.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct nxz_proof_header {
    /// Set by the caller to `sizeof(nxz_proof_header)`.
    pub struct_size: u32,
    /// Version of the proof format.
    pub version: u32,
    /// Security level in bits.
    pub security_level: u32,
    /// One of `NXZ_PROFILE_...`; 0 for a discrete logarithm.
    pub profile: nxz_profile,
    /// Degree of the check; 0 for a discrete logarithm.
    pub degree: u32,
    /// 1 if proofs of this kind resist quantum computers, 0 if not.
    pub quantum_resistant: u32,
    /// Bytes of the whole proof.
    pub size: u64,
}

// SAFETY: `repr(C)`, `u32` first, six `u32` and a `u64` without padding, plain data.
unsafe impl Versioned for nxz_proof_header {
    const FIRST_SIZE: u32 = 32;
}
const _: () = assert!(size_of::<nxz_proof_header>() == 32);

/// What was measured when a proof was made: times in nanoseconds of wall-clock time, sizes in bytes. Set `struct_size`
/// before the call.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct nxz_proof_measurements {
    /// Set by the caller to `sizeof(nxz_proof_measurements)`.
    pub struct_size: u32,
    /// One of `NXZ_PROFILE_...`; 0 for a discrete logarithm.
    pub profile: nxz_profile,
    /// The configured security level in bits.
    pub security_level: u32,
    /// Degree of the check.
    pub degree: u32,
    /// Computed security in bits against a classical adversary.
    pub security_bits: f64,
    /// Checking statement, witness, context and limits.
    pub validate_ns: u64,
    /// Counting the circuit and choosing parameters.
    pub parameters_ns: u64,
    /// Making the proof.
    pub prove_ns: u64,
    /// Compressing it; 0 where nothing was compressed.
    pub compress_ns: u64,
    /// Verifying it after generation; 0 where that was not asked for.
    pub verify_ns: u64,
    /// All of the above and what lies between.
    pub total_ns: u64,
    /// Proof bytes before compression.
    pub size_before: u64,
    /// Proof bytes as they are returned.
    pub size_after: u64,
    /// Bits committed for the statement.
    pub committed_bits: u64,
    /// Constraints checked.
    pub constraints: u64,
    /// Highest number of heap bytes that the library held at once for the call; 0 in a build without the feature
    /// `allocator`.
    pub peak_memory: u64,
    /// 1 if the proof resists quantum computers, 0 if not.
    pub quantum_resistant: u64,
    /// Where the parameters came from: one of `NXZ_SOURCE_...`.
    pub source: nxz_source,
    /// What came of the optimizer: one of `NXZ_OPTIMIZER_...`.
    pub optimizer_outcome: nxz_optimizer_outcome,
    /// The degree cap that was asked for; 24 is none.
    pub degree_cap: u32,
    /// Threads that were to make the proof, the caller's included, whether or not the operating system had them.
    pub threads: u32,
    /// Bytes before divided by bytes after compression: 1 where nothing was made smaller.
    pub compression_ratio: f64,
    /// What the cost model predicted for `prove_ns`. The model is calibrated for this processor once a choice has depended on it.
    pub predicted_prove_ns: u64,
    /// The same for a verification.
    pub predicted_verify_ns: u64,
    /// The same for `size_before`.
    pub predicted_size: u64,
    /// The same for `peak_memory`, as an upper bound; 0 where it is not predicted.
    pub predicted_memory: u64,
    /// `predicted_prove_ns` of what the heuristic would have chosen: the difference is the effect of the optimizer.
    pub heuristic_prove_ns: u64,
    /// `predicted_size` of what the heuristic would have chosen.
    pub heuristic_size: u64,
}

// SAFETY: `repr(C)`, `u32` first, four `u32`, eight-byte fields, four `u32` and eight-byte fields without padding, plain data.
unsafe impl Versioned for nxz_proof_measurements {
    const FIRST_SIZE: u32 = 120;
}
const _: () = assert!(size_of::<nxz_proof_measurements>() == 192);

/// Where the parameters of a proof came from: one of `NXZ_SOURCE_...`.
pub type nxz_source = u32;
/// The configuration names them.
pub const NXZ_SOURCE_CONFIGURED: nxz_source = 1;
/// The heuristic chose them.
pub const NXZ_SOURCE_HEURISTIC: nxz_source = 2;
/// The optimizer that was plugged in chose them.
pub const NXZ_SOURCE_OPTIMIZER: nxz_source = 3;
/// An earlier answer of it.
pub const NXZ_SOURCE_CACHE: nxz_source = 4;

/// What came of an optimizer: one of `NXZ_OPTIMIZER_...`. All from `NXZ_OPTIMIZER_LATE` on mean that the heuristic chose instead.
pub type nxz_optimizer_outcome = u32;
/// It had no part: none was plugged in, it was not to be used, or there was nothing to choose.
pub const NXZ_OPTIMIZER_NONE: nxz_optimizer_outcome = 0;
/// It was asked, and its answer was used.
pub const NXZ_OPTIMIZER_ANSWERED: nxz_optimizer_outcome = 1;
/// An earlier answer was used.
pub const NXZ_OPTIMIZER_CACHED: nxz_optimizer_outcome = 2;
/// It did not answer before the deadline, or was busy.
pub const NXZ_OPTIMIZER_LATE: nxz_optimizer_outcome = 3;
/// It reported a failure.
pub const NXZ_OPTIMIZER_FAILED: nxz_optimizer_outcome = 4;
/// Its answer is no answer.
pub const NXZ_OPTIMIZER_MALFORMED: nxz_optimizer_outcome = 5;
/// Its answer is no candidate, or one outside the limits or the constraints.
pub const NXZ_OPTIMIZER_REFUSED: nxz_optimizer_outcome = 6;
/// It was not asked, because it failed too often before.
pub const NXZ_OPTIMIZER_RESTING: nxz_optimizer_outcome = 7;

fn source(source: Source) -> nxz_source {
    match source {
        Source::Configured => NXZ_SOURCE_CONFIGURED,
        Source::Heuristic => NXZ_SOURCE_HEURISTIC,
        Source::Optimizer => NXZ_SOURCE_OPTIMIZER,
        Source::Cache => NXZ_SOURCE_CACHE,
    }
}

fn optimizer_outcome(outcome: Option<OptimizerOutcome>) -> nxz_optimizer_outcome {
    match outcome {
        None => NXZ_OPTIMIZER_NONE,
        Some(OptimizerOutcome::Answered) => NXZ_OPTIMIZER_ANSWERED,
        Some(OptimizerOutcome::Cached) => NXZ_OPTIMIZER_CACHED,
        Some(OptimizerOutcome::Late) => NXZ_OPTIMIZER_LATE,
        Some(OptimizerOutcome::Failed) => NXZ_OPTIMIZER_FAILED,
        Some(OptimizerOutcome::Malformed) => NXZ_OPTIMIZER_MALFORMED,
        Some(OptimizerOutcome::Refused) => NXZ_OPTIMIZER_REFUSED,
        Some(OptimizerOutcome::Resting) => NXZ_OPTIMIZER_RESTING,
    }
}

/// What was measured when the proof in the argument called `field` was made.
pub(super) fn measurements<'a>(
    proof: &'a OptimizedProof,
    field: &'static str,
) -> Outcome<&'a ProofMetrics> {
    proof.metrics.as_ref().ok_or_else(|| {
        Failure::new(
            nxz_status::NXZ_ERR_UNSUPPORTED,
            field,
            "came in as bytes, so its making was not measured",
        )
    })
}

/// Takes proof bytes in, compressed or not. Their header is checked, and nothing else: `nxz_verify` does the rest.
///
/// What is refused here no protocol has seen: it is neither logged nor in the metrics.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_MALFORMED` for bytes that are no proof, a header with an unknown level, profile or group included;
/// `NXZ_ERR_UNSUPPORTED` for one with another version of the format, or a proof system that this build does not know;
/// `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_ARGUMENT`.
/// Args: bytes: `len` bytes, copied, whatever their number: `limits.max_proof_size` is for `nxz_verify`; may be NULL when `len` is 0.
/// Out: out: the new proof, owned by the caller. error: see "Errors".
///
/// cbindgen:postfix=NXZ_NONNULL(3)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_proof_from_bytes(
    bytes: *const u8,
    len: usize,
    out: *mut *mut nxz_proof,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for slots that are NULL or valid, and readable bytes.
    unsafe {
        call(error, HandleOut(out), || {
            let bytes = slices::bytes(bytes, len, "bytes")?;
            OptimizedProof::from_bytes(bytes).map_err(Failure::about("bytes"))
        })
    }
}

/// The proof bytes, to be sent to a verifier.
///
/// Returns: `*len` bytes that live as long as the proof; NULL for NULL or what is not a live proof.
/// Args: proof: a proof, or NULL.
/// Out: len: the number of bytes; 0 with NULL. May be NULL.
/// Threads: any.
#[no_mangle]
pub unsafe extern "C" fn nxz_proof_data(proof: *const nxz_proof, len: *mut usize) -> *const u8 {
    // SAFETY: the header asks for NULL or a live proof and says how long the bytes live; `len` is NULL or valid.
    unsafe {
        let bytes = shielded(None, || handle::borrow(proof, "proof").ok());
        let bytes = bytes.map(|proof| proof.proof_data.as_slice());
        if !len.is_null() {
            len.write(bytes.map_or(0, <[u8]>::len));
        }
        bytes.map_or(std::ptr::null(), slices::lent)
    }
}

/// Reads the header of a proof, compressed or not.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_INVALID_ARGUMENT` for a bad `struct_size`; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
/// Args: proof: the proof.
/// Out: out: what the header says; its `struct_size` is set before the call. error: see "Errors".
/// Threads: any.
///
/// cbindgen:postfix=NXZ_NONNULL(2)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_proof_info(
    proof: *const nxz_proof,
    out: *mut nxz_proof_header,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for structures and handles that are NULL or valid.
    unsafe {
        call(error, StructOut(out), || {
            let info = handle::borrow(proof, "proof")?.info()?;
            Ok(nxz_proof_header {
                struct_size: 0,
                version: info.version,
                security_level: info.security_level,
                profile: info.profile,
                degree: info.degree,
                quantum_resistant: info.quantum_resistant.into(),
                size: info.size,
            })
        })
    }
}

/// What was measured when the proof was made.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_UNSUPPORTED` for a proof that came in as bytes; `NXZ_ERR_INVALID_ARGUMENT` for a
/// bad `struct_size`; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
/// Args: proof: a proof from `nxz_prove`.
/// Out: out: the measurements; its `struct_size` is set before the call. error: see "Errors".
/// Threads: any.
///
/// cbindgen:postfix=NXZ_NONNULL(2)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_proof_metrics(
    proof: *const nxz_proof,
    out: *mut nxz_proof_measurements,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for structures and handles that are NULL or valid.
    unsafe {
        call(error, StructOut(out), || {
            let metrics = measurements(handle::borrow(proof, "proof")?, "proof")?;
            Ok(nxz_proof_measurements {
                struct_size: 0,
                profile: metrics.profile.map_or(0, Profile::id),
                security_level: metrics.security_level,
                degree: metrics.degree,
                security_bits: metrics.security_bits,
                validate_ns: metrics.validate_ns,
                parameters_ns: metrics.parameters_ns,
                prove_ns: metrics.prove_ns,
                compress_ns: metrics.compress_ns,
                verify_ns: metrics.verify_ns,
                total_ns: metrics.total_ns,
                size_before: metrics.size_before,
                size_after: metrics.size_after,
                committed_bits: metrics.committed_bits,
                constraints: metrics.constraints,
                peak_memory: metrics.peak_memory,
                quantum_resistant: metrics.quantum_resistant.into(),
                source: source(metrics.source),
                optimizer_outcome: optimizer_outcome(metrics.optimizer_outcome),
                degree_cap: metrics.degree_cap,
                threads: metrics.threads,
                compression_ratio: metrics.compression_ratio,
                predicted_prove_ns: metrics.predicted_prove_ns,
                predicted_verify_ns: metrics.predicted_verify_ns,
                predicted_size: metrics.predicted_size,
                predicted_memory: metrics.predicted_memory,
                heuristic_prove_ns: metrics.heuristic_prove_ns,
                heuristic_size: metrics.heuristic_size,
            })
        })
    }
}

/// The same as a JSON object, with the field names of `nxz_proof_measurements`, enumerations by their names (docs/metrics.md), and also
/// `request_id`, the name of the statement as `statement`, and the `codec` that made the proof smaller.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_UNSUPPORTED` for a proof that came in as bytes; `NXZ_ERR_NULL_POINTER`;
/// `NXZ_ERR_INVALID_HANDLE`.
/// Args: proof: a proof from `nxz_prove`.
/// Out: out: the text, owned by the caller. error: see "Errors".
/// Threads: any.
///
/// cbindgen:postfix=NXZ_NONNULL(2)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_proof_metrics_json(
    proof: *const nxz_proof,
    out: *mut *mut nxz_string,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for slots and handles that are NULL or valid.
    unsafe {
        call(error, HandleOut(out), || {
            let proof = handle::borrow(proof, "proof")?;
            Ok(owned(&measurements(proof, "proof")?.to_json()))
        })
    }
}

/// Frees a proof and the bytes that it lent.
///
/// Args: proof: a proof that no thread uses any more, or NULL.
#[no_mangle]
pub unsafe extern "C" fn nxz_proof_free(proof: *mut nxz_proof) {
    // SAFETY: the header asks for NULL or a live handle that nobody uses any more.
    unsafe { handle::free(proof) }
}
