#!/bin/sh
# The installed plugin with the installed model, in the program of the plugin's README: it chooses where it has data of the processor.
# usage: optimizer.sh CC STAGE LIBDIR
set -eu
cc=$1 stage=$2 lib=$2/$3
readme=$(cd "$(dirname "$0")/../../plugins/optimizer-onnx" && pwd)/README.md
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
sed -n '/^```c$/,/^```$/{/^```/!p;}' "$readme" >"$dir/host.c"
"$cc" "$dir/host.c" -I"$stage/include" -L"$lib" -lnexuszero -Wl,-rpath,"$lib" -o "$dir/host"
"$dir/host" "$lib/nexuszero/libnexuszero_optimizer_onnx.so" "$stage/share/nexuszero/optimizer/model.onnx" >"$dir/chosen"
cat "$dir/chosen"
backend=$("$stage/bin/nxz" --version | sed 's/.*, \(.*\))$/\1/')
if sed -n 's/^- It knows the backends \(.*\)\. Asked.*/\1/p' "$stage/share/nexuszero/optimizer/model.md" | tr -d ' ' | tr ',' '\n' | grep -qx "$backend"; then
    grep -q '^the model chose:' "$dir/chosen"
else
    grep -q '^the heuristic chose:' "$dir/chosen"
fi
