//! `nxz_batch`: many proofs made or verified by one call.

use super::callback::{structure, UserData};
use super::error::nxz_error;
use super::handle::{self, handle};
use super::output::{HandleOut, StructOut, Versioned};
use super::panic::{call, shielded};
use super::proof::nxz_proof;
use super::protocol::nxz_protocol;
use super::slices::{self, interned, owned};
use super::statement::nxz_statement;
use super::status::{nxz_status, Failure, Outcome};
use super::string::nxz_string;
use super::witness::nxz_witness;
use crate::metrics::BatchMetricsAggregator;
use crate::pipeline::batch::{Batch, BatchOptions, BatchSummary, ProveItem, VerifyItem};
use crate::pipeline::OptimizedProof;
use std::ffi::{c_char, c_void, CString};

/// The results of many items, made by `nxz_batch_new` and filled by `nxz_batch_prove` or `nxz_batch_verify`.
///
/// Owned by the caller, who frees it with `nxz_batch_free`. Used by one thread at a time while it is filled; any number of threads
/// may read it afterwards.
pub struct nxz_batch {
    _private: [u8; 0],
}

/// What is behind the handle.
#[derive(Default)]
pub struct Results {
    items: Vec<Item>,
    summary: BatchSummary,
}

handle!(nxz_batch, Results);

struct Item {
    /// Why it failed.
    failure: Option<(nxz_status, CString)>,
    proof: Option<OptimizedProof>,
}

/// What a caller may say of a batch. Set `struct_size` to `sizeof(nxz_batch_options)` and everything else that is not needed to 0.
///
/// `progress` is called after each item, by any of the threads that work on the batch, one at a time, while the call runs; see
/// "Callbacks". The batch has no results meanwhile.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct nxz_batch_options {
    /// Set by the caller to `sizeof(nxz_batch_options)`.
    pub struct_size: u32,
    /// Threads, the caller's included, at most 1024; 0: as the setting `threads` says. One thread spawns nothing. Each item is computed by
    /// one of them; where there are fewer items than threads, by as many as an even division gives.
    pub threads: u32,
    /// The name of the request in logs and metrics: `request_id_len` bytes of UTF-8 without control characters, 1 to 107; item i is called
    /// so with `/i` behind it. NULL: each item gets a random name.
    pub request_id: *const c_char,
    /// Its length.
    pub request_id_len: usize,
    /// Passed to `progress`.
    pub user_data: *mut c_void,
    /// Told how many of `total` items are `done`. Another answer than 0 cancels those that have not begun; for those that had, it is
    /// called still. May be NULL.
    pub progress:
        Option<unsafe extern "C" fn(user_data: *mut c_void, done: usize, total: usize) -> i32>,
}

// SAFETY: `repr(C)`, `u32` first, two `u32` and four fields of the size of a pointer without padding, plain data.
unsafe impl Versioned for nxz_batch_options {
    const FIRST_SIZE: u32 = 8 + 4 * size_of::<usize>() as u32;
}
const _: () = assert!(size_of::<nxz_batch_options>() == nxz_batch_options::FIRST_SIZE as usize);

/// What was measured of a batch. Set `struct_size` before the call.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct nxz_batch_totals {
    /// Set by the caller to `sizeof(nxz_batch_totals)`.
    pub struct_size: u32,
    /// Threads that were there to take items, each with those that it may use for one.
    pub threads: u32,
    /// Items.
    pub items: u64,
    /// Items that succeeded.
    pub succeeded: u64,
    /// Items that failed.
    pub failed: u64,
    /// Items that did not begin, because the batch was cancelled.
    pub cancelled: u64,
    /// Wall-clock time of the whole batch in nanoseconds.
    pub total_ns: u64,
    /// Highest number of heap bytes that the library held at once for the batch, on all its threads; 0 in a build without the feature
    /// `allocator`.
    pub peak_memory: u64,
    /// Items that succeeded in a second.
    pub per_second: f64,
}

// SAFETY: `repr(C)`, `u32` first, two `u32` and then eight-byte fields without padding, plain data.
unsafe impl Versioned for nxz_batch_totals {
    const FIRST_SIZE: u32 = 64;
}
const _: () = assert!(size_of::<nxz_batch_totals>() == 64);

/// Makes a batch without items.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_NULL_POINTER`.
/// Out: out: the new batch, owned by the caller. error: see "Errors".
///
/// cbindgen:postfix=NXZ_NONNULL(1)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_batch_new(
    out: *mut *mut nxz_batch,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for slots that are NULL or valid.
    unsafe { call(error, HandleOut(out), || Ok(Results::default())) }
}

/// Proves many statements, on several threads. Each item is proved as by `nxz_prove`, with the configuration, and with what is attached,
/// as they are when the batch begins; what happens to one touches no other. The results, in the order of the items, are in `batch`
/// afterwards, in place of what it held, whenever the arguments themselves were good.
///
/// Returns: `NXZ_OK` only if every item succeeded, which is so of no items; otherwise the status of the first that did not, which the
/// message names (`NXZ_ERR_CANCELLED` for one that did not begin). For bad arguments `NXZ_ERR_INVALID_ARGUMENT`, `NXZ_ERR_NULL_POINTER`,
/// `NXZ_ERR_INVALID_HANDLE`, and `batch` is then empty.
/// Args: batch: takes the results. protocol: as for `nxz_prove`. statements, witnesses: `count` handles each; a handle may stand there
/// several times. contexts, context_lens: `count` pointers and lengths as for `nxz_prove`; both NULL for empty contexts. options: see
/// `nxz_batch_options`; may be NULL.
/// Out: error: see "Errors".
/// Threads: any number may share `protocol`, the statements and the witnesses.
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_batch_prove(
    batch: *mut nxz_batch,
    protocol: *const nxz_protocol,
    statements: *const *const nxz_statement,
    witnesses: *const *const nxz_witness,
    contexts: *const *const u8,
    context_lens: *const usize,
    count: usize,
    options: *const nxz_batch_options,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for handles that are NULL or valid, arrays of `count` of them, readable contexts and options.
    unsafe {
        call(error, (), || {
            replace(batch, Results::default())?;
            let protocol = handle::borrow(protocol, "protocol")?;
            let statements = slices::handles(statements, count, "statements")?;
            let witnesses = slices::handles(witnesses, count, "witnesses")?;
            let contexts = self::contexts(contexts, context_lens, count)?;
            let items = statements.into_iter().zip(witnesses).zip(contexts);
            let items = items.map(|((statement, witness), context)| ProveItem {
                statement,
                witness,
                context,
            });
            let items: Vec<_> = items.collect();
            with_options(options, |options| {
                let results = Results::of_proofs(protocol.batch_prove(&items, options)?);
                let verdict = results.verdict();
                replace(batch, results)?;
                verdict
            })
        })
    }
}

/// Verifies many proofs, on several threads. Each item is verified as by `nxz_verify`, with the configuration, and with what is attached,
/// as they are when the batch begins. The results, in the order of the items, are in `batch` afterwards, in place of what it held, whenever
/// the arguments themselves were good.
///
/// Returns: `NXZ_OK` only if every proof is valid, which is so of no proofs; otherwise the status of the first item that is not, which the
/// message names. For bad arguments as `nxz_batch_prove`.
/// Args: batch: takes the results. protocol, statements, contexts, context_lens, count, options: as for `nxz_batch_prove`. proofs:
/// `count` handles.
/// Out: error: see "Errors".
/// Threads: any number may share `protocol`, the statements and the proofs.
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_batch_verify(
    batch: *mut nxz_batch,
    protocol: *const nxz_protocol,
    statements: *const *const nxz_statement,
    contexts: *const *const u8,
    context_lens: *const usize,
    proofs: *const *const nxz_proof,
    count: usize,
    options: *const nxz_batch_options,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for handles that are NULL or valid, arrays of `count` of them, readable contexts and options.
    unsafe {
        call(error, (), || {
            replace(batch, Results::default())?;
            let protocol = handle::borrow(protocol, "protocol")?;
            let statements = slices::handles(statements, count, "statements")?;
            let contexts = self::contexts(contexts, context_lens, count)?;
            let proofs = slices::handles(proofs, count, "proofs")?;
            let items = statements.into_iter().zip(contexts).zip(proofs);
            let items = items.map(|((statement, context), proof)| VerifyItem {
                statement,
                context,
                proof: &proof.proof_data,
            });
            let items: Vec<_> = items.collect();
            with_options(options, |options| {
                let results = Results::of_verdicts(protocol.batch_verify(&items, options)?);
                let verdict = results.verdict();
                replace(batch, results)?;
                verdict
            })
        })
    }
}

/// The number of items that have a result.
///
/// Returns: the number; 0 for NULL or what is not a live batch.
/// Args: batch: a batch, or NULL.
/// Threads: any.
#[no_mangle]
pub unsafe extern "C" fn nxz_batch_count(batch: *const nxz_batch) -> usize {
    // SAFETY: the header asks for NULL or a live batch.
    shielded(0, || unsafe {
        handle::borrow(batch, "batch").map_or(0, |batch| batch.items.len())
    })
}

/// How one item went.
///
/// Returns: what `nxz_prove` or `nxz_verify` would have, but `NXZ_ERR_INTERNAL` for a panic; `NXZ_ERR_CANCELLED` for an item that did not begin;
/// `NXZ_ERR_INVALID_ARGUMENT` for an index from `nxz_batch_count` on; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
/// Args: batch: a batch. index: from 0.
/// Threads: any.
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_batch_status(batch: *const nxz_batch, index: usize) -> nxz_status {
    // SAFETY: the header asks for NULL or a live batch.
    shielded(nxz_status::NXZ_ERR_PANIC, || unsafe {
        match item(batch, index) {
            Err(failure) => failure.status,
            Ok(item) => match &item.failure {
                Some((status, _)) => *status,
                None => nxz_status::NXZ_OK,
            },
        }
    })
}

/// A sentence about why one item failed.
///
/// Returns: NUL-terminated UTF-8 that lives as long as the batch and its results; an empty string for an item that did not fail, none
/// of that index, NULL, or what is not a live batch.
/// Args: batch: a batch, or NULL. index: from 0.
/// Threads: any.
#[no_mangle]
pub unsafe extern "C" fn nxz_batch_message(batch: *const nxz_batch, index: usize) -> *const c_char {
    // SAFETY: the header asks for NULL or a live batch, and says how long the text lives.
    shielded(std::ptr::null(), || unsafe {
        let item = item(batch, index).ok();
        item.and_then(|item| item.failure.as_ref())
            .map_or_else(|| interned(""), |(_, message)| message.as_ptr())
    })
}

/// The proof that an item made.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_INVALID_ARGUMENT` for an item that has none, because it failed or was a verification;
/// `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
/// Args: batch: a batch. index: from 0.
/// Out: out: a copy of the proof with its measurements, owned by the caller. error: see "Errors".
/// Threads: any.
///
/// cbindgen:postfix=NXZ_NONNULL(3)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_batch_proof(
    batch: *const nxz_batch,
    index: usize,
    out: *mut *mut nxz_proof,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for slots and handles that are NULL or valid.
    unsafe {
        call(error, HandleOut(out), || {
            let proof = item(batch, index)?.proof.clone();
            proof.ok_or_else(|| no_item(format!("item {index} made no proof")))
        })
    }
}

/// What was measured of the batch as a whole.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_INVALID_ARGUMENT` for a bad `struct_size`; `NXZ_ERR_NULL_POINTER`;
/// `NXZ_ERR_INVALID_HANDLE`.
/// Args: batch: a batch.
/// Out: out: the totals; its `struct_size` is set before the call. error: see "Errors".
/// Threads: any.
///
/// cbindgen:postfix=NXZ_NONNULL(2)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_batch_summary(
    batch: *const nxz_batch,
    out: *mut nxz_batch_totals,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for structures and handles that are NULL or valid.
    unsafe {
        call(error, StructOut(out), || {
            let summary = handle::borrow(batch, "batch")?.summary;
            Ok(nxz_batch_totals {
                struct_size: 0,
                threads: summary.threads as u32,
                items: summary.items,
                succeeded: summary.succeeded,
                failed: summary.failed,
                cancelled: summary.cancelled,
                total_ns: summary.total_ns,
                peak_memory: summary.peak_memory,
                per_second: summary.per_second,
            })
        })
    }
}

/// The same as a JSON object under `summary`, and under `proofs` the distribution of every number that was measured when the proofs
/// were made, as `nxz_proofs_aggregate` has it (docs/metrics.md).
///
/// Returns: `NXZ_OK`; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
/// Args: batch: a batch.
/// Out: out: the text, owned by the caller. error: see "Errors".
/// Threads: any.
///
/// cbindgen:postfix=NXZ_NONNULL(2)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_batch_metrics_json(
    batch: *const nxz_batch,
    out: *mut *mut nxz_string,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for slots and handles that are NULL or valid.
    unsafe {
        call(error, HandleOut(out), || {
            let batch = handle::borrow(batch, "batch")?;
            let mut proofs = BatchMetricsAggregator::default();
            let made = batch.items.iter().filter_map(|item| item.proof.as_ref());
            proofs.extend(made.filter_map(|proof| proof.metrics.as_ref()));
            let proofs = proofs.aggregate();
            let json = serde_json::json!({ "summary": batch.summary, "proofs": proofs });
            Ok(owned(&json.to_string()))
        })
    }
}

/// Frees a batch and its results.
///
/// Args: batch: a batch that no thread uses any more, or NULL.
#[no_mangle]
pub unsafe extern "C" fn nxz_batch_free(batch: *mut nxz_batch) {
    // SAFETY: the header asks for NULL or a live handle that nobody uses any more.
    unsafe { handle::free(batch) }
}

/// Gives a batch other results. It is borrowed for this only, because a progress callback may look at it while the call runs.
///
/// # Safety
/// `batch` is NULL or live, and no other thread uses it.
unsafe fn replace(batch: *mut nxz_batch, results: Results) -> Outcome<()> {
    // SAFETY: this function's contract.
    *unsafe { handle::borrow_mut(batch, "batch")? } = results;
    Ok(())
}

impl Results {
    fn of_proofs(batch: Batch<OptimizedProof>) -> Self {
        Self::new(batch, Some)
    }

    fn of_verdicts(batch: Batch<()>) -> Self {
        Self::new(batch, |()| None)
    }

    fn new<T>(batch: Batch<T>, proof: impl Fn(T) -> Option<OptimizedProof>) -> Self {
        let items = batch.results.into_iter().map(|result| match result {
            Ok(value) => Item {
                failure: None,
                proof: proof(value),
            },
            Err(error) => Item {
                failure: Some((error.kind().into(), owned(&error.to_string()))),
                proof: None,
            },
        });
        Self {
            items: items.collect(),
            summary: batch.summary,
        }
    }

    /// The failure of the first item that has one.
    fn verdict(&self) -> Outcome<()> {
        let failures = self.items.iter().enumerate();
        let mut failures = failures.filter_map(|(i, item)| Some((i, item.failure.as_ref()?)));
        match failures.next() {
            None => Ok(()),
            Some((index, (status, message))) => Err(Failure {
                field: None,
                ..Failure::new(
                    *status,
                    "batch",
                    format!("item {index}: {}", message.to_string_lossy()),
                )
            }),
        }
    }
}

/// # Safety
/// `batch` is NULL or live, and the item is used only as long as it lives.
unsafe fn item<'a>(batch: *const nxz_batch, index: usize) -> Outcome<&'a Item> {
    // SAFETY: this function's contract.
    let batch = unsafe { handle::borrow(batch, "batch")? };
    let items: &'a [Item] = &batch.items;
    items
        .get(index)
        .ok_or_else(|| no_item(format!("the batch has {} items", items.len())))
}

fn no_item(message: String) -> Failure {
    Failure::new(nxz_status::NXZ_ERR_INVALID_ARGUMENT, "index", message)
}

/// The contexts of `count` items.
///
/// # Safety
/// The arrays are NULL or hold `count` elements, and each context is readable as long as the call lasts.
unsafe fn contexts<'a>(
    contexts: *const *const u8,
    context_lens: *const usize,
    count: usize,
) -> Outcome<Vec<&'a [u8]>> {
    if contexts.is_null() && context_lens.is_null() {
        return Ok(vec![&[]; count]);
    }
    // SAFETY: this function's contract.
    unsafe {
        let contexts = slices::array(contexts, count, "contexts")?;
        let lens = slices::array(context_lens, count, "context_lens")?;
        let contexts = contexts.iter().zip(lens).enumerate();
        contexts
            .map(|(i, (context, len))| {
                slices::bytes(*context, *len, "contexts").map_err(|failure| failure.at(i))
            })
            .collect()
    }
}

/// Runs `body` with the caller's options.
///
/// # Safety
/// `options` is NULL or valid, as the header states it.
unsafe fn with_options<T>(
    options: *const nxz_batch_options,
    body: impl FnOnce(&BatchOptions<'_>) -> Outcome<T>,
) -> Outcome<T> {
    if options.is_null() {
        return body(&BatchOptions::default());
    }
    // SAFETY: this function's contract; zeros are a valid `nxz_batch_options`.
    let options = unsafe { structure(options, "options")? };
    // SAFETY: this function's contract.
    let id = unsafe { slices::text(options.request_id, options.request_id_len, "request_id")? };
    // Nobody destroys it: it is used only while the call lasts.
    let user_data = UserData::new(options.user_data, None);
    let progress = options.progress.map(|progress| {
        let user_data = &user_data;
        // SAFETY: the header asks for a function that takes these arguments on any thread.
        move |done, total| unsafe { progress(user_data.pointer(), done, total) == 0 }
    });
    body(&BatchOptions {
        threads: (options.threads != 0).then_some(options.threads),
        progress: progress.as_ref().map(|progress| progress as _),
        request_id: (!options.request_id.is_null()).then_some(id),
    })
}
