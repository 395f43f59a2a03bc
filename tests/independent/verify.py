#!/usr/bin/env python3
"""An independent verifier, written from docs/protocol.md and the standards that it names: slow, in Python's standard library alone.

usage: verify.py STATEMENT PROOF CONTEXT [LEVEL]

To read it, begin with voleith.py, the verifier of sections 2 to 6, on field.py and aes.py; claims.py has the circuits of the statements, from the
gadgets in messages.py, sha2.py, keccak.py, blake3.py and boolean.py, on circuit.py; schnorr.py and groups.py are section 8.

STATEMENT and PROOF are files, the statement as JSON or encoded; CONTEXT is text, or hexadecimal behind "hex:". LEVEL is the lowest level that is
accepted, 128 if not given. Says what is wrong and ends with 1 if the proof is refused.
"""

import sys
from pathlib import Path

import schnorr
import statements
import voleith
from encoding import Rejected, require

SCHNORR_LEVEL = 128


def verify(statement, proof, context, level=128):
    """Returns if the proof is accepted, raises Rejected if not. The statement is JSON or its encoding, as bytes."""
    statement = statements.read(statement)
    if isinstance(statement, statements.DiscreteLog):
        require(level <= SCHNORR_LEVEL, "a lower level than asked for")
        schnorr.verify(statement, proof, context)
    else:
        voleith.verify(statement, proof, context, level)


def main(arguments):
    if len(arguments) not in (3, 4):
        sys.exit(__doc__)
    statement, proof = (Path(file).read_bytes() for file in arguments[:2])
    context = arguments[2]
    context = bytes.fromhex(context[4:]) if context.startswith("hex:") else context.encode()
    try:
        verify(statement, proof, context, *map(int, arguments[3:]))
    except Rejected as reason:
        sys.exit(f"rejected: {reason}")
    print("accepted")


if __name__ == "__main__":
    main(sys.argv[1:])
