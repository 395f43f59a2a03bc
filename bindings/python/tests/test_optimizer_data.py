"""The data set, what it is measured with, and what is made of it."""

from __future__ import annotations

import csv
import hashlib
import json
import xml.etree.ElementTree
from pathlib import Path

import pytest
import synthetic
from vectors import REPOSITORY

from nexuszero import Archive, Config, Hash, Preset, Proof, Protocol, Statement, Witness, cpu_backend
from nexuszero.optimizer import Model, dataset, evaluation, report, training
from nexuszero.optimizer.card import model_card
from nexuszero.optimizer.choice import number
from nexuszero.optimizer.cli import main
from nexuszero.optimizer.dataset import DatasetError
from nexuszero.optimizer.evaluation import Case
from nexuszero.optimizer.model import DEFAULT_MODEL
from nexuszero.optimizer.requests import FIELDS, Constraints, read_rows
from nexuszero.optimizer.split import FRACTIONS, PARTS, constraints_of, part_of, rows_of
from nexuszero.optimizer.statements import Instance, catalogue
from nexuszero.optimizer.sweep import request_of

BRISTOL = REPOSITORY / "tests" / "vectors" / "bristol"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The synthetic data set, in a file."""
    file = tmp_path_factory.mktemp("data") / "data.csv"
    synthetic.dataset().write(file)
    return file


@pytest.fixture(scope="module")
def model(data: Path) -> Path:
    """A model that was trained with it."""
    file = data.with_name("model.onnx")
    assert main(["train", "--data", str(data), "--out", str(file), "--vectors", str(file.with_name("vectors.json"))]) == 0
    return file


def test_the_statements() -> None:
    instances = catalogue(BRISTOL)
    names, families = [instance.name for instance in instances], {instance.family for instance in instances}
    assert len(set(names)) == len(names) > 40
    assert all(instance.name.startswith(instance.family) for instance in instances)
    assert {family.split("/")[0] for family in families} == {"preimage", "range", "one-of-many", "membership", "circuit", "conjunction"}
    assert {f"preimage/{hash.label}" for hash in Hash} <= families
    for part in PARTS:
        assert sum(part_of(family) == part for family in families) >= 3, part
    tested = {family for family in families if part_of(family) == "test"}
    assert {family for family in families if family.startswith("membership/") or family.endswith("/blake3")} <= tested


@pytest.mark.parametrize("instance", [one for one in catalogue(BRISTOL) if "65536" not in one.name], ids=lambda one: one.name)
def test_every_statement_is_true(instance: Instance, protocol: Protocol) -> None:
    statement, witness = instance.build()
    protocol.verify(statement, protocol.prove(statement, witness))


def test_published_circuits_are_asked_for(tmp_path: Path) -> None:
    (aes,) = (instance for instance in catalogue(tmp_path) if instance.name == "circuit/aes-128")
    with pytest.raises(FileNotFoundError, match="--circuits"):
        aes.build()


def test_what_the_library_asks_is_read(statement: Statement, witness: Witness) -> None:
    """The request of the installed library has every field of a row."""
    request = request_of(statement, witness, security_level=128, threads=2)
    assert request is not None
    rows = read_rows(request)
    assert len(rows) == len(request["candidates"]) > 4 and all(set(row) == set(FIELDS) for row in rows)
    assert rows[0]["processor.backend"] == cpu_backend()


def test_a_sweep(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "sweep.csv"
    assert main(["sweep", "--quick", "--seconds", "3", "--longest", "3", "--out", str(file)]) == 0
    found = dataset.read(file)
    assert found.runs[0]["source"] == "sweep" and found.runs[0]["backends"] == [cpu_backend()]
    assert len({row["statement"] for row in found.rows}) >= 3
    for row in found.rows:
        assert number(row, "measured.repeats") >= 3 and row["measured.proof_size"] == row["candidate.proof_size"]
        assert 0 < number(row, "measured.prove_min_ns") <= number(row, "measured.prove_median_ns")
        assert 0 < number(row, "measured.verify_min_ns") <= number(row, "measured.verify_median_ns")
    described = json.loads(file.with_suffix(".json").read_text())
    assert described["schema"] == 1 and list(described["columns"]) == next(csv.reader(file.read_text().splitlines()))
    again = ["sweep", "--quick", "--seconds", "60", "--longest", "50", "--families", "circuit/adder", "--append", "--out", str(file)]
    assert main([*again, "--backends", "portable"]) == 0
    appended = dataset.read(file)
    assert appended.rows[: len(found.rows)] == found.rows and [run["run"] for run in appended.runs] == [0, 1]
    assert {row["processor.backend"] for row in appended.rows[len(found.rows) :]} == {"portable"}
    assert main(["sweep", "--families", "nothing", "--out", str(file)]) == 1
    assert "no such statement" in capsys.readouterr().err


def test_a_data_set_is_read_as_it_was_written(data: Path) -> None:
    written, found = synthetic.dataset(), dataset.read(data)
    assert found.digest == written.digest == hashlib.sha256(data.read_bytes()).hexdigest() and found.runs == written.runs
    assert found.rows == [{**dict.fromkeys(dataset.COLUMNS), **row} for row in written.rows]
    assert [len(group) for group in dataset.groups(found.rows)] == [8] * 24
    together = dataset.read_all([data, data])
    assert len(together.rows) == 2 * len(found.rows) and len(dataset.groups(together.rows)) == 48


@pytest.mark.parametrize("what", ["schema", "content", "columns", "value", "list", "digest"])
def test_a_wrong_data_set(data: Path, tmp_path: Path, what: str) -> None:
    found, file = dataset.read(data), tmp_path / "data.csv"
    if what == "value":
        found.rows[3]["candidate.threads"] = "two"
    found.write(file)
    described = json.loads(file.with_suffix(".json").read_text())
    if what == "schema":
        described["schema"] = 2
    elif what == "list":
        described = [described]
    elif what == "digest":
        del described["sha256"]
    elif what == "content":
        file.write_text(file.read_text().replace("128", "129", 1))
    elif what == "columns":
        file.write_text(file.read_text().replace("statement.kind", "kind", 1))
        described["sha256"] = hashlib.sha256(file.read_bytes()).hexdigest()
    file.with_suffix(".json").write_text(json.dumps(described))
    with pytest.raises(DatasetError):
        dataset.read(file)
    assert main(["train", "--data", str(file), "--out", str(tmp_path / "model.onnx")]) == 1
    assert not (tmp_path / "model.onnx").exists()


def test_parts_have_different_limits() -> None:
    assert not set(FRACTIONS["test"]) & set(FRACTIONS["validation"])
    rows = synthetic.rows("preimage/sha256", 1.0)
    tested, validated = (
        {limits for constraints in constraints_of(rows, part) for limits in (constraints.max_proof_size, constraints.max_verify_ms)}
        for part in ("test", "validation")
    )
    assert tested & validated == {None}


def test_training_is_deterministic() -> None:
    first, second, other = (training.train(synthetic.dataset(), seed).to_bytes() for seed in (1, 1, 2))
    assert first == second != other


def test_a_model_learns(model: Path, data: Path) -> None:
    """Two threads take longer than one here, against the prediction, and verification half as long again."""
    rows = synthetic.rows("membership/sha256", 1.5)
    for row, predicted in zip(rows, Model(model).predict(rows), strict=True):
        slower = synthetic.SLOWER_WITH_THREADS if row["candidate.threads"] == 2 else 1
        assert predicted.prove_ms == pytest.approx(number(row, "candidate.prove_ms") * slower, rel=0.1)
        assert predicted.verify_ms == pytest.approx(number(row, "candidate.verify_ms") * 1.5, rel=0.1)
    described = Model(model).description
    assert described.backends == ("avx-512",) and described.training["data"] == dataset.read(data).digest
    card = model.with_suffix(".md").read_text()
    assert described.training["data"] in card and "| validation |" in card
    assert len(json.loads(model.with_name("vectors.json").read_text())["answered"]) == 12


def test_data_that_are_not_enough(data: Path, tmp_path: Path) -> None:
    found = dataset.read(data)
    for part in ("train", "validation"):
        less = dataset.Dataset(rows_of(found.rows, part), found.runs)
        with pytest.raises(ValueError, match="families of both"):
            training.train(less)
    with pytest.raises(ValueError, match="no row has all"):
        training.train(dataset.Dataset([{**row, "measured.peak_memory": None} for row in found.rows], found.runs))
    dataset.Dataset(rows_of(found.rows, "train"), found.runs).write(tmp_path / "data.csv")
    assert main(["evaluate", "--data", str(tmp_path / "data.csv"), "--out", str(tmp_path / "e.md")]) == 1


def test_an_evaluation(model: Path, data: Path, tmp_path: Path) -> None:
    out = tmp_path / "evaluation.md"
    assert main(["evaluate", "--data", str(data), "--model", str(model), "--out", str(out)]) == 0
    text = out.read_text()
    assert all(f"| {name} |" in text for name in ("default profile", "heuristic", "neural", "exhaustive best", "membership/sha256"))
    assert "preimage/sha512" not in text, "only what was not trained with"
    assert xml.etree.ElementTree.parse(out.with_suffix(".svg")).getroot().tag.endswith("svg")

    compared = evaluation.Evaluation.of(rows_of(dataset.read(data).rows, "test"), Model(model))
    heuristic, neural = compared.judgements["heuristic"], compared.judgements["neural"]
    mean = {name: sum(one.regrets.values()) / len(one.regrets) for name, one in compared.judgements.items()}
    assert mean["neural"] < 0.01 < mean["heuristic"] and neural.violations <= heuristic.violations
    assert len(evaluation.latency(compared.asked, Model(model))) == len(compared.asked)


def test_a_report_keeps_the_page_that_it_is_in(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- nexuszero-optimizer evaluate: begin -->\nold\n<!-- nexuszero-optimizer evaluate: end -->\nafter\n")
    for text in ("new", "newer"):
        report.write_report(text, page)
        lines = page.read_text().splitlines()
        assert (lines[0], lines[-1]) == ("before", "after") and text in lines and "old" not in lines
    report.write_report("alone", tmp_path / "alone.md")
    assert (tmp_path / "alone.md").read_text() == "alone"


def test_the_model_of_the_package_is_worth_having() -> None:
    """What docs/optimizer.md says of it, with the data set of the repository."""
    folder, model = REPOSITORY / "bindings" / "python" / "data", Model()
    assert model.description.training["data"] == dataset.read(folder / "optimizer.csv").digest
    rows = dataset.read(folder / "optimizer-test.csv").rows
    assert rows_of(rows, "test") == rows
    compared = evaluation.Evaluation.of(rows, model)
    neural, heuristic = compared.judgements["neural"], compared.judgements["heuristic"]
    assert len(compared.asked) > 1000 and neural.violations <= heuristic.violations and neural.refusals == heuristic.refusals
    assert sum(other for _, _, other in compared.both()) < sum(one for _, one, _ in compared.both())
    assert DEFAULT_MODEL.with_suffix(".md").read_text() == model_card(model.description)
    page = (REPOSITORY / "docs" / "optimizer.md").read_text()
    assert all(line in page for line in report.evaluation_report(rows, model, [0.0]).splitlines() if line.startswith("|"))


def test_choosers() -> None:
    """By hand: what is best, what is a violation, and what makes no proof."""
    rows = synthetic.rows("preimage/blake3", 1.0)
    (case,) = [case for case in evaluation.cases(rows, "test") if case.constraints == Constraints()]
    assert case.best == 1 and evaluation.heuristic(rows, case.constraints) == 0, "one thread is faster, two are predicted to be"
    assert case.regret(0) == pytest.approx(0.8 * synthetic.SLOWER_WITH_THREADS - 1) and case.regret(1) == 0
    # A verification is predicted in 0.7 ms and takes 1.05.
    strict = Case(rows, Constraints(max_verify_ms=0.9), 1)
    assert evaluation.judge([strict], evaluation.heuristic).violations == 1
    assert evaluation.default(rows, Constraints()) == 2
    assert evaluation.judge([strict], evaluation.default).refusals == 1
    assert evaluation.heuristic(rows, Constraints(max_verify_ms=0.1)) is None
    assert not any(case.constraints.max_verify_ms == 0.1 for case in evaluation.cases(rows, "test"))


@pytest.fixture
def measured(statement: Statement, witness: Witness) -> Proof:
    """A proof that was verified after its making."""
    with Protocol(Config(Preset.FAST, verify_after_generation=True, use_optimizer=True)) as protocol:
        return protocol.prove(statement, witness)


@pytest.mark.parametrize("form", ["object", "array", "lines", "archive"])
def test_feedback(measured: Proof, statement: Statement, data: Path, tmp_path: Path, form: str) -> None:
    file, out = tmp_path / ("proofs.nxa" if form == "archive" else "proofs.json"), tmp_path / "feedback.csv"
    made = measured.measurements_dict()
    if form == "archive":
        with Archive.create(file) as archive:
            archive.append(statement, measured)
            archive.append(statement, Proof.from_bytes(bytes(measured)))
    else:
        line = json.dumps(made)
        file.write_text({"object": line, "array": f"[{line}]", "lines": line + "\n"}[form])
    assert main(["feedback", str(file), "--out", str(out)]) == 0
    assert main(["feedback", str(file), "--out", str(out)]) == 0
    found = dataset.read(out)
    assert [run["source"] for run in found.runs] == ["feedback"] * 2 and len(found.rows) == 2
    row = found.rows[0]
    assert row["family"] == "preimage/sha256" and row["candidate.degree_cap"] == made["degree"]
    assert row["measured.prove_median_ns"] == made["prove_ns"] and row["measured.verify_median_ns"] == made["verify_ns"] > 0
    assert row["measured.peak_memory"] is None, "it may not have been the first proof of its protocol"
    assert dataset.groups(found.rows) == []
    model = tmp_path / "model.onnx"
    assert main(["train", "--data", str(data), str(out), "--out", str(model)]) == 0
    assert Model(model).description.training["rows"]["finished"] == 2


def test_feedback_of_any_family_is_trained_with(data: Path, tmp_path: Path) -> None:
    """Also of those that are held out; what is evaluated then says so."""
    one, other = tmp_path / "one.onnx", tmp_path / "other.onnx"
    found = dataset.read(data)
    slow = [
        {**row, "group": None, "measured.prove_median_ns": 10 * number(row, "measured.prove_median_ns")}
        for row in synthetic.rows("membership/sha256", 1.0)
    ]
    slow *= 10
    found.add(slow, {**found.runs[0], "source": "feedback"})
    found.write(tmp_path / "both.csv")
    assert main(["train", "--data", str(data), "--out", str(one)]) == 0
    assert main(["train", "--data", str(tmp_path / "both.csv"), "--out", str(other)]) == 0
    before, after = (
        sum(expected.prove_ms for expected in Model(file).predict(synthetic.rows("membership/sha256", 1.0))) for file in (one, other)
    )
    assert after > 1.3 * before
    assert main(["evaluate", "--data", str(tmp_path / "both.csv"), "--model", str(other), "--out", str(tmp_path / "e.md")]) == 0
    assert f"trained with {len(slow)} finished proofs too" in (tmp_path / "e.md").read_text()


def test_configured_proofs_are_no_feedback(statement: Statement, witness: Witness, tmp_path: Path) -> None:
    """Their predictions may be for another processor."""
    with Protocol(Config(Preset.FAST)) as configured, Protocol(Config(Preset.FAST, use_optimizer=True)) as chosen:
        measured = [protocol.prove(statement, witness).measurements_dict() for protocol in (configured, chosen)]
    file, out = tmp_path / "proofs.json", tmp_path / "out.csv"
    file.write_text(json.dumps(measured[:1]))
    assert main(["feedback", str(file), "--out", str(out)]) == 1 and not out.exists()
    file.write_text(json.dumps(measured))
    assert main(["feedback", str(file), "--out", str(out), "--backend", "portable"]) == 0
    assert [row["processor.backend"] for row in dataset.read(out).rows] == ["portable"]


def test_feedback_from_a_sink_without_verification(statement: Statement, witness: Witness, data: Path, tmp_path: Path) -> None:
    lines: list[str] = []
    with Protocol(Config(Preset.FAST, use_optimizer=True)) as protocol:
        protocol.set_metrics_sink(lambda measurements: lines.append(json.dumps(measurements)))
        for _ in range(3):
            protocol.prove(statement, witness)
    (tmp_path / "sink.json").write_text("\n".join(lines))
    out = tmp_path / "feedback.csv"
    assert main(["feedback", str(tmp_path / "sink.json"), "--out", str(out)]) == 0
    assert [row["measured.verify_median_ns"] for row in dataset.read(out).rows] == [None] * 3
    assert main(["train", "--data", str(data), str(out), "--out", str(tmp_path / "model.onnx")]) == 0


@pytest.mark.parametrize(
    "wrong",
    ["", "{", "7", "[]]", '{"statement": "preimage/sha256"}', "[[1]]", '{"prove_ns": 1, "threads": 1}', "[null]", "[" * 100_000, "\udcff"],
)
def test_wrong_feedback(tmp_path: Path, wrong: str, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "wrong.json").write_text(wrong, errors="surrogateescape")
    code = main(["feedback", str(tmp_path / "wrong.json"), "--out", str(tmp_path / "out.csv")])
    assert code == 1 and "nexuszero-optimizer:" in capsys.readouterr().err and not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize("field", ["prove_ns", "predicted_prove_ns", "security_bits"])
@pytest.mark.parametrize("value", ["Infinity", "NaN", "1e999", "[]", "1" + "0" * 400])
def test_wrong_numbers_of_feedback(measured: Proof, tmp_path: Path, field: str, value: str, capsys: pytest.CaptureFixture[str]) -> None:
    file, out = tmp_path / "wrong.json", tmp_path / "out.csv"
    made = {**measured.measurements_dict(), field: "@"}
    file.write_text(json.dumps(made).replace('"@"', value))
    assert main(["feedback", str(file), "--out", str(out)]) == 1 and not out.exists()
    assert "nexuszero-optimizer:" in capsys.readouterr().err
