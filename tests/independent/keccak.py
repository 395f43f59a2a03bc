"""SHA3-256 and Keccak-256 as circuits (7.5). Bit (x, y, z) of a state is the wire at 64(5y + x) + z, as in FIPS 202."""

from encoding import bits

RATE = 1088
ROUNDS = 24


def at(x, y, z):
    return 64 * (5 * (y % 5) + x % 5) + z % 64


def rotation_offsets():
    """FIPS 202, section 3.2.2: how far each lane is rotated."""
    offsets = {(0, 0): 0}
    x, y = 1, 0
    for t in range(24):
        offsets[x, y] = (t + 1) * (t + 2) // 2
        x, y = y, (2 * x + 3 * y) % 5
    return offsets


def round_constants():
    """FIPS 202, section 3.2.5: an LFSR gives the bits 2^j − 1 of each."""
    register, constants = 1, []
    for _ in range(ROUNDS):
        constant = 0
        for j in range(7):
            constant |= (register & 1) << (1 << j) - 1
            register = register << 1 ^ (0x171 if register & 0x80 else 0)
        constants.append(constant)
    return constants


OFFSETS = rotation_offsets()
CONSTANTS = round_constants()
PLACES = [(x, y, z) for y in range(5) for x in range(5) for z in range(64)]
# RHO_PI[i] is the place before ρ and π of the bit that is at place i after them.
RHO_PI = [at(x + 3 * y, x, z - OFFSETS[(x + 3 * y) % 5, x]) for x, y, z in PLACES]


def rho_pi(state):
    return [state[i] for i in RHO_PI]


def rho_pi_inverse(state):
    result = [None] * 1600
    for place, i in enumerate(RHO_PI):
        result[i] = state[place]
    return result


def column_parities(state):
    return [state[i] + state[i + 320] + state[i + 640] + state[i + 960] + state[i + 1280] for i in range(320)]


def add_neighbours(state, parities):
    """The step θ with given column parities."""
    return [state[at(x, y, z)] + parities[at(x - 1, 0, z)] + parities[at(x + 1, 0, z - 1)] for x, y, z in PLACES]


def theta(state):
    return add_neighbours(state, column_parities(state))


def theta_inverse(state):
    """θ multiplies the parities, as polynomials modulo X^5 + 1 and Z^64 + 1, by T = 1 + X + X^4·Z. Since T^192 = 1 its inverse is T^191,
    and T^(2^i) is T with X and Z raised to 2^i. The step itself is then taken back with the parities from before it."""
    parities = column_parities(state)
    for i in (1, 2, 4, 8, 16, 32, 128):
        parities = [p + parities[at(x - i, 0, z)] + parities[at(x + i, 0, z - i)] for p, (x, _, z) in zip(parities, PLACES)]
    return add_neighbours(state, parities)


def chi_row(a):
    return [a[x] + a[(x + 2) % 5] + a[(x + 1) % 5] * a[(x + 2) % 5] for x in range(5)]


def chi_inverse_row(b):
    forward = chi_row(b)
    return [b[x] + forward[(x + 2) % 5] + b[(x + 1) % 5] * forward[(x + 2) % 5] for x in range(5)]


def on_rows(step, state):
    """A step on rows of five bits, for a state or a single plane."""
    result = list(state)
    for start in range(0, len(state), 320):
        for z in range(64):
            places = [start + 64 * x + z for x in range(5)]
            for place, bit in zip(places, step([state[i] for i in places])):
                result[place] = bit
    return result


class Sponge:
    """The rounds of all permutations, numbered through, and the message's blocks, each due before one of them."""

    def __init__(self, circuit, message):
        self.circuit = circuit
        self.blocks = [message[i : i + RATE] for i in range(0, len(message), RATE)]
        self.rounds = ROUNDS * len(self.blocks)

    def absorb(self, state, number):
        if number % ROUNDS:
            return state
        block = self.blocks[number // ROUNDS]
        return [a + b for a, b in zip(state, block)] + state[RATE:]

    def iota(self, state, number):
        lane = self.circuit.constants(CONSTANTS[number % ROUNDS], 64)
        return [a + b for a, b in zip(state, lane)] + state[64:]

    def forward(self, state, first, end):
        for number in range(first, end):
            state = rho_pi(theta(self.absorb(state, number)))
            state = self.iota(on_rows(chi_row, state), number)
        return state

    def half_back(self, state, number):
        """From after round `number` to after its θ."""
        return rho_pi_inverse(on_rows(chi_inverse_row, self.iota(state, number)))

    def window(self, state, start, meet, end):
        """Commits the state after rounds start … end − 1; both ways meet behind θ of the round `meet`."""
        following = self.circuit.commit_bits(1600)
        forward = theta(self.absorb(self.forward(state, start, meet), meet))
        backward = self.half_back(following, end - 1)
        for number in range(end - 2, meet - 1, -1):
            backward = self.half_back(self.absorb(theta_inverse(backward), number + 1), number)
        for a, b in zip(forward, backward):
            self.circuit.assert_zero(a + b)
        return following

    def last_rounds(self, state, start, digest):
        last = self.rounds - 1
        plane = digest + self.circuit.commit_bits(64)
        backward = on_rows(chi_inverse_row, self.iota(plane, last))
        forward = rho_pi(theta(self.absorb(self.forward(state, start, last), last)))
        for a, b in zip(forward, backward):
            self.circuit.assert_zero(a + b)


def hash_padded(circuit, degree, data, target):
    """The digest's bytes; `data` is the padded message's bytes, `target` a public digest or None."""
    sponge = Sponge(circuit, [bit for byte in data for bit in circuit.byte(byte)])
    ahead, back = {9: (3, 2), 4: (2, 1)}[degree]
    start, state = 0, [circuit.zero] * 1600
    while sponge.rounds - start > ahead + 1:
        end = min(start + ahead + back, sponge.rounds - 1)
        state = sponge.window(state, start, start + ahead, end)
        start = end
    if target is None:
        digest = circuit.commit_bits(256)
    else:
        digest = [circuit.constant(bit) for bit in bits(target)]
    sponge.last_rounds(state, start, digest)
    return [digest[i : i + 8] for i in range(0, 256, 8)]
