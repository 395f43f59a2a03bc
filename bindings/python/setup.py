"""Builds a wheel that carries the shared library and its declarations. What is static stands in pyproject.toml.

The library is the file that the environment variable NEXUSZERO_LIBRARY names. Without it, it is built with cargo from
the repository that this folder stands in.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import cffi
from setuptools import Distribution, setup
from setuptools.command.bdist_wheel import bdist_wheel
from setuptools.command.build_py import build_py
from setuptools.command.sdist import sdist

HERE = Path(__file__).parent.resolve()
REPOSITORY = HERE.parent.parent
sys.path.insert(0, str(HERE))

import header  # noqa: E402  (found through the line above)

# A source distribution carries the header; in the repository there is only one.
HEADER = next(
    (path for path in (HERE / "include" / "nexuszero.h", REPOSITORY / "include" / "nexuszero.h") if path.is_file()),
    None,
)
if HEADER is None:
    sys.exit("nexuszero.h is neither in this folder nor in a repository around it: build from one of the two")


def cargo_library() -> Path:
    """Builds the library from the repository."""
    if not (REPOSITORY / "Cargo.toml").is_file():
        sys.exit("there is no repository to build libnexuszero from: let NEXUSZERO_LIBRARY name the shared library")
    command = ["cargo", "build", "--locked", "--release", "--lib", "--message-format=json-render-diagnostics"]
    output = subprocess.run(command, cwd=REPOSITORY, check=True, stdout=subprocess.PIPE, text=True).stdout
    for message in map(json.loads, output.splitlines()):
        if message["reason"] == "compiler-artifact" and message["target"]["name"] == "nexuszero":
            for file in map(Path, message["filenames"]):
                if file.suffix in (".so", ".dylib", ".dll"):
                    return file
    sys.exit("cargo built no shared library")


def bundle(package: Path) -> None:
    """Writes into the package what is not Python source: declarations and library."""
    text = HEADER.read_text(encoding="utf-8")
    ffi = cffi.FFI()
    ffi.cdef(header.declarations(text))
    ffi.set_source("nexuszero._abi", None)
    ffi.emit_python_code(str(package / "_abi.py"))

    named = os.environ.get("NEXUSZERO_LIBRARY")
    library = Path(named) if named else cargo_library()
    folder = package / "_lib"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    shutil.copy(library, folder / library.resolve().name)


class BuildPy(build_py):
    """Adds declarations and library to the modules."""

    def run(self) -> None:
        built = Path(self.build_lib) / "nexuszero"
        shutil.rmtree(built, ignore_errors=True)  # modules of an earlier build that are gone
        super().run()
        bundle(HERE / "src" / "nexuszero" if self.editable_mode else built)


class Sdist(sdist):
    """Adds the header, so that wheels can be built without the repository."""

    def make_release_tree(self, base_dir: str, files: list[str]) -> None:
        super().make_release_tree(base_dir, files)
        folder = Path(base_dir) / "include"
        folder.mkdir(exist_ok=True)
        shutil.copy(HEADER, folder)


class Wheel(bdist_wheel):
    """Says that the wheel is for any Python 3, and for the platform of the library alone.

    The platform is the plain one (`linux_x86_64`): whether the library keeps to a manylinux policy depends on where it
    was built, and is not checked here.
    """

    def get_tag(self) -> tuple[str, str, str]:
        return "py3", "none", super().get_tag()[2]


class Platform(Distribution):
    """A distribution that is not pure Python."""

    def has_ext_modules(self) -> bool:
        return True


setup(
    version=header.version(HEADER.read_text(encoding="utf-8")),
    distclass=Platform,
    cmdclass={"build_py": BuildPy, "sdist": Sdist, "bdist_wheel": Wheel},
)
