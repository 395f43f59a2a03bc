"""Which candidate is taken: the same rule for serving and evaluation, whatever predicted the times."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nexuszero.optimizer.requests import Constraints, Row

_ROUNDING_MS = 0.0005
"""A request has times in whole microseconds; the library compares them as they are."""


@dataclass(frozen=True)
class Prediction:
    """What is expected of a candidate."""

    prove_ms: float
    verify_ms: float
    memory: float


def by_cost_model(row: Row) -> Prediction:
    """What the cost model of the library expects."""
    return Prediction(*(number(row, f"candidate.{name}") for name in ("prove_ms", "verify_ms", "memory")))


def number(row: Row, field: str) -> float:
    """A number of a row that is known to have it."""
    value = row[field]
    assert isinstance(value, (int, float)), field
    return float(value)


def small_enough(row: Row, constraints: Constraints) -> bool:
    """Whether the size of a candidate, which is exact, satisfies the constraint."""
    return constraints.max_proof_size is None or number(row, "candidate.proof_size") <= constraints.max_proof_size


def admitted(rows: Sequence[Row], constraints: Constraints) -> list[int]:
    """The places of the candidates that the library lets be taken: those that satisfy the constraints by its own cost model."""
    small = [place for place, row in enumerate(rows) if small_enough(row, constraints)]
    limit = constraints.max_verify_ms
    if limit is None:
        return small
    verify = {place: number(rows[place], "candidate.verify_ms") for place in small}
    return [place for place in small if verify[place] <= limit - _ROUNDING_MS] or _least(small, verify)


def choose(rows: Sequence[Row], constraints: Constraints, predictions: Sequence[Prediction], margin: float = 1.0) -> int | None:
    """The place of the admitted candidate with the shortest predicted proving time, among those whose predicted verification, times
    `margin`, and predicted memory satisfy the constraints too; of equally fast ones the one that is verified fastest, then the smallest.

    Where all of the admitted would violate them by these predictions, the one with the shortest predicted verification: the library makes
    a proof in any case, and this is the one that is most likely to be in time. None where none is admitted.
    """
    places = admitted(rows, constraints)

    def satisfies(place: int) -> bool:
        expected = predictions[place]
        in_time = constraints.max_verify_ms is None or expected.verify_ms * margin <= constraints.max_verify_ms
        return in_time and expected.memory <= number(rows[place], "limits.max_memory")

    def order(place: int) -> tuple[float, float, float]:
        expected = predictions[place]
        return expected.prove_ms, expected.verify_ms, number(rows[place], "candidate.proof_size")

    satisfying = [place for place in places if satisfies(place)]
    if satisfying:
        return min(satisfying, key=order)
    return next(iter(_least(places, {place: predictions[place].verify_ms for place in places})), None)


def _least(places: Sequence[int], values: dict[int, float]) -> list[int]:
    return [min(places, key=values.__getitem__)] if places else []
