#!/usr/bin/env python3
"""Simulates how many nodes a batch vector commitment opens, to choose T_open.

The commitment is the one of FAEST v2: one binary tree in heap order with the leaves of tau vectors, interleaved.
An opening of one leaf per vector sends |S| - 2*tau + 1 nodes, S being the nodes on the paths from the opened leaves
to the root. The positions come out of a hash, so the number of nodes is random; a prover grinds until it is at most
T_open. For random positions this script counts S directly (the tree itself is never built), and prints

  the smallest T_open that one opening in 2, 4, 8, 32 and 128 fits,  and conversely
  the chance that an opening fits a given T_open, with the number of hashes that grinding then takes (2^w / chance).

usage: simulate_opening.py LAMBDA TAU W [T_OPEN ...]   one set
       simulate_opening.py                             the table of candidate sets
       simulate_opening.py --faest                     FAEST v2's own sets against its known chances
options: --samples N (default 20000), --seed N
"""

import argparse
import math
import random
import sys

# Success exponents of the table: chances 2^-1, 2^-2, ...
EXPONENTS = (1, 2, 3, 5, 7)

CANDIDATES = [
    (128, 16, 0), (128, 11, 7), (128, 8, 8), (128, 7, 9),
    (192, 24, 0), (192, 17, 5), (192, 13, 8), (192, 11, 5),
    (256, 32, 0), (256, 23, 3), (256, 17, 1), (256, 16, 8), (256, 15, 1), (256, 14, 4),
]

# FAEST v2's sets with the chances measured independently on 20000 openings each.
FAEST = [
    ("128s", 128, 11, 7, 102, 0.022), ("128f", 128, 16, 8, 110, 0.69),
    ("192s", 192, 16, 12, 162, 0.155), ("192f", 192, 24, 8, 163, 0.37),
    ("256s", 256, 22, 6, 245, 0.997), ("256f", 256, 32, 8, 246, 1.0),
    ("EM-128s", 128, 11, 7, 103, 0.034), ("EM-128f", 128, 16, 8, 112, 0.83),
    ("EM-192s", 192, 16, 8, 162, 0.046), ("EM-192f", 192, 24, 8, 176, 0.99),
    ("EM-256s", 256, 22, 6, 218, 0.017), ("EM-256f", 256, 32, 8, 234, 0.97),
]


class Tree:
    """The shape of the tree: vectors 0 .. tau1-1 have depth k, the others k - 1."""

    def __init__(self, lam, tau, w):
        if not 0 < tau <= lam - w:
            raise ValueError("tau must be between 1 and lambda - w")
        self.tau = tau
        self.k = (lam - w) // tau + 1
        self.tau1 = (lam - w) % tau
        self.half = 1 << (self.k - 1)
        deep = [f"{self.tau1}x{self.k}"] if self.tau1 else []
        self.depths = " + ".join(deep + [f"{tau - self.tau1}x{self.k - 1}"])
        self.leaves = self.tau1 * 2 * self.half + (tau - self.tau1) * self.half

    def opening(self, rng):
        """Nodes sent for one random opening."""
        tau, tau1, half = self.tau, self.tau1, self.half
        first, upper = self.leaves - 1, self.leaves - 1 + tau * half
        path_nodes = set()
        for i in range(tau):
            j = rng.getrandbits(self.k if i < tau1 else self.k - 1)
            node = first + tau * j + i if j < half else upper + tau1 * (j - half) + i
            # Above a node that is already there, the rest of the path is there too.
            while node not in path_nodes:
                path_nodes.add(node)
                if node == 0:
                    break
                node = (node - 1) >> 1
        return len(path_nodes) - 2 * tau + 1


class Distribution:
    """The sorted sizes of simulated openings."""

    def __init__(self, tree, samples, rng):
        self.sizes = sorted(tree.opening(rng) for _ in range(samples))

    def chance(self, nodes):
        """Share of the openings with at most that many nodes."""
        return sum(size <= nodes for size in self.sizes) / len(self.sizes)

    def nodes(self, chance):
        """The fewest nodes that at least this share of the openings fits."""
        return self.sizes[math.ceil(chance * len(self.sizes)) - 1]


def simulate(args, lam, tau, w):
    tree = Tree(lam, tau, w)
    # A generator per set, so that a line does not depend on the lines before it.
    return tree, Distribution(tree, args.samples, random.Random(f"{args.seed} {lam} {tau} {w}"))


def heading():
    cells = "".join(f"{'p=2^-' + str(e):>14}" for e in EXPONENTS)
    print(f"{'lambda':>6} {'tau':>3} {'w':>2} {'depths':>12}{cells}   nodes (chance reached)")


def line(args, lam, tau, w):
    tree, sizes = simulate(args, lam, tau, w)
    cells = ""
    for exponent in EXPONENTS:
        nodes = sizes.nodes(2.0 ** -exponent)
        cells += f"{nodes:>5} ({sizes.chance(nodes):.4f})".rjust(14)
    print(f"{lam:>6} {tau:>3} {w:>2} {tree.depths:>12}{cells}")
    return sizes


def chances(sizes, w, nodes):
    for limit in nodes:
        chance = sizes.chance(limit)
        hashes = f"{2 ** w / chance:.0f}" if chance else "unknown (no such opening seen)"
        print(f"T_open {limit}: chance {chance:.4f}, expected hashes {hashes}")


def compare_with_faest(args):
    """Prints the known and the simulated chances; returns whether all agree within five standard errors."""
    agree = True
    print(f"{'set':>8} {'T_open':>6} {'known':>7} {'simulated':>9}")
    for name, lam, tau, w, limit, known in FAEST:
        chance = simulate(args, lam, tau, w)[1].chance(limit)
        # Both numbers are simulations, and the known one is rounded.
        error = math.sqrt(max(known * (1 - known), 1e-4) * (1 / args.samples + 1 / 20000))
        fits = abs(chance - known) <= 5 * error + 0.5 * 10 ** (math.floor(math.log10(known)) - 1)
        agree = agree and fits
        print(f"{name:>8} {limit:>6} {known:>7} {chance:>9.4f}{'' if fits else '  DIFFERS'}")
    return agree


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("numbers", nargs="*", type=int, metavar="LAMBDA TAU W [T_OPEN ...]")
    parser.add_argument("--faest", action="store_true")
    parser.add_argument("--samples", type=int, default=20000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    if args.samples < 1 or 0 < len(args.numbers) < 3 or (args.faest and args.numbers):
        parser.error("give LAMBDA TAU W [T_OPEN ...], or nothing, or --faest")

    if args.faest:
        return 0 if compare_with_faest(args) else 1
    heading()
    if args.numbers:
        lam, tau, w, *limits = args.numbers
        chances(line(args, lam, tau, w), w, limits)
    else:
        for candidate in CANDIDATES:
            line(args, *candidate)
    return 0


if __name__ == "__main__":
    sys.exit(main())
