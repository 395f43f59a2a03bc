"""Every statement through its constructor, its encodings and the shared vectors."""

from __future__ import annotations

import json
from types import MappingProxyType

import pytest
from vectors import CONTEXT, PROOFS, STATEMENTS, Vector, typed

from nexuszero import (
    BLINDING_SIZE,
    MAX_CLAIMS,
    Circuit,
    Config,
    DigestList,
    Group,
    Hash,
    Hidden,
    InvalidArgumentError,
    LimitExceededError,
    MalformedError,
    MerkleTree,
    Message,
    Proof,
    Protocol,
    Secret,
    Statement,
    VerificationError,
    Witness,
    commit,
    digest,
    group_generator,
    group_public_value,
    hash_blocks,
    hmac,
    new_blinding,
)

KEY = b"a key of thirty-two bytes, no more"[:32]


@pytest.mark.parametrize("vector", STATEMENTS, ids=str)
def test_typed_constructors_give_the_bytes_of_the_json(vector: Vector) -> None:
    statement, expected = typed(vector.statement), Statement.from_json(MappingProxyType(vector.statement))
    assert statement.to_bytes() == expected.to_bytes()
    assert json.loads(statement.to_json()) == vector.statement
    assert Statement.from_bytes(statement.to_bytes()).name == expected.name
    assert statement.is_quantum_resistant == (vector.statement["kind"] != "discrete-log")


@pytest.mark.parametrize("vector", PROOFS, ids=str)
def test_committed_proofs_verify(vector: Vector) -> None:
    protocol = Protocol(Config(security_level=vector.level))
    statement = typed(vector.statement)
    assert vector.proof is not None
    proof = Proof.from_bytes(vector.proof)
    protocol.verify(statement, proof, CONTEXT)
    with pytest.raises(VerificationError):
        protocol.verify(statement, proof, CONTEXT + b"!")
    with pytest.raises(VerificationError):
        protocol.verify(statement, Proof.from_bytes(vector.proof[:-1] + bytes([vector.proof[-1] ^ 1])), CONTEXT)


@pytest.mark.parametrize("vector", STATEMENTS, ids=str)
def test_proofs_are_made_from_the_secrets(vector: Vector, protocol: Protocol) -> None:
    statement = typed(vector.statement)
    with Witness(vector.secrets) as witness:
        proof = protocol.prove(statement, witness, CONTEXT)
    protocol.verify(statement, Proof.from_bytes(bytes(proof)), CONTEXT)
    assert proof.header.size == len(proof) == protocol.estimate(statement).proof_size


def test_the_simple_forms_are_messages_of_one_part() -> None:
    tag = digest(Hash.BLAKE3, KEY)
    hidden = Statement.preimage_parts(Hash.BLAKE3, tag, Message(Hidden("message", 1)))
    assert Statement.preimage(Hash.BLAKE3, tag, hash_blocks(Hash.BLAKE3, 32)).to_bytes() == hidden.to_bytes()
    sized = Statement.preimage_parts(Hash.BLAKE3, tag, Message(Secret("message", 32)))
    assert Statement.preimage_sized(Hash.BLAKE3, tag, 32).to_bytes() == sized.to_bytes()


def test_secrets_have_names_by_default() -> None:
    commitment = commit(Hash.SHA256, 5, bytes(BLINDING_SIZE))
    named = Statement.range(Hash.SHA256, commitment, 0, 9, value="value", blinding="blinding")
    assert Statement.range(Hash.SHA256, commitment, 0, 9).to_bytes() == named.to_bytes()


def test_public_key_of_an_hmac(protocol: Protocol) -> None:
    tag = hmac(Hash.HMAC_SHA256, b"public", b"text" + KEY)
    statement = Statement.preimage_parts(Hash.HMAC_SHA256, tag, Message(b"text", Secret("key", 32), key=b"public"))
    protocol.verify(statement, protocol.prove(statement, Witness({"key": KEY})))


def test_membership_by_tree(protocol: Protocol) -> None:
    with MerkleTree(Hash.SHA3_256, [b"one", b"two"]) as tree:
        tree.add(KEY)
        tree.add(bytearray(b"four"))
        assert len(tree) == 4 and tree.depth(2) == 2 and tree.directions(2) == 2 and len(tree.path(2)) == 64
        statement = Statement.membership(Hash.SHA3_256, tree.root, tree.depth(2), Message(Secret("key", 32)), index="place", path="way")
        witness = Witness({"key": KEY})
        witness.set_merkle_path(tree, 2, index="place", path="way")
        protocol.verify(statement, protocol.prove(statement, witness))
        by_hand = Witness({"key": KEY, "place": tree.directions(2), "way": tree.path(2)})
        protocol.verify(statement, protocol.prove(statement, by_hand))
        path = tree.path(2)
        path[:] = bytes(len(path))
        with pytest.raises(InvalidArgumentError):
            tree.path(4)
    with pytest.raises(InvalidArgumentError):
        MerkleTree(Hash.HMAC_SHA256)


def test_one_of_many_with_a_number(protocol: Protocol) -> None:
    digests = DigestList([digest(Hash.SHA256, bytes([i])) for i in range(5)] + [digest(Hash.SHA256, KEY)])
    assert len(digests) == 6 and digests.find(digest(Hash.SHA256, KEY)) == 5
    statement = Statement.one_of_many(Hash.SHA256, digests, Message(Secret("key", 32)))
    digests.close()
    protocol.verify(statement, protocol.prove(statement, Witness({"key": KEY, "index": 5})))


def test_lists() -> None:
    one, same, other = DigestList([b"a" * 32, b"b" * 32]), DigestList([b"a" * 32, b"b" * 32]), DigestList([b"b" * 32, b"a" * 32])
    assert one.digest == same.digest != other.digest and len(one.digest) == 64
    with pytest.raises(InvalidArgumentError):
        one.find(b"c" * 32)
    for wrong in ([], [b"a" * 32, b"b" * 31]):
        with pytest.raises(InvalidArgumentError):
            DigestList(wrong)
    with pytest.raises(TypeError):
        DigestList([5])  # type: ignore[list-item]


def test_range(protocol: Protocol) -> None:
    blinding = new_blinding()
    assert isinstance(blinding, bytearray) and len(blinding) == BLINDING_SIZE and blinding != new_blinding()
    commitment = commit(Hash.SHA256, 2**64 - 1, blinding)
    statement = Statement.range(Hash.SHA256, commitment, 18, 2**64 - 1)
    protocol.verify(statement, protocol.prove(statement, Witness({"value": 2**64 - 1, "blinding": blinding})))
    with pytest.raises(InvalidArgumentError):
        Statement.range(Hash.SHA256, commitment, 2, 1)


def test_circuits(protocol: Protocol) -> None:
    circuit = Circuit("2 5\n2 2 1\n1 2\n\n2 1 0 2 3 AND\n2 1 1 2 4 XOR\n")
    size = circuit.size
    assert (size.gates, size.and_gates, size.and_depth, size.inputs, size.input_bits, size.outputs, size.output_bits) == (
        2, 1, 1, 2, 3, 1, 2,
    )  # fmt: skip
    assert (circuit.input_width(0), circuit.input_width(1), circuit.output_width(0)) == (2, 1, 2)
    assert len(circuit.digest) == 64
    statement = Statement.circuit(circuit, Message(Secret("x", 1), b"\1"), b"\1")
    circuit.close()
    protocol.verify(statement, protocol.prove(statement, Witness({"x": b"\3"})))
    with pytest.raises(MalformedError, match="line"):
        Circuit("1 2\nno circuit")


def test_discrete_logarithms(protocol: Protocol) -> None:
    for group in Group:
        generator = group_generator(group)
        public = group_public_value(group, generator, b"\1" * 32)
        statement = Statement.discrete_log(group, generator, public, secret="x")
        proof = protocol.prove(statement, Witness({"x": b"\1" * 32}))
        protocol.verify(statement, proof)
        assert proof.header.profile is None and not proof.header.quantum_resistant
        with pytest.raises(InvalidArgumentError):
            group_public_value(group, generator, bytes(32))


def test_hashing() -> None:
    import hashlib
    import hmac as standard

    message = bytearray(b"abc")
    assert digest(Hash.SHA256, message) == hashlib.sha256(message).digest()
    assert digest(Hash.SHA512, memoryview(message)[1:]) == hashlib.sha512(b"bc").digest()
    assert digest(Hash.SHA3_256, b"") == hashlib.sha3_256().digest()
    assert hmac(Hash.HMAC_SHA512, b"key", message) == standard.digest(b"key", message, "sha512")
    assert [hash_blocks(Hash.SHA256, length) for length in (0, 55, 56)] == [1, 1, 2]
    with pytest.raises(InvalidArgumentError):
        hmac(Hash.SHA256, b"key", message)
    with pytest.raises(BufferError, match="contiguous"):
        digest(Hash.SHA256, memoryview(b"abcdef")[::2])


def test_conjunctions_count_their_claims() -> None:
    claim = Statement.preimage_sized(Hash.SHA256, digest(Hash.SHA256, KEY), 32)
    assert Statement.conjunction([claim, claim]).name
    for few in ([], [claim]):
        with pytest.raises(InvalidArgumentError):
            Statement.conjunction(few)
    with pytest.raises(LimitExceededError):
        Statement.conjunction([claim] * (MAX_CLAIMS + 1))


def test_bad_statements_are_refused() -> None:
    with pytest.raises(InvalidArgumentError, match="32") as error:
        Statement.preimage(Hash.SHA256, b"short", 1)
    assert error.value.field == "digest"
    with pytest.raises(LimitExceededError):
        Statement.preimage(Hash.SHA256, bytes(32), 65)
    with pytest.raises(MalformedError):
        Statement.from_bytes(b"nothing")
    with pytest.raises(MalformedError, match="wish"):
        Statement.from_json({"kind": "wish"})
    with pytest.raises(InvalidArgumentError):
        Statement.preimage_parts(Hash.SHA256, bytes(32), Message(Secret("", 32)))
    with pytest.raises(InvalidArgumentError):
        Statement.preimage_parts(Hash.SHA256, bytes(32), Message(Hidden("a", 1), Hidden("b", 1)))
    with pytest.raises(LimitExceededError):
        Statement.preimage_parts(Hash.SHA256, bytes(32), Message(*[b"x"] * 257))
    with pytest.raises(UnicodeEncodeError):
        Statement.from_json("\ud800")


def test_messages_show_their_parts() -> None:
    message = Message(bytearray(b"a"), Secret("key", 4), key=b"k")
    assert repr(message) == "Message(b'a', Secret(name='key', length=4), key=b'k')"
    with pytest.raises(TypeError):
        Message("text")  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        Message(key=Hidden("key", 1))  # type: ignore[arg-type]
