//! Status numbers: assigned here and nowhere else, and never reused.

use super::slices::interned;
use crate::error::{ErrorKind, ProtocolError};
use std::borrow::Cow;
use std::ffi::c_char;

/// What a function answers. `NXZ_OK` is 0; the numbers of failures are fixed and never reused, and later versions
/// may add some.
#[repr(i32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum nxz_status {
    /// Success. From `nxz_verify`: the proof is valid.
    NXZ_OK = 0,
    /// No proof could be made, for example because the witness does not satisfy the statement.
    NXZ_ERR_PROOF_GENERATION = 1,
    /// The proof is not valid for this statement, context and configuration.
    NXZ_ERR_PROOF_VERIFICATION = 2,
    /// A codec failed.
    NXZ_ERR_COMPRESSION = 3,
    /// An optimizer failed.
    NXZ_ERR_OPTIMIZATION = 4,
    /// The configuration is invalid or contradicts itself.
    NXZ_ERR_CONFIGURATION = 5,
    /// Something that must not happen happened, for example the operating system gave no randomness.
    NXZ_ERR_INTERNAL = 6,
    /// A pointer that must not be NULL is NULL.
    NXZ_ERR_NULL_POINTER = 7,
    /// An argument is outside its domain.
    NXZ_ERR_INVALID_ARGUMENT = 8,
    /// The caller's buffer does not hold the result.
    NXZ_ERR_BUFFER_TOO_SMALL = 9,
    /// The bytes are not the canonical encoding of anything.
    NXZ_ERR_MALFORMED = 10,
    /// Well formed, and this build does not have it.
    NXZ_ERR_UNSUPPORTED = 11,
    /// Well formed, and larger than the limits allow, or than there is memory for.
    NXZ_ERR_LIMIT_EXCEEDED = 12,
    /// The caller cancelled the operation.
    NXZ_ERR_CANCELLED = 13,
    /// A defect of the library: it panicked, and the panic was stopped at the boundary.
    NXZ_ERR_PANIC = 14,
    /// The handle is of another type, or was freed.
    NXZ_ERR_INVALID_HANDLE = 15,
    /// A file could not be read or written: it is missing, in use, or the disk is full.
    NXZ_ERR_IO = 16,
}

use nxz_status::*;

/// Every status with its name.
static NAMES: [(nxz_status, &str); 17] = [
    (NXZ_OK, "ok"),
    (NXZ_ERR_PROOF_GENERATION, "proof generation failed"),
    (NXZ_ERR_PROOF_VERIFICATION, "proof verification failed"),
    (NXZ_ERR_COMPRESSION, "compression failed"),
    (NXZ_ERR_OPTIMIZATION, "optimization failed"),
    (NXZ_ERR_CONFIGURATION, "invalid configuration"),
    (NXZ_ERR_INTERNAL, "internal error"),
    (NXZ_ERR_NULL_POINTER, "null pointer"),
    (NXZ_ERR_INVALID_ARGUMENT, "invalid argument"),
    (NXZ_ERR_BUFFER_TOO_SMALL, "buffer too small"),
    (NXZ_ERR_MALFORMED, "malformed encoding"),
    (NXZ_ERR_UNSUPPORTED, "unsupported"),
    (NXZ_ERR_LIMIT_EXCEEDED, "limit exceeded"),
    (NXZ_ERR_CANCELLED, "cancelled"),
    (NXZ_ERR_PANIC, "panic"),
    (NXZ_ERR_INVALID_HANDLE, "invalid handle"),
    (NXZ_ERR_IO, "input or output failed"),
];

/// Why an entry point failed: a [`ProtocolError`] in terms of the boundary, or a failure of the boundary itself.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) status: nxz_status,
    pub(super) field: Option<Cow<'static, str>>,
    pub(super) message: String,
    /// Further problems that were found in the same check.
    pub(super) others: Vec<Failure>,
}

pub(super) type Outcome<T> = Result<T, Failure>;

impl Failure {
    /// A failure caused by the argument called `field`.
    pub(super) fn new(status: nxz_status, field: &'static str, message: impl Into<String>) -> Self {
        Self {
            status,
            field: Some(field.into()),
            message: message.into(),
            others: Vec::new(),
        }
    }

    /// The argument called `field` is NULL and must not be.
    pub(super) fn null(field: &'static str) -> Self {
        Self::new(NXZ_ERR_NULL_POINTER, field, "must not be NULL")
    }

    /// It is the element `index` of the array that is to blame.
    pub(super) fn at(self, index: usize) -> Self {
        let message = format!("element {index}: {}", self.message);
        Self { message, ..self }
    }

    /// What the library says of `argument`, which inside has names of its own.
    pub(super) fn about(argument: &'static str) -> impl Fn(ProtocolError) -> Self {
        move |error| Self::from(error).within(argument, &[])
    }

    /// Blames `argument`, unless one of `others` is to blame. Inside an argument the library has names of its own, which the
    /// header does not know.
    pub(super) fn within(self, argument: &'static str, others: &[&str]) -> Self {
        let field = self.field.map(|field| {
            if others.contains(&&*field) {
                field
            } else {
                argument.into()
            }
        });
        Self { field, ..self }
    }
}

impl From<ErrorKind> for nxz_status {
    fn from(kind: ErrorKind) -> Self {
        match kind {
            ErrorKind::ProofGeneration => NXZ_ERR_PROOF_GENERATION,
            ErrorKind::ProofVerification => NXZ_ERR_PROOF_VERIFICATION,
            ErrorKind::Compression => NXZ_ERR_COMPRESSION,
            ErrorKind::Optimization => NXZ_ERR_OPTIMIZATION,
            ErrorKind::Configuration => NXZ_ERR_CONFIGURATION,
            ErrorKind::Internal => NXZ_ERR_INTERNAL,
            ErrorKind::InvalidArgument => NXZ_ERR_INVALID_ARGUMENT,
            ErrorKind::Malformed => NXZ_ERR_MALFORMED,
            ErrorKind::Unsupported => NXZ_ERR_UNSUPPORTED,
            ErrorKind::LimitExceeded => NXZ_ERR_LIMIT_EXCEEDED,
            ErrorKind::Cancelled => NXZ_ERR_CANCELLED,
            ErrorKind::Io => NXZ_ERR_IO,
        }
    }
}

impl From<ProtocolError> for Failure {
    fn from(error: ProtocolError) -> Self {
        let mut problems = error.problems().map(|problem| Self {
            status: problem.kind().into(),
            field: problem.field().map(|field| field.to_owned().into()),
            message: problem.message().to_owned(),
            others: Vec::new(),
        });
        let first = problems.next().expect("an error is a problem");
        Self {
            others: problems.collect(),
            ..first
        }
    }
}

/// The status with this number and its name.
fn entry(status: i32) -> Option<&'static (nxz_status, &'static str)> {
    NAMES.iter().find(|(known, _)| *known as i32 == status)
}

/// The status with this number.
pub(super) fn known(status: i32) -> Option<nxz_status> {
    entry(status).map(|(status, _)| *status)
}

/// The name of a status in a few words.
///
/// Returns: a static string, NUL-terminated; NULL for a number that is no status of this version.
/// Args: status: an `nxz_status`.
/// Threads: any.
#[no_mangle]
pub extern "C" fn nxz_status_name(status: i32) -> *const c_char {
    entry(status).map_or(std::ptr::null(), |(_, name)| interned(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_in_the_order_of_their_numbers() {
        for (i, (status, _)) in NAMES.iter().enumerate() {
            assert_eq!(*status as usize, i);
        }
        assert!(nxz_status_name(NAMES.len() as i32).is_null());
        assert!(nxz_status_name(-1).is_null());
    }
}
