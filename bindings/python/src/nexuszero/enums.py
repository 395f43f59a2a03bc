"""The named numbers of the library."""

from __future__ import annotations

import enum

from nexuszero._call import static_text
from nexuszero._library import lib


class Hash(enum.IntEnum):
    """A hash function."""

    SHA256 = 1
    """SHA-256 (FIPS 180-4): digests of 32 bytes, blocks of 64."""
    SHA3_256 = 2
    """SHA3-256 (FIPS 202): digests of 32 bytes, blocks of 136."""
    BLAKE3 = 3
    """BLAKE3 in its default mode, of at most 1,024 bytes: digests of 32 bytes, blocks of 64."""
    SHA512 = 4
    """SHA-512 (FIPS 180-4): digests of 64 bytes, blocks of 128."""
    SHA384 = 5
    """SHA-384 (FIPS 180-4): digests of 48 bytes, blocks of 128."""
    KECCAK256 = 6
    """Keccak-256 with the padding from before FIPS 202, as Ethereum uses it: digests of 32 bytes, blocks of 136."""
    HMAC_SHA256 = 7
    """HMAC (RFC 2104) with SHA-256: the message of a statement has a key."""
    HMAC_SHA512 = 8
    """HMAC (RFC 2104) with SHA-512: the message of a statement has a key."""

    @property
    def label(self) -> str:
        """The lower-case name, for example `sha3-256`."""
        return static_text(lib.nxz_hash_name, self)


class Group(enum.IntEnum):
    """A group of prime order. Quantum computers find discrete logarithms in all of them."""

    RISTRETTO255 = 1
    """ristretto255 (RFC 9496): elements and scalars of 32 bytes, scalars little-endian."""
    P256 = 2
    """P-256 (FIPS 186): SEC1 elements of 33 bytes (as input also 65, uncompressed), scalars of 32 bytes, big-endian."""
    SECP256K1 = 3
    """secp256k1 (SEC 2): SEC1 elements of 33 bytes (as input also 65, uncompressed), scalars of 32 bytes, big-endian."""

    @property
    def label(self) -> str:
        """The lower-case name, for example `ristretto255`."""
        return static_text(lib.nxz_group_name, self)


class Preset(enum.IntEnum):
    """A ready-made configuration."""

    DEFAULT = 0
    """128 bits, profile `balanced`."""
    FAST = 1
    """128 bits, profile `fast`."""
    SECURE = 2
    """256 bits, profile `balanced`, every proof verified before it is returned, discrete logarithms refused."""


class Profile(enum.IntEnum):
    """Where a proof stands between fast and small: each is smaller and slower than the one before."""

    FAST = 1
    BALANCED = 2
    SMALL = 3
    TINY = 4

    @property
    def label(self) -> str:
        """The lower-case name, for example `balanced`."""
        return static_text(lib.nxz_profile_name, self)


class Limit(enum.IntEnum):
    """A bound that is checked before anything is allocated or computed."""

    PROOF_SIZE = 1
    """Longest proof that is made or looked at, in bytes."""
    CONTEXT_SIZE = 2
    """Longest context, in bytes."""
    WORK = 3
    """Most work that one proof may cost its verifier, in AES blocks."""
    STATEMENT_SIZE = 4
    """Longest canonical encoding of a statement, in bytes, lists and circuits included."""
    WITNESS_SIZE = 5
    """Most bytes of secrets in a witness."""
    CIRCUIT_SIZE = 6
    """Most gates that the circuits of a statement may have together."""
    MEMORY = 7
    """Most heap memory that making one proof may take as predicted, in bytes. Where the configured parameters take more, the fastest that
    do not are taken, with a warning; where all do, the call fails. A proof whose making takes more is not verified either."""


class LogLevel(enum.IntEnum):
    """How much an event matters. Each level has those above it too."""

    ERROR = 1
    """A call failed, other than by refusing a proof or an input."""
    WARN = 2
    """A call went on after something failed, or a proof or an input was refused."""
    INFO = 3
    """A call succeeded."""
    DEBUG = 4
    """A stage of a call is done."""


class Source(enum.IntEnum):
    """Where the parameters of a proof came from."""

    CONFIGURED = 1
    """The configuration names them."""
    HEURISTIC = 2
    """The heuristic of the library chose them."""
    OPTIMIZER = 3
    """The optimizer that was plugged in chose them."""
    CACHE = 4
    """An earlier answer of the optimizer was used again."""


class OptimizerOutcome(enum.IntEnum):
    """What came of an optimizer. From `LATE` on, the heuristic chose instead."""

    NONE = 0
    """It had no part: none was plugged in, it was not to be used, or there was nothing to choose."""
    ANSWERED = 1
    """It was asked, and its answer was used."""
    CACHED = 2
    """An earlier answer was used."""
    LATE = 3
    """It did not answer before the deadline, or was busy."""
    FAILED = 4
    """It reported a failure."""
    MALFORMED = 5
    """Its answer is no answer."""
    REFUSED = 6
    """Its answer is no candidate, or one outside the limits or the constraints."""
    RESTING = 7
    """It was not asked, because it failed too often before."""


class Operation(enum.IntEnum):
    """What a protocol was asked to do."""

    PROVE = 1
    VERIFY = 2


class CompressionStrategy(enum.IntEnum):
    """How to compress."""

    NONE = 0
    """Everything is stored."""
    LZ4 = 1
    """LZ4: general purpose, fast."""
    TENSOR_TRAIN = 2
    """Tensor trains: arrays of numbers with low tensor rank. Lossless."""
    HYBRID = 3
    """Tensor trains and LZ4 together."""
    ADAPTIVE = 4
    """What a sample of the input suggests."""

    @property
    def label(self) -> str:
        """The lower-case name, for example `adaptive`."""
        return static_text(lib.nxz_compression_strategy_name, self)


class CodecNumber(enum.IntEnum):
    """What bytes were compressed with. Numbers from 128 to 255 are codecs of callers."""

    STORED = 0
    LZ4 = 1
    TENSOR_TRAIN = 2
    HYBRID = 3


class ArchiveMode(enum.IntEnum):
    """What an archive is opened for."""

    READ = 1
    """Reading, also while somebody else appends: what was complete at opening is seen."""
    APPEND = 2
    """Reading and appending, by one at a time. An entry that was not written to its end is cut off; other damage is an error."""
    RECOVER = 3
    """The same, and other damage at the end is cut off too."""
