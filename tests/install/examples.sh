#!/bin/sh
# The installed examples, as somebody would begin with them: copied, built by themselves, run.
# usage: examples.sh CMAKE STAGE
set -eu
cmake=$1 stage=$2
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cp -r "$stage/share/doc/nexuszero/c_examples" "$dir/examples"
"$cmake" -S "$dir/examples" -B "$dir/build" -DCMAKE_PREFIX_PATH="$stage" >/dev/null
"$cmake" --build "$dir/build" >/dev/null
cd "$dir/build" && ctest --output-on-failure --no-tests=error
