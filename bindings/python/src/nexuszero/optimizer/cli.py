"""The command `nexuszero-optimizer`."""

from __future__ import annotations

import argparse
import hashlib
import json
import shlex
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from nexuszero import NexusZeroError, cpu_backend
from nexuszero.optimizer import circuits, dataset, sweep
from nexuszero.optimizer.dataset import Dataset, DatasetError
from nexuszero.optimizer.feedback import FeedbackError, feedback, read_measurements
from nexuszero.optimizer.machine import cores
from nexuszero.optimizer.model import DEFAULT_MODEL, Model, ModelError
from nexuszero.optimizer.split import PARTS, part_of, rows_of
from nexuszero.optimizer.statements import catalogue

_DESCRIPTION = "Measures proofs, trains the optimizer with them, and says what it is worth."

QUICK_SECONDS, QUICK_LONGEST_MS = 6.0, 12.0
"""Of `sweep --quick`."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command. What goes wrong is said on the standard error; the answer is then 1."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    options = _parser().parse_args(given)
    options.command = shlex.join(["nexuszero-optimizer", *given])
    try:
        options.run(options)
    except (DatasetError, FeedbackError, ModelError, NexusZeroError, OSError, ImportError, ValueError) as error:
        print(f"nexuszero-optimizer: {error}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="nexuszero-optimizer", description=_DESCRIPTION)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    command = commands.add_parser("sweep", help="measure proofs on this machine and write a data set")
    command.add_argument("--out", type=Path, required=True, help="the data set, .csv; its description is beside it, .json")
    command.add_argument("--append", action="store_true", help="add the rows to the data set that is there")
    command.add_argument("--seconds", type=float, help="how long to measure (720)")
    command.add_argument("--longest", type=float, metavar="MS", help="leave out candidates that are predicted to take longer (500)")
    command.add_argument("--families", nargs="+", default=[], metavar="PREFIX", help="only statements whose names begin so")
    command.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS, help="only statements whose families are for these (all)")
    command.add_argument("--levels", nargs="+", type=int, choices=(128, 192, 256), default=[128, 192, 256], help="only at these levels")
    command.add_argument("--threads", nargs="+", type=int, default=[cores()], help="values of the setting (one for each core)")
    command.add_argument("--backends", nargs="+", default=[cpu_backend()], help="values of the setting (the best of this processor)")
    command.add_argument("--seed", type=int, default=1, help="of the order of the measurements")
    command.add_argument(
        "--circuits", type=Path, default=circuits.PUBLISHED, help="folder of the published circuits (that of the repository)"
    )
    command.add_argument("--quick", action="store_true", help="a few statements at level 128, for a few seconds")
    command.set_defaults(run=_sweep)

    command = commands.add_parser("feedback", help="add the metrics of finished proofs to a data set")
    command.add_argument(
        "measurements", type=Path, nargs="+", help="archives (.nxa), or JSON of metrics: one object, an array, or one a line"
    )
    command.add_argument("--out", type=Path, required=True, help="the data set; it is made if it is not there")
    command.add_argument("--backend", default=cpu_backend(), help="that the proofs were made with (the best of this processor)")
    command.set_defaults(run=_feedback)

    command = commands.add_parser("train", help="train a model, and write its card and test vectors")
    command.add_argument("--data", type=Path, nargs="+", required=True, help="data sets")
    command.add_argument("--out", type=Path, required=True, help="the model, .onnx; its card is beside it, .md")
    command.add_argument("--vectors", type=Path, help="write test vectors of the model, .json")
    command.add_argument("--seed", type=int, default=1, help="of the training")
    command.set_defaults(run=_train)

    command = commands.add_parser("evaluate", help="compare the choices of a model with others, on what was not trained with")
    command.add_argument("--data", type=Path, nargs="+", required=True, help="data sets")
    command.add_argument("--model", type=Path, default=DEFAULT_MODEL, help="the model (that of the package)")
    command.add_argument("--out", type=Path, required=True, help="the page with the table, .md; the plot is beside it, .svg")
    command.set_defaults(run=_evaluate)
    return parser


def _sweep(options: argparse.Namespace) -> None:
    prefixes = tuple(options.families)
    instances = [
        instance
        for instance in catalogue(options.circuits)
        if (instance.quick or not options.quick)
        and (not prefixes or instance.name.startswith(prefixes))
        and part_of(instance.family) in options.parts
    ]
    if not instances:
        raise ValueError("there is no such statement")
    plan = sweep.Plan(instances, options.levels, options.threads, options.backends, seed=options.seed)
    if options.quick:
        plan = replace(plan, levels=[128], seconds=QUICK_SECONDS, longest_ms=QUICK_LONGEST_MS)
    plan = replace(plan, seconds=options.seconds or plan.seconds, longest_ms=options.longest or plan.longest_ms)
    data = dataset.read(options.out) if options.append else Dataset([], [])
    rows, run = sweep.sweep(plan)
    data.add(rows, {**run, "command": options.command})
    data.write(options.out)
    print(f"{len(rows)} rows of {len({row['statement'] for row in rows})} statements are in {options.out}")


def _feedback(options: argparse.Namespace) -> None:
    data = dataset.read(options.out) if options.out.exists() else Dataset([], [])
    measurements = (measured for file in options.measurements for measured in read_measurements(file))
    rows, run = feedback(measurements, options.backend)
    data.add(rows, run)
    data.write(options.out)
    print(f"{len(rows)} proofs were added to {options.out}, {run['left_out']['configured']} whose parameters were configured were not")


def _train(options: argparse.Namespace) -> None:
    _need_training()
    from nexuszero.optimizer import training, vectors
    from nexuszero.optimizer.card import model_card

    data = dataset.read_all(options.data)
    trained = training.train(data, options.seed)
    content = trained.to_bytes()
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_bytes(content)
    options.out.with_suffix(".md").write_text(model_card(trained.description))
    if options.vectors is not None:
        found = vectors.vectors(Model.from_bytes(content), data, hashlib.sha256(content).hexdigest())
        options.vectors.write_text(json.dumps(found, indent=1) + "\n")
    print(json.dumps(trained.description.training["errors"], indent=1))
    print(f"margin {trained.description.verify_margin}; {options.out} has {len(content)} bytes")


def _evaluate(options: argparse.Namespace) -> None:
    _need_training()
    from nexuszero.optimizer import evaluation, report

    model = Model(options.model)
    rows = rows_of(dataset.read_all(options.data).rows, "test")
    if not rows:
        raise ValueError("the data have no families of the test")
    compared = evaluation.Evaluation.of(rows, model)
    text = report.evaluation_report(rows, model, evaluation.latency(compared.asked, model))
    options.out.parent.mkdir(parents=True, exist_ok=True)
    report.write_report(text, options.out)
    report.plot(compared, options.out.with_suffix(".svg"))
    print(text)


def _need_training() -> None:
    try:
        import matplotlib  # noqa: F401
        import onnx  # noqa: F401
        import sklearn  # noqa: F401
    except ImportError as error:
        raise ImportError(f"{error.name} is missing: pip install nexuszero[train]") from error


if __name__ == "__main__":
    sys.exit(main())
