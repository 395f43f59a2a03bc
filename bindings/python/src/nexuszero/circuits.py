"""Boolean circuits."""

from __future__ import annotations

from dataclasses import dataclass

from nexuszero._call import create, digest, number, read_record, text
from nexuszero._handle import Owned
from nexuszero._library import lib


@dataclass(frozen=True)
class CircuitSize:
    """What a circuit is made of."""

    gates: int
    """Gates of all kinds."""
    and_gates: int
    """Gates that multiply: AND, and each output of MAND."""
    and_depth: int
    """Most multiplying gates on a way from an input to an output."""
    inputs: int
    """Number of input values."""
    input_bits: int
    """Bits of all input values together."""
    outputs: int
    """Number of output values."""
    output_bits: int
    """Bits of all output values together."""


class Circuit(Owned):
    """A Boolean circuit in Bristol Fashion (gates XOR, AND, INV, EQ, EQW and MAND), for any number of statements.

    Threads: any number may use one circuit.
    """

    def __init__(self, bristol: str) -> None:
        """Raises: MalformedError with the number of the line for text that is no circuit; LimitExceededError."""
        super().__init__(create(lib.nxz_circuit_free, lib.nxz_circuit_from_bristol, *text(bristol)))

    @property
    def size(self) -> CircuitSize:
        """What the circuit is made of."""
        return read_record(CircuitSize, "nxz_circuit_size", lib.nxz_circuit_info, self)

    def input_width(self, index: int) -> int:
        """The width of an input value, counted from 0, in bits.

        Raises: InvalidArgumentError for a value that does not exist.
        """
        return number(lib.nxz_circuit_input_width, self, index)

    def output_width(self, index: int) -> int:
        """The width of an output value, counted from 0, in bits.

        Raises: InvalidArgumentError for a value that does not exist.
        """
        return number(lib.nxz_circuit_output_width, self, index)

    @property
    def digest(self) -> bytes:
        """The SHA3-512 digest of the circuit, which proofs are bound to."""
        return digest(lib.nxz_circuit_digest, self)
