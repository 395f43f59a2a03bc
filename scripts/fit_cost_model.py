#!/usr/bin/env python3
"""Fits the weights of the cost model (src/optimizer/cost_model.rs) to measured proofs.

    target/contract/release/bench --model --only 128:fast --out target/model.json      after scripts/bench --quick, which builds it
    scripts/fit_cost_model.py target/model.json [MORE.json ...]

Each file has proofs with their measured times and the terms of the model, already multiplied by the times of the kernels on
that processor. The weights are those that are not negative and make the sum of squared relative errors of all proving and verification times
with one thread least; then the part of the shared work that threads divide makes that of the proving times with more of them least. Printed are the weights and the reference calibration as Rust code, and the errors: predicted over measured.
"""

import json
import statistics
import sys


def fit(rows, names):
    """Least squares of sum(w x) = 1 with w >= 0, by coordinate descent: convex, so it ends at the minimum."""
    weights = dict.fromkeys(names, 0.0)
    residuals = [1.0 for _ in rows]
    for _ in range(20000):
        moved = 0.0
        for name in names:
            square = sum(row[name] ** 2 for row in rows)
            if square == 0.0:
                continue
            step = sum(row[name] * r for row, r in zip(rows, residuals)) / square
            step = max(step, -weights[name])
            weights[name] += step
            for i, row in enumerate(rows):
                residuals[i] -= step * row[name]
            moved = max(moved, abs(step) * (square / len(rows)) ** 0.5)
        if moved < 1e-9:
            break
    return weights


def fit_divided(proofs, weights):
    """Least squares of (all - d * shared * (1 - 1/threads)) / measured = 1, with d from 0 to 1."""
    square = product = 0.0
    for proof in proofs:
        measured = proof["prove_ms"] * 1e6
        total, shared = weighted_times(proof, weights)
        saved = shared * (1 - 1 / proof["threads"]) / measured
        square += saved**2
        product += saved * (total / measured - 1)
    return min(max(product / square, 0.0), 1.0)


def weighted_times(proof, weights):
    """What the model says of proving with one thread, and of the part of it that threads divide."""
    parts = (proof["prove_terms"], proof["prove_shared"])
    return [sum(weights[name] * value for name, value in terms.items()) for terms in parts]


def main(paths):
    reports = []
    for path in paths:
        with open(path) as file:
            reports.append(json.load(file))
    proofs = [proof for report in reports for proof in report["proofs"]]
    names = list(proofs[0]["prove_terms"])
    rows, labels = [], []
    alone = [proof for proof in proofs if proof["threads"] == 1]
    together = [proof for proof in proofs if proof["threads"] > 1]
    for proof in alone:
        for role in ("prove", "verify"):
            measured = proof[f"{role}_ms"] * 1e6
            rows.append({name: value / measured for name, value in proof[f"{role}_terms"].items()})
            labels.append((role, f"{proof['id']} degree {proof['degree']}", measured / 1e6))
    weights = fit(rows, names)

    print("const WEIGHTS: Terms = Terms {")
    for name, weight in weights.items():
        print(f"    {name}: {weight:.4},")
    print("};")
    print("pub const REFERENCE: Self = Self {\n    levels: [")
    divided = fit_divided(together, weights) if together else None
    best = min(reports, key=lambda report: sum(report["calibration"]["levels"][0].values()))["calibration"]
    for kernels in best["levels"]:
        print("        Kernels { " + ", ".join(f"{name}: {time:.4}" for name, time in kernels.items()) + " },")
    print("    ],\n    groups: [" + ", ".join(f"{time:.0f}.0" for time in best["groups"]) + "],\n};")

    for role in ("prove", "verify"):
        ratios = []
        for row, (of, label, measured) in zip(rows, labels):
            if of == role:
                ratios.append((sum(weights[name] * row[name] for name in names), label, measured))
        ratios.sort()
        median = statistics.median(ratio for ratio, _, _ in ratios)
        error = statistics.median(abs(ratio - 1) for ratio, _, _ in ratios)
        print(f"{role}: {len(ratios)} times, predicted/measured: median {median:.3f}, median error {error:.1%}")
        for ratio, label, measured in (ratios[0], ratios[-1]):
            print(f"    extreme {ratio:.3f}: {label}, {measured:.3f} ms")
    if together:
        ratios = []
        for proof in together:
            total, shared = weighted_times(proof, weights)
            time = total - divided * shared * (1 - 1 / proof["threads"])
            ratios.append((time / (proof["prove_ms"] * 1e6), f"{proof['id']} degree {proof['degree']}, {proof['threads']} threads"))
        ratios.sort()
        error = statistics.median(abs(ratio - 1) for ratio, _ in ratios)
        print(f"const DIVIDED: f64 = {divided:.3};")
        print(f"prove with threads: {len(ratios)} times, median error {error:.1%}, from {ratios[0]} to {ratios[-1]}")
    times = sorted(time for report in reports for time in report["calibration_ms"])
    print(f"calibration: median {statistics.median(times):.2f} ms, from {times[0]:.2f} to {times[-1]:.2f} ms")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(sys.argv[1:])
