"""What several tests use."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from nexuszero import Config, Hash, Preset, Protocol, Statement, Witness, _callbacks, digest, hash_blocks

SECRET = b"correct horse battery staple"


@pytest.fixture
def protocol() -> Iterator[Protocol]:
    """128 bits, profile fast."""
    with Protocol(Config(Preset.FAST)) as protocol:
        yield protocol


@pytest.fixture
def statement() -> Statement:
    """About `SECRET`."""
    return Statement.preimage(Hash.SHA256, digest(Hash.SHA256, SECRET), hash_blocks(Hash.SHA256, len(SECRET)))


@pytest.fixture
def witness() -> Witness:
    """`SECRET`."""
    return Witness.preimage(SECRET)


@pytest.fixture(autouse=True)
def no_callback_is_left() -> Iterator[None]:
    """The library has let go of every callback that a test gave it."""
    yield
    assert not _callbacks._entries
