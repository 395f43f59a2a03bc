"""The fields GF(2^n) of section 1.1.

An element is an integer that holds the coefficient of X^i in bit 9i. Addition is XOR. The product of two such integers counts, in
every ninth bit and the eight above, the coefficients that meet there: at most 256 of them, so nothing is carried into the next, and
the low bit of each count is the coefficient of the product.
"""

MODULI = {64: (0, 1, 3, 4), 128: (0, 1, 2, 7), 192: (0, 1, 2, 7), 256: (0, 2, 5, 10)}
GAP = 9


def spread(x):
    """Coefficients in adjacent bits to an element: reading binary digits as octal ones, twice, leaves two and two times three bits."""
    return int(f"{int(f'{x:b}', 8):b}", 8)


def gather(x):
    """An element's coefficients in adjacent bits."""
    return int(f"{int(f'{x:o}', 2):o}", 2)


class Field:
    def __init__(self, size):
        self.size = size
        self.taps = [GAP * i for i in MODULI[size]]
        self.width = GAP * size
        self.elements = spread((1 << size) - 1)
        self.products = spread((1 << 2 * size) - 1)

    def multiply(self, a, b):
        product = a * b & self.products
        while high := product >> self.width:
            product &= self.elements
            for tap in self.taps:
                product ^= high << tap
        return product

    def power(self, a, exponent):
        result = 1
        for bit in f"{exponent:b}":
            result = self.multiply(result, result)
            if bit == "1":
                result = self.multiply(result, a)
        return result

    def inverse(self, a):
        return self.power(a, (1 << self.size) - 2)

    def polynomial(self, coefficients, x):
        """Σ x^(m−1−i) c_i: the coefficient of the highest power comes first."""
        result = 0
        for c in coefficients:
            result = self.multiply(result, x) ^ c
        return result
