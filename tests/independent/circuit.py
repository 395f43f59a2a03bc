"""Wires and constraints: what the gadgets of section 7 are written against.

A circuit is gone through twice by the same code: first to count its bits and constraints and to find its degree, then to evaluate it on
the verifier's values.
"""

from itertools import repeat


class Wire:
    """An element of the field and the formal degree of the polynomial that it is a value of."""

    __slots__ = ("field", "value", "degree")

    def __init__(self, field, value, degree):
        self.field = field
        self.value = value
        self.degree = degree

    def __add__(self, other):
        return Wire(self.field, self.value ^ other.value, max(self.degree, other.degree))

    def __mul__(self, other):
        return Wire(self.field, self.field.multiply(self.value, other.value), self.degree + other.degree)


class NoField:
    """Stands for the field where only degrees matter."""

    @staticmethod
    def multiply(_a, _b):
        return 0


class Circuit:
    """`values` are those of the committed bits in order, `key` is (r0, r1, s, t) of ZKHash (section 5)."""

    def __init__(self, level, cap, field=NoField, values=None, key=(0, 0, 0, 0)):
        self.level = level
        self.cap = cap
        self.field = field
        self.values = repeat(0) if values is None else iter(values)
        self.key = key
        self.sums = (0, 0)
        self.bits = 0
        self.constraints = 0
        self.degree = 1
        self.zero, self.one = self.constant(0), self.constant(1)

    def constant(self, bit):
        return Wire(self.field, bit, 0)

    def constants(self, x, count):
        """The `count` low bits of a number, least significant first."""
        return [self.one if x >> i & 1 else self.zero for i in range(count)]

    def byte(self, byte):
        """The eight wires of a byte, which is a number if it is public and else a list of wires already."""
        return self.constants(byte, 8) if isinstance(byte, int) else byte

    def commit(self):
        self.bits += 1
        return Wire(self.field, next(self.values), 1)

    def commit_bits(self, count):
        return [self.commit() for _ in range(count)]

    def assert_zero(self, wire):
        self.constraints += 1
        self.degree = max(self.degree, wire.degree)
        (h0, h1), (_, _, s, t) = self.sums, self.key
        self.sums = self.field.multiply(h0, s) ^ wire.value, self.field.multiply(h1, t) ^ wire.value

    def zk_hash(self):
        (h0, h1), (r0, r1, _, _) = self.sums, self.key
        return self.field.multiply(r0, h0) ^ self.field.multiply(r1, h1)


def add_words(*words):
    """The sum of words, bit by bit."""
    first, *others = words
    for word in others:
        first = [x + y for x, y in zip(first, word)]
    return first
