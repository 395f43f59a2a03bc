"""What surrounds the modules: the wheel, types, the README, the example, and the programs of other languages."""

from __future__ import annotations

import ast
import csv
import importlib.util
import inspect
import itertools
import json
import os
import re
import subprocess
import sys
import tarfile
import types
import typing
import zipfile
from pathlib import Path

import header
import interop
import pytest
from vectors import CONTEXT, PROOFS, STATEMENTS

import nexuszero
import nexuszero.optimizer

PROJECT = Path(__file__).resolve().parents[1]
LIBRARY = next((Path(nexuszero.__file__).parent / "_lib").iterdir())
PACKAGE = PROJECT / "src" / "nexuszero"
KINDS = (".py", ".pyi", ".typed", ".onnx", ".md")
SOURCES = {str(file.relative_to(PACKAGE)) for file in PACKAGE.rglob("*") if file.suffix in KINDS}
ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in ("NEXUSZERO_LIBRARY", "PYTHONPATH")}


def run(*command: object, cwd: Path, **environment: str) -> str:
    """The output of a program that must succeed."""
    done = subprocess.run([str(part) for part in command], cwd=cwd, env={**ENVIRONMENT, **environment}, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def readme_program() -> str:
    """The program of the README."""
    (program,) = re.findall(r"```python\n(.*?)```", (PROJECT / "README.md").read_text(), re.DOTALL)
    return str(program)


def build_wheel(source: Path, folder: Path, **environment: str) -> Path:
    """Builds a wheel with what is installed here."""
    run(sys.executable, "-m", "pip", "wheel", "--no-deps", "--wheel-dir", folder, source, cwd=folder, **environment)
    (wheel,) = folder.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel with the library that is tested."""
    return build_wheel(PROJECT, tmp_path_factory.mktemp("wheel"), NEXUSZERO_LIBRARY=str(LIBRARY))


def test_the_wheel_is_for_this_platform_and_any_python(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as content:
        names = set(content.namelist())
        (tags,) = (content.read(name).decode() for name in names if name.endswith("/WHEEL"))
        (metadata,) = (content.read(name).decode() for name in names if name.endswith("/METADATA"))
        carried = content.read(f"nexuszero/_lib/{LIBRARY.name}")
    assert wheel.name.startswith(f"nexuszero-{nexuszero.version()}-py3-none-")
    assert "Root-Is-Purelib: false" in tags and "manylinux" not in tags and "-any" not in tags
    assert carried == LIBRARY.read_bytes()
    assert {f"nexuszero/{name}" for name in SOURCES} | {"nexuszero/_abi.py"} <= names
    # Also of what is inside the library.
    licences = {name.rpartition("/")[2] for name in names if "/licenses/" in name}
    assert licences == {"LICENSE-APACHE", "LICENSE-MIT", "LICENSE-THIRD-PARTY"}
    assert "License-Expression: MIT OR Apache-2.0" in metadata


def test_the_wheel_works_in_a_fresh_environment(wheel: Path, tmp_path: Path) -> None:
    run(sys.executable, "-m", "venv", tmp_path / "venv", cwd=tmp_path)
    python = tmp_path / "venv" / "bin" / "python"
    run(python, "-m", "pip", "install", "--quiet", wheel, cwd=tmp_path)
    (tmp_path / "readme.py").write_text(readme_program())
    assert re.fullmatch(r"replayed: .*\nverified \d+ bytes\n", run(python, "readme.py", cwd=tmp_path))
    where = run(python, "-c", "import nexuszero; print(nexuszero.__file__)", cwd=tmp_path)
    assert where.startswith(str(tmp_path))
    refused = subprocess.run(
        [python, "-c", "import nexuszero"], cwd=tmp_path, env={**ENVIRONMENT, "NEXUSZERO_LIBRARY": "/nowhere.so"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert refused.returncode == 1 and "ImportError: /nowhere.so cannot be loaded" in refused.stderr


def test_a_source_distribution_needs_no_repository(tmp_path: Path) -> None:
    run(sys.executable, "-m", "build", "--sdist", "--outdir", tmp_path, PROJECT, cwd=tmp_path)
    (archive,) = tmp_path.glob("*.tar.gz")
    with tarfile.open(archive) as content:
        content.extractall(tmp_path, filter="data")
    (source,) = (path for path in tmp_path.iterdir() if path.is_dir())
    folder = tmp_path / "wheels"
    folder.mkdir()
    assert zipfile.is_zipfile(build_wheel(source, folder, NEXUSZERO_LIBRARY=str(LIBRARY)))
    missing = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--no-deps", source], cwd=folder, env=ENVIRONMENT,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert missing.returncode != 0 and "let NEXUSZERO_LIBRARY name the shared library" in missing.stderr + missing.stdout


def test_without_the_variable_cargo_builds_the_library(tmp_path: Path) -> None:
    """With a stand-in for cargo that says what cargo says."""
    built = tmp_path / "libnexuszero.so"
    built.write_bytes(LIBRARY.read_bytes())
    messages = [
        {"reason": "compiler-artifact", "target": {"name": "aes"}, "filenames": ["/libaes.so"]},
        {"reason": "compiler-artifact", "target": {"name": "nexuszero"}, "filenames": ["/libnexuszero.a", str(built)]},
        {"reason": "build-finished", "success": True},
    ]
    (tmp_path / "messages").write_text("".join(json.dumps(message) + "\n" for message in messages))
    cargo = tmp_path / "cargo"
    cargo.write_text(f'#!/bin/sh\ncase "$*" in *--locked*--release*) cat {tmp_path}/messages;; *) exit 1;; esac\n')
    cargo.chmod(0o755)
    folder = tmp_path / "wheels"
    folder.mkdir()
    wheel = build_wheel(PROJECT, folder, PATH=f"{tmp_path}:{os.environ['PATH']}")
    with zipfile.ZipFile(wheel) as content:
        assert "nexuszero/_lib/libnexuszero.so" in content.namelist()


def test_types(tmp_path: Path) -> None:
    assert importlib.util.find_spec("mypy"), "mypy is in the extra `test`"
    (tmp_path / "readme.py").write_text(readme_program())
    checked = ["src", "tests", "examples", "header.py", str(tmp_path / "readme.py")]
    run(sys.executable, "-m", "mypy", "--strict", "--cache-dir", tmp_path / "cache", *checked, cwd=PROJECT)


def test_wrong_types_are_found(tmp_path: Path) -> None:
    """Against the installed package, whose marker `py.typed` makes its types count."""
    program = tmp_path / "wrong.py"
    program.write_text("from nexuszero import Protocol, Witness\nProtocol().prove(Witness(), Witness())\n")
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache"), str(program)]
    done = subprocess.run(command, cwd=tmp_path, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and '"Witness"; expected "Statement"' in done.stdout, done.stdout


def documented_values(folder: Path) -> set[str]:
    """The values in the modules of a folder that have text below them: it is in the source only."""
    found: set[str] = set()
    for file in folder.glob("*.py"):
        for statement, text in itertools.pairwise(ast.parse(file.read_text()).body):
            if isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant) and isinstance(text.value.value, str):
                targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
                found.update(target.id for target in targets if isinstance(target, ast.Name))
    return found


@pytest.mark.parametrize("module", [nexuszero, nexuszero.optimizer], ids=lambda module: module.__name__)
def test_everything_public_is_documented(module: types.ModuleType) -> None:
    values = documented_values(Path(str(module.__file__)).parent)
    for name in module.__all__:
        item = getattr(module, name)
        if typing.get_origin(item) or not (inspect.isclass(item) or inspect.isfunction(item)):
            assert name in values, name
            continue
        assert item.__doc__, name
        for member, value in vars(item).items() if inspect.isclass(item) else ():
            function = value.fget if isinstance(value, property) else getattr(value, "__func__", value)
            if not member.startswith("_") and inspect.isfunction(function):
                assert function.__doc__, f"{name}.{member}"


@pytest.mark.parametrize("plot", [True, False])
def test_the_frontier(tmp_path: Path, plot: bool) -> None:
    picture = tmp_path / "frontier.svg"
    command = ["--profiles", "fast", "balanced", "--rounds", "1", "--out", picture, *([] if plot else ["--no-plot"])]
    output = run(sys.executable, PROJECT / "examples" / "frontier.py", *command, cwd=tmp_path)
    rows = list(csv.DictReader(picture.with_suffix(".csv").read_text().splitlines()))
    assert {row["profile"] for row in rows} == {"fast", "balanced"} and len(rows) == 4
    sizes = [int(row["size_bytes"]) for row in rows if row["on_frontier"] == "1"]
    assert sizes == sorted(sizes, reverse=True) and sizes[-1] == min(int(row["size_bytes"]) for row in rows)
    assert picture.exists() == plot and ("<svg" in picture.read_text() if plot else "wrote" in output)


def test_interop(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cases, proofs, committed = tmp_path / "cases", tmp_path / "proofs", tmp_path / "committed"
    for vector in STATEMENTS:
        secrets = cases / vector.name / "secrets"
        secrets.mkdir(parents=True)
        (cases / vector.name / "statement.json").write_text(json.dumps(vector.statement))
        (cases / vector.name / "context").write_bytes(CONTEXT)
        for name, secret in vector.secrets.items():
            (secrets / name).write_bytes(secret)
    for vector in PROOFS:
        (committed / vector.name).mkdir(parents=True, exist_ok=True)
        (committed / vector.name / f"{vector.level}-{vector.profile}.nxz").write_bytes(vector.proof or b"")
    program = [sys.executable, PROJECT / "tests" / "interop.py"]
    run(*program, "prove", cases, proofs, cwd=tmp_path)
    assert run(*program, "verify", cases, proofs, cwd=tmp_path) == f"{len(STATEMENTS)} proofs verified\n"
    assert interop.main(["verify", str(cases), str(committed)]) == 0
    assert capsys.readouterr().out == f"{len(PROOFS)} proofs verified\n"

    first, second = (proofs / vector.name / "128-fast.nxz" for vector in STATEMENTS[:2])
    first.write_bytes(second.read_bytes())
    assert interop.main(["verify", str(cases), str(proofs)]) == 1
    assert f"{first} is refused" in capsys.readouterr().err
    (tmp_path / "empty").mkdir()
    assert interop.main(["verify", str(cases), str(tmp_path / "empty")]) == 1
    assert interop.main(["check"]) == 2


def test_the_header_of_the_repository_is_the_one_of_the_wheel(wheel: Path) -> None:
    """What is generated is generated when the wheel is built: there is no copy that could be stale."""
    import cffi

    ffi = cffi.FFI()
    ffi.cdef(header.declarations((PROJECT.parents[1] / "include" / "nexuszero.h").read_text()))
    ffi.set_source("nexuszero._abi", None)
    with zipfile.ZipFile(wheel) as content:
        ffi.emit_python_code(str(wheel.parent / "expected.py"))
        assert content.read("nexuszero/_abi.py") == (wheel.parent / "expected.py").read_bytes()
