"""Turns `nexuszero.h` into what cffi can read: comments, attributes and conditional parts go, declarations stay.

    python header.py ../../include/nexuszero.h      prints the declarations

Nothing in here names a function or a type of the library, so that the header may grow without changes here.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

_COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)
_ATTRIBUTE = re.compile(r"\bNXZ_WARN_UNUSED\b|\bNXZ_NONNULL\(\d+\)")
_NUMBER = re.compile(r"#define (NXZ_\w+) \(?(\d+)(?: << (\d+))?\)?$")
_TEXT = re.compile(r'#define (NXZ_\w+) "([^"]*)"$', re.MULTILINE)


def declarations(header: str) -> str:
    """The declarations of a header, and its numbers as `#define NAME NUMBER`.

    Of conditional parts those remain that a C compiler without any macro defined would see: neither C++ nor the
    attributes of certain compilers.
    """
    lines = []
    visible = [True]
    for line in map(str.strip, _ATTRIBUTE.sub("", _COMMENT.sub("", header)).splitlines()):
        directive = line.split(maxsplit=1)[0] if line.startswith("#") else ""
        if directive in ("#if", "#ifdef"):
            visible.append(False)
        elif directive == "#ifndef":
            visible.append(True)
        elif directive == "#else":
            visible[-1] = not visible[-1]
        elif directive == "#endif":
            visible.pop()
        elif not line or not all(visible):
            continue
        elif number := _NUMBER.match(line):
            name, value, shift = number.groups()
            lines.append(f"#define {name} {int(value) << int(shift or 0)}")
        elif not directive:
            lines.append(line)
    return "\n".join(lines) + "\n"


def version(header: str) -> str:
    """The version of the library that a header is of, for example `0.1.0`."""
    texts: dict[str, str] = dict(_TEXT.findall(header))
    return texts["NXZ_VERSION_STRING"]


if __name__ == "__main__":
    print(declarations(Path(sys.argv[1]).read_text(encoding="utf-8")), end="")
