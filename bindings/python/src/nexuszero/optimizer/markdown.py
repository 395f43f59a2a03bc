"""Tables in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence


def table(header: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """A table."""
    return "\n".join(f"| {' | '.join(line)} |" for line in (header, ["---"] * len(header), *lines))


def percent(share: float) -> str:
    """A share, to a hundredth of a percent."""
    return f"{100 * share:.2f} %"


ERRORS = ["output", "library", "model", "95 % below"]
"""The header of `error_lines`."""


def error_lines(errors: Mapping[str, Mapping[str, float]]) -> list[list[str]]:
    """What `evaluation.errors` found, a line for each output."""
    columns = ("cost_model", "model", "model_p95")
    return [[output, *(f"{found[column]:.3f}" for column in columns)] for output, found in errors.items()]
