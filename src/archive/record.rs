//! What is in frames: records, statements whose large objects are elsewhere, and metrics whose numbers are.
//!
//! Metrics are JSON texts that differ in their numbers only. Each text is split at its numbers into a template, which is stored once,
//! and the numbers, which stay in the record: that is all the redundancy there is, and a record can still be read alone.

use super::frame::{put_bytes, Fields};
use super::{damaged, Entry};
use crate::compression::reserve;
use crate::error::Result;
use crate::leb128;
use crate::statement::Claims;
use std::ops::Range;

/// The body of a record.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Record<'a> {
    /// The number of the statement among the objects.
    pub(super) statement: u64,
    /// That of the metrics' template; none where there are no metrics.
    pub(super) template: Option<u64>,
    pub(super) time: u64,
    pub(super) label: &'a str,
    pub(super) context: &'a [u8],
    /// The numbers of the metrics, in LEB128.
    pub(super) numbers: &'a [u8],
    pub(super) proof: &'a [u8],
}

impl<'a> Record<'a> {
    pub(super) fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.proof.len() + self.context.len() + 512);
        leb128::put(&mut out, self.statement);
        leb128::put(&mut out, self.template.map_or(0, |template| template + 1));
        leb128::put(&mut out, self.time);
        put_bytes(&mut out, self.label.as_bytes());
        put_bytes(&mut out, self.context);
        put_bytes(&mut out, self.numbers);
        out.extend_from_slice(self.proof);
        out
    }

    pub(super) fn decode(body: &'a [u8]) -> Result<Self> {
        let mut fields = Fields(body);
        let statement = fields.number()?;
        let template = fields.number()?.checked_sub(1);
        let time = fields.number()?;
        if time > Entry::MAX_TIME {
            return Err(damaged("a time is after the year 9999"));
        }
        let label = fields.bytes()?;
        if label.len() > Entry::MAX_LABEL_LEN {
            return Err(damaged("a label is longer than labels are"));
        }
        Ok(Self {
            statement,
            template,
            time,
            label: std::str::from_utf8(label).map_err(|_| damaged("a label is not UTF-8"))?,
            context: fields.bytes()?,
            numbers: fields.bytes()?,
            proof: fields.0,
        })
    }
}

/// The content of a statement's frame: its encoding, in which the objects in these places are referred to by number.
pub(super) fn encode_statement(whole: &[u8], objects: &[(Range<usize>, u64)]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut at = 0;
    for (range, number) in objects {
        put_bytes(&mut out, &whole[at..range.start]);
        leb128::put(&mut out, *number);
        at = range.end;
    }
    put_bytes(&mut out, &whole[at..]);
    out
}

/// The encoding of the statement in `content`, at most `max_len` bytes; `object` fetches what is referred to.
pub(super) fn decode_statement(
    content: &[u8],
    max_len: usize,
    mut object: impl FnMut(u64) -> Result<Vec<u8>>,
) -> Result<Vec<u8>> {
    let mut fields = Fields(content);
    let mut whole = fields.bytes()?.to_vec();
    for _ in 0..Claims::MAX {
        if fields.is_empty() {
            return Ok(whole);
        }
        let object = object(fields.number()?)?;
        let next = fields.bytes()?;
        if whole.len() + object.len() + next.len() > max_len {
            return Err(super::too_large(max_len as u64));
        }
        reserve(&mut whole, object.len() + next.len())?;
        whole.extend_from_slice(&object);
        whole.extend_from_slice(next);
    }
    match fields.is_empty() {
        true => Ok(whole),
        false => Err(damaged("a statement has more objects than claims")),
    }
}

/// Stands for a number in a template. It is in no UTF-8.
const NUMBER: u8 = 0xff;

/// A text without its numbers, and the numbers in LEB128. A number is a run of decimal digits as `u64` is printed.
pub(super) fn split_numbers(text: &str) -> (Vec<u8>, Vec<u8>) {
    let (mut template, mut numbers) = (Vec::new(), Vec::new());
    let mut rest = text;
    while !rest.is_empty() {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (run, after) = rest.split_at(digits);
        match run.parse::<u64>() {
            Ok(number) if number.to_string() == run => {
                template.push(NUMBER);
                leb128::put(&mut numbers, number);
            }
            _ => template.extend_from_slice(run.as_bytes()),
        }
        let (other, after) = after.split_at(
            after
                .find(|c: char| c.is_ascii_digit())
                .unwrap_or(after.len()),
        );
        template.extend_from_slice(other.as_bytes());
        rest = after;
    }
    (template, numbers)
}

/// The text again.
pub(super) fn join_numbers(template: &[u8], numbers: &[u8]) -> Result<String> {
    let mut numbers = Fields(numbers);
    let mut text = Vec::new();
    for (i, part) in template.split(|byte| *byte == NUMBER).enumerate() {
        if i > 0 {
            text.extend_from_slice(numbers.number()?.to_string().as_bytes());
        }
        text.extend_from_slice(part);
        if text.len() > Entry::MAX_METRICS_LEN {
            return Err(damaged("metrics are longer than metrics are"));
        }
    }
    match String::from_utf8(text) {
        Ok(text) if numbers.is_empty() => Ok(text),
        _ => Err(damaged("metrics do not fit their template")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;
    use proptest::prelude::*;

    #[test]
    fn numbers_leave_the_template() {
        let (template, numbers) =
            split_numbers(r#"{"a":17,"b":0.50,"c":"007","d":18446744073709551616}"#);
        let expected = b"{\"a\":\xff,\"b\":\xff.\xff,\"c\":\"007\",\"d\":18446744073709551616}";
        assert_eq!(template, expected);
        assert_eq!(numbers, [17, 0, 50]);
        assert!(join_numbers(&template, &[17, 0]).is_err());
        assert!(join_numbers(&template, &[17, 0, 50, 1]).is_err());
        assert!(join_numbers(&template, &[17, 0, 0x80]).is_err());
        // Short, until numbers are put in.
        let digits = [NUMBER; Entry::MAX_METRICS_LEN / 20 + 1];
        let mut numbers = Vec::new();
        for _ in digits {
            leb128::put(&mut numbers, u64::MAX);
        }
        let refused = join_numbers(&digits, &numbers).unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::Malformed);
        assert!(refused.message().contains("longer than metrics are"));
        assert!(join_numbers(&digits[1..], &numbers[10..]).is_ok());
    }

    /// 2^63 and beyond are no numbers in some languages, and 2^64 milliseconds are no year in any calendar.
    #[test]
    fn times_after_the_year_9999_are_damage() {
        let mut record = Record {
            statement: 0,
            template: None,
            time: Entry::MAX_TIME,
            label: "",
            context: b"",
            numbers: b"",
            proof: b"",
        };
        assert_eq!(Record::decode(&record.encode()).unwrap(), record);
        for time in [Entry::MAX_TIME + 1, 1 << 63, u64::MAX] {
            record.time = time;
            let body = record.encode();
            let refused = Record::decode(&body).unwrap_err();
            assert_eq!(refused.kind(), ErrorKind::Malformed, "{time}");
        }
    }

    proptest! {
        #[test]
        fn any_text_comes_back(text in r#"([0-9]{0,22}|[a-z".,é-]{0,3}|\PC){0,20}"#) {
            let (template, numbers) = split_numbers(&text);
            prop_assert_eq!(join_numbers(&template, &numbers).unwrap(), text);
        }

        #[test]
        fn any_record_comes_back(statement: u64, template in proptest::option::of(0..u64::MAX), time in 0..=Entry::MAX_TIME, label in "\\PC{0,60}",
            context: Vec<u8>, numbers: Vec<u8>, proof: Vec<u8>) {
            let record = Record { statement, template, time, label: &label, context: &context, numbers: &numbers, proof: &proof };
            let body = record.encode();
            prop_assert_eq!(Record::decode(&body).unwrap(), record);
        }

        #[test]
        fn what_is_read_is_its_one_encoding(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
            if let Ok(record) = Record::decode(&bytes) {
                prop_assert_eq!(record.encode(), bytes);
            }
        }
    }
}
