//! Reading Bristol Fashion.
//!
//! The first lines that are not blank are `gates wires`, `inputs width…` and `outputs width…`; each further one is a
//! gate: `inputs outputs wire… OPERATION`. Everything that the format leaves open is refused, so that a circuit
//! has one meaning.

use super::{BooleanCircuit, Gate, Parts, WireId};
use crate::error::{ErrorKind, ProtocolError, Result};
use std::sync::Arc;

/// What a circuit may cost to hold. Checked before anything is allocated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CircuitLimits {
    /// Bytes of the file.
    pub text_bytes: usize,
    /// Lines with gates.
    pub gates: usize,
    /// Wires.
    pub wires: usize,
    /// Bits of all inputs together.
    pub input_bits: usize,
}

impl Default for CircuitLimits {
    /// More than seven times the published circuit of SHA-256.
    fn default() -> Self {
        Self {
            text_bytes: 1 << 25,
            gates: 1 << 20,
            wires: 1 << 20,
            input_bits: 1 << 16,
        }
    }
}

impl CircuitLimits {
    fn check(name: &str, value: usize, limit: usize) -> Result<()> {
        if value <= limit {
            return Ok(());
        }
        Err(ProtocolError::in_field(
            ErrorKind::LimitExceeded,
            "circuit",
            format!("{value} {name}; the limit is {limit}"),
        ))
    }
}

fn malformed(message: String) -> ProtocolError {
    ProtocolError::in_field(ErrorKind::Malformed, "circuit", message)
}

impl BooleanCircuit {
    /// Reads a circuit. Errors name the line, counted from 1.
    pub fn parse(text: &[u8], limits: &CircuitLimits) -> Result<Self> {
        CircuitLimits::check("bytes of text", text.len(), limits.text_bytes)?;
        let mut lines = Lines::new(text)?;

        let mut header = lines.next("the numbers of gates and wires")?;
        let gates = header.number("the number of gates")?;
        let wires = header.number("the number of wires")?;
        header.end()?;
        header.limit("gates", gates, limits.gates)?;
        header.limit("wires", wires, limits.wires.min(WireId::MAX as usize))?;

        let input_widths = lines.widths("inputs", limits.input_bits.min(wires))?;
        let output_widths = lines.widths("outputs", wires)?;

        let mut reader = GateReader {
            written: vec![false; wires],
        };
        reader.written[..input_widths.iter().sum()].fill(true);
        // A gate takes at least eight bytes, whatever the header says.
        let mut read = Vec::with_capacity(gates.min(text.len() / 8));
        for _ in 0..gates {
            let mut line = lines.next("a gate")?;
            read.push(reader.gate(&mut line)?);
        }
        lines.end()?;
        if let Some(wire) = reader.written.iter().position(|written| !written) {
            return Err(malformed(format!(
                "line {}: no gate writes wire {wire}",
                lines.count
            )));
        }
        Ok(Self(Arc::new(Parts {
            wires,
            input_widths,
            output_widths,
            gates: read,
        })))
    }
}

/// The lines that are not blank.
struct Lines<'a> {
    rest: std::str::Split<'a, char>,
    /// Lines taken so far, blank ones included.
    count: usize,
}

impl<'a> Lines<'a> {
    fn new(text: &'a [u8]) -> Result<Self> {
        if let Some(at) = text.iter().position(|byte| !byte.is_ascii()) {
            let line = 1 + text[..at].iter().filter(|byte| **byte == b'\n').count();
            return Err(malformed(format!("line {line}: a byte that is not ASCII")));
        }
        let text = std::str::from_utf8(text).expect("ASCII is UTF-8");
        Ok(Self {
            rest: text.split('\n'),
            count: 0,
        })
    }

    fn take(&mut self) -> Option<Line<'a>> {
        loop {
            let text = self.rest.next()?;
            self.count += 1;
            let mut words = text.split_ascii_whitespace().peekable();
            if words.peek().is_some() {
                return Some(Line {
                    number: self.count,
                    words,
                });
            }
        }
    }

    fn next(&mut self, what: &str) -> Result<Line<'a>> {
        let line = self.take();
        line.ok_or_else(|| malformed(format!("line {}: the file ends before {what}", self.count)))
    }

    fn end(&mut self) -> Result<()> {
        match self.take() {
            None => Ok(()),
            Some(line) => Err(line.error("more lines than the header says")),
        }
    }

    /// A line `count width…` with at most `limit` bits together.
    fn widths(&mut self, name: &str, limit: usize) -> Result<Vec<usize>> {
        let mut line = self.next(&format!("the widths of the {name}"))?;
        let count = line.number(&format!("the number of {name}"))?;
        if count == 0 {
            return Err(line.error(&format!("a circuit has {name}")));
        }
        // A width is at least 1, so this bounds the list as well.
        line.limit(name, count, limit)?;
        // It grows with the line, whatever the number says.
        let mut widths = Vec::new();
        let mut bits = 0usize;
        for _ in 0..count {
            let width = line.number("a width")?;
            if width == 0 {
                return Err(line.error("a width of zero"));
            }
            bits = bits.saturating_add(width);
            line.limit(&format!("bits of {name}"), bits, limit)?;
            widths.push(width);
        }
        line.end()?;
        Ok(widths)
    }
}

/// The words of one line.
struct Line<'a> {
    number: usize,
    words: std::iter::Peekable<std::str::SplitAsciiWhitespace<'a>>,
}

impl Line<'_> {
    fn error(&self, message: &str) -> ProtocolError {
        malformed(format!("line {}: {message}", self.number))
    }

    fn limit(&self, name: &str, value: usize, limit: usize) -> Result<()> {
        CircuitLimits::check(name, value, limit).map_err(|error| {
            let message = format!("line {}: {}", self.number, error.message());
            ProtocolError::in_field(error.kind(), "circuit", message)
        })
    }

    fn number(&mut self, what: &str) -> Result<usize> {
        let Some(word) = self.words.next() else {
            return Err(self.error(&format!("the line ends before {what}")));
        };
        // `parse` also takes a sign; and a number has one spelling only.
        let canonical = word.bytes().all(|byte| byte.is_ascii_digit())
            && (word == "0" || !word.starts_with('0'));
        match word.parse::<WireId>() {
            Ok(number) if canonical => Ok(number as usize),
            _ => Err(self.error(&format!("{what} is not a number of this format"))),
        }
    }

    fn end(&mut self) -> Result<()> {
        match self.words.next() {
            None => Ok(()),
            Some(_) => Err(self.error("the line does not end where it must")),
        }
    }
}

/// Reads gates and remembers which wires have a value.
struct GateReader {
    written: Vec<bool>,
}

impl GateReader {
    fn gate(&mut self, line: &mut Line) -> Result<Gate> {
        let inputs = line.number("the number of inputs of the gate")?;
        let outputs = line.number("the number of outputs of the gate")?;
        // The kind comes last: wires are collected first, and no more of them than the circuit has twice.
        if inputs.div_ceil(2).max(outputs) > self.written.len() {
            return Err(line.error("a gate with more wires than the circuit"));
        }
        let mut numbers = Vec::with_capacity((inputs + outputs).min(line.words.clone().count()));
        for _ in 0..inputs + outputs {
            numbers.push(line.number("a wire of the gate")? as WireId);
        }
        let Some(operation) = line.words.next() else {
            return Err(line.error("the line ends before the operation"));
        };
        line.end()?;

        let (read, write) = numbers.split_at(inputs);
        let gate = match (operation, read, write) {
            ("XOR", &[a, b], &[output]) => Gate::Xor {
                inputs: [a, b],
                output,
            },
            ("AND", &[a, b], &[output]) => Gate::And {
                inputs: [a, b],
                output,
            },
            ("INV", &[input], &[output]) => Gate::Not { input, output },
            ("EQ", &[value @ (0 | 1)], &[output]) => Gate::Constant {
                value: value == 1,
                output,
            },
            ("EQ", &[_], &[_]) => return Err(line.error("EQ assigns 0 or 1")),
            ("EQW", &[input], &[output]) => Gate::Copy { input, output },
            ("MAND", read, write) if !write.is_empty() && read.len() == 2 * write.len() => {
                Gate::ManyAnd {
                    inputs: read.into(),
                    outputs: write.into(),
                }
            }
            ("XOR" | "AND" | "INV" | "EQ" | "EQW" | "MAND", ..) => {
                let message = format!("{operation} with {inputs} inputs and {outputs} outputs");
                return Err(line.error(&message));
            }
            _ => return Err(line.error("an unknown operation")),
        };
        self.connect(&gate, line)?;
        Ok(gate)
    }

    fn connect(&mut self, gate: &Gate, line: &Line) -> Result<()> {
        for wire in gate.inputs() {
            match self.written.get(*wire as usize) {
                None => return Err(line.error(&format!("there is no wire {wire}"))),
                Some(false) => {
                    return Err(line.error(&format!("wire {wire} is read before it is written")))
                }
                Some(true) => {}
            }
        }
        for wire in gate.outputs() {
            match self.written.get_mut(*wire as usize) {
                None => return Err(line.error(&format!("there is no wire {wire}"))),
                Some(true) => return Err(line.error(&format!("wire {wire} has a value already"))),
                Some(written) => *written = true,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
