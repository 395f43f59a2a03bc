#!/bin/sh
# The program in docs/cpp.md is c_examples/quickstart.cpp.
# usage: page.sh SOURCE_ROOT
set -eu
page=$(mktemp)
trap 'rm -f "$page"' EXIT
# The first block of code.
awk '/^```/ { if (inside) exit; inside = 1; next } inside' "$1/docs/cpp.md" >"$page"
diff -u "$1/c_examples/quickstart.cpp" "$page"
