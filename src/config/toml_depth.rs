//! How deep a TOML text nests, before anything is built of it.
//!
//! Crate `toml` bounds the brackets of a value and the parts of a key, each by itself: together they make thousands of tables in each
//! other, and whatever walks them, to drop them too, recurses. Here they count together. So do the tables of a header, and an array of
//! tables is a level of its own.

use std::collections::BTreeSet;
use toml_parser::parser::{parse_document, EventReceiver};
use toml_parser::{ErrorSink, ParseError, Source, Span};

/// Most levels of tables and arrays, the document included: few enough for the stack of 256 KiB that the library promises to run on, more
/// than custom values may have.
const MAX_LEVELS: usize = 80;

/// Refuses what nests too deep, and what is no TOML: of that, the depth is unknown.
pub(super) fn check(text: &str) -> Result<(), String> {
    let tokens = Source::new(text).lex().into_vec();
    let mut first = None;
    parse_document(&tokens, &mut Nesting::default(), &mut first);
    first.map_or(Ok(()), |error: ParseError| {
        let at = error.unexpected().map_or(0, |span| span.start());
        let line = 1 + text.bytes().take(at).filter(|byte| *byte == b'\n').count();
        Err(format!("line {line}: {}", error.description()))
    })
}

/// Counts levels, the first being the document itself.
struct Nesting {
    /// Down to the place that the parser has reached.
    here: usize,
    /// Down to the table of the last header.
    table: usize,
    /// Down to each bracket that is open.
    brackets: Vec<usize>,
    /// Down to the arrays of tables, without those above them. Which tables are in them is not told apart: it takes the names of keys.
    arrays: BTreeSet<usize>,
}

impl Default for Nesting {
    fn default() -> Self {
        Self {
            here: 1,
            table: 1,
            brackets: Vec::new(),
            arrays: BTreeSet::new(),
        }
    }
}

impl Nesting {
    /// Whether so many levels more are allowed.
    fn descend(&mut self, levels: usize, span: Span, errors: &mut dyn ErrorSink) -> bool {
        self.here += levels;
        let allowed = self.here <= MAX_LEVELS;
        if !allowed {
            let message = format!("it nests deeper than {MAX_LEVELS} levels");
            errors.report_error(ParseError::new(message).with_unexpected(span));
        }
        allowed
    }

    fn open_bracket(&mut self, span: Span, errors: &mut dyn ErrorSink) -> bool {
        let allowed = self.descend(1, span, errors);
        self.brackets.push(self.here);
        allowed
    }

    fn close_bracket(&mut self) {
        self.brackets.pop();
        self.end_value();
    }

    /// The key of a value ends with it.
    fn end_value(&mut self) {
        self.here = self.brackets.last().copied().unwrap_or(self.table);
    }

    fn open_header(&mut self, span: Span, errors: &mut dyn ErrorSink) {
        self.here = 1;
        self.descend(1, span, errors);
    }

    fn close_header(&mut self, span: Span, errors: &mut dyn ErrorSink) {
        let arrays = self.arrays.range(..=self.here).count();
        self.descend(arrays, span, errors);
        self.table = self.here;
    }
}

impl EventReceiver for Nesting {
    fn std_table_open(&mut self, span: Span, errors: &mut dyn ErrorSink) {
        self.open_header(span, errors);
    }

    fn std_table_close(&mut self, span: Span, errors: &mut dyn ErrorSink) {
        self.close_header(span, errors);
    }

    fn array_table_open(&mut self, span: Span, errors: &mut dyn ErrorSink) {
        self.open_header(span, errors);
    }

    fn array_table_close(&mut self, span: Span, errors: &mut dyn ErrorSink) {
        self.arrays.insert(self.here);
        self.close_header(span, errors);
    }

    fn inline_table_open(&mut self, span: Span, errors: &mut dyn ErrorSink) -> bool {
        self.open_bracket(span, errors)
    }

    fn inline_table_close(&mut self, _: Span, _: &mut dyn ErrorSink) {
        self.close_bracket();
    }

    fn array_open(&mut self, span: Span, errors: &mut dyn ErrorSink) -> bool {
        self.open_bracket(span, errors)
    }

    fn array_close(&mut self, _: Span, _: &mut dyn ErrorSink) {
        self.close_bracket();
    }

    fn key_sep(&mut self, span: Span, errors: &mut dyn ErrorSink) {
        self.descend(1, span, errors);
    }

    fn scalar(
        &mut self,
        _: Span,
        _: Option<toml_parser::decoder::Encoding>,
        _: &mut dyn ErrorSink,
    ) {
        self.end_value();
    }
}

#[cfg(test)]
mod tests {
    use super::super::strict_json::{from_str, from_toml};
    use super::*;
    use serde_json::Value;

    fn dotted(parts: usize) -> String {
        vec!["a"; parts].join(".")
    }

    fn repeat(open: &str, times: usize, inner: &str, close: &str) -> String {
        [&open.repeat(times), inner, &close.repeat(times)].concat()
    }

    /// `[[a]]`, `[[a.a]]` and so on.
    fn array_headers(longest: usize) -> String {
        let headers = (1..=longest).map(|parts| format!("[[{}]]\n", dotted(parts)));
        headers.collect()
    }

    /// The levels of what was read, without recursion.
    fn levels(value: &Value) -> usize {
        let (mut level, mut values) = (0, vec![value]);
        while !values.is_empty() {
            level += 1;
            let children = values.iter().flat_map(|value| match value {
                Value::Array(items) => items.iter().collect(),
                Value::Object(entries) => entries.values().collect(),
                _ => Vec::new(),
            });
            values = children
                .filter(|value| value.is_array() || value.is_object())
                .collect();
        }
        level
    }

    fn on_a_small_stack(test: impl FnOnce() + Send + 'static) {
        let thread = std::thread::Builder::new().stack_size(256 << 10);
        thread.spawn(test).unwrap().join().unwrap();
    }

    #[test]
    fn the_deepest_texts_are_read_on_a_small_stack() {
        // Every way to nest, and their mixtures, each of exactly as many levels as are allowed.
        let texts = [
            format!("a = {}", repeat("[", 79, "", "]")),
            format!("a = {}", repeat("{a=", 79, "1", "}")),
            format!("{} = 1", dotted(80)),
            format!("[{}]", dotted(79)),
            format!("{} = {}", dotted(8), repeat("{a.a.a.a=", 18, "1", "}")),
            format!("a = {}", repeat("[{a.a=", 26, "[1]", "}]")),
            format!("[{}]\n{}={{a=[1]}}", dotted(70), dotted(8)),
            format!("{}a=[1]", array_headers(39)),
            format!("{}[{}]\n{} = 1", array_headers(20), dotted(50), dotted(10)),
        ];
        on_a_small_stack(move || {
            for text in texts {
                let value = from_toml(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
                assert_eq!(levels(&value), MAX_LEVELS, "{text}");
            }
        });
    }

    #[test]
    fn what_nests_deeper_is_refused_on_a_small_stack() {
        let key = format!("{}=", dotted(79));
        let table = format!("{{{key}");
        let deepest = repeat(&table, 79, "1", "}");
        let texts = [
            format!("a = {}", repeat("[", 80, "", "]")),
            format!("a = {}", repeat("{a=", 80, "1", "}")),
            format!("{} = 1", dotted(81)),
            format!("[{}]", dotted(80)),
            format!("[[{}]]", dotted(79)),
            format!("{}a=[1,[2]]", array_headers(39)),
            // The 870 bytes that once took 256 KiB of stack, and the deepest that the crate takes.
            format!("{key}{}", repeat(&table, 4, "{}", "}")),
            format!("{key}{deepest}"),
            format!("{}{key}{deepest}", array_headers(79)),
            format!("{key}{}", repeat(&format!("[{table}"), 39, "1", "}]")),
            // Without its end, and with things in between that belong nowhere.
            format!("{key}{}", table.repeat(79)),
            format!("[{}\n{key}{deepest}", dotted(79)),
            format!("b = [1\n{key}{deepest}"),
            format!("b = {{ = }} ]\n{key}{deepest}"),
            format!("b = {{ {key}{deepest} {key}2 }}"),
            table.repeat(10_000),
            "[".repeat(100_000),
            format!("a={}", "[".repeat(100_000)),
        ];
        on_a_small_stack(move || {
            for text in texts {
                assert!(from_toml(&text).is_err(), "{text}");
            }
        });
    }

    /// What JSON may nest is bounded by its own crate.
    #[test]
    fn json_is_read_on_a_small_stack() {
        on_a_small_stack(|| {
            for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
                assert!(from_str(&repeat(open, 127, "1", close)).is_ok());
                assert!(from_str(&repeat(open, 128, "1", close)).is_err());
            }
        });
    }

    #[test]
    fn wide_texts_are_not_deep() {
        let tables: String = (0..500).map(|i| format!("[t{i}.a.b]\nx.y = 1\n")).collect();
        let arrays: String = (0..500).map(|i| format!("[[t{i}]]\nx = [1]\n")).collect();
        let items = "[{a.b = 1, c.d = [2, 3]}, [4]],".repeat(500);
        let strings = "\"[{.\", '[{.', \"\"\"\n[{.\"\"\", 1.5,".repeat(500);
        for text in [
            tables,
            arrays,
            format!("a = [{items}]\nb = {{c.d = [{items}]}}"),
            format!("a = [{strings}] # {}", "[{.".repeat(500)),
        ] {
            check(&text).unwrap();
        }
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        for (text, expected) in [
            ("a = 1\nb = [1", "line 2: unclosed array"),
            ("\n\na", "line 3: key with no value"),
            (
                &format!("a = 1\r\nb = {}", "[".repeat(80)),
                "line 2: it nests deeper than 80 levels",
            ),
        ] {
            assert_eq!(check(text).unwrap_err(), expected);
        }
    }
}
