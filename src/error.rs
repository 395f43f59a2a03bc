//! The one error type of the library.
//!
//! A [`ProtocolError`] says what kind of failure it was, which input it concerns and what was expected. Its
//! text never contains witness bytes: messages are built from lengths, names and public values only.

use std::fmt;

/// What went wrong. The first six kinds are those of the seed architecture; the others name what only a
/// caller's input can cause. The C status numbers are assigned in `ffi::status` and nowhere else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ErrorKind {
    /// The prover could not make a proof, for example because the witness does not satisfy the statement.
    ProofGeneration,
    /// The bytes are a well-formed proof, and it is not valid for this statement, context and policy.
    ProofVerification,
    /// A codec failed.
    Compression,
    /// An optimizer failed.
    Optimization,
    /// The configuration is invalid or contradicts itself.
    Configuration,
    /// Something that must not happen happened, for example the operating system gave no randomness.
    Internal,
    /// An argument is outside its domain.
    InvalidArgument,
    /// The bytes are not the canonical encoding of anything.
    Malformed,
    /// The input is well formed and asks for something that this build does not have.
    Unsupported,
    /// The input is well formed and larger than the configured limits allow.
    LimitExceeded,
}

impl ErrorKind {
    /// Every kind.
    pub const ALL: [Self; 10] = [
        Self::ProofGeneration,
        Self::ProofVerification,
        Self::Compression,
        Self::Optimization,
        Self::Configuration,
        Self::Internal,
        Self::InvalidArgument,
        Self::Malformed,
        Self::Unsupported,
        Self::LimitExceeded,
    ];

    /// The name in metrics.
    pub fn name(self) -> &'static str {
        match self {
            Self::ProofGeneration => "proof_generation",
            Self::ProofVerification => "proof_verification",
            Self::Compression => "compression",
            Self::Optimization => "optimization",
            Self::Configuration => "configuration",
            Self::Internal => "internal",
            Self::InvalidArgument => "invalid_argument",
            Self::Malformed => "malformed",
            Self::Unsupported => "unsupported",
            Self::LimitExceeded => "limit_exceeded",
        }
    }
}

/// An error of the library: kind, message and, where one input is to blame, the name of that input.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct ProtocolError {
    kind: ErrorKind,
    field: Option<&'static str>,
    message: String,
}

/// The result type used throughout the crate.
pub type Result<T> = std::result::Result<T, ProtocolError>;

impl ProtocolError {
    /// An error of the given kind that concerns no single input.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            field: None,
            message: message.into(),
        }
    }

    /// An error of the given kind caused by the input called `field`.
    pub fn in_field(kind: ErrorKind, field: &'static str, message: impl Into<String>) -> Self {
        Self {
            kind,
            field: Some(field),
            message: message.into(),
        }
    }

    /// What kind of failure this is.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// The input that caused it, by the name the public documentation uses.
    pub fn field(&self) -> Option<&'static str> {
        self.field
    }

    /// The sentence for a person, without the field.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for ProtocolError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.field {
            Some(field) => write!(f, "{field}: {}", self.message),
            None => f.write_str(&self.message),
        }
    }
}
