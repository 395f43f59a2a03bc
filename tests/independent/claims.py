"""The circuits of the claims (7.2), selection from a list (7.7), comparisons and Merkle steps (7.8)."""

from itertools import islice

import boolean
import statements as s
from encoding import bits
from messages import BoundMessage, hash_message


def bytes_of(wires):
    return [wires[i : i + 8] for i in range(0, len(wires), 8)]


class Claims:
    """The whole circuit of a statement: first all secrets of stated size, then claim by claim."""

    def __init__(self, circuit, statement):
        self.circuit = circuit
        self.secrets = {name: circuit.commit_bits(size) for name, size in s.secrets_of(statement).items() if size is not None}
        add = {
            s.Preimage: self.preimage,
            s.Range: self.range,
            s.OneOfMany: self.one_of_many,
            s.Membership: self.membership,
            s.BooleanCircuit: self.boolean_circuit,
        }
        for claim in s.claims_of(statement):
            add[type(claim)](claim)

    def bytes_of_part(self, part):
        if isinstance(part, s.Public):
            return list(part.data)
        return bytes_of(self.secrets[part.name])

    def bind(self, message, first=b""):
        """The message with the secrets in place, behind public bytes."""
        sides = [list(first), []]
        side = 0
        for part in message.parts:
            if isinstance(part, s.Hidden):
                side = 1
            else:
                sides[side] += self.bytes_of_part(part)
        return BoundMessage(*sides, message.blocks, message.key and self.bytes_of_part(message.key))

    def preimage(self, claim):
        hash_message(self.circuit, claim.hash, self.bind(claim.message), claim.digest)

    def range(self, claim):
        value, blinding = self.secrets[claim.value], self.secrets[claim.blinding]
        opening = list(s.COMMITMENT_DOMAIN) + bytes_of(value) + bytes_of(blinding)
        hash_message(self.circuit, claim.hash, BoundMessage(opening, [], 0), claim.commitment)
        self.assert_in_range(value, claim.min, claim.max, claim.hash.degree(self.circuit.cap))

    def one_of_many(self, claim):
        digest = hash_message(self.circuit, claim.hash, self.bind(claim.message))
        index, entries = self.secrets[claim.index], claim.list
        cap = max(claim.hash.degree(self.circuit.cap), len(index))
        self.assert_in_range(index, 0, len(entries) - 1, cap)
        self.assert_entry(index, self.wires(digest), entries)

    def membership(self, claim):
        index, path = self.secrets[claim.index], iter(bytes_of(self.secrets[claim.path]))
        targets = [None] * claim.depth + [claim.root]
        node = hash_message(self.circuit, claim.hash, self.bind(claim.leaf, b"\0"), targets[0])
        for direction, target in zip(index, targets[1:]):
            sibling = self.wires(islice(path, claim.hash.digest))
            left, right = self.ordered_children(self.wires(node), sibling, direction)
            children = BoundMessage([1] + bytes_of(left) + bytes_of(right), [], 0)
            node = hash_message(self.circuit, claim.hash, children, target)

    def boolean_circuit(self, claim):
        values = []
        for part, size in zip(claim.inputs, claim.circuit.inputs):
            if isinstance(part, s.Public):
                values += [self.circuit.constant(bit) for bit in bits(part.data)[:size]]
            else:
                values += self.secrets[part.name]
        boolean.constrain(self.circuit, claim.circuit, values, claim.secret_wires(), claim.output_bits())

    def wires(self, data):
        return [bit for byte in data for bit in self.circuit.byte(byte)]

    def assert_entry(self, place, value, entries):
        """The value is the entry at the place; behind the last entry, it is the last one."""
        circuit = self.circuit
        equal = [circuit.one]
        for x in place:
            equal = [e * (circuit.one + x) for e in equal] + [e * x for e in equal]
        columns = [bits(entry) for entry in entries]
        for b, bit in enumerate(value):
            total = bit
            for j, e in enumerate(equal):
                total += circuit.constant(columns[min(j, len(columns) - 1)][b]) * e
            circuit.assert_zero(total)

    def assert_at_most(self, v, most, cap):
        circuit = self.circuit
        product, degree = circuit.one, 0
        zeros = [i for i in range(len(v)) if not most >> i & 1]
        for i in reversed(range(min(zeros, default=len(v)), len(v))):
            step = product * v[i]
            if not most >> i & 1:
                circuit.assert_zero(step)
            elif degree + 1 < cap:
                product, degree = step, degree + 1
            else:
                product, degree = circuit.commit(), 1
                circuit.assert_zero(step + product)

    def assert_in_range(self, v, least, most, cap):
        self.assert_at_most(v, most, cap)
        self.assert_at_most([bit + self.circuit.one for bit in v], 2 ** len(v) - 1 - least, cap)

    def ordered_children(self, node, sibling, direction):
        swap = self.circuit.commit_bits(len(node))
        for t, a, b in zip(swap, node, sibling):
            self.circuit.assert_zero(t + direction * (a + b))
        return [a + t for a, t in zip(node, swap)], [b + t for b, t in zip(sibling, swap)]
