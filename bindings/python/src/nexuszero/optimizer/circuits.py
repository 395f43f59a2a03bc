"""Circuits to be measured, in Bristol Fashion: some of any size, and the published ones of the repository.

Bits of numbers are least significant first.
"""

from __future__ import annotations

import lzma
from collections.abc import Sequence
from pathlib import Path

PUBLISHED = Path("tests") / "vectors" / "bristol"
"""Where the repository has the published circuits, compressed with xz."""


def published(folder: Path, name: str) -> str:
    """The text of a published circuit.

    Raises: FileNotFoundError where the folder does not have it.
    """
    file = folder / f"{name}.txt.xz"
    if not file.is_file():
        raise FileNotFoundError(f"there is no circuit {file}: run this in the repository, or let --circuits name the folder")
    return lzma.decompress(file.read_bytes()).decode()


class _Builder:
    """Wires are numbered in the order of their making."""

    def __init__(self, *inputs: int) -> None:
        self.inputs = inputs
        self.wires = sum(inputs)
        self.gates: list[str] = []

    def gate(self, operation: str, *operands: int) -> int:
        self.gates.append(f"{len(operands)} 1 {' '.join(map(str, operands))} {self.wires} {operation}")
        self.wires += 1
        return self.wires - 1

    def sum(self, left: Sequence[int], right: Sequence[int]) -> list[int]:
        """One wire more than the operands have. The carry is c' = c + (a + c)(b + c)."""
        carry, total = None, []
        for a, b in zip(left, right, strict=True):
            if carry is None:
                total.append(self.gate("XOR", a, b))
                carry = self.gate("AND", a, b)
                continue
            with_carry = self.gate("XOR", a, carry)
            total.append(self.gate("XOR", with_carry, b))
            carry = self.gate("XOR", self.gate("AND", with_carry, self.gate("XOR", b, carry)), carry)
        assert carry is not None
        return [*total, carry]

    def text(self, output: Sequence[int]) -> str:
        for wire in output:
            self.gate("EQW", wire)
        inputs = " ".join(map(str, [len(self.inputs), *self.inputs]))
        header = [f"{len(self.gates)} {self.wires}", inputs, f"1 {len(output)}", ""]
        return "\n".join([*header, *self.gates, ""])


def adder(bits: int) -> str:
    """Two numbers to their sum, one bit longer."""
    builder = _Builder(bits, bits)
    return builder.text(builder.sum(range(bits), range(bits, 2 * bits)))


def multiplier(bits: int) -> str:
    """Two numbers to their product, twice as long: row by row."""
    builder = _Builder(bits, bits)

    def row(place: int) -> list[int]:
        return [builder.gate("AND", bit, bits + place) for bit in range(bits)]

    output, rest = [], [*row(0), builder.gate("EQ", 0)]
    for place in range(1, bits):
        output.append(rest[0])
        rest = builder.sum(rest[1:], row(place))
    return builder.text([*output, *rest])


_DISTANCES = (5, 7, 11, 13)


def rounds(bits: int, count: int, spread: int) -> str:
    """Bits that are mixed by `spread` layers of XOR and one of AND in each round, as ciphers do: a circuit of any depth."""
    builder = _Builder(bits)
    state = list(range(bits))
    for _ in range(count):
        for distance in _DISTANCES[:spread]:
            state = [builder.gate("XOR", state[place], state[(place + distance) % bits]) for place in range(bits)]
        products = [builder.gate("AND", state[(place + 1) % bits], state[(place + 2) % bits]) for place in range(bits)]
        state = [builder.gate("XOR", state[place], products[place]) for place in range(bits)]
    return builder.text(state)


def mixed(bits: int, count: int, spread: int, number: int) -> int:
    """What `rounds` computes of a number."""

    def turn(value: int, by: int) -> int:
        return (value >> by | value << (bits - by)) & ((1 << bits) - 1)

    for _ in range(count):
        for distance in _DISTANCES[:spread]:
            number ^= turn(number, distance)
        number ^= turn(number, 1) & turn(number, 2)
    return number


def maximum(bits: int, count: int) -> str:
    """The largest of many numbers: the highest bid of an auction."""
    builder = _Builder(*[bits] * count)
    largest = list(range(bits))
    for first in range(bits, count * bits, bits):
        other = range(first, first + bits)
        # The carry of ~largest + other: 1 where the other is larger.
        inverted = [builder.gate("INV", bit) for bit in largest]
        carry = builder.gate("AND", inverted[0], other[0])
        for a, b in zip(inverted[1:], other[1:], strict=True):
            product = builder.gate("AND", builder.gate("XOR", a, carry), builder.gate("XOR", b, carry))
            carry = builder.gate("XOR", product, carry)
        chosen = [builder.gate("AND", carry, builder.gate("XOR", a, b)) for a, b in zip(largest, other, strict=True)]
        largest = [builder.gate("XOR", a, change) for a, change in zip(largest, chosen, strict=True)]
    return builder.text(largest)
