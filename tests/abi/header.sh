#!/bin/sh
# The header by itself, and included twice, in every dialect it promises to be safe in.
# usage: header.sh CC
set -eu
cc=$1
cxx=${CXX:-c++}
header=$(cd "$(dirname "$0")/../../include" && pwd)/nexuszero.h
flags="-Wall -Wextra -Wpedantic -Werror -fsyntax-only"
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
printf '#include "%s"\n#include "%s"\nint main(void) { return nxz_abi_version() != NXZ_ABI_VERSION; }\n' \
    "$header" "$header" >"$dir/twice.c"
count=0
for std in c99 c11 c17; do
    "$cc" -std=$std $flags -x c "$dir/twice.c"
    count=$((count + 1))
done
for std in c++11 c++14 c++17 c++20 c++23; do
    # The last one is spelled c++2b by compilers that knew it before it was named.
    [ $std != c++23 ] || "$cxx" -std=c++23 -fsyntax-only -x c++ /dev/null 2>/dev/null || std=c++2b
    "$cxx" -std=$std $flags -x c++ "$dir/twice.c"
    count=$((count + 1))
done
echo "the header compiles in $count dialects"
