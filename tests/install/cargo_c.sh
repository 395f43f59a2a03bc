#!/bin/sh
# A distributor's way: `cargo cinstall` gives the same header, libraries and pkg-config file.
# usage: cargo_c.sh CARGO CARGO_CINSTALL BUILD CC
set -eu
cargo=$1 cinstall=$2 build=$3 cc=$4
source=$(cd "$(dirname "$0")/../.." && pwd)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
PATH="$(dirname "$cinstall"):$PATH" "$cargo" cinstall --locked --release --manifest-path "$source/Cargo.toml" --target-dir "$build/cargo-c" --prefix "$dir" --libdir lib
cmp "$dir/include/nexuszero.h" "$source/include/nexuszero.h"
readelf -d "$dir/lib/libnexuszero.so" | grep -q 'SONAME.*libnexuszero\.so\.[0-9]*\]'
# shellcheck disable=SC2046
"$cc" "$source/c_examples/quickstart.c" $(PKG_CONFIG_PATH="$dir/lib/pkgconfig" pkg-config --cflags --libs nexuszero) \
    -Wl,-rpath,"$dir/lib" -o "$dir/program"
"$dir/program"
