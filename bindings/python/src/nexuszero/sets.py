"""What statements of membership are about: lists of digests, and Merkle trees."""

from __future__ import annotations

from collections.abc import Iterable

from nexuszero._call import Buffer, call, copied, create, data, digest, number, read_secret
from nexuszero._handle import Owned
from nexuszero._library import lib
from nexuszero.enums import Hash
from nexuszero.errors import Problem, Status, error_of


class DigestList(Owned):
    """A list of public digests, for any number of statements. A proof holds for the same list in the same order only.

    Threads: any number may use one list.
    """

    def __init__(self, digests: Iterable[Buffer]) -> None:
        """At most 2^20 digests, all of the same length.

        Raises: InvalidArgumentError for none, or for different lengths; LimitExceededError for too many.
        """
        entries = [copied(entry) for entry in digests]
        length = len(entries[0]) if entries else 0
        if any(len(entry) != length for entry in entries):
            raise error_of(Problem(Status.INVALID_ARGUMENT, "the digests have different lengths", "entries"))
        super().__init__(create(lib.nxz_list_free, lib.nxz_list_new, *data(b"".join(entries)), length))

    def __len__(self) -> int:
        with self._handle as pointer:
            return int(lib.nxz_list_len(pointer))

    def find(self, digest: Buffer) -> int:
        """The place of a digest, counted from 0; the first if it is there several times.

        Its time depends on the place: a prover whose timing is observed remembers its place instead.

        Raises: InvalidArgumentError for a digest that is not in the list.
        """
        return number(lib.nxz_list_find, self, *data(digest))

    @property
    def digest(self) -> bytes:
        """The SHA3-512 digest of the list itself, by which two parties see whether they have the same one."""
        return digest(lib.nxz_list_digest, self)


class MerkleTree(Owned):
    """A Merkle tree as in RFC 6962, section 2.1. It keeps the hashes of its leaves only.

    Threads: calls on one tree take turns.
    """

    def __init__(self, hash: Hash, leaves: Iterable[Buffer] = ()) -> None:
        """SHA-256 gives the trees of RFC 6962, SHA3-256 the smallest proofs.

        Raises: InvalidArgumentError for an HMAC.
        """
        super().__init__(create(lib.nxz_merkle_tree_free, lib.nxz_merkle_tree_new, hash))
        for leaf in leaves:
            self.add(leaf)

    def add(self, leaf: Buffer) -> None:
        """Appends a leaf, without any prefix."""
        call(lib.nxz_merkle_tree_add, self._alone(), *data(leaf))

    def __len__(self) -> int:
        with self._alone() as pointer:
            return int(lib.nxz_merkle_tree_len(pointer))

    @property
    def root(self) -> bytes:
        """The root; of an empty tree the hash of the empty string."""
        return digest(lib.nxz_merkle_tree_root, self._alone())

    def depth(self, leaf: int) -> int:
        """The steps from a leaf, counted from 0, to the root. In a tree of 2^n leaves all have depth n.

        Raises: InvalidArgumentError for a leaf that does not exist.
        """
        return number(lib.nxz_merkle_tree_depth, self._alone(), leaf)

    def directions(self, leaf: int) -> int:
        """The secret `index` of a membership statement: bit i is 1 where the node at height i is a right child.

        Raises: InvalidArgumentError for a leaf that does not exist.
        """
        return number(lib.nxz_merkle_tree_directions, self._alone(), leaf)

    def path(self, leaf: int) -> bytearray:
        """The secret `path` of a membership statement: the siblings from the leaf to the root, one digest after the other. The caller can
        overwrite it.

        Raises: InvalidArgumentError for a leaf that does not exist.
        """
        return read_secret(lib.nxz_merkle_tree_path, self._alone(), leaf)
