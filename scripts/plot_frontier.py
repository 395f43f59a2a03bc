#!/usr/bin/env python3
"""Draws proof size against proving time: the profiles of this library, a line for each statement, and other systems as points.

    make bench-quick
    scripts/plot_frontier.py [BENCH.json [OUT.svg]]     default: target/bench.json, docs/frontier.svg

Our rows are those at level 128 on one thread. Other systems are in docs/peers.json; those with a baseline take their time from the same run.
"""

import html
import json
import math
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent

# The lines: statement, input bytes and length of a row, and what to call it.
LINES = [
    (("preimage/sha256", 32, "stated"), "SHA-256 preimage", "#1f5fbf"),
    (("preimage/sha3-256", 32, "stated"), "SHA3-256 preimage", "#c2410c"),
    (("circuit/aes-128", 16, None), "AES-128 key, a circuit", "#15803d"),
    (("membership/sha256-10", 32, None), "Merkle leaf, 10 levels", "#7e22ce"),
    (("preimage/sha256", 2039, "stated"), "SHA-256, 32 blocks", "#be185d"),
]
PEER = "#444444"

WIDTH, HEIGHT = 1000, 680
LEFT, RIGHT, TOP, BOTTOM = 78, 24, 70, 84
FONT = 12
# Room on both sides of what is shown, as a factor.
MARGIN = 1.6


class Axis:
    """Logarithmic positions."""

    def __init__(self, values, first, last):
        self.low, self.high = min(values) / MARGIN, max(values) * MARGIN
        self.first, self.last = first, last

    def at(self, value):
        share = math.log(value / self.low) / math.log(self.high / self.low)
        return self.first + share * (self.last - self.first)

    def ticks(self):
        decades = range(math.floor(math.log10(self.low)), math.ceil(math.log10(self.high)) + 1)
        values = [digit * 10.0**decade for decade in decades for digit in (1, 2, 5)]
        return [value for value in values if self.low <= value <= self.high]


def number(value):
    return f"{value:,.0f}" if value >= 1 else f"{value:g}"


def letters(text):
    """About how wide a text is."""
    return 0.56 * FONT * len(text)


def center(time):
    """A range in the middle of its logarithms."""
    return math.sqrt(time[0] * time[1]) if isinstance(time, list) else time


def lines(bench):
    """Rows in the order of the profiles, by line."""
    for (statement, input_bytes, length), label, color in LINES:
        wanted = (statement, input_bytes, length, 128, 1, bench["machine"]["backend"])
        rows = [
            row
            for row in bench["rows"]
            if (row["statement"], row["input_bytes"], row.get("length"), row["level"], row["threads"], row["backend"]) == wanted
        ]
        if rows:
            yield label, color, rows


def points(bench, peers):
    """Name, time and size of the others."""
    baselines = {baseline["name"]: baseline["ms"] for baseline in bench["baselines"]}
    for peer in peers["peers"]:
        time = baselines.get(peer.get("baseline"), center(peer["prove_ms"]))
        notes = [f"{peer['security_bits']} bits"] if peer["security_bits"] < 120 else []
        notes += ["conjectured"] if peer.get("conjectured") else []
        notes += [] if peer["post_quantum"] else ["not post-quantum"]
        note = f" ({', '.join(notes)})" if notes else ""
        yield f"{peer['name']}: {peer['statement']}{note}", time, peer["proof_bytes"]


class Labels:
    """Places each label beside its point where it covers nothing that was placed before."""

    def __init__(self):
        self.taken = []

    def block(self, x, y, half):
        self.taken.append((x - half, y - half, x + half, y + half))

    def block_line(self, start, end):
        steps = 1 + int(math.dist(start, end) / 6)
        for i in range(steps + 1):
            self.block(*(a + (b - a) * i / steps for a, b in zip(start, end)), 2)

    def place(self, text, x, y):
        width = letters(text)
        sides = [(9, 4, "start"), (-9, 4, "end")]
        rings = [(0, step, "middle") for step in (-9, 18)]
        rings += [(dx, dy + step, anchor) for step in (0, -9, 9, -18, 18, -27, 27) for dx, dy, anchor in sides]
        rings += [(dx, step, "middle") for step in (-22, 31, -35, 44) for dx in (0, -60, 60)]
        for dx, dy, anchor in rings:
            left = x + dx - {"start": 0, "middle": width / 2, "end": width}[anchor]
            box = (left, y + dy - FONT + 2, left + width, y + dy + 3)
            inside = LEFT < box[0] and box[2] < WIDTH - RIGHT and TOP < box[1] and box[3] < HEIGHT - BOTTOM
            apart = all(box[2] < t[0] or t[2] < box[0] or box[3] < t[1] or t[3] < box[1] for t in self.taken)
            if inside and apart:
                break
        else:
            dx, dy, anchor = sides[0]
            box = (x, y, x + width, y)
        self.taken.append(box)
        return x + dx, y + dy, anchor


def draw(bench, peers):
    ours, others = list(lines(bench)), list(points(bench, peers))
    if not ours:
        sys.exit("none of the rows that are drawn was measured")
    rows = [row for _, _, rows in ours for row in rows]
    xs = Axis([row["prove_ms"] for row in rows] + [time for _, time, _ in others], LEFT, WIDTH - RIGHT)
    ys = Axis([row["proof_bytes"] for row in rows] + [size for _, _, size in others], HEIGHT - BOTTOM, TOP)
    out, labels = [], Labels()

    def text(x, y, content, anchor="start", color="#222222", size=FONT, more=""):
        out.append(f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{color}" font-size="{size}"{more}>{html.escape(content)}</text>')

    for value in xs.ticks():
        x = xs.at(value)
        out.append(f'<path d="M{x:.1f} {TOP}V{HEIGHT - BOTTOM}" stroke="#e4e4e4"/>')
        text(x, HEIGHT - BOTTOM + 18, number(value), "middle")
    for value in ys.ticks():
        y = ys.at(value)
        out.append(f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="#e4e4e4"/>')
        text(LEFT - 8, y + 4, number(value), "end")
    out.append(f'<path d="M{LEFT} {TOP}V{HEIGHT - BOTTOM}H{WIDTH - RIGHT}" fill="none" stroke="#222222"/>')
    text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - BOTTOM + 40, "time to prove, in milliseconds", "middle", size=13)
    middle = (TOP + HEIGHT - BOTTOM) / 2
    text(18, middle, "size of the proof, in bytes", "middle", size=13, more=f' transform="rotate(-90 18 {middle:.1f})"')
    text(LEFT, 26, "Proof size and proving time: one thread, both axes logarithmic", size=16)
    machine = bench["machine"]
    about = f"NexusZero, FAEST and Bulletproofs: {machine['cpu']}, backend {machine['backend']}, in one run. The others: docs/peers.json."
    text(LEFT, HEIGHT - 14, about, color="#555555")

    x = LEFT
    for label, color, _ in ours:
        out.append(f'<path d="M{x:.1f} 48h22" stroke="{color}" stroke-width="2"/>')
        text(x + 28, 52, label, color=color)
        x += 28 + letters(label) + 24

    # Every mark before the first label, so that no label covers one.
    for _, color, rows in ours:
        path = [(xs.at(row["prove_ms"]), ys.at(row["proof_bytes"])) for row in rows]
        out.append(f'<path d="M{" L".join(f"{x:.1f} {y:.1f}" for x, y in path)}" fill="none" stroke="{color}" stroke-width="2"/>')
        for x, y in path:
            out.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{color}"/>')
            labels.block(x, y, 5)
        for start, end in zip(path, path[1:]):
            labels.block_line(start, end)
    for _, time, size in others:
        x, y = xs.at(time), ys.at(size)
        out.append(f'<path d="M{x - 4:.1f} {y:.1f}L{x:.1f} {y - 4:.1f}L{x + 4:.1f} {y:.1f}L{x:.1f} {y + 4:.1f}Z" fill="white" stroke="{PEER}" stroke-width="1.5"/>')
        labels.block(x, y, 5)
    for _, color, rows in ours:
        for row in rows:
            x, y, anchor = labels.place(row["profile"], xs.at(row["prove_ms"]), ys.at(row["proof_bytes"]))
            text(x, y, row["profile"], anchor, color)
    for name, time, size in others:
        x, y, anchor = labels.place(name, xs.at(time), ys.at(size))
        text(x, y, name, anchor, PEER)

    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="Helvetica, Arial, sans-serif">'
    return "\n".join([head, f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>', *out, "</svg>"]) + "\n"


def main(arguments):
    bench = json.loads(pathlib.Path(arguments[0] if arguments else ROOT / "target/bench.json").read_text())
    peers = json.loads((ROOT / "docs/peers.json").read_text())
    out = pathlib.Path(arguments[1]) if len(arguments) > 1 else ROOT / "docs/frontier.svg"
    out.write_text(draw(bench, peers))
    print(f"written to {out}")


if __name__ == "__main__":
    if len(sys.argv) > 3 or "--help" in sys.argv:
        sys.exit(__doc__)
    main(sys.argv[1:])
