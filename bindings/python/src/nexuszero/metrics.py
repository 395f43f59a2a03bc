"""What a protocol counts over time."""

from __future__ import annotations

from dataclasses import dataclass

from nexuszero._call import Json, native, number, read_json, read_record, read_text, record
from nexuszero._handle import Owned
from nexuszero._library import lib
from nexuszero.enums import Operation
from nexuszero.errors import Status


@dataclass(frozen=True, kw_only=True)
class OperationFigures:
    """One operation. Mean, deviation and percentiles are of calls that succeeded; percentiles are at most 1 % too large."""

    succeeded: int
    """Calls that succeeded."""
    failed: int
    """Calls that failed. A proof that is not valid is a failure of its verification."""
    failed_ns: int
    """Time that failed calls took."""
    min_ns: int
    """The shortest call."""
    p50_ns: int
    """Half of the calls took no longer."""
    p90_ns: int
    """90 % of the calls took no longer."""
    p99_ns: int
    """99 % of the calls took no longer."""
    p99_9_ns: int
    """99.9 % of the calls took no longer."""
    max_ns: int
    """The longest call."""
    mean_ns: float
    """Mean."""
    standard_deviation_ns: float
    """Sample standard deviation; 0 for fewer than two calls."""
    per_second: float
    """Successes a second since the start."""
    per_second_last_minute: float
    """Successes a second in the last 60 seconds, or since the start where that is later."""


def _figures(source: object) -> OperationFigures:
    return record(OperationFigures, source)


@dataclass(frozen=True, kw_only=True)
class MetricsFigures:
    """The main figures: times in nanoseconds, sizes in bytes."""

    statements: int
    """Names of statements that were proved; beyond 64 they count as one."""
    elapsed_ns: int
    """Time since the protocol was made or its metrics were reset."""
    prove: OperationFigures = native(_figures)
    """Proofs made."""
    verify: OperationFigures = native(_figures)
    """Proofs checked."""
    proof_bytes_before: int
    """Bytes of all proofs made, before compression."""
    proof_bytes_after: int
    """Bytes of all proofs made, as they were returned."""
    peak_memory: int
    """The highest `peak_memory` of a proof."""
    optimizer_asked: int
    """Choices that needed an answer of the optimizer, whether or not it was free to be asked."""
    optimizer_cached: int
    """Earlier answers of the optimizer that were used again."""
    optimizer_fallbacks: int
    """Choices that fell back to the heuristic."""
    compressions: int
    """Proofs that went through compression, whatever came of it."""
    compression_bytes_before: int
    """Their bytes before it."""
    compression_bytes_after: int
    """Their bytes behind it."""
    recoveries: int
    """Failures that calls got over."""


class Metrics(Owned):
    """What a protocol had counted when `Protocol.metrics` was called.

    Threads: any number may use it.
    """

    @property
    def summary(self) -> MetricsFigures:
        """The main figures."""
        return read_record(MetricsFigures, "nxz_metrics_figures", lib.nxz_metrics_summary, self)

    def error_count(self, operation: Operation, status: Status) -> int:
        """How many calls failed with a status.

        Raises: InvalidArgumentError for `Status.OK`.
        """
        return number(lib.nxz_metrics_error_count, self, operation, status)

    def to_dict(self) -> Json:
        """Everything that was counted (`docs/metrics.md` of the library)."""
        return read_json(lib.nxz_metrics_to_json, self)

    def to_prometheus(self) -> str:
        """Everything that was counted, in the text format 0.0.4 of Prometheus, for the answer to a scrape."""
        return read_text(lib.nxz_metrics_to_prometheus, self)

    def compare(self, other: Metrics) -> Json:
        """What this base and another period or protocol counted: means, difference, ratio and Welch's t statistic."""
        return read_json(lib.nxz_metrics_compare, self, Metrics._checked(other))
