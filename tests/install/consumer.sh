#!/bin/sh
# Builds and runs programs in C and C++, shared and static, in a project that uses NexusZero by find_package, add_subdirectory
# or FetchContent; the latter two also with BUILD_SHARED_LIBS=OFF.
# usage: consumer.sh CMAKE WAY BUILD STAGE VERSION
set -eu
cmake=$1 way=$2 build=$3 stage=$4 version=$5
here=$(cd "$(dirname "$0")" && pwd)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

# try SHARED: with BUILD_SHARED_LIBS=SHARED.
try() {
    "$cmake" -S "$here/consumer" -B "$dir/$1" -DBUILD_SHARED_LIBS="$1" -DWAY="$way" -DEXPECTED_VERSION="$version" \
        -DNEXUSZERO_SOURCE="$here/../.." -DCMAKE_PREFIX_PATH="$stage" -DNEXUSZERO_CARGO_DIR="$build/cargo" >/dev/null
    "$cmake" --build "$dir/$1"
    (cd "$dir/$1" && ctest --output-on-failure --no-tests=error)
}
# needs PROGRAM: whether it needs the shared library.
needs() { readelf -d "$1" | grep -q 'NEEDED.*nexuszero'; }

try ON
for language in c cpp; do
    needs "$dir/ON/${language}_nexuszero" || { echo "the program for the shared library does not need it" >&2; exit 1; }
    ! needs "$dir/ON/${language}_nexuszero_static" || { echo "the static program needs the shared library" >&2; exit 1; }
done
[ "$way" != find_package ] || exit 0
try OFF
! needs "$dir/OFF/c_nexuszero" || { echo "NexusZero::nexuszero is shared with BUILD_SHARED_LIBS=OFF" >&2; exit 1; }
