"""The model file: an ONNX graph, and beside it in the same file everything that is needed to ask it.

The graph has one input, `features` (float32, one line for each candidate, one column for each feature), and one output, `residuals`
(float32, one column for each output below). It consists of MatMul, Add, Relu and the like, so that any runtime reads it. The metadata
(`metadata_props`) of the file are:

`nexuszero.schema`         the version of this format: 1
`nexuszero.features`       JSON: the list of expressions that make the columns (`features.py`), in their order
`nexuszero.outputs`        JSON: the list of outputs, in the order of the columns: `prove`, `verify`, `memory`. Each has a `name`, the
                           field `base` of the row that it corrects, and the range `low` to `high` of the training data. The prediction,
                           in the unit of `base`, is base × exp(output moved into the range)
`nexuszero.verify_margin`  a number of at least 1: a candidate counts as verified in time if prediction × margin is not above the limit
`nexuszero.backends`       JSON: the values of `processor.backend` that the data have. For others there is no prediction
`nexuszero.training`       JSON: SHA-256 digest of the data set, seed, rows, split, errors

The choice among the candidates is `choice.choose`, with that margin.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nexuszero.optimizer.choice import Prediction
from nexuszero.optimizer.features import Feature, matrix
from nexuszero.optimizer.requests import RequestError, Row

SCHEMA = "1"
"""The version of the format."""

PREFIX = "nexuszero."
"""Of the names of the metadata."""

INPUT, OUTPUT = "features", "residuals"

DEFAULT_MODEL = Path(__file__).with_name("model.onnx")
"""The model that comes with the package."""

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
            entry = {name: json.loads(metadata[PREFIX + name]) for name in cls.__dataclass_fields__}
            described = cls(
                tuple(map(Feature.from_json, entry["features"])),
                tuple(Output(**output) for output in entry["outputs"]),
                float(entry["verify_margin"]),
                tuple(entry["backends"]),
                dict(entry["training"]),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise ModelError(f"the metadata of the model are damaged: {error!r}") from error
        if [(output.name, output.base) for output in described.outputs] != list(BASES.items()):
            raise ModelError(f"the outputs of a model are {', '.join(BASES)}, in this order")
        if not described.verify_margin >= 1:
            raise ModelError("the margin of a model is at least 1")
        return described


class Model:
    """A model file, ready to be asked. It needs the extra `optimizer`.

    The graph runs in onnxruntime on the thread that asks: it checks the file, it is what the file is made for, and a question takes it
    a tenth of a millisecond. Threads: any number may ask one model.
    """

    def __init__(self, file: str | os.PathLike[str] = DEFAULT_MODEL) -> None:
        """Raises: ModelError; ImportError without the extra `optimizer`."""
        try:
            content = Path(file).read_bytes()
        except OSError as error:
            raise ModelError(f"{file} cannot be read: {error.strerror}") from error
        self._open(content)

    @classmethod
    def from_bytes(cls, content: bytes) -> Model:
        """The model of a file that was read already. Raises: as the constructor."""
        model = cls.__new__(cls)
        model._open(content)
        return model

    def _open(self, content: bytes) -> None:
        try:
            import numpy
            import onnxruntime
        except ImportError as error:
            raise ImportError("the optimizer needs numpy and onnxruntime: pip install nexuszero[optimizer]") from error
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 4  # What is wrong with a file is raised, and not also printed.
        try:
            session = onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
        except Exception as error:  # onnxruntime has a class for each of its states, below Exception only.
            raise ModelError(f"this is no ONNX model: {error}") from error
        self.description = Description.from_metadata(session.get_modelmeta().custom_metadata_map)
        """What the file says about itself."""
        shapes = [(node.name, node.shape[-1:]) for node in (*session.get_inputs(), *session.get_outputs())]
        if shapes != [(INPUT, [len(self.description.features)]), (OUTPUT, [len(self.description.outputs)])]:
            raise ModelError("the graph of the model does not fit its metadata")
        self._session, self._numpy = session, numpy
        # The first question takes longer than others.
        self._run(numpy.zeros((1, len(self.description.features)), dtype=numpy.float32))

    def _run(self, features: Any) -> Any:
        (residuals,) = self._session.run([OUTPUT], {INPUT: features})
        if not self._numpy.isfinite(residuals).all():
            raise ModelError("the model does not predict numbers")
        return residuals

    def predict(self, rows: Sequence[Row]) -> list[Prediction]:
        """What is expected of each of these candidates.

        Raises: RequestError for candidates of a backend that the model has no data of.
        """
        if unknown := {row["processor.backend"] for row in rows} - set(self.description.backends):
            raise RequestError(f"the model has no data of the backend {', '.join(map(str, unknown))}")
        numpy, outputs = self._numpy, self.description.outputs
        features = numpy.array(matrix(self.description.features, rows), dtype=numpy.float32)
        moved = numpy.clip(self._run(features).astype(float), [output.low for output in outputs], [output.high for output in outputs])
        bases = numpy.array([[row[output.base] for output in outputs] for row in rows], dtype=float)
        found = (dict(zip(BASES, line, strict=True)) for line in (bases * numpy.exp(moved)).tolist())
        return [Prediction(line["prove"], line["verify"], line["memory"]) for line in found]
