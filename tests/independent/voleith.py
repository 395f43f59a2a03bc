"""The verifier of sections 2 to 6: VOLE in the head."""

from hashlib import shake_128, shake_256
from math import comb, log2

import aes
from circuit import Circuit
from claims import Claims
from encoding import Reader, framed, number, require, u8, u64
from field import Field, gather, spread

VERSION, SYSTEM = 2, 1
B = 16  # bits by which VOLEHash is longer than an element
HIGHEST_DEGREE = 24

# Level and profile number: τ, w, T_open (section 2).
SETS = {
    (128, 1): (16, 0, 109),
    (128, 2): (11, 7, 112),
    (128, 3): (8, 8, 112),
    (128, 4): (7, 9, 110),
    (192, 1): (24, 0, 165),
    (192, 2): (17, 5, 170),
    (192, 3): (13, 8, 170),
    (192, 4): (11, 5, 169),
    (256, 1): (32, 0, 220),
    (256, 2): (23, 3, 226),
    (256, 3): (17, 1, 226),
    (256, 4): (14, 4, 227),
}

# Domain bytes of the oracles (section 1.3).
H1, H4, H2_0, H2_1, H2_2, H2_3 = 1, 4, 8, 9, 10, 11


class Parameters:
    def __init__(self, level, profile):
        self.level, self.n = level, level // 8
        self.tau, self.w, self.t_open = SETS[level, profile]
        base, self.tau1 = divmod(level - self.w, self.tau)
        self.k = base + 1
        self.depths = [self.k if i < self.tau1 else self.k - 1 for i in range(self.tau)]
        self.columns = [i * (self.k - 1) + min(i, self.tau1) for i in range(self.tau)]
        self.leaves = sum(1 << depth for depth in self.depths)

    def oracle(self, domain, data, length):
        shake = shake_128 if self.level == 128 else shake_256
        return shake(data + u8(domain)).digest(length)

    def leaf(self, i, j):
        """The node that is leaf j of vector i."""
        half = 1 << self.k - 1
        if j < half:
            return self.leaves - 1 + self.tau * j + i
        return self.leaves - 1 + self.tau * half + self.tau1 * (j - half) + i


def count(statement, level, cap):
    """The circuit of the statement under a cap, without values."""
    circuit = Circuit(level, cap)
    Claims(circuit, statement)
    return circuit


def sizes(p, bits, degree):
    """ℓ and ℓ̂ (section 2)."""
    l = 8 * -(-bits // 8)
    return l, l + degree * p.level + B


def layout(p, bits, degree):
    """The parts of a proof in order, with their lengths in bytes (section 3)."""
    l, l_hat = sizes(p, bits, degree)
    return {
        "header": 8,
        "c": (p.tau - 1) * l_hat // 8,
        "ũ": p.n + B // 8,
        "d": l // 8,
        "a": (degree - 1) * p.n,
        "com": p.tau * 2 * p.n,
        "nodes": p.t_open * p.n,
        "chall_3": p.n,
        "iv_pre": 16,
        "ctr": 4,
    }


def pieces(data, length):
    return [data[i : i + length] for i in range(0, len(data), length)]


class Proof:
    """The parts of section 3, in canonical form."""

    def __init__(self, data, statement):
        require(data[:3] == b"NXZ" and len(data) >= 8, "the header")
        version, system, level, profile, self.degree = data[3:8]
        require((version, system) == (VERSION, SYSTEM), "the version or system")
        require((64 * level, profile) in SETS, "the level or profile")
        require(1 <= self.degree <= HIGHEST_DEGREE, "the degree")
        self.parameters = p = Parameters(64 * level, profile)
        self.shape = shape = count(statement, p.level, self.degree)
        require(shape.degree == self.degree, "a degree that no circuit of the statement has")
        self.l, self.l_hat = sizes(p, shape.bits, self.degree)

        reader = Reader(data)
        self.layout = layout(p, shape.bits, self.degree)
        parts = {name: reader.take(length) for name, length in self.layout.items()}
        reader.end()
        self.header, self.u_tilde, self.d, self.nodes = parts["header"], parts["ũ"], parts["d"], parts["nodes"]
        self.delta_bytes, self.iv_pre, self.counter = parts["chall_3"], parts["iv_pre"], parts["ctr"]
        self.c = pieces(parts["c"], self.l_hat // 8)
        self.a = pieces(parts["a"], p.n)
        self.commitments = pieces(parts["com"], 2 * p.n)

        self.delta = number(self.delta_bytes)
        require(number(self.d) >> shape.bits == 0, "unused bits of d")
        require(self.delta >> p.level - p.w == 0, "the top bits of Δ")
        require(self.delta != 0, "Δ is zero")
        self.positions = [self.delta >> o & (1 << k) - 1 for o, k in zip(p.columns, p.depths)]


def security(p, l_hat, constraints):
    """The bits of security of docs/security.md: the least term per query, to a thousandth of a bit."""
    level = p.level
    blocks, small_blocks = -(-(l_hat - level - B) // level), -(-(l_hat - level - B) // 64)
    constraint_error = 2.0**-level + constraints**2 * 2.0 ** (-level - 64)
    vole_error = comb(p.tau, 2) * (2.0 ** (-level - B) + blocks * small_blocks * 2.0 ** (-level - 64))
    return round(-log2(max(2.0**-level, constraint_error, vole_error)), 3)


def open_tree(proof, iv):
    """Section 4.2: the keys of all leaves but the hidden ones, as {node: key}."""
    p = proof.parameters
    on_paths = set()
    for i, j in enumerate(proof.positions):
        node = p.leaf(i, j)
        while node not in on_paths:
            on_paths.add(node)
            node = max(node - 1, 0) // 2
    opened = len(on_paths) - 2 * p.tau + 1
    require(opened <= p.t_open, "an opening of too many nodes")

    reader = Reader(proof.nodes)
    keys = {}
    for node in reversed(range(p.leaves - 1)):
        left, right = 2 * node + 1, 2 * node + 2
        if (left in on_paths) != (right in on_paths):
            keys[right if left in on_paths else left] = reader.take(p.n)
    require(not any(proof.nodes[reader.position :]), "unused node bytes")

    first = 1  # the first node of its depth
    while first < p.leaves - 1:
        parents = [a for a in range(first, min(2 * first + 1, p.leaves - 1)) if a in keys]
        for a, children in zip(parents, aes.prg([keys[a] for a in parents], iv, parents, 2 * p.n)):
            keys[2 * a + 1], keys[2 * a + 2] = children[: p.n], children[p.n :]
        first = 2 * first + 1
    return keys


def recompute(proof, iv):
    """Sections 4.1 and 4.3: h, and the columns q_t as numbers of ℓ̂ bits."""
    p = proof.parameters
    keys = open_tree(proof, iv)
    hashes, columns = [], []
    for i, (hidden, depth) in enumerate(zip(proof.positions, p.depths)):
        known = [j for j in range(1 << depth) if j != hidden]
        seeds = [keys[p.leaf(i, j)] for j in known]
        commitments = aes.prg(seeds, iv, [p.leaves - 1 + i] * len(seeds), 2 * p.n)
        commitments.insert(hidden, proof.commitments[i])
        hashes.append(p.oracle(H1, b"".join(commitments), 2 * p.n))

        rows = aes.prg(seeds, iv, [2**31 + i] * len(seeds), proof.l_hat // 8)
        correction = number(proof.c[i - 1]) if i else 0
        q = [correction if hidden >> t & 1 else 0 for t in range(depth)]
        for j, row in zip(known, map(number, rows)):
            for t in range(depth):
                if (j ^ hidden) >> t & 1:
                    q[t] ^= row
        columns += q
    return p.oracle(H1, b"".join(hashes), 2 * p.n), columns + [0] * p.w


class VoleHash:
    """Section 5."""

    def __init__(self, field, key, l_hat):
        self.field, self.small = field, Field(64)
        reader = Reader(key)
        self.r = [spread(reader.number(field.size // 8)) for _ in range(4)]
        self.s, self.t = spread(reader.number(field.size // 8)), spread(reader.number(8))
        self.split = l_hat - field.size - B

    def __call__(self, x):
        size, multiply = self.field.size, self.field.multiply
        x0, x1 = x & (1 << self.split) - 1, x >> self.split
        padded = -(-self.split // size) * size
        h0 = self.field.polynomial(elements(x0, size, padded), self.s)
        h1 = self.small.polynomial(elements(x0, 64, padded), self.t)
        first = gather(multiply(self.r[0], h0) ^ multiply(self.r[1], h1))
        second = gather(multiply(self.r[2], h0) ^ multiply(self.r[3], h1))
        return (first | (second & (1 << B) - 1) << size) ^ x1


def elements(x, size, length):
    """The elements that blocks of `size` bits of the first `length` bits are."""
    return [spread(x >> start & (1 << size) - 1) for start in range(0, length, size)]


def zk_key(level, key):
    """r0, r1, s, t of ZKHash."""
    reader = Reader(key)
    return *(spread(reader.number(level // 8)) for _ in range(3)), spread(reader.number(8))


def rows_of(columns, length):
    """Section 4.3, read by rows: the elements Σ_t (bit r of column t) X^t."""
    digits = [f"{column:0{length}b}"[::-1] for column in reversed(columns)]
    return [spread(int("".join(row), 2)) for row in zip(*digits)]


def verify(statement, data, context, level):
    proof = Proof(data, statement)
    p, shape, n = proof.parameters, proof.shape, proof.parameters.n
    require(p.level >= level, "a lower level than asked for")
    require(security(p, proof.l_hat, shape.constraints) >= p.level, "a circuit too large for the level")

    numbers = b"".join(map(u64, (p.level, p.tau, p.w, p.t_open, shape.bits, shape.constraints)))
    parts = [b"NexusZero VOLE-in-the-head proof, version 2", proof.header, numbers, statement.encode(), context]
    mu = p.oracle(H2_0, b"".join(map(framed, parts)), 2 * n)
    h, columns = recompute(proof, p.oracle(H4, proof.iv_pre, 16))
    chall_1 = p.oracle(H2_1, mu + h + b"".join(proof.c) + proof.iv_pre, 5 * n + 8)

    field = Field(p.level)
    vole_hash = VoleHash(field, chall_1, proof.l_hat)
    u_tilde = number(proof.u_tilde)
    v_tilde = [vole_hash(q) ^ (u_tilde if proof.delta >> t & 1 else 0) for t, q in enumerate(columns)]
    hashed = b"".join(v.to_bytes(n + B // 8, "little") for v in v_tilde)
    chall_2 = p.oracle(H2_2, chall_1 + proof.u_tilde + hashed + proof.d, 3 * n + 8)

    q = rows_of(columns, proof.l_hat)
    delta = spread(proof.delta)
    a_0 = constraint_check(proof, statement, field, q, delta, chall_2)
    answers = chall_2 + gather(a_0).to_bytes(n, "little") + b"".join(proof.a) + proof.counter
    *chall_3, further = p.oracle(H2_3, answers, n + 1)
    grinding = (proof.degree - 1).bit_length()
    require(further & (1 << grinding) - 1 == 0, "the challenge's further bits")
    require(bytes(chall_3) == proof.delta_bytes, "the challenge")


def constraint_check(proof, statement, field, q, delta, key):
    """Step 4 of section 6.3: a_0."""
    level, multiply = field.size, field.multiply
    inverse = field.inverse(delta)
    d = number(proof.d)
    values = [multiply(q[r] ^ (delta if d >> r & 1 else 0), inverse) for r in range(proof.shape.bits)]
    circuit = Circuit(level, proof.degree, field, values, zk_key(level, key))
    Claims(circuit, statement)

    total = multiply(circuit.zk_hash(), field.power(delta, proof.degree))
    power = 1
    for j in range(proof.degree):
        term = 0
        if j <= proof.degree - 2:
            start = proof.l + j * level
            term ^= field.polynomial(reversed(q[start : start + level]), spread(2))
        if j >= 1:
            term ^= spread(number(proof.a[j - 1]))
        total ^= multiply(term, power)
        power = multiply(power, delta)
    return total
