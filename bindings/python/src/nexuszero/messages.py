"""Messages of hash statements and inputs of circuits: public bytes and named secrets, one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from nexuszero._call import Buffer, call, copied, data, temporary, text
from nexuszero._handle import Handle
from nexuszero._library import lib


@dataclass(frozen=True)
class Secret:
    """A secret of stated length in bytes. Its name has at most 64 bytes of UTF-8."""

    name: str
    length: int


@dataclass(frozen=True)
class Hidden:
    """A secret whose length stays hidden among those that give the whole message `blocks` blocks (`hash_blocks`).

    At most one part of a message is of this kind, and such a secret stands in no other place of a statement.
    """

    name: str
    blocks: int


Part = Buffer | Secret | Hidden
"""Public bytes, or a secret."""


class Message:
    """Parts, and for an HMAC a key.

        Message(b"domain", Secret("key", 32))
        Message(b"order 7", key=Secret("mac key", 32))

    It is checked when a statement is made of it, and never changes.
    """

    def __init__(self, *parts: Part, key: Buffer | Secret | None = None) -> None:
        """At most 256 parts. Public parts are copied.

        Raises: TypeError for what is no part.
        """
        self.parts = tuple(_kept(part) for part in parts)
        """The parts, public ones as bytes."""
        kept = None if key is None else _kept(key)
        if isinstance(kept, Hidden):
            raise TypeError("the length of a key cannot be hidden")
        self.key: bytes | Secret | None = kept
        """The key of an HMAC."""

    def __repr__(self) -> str:
        arguments = [*map(repr, self.parts), *([] if self.key is None else [f"key={self.key!r}"])]
        return f"Message({', '.join(arguments)})"


@contextmanager
def native_message(message: Message) -> Iterator[Handle]:
    """A message in the library, for the time of a `with` block."""
    if not isinstance(message, Message):
        raise TypeError(f"expected Message, not {type(message).__name__}")
    with temporary(lib.nxz_message_free, lib.nxz_message_new) as handle:
        for part in message.parts:
            if isinstance(part, Secret):
                call(lib.nxz_message_add_secret, handle, *text(part.name), part.length)
            elif isinstance(part, Hidden):
                call(lib.nxz_message_add_hidden, handle, *text(part.name), part.blocks)
            else:
                call(lib.nxz_message_add_public, handle, *data(part))
        if isinstance(message.key, Secret):
            call(lib.nxz_message_set_key, handle, *text(message.key.name), message.key.length)
        elif message.key is not None:
            call(lib.nxz_message_set_public_key, handle, *data(message.key))
        yield handle


def _kept(part: Part) -> bytes | Secret | Hidden:
    return part if isinstance(part, (Secret, Hidden)) else copied(part)
