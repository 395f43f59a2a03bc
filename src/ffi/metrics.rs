//! `nxz_metrics`: what a protocol has counted; proofs taken together and compared; who is told about each proof.

use super::callback::{structure, UserData};
use super::error::nxz_error;
use super::handle::{self, handle};
use super::output::{CountOut, HandleOut, StructOut, Versioned};
use super::panic::call;
use super::proof::{measurements, nxz_proof};
use super::protocol::nxz_protocol;
use super::slices::{self, owned};
use super::status::{known, nxz_status, Failure, Outcome};
use super::string::nxz_string;
use crate::error::ErrorKind;
use crate::metrics::aggregate::Aggregate;
use crate::metrics::comparison::Comparison;
use crate::metrics::snapshot::OperationSummary;
use crate::metrics::{
    BatchMetricsAggregator, MetricsSink, Operation, OptimizerOutcome, ProofMetrics, Snapshot,
};
use std::ffi::{c_char, c_void};
use std::sync::Arc;

/// What a protocol had counted when `nxz_protocol_metrics` was called.
///
/// Owned by the caller, who frees it with `nxz_metrics_free`. It never changes: any number of threads may use it.
pub struct nxz_metrics {
    _private: [u8; 0],
}

handle!(nxz_metrics, Snapshot);

/// What a protocol was asked to do: one of `NXZ_OPERATION_...`.
pub type nxz_operation = u32;
/// To make a proof.
pub const NXZ_OPERATION_PROVE: nxz_operation = 1;
/// To check a proof. The check of a new proof by its maker does not count as one.
pub const NXZ_OPERATION_VERIFY: nxz_operation = 2;

/// One operation in `nxz_metrics_figures`. Mean, deviation and percentiles are of the calls that succeeded; percentiles are at
/// most 1 % too large.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct nxz_operation_figures {
    /// Calls that succeeded.
    pub succeeded: u64,
    /// Calls that failed. A proof that is not valid is a failure of its verification.
    pub failed: u64,
    /// Time that failed calls took.
    pub failed_ns: u64,
    /// The shortest call.
    pub min_ns: u64,
    /// Half of the calls took no longer.
    pub p50_ns: u64,
    /// 90 % of the calls took no longer.
    pub p90_ns: u64,
    /// 99 % of the calls took no longer.
    pub p99_ns: u64,
    /// 99.9 % of the calls took no longer.
    pub p99_9_ns: u64,
    /// The longest call.
    pub max_ns: u64,
    /// Mean.
    pub mean_ns: f64,
    /// Sample standard deviation; 0 for fewer than two calls.
    pub standard_deviation_ns: f64,
    /// Successes a second since the protocol was made or its metrics were reset.
    pub per_second: f64,
    /// Successes a second in the last 60 seconds, or since then where that is later.
    pub per_second_last_minute: f64,
}

/// The main figures of an `nxz_metrics`: times in nanoseconds, sizes in bytes. Set `struct_size` before the call.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct nxz_metrics_figures {
    /// Set by the caller to `sizeof(nxz_metrics_figures)`.
    pub struct_size: u32,
    /// Names of statements that were proved; beyond 64 they count as one.
    pub statements: u32,
    /// Time since the protocol was made or its metrics were reset.
    pub elapsed_ns: u64,
    /// Proofs made.
    pub prove: nxz_operation_figures,
    /// Proofs checked.
    pub verify: nxz_operation_figures,
    /// Bytes of all proofs made, before compression.
    pub proof_bytes_before: u64,
    /// Bytes of all proofs made, as they were returned.
    pub proof_bytes_after: u64,
    /// The highest `peak_memory` of a proof.
    pub peak_memory: u64,
    /// Choices that needed an answer of the optimizer, whether or not it was free to be asked.
    pub optimizer_asked: u64,
    /// Earlier answers of the optimizer that were used again.
    pub optimizer_cached: u64,
    /// Choices that fell back to the heuristic.
    pub optimizer_fallbacks: u64,
    /// Proofs that went through compression, whatever came of it.
    pub compressions: u64,
    /// Their bytes before it.
    pub compression_bytes_before: u64,
    /// Their bytes behind it.
    pub compression_bytes_after: u64,
    /// Failures that calls got over.
    pub recoveries: u64,
}

// SAFETY: `repr(C)`, `u32` first, two `u32` and then eight-byte fields without padding, plain data.
unsafe impl Versioned for nxz_metrics_figures {
    const FIRST_SIZE: u32 = 304;
}
const _: () = assert!(size_of::<nxz_operation_figures>() == 104);
const _: () = assert!(size_of::<nxz_metrics_figures>() == 304);

/// Who is told about each proof that a protocol makes.
///
/// `on_proof` is called after each proof, by the thread that made it, before the proof is returned; see "Callbacks".
#[repr(C)]
#[derive(Clone, Copy)]
pub struct nxz_metrics_sink {
    /// Set by the caller to `sizeof(nxz_metrics_sink)`.
    pub struct_size: u32,
    /// 0.
    pub reserved: u32,
    /// Handed to the functions below; NULL is allowed.
    pub user_data: *mut c_void,
    /// Gets the text of `nxz_proof_metrics_json`: `json_len` bytes and a NUL, which live until it returns.
    pub on_proof:
        Option<unsafe extern "C" fn(user_data: *mut c_void, json: *const c_char, json_len: usize)>,
    /// Called once, when the sink is no longer set and the last call that began with it has ended, on the thread of whatever ended last;
    /// it may call any function of the library except with a protocol that is being freed. NULL where nothing is to be done.
    pub destroy: Option<unsafe extern "C" fn(user_data: *mut c_void)>,
}

// SAFETY: `repr(C)`, two `u32` and then pointers without padding, and zeros are NULL pointers.
unsafe impl Versioned for nxz_metrics_sink {
    const FIRST_SIZE: u32 = 8 + 3 * size_of::<*const c_void>() as u32;

    fn reserved(&self) -> u32 {
        self.reserved
    }
}
const _: () = assert!(size_of::<nxz_metrics_sink>() == nxz_metrics_sink::FIRST_SIZE as usize);

/// A caller's sink.
struct ForeignSink {
    user: UserData,
    on_proof: unsafe extern "C" fn(user_data: *mut c_void, json: *const c_char, json_len: usize),
}

impl MetricsSink for ForeignSink {
    fn proof(&self, metrics: &ProofMetrics) {
        let json = owned(&metrics.to_json());
        // SAFETY: the header asks for a function that may be called so from any thread; the text outlives the call.
        unsafe {
            (self.on_proof)(self.user.pointer(), json.as_ptr(), json.as_bytes().len());
        }
    }
}

/// What `protocol` has counted so far.
///
/// Calls that failed before the protocol saw them (a NULL pointer, a handle of another type) are not counted.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
/// Args: protocol: the protocol.
/// Out: out: the counts, owned by the caller. error: see "Errors".
/// Threads: any number may share `protocol`.
///
/// cbindgen:postfix=NXZ_NONNULL(2)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_protocol_metrics(
    protocol: *const nxz_protocol,
    out: *mut *mut nxz_metrics,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for slots and handles that are NULL or valid.
    unsafe {
        call(error, HandleOut(out), || {
            let protocol = handle::borrow(protocol, "protocol")?;
            Ok(protocol.metrics().snapshot())
        })
    }
}

/// Starts counting from nothing. The sink stays set.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
/// Args: protocol: the protocol.
/// Out: error: see "Errors".
/// Threads: any number may share `protocol`.
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_protocol_reset_metrics(
    protocol: *const nxz_protocol,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for handles that are NULL or valid.
    unsafe {
        call(error, (), || {
            handle::borrow(protocol, "protocol")?.metrics().reset();
            Ok(())
        })
    }
}

/// Tells `sink` about the proof of every call that begins from now on, instead of the sink before, whose `destroy` is called when the
/// calls that began with it have ended. `nxz_protocol_free` ends it too. After a failure the sink before stays set, and nothing of the new one is called.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_INVALID_ARGUMENT` for a bad `struct_size` or `reserved` other than 0;
/// `NXZ_ERR_NULL_POINTER` for a protocol or an `on_proof` that is NULL; `NXZ_ERR_INVALID_HANDLE`.
/// Args: protocol: the protocol. sink: the functions, which are copied; NULL to tell nobody.
/// Out: error: see "Errors".
/// Threads: any number may share `protocol`.
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_protocol_set_metrics_sink(
    protocol: *const nxz_protocol,
    sink: *const nxz_metrics_sink,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for handles and structures that are NULL or valid.
    unsafe {
        call(error, (), || {
            let protocol = handle::borrow(protocol, "protocol")?;
            let sink: Option<Arc<dyn MetricsSink>> = if sink.is_null() {
                None
            } else {
                Some(Arc::new(foreign(structure(sink, "sink")?)?))
            };
            protocol.set_metrics_sink(sink);
            Ok(())
        })
    }
}

fn foreign(sink: nxz_metrics_sink) -> Outcome<ForeignSink> {
    let on_proof = sink.on_proof.ok_or_else(|| Failure::null("on_proof"))?;
    Ok(ForeignSink {
        user: UserData::new(sink.user_data, sink.destroy),
        on_proof,
    })
}

/// The main figures.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_INVALID_ARGUMENT` for a bad `struct_size`; `NXZ_ERR_NULL_POINTER`;
/// `NXZ_ERR_INVALID_HANDLE`.
/// Args: metrics: from `nxz_protocol_metrics`.
/// Out: out: the figures; its `struct_size` is set before the call. error: see "Errors".
/// Threads: any.
///
/// cbindgen:postfix=NXZ_NONNULL(2)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_metrics_summary(
    metrics: *const nxz_metrics,
    out: *mut nxz_metrics_figures,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for structures and handles that are NULL or valid.
    unsafe {
        call(error, StructOut(out), || {
            Ok(figures(handle::borrow(metrics, "metrics")?))
        })
    }
}

fn figures(of: &Snapshot) -> nxz_metrics_figures {
    let field = |name| of.fields.get(name).map(|field| field.moments);
    let sum = |name| field(name).map_or(0, |moments| moments.sum() as u64);
    nxz_metrics_figures {
        struct_size: 0,
        statements: of.statements.len() as u32,
        elapsed_ns: of.elapsed_ns,
        prove: operation_figures(&of.prove),
        verify: operation_figures(&of.verify),
        proof_bytes_before: sum("size_before"),
        proof_bytes_after: sum("size_after"),
        peak_memory: field("peak_memory").map_or(0, |moments| moments.max() as u64),
        optimizer_asked: of.optimizer.total_where(OptimizerOutcome::needed_answer),
        optimizer_cached: of.optimizer.get(OptimizerOutcome::Cached),
        optimizer_fallbacks: of.optimizer.total_where(OptimizerOutcome::is_fallback),
        compressions: of.compression.calls,
        compression_bytes_before: of.compression.bytes_before,
        compression_bytes_after: of.compression.bytes_after,
        recoveries: of.recoveries.total(),
    }
}

fn operation_figures(of: &OperationSummary) -> nxz_operation_figures {
    let durations = &of.latency_ns.durations;
    let moments = durations.moments;
    nxz_operation_figures {
        succeeded: of.successes(),
        failed: of.failures.total(),
        failed_ns: of.failed_ns,
        min_ns: moments.min() as u64,
        p50_ns: durations.p50 as u64,
        p90_ns: durations.p90 as u64,
        p99_ns: durations.p99 as u64,
        p99_9_ns: durations.p99_9 as u64,
        max_ns: moments.max() as u64,
        mean_ns: moments.mean(),
        standard_deviation_ns: moments.standard_deviation().unwrap_or(0.0),
        per_second: of.per_second.since_start,
        per_second_last_minute: of.per_second.last_minute,
    }
}

/// How many calls failed with a status.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_UNSUPPORTED` for an unknown operation or status; `NXZ_ERR_INVALID_ARGUMENT` for `NXZ_OK`, which is
/// no failure; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
/// Args: metrics: from `nxz_protocol_metrics`. operation: one of `NXZ_OPERATION_...`. status: an `nxz_status`.
/// Out: out: the count; 0 for a status that only calls have which the protocol never sees. error: see "Errors".
/// Threads: any.
///
/// cbindgen:postfix=NXZ_NONNULL(4)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_metrics_error_count(
    metrics: *const nxz_metrics,
    operation: nxz_operation,
    status: i32,
    out: *mut u64,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for slots and handles that are NULL or valid.
    unsafe {
        call(error, CountOut(out, "out"), || {
            let metrics = handle::borrow(metrics, "metrics")?;
            let operation = match operation {
                NXZ_OPERATION_PROVE => Operation::Prove,
                NXZ_OPERATION_VERIFY => Operation::Verify,
                _ => {
                    return Err(Failure::new(
                        nxz_status::NXZ_ERR_UNSUPPORTED,
                        "operation",
                        format!("no operation has the number {operation}"),
                    ))
                }
            };
            let failures = &metrics.operation(operation).failures;
            let counted =
                |wanted| failures.total_where(|kind: ErrorKind| nxz_status::from(kind) == wanted);
            match known(status) {
                Some(nxz_status::NXZ_OK) => Err(Failure::new(
                    nxz_status::NXZ_ERR_INVALID_ARGUMENT,
                    "status",
                    "NXZ_OK is no failure",
                )),
                Some(status) => Ok(counted(status)),
                None => Err(Failure::new(
                    nxz_status::NXZ_ERR_UNSUPPORTED,
                    "status",
                    format!("no status has the number {status}"),
                )),
            }
        })
    }
}

/// Everything that was counted, as a JSON object; docs/metrics.md has its shape.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
/// Args: metrics: from `nxz_protocol_metrics`.
/// Out: out: the text, owned by the caller. error: see "Errors".
/// Threads: any.
///
/// cbindgen:postfix=NXZ_NONNULL(2)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_metrics_to_json(
    metrics: *const nxz_metrics,
    out: *mut *mut nxz_string,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for slots and handles that are NULL or valid.
    unsafe {
        call(error, HandleOut(out), || {
            Ok(owned(&handle::borrow(metrics, "metrics")?.to_json()))
        })
    }
}

/// Everything that was counted, in the text format of Prometheus, for the answer to a scrape; docs/metrics.md lists the metrics.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
/// Args: metrics: from `nxz_protocol_metrics`.
/// Out: out: the text, owned by the caller. error: see "Errors".
/// Threads: any.
///
/// cbindgen:postfix=NXZ_NONNULL(2)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_metrics_to_prometheus(
    metrics: *const nxz_metrics,
    out: *mut *mut nxz_string,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for slots and handles that are NULL or valid.
    unsafe {
        call(error, HandleOut(out), || {
            let metrics = handle::borrow(metrics, "metrics")?;
            Ok(owned(&metrics.to_prometheus()))
        })
    }
}

/// Compares what was counted in two periods, or by two protocols: for each number both means, difference, ratio and Welch's t
/// statistic, as a JSON object; docs/metrics.md has its shape, and says what the statistic does and does not tell.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
/// Args: base: from `nxz_protocol_metrics`. other: the same, compared with `base`.
/// Out: out: the text, owned by the caller. error: see "Errors".
/// Threads: any.
///
/// cbindgen:postfix=NXZ_NONNULL(3)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_metrics_compare(
    base: *const nxz_metrics,
    other: *const nxz_metrics,
    out: *mut *mut nxz_string,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for slots and handles that are NULL or valid.
    unsafe {
        call(error, HandleOut(out), || {
            let base = handle::borrow(base, "base")?;
            let other = handle::borrow(other, "other")?;
            Ok(owned(&Comparison::of_snapshots(base, other).to_json()))
        })
    }
}

/// Frees metrics.
///
/// Args: metrics: metrics that no thread uses any more, or NULL.
#[no_mangle]
pub unsafe extern "C" fn nxz_metrics_free(metrics: *mut nxz_metrics) {
    // SAFETY: the header asks for NULL or a live handle that nobody uses any more.
    unsafe { handle::free(metrics) }
}

/// Count, mean, deviation, range and percentiles of every number that was measured when these proofs were made, as a JSON
/// object; docs/metrics.md has its shape.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_UNSUPPORTED` for a proof that came in as bytes; `NXZ_ERR_INVALID_ARGUMENT` for a count that no array
/// has; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
/// Args: proofs: `proofs_count` proofs from `nxz_prove`; may be NULL when `proofs_count` is 0.
/// Out: out: the text, owned by the caller. error: see "Errors".
/// Threads: any.
///
/// cbindgen:postfix=NXZ_NONNULL(3)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_proofs_aggregate(
    proofs: *const *const nxz_proof,
    proofs_count: usize,
    out: *mut *mut nxz_string,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for slots and handles that are NULL or valid, and an array of so many.
    unsafe {
        call(error, HandleOut(out), || {
            Ok(owned(&aggregate(proofs, proofs_count, "proofs")?.to_json()))
        })
    }
}

/// Compares what was measured when two batches of proofs were made, as `nxz_metrics_compare` does.
///
/// Returns: as `nxz_proofs_aggregate`.
/// Args: base: `base_count` proofs from `nxz_prove`. other: `other_count` proofs, compared with `base`. NULL is allowed exactly when
/// the count is 0.
/// Out: out: the text, owned by the caller. error: see "Errors".
/// Threads: any.
///
/// cbindgen:postfix=NXZ_NONNULL(5)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_proofs_compare(
    base: *const *const nxz_proof,
    base_count: usize,
    other: *const *const nxz_proof,
    other_count: usize,
    out: *mut *mut nxz_string,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for slots and handles that are NULL or valid, and arrays of so many.
    unsafe {
        call(error, HandleOut(out), || {
            let base = aggregate(base, base_count, "base")?;
            let other = aggregate(other, other_count, "other")?;
            Ok(owned(&Comparison::of_aggregates(&base, &other).to_json()))
        })
    }
}

/// # Safety
/// That of the functions above, as the header states it.
unsafe fn aggregate(
    proofs: *const *const nxz_proof,
    count: usize,
    field: &'static str,
) -> Outcome<Aggregate> {
    let mut aggregator = BatchMetricsAggregator::default();
    // SAFETY: this function's contract.
    for proof in unsafe { slices::handles(proofs, count, field)? } {
        aggregator.add(measurements(proof, field)?);
    }
    Ok(aggregator.aggregate())
}
