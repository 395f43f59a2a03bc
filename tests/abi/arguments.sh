#!/bin/sh
# The table of tests/c/functions.c has every fallible function of the header, and no other.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export LC_ALL=C
# These answer with a status that is not their own.
grep -v '^ *//' "$here/../../include/nexuszero.h" | grep -o 'nxz_status nxz_[a-z0-9_]*(' | sed 's/.* //; s/(//' |
    grep -v '^nxz_error_code$\|^nxz_error_problem_code$\|^nxz_batch_status$' | sort >"$dir/declared"
grep -o '{"nxz_[a-z0-9_]*"' "$here/../c/functions.c" | tr -d '{"' | sort >"$dir/tested"
[ -s "$dir/declared" ]
diff -u "$dir/declared" "$dir/tested" || {
    echo "tests/c/functions.c and the header disagree" >&2
    exit 1
}
echo "$(wc -l <"$dir/tested") fallible functions"
