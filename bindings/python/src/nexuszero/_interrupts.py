"""Ctrl-C while a callback runs.

An exception cannot pass through the library. One that ends a program (KeyboardInterrupt, SystemExit) is kept for the call that
the callback belongs to, which raises it when it returns, if both are on the same thread. Others are the callback's own failure
and go to the log, as does every exception on a thread of the library's: there is no call that could raise it.
"""

from __future__ import annotations

import logging
import threading
from types import TracebackType

_logger = logging.getLogger("nexuszero")


class _Thread(threading.local):
    kept: list[BaseException] | None = None
    """For the innermost call on this thread; None outside of calls."""


_thread = _Thread()


def report(kind: type[BaseException], value: BaseException, traceback: TracebackType | None) -> None:
    """Takes an exception that a callback let out."""
    if isinstance(value, Exception) or _thread.kept is None:
        _logger.error("a callback failed", exc_info=(kind, value, traceback))
    else:
        _thread.kept[:] = [value]


class Call:
    """A call, as a context manager: in the end it raises what was kept for it."""

    __slots__ = ("_outer", "_kept")

    def __enter__(self) -> None:
        self._outer = _thread.kept
        self._kept = _thread.kept = list[BaseException]()

    def __exit__(self, *exception: object) -> None:
        _thread.kept = self._outer
        if self._kept:
            # Nothing here refers to it then: its traceback refers to all this.
            raise self._kept.pop()
