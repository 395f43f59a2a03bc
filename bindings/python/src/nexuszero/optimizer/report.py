"""An evaluation, told in Markdown and drawn in SVG."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from nexuszero.optimizer.choice import number
from nexuszero.optimizer.evaluation import Case, Evaluation, Judgement, errors
from nexuszero.optimizer.markdown import ERRORS, error_lines, percent, table
from nexuszero.optimizer.model import Model
from nexuszero.optimizer.requests import Row
from nexuszero.optimizer.split import FRACTIONS

_REPORT = """\
{cases} cases of {statements} statements whose families were not trained with; limits at {fractions} of the way from the least to
the greatest of the candidates, on a logarithmic scale.

{choosers}

A violation is a choice whose verification took longer, as measured, than the limit. Regret is how much longer proving took, as
measured, than with the fastest candidate that satisfies the constraints. It is told where a choice satisfies them, and, to compare
equals, where those of heuristic and model both do ({both} cases): there the mean regret of the heuristic less that of the model is
between {low} and {high} (95 % of samples of the statements with repetition), and the model chose better in {wins} cases, worse in
{losses}.

{shortest}

A decision of the model took {median:.2f} ms in the median, at most {longest:.2f} ms, over {decisions} requests.{finished}

How far predictions are off in these requests: root mean squares of the errors in logarithms (0.05 is 5 %), and what 95 % of the model's
are below.

{errors}

Where both satisfy the constraints, by family and by backend:

{families}

{backends}
"""


_SHORTEST = """\
All this by the median time of each candidate, of {least} to {most} proofs. By the shortest time instead, which other work on the machine
disturbs less, mean regrets are {heuristic} and {neural}, violations {violations} and {neural_violations}, of heuristic and model; it chose
better in {wins} cases and worse in {losses}."""

_FINISHED = " It was trained with {count} finished proofs too, whose families may be among those of the test."


def evaluation_report(rows: Sequence[Row], model: Model, times: Sequence[float]) -> str:
    """The comparison as Markdown, by the rows of the test. `times` are those of decisions of the model, in milliseconds."""
    evaluation = Evaluation.of(rows, model)
    both = evaluation.both()
    low, high = evaluation.interval()
    own = model.description.training["rows"]["finished"]
    return _REPORT.format(
        cases=len(evaluation.asked),
        statements=len({case.rows[0]["statement"] for case in evaluation.asked}),
        fractions=", ".join(map(str, FRACTIONS["test"])),
        choosers=_choosers(evaluation),
        both=len(both),
        low=percent(low),
        high=percent(high),
        **_won(both),
        shortest=_shortest(rows, model),
        median=statistics.median(times),
        longest=max(times),
        decisions=len(times),
        finished=_FINISHED.format(count=own) if own else "",
        errors=table(ERRORS, error_lines(errors(rows, model))),
        families=_by(evaluation, "family"),
        backends=_by(evaluation, "processor.backend"),
    )


def _won(both: Sequence[tuple[int, float, float]]) -> dict[str, int]:
    return {"wins": sum(other < one for _, one, other in both), "losses": sum(other > one for _, one, other in both)}


def _shortest(rows: Sequence[Row], model: Model) -> str:
    evaluation = Evaluation.of(rows, model, "min")
    both, repeats = evaluation.both(), [int(number(row, "measured.repeats")) for row in rows]
    return _SHORTEST.format(
        least=min(repeats),
        most=max(repeats),
        heuristic=percent(statistics.fmean(one for _, one, _ in both)),
        neural=percent(statistics.fmean(other for _, _, other in both)),
        violations=evaluation.judgements["heuristic"].violations,
        neural_violations=evaluation.judgements["neural"].violations,
        **_won(both),
    )


def _choosers(evaluation: Evaluation) -> str:
    header = ["choice", "violations", "no proof", "mean regret where both satisfy", "mean regret", "95 % below", "worst"]
    common = [index for index, _, _ in evaluation.both()]
    lines = [_chooser(name, judgement, common) for name, judgement in evaluation.judgements.items()]
    return table(header, [*lines, ["exhaustive best", "0", "0", *[percent(0)] * 4]])


def _chooser(name: str, judgement: Judgement, common: Sequence[int]) -> list[str]:
    regrets = judgement.regrets
    own = sorted(regrets.values()) or [0.0]
    shared = [regrets[index] for index in common if index in regrets]
    return [
        name,
        f"{judgement.violations} ({percent(judgement.violations / len(judgement.places))})",
        str(judgement.refusals),
        percent(statistics.fmean(shared)) if shared and len(shared) == len(common) else "",
        percent(statistics.fmean(own)),
        percent(own[int(0.95 * (len(own) - 1))]),
        percent(own[-1]),
    ]


def _by(evaluation: Evaluation, field: str) -> str:
    """Heuristic and model beside each other for each value of a field."""

    def value(case: Case) -> str:
        return str(case.rows[0][field])

    regrets: dict[str, list[tuple[float, float]]] = {}
    for index, one, other in evaluation.both():
        regrets.setdefault(value(evaluation.asked[index]), []).append((one, other))
    violations = [Counter(map(value, evaluation.violated(name))) for name in ("heuristic", "neural")]
    lines = []
    for name, pairs in sorted(regrets.items()):
        means = [percent(statistics.fmean(column)) for column in zip(*pairs, strict=True)]
        lines.append([name, str(len(pairs)), *means, *(str(counted[name]) for counted in violations)])
    title = field.rpartition(".")[2]
    return table([title, "cases", "regret of the heuristic", "of the model", "violations of the heuristic", "of the model"], lines)


_BEGIN, _END = "<!-- nexuszero-optimizer evaluate: begin -->\n", "<!-- nexuszero-optimizer evaluate: end -->\n"


def write_report(text: str, file: Path) -> None:
    """Writes the comparison into a page, between the two comments that it has for this; else it becomes the whole file."""
    page = file.read_text() if file.exists() else ""
    before, begin, rest = page.partition(_BEGIN)
    _, end, after = rest.partition(_END)
    file.write_text(f"{before}{begin}\n{text}\n{end}{after}" if end else text)


_WINDOWS = ((0, "all"), (88, "the upper part"))
"""Where the shares begin, in two drawings beside each other."""


def plot(evaluation: Evaluation, file: Path) -> None:
    """Draws for each chooser what share of the cases has at most what regret. Violations and refusals are never within it."""
    import matplotlib

    matplotlib.use("agg")
    matplotlib.rcParams["svg.hashsalt"] = "nexuszero"
    from matplotlib import pyplot
    from matplotlib.ticker import FuncFormatter

    figure, drawings = pyplot.subplots(1, len(_WINDOWS), figsize=(10, 4.5), layout="constrained")
    count = len(evaluation.asked)
    for axes, (least, title) in zip(drawings, _WINDOWS, strict=True):
        for name, judgement in evaluation.judgements.items():
            regrets = sorted(judgement.regrets.values())
            shares = [(index + 1) / count * 100 for index in range(len(regrets))]
            axes.step([100 * regret for regret in regrets], shares, where="post", label=name)
        axes.axhline(100, color="gray", linestyle=":", label="exhaustive best")
        axes.set(xscale="symlog", xlim=(0, None), ylim=(least, 101), title=title)
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    drawings[0].legend()
    figure.supxlabel("regret: proving time above the best that satisfies the constraints, %")
    figure.supylabel("share of cases with at most so much, %")
    figure.savefig(file, metadata={"Date": None} if file.suffix == ".svg" else None)
    pyplot.close(figure)
