//! What an archive holds, and what keeping it there saves.

use super::frame::Kind;
use super::record::Record;
use super::{Archive, Storage, Tail};
use crate::error::Result;
use crate::statement::Statement;
use serde::Serialize;

/// Counts and sizes. What entries take alone is what they would in files of their own: statement, context, proof, metrics and label.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Summary {
    /// Entries.
    pub records: u64,
    /// Distinct statements.
    pub statements: u64,
    /// Distinct lists and circuits that stand outside of their statements.
    pub objects: u64,
    /// Distinct forms of metrics.
    pub templates: u64,
    /// Bytes of the proofs, which nothing makes shorter.
    pub proof_bytes: u64,
    /// Bytes of the entries alone, proofs included.
    pub bytes_before: u64,
    /// Bytes of the archive.
    pub bytes_after: u64,
    /// The first divided by the second; 0 for an empty archive.
    pub ratio: f64,
    /// The fingerprint in hexadecimal.
    pub fingerprint: String,
    /// What was found behind the last complete frame at opening: `clean`, `torn` or `damaged`.
    pub tail: &'static str,
    /// How many bytes that were; they count nowhere else.
    pub tail_bytes: u64,
}

impl Summary {
    /// The same as a JSON object with the field names above.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("plain data serializes")
    }
}

impl<S: Storage> Archive<S> {
    /// Reads and checks everything up to the last complete frame, and counts it.
    pub fn summary(&mut self) -> Result<Summary> {
        let (tail, tail_bytes) = match self.tail() {
            Tail::Clean => ("clean", 0),
            Tail::Torn(bytes) => ("torn", bytes),
            Tail::Damaged(bytes) => ("damaged", bytes),
        };
        let mut summary = Summary {
            tail,
            tail_bytes,
            bytes_after: self.index.end,
            fingerprint: hex::encode(self.fingerprint()),
            ..Summary::default()
        };
        // Of statements, as long as they are whole.
        let mut lens = Vec::with_capacity(self.index.objects.len());
        for at in 0..self.index.frames.len() {
            let number = lens.len() as u64;
            match self.index.frames[at].header.kind {
                Kind::Blob => {
                    lens.push(self.object(number, Kind::Blob)?.len());
                    summary.objects += 1;
                }
                Kind::Template => {
                    lens.push(self.object(number, Kind::Template)?.len());
                    summary.templates += 1;
                }
                Kind::Statement => {
                    let whole = self.statement_bytes(number)?;
                    Statement::decode(&whole)?;
                    lens.push(whole.len());
                    summary.statements += 1;
                }
                Kind::Record => {
                    let body = self.body(at)?;
                    let record = Record::decode(&body)?;
                    let metrics = self.check_record(&record, at)?;
                    // The statement comes earlier, and was decoded when it came.
                    let statement = lens[record.statement as usize];
                    let parts = [record.context.len(), record.proof.len()];
                    let texts = [metrics.len(), record.label.len()];
                    let len = statement + parts.iter().chain(&texts).sum::<usize>();
                    summary.bytes_before += len as u64;
                    summary.proof_bytes += record.proof.len() as u64;
                    summary.records += 1;
                }
            }
        }
        if summary.records > 0 {
            summary.ratio = summary.bytes_before as f64 / summary.bytes_after as f64;
        }
        Ok(summary)
    }
}
