"""Native handles that cannot be used after they were freed, nor freed while they are used."""

from __future__ import annotations

import os
import threading
import weakref
from collections.abc import Callable
from types import TracebackType
from typing import Any, TypeVar

from nexuszero._interrupts import Call
from nexuszero.errors import BusyError, ClosedError

_Self = TypeVar("_Self", bound="Owned")


class Handle:
    """A native handle with a count of the calls that use it; as a context manager, one such use.

    `close` only takes the handle out of reach. It is freed by whoever ends the last use, so that a call that runs on
    another thread, or further down on the stack of this one, is never left with freed memory.

    The lock is reentrant because a garbage collection, and with it any other code, may begin at any point. The count is
    always raised before the handle is looked at: a `close` in between then finds it in use.

    A child process frees nothing of its parent's: the threads that may have to end for it, or hold the lock, are not there.
    """

    __slots__ = ("_pointer", "_free", "_lock", "_uses", "_closed", "_process")

    def __init__(self, pointer: Any, free: Callable[[Any], None]) -> None:
        self._pointer = pointer
        self._free = free
        self._lock = threading.RLock()
        self._uses = 0
        self._closed = False
        self._process = os.getpid()

    def __enter__(self) -> Any:
        with self._lock:
            self._uses += 1
            if not self._closed:
                return self._pointer
        self._release()
        raise ClosedError

    def __exit__(self, *exception: object) -> None:
        self._release()

    @property
    def closed(self) -> bool:
        return self._closed

    @property
    def inherited(self) -> bool:
        """Whether it is of a parent process."""
        return self._process != os.getpid()

    def close(self) -> None:
        """Allows no further use, and frees the handle as soon as nothing uses it. May be called any number of times."""
        _open.pop(self, None)
        if self.inherited:
            self._closed = True
            return
        with self._lock:
            self._closed = True
            pointer = self._unused()
        if pointer is not None:
            self._free(pointer)

    def _release(self) -> None:
        with self._lock:
            self._uses -= 1
            pointer = self._unused()
        if pointer is not None:
            self._free(pointer)

    def _unused(self) -> Any:
        """The pointer if it is to be freed now: given out once."""
        if self._uses or not self._closed or self.inherited:
            return None
        pointer, self._pointer = self._pointer, None
        return pointer


_open: dict[Handle, weakref.ref[Owned]] = {}
"""What has an owner and was not closed. The reference closes it when the owner is collected.

`weakref.finalize` would do that too, but nothing at all any more once its own exit function has run."""


def close_all() -> None:
    """Closes what every owner has."""
    for handle in list(_open):
        handle.close()


class Owned:
    """Base of what owns memory of the library.

    It is released by `close`, at the end of a `with` block, when the object is collected, or when the interpreter ends. `close`
    may be called several times, and from any thread: calls that run at the time end as if nothing had happened. Every later use
    raises `ClosedError`.

    An object with a callback that refers to it, as a method of what has the object does, is not collected before the callback is
    replaced: it is to be closed.
    """

    def __init__(self, handle: Handle) -> None:
        self._handle = handle
        _open[handle] = weakref.ref(self, lambda _: handle.close())

    def close(self) -> None:
        """Releases the object. Does nothing if that was done before."""
        with Call():
            self._handle.close()

    @property
    def closed(self) -> bool:
        """Whether the object was closed."""
        return self._handle.closed

    def __enter__(self: _Self) -> _Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<{type(self).__name__}{' closed' if self.closed else ''}>"

    @classmethod
    def _checked(cls: type[_Self], value: object) -> _Self:
        """An argument that must be of this class."""
        if not isinstance(value, cls):
            raise TypeError(f"expected {cls.__name__}, not {type(value).__name__}")
        return value

    def _alone(self) -> Alone:
        """A use of the handle with no other use beside it."""
        return Alone(self)


class Alone:
    """A use of a handle for what one thread does at a time. It holds the lock, so it must be short and call nothing back."""

    __slots__ = ("_owner",)

    def __init__(self, owner: Owned) -> None:
        self._owner = owner

    def __enter__(self) -> Any:
        handle = self._owner._handle
        handle._lock.acquire()
        try:
            pointer = handle.__enter__()
            if handle._uses > 1:
                handle._release()
                raise BusyError
            return pointer
        except BaseException:
            handle._lock.release()
            raise

    def __exit__(self, *exception: object) -> None:
        handle = self._owner._handle
        try:
            handle._release()
        finally:
            handle._lock.release()
