#!/bin/sh
# nexuszero.hpp leaves no macros behind but its include guards, beyond those of what it includes.
# usage: macros.sh CXX INCLUDE_DIR
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
# What it includes that is not its own.
grep -rho '^#include <[^/>]*>' "$2/nexuszero.hpp" "$2/nexuszero" | grep -v 'nexuszero.hpp' | sort -u >"$dir/before.cpp"
printf '#include <nexuszero.hpp>\n' | cat "$dir/before.cpp" - >"$dir/after.cpp"
for name in before after; do
    "$1" -std=c++17 -I"$2" -dM -E "$dir/$name.cpp" | awk '{ print $2 }' | sort -u >"$dir/$name"
done
comm -13 "$dir/before" "$dir/after" | grep -v '^NEXUSZERO_[A-Z]*_HPP$' | grep -v '^NEXUSZERO_HPP$' >"$dir/leaked" || true
if [ -s "$dir/leaked" ]; then
    echo "these macros leak:" >&2
    cat "$dir/leaked" >&2
    exit 1
fi
# The comparison sees something.
comm -13 "$dir/before" "$dir/after" | grep -q '^NEXUSZERO_HPP$'
