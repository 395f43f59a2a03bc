"""Compression of circuits, statements, JSON and numbers. Proofs are close to random and do not shrink."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from nexuszero._call import Buffer, c_string, call, create, data, read_bytes, static_text
from nexuszero._callbacks import COMPRESS, DECOMPRESS, attach
from nexuszero._handle import Owned
from nexuszero._library import lib
from nexuszero.enums import CodecNumber, CompressionStrategy


@dataclass(frozen=True)
class Codec:
    """A codec of one's own.

        Codec(200, "zlib", zlib.compress, lambda content, size: zlib.decompress(content))

    What it compresses is decompressed and compared before it is used. Where it fails, or does not make its input shorter, the
    input is stored. An exception is a failure, and goes to the log `nexuszero`.

    Threads: the functions are called by every thread that compresses or decompresses, several at once.
    """

    number: int
    """What names the codec in compressed bytes: 128 to 255, and the same for who decompresses."""
    name: str
    """The name in error messages: 1 to 64 bytes of UTF-8."""
    compress: Callable[[bytes], bytes]
    """Compresses."""
    decompress: Callable[[bytes, int], bytes]
    """Restores content of the stated size in bytes. Its input is untrusted."""


def set_codec(function: Any, owner: Owned, codec: Codec | None) -> None:
    """Gives a codec to `owner` by the function that takes it; without one, none."""
    named = {} if codec is None else {"id": codec.number, "name": c_string(codec.name)}
    attach(function, owner, "nxz_codec", codec, compress=COMPRESS, decompress=DECOMPRESS, **named)


class Compressor(Owned):
    """Compresses with a strategy or a codec, within limits.

    Threads: any number may use one compressor.
    """

    def __init__(
        self,
        strategy: CompressionStrategy = CompressionStrategy.ADAPTIVE,
        *,
        max_ratio: int = 1024,
        max_size: int = 256 << 20,
        codec: Codec | None = None,
    ) -> None:
        """A `codec` replaces the strategy.

        `max_ratio` is how many bytes one compressed byte may become at most, `max_size` how many bytes content has at most.
        What is larger is refused before it is allocated.

        Raises: ConfigurationError for a ratio of 0; InvalidArgumentError for a codec with a bad number or name.
        """
        super().__init__(create(lib.nxz_compressor_free, lib.nxz_compressor_new, strategy))
        call(lib.nxz_compressor_set_limits, self, max_ratio, max_size)
        if codec is not None:
            set_codec(lib.nxz_compressor_set_codec, self, codec)

    def compress(self, content: Buffer) -> bytes:
        """Compresses into at most one byte more than went in. `compressed_codec` says what was used.

        Raises: LimitExceededError for more than `max_size` bytes.
        """
        return read_bytes(lib.nxz_compressor_compress, self, *data(content))

    def decompress(self, compressed: Buffer) -> bytes:
        """Restores what was compressed by whatever strategy, or by the same codec. The bytes may come from anybody.

        Raises: MalformedError for bytes that no codec made; LimitExceededError; UnsupportedError for a codec that the compressor
        does not have; CompressionError where its own fails.
        """
        return read_bytes(lib.nxz_compressor_decompress, self, *data(compressed))


def compress(content: Buffer, strategy: CompressionStrategy = CompressionStrategy.ADAPTIVE) -> bytes:
    """As `Compressor.compress`, with the usual limits."""
    return read_bytes(lib.nxz_compress, strategy, *data(content))


def decompress(compressed: Buffer, max_size: int = 256 << 20) -> bytes:
    """As `Compressor.decompress`, for content of at most `max_size` bytes."""
    return read_bytes(lib.nxz_decompress, *data(compressed), max_size)


def compressed_codec(compressed: Buffer) -> int | None:
    """The codec of compressed bytes: a `CodecNumber`, a number from 128 to 255 for one of a caller's; None if no codec made them."""
    number = int(lib.nxz_compressed_codec(*data(compressed)))
    if number in CodecNumber._value2member_map_:
        return CodecNumber(number)
    return number if number < 256 else None


def codec_name(number: int) -> str:
    """The lower-case name of a codec, for example `tensor-train`; `custom` for those of callers.

    Raises: ValueError for an unknown number.
    """
    return static_text(lib.nxz_codec_name, number)


def lz4_compress(content: Buffer) -> bytes:
    """A pure LZ4 frame, the content of a `.lz4` file."""
    return read_bytes(lib.nxz_lz4_compress, *data(content))


def lz4_decompress(frame: Buffer, max_size: int) -> bytes:
    """Reads a pure LZ4 frame with content of at most `max_size` bytes. It may come from anybody.

    Raises: MalformedError for bytes that are no such frame; LimitExceededError.
    """
    return read_bytes(lib.nxz_lz4_decompress, *data(frame), max_size)
