"""The graph of a model, checked and run: a chain of MatMul, Add and Relu (`model.py`). It needs the extra `optimizer`."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy
import onnx

from nexuszero.optimizer.model import INPUT, OUTPUT

MAX_OPERATORS = 64
MAX_STEPS = 1 << 14
"""For a candidate: elements of the matrices, and values of each Add and Relu. A trained model has about a thousand."""

Matrix = Any
"""An array of numpy: a line for each candidate."""


def _relu(values: Matrix) -> Matrix:
    return numpy.maximum(values, 0)


class Network:
    """A chain of layers that fit each other.

    numpy runs it: for so few operators that is a few lines, and it needs no runtime for what else may stand in an ONNX file.
    """

    def __init__(self, graph: onnx.GraphProto, inputs: int) -> None:
        """Reads a graph that takes `inputs` features. Raises: ValueError."""
        if len(graph.node) > MAX_OPERATORS:
            raise ValueError(f"a graph has at most {MAX_OPERATORS} operators")
        self._layers: list[Callable[[Matrix], Matrix]] = []
        self._constants = {tensor.name: tensor for tensor in graph.initializer}
        self._steps = 0
        value, self.outputs = INPUT, inputs
        for place, node in enumerate(graph.node):
            if len(node.output) != 1 or node.domain or node.attribute or list(node.input[:1]) != [value]:
                raise ValueError(f"operator {place} of the graph, {node.op_type}, does not continue a chain from {value}")
            self._layers.append(self._layer(node.op_type, node.input[1:]))
            (value,) = node.output
        del self._constants
        if self._steps > MAX_STEPS:
            raise ValueError(f"a graph has at most {MAX_STEPS} steps")
        if value != OUTPUT:
            raise ValueError(f"the graph does not end in {OUTPUT}")

    def _layer(self, operator: str, constants: Sequence[str]) -> Callable[[Matrix], Matrix]:
        """What an operator does with `outputs` values."""
        match operator, *constants:
            case "MatMul", name:
                factors = self._take(name)
                if factors.ndim == 2 and len(factors) == self.outputs:
                    self.outputs = factors.shape[1]
                    self._steps += factors.size
                    return lambda values: values @ factors
            case "Add", name:
                addends = self._take(name)
                if addends.shape == (self.outputs,):
                    self._steps += self.outputs
                    return lambda values: values + addends
            case ("Relu",):
                self._steps += self.outputs
                return _relu
        raise ValueError(f"the graph is no chain of MatMul, Add and Relu: {operator} of {self.outputs} values")

    def _take(self, name: str) -> Matrix:
        """A constant: finite float32, at least one, and as many as the shape says. None is used twice."""
        tensor = self._constants.pop(name, None)
        if tensor is None or tensor.data_type != onnx.TensorProto.FLOAT or min(tensor.dims, default=0) < 0:
            raise ValueError(f"the graph has no constant {name} of float32 that is not used yet")
        count = math.prod(tensor.dims)
        if count == 0 or len(tensor.raw_data) != 4 * count:
            raise ValueError(f"the constant {name} does not have as many elements as its shape says")
        elements = numpy.frombuffer(tensor.raw_data, "<f4").reshape(tensor.dims)
        if not numpy.isfinite(elements).all():
            raise ValueError(f"the constant {name} has elements that are no numbers")
        return elements

    def run(self, features: Sequence[Sequence[float]]) -> list[list[float]]:
        """A line of outputs for each line of features. What is beyond float32 is infinite, or no number."""
        with numpy.errstate(all="ignore"):
            values = numpy.array(features, dtype=numpy.float32)
            for layer in self._layers:
                values = layer(values)
        result: list[list[float]] = values.tolist()
        return result
