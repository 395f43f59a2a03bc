"""What calls raise: one class for each status of the library, all below `NexusZeroError`."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Any, TypeVar

from nexuszero._abi import ffi
from nexuszero._library import lib

_Number = TypeVar("_Number", bound=enum.IntEnum)


class Status(enum.IntEnum):
    """What a call of the library answered. Later versions of the library may have more."""

    OK = 0
    PROOF_GENERATION = 1
    PROOF_VERIFICATION = 2
    COMPRESSION = 3
    OPTIMIZATION = 4
    CONFIGURATION = 5
    INTERNAL = 6
    NULL_POINTER = 7
    INVALID_ARGUMENT = 8
    BUFFER_TOO_SMALL = 9
    MALFORMED = 10
    UNSUPPORTED = 11
    LIMIT_EXCEEDED = 12
    CANCELLED = 13
    PANIC = 14
    INVALID_HANDLE = 15
    IO = 16

    @property
    def label(self) -> str:
        """The name of the status in a few words."""
        return status_name(self)


def status_name(status: int) -> str:
    """The name of a status in a few words; `unknown status` for a number that this version of the library lacks."""
    name = lib.nxz_status_name(status)
    return ffi.string(name).decode() if name else "unknown status"


@dataclass(frozen=True)
class Problem:
    """One of the things that a failed check found."""

    status: int
    """A `Status`, or its number where this package does not know it."""
    message: str
    """A sentence for a person. It never has bytes of a witness."""
    field: str | None = None
    """The argument, member of a structure or setting that is to blame, as the header of the library calls it."""


class NexusZeroError(Exception):
    """A call of the library failed. `status`, `message` and `field` are those of the first of its `problems`."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*problems)
        self.problems: tuple[Problem, ...] = problems
        """Everything that was wrong: a check that looks at several inputs reports all of it at once."""

    @property
    def status(self) -> int:
        """The `Status` of the call, or its number where this package does not know it."""
        return self.problems[0].status

    @property
    def message(self) -> str:
        """A sentence for a person. It never has bytes of a witness."""
        return self.problems[0].message

    @property
    def field(self) -> str | None:
        """The argument, member of a structure or setting that is to blame; None where that is no single one."""
        return self.problems[0].field

    def __str__(self) -> str:
        return "; ".join(problem.message for problem in self.problems)


class ProofGenerationError(NexusZeroError):
    """No proof could be made, for example because the witness does not satisfy the statement."""


class VerificationError(NexusZeroError):
    """The proof is not valid for this statement, context and configuration."""


class CompressionError(NexusZeroError):
    """A codec failed."""


class OptimizationError(NexusZeroError):
    """An optimizer failed."""


class ConfigurationError(NexusZeroError):
    """The configuration is invalid, contradicts itself, or does not allow what was asked."""


class InternalError(NexusZeroError):
    """Something that must not happen happened, for example the operating system gave no randomness."""


class InvalidArgumentError(NexusZeroError, ValueError):
    """An argument is outside its domain."""


class MalformedError(NexusZeroError, ValueError):
    """The bytes are not the canonical encoding of anything."""


class UnsupportedError(NexusZeroError):
    """Well formed, and this build does not have it."""


class LimitExceededError(NexusZeroError):
    """Well formed, and larger than the limits allow, or than there is memory for."""


class CancelledError(NexusZeroError):
    """The operation was cancelled."""


class PanicError(NexusZeroError):
    """A defect of the library, stopped at its boundary."""


class FileError(NexusZeroError, OSError):
    """A file could not be read or written: it is missing, in use, or the disk is full."""


class ClosedError(NexusZeroError, ValueError):
    """The object was closed before."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*(problems or [Problem(Status.INVALID_HANDLE, "the object is closed")]))


class BusyError(NexusZeroError):
    """An object was to be changed while another call uses it. Nothing was changed."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*(problems or [Problem(Status.INVALID_ARGUMENT, "the object is in use by another call")]))


# A status that is not here (a pointer, handle or buffer that this package passed wrongly) is a `NexusZeroError` itself.
_CLASSES: dict[int, type[NexusZeroError]] = {
    Status.PROOF_GENERATION: ProofGenerationError,
    Status.PROOF_VERIFICATION: VerificationError,
    Status.COMPRESSION: CompressionError,
    Status.OPTIMIZATION: OptimizationError,
    Status.CONFIGURATION: ConfigurationError,
    Status.INTERNAL: InternalError,
    Status.INVALID_ARGUMENT: InvalidArgumentError,
    Status.MALFORMED: MalformedError,
    Status.UNSUPPORTED: UnsupportedError,
    Status.LIMIT_EXCEEDED: LimitExceededError,
    Status.CANCELLED: CancelledError,
    Status.PANIC: PanicError,
    Status.IO: FileError,
}


def error_of(*problems: Problem) -> NexusZeroError:
    """The error for what a call reported."""
    return _CLASSES.get(problems[0].status, NexusZeroError)(*problems)


def member(cls: type[_Number], number: int) -> _Number | int:
    """The named number, or the number itself where this package has no name for it: later versions of the library may have more."""
    return cls(number) if number in cls._value2member_map_ else number


def problem_of(status: int, message: Any, field: Any = None) -> Problem:
    """A problem from native strings, which are copied; NULL for a field is none."""
    return Problem(
        member(Status, status),
        ffi.string(message).decode() or status_name(status),
        ffi.string(field).decode() if field else None,
    )


def take_error(status: int, error: Any) -> NexusZeroError:
    """Reads a native error and frees it. Of NULL only the status is known."""
    if not error:
        return error_of(Problem(status, status_name(status)))
    try:
        first = problem_of(lib.nxz_error_code(error), lib.nxz_error_message(error), lib.nxz_error_field(error))
        others = [
            problem_of(
                lib.nxz_error_problem_code(error, index),
                lib.nxz_error_problem_message(error, index),
                lib.nxz_error_problem_field(error, index),
            )
            for index in range(1, lib.nxz_error_problems(error))
        ]
        return error_of(first, *others)
    finally:
        lib.nxz_error_free(error)
