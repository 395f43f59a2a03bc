#!/bin/sh
# Installs the build tree into a prefix that it was not configured for, moves it to STAGE, and looks at what is there.
# usage: stage.sh CMAKE BUILD STAGE LIBDIR
set -eu
cmake=$1 build=$2 stage=$3 libdir=$4
rm -rf "$stage" "$stage.first"
"$cmake" --install "$build" --prefix "$stage.first" >/dev/null
mv "$stage.first" "$stage"
for file in bin/nxz include/nexuszero.h include/nexuszero.hpp include/nexuszero/protocol.hpp \
    "$libdir/libnexuszero.a" "$libdir/pkgconfig/nexuszero.pc" "$libdir/nexuszero/libnexuszero_optimizer_onnx.so" \
    "$libdir/cmake/NexusZero/NexusZeroConfig.cmake" "$libdir/cmake/NexusZero/NexusZeroConfigVersion.cmake" \
    share/nexuszero/optimizer/model.onnx share/nexuszero/optimizer/model.md \
    share/man/man1/nxz.1 share/doc/nexuszero/LICENSE-MIT share/doc/nexuszero/LICENSE-APACHE share/doc/nexuszero/LICENSE-THIRD-PARTY \
    share/doc/nexuszero/README.md share/doc/nexuszero/SECURITY.md share/doc/nexuszero/docs/c.md share/doc/nexuszero/docs/optimizer.svg \
    share/doc/nexuszero/c_examples/quickstart.c share/doc/nexuszero/c_examples/quickstart.cpp share/doc/nexuszero/c_examples/CMakeLists.txt; do
    [ -s "$stage/$file" ] || { echo "$file was not installed" >&2; exit 1; }
done
if grep -rl "$build\|$stage" "$stage/$libdir/pkgconfig" "$stage/$libdir/cmake" "$stage/share"; then
    echo "these files name directories of this machine" >&2
    exit 1
fi
"$stage/bin/nxz" --version
