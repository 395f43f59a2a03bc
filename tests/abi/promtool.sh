#!/bin/sh
# The Prometheus text of a protocol in use: promtool reads it and finds nothing to object to.
# usage: promtool.sh PROMTOOL TEST_METRICS
set -eu
text=$(mktemp)
trap 'rm -f "$text"' EXIT
"$2" prometheus >"$text"
# promtool is content with no text at all.
grep -q '^nexuszero_proofs_total{statement="preimage/sha256"} 2$' "$text"
"$1" check metrics <"$text"
echo "$(grep -c '^# TYPE' "$text") metrics, $(grep -vc '^#' "$text") samples"
