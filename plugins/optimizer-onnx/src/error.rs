//! What goes wrong, and the code by which the host is told.

use std::fmt::{self, Display, Formatter};

/// Kinds of failures, with the number of the status code that the library has for the same. All but 11, which in the entry of a plugin
/// means that it was made for another ABI number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub enum Code {
    /// The configuration is not that of this plugin.
    Configuration = 5,
    /// An argument is not what the header asks for.
    InvalidArgument = 8,
    /// A model file or a request is damaged, or of another schema.
    Malformed = 10,
    /// The plugin was made for another ABI number.
    AbiVersion = 11,
    /// More than is read.
    LimitExceeded = 12,
    /// A panic, which is a defect of the plugin.
    Panic = 14,
    /// The model file cannot be read.
    Io = 16,
}

/// A failure, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// Its kind.
    pub code: Code,
    message: String,
}

impl Error {
    /// A failure of a kind.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { code, message }
    }

    /// Something that was read is not what it should be.
    pub fn malformed(message: impl Into<String>) -> Self {
        Self::new(Code::Malformed, message)
    }
}

impl Display for Error {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

/// What may fail.
pub type Result<T> = std::result::Result<T, Error>;
