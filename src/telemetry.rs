//! Structured events of a protocol's calls: what happened, to which request, in which stage. They go to the sink that the caller attached and
//! nowhere else; without one nothing is composed. There is no global logger, because a library has no right to one.
//!
//! An event is built from names, lengths, times and public values. No witness byte reaches this module: the stages that see a witness
//! report errors whose texts never contain any (`error`).

use crate::error::{ErrorKind, ProtocolError, Result};
use crate::metrics::labels::{Label as _, Operation};
use crate::random;
use serde::Serialize;
use serde_json::{Map, Value};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

/// How much an event matters. The discriminant is its number in the C ABI; a sink gets the levels up to its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
#[repr(u32)]
pub enum Level {
    /// A call failed, other than by refusing a proof or an input.
    Error = 1,
    /// A call went on after something failed, or a proof or an input was refused.
    Warn = 2,
    /// A call succeeded.
    Info = 3,
    /// A stage of a call is done.
    Debug = 4,
}

impl Level {
    /// Every level.
    pub const ALL: [Self; 4] = [Self::Error, Self::Warn, Self::Info, Self::Debug];
}

/// Where in a call something happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// Checking inputs.
    Validate,
    /// Choosing parameters.
    Choose,
    /// Making the proof.
    Prove,
    /// Compressing or decompressing it.
    Compress,
    /// Verifying.
    Verify,
    /// The call as a whole.
    Call,
}

/// One event.
#[derive(Clone, Debug, Serialize)]
pub struct Event<'a> {
    /// Milliseconds since 1970-01-01 00:00 UTC.
    pub time_ms: u64,
    /// How much it matters.
    pub level: Level,
    /// Whether it belongs into an audit log: a refused proof, or refused input.
    pub audit: bool,
    /// The caller's name of the request, or a generated one.
    pub request_id: &'a str,
    /// The call: `prove` or `verify`.
    pub operation: &'static str,
    /// The stage.
    pub stage: Stage,
    /// The statement's name.
    pub statement: &'a str,
    /// What failed, if anything did: the name of the kind of error.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<&'static str>,
    /// The input that is to blame.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<&'a str>,
    /// A sentence for a person.
    pub message: &'a str,
    /// Figures.
    #[serde(flatten)]
    pub data: Map<String, Value>,
}

impl Event<'_> {
    /// One line of JSON, without the line's end.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("plain data serializes")
    }
}

/// Where events go. It is called by the thread that makes the call, between stages, with no lock held.
pub trait LogSink: Send + Sync {
    /// Takes one event.
    fn log(&self, event: &Event<'_>);
}

/// A sink and the levels that it gets.
#[derive(Clone)]
pub struct Logger {
    sink: Arc<dyn LogSink>,
    max_level: Level,
}

impl Logger {
    /// A logger for events up to `max_level`.
    pub fn new(sink: Arc<dyn LogSink>, max_level: Level) -> Self {
        Self { sink, max_level }
    }
}

/// Longest request id, in bytes.
pub const MAX_REQUEST_ID_LEN: usize = 128;

/// Longest request id of a batch: the number of an item has room behind it.
pub const MAX_BATCH_ID_LEN: usize = MAX_REQUEST_ID_LEN - "/18446744073709551615".len();

/// The log of one call.
pub(crate) struct CallLog<'a> {
    logger: Option<&'a Logger>,
    operation: Operation,
    statement: String,
    request_id: String,
}

impl<'a> CallLog<'a> {
    pub(crate) fn new(
        logger: Option<&'a Logger>,
        operation: Operation,
        statement: String,
        request_id: Option<&str>,
    ) -> Result<Self> {
        let request_id = match request_id {
            Some(id) => check_request_id(id, MAX_REQUEST_ID_LEN)?.to_owned(),
            // A name is no reason to fail, and a failure of the call itself is to be reported.
            None => {
                let mut id = [0; 8];
                random::fill(&mut id).map_or_else(|_| "unnamed".to_owned(), |()| hex::encode(id))
            }
        };
        Ok(Self {
            logger,
            operation,
            statement,
            request_id,
        })
    }

    pub(crate) fn request_id(&self) -> &str {
        &self.request_id
    }

    pub(crate) fn statement(&self) -> &str {
        &self.statement
    }

    /// Something went as it should; `data` gives figures.
    pub(crate) fn note<const N: usize>(
        &self,
        level: Level,
        stage: Stage,
        message: &str,
        data: impl FnOnce() -> [(&'static str, Value); N],
    ) {
        self.emit(level, stage, false, None, message, data);
    }

    /// A stage is done.
    pub(crate) fn stage(&self, stage: Stage, ns: u64) {
        self.note(Level::Debug, stage, "done", || [("ns", ns.into())]);
    }

    /// A call failed. Refused proofs and inputs are for the audit log.
    pub(crate) fn failure(&self, stage: Stage, error: &ProtocolError) {
        for problem in error.problems() {
            let refusal = matches!(
                problem.kind(),
                ErrorKind::ProofVerification
                    | ErrorKind::InvalidArgument
                    | ErrorKind::Malformed
                    | ErrorKind::Unsupported
                    | ErrorKind::LimitExceeded
            );
            let level = if refusal { Level::Warn } else { Level::Error };
            let message = problem.message();
            self.emit(level, stage, refusal, Some(problem), message, || []);
        }
    }

    /// A stage failed and the call goes on without it.
    pub(crate) fn recovered(&self, stage: Stage, error: &ProtocolError, instead: &str) {
        let message = format!("{error}; {instead}");
        self.emit(Level::Warn, stage, false, Some(error), &message, || []);
    }

    fn emit<const N: usize>(
        &self,
        level: Level,
        stage: Stage,
        audit: bool,
        error: Option<&ProtocolError>,
        message: &str,
        data: impl FnOnce() -> [(&'static str, Value); N],
    ) {
        let Some(logger) = self.logger.filter(|logger| level <= logger.max_level) else {
            return;
        };
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        let data = data()
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value));
        logger.sink.log(&Event {
            time_ms: now.map_or(0, |time| time.as_millis() as u64),
            level,
            audit,
            request_id: &self.request_id,
            operation: self.operation.name(),
            stage,
            statement: &self.statement,
            code: error.map(|error| error.kind().name()),
            field: error.and_then(ProtocolError::field),
            message,
            data: data.collect(),
        });
    }
}

/// Refuses what is no request id.
pub(crate) fn check_request_id(id: &str, max_len: usize) -> Result<&str> {
    if id.is_empty() || id.len() > max_len || id.chars().any(char::is_control) {
        return Err(ProtocolError::in_field(
            ErrorKind::InvalidArgument,
            "request_id",
            format!("it has 1 to {max_len} bytes and no control characters"),
        ));
    }
    Ok(id)
}
