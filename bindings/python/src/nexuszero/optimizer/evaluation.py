"""What a choice is worth: proving time and violated constraints, by what was measured.

A case is a request with constraints. Of each case it is known from the data set what every candidate would have taken, so that the choices
of several choosers can be compared, also with the best that there is.
"""

from __future__ import annotations

import json
import math
import random
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from nexuszero.optimizer.choice import admitted, by_cost_model, choose, number, small_enough
from nexuszero.optimizer.dataset import groups
from nexuszero.optimizer.model import BASES, Model
from nexuszero.optimizer.requests import Constraints, Row, write_request
from nexuszero.optimizer.serving import NeuralOptimizer
from nexuszero.optimizer.split import constraints_of

Chooser = Callable[[Sequence[Row], Constraints], int | None]
"""The place of the candidate that is taken; None where no proof is made."""

_DEFAULT_PROFILE = "balanced"

TARGETS = {"prove": "measured.prove_median_ns", "verify": "measured.verify_median_ns", "memory": "measured.peak_memory"}
"""What was measured, for each output of a model."""


def deviation(row: Row, name: str) -> float:
    """The logarithm of what was measured for an output of a model over what the library predicted; NaN where either is not known."""
    measured, base = row[TARGETS[name]], row[BASES[name]]
    if not isinstance(measured, (int, float)) or not isinstance(base, (int, float)) or measured <= 0 or base <= 0:
        return math.nan
    return math.log(measured / (1e6 if name != "memory" else 1) / base)


def errors(rows: Sequence[Row], model: Model) -> dict[str, dict[str, float]]:
    """For each output the root mean square errors in logarithms, of the library's predictions and of the model, and what 95 % of the
    model's are below. The rows are those of a sweep."""
    predicted, found = model.predict(rows), {}
    for name, base in BASES.items():
        of_library = [deviation(row, name) for row in rows]
        of_model = [
            abs(rest - math.log(getattr(expected, base.rpartition(".")[2]) / number(row, base)))
            for row, expected, rest in zip(rows, predicted, of_library, strict=True)
        ]
        known = sorted(error for error in of_model if not math.isnan(error))
        found[name] = {
            "cost_model": _root_mean_square(of_library),
            "model": _root_mean_square(of_model),
            "model_p95": round(known[int(0.95 * (len(known) - 1))], 5) if known else math.nan,
        }
    return found


def _root_mean_square(values: Sequence[float]) -> float:
    known = [value * value for value in values if not math.isnan(value)]
    return round(math.sqrt(statistics.fmean(known)), 5) if known else math.nan


@dataclass(frozen=True)
class Case:
    """A request with constraints."""

    rows: Sequence[Row]
    constraints: Constraints
    best: int
    """The place of the candidate that was proved fastest, among those that satisfy the constraints as measured."""
    measure: str = "median"
    """Which of the times of a candidate counts: `median` or `min`."""

    @property
    def family(self) -> str:
        """Of the statement."""
        return str(self.rows[0]["family"])

    def prove_ms(self, place: int) -> float:
        """Measured."""
        return number(self.rows[place], f"measured.prove_{self.measure}_ns") / 1e6

    def satisfied(self, place: int) -> bool:
        """Whether a candidate satisfies the constraints as measured."""
        return _satisfied(self.rows[place], self.constraints, self.measure)

    def regret(self, place: int) -> float:
        """By how much of the best time a candidate takes longer: 0 for the best."""
        return self.prove_ms(place) / self.prove_ms(self.best) - 1


def _satisfied(row: Row, constraints: Constraints, measure: str) -> bool:
    limit = constraints.max_verify_ms
    return small_enough(row, constraints) and (limit is None or number(row, f"measured.verify_{measure}_ns") / 1e6 <= limit)


def cases(rows: Sequence[Row], part: str, measure: str = "median") -> list[Case]:
    """The cases of a part: those where some candidate satisfies the constraints as measured, and some by the cost model.

    Where there is none by the cost model the library makes no proof, and where there is one candidate it asks nobody.
    """
    found = []
    for group in groups(rows):
        if len(group) == 1:
            continue
        for constraints in constraints_of(group, part):
            satisfying = [place for place, row in enumerate(group) if _satisfied(row, constraints, measure)]
            if satisfying and heuristic(group, constraints) is not None:
                best = min(satisfying, key=lambda place: number(group[place], f"measured.prove_{measure}_ns"))
                found.append(Case(group, constraints, best, measure))
    return found


def heuristic(rows: Sequence[Row], constraints: Constraints) -> int | None:
    """What the library takes by itself."""
    limit = constraints.max_verify_ms
    if limit is not None and all(number(row, "candidate.verify_ms") > limit for row in rows if small_enough(row, constraints)):
        return None
    return choose(rows, constraints, [by_cost_model(row) for row in rows])


def default(rows: Sequence[Row], constraints: Constraints) -> int | None:
    """What the library takes without `use_optimizer`: profile `balanced` at the highest degree, and as many threads as there may be."""
    configured = [place for place, row in enumerate(rows) if row["candidate.profile"] == _DEFAULT_PROFILE]
    if not configured:
        return None
    place = max(configured, key=lambda place: (number(rows[place], "candidate.degree_cap"), number(rows[place], "candidate.threads")))
    return place if place in admitted(rows, constraints) else None


def neural(model: Model, margin: float) -> Chooser:
    """What a model takes, with a margin."""

    def chooser(rows: Sequence[Row], constraints: Constraints) -> int | None:
        return choose(rows, constraints, model.predict(rows), margin)

    return chooser


@dataclass
class Judgement:
    """What the choices of one chooser came to."""

    places: list[int | None] = field(default_factory=list)
    """What was taken, case by case."""
    violations: int = 0
    """Choices that violate the constraints as measured."""
    refusals: int = 0
    """Cases without a proof."""
    regrets: dict[int, float] = field(default_factory=dict)
    """By the number of the case, where the choice satisfies the constraints."""


def judge(asked: Sequence[Case], chooser: Chooser) -> Judgement:
    """Lets a chooser choose in every case."""
    judgement = Judgement()
    for index, case in enumerate(asked):
        place = chooser(case.rows, case.constraints)
        judgement.places.append(place)
        if place is None:
            judgement.refusals += 1
        elif case.satisfied(place):
            judgement.regrets[index] = case.regret(place)
        else:
            judgement.violations += 1
    return judgement


@dataclass(frozen=True)
class Evaluation:
    """The choosers beside each other."""

    asked: Sequence[Case]
    judgements: dict[str, Judgement]

    @classmethod
    def of(cls, rows: Sequence[Row], model: Model, measure: str = "median") -> Evaluation:
        """Compares default profile, heuristic and model in the cases of the test that rows make."""
        asked = cases(rows, "test", measure)
        choosers: dict[str, Chooser] = {
            "default profile": default,
            "heuristic": heuristic,
            "neural": neural(model, model.description.verify_margin),
        }
        return cls(asked, {name: judge(asked, chooser) for name, chooser in choosers.items()})

    def violated(self, name: str) -> list[Case]:
        """The cases where the choice of a chooser violates the constraints."""
        placed = zip(self.asked, self.judgements[name].places, strict=True)
        return [case for case, place in placed if place is not None and not case.satisfied(place)]

    def both(self) -> list[tuple[int, float, float]]:
        """The cases where heuristic and model satisfy the constraints, each with their regrets."""
        one, other = self.judgements["heuristic"].regrets, self.judgements["neural"].regrets
        return [(index, one[index], other[index]) for index in sorted(one.keys() & other.keys())]

    def interval(self, resamples: int = 2000, seed: int = 1) -> tuple[float, float]:
        """Where the mean regret of the heuristic less that of the model lies in 95 of 100 samples of the statements with repetition."""
        by_statement: dict[object, list[float]] = {}
        for index, one, other in self.both():
            by_statement.setdefault(self.asked[index].rows[0]["statement"], []).append(one - other)
        statements, draw = list(by_statement.values()), random.Random(seed)
        means = []
        for _ in range(resamples):
            drawn = [difference for chosen in draw.choices(statements, k=len(statements)) for difference in chosen]
            means.append(statistics.fmean(drawn))
        cuts = statistics.quantiles(means, n=40)
        return cuts[0], cuts[-1]


def latency(asked: Sequence[Case], model: Model) -> list[float]:
    """Milliseconds of each decision, from the text of a request to the text of the reply, as the callback has it."""
    optimizer = NeuralOptimizer.of(model)
    requests = [json.dumps(write_request(case.rows, case.constraints)) for case in asked]
    times = []
    for request in requests:
        start = time.perf_counter_ns()
        json.dumps(optimizer(json.loads(request)))
        times.append((time.perf_counter_ns() - start) / 1e6)
    return times
