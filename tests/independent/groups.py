"""The three groups of section 8 and the encodings of their elements. Elements are affine points (x, y), the identity of a Weierstrass curve
is None. All of it is public, so nothing runs in constant time."""

from encoding import require


class Group:
    """A group of order q; subclasses add and encode."""

    def multiply(self, scalar, point):
        result = self.identity
        for bit in f"{scalar:b}":
            result = self.add(result, result)
            if bit == "1":
                result = self.add(result, point)
        return result

    def subtract(self, p, q):
        return self.add(p, self.negate(q))


class Weierstrass(Group):
    """y² = x³ + ax + b modulo p, with the encodings of SEC 1, section 2.3."""

    identity = None

    def __init__(self, name, number, suite, p, a, b, q, generator):
        self.name, self.number, self.suite, self.p, self.a, self.b, self.q = name, number, suite, p, a, b, q
        self.generator = self.decode(bytes.fromhex(generator))

    def add(self, left, right):
        if left is None or right is None:
            return left or right
        (x1, y1), (x2, y2), p = left, right, self.p
        if x1 == x2 and (y1 + y2) % p == 0:
            return None
        if left == right:
            slope = (3 * x1 * x1 + self.a) * pow(2 * y1, -1, p)
        else:
            slope = (y2 - y1) * pow(x2 - x1, -1, p)
        x = (slope * slope - x1 - x2) % p
        return x, (slope * (x1 - x) - y1) % p

    def negate(self, point):
        return point and (point[0], -point[1] % self.p)

    def is_identity(self, point):
        return point is None

    def encode(self, point):
        x, y = point
        return bytes([2 + y % 2]) + x.to_bytes(32, "big")

    def decode(self, data):
        require(data[:1] in (b"\2", b"\3", b"\4"), "an element's first byte")
        require(len(data) == (65 if data[0] == 4 else 33), "an element's length")
        x = int.from_bytes(data[1:33], "big")
        require(x < self.p, "a coordinate that is not reduced")
        square = (x**3 + self.a * x + self.b) % self.p
        if data[0] == 4:
            y = int.from_bytes(data[33:], "big")
            require(y < self.p, "a coordinate that is not reduced")
        else:
            y = pow(square, (self.p + 1) // 4, self.p)  # both primes are 3 modulo 4
            y = y if y % 2 == data[0] % 2 else self.p - y
        require(y < self.p and y * y % self.p == square, "no point of the curve")
        return x, y


class Ristretto255(Group):
    """RFC 9496, section 4: a point of −x² + y² = 1 + dx²y² stands for its coset."""

    name, number, suite = "ristretto255", 1, "sigma-proofs_Shake128_ristretto255"
    p = 2**255 - 19
    q = 2**252 + 27742317777372353535851937790883648493
    d = -121665 * pow(121666, -1, p) % p
    sqrt_m1 = pow(2, (p - 1) // 4, p)
    identity = 0, 1

    def __init__(self):
        self.invsqrt_a_minus_d = self.sqrt_ratio(1, -1 - self.d)[1]
        self.generator = self.decode(bytes.fromhex("e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76"))

    def absolute(self, x):
        x %= self.p
        return self.p - x if x % 2 else x

    def sqrt_ratio(self, u, v):
        """SQRT_RATIO_M1: whether u/v is a square, and the nonnegative root of u/v, or of u/v times the root of −1."""
        p = self.p
        u, v = u % p, v % p
        r = u * v**3 * pow(u * v**7, (p - 5) // 8, p) % p
        check = v * r * r % p
        if check in (-u % p, -u * self.sqrt_m1 % p):
            r = r * self.sqrt_m1
        return check in (u, -u % p), self.absolute(r)

    def add(self, left, right):
        (x1, y1), (x2, y2), p = left, right, self.p
        product = self.d * x1 * x2 * y1 * y2
        x = (x1 * y2 + y1 * x2) * pow(1 + product, -1, p)
        y = (y1 * y2 + x1 * x2) * pow(1 - product, -1, p)
        return x % p, y % p

    def negate(self, point):
        return -point[0] % self.p, point[1]

    def is_identity(self, point):
        return self.encode(point) == bytes(32)

    def decode(self, data):
        p = self.p
        require(len(data) == 32, "an element's length")
        s = int.from_bytes(data, "little")
        require(s < p and s % 2 == 0, "an element that is not canonical")
        u1, u2 = 1 - s * s, 1 + s * s
        v = -self.d * u1 * u1 - u2 * u2
        was_square, invsqrt = self.sqrt_ratio(1, v * u2 * u2)
        x = self.absolute(2 * s * invsqrt * u2)
        y = u1 * invsqrt * invsqrt * u2 * v % p
        require(was_square and x * y % p % 2 == 0 and y != 0, "no element")
        require(s != 0, "the identity")
        return x, y

    def encode(self, point):
        p, (x, y) = self.p, point
        u1, u2 = (1 + y) * (1 - y), x * y
        _, invsqrt = self.sqrt_ratio(1, u1 * u2 * u2)
        den1, den2 = invsqrt * u1, invsqrt * u2
        z_inv = den1 * den2 * x * y
        den_inv = den2
        if x * y * z_inv % p % 2:
            x, y, den_inv = y * self.sqrt_m1, x * self.sqrt_m1, den1 * self.invsqrt_a_minus_d
        if x * z_inv % p % 2:
            y = -y
        return self.absolute(den_inv * (1 - y)).to_bytes(32, "little")


GROUPS = [
    Ristretto255(),
    Weierstrass(
        "p256",
        2,
        "sigma-proofs_Shake128_P256",
        2**256 - 2**224 + 2**192 + 2**96 - 1,
        -3,
        0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B,
        0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
        "036b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296",
    ),
    Weierstrass(
        "secp256k1",
        3,
        "sigma-proofs_Shake128_secp256k1",
        2**256 - 2**32 - 977,
        0,
        7,
        0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141,
        "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798",
    ),
]
BY_NAME = {group.name: group for group in GROUPS}
BY_NUMBER = {group.number: group for group in GROUPS}
