#!/usr/bin/env python3
"""Whether anything that opens a proof is left in the prover's memory or registers, seen from another process.

    remnants.py PROGRAM

PROGRAM (remnants.c) makes a proof and says from what: with its randomness this derives, as docs/protocol.md says, what nobody may learn
besides the proof (the root key, the keys and AES key schedules of hidden nodes, hidden leaves, the strings u and the columns and rows of V)
and searches all writable memory of the program for any eight bytes of it in a row. What is derived must agree with what the proof opens, and
what is public must be found there: else nothing was searched for, or nothing searched. The same for a commitment, with its number and its
blinding.
"""

import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "independent"))
import aes
import statements
from encoding import framed, number, u64
from voleith import H2_0, H4, Proof, open_tree, recompute

H3 = 3  # the oracle of the root key (section 1.3)
WINDOW = 8
PAGE = 4096

# Level, profile, threads.
RUNS = [(128, "fast", 1), (128, "fast", 2), (128, "balanced", 1), (128, "small", 2), (192, "fast", 1), (256, "fast", 1)]


class Secrets:
    """Windows of what may not be found, with its name."""

    def __init__(self):
        self.windows = {}

    def add(self, name, data):
        for at in range(len(data) - WINDOW + 1):
            self.windows.setdefault(data[at : at + WINDOW], name)

    def remove(self, public):
        for at in range(len(public) - WINDOW + 1):
            self.windows.pop(public[at : at + WINDOW], None)
        self.windows.pop(bytes(WINDOW), None)


def require(condition, what):
    if not condition:
        raise SystemExit(f"what is derived is not what the proof was made with: {what}")


def schedule(key):
    """The round keys of AES."""
    return aes.join_rows(aes.expand_key(aes.slice_rows(key, len(key)), 1), 1)


def root_key(proof, statement, context, witness, randomness):
    """Section 2: found at the place in what was drawn that gives this proof."""
    p, n = proof.parameters, proof.parameters.n
    numbers = b"".join(map(u64, (p.level, p.tau, p.w, p.t_open, proof.shape.bits, proof.shape.constraints)))
    parts = [b"NexusZero VOLE-in-the-head proof, version 2", proof.header, numbers, statement.encode(), context]
    mu = p.oracle(H2_0, b"".join(map(framed, parts)), 2 * n)
    for at in range(len(randomness) - 63):
        drawn = randomness[at : at + 64]
        made = p.oracle(H3, witness + mu + drawn, n + 16)
        if made[n:] == proof.iv_pre:
            return made[:n], drawn
    raise SystemExit("the proof is not made from this randomness")


def derive(proof, root, iv, witness):
    """Everything hidden that follows from the root key."""
    p, n = proof.parameters, proof.parameters.n
    secrets = Secrets()
    secrets.add("the witness", witness)
    secrets.add("bits of u that mask it", bytes(x ^ y for x, y in zip(witness, proof.d)))
    leaves = {p.leaf(i, j): i for i, j in enumerate(proof.positions)}
    hidden = set()
    for node in leaves:
        while node not in hidden:
            hidden.add(node)
            node = max(node - 1, 0) // 2
    keys = {0: root}
    for node in sorted(hidden - set(leaves)):
        children = aes.prg([keys[node]], iv, [node], 2 * n)[0]
        keys[2 * node + 1], keys[2 * node + 2] = children[:n], children[n:]
    opened = open_tree(proof, iv)
    require(all(opened[node] == key for node, key in keys.items() if node not in hidden), "keys of nodes")
    commitments = [aes.prg([keys[node]], iv, [p.leaves - 1 + i], 2 * n)[0] for node, i in leaves.items()]
    require(commitments == proof.commitments, "keys of leaves")
    for node in hidden:
        secrets.add(f"the key of node {node}", keys[node])
        secrets.add(f"the key schedule of node {node}", schedule(keys[node]))
    for node, i in leaves.items():
        secrets.add(f"the hidden row of vector {i}", aes.prg([keys[node]], iv, [2**31 + i], proof.l_hat // 8)[0])
    return secrets


def add_strings(secrets, proof, root, iv, witness):
    """The strings u_i, and V by columns and by rows: from all leaves, so for few of them."""
    p, n, length = proof.parameters, proof.parameters.n, proof.l_hat // 8
    keys, depth = {0: root}, [0]
    while depth:
        inner = [node for node in depth if node < p.leaves - 1]
        for node, children in zip(inner, aes.prg([keys[node] for node in inner], iv, inner, 2 * n)):
            keys[2 * node + 1], keys[2 * node + 2] = children[:n], children[n:]
        depth = [child for node in inner for child in (2 * node + 1, 2 * node + 2)]
    columns, strings = [], []
    # Of u, what masks ũ is left out: the proof and u tell it.
    shown = p.n + 2
    for i, bits in enumerate(p.depths):
        seeds = [keys[p.leaf(i, j)] for j in range(1 << bits)]
        rows = [number(row) for row in aes.prg(seeds, iv, [2**31 + i] * len(seeds), length)]
        u, v = 0, [0] * bits
        for j, row in enumerate(rows):
            u ^= row
            for t in range(bits):
                if j >> t & 1:
                    v[t] ^= row
        secrets.add(f"u_{i}", u.to_bytes(length, "little")[:-shown])
        columns += v
        strings.append(u)
    require((strings[0] ^ number(proof.d) ^ number(witness)) & (1 << proof.shape.bits) - 1 == 0, "u")
    shifts = [columns[t] ^ strings[0] if proof.delta >> t & 1 else columns[t] for t in range(len(columns))]
    require(recompute(proof, iv)[1][: len(columns)] == shifts, "V")
    for t, column in enumerate(columns):
        secrets.add(f"column {t} of V", column.to_bytes(length, "little"))
    for r in range(proof.l + (proof.degree - 1) * p.level):
        row = sum((column >> r & 1) << t for t, column in enumerate(columns))
        secrets.add(f"row {r} of V", row.to_bytes(n, "little"))


def memory(process):
    """The writable mappings: name and contents, pages of zeros left out."""
    with open(f"/proc/{process}/maps") as maps, open(f"/proc/{process}/mem", "rb", buffering=0) as mem:
        for line in maps:
            start, end, access, name = re.match(r"(\w+)-(\w+) (\S+) \S+ \S+ \S+ *(.*)", line).groups()
            if not access.startswith("rw"):
                continue
            mem.seek(int(start, 16))
            data = mem.read(int(end, 16) - int(start, 16))
            pages = [data[at : at + PAGE] for at in range(0, len(data), PAGE)]
            run = b""
            for page in [*pages, bytes(PAGE)]:
                if any(page):
                    run += page
                elif run:
                    yield name or "anonymous", run
                    run = b""


def search(process, windows):
    """What of `windows` is found: name, mapping, bytes in a row."""
    found = []
    for mapping, data in memory(process):
        at = 0
        while at <= len(data) - WINDOW:
            name = windows.get(data[at : at + WINDOW])
            start = at
            while data[at : at + WINDOW] in windows:
                at += 1
            if name:
                found.append((name, mapping, at - start + WINDOW - 1))
            at += 1
    return found


class Prover:
    """The program, which waits for its end after it has said what it did."""

    def __init__(self, program, *settings):
        self.process = subprocess.Popen([program, *map(str, settings)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def read(self, name):
        said, value = self.process.stdout.readline().split()
        assert said == name, said
        value = bytes.fromhex(value)
        return bytes(byte ^ 0xA5 for byte in value) if name.startswith("masked") else value

    def search(self, secrets):
        return search(self.process.pid, secrets.windows)

    def end(self):
        self.process.communicate("\n")
        return self.process.returncode == 0


def report(what, secrets, found, is_seen):
    print(f"{what}: {len(secrets.windows)} windows, {len(found)} found" + ("" if is_seen else "; WHAT IS PUBLIC WAS NOT FOUND"))
    for name, mapping, length in found[:20]:
        print(f"  {length} bytes of {name} in {mapping}")
    return is_seen and not found


def proof(program, level, profile, threads, backend):
    prover = Prover(program, level, profile, threads, backend)
    statement = statements.read(prover.read("statement"))
    data, context = prover.read("proof"), prover.read("context")
    witness, randomness = prover.read("masked-secret"), prover.read("masked-randomness")
    proof = Proof(data, statement)
    iv = proof.parameters.oracle(H4, proof.iv_pre, 16)
    root, drawn = root_key(proof, statement, context, witness, randomness)

    secrets, public = derive(proof, root, iv, witness), Secrets()
    secrets.add("the randomness", drawn)
    if (level, profile) == (128, "fast"):
        add_strings(secrets, proof, root, iv, witness)
    secrets.remove(data)
    public.add("the opening", proof.nodes[: proof.parameters.n])
    passed = report(f"{level} {profile}, {threads} threads, {backend}", secrets, prover.search(secrets), bool(prover.search(public)))
    return prover.end() and passed


def commitment(program):
    prover = Prover(program)
    secrets, public = Secrets(), Secrets()
    number, blinding = prover.read("masked-number"), prover.read("masked-blinding")
    secrets.add("the number", number)
    secrets.add("the number", number[::-1])
    secrets.add("the blinding", blinding)
    public.add("the masked blinding", bytes(byte ^ 0xA5 for byte in blinding))
    passed = report("commitment", secrets, prover.search(secrets), bool(prover.search(public)))
    return prover.end() and passed


def main():
    program = sys.argv[1]
    runs = [(*settings, "auto") for settings in RUNS] + [(128, "fast", 1, "portable")]
    results = [commitment(program), *(proof(program, *settings) for settings in runs)]
    sys.exit(not all(results))


if __name__ == "__main__":
    main()
