#!/usr/bin/env python3
"""Writes the small circuits of the tests in Bristol Fashion.

  adder.txt        two numbers of 32 bits -> their sum, 33 bits
  comparator.txt   two numbers of 32 bits -> 1 if the first one is less
  multiplexer.txt  a selector and two numbers of 8 bits -> the second number if the selector is 1, else the first
  long_search.txt  a circuit whose plan ends for want of effort (docs/protocol.md, 7.9)
  every_gate.txt   a gate of every type, and outputs that are equal, constant and unchanged inputs

Bits of numbers are least significant first.

usage: generate_circuits.py [FOLDER]     (default: tests/vectors/bristol)
"""

import pathlib
import sys


class Circuit:
    """Wires are named in the order of their making; outputs are copied to the last wires."""

    def __init__(self, *input_widths):
        self.input_widths = input_widths
        self.wires = sum(input_widths)
        self.gates = []

    def inputs(self):
        """The wires of every input value."""
        first, values = 0, []
        for width in self.input_widths:
            values.append(list(range(first, first + width)))
            first += width
        return values

    def gate(self, operation, *operands, outputs=1):
        new = list(range(self.wires, self.wires + outputs))
        self.wires += outputs
        self.gates.append(" ".join(map(str, [len(operands), outputs, *operands, *new, operation])))
        return new if outputs > 1 else new[0]

    def text(self, *outputs):
        for output in outputs:
            for wire in output:
                self.gate("EQW", wire)
        lines = [f"{len(self.gates)} {self.wires}"]
        lines += [" ".join(map(str, [len(w), *w])) for w in (self.input_widths, list(map(len, outputs)))]
        return "\n".join([*lines, "", *self.gates, ""])


def carries(circuit, a, b):
    """The carries of a + b, the first of which is 0: c' = c + (a + c)(b + c)."""
    carry = circuit.gate("EQ", 0)
    yield carry
    for x, y in zip(a, b):
        product = circuit.gate("AND", circuit.gate("XOR", x, carry), circuit.gate("XOR", y, carry))
        carry = circuit.gate("XOR", product, carry)
        yield carry


def adder(bits):
    circuit = Circuit(bits, bits)
    a, b = circuit.inputs()
    *carry, last = carries(circuit, a, b)
    total = [circuit.gate("XOR", circuit.gate("XOR", x, y), c) for x, y, c in zip(a, b, carry)]
    return circuit.text([*total, last])


def comparator(bits):
    """a < b exactly when b + (2^bits - 1 - a) overflows."""
    circuit = Circuit(bits, bits)
    a, b = circuit.inputs()
    *_, overflow = carries(circuit, [circuit.gate("INV", x) for x in a], b)
    return circuit.text([overflow])


def multiplexer(bits):
    circuit = Circuit(1, bits, bits)
    [selector], a, b = circuit.inputs()
    differences = [circuit.gate("XOR", x, y) for x, y in zip(a, b)]
    chosen = circuit.gate("MAND", *[selector] * bits, *differences, outputs=bits)
    return circuit.text([circuit.gate("XOR", x, y) for x, y in zip(a, chosen)])


def long_search(products, bits=64):
    """Products that are summed in three ways. Once one of the sums is not committed, whose value stands in many others, taking a product
    out of the plan changes more degrees than is allowed, and so does the next one. There must be more pairs of inputs than products."""
    circuit = Circuit(bits)
    [inputs] = circuit.inputs()
    pairs = [(a, b) for a in inputs for b in inputs[:a]]
    product = lambda i: circuit.gate("AND", *pairs[1021 * i % len(pairs)])
    level = [product(i) for i in range(products)]

    def total(terms):
        while len(terms) > 1:
            terms = [circuit.gate("XOR", a, b) for a, b in zip(terms[::2], terms[1::2])]
        return terms[0]

    # The first sum comes into 256 others; the second has many paths to an output, so that products are late in that order, too.
    spread = [total(level)]
    for depth in range(8):
        spread = [circuit.gate("XOR", x, inputs[(2 * i + j + depth) % bits]) for i, x in enumerate(spread) for j in range(2)]
    second = total(level[1:] + level[:1])
    for i in range(60):
        second = circuit.gate("XOR", *(circuit.gate("XOR", second, inputs[(3 * i + j) % bits]) for j in range(2)))
    third = total([level[i & ~3 | i >> 1 & 1 | i << 1 & 2] for i in range(products)])
    outputs = [circuit.gate("AND", x, inputs[(7 * i + 3) % bits]) for i, x in enumerate([*spread, second, third])]
    # What a search comes to last, and can do without.
    last = [product(products + i) for i in range(8)]
    outputs += [circuit.gate("XOR", x, inputs[i]) for x in last for i in range(5)]
    return circuit.text(outputs)


def every_gate():
    circuit = Circuit(3, 2)
    [a, b, c], [d, e] = circuit.inputs()
    one, zero = circuit.gate("EQ", 1), circuit.gate("EQ", 0)
    products = circuit.gate("MAND", a, b, c, d, e, one, outputs=3)
    x = circuit.gate("XOR", products[0], products[1])
    y = circuit.gate("AND", circuit.gate("INV", x), circuit.gate("EQW", products[2]))
    z = circuit.gate("XOR", circuit.gate("AND", y, zero), b)
    return circuit.text([x, y, z, y], [one, zero, a])


def main():
    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "tests/vectors/bristol")
    for name, text in [
        ("adder", adder(32)),
        ("comparator", comparator(32)),
        ("multiplexer", multiplexer(8)),
        ("every_gate", every_gate()),
        ("long_search", long_search(256)),
    ]:
        (folder / f"{name}.txt").write_text(text)


if __name__ == "__main__":
    main()
