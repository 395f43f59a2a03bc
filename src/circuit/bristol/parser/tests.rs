use super::super::tests::{any_circuit, circuit, file};
use super::*;
use proptest::prelude::*;

const GOOD: &str = "3 6\n2 1 2\n1 2\n\n2 1 0 1 3 XOR\n2 1 3 2 4 AND\n1 1 4 5 INV\n";

fn parse(text: &str) -> Result<BooleanCircuit> {
    BooleanCircuit::parse(text.as_bytes(), &CircuitLimits::default())
}

#[test]
fn white_space_does_not_matter() {
    let good = parse(GOOD).unwrap();
    assert_eq!(good.input_widths(), [1, 2]);
    assert_eq!(good.output_widths(), [2]);
    assert_eq!(good.to_bristol(), GOOD);
    let spread = GOOD.replace(' ', "\t  ").replace('\n', " \r\n\n");
    assert_eq!(parse(&spread), Ok(good.clone()));
    assert_eq!(parse(GOOD.trim_end()), Ok(good));
}

#[test]
fn every_deviation_is_refused_with_its_line() {
    let gate = |gate: &str| GOOD.replace("2 1 3 2 4 AND", gate);
    for (text, line, message) in [
        (String::new(), 1, "the file ends before"),
        ("3\n".into(), 1, "the line ends before the number of wires"),
        (
            GOOD.replacen("3 6", "3 6 0", 1),
            1,
            "does not end where it must",
        ),
        (GOOD.replacen("3 6", "3 -6", 1), 1, "is not a number"),
        (GOOD.replacen("3 6", "+3 6", 1), 1, "is not a number"),
        (GOOD.replacen("3 6", "03 6", 1), 1, "is not a number"),
        (
            GOOD.replacen("3 6", "3 6000000000000000000000", 1),
            1,
            "is not a number",
        ),
        (GOOD.replacen("3 6", "3 7", 1), 8, "no gate writes wire 6"),
        (GOOD.replacen("3 6", "3 5", 1), 7, "there is no wire 5"),
        (
            GOOD.replacen("3 6", "2 6", 1),
            7,
            "more lines than the header says",
        ),
        (
            GOOD.replacen("3 6", "4 6", 1),
            8,
            "the file ends before a gate",
        ),
        (
            GOOD.replacen("2 1 2\n", "0\n", 1),
            2,
            "a circuit has inputs",
        ),
        (
            GOOD.replacen("2 1 2\n", "3 1 2\n", 1),
            2,
            "the line ends before a width",
        ),
        (
            GOOD.replacen("2 1 2\n", "1 1 2\n", 1),
            2,
            "does not end where it must",
        ),
        (GOOD.replacen("2 1 2\n", "2 0 3\n", 1), 2, "a width of zero"),
        (
            GOOD.replacen("\n1 2\n", "\n0\n", 1),
            3,
            "a circuit has outputs",
        ),
        (
            gate("2 1 3 5 4 AND"),
            6,
            "wire 5 is read before it is written",
        ),
        (
            gate("2 1 3 4 4 AND"),
            6,
            "wire 4 is read before it is written",
        ),
        (gate("2 1 3 6 4 AND"), 6, "there is no wire 6"),
        (gate("2 1 3 2 6 AND"), 6, "there is no wire 6"),
        (gate("2 1 3 2 3 AND"), 6, "wire 3 has a value already"),
        (gate("2 1 3 2 0 AND"), 6, "wire 0 has a value already"),
        (gate("2 1 3 2 4 and"), 6, "an unknown operation"),
        (gate("2 1 3 2 4 NAND"), 6, "an unknown operation"),
        (gate("2 1 3 2 4"), 6, "the line ends before the operation"),
        (gate("2 1 3 2 4 AND AND"), 6, "does not end where it must"),
        (gate("2 1 3 2 4 # AND"), 6, "does not end where it must"),
        (gate("2 1 3 4 AND"), 6, "a wire of the gate is not a number"),
        (gate("1 1 3 4 AND"), 6, "AND with 1 inputs and 1 outputs"),
        (
            gate("3 1 0 1 3 4 XOR"),
            6,
            "XOR with 3 inputs and 1 outputs",
        ),
        (gate("2 1 3 2 4 INV"), 6, "INV with 2 inputs and 1 outputs"),
        (gate("2 1 3 2 4 EQW"), 6, "EQW with 2 inputs and 1 outputs"),
        (gate("0 1 4 EQ"), 6, "EQ with 0 inputs and 1 outputs"),
        (gate("1 1 2 4 EQ"), 6, "EQ assigns 0 or 1"),
        (gate("0 0 MAND"), 6, "MAND with 0 inputs and 0 outputs"),
        (
            gate("3 1 0 1 2 4 MAND"),
            6,
            "MAND with 3 inputs and 1 outputs",
        ),
        (
            gate("4 2 0 1 2 3 4 4 MAND"),
            6,
            "wire 4 has a value already",
        ),
        (
            gate("4000000000 1 3 2 4 MAND"),
            6,
            "more wires than the circuit",
        ),
    ] {
        let error = parse(&text).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Malformed, "{text}");
        assert_eq!(error.field(), Some("circuit"));
        let place = format!("line {line}: ");
        assert!(error.message().starts_with(&place), "{text}{error}");
        assert!(error.message().contains(message), "{text}{error}");
    }
    let error = BooleanCircuit::parse(b"3 6\n2 1 \xb2\n", &CircuitLimits::default()).unwrap_err();
    assert_eq!(error.message(), "line 2: a byte that is not ASCII");
}

#[test]
fn limits_are_exact() {
    let exact = CircuitLimits {
        text_bytes: GOOD.len(),
        gates: 3,
        wires: 6,
        input_bits: 3,
    };
    assert!(BooleanCircuit::parse(GOOD.as_bytes(), &exact).is_ok());
    let mut tighter = [exact; 4];
    tighter[0].text_bytes -= 1;
    tighter[1].gates -= 1;
    tighter[2].wires -= 1;
    tighter[3].input_bits -= 1;
    for limits in tighter {
        let error = BooleanCircuit::parse(GOOD.as_bytes(), &limits).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::LimitExceeded, "{limits:?}");
        assert_eq!(error.field(), Some("circuit"));
    }
    // A header alone allocates nothing of the size that it claims (measured where the text is fuzzed).
    let large = format!("{0} {0}\n1 4\n1 4\n", 1 << 20);
    assert_eq!(parse(&large).unwrap_err().kind(), ErrorKind::Malformed);
    let error = parse("1 4294967295\n").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::LimitExceeded);
}

/// The generated files are canonical as they are.
#[test]
fn the_canonical_text_is_that_of_the_generator() {
    for name in [
        "adder.txt",
        "comparator.txt",
        "multiplexer.txt",
        "every_gate.txt",
    ] {
        assert_eq!(circuit(name).to_bristol().as_bytes(), file(name), "{name}");
    }
}

proptest! {
    #[test]
    fn corrupt_text_never_panics(
        circuit in any_circuit(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        cut in any::<prop::sample::Index>(),
        separators in any::<bool>(),
    ) {
        let mut text = circuit.to_bristol().into_bytes();
        for (at, byte) in edits {
            let byte = if separators { b"0 19\nXE"[usize::from(byte) % 7] } else { byte };
            let at = at.index(text.len());
            text[at] = byte;
        }
        // What is read for all that is a circuit: it can be written, read and evaluated.
        for text in [&text[..], &text[..cut.index(text.len())]] {
            if let Ok(read) = BooleanCircuit::parse(text, &CircuitLimits::default()) {
                prop_assert_eq!(parse(&read.to_bristol()), Ok(read.clone()));
                let bits = read.evaluate(&vec![1; read.input_bits()]);
                prop_assert_eq!(bits.len(), read.output_bits());
            }
        }
    }
}
