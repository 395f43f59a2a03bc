#!/bin/sh
# One version and one ABI number everywhere: Cargo.toml, header, CMake, pkg-config, SONAME, bindings. (Python takes them from the header.)
# usage: versions.sh SOURCE BUILD CMAKE_VERSION CMAKE_ABI
set -eu
source=$1 build=$2 cmake_version=$3 cmake_abi=$4
version=$(sed -n '/^\[package\]/,/^\[/s/^version = "\(.*\)"/\1/p' "$source/Cargo.toml")
abi=$(sed -n '/^\[package.metadata.capi.library\]/,/^\[/s/^version = "\([0-9]*\)\..*/\1/p' "$source/Cargo.toml")
failed=0
same() { # same WHAT EXPECTED GOT
    [ "$2" = "$3" ] || { echo "$1: expected '$2', got '$3'" >&2; failed=1; }
}
macro() { sed -n "s/^#define NXZ_$1 //p" "$source/include/nexuszero.h"; }

same "header version" "\"$version\"" "$(macro VERSION_STRING)"
same "header numbers" "$version" "$(macro VERSION_MAJOR).$(macro VERSION_MINOR).$(macro VERSION_PATCH)"
same "header ABI" "$abi" "$(macro ABI_VERSION)"
same "CMake version" "$version" "$cmake_version"
same "CMake ABI" "$abi" "$cmake_abi"
same "pkg-config" "$version" "$(sed -n 's/^Version: //p' "$build/package/nexuszero.pc")"
same "package version file" "$version" \
    "$(sed -n 's/^set(PACKAGE_VERSION "\(.*\)")/\1/p' "$build/package/NexusZeroConfigVersion.cmake" | head -n 1)"
if [ -e "$build/lib/libnexuszero.so" ]; then
    soname=$(readelf -d "$build/lib/libnexuszero.so" | sed -n 's/.*(SONAME).*\[\(.*\)\]/\1/p')
    same "SONAME" "libnexuszero.so.$abi" "$soname"
fi
java=$source/bindings/java
same "Maven" "$version" "$(sed -n 's|^  <version>\(.*\)</version>|\1|p' "$java/pom.xml")"
same "Maven, as its page has it" "$version" "$(sed -n 's|^ *<version>\(.*\)</version>|\1|p' "$java/README.md" | head -n 1)"
same "Java ABI" "$abi" "$(sed -n 's/.* ABI_VERSION = \([0-9]*\);/\1/p' "$java/src/main/java/nexuszero/Library.java")"
same "Go ABI" "$abi" "$(sed -n 's/^#if NXZ_ABI_VERSION != //p' "$source/bindings/go/internal/capi/constants.go")"
same "plugin" "$version" "$(sed -n '/^\[package\]/,/^\[/s/^version = "\(.*\)"/\1/p' "$source/plugins/optimizer-onnx/Cargo.toml")"
exit $failed
