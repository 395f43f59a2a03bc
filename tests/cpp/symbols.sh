#!/bin/sh
# Every function of the ABI is used by the C++ header, in code and not only in comments.
# usage: symbols.sh SYMBOLS INCLUDE_DIR
set -eu
code=$(mktemp)
trap 'rm -f "$code"' EXIT
sed 's://.*::' "$2/nexuszero.hpp" "$2"/nexuszero/*.hpp >"$code"
count=0 missing=0
while read -r symbol; do
    count=$((count + 1))
    grep -qw "$symbol" "$code" || { echo "not used: $symbol" >&2; missing=$((missing + 1)); }
done <"$1"
[ "$count" -gt 100 ] && [ "$missing" -eq 0 ] || exit 1
echo "$count functions"
