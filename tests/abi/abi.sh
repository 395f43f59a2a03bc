#!/bin/sh
# The ABI of the header (functions, types, layouts, the values of enumerations) against tests/abi/libnexuszero.abi, with abidiff. Debugging
# information of Rust does not speak of C types, so both are those of a library in C that defines every function of the header with
# no body; that the real library has the same symbols is tested by symbols.sh, and that the header is the one of src/ffi by tests/header.rs.
# usage: abi.sh CC [--update | --update-changed]
#   --update          takes over functions that were added; refuses everything else
#   --update-changed  takes over what docs/abi.md allows to change, such as a structure that has grown at its end
set -eu
cc=$1 update=${2:-}
here=$(cd "$(dirname "$0")" && pwd)
header=$here/../../include/nexuszero.h
reference=$here/libnexuszero.abi
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
abi=$(sed -n 's/^#define NXZ_ABI_VERSION //p' "$header")

# Attributes have no place in a definition. A constant becomes the length of a variable.
sed -e '/^#define NXZ_WARN_UNUSED/s/__attr.*//; s/^#define NXZ_NONNULL(position) .*/#define NXZ_NONNULL(position)/' "$header" >"$dir/nexuszero.h"
{
    cat "$dir/nexuszero.h"
    sed 's/NXZ_\(VERSION\|ABI\)_//' "$header" | sed -n 's/^#define NXZ_\([A-Z0-9_]*\) [0-9(].*/char value_of_\1[1 + NXZ_\1];/p'
} >"$dir/declarations.h"
"$cc" -E -P -std=c11 "$dir/declarations.h" | tr '\n' ' ' | sed 's/;/;\n/g' |
    sed 's/^\(.*[ *]nxz_[a-z0-9_]* *(.*)\) *;$/\1 { __builtin_trap(); }/; /typedef/s/ { __builtin_trap(); }/;/' >"$dir/definitions.c"
echo 'enum nxz_status values_of_status; nxz_optimizer_plugin_entry type_of_plugins;' >>"$dir/definitions.c"
"$cc" -std=c11 -g -O0 -shared -fPIC -Wl,-soname,"libnexuszero.so.$abi" "$dir/definitions.c" -o "$dir/libnexuszero.so"
# As many functions as the header declares.
nm -D --defined-only "$dir/libnexuszero.so" | awk '$2 == "T" { print $3 }' | LC_ALL=C sort | diff -u "$here/symbols.txt" - || {
    echo "the definitions made from the header lack functions" >&2
    exit 1
}
abidw --no-corpus-path --no-comp-dir-path --short-locs "$dir/libnexuszero.so" >"$dir/current.abi"

case $update in
--update)
    abidiff --no-added-syms "$reference" "$dir/current.abi" || {
        echo "this is more than added functions; docs/abi.md says what to do" >&2
        exit 1
    }
    cp "$dir/current.abi" "$reference"
    ;;
--update-changed) cp "$dir/current.abi" "$reference" ;;
*)
    abidiff "$reference" "$dir/current.abi" || {
        echo "the ABI differs from tests/abi/libnexuszero.abi; docs/abi.md says what to do" >&2
        exit 1
    }
    ;;
esac
