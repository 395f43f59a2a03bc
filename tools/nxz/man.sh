#!/bin/sh
# Writes the manual page: nxz.1.in with @COMMANDS@ replaced by what the tool says of its commands and their options.
# usage: man.sh NXZ TEMPLATE PAGE
set -eu
nxz=$1 template=$2 page=$3

# From `nxz COMMAND --help`: lines of usage, an empty line, "COMMAND: summary", an empty line, options.
section='
function text(line) { gsub(/\\/, "\\e", line); gsub(/-/, "\\-", line); return line ~ /^[.\47]/ ? "\\&" line : line }
BEGIN { print ".Ss nxz " text(command) }
NF == 0 { part++; next }
part == 0 { sub(/^usage: /, ""); usage = usage text($0) "\n"; next }
part == 1 {
    sub(/^[^:]*: /, "")
    print text(toupper(substr($0, 1, 1)) substr($0, 2))
    printf ".Bd -literal -offset indent\n%s.Ed\n", usage
    next
}
!listed++ { print ".Bl -tag -width Ds -compact" }
{ match($0, /[^ ]   */); print ".It " text(substr($0, 3, RSTART - 2)); print text(substr($0, RSTART + RLENGTH)) }
END { if (listed) print ".El" }'

"$nxz" --help | sed -n 's/^  nxz \([a-z][a-z-]*\( [a-z-]*\)\{0,1\}\)  *.*/\1/p' | while read -r command; do
    # A command is one word or two.
    # shellcheck disable=SC2086
    "$nxz" $command --help | awk -v command="$command" "$section"
done | sed -e '/^@COMMANDS@$/{' -e 'r /dev/stdin' -e 'd' -e '}' "$template" >"$page"
