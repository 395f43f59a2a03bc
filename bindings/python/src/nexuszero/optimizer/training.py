"""Trains a model. It needs the extra `train`.

For each candidate the model predicts by how much the measured times and memory differ from what the library predicted, as the logarithm of
the ratio: it starts from what the heuristic knows. A small network (scikit-learn's `MLPRegressor`) is fitted with L-BFGS, which is
deterministic; what is random at its start has a fixed seed. The same data make the same file, to the byte, with the same versions on
the same processor.
"""

from __future__ import annotations

import json
import math
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy
import onnx
from onnx import helper, numpy_helper
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPRegressor
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_limits

from nexuszero.optimizer import evaluation
from nexuszero.optimizer.dataset import Dataset
from nexuszero.optimizer.features import AVAILABLE, Feature, matrix
from nexuszero.optimizer.model import BASES, INPUT, OUTPUT, Description, Model, Output
from nexuszero.optimizer.requests import Row
from nexuszero.optimizer.split import HELD_OUT, PARTS, finished, rows_of

_NETWORKS = ((8,), (16,), (32,), (16, 16))
_ALPHAS = (0.3, 1.0, 3.0, 10.0)
_MARGINS = (1.0, 1.02, 1.04, 1.06, 1.08, 1.1, 1.15, 1.2, 1.25, 1.3)

_VIOLATIONS = 0.005
"""The share of choices that may be verified too late on the validation."""

_IR_VERSION = 7
"""Of ONNX; old enough for any runtime."""

Matrix = Any
"""An array of numpy."""


@dataclass
class Trained:
    """A model, and how it came about."""

    graph: onnx.ModelProto
    description: Description

    def to_bytes(self) -> bytes:
        """The model file."""
        graph = onnx.ModelProto()
        graph.CopyFrom(self.graph)
        helper.set_model_props(graph, self.description.to_metadata())
        onnx.checker.check_model(graph)
        return bytes(graph.SerializeToString(deterministic=True))


def train(data: Dataset, seed: int = 1) -> Trained:
    """Selects, trains and describes a model.

    Raises: ValueError for data without rows to train and validate with.
    """
    parts = {part: rows_of(data.rows, part) for part in PARTS}
    for part in ("train", "validation"):
        if not parts[part]:
            raise ValueError(f"the data have nothing for {part}: they need families of both")
    own = finished(data.rows)
    trained_with = [*parts["train"], *own]
    features = _features(trained_with)
    tried = []
    with threadpool_limits(1):
        for network in _NETWORKS:
            for alpha in _ALPHAS:
                fitted = _Fitted.fit(features, trained_with, network, alpha, seed)
                tried.append((fitted.error(parts["validation"]), network, alpha, fitted))
    _, network, alpha, fitted = min(tried, key=lambda candidate: candidate[0])
    training = {
        "data": data.digest,
        "seed": seed,
        "network": network,
        "alpha": alpha,
        "held_out": HELD_OUT,
        "rows": {**{part: len(rows) for part, rows in parts.items()}, "finished": len(own)},
        "processors": sorted({json.dumps(run["processor"], sort_keys=True) for run in data.runs}),
        "runs": len(data.runs),
        "libraries": sorted({run["library"] for run in data.runs}),
        "selection": [{"network": one, "alpha": other, "error": round(found, 5)} for found, one, other, _ in tried],
    }
    backends = tuple(sorted({str(row["processor.backend"]) for row in trained_with}))
    trained = Trained(fitted.graph(), Description(features, fitted.outputs, 1.0, backends, training))
    model = Model.from_bytes(trained.to_bytes())
    training["errors"] = {part: evaluation.errors(rows, model) for part, rows in parts.items() if rows}
    margin = _margin(model, parts["validation"])
    return replace(trained, description=replace(trained.description, verify_margin=margin, training=training))


def _features(rows: Sequence[Row]) -> tuple[Feature, ...]:
    """The expressions that have more than one value, with their ranges."""
    ranges = []
    for feature in AVAILABLE:
        values = [value for row in rows if not math.isnan(value := feature.raw(row))]
        ranges.append(replace(feature, low=min(values), high=max(values)))
    return tuple(feature for feature in ranges if feature.low < feature.high)


def _targets(rows: Sequence[Row]) -> Matrix:
    """A line for each row, a column for each output; NaN where nothing was measured."""
    return numpy.array([[evaluation.deviation(row, name) for name in BASES] for row in rows])


def _scaled(scaler: StandardScaler, raw: Matrix) -> Matrix:
    """What is not known becomes the mean, which is 0 on this scale."""
    return numpy.nan_to_num(scaler.transform(raw), nan=0.0)


@dataclass
class _Fitted:
    """A network, with the scales that it was fitted in."""

    features: tuple[Feature, ...]
    outputs: tuple[Output, ...]
    network: MLPRegressor
    inputs: StandardScaler
    targets: StandardScaler

    @classmethod
    def fit(cls, features: tuple[Feature, ...], rows: Sequence[Row], network: tuple[int, ...], alpha: float, seed: int) -> _Fitted:
        """What is not known of a row (`feedback`) is filled in: a feature by its mean, a measurement by what a network says that is
        fitted to the rows that have all measurements."""
        raw, ratios = numpy.array(matrix(features, rows)), _targets(rows)
        whole = ~numpy.isnan(ratios).any(axis=1)
        if not whole.any():
            raise ValueError("no row has all measurements: proving, verification and memory")
        ranges = zip(BASES.items(), numpy.nanmin(ratios, axis=0).tolist(), numpy.nanmax(ratios, axis=0).tolist(), strict=True)
        outputs = tuple(Output(name, base, low, high) for (name, base), low, high in ranges)
        inputs, targets = StandardScaler().fit(raw), StandardScaler().fit(ratios)
        scaled, wanted = _scaled(inputs, raw), targets.transform(ratios)
        gaps = numpy.isnan(wanted)
        regressor = MLPRegressor(hidden_layer_sizes=network, alpha=alpha, solver="lbfgs", max_iter=3000, max_fun=30_000, random_state=seed)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # A minimum is not needed: what counts is the validation.
            regressor.fit(scaled[whole], wanted[whole])
            if gaps.any():
                wanted[gaps] = regressor.predict(scaled)[gaps]
                regressor.fit(scaled, wanted)
        return cls(features, outputs, regressor, inputs, targets)

    def predict(self, rows: Sequence[Row]) -> Matrix:
        """The logarithms of the ratios, moved into the range of the training data."""
        scaled = self.network.predict(_scaled(self.inputs, numpy.array(matrix(self.features, rows))))
        ratios = self.targets.inverse_transform(scaled)
        return numpy.clip(ratios, [output.low for output in self.outputs], [output.high for output in self.outputs])

    def error(self, rows: Sequence[Row]) -> float:
        """The root mean square of the errors of times, in logarithms: what is selected by."""
        difference = (self.predict(rows) - _targets(rows))[:, :2]
        return float(numpy.sqrt(numpy.nanmean(difference**2)))

    def graph(self) -> onnx.ModelProto:
        """The network in ONNX, with the scales folded into its first and last layer: it takes features and gives logarithms.

        It is written here, node by node, and so has MatMul, Add and Relu only.
        """
        weights, biases = list(self.network.coefs_), list(self.network.intercepts_)
        weights[0] = weights[0] / self.inputs.scale_[:, None]
        biases[0] = biases[0] - self.inputs.mean_ @ weights[0]
        weights[-1] = weights[-1] * self.targets.scale_
        biases[-1] = biases[-1] * self.targets.scale_ + self.targets.mean_
        nodes, constants, value = [], [], INPUT
        for layer, (weight, bias) in enumerate(zip(weights, biases, strict=True)):
            last = layer == len(weights) - 1
            constants.append(numpy_helper.from_array(weight.astype(numpy.float32), f"weights{layer}"))
            constants.append(numpy_helper.from_array(bias.astype(numpy.float32), f"biases{layer}"))
            nodes.append(helper.make_node("MatMul", [value, f"weights{layer}"], [f"product{layer}"]))
            value = OUTPUT if last else f"sum{layer}"
            nodes.append(helper.make_node("Add", [f"product{layer}", f"biases{layer}"], [value]))
            if not last:
                nodes.append(helper.make_node("Relu", [value], [f"hidden{layer}"]))
                value = f"hidden{layer}"

        def tensor(name: str, columns: int) -> onnx.ValueInfoProto:
            return helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, ["candidates", columns])

        graph = helper.make_graph(nodes, "optimizer", [tensor(INPUT, len(self.features))], [tensor(OUTPUT, len(self.outputs))], constants)
        opset = helper.make_opsetid("", 13)
        return helper.make_model(graph, opset_imports=[opset], ir_version=_IR_VERSION, producer_name="nexuszero-optimizer")


def _margin(model: Model, rows: Sequence[Row]) -> float:
    """The smallest margin with which no more choices of the validation are verified too late than those of the heuristic, and no more
    than one in two hundred; the largest where there is none."""
    asked = evaluation.cases(rows, "validation")
    heuristic = evaluation.judge(asked, evaluation.heuristic)
    for margin in _MARGINS:
        neural = evaluation.judge(asked, evaluation.neural(model, margin))
        if neural.violations <= min(heuristic.violations, _VIOLATIONS * len(asked)):
            return margin
    return _MARGINS[-1]
