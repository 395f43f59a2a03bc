"""Compression and archives."""

from __future__ import annotations

import array
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from nexuszero import (
    FINGERPRINT_SIZE,
    Archive,
    ArchiveMode,
    CodecNumber,
    CompressionStrategy,
    Compressor,
    FileError,
    InvalidArgumentError,
    LimitExceededError,
    MalformedError,
    Proof,
    Protocol,
    Statement,
    UnsupportedError,
    Witness,
    compress,
    compressed_codec,
    decompress,
    lz4_compress,
    lz4_decompress,
)

TEXT = b"the same again and " * 200


@pytest.mark.parametrize("strategy", CompressionStrategy)
def test_compression_round_trip(strategy: CompressionStrategy) -> None:
    numbers = memoryview(array.array("d", range(1000)))
    with Compressor(strategy) as compressor:
        for content in (b"", b"x", TEXT, bytearray(TEXT), numbers):
            expected = memoryview(content).tobytes()
            one, other = compressor.compress(content), compress(content, strategy)
            assert len(one) <= len(expected) + 1
            assert compressor.decompress(one) == decompress(memoryview(other)) == expected
    stored = compressed_codec(compress(TEXT, strategy)) is CodecNumber.STORED
    assert stored == (strategy is CompressionStrategy.NONE)


def test_compression_is_bounded() -> None:
    compressed = compress(bytes(100_000), CompressionStrategy.LZ4)
    assert len(compressed) < 1000
    with pytest.raises(LimitExceededError):
        decompress(compressed, 99_999)
    for bounded in (Compressor(max_size=99_999), Compressor(max_ratio=2)):
        with bounded, pytest.raises(LimitExceededError):
            bounded.decompress(compressed)
    with Compressor(max_size=10) as small, pytest.raises(LimitExceededError):
        small.compress(bytes(11))
    for wrong in (b"", compressed[:-1]):
        with pytest.raises(MalformedError):
            decompress(wrong)
    for number in (7, 200):
        with pytest.raises(UnsupportedError, match=str(number)):
            decompress(bytes([number]) + b"content")


def test_codecs_of_bytes() -> None:
    assert compressed_codec(compress(TEXT, CompressionStrategy.LZ4)) is CodecNumber.LZ4
    assert compressed_codec(b"\xc8") == 200
    assert compressed_codec(b"\x07") is None and compressed_codec(b"") is None


def test_lz4() -> None:
    frame = lz4_compress(TEXT)
    assert frame[:4] == b"\x04\x22\x4d\x18" and lz4_decompress(frame, len(TEXT)) == TEXT
    with pytest.raises(LimitExceededError):
        lz4_decompress(frame, len(TEXT) - 1)
    with pytest.raises(MalformedError):
        lz4_decompress(b"no frame", 100)


def test_an_archive(tmp_path: Path, protocol: Protocol, statement: Statement, witness: Witness) -> None:
    file = tmp_path / "proofs.nxa"
    proof = protocol.prove(statement, witness, b"nonce")
    started = datetime.now(timezone.utc)
    with Archive.create(file) as archive:
        assert len(archive) == 0 and list(archive) == []
        assert archive.append(statement, proof, b"nonce", label="erste Prüfung") == 0
        assert archive.append(statement, Proof.from_bytes(bytes(proof)), bytearray(b"nonce")) == 1
        archive.flush()
        archive.check()
        fingerprint = archive.fingerprint
        assert len(fingerprint) == FINGERPRINT_SIZE and len(archive) == 2
        with pytest.raises(FileError):
            Archive.open(file, ArchiveMode.APPEND)
        with pytest.raises(LimitExceededError):
            archive.append(statement, proof, label="x" * 257)
    with Archive.open(str(file)) as archive:
        archive.check()
        assert archive.fingerprint == fingerprint and archive.summary()["records"] == 2
        first, second = archive
        protocol.verify(first.statement, first.proof, first.context)
        assert first.statement.to_bytes() == statement.to_bytes() and bytes(second.proof) == bytes(proof)
        assert (first.label, second.label) == ("erste Prüfung", "")
        assert first.measurements == proof.measurements_dict() and second.measurements is None
        assert abs(archive[1].time - started) < timedelta(hours=1) and first.time.tzinfo is timezone.utc
        with pytest.raises(InvalidArgumentError):
            archive.append(statement, proof)
        for index in (-1, 2):
            with pytest.raises(IndexError):
                archive[index]
    with pytest.raises(ValueError, match="closed"):
        first.label  # noqa: B018


def test_damaged_archives(tmp_path: Path, protocol: Protocol, statement: Statement, witness: Witness) -> None:
    file = tmp_path / "proofs.nxa"
    with Archive.create(file) as archive:
        archive.append(statement, protocol.prove(statement, witness))
    whole = file.read_bytes()
    file.write_bytes(whole[:-1])
    with Archive.open(file) as archive, pytest.raises(MalformedError):
        archive.check()
    file.write_bytes(whole + bytes(100))
    with pytest.raises(MalformedError):
        Archive.open(file, ArchiveMode.APPEND)
    with Archive.open(file, ArchiveMode.RECOVER) as archive:
        assert len(archive) == 1
    assert file.read_bytes() == whole
    with pytest.raises(FileError):
        Archive.create(file)
    with pytest.raises(FileError):
        Archive.open(tmp_path / "missing.nxa")
    with pytest.raises(UnsupportedError):
        Archive.open(file, 9)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        Archive.open(b"proofs.nxa")  # type: ignore[arg-type]
    file.write_bytes(b"no archive at all")
    with pytest.raises(MalformedError):
        Archive.open(file)


def test_entries_that_no_writer_wrote(tmp_path: Path, protocol: Protocol, statement: Statement, witness: Witness) -> None:
    """An entry that is well formed otherwise. The library does not look at metrics."""
    with Archive.create(tmp_path / "proofs.nxa") as archive:
        archive.append(statement, protocol.prove(statement, witness))
        entry = archive[0]
        for metrics in ("no JSON", "[" * 100_000, "7", "[]"):
            with pytest.MonkeyPatch.context() as patched:
                patched.setattr("nexuszero.archive.read_text", lambda *arguments, metrics=metrics: metrics)
                with pytest.raises(MalformedError, match="metrics"):
                    entry.measurements  # noqa: B018
