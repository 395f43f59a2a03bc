"""The shared test vectors of the repository, and statements made from them with the typed constructors."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nexuszero import Circuit, DigestList, Group, Hash, Hidden, Message, Secret, Statement

REPOSITORY = Path(__file__).resolve().parents[3]
FOLDER = REPOSITORY / "tests" / "vectors" / "proofs"


@dataclass(frozen=True)
class Vector:
    """A proof that was made elsewhere."""

    name: str
    level: int
    profile: str
    statement: dict[str, Any]
    secrets: dict[str, bytes]
    proof: bytes | None
    """None where only its digest is committed."""

    def __str__(self) -> str:
        return f"{self.name}-{self.level}-{self.profile}"


def _index() -> dict[str, Any]:
    index: dict[str, Any] = json.loads((FOLDER / "index.json").read_text())
    return index


CONTEXT = bytes.fromhex(_index()["context"])


def _vectors() -> Iterator[Vector]:
    before: dict[str, Any] = {}
    for entry in _index()["proofs"]:
        if entry["name"] == before.get("name"):
            entry = {"statement": before["statement"], "secrets": before["secrets"], **entry}
        before = entry
        yield Vector(
            entry["name"],
            entry["level"],
            entry["profile"],
            entry["statement"],
            {name: bytes.fromhex(value) for name, value in entry["secrets"].items()},
            (FOLDER / entry["file"]).read_bytes() if "file" in entry else None,
        )


VECTORS = list(_vectors())
STATEMENTS = list({vector.name: vector for vector in reversed(VECTORS)}.values())
"""One vector for each statement."""
PROOFS = [vector for vector in VECTORS if vector.proof is not None]


def typed(statement: dict[str, Any]) -> Statement:
    """A statement through the constructor of its kind, from its JSON."""
    kind = statement["kind"]
    if kind == "conjunction":
        return Statement.conjunction([typed(claim) for claim in statement["claims"]])
    if kind == "discrete-log":
        return Statement.discrete_log(
            {group.label: group for group in Group}[statement["group"]],
            bytes.fromhex(statement["generator"]),
            bytes.fromhex(statement["public_value"]),
            secret=statement["secret"],
        )
    if kind == "circuit":
        circuit = Circuit(statement["circuit"])
        inputs = [
            bytes.fromhex(value["public"]) if "public" in value else Secret(value["secret"], -(-circuit.input_width(index) // 8))
            for index, value in enumerate(statement["inputs"])
        ]
        return Statement.circuit(circuit, Message(*inputs), bytes.fromhex(statement["outputs"]))
    hash = {hash.label: hash for hash in Hash}[statement["hash"]]
    if kind == "preimage":
        return Statement.preimage_parts(hash, bytes.fromhex(statement["digest"]), _message(statement["message"]))
    if kind == "range":
        return Statement.range(
            hash,
            bytes.fromhex(statement["commitment"]),
            statement["min"],
            statement["max"],
            value=statement["value"],
            blinding=statement["blinding"],
        )
    if kind == "one-of-many":
        digests = DigestList(map(bytes.fromhex, statement["list"]))
        return Statement.one_of_many(hash, digests, _message(statement["message"]), index=statement["index"])
    assert kind == "membership", kind
    return Statement.membership(
        hash,
        bytes.fromhex(statement["root"]),
        statement["depth"],
        _message(statement["leaf"]),
        index=statement["index"],
        path=statement["path"],
    )


def _message(message: dict[str, Any]) -> Message:
    def part(value: dict[str, Any]) -> bytes | Secret | Hidden:
        if "public" in value:
            return bytes.fromhex(value["public"])
        return Secret(value["secret"], value["len"]) if "secret" in value else Hidden(value["hidden"], message["blocks"])

    key = message.get("key")
    parts = [part(value) for value in message["parts"]]
    if key is None:
        return Message(*parts)
    kept = part(key)
    assert not isinstance(kept, Hidden)
    return Message(*parts, key=kept)
