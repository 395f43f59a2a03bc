#!/usr/bin/env python3
"""Every code block of a page that names a file is in that file, line by line, whatever its indentation.

A block names the file that is linked in the last line of text before it, such as `[login.c](../c_examples/login.c)`. The files are built
and run by other tests, and so the page shows code that runs. A line `/* ... */` or `# ...` or `// ...` by itself stands for lines left out.

usage: snippets.py PAGE...
"""
import pathlib
import re
import sys
import textwrap

LEFT_OUT = re.compile(r"^\s*(/\* \.\.\. \*/|(#|//) \.\.\.)\s*$", re.M)


def blocks(page):
    """The code blocks of a page with the files that they name."""
    file = None
    lines = iter(page.read_text(encoding="utf-8").splitlines())
    for line in lines:
        if line.startswith("```"):
            block = []
            for inside in lines:
                if inside.startswith("```"):
                    break
                block.append(inside)
            if file:
                yield file, "\n".join(block)
            file = None
        elif line.strip():
            links = re.findall(r"\]\(([^)#:]+\.(?:c|cpp|h|go|java|py|sh))\)", line)
            file = links[-1] if links else None


def stands_in(block, source):
    """Whether each part of the block, between the lines that stand for lines left out, is in the source, in this order."""
    source = [line.strip() for line in source.splitlines()]
    at = 0
    for part in LEFT_OUT.split(textwrap.dedent(block))[:: LEFT_OUT.groups + 1]:
        wanted = [line.strip() for line in part.strip("\n").splitlines()]
        found = next((i for i in range(at, len(source)) if source[i : i + len(wanted)] == wanted), None)
        if found is None:
            return False
        at = found + len(wanted)
    return True


def main():
    checked, failed = 0, 0
    for page in map(pathlib.Path, sys.argv[1:]):
        found = list(blocks(page))
        if not found:
            failed += 1
            print(f"{page}: no block names a file", file=sys.stderr)
        checked += len(found)
        for file, block in found:
            if not stands_in(block, (page.parent / file).read_text(encoding="utf-8")):
                failed += 1
                print(f"{page}: this is not in {file}:\n{textwrap.indent(block, '    ')}", file=sys.stderr)
    print(f"{checked} blocks")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
