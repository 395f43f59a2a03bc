"""The metrics of finished proofs as rows of the data set.

They come from a metrics sink, `Proof.measurements_dict` or an archive. A finished proof has no alternatives, and its metrics lack some of
what a request says; a model is trained with what there is. Verification is known where `verify_after_generation` was set and one thread
worked. Memory is not known: a model predicts that of the first proof of a protocol, and metrics do not say which one a proof was; later
ones use buffers again, which are not counted anew.

Proofs whose parameters were configured are left out: as long as no choice has depended on times, predictions are those for another
processor (docs/optimizer.md, Calibration), and a model would learn the difference. So are discrete logarithms, where nothing is chosen.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from nexuszero import Archive, Json
from nexuszero.optimizer.machine import machine
from nexuszero.optimizer.requests import Row


class FeedbackError(ValueError):
    """What is no measurement of a proof."""


def read_measurements(file: Path) -> Iterator[Json]:
    """The measurements in a file: an archive (`.nxa`), a JSON object or array, or one JSON object a line.

    Raises: FeedbackError, OSError, NexusZeroError for a damaged archive.
    """
    if file.suffix == ".nxa":
        with Archive.open(file) as archive:
            yield from (measured for entry in archive if (measured := entry.measurements) is not None)
        return
    try:
        text = file.read_text()
        try:
            found = json.loads(text)
        except json.JSONDecodeError:
            found = [json.loads(line) for line in text.splitlines() if line.strip()]
    except (ValueError, RecursionError) as error:
        raise FeedbackError(f"{file} is no JSON: {error}") from error
    yield from found if isinstance(found, list) else [found]


def feedback(measurements: Iterable[Json], backend: str) -> tuple[list[Row], dict[str, Any]]:
    """The rows, and the description of the run: as if made on this machine with this backend, which metrics do not tell.

    Raises: FeedbackError, also where there is nothing.
    """
    found, described = list(measurements), machine()
    rows = [_row(measured, backend, described["processor"]["cores"]) for measured in found if _was_chosen(measured)]
    if not rows:
        raise FeedbackError("there are no measurements of proofs whose parameters were chosen")
    return rows, {"source": "feedback", "left_out": {"configured": len(found) - len(rows)}, "backends": [backend], **described}


def _was_chosen(measured: Any) -> bool:
    try:
        return bool(measured["profile"] != "none" and measured["source"] != "configured")
    except (KeyError, TypeError) as error:
        raise FeedbackError(f"this is no measurement of a proof: {error!r}") from error


def _row(measured: Any, backend: str, cores: int) -> Row:
    try:
        verified = measured["verify_ns"] if measured["threads"] == 1 else 0
        return {
            "statement": measured["statement"],
            "family": _family(measured["statement"]),
            "statement.kind": measured["statement"],
            "security_level": measured["security_level"],
            "processor.backend": backend,
            "processor.cores": cores,
            "degree_cap.committed_bits": measured["committed_bits"],
            "degree_cap.constraints": measured["constraints"],
            "candidate.profile": measured["profile"],
            "candidate.degree_cap": measured["degree"],
            "candidate.threads": measured["threads"],
            "candidate.proof_size": measured["predicted_size"],
            "candidate.prove_ms": measured["predicted_prove_ns"] / 1e6,
            "candidate.verify_ms": measured["predicted_verify_ns"] / 1e6,
            "candidate.memory": measured["predicted_memory"],
            "candidate.security_bits": measured["security_bits"],
            "candidate.committed_bits": measured["committed_bits"],
            "measured.repeats": 1,
            "measured.prove_min_ns": measured["prove_ns"],
            "measured.prove_median_ns": measured["prove_ns"],
            "measured.verify_min_ns": verified or None,
            "measured.verify_median_ns": verified or None,
            "measured.proof_size": measured["size_before"],
            "group": None,
        }
    except (KeyError, TypeError, AttributeError, OverflowError) as error:
        raise FeedbackError(f"this is no measurement of a proof: {error!r}") from error


def _family(name: str) -> str:
    """Of `membership/sha3-256-8` it is `membership/sha3-256`. Lists, circuits and conjunctions do not say what they are of."""
    kind, _, detail = name.partition("/")
    if kind == "membership":
        detail = detail.rpartition("-")[0]
    return f"{kind}/{detail}" if kind in ("preimage", "range", "membership") else f"{kind}/unknown"
