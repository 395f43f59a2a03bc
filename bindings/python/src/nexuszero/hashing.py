"""Digests, commitments and groups, computed in the ordinary way: nothing is proved here."""

from __future__ import annotations

from nexuszero._abi import ffi
from nexuszero._call import Buffer, call, data, number
from nexuszero._call import digest as _digest
from nexuszero._library import lib
from nexuszero.enums import Group, Hash


def hash_blocks(hash: Hash, length: int) -> int:
    """The number of blocks of the padded form of a message of `length` bytes, without the key block of an HMAC.

    Raises: LimitExceededError for a length that nothing in memory has.
    """
    return number(lib.nxz_hash_blocks, hash, length)


def digest(hash: Hash, message: Buffer) -> bytes:
    """The digest of a message. An HMAC has an empty key here."""
    return _digest(lib.nxz_digest, hash, *data(message))


def hmac(hash: Hash, key: Buffer, message: Buffer) -> bytes:
    """The HMAC of a message under a key.

    Raises: InvalidArgumentError for a hash function other than `HMAC_SHA256` and `HMAC_SHA512`.
    """
    return _digest(lib.nxz_hmac, hash, *data(key), *data(message))


def commit(hash: Hash, value: int, blinding: Buffer) -> bytes:
    """A commitment to a number from 0 to 2^64 - 1, for `Statement.range`. It hides the number while the blinding is secret.

    `blinding` is 32 bytes from `new_blinding`. BLAKE3 makes the smallest proofs.

    Raises: InvalidArgumentError for an HMAC, or a blinding of another length; OverflowError for another number.
    """
    return _digest(lib.nxz_commit, hash, value, *data(blinding))


def new_blinding() -> bytearray:
    """A fresh blinding of 32 bytes for one commitment, from the operating system. It is secret: keep it with the number.

    It is a bytearray, written in place, so that it can be overwritten after use.

    Raises: InternalError without randomness from the operating system.
    """
    blinding = bytearray(lib.NXZ_BLINDING_SIZE)
    length = ffi.new("size_t *")
    call(lib.nxz_blinding_new, ffi.from_buffer("uint8_t[]", blinding, require_writable=True), len(blinding), length)
    return blinding


def group_generator(group: Group) -> bytes:
    """The standard generator of a group, in its canonical encoding."""
    return _digest(lib.nxz_group_generator, group)


def group_public_value(group: Group, generator: Buffer, secret: Buffer) -> bytes:
    """The secret, 32 bytes, times the generator, in constant time.

    Raises: InvalidArgumentError for a generator that is no element or the identity, or a secret that is 0, not below the order of
    the group, or of another length.
    """
    return _digest(lib.nxz_group_public_value, group, *data(generator), *data(secret))
