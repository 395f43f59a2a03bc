"""How functions of the library are called: what goes in, what comes out, and what is raised."""

from __future__ import annotations

import dataclasses
import json
import operator
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from nexuszero import _interrupts
from nexuszero._abi import ffi
from nexuszero._handle import Alone, Handle, Owned
from nexuszero._library import lib
from nexuszero.errors import take_error

Buffer = bytes | bytearray | memoryview
"""Bytes as arguments: anything contiguous. They are read where they are, without a copy."""

Json = dict[str, Any]
"""A parsed JSON object."""

_Record = TypeVar("_Record")

_referenced: WeakKeyDictionary[Any, Json] = WeakKeyDictionary()


def call(function: Any, *arguments: Any) -> None:
    """Calls a function that answers a status. What owns handles among the arguments is kept and in use meanwhile."""
    error = ffi.new("nxz_error **")
    with _interrupts.Call(), ExitStack() as uses:
        values = [_in_use(uses, value) for value in arguments]
        status = function(*values, error)
        if status:
            # No variable has the error: its traceback refers to this frame, and with it to the arguments.
            raise take_error(status, error[0])


def _in_use(uses: ExitStack, value: Any) -> Any:
    """What the library takes for an argument, which is in use until `uses` end."""
    if isinstance(value, Owned):
        value = value._handle
    return uses.enter_context(value) if isinstance(value, (Handle, Alone)) else _exact(value)


def _exact(value: Any) -> Any:
    """A whole number, where cffi would cut off what is behind the point. What is native stays as it is."""
    return value if isinstance(value, ffi.CData) else operator.index(value)


def create(free: Any, function: Any, *arguments: Any) -> Handle:
    """Calls a function that makes a handle, of the type that `free` frees."""
    out = ffi.new(ffi.getctype(ffi.typeof(free).args[0], "*"))
    try:
        call(function, *arguments, out)
    except BaseException:
        free(out[0])
        raise
    return Handle(out[0], free)


def number(function: Any, *arguments: Any) -> int:
    """Calls a function that gives a number."""
    out = ffi.new("uint64_t *")
    call(function, *arguments, out)
    return int(out[0])


def digest(function: Any, *arguments: Any) -> bytes:
    """Calls a function that fills a buffer of the caller's, for what is no longer than a digest."""
    out = ffi.new("uint8_t[]", lib.NXZ_MAX_DIGEST_SIZE)
    length = ffi.new("size_t *")
    call(function, *arguments, out, len(out), length)
    return bytes(ffi.buffer(out, length[0]))


@contextmanager
def temporary(free: Any, function: Any, *arguments: Any) -> Iterator[Handle]:
    """Calls a function that makes a handle, for the time of a `with` block."""
    handle = create(free, function, *arguments)
    try:
        yield handle
    finally:
        handle.close()


@contextmanager
def array(kind: str, owners: Sequence[Owned]) -> Iterator[Any]:
    """An array of the handles of what owns them, all in use for the time of a `with` block."""
    with ExitStack() as uses:
        yield ffi.new(f"{kind} *[]", [_in_use(uses, owner) for owner in owners])


@contextmanager
def _allocated(function: Any, *arguments: Any) -> Iterator[Any]:
    """Calls a function that allocates bytes. The native copy is wiped in the end."""
    with temporary(lib.nxz_bytes_free, function, *arguments) as handle, handle as pointer:
        length = ffi.new("size_t *")
        view = lib.nxz_bytes_data(pointer, length)
        yield ffi.buffer(view, length[0])


def read_bytes(function: Any, *arguments: Any) -> bytes:
    """Calls a function that allocates bytes."""
    with _allocated(function, *arguments) as content:
        return bytes(content)


def read_secret(function: Any, *arguments: Any) -> bytearray:
    """Calls a function that allocates bytes which its caller may want to overwrite."""
    with _allocated(function, *arguments) as content:
        return bytearray(content)


def read_text(function: Any, *arguments: Any) -> str:
    """Calls a function that allocates text."""
    with temporary(lib.nxz_string_free, function, *arguments) as handle, handle as pointer:
        return bytes(ffi.buffer(lib.nxz_string_data(pointer), lib.nxz_string_len(pointer))).decode()


def read_json(function: Any, *arguments: Any) -> Json:
    """Calls a function that allocates a JSON object."""
    result: Json = json.loads(read_text(function, *arguments))
    return result


def write_json(value: Any) -> str:
    """The text of JSON. An object is any mapping."""
    return json.dumps(value, default=_object)


def _object(value: Any) -> Json:
    if not isinstance(value, Mapping):
        raise TypeError(f"JSON has no {type(value).__name__}")
    return dict(value)


def structure(kind: str, /, **values: Any) -> Any:
    """A structure of the library that says its size, and keeps alive what it points to. Fields that are not named are zero."""
    out = ffi.new(f"{kind} *", {name: _exact(value) for name, value in values.items()})
    out.struct_size = ffi.sizeof(kind)
    _referenced[out] = values
    return out


def native(convert: Callable[[Any], Any]) -> Any:
    """A field of a dataclass that is read by `record` and is no plain number."""
    return dataclasses.field(metadata={"convert": convert})


def record(cls: type[_Record], source: Any) -> _Record:
    """A dataclass with the values of the fields of the same names in a structure."""
    values = {}
    for field in dataclasses.fields(cls):  # type: ignore[arg-type]
        value = getattr(source, field.name)
        values[field.name] = field.metadata["convert"](value) if "convert" in field.metadata else value
    return cls(**values)


def read_record(cls: type[_Record], name: str, function: Any, *arguments: Any) -> _Record:
    """Calls a function that fills a structure."""
    out = structure(name)
    call(function, *arguments, out)
    return record(cls, out)


def data(value: Buffer) -> tuple[Any, int]:
    """Pointer and length of bytes. The pointer keeps them alive, and a bytearray from being resized."""
    view = ffi.from_buffer("uint8_t[]", _view(value))
    return (view, len(view)) if len(view) else (ffi.NULL, 0)


def copied(value: Buffer) -> bytes:
    """A copy of bytes. Unlike `bytes`, it takes no numbers."""
    return _view(value).tobytes()


def _view(value: Buffer) -> memoryview:
    """Where bytes are. A single number of another package may have a buffer too, and is no bytes."""
    view = memoryview(value)
    if not view.ndim:
        raise TypeError(f"expected bytes, not {type(value).__name__}")
    return view


def text(value: str) -> tuple[Any, int]:
    """Pointer and length of text."""
    if not isinstance(value, str):
        raise TypeError(f"expected str, not {type(value).__name__}")
    encoded = value.encode()
    return (ffi.from_buffer("char[]", encoded), len(encoded)) if encoded else (ffi.NULL, 0)


def c_string(value: str) -> Any:
    """Text with a NUL at the end.

    Raises: ValueError for one within.
    """
    if "\0" in value:
        raise ValueError("there is a NUL in the text")
    return ffi.from_buffer("char[]", value.encode() + b"\0")


def request(name: str | None) -> Json:
    """The fields of a structure that name a request; None leaves it to the library."""
    if name is None:
        return {}
    pointer, length = text(name)
    # NULL would be no name, which is something else than an empty one.
    return {"request_id": pointer or ffi.from_buffer("char[]", b""), "request_id_len": length}


def path(value: str | os.PathLike[str]) -> tuple[Any, int]:
    """Pointer and length of a path."""
    return text(os.fspath(value))


def static_text(function: Any, *arguments: Any) -> str:
    """The static string that a function answers; for NULL, a `ValueError`."""
    pointer = function(*map(_exact, arguments))
    if not pointer:
        raise ValueError(f"the library has no name for {', '.join(map(str, arguments))}")
    return bytes(ffi.string(pointer)).decode()
