# What the tests of the command-line tool share; they source this file. The tool is $nxz, and the current directory is a
# new one that goes away with the test.
set -u
nxz=$1
[ -x "$nxz" ] || { echo "usage: $0 NXZ" >&2; exit 1; }
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 1
failed=0
checks=0

fail() {
    echo "$1" >&2
    failed=$((failed + 1))
}

# expect CODE COMMAND...: runs it, keeps its output in ./out and ./err and in the log of everything that was printed.
expect() {
    code=$1
    shift
    "$@" >out 2>err
    got=$?
    cat out err >>log
    checks=$((checks + 1))
    if [ $got -ne "$code" ]; then
        fail "exit code $got instead of $code: $*"
        cat out err >&2
    fi
}

# has FILE PATTERN
has() {
    checks=$((checks + 1))
    grep -q -e "$2" "$1" || {
        fail "no '$2' in $1:"
        cat "$1" >&2
    }
}

# complains PATTERN COMMAND...: it fails because of its arguments or input, and says why.
complains() {
    pattern=$1
    shift
    expect 2 "$@"
    has err "$pattern"
}

# lacks FILE PATTERN
lacks() {
    checks=$((checks + 1))
    if grep -q -e "$2" "$1"; then
        fail "'$2' in $1:"
        cat "$1" >&2
    fi
}

# same EXPECTED GOT WHAT
same() {
    checks=$((checks + 1))
    [ "$1" = "$2" ] || fail "$3: '$2' instead of '$1'"
}

finish() {
    echo "$checks checks, $failed failed"
    [ $failed -eq 0 ]
}
