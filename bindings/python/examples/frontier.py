# %% [markdown]
# # Size against time
#
# A statement has many kinds of proofs: each profile and each degree of the check gives one, all with the same security. This measures
# them for one statement, and shows which are not beaten in both size and time by another: the frontier.
#
#     python frontier.py --hash sha3-256 --profiles fast balanced small --out frontier.svg
#
# Cells are marked as notebooks of Jupyter, VS Code and Spyder have it. The picture needs `pip install nexuszero[plot]`; without that, or
# with `--no-plot`, the table alone is written.

# %% What is measured
from __future__ import annotations

import argparse
import csv
import statistics
import sys
from dataclasses import dataclass
from pathlib import Path

from nexuszero import Config, Hash, Profile, Protocol, Statement, Witness, digest

HASHES = {hash.label: hash for hash in Hash if not hash.label.startswith("hmac")}
PROFILES = {profile.label: profile for profile in Profile}

parser = argparse.ArgumentParser(description="Measures the proofs of a key of 32 bytes with a given digest.")
parser.add_argument("--hash", choices=HASHES, default="sha3-256", help="the hash function of the statement")
parser.add_argument("--level", type=int, choices=(128, 192, 256), default=128, help="security in bits")
parser.add_argument("--profiles", nargs="+", choices=PROFILES, default=["fast", "balanced", "small"])
parser.add_argument("--rounds", type=int, default=5, help="proofs of each kind, of which the median counts")
parser.add_argument("--out", type=Path, default=Path("frontier.png"), help="the picture, .png or .svg; the table is beside it")
parser.add_argument("--no-plot", action="store_true", help="write the table alone")
arguments = parser.parse_args([] if "ipykernel" in sys.modules else None)

key = b"a key that would be random bytes"
statement = Statement.preimage_sized(HASHES[arguments.hash], digest(HASHES[arguments.hash], key), len(key))
witness = Witness.preimage(key)


# %% The kinds of proofs: a degree cap that changes nothing is left out
@dataclass
class Kind:
    """One kind of proof, and how long it took to make."""

    profile: str
    degree: int
    size: int
    protocol: Protocol
    times: list[float]

    @property
    def milliseconds(self) -> float:
        """The median."""
        return statistics.median(self.times)


kinds: dict[tuple[str, int], Kind] = {}
for profile in arguments.profiles:
    for cap in range(1, 25):
        protocol = Protocol(Config(security_level=arguments.level, profile=profile, degree_cap=cap))
        cost = protocol.estimate(statement)
        kinds.setdefault((profile, cost.degree), Kind(profile, cost.degree, cost.proof_size, protocol, []))

# %% Proofs are made in turn, so that a busy moment of the machine does not fall on one kind alone
for _ in range(arguments.rounds):
    for kind in kinds.values():
        with kind.protocol.prove(statement, witness) as proof:
            kind.times.append(proof.measurements.prove_ns / 1e6)

# %% The frontier: from fast to slow, what is smaller than everything before
points = sorted(kinds.values(), key=lambda kind: (kind.milliseconds, kind.size))
frontier: list[Kind] = []
for kind in points:
    if not frontier or kind.size < frontier[-1].size:
        frontier.append(kind)

# %% The table
table = arguments.out.with_suffix(".csv")
with table.open("w", newline="") as file:
    writer = csv.writer(file)
    writer.writerow(["profile", "degree", "size_bytes", "prove_ms", "on_frontier"])
    for kind in points:
        writer.writerow([kind.profile, kind.degree, kind.size, f"{kind.milliseconds:.3f}", int(kind in frontier)])

print(f"{statement.name} at {arguments.level} bits, median of {arguments.rounds}")
for kind in points:
    mark = "*" if kind in frontier else " "
    print(f"{mark} {kind.profile:<9} degree {kind.degree:>2} {kind.size:>8} bytes {kind.milliseconds:>10.2f} ms")
print(f"wrote {table}")

# %% The picture
if not arguments.no_plot:
    try:
        import matplotlib
    except ImportError:
        sys.exit("there is no matplotlib for the picture: pip install nexuszero[plot]")
    matplotlib.use("agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(8, 5))
    for profile in arguments.profiles:
        chosen = [kind for kind in points if kind.profile == profile]
        axes.scatter([kind.milliseconds for kind in chosen], [kind.size / 1000 for kind in chosen], label=profile)
    line = [kind.milliseconds for kind in frontier], [kind.size / 1000 for kind in frontier]
    axes.plot(*line, color="gray", drawstyle="steps-post", zorder=0, label="frontier")
    for kind in frontier:
        axes.annotate(f" {kind.degree}", (kind.milliseconds, kind.size / 1000), fontsize=8)
    axes.set(xscale="log", xlabel="proving time in ms", ylabel="size in kB", title=f"{statement.name}, {arguments.level} bits")
    axes.xaxis.set_major_formatter("{x:g}")
    axes.xaxis.set_minor_formatter("{x:g}")
    axes.legend(title="numbers are degrees", fontsize=8)
    figure.savefig(arguments.out)
    print(f"wrote {arguments.out}")
