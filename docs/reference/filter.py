#!/usr/bin/env python3
"""Doxygen's input filter: the comments of include/nexuszero.h in Doxygen's commands.

The header says what it has to say in plain comments, with paragraphs that begin with `Returns:`, `Args:`, `Out:` and `Threads:`. Here they become
`@return`, `@param` and `@par`. A parameter is described as `name: text` or `name, other: text`; the length of another parameter is described where that
one is (`` `name_len` bytes ``), and `As `function`.` takes over the parameters of another function. What is not described anywhere gets no `@param`, so that
Doxygen objects. Other files pass unchanged.

usage: filter.py FILE
"""
import re
import sys

LABELS = {"Returns": "@return", "Args": "@param[in]", "Out": "@param[out]", "Threads": "@par Threads\n"}
DECLARATION = re.compile(r"(\w+)\((.*)\)", re.S)


def sections(comment):
    """The paragraphs of a comment as (label, text); label None for running text."""
    found = [(None, [])]
    for line in comment:
        label, colon, rest = line.partition(":")
        if colon and label in LABELS:
            found.append((label, [rest.strip()]))
        else:
            found[-1][1].append(line)
    return [(label, "\n".join(lines).strip()) for label, lines in found]


def names_of(declaration):
    """The name of a declared function and those of its parameters; None if it is no function."""
    match = DECLARATION.search(declaration.split("NXZ_NONNULL")[0])
    if not match or "typedef" in declaration:
        return None
    parameters = re.split(r",(?![^(]*\))", match[2])
    return match[1], [] if match[2].strip() == "void" else [re.search(r"(\w+)$", p.strip())[1] for p in parameters]


def descriptions(text, parameters):
    """What a paragraph says of each parameter."""
    said, name = {}, "|".join(parameters)
    parts = re.split(rf"(?:^|(?<=[.;] ))((?:{name})(?:, (?:{name}))*): ", text.replace("\n", " "))
    for listed, description in zip(parts[1::2], parts[2::2]):
        for parameter in listed.split(", "):
            said[parameter] = description.strip()
    return said


def function_comment(comment, name, parameters, known):
    """The comment of a function, and in `known` what it says of each parameter."""
    out, said = [], {}
    for label, text in sections(comment):
        if label not in ("Args", "Out"):
            out += ([] if label is None else [LABELS[label]]) + text.split("\n")
            continue
        other = re.match(r"[Aa]s `(\w+)`", text)
        if other:
            said.update({p: (label, d) for p, (label, d) in known[other[1]].items() if p in parameters})
        if parameters:
            said.update({p: (label, d) for p, d in descriptions(text, parameters).items()})
    for parameter in parameters:
        if parameter not in said:
            owner = next((p for p, (_, d) in said.items() if f"`{parameter}`" in d), None)
            text = parameter.removesuffix("_len")
            if not owner and "of the given length" in said.get(text, ("", ""))[1]:
                owner = text
            if owner:
                said[parameter] = ("Args", f"see `{owner}`")
    known[name] = said
    for parameter in parameters:
        if parameter in said:
            label, description = said[parameter]
            out.append(f"{LABELS[label]} {parameter} {description}")
    return out


def filtered(text):
    lines, known = text.split("\n"), {}
    i = 0
    while i < len(lines):
        if not lines[i].lstrip().startswith("// "):
            yield lines[i]
            i += 1
            continue
        indent, comment = lines[i][: -len(lines[i].lstrip())], []
        while i < len(lines) and lines[i].lstrip().startswith("//"):
            comment.append(lines[i].strip()[2:].strip())
            i += 1
        declaration, j = "", i
        while j < len(lines) and lines[j].strip() and not lines[j].startswith("#"):
            declaration += lines[j] + "\n"
            j += 1
        function = None if indent else names_of(declaration)
        if function:
            comment = function_comment(comment, *function, known)
        for line in comment:
            yield f"{indent}/// {line}".rstrip()


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        text = file.read()
    if sys.argv[1].endswith("nexuszero.h"):
        manual, rest = text.split("*/", 1)
        text = manual.replace("/*", "/** @file", 1).replace("`", "") + "*/" + "\n".join(filtered(rest))
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
