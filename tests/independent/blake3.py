"""BLAKE3, one chunk, as a circuit (7.6). A word is a list of 32 wires, the least significant first."""

from circuit import add_words
from encoding import bits
from sha2 import SHA256

WORD = 32
MASK = 2**WORD - 1
IV = SHA256.initial
PERMUTATION = (2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8)
ORDER = [*range(0, WORD, 2), *range(1, WORD, 2)]
COLUMNS = [(i, 4 + i, 8 + i, 12 + i) for i in range(4)]
DIAGONALS = [(i, 4 + (i + 1) % 4, 8 + (i + 2) % 4, 12 + (i + 3) % 4) for i in range(4)]
CHUNK_START, CHUNK_END_AND_ROOT = 1, 10


def rotate_right(word, r):
    return word[r:] + word[:r]


def rotate_left(word, r):
    return rotate_right(word, WORD - r)


class Chunk:
    def __init__(self, circuit):
        self.circuit = circuit

    def carry(self, s, x, y):
        """The carries of s = x + y."""
        return [self.circuit.zero] + [b + (a + b) * (c + a) for c, a, b in zip(s[:-1], x, y)]

    def commit_word(self, lowest=None):
        """All bits of a word, or those above a given lowest one."""
        word = [lowest] + [None] * (WORD - 1)
        for i in ORDER:
            if word[i] is None:
                word[i] = self.circuit.commit()
        return word

    def assert_word(self, word, from_bit=0):
        for i in ORDER:
            if i >= from_bit:
                self.circuit.assert_zero(word[i])

    def half_sum(self, x, y):
        """x + y with every other bit committed."""
        s = [x[0] + y[0]] + [None] * (WORD - 1)
        for i in range(2, WORD, 2):
            s[i] = self.circuit.commit()
        for i in range(1, WORD, 2):
            s[i] = x[i] + y[i] + y[i - 1] + (x[i - 1] + y[i - 1]) * (s[i - 1] + x[i - 1])
        total = add_words(s, x, y, self.carry(s, x, y))
        for i in range(2, WORD, 2):
            self.circuit.assert_zero(total[i])
        return s

    def assert_sum(self, s, x, y, from_bit=0):
        self.assert_word(add_words(s, x, y, self.carry(s, x, y)), from_bit)

    def assert_sum_of_three(self, s, x, y, z, from_bit=0):
        one, zero = [self.circuit.one] * WORD, self.circuit.zero
        t = add_words(s, x, z, one)
        u = [zero] + [c + (a + c) * (d + c + e) for a, c, d, e in zip(x[:-1], z, s, one)]
        r = [zero] + [a + (b + a) * (c + a) for a, b, c in zip(t[:-1], u, y)]
        self.assert_word(add_words(t, u, y, r, one), from_bit)

    def quarter_round(self, v, places, message, first, before_next):
        """G. `first` says that it is in the first column step of the first block, `before_next` that it is in the last step of a block that
        another follows."""
        a, b, c, d = places
        for half, (word, r, q) in enumerate(zip(message, (16, 8), (12, 7))):
            if first and half == 0:
                s = self.half_sum(word, self.circuit.constants(IV[a] + IV[b] & MASK, WORD))
            else:
                s = self.commit_word(v[a][0] + v[b][0] + word[0] if first else None)
                self.assert_sum_of_three(s, v[a], v[b], word, from_bit=1 if first else 0)
            v[a] = s
            v[d] = rotate_right(add_words(v[d], s), r)
            if before_next and half == 1:
                s = self.commit_word(v[c][0] + v[d][0])
                self.assert_sum(s, v[c], v[d], from_bit=1)
            else:
                s = self.half_sum(v[c], v[d])
            v[c] = s
            v[b] = rotate_right(add_words(v[b], s), q)

    def block(self, message, chaining, length, number, is_last, target):
        """`length` is a word; the chaining value after the block, or the digest."""
        circuit = self.circuit
        flags = (CHUNK_START if number == 0 else 0) + (CHUNK_END_AND_ROOT if is_last else 0)
        v = chaining + [circuit.constants(x, WORD) for x in [*IV[:4], 0, 0]] + [length, circuit.constants(flags, WORD)]
        for i in range(7):
            for j, places in enumerate(COLUMNS):
                self.quarter_round(v, places, message[2 * j : 2 * j + 2], i == number == 0, False)
            if i == 6 and is_last:
                return self.last_step(v, message[8:], target)
            for j, places in enumerate(DIAGONALS):
                self.quarter_round(v, places, message[8 + 2 * j : 10 + 2 * j], False, i == 6)
            message = [message[j] for j in PERMUTATION]
        return [add_words(v[i], v[i + 8]) for i in range(8)]

    def last_step(self, v, message, target):
        """The last diagonal step, from the state before it and from the digest towards the middle. Here a2 is a'', and so on."""
        circuit = self.circuit
        a1, a2, d1, d2 = {}, {}, {}, {}
        for j, (a, b, c, d) in enumerate(DIAGONALS):
            a1[a] = self.commit_word()
            self.assert_sum_of_three(a1[a], v[a], v[b], message[2 * j])
            d1[d] = rotate_right(add_words(v[d], a1[a]), 16)
            a2[a] = self.commit_word()
            d2[d] = rotate_right(add_words(d1[d], a2[a]), 8)
        if target is None:
            digest = {i: self.commit_word() for i in (2, 5, 3, 6, 0, 7, 1, 4)}
        else:
            digest = {i: [circuit.constant(bit) for bit in bits(target[4 * i : 4 * i + 4])] for i in range(8)}
        for j, (a, b, c, d) in enumerate(DIAGONALS):
            c2 = add_words(digest[c - 8], a2[c - 8])
            b1 = add_words(rotate_left(add_words(digest[b], d2[b + 8]), 7), c2)
            c1 = add_words(rotate_left(b1, 12), v[b])
            self.assert_sum(c1, v[c], d1[d])
            self.assert_sum_of_three(a2[a], a1[a], b1, message[2 * j + 1])
            self.assert_sum(c2, c1, d2[d])
        return [digest[i] for i in range(8)]


def hash_padded(circuit, data, last_length, target):
    """The digest's bytes; `data` is the message and zero bytes, `last_length` the seven bits of the number of bytes in the last block."""
    message = [bit for byte in data for bit in circuit.byte(byte)]
    words = [message[i : i + WORD] for i in range(0, len(message), WORD)]
    state = [circuit.constants(x, WORD) for x in IV]
    for i in range(0, len(words), 16):
        is_last = i + 16 == len(words)
        length = last_length + circuit.constants(0, WORD - 7) if is_last else circuit.constants(64, WORD)
        state = Chunk(circuit).block(words[i : i + 16], state, length, i, is_last, target)
    return [word[i : i + 8] for word in state for i in range(0, WORD, 8)]
