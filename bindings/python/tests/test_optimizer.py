"""The trained optimizer as it is served: requests, features, models, choices, and what becomes of its failures."""

from __future__ import annotations

import copy
import dataclasses
import hashlib
import json
import logging
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy
import onnx
import pytest
import synthetic

from nexuszero import Config, Json, OptimizerOutcome, Preset, Protocol, Source, Statement, Witness
from nexuszero.optimizer import DEFAULT_MODEL, Model, ModelError, NeuralOptimizer, RequestError
from nexuszero.optimizer.choice import Prediction, admitted, by_cost_model, choose
from nexuszero.optimizer.features import AVAILABLE, Feature, matrix
from nexuszero.optimizer.requests import Constraints, read_constraints, read_rows, write_request

DATA = Path(__file__).resolve().parents[1] / "data"
ROWS = synthetic.rows("preimage/sha256", 1.0)


@pytest.fixture(scope="module")
def optimizer() -> NeuralOptimizer:
    """With the model of the package."""
    return NeuralOptimizer()


@pytest.fixture
def request_json() -> Json:
    """A request without constraints."""
    return write_request(ROWS, Constraints())


@pytest.fixture
def choosing() -> Iterator[Protocol]:
    """A protocol that asks an optimizer, and waits for it."""
    with Protocol(Config(Preset.FAST, use_optimizer=True, threads=2, **{"optimizer.deadline": 10_000})) as protocol:
        yield protocol


def test_a_request_is_read_as_it_was_written() -> None:
    constraints = Constraints(20_000, 2.5)
    request = json.loads(json.dumps(write_request(ROWS, constraints)))
    assert read_rows(request) == [{name: row[name] for name in read_rows(request)[0]} for row in ROWS]
    assert read_constraints(request) == constraints


def replaced(path: str, value: Any) -> Callable[[Json], Any]:
    """Puts a value into a request."""

    def change(request: Json) -> Any:
        *outer, last = path.split(".")
        target: Any = request
        for name in outer:
            target = target[int(name) if name.isdigit() else name]
        target[last] = value
        return request

    return change


WRONG_VALUES: dict[str, list[Any]] = {
    "version": [0, 2, 1.0, "1", True, None],
    "statement": [None, [], "preimage", {"kind": "preimage"}],
    "statement.kind": [None, 7, ["preimage"]],
    "statement.degree_caps": [None, {}, [], [None], [{"degree_cap": 7}]],
    "candidates": [None, {}, [], [[]], [{}]],
    "candidates.0.prove_ms": [None, "1", -1.0, float("nan"), float("inf"), True, [], 1e300],
    "candidates.0.degree_cap": [8, 7.5, None],
    "candidates.0.index": ["0", -1, None],
    "candidates.1.memory": [10**400],
    "constraints": [None],
    "constraints.max_verify_time_ms": ["1", -1, [], float("nan")],
    "processor.backend": ["abacus"],
    "security_level": [None],
}
HOSTILE: list[Callable[[Json], Any]] = [
    lambda request: None,
    lambda request: [],
    lambda request: [request],
    lambda request: "x" * 100_000,
    lambda request: {},
    lambda request: {**request, "candidates": request["candidates"][:1] * 100_000 + [0]},
    *(replaced(path, value) for path, values in WRONG_VALUES.items() for value in values),
]


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_hostile_requests_are_refused(optimizer: NeuralOptimizer, request_json: Json, number: int) -> None:
    with pytest.raises(RequestError):
        optimizer(HOSTILE[number](copy.deepcopy(request_json)))


def test_numbers_beyond_the_training_do_no_harm(optimizer: NeuralOptimizer, request_json: Json) -> None:
    for path in ("candidates.0.prove_ms", "candidates.1.memory", "statement.degree_caps.0.products"):
        for value in (0, 2**64 - 1):
            with numpy.errstate(all="raise"):
                assert optimizer(replaced(path, value)(copy.deepcopy(request_json)))["version"] == 1


def test_fields_that_are_not_known_are_not_looked_at(optimizer: NeuralOptimizer, request_json: Json) -> None:
    expected = optimizer(request_json)
    request_json["new"] = request_json["candidates"][0]["new"] = {"a": [1]}
    request_json["custom"] = {"deep": [[[]]] * 1000}
    assert optimizer(request_json) == expected


def test_features() -> None:
    row = {**ROWS[0], "candidate.prove_ms": 0.0, "security_level": 192}
    assert Feature("a", "candidate.threads", "value")(row) == 2
    assert Feature("a", "candidate.prove_ms", "log").raw(row) == pytest.approx(-13.8155, abs=1e-4)
    assert Feature("a", "candidate.prove_ms", "log", low=-1, high=1)(row) == -1
    assert Feature("a", "candidate.threads", "value", low=0, high=1)(row) == 1
    assert Feature("a", "candidate.profile", "equals", "fast")(row) == 1
    assert Feature("a", "candidate.profile", "equals", "tiny")(row) == 0
    assert Feature("a", "security_level", "equals", 192)(row) == 1
    ranged = [dataclasses.replace(feature, low=-1.5, high=2.0) for feature in AVAILABLE]
    assert all(Feature.from_json(json.loads(json.dumps(feature.to_json()))) == feature for feature in ranged)


@pytest.mark.parametrize(
    "wrong",
    [
        {"field": "witness", "transform": "value"},
        {"field": "candidate.profile", "transform": "log"},
        {"field": "candidate.prove_ms", "transform": "__import__"},
        {"field": "candidate.prove_ms", "transform": "log", "low": 2, "high": 1},
        {"field": "candidate.prove_ms", "transform": "log", "low": float("nan")},
    ],
)
def test_wrong_features(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        Feature.from_json({"name": "a", "low": 0, "high": 1, **wrong})


def test_the_choice() -> None:
    expected = [by_cost_model(row) for row in ROWS]
    assert choose(ROWS, Constraints(), expected) == 0
    assert choose(ROWS, Constraints(max_proof_size=8000), expected) == 4, "the fastest that is small enough"
    assert choose(ROWS, Constraints(max_proof_size=1), expected) is None
    slow = [
        Prediction(one.prove_ms * (2 if row["candidate.threads"] == 2 else 1), one.verify_ms, 0)
        for one, row in zip(expected, ROWS, strict=True)
    ]
    assert choose(ROWS, Constraints(), slow) == 1, "the predictions count"
    hungry = [dataclasses.replace(one, memory=1e12 if place < 2 else 0) for place, one in enumerate(expected)]
    assert choose(ROWS, Constraints(), hungry) == 2


def test_the_margin() -> None:
    """Of two candidates the faster one is verified just in time."""
    rows = [{**row, "candidate.verify_ms": 1.0} for row in ROWS[:2]]
    expected = [Prediction(1.0, 2.0, 0), Prediction(3.0, 1.0, 0)]
    assert choose(rows, Constraints(max_verify_ms=2.1), expected) == 0
    assert choose(rows, Constraints(max_verify_ms=2.1), expected, 1.1) == 1
    assert choose(rows, Constraints(max_verify_ms=1.05), expected, 1.1) == 1, "where none is in time, the one that is soonest"


def test_times_of_a_request_are_rounded() -> None:
    """1.0004 ms stand there as 1.0: the library would refuse it for a limit of 1 ms."""
    rows = [{**ROWS[0], "candidate.verify_ms": 1.0}, {**ROWS[1], "candidate.verify_ms": 0.8}]
    assert admitted(rows, Constraints(max_verify_ms=1.0)) == [1]
    assert admitted(rows[:1], Constraints(max_verify_ms=1.0)) == [0], "the library asks where one is in time"


def test_vectors(optimizer: NeuralOptimizer) -> None:
    """The file by which other programs that read the model are tested."""
    vectors = json.loads((DATA / "optimizer-vectors.json").read_text())
    assert vectors["model_sha256"] == hashlib.sha256(DEFAULT_MODEL.read_bytes()).hexdigest()
    assert len(vectors["answered"]) >= 10 and len(vectors["refused"]) >= 5
    for vector in vectors["answered"]:
        rows = read_rows(vector["request"])
        for line, wanted in zip(matrix(optimizer.model.description.features, rows), vector["features"], strict=True):
            assert line == pytest.approx(wanted, rel=1e-9)
        for found, expected in zip(optimizer.model.predict(rows), vector["predictions"], strict=True):
            assert vars(found) == pytest.approx(expected, rel=1e-4)
        assert optimizer(vector["request"]) == vector["reply"]
    for vector in vectors["refused"]:
        with pytest.raises(RequestError):
            optimizer(vector["request"])


def test_the_graph_is_plain() -> None:
    model = onnx.load(DEFAULT_MODEL)
    assert {node.op_type for node in model.graph.node} == {"MatMul", "Add", "Relu"}
    assert [(opset.domain, opset.version) for opset in model.opset_import] == [("", 13)]


def pointed_at(source: Any, pointer: str) -> tuple[Any, Any]:
    """What holds the value that a JSON pointer names, and its key there."""
    *outer, last = pointer.split("/")[1:]
    for name in outer:
        source = source[int(name) if isinstance(source, list) else name]
    return source, int(last) if isinstance(source, list) else last


def new_text(old: str | None, change: Json) -> str | None:
    """The new text of an entry; None takes it out."""
    text = None if change["text"] is None else change["text"] * change.get("times", 1)
    if "at" not in change:
        return text
    assert old is not None
    source = json.loads(old)
    holder, key = pointed_at(source, change["at"])
    if text is None:
        del holder[key]
        return json.dumps(source)
    holder[key] = "HERE"  # What may be no JSON takes the place of text that is.
    return json.dumps(source).replace('"HERE"', text, 1)


def changed_model(change: Json) -> bytes:
    """The model of the package with other metadata, and more at the end of its graph."""
    model = onnx.load(DEFAULT_MODEL)
    entries = {entry.key: entry.value for entry in model.metadata_props}
    for entry in change.get("metadata", []):
        key = f"nexuszero.{entry['entry']}"
        text = new_text(entries.pop(key, None), entry)
        if text is not None:
            entries[key] = text
    del model.metadata_props[:]
    onnx.helper.set_model_props(model, entries)
    for node in change.get("nodes", []):
        added = onnx.NodeProto(op_type=node["op"], input=node["input"], output=node["output"], domain=node.get("domain"))
        if "attribute" in node:
            added.attribute.add(name=node["attribute"])
        model.graph.node.extend([added] * node.get("times", 1))
    for constant in change.get("initializers", []):
        raw = bytes.fromhex(constant["raw"]) * constant.get("times", 1)
        model.graph.initializer.add(name=constant["name"], dims=constant["dims"], data_type=constant.get("type", 1), raw_data=raw)
    return bytes(model.SerializeToString())


CHANGES: dict[str, list[Json]] = json.loads((DATA / "optimizer-models.json").read_text())


def named(changes: list[Json]) -> pytest.MarkDecorator:
    """Parametrizes a test with changes."""
    return pytest.mark.parametrize("change", changes, ids=[change["why"] for change in changes])


@named(CHANGES["answers"])
def test_changed_models_that_answer(change: Json, request_json: Json) -> None:
    assert NeuralOptimizer.of(Model.from_bytes(changed_model(change)))(request_json)["version"] == 1


@named(CHANGES["silent"])
def test_changed_models_that_answer_nothing(change: Json, request_json: Json) -> None:
    optimizer = NeuralOptimizer.of(Model.from_bytes(changed_model(change)))
    with pytest.raises((ModelError, RequestError), match="does not predict numbers|no data of the backend"):
        optimizer(request_json)


@named(CHANGES["refused"])
def test_changed_models_that_are_refused(change: Json) -> None:
    with pytest.raises(ModelError):
        Model.from_bytes(changed_model(change))


@pytest.mark.parametrize(
    ("entry", "text", "message"),
    [
        ("schema", "2", "schema 2, and schema 1"),
        ("schema", None, "schema None"),
        ("features", None, "damaged.*features"),
        ("features", '[{"name": "a", "field": "witness", "transform": "log"}]', "no field 'witness'"),
        ("outputs", "[]", "outputs"),
        ("verify_margin", "0.5", "margin"),
    ],
)
def test_what_is_wrong_is_said(entry: str, text: str | None, message: str) -> None:
    with pytest.raises(ModelError, match=message):
        Model.from_bytes(changed_model({"metadata": [{"entry": entry, "text": text}]}))


def test_files_that_cannot_be_models(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(tmp_path / "link")
    for unreadable in (tmp_path / "none.onnx", tmp_path, tmp_path / "pipe", tmp_path / "link", "/dev/zero", "", "a\0b", "a" * 10_000):
        with pytest.raises(ModelError, match="cannot be read"):
            NeuralOptimizer(unreadable)
    content, file = DEFAULT_MODEL.read_bytes(), tmp_path / "model.onnx"
    for damaged in (b"", b"text", content[: len(content) // 2], content[:-1], bytes(len(content)), b"\xff" * len(content)):
        file.write_bytes(damaged)
        with pytest.raises(ModelError):
            NeuralOptimizer(file)
    assert capfd.readouterr().err == ""


def test_the_size_of_a_model_is_limited(tmp_path: Path) -> None:
    # Fields 2047 and 2046 are in no model. The lengths take three bytes, also where fewer would do.
    content, file = DEFAULT_MODEL.read_bytes(), tmp_path / "model.onnx"
    rest = (1 << 18) - len(content) - 5
    padding = bytes([0xFA, 0x7F, rest & 0x7F | 0x80, rest >> 7 & 0x7F | 0x80, rest >> 14]) + bytes(rest)
    file.write_bytes(content + padding)
    assert file.stat().st_size == 1 << 18 and Model(file)
    file.write_bytes(content + padding + b"\xfa\x7f\0")
    with pytest.raises(ModelError, match="at most 262144 bytes"):
        Model(file)


@pytest.mark.parametrize("text", [b"\xff", "[]".encode("utf-16")])
def test_text_that_is_no_utf8(text: bytes) -> None:
    """onnx hands it over as bytes, and JSON may be UTF-16."""
    key = b"nexuszero.backends"
    entry = bytes([10, len(key)]) + key + bytes([18, len(text)]) + text
    with pytest.raises(ModelError, match="damaged"):
        Model.from_bytes(DEFAULT_MODEL.read_bytes() + bytes([14 << 3 | 2, len(entry)]) + entry)


def test_every_changed_byte_of_a_model(request_json: Json) -> None:
    """A model, or its documented error: nothing else."""
    content = bytearray(DEFAULT_MODEL.read_bytes())
    for place in range(len(content)):
        content[place] ^= 0x80
        try:
            NeuralOptimizer.of(Model.from_bytes(bytes(content)))(request_json)
        except (ModelError, RequestError):
            pass
        content[place] ^= 0x80


def test_it_chooses_for_a_protocol(optimizer: NeuralOptimizer, choosing: Protocol, statement: Statement, witness: Witness) -> None:
    choosing.set_optimizer(optimizer, name="neural")
    choosing.health_check()
    proof = choosing.prove(statement, witness)
    choosing.verify(statement, proof)
    assert proof.measurements.source is Source.OPTIMIZER and proof.measurements.optimizer_outcome is OptimizerOutcome.ANSWERED
    limit = proof.measurements.size_before - 1
    settings: dict[str, Any] = {"use_optimizer": True, "threads": 2, "max_proof_size": limit, "optimizer.deadline": 10_000}
    choosing.reconfigure(Config(**settings))
    smaller = choosing.prove(statement, witness).measurements
    assert smaller.size_before <= limit and smaller.source is Source.OPTIMIZER


def test_its_failure_is_counted_and_logged(
    optimizer: NeuralOptimizer, choosing: Protocol, statement: Statement, witness: Witness, caplog: pytest.LogCaptureFixture
) -> None:
    without = NeuralOptimizer.of(copy.copy(optimizer.model))
    without.model.description = dataclasses.replace(optimizer.model.description, backends=("abacus",))
    choosing.set_optimizer(without)
    events: list[Json] = []
    choosing.set_log_sink(lambda level, event: events.append(event))
    with caplog.at_level(logging.ERROR, "nexuszero"):
        measured = choosing.prove(statement, witness).measurements
    assert measured.source is Source.HEURISTIC and measured.optimizer_outcome is OptimizerOutcome.FAILED
    assert "the model has no data of the backend" in caplog.text
    assert any("optimizer" in json.dumps(event) for event in events)
    assert choosing.metrics().to_dict()["optimizer"]["failed"] == 1
    choosing.set_log_sink(None)


def test_an_optional_model_is_counted_and_logged(
    tmp_path: Path, choosing: Protocol, statement: Statement, witness: Witness, caplog: pytest.LogCaptureFixture
) -> None:
    """Where its file cannot be used, no question is answered, and proofs are made."""
    schema, cut = tmp_path / "schema.onnx", tmp_path / "cut.onnx"
    schema.write_bytes(changed_model({"metadata": [{"entry": "schema", "text": "2"}]}))
    cut.write_bytes(DEFAULT_MODEL.read_bytes()[:-1])
    events: list[Json] = []
    choosing.set_log_sink(lambda level, event: events.append(event))
    for failures, (file, words) in enumerate([(tmp_path / "none.onnx", "cannot be read"), (schema, "schema 2"), (cut, "no ONNX model")], 1):
        optional = NeuralOptimizer(file, optional=True)
        with pytest.raises(ModelError, match=words):
            optional.model  # noqa: B018
        choosing.set_optimizer(optional)
        events.clear()
        with caplog.at_level(logging.ERROR, "nexuszero"):
            measured = choosing.prove(statement, witness).measurements
        assert measured.source is Source.HEURISTIC and measured.optimizer_outcome is OptimizerOutcome.FAILED
        assert choosing.metrics().summary.optimizer_fallbacks == failures
        assert any("optimizer" in json.dumps(event) for event in events)
        assert words in caplog.text
    choosing.set_log_sink(None)
    assert NeuralOptimizer(optional=True).model.description


def test_being_late_is_counted(optimizer: NeuralOptimizer, statement: Statement, witness: Witness) -> None:
    def slow(request: Json) -> dict[str, int]:
        time.sleep(0.3)
        return optimizer(request)

    settings: dict[str, Any] = {"use_optimizer": True, "optimizer.deadline": 1}
    with Protocol(Config(Preset.FAST, **settings)) as protocol:
        protocol.set_optimizer(slow)
        assert protocol.prove(statement, witness).measurements.optimizer_outcome is OptimizerOutcome.LATE
        assert protocol.metrics().summary.optimizer_fallbacks == 1
    time.sleep(0.5)


def test_the_latency_of_the_largest_request(
    optimizer: NeuralOptimizer, choosing: Protocol, statement: Statement, witness: Witness, capsys: pytest.CaptureFixture[str]
) -> None:
    """Printed and not judged. On the thread that the library has for optimizers, from text to text: four profiles, 24 degrees, two numbers
    of threads."""
    times = []

    def measured(request: Json) -> dict[str, int]:
        text = json.dumps({**request, "candidates": (request["candidates"] * 192)[:192]})
        for _ in range(100):
            start = time.perf_counter_ns()
            json.dumps(optimizer(json.loads(text)))
            times.append((time.perf_counter_ns() - start) / 1e6)
        return optimizer(request)

    choosing.set_optimizer(measured)
    assert choosing.prove(statement, witness).measurements.optimizer_outcome is OptimizerOutcome.ANSWERED
    with capsys.disabled():
        print(f"\n192 candidates: {statistics.median(times):.2f} ms in the median, {min(times):.2f} to {max(times):.2f} ms")


@pytest.mark.parametrize("attempt", range(2))
def test_the_interpreter_ends_during_a_call(attempt: int) -> None:
    program = """
import threading, time
from nexuszero import *
from nexuszero.optimizer import NeuralOptimizer
secret = b"secret"
statement, witness = Statement.preimage(Hash.SHA256, digest(Hash.SHA256, secret), 1), Witness.preimage(secret)
protocol = Protocol(Config(Preset.FAST, use_optimizer=True, **{"optimizer.cache_size": 0, "optimizer.deadline": 10_000}))
optimizer, begun = NeuralOptimizer(), threading.Event()
def choose(request):
    begun.set()
    time.sleep(0.2)
    return optimizer(request)
protocol.set_optimizer(choose)
def forever():
    try:
        while True:
            protocol.prove(statement, witness)
    except NexusZeroError:
        time.sleep(600)
threading.Thread(target=forever, daemon=True).start()
begun.wait(60)
"""
    run = subprocess.run([sys.executable, "-X", "dev", "-c", program], capture_output=True, text=True, timeout=120, check=False)
    assert (run.returncode, run.stderr) == (0, "")


def test_without_the_extras() -> None:
    program = """
import sys
for name in ("numpy", "onnx", "sklearn", "matplotlib"):
    sys.modules[name] = None
import nexuszero, nexuszero.optimizer.cli
from nexuszero.optimizer import NeuralOptimizer
try:
    NeuralOptimizer()
except ImportError as error:
    print(error)
sys.exit(nexuszero.optimizer.cli.main(["train", "--data", "none.csv", "--out", "none.onnx"]))
"""
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode == 1 and "pip install nexuszero[optimizer]" in run.stdout and "pip install nexuszero[train]" in run.stderr


def test_a_model_may_be_asked_by_many_threads(optimizer: NeuralOptimizer, request_json: Json) -> None:
    from concurrent.futures import ThreadPoolExecutor

    expected = optimizer(request_json)
    with ThreadPoolExecutor(8) as threads:
        assert all(reply == expected for reply in threads.map(optimizer, [request_json] * 200))


def test_a_model_predicts_what_its_file_says(optimizer: NeuralOptimizer) -> None:
    """Against the definition, with the reference implementation of ONNX."""
    from onnx.reference import ReferenceEvaluator

    description = optimizer.model.description
    features = numpy.array(matrix(description.features, ROWS), dtype=numpy.float32)
    (residuals,) = ReferenceEvaluator(str(DEFAULT_MODEL)).run(None, {"features": features})
    for row, line, found in zip(ROWS, residuals, Model().predict(ROWS), strict=True):
        for output, value, predicted in zip(description.outputs, line, dataclasses.astuple(found), strict=True):
            base = row[output.base]
            assert isinstance(base, (int, float))
            assert predicted == pytest.approx(base * float(numpy.exp(numpy.clip(value, output.low, output.high))), rel=1e-4)
