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

Layer = Callable[[Matrix], Matrix]


class Network:
    """A chain of layers that fit each other.

    numpy runs it: for so few operators that is a few lines, and it needs no runtime for what else may stand in an ONNX file.
    """

    def __init__(self, graph: onnx.GraphProto, inputs: int) -> None:
        """Reads a graph that takes `inputs` features. Raises: ValueError."""
        if len(graph.node) > MAX_OPERATORS:
            raise ValueError(f"a graph has at most {MAX_OPERATORS} operators")
        unused = {tensor.name: tensor for tensor in graph.initializer}
        value, width, steps = INPUT, inputs, 0
        self._layers: list[Layer] = []
        for place, node in enumerate(graph.node):
            if len(node.output) != 1 or node.domain or node.attribute or list(node.input[:1]) != [value]:
                raise ValueError(f"operator {place} of the graph, {node.op_type}, does not continue a chain from {value}")
            constants = [_elements(unused.pop(name, None), name) for name in node.input[1:]]
            layer, width, more = _layer(node.op_type, constants, width)
            self._layers.append(layer)
            steps += more
            (value,) = node.output
        if steps > MAX_STEPS:
            raise ValueError(f"a graph has at most {MAX_STEPS} steps")
        if value != OUTPUT:
            raise ValueError(f"the graph does not end in {OUTPUT}")
        self.outputs = width

    def run(self, features: Sequence[Sequence[float]]) -> list[list[float]]:
        """A line of outputs for each line of features. What is beyond float32 is infinite, or no number."""
        with numpy.errstate(all="ignore"):
            values = numpy.array(features, dtype=numpy.float32)
            for layer in self._layers:
                values = layer(values)
        result: list[list[float]] = values.tolist()
        return result


def _layer(operator: str, constants: Sequence[Matrix], width: int) -> tuple[Layer, int, int]:
    """What an operator does with `width` values, how many it gives, and in how many steps."""
    match operator, *constants:
        case "MatMul", factors if factors.ndim == 2 and len(factors) == width:
            return lambda values: values @ factors, factors.shape[1], factors.size
        case "Add", addends if addends.shape == (width,):
            return lambda values: values + addends, width, width
        case ("Relu",):
            return lambda values: numpy.maximum(values, 0), width, width
    raise ValueError(f"the graph is no chain of MatMul, Add and Relu that fit: {operator} of {width} values")


def _elements(tensor: onnx.TensorProto | None, name: str) -> Matrix:
    """A constant: finite float32, at least one, and as many as the shape says."""
    if tensor is None or tensor.data_type != onnx.TensorProto.FLOAT or min(tensor.dims, default=0) < 0:
        raise ValueError(f"the graph has no constant {name} of float32 that is not used yet")
    count = math.prod(tensor.dims)
    if count == 0 or len(tensor.raw_data) != 4 * count:
        raise ValueError(f"the constant {name} does not have as many elements as its shape says")
    elements = numpy.frombuffer(tensor.raw_data, "<f4").reshape(tensor.dims)
    if not numpy.isfinite(elements).all():
        raise ValueError(f"the constant {name} has elements that are no numbers")
    return elements
