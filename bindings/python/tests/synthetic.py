"""A small data set that nobody measured: what a model can learn of it is known."""

from __future__ import annotations

from nexuszero.optimizer.dataset import Dataset
from nexuszero.optimizer.requests import Row

SLOWER_WITH_THREADS = 1.6
FAMILIES = ("preimage/sha256", "preimage/sha512", "range/sha256", "preimage/keccak-256", "membership/sha256", "preimage/blake3")
"""Four to train with, of which one validates; two of the test."""

_PROFILES = {"fast": (1.0, 4.0), "balanced": (2.0, 3.0), "small": (9.0, 2.0), "tiny": (30.0, 1.0)}


def rows(family: str, scale: float) -> list[Row]:
    """The candidates of a request. Two threads take longer than predicted, verification half as long again."""
    found: list[Row] = []
    for profile, (time, size) in _PROFILES.items():
        for threads in (2, 1):
            prove, verify = scale * time * (0.8 if threads == 2 else 1), scale * time * 0.7
            found.append({
                "run": 0, "group": 0, "statement": f"{family}/{scale}", "family": family, "statement.kind": family, "statement.claims": 1,
                "security_level": 128, "limits.max_proof_size": 1 << 26, "limits.max_work": 1 << 32, "limits.max_memory": 1 << 32,
                "processor.backend": "avx-512", "processor.cores": 2,
                "degree_cap.committed_bits": int(5000 * scale), "degree_cap.constraints": int(5000 * scale),
                "degree_cap.products": int(20_000 * scale),
                "candidate.index": len(found), "candidate.profile": profile, "candidate.degree_cap": 7, "candidate.threads": threads,
                "candidate.proof_size": int(4000 * size * scale**0.8), "candidate.prove_ms": prove, "candidate.verify_ms": verify,
                "candidate.memory": int(1e6 * scale * threads), "candidate.security_bits": 128.0,
                "candidate.committed_bits": int(5000 * scale),
                "measured.repeats": 5, "measured.prove_min_ns": int(prove * 9e5),
                "measured.prove_median_ns": prove * 1e6 * (SLOWER_WITH_THREADS if threads == 2 else 1),
                "measured.verify_min_ns": int(verify * 1e6), "measured.verify_median_ns": verify * 1.5e6,
                "measured.peak_memory": int(5e5 * scale * threads), "measured.proof_size": int(4000 * size * scale**0.8),
            })  # fmt: skip
    return found


def dataset() -> Dataset:
    """Requests of every part."""
    data = Dataset([], [])
    requests = [rows(family, scale) for family in FAMILIES for scale in (0.7, 1.0, 2.0, 5.0)]
    run = {"source": "synthetic", "library": "0", "processor": {"model": "none", "backend": "avx-512", "cores": 2}}
    data.add([{**row, "group": group} for group, request in enumerate(requests) for row in request], run)
    return data
