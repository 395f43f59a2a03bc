"""Statements: their encoding (7.1), their JSON (docs/statements.md), and which of them are none."""

import hashlib
import json
import unicodedata
from dataclasses import dataclass

import boolean
import groups
import messages
from encoding import Reader, bits, framed, require, u8, u32, u64

COMMITMENT_DOMAIN = b"nexuszero/u64/1"
MOST_ENTRIES = 2**20
MOST_DEPTH = 32
MOST_PARTS = 256
NO_CLAIMS = ("conjunction", "discrete-log")


def encode_name(name):
    return framed(name.encode())


def encode_object(kind, canonical, in_transcript):
    """A large public value: its digest in the transcript, itself where a statement is sent."""
    return framed(hashlib.sha3_512(framed(kind) + canonical).digest() if in_transcript else canonical)


@dataclass(frozen=True)
class Public:
    data: bytes

    @property
    def length(self):
        return len(self.data)

    def encode(self):
        return u8(0) + framed(self.data)


@dataclass(frozen=True)
class Secret:
    name: str
    length: int

    def encode(self):
        return u8(1) + encode_name(self.name) + u64(self.length)


@dataclass(frozen=True)
class Hidden:
    name: str
    length = 0  # that is stated

    def encode(self):
        return u8(2) + encode_name(self.name)


@dataclass(frozen=True)
class SecretInput:
    """An input value of a circuit; the circuit says its size."""

    name: str


@dataclass(frozen=True)
class Message:
    parts: list
    blocks: int
    key: Public | Secret | None = None

    def encode(self):
        key = u8(0) if self.key is None else u8(1) + self.key.encode()
        return key + u32(len(self.parts)) + b"".join(part.encode() for part in self.parts) + u64(self.blocks)

    def secrets(self):
        """Names, sizes in bits (those of hidden length have none), and whether they are places in a list or tree."""
        for part in [self.key, *self.parts]:
            if isinstance(part, Secret):
                yield part.name, 8 * part.length, False
            elif isinstance(part, Hidden):
                yield part.name, None, False

    def check(self, hash, first=0):
        """Refuses what is no message; `first` is the number of bytes that a claim puts before it, as one more part."""
        require(len(self.parts) + (first > 0) <= MOST_PARTS, "too many parts")
        require((self.key is not None) == hash.is_hmac, "a key belongs to an HMAC and to nothing else")
        hidden = sum(isinstance(part, Hidden) for part in self.parts)
        require(hidden <= 1, "more than one part is hidden")
        require((self.blocks > 0) == (hidden == 1), "blocks are stated with a hidden part and not otherwise")
        stated = first + sum(part.length for part in self.parts)
        key_blocks = 1 if hash.is_hmac else 0
        if hidden:
            require(self.blocks + key_blocks <= hash.most_blocks, "too many blocks")
            _, longest = messages.lengths_of(hash, self.blocks)
            require(stated <= longest, "the stated parts do not fit the blocks")
        else:
            require(messages.blocks_of(hash, stated) + key_blocks <= hash.most_blocks, "the message is too long")
        if self.key is not None:
            require(messages.blocks_of(hash, self.key.length) < hash.most_blocks, "the key is too long")


def check_hash_of_trees(hash):
    require(not hash.is_hmac, "an HMAC makes no commitments and no trees")


@dataclass(frozen=True)
class Preimage:
    hash: messages.Hash
    digest: bytes
    message: Message

    def __post_init__(self):
        require(len(self.digest) == self.hash.digest, "the digest's length")
        self.message.check(self.hash)

    def encode(self, in_transcript=True):
        return u8(1) + u32(self.hash.number) + framed(self.digest) + self.message.encode()

    def secrets(self):
        yield from self.message.secrets()


@dataclass(frozen=True)
class Range:
    hash: messages.Hash
    commitment: bytes
    min: int
    max: int
    value: str
    blinding: str

    def __post_init__(self):
        check_hash_of_trees(self.hash)
        require(len(self.commitment) == self.hash.digest, "the commitment's length")
        require(self.min <= self.max, "an empty range")

    def encode(self, in_transcript=True):
        names = encode_name(self.value) + encode_name(self.blinding)
        return u8(2) + u32(self.hash.number) + framed(self.commitment) + u64(self.min) + u64(self.max) + names

    def secrets(self):
        yield self.value, 64, False
        yield self.blinding, 256, False


@dataclass(frozen=True)
class OneOfMany:
    hash: messages.Hash
    list: list
    message: Message
    index: str

    def __post_init__(self):
        require(1 <= len(self.list) <= MOST_ENTRIES, "the number of entries")
        require(all(len(entry) == self.hash.digest for entry in self.list), "the entries' length")
        self.message.check(self.hash)

    def encode(self, in_transcript=True):
        canonical = u64(self.hash.digest) + framed(b"".join(self.list))
        entries = encode_object(b"list", canonical, in_transcript)
        return u8(3) + u32(self.hash.number) + entries + self.message.encode() + encode_name(self.index)

    def secrets(self):
        yield from self.message.secrets()
        yield self.index, (len(self.list) - 1).bit_length(), True


@dataclass(frozen=True)
class Membership:
    hash: messages.Hash
    root: bytes
    depth: int
    leaf: Message
    index: str
    path: str

    def __post_init__(self):
        check_hash_of_trees(self.hash)
        require(len(self.root) == self.hash.digest, "the root's length")
        require(self.depth <= MOST_DEPTH, "the depth")
        self.leaf.check(self.hash, first=1)

    def encode(self, in_transcript=True):
        names = encode_name(self.index) + encode_name(self.path)
        return u8(4) + u32(self.hash.number) + framed(self.root) + u64(self.depth) + self.leaf.encode() + names

    def secrets(self):
        yield from self.leaf.secrets()
        yield self.index, self.depth, True
        yield self.path, 8 * self.hash.digest * self.depth, False


@dataclass(frozen=True)
class BooleanCircuit:
    circuit: boolean.File
    inputs: list
    outputs: bytes

    def __post_init__(self):
        require(len(self.inputs) == len(self.circuit.inputs), "the number of inputs")
        for part, size in zip(self.inputs, self.circuit.inputs):
            if isinstance(part, Public):
                check_packed(part.data, size)
        outputs = Reader(self.outputs)
        for size in self.circuit.outputs:
            check_packed(outputs.take(-(-size // 8)), size)
        outputs.end()

    def encode(self, in_transcript=True):
        inputs = [part.encode() if isinstance(part, Public) else u8(1) + encode_name(part.name) for part in self.inputs]
        circuit = encode_object(b"circuit", self.circuit.canonical, in_transcript)
        return u8(5) + circuit + u32(len(inputs)) + b"".join(inputs) + framed(self.outputs)

    def secrets(self):
        for part, size in zip(self.inputs, self.circuit.inputs):
            if isinstance(part, SecretInput):
                yield part.name, size, False

    def secret_wires(self):
        """For every input bit, whether it is secret."""
        return [isinstance(part, SecretInput) for part, size in zip(self.inputs, self.circuit.inputs) for _ in range(size)]

    def output_bits(self):
        outputs = Reader(self.outputs)
        return [bit for size in self.circuit.outputs for bit in bits(outputs.take(-(-size // 8)))[:size]]


def check_packed(data, size):
    require(len(data) == -(-size // 8) and not any(bits(data)[size:]), "packed bits have another size")


@dataclass(frozen=True)
class Conjunction:
    claims: list

    def __post_init__(self):
        require(2 <= len(self.claims) <= 64, "the number of claims")

    def encode(self, in_transcript=True):
        return u8(6) + u32(len(self.claims)) + b"".join(claim.encode(in_transcript) for claim in self.claims)


@dataclass(frozen=True)
class DiscreteLog:
    group: groups.Group
    generator: object
    public_value: object
    secret: str

    def encode(self, in_transcript=True):
        elements = framed(self.group.encode(self.generator)) + framed(self.group.encode(self.public_value))
        return u8(7) + u32(self.group.number) + elements + encode_name(self.secret)


def claims_of(statement):
    return statement.claims if isinstance(statement, Conjunction) else [statement]


def secrets_of(statement):
    """The secrets in the order of first mention, with their sizes in bits, None for those of hidden length."""
    secrets = {}
    for claim in claims_of(statement):
        for name, *size in claim.secrets():
            require(secrets.get(name, size) == size, "a secret of two sizes")
            require(name not in secrets or size[0] is not None, "a hidden secret in two places")
            secrets[name] = size
            require(len(secrets) <= 65536, "too many secrets")
    return {name: size for name, (size, _) in secrets.items()}


def check(statement):
    if not isinstance(statement, DiscreteLog):
        secrets_of(statement)
    return statement


def check_name(name):
    require(1 <= len(name.encode()) <= 64, "a name's length")
    require(not any(unicodedata.category(c) == "Cc" for c in name), "a name with control characters")
    return name


# From JSON.


class Fields:
    """The fields of a JSON object; each is taken once and none may be left."""

    def __init__(self, value):
        require(isinstance(value, dict), "an object is expected")
        self.fields = dict(value)

    def take(self, name, kind):
        require(name in self.fields, f"no {name}")
        value = self.fields.pop(name)
        require(isinstance(value, kind) and not isinstance(value, bool), f"{name} has another type")
        return value

    def has(self, name):
        return name in self.fields

    def bytes(self, name):
        return hexadecimal(self.take(name, str))

    def name(self, name):
        try:
            return check_name(self.take(name, str))
        except UnicodeEncodeError:
            require(False, "a name is no text")

    def number(self, name):
        value = self.take(name, int)
        require(0 <= value < 2**64, f"{name} is too large")
        return value

    def done(self, value):
        require(not self.fields, f"unknown fields: {', '.join(self.fields)}")
        return value


def hexadecimal(text):
    require(isinstance(text, str) and len(text) % 2 == 0 and all(c in "0123456789abcdefABCDEF" for c in text), "no hexadecimal")
    return bytes.fromhex(text)


def part_from_json(value):
    fields = Fields(value)
    if fields.has("public"):
        return fields.done(Public(fields.bytes("public")))
    if fields.has("secret"):
        return fields.done(Secret(fields.name("secret"), fields.number("len")))
    return fields.done(Hidden(fields.name("hidden")))


def key_from_json(value):
    key = part_from_json(value)
    require(not isinstance(key, Hidden), "the key is hidden")
    return key


def message_from_json(value):
    fields = Fields(value)
    parts = [part_from_json(part) for part in fields.take("parts", list)]
    blocks = fields.number("blocks") if fields.has("blocks") else 0
    key = key_from_json(fields.take("key", dict)) if fields.has("key") else None
    return fields.done(Message(parts, blocks, key))


def input_from_json(value):
    fields = Fields(value)
    if fields.has("public"):
        return fields.done(Public(fields.bytes("public")))
    return fields.done(SecretInput(fields.name("secret")))


def statement_from_json(value, is_claim=False):
    f = Fields(value)
    kind = f.take("kind", str)
    require(not is_claim or kind not in NO_CLAIMS, "what cannot be a claim")
    hash = named(messages.BY_NAME, f.take("hash", str)) if kind in ("preimage", "range", "one-of-many", "membership") else None
    match kind:
        case "preimage":
            made = Preimage(hash, f.bytes("digest"), message_from_json(f.take("message", dict)))
        case "range":
            limits = f.number("min"), f.number("max")
            made = Range(hash, f.bytes("commitment"), *limits, f.name("value"), f.name("blinding"))
        case "one-of-many":
            entries = [hexadecimal(entry) for entry in f.take("list", list)]
            made = OneOfMany(hash, entries, message_from_json(f.take("message", dict)), f.name("index"))
        case "membership":
            leaf = message_from_json(f.take("leaf", dict))
            made = Membership(hash, f.bytes("root"), f.number("depth"), leaf, f.name("index"), f.name("path"))
        case "circuit":
            circuit = boolean.File(f.take("circuit", str))
            made = BooleanCircuit(circuit, [input_from_json(part) for part in f.take("inputs", list)], f.bytes("outputs"))
        case "conjunction":
            made = Conjunction([statement_from_json(claim, True) for claim in f.take("claims", list)])
        case "discrete-log":
            group = named(groups.BY_NAME, f.take("group", str))
            elements = [group.decode(f.bytes(name)) for name in ("generator", "public_value")]
            made = DiscreteLog(group, *elements, f.name("secret"))
        case _:
            require(False, "no such kind")
    return f.done(made)


def named(table, key):
    require(key in table, f"unknown: {key}")
    return table[key]


# From the encoding in which statements are sent.


def read_name(reader):
    try:
        return check_name(reader.framed().decode())
    except UnicodeDecodeError:
        require(False, "a name is not UTF-8")


def read_part(reader):
    match reader.number(1):
        case 0:
            return Public(reader.framed())
        case 1:
            return Secret(read_name(reader), reader.number(8))
        case 2:
            return Hidden(read_name(reader))
    require(False, "no such part")


def read_message(reader):
    has_key = reader.number(1)
    require(has_key <= 1, "the key's mark")
    key = read_part(reader) if has_key else None
    require(not isinstance(key, Hidden), "the key is hidden")
    parts = [read_part(reader) for _ in range(reader.number(4))]
    return Message(parts, reader.number(8), key)


def read_list(reader, size):
    canonical = Reader(reader.framed())
    require(canonical.number(8) == size, "the entries' length")
    entries = canonical.framed()
    canonical.end()
    require(len(entries) % size == 0, "the entries' length")
    return [entries[i : i + size] for i in range(0, len(entries), size)]


def read_circuit(reader):
    canonical = reader.framed()
    require(canonical.isascii(), "a circuit is ASCII")
    circuit = boolean.File(canonical.decode())
    require(circuit.canonical == canonical, "a circuit that is not canonical")
    return circuit


def read_input(reader):
    kind = reader.number(1)
    require(kind <= 1, "no such input")
    return SecretInput(read_name(reader)) if kind else Public(reader.framed())


def read_statement(reader, is_claim=False):
    kind = reader.number(1)
    require(not is_claim or kind < 6, "what cannot be a claim")
    hash = named(messages.BY_NUMBER, reader.number(4)) if kind <= 4 else None
    match kind:
        case 1:
            return Preimage(hash, reader.framed(), read_message(reader))
        case 2:
            return Range(hash, reader.framed(), reader.number(8), reader.number(8), read_name(reader), read_name(reader))
        case 3:
            return OneOfMany(hash, read_list(reader, hash.digest), read_message(reader), read_name(reader))
        case 4:
            return Membership(hash, reader.framed(), reader.number(8), read_message(reader), read_name(reader), read_name(reader))
        case 5:
            circuit = read_circuit(reader)
            return BooleanCircuit(circuit, [read_input(reader) for _ in range(reader.number(4))], reader.framed())
        case 6:
            return Conjunction([read_statement(reader, True) for _ in range(reader.number(4))])
        case 7:
            group = named(groups.BY_NUMBER, reader.number(4))
            return DiscreteLog(group, group.decode(reader.framed()), group.decode(reader.framed()), read_name(reader))
    require(False, "no such kind")


def read(data):
    """A statement from a file's bytes: JSON, or the encoding in which it is sent."""
    if data.lstrip()[:1] == b"{":
        try:
            value = json.loads(data)
        except (ValueError, RecursionError):
            require(False, "no JSON")
        return check(statement_from_json(value))
    reader = Reader(data)
    statement = read_statement(reader)
    reader.end()
    require(statement.encode(in_transcript=False) == data, "an encoding that is not canonical")
    return check(statement)
