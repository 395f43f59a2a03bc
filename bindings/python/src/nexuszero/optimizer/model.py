"""The model file: an ONNX graph, and beside it in the same file everything that is needed to ask it.

It is a regular file of at most 256 KiB. The graph goes from the value `features` (float32, one line for each candidate, one column for each
feature) to the value `residuals` (float32, one column for each output below). It is a chain of at most 64 operators `MatMul`, `Add` and
`Relu`, without attributes: each takes what the one before gives, `MatMul` and `Add` also a constant (an initializer) as the second input, a
matrix or one line. Constants are finite float32 in `raw_data`, and each is used once. For a candidate there are at most 16384 steps: the
elements of the matrices, and the values of each `Add` and `Relu`. What else is in the file, as declared shapes, means nothing, and a reader
need not notice that it is damaged. The metadata (`metadata_props`) of the file are:

`nexuszero.schema`         the version of this format: 1
`nexuszero.features`       JSON: the list of expressions that make the columns (`features.py`), in their order
`nexuszero.outputs`        JSON: the list of outputs, in the order of the columns: `prove`, `verify`, `memory`. Each has a `name`, the
                           field `base` of the row that it corrects, and the range `low` to `high` of the training data. The prediction,
                           in the unit of `base`, is base × exp(output moved into the range)
`nexuszero.verify_margin`  JSON: a number of at least 1. A candidate counts as verified in time if prediction × margin is not above the
                           limit
`nexuszero.backends`       JSON: the list of the values of `processor.backend` that the data have. For others there is no prediction
`nexuszero.training`       JSON: an object: SHA-256 digest of the data set, seed, rows, split, errors

JSON has no number that is infinite or none, no half of a surrogate pair, and is nested at most 127 deep. Of two entries or fields of a
name the last counts. Objects have the fields that are named here and in `features.py`, and no others; what is in the object of
`nexuszero.training` is free.

A file that is not like that is refused. Where one of the residuals of a request, or a prediction, is infinite or no number, there is no
answer to the request. The choice among the candidates is `choice.choose`, with that margin.

Every program that reads models does so by these rules, and is tested with the changed models of `bindings/python/data`.
"""

from __future__ import annotations

import json
import math
import os
import stat
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nexuszero.optimizer.choice import Prediction, number
from nexuszero.optimizer.features import Feature, check_range, is_number, matrix
from nexuszero.optimizer.requests import RequestError, Row

SCHEMA = "1"
"""The version of the format."""

PREFIX = "nexuszero."
"""Of the names of the metadata."""

INPUT, OUTPUT = "features", "residuals"
"""The values of the graph."""

MAX_SIZE = 1 << 18
"""Bytes of a file. A trained model has about ten thousand."""

DEFAULT_MODEL = Path(__file__).with_name("model.onnx")
"""The model that comes with the package."""

_MAX_DEPTH = 127
"""Of JSON."""

BASES = {"prove": "candidate.prove_ms", "verify": "candidate.verify_ms", "memory": "candidate.memory"}
"""The outputs, with the predictions of the library that they correct."""


class ModelError(Exception):
    """A model file that is missing or damaged, or of another schema."""


@dataclass(frozen=True)
class Output:
    """What a column of the output means."""

    name: str
    base: str
    low: float
    high: float

    @classmethod
    def from_json(cls, source: Any) -> Output:
        """Raises: ValueError or TypeError for an object that is no output."""
        output = cls(**source)
        check_range(output.low, output.high)
        return output

    def predict(self, row: Row, residual: float) -> float:
        """What is expected of a candidate. Raises: ModelError."""
        try:
            expected = number(row, self.base) * math.exp(min(max(residual, self.low), self.high))
        except OverflowError:
            expected = math.inf
        if not (math.isfinite(residual) and math.isfinite(expected)):
            raise ModelError("the model does not predict numbers")
        return expected


@dataclass(frozen=True)
class Description:
    """What a model file says about its graph."""

    features: tuple[Feature, ...]
    outputs: tuple[Output, ...]
    verify_margin: float
    backends: tuple[str, ...]
    training: Mapping[str, Any]

    def to_metadata(self) -> dict[str, str]:
        """The metadata of a model file."""
        entries = {
            "features": [feature.to_json() for feature in self.features],
            "outputs": [vars(output) for output in self.outputs],
            "verify_margin": self.verify_margin,
            "backends": self.backends,
            "training": self.training,
        }
        return {f"{PREFIX}schema": SCHEMA, **{PREFIX + name: json.dumps(entry) for name, entry in entries.items()}}

    @classmethod
    def from_metadata(cls, metadata: Mapping[str, str]) -> Description:
        """Raises: ModelError."""
        schema = metadata.get(f"{PREFIX}schema")
        if schema != SCHEMA:
            raise ModelError(f"the model has the schema {schema}, and schema {SCHEMA} is read")
        try:
            entry = {name: _parse(metadata[PREFIX + name]) for name in cls.__dataclass_fields__}
            described = cls(
                tuple(map(Feature.from_json, entry["features"])),
                tuple(map(Output.from_json, entry["outputs"])),
                entry["verify_margin"],
                tuple(entry["backends"]),
                entry["training"],
            )
        except (KeyError, TypeError, ValueError) as error:
            raise ModelError(f"the metadata of the model are damaged: {error!r}") from error
        if [(output.name, output.base) for output in described.outputs] != list(BASES.items()):
            raise ModelError(f"the outputs of a model are {', '.join(BASES)}, in this order")
        if not (is_number(described.verify_margin) and described.verify_margin >= 1):
            raise ModelError("the margin of a model is a number of at least 1")
        if not (isinstance(entry["backends"], list) and all(isinstance(backend, str) for backend in described.backends)):
            raise ModelError("the backends of a model are a list of text")
        if not isinstance(described.training, dict):
            raise ModelError("the training of a model is an object")
        return described


def _parse(text: str) -> Any:
    """JSON, by the rules of the format. Raises: ValueError; TypeError for bytes, which stand for what is not UTF-8."""
    try:
        found = _JSON.decode(text)
        if _depth(found) > _MAX_DEPTH:
            raise RecursionError
    except RecursionError:
        raise ValueError(f"JSON is nested at most {_MAX_DEPTH} deep") from None
    json.dumps(found, ensure_ascii=False).encode()  # Fails for half of a surrogate pair.
    return found


def _finite(kind: Callable[[str], float]) -> Callable[[str], float]:
    def read(text: str) -> float:
        if not math.isfinite(float(text)):
            raise ValueError("a number is infinite or none")
        return kind(text)

    return read


_JSON = json.JSONDecoder(parse_int=_finite(int), parse_float=_finite(float), parse_constant=_finite(float))


def _depth(source: Any) -> int:
    inner = source.values() if isinstance(source, dict) else source if isinstance(source, list) else None
    return 0 if inner is None else 1 + max(map(_depth, inner), default=0)


def _content(file: str | os.PathLike[str]) -> bytes:
    """What stands in a file: a regular one, since others may have no end, or keep one waiting for their beginning. It is opened without
    waiting, and then looked at: a path may come to name something else. One byte more than a model has is enough."""

    def opener(path: str, flags: int) -> int:
        return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))

    try:
        with open(file, "rb", opener=opener) as source:
            if not stat.S_ISREG(os.fstat(source.fileno()).st_mode):
                raise ModelError(f"{file} cannot be read: it is no file")
            return source.read(MAX_SIZE + 1)
    except (OSError, ValueError) as error:  # ValueError: a path with a NUL.
        raise ModelError(f"{str(file)!r} cannot be read: {error}") from error


class Model:
    """A model file, ready to be asked. It needs the extra `optimizer`. Threads: any number may ask one model."""

    def __init__(self, file: str | os.PathLike[str] = DEFAULT_MODEL) -> None:
        """Raises: ModelError; ImportError without the extra `optimizer`."""
        self._open(_content(file))

    @classmethod
    def from_bytes(cls, content: bytes) -> Model:
        """The model of a file that was read already. Raises: as the constructor."""
        model = cls.__new__(cls)
        model._open(content)
        return model

    def _open(self, content: bytes) -> None:
        try:
            from google.protobuf.message import DecodeError
            from onnx import ModelProto

            from nexuszero.optimizer.network import Network
        except ImportError as error:
            raise ImportError("the optimizer needs numpy and onnx: pip install nexuszero[optimizer]") from error
        if len(content) > MAX_SIZE:
            raise ModelError(f"a model file has at most {MAX_SIZE} bytes")
        try:
            file = ModelProto.FromString(content)
        except DecodeError as error:
            raise ModelError(f"this is no ONNX model: {error}") from error
        self.description = Description.from_metadata({entry.key: entry.value for entry in file.metadata_props})
        """What the file says about itself."""
        try:
            self._network = Network(file.graph, len(self.description.features))
        except ValueError as error:
            raise ModelError(str(error)) from error
        if self._network.outputs != len(self.description.outputs):
            raise ModelError("the graph of the model does not fit its metadata")

    def predict(self, rows: Sequence[Row]) -> list[Prediction]:
        """What is expected of each of these candidates.

        Raises: RequestError for candidates of a backend that the model has no data of; ModelError where a prediction is no number.
        """
        if unknown := {row["processor.backend"] for row in rows} - set(self.description.backends):
            raise RequestError(f"the model has no data of the backend {', '.join(map(str, unknown))}")
        found = []
        for row, residuals in zip(rows, self._network.run(matrix(self.description.features, rows)), strict=True):
            expected = [output.predict(row, residual) for output, residual in zip(self.description.outputs, residuals, strict=True)]
            found.append(Prediction(*expected))
        return found
