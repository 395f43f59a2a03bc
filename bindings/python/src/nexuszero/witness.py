"""The secrets that satisfy a statement."""

from __future__ import annotations

import operator
from collections.abc import Mapping
from typing import Any

from nexuszero._call import Buffer, call, create, data, text
from nexuszero._handle import Owned
from nexuszero._library import lib
from nexuszero.sets import MerkleTree


class Witness(Owned):
    """Secrets by the names that a statement gives them. It may hold more of them than a statement names.

        Witness({"key": key, "index": 3})

    The library copies a secret straight from the caller's buffer, and wipes its copy when the witness is closed. It cannot wipe
    the caller's: keep secrets in a bytearray and overwrite it, because Python neither overwrites bytes, str and int nor says
    how many copies of them there are.

    Threads: any number may prove with one witness. Secrets are set while no proof is made with it; otherwise `BusyError`.
    """

    def __init__(self, secrets: Mapping[str, Buffer | int] | None = None) -> None:
        """Raises: as `set`."""
        super().__init__(create(lib.nxz_witness_free, lib.nxz_witness_new))
        for name, value in (secrets or {}).items():
            self.set(name, value)

    @classmethod
    def preimage(cls, message: Buffer) -> Witness:
        """The witness of `Statement.preimage` and `preimage_sized`: one secret called `message`, of at most 16 MiB."""
        witness = cls.__new__(cls)
        Owned.__init__(witness, create(lib.nxz_witness_free, lib.nxz_witness_preimage, *data(message)))
        return witness

    def set(self, name: str, value: Buffer | int) -> None:
        """Sets a secret, or replaces it: bytes, at most 16 MiB, or a number from 0 to 2^64 - 1.

        Raises: InvalidArgumentError for a name that is empty, longer than 64 bytes or has control characters;
        LimitExceededError for a longer secret; OverflowError for another number; TypeError for what is neither, and for bool.
        """
        if isinstance(value, bool):
            raise TypeError("a secret is bytes or a number, not bool")
        # Before its bytes: whole numbers of other packages have a buffer too.
        if _is_whole(value):
            call(lib.nxz_witness_set_number, self._alone(), *text(name), value)
        else:
            call(lib.nxz_witness_set, self._alone(), *text(name), *data(value))  # type: ignore[arg-type]

    def set_merkle_path(self, tree: MerkleTree, leaf: int, *, index: str = "", path: str = "") -> None:
        """Sets the two secrets that say where a leaf, counted from 0, stands in a tree. The leaf itself is set by its own name.

        `index` and `path` are the names as in `Statement.membership`.

        Raises: InvalidArgumentError for a leaf that does not exist or a bad name.
        """
        alone = self._alone(), MerkleTree._checked(tree)._alone()
        call(lib.nxz_witness_set_merkle_path, *alone, leaf, *text(index), *text(path))


def _is_whole(value: Any) -> bool:
    try:
        operator.index(value)
    except TypeError:  # Also of arrays, whose class has the method.
        return False
    return True
