"""Functions that the library calls: that they are called, what becomes of their exceptions, and that they are let go."""

from __future__ import annotations

import asyncio
import gc
import logging
import shutil
import subprocess
import threading
import time
import weakref
import zlib
from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from vectors import REPOSITORY

from nexuszero import (
    Codec,
    CompressionError,
    CompressionStrategy,
    Compressor,
    Config,
    ConfigurationError,
    InvalidArgumentError,
    LogLevel,
    MalformedError,
    OptimizationError,
    OptimizerOutcome,
    Preset,
    Profile,
    Proof,
    Protocol,
    Source,
    Statement,
    UnsupportedError,
    VerificationError,
    Witness,
    compressed_codec,
    _callbacks,
    health_check,
    logging_sink,
)
from nexuszero._callbacks import _entries

ZLIB = Codec(200, "zlib", zlib.compress, lambda content, size: zlib.decompress(content))


class Collected:
    """A callback that counts its calls, and whose end can be watched."""

    def __init__(self, result: Any = None) -> None:
        self.calls: list[Any] = []
        self.result = result

    def __call__(self, *arguments: Any) -> Any:
        self.calls.append(arguments)
        if isinstance(self.result, BaseException):
            raise self.result
        return self.result


@pytest.fixture
def choosing() -> Protocol:
    """A protocol that asks an optimizer, and waits for it."""
    return Protocol(Config(Preset.FAST, use_optimizer=True, **{"optimizer.deadline": 10_000}))


def smallest(request: dict[str, Any]) -> dict[str, Any]:
    """Takes the smallest of the fast proofs."""
    fast = [candidate for candidate in request["candidates"] if candidate["profile"] in ("fast", "balanced")]
    return {"version": 1, "candidate": min(fast, key=lambda candidate: candidate["proof_size"])["index"]}


def test_log_sink(protocol: Protocol, statement: Statement, witness: Witness) -> None:
    sink = Collected()
    protocol.set_log_sink(sink, LogLevel.DEBUG)
    proof = protocol.prove(statement, witness, request_id="first")
    with pytest.raises(VerificationError):
        protocol.verify(statement, proof, b"other", request_id="second")
    levels = {level for level, _ in sink.calls}
    assert {LogLevel.DEBUG, LogLevel.INFO, LogLevel.WARN} <= levels
    refused = [event for _, event in sink.calls if event["request_id"] == "second" and event["audit"]]
    assert refused[0]["code"] == "proof_verification" and refused[0]["operation"] == "verify"
    assert "horse" not in str(sink.calls)
    count = len(sink.calls)
    protocol.set_log_sink(None)
    protocol.prove(statement, witness)
    assert len(sink.calls) == count and not _entries


def test_logging_sink(protocol: Protocol, statement: Statement, witness: Witness, caplog: pytest.LogCaptureFixture) -> None:
    protocol.set_log_sink(logging_sink(logging.getLogger("proofs")))
    with caplog.at_level(logging.INFO, "proofs"):
        protocol.prove(statement, witness)
    assert [record.levelno for record in caplog.records] == [logging.INFO]
    assert caplog.records[0].__dict__["event"]["operation"] == "prove"


def test_metrics_sink(protocol: Protocol, statement: Statement, witness: Witness) -> None:
    sink = Collected()
    protocol.set_metrics_sink(sink)
    proof = protocol.prove(statement, witness)
    assert sink.calls == [(proof.measurements_dict(),)]
    protocol.set_metrics_sink(None)
    protocol.prove(statement, witness)
    assert len(sink.calls) == 1


def test_optimizer(choosing: Protocol, statement: Statement, witness: Witness) -> None:
    threads = []

    def optimizer(request: dict[str, Any]) -> dict[str, Any]:
        threads.append(threading.get_ident())
        return smallest(request)

    choosing.set_optimizer(optimizer, name="smallest")
    choosing.health_check()
    measured = choosing.prove(statement, witness).measurements
    assert measured.profile is Profile.BALANCED and measured.source is Source.OPTIMIZER
    assert measured.optimizer_outcome is OptimizerOutcome.ANSWERED
    assert choosing.prove(statement, witness).measurements.source is Source.CACHE
    assert threading.get_ident() not in threads
    choosing.set_optimizer(None)
    assert choosing.prove(statement, witness).measurements.source is Source.HEURISTIC
    choosing.close()


@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        (ValueError("no idea"), OptimizerOutcome.FAILED),
        (KeyboardInterrupt(), OptimizerOutcome.FAILED),
        ({"version": 1, "candidate": 10_000}, OptimizerOutcome.REFUSED),
        ({"version": 2}, OptimizerOutcome.MALFORMED),
        (None, OptimizerOutcome.MALFORMED),
        ({"version": object()}, OptimizerOutcome.FAILED),
        ({"version": "x" * 70_000}, OptimizerOutcome.FAILED),
    ],
)
def test_bad_replies(
    choosing: Protocol, statement: Statement, witness: Witness, reply: Any, outcome: OptimizerOutcome,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    choosing.set_optimizer(Collected(reply))
    measured = choosing.prove(statement, witness).measurements
    assert measured.optimizer_outcome is outcome and measured.source is Source.HEURISTIC
    if isinstance(reply, BaseException):
        assert type(reply).__name__ in caplog.text and caplog.records[0].name == "nexuszero"
    with pytest.raises(OptimizationError):
        choosing.health_check()
    choosing.close()


def test_a_late_optimizer(statement: Statement, witness: Witness) -> None:
    go = threading.Event()
    protocol = Protocol(Config(Preset.FAST, use_optimizer=True))

    def late(request: dict[str, Any]) -> dict[str, Any]:
        go.wait(60)
        return smallest(request)

    protocol.set_optimizer(late)
    assert protocol.prove(statement, witness).measurements.optimizer_outcome is OptimizerOutcome.LATE
    protocol.close()
    assert _entries, "the call still runs"
    go.set()
    until_let_go()


def until_let_go() -> None:
    """Waits until threads of the library have let go of their callbacks."""
    for _ in range(1000):
        if not _entries:
            return
        time.sleep(0.01)
    raise AssertionError("a callback was not let go")


def test_an_optimizer_that_closes_its_protocol(choosing: Protocol, statement: Statement, witness: Witness) -> None:
    def closing(request: dict[str, Any]) -> dict[str, Any]:
        choosing.close()
        return smallest(request)

    choosing.set_optimizer(closing)
    assert choosing.prove(statement, witness).measurements.source is Source.OPTIMIZER
    assert choosing.closed
    until_let_go()


@pytest.mark.skipif(shutil.which("cc") is None, reason="there is no C compiler")
def test_a_plugin(choosing: Protocol, statement: Statement, witness: Witness, tmp_path: Path) -> None:
    source, plugin = REPOSITORY / "c_examples" / "optimizer_plugin.c", tmp_path / "plugin.so"
    command = ["cc", "-shared", "-fPIC", f"-I{REPOSITORY / 'include'}", "-o", str(plugin), str(source)]
    subprocess.run(command, check=True)
    choosing.load_optimizer(plugin, "100000")
    assert choosing.prove(statement, witness).measurements.profile is Profile.TINY
    with pytest.raises(OptimizationError):
        choosing.load_optimizer(plugin, "no number")
    with pytest.raises(ConfigurationError):
        choosing.load_optimizer(tmp_path / "missing.so")
    import _cffi_backend

    with pytest.raises(UnsupportedError):
        choosing.load_optimizer(_cffi_backend.__file__)
    choosing.close()


def test_codec_of_a_compressor() -> None:
    content = b"the same again and " * 100
    with Compressor(codec=ZLIB) as compressor:
        compressed = compressor.compress(content)
        assert compressed_codec(compressed) == 200 and len(compressed) < 100
        assert compressor.decompress(compressed) == content
        noise = compressor.compress(bytes(range(256)))
        assert compressed_codec(noise) == 0 and compressor.decompress(noise) == bytes(range(256))
        with pytest.raises(CompressionError):
            compressor.decompress(compressed[:20])
    assert not _entries
    with Compressor() as plain, pytest.raises(UnsupportedError):
        plain.decompress(compressed)


@pytest.mark.parametrize(
    "codec",
    [
        Codec(200, "raises", Collected(ValueError("no")), lambda content, size: content),
        Codec(200, "no bytes", lambda content: "text", lambda content, size: content),  # type: ignore[arg-type, return-value]
        Codec(200, "restores nothing", lambda content: b"", lambda content, size: b""),
        Codec(200, "restores something else", lambda content: b"", lambda content, size: bytes(size)),
        Codec(200, "restores too much", lambda content: b"", lambda content, size: bytes(size + 1)),
    ],
    ids=lambda codec: codec.name,
)
def test_codecs_that_fail_are_not_used(codec: Codec) -> None:
    with Compressor(codec=codec) as compressor:
        compressed = compressor.compress(b"content " * 10)
        assert compressed_codec(compressed) == 0 and compressor.decompress(compressed) == b"content " * 10


def test_codec_of_a_protocol(statement: Statement, witness: Witness) -> None:
    kept: dict[bytes, bytes] = {}

    def shelve(content: bytes) -> bytes:
        kept[content[:16]] = content
        return content[:16]

    shelf = Codec(129, "shelf", shelve, lambda name, size: kept[name])
    with Protocol(Config(Preset.FAST, use_compression=True)) as protocol:
        protocol.set_codec(shelf)
        protocol.health_check()
        proof = protocol.prove(statement, witness)
        assert len(proof) < 100 and proof.measurements_dict()["codec"] in ("shelf", "custom")
        protocol.verify(statement, Proof.from_bytes(bytes(proof)))
        protocol.set_codec(None)
        with pytest.raises(UnsupportedError):
            protocol.verify(statement, proof)
        assert proof.header.size == len(proof)
        protocol.set_codec(Codec(129, "raises", Collected(ValueError()), Collected(ValueError())))
        assert len(protocol.prove(statement, witness)) > 10_000
        assert protocol.metrics().summary.recoveries == 1
        with pytest.raises(CompressionError):
            protocol.health_check()


def test_bad_codecs_are_not_taken(protocol: Protocol) -> None:
    for number, name in ((127, "low"), (256, "high"), (200, ""), (200, "x" * 65)):
        codec = Codec(number, name, zlib.compress, ZLIB.decompress)
        with pytest.raises(InvalidArgumentError):
            Compressor(codec=codec)
        with pytest.raises(InvalidArgumentError):
            protocol.set_codec(codec)
        assert not _entries
    with pytest.raises(ValueError, match="NUL"):
        protocol.set_codec(Codec(200, "a\0b", zlib.compress, ZLIB.decompress))
    with pytest.raises(ConfigurationError):
        Compressor(CompressionStrategy.LZ4, max_ratio=0)


@pytest.mark.parametrize("kind", ["log", "metrics", "optimizer", "codec"])
def test_callbacks_are_let_go(kind: str, protocol: Protocol) -> None:
    def give(callback: Any) -> None:
        if kind == "log":
            protocol.set_log_sink(callback)
        elif kind == "metrics":
            protocol.set_metrics_sink(callback)
        elif kind == "optimizer":
            protocol.set_optimizer(callback)
        else:
            protocol.set_codec(callback and Codec(200, "x", callback, callback))

    ends: list[Callable[[], None]] = [lambda: give(None), lambda: give(Collected()), protocol.close]
    for end in ends:
        callback = Collected()
        alive = weakref.ref(callback)
        give(callback)
        del callback
        gc.collect()
        assert alive() is not None
        end()
        gc.collect()
        assert alive() is None


def test_a_protocol_that_is_collected_lets_its_callbacks_go() -> None:
    protocol = Protocol()
    protocol.set_log_sink(Collected())
    assert len(_entries) == 1
    del protocol
    gc.collect()
    assert not _entries


def test_exceptions_of_sinks_are_logged(
    protocol: Protocol, statement: Statement, witness: Witness, caplog: pytest.LogCaptureFixture
) -> None:
    protocol.set_log_sink(Collected(ValueError("sink of logs")))
    protocol.set_metrics_sink(Collected(ValueError("sink of metrics")))
    protocol.verify(statement, protocol.prove(statement, witness))
    assert "sink of logs" in caplog.text and "sink of metrics" in caplog.text
    assert {record.name for record in caplog.records} == {"nexuszero"}


@pytest.mark.parametrize("exception", [KeyboardInterrupt, SystemExit])
def test_what_ends_a_program_is_raised_by_the_call(
    protocol: Protocol, statement: Statement, witness: Witness, exception: type[BaseException]
) -> None:
    protocol.set_log_sink(Collected(exception()))
    with pytest.raises(exception):
        protocol.prove(statement, witness)
    protocol.set_log_sink(None)
    protocol.prove(statement, witness)


@pytest.mark.parametrize("exception", [KeyboardInterrupt, SystemExit, asyncio.CancelledError])
def test_what_ends_a_program_is_not_kept_on_a_thread_of_the_library(
    choosing: Protocol, statement: Statement, witness: Witness, exception: type[BaseException], caplog: pytest.LogCaptureFixture
) -> None:
    ends = [exception()]

    def optimizer(request: dict[str, Any]) -> dict[str, Any]:
        if ends:
            raise ends.pop()
        health_check()  # A call on the same thread.
        return smallest(request)

    choosing.set_optimizer(optimizer)
    outcomes = [choosing.prove(statement, witness).measurements.optimizer_outcome for _ in range(2)]
    assert outcomes == [OptimizerOutcome.FAILED, OptimizerOutcome.ANSWERED]
    assert [record.exc_info[0] for record in caplog.records if record.exc_info] == [exception]
    choosing.close()


def test_a_failed_call_is_not_hidden_by_nothing(protocol: Protocol, statement: Statement) -> None:
    protocol.set_log_sink(Collected(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        protocol.prove(statement, Witness())


def test_callbacks_may_use_and_close_their_protocol(protocol: Protocol, statement: Statement, witness: Witness) -> None:
    def sink(level: LogLevel, event: dict[str, Any]) -> None:
        protocol.set_log_sink(None)
        protocol.verify(statement, protocol.prove(statement, witness))
        protocol.close()

    protocol.set_log_sink(sink)
    proof = protocol.prove(statement, witness)
    assert protocol.closed and len(proof) > 0 and not _entries


def test_a_callback_that_was_refused_is_not_kept(protocol: Protocol) -> None:
    callback = Collected()
    for level in (0, 9):
        with pytest.raises(UnsupportedError):
            protocol.set_log_sink(callback, level)  # type: ignore[arg-type]
    protocol.close()
    with pytest.raises(ValueError, match="closed"):
        protocol.set_log_sink(callback)
    assert not _entries


def test_ctrl_c_in_the_end_of_the_one_before_does_not_lose_a_callback(
    protocol: Protocol, statement: Statement, witness: Witness, monkeypatch: pytest.MonkeyPatch
) -> None:
    protocol.set_log_sink(Collected())
    with monkeypatch.context() as patched:

        def interrupted(number: int) -> None:
            del _entries[number]
            raise KeyboardInterrupt

        patched.setattr(_callbacks, "_remove", interrupted)
        callback = Collected()
        with pytest.raises(KeyboardInterrupt):
            protocol.set_log_sink(callback)
    protocol.prove(statement, witness)
    assert callback.calls and len(_entries) == 1


def test_ctrl_c_in_the_end_of_a_callback_is_raised_by_close(protocol: Protocol, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(number: int) -> None:
        del _entries[number]
        raise KeyboardInterrupt

    protocol.set_log_sink(Collected())
    monkeypatch.setattr(_callbacks, "_remove", interrupted)
    with pytest.raises(KeyboardInterrupt):
        protocol.close()
    assert protocol.closed


def test_a_reply_is_any_mapping(choosing: Protocol, statement: Statement, witness: Witness) -> None:
    choosing.set_optimizer(lambda request: MappingProxyType(smallest(request)))
    assert choosing.prove(statement, witness).measurements.optimizer_outcome is OptimizerOutcome.ANSWERED
    choosing.close()


def test_malformed_content_of_a_codec_is_named() -> None:
    with Compressor(codec=ZLIB) as compressor, pytest.raises(MalformedError):
        compressor.decompress(b"")
