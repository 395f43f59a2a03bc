"""Evaluations and models, told in Markdown and drawn in SVG."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from nexuszero.optimizer.evaluation import Evaluation, Judgement
from nexuszero.optimizer.model import Description
from nexuszero.optimizer.split import FRACTIONS


def _table(header: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(line)} |" for line in (header, ["---"] * len(header), *lines))


def _percent(share: float) -> str:
    return f"{share:.2%}".replace("%", " %")


def _quantile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(int(share * len(values)), len(values) - 1)]


def _line(name: str, judgement: Judgement, count: int, common: Sequence[int]) -> list[str]:
    own = list(judgement.regrets.values())
    shared = [judgement.regrets[index] for index in common if index in judgement.regrets]
    return [
        name,
        f"{judgement.violations} ({_percent(judgement.violations / count)})",
        str(judgement.refusals),
        _percent(statistics.fmean(shared)) if len(shared) == len(common) else "",
        _percent(statistics.fmean(own)),
        _percent(_quantile(own, 0.95)),
        _percent(max(own)),
    ]


def evaluation_table(evaluation: Evaluation, times: Sequence[float]) -> str:
    """The comparison as Markdown."""
    count, both = len(evaluation.asked), evaluation.both()
    common = [index for index, _, _ in both]
    header = ["choice", "violations", "no proof", "mean regret, where both", "mean regret, own", "95 % below", "worst"]
    lines = [_line(name, judgement, count, common) for name, judgement in evaluation.judgements.items()]
    lines.append(["exhaustive best", "0", "0", *[_percent(0)] * 4])
    low, high = evaluation.interval()
    wins, losses = sum(other < one for _, one, other in both), sum(other > one for _, one, other in both)
    statements = len({case.rows[0]["statement"] for case in evaluation.asked})
    families: dict[str, list[tuple[float, float]]] = {}
    for index, one, other in both:
        families.setdefault(evaluation.asked[index].family, []).append((one, other))
    violated = {name: _violations(evaluation, judgement) for name, judgement in evaluation.judgements.items()}
    by_family = [
        [family, str(len(pairs)), *(_percent(statistics.fmean(column)) for column in zip(*pairs)),
         *(str(violated[name][family]) for name in ("heuristic", "neural"))]
        for family, pairs in sorted(families.items())
    ]  # fmt: skip
    return "\n\n".join([
        f"{count} cases of {statements} statements, limits at {', '.join(map(str, FRACTIONS['test']))} between least and greatest.",
        _table(header, lines),
        f"Over the {len(both)} cases where the choices of both satisfy the constraints, the mean regret of the heuristic less that of the model is "
        f"between {_percent(low)} and {_percent(high)} (95 %, statements sampled with repetition). The model chose better in {wins} cases, worse in "
        f"{losses}, equally in {len(both) - wins - losses}.",
        f"A decision of the model took {statistics.median(times):.2f} ms in the median and {max(times):.2f} ms at most, over {len(times)} requests.",
        _table(["family", "cases", "regret, heuristic", "regret, neural", "violations, heuristic", "violations, neural"], by_family),
    ])  # fmt: skip


def _violations(evaluation: Evaluation, judgement: Judgement) -> Counter[str]:
    placed = zip(evaluation.asked, judgement.places, strict=True)
    return Counter(case.family for case, place in placed if place is not None and not case.satisfied(place))


def plot(evaluation: Evaluation, file: Path) -> None:
    """Draws for each chooser what share of the cases has at most what regret. Violations and refusals never count as within."""
    import matplotlib

    matplotlib.use("agg")
    matplotlib.rcParams["svg.hashsalt"] = "nexuszero"
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(8, 4.5))
    count = len(evaluation.asked)
    for name, judgement in evaluation.judgements.items():
        regrets = sorted(judgement.regrets.values())
        shares = [(index + 1) / count * 100 for index in range(len(regrets))]
        axes.step([100 * regret for regret in regrets], shares, where="post", label=name)
    axes.axhline(100, color="gray", linestyle=":", label="exhaustive best")
    axes.set(xscale="symlog", xlim=(0, None), xlabel="regret: proving time above the best that satisfies the constraints, %")
    axes.set(ylabel="share of cases with at most so much, %", title="Choices for families and limits that were not trained with")
    axes.legend()
    figure.savefig(file, metadata={"Date": None})
    pyplot.close(figure)


def model_card(description: Description) -> str:
    """What a model is, what it was made from, and how far it is off."""
    training: dict[str, Any] = dict(description.training)
    errors = [
        [part, str(training["rows"][part]), name, *(f"{found[column]:.4f}" for column in ("cost_model", "model", "model_p95"))]
        for part, outputs in training["errors"].items()
        for name, found in outputs.items()
    ]
    features = [
        [feature.name, f"`{feature.field}`", feature.transform if feature.value is None else f"equals {feature.value}", f"{feature.low:.4g} to {feature.high:.4g}"]
        for feature in description.features
    ]
    held_out = [[part, ", ".join(f"`{family}`" for family in families)] for part, families in training["held_out"].items()]
    return "\n\n".join([
        "# The model of the optimizer",
        "Generated by `nexuszero-optimizer train`. The model predicts for each candidate of a request by how much proving time, verification time and "
        "peak memory differ from what the library predicts (logarithm of the ratio). `nexuszero.optimizer.model` has the format of the file.",
        "## Data",
        f"Data set with the SHA-256 digest `{training['data']}`, measured with version {', '.join(training['libraries'])} of the library on:",
        "\n".join(f"- `{processor}`" for processor in training["processors"]),
        "Families that were not trained with:",
        _table(["part", "families"], held_out),
        "## Network",
        f"A perceptron with hidden layers of {' and '.join(map(str, training['network']))} units (ReLU), fitted with L-BFGS, alpha {training['alpha']}, seed "
        f"{training['seed']}; selected on the validation among {len(training['selection'])}. A candidate counts as verified in time if its predicted "
        f"verification times {description.verify_margin:g} is within the limit: the margin is selected on the validation too.",
        "## Features",
        _table(["name", "field", "transform", "range"], features),
        "## Errors",
        "Root mean square of the errors in logarithms (0.05 is 5 %), without and with the model, and what 95 % of its errors are below:",
        _table(["part", "rows", "output", "cost model", "model", "95 % below"], errors),
        "## Limits",
        f"It knows the backends {', '.join(description.backends)}, and the processors above; for another backend it refuses to answer, and the heuristic of the "
        "library chooses. Values beyond the ranges above are taken as their ends. The library's predictions, which it corrects, rest on a calibration that each "
        "process makes once: what scatters between calibrations is not in the data. Times are medians on an otherwise idle machine. Whether a candidate is secure and "
        "what size it has is none of its business: the library computes that, and refuses choices that it does not admit.",
    ]) + "\n"  # fmt: skip
