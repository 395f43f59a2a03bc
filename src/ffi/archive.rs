//! `nxz_archive`: many proofs in one file.

use super::bytes::nxz_bytes;
use super::error::nxz_error;
use super::handle::{self, handle};
use super::output::{BytesOut, CountOut, HandleOut};
use super::panic::{call, shielded};
use super::proof::nxz_proof;
use super::slices::{self, owned};
use super::statement::nxz_statement;
use super::status::{nxz_status, Failure, Outcome};
use super::string::nxz_string;
use crate::archive::{self, Entry, FileArchive, Mode};
use crate::error::{ErrorKind, ProtocolError};
use crate::metrics::ProofMetrics;
use crate::pipeline::OptimizedProof;
use std::ffi::c_char;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// An archive: a file of proofs with their statements, contexts, labels and measurements, to which entries are appended. What several
/// entries have in common is stored once. Made by `nxz_archive_create` or `nxz_archive_open`.
///
/// A chain of digests shows accidents: a torn write, changed, moved or missing bytes. It does not show forgery, unless the fingerprint
/// was kept elsewhere; and what is read from an archive is not verified. `docs/archive.md` has the format and what it promises.
///
/// Owned by the caller, who closes it with `nxz_archive_free`. Any number of threads may use it; their calls take turns. After `fork` only
/// one of the two processes may: they share the lock and the position in the file, and would overwrite each other's entries.
pub struct nxz_archive {
    _private: [u8; 0],
}

handle!(nxz_archive, Mutex<FileArchive>);

/// What an archive is opened for: one of `NXZ_ARCHIVE_...`.
pub type nxz_archive_mode = u32;

/// Reading, also while somebody else appends: what was complete at opening is seen.
pub const NXZ_ARCHIVE_READ: nxz_archive_mode = 1;
/// Reading and appending, by one handle at a time. A record that was not written to its end, as after a crash, is cut off; other damage at
/// the end is an error.
pub const NXZ_ARCHIVE_APPEND: nxz_archive_mode = 2;
/// The same, and other damage at the end is cut off too: everything from the first frame that does not continue the chain.
pub const NXZ_ARCHIVE_RECOVER: nxz_archive_mode = 3;

/// Longest label of an entry in bytes.
pub const NXZ_MAX_LABEL_SIZE: usize = 256;
/// Bytes of a fingerprint.
pub const NXZ_FINGERPRINT_SIZE: usize = 32;

const _: () = assert!(NXZ_MAX_LABEL_SIZE == Entry::MAX_LABEL_LEN);

fn mode(mode: nxz_archive_mode) -> Outcome<Mode> {
    match mode {
        NXZ_ARCHIVE_READ => Ok(Mode::Read),
        NXZ_ARCHIVE_APPEND => Ok(Mode::Append),
        NXZ_ARCHIVE_RECOVER => Ok(Mode::Recover),
        _ => {
            let message = format!("no mode has the number {mode}");
            Err(ProtocolError::in_field(ErrorKind::Unsupported, "mode", message).into())
        }
    }
}

/// The archive behind a handle, once it is this call's turn.
///
/// # Safety
/// As [`handle::borrow`].
unsafe fn borrow<'a>(archive: *const nxz_archive) -> Outcome<MutexGuard<'a, FileArchive>> {
    // SAFETY: this function's contract.
    let archive = unsafe { handle::borrow(archive, "archive")? };
    // The index of an archive changes as the last step of an append: a panic of another thread leaves it whole.
    Ok(archive.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Blames an archive for whatever is wrong inside, where names are not those of arguments.
fn inside(error: ProtocolError) -> Failure {
    Failure::from(error).within("archive", &["index"])
}

/// An entry of the archive behind a handle, once it is this call's turn.
///
/// # Safety
/// As [`handle::borrow`].
unsafe fn entry(archive: *const nxz_archive, index: u64) -> Outcome<Entry> {
    // SAFETY: this function's contract.
    let mut archive = unsafe { borrow(archive)? };
    archive.get(index).map_err(inside)
}

/// Makes an archive in a new file and opens it for appending.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_IO` for a file that exists already or cannot be made, also for want of the right to read its directory, which
/// is synchronised; `NXZ_ERR_INVALID_ARGUMENT` for a path that is no UTF-8; `NXZ_ERR_NULL_POINTER`.
/// Args: path: the file's path, `path_len` bytes of UTF-8.
/// Out: out: the archive, owned by the caller. error: see "Errors".
///
/// cbindgen:postfix=NXZ_NONNULL(3)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_archive_create(
    path: *const c_char,
    path_len: usize,
    out: *mut *mut nxz_archive,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for slots that are NULL or valid, and readable bytes.
    unsafe {
        call(error, HandleOut(out), || {
            let path = slices::text(path, path_len, "path")?;
            let archive = FileArchive::create(path);
            Ok(Mutex::new(archive.map_err(Failure::about("path"))?))
        })
    }
}

/// Opens the archive in a file. That takes one short read for each entry; what was cut off or ignored at its end is in
/// `nxz_archive_summary_json`, which fails while another part is damaged.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_IO` for a file that cannot be opened, or, unless it is only read, that somebody else has open for appending;
/// `NXZ_ERR_MALFORMED` for a file that is no archive, and for a damaged one with `NXZ_ARCHIVE_APPEND`; `NXZ_ERR_LIMIT_EXCEEDED`, unless opened for reading, for
/// one whose last part is larger than 256 MiB or than there is memory for: it may be whole, so `NXZ_ARCHIVE_RECOVER` does not cut it off
/// either; `NXZ_ERR_UNSUPPORTED` for a format newer than this library, or an unknown mode; `NXZ_ERR_INVALID_ARGUMENT` for a path that is not
/// UTF-8; `NXZ_ERR_NULL_POINTER`.
/// Args: path: the file's path, `path_len` bytes of UTF-8. mode: one of `NXZ_ARCHIVE_...`.
/// Out: out: the archive, owned by the caller. error: see "Errors".
///
/// cbindgen:postfix=NXZ_NONNULL(4)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_archive_open(
    path: *const c_char,
    path_len: usize,
    mode: nxz_archive_mode,
    out: *mut *mut nxz_archive,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for slots that are NULL or valid, and readable bytes.
    unsafe {
        call(error, HandleOut(out), || {
            let path = slices::text(path, path_len, "path")?;
            let archive = FileArchive::open(path, self::mode(mode)?);
            Ok(Mutex::new(archive.map_err(Failure::about("path"))?))
        })
    }
}

/// Appends an entry: all of it, or after a failure nothing. When the call returns, the entry survives a crash of the program; for a
/// power failure see `nxz_archive_flush`. The time of the call, and the measurements of a proof from `nxz_prove`, are stored with it. The
/// proof may be a compressed one. It is kept as its bytes are, and not verified.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_IO` where the entry cannot be written, for example because the disk is full: earlier entries stay readable, and
/// the call may be repeated, but not after a flush that failed; `NXZ_ERR_INVALID_ARGUMENT` for an archive open for reading, or a label that
/// is not UTF-8; `NXZ_ERR_LIMIT_EXCEEDED` for a label of more than `NXZ_MAX_LABEL_SIZE` bytes, a statement of more than 256 MiB with its
/// lists and circuits, each as often as it occurs, or context and proof of more than that together; `NXZ_ERR_MALFORMED` for an archive that turns
/// out to be damaged, `NXZ_ERR_UNSUPPORTED` for one with something that this version cannot read; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
/// Args: archive: the archive. statement: what is proved. context: what the proof is bound to, `context_len` bytes; may be NULL when that is
/// 0. proof: the proof. label: the caller's name for the entry, `label_len` bytes of UTF-8; may be NULL when that is 0.
/// Out: index: the index of the entry, counted from 0; 0 on failure. error: see "Errors".
/// Threads: any; calls take turns.
///
/// cbindgen:postfix=NXZ_NONNULL(8)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_archive_append(
    archive: *mut nxz_archive,
    statement: *const nxz_statement,
    context: *const u8,
    context_len: usize,
    proof: *const nxz_proof,
    label: *const c_char,
    label_len: usize,
    index: *mut u64,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for slots and handles that are NULL or valid, and readable bytes.
    unsafe {
        call(error, CountOut(index, "index"), || {
            let statement = handle::borrow(statement, "statement")?;
            let context = slices::bytes(context, context_len, "context")?;
            let proof = handle::borrow(proof, "proof")?;
            let label = slices::text(label, label_len, "label")?;
            let metrics = proof.metrics.as_ref().map(ProofMetrics::to_json);
            let entry = Entry {
                statement: statement.clone(),
                context: context.to_vec(),
                proof: proof.proof_data.clone(),
                metrics: metrics.unwrap_or_default(),
                label: label.to_owned(),
                time: archive::now(),
            };
            let appended = borrow(archive)?.append(&entry);
            appended.map_err(|error| {
                let arguments = ["statement", "context", "proof", "label"];
                Failure::from(error).within("archive", &arguments)
            })
        })
    }
}

/// Makes everything that was appended, by writers before too, survive a power failure (`fsync`). `nxz_archive_free` does the same, but
/// cannot tell if it fails.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_IO`, and then always: what is on the disk is not known, the archive can be read and not appended to, and what
/// was appended after the last flush that succeeded may be lost; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
/// Args: archive: the archive.
/// Out: error: see "Errors".
/// Threads: any; calls take turns.
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_archive_flush(
    archive: *mut nxz_archive,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for slots and handles that are NULL or valid.
    unsafe { call(error, (), || Ok(borrow(archive)?.flush()?)) }
}

/// The number of entries.
///
/// Returns: the number; 0 for NULL or what is not a live archive.
/// Args: archive: an archive, or NULL.
/// Threads: any; calls take turns.
#[no_mangle]
pub unsafe extern "C" fn nxz_archive_len(archive: *const nxz_archive) -> u64 {
    // SAFETY: the header asks for NULL or a live archive.
    shielded(0, || unsafe {
        borrow(archive).map_or(0, |archive| archive.len())
    })
}

/// The statement of an entry.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_INVALID_ARGUMENT` for an index that no entry has; `NXZ_ERR_MALFORMED` for an entry that is damaged, or
/// has metrics of more than 64 KiB; `NXZ_ERR_LIMIT_EXCEEDED` for one with a part of more than 256 MiB, or that long a template of metrics;
/// `NXZ_ERR_UNSUPPORTED` for a statement, proof or compressed part that this version cannot read; `NXZ_ERR_IO`; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
/// Args: archive: the archive. index: the index of the entry, counted from 0.
/// Out: out: the statement, owned by the caller. error: see "Errors".
/// Threads: any; calls take turns.
///
/// cbindgen:postfix=NXZ_NONNULL(3)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_archive_statement(
    archive: *const nxz_archive,
    index: u64,
    out: *mut *mut nxz_statement,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for slots and handles that are NULL or valid.
    unsafe {
        call(error, HandleOut(out), || {
            Ok(entry(archive, index)?.statement)
        })
    }
}

/// The proof of an entry. It is not verified; its measurements are in `nxz_archive_metrics_json`.
///
/// Returns: as `nxz_archive_statement`.
/// Args: archive: the archive. index: the index of the entry, counted from 0.
/// Out: out: the proof, owned by the caller. error: see "Errors".
/// Threads: any; calls take turns.
///
/// cbindgen:postfix=NXZ_NONNULL(3)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_archive_proof(
    archive: *const nxz_archive,
    index: u64,
    out: *mut *mut nxz_proof,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for slots and handles that are NULL or valid.
    unsafe {
        call(error, HandleOut(out), || {
            Ok(OptimizedProof {
                proof_data: entry(archive, index)?.proof,
                metrics: None,
            })
        })
    }
}

/// The context of an entry.
///
/// Returns: as `nxz_archive_statement`.
/// Args: archive: the archive. index: the index of the entry, counted from 0.
/// Out: out: the bytes, owned by the caller. error: see "Errors".
/// Threads: any; calls take turns.
///
/// cbindgen:postfix=NXZ_NONNULL(3)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_archive_context(
    archive: *const nxz_archive,
    index: u64,
    out: *mut *mut nxz_bytes,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for slots and handles that are NULL or valid.
    unsafe {
        call(error, HandleOut(out), || {
            Ok(entry(archive, index)?.context.into())
        })
    }
}

/// The label of an entry. A NUL in it comes out as a replacement character.
///
/// Returns: as `nxz_archive_statement`.
/// Args: archive: the archive. index: the index of the entry, counted from 0.
/// Out: out: the text, owned by the caller. error: see "Errors".
/// Threads: any; calls take turns.
///
/// cbindgen:postfix=NXZ_NONNULL(3)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_archive_label(
    archive: *const nxz_archive,
    index: u64,
    out: *mut *mut nxz_string,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for slots and handles that are NULL or valid.
    unsafe {
        call(error, HandleOut(out), || {
            Ok(owned(&entry(archive, index)?.label))
        })
    }
}

/// The measurements of an entry as the JSON object of `nxz_proof_metrics_json`; an empty text where the making of its proof was not measured.
///
/// Returns: as `nxz_archive_statement`.
/// Args: archive: the archive. index: the index of the entry, counted from 0.
/// Out: out: the text, owned by the caller. error: see "Errors".
/// Threads: any; calls take turns.
///
/// cbindgen:postfix=NXZ_NONNULL(3)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_archive_metrics_json(
    archive: *const nxz_archive,
    index: u64,
    out: *mut *mut nxz_string,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for slots and handles that are NULL or valid.
    unsafe {
        call(error, HandleOut(out), || {
            Ok(owned(&entry(archive, index)?.metrics))
        })
    }
}

/// When an entry was appended, by the clock of the machine that did it.
///
/// Returns: as `nxz_archive_statement`.
/// Args: archive: the archive. index: the index of the entry, counted from 0.
/// Out: out: milliseconds since 1970-01-01 (UTC), at most the year 9999; 0 on failure. error: see "Errors".
/// Threads: any; calls take turns.
///
/// cbindgen:postfix=NXZ_NONNULL(3)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_archive_time(
    archive: *const nxz_archive,
    index: u64,
    out: *mut u64,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for slots and handles that are NULL or valid.
    unsafe {
        call(error, CountOut(out, "out"), || {
            Ok(entry(archive, index)?.time)
        })
    }
}

/// The fingerprint: a digest that depends on every byte of the archive, and changes with every entry. Kept elsewhere, it shows
/// whether the archive was replaced or cut short. That of an archive that was only opened counts once `nxz_archive_check` has passed.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_BUFFER_TOO_SMALL`; `NXZ_ERR_NULL_POINTER`; `NXZ_ERR_INVALID_HANDLE`.
/// Args: archive: the archive. out_capacity: size of `out`, at least `NXZ_FINGERPRINT_SIZE`.
/// Out: out: the fingerprint; untouched on failure. out_len: its length; 0 on failure. error: see "Errors".
/// Threads: any; calls take turns.
///
/// cbindgen:postfix=NXZ_NONNULL(4)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_archive_fingerprint(
    archive: *const nxz_archive,
    out: *mut u8,
    out_capacity: usize,
    out_len: *mut usize,
    error: *mut *mut nxz_error,
) -> nxz_status {
    let output = BytesOut::new(out, out_capacity, out_len);
    // SAFETY: the header asks for slots and handles that are NULL or valid, and a writable buffer.
    unsafe {
        call(error, output, || {
            Ok(borrow(archive)?.fingerprint().to_vec())
        })
    }
}

/// Reads the whole archive and checks it: the chain of digests, that every entry is complete and well formed, and for an archive open for
/// reading that it ends with a complete entry. Proofs are not verified, and compressed ones not decompressed. Each distinct statement is
/// decoded once, however many entries have it; `docs/archive.md` says what a hostile file can cost.
///
/// Returns: `NXZ_OK`; `NXZ_ERR_MALFORMED` for a damaged archive, and as `nxz_archive_statement` otherwise.
/// Args: archive: the archive.
/// Out: error: see "Errors".
/// Threads: any; calls take turns.
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_archive_check(
    archive: *const nxz_archive,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for slots and handles that are NULL or valid.
    unsafe {
        call(error, (), || {
            borrow(archive)?.verify_integrity().map_err(inside)
        })
    }
}

/// What the archive holds, as a JSON object: the numbers of `records`, distinct `statements`, `objects` (lists and circuits that are stored apart from their statements, because they are not short) and `templates` (of
/// measurements); `proof_bytes`, `bytes_before` (all entries alone), `bytes_after` (the archive) and their `ratio`; the `fingerprint`; and
/// `tail`, which was found at its end at opening: `clean`, `torn` or `damaged`, with `tail_bytes`. It reads the whole archive.
///
/// Returns: as `nxz_archive_statement`.
/// Args: archive: the archive.
/// Out: out: the text, owned by the caller. error: see "Errors".
/// Threads: any; calls take turns.
///
/// cbindgen:postfix=NXZ_NONNULL(2)
#[must_use]
#[no_mangle]
pub unsafe extern "C" fn nxz_archive_summary_json(
    archive: *const nxz_archive,
    out: *mut *mut nxz_string,
    error: *mut *mut nxz_error,
) -> nxz_status {
    // SAFETY: the header asks for slots and handles that are NULL or valid.
    unsafe {
        call(error, HandleOut(out), || {
            let summary = borrow(archive)?.summary().map_err(inside)?;
            Ok(owned(&summary.to_json()))
        })
    }
}

/// Flushes and closes an archive.
///
/// Args: archive: an archive that no thread uses any more, or NULL.
#[no_mangle]
pub unsafe extern "C" fn nxz_archive_free(archive: *mut nxz_archive) {
    // SAFETY: the header asks for NULL or a live handle that nobody uses any more.
    unsafe { handle::free(archive) }
}
