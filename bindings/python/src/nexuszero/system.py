"""What this build and this processor can do."""

from __future__ import annotations

from nexuszero._call import c_string, call, static_text
from nexuszero._library import lib


def version() -> str:
    """The version of the library that is running, for example `0.1.0`."""
    return static_text(lib.nxz_version)


def abi_version() -> int:
    """The ABI number of the library that is running. It is checked when the package is imported."""
    return int(lib.nxz_abi_version())


def has_feature(name: str) -> bool:
    """Whether this build has a feature: the kind of a statement (`range`), a hash function, a group, or `allocator`."""
    return bool(lib.nxz_has_feature(c_string(name)))


def cpu_backend() -> str:
    """The implementation of the inner loops that is used unless the setting `backend` names another, for example `aes-ni`."""
    return static_text(lib.nxz_cpu_backend)


def cpu_backends() -> list[str]:
    """The implementations that this processor can run, the best one last."""
    return static_text(lib.nxz_cpu_backends).split(",")


def health_check() -> None:
    """Runs known answers through every module, which takes some ten milliseconds.

    Raises: the error of whatever failed.
    """
    call(lib.nxz_health_check)
