"""SHA-256, SHA-384 and SHA-512 as circuits: sections 7.3 and 7.4.

A word is a number where it is public, and otherwise a list of wires, the least significant first.
"""

from itertools import count, islice
from math import isqrt

from circuit import add_words


def primes():
    return (n for n in count(2) if all(n % d for d in range(2, isqrt(n) + 1)))


def cube_root(x):
    root = 1 << -(-x.bit_length() // 3)
    while root**3 > x:
        root = (2 * root + x // root**2) // 3
    return root


class Sha2:
    """`big` and `small` are the rotations of Σ0, Σ1 and of σ0, σ1, the last of these two a shift. The constants are the fractional
    parts of the primes' cube and square roots (FIPS 180-4, sections 4.2 and 5.3)."""

    def __init__(self, bits, rounds, big, small, digest_words=8, first_prime=0):
        self.bits, self.rounds, self.big, self.small, self.digest_words = bits, rounds, big, small, digest_words
        self.mask = (1 << bits) - 1
        self.constants = [cube_root(p << 3 * bits) & self.mask for p in islice(primes(), rounds)]
        self.initial = [isqrt(p << 128) >> 64 - bits & self.mask for p in islice(primes(), first_prime, first_prime + 8)]


BIG_64, SMALL_64 = ((28, 34, 39), (14, 18, 41)), ((1, 8, 7), (19, 61, 6))
SHA256 = Sha2(32, 64, ((2, 13, 22), (6, 11, 25)), ((7, 18, 3), (17, 19, 10)))
SHA384 = Sha2(64, 80, BIG_64, SMALL_64, digest_words=6, first_prime=8)
SHA512 = Sha2(64, 80, BIG_64, SMALL_64)


def is_public(word):
    return isinstance(word, int)


def degree(word):
    return 0 if is_public(word) else 1


class Sum:
    """A sum modulo 2^n of words that are added and subtracted, which is to be zero (7.3)."""

    def __init__(self, circuit, bits, constant=0):
        self.circuit, self.bits, self.constant = circuit, bits, constant
        self.operands = []

    def add(self, word, degree=1):
        if is_public(word):
            self.constant += word
        else:
            self.operands.append((word, degree))

    def subtract(self, word):
        if is_public(word):
            self.constant -= word
        else:
            self.operands.append(([bit + self.circuit.one for bit in word], 1))
            self.constant += 1

    def solve(self, result):
        """`result`, or where it is None a new word, is the sum."""
        if result is None:
            result = self.circuit.commit_bits(self.bits)
        self.subtract(result)
        self.check()
        return result

    def solve_linear(self, result):
        """The same, where the lowest bit of a new word is not committed, and nothing is if it is the sum of public words."""
        if is_public(result):
            return self.solve(result)
        if not self.operands:
            return self.constant % 2**self.bits
        lowest = self.circuit.constant(self.constant & 1)
        for word, _ in self.operands:
            lowest += word[0]
        result = [lowest] + self.circuit.commit_bits(self.bits - 1)
        self.subtract(result)
        self.check(from_bit=1)
        return result

    def check(self, from_bit=0):
        circuit, bits, operands = self.circuit, self.bits, self.operands
        carry_in = (self.constant - 1) % 2**bits
        if carry_in > max(len(operands) - 2, 0) or len(operands) < 2:
            operands.append((circuit.constants(carry_in, bits), 0))
            carry_in = 0
        while len(operands) < 2:
            operands.append((circuit.constants(0, bits), 0))
        while len(operands) > 2:
            operands.sort(key=lambda operand: operand[1])
            (p, _), (x, x_degree), (y, y_degree) = operands[:3]
            carries = [a + (b + a) * (c + a) for a, b, c in zip(p[:-1], x, y)]
            operands[:3] = []
            operands.append((add_words(p, x, y), y_degree))
            operands.append(([circuit.constant(int(carry_in > 0))] + carries, x_degree + y_degree))
            carry_in = max(carry_in - 1, 0)
        (x, _), (y, _) = operands
        for i in range(from_bit, bits):
            circuit.assert_zero(x[i] + y[i] + circuit.one)


class Compression:
    """One block of a hash, with the gadgets of 7.4. `words` are W_0 … W_15, `chaining` are H_0 … H_7."""

    def __init__(self, circuit, sha2, words, chaining):
        self.circuit, self.sha2, self.chaining = circuit, sha2, chaining
        self.W = dict(enumerate(words))
        self.A = {-i: chaining[i] for i in range(4)}
        self.E = {-i: chaining[4 + i] for i in range(4)}

    def mix(self, word, rotations, shift=None):
        """The sum of three rotations to the right, or of two and of a shift."""
        bits = self.sha2.bits
        if is_public(word):
            rotated = [(word >> r | word << bits - r) & self.sha2.mask for r in rotations]
            return rotated[0] ^ rotated[1] ^ (rotated[2] if shift is None else word >> shift)
        parts = [word[r:] + word[:r] for r in rotations]
        if shift is not None:
            parts.append(word[shift:] + [self.circuit.zero] * shift)
        return add_words(*parts)

    def big_sigma(self, i, word):
        return self.mix(word, self.sha2.big[i])

    def small_sigma(self, i, word):
        *rotations, shift = self.sha2.small[i]
        return self.mix(word, rotations, shift)

    def wires(self, words):
        return [self.circuit.constants(word, self.sha2.bits) if is_public(word) else word for word in words]

    def choose(self, x, y, z):
        """Ch and its degree."""
        if all(map(is_public, (x, y, z))):
            return z ^ x & (y ^ z), 0
        result_degree = max(degree(x) + max(degree(y), degree(z)), degree(z))
        return [c + a * (b + c) for a, b, c in zip(*self.wires((x, y, z)))], result_degree

    def majority(self, x, y, z):
        """Maj and its degree."""
        p, x, y = sorted((x, y, z), key=degree)
        if is_public(y):
            return p ^ (x ^ p) & (y ^ p), 0
        return [a + (b + a) * (c + a) for a, b, c in zip(*self.wires((p, x, y)))], degree(x) + degree(y)

    def sum(self, constant=0):
        return Sum(self.circuit, self.sha2.bits, constant)

    def schedule(self, t):
        """The operands whose sum is W_t."""
        W = self.W
        return [self.small_sigma(1, W[t - 2]), W[t - 7], self.small_sigma(0, W[t - 15]), W[t - 16]]

    def linear_sum(self, result, operands, constant=0):
        total = self.sum(constant)
        for word in operands:
            total.add(word)
        return total.solve_linear(result)

    def round_e(self, t, result, constant, schedule):
        A, E = self.A, self.E
        total = self.sum(constant)
        total.add(A[t - 4])
        total.add(E[t - 4])
        total.add(self.big_sigma(1, E[t - 1]))
        total.add(*self.choose(E[t - 1], E[t - 2], E[t - 3]))
        for word in schedule:
            total.add(word)
        return total.solve(result)

    def round_a(self, t, new_e, old_e, result, old_a):
        A = self.A
        total = self.sum()
        total.add(new_e)
        total.subtract(old_e)
        total.add(self.big_sigma(0, A[t - 1]))
        total.add(*self.majority(A[t - 1], A[t - 2], A[t - 3]))
        total.subtract(A[t - 4])
        total.add(old_a)
        return total.solve(result)

    def single_block(self, digest):
        """One block with a public digest, given as words: the last registers are public."""
        R, K, A, E, mask = self.sha2.rounds, self.sha2.constants, self.A, self.E, self.sha2.mask
        state = [(word - initial) & mask for word, initial in zip(digest, self.chaining)]
        A.update({R - i: word for i, word in enumerate(state[:4])})
        E.update({R - i: word for i, word in enumerate(state[4:])})
        for t in range(R, R - len(state[4:]), -1):
            A[t - 4] = (E[t] - A[t] + self.big_sigma(0, A[t - 1]) + self.majority(A[t - 1], A[t - 2], A[t - 3])[0]) & mask
        merged, free = (1, 2) if len(state) == 6 else (2, 4)
        for t in range(16, R - merged):
            self.W[t] = self.linear_sum(None, self.schedule(t))
        for t in range(1, R + 1):
            schedule = self.schedule(t - 1) if t > R - merged else [self.W[t - 1]]
            E[t] = self.round_e(t, E.get(t), K[t - 1], schedule)
            if t <= R - free:
                A[t] = self.round_a(t, E[t], 0, A.get(t), 0)

    def block(self, target):
        """Any block; `target` are the words after it, each a public one, None for a new one, or absent."""
        R, K, A, E, H = self.sha2.rounds, self.sha2.constants, self.A, self.E, self.chaining
        for t in range(16, R - 1):
            self.W[t] = self.linear_sum(None, self.schedule(t))
        self.W[R - 1] = self.linear_sum(None, self.schedule(R - 1) + [H[4]], K[R - 1])
        for t in range(1, R):
            E[t] = self.round_e(t, None, K[t - 1], [self.W[t - 1]])
            A[t] = self.round_a(t, E[t], 0, None, 0)
        result = list(target)
        result[4] = self.round_e(R, target[4], 0, [self.W[R - 1]])
        result[0] = self.round_a(R, result[4], H[4], target[0], H[0])
        for i in (1, 2, 3):
            result[i] = self.linear_sum(target[i], [H[i], A[R - i]])
            if i + 4 < len(target):
                result[i + 4] = self.linear_sum(target[i + 4], [H[i + 4], E[R - i]])
        return result


def word_of(circuit, data):
    """A big-endian word: public if all its bytes are."""
    if all(isinstance(byte, int) for byte in data):
        return int.from_bytes(bytes(data), "big")
    return [bit for byte in reversed(data) for bit in circuit.byte(byte)]


def hash_padded(circuit, sha2, data, target):
    """The digest's bytes; `data` is the padded message's bytes, `target` a public digest or None."""
    size = sha2.bits // 8
    words = [word_of(circuit, data[i : i + size]) for i in range(0, len(data), size)]
    if target is None:
        final = [None] * sha2.digest_words
    else:
        final = [int.from_bytes(target[i : i + size], "big") for i in range(0, len(target), size)]
    if target is not None and len(words) == 16:
        Compression(circuit, sha2, words, sha2.initial).single_block(final)
        return list(target)
    state = sha2.initial
    for i in range(0, len(words), 16):
        is_last = i + 16 == len(words)
        state = Compression(circuit, sha2, words[i : i + 16], state).block(final if is_last else [None] * 8)
    digest = []
    for word in state:
        if is_public(word):
            digest += word.to_bytes(size, "big")
        else:
            digest += [word[8 * i : 8 * i + 8] for i in reversed(range(size))]
    return digest
