#!/usr/bin/env python3
"""The independent verifier accepts the known-answer proofs and refuses what was changed in them or around them.

Runs a part of them that takes a minute; with NXZ_INDEPENDENT=all every proof in tests/vectors/proofs. A mutation counts as refused only if the
verifier says so: any other exception is an error.
"""

import hashlib
import json
import os
import random
import unittest
from functools import cache
from pathlib import Path

import aes
import boolean
import groups
import statements
import voleith
from circuit import Circuit
from encoding import Rejected, number, u8
from field import Field, gather, spread
from verify import verify

VECTORS = Path(__file__).parent.parent / "vectors"
ALL = os.environ.get("NXZ_INDEPENDENT") == "all"
SEED = 20260816
PROFILES = {"fast": 1, "balanced": 2, "small": 3, "tiny": 4}

# One of every kind of statement and every hash function whose proof is among the vectors.
QUICK = [
    "preimage-sha256-stated-128",
    "preimage-sha256-hidden-192",
    "preimage-sha3-256-hidden-128",
    "preimage-keccak-256-stated-256",
    "preimage-blake3-stated-128",
    "preimage-sha512-hidden-128",
    "preimage-sha384-stated-128",
    "preimage-hmac-sha256-hidden-128",
    "range-blake3-256",
    "one-of-many-128",
    "membership-sha3-256-128",
    "conjunction-128",
    "circuit-adder-128",
    "discrete-log-ristretto255-128",
    "discrete-log-p256-128",
    "discrete-log-secp256k1-128",
]

# The first is cheap to verify, and it alone is changed in every way where time is short.
MUTATED = ["circuit-adder-128", "range-sha256-192", "preimage-sha3-256-stated-128"]
SIGMA = [name for name in QUICK if name.startswith("discrete-log")]
OTHER_STATEMENTS = {
    "circuit-adder-128": {"outputs": "1011111100"},
    "range-sha256-192": {"max": 121},
    "preimage-sha3-256-stated-128": {"digest": "00" * 32},
    "discrete-log-ristretto255-128": {"secret": "another"},
    "discrete-log-p256-128": {"secret": "another"},
    "discrete-log-secp256k1-128": {"secret": "another"},
}

BROKEN_CIRCUITS = [
    "1 2\n1 1\n1 1\n1 1 0 1 NOT\n",
    "1 2\n1 1\n1 1\n1 1 00 1 INV\n",
    "1 2\n1 1\n1 1\n1 1 1 1 INV\n",
    "1 2\n1 1\n1 1\n1 1 0 0 INV\n",
    "1 2\n1 1\n1 1\n1 1 0 2 INV\n",
    "1 3\n1 1\n1 1\n1 1 0 1 INV\n",
    "2 2\n1 1\n1 1\n1 1 0 1 INV\n",
    "1 2\n1 1\n1 1\n1 1 2 1 EQ\n",
    "1 2\n1 1\n1 1\n0 0 MAND\n",
    "1 2\n0\n1 1\n1 1 0 1 EQ\n",
    "1 2\n1 0\n1 1\n1 1 0 1 EQ\n",
    "1 2\n1 1\n1 3\n1 1 0 1 INV\n",
]


@cache
def index():
    return json.loads((VECTORS / "proofs/index.json").read_text())


@cache
def entries():
    """The known answers by name and level, each with its statement; those of other profiles have none of their own."""
    return {f"{entry['name']}-{entry['level']}": entry for entry in index()["proofs"] if "statement" in entry}


def included():
    return [name for name, entry in entries().items() if "file" in entry]


def element(hexadecimal):
    return spread(number(bytes.fromhex(hexadecimal)))


def statement_of(name):
    return json.dumps(entries()[name]["statement"]).encode()


def proof_of(name):
    return (VECTORS / "proofs" / entries()[name]["file"]).read_bytes()


@cache
def shapes_of(statement, level):
    """The circuits of a statement, without values: the cheapest, and that of the lowest degree."""
    statement = statements.read(statement.encode())
    return [voleith.count(statement, level, cap) for cap in (voleith.HIGHEST_DEGREE, 1)]


CONTEXT = bytes.fromhex(index()["context"])


class Blocks(unittest.TestCase):
    """The building blocks against vectors of the standards and of FAEST."""

    def test_aes(self):
        block = bytes.fromhex("00112233445566778899aabbccddeeff")  # FIPS 197, appendix C
        for length, expected in (
            (16, "69c4e0d86a7b0430d8cdb78070b4c55a"),
            (24, "dda97ca4864cdfe06eaf70a0ec0d7191"),
            (32, "8ea2b7ca516745bfeafc49904b496089"),
        ):
            self.assertEqual(aes.encrypt([bytes(range(length))] * 3, [bytes(16), block, block])[16:].hex(), 2 * expected)

    def test_prg(self):
        for name, v in json.loads((VECTORS / "faest-v2/prg.json").read_text()).items():
            if name.startswith("prg_"):
                stream = aes.prg([bytes.fromhex(v["key"])], bytes.fromhex(v["iv"]), [v["tweak"]], v["outlen"])
                self.assertEqual(stream[0].hex(), v["expected"])

    def test_fields(self):
        rng = random.Random(SEED)
        for size in (64, 128, 192, 256):
            field = Field(size)
            a, b, c = (rng.getrandbits(size) for _ in range(3))
            self.assertEqual(gather(spread(a)), a)
            a, b, c = map(spread, (a, b, c))
            self.assertEqual(field.multiply(a, b ^ c), field.multiply(b, a) ^ field.multiply(a, c))
            self.assertEqual(field.multiply(field.inverse(a), a), 1)

    def test_vole_hash(self):
        vectors = json.loads((VECTORS / "faest-v2/universal_hashing.json").read_text())
        for level in (128, 192, 256):
            for v in vectors[f"vole_hash_{level}"] + vectors[f"vole_hash_long_{level}"]:
                x = bytes.fromhex(v["x"])
                hashed = voleith.VoleHash(Field(level), bytes.fromhex(v["sd"]), 8 * len(x))(number(x))
                self.assertEqual(hashed, number(bytes.fromhex(v["expected"])))

    def test_zk_hash(self):
        vectors = json.loads((VECTORS / "faest-v2/universal_hashing.json").read_text())
        for level in (128, 192, 256):
            for v in vectors[f"zk_hash_{level}"]:
                field, x0 = Field(level), v["x0"]
                circuit = Circuit(level, 1, field, [element(x) for x in x0], voleith.zk_key(level, bytes.fromhex(v["sd"])))
                for wire in circuit.commit_bits(len(x0)):
                    circuit.assert_zero(wire)
                self.assertEqual(circuit.zk_hash() ^ element(v["x1"]), element(v["expected"]))

    def test_groups(self):
        for group in groups.GROUPS:
            almost = group.multiply(group.q - 1, group.generator)
            self.assertEqual(group.encode(almost), group.encode(group.negate(group.generator)))
            self.assertTrue(group.is_identity(group.add(almost, group.generator)))
            self.assertEqual(group.encode(group.decode(group.encode(almost))), group.encode(almost))


class Plans(unittest.TestCase):
    """What is committed of a circuit, by digests that the tests of the library have too."""

    def test_plans(self):
        for name, secrets, digest in [
            ("adder", 64, "73d28a74ec2183a53b6624df0f2ea5089b75ed7bcd54e455a7f46bb57c11da29"),
            ("long_search", 64, "8b2bd79a0defcb75128e8f22de601649098c9d40e3da69563d2587efef23907d"),
        ]:
            network = boolean.File((VECTORS / f"bristol/{name}.txt").read_text()).network
            plan = boolean.best_plan(network, range(2, 2 + secrets), 128, 24)
            nodes = b"".join(n.to_bytes(4, "little") for n in sorted(plan.committed))
            self.assertEqual(hashlib.sha3_256(nodes).hexdigest(), digest, name)


class KnownAnswers(unittest.TestCase):
    def test_encodings(self):
        for name, entry in entries().items():
            with self.subTest(name):
                statement = statements.read(statement_of(name))
                self.assertEqual(hashlib.sha256(statement.encode()).hexdigest(), entry["encoding_sha256"])
                sent = statement.encode(in_transcript=False)
                self.assertEqual(statements.read(sent).encode(), statement.encode())

    def test_sizes(self):
        """Proofs that are not included have at least the size that their circuit gives, under one of the caps."""
        statement = None
        for entry in index()["proofs"]:
            level, profile = entry["level"], PROFILES[entry["profile"]]
            statement = entry.get("statement", statement)
            if statement["kind"] == "discrete-log" or level > 128 and not ALL:
                continue
            with self.subTest(entry["name"], level=level, profile=profile):
                p = voleith.Parameters(level, profile)
                shapes = shapes_of(json.dumps(statement), level)
                possible = [sum(voleith.layout(p, shape.bits, shape.degree).values()) for shape in shapes]
                self.assertIn(entry["size"], possible)

    def test_proofs(self):
        for name in included() if ALL else QUICK:
            with self.subTest(name):
                verify(statement_of(name), proof_of(name), CONTEXT, entries()[name]["level"])

    def test_digests(self):
        for entry in entries().values():
            if "file" in entry:
                proof = (VECTORS / "proofs" / entry["file"]).read_bytes()
                self.assertEqual(hashlib.sha256(proof).hexdigest(), entry["sha256"])


class NoStatements(unittest.TestCase):
    """JSON that is refused before any proof is looked at (7.1, 7.2 and docs/statements.md)."""

    def test_changed(self):
        key, other = {"secret": "key", "len": 32}, {"secret": "key", "len": 31}
        hidden, another = {"hidden": "a"}, {"hidden": "b"}
        changes = {
            "preimage-sha256-stated-128": [
                {"kind": "unknown"},
                {"hash": "md5"},
                {"digest": "00" * 31},
                {"digest": "0" * 63},
                {"digest": "zz" * 32},
                {"digest": 1},
                {"more": 1},
                {"message": []},
                {"message": {"parts": [key], "blocks": 1}},
                {"message": {"parts": [key], "key": key}},
                {"message": {"parts": [hidden]}},
                {"message": {"parts": [hidden, another], "blocks": 1}},
                {"message": {"parts": [hidden], "blocks": 65}},
                {"message": {"parts": [hidden, {"public": "00" * 56}], "blocks": 1}},
                {"message": {"parts": [key, other]}},
                {"message": {"parts": [{"secret": "key", "len": 2**63}]}},
                {"message": {"parts": [{"secret": "key", "len": -1}]}},
                {"message": {"parts": [{"secret": "key", "len": True}]}},
                {"message": {"parts": [{"secret": "", "len": 1}]}},
                {"message": {"parts": [{"secret": "n" * 65, "len": 1}]}},
                {"message": {"parts": [{"secret": "\x7f", "len": 1}]}},
                {"message": {"parts": [{"secret": "\ud800", "len": 1}]}},
            ],
            "preimage-hmac-sha256-stated-128": [
                {"message": {"parts": [key]}},
                {"message": {"parts": [key], "key": hidden}},
                {"message": {"parts": [key], "key": {"public": "00" * 4024}}},
                {"message": {"parts": [hidden], "key": {"public": "00"}, "blocks": 64}},
            ],
            "range-sha256-128": [{"min": 121}, {"max": 2**64}, {"hash": "hmac-sha256"}, {"value": "blinding"}],
            "one-of-many-128": [
                {"list": []},
                {"list": ["00" * 31]},
                {"index": "key"},
                {"list": ["00" * 32] * 200, "message": {"parts": [{"secret": "index", "len": 1}]}},
            ],
            "membership-sha3-256-128": [{"depth": 33}, {"root": ""}, {"hash": "hmac-sha512"}, {"path": "index"}],
            "conjunction-128": [{"claims": []}, {"claims": [{"kind": "conjunction"}] * 2}],
            "circuit-adder-128": [
                {"outputs": "10111111"},
                {"outputs": "1011111103"},
                {"inputs": [{"secret": "a"}]},
                {"inputs": [{"secret": "a"}, {"public": "00"}]},
                {"circuit": ""},
                *({"circuit": text, "inputs": [{"secret": "a"}], "outputs": "00"} for text in BROKEN_CIRCUITS),
            ],
            "discrete-log-p256-128": [{"generator": encoded} for encoded in ("", "00", "04" + "00" * 64, "05" + "00" * 32, "02" + "ff" * 32)],
            "discrete-log-ristretto255-128": [{"public_value": encoded} for encoded in ("00" * 32, "01" + "00" * 31, "ff" * 32)],
        }
        for name, list_of_changes in changes.items():
            for change in list_of_changes:
                changed = json.dumps(entries()[name]["statement"] | change).encode()
                with self.subTest(name, change=str(change)[:100]), self.assertRaises(Rejected):
                    statements.read(changed)

    def test_no_json(self):
        for data in (b"", b"{", b"[]", b"{}", b"null", b'{"kind": 1}', b"{" * 10000, b'{"kind":' * 10000, b"\x06" + b"\2\0\0\0\x06" * 10000):
            with self.subTest(data[:20]), self.assertRaises(Rejected):
                statements.read(data)


class Mutations(unittest.TestCase):
    """What was changed is refused."""

    def refused(self, label, statement, proof, context=CONTEXT, level=128):
        with self.subTest(label), self.assertRaises(Rejected):
            verify(statement, proof, context, level)

    def test_every_part(self):
        """Bits flipped in every part of a proof, and the parts left out and made zero."""
        rng = random.Random(SEED)
        for name in MUTATED if ALL else MUTATED[:1]:
            statement, proof = statement_of(name), proof_of(name)
            start = 0
            for part, length in voleith.Proof(proof, statements.read(statement)).layout.items():
                if length == 0:
                    continue
                end = start + length
                for _ in range(8 if ALL else 2):
                    bit = rng.randrange(8 * start, 8 * end)
                    self.refused(f"{name}: bit {bit} in {part}", statement, flipped(proof, bit))
                self.refused(f"{name}: without {part}", statement, proof[:start] + proof[end:])
                if any(proof[start:end]):
                    self.refused(f"{name}: {part} zero", statement, proof[:start] + bytes(length) + proof[end:])
                start = end

    def test_header(self):
        name = MUTATED[0]
        statement, proof = statement_of(name), proof_of(name)
        for i in range(8):
            for value in range(256) if ALL else (0, 1, 2, 3, 4, 5, 24, 25, 255):
                if proof[i] != value:
                    self.refused(f"header byte {i} is {value}", statement, proof[:i] + u8(value) + proof[i + 1 :])

    def test_lengths(self):
        for name in MUTATED + SIGMA:
            statement, proof = statement_of(name), proof_of(name)
            for length in (0, 1, 7, 8, 9, len(proof) // 2, len(proof) - 1):
                self.refused(f"{name}: {length} bytes", statement, proof[:length])
            self.refused(f"{name}: a byte more", statement, proof + b"\0")
            self.refused(f"{name}: twice", statement, proof + proof)

    def test_swaps(self):
        """Corrections, masks, commitments and nodes that changed places."""
        name = MUTATED[0]
        statement, proof = statement_of(name), proof_of(name)
        parsed = voleith.Proof(proof, statements.read(statement))
        pieces = {"c": parsed.l_hat // 8, "a": parsed.parameters.n, "com": 2 * parsed.parameters.n, "nodes": parsed.parameters.n}
        start = 0
        for part, length in parsed.layout.items():
            size = pieces.get(part)
            if size and length >= 2 * size:
                first, second = proof[start : start + size], proof[start + size : start + 2 * size]
                self.assertNotEqual(first, second)
                self.refused(f"{part} swapped", statement, proof[:start] + second + first + proof[start + 2 * size :])
            start += length

    def test_unused(self):
        """Bits and bytes that nothing uses and no challenge depends on."""
        name = MUTATED[0]
        statement, proof = statement_of(name), proof_of(name)
        self.assertTrue(voleith.Proof(proof, statements.read(statement)).shape.bits % 8)
        start = 0
        for part, length in voleith.Proof(proof, statements.read(statement)).layout.items():
            start += length
            if part in ("d", "nodes"):
                with self.subTest(part), self.assertRaisesRegex(Rejected, "unused"):
                    verify(statement, flipped(proof, 8 * start - 1), CONTEXT)

    def test_what_is_proved(self):
        for name in SIGMA + (MUTATED if ALL else MUTATED[:1]):
            statement, proof = statement_of(name), proof_of(name)
            for context in (b"", CONTEXT + b"\0", CONTEXT[:-1]):
                self.refused(f"{name}: context {context}", statement, proof, context)
            self.refused(f"{name}: a higher level", statement, proof, level=512)
            for other in MUTATED + SIGMA:
                if statement_of(other) != statement:
                    self.refused(f"{name} as {other}", statement_of(other), proof)
            if name in OTHER_STATEMENTS:
                self.refused(f"{name}: another statement", json.dumps(entries()[name]["statement"] | OTHER_STATEMENTS[name]).encode(), proof)

    @unittest.skipUnless(ALL, "takes as long as all proofs")
    def test_one_bit(self):
        rng = random.Random(SEED)
        for name in included():
            proof = proof_of(name)
            bit = rng.randrange(8 * len(proof))
            self.refused(f"{name}: bit {bit}", statement_of(name), flipped(proof, bit))

    def test_sigma(self):
        rng = random.Random(SEED)
        for name in SIGMA:
            statement, proof = statement_of(name), proof_of(name)
            q = statements.read(statement).group.q
            c, z = (int.from_bytes(proof[i : i + 32], "big") for i in (8, 40))
            for bit in range(0, 8 * len(proof)) if ALL else rng.sample(range(8 * len(proof)), 8):
                self.refused(f"{name}: bit {bit}", statement, flipped(proof, bit))
            self.refused(f"{name}: swapped", statement, proof[:8] + proof[40:] + proof[8:40])
            for first, second in ((c + q, z), (c, z + q), (0, 0), (c, q - z), (q - c, z)):
                if max(first, second) < 2**256:
                    changed = first.to_bytes(32, "big") + second.to_bytes(32, "big")
                    self.refused(f"{name}: ({first}, {second})", statement, proof[:8] + changed)

    def test_statements(self):
        """Bytes that are no statement."""
        for name in SIGMA + (MUTATED if ALL else MUTATED[:1]):
            proof = proof_of(name)
            sent = statements.read(statement_of(name)).encode(in_transcript=False)
            rng = random.Random(SEED)
            for length in rng.sample(range(len(sent)), min(50, len(sent))):
                self.refused(f"{name}: cut at {length}", sent[:length], proof)
            for bit in rng.sample(range(8 * len(sent)), 10):
                self.refused(f"{name}: bit {bit} of the statement", flipped(sent, bit), proof)
            self.refused(f"{name}: a byte more", sent + b"\0", proof)


def flipped(data, bit):
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


if __name__ == "__main__":
    unittest.main()
