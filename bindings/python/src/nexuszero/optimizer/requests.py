"""Requests of the library (`docs/optimizer.md`), read into one flat row for each candidate.

A row has the same names in a request, in the data set and in the features of a model: `statement.kind`, `candidate.prove_ms`. What a
model is trained on is therefore what it is asked about.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Value = int | float | str | None
Row = dict[str, Value]

VERSION = 1
"""The version of requests that is read."""

SHARED: dict[str, type] = {
    "statement.kind": str,
    "statement.claims": int,
    "security_level": int,
    "limits.max_proof_size": int,
    "limits.max_work": int,
    "limits.max_memory": int,
    "processor.backend": str,
    "processor.cores": int,
}
"""What all candidates of a request have in common."""

DEGREE_CAP: dict[str, type] = {"committed_bits": int, "constraints": int, "products": int}
"""What an entry of `statement.degree_caps` says; in a row it is called `degree_cap.…`."""

CANDIDATE: dict[str, type] = {
    "index": int,
    "profile": str,
    "degree_cap": int,
    "threads": int,
    "proof_size": int,
    "prove_ms": float,
    "verify_ms": float,
    "memory": int,
    "security_bits": float,
    "committed_bits": int,
}
"""What a candidate says; in a row it is called `candidate.…`."""

FIELDS: dict[str, type] = {
    **SHARED,
    **{f"degree_cap.{name}": kind for name, kind in DEGREE_CAP.items()},
    **{f"candidate.{name}": kind for name, kind in CANDIDATE.items()},
}
"""All fields of a row."""


_BOUND = 1 << 64
"""Of all numbers."""


class RequestError(ValueError):
    """A request that is none, or that lacks what is needed."""


@dataclass(frozen=True)
class Constraints:
    """What is asked of a proof; None is no constraint."""

    max_proof_size: float | None = None
    """Bytes."""
    max_verify_ms: float | None = None
    """Milliseconds."""


def read_rows(request: Any) -> list[Row]:
    """One row for each candidate, in their order.

    Raises: RequestError. Fields that are not known are not looked at.
    """
    version = _get(request, "version", int)
    if version != VERSION:
        raise RequestError(f"requests of version {VERSION} are read, not {version}")
    shared = {path: _get(request, path, kind) for path, kind in SHARED.items()}
    caps = {}
    for entry in _list(request, "statement.degree_caps"):
        caps[_get(entry, "degree_cap", int)] = {f"degree_cap.{name}": _get(entry, name, kind) for name, kind in DEGREE_CAP.items()}
    rows = []
    for entry in _list(request, "candidates"):
        candidate = {f"candidate.{name}": _get(entry, name, kind) for name, kind in CANDIDATE.items()}
        cap = caps.get(candidate["candidate.degree_cap"])
        if cap is None:
            raise RequestError(f"statement.degree_caps lacks {candidate['candidate.degree_cap']}")
        rows.append({**shared, **cap, **candidate})
    if not rows:
        raise RequestError("a request has at least one candidate")
    return rows


def read_constraints(request: Any) -> Constraints:
    """The constraints of a request.

    Raises: RequestError.
    """
    return Constraints(
        _get(request, "constraints.max_proof_size", float, optional=True),
        _get(request, "constraints.max_verify_time_ms", float, optional=True),
    )


def write_request(rows: Sequence[Row], constraints: Constraints) -> dict[str, Any]:
    """The request that `read_rows` and `read_constraints` read as this."""
    request: dict[str, Any] = {"version": VERSION, "statement": {}, "custom": {}}
    for path in SHARED:
        *outer, name = path.split(".")
        target = request.setdefault(outer[0], {}) if outer else request
        target[name] = rows[0][path]
    caps = {row["candidate.degree_cap"]: {name: row[f"degree_cap.{name}"] for name in DEGREE_CAP} for row in rows}
    request["statement"]["degree_caps"] = [{"degree_cap": degree_cap, **counts} for degree_cap, counts in caps.items()]
    request["constraints"] = {"max_proof_size": constraints.max_proof_size, "max_verify_time_ms": constraints.max_verify_ms}
    request["candidates"] = [{name: row[f"candidate.{name}"] for name in CANDIDATE} for row in rows]
    return request


def _get(source: Any, path: str, kind: type, *, optional: bool = False) -> Any:
    for name in path.split("."):
        if not isinstance(source, Mapping) or name not in source:
            raise RequestError(f"the request lacks {path}")
        source = source[name]
    if optional and source is None:
        return None
    if kind is str:
        if not isinstance(source, str):
            raise RequestError(f"{path} is text")
    elif isinstance(source, bool) or not isinstance(source, int if kind is int else (int, float)):
        raise RequestError(f"{path} is a {'whole ' if kind is int else ''}number")
    elif not 0 <= source < _BOUND:
        raise RequestError(f"{path} is not below 2^64, or negative")
    return source


def _list(source: Any, path: str) -> list[Any]:
    for name in path.split("."):
        source = source.get(name) if isinstance(source, Mapping) else None
    if not isinstance(source, list):
        raise RequestError(f"{path} is a list")
    return source
