"""The functions that a protocol calls."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

from nexuszero._call import Json
from nexuszero.enums import LogLevel

LogSink = Callable[[LogLevel, Json], object]
"""Takes an event (`docs/logging.md`), on the thread that makes the call, while it runs."""

MetricsSink = Callable[[Json], object]
"""Takes what `Proof.measurements_dict` gives, on the thread that made the proof, before it is returned."""

Optimizer = Callable[[Json], Mapping[str, Any]]
"""Gets a request and gives a reply (`docs/optimizer.md`), on a thread of the library's, one call at a time."""

_LEVELS = {
    LogLevel.ERROR: logging.ERROR,
    LogLevel.WARN: logging.WARNING,
    LogLevel.INFO: logging.INFO,
    LogLevel.DEBUG: logging.DEBUG,
}


def logging_sink(logger: logging.Logger) -> LogSink:
    """A log sink that hands events to a logger: their message, with the whole event as the attribute `event` of the record."""

    def sink(level: LogLevel, event: Json) -> None:
        logger.log(_LEVELS[level], "%s", event["message"], extra={"event": event})

    return sink
