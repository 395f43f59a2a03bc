//! The one error type of the library.
//!
//! A [`ProtocolError`] says what kind of failure it was, which input it concerns and what was expected. Its
//! text never contains witness bytes: messages are built from lengths, names and public values only.

use std::borrow::Cow;
use std::fmt;

/// What went wrong. The C status numbers are assigned in `ffi::status` and nowhere else.
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
    /// The input is well formed and larger than the configured limits allow, or than there is memory for.
    LimitExceeded,
    /// The caller cancelled the operation.
    Cancelled,
    /// The operating system could not read or write a file: it is missing, in use, or the disk is full.
    Io,
}

impl ErrorKind {
    /// Every kind.
    pub const ALL: [Self; 12] = [
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
        Self::Cancelled,
        Self::Io,
    ];

    /// The name in logs and metrics.
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
            Self::Cancelled => "cancelled",
            Self::Io => "io",
        }
    }
}

/// An error of the library: kind, message and, where one input is to blame, the name of that input. It may carry further problems that
/// were found in the same check.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct ProtocolError {
    kind: ErrorKind,
    field: Option<Cow<'static, str>>,
    message: String,
    others: Vec<ProtocolError>,
}

/// The result type used throughout the crate.
pub type Result<T> = std::result::Result<T, ProtocolError>;

impl ProtocolError {
    /// An error of the given kind that concerns no single input.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            field: None,
            message: on_one_line(&message.into()),
            others: Vec::new(),
        }
    }

    /// An error of the given kind caused by the input called `field`.
    pub fn in_field(
        kind: ErrorKind,
        field: impl Into<Cow<'static, str>>,
        message: impl Into<String>,
    ) -> Self {
        let field = match field.into() {
            Cow::Owned(name) => on_one_line(&name).into(),
            ours => ours,
        };
        Self {
            field: Some(field),
            ..Self::new(kind, message)
        }
    }

    /// What kind of failure this is.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// The input that caused it, by the name the public documentation uses.
    pub fn field(&self) -> Option<&str> {
        self.field.as_deref()
    }

    /// The sentence for a person, without the field. It has no control characters, whatever it quotes.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// This problem, and after it those that were found in the same check.
    pub fn problems(&self) -> impl Iterator<Item = &Self> {
        std::iter::once(self).chain(&self.others)
    }
}

/// Text with its control characters as escapes. What is quoted may come from somebody who would like to write lines of their own into a log, or to
/// a terminal.
fn on_one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() {
            out.extend(c.escape_default());
        } else {
            out.push(c);
        }
    }
    out
}

/// What is wrong with some input: filled check by check, so that everything is reported at once.
#[derive(Debug, Default)]
pub struct Problems(Vec<ProtocolError>);

impl Problems {
    /// Takes the result of a check, and its value if there is one.
    pub fn check<T>(&mut self, result: Result<T>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(mut error) => {
                let others = std::mem::take(&mut error.others);
                self.0.push(error);
                self.0.extend(others);
                None
            }
        }
    }

    /// An error if there was any problem: the first, which carries the others.
    pub fn finish(self) -> Result<()> {
        let mut problems = self.0.into_iter();
        match problems.next() {
            None => Ok(()),
            Some(first) => Err(ProtocolError {
                others: problems.collect(),
                ..first
            }),
        }
    }
}

impl fmt::Display for ProtocolError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, problem) in self.problems().enumerate() {
            if i > 0 {
                f.write_str("; ")?;
            }
            if let Some(field) = problem.field() {
                write!(f, "{field}: ")?;
            }
            f.write_str(problem.message())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_quoted_writes_no_lines_and_controls_no_terminal() {
        let quoted = "a\nb\u{1b}[7m\u{9b}é".to_owned();
        let error = ProtocolError::in_field(ErrorKind::Malformed, quoted.clone(), quoted);
        let shown = r"a\nb\u{1b}[7m\u{9b}é";
        assert_eq!((error.field(), error.message()), (Some(shown), shown));
    }

    #[test]
    fn every_problem_is_kept_in_order() {
        let error = |field, message| {
            Err::<(), _>(ProtocolError::in_field(
                ErrorKind::Malformed,
                field,
                message,
            ))
        };
        let mut inner = Problems::default();
        inner.check(error("b", "two"));
        inner.check(error("c", "three"));
        let mut outer = Problems::default();
        assert_eq!(outer.check(Ok(7)), Some(7));
        outer.check(error("a", "one"));
        outer.check(inner.finish());
        let error = outer.finish().unwrap_err();
        let fields: Vec<_> = error.problems().filter_map(ProtocolError::field).collect();
        assert_eq!(fields, ["a", "b", "c"]);
        assert_eq!(error.to_string(), "a: one; b: two; c: three");
        assert_eq!(Problems::default().finish(), Ok(()));
    }
}
