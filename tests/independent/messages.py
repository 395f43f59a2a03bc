"""The hash functions of section 7.1, and messages and padding of section 7.2.

A byte of a message is a number where it is public, and else a list of eight wires.
"""

from dataclasses import dataclass

import blake3
import keccak
import sha2


@dataclass(frozen=True)
class Hash:
    name: str
    number: int
    digest: int
    block: int
    least_padding: int
    degrees: tuple
    marker: int | None
    variant: sha2.Sha2 | None = None
    is_hmac: bool = False

    def degree(self, cap):
        """The D of the hash: the larger one that is within the cap, or else the smaller one."""
        return max((d for d in self.degrees if d <= cap), default=min(self.degrees))

    @property
    def length_bits(self):
        """How many bits r has in 7.2."""
        return {64: 7 if self.marker is None else 6, 128: 7, 136: 8}[self.block]

    @property
    def most_blocks(self):
        return 16 if self.marker is None else 64


@dataclass
class BoundMessage:
    """A message of a statement with its secrets in place; without a hidden part `blocks` is 0 and all is prefix."""

    prefix: list
    suffix: list
    blocks: int
    key: list | None = None


HASHES = [
    Hash("sha256", 1, 32, 64, 9, (7,), 0x80, sha2.SHA256),
    Hash("sha3-256", 2, 32, 136, 1, (4, 9), 0x06),
    Hash("blake3", 3, 32, 64, 0, (4,), None),
    Hash("sha512", 4, 64, 128, 17, (7,), 0x80, sha2.SHA512),
    Hash("sha384", 5, 48, 128, 17, (7,), 0x80, sha2.SHA384),
    Hash("keccak-256", 6, 32, 136, 1, (4, 9), 0x01),
    Hash("hmac-sha256", 7, 32, 64, 9, (7,), 0x80, sha2.SHA256, is_hmac=True),
    Hash("hmac-sha512", 8, 64, 128, 17, (7,), 0x80, sha2.SHA512, is_hmac=True),
]
BY_NAME = {hash.name: hash for hash in HASHES}
BY_NUMBER = {hash.number: hash for hash in HASHES}


def blocks_of(hash, length):
    """The number of blocks of a padded message of that length."""
    return max(-(-(length + hash.least_padding) // hash.block), 1)


def lengths_of(hash, blocks):
    """The shortest and the longest message of so many blocks."""
    longest = hash.block * blocks - hash.least_padding
    return (0 if blocks == 1 else longest - hash.block + 1), longest


def hash_blocks(circuit, hash, data, last_length, target):
    if hash.variant:
        return sha2.hash_padded(circuit, hash.variant, data, target)
    if hash.marker:
        return keccak.hash_padded(circuit, hash.degree(circuit.cap), data, target)
    return blake3.hash_padded(circuit, data, last_length, target)


def hash_stated(circuit, hash, message, target=None):
    """The digest's bytes of a message of stated length, whose padding is constant."""
    length, blocks = len(message), blocks_of(hash, len(message))
    padding = [0] * (blocks * hash.block - length)
    last_length = None
    if hash.variant:
        size = hash.block // 8
        padding[0] = hash.marker
        padding[-size:] = (8 * length).to_bytes(size, "big")
    elif hash.marker:
        padding[0] |= hash.marker
        padding[-1] |= 0x80
    else:
        last_length = circuit.constants(length - (blocks - 1) * hash.block, 7)
    return hash_blocks(circuit, hash, message + padding, last_length, target)


def minterms(circuit, bits):
    terms = [circuit.one]
    for i, x in enumerate(bits):
        terms = [t + t * x for t in terms] + [t * x for t in terms]
    return terms


def selectors(circuit, hash, remainder, values):
    """The S_j of 7.2: for each of the values, whether the bits are that number."""
    half = len(remainder) // 2
    lower, upper = minterms(circuit, remainder[:half]), minterms(circuit, remainder[half:])
    if len(remainder) + 1 > hash.degree(circuit.cap):
        lower, upper = committed_copies(circuit, lower), committed_copies(circuit, upper)
    return [lower[value % 2**half] * upper[value >> half] for value in values]


def committed_copies(circuit, wires):
    copies = circuit.commit_bits(len(wires))
    for wire, copy in zip(wires, copies):
        circuit.assert_zero(wire + copy)
    return copies


def hash_hidden(circuit, hash, prefix, suffix, blocks, target=None):
    """The digest's bytes of a message with a part of hidden length between prefix and suffix."""
    shortest, longest = lengths_of(hash, blocks)
    shortest = max(shortest, len(prefix) + len(suffix))
    candidates = longest - shortest + 1
    before_last = hash.block * (blocks - 1)
    values = [s - before_last if hash.marker is None else s % hash.block for s in range(shortest, longest + 1)]

    data = [circuit.byte(byte) for byte in prefix] + [circuit.commit_bits(8) for _ in range(len(prefix), longest)]
    remainder = circuit.commit_bits(hash.length_bits)
    selector = selectors(circuit, hash, remainder, values)
    reached = [selector[0]]  # the U_j
    for s in selector[1:]:
        reached.append(reached[-1] + s)

    tail = suffix + ([] if hash.marker is None else [hash.marker])
    first = shortest - len(suffix)
    for x in range(first, longest):
        o = x - first
        sums = [reached[min(o, candidates - 1)] * bit for bit in data[x]]
        for t, byte in enumerate(tail[: o + 1]):
            if o - t < candidates:
                sums = [total + selector[o - t] * bit for total, bit in zip(sums, circuit.byte(byte))]
        for total in sums:
            circuit.assert_zero(total)
    circuit.assert_zero(reached[-1] + circuit.one)

    padded = prefix + data[len(prefix) :]
    if hash.marker is not None:
        full = circuit.commit()
        circuit.assert_zero(full + selector[-1])
        byte = [full if hash.marker >> i & 1 else circuit.zero for i in range(8)]
        if not hash.variant:
            byte[7] = circuit.one
        padded.append(byte)
    if hash.variant:
        padded += length_field(circuit, hash, remainder, blocks)
    return hash_blocks(circuit, hash, padded, remainder, target)


def length_field(circuit, hash, remainder, blocks):
    """The last bytes of SHA-2's padding: eight times the length, which is that of `blocks` − 1 whole blocks and the remainder, or of one less
    where the padding alone fills the last block."""
    k = len(remainder)
    high = circuit.constants(blocks - 1, 13 - k)
    if blocks > 1:
        spills = circuit.commit()
        circuit.assert_zero((remainder[k - 3] * remainder[k - 2]) * remainder[k - 1] + spills)
        changes = (blocks - 1) ^ (blocks - 2)
        high = [bit + spills if changes >> i & 1 else bit for i, bit in enumerate(high)]
    number = circuit.constants(0, 3) + remainder + high
    return [0] * (hash.block // 8 - 2) + [number[8:16], number[0:8]]


def add_byte(circuit, byte, constant):
    if isinstance(byte, int):
        return byte ^ constant
    return [bit + circuit.one if constant >> i & 1 else bit for i, bit in enumerate(byte)]


def hash_sides(circuit, hash, prefix, suffix, blocks, target=None):
    """The digest's bytes where blocks are stated if something of hidden length is between prefix and suffix."""
    if blocks:
        return hash_hidden(circuit, hash, prefix, suffix, blocks, target)
    return hash_stated(circuit, hash, prefix + suffix, target)


def hash_message(circuit, hash, message, target=None):
    """The digest's bytes of a `BoundMessage`."""
    if not hash.is_hmac:
        return hash_sides(circuit, hash, message.prefix, message.suffix, message.blocks, target)
    key = message.key
    if len(key) > hash.block:
        key = hash_stated(circuit, hash, key)
    key = key + [0] * (hash.block - len(key))
    inner, outer = ([add_byte(circuit, byte, constant) for byte in key] for constant in (0x36, 0x5C))
    blocks = message.blocks and 1 + message.blocks
    digest = hash_sides(circuit, hash, inner + message.prefix, message.suffix, blocks)
    return hash_stated(circuit, hash, outer + digest, target)
