"""Python functions that the library calls.

The library gets the number of an entry in `_entries`, never a pointer to an object: a number that is not there any more is an error
and nothing worse. An entry is there until the library says that it is done (`destroy`, exactly once).

An exception in a callback is its failure, and is reported (_interrupts.py).

After the end of the interpreter, a callback would abort the process: there is nothing left to run it. So when it ends, all objects
are closed, it waits, as it waits for threads and without a limit, until those with callbacks are freed, and from then on there are
no others. After a fork those of the parent never are freed.
"""

from __future__ import annotations

import atexit
import itertools
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from nexuszero._abi import ffi
from nexuszero._call import call, structure, write_json
from nexuszero._handle import Handle, Owned, close_all
from nexuszero._interrupts import report
from nexuszero.enums import LogLevel
from nexuszero.errors import ClosedError, Problem, Status


@dataclass
class _Entry:
    target: Any
    handle: Handle
    """Of the object that uses it, which must stay free to be collected."""


_entries: dict[int, _Entry] = {}
_numbers = itertools.count(1)
_ending = False


def _add(target: Any, owner: Owned) -> int:
    if _ending:
        raise ClosedError(Problem(Status.INVALID_HANDLE, "the interpreter ends, and runs no callbacks any more"))
    number = next(_numbers)
    _entries[number] = _Entry(target, owner._handle)
    return number


def _remove(number: int) -> None:
    """The target goes first, and with it whatever its end runs: after the last line `_at_exit` may go on."""
    try:
        _entries[number].target = None
    finally:
        del _entries[number]


@contextmanager
def lent(target: Any, owner: Owned) -> Iterator[Any]:
    """User data for calls during the block."""
    number = _add(target, owner)
    try:
        yield _user_data(number)
    finally:
        _remove(number)


def _user_data(number: int) -> Any:
    return ffi.cast("void *", number)


def _number(user_data: Any) -> int:
    return int(ffi.cast("uintptr_t", user_data))


def _target(user_data: Any) -> Any:
    return _entries[_number(user_data)].target


def _destroy(user_data: Any) -> None:
    _remove(_number(user_data))


def _event(user_data: Any, level: int, event: Any, length: int) -> None:
    _target(user_data)(LogLevel(level), json.loads(bytes(ffi.buffer(event, length))))


def _proof(user_data: Any, measurements: Any, length: int) -> None:
    _target(user_data)(json.loads(bytes(ffi.buffer(measurements, length))))


def _optimize(user_data: Any, request: Any, length: int, reply: Any, capacity: int, reply_length: Any) -> int:
    answer = write_json(_target(user_data)(json.loads(bytes(ffi.buffer(request, length))))).encode()
    _write(answer, reply, capacity, reply_length)
    return 0


def _compress(user_data: Any, source: Any, length: int, out: Any, capacity: int, written: Any) -> int:
    result = _target(user_data).compress(bytes(ffi.buffer(source, length)))
    # What is not shorter is not used, whatever it is.
    _write(result[:capacity], out, capacity, written)
    return 0


def _decompress(user_data: Any, source: Any, length: int, out: Any, capacity: int, written: Any) -> int:
    _write(_target(user_data).decompress(bytes(ffi.buffer(source, length)), capacity), out, capacity, written)
    return 0


def _progress(user_data: Any, done: int, total: int) -> int:
    return 1 if _target(user_data)(done, total) else 0


def _write(content: Any, out: Any, capacity: int, written: Any) -> None:
    if len(content) > capacity:
        raise ValueError(f"{len(content)} bytes where {capacity} have room")
    ffi.memmove(out, content, len(content))
    written[0] = len(content)


def _callback(kind: str, function: Any, failure: int | None = None) -> Any:
    return ffi.callback(kind, function, error=failure, onerror=report)


_DESTROY = _callback("void(void *)", _destroy)
EVENT = _callback("void(void *, nxz_log_level, const char *, size_t)", _event)
PROOF = _callback("void(void *, const char *, size_t)", _proof)
OPTIMIZE = _callback("int32_t(void *, const char *, size_t, char *, size_t, size_t *)", _optimize, 1)
COMPRESS = _callback("nxz_codec_function", _compress, 1)
DECOMPRESS = _callback("nxz_codec_function", _decompress, 1)
PROGRESS = _callback("int32_t(void *, size_t, size_t)", _progress, 1)


def attach(function: Any, owner: Owned, kind: str, target: Any, /, **fields: Any) -> None:
    """Gives a structure with a callback to `owner`, which keeps `target` until it calls `_destroy`. Without a target, NULL."""
    if target is None:
        call(function, owner, ffi.NULL)
        return
    number = _add(target, owner)
    taken = False

    def give(*arguments: Any) -> int:
        nonlocal taken
        status: int = function(*arguments)
        taken = not status
        return status

    try:
        call(give, owner, structure(kind, user_data=_user_data(number), destroy=_DESTROY, **fields))
    except BaseException:
        # Ctrl-C in the end of the target before is raised although the library took this one.
        if not taken:
            _remove(number)
        raise


def _at_exit() -> None:
    """Runs after the exit functions that were registered since the package was imported: they find their objects open."""
    global _ending
    _ending = True
    close_all()
    while any(not entry.handle.inherited for entry in list(_entries.values())):
        time.sleep(0.001)


atexit.register(_at_exit)
