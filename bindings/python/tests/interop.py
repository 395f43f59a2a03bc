"""Proofs across languages.

interop.py prove CASES OUT      proves each case at level 128, profile fast, into OUT/<name>/128-fast.nxz
interop.py verify CASES PROOFS  verifies PROOFS/<name>/<level>-<profile>.nxz, and that they are refused for another context and
                                after a change of their last byte
"""

from __future__ import annotations

import sys
from pathlib import Path

from nexuszero import Config, MalformedError, Preset, Proof, Protocol, Statement, VerificationError, Witness


def main(arguments: list[str]) -> int:
    """Runs a command; gives the exit status."""
    if len(arguments) != 3 or arguments[0] not in ("prove", "verify"):
        print(__doc__, file=sys.stderr)
        return 2
    command, cases, other = arguments[0], Path(arguments[1]), Path(arguments[2])
    return prove(cases, other) if command == "prove" else verify(cases, other)


def prove(cases: Path, out: Path) -> int:
    """Proves all cases."""
    protocol = Protocol(Config(Preset.FAST))
    for case in folders(cases):
        witness = Witness({secret.name: secret.read_bytes() for secret in (case / "secrets").iterdir()})
        proof = protocol.prove(statement(case), witness, (case / "context").read_bytes())
        folder = out / case.name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "128-fast.nxz").write_bytes(bytes(proof))
    return 0


def verify(cases: Path, proofs: Path) -> int:
    """Verifies all proofs."""
    failures: list[str] = []
    count = 0
    for folder in folders(proofs):
        expected, context = statement(cases / folder.name), (cases / folder.name / "context").read_bytes()
        for file in sorted(folder.glob("*.nxz")):
            count += 1
            protocol = Protocol(Config(security_level=int(file.stem.split("-")[0])))
            encoding = file.read_bytes()
            changed = encoding[:-1] + bytes([encoding[-1] ^ 1])
            accepted = {
                "is refused": not verifies(protocol, expected, encoding, context),
                "verifies for another context": verifies(protocol, expected, encoding, context + b"!"),
                "verifies with another last byte": verifies(protocol, expected, changed, context),
            }
            failures += [f"{file} {what}" for what, failed in accepted.items() if failed]
    for failure in failures or ([] if count else [f"there are no proofs in {proofs}"]):
        print(failure, file=sys.stderr)
    if failures or not count:
        return 1
    print(f"{count} proofs verified")
    return 0


def verifies(protocol: Protocol, expected: Statement, encoding: bytes, context: bytes) -> bool:
    """Whether a proof is valid."""
    try:
        protocol.verify(expected, Proof.from_bytes(encoding), context)
    except (VerificationError, MalformedError):
        return False
    return True


def statement(case: Path) -> Statement:
    """The statement of a case."""
    return Statement.from_json((case / "statement.json").read_text(encoding="utf-8"))


def folders(path: Path) -> list[Path]:
    """The folders in a folder, sorted."""
    return sorted(entry for entry in path.iterdir() if entry.is_dir())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
