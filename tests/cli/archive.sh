#!/bin/sh
# nxz archive from the outside.
# usage: archive.sh NXZ
. "$(dirname "$0")/checks.sh"

printf 'the secret' >secret
digest=$(sha256sum secret | cut -d ' ' -f 1)
"$nxz" statement preimage --digest "$digest" --blocks 1 >statement.json || exit 1
for i in 0 1 2; do
    "$nxz" prove --statement statement.json --secret message=secret --context "nonce $i" --profile fast \
        --out "$i.nxz" >/dev/null || exit 1
done

for command in create append list extract check info recover; do
    expect 0 "$nxz" archive $command --help
    has out "usage: nxz archive $command"
done
expect 2 "$nxz" archive
expect 2 "$nxz" archive list missing.nxa
has err 'missing.nxa'
expect 2 "$nxz" archive append --statement statement.json a.nxa 0.nxz
expect 0 "$nxz" archive create a.nxa
expect 2 "$nxz" archive create a.nxa
expect 0 "$nxz" archive list a.nxa
expect 0 "$nxz" archive list a.nxa --json
has out '^\[\]$'
expect 2 "$nxz" archive append --statement statement.json a.nxa
expect 2 "$nxz" archive append --statement statement.json a.nxa statement.json
expect 2 "$nxz" archive append a.nxa 0.nxz
for i in 0 1 2; do
    expect 0 "$nxz" archive append --statement statement.json --context "nonce $i" --label "number $i $(printf '\033')[7m" \
        a.nxa "$i.nxz"
    has out "^index  $i\$"
done
expect 0 "$nxz" archive list a.nxa
has out '^1  20.*  preimage/sha256  *[0-9]*  number 1 \\u001b\[7m$'
expect 0 "$nxz" archive list a.nxa --json
has out '^\[{"index":0,"time":"20.*Z","statement":"preimage/sha256","bytes":[0-9]*,"label":"number 0 \\u001b\[7m"},{"index":1'
expect 0 "$nxz" archive info a.nxa
has out '"records":3,"statements":1,'

# What comes out verifies by what comes out with it.
expect 0 "$nxz" archive extract --index 1 --out proof.nxz --context-out context a.nxa
cp out extracted.json
expect 0 cmp proof.nxz 1.nxz
expect 0 cmp extracted.json statement.json
expect 0 "$nxz" verify --statement extracted.json --context "$(cat context)" proof.nxz
expect 2 "$nxz" archive extract --index 3 --out none.nxz a.nxa
has err 'index'
expect 2 "$nxz" archive extract --out none.nxz a.nxa

# A fingerprint that was kept tells a shorter archive, and one that is damaged is told anyway.
expect 0 "$nxz" archive check a.nxa
has out '^whole: 3 entries'
fingerprint=$(sed 's/.* //' out)
expect 0 "$nxz" archive check --fingerprint "$fingerprint" a.nxa
expect 2 "$nxz" archive check --fingerprint xyz a.nxa
cp a.nxa longer.nxa
expect 0 "$nxz" archive append --statement statement.json longer.nxa 0.nxz
expect 1 "$nxz" archive check --fingerprint "$fingerprint" longer.nxa
has out '^another archive: 4 entries'
head -c -1 longer.nxa >torn.nxa
expect 1 "$nxz" archive check torn.nxa
has out '^damaged: '
expect 0 "$nxz" archive append --statement statement.json torn.nxa 0.nxz
has out '^index  3$'
expect 0 "$nxz" archive check torn.nxa
{ cat a.nxa; head -c 100 /dev/zero; } >damaged.nxa
expect 1 "$nxz" archive check damaged.nxa
expect 2 "$nxz" archive append --statement statement.json damaged.nxa 0.nxz
expect 1 "$nxz" archive list damaged.nxa
has out '^2  20'
has err 'damaged'
expect 0 "$nxz" archive recover damaged.nxa
has out '^entries  3$'
expect 0 "$nxz" archive check --fingerprint "$fingerprint" damaged.nxa
expect 1 "$nxz" archive check statement.json

# What is extracted replaces neither the archive nor each other.
complains 'is not replaced' "$nxz" archive extract --index 0 --out a.nxa a.nxa
complains 'is not replaced' "$nxz" archive extract --index 0 --out x.nxz --context-out ./x.nxz a.nxa
expect 0 cmp x.nxz 0.nxz
expect 0 "$nxz" archive append --statement statement.json --context-file context a.nxa proof.nxz
expect 0 "$nxz" archive extract --index 3 --out proof3.nxz --context-out context3 a.nxa
expect 0 cmp context context3
fingerprint=$("$nxz" archive check a.nxa | sed 's/.* //')

# With a closed standard error, what is said of an error does not go into the archive.
long=$(head -c 300 /dev/zero | tr '\0' x)
expect 2 sh -c 'exec "$@" <&- >&- 2>&-' sh "$nxz" archive append --statement statement.json --label "$long" a.nxa 0.nxz
expect 0 "$nxz" archive check --fingerprint "$fingerprint" a.nxa
expect 2 sh -c 'exec "$@" >&-' sh "$nxz" archive list a.nxa

# A disk without room: the entry is refused, and those before it stay.
cp a.nxa full.nxa
blocks=$(($(wc -c <full.nxa) / 512 + 1))
expect 2 sh -c 'trap "" XFSZ; ulimit -f "$1"; shift; exec "$@"' sh $blocks "$nxz" archive append --statement statement.json full.nxa 0.nxz
has err 'input or output failed'
expect 0 "$nxz" archive check --fingerprint "$fingerprint" full.nxa

finish
