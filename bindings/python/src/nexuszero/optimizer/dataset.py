"""The data set: a CSV file with a row for each candidate that was measured, and beside it a JSON file that says what it is.

The JSON file has the version of the schema, type, unit and meaning of each column, the runs that added rows (where from, with what
library, on what processor), and the SHA-256 digest of the CSV file.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nexuszero.optimizer.requests import FIELDS, Row, Value

SCHEMA = 1
"""The version of columns and JSON file."""


@dataclass(frozen=True)
class Column:
    """A column of the CSV file. An empty cell says that the value is not known."""

    type: type
    unit: str
    description: str


_FIELD = "As the request has it (docs/optimizer.md)."
_UNITS = {"_ms": "milliseconds", "_bits": "bits", "_size": "bytes", "memory": "bytes", "level": "bits"}


def _unit(field: str) -> str:
    return next((unit for ending, unit in _UNITS.items() if field.endswith(ending)), "")


COLUMNS: dict[str, Column] = {
    "run": Column(int, "", "Number of the run that added the row, in the JSON file."),
    "group": Column(int, "", "Rows of a run with the same number are the candidates of one request. Empty for finished proofs."),
    "statement": Column(str, "", "Name of the statement, of the program that measured it."),
    "family": Column(str, "", "Kind, and hash function or circuit. Data are split by it."),
    **{field: Column(kind, _unit(field), _FIELD) for field, kind in FIELDS.items()},
    "measured.repeats": Column(int, "", "Proofs that were made."),
    "measured.prove_min_ns": Column(int, "nanoseconds", "The shortest `prove_ns` of their metrics: making the proof."),
    "measured.prove_median_ns": Column(float, "nanoseconds", "Their median."),
    "measured.verify_min_ns": Column(int, "nanoseconds", "The shortest verification on one thread."),
    "measured.verify_median_ns": Column(float, "nanoseconds", "Their median, whatever number of threads made the proofs."),
    "measured.peak_memory": Column(
        int, "bytes", "`peak_memory` of the first proof of a protocol. Empty for finished proofs, and for a library that does not count it."
    ),
    "measured.proof_size": Column(int, "bytes", "Size of the proof."),
}


class DatasetError(ValueError):
    """A data set that cannot be read."""


@dataclass
class Dataset:
    """Rows, and the runs that they come from."""

    rows: list[Row]
    runs: list[dict[str, Any]]

    def add(self, rows: Sequence[Row], run: dict[str, Any]) -> None:
        """Appends the rows of a run, which gets the next number."""
        number = len(self.runs)
        self.runs.append({**run, "run": number, "rows": len(rows)})
        self.rows += [{name: _typed(name, {**row, "run": number}.get(name)) for name in COLUMNS} for row in rows]

    @property
    def digest(self) -> str:
        """SHA-256 of the CSV file, in hexadecimal."""
        return hashlib.sha256(self._csv()).hexdigest()

    def _csv(self) -> bytes:
        text = io.StringIO()
        writer = csv.DictWriter(text, COLUMNS, lineterminator="\n", restval="")
        writer.writeheader()
        writer.writerows(self.rows)
        return text.getvalue().encode()

    def write(self, file: Path) -> None:
        """Writes the CSV file, and the JSON file with the same name beside it."""
        described = {
            "schema": SCHEMA,
            "sha256": self.digest,
            "rows": len(self.rows),
            "runs": self.runs,
            "columns": {name: {**vars(column), "type": column.type.__name__} for name, column in COLUMNS.items()},
        }
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(self._csv())
        file.with_suffix(".json").write_text(json.dumps(described, indent=1) + "\n")


def read(file: Path) -> Dataset:
    """Reads a CSV file, with the JSON file beside it.

    Raises: DatasetError for another schema, other columns, a value of another type, or a file that was changed since; OSError.
    """
    described = json.loads(file.with_suffix(".json").read_text())
    if not isinstance(described, dict) or not isinstance(described.get("runs"), list):
        raise DatasetError(f"{file.with_suffix('.json')} describes no data set")
    if described.get("schema") != SCHEMA:
        raise DatasetError(f"{file} has the schema {described.get('schema')}, and schema {SCHEMA} is read")
    content = file.read_bytes()
    if hashlib.sha256(content).hexdigest() != described.get("sha256"):
        raise DatasetError(f"{file} is not the file that {file.with_suffix('.json')} describes")
    reader = csv.DictReader(io.StringIO(content.decode()))
    if list(reader.fieldnames or ()) != list(COLUMNS):
        raise DatasetError(f"{file} has other columns than schema {SCHEMA}")
    return Dataset([{name: _typed(name, line[name]) for name in COLUMNS} for line in reader], described["runs"])


def read_all(files: Iterable[Path]) -> Dataset:
    """Several data sets as one, with the runs numbered anew.

    Raises: as `read`.
    """
    together = Dataset([], [])
    for file in files:
        part = read(file)
        for run in part.runs:
            together.add([row for row in part.rows if row["run"] == run["run"]], run)
    return together


def _typed(name: str, value: Value) -> Value:
    """With the type of its column, so that one number is always the same text."""
    if value is None or value == "":
        return None
    try:
        typed: Value = COLUMNS[name].type(value)
    except (TypeError, ValueError, OverflowError) as error:
        raise DatasetError(f"{name}: {error}") from error
    if isinstance(typed, float) and not math.isfinite(typed):
        raise DatasetError(f"{name}: {typed} is no measurement")
    return typed


def groups(rows: Iterable[Row]) -> list[list[Row]]:
    """The candidates of each request. Finished proofs have no alternatives, and are left out."""
    found: dict[tuple[Value, Value], list[Row]] = {}
    for row in rows:
        if row["group"] is not None:
            found.setdefault((row["run"], row["group"]), []).append(row)
    return list(found.values())
