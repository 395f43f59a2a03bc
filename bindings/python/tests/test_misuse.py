"""Closing twice, closing while calls run, using what is closed, and sharing what is for one thread at a time."""

from __future__ import annotations

import contextlib
import copy
import functools
import gc
import threading
import time
import weakref
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy
import pytest
from conftest import SECRET

from nexuszero import (
    Archive,
    Batch,
    BusyError,
    Circuit,
    ClosedError,
    Compressor,
    Config,
    DigestList,
    Hash,
    InvalidArgumentError,
    MerkleTree,
    Message,
    NexusZeroError,
    Proof,
    Protocol,
    Statement,
    Status,
    Witness,
    codec_name,
    commit,
    digest,
    hash_blocks,
    new_blinding,
)
from nexuszero._handle import Handle, Owned


@pytest.fixture
def objects(protocol: Protocol, statement: Statement, witness: Witness, tmp_path: Path) -> dict[str, Owned]:
    """One object of each class."""
    made: list[Owned] = [
        Archive.create(tmp_path / "archive.nxa"),
        Batch(),
        Circuit("1 3\n2 1 1\n1 1\n\n2 1 0 1 2 AND\n"),
        Compressor(),
        Config(),
        DigestList([bytes(32)]),
        MerkleTree(Hash.SHA256, [b"leaf"]),
        protocol.metrics(),
        protocol.prove(statement, witness),
        protocol,
        statement,
        witness,
    ]
    return {type(one).__name__: one for one in made}


def test_there_is_one_object_of_each_class(objects: dict[str, Owned]) -> None:
    assert {type(one) for one in objects.values()} == set(Owned.__subclasses__())


def _call(method: Callable[..., object], arguments: int, one: Any) -> object:
    return method(one, *[0] * arguments)


def test_everything_of_a_closed_object_raises(
    objects: dict[str, Owned], protocol: Protocol, statement: Statement, witness: Witness
) -> None:
    fresh_proof = Proof.from_bytes(bytes(protocol.prove(statement, witness)))
    fresh = Statement.from_bytes(statement.to_bytes())
    counted = protocol.metrics()
    for one in objects.values():
        one.close()
        one.close()
        assert one.closed and repr(one) == f"<{type(one).__name__} closed>"
    special: dict[str, Callable[[Any], object]] = {
        "append": lambda one: one.append(fresh, fresh_proof),
        "compare": lambda one: one.compare(counted),
        "prove": lambda one: one.prove(fresh, Witness()),
        "verify": lambda one: one.verify(fresh, fresh_proof),
        "estimate": lambda one: one.estimate(fresh),
        "prove_batch": lambda one: one.prove_batch([(fresh, Witness())]),
        "verify_batch": lambda one: one.verify_batch([(fresh, fresh_proof)]),
        "reconfigure": lambda one: one.reconfigure(Config()),
        "set": lambda one: one.set("x", 1),
        "set_merkle_path": lambda one: one.set_merkle_path(MerkleTree(Hash.SHA256, [b"leaf"]), 0),
        "set_log_sink": lambda one: one.set_log_sink(print),
        "set_metrics_sink": lambda one: one.set_metrics_sink(print),
        "set_optimizer": lambda one: one.set_optimizer(dict),
        "set_codec": lambda one: one.set_codec(None),
        "error_count": lambda one: one.error_count(1, 1),
        "set_limit": lambda one: one.set_limit(1, 1),
        "load_json": lambda one: one.load_json("{}"),
        "load_toml": lambda one: one.load_toml(""),
        "load_file": lambda one: one.load_file("x.toml"),
        "load_optimizer": lambda one: one.load_optimizer("x.so"),
        "compress": lambda one: one.compress(b""),
        "decompress": lambda one: one.decompress(b""),
        "find": lambda one: one.find(b""),
        "add": lambda one: one.add(b""),
    }
    tried = 0
    for one in objects.values():
        for name, attribute in vars(type(one)).items():
            if isinstance(attribute, (classmethod, staticmethod)) or name in ("__init__", "__iter__", "__doc__", "__module__"):
                continue
            if name in ("proofs", "raise_for_failures"):  # these look at what was kept
                continue
            if isinstance(attribute, property):
                use: Callable[[Any], object] = attribute.fget  # type: ignore[assignment]
            elif name in special:
                use = special[name]
            elif callable(attribute):
                required = attribute.__code__.co_argcount - 1 - len(attribute.__defaults__ or ())
                use = functools.partial(_call, attribute, required)
            else:
                continue
            with pytest.raises(ClosedError) as error:
                use(one)
            assert error.value.status is Status.INVALID_HANDLE and isinstance(error.value, ValueError)
            tried += 1
    assert tried > 60


def test_closed_arguments_raise(protocol: Protocol, statement: Statement, witness: Witness) -> None:
    proof = protocol.prove(statement, witness)
    closed = Statement.from_bytes(statement.to_bytes())
    closed.close()
    for use in (
        lambda: protocol.prove(closed, witness),
        lambda: protocol.verify(closed, proof),
        lambda: protocol.estimate(closed),
        lambda: Statement.conjunction([statement, closed]),
    ):
        with pytest.raises(ClosedError):
            use()
    protocol.verify(statement, proof)


def test_objects_are_freed_when_they_are_collected(statement: Statement) -> None:
    freed: list[int] = []
    owner = Owned(Handle(7, freed.append))
    gone = weakref.ref(owner)
    assert not freed
    del owner
    assert gone() is None and freed == [7]


def test_a_copy_does_not_outlive_its_original() -> None:
    tree = MerkleTree(Hash.SHA256)
    other = copy.copy(tree)
    del tree
    gc.collect()
    with pytest.raises(ClosedError):
        len(other)


DECIMAL: Any = Decimal("17.9")
FRACTION: Any = Fraction(559, 10)


def _raise(*arguments: object) -> None:
    raise KeyboardInterrupt


def _interrupted(protocol: Protocol, statement: Statement, witness: Witness) -> None:
    protocol.set_log_sink(_raise)
    protocol.prove(statement, witness)


@pytest.mark.parametrize(
    "fail",
    [
        lambda protocol, statement, witness: protocol.prove(statement, witness),
        lambda protocol, statement, witness: protocol.prove_batch([(statement, witness)]).raise_for_failures(),
        lambda protocol, statement, witness: protocol.prove_batch([(statement, witness)], progress=_raise),
        _interrupted,
    ],
    ids=["prove", "batch", "progress", "sink"],
)
def test_what_a_failed_call_used_is_let_go_at_once(fail: Callable[..., object], protocol: Protocol, statement: Statement) -> None:
    """No garbage collection is needed: a secret would be left in memory until there is one."""
    witness = Witness.preimage(b"something else")
    handle = witness._handle
    gc.collect()
    gc.disable()
    try:
        with contextlib.suppress(NexusZeroError, KeyboardInterrupt):
            fail(protocol, statement, witness)
            pytest.fail("nothing was raised")
        del witness
        assert handle.closed
    finally:
        gc.enable()


def test_a_buffer_of_a_failed_call_is_free_at_once() -> None:
    key = bytearray(32)
    gc.collect()
    gc.disable()
    try:
        with contextlib.suppress(InvalidArgumentError):
            Witness({"x" * 65: key})
            pytest.fail("nothing was raised")
        key.clear()
    finally:
        gc.enable()


@pytest.mark.parametrize(
    "use",
    [
        lambda protocol, statement, witness: Statement.range(Hash.SHA256, bytes(32), DECIMAL, DECIMAL),
        lambda protocol, statement, witness: Config().set_security_level(DECIMAL),
        lambda protocol, statement, witness: Config().set_require_quantum_resistance(DECIMAL),
        lambda protocol, statement, witness: hash_blocks(Hash.SHA256, FRACTION),
        lambda protocol, statement, witness: hash_blocks(Hash.SHA256, numpy.float32(55.9)),
        lambda protocol, statement, witness: codec_name(DECIMAL),
        lambda protocol, statement, witness: protocol.prove_batch([(statement, witness)], threads=DECIMAL),
        lambda protocol, statement, witness: protocol.prove_batch([(statement, witness)])[DECIMAL],
        lambda protocol, statement, witness: witness.set("a", True),
        lambda protocol, statement, witness: witness.set("a", numpy.float64(20)),
        lambda protocol, statement, witness: witness.set("a", DECIMAL),
        lambda protocol, statement, witness: digest(Hash.SHA256, numpy.float64(20)),
        lambda protocol, statement, witness: Message(numpy.float64(20)),
    ],
)
def test_other_types_are_no_numbers_and_no_bytes(
    use: Callable[..., object], protocol: Protocol, statement: Statement, witness: Witness
) -> None:
    with pytest.raises(TypeError):
        use(protocol, statement, witness)


def test_whole_numbers_of_other_packages() -> None:
    assert hash_blocks(Hash.SHA256, numpy.int64(64)) == hash_blocks(Hash.SHA256, 64)
    blinding = new_blinding()
    words: Any = numpy.frombuffer(blinding, numpy.uint32)
    commitment = commit(Hash.SHA256, 20, blinding)
    protocol, statement = Protocol(Config(profile="fast")), Statement.range(Hash.SHA256, commitment, 18, numpy.uint8(120))
    witness = Witness({"value": numpy.int64(20), "blinding": words})
    protocol.verify(statement, protocol.prove(statement, witness))
    with pytest.raises(OverflowError):
        witness.set("value", numpy.int64(-1))


def test_whoever_ends_the_last_use_frees() -> None:
    freed: list[int] = []
    handle = Handle(7, freed.append)
    with handle as pointer:
        with handle:
            handle.close()
            handle.close()
            assert pointer == 7 and not freed
        assert not freed
        with pytest.raises(ClosedError):
            handle.__enter__()
        assert not freed
    assert freed == [7]
    handle.close()
    assert freed == [7]


def test_objects_made_in_place_live_as_long_as_the_call() -> None:
    claims = (Statement.preimage_sized(Hash.SHA256, digest(Hash.SHA256, SECRET), len(SECRET)) for _ in range(2))
    conjunction = Statement.conjunction(claims)
    proof = Protocol(Config(profile="fast")).prove(Statement.from_bytes(conjunction.to_bytes()), Witness({"message": SECRET}))
    Protocol().verify(conjunction, Proof.from_bytes(bytes(proof)))


def test_closing_while_calls_run(statement: Statement, witness: Witness) -> None:
    for closes_all in range(20):
        protocol = Protocol(Config(profile="fast"))
        objects = [protocol, Statement.from_bytes(statement.to_bytes()), Witness.preimage(SECRET)]
        outcomes: list[str] = []

        def work(objects: list[Any] = objects, outcomes: list[str] = outcomes) -> None:
            prover, claim, secrets = objects
            try:
                while True:
                    proof = prover.prove(claim, secrets)
                    prover.verify(claim, proof)
                    assert len(bytes(proof)) > 10_000
            except ClosedError:
                outcomes.append("closed")
            except BaseException as error:
                outcomes.append(repr(error))

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        time.sleep(0.02)
        objects[closes_all % 3].close()
        for thread in threads:
            thread.join()
        assert outcomes == ["closed"] * 4


def test_many_threads_share_a_protocol(protocol: Protocol, statement: Statement, witness: Witness) -> None:
    events: list[Any] = []
    protocol.set_log_sink(lambda level, event: events.append(event))
    failures: list[BaseException] = []

    def work() -> None:
        try:
            for index in range(10):
                proof = protocol.prove(statement, witness, b"%d" % index)
                protocol.verify(statement, proof, b"%d" % index)
                protocol.metrics().to_dict()
                protocol.set_metrics_sink(events.append)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert protocol.metrics().summary.prove.succeeded == 80
    assert sum(event.get("operation") == "verify" for event in events) == 80


def test_changes_of_one_object_take_turns() -> None:
    tree, config = MerkleTree(Hash.SHA256), Config()
    failures: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for index in range(200):
                tree.add(b"%d" % index)
                assert len(tree.root) == 32 and tree.depth(0) >= 0
                config.set(f"custom.key{number}", index)
                config.to_dict()
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=[number]) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures and len(tree) == 1200
    assert config.to_dict()["custom"] == {f"key{number}": 199 for number in range(6)}


def test_a_witness_in_use_is_not_changed(protocol: Protocol, statement: Statement, witness: Witness) -> None:
    refused: list[NexusZeroError] = []

    def sink(level: object, event: object) -> None:
        try:
            witness.set("message", b"changed")
        except BusyError as error:
            refused.append(error)

    protocol.set_log_sink(sink)
    protocol.prove(statement, witness)
    assert len(refused) == 1
    protocol.set_log_sink(None)
    protocol.prove(statement, witness)
    witness.set("message", SECRET)


def test_objects_without_a_call_are_collected_in_cycles(protocol: Protocol) -> None:
    class Node:
        def __init__(self) -> None:
            self.tree = MerkleTree(Hash.SHA256, [b"leaf"])
            self.me = self

    node = Node()
    handle = node.tree._handle
    del node
    gc.collect()
    assert handle.closed
