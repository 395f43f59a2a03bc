"""Proofs, and what was measured when they were made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from nexuszero._abi import ffi
from nexuszero._call import Buffer, Json, array, create, data, native, read_json, read_record
from nexuszero._handle import Owned
from nexuszero._library import lib
from nexuszero.enums import OptimizerOutcome, Profile, Source
from nexuszero.errors import member


def _profile(number: int) -> Profile | int | None:
    return member(Profile, number) if number else None


def _source(number: int) -> Source | int:
    return member(Source, number)


def _outcome(number: int) -> OptimizerOutcome | int:
    return member(OptimizerOutcome, number)


@dataclass(frozen=True, kw_only=True)
class ProofHeader:
    """What the header of a proof says. It is the prover's claim; only `Protocol.verify` checks it."""

    version: int
    """Version of the proof format."""
    security_level: int
    """Security level in bits."""
    profile: Profile | int | None = native(_profile)
    """The `Profile`, or its number where this package does not know it; None for a discrete logarithm."""
    degree: int
    """Degree of the check; 0 for a discrete logarithm."""
    quantum_resistant: bool = native(bool)
    """Whether proofs of this kind resist quantum computers."""
    size: int
    """Bytes of the whole proof."""


@dataclass(frozen=True, kw_only=True)
class Measurements:
    """What was measured when a proof was made: times in nanoseconds of wall-clock time, sizes in bytes."""

    profile: Profile | int | None = native(_profile)
    """The `Profile`, or its number where this package does not know it; None for a discrete logarithm."""
    security_level: int
    """The configured security level in bits."""
    degree: int
    """Degree of the check."""
    security_bits: float
    """Computed security in bits against a classical adversary."""
    validate_ns: int
    """Checking statement, witness, context and limits."""
    parameters_ns: int
    """Counting the circuit and choosing parameters."""
    prove_ns: int
    """Making the proof."""
    compress_ns: int
    """Compressing it; 0 where nothing was compressed."""
    verify_ns: int
    """Verifying it after generation; 0 where that was not asked for."""
    total_ns: int
    """All of the above and what lies between."""
    size_before: int
    """Proof bytes before compression."""
    size_after: int
    """Proof bytes as they are returned."""
    committed_bits: int
    """Bits committed for the statement."""
    constraints: int
    """Constraints checked."""
    peak_memory: int
    """Most heap bytes that the library held at once for the call; 0 in a build without the feature `allocator`."""
    quantum_resistant: bool = native(bool)
    """Whether the proof resists quantum computers."""
    source: Source | int = native(_source)
    """Where the parameters came from: a `Source`, or its number where this package does not know it."""
    optimizer_outcome: OptimizerOutcome | int = native(_outcome)
    """What came of the optimizer: an `OptimizerOutcome`, or its number where this package does not know it."""
    degree_cap: int
    """The degree cap that was asked for; 24 is none."""
    threads: int
    """Threads that made the proof, the caller's included."""
    compression_ratio: float
    """Bytes before divided by bytes after compression: 1 where nothing was made smaller."""
    predicted_prove_ns: int
    """What the cost model predicted for `prove_ns`."""
    predicted_verify_ns: int
    """The same for a verification."""
    predicted_size: int
    """The same for `size_before`."""
    predicted_memory: int
    """The same for `peak_memory`, as an upper bound; 0 where it is not predicted."""
    heuristic_prove_ns: int
    """`predicted_prove_ns` of what the heuristic would have chosen: the difference is the effect of the optimizer."""
    heuristic_size: int
    """`predicted_size` of what the heuristic would have chosen."""


class Proof(Owned):
    """A proof: from `Protocol.prove`, or from bytes that somebody sent. `bytes(proof)` are its bytes.

    Threads: any number may use one proof.
    """

    @classmethod
    def from_bytes(cls, encoding: Buffer) -> Proof:
        """Takes proof bytes in, compressed or not. Their header is checked and nothing else: `Protocol.verify` does the rest.

        Raises: MalformedError for bytes that are no proof; UnsupportedError for a proof that this build cannot read.
        """
        return cls(create(lib.nxz_proof_free, lib.nxz_proof_from_bytes, *data(encoding)))

    def __bytes__(self) -> bytes:
        length = ffi.new("size_t *")
        with self._handle as pointer:
            view = lib.nxz_proof_data(pointer, length)
            return bytes(ffi.buffer(view, length[0]))

    def __len__(self) -> int:
        length = ffi.new("size_t *")
        with self._handle as pointer:
            lib.nxz_proof_data(pointer, length)
        return int(length[0])

    @property
    def header(self) -> ProofHeader:
        """What the header says, of a compressed proof too."""
        return read_record(ProofHeader, "nxz_proof_header", lib.nxz_proof_info, self)

    @property
    def measurements(self) -> Measurements:
        """What was measured when the proof was made.

        Raises: UnsupportedError for a proof that came in as bytes.
        """
        return read_record(Measurements, "nxz_proof_measurements", lib.nxz_proof_metrics, self)

    def measurements_dict(self) -> Json:
        """The same, with enumerations by their names, and also `request_id`, `statement` and `codec`."""
        return read_json(lib.nxz_proof_metrics_json, self)


def aggregate(proofs: Iterable[Proof]) -> Json:
    """Count, mean, deviation, range and percentiles of every number that was measured when these proofs were made.

    Raises: UnsupportedError for a proof that came in as bytes.
    """
    measured = _checked(proofs)
    with array("nxz_proof", measured) as pointers:
        return read_json(lib.nxz_proofs_aggregate, pointers, len(measured))


def compare(base: Iterable[Proof], other: Iterable[Proof]) -> Json:
    """What was measured of two sets of proofs: means, difference, ratio and Welch's t statistic (`docs/metrics.md`).

    Raises: as `aggregate`.
    """
    left, right = _checked(base), _checked(other)
    with array("nxz_proof", left) as one, array("nxz_proof", right) as two:
        return read_json(lib.nxz_proofs_compare, one, len(left), two, len(right))


def _checked(proofs: Iterable[Proof]) -> list[Proof]:
    return [Proof._checked(proof) for proof in proofs]
