"""Features: a list of expressions that stands in the model file, and the interpreter for it.

An expression is a JSON object. Its value for a row (`requests.py`) is a number:

    {"name": "log_prove", "field": "candidate.prove_ms", "transform": "log", "low": -1.9, "high": 8.2}
    {"name": "is_small", "field": "candidate.profile", "transform": "equals", "value": "small", "low": 0, "high": 1}

`field`      the name of a value of the row
`transform`  `value`: the number itself. `log`: the natural logarithm of the number or of 1e-6, whichever is larger.
             `equals`: 1 where the value of the field is `value` (text or a number), otherwise 0; only this has a `value`
`low`, `high`  what the expression was between in the training data. A value beyond is moved to the nearer end, so that a model is never
             asked about what lies outside of its data. Both are there, and `low` is not above `high`

Another transform, a number of a field that is text, or a field that a request does not have, is an error of the model file.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from nexuszero.optimizer.requests import FIELDS, Row

_LEAST = 1e-6


def _log(number: Any) -> float:
    return math.log(max(number, _LEAST))


TRANSFORMS: dict[str, Callable[[Any], float]] = {"value": float, "log": _log}
"""Transforms of numbers. `equals` compares."""


@dataclass(frozen=True)
class Feature:
    """One expression."""

    name: str
    field: str
    transform: str
    value: str | float | None = None
    low: float = -math.inf
    high: float = math.inf

    def __post_init__(self) -> None:
        """Raises: ValueError for an expression that cannot be computed."""
        if self.field not in FIELDS:
            raise ValueError(f"a request has no field {self.field!r}")
        if self.transform == "equals":
            sound = self.value is not None
        else:
            sound = self.transform in TRANSFORMS and FIELDS[self.field] is not str and self.value is None
        if not sound:
            raise ValueError(f"the transform {self.transform!r} does not go with {self.field} and the value {self.value!r}")
        if not self.low <= self.high:
            raise ValueError(f"feature {self.name} has no range")

    def raw(self, row: Row) -> float:
        """The value for a row, before it is moved into the range; NaN where a row of the data set does not have it."""
        found = row[self.field]
        if found is None:
            return math.nan
        if self.transform == "equals":
            return float(found == self.value)
        return TRANSFORMS[self.transform](found)

    def __call__(self, row: Row) -> float:
        """The value for a row."""
        return min(max(self.raw(row), self.low), self.high)

    def to_json(self) -> dict[str, Any]:
        """The object that stands in a model file."""
        return {name: value for name, value in asdict(self).items() if value is not None}

    @classmethod
    def from_json(cls, source: Any) -> Feature:
        """Raises: ValueError or TypeError for what is no expression."""
        feature = cls(**source)
        if not isinstance(feature.name, str) or not (feature.value is None or isinstance(feature.value, str) or is_number(feature.value)):
            raise ValueError("the name of a feature is text, and its value text or a number")
        check_range(feature.low, feature.high)
        return feature


def is_number(source: Any) -> bool:
    """Whether this is a finite number."""
    return isinstance(source, (int, float)) and not isinstance(source, bool) and math.isfinite(source)


def check_range(low: Any, high: Any) -> None:
    """Raises: ValueError for what is no range of numbers."""
    if not (is_number(low) and is_number(high) and low <= high):
        raise ValueError(f"{low!r} to {high!r} is no range")


def matrix(features: Iterable[Feature], rows: Sequence[Row]) -> list[list[float]]:
    """A line for each row, a column for each feature."""
    chosen = list(features)
    return [[feature(row) for feature in chosen] for row in rows]


def log(field: str) -> Feature:
    """The logarithm of a field."""
    return Feature(f"log {field}", field, "log")


def equals(field: str, value: str | float) -> Feature:
    """Whether a field has a value."""
    return Feature(f"{field} is {value}", field, "equals", value)


AVAILABLE: tuple[Feature, ...] = (
    log("candidate.prove_ms"),
    log("candidate.verify_ms"),
    log("candidate.memory"),
    log("candidate.proof_size"),
    log("candidate.committed_bits"),
    log("degree_cap.constraints"),
    log("degree_cap.products"),
    log("candidate.degree_cap"),
    log("candidate.threads"),
    *(equals("candidate.profile", profile) for profile in ("fast", "balanced", "small", "tiny")),
    *(equals("security_level", level) for level in (128, 192, 256)),
    *(equals("processor.backend", backend) for backend in ("portable", "aes-ni", "avx-512", "armv8-aes")),
)
"""What is trained with, as far as the data set has it in more than one value. The name of a kind is not among it: it would say nothing
about a kind that was never measured."""
