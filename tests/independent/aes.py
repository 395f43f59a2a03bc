"""AES (FIPS 197), encryption only, of many blocks at once and each under a key of its own.

It verifies public data, and follows the standard literally, with one twist for speed in Python: a *byte* is a list of eight integers, one for
each bit of it, and bit i of these integers belongs to block i. All blocks are encrypted by the same operations on these integers.
"""

from encoding import u32

BATCH = 1 << 14
DIGIT = [bytes(ord("0") + (value >> bit & 1) for value in range(256)) for bit in range(8)]


def slice_rows(rows, width):
    """A list of `width` such bytes from the concatenation of rows of `width` bytes."""
    return [[int(rows[i::width].translate(digit), 2) for digit in DIGIT] for i in range(width)]


def join_rows(columns, count):
    """The inverse of slice_rows, for `count` rows."""
    rows = bytearray(count * len(columns))
    lowest = int.from_bytes(bytes([1]) * count, "big")
    for i, byte in enumerate(columns):
        column = 0
        for bit, plane in enumerate(byte):
            column |= (int.from_bytes(f"{plane:0{count}b}".encode(), "big") & lowest) << bit
        rows[i :: len(columns)] = column.to_bytes(count, "big")
    return bytes(rows)


def add(x, y):
    return [a ^ b for a, b in zip(x, y)]


def add_constant(x, constant, ones):
    return [a ^ ones if constant >> i & 1 else a for i, a in enumerate(x)]


def reduce(x):
    """Fifteen coefficients modulo X^8 + X^4 + X^3 + X + 1."""
    for i in range(len(x) - 1, 7, -1):
        for j in (8, 7, 5, 4):
            x[i - j] = x[i - j] ^ x[i]
    return x[:8]


def multiply(x, y):
    product = [0] * 15
    for i, a in enumerate(x):
        for j, b in enumerate(y):
            product[i + j] ^= a & b
    return reduce(product)


def square(x, times=1):
    for _ in range(times):
        x = reduce([x[i // 2] if i % 2 == 0 else 0 for i in range(15)])
    return x


def xtime(x):
    return reduce([0, *x])


def sub_byte(x, ones):
    """The inverse, which is x^254, then the affine map of section 5.1.1."""
    x2 = square(x)
    x3 = multiply(x, x2)
    x12 = square(x3, 2)
    x15 = multiply(x12, x3)
    x252 = multiply(square(x15, 4), x12)
    inverse = multiply(x252, x2)
    affine = [inverse[i] ^ inverse[(i + 4) % 8] ^ inverse[(i + 5) % 8] ^ inverse[(i + 6) % 8] ^ inverse[(i + 7) % 8] for i in range(8)]
    return add_constant(affine, 0x63, ones)


def expand_key(key, ones):
    """The round keys' bytes, all in one list (section 5.2)."""
    length = len(key) // 4
    words = [key[4 * i : 4 * i + 4] for i in range(length)]
    round_constant = 1
    for i in range(length, 4 * (length + 7)):
        word = words[-1]
        if i % length == 0:
            word = [sub_byte(byte, ones) for byte in word[1:] + word[:1]]
            word[0] = add_constant(word[0], round_constant, ones)
            round_constant = round_constant << 1 ^ (0x11B if round_constant & 0x80 else 0)
        elif length > 6 and i % length == 4:
            word = [sub_byte(byte, ones) for byte in word]
        words.append([add(x, y) for x, y in zip(words[-length], word)])
    return [byte for word in words for byte in word]


def mix_columns(state):
    mixed = []
    for column in range(0, 16, 4):
        s = state[column : column + 4]
        for i in range(4):
            next_byte = s[(i + 1) % 4]
            others = add(s[(i + 2) % 4], s[(i + 3) % 4])
            mixed.append(add(xtime(add(s[i], next_byte)), add(next_byte, others)))
    return mixed


def encrypt_batch(keys, blocks):
    count = len(blocks) // 16
    ones = (1 << count) - 1
    round_keys = expand_key(slice_rows(keys, len(keys) // count), ones)
    rounds = len(round_keys) // 16 - 1

    def add_round_key(state, i):
        return [add(x, y) for x, y in zip(state, round_keys[16 * i : 16 * i + 16])]

    state = add_round_key(slice_rows(blocks, 16), 0)
    for i in range(1, rounds + 1):
        state = [sub_byte(byte, ones) for byte in state]
        state = [state[(5 * j) % 16] for j in range(16)]  # ShiftRows: row j mod 4 by as many columns
        if i < rounds:
            state = mix_columns(state)
        state = add_round_key(state, i)
    return join_rows(state, count)


def encrypt(keys, blocks):
    """Blocks of 16 bytes, each under the key at its place."""
    result = []
    for i in range(0, len(keys), BATCH):
        result.append(encrypt_batch(b"".join(keys[i : i + BATCH]), b"".join(blocks[i : i + BATCH])))
    return b"".join(result)


def prg(keys, iv, tweaks, length):
    """PRG(key, iv, tweak, length) of section 1.2, for every key with its tweak."""
    v = [int.from_bytes(iv[i : i + 4], "little") for i in range(0, 16, 4)]
    count = -(-length // 16)
    starts = [u32((v[0] + b) % 2**32) + iv[4:12] for b in range(count)]
    blocks = []
    for tweak in tweaks:
        end = u32((v[3] + tweak) % 2**32)
        blocks += [start + end for start in starts]
    stream = encrypt([key for key in keys for _ in range(count)], blocks)
    return [stream[16 * count * i :][:length] for i in range(len(keys))]
