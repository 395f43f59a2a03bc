#!/bin/sh
# Installs into a scratch prefix, moves it, and builds the quickstart against it with find_package and with pkg-config,
# shared and static.
# usage: smoke.sh CMAKE BUILD CC VERSION TOOLS (1 where nxz was built, otherwise 0)
set -eu
cmake=$1 build=$2 cc=$3 version=$4 tools=$5
here=$(cd "$(dirname "$0")" && pwd)
source=$here/../../c_examples/quickstart.c
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

"$cmake" --install "$build" --prefix "$dir/first" >/dev/null
mv "$dir/first" "$dir/moved"
[ "$tools" = 0 ] || "$dir/moved/bin/nxz" --version

"$cmake" -S "$here" -B "$dir/build" -DCMAKE_PREFIX_PATH="$dir/moved" -DCMAKE_C_COMPILER="$cc" -DQUICKSTART="$source" \
    -DEXPECTED_VERSION="$version" >/dev/null
"$cmake" --build "$dir/build" >/dev/null
"$dir/build/shared"
"$dir/build/static"
! readelf -d "$dir/build/static" | grep -q nexuszero || { echo "the static program needs the shared library" >&2; exit 1; }

if command -v pkg-config >/dev/null; then
    libdir=$(dirname "$(find "$dir/moved" -name nexuszero.pc)")
    export PKG_CONFIG_PATH="$libdir"
    lib=$(pkg-config --variable=libdir nexuszero)
    "$cc" "$source" $(pkg-config --cflags --libs nexuszero) -Wl,-rpath,"$lib" -o "$dir/pc_shared"
    "$dir/pc_shared"
    # With the shared library out of the way, -lnexuszero finds the static one.
    rm -f "$lib"/libnexuszero.so*
    "$cc" "$source" $(pkg-config --static --cflags --libs nexuszero) -o "$dir/pc_static"
    "$dir/pc_static"
else
    echo "pkg-config was not found: its part is left out"
fi
