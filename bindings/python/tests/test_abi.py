"""The binding and the header of the library have the same functions, numbers and structures."""

from __future__ import annotations

import dataclasses
import enum
import re
from pathlib import Path
from types import SimpleNamespace

import header
import pytest
from vectors import REPOSITORY

import nexuszero
from nexuszero import _library, constants, enums
from nexuszero._abi import ffi
from nexuszero._library import lib

SOURCE = Path(__file__).resolve().parents[1] / "src" / "nexuszero"
SYMBOLS = (REPOSITORY / "tests" / "abi" / "symbols.txt").read_text().split()
HEADER = (REPOSITORY / "include" / "nexuszero.h").read_text()


def test_every_function_of_the_abi_is_used() -> None:
    used = set(re.findall(r"\blib(?:rary)?\.(nxz_\w+)", "".join(file.read_text() for file in SOURCE.glob("*.py"))))
    assert used == set(SYMBOLS)


def test_every_function_of_the_abi_is_declared() -> None:
    assert all(ffi.typeof(getattr(lib, symbol)).kind == "function" for symbol in SYMBOLS)


def test_every_number_of_the_header_has_a_name() -> None:
    named = {
        "NXZ_VERSION_MAJOR", "NXZ_VERSION_MINOR", "NXZ_VERSION_PATCH", "NXZ_ABI_VERSION",
        *(f"NXZ_{name}" for name in vars(constants) if name.isupper()),
    }  # fmt: skip
    prefixes = {
        "OptimizerOutcome": "OPTIMIZER",
        "CompressionStrategy": "COMPRESSION",
        "CodecNumber": "CODEC",
        "LogLevel": "LOG",
        "ArchiveMode": "ARCHIVE",
    }
    for kind in vars(enums).values():
        if isinstance(kind, type) and issubclass(kind, enum.IntEnum) and kind is not enum.IntEnum:
            prefix = prefixes.get(kind.__name__, kind.__name__.upper())
            for member in kind:
                name = f"NXZ_{prefix}_{member.name}"
                assert getattr(lib, name) == member, name
                named.add(name)
    assert named == set(re.findall(r"^#define (NXZ_\w+) \d", header.declarations(HEADER), re.MULTILINE))


def test_every_status_has_a_name() -> None:
    stated = {match[0]: int(match[1]) for match in re.findall(r"NXZ_(?:ERR_)?(\w+) = (\d+),", HEADER)}
    assert {status.name: status.value for status in nexuszero.Status} == stated
    assert nexuszero.Status.PROOF_VERIFICATION.label == ffi.string(lib.nxz_status_name(2)).decode()


@pytest.mark.parametrize(
    ("name", "record"),
    [
        ("nxz_proof_cost", nexuszero.ProofCost),
        ("nxz_circuit_size", nexuszero.CircuitSize),
        ("nxz_proof_header", nexuszero.ProofHeader),
        ("nxz_proof_measurements", nexuszero.Measurements),
        ("nxz_operation_figures", nexuszero.OperationFigures),
        ("nxz_metrics_figures", nexuszero.MetricsFigures),
        ("nxz_batch_totals", nexuszero.BatchTotals),
    ],
)
def test_every_field_of_a_structure_is_read(name: str, record: type) -> None:
    fields = {field for field, _ in ffi.typeof(name).fields} - {"struct_size", "reserved"}
    assert {field.name for field in dataclasses.fields(record)} == fields


def test_declarations_are_without_what_a_parser_cannot_read() -> None:
    text = header.declarations(HEADER)
    assert not re.search(r"//|/\*|__cplusplus|NXZ_NONNULL|NXZ_WARN|#if|#include", text)
    assert "#define NXZ_MAX_LIST_SIZE 1048576\n" in text
    assert header.version(HEADER) == nexuszero.version()


def test_conditional_parts() -> None:
    text = "#ifndef A\n#ifdef B\nint no;\n#if C\nint no;\n#else\nint no;\n#endif\n#else\nint yes;\n#endif\n#endif\nint also;\n"
    assert header.declarations(text) == "int yes;\nint also;\n"


def test_a_library_of_another_abi_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    other = SimpleNamespace(nxz_abi_version=lambda: 7, NXZ_ABI_VERSION=1)
    monkeypatch.setattr(_library, "ffi", SimpleNamespace(dlopen=lambda path: other, error=ffi.error))
    with pytest.raises(ImportError, match="ABI number 7; this package is made for 1"):
        _library._load("libnexuszero.so.7")


def test_what_is_no_library_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "libnexuszero.so"
    file.write_text("no library")
    with pytest.raises(ImportError, match="cannot be loaded as the NexusZero library"):
        _library._load(str(file))


def test_another_library_is_refused() -> None:
    import _cffi_backend

    with pytest.raises(ImportError, match="cannot be loaded as the NexusZero library"):
        _library._load(_cffi_backend.__file__)


def test_system() -> None:
    assert nexuszero.abi_version() == lib.NXZ_ABI_VERSION
    assert nexuszero.cpu_backend() == nexuszero.cpu_backends()[-1]
    assert "portable" in nexuszero.cpu_backends()
    assert nexuszero.has_feature("range") and nexuszero.has_feature("sha3-256")
    assert not nexuszero.has_feature("levitation")
    with pytest.raises(ValueError, match="NUL"):
        nexuszero.has_feature("range\0")
    nexuszero.health_check()


def test_labels() -> None:
    assert [hash.label for hash in nexuszero.Hash][:2] == ["sha256", "sha3-256"]
    assert [group.label for group in nexuszero.Group] == ["ristretto255", "p256", "secp256k1"]
    assert nexuszero.Profile.TINY.label == "tiny"
    assert nexuszero.CompressionStrategy.TENSOR_TRAIN.label == "tensor-train"
    assert [nexuszero.codec_name(number) for number in (0, 1, 128, 255)] == ["stored", "lz4", "custom", "custom"]
    with pytest.raises(ValueError, match="no name for 77"):
        nexuszero.codec_name(77)
