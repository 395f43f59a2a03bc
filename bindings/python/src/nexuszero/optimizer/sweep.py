"""Measures real proofs on this machine, for the data set.

What is known of a candidate is asked in the way in which an optimizer is asked: a protocol with `use_optimizer` proves the statement once,
and a callback keeps its request. Then each candidate is measured with a protocol that is configured with its profile, degree cap and
threads. This goes round and round in laps, each in a new order: what changes on the machine meanwhile falls on all alike. A candidate of
milliseconds is measured several times in a row when its turn comes, one that takes long once. Its first proof is for its memory alone: it
is made by a protocol of its own, because one that has made proofs keeps buffers, which its later proofs need not ask for.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from nexuszero import Config, Json, Protocol, Statement, Witness, cpu_backend
from nexuszero.optimizer.choice import number
from nexuszero.optimizer.machine import cores, machine
from nexuszero.optimizer.requests import Row, read_rows
from nexuszero.optimizer.statements import Instance

MIN_REPEATS = 3
"""A candidate that was measured less often has no row."""

_TURN_MS, _TURN_REPEATS = 30, 8
"""How long, and how often, a candidate is measured when its turn comes, but at least once."""

_ENOUGH = 60
"""Measurements after which a candidate sits out."""


@dataclass(frozen=True)
class Plan:
    """What is to be measured."""

    instances: Sequence[Instance]
    levels: Sequence[int] = (128, 192, 256)
    threads: Sequence[int] = (cores(),)
    """Settings of `threads`. A request has each choice with as many and with one."""
    backends: Sequence[str] = (cpu_backend(),)
    """Settings of `backend`."""
    seconds: float = 720
    """How long, without the making of statements and requests."""
    longest_ms: float = 500
    """Candidates that take longer by the cost model, proof and verification together, are left out."""
    seed: int = 1


@dataclass
class _Task:
    """A candidate to be measured."""

    row: Row
    statement: Statement
    witness: Witness
    settings: dict[str, Any]
    """Of its provers."""
    prover: Protocol
    verifier: Protocol
    verify_ns: list[int]
    """Shared with the same candidate on another number of threads."""
    prove_ns: list[int] = field(default_factory=list)
    peak_memory: int = 0
    proof_size: int = 0

    @property
    def predicted_ms(self) -> float:
        return number(self.row, "candidate.prove_ms") + number(self.row, "candidate.verify_ms")

    @property
    def repeats(self) -> int:
        """Measurements in a turn."""
        return min(max(int(_TURN_MS / self.predicted_ms), 1), _TURN_REPEATS)

    def turn(self) -> None:
        """Measures the candidate."""
        if not self.proof_size:
            with Protocol(Config(**self.settings)) as fresh, fresh.prove(self.statement, self.witness) as proof:
                self.peak_memory, self.proof_size = proof.measurements.peak_memory, len(proof)
        for _ in range(self.repeats):
            with self.prover.prove(self.statement, self.witness) as proof:
                measured = proof.measurements
                start = time.perf_counter_ns()
                self.verifier.verify(self.statement, proof)
                self.verify_ns.append(time.perf_counter_ns() - start)
            self.prove_ns.append(measured.prove_ns)

    def measured(self) -> Row:
        """The row of the data set."""
        return {
            **self.row,
            "measured.repeats": len(self.prove_ns),
            "measured.prove_min_ns": min(self.prove_ns),
            "measured.prove_median_ns": statistics.median(self.prove_ns),
            "measured.verify_min_ns": min(self.verify_ns),
            "measured.verify_median_ns": statistics.median(self.verify_ns),
            "measured.peak_memory": self.peak_memory or None,
            "measured.proof_size": self.proof_size,
        }


def request_of(statement: Statement, witness: Witness, **settings: Any) -> Json | None:
    """What an optimizer is asked about this statement; None where there is nothing to choose."""
    requests: list[Json] = []

    def keep(request: Json) -> Json:
        requests.append(request)
        return {}  # This is no answer, and the heuristic chooses.

    with Protocol(Config(**{"use_optimizer": True, "optimizer.deadline": 60_000, **settings})) as protocol:
        protocol.set_optimizer(keep, name="recorder")
        protocol.prove(statement, witness).close()
    return requests[0] if requests else None


def sweep(plan: Plan, tell: Callable[[str], None] = print) -> tuple[list[Row], dict[str, Any]]:
    """Measures, and gives the rows and the description of the run."""
    protocols: dict[tuple[Any, ...], Protocol] = {}
    try:
        tasks, left_out = _tasks(plan, protocols)
        memory_s = sum(number(task.row, "candidate.prove_ms") for task in tasks) / 1e3
        lap_s = sum(task.predicted_ms * task.repeats for task in tasks) / 1e3
        tell(f"{len(tasks)} candidates of {len(plan.instances)} statements, {left_out} would take too long")
        tell(f"about {memory_s:.0f} s for their memory and {lap_s:.0f} s for each lap; it ends after {plan.seconds:.0f} s")
        _measure(tasks, plan, tell)
    finally:
        for protocol in protocols.values():
            protocol.close()
    done = [task.measured() for task in tasks if len(task.prove_ns) >= MIN_REPEATS]
    run = {
        "source": "sweep",
        "seed": plan.seed,
        "seconds": plan.seconds,
        "longest_ms": plan.longest_ms,
        "backends": list(plan.backends),
        "left_out": {"too_long": left_out, "measured_too_seldom": len(tasks) - len(done)},
        **machine(),
    }
    return done, run


def _measure(tasks: Sequence[_Task], plan: Plan, tell: Callable[[str], None]) -> None:
    """Goes round until the time is over."""
    draw, end, lap = random.Random(plan.seed), time.monotonic() + plan.seconds, 0
    while turns := [task for task in tasks if len(task.prove_ns) < _ENOUGH]:
        draw.shuffle(turns)
        for task in turns:
            if time.monotonic() > end:
                return
            task.turn()
        lap += 1
        tell(f"lap {lap} is done, {max(end - time.monotonic(), 0):.0f} s are left")


def _tasks(plan: Plan, protocols: dict[tuple[Any, ...], Protocol]) -> tuple[list[_Task], int]:
    """All candidates that do not take too long, and how many do."""

    def protocol(**settings: Any) -> Protocol:
        key = tuple(settings.items())
        if key not in protocols:
            protocols[key] = Protocol(Config(**settings))
        return protocols[key]

    tasks, left_out, group = [], 0, 0
    for instance in plan.instances:
        statement, witness = instance.build()
        for level in _both(instance.levels, plan.levels):
            verify_ns: dict[tuple[Any, ...], list[int]] = {}
            for backend, threads in product(plan.backends, plan.threads):
                common = {"security_level": level, "backend": backend}
                request = request_of(statement, witness, **common, threads=threads)
                if request is None:
                    continue
                verifier = protocol(**common, threads=1)
                for row in read_rows(request):
                    profile, cap = row["candidate.profile"], row["candidate.degree_cap"]
                    named: Row = {"group": group, "statement": instance.name, "family": instance.family}
                    settings = {**common, "profile": profile, "degree_cap": cap, "threads": row["candidate.threads"]}
                    shared = verify_ns.setdefault((backend, profile, cap), [])
                    task = _Task({**named, **row}, statement, witness, settings, protocol(**settings), verifier, shared)
                    if task.predicted_ms > plan.longest_ms:
                        left_out += 1
                    else:
                        tasks.append(task)
                group += 1
    return tasks, left_out


def _both(some: Iterable[int], others: Iterable[int]) -> list[int]:
    return sorted(set(some) & set(others))
