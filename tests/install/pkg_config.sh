#!/bin/sh
# Programs in C and C++ whose compiler is told by pkg-config, shared and static.
# usage: pkg_config.sh CC STAGE LIBDIR
set -eu
cc=$1 cxx=${CXX:-c++} stage=$2
examples=$(cd "$(dirname "$0")/../../c_examples" && pwd)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export PKG_CONFIG_PATH="$stage/$3/pkgconfig"

# compile OUT FLAGS COMMAND...: FLAGS are quoted for a shell, as pkg-config does.
compile() {
    out=$1 flags=$2
    shift 2
    eval "\"\$@\" $flags -o \"\$out\""
}

# try LANGUAGE COMPILER OPTIONS...
try() {
    language=$1 compiler=$2
    shift 2
    compile "$dir/shared" "$(pkg-config --cflags --libs nexuszero) -Wl,-rpath,$(pkg-config --variable=libdir nexuszero)" \
        "$compiler" "$@" "$examples/quickstart.$language"
    "$dir/shared"
    readelf -d "$dir/shared" | grep -q 'NEEDED.*libnexuszero\.so\.[0-9]*\]' || { echo "not linked to the shared library" >&2; exit 1; }

    # Linkers prefer the shared library where both are there.
    compile "$dir/static" "$(pkg-config --static --cflags --libs nexuszero | sed 's/-lnexuszero/-l:libnexuszero.a/')" \
        "$compiler" "$@" "$examples/quickstart.$language"
    "$dir/static"
    ! readelf -d "$dir/static" | grep -q 'NEEDED.*nexuszero' || { echo "the static program needs the shared library" >&2; exit 1; }
}
try c "$cc" -std=c99
try cpp "$cxx" -std=c++17
