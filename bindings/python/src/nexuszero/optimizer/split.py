"""Which data are for what: by family, and for choices also by limit.

A model is trained on families that are neither validated nor tested with. The size of the network, its regularisation and the margin are
selected on the families and limits of the validation; what `evaluate` reports is of families and limits that had no part in either. They
were not unseen, though: while the recipe was written, earlier data sets were evaluated on the same families (docs/optimizer.md). Among the
families of the test are a whole kind of statement and a whole hash function, in every kind that has it.

Finished proofs (`feedback`) belong to no part, whatever their family: a host wants its model trained with all of them. A model that was
trained with some says so, and `evaluate` repeats it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nexuszero.optimizer.choice import number
from nexuszero.optimizer.requests import Constraints, Row

HELD_OUT: dict[str, tuple[str, ...]] = {
    "test": ("membership/*", "*/blake3", "circuit/aes-128", "circuit/maximum"),
    "validation": ("*/keccak-256", "conjunction/vote", "circuit/multiplier", "one-of-many/sha512"),
}
"""Families by `KIND/DETAIL`; a star stands for all. All others are for training."""

FRACTIONS: dict[str, tuple[float, ...]] = {"test": (0.05, 0.2, 0.4, 0.6, 0.8, 0.95), "validation": (0.1, 0.3, 0.5, 0.7, 0.9)}
"""Where limits stand between the least and the greatest of the candidates of a request, on a logarithmic scale."""

PARTS = ("train", *reversed(HELD_OUT))


def part_of(family: str) -> str:
    """`train`, `validation` or `test`."""
    for part, patterns in HELD_OUT.items():
        if any(_matches(family, pattern) for pattern in patterns):
            return part
    return "train"


def _matches(family: str, pattern: str) -> bool:
    pairs = zip(family.split("/"), pattern.split("/"), strict=True)
    return all(wanted in ("*", found) for found, wanted in pairs)


def rows_of(rows: Sequence[Row], part: str) -> list[Row]:
    """The rows of a part."""
    return [row for row in rows if row["group"] is not None and part_of(str(row["family"])) == part]


def finished(rows: Sequence[Row]) -> list[Row]:
    """The rows of finished proofs."""
    return [row for row in rows if row["group"] is None]


def constraints_of(group: Sequence[Row], part: str) -> Iterator[Constraints]:
    """What is asked of the proofs of a request in a part: nothing, a size, a time of verification, and both."""
    sizes = _between([number(row, "candidate.proof_size") for row in group], FRACTIONS[part])
    times = _between([number(row, "measured.verify_median_ns") / 1e6 for row in group], FRACTIONS[part])
    yield Constraints()
    yield from (Constraints(size, None) for size in sizes)
    yield from (Constraints(None, time) for time in times)
    yield from (Constraints(size, time) for size in sizes for time in times)


def _between(values: Sequence[float], fractions: Sequence[float]) -> list[float]:
    least, greatest = min(values), max(values)
    return [least * (greatest / least) ** fraction for fraction in fractions]
