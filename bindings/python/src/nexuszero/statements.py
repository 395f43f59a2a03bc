"""What is proved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from nexuszero._call import Buffer, array, create, data, read_bytes, read_text, text, write_json
from nexuszero._handle import Owned
from nexuszero._library import lib
from nexuszero.circuits import Circuit
from nexuszero.enums import Group, Hash
from nexuszero.messages import Message, native_message
from nexuszero.sets import DigestList


class Statement(Owned):
    """The public part of a proof, with the secrets named. It holds nothing secret.

    ====================  ==================================================================
    constructor           what the prover knows
    ====================  ==================================================================
    `preimage`            a message with a digest, its length hidden up to the blocks
    `preimage_sized`      a message of stated length with a digest
    `preimage_parts`      secrets that, with public parts, have a digest or an HMAC
    `range`               the number in a commitment, from `min` to `max`
    `one_of_many`         a message whose digest is in a list
    `membership`          a leaf of a Merkle tree
    `circuit`             inputs of a Boolean circuit with given outputs
    `conjunction`         secrets that satisfy several of the above at once
    `discrete_log`        a discrete logarithm (not quantum-resistant)
    ====================  ==================================================================

    A verifier makes the statement himself. If he gets one from somebody, he knows what would be proved, not that it is what he
    wants: he compares `to_bytes()` with those of the statement that he expects, which are equal for equal statements.

    All constructors raise InvalidArgumentError for values that do not fit together, and LimitExceededError for what is too large.

    Threads: any number may use one statement.
    """

    @classmethod
    def _new(cls, function: Any, *arguments: Any) -> Statement:
        return cls(create(lib.nxz_statement_free, function, *arguments))

    @classmethod
    def preimage(cls, hash: Hash, digest: Buffer, blocks: int) -> Statement:
        """I know a message with this digest whose padded form has `blocks` blocks (`hash_blocks`), at most 64, of BLAKE3 16.

        The length stays secret among those that fill so many blocks. The secret is called `message`.
        """
        return cls._new(lib.nxz_statement_preimage, hash, *data(digest), blocks)

    @classmethod
    def preimage_sized(cls, hash: Hash, digest: Buffer, length: int) -> Statement:
        """I know a message of exactly `length` bytes with this digest. Its proofs are smaller than those of `preimage`.

        The secret is called `message`.
        """
        return cls._new(lib.nxz_statement_preimage_sized, hash, *data(digest), length)

    @classmethod
    def preimage_parts(cls, hash: Hash, digest: Buffer, message: Message) -> Statement:
        """I know secrets that, put into this message, have this digest."""
        with native_message(message) as native:
            return cls._new(lib.nxz_statement_preimage_parts, hash, *data(digest), native)

    @classmethod
    def range(cls, hash: Hash, commitment: Buffer, min: int, max: int, *, value: str = "", blinding: str = "") -> Statement:
        """I know the number in this commitment (`commit`), and it is from `min` to `max`, both included.

        `value` and `blinding` name the two secrets; empty, they are called `value` and `blinding`.
        """
        return cls._new(lib.nxz_statement_range, hash, *data(commitment), min, max, *text(value), *text(blinding))

    @classmethod
    def one_of_many(cls, hash: Hash, digests: DigestList, message: Message, *, index: str = "") -> Statement:
        """I know secrets that, put into this message, have a digest that is in this list.

        `index` names the place in the list, a number counted from 0; empty, it is called `index`.
        """
        with native_message(message) as native:
            return cls._new(lib.nxz_statement_one_of_many, hash, DigestList._checked(digests), native, *text(index))

    @classmethod
    def membership(cls, hash: Hash, root: Buffer, depth: int, leaf: Message, *, index: str = "", path: str = "") -> Statement:
        """I know a leaf, `depth` steps (at most 32) below the root of this Merkle tree.

        `index` and `path` name the secrets that `Witness.set_merkle_path` sets; empty, they are called `index` and `path`.
        For lists of up to 2^20 digests, `one_of_many` gives smaller proofs.
        """
        with native_message(leaf) as native:
            return cls._new(lib.nxz_statement_membership, hash, *data(root), depth, native, *text(index), *text(path))

    @classmethod
    def circuit(cls, circuit: Circuit, inputs: Message, outputs: Buffer) -> Statement:
        """I know secret inputs on which this circuit gives these outputs.

        `inputs` has one part for each input value, public bytes or a `Secret`. Bits are packed into bytes from the least
        significant on, and unused bits are zero. `outputs` are the output values, each in whole bytes, one after the other.
        """
        with native_message(inputs) as native:
            return cls._new(lib.nxz_statement_circuit, Circuit._checked(circuit), native, *data(outputs))

    @classmethod
    def conjunction(cls, statements: Iterable[Statement]) -> Statement:
        """I know secrets that satisfy all of these statements, of which there are 2 to 64. Their order matters.

        Secrets of the same name are the same secret. Discrete logarithms and conjunctions cannot be among the statements.
        """
        claims = [Statement._checked(statement) for statement in statements]
        with array("nxz_statement", claims) as pointers:
            return cls._new(lib.nxz_statement_conjunction, pointers, len(claims))

    @classmethod
    def discrete_log(cls, group: Group, generator: Buffer, public_value: Buffer, *, secret: str = "") -> Statement:
        """I know x with `public_value` = x times `generator`. A quantum computer finds x.

        `secret` names x; empty, it is called `secret`.
        """
        return cls._new(lib.nxz_statement_discrete_log, group, *data(generator), *data(public_value), *text(secret))

    @classmethod
    def from_bytes(cls, encoding: Buffer) -> Statement:
        """The statement that a canonical encoding says; a verifier compares it with what he expects.

        Raises: MalformedError; UnsupportedError for a hash function or group that this build does not have.
        """
        return cls._new(lib.nxz_statement_from_bytes, *data(encoding))

    @classmethod
    def from_json(cls, statement: str | Mapping[str, Any]) -> Statement:
        """The statement that a JSON object says (`docs/statements.md` of the library), as text or parsed.

        Raises: MalformedError for text that is no statement, and the message says where.
        """
        encoded = statement if isinstance(statement, str) else write_json(statement)
        return cls._new(lib.nxz_statement_from_json, *text(encoded))

    def to_bytes(self) -> bytes:
        """The canonical encoding, lists and circuits included, for another party."""
        return read_bytes(lib.nxz_statement_to_bytes, self)

    def to_json(self) -> str:
        """The statement as one JSON object."""
        return read_text(lib.nxz_statement_to_json, self)

    @property
    def name(self) -> str:
        """Its kind, for example `preimage/sha256` or `one-of-many/1024`."""
        return read_text(lib.nxz_statement_name, self)

    @property
    def is_quantum_resistant(self) -> bool:
        """Whether proofs of it resist quantum computers: all but those of discrete logarithms."""
        with self._handle as pointer:
            return bool(lib.nxz_statement_is_quantum_resistant(pointer))
