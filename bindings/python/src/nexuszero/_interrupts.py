"""Ctrl-C while a callback runs.

An exception cannot pass through the library. One that ends a program (KeyboardInterrupt, SystemExit) is kept for the call that
the callback belongs to, which raises it when it returns, if both are on the same thread. Others are the callback's own failure
and go to the log.
"""

from __future__ import annotations

import logging
import threading
from types import TracebackType

_logger = logging.getLogger("nexuszero")
_pending = threading.local()


def report(kind: type[BaseException], value: BaseException, traceback: TracebackType | None) -> None:
    """Takes an exception that a callback let out."""
    if isinstance(value, Exception):
        _logger.error("a callback failed", exc_info=(kind, value, traceback))
    else:
        _pending.exception = value


def raise_pending() -> None:
    """Raises what was kept on this thread."""
    exception: BaseException | None = _pending.__dict__.pop("exception", None)
    if exception is not None:
        raise exception
