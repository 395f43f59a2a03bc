"""Conventions of section 1: byte strings, numbers and the one way to say no."""


class Rejected(Exception):
    """The verifier's decision against a proof, or against a statement that is none."""


def require(condition, reason):
    if not condition:
        raise Rejected(reason)


def u8(x):
    return x.to_bytes(1, "little")


def u32(x):
    return x.to_bytes(4, "little")


def u64(x):
    return x.to_bytes(8, "little")


def framed(x):
    """`frame(x)` of the transcript and `bytes(x)` of the statements: the length, then the bytes."""
    return u64(len(x)) + x


def number(x):
    """The number whose bit i is bit i of a byte string."""
    return int.from_bytes(x, "little")


def bits(x):
    """The bits of a byte string, in order."""
    return [byte >> i & 1 for byte in x for i in range(8)]


class Reader:
    """Takes a byte string apart from the front."""

    def __init__(self, data):
        self.data = data
        self.position = 0

    def take(self, length):
        start, self.position = self.position, self.position + length
        require(self.position <= len(self.data), "it ends too early")
        return self.data[start:self.position]

    def number(self, length):
        return number(self.take(length))

    def framed(self):
        return self.take(self.number(8))

    def end(self):
        require(self.position == len(self.data), "something follows")
