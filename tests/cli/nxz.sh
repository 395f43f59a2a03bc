#!/bin/sh
# The command-line tool from the outside: results, exit codes, and that the secret appears nowhere.
# usage: nxz.sh NXZ
set -u
nxz=$1
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 1
failed=0
checks=0

# expect CODE COMMAND...: runs it, keeps its output in ./out and ./err and in the log of everything that was printed.
expect() {
    code=$1
    shift
    "$@" >out 2>err
    got=$?
    cat out err >>log
    checks=$((checks + 1))
    if [ $got -ne "$code" ]; then
        echo "exit code $got instead of $code: $*" >&2
        cat out err >&2
        failed=$((failed + 1))
    fi
}

# has FILE PATTERN
has() {
    checks=$((checks + 1))
    grep -q -e "$2" "$1" || {
        echo "no '$2' in $1:" >&2
        cat "$1" >&2
        failed=$((failed + 1))
    }
}

secret='Zm9vYmFy-the-secret-of-this-test'
printf '%s' "$secret" >secret
sha256=$(sha256sum secret | cut -d ' ' -f 1)

# Help and usage.
expect 0 "$nxz" --help
has out 'nxz verify'
expect 0 "$nxz" --version
for command in digest prove verify inspect params; do
    expect 0 "$nxz" $command --help
    has out "usage: nxz $command"
done
expect 2 "$nxz"
expect 2 "$nxz" nonsense
expect 2 "$nxz" digest
expect 2 "$nxz" digest --secret
expect 2 "$nxz" digest --secret missing-file
expect 2 "$nxz" digest --secret . 
expect 2 "$nxz" digest --secret secret --hash md5
expect 2 "$nxz" digest --secret secret --unknown
expect 2 "$nxz" digest secret
expect 2 "$nxz" prove --secret secret
expect 2 "$nxz" prove --out p.nxz
expect 2 "$nxz" prove --secret secret --out p.nxz --level 100
expect 2 "$nxz" prove --secret secret --out p.nxz --level 4294967424
expect 2 "$nxz" prove --secret secret --out p.nxz --profile huge
expect 2 "$nxz" prove --secret secret --out p.nxz --blocks 0
expect 2 "$nxz" prove --secret secret --out p.nxz --blocks -1
expect 2 "$nxz" prove --secret secret --out p.nxz --blocks 1x
expect 2 "$nxz" prove --secret secret --out p.nxz --blocks 1 --length 32
expect 2 "$nxz" prove --secret secret --out p.nxz --length 31
expect 2 "$nxz" prove --secret secret --out p.nxz --digest 00
expect 2 "$nxz" prove --secret secret --out p.nxz --digest 0g
expect 2 "$nxz" prove --secret secret --out p.nxz --digest "$(printf '%064d' 0)"
head -c 5000 /dev/zero >long
expect 2 "$nxz" prove --secret long --out p.nxz
has err 'limit exceeded'
[ ! -e p.nxz ] || { echo "a failed prove left a file" >&2; failed=$((failed + 1)); }

# Digest.
expect 0 "$nxz" digest --secret secret
has out "digest  $sha256"
has out 'blocks  1$'
has out 'length  32$'
expect 0 sh -c '"$1" digest --secret - --json <secret' sh "$nxz"
has out "\"digest\":\"$sha256\",\"blocks\":1,\"length\":32"

# Prove and verify, in each mode.
expect 0 "$nxz" prove --secret secret --out p.nxz --context 'session 1'
has out "digest    $sha256"
has out 'bits'
expect 0 "$nxz" verify --digest "$sha256" --blocks 1 --context 'session 1' p.nxz
has out '^valid'
expect 0 "$nxz" verify --digest "$sha256" --blocks 1 --context 'session 1' --json p.nxz
has out '"valid":true'
expect 1 "$nxz" verify --digest "$sha256" --blocks 1 --context 'session 2' p.nxz
has out '^invalid'
expect 1 "$nxz" verify --digest "$sha256" --blocks 1 --json p.nxz
has out '"valid":false'
expect 1 "$nxz" verify --digest "$sha256" --blocks 1 --context 'session 1' --level 256 p.nxz
expect 1 "$nxz" verify --digest "$(printf '%064d' 0)" --blocks 1 --context 'session 1' p.nxz
expect 1 "$nxz" verify --digest "$sha256" --length 32 --context 'session 1' p.nxz
expect 2 "$nxz" verify --digest "$sha256" --context 'session 1' p.nxz
expect 2 "$nxz" verify --blocks 1 --context 'session 1' p.nxz
expect 2 "$nxz" verify --digest "$sha256" --blocks 1
expect 2 "$nxz" verify --digest "$sha256" --blocks 65 p.nxz
expect 2 "$nxz" verify --digest "$sha256" --blocks 1 missing.nxz
expect 2 "$nxz" verify --digest "$sha256" --blocks 1 p.nxz p.nxz

expect 0 "$nxz" prove --secret secret --hash sha3-256 --length 32 --profile fast --level 192 --out q.nxz --json
has out '"profile":"fast"'
sha3=$("$nxz" digest --secret secret --hash sha3-256 --json | sed 's/.*"digest":"\([0-9a-f]*\)".*/\1/')
expect 0 "$nxz" verify --hash sha3-256 --digest "$sha3" --length 32 --level 192 q.nxz
expect 1 "$nxz" verify --hash sha3-256 --digest "$sha3" --length 31 --level 192 q.nxz
expect 0 sh -c '"$1" prove --secret - --out r.nxz --profile fast <secret' sh "$nxz"
expect 0 "$nxz" verify --digest "$sha256" --blocks 1 r.nxz
expect 0 "$nxz" prove --secret /dev/null --out empty.nxz --profile fast
expect 2 "$nxz" prove --secret secret --out missing-directory/p.nxz --profile fast

# Files that are no proofs.
head -c 100 p.nxz | head -c 40 >short.nxz
expect 1 "$nxz" verify --digest "$sha256" --blocks 1 short.nxz
expect 1 "$nxz" verify --digest "$sha256" --blocks 1 /dev/null
expect 1 "$nxz" verify --digest "$sha256" --blocks 1 long

# Inspect and params.
expect 0 "$nxz" inspect p.nxz
has out 'profile  balanced'
expect 0 "$nxz" inspect --json q.nxz
has out '"security_level":192,"profile":"fast"'
expect 2 "$nxz" inspect long
expect 2 "$nxz" inspect
expect 0 "$nxz" params
[ "$(wc -l <out)" -eq 49 ] || { echo "params has $(wc -l <out) lines" >&2; failed=$((failed + 1)); }
expect 0 "$nxz" params --json
has out '"hash":"sha3-256","mode":"stated","level":256,"profile":"tiny"'

# No temporary file is left, and no output or proof shows the secret.
if ls ./*.nxz.* >/dev/null 2>&1; then
    echo "a temporary file is left" >&2
    failed=$((failed + 1))
fi
if cat log ./*.nxz | grep -a -q -e "$secret"; then
    echo "the secret is in the output" >&2
    failed=$((failed + 1))
fi

# While it waits for its input, the process is already barred from dumping core.
if [ -d /proc/self ]; then
    mkfifo pipe
    "$nxz" digest --secret pipe >/dev/null 2>&1 &
    pid=$!
    exec 3>pipe
    has "/proc/$pid/limits" 'Max core file size *0 *0'
    exec 3>&-
    wait $pid
fi

echo "$checks checks, $failed failed"
[ $failed -eq 0 ]
