"""Finds the shared library, loads it, and checks that it belongs to the declarations of this package."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from nexuszero._abi import ffi


def _path() -> str:
    """What NEXUSZERO_LIBRARY names, otherwise the library in this package."""
    if named := os.environ.get("NEXUSZERO_LIBRARY"):
        return named
    bundled = [str(file) for file in (Path(__file__).parent / "_lib").glob("*nexuszero*")]
    if not bundled:
        raise ImportError("nexuszero carries no shared library: install a wheel, or let NEXUSZERO_LIBRARY name one")
    return bundled[0]


def _load(path: str) -> Any:
    try:
        library = ffi.dlopen(path)
        number = library.nxz_abi_version()
    except (OSError, ffi.error) as error:
        raise ImportError(f"{path} cannot be loaded as the NexusZero library: {error}") from error
    if number != library.NXZ_ABI_VERSION:
        raise ImportError(f"{path} has ABI number {number}; this package is made for {library.NXZ_ABI_VERSION}")
    return library


lib = _load(_path())
