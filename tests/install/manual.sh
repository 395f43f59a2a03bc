#!/bin/sh
# The manual page is well formed and has every command that the tool has.
# usage: manual.sh MANDOC STAGE
set -eu
mandoc=$1 stage=$2
page=$stage/share/man/man1/nxz.1
# Long lines are no fault: they come from the tool.
if "$mandoc" -T lint "$page" | grep -v 'longer than 80 bytes'; then exit 1; fi
# Without what is overstruck to be bold.
text=$("$mandoc" -T utf8 "$page" | sed "s/.$(printf '\b')//g")
count=0
for command in $("$stage/bin/nxz" --help | sed -n 's/^  nxz \([a-z][a-z-]*\( [a-z-]*\)\{0,1\}\)  *.*/\1/p' | sed 's/ *$//; s/ /+/'); do
    echo "$text" | grep -q "^   nxz $(echo "$command" | tr + ' ')$" || { echo "$command is not in the manual page" >&2; exit 1; }
    count=$((count + 1))
done
[ $count -gt 20 ]
echo "$count commands"
