"""The statements that are measured: every kind and hash function in several sizes, each with a witness.

A discrete logarithm is not among them: it has one candidate, and no optimizer is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from nexuszero import Circuit, DigestList, Hash, Hidden, MerkleTree, Message, Secret, Statement, Witness, commit, digest, hash_blocks, hmac
from nexuszero.optimizer import circuits

Provable = tuple[Statement, Witness]

_KEY = bytes(range(32))
_HMACS = (Hash.HMAC_SHA256, Hash.HMAC_SHA512)
_TREES = (Hash.SHA256, Hash.SHA3_256, Hash.BLAKE3)
_ALL_LEVELS = (128, 192, 256)
_ROUNDS = ((64, 6, 1), (128, 12, 4), (256, 5, 1), (256, 40, 2), (512, 8, 4), (1024, 6, 2), (1024, 16, 1), (2048, 12, 3))


@dataclass(frozen=True)
class Instance:
    """A statement to be measured."""

    name: str
    """Tells it apart from all others; `family` stands in front."""
    family: str
    """The kind, and the hash function or the circuit: what data are split by."""
    build: Callable[[], Provable]
    """Makes the statement and its witness. Circuits and trees take up to a second."""
    levels: Sequence[int] = _ALL_LEVELS
    """The levels at which it is measured: all, but for what takes long."""
    quick: bool = False
    """Part of the short run."""


def catalogue(folder: Path = circuits.PUBLISHED) -> list[Instance]:
    """All statements. `folder` has the published circuits, which are read when they are built."""
    kinds = _preimages(), _ranges(), _one_of_many(), _membership(), _circuits(folder), _conjunctions()
    return [instance for kind in kinds for instance in kind]


def _preimages() -> Iterator[Instance]:
    for hash in Hash:
        family = f"preimage/{hash.label}"
        fitting = _fitting(hash, 4)
        yield Instance(f"{family}/32-bytes", family, partial(_sized, hash, 32), quick=hash is Hash.SHA256)
        yield Instance(f"{family}/hidden", family, partial(_hidden, hash, 1), quick=hash is Hash.BLAKE3)
        yield Instance(f"{family}/{fitting}-bytes", family, partial(_sized, hash, fitting), (128, 256))
    for hash, blocks in ((Hash.SHA256, 2), (Hash.SHA256, 12), (Hash.SHA3_256, 10), (Hash.SHA512, 8), (Hash.BLAKE3, 10)):
        family, fitting = f"preimage/{hash.label}", _fitting(hash, blocks)
        yield Instance(f"{family}/{fitting}-bytes", family, partial(_sized, hash, fitting), (128,))
    yield Instance("preimage/sha256/hidden-3", "preimage/sha256", partial(_hidden, Hash.SHA256, 3), (128, 192))


def _fitting(hash: Hash, blocks: int) -> int:
    """The longest message of so many blocks."""
    length = 0
    while hash_blocks(hash, length + 1) <= blocks:
        length += 1
    return length


def _of(hash: Hash, message: bytes) -> bytes:
    return hmac(hash, _KEY, message) if hash in _HMACS else digest(hash, message)


def _message(hash: Hash, part: Secret | Hidden) -> Message:
    return Message(part, key=Secret("key", len(_KEY))) if hash in _HMACS else Message(part)


def _sized(hash: Hash, length: int) -> Provable:
    message = bytes(index % 251 for index in range(length))
    statement = Statement.preimage_parts(hash, _of(hash, message), _message(hash, Secret("message", length)))
    return statement, Witness({"message": message, "key": _KEY})


def _hidden(hash: Hash, blocks: int) -> Provable:
    message = bytes(_fitting(hash, blocks))
    statement = Statement.preimage_parts(hash, _of(hash, message), _message(hash, Hidden("message", blocks)))
    return statement, Witness({"message": message, "key": _KEY})


def _range(hash: Hash) -> Provable:
    statement = Statement.range(hash, commit(hash, 42, _KEY), 18, 120)
    return statement, Witness({"value": 42, "blinding": _KEY})


def _ranges() -> Iterator[Instance]:
    for hash in Hash:
        if hash not in _HMACS:
            yield Instance(f"range/{hash.label}", f"range/{hash.label}", partial(_range, hash), quick=hash is Hash.SHA256)


def _listed(hash: Hash, log_entries: int) -> Provable:
    keys = (index.to_bytes(32, "little") for index in range(1 << log_entries))
    statement = Statement.one_of_many(hash, DigestList(digest(hash, key) for key in keys), Message(Secret("key", 32)))
    return statement, Witness({"key": (3).to_bytes(32, "little"), "index": 3})


def _one_of_many() -> Iterator[Instance]:
    sizes = {Hash.SHA256: (4, 7, 10, 13, 16), Hash.SHA3_256: (6, 12), Hash.BLAKE3: (8, 14), Hash.SHA512: (9,)}
    for hash, logs in sizes.items():
        family = f"one-of-many/{hash.label}"
        for log in logs:
            yield Instance(f"{family}/{1 << log}", family, partial(_listed, hash, log), (128, 256) if log < 13 else (128,), log == 4)


def _in_tree(hash: Hash, depth: int) -> Provable:
    tree = MerkleTree(hash, (index.to_bytes(32, "little") for index in range(1 << depth)))
    statement = Statement.membership(hash, tree.root, depth, Message(Secret("leaf", 32)))
    leaf = (1 << depth) - 1
    witness = Witness({"leaf": leaf.to_bytes(32, "little")})
    witness.set_merkle_path(tree, leaf)
    return statement, witness


def _membership() -> Iterator[Instance]:
    for hash in _TREES:
        family = f"membership/{hash.label}"
        for depth in (1, 3, 8):
            levels = _ALL_LEVELS if depth < 8 else (128,)
            yield Instance(f"{family}/{depth}", family, partial(_in_tree, hash, depth), levels, hash is Hash.SHA3_256 and depth == 1)


def _calculation(text: Callable[[int], str], result: Callable[[int, int], int], bits: int) -> Provable:
    left, right = (1 << bits) - 3, (1 << bits) // 3
    length = -(-bits // 8)
    circuit = Circuit(text(bits))
    outputs = result(left, right).to_bytes(-(-circuit.output_width(0) // 8), "little")
    statement = Statement.circuit(circuit, Message(Secret("left", length), Secret("right", length)), outputs)
    return statement, Witness({"left": left.to_bytes(length, "little"), "right": right.to_bytes(length, "little")})


def _rounds(bits: int, count: int, spread: int) -> Provable:
    length, number = bits // 8, (1 << bits) // 3
    outputs = circuits.mixed(bits, count, spread, number).to_bytes(length, "little")
    statement = Statement.circuit(Circuit(circuits.rounds(bits, count, spread)), Message(Secret("number", length)), outputs)
    return statement, Witness({"number": number.to_bytes(length, "little")})


def _maximum(bits: int, count: int) -> Provable:
    length, bids = bits // 8, [(7 + 91 * index) % (1 << bits) for index in range(count)]
    inputs = Message(*(Secret(f"bid {index}", length) for index in range(count)))
    statement = Statement.circuit(Circuit(circuits.maximum(bits, count)), inputs, max(bids).to_bytes(length, "little"))
    return statement, Witness({f"bid {index}": bid.to_bytes(length, "little") for index, bid in enumerate(bids)})


def _aes_128(folder: Path) -> Provable:
    """The example of FIPS 197, C.1. In the published circuits a value is a big-endian number."""
    key, plaintext = bytes(range(16))[::-1], bytes.fromhex("00112233445566778899aabbccddeeff")[::-1]
    ciphertext = bytes.fromhex("69c4e0d86a7b0430d8cdb78070b4c55a")[::-1]
    circuit = Circuit(circuits.published(folder, "aes_128"))
    return Statement.circuit(circuit, Message(Secret("key", 16), plaintext), ciphertext), Witness({"key": key})


def _sha256(folder: Path) -> Provable:
    """A message of one block, `abc`, from the initial state of FIPS 180-4."""
    block = (b"abc\x80" + bytes(59) + b"\x18")[::-1]
    state = bytes.fromhex("6a09e667bb67ae853c6ef372a54ff53a510e527f9b05688c1f83d9ab5be0cd19")[::-1]
    circuit = Circuit(circuits.published(folder, "sha256"))
    statement = Statement.circuit(circuit, Message(Secret("block", 64), state), digest(Hash.SHA256, b"abc")[::-1])
    return statement, Witness({"block": block})


def _circuits(folder: Path) -> Iterator[Instance]:
    for bits in (16, 64, 256):
        build = partial(_calculation, circuits.adder, lambda left, right: left + right, bits)
        yield Instance(f"circuit/adder/{bits}", "circuit/adder", build, quick=bits == 16)
    for bits in (8, 16, 32, 48, 64):
        build = partial(_calculation, circuits.multiplier, lambda left, right: left * right, bits)
        yield Instance(f"circuit/multiplier/{bits}", "circuit/multiplier", build, _ALL_LEVELS if bits < 48 else (128,), bits == 8)
    for bits, count, spread in _ROUNDS:
        name, build = f"circuit/rounds/{bits}-{count}-{spread}", partial(_rounds, bits, count, spread)
        yield Instance(name, "circuit/rounds", build, (128, 192) if bits < 512 else (128,))
    for bits, count in ((16, 8), (32, 16), (32, 64), (64, 100)):
        name, build = f"circuit/maximum/{bits}-{count}", partial(_maximum, bits, count)
        yield Instance(name, "circuit/maximum", build, _ALL_LEVELS if count < 64 else (128,))
    yield Instance("circuit/aes-128", "circuit/aes-128", partial(_aes_128, folder))
    yield Instance("circuit/sha256", "circuit/sha256", partial(_sha256, folder), (128,))


def _vote(log_voters: int) -> Provable:
    """The key of one of the voters, and the nullifier that it makes."""
    voter, _ = _listed(Hash.SHA256, log_voters)
    key = (3).to_bytes(32, "little")
    message = Message(b"vote 1", Secret("key", 32))
    nullifier = Statement.preimage_parts(Hash.SHA256, digest(Hash.SHA256, b"vote 1" + key), message)
    return Statement.conjunction([voter, nullifier]), Witness({"key": key, "index": 3})


def _same_key(*hashes: Hash) -> Provable:
    message = Message(Secret("key", 32))
    claims = [Statement.preimage_parts(hash, digest(hash, _KEY), message) for hash in hashes]
    return Statement.conjunction(claims), Witness({"key": _KEY})


def _committed_key() -> Provable:
    number, witness = _range(Hash.SHA256)
    blinding = Statement.preimage_parts(Hash.SHA3_256, digest(Hash.SHA3_256, _KEY), Message(Secret("blinding", 32)))
    return Statement.conjunction([number, blinding]), witness


def _conjunctions() -> Iterator[Instance]:
    yield Instance("conjunction/vote/256", "conjunction/vote", partial(_vote, 8), quick=True)
    yield Instance("conjunction/vote/4096", "conjunction/vote", partial(_vote, 12), (128,))
    yield Instance("conjunction/same-key/sha2", "conjunction/same-key", partial(_same_key, Hash.SHA256, Hash.SHA512), (128, 192))
    yield Instance("conjunction/same-key/sha3", "conjunction/same-key", partial(_same_key, Hash.SHA256, Hash.SHA3_256), (128, 192))
    yield Instance("conjunction/range", "conjunction/range", _committed_key, (128, 192))
