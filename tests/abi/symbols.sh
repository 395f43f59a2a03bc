#!/bin/sh
# The shared library exports exactly the functions in symbols.txt, all of them are declared in the header, and nothing
# that the header declares is missing.
# usage: symbols.sh LIBRARY
set -eu
here=$(cd "$(dirname "$0")" && pwd)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export LC_ALL=C
nm -D --defined-only "$1" | awk '{ print $3 }' | sort >"$dir/exported"
diff -u "$here/symbols.txt" "$dir/exported" || {
    echo "the exported symbols differ from tests/abi/symbols.txt" >&2
    exit 1
}
if grep -v '^nxz_' "$dir/exported"; then
    echo "these symbols do not begin with nxz_" >&2
    exit 1
fi
# Declarations begin in the first column or follow a type there, and comments do not.
grep -v '^ *//' "$here/../../include/nexuszero.h" | grep -v '^ \*' | grep -o 'nxz_[a-z0-9_]*(' | tr -d '(' | sort -u >"$dir/declared"
diff -u "$dir/declared" "$dir/exported" || {
    echo "the header and the library disagree" >&2
    exit 1
}
echo "$(wc -l <"$dir/exported") symbols"
