#!/usr/bin/env python3
"""Each language proves every statement of the test vectors, and every language verifies what all of them made, and the committed proofs.

The vectors (tests/vectors/proofs/index.json) are written out as folders, so that a program in any language can read them without a parser:

    CASES/<name>/statement.json, context, secrets/<name of the secret>
    PROOFS/<name>/<level>-<profile>.nxz

A program of this kind has two commands, `prove CASES OUT` and `verify CASES PROOFS`. The latter also checks that proofs are refused for
another context and with a byte changed; it names each file that fails, and why, on standard error, and exits with 1.

usage: run.py NAME=COMMAND...     for example  c=build/tests/interop/interop_c "python=python3 interop.py"
"""
import json
import pathlib
import shlex
import subprocess
import sys
import tempfile

# What programs say of proofs that are right, and accepted where they should not be.
ACCEPTED = ["another context", "another last byte", "after a change"]

VECTORS = pathlib.Path(__file__).resolve().parent.parent / "vectors" / "proofs"


def write_cases(cases, committed):
    """Writes every statement with its secrets, and the committed proofs. Returns how many there are of each."""
    index = json.loads((VECTORS / "index.json").read_text(encoding="utf-8"))
    statements = proofs = 0
    for entry in index["proofs"]:
        folder = cases / entry["name"]
        if not folder.exists():
            (folder / "secrets").mkdir(parents=True)
            (folder / "statement.json").write_text(json.dumps(entry["statement"]), encoding="utf-8")
            (folder / "context").write_bytes(bytes.fromhex(index["context"]))
            for name, value in entry["secrets"].items():
                (folder / "secrets" / name).write_bytes(bytes.fromhex(value))
            statements += 1
        if "file" in entry:
            (committed / entry["name"]).mkdir(parents=True, exist_ok=True)
            name = f"{entry['level']}-{entry.get('profile', 'none')}.nxz"
            (committed / entry["name"] / name).write_bytes((VECTORS / entry["file"]).read_bytes())
            proofs += 1
    return statements, proofs


def run(command, *arguments):
    return subprocess.run([*shlex.split(command), *map(str, arguments)], check=False, capture_output=True, text=True)


def main():
    programs = dict(argument.split("=", 1) for argument in sys.argv[1:])
    if not programs:
        sys.exit(__doc__)
    failed = False
    with tempfile.TemporaryDirectory() as scratch:
        root = pathlib.Path(scratch)
        cases, committed = root / "cases", root / "committed"
        statements, proofs = write_cases(cases, committed)
        made = {"committed": (committed, proofs)}
        for prover, command in programs.items():
            result = run(command, "prove", cases, root / prover)
            count = len(list((root / prover).glob("*/*.nxz")))
            if result.returncode != 0 or count != statements:
                failed = True
                print(f"{prover} made {count} of {statements} proofs: {result.stdout}{result.stderr}", file=sys.stderr)
            made[prover] = (root / prover, count)
        for verifier, command in programs.items():
            for prover, (folder, count) in made.items():
                result = run(command, "verify", cases, folder)
                if result.returncode != 0 or f"{count} proofs verified" not in result.stdout.splitlines():
                    failed = True
                    print(f"{verifier} of {prover}: {result.stdout}{result.stderr}", file=sys.stderr)
        # A verifier that accepts everything would pass so far: proofs of one statement are not those of another.
        swapped = root / "swapped"
        wrong = []
        names = sorted(folder.name for folder in committed.iterdir())
        for name, other in zip(names, names[1:] + names[:1]):
            (swapped / name).mkdir(parents=True)
            for file in (committed / other).iterdir():
                wrong.append(swapped / name / file.name)
                wrong[-1].write_bytes(file.read_bytes())
        for verifier, command in programs.items():
            result = run(command, "verify", cases, swapped)
            # Of one that is accepted, it would be said that it is also accepted in another context, or changed.
            refused = [line for line in result.stderr.splitlines() if not any(word in line for word in ACCEPTED)]
            accepted = [file for file in wrong if not any(str(file) in line for line in refused)]
            if result.returncode != 1 or accepted:
                failed = True
                print(f"{verifier} does not refuse proofs of other statements: {accepted}", file=sys.stderr)
    print(f"{', '.join(programs)}: {statements} statements by each, {proofs} committed proofs")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
