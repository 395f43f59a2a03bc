#!/bin/sh
# Pure LZ4 frames and the tool lz4, both ways.   lz4.sh LZ4_FILE LZ4
set -eu
lz4_file=$1
lz4=$2
here=$(cd "$(dirname "$0")" && pwd)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

: >empty
printf a >one
cp "$here/../../include/nexuszero.h" text
head -c 300000 /dev/urandom >noise
# Repetitions at distances within and across blocks of 64 KiB.
cat text noise text text noise text >mixed
head -c 9000000 /dev/zero >zeros

for file in empty one text noise mixed zeros; do
    "$lz4_file" compress <"$file" >ours.lz4
    "$lz4" -q -t ours.lz4
    "$lz4" -q -d -f ours.lz4 ours
    cmp "$file" ours
    for options in -1 -12 -B4 "-B4 -BD" "-B5 -BX" --content-size --no-frame-crc "-9 -B4 -BD -BX --content-size"; do
        # shellcheck disable=SC2086 # several options
        "$lz4" -q -f $options "$file" theirs.lz4
        "$lz4_file" decompress <theirs.lz4 >theirs
        cmp "$file" theirs
    done
done
[ "$("$lz4_file" compress <text | wc -c)" -lt "$(wc -c <text)" ]

# refused WHAT: standard input is refused, with a message.
refused() {
    status=0
    "$lz4_file" decompress >/dev/null 2>refused || status=$?
    if [ $status -ne 1 ] || ! [ -s refused ]; then
        echo "$1: status $status: $(cat refused)" >&2
        exit 1
    fi
}

# What ends early, goes on, or is changed: the last four bytes are the checksum of the content.
"$lz4" -q -f -B4 -BD mixed mixed.lz4
len=$(wc -c <mixed.lz4)
for keep in 0 3 6 7 1000 $((len - 8)) $((len - 4)) $((len - 1)); do
    head -c "$keep" mixed.lz4 | refused "$keep of $len bytes"
done
(cat mixed.lz4 && printf x) | refused "a byte behind the frame"
byte=$(tail -c 1 mixed.lz4 | od -An -v -to1 | tr -d ' ')
other=$([ "$byte" = 000 ] && echo 001 || echo 000)
(head -c $((len - 1)) mixed.lz4 && printf '%b' "\\0$other") | refused "another checksum"
echo "lz4 frames: read and written both ways"
