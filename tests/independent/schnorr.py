"""Discrete logarithms: the Schnorr proofs of section 8."""

from hashlib import shake_128

from encoding import framed, number, require, u8, u32

HEADER = b"NXZ" + u8(2) + u8(2) + u8(2)


def derive(s, m, length):
    return shake_128(s + bytes(136) + m).digest(length)


def scalar(a):
    return a.to_bytes(32, "big")


def challenge(statement, context, commitment):
    group = statement.group
    tag = b"NexusZero-V01-discrete_logarithm-CMPT-with-" + group.suite.encode() + u32(len(context)) + context
    session = derive(b"irtf-cfrg-fiat-shamir/session-id", tag, 32)
    base, value = group.encode(statement.generator), group.encode(statement.public_value)
    if base == group.encode(group.generator):
        elements, element_of_base, listed = 1, 0, value
    else:
        elements, element_of_base, listed = 2, 1, base + value
    relation = u32(1) + u32(1) + u32(elements) + scalar(1) + u32(1) + u32(0) + u32(element_of_base) + scalar(1) + listed
    return number(derive(session, relation + group.encode(commitment), 48)) % group.q


def verify(statement, proof, context):
    group = statement.group
    header = HEADER + u8(group.number) + u8(0)
    require(proof[:8] == header, "the header")
    require(len(proof) == 8 + 64, "the length")
    c, z = int.from_bytes(proof[8:40], "big"), int.from_bytes(proof[40:], "big")
    require(c < group.q and z < group.q, "a scalar that is not reduced")
    commitment = group.subtract(group.multiply(z, statement.generator), group.multiply(c, statement.public_value))
    require(not group.is_identity(commitment), "the commitment is the identity")
    parts = [b"NexusZero discrete-logarithm proof, version 2", header, statement.encode(), context]
    require(c == challenge(statement, b"".join(map(framed, parts)), commitment), "the challenge")
