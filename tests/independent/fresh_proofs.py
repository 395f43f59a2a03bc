#!/usr/bin/env python3
"""Fresh proofs of random statements, made by the command `nxz`, for the independent verifier: other sizes, shapes, profiles and degree caps than
those of the known answers. Each is to be accepted, and refused with one bit changed.

usage: fresh_proofs.py NXZ [COUNT [SEED]]
"""

import hashlib
import hmac
import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

import boolean
import groups
import messages
from encoding import Rejected
from verify import verify

BRISTOL = Path(__file__).parent.parent / "vectors/bristol"
FILES = ["adder.txt", "comparator.txt", "multiplexer.txt", "every_gate.txt"]
SETS = [(128, "fast")] * 6 + [(128, "balanced"), (192, "fast"), (256, "fast")]  # others take minutes to verify
TREE_HASHES = [hash for hash in messages.HASHES if not hash.is_hmac]


class Nxz:
    """The command, and a folder for its files."""

    def __init__(self, command, folder):
        self.command, self.folder = command, Path(folder)

    def run(self, *arguments):
        return subprocess.run([self.command, *map(str, arguments)], check=True, capture_output=True, text=True).stdout

    def write(self, name, data):
        (self.folder / name).write_bytes(data)
        return self.folder / name

    def digest(self, hash, data):
        if hash.name in ("blake3", "keccak-256"):
            printed = self.run("digest", "--json", "--hash", hash.name, "--secret", self.write("message", data))
            return bytes.fromhex(json.loads(printed)["digest"])
        return hashlib.new(hash.name.replace("sha3-", "sha3_"), data).digest()

    def prove(self, statement, secrets, context, level, profile, cap):
        arguments = ["--statement", self.write("statement", json.dumps(statement).encode()), "--out", self.folder / "proof"]
        for i, (name, value) in enumerate(secrets.items()):
            data = str(value).encode() if isinstance(value, int) else value
            arguments += ["--number" if isinstance(value, int) else "--secret", f"{name}={self.write(f'secret {i}', data)}"]
        settings = ["--level", level, "--profile", profile, "--set", f"degree_cap={cap}"]
        self.run("prove", *arguments, "--context", context, *settings)
        return (self.folder / "proof").read_bytes()


def packed(values, sizes):
    """Bits packed value by value."""
    data, values = [], list(values)
    for size in sizes:
        value, values = values[:size], values[size:]
        data.append(sum(bit << i for i, bit in enumerate(value)).to_bytes(-(-size // 8), "little"))
    return data


def gate(operation, x):
    """The outputs of a gate that is not EQ."""
    match operation:
        case "XOR":
            return [x[0] ^ x[1]]
        case "INV":
            return [1 - x[0]]
        case "EQW":
            return x
    return [a & b for a, b in zip(x, x[len(x) // 2 :])]


class Statements:
    """Random statements, each a JSON value with its secrets."""

    def __init__(self, rng, nxz):
        self.rng, self.nxz = rng, nxz
        self.secrets = {}
        self.shared = []  # stated secrets that other claims can name

    def data(self, most):
        return self.rng.randbytes(self.rng.choice([0, 1, self.rng.randint(0, most)]))

    def secret(self, value):
        name = f"secret {len(self.secrets)}"
        self.secrets[name] = value
        return name

    def stated_part(self, most):
        if self.shared and self.rng.random() < 0.3:
            name = self.rng.choice(self.shared)
            return {"secret": name, "len": len(self.secrets[name])}, self.secrets[name]
        data = self.data(most)
        if self.rng.random() < 0.5 or not data:
            return {"public": data.hex()}, data
        name = self.secret(data)
        self.shared.append(name)
        return {"secret": name, "len": len(data)}, data

    def message(self, hash, first=0):
        """A message of up to three blocks, with the bytes it stands for."""
        most = hash.block
        parts = [self.stated_part(most // 2) for _ in range(self.rng.randint(1, 3))]
        message = {}
        if self.rng.random() < 0.6:
            data = self.data(most)
            parts.insert(self.rng.randint(0, len(parts)), ({"hidden": self.secret(data)}, data))
            length = first + sum(len(data) for _, data in parts)
            message["blocks"] = messages.blocks_of(hash, length)
        elif not any("secret" in part for part, _ in parts):
            data = self.rng.randbytes(self.rng.randint(1, 40))
            parts.append(({"secret": self.secret(data), "len": len(data)}, data))
        message["parts"] = [part for part, _ in parts]
        data = b"".join(data for _, data in parts)
        if hash.is_hmac:
            message["key"], key = self.stated_part(self.rng.choice([most // 2, 2 * most]))
            return message, hmac.digest(key, data, hash.name.removeprefix("hmac-"))
        return message, data

    def digest_of(self, hash, made):
        return made if hash.is_hmac else self.nxz.digest(hash, made)

    def preimage(self):
        hash = self.rng.choice(messages.HASHES)
        message, made = self.message(hash)
        return {"kind": "preimage", "hash": hash.name, "digest": self.digest_of(hash, made).hex(), "message": message}

    def range(self):
        hash = self.rng.choice(TREE_HASHES)
        least, number, most = sorted(self.rng.getrandbits(self.rng.choice([1, 8, 64])) for _ in range(3))
        blinding = self.rng.randbytes(32)
        commitment = self.nxz.digest(hash, b"nexuszero/u64/1" + number.to_bytes(8, "little") + blinding)
        names = {"value": self.secret(number), "blinding": self.secret(blinding)}
        return {"kind": "range", "hash": hash.name, "commitment": commitment.hex(), "min": least, "max": most} | names

    def one_of_many(self):
        hash = self.rng.choice(messages.HASHES)
        message, made = self.message(hash)
        entries = [self.rng.randbytes(hash.digest) for _ in range(self.rng.choice([1, 2, 8, self.rng.randint(1, 300)]))]
        index = self.rng.randrange(len(entries))
        entries[index] = self.digest_of(hash, made)
        names = {"message": message, "index": self.secret(index)}
        return {"kind": "one-of-many", "hash": hash.name, "list": [entry.hex() for entry in entries]} | names

    def membership(self):
        hash = self.rng.choice(TREE_HASHES)
        leaf, made = self.message(hash, first=1)
        depth = self.rng.randint(1, 3)
        index, path = self.rng.getrandbits(depth), [self.rng.randbytes(hash.digest) for _ in range(depth)]
        node = self.nxz.digest(hash, b"\0" + made)
        for i, sibling in enumerate(path):
            node = self.nxz.digest(hash, b"\1" + (sibling + node if index >> i & 1 else node + sibling))
        names = {"leaf": leaf, "index": self.secret(index), "path": self.secret(b"".join(path))}
        return {"kind": "membership", "hash": hash.name, "root": node.hex(), "depth": depth} | names

    def circuit(self):
        if self.rng.random() < 0.3:
            return self.circuit_of((BRISTOL / self.rng.choice(FILES)).read_text())
        return self.circuit_of(self.random_circuit())

    def random_circuit(self):
        """Gates that mostly read what was written lately, so that there are long ways through them."""
        inputs = [self.rng.randint(1, 20) for _ in range(self.rng.randint(1, 3))]
        wires, gates = sum(inputs), []
        for _ in range(self.rng.randint(1, self.rng.choice([20, 200, 600]))):
            operation = self.rng.choice(["XOR", "XOR", "XOR", "AND", "AND", "INV"])
            reads = [self.rng.randrange(max(0, wires - self.rng.choice([8, 40, 1000])), wires) for _ in range(1 if operation == "INV" else 2)]
            gates.append(" ".join(map(str, [len(reads), 1, *reads, wires, operation])))
            wires += 1
        outputs = self.rng.randint(1, min(len(gates), 30))
        return f"{len(gates)} {wires}\n{len(inputs)} {' '.join(map(str, inputs))}\n1 {outputs}\n\n" + "\n".join(gates) + "\n"

    def circuit_of(self, text):
        file = boolean.File(text)
        values = [self.rng.getrandbits(1) for _ in range(sum(file.inputs))]
        wires = dict(enumerate(values))
        for operation, reads, writes in file.gates:
            if operation == "EQ":
                wires[writes[0]] = reads[0]
                continue
            x = [wires[wire] for wire in reads]
            wires |= zip(writes, gate(operation, x))
        outputs = [wires[wire] for wire in range(file.wires - sum(file.outputs), file.wires)]
        secret = self.rng.randrange(len(file.inputs))
        inputs = []
        for i, data in enumerate(packed(values, file.inputs)):
            is_secret = i == secret or self.rng.random() < 0.5
            inputs.append({"secret": self.secret(data)} if is_secret else {"public": data.hex()})
        outputs = b"".join(packed(outputs, file.outputs)).hex()
        return {"kind": "circuit", "circuit": text, "inputs": inputs, "outputs": outputs}

    def conjunction(self):
        kinds = [self.preimage, self.range, self.one_of_many, self.circuit]
        return {"kind": "conjunction", "claims": [self.rng.choice(kinds)() for _ in range(self.rng.randint(2, 3))]}

    def discrete_log(self):
        group = self.rng.choice(groups.GROUPS)
        x, base = self.rng.randrange(1, group.q), self.rng.choice([1, self.rng.randrange(1, group.q)])
        generator = group.multiply(base, group.generator)
        secret = self.secret(x.to_bytes(32, "little" if group.name == "ristretto255" else "big"))
        elements = [group.encode(element).hex() for element in (generator, group.multiply(x, generator))]
        return {"kind": "discrete-log", "group": group.name, "generator": elements[0], "public_value": elements[1], "secret": secret}

    def any(self):
        kinds = [self.preimage] * 4 + [self.range, self.one_of_many, self.membership, self.circuit, self.conjunction, self.discrete_log]
        return self.rng.choice(kinds)()


def try_one(nxz, rng):
    made = Statements(rng, nxz)
    statement = made.any()
    level, profile = rng.choice(SETS)
    if statement["kind"] == "discrete-log":
        level = 128
    settings = level, profile, rng.choice([1, 2, 3, 4, 5, 7, 9, 12, 24])
    try:
        proof = nxz.prove(statement, made.secrets, "fresh", *settings)
    except subprocess.CalledProcessError as error:
        return f"no proof: {error.stderr.strip()}", statement, settings
    encoded = json.dumps(statement).encode()
    try:
        verify(encoded, proof, b"fresh", level)
    except Rejected as reason:
        return f"refused: {reason}", statement, settings
    changed = bytearray(proof)
    changed[rng.randrange(len(proof))] ^= 1 << rng.randrange(8)
    try:
        verify(encoded, bytes(changed), b"fresh", level)
    except Rejected:
        return "accepted", statement, settings
    return "accepted with a bit changed", statement, settings


def main(command, count="20", seed="1"):
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        for i in range(int(count)):
            result, statement, settings = try_one(Nxz(command, folder), random.Random(f"{seed} {i}"))
            print(i, statement["kind"], statement.get("hash", ""), *settings, result, flush=True)
            if result != "accepted":
                failures += 1
                print(json.dumps(statement))
    print(f"{count} proofs, {failures} failures")
    sys.exit(failures > 0)


if __name__ == "__main__":
    if not 2 <= len(sys.argv) <= 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
