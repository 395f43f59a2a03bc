#!/bin/sh
# The command-line tool around proofs: configuration, batches, measurements, progress.
# usage: pipeline.sh NXZ
. "$(dirname "$0")/checks.sh"

secret='Zm9vYmFy-the-secret-of-this-test'
printf '%s' "$secret" >secret
printf 'another message' >other
digest=$(sha256sum secret | cut -d ' ' -f 1)

for command in 'batch prove' 'batch verify' bench 'config show' 'config check'; do
    expect 0 "$nxz" $command --help
    has out "usage: nxz $command"
done

# setting NAME OPTIONS...: its value and origin.
setting() {
    name=$1
    shift
    "$nxz" config show "$@" | sed -n "s/^$name  *//p" | tr -s ' '
}

# Layers: each replaces those before, and the environment counts only where it is asked for.
printf '{"profile": "small", "threads": 3, "limits": {"max_work": 1000000000}}' >low.json
printf 'threads = 3\nprofile = "small"\n' >low.toml
export NEXUSZERO_PROFILE=tiny NEXUSZERO_THREADS=4
same '"balanced" preset' "$(setting profile)" 'profile'
same '"fast" preset' "$(setting profile --preset fast)" 'profile of the preset'
same '256 preset' "$(setting security_level --preset secure)" 'level of the preset'
for file in low.json low.toml; do
    same '"small" file' "$(setting profile --config $file)" "profile of $file"
    same '"tiny" environment' "$(setting profile --env --config $file)" 'profile of the environment'
    same '"fast" setter' "$(setting profile --env --config $file --set profile='"fast"')" 'profile of --set'
    same '"fast" setter' "$(setting profile --env --config $file --profile fast)" 'profile of --profile'
done
same '1000000000 file' "$(setting limits.max_work --config low.json)" 'setting of a section'
same '192 setter' "$(setting security_level --level 192)" 'level of --level'
same '{"a":["}",1]} setter' "$(setting custom.region.x --set 'custom.region.x={"a":["}",1]}')" 'custom value'
same '6 setter' "$(setting threads --set threads=5 --set threads=6)" 'the last --set'
same '"portable" environment' "$(NEXUSZERO_BACKEND=portable setting backend --env)" 'backend of the environment'
expect 0 "$nxz" config show --config low.json --json
has out '"sources":{'
cp out shown.json
expect 0 "$nxz" config check shown.json
same '"small" file' "$(setting profile --config shown.json)" 'profile of what config show printed'
unset NEXUSZERO_PROFILE NEXUSZERO_THREADS

# Every problem on a line of its own, from files, the environment and settings that contradict each other.
printf 'profile = 7\nthreads = -1\nspeed = 1\n' >bad.toml
for command in 'config check bad.toml' 'config show --config bad.toml' 'bench --config bad.toml' \
    'params --config bad.toml' 'prove --secret secret --out p.nxz --config bad.toml' 'batch prove --jobs - --config bad.toml'; do
    expect 2 "$nxz" $command </dev/null
    same 3 "$(wc -l <err)" 'lines of problems'
    for name in profile threads speed; do has err "^nxz: invalid configuration: $name: "; done
done
expect 2 env NEXUSZERO_SPEED=1 NEXUSZERO_THREADS=x "$nxz" config show --env
has err NEXUSZERO_SPEED
has err threads
expect 0 env NEXUSZERO_SPEED=1 "$nxz" config show
other=$(printf '\377')
complains 'NEXUSZERO_CUSTOM_X: its value is not UTF-8' env NEXUSZERO_CUSTOM_X="$other" NEXUSZERO_LIBRARY="$other" "$nxz" config show --env
expect 0 env NEXUSZERO_LIBRARY="$other" "$nxz" config show --env
printf 'threads = 1\n[custom]\nday = 1979-05-27\n' >dates.toml
complains 'malformed encoding: path: dates and times are no values$' "$nxz" config show --config dates.toml
printf 'threads = 1\n= 2\n' >bad-line.toml
complains 'malformed encoding: path: .* at line 2 column 1$' "$nxz" config show --config bad-line.toml
expect 2 "$nxz" config show --set threads
has err 'NAME=JSON'
complains 'the value of `threads` is JSON, with quotes around text' "$nxz" config show --set threads=many
expect 2 "$nxz" config show --set 'backend="fpga"'
has err '^nxz: invalid configuration: backend: .*portable'
expect 2 "$nxz" config show --preset slow
expect 2 "$nxz" config check missing.toml
expect 2 "$nxz" config check secret
has err 'ends in .json or .toml'
expect 2 "$nxz" config check
expect 0 "$nxz" config check low.toml

# A configuration reaches the proofs; options are stronger than files.
expect 0 "$nxz" prove --secret secret --out p.nxz --preset fast --set security_level=192
has out '^profile *fast'
has out '^level *192'
expect 0 "$nxz" prove --secret secret --out q.nxz --config low.json --profile fast --set use_compression=true
has out '^profile *fast'
expect 0 "$nxz" verify --digest "$digest" --blocks 1 --set security_level=192 p.nxz
has out 'level 192'
expect 1 "$nxz" verify --digest "$digest" --blocks 1 p.nxz
expect 2 "$nxz" prove --secret secret --out r.nxz --set limits.max_memory=1000
has err 'limit exceeded'
expect 2 "$nxz" prove --secret secret --out r.nxz --set max_proof_size=100
expect 0 "$nxz" prove --secret secret --out q.nxz --profile small --set use_optimizer=true --set max_proof_size=20000
expect 0 "$nxz" prove --secret secret --out q.nxz --set use_optimizer=true --profile fast
has out '^profile'

# A batch of several sorts, in which one job fails: the others are written, in the order of the lines.
echo 19840229 >born
expect 0 "$nxz" commit --number born --blinding-out blinding
commitment=$(sed -n 's/^commitment *//p' out)
"$nxz" statement range --commitment "$commitment" --min 19000101 --max 20081125 >adult.json || exit 1
"$nxz" statement preimage --digest "$digest" --blocks 1 >'a preimage.json' || exit 1
cat >jobs <<'JOBS'
# An age, a message by its digest, the wrong message, and the short form.
--statement adult.json --number value=born --secret blinding=blinding --context n1 --out age.nxz

--statement 'a preimage.json' --secret message=secret --context "it's n2" --out 'a preimage.nxz'
	--statement "a"' preimage.json' --secret message=other --out wrong.nxz   # fails
--secret secret --hash blake3 --out short.nxz
JOBS
for threads in 1 2 0; do
    rm -f age.nxz 'a preimage.nxz' short.nxz
    expect 2 "$nxz" batch prove --jobs jobs --profile fast --threads $threads --metrics metrics.json
    same 'ok age.nxz
ok a preimage.nxz
failed wrong.nxz: 
ok short.nxz
3 succeeded, 1 failed, 0 cancelled; ' "$(sed 's/\(failed *[a-z.]*: \).*/\1/; s/\(; \).*/\1/' out | tr -s ' ')" 'lines of the batch'
    has out 'witness'
    has metrics.json '"summary":{'
    has metrics.json '"failed":1'
    [ ! -e wrong.nxz ] || fail 'a failed job left a file'
done
has metrics.json '"proofs":{'
expect 2 "$nxz" batch prove --jobs jobs --profile fast --threads 1
has out '; 1 threads, .* proofs per second, peak memory [0-9]* bytes$'
expect 0 "$nxz" verify --statement adult.json --context n1 age.nxz
expect 0 "$nxz" verify --statement 'a preimage.json' --context "it's n2" 'a preimage.nxz'
blake3=$("$nxz" digest --hash blake3 --secret secret | sed -n 's/^digest *//p')
expect 0 "$nxz" verify --hash blake3 --digest "$blake3" --blocks 1 short.nxz
grep -v wrong jobs >good-jobs
expect 0 "$nxz" batch prove --jobs good-jobs --profile fast
has out '^3 succeeded, 0 failed'
expect 0 sh -c '"$1" batch prove --jobs - --profile fast <good-jobs' sh "$nxz"
echo "--secret secret --out missing/p.nxz" >unwritable
expect 2 "$nxz" batch prove --jobs unwritable --profile fast
has out '^failed *missing/p.nxz: .*written'
has err 'cannot write'

# Jobs in a row share a statement: standard input is read once.
printf -- '--statement - --secret message=secret --out %s.nxz\n' one two >sharing
expect 0 sh -c '"$1" batch prove --jobs sharing --profile fast <"a preimage.json"' sh "$nxz"
has out '^2 succeeded, 0 failed'
for name in one two; do expect 0 "$nxz" verify --digest "$digest" --blocks 1 $name.nxz; done

# Verifying: 1 for proofs that are invalid, bytes that are no proof included, 2 for everything else.
cat >checks <<JOBS
--statement adult.json --context n1 age.nxz
--digest $digest --blocks 1 --context "it's n2" 'a preimage.nxz'
JOBS
expect 0 "$nxz" batch verify --jobs checks
has out '^2 succeeded, 0 failed'
{ echo "--digest $digest --blocks 1 --context n3 'a preimage.nxz'"; cat checks; echo '--statement adult.json secret'; } >bad-checks
expect 1 "$nxz" batch verify --jobs bad-checks --threads 2 --metrics metrics.json
same 'failed a preimage.nxz
ok age.nxz
ok a preimage.nxz
failed secret' "$(sed '$d; s/\.nxz:.*/.nxz/; s/secret:.*/secret/' out | tr -s ' ')" 'lines of the verification'
has out '^2 succeeded, 2 failed, 0 cancelled'
has metrics.json '"failed":1'
echo '--statement adult.json secret' >no-proofs
expect 1 "$nxz" batch verify --jobs no-proofs
has out '^0 succeeded, 1 failed'
# What is wrong with one file is no matter of the others: one that is no proof is invalid, one that cannot be read is an error.
{ head -c 3 age.nxz; printf '\377'; tail -c +5 age.nxz; } >version.nxz
{ cat checks; echo '--statement adult.json version.nxz'; } >with-version
expect 1 "$nxz" batch verify --jobs with-version
has out '^failed *version.nxz: unsupported: '
has out '^2 succeeded, 1 failed'
{ echo '--statement adult.json missing.nxz'; cat checks; } >with-missing
expect 2 "$nxz" batch verify --jobs with-missing
has out '^failed *missing.nxz: .*cannot be read'
has out '^2 succeeded, 1 failed'
expect 2 "$nxz" batch verify --jobs checks --set limits.max_proof_size=100
expect 1 "$nxz" batch verify --jobs checks --level 256

# A file of jobs with mistakes: all of them are named, and nothing begins.
cat >mistakes <<'JOBS'
--secret secret --out fine.nxz
--secret secret
--secret secret --out x.nxz --profile fast
--secret 'secret --out x.nxz
--secret missing --out x.nxz
--help
--secret secret --out x.nxz more
JOBS
expect 2 "$nxz" batch prove --jobs mistakes
for line in 2 3 4 5 6 7; do has err "line $line of mistakes is refused"; done
lacks err 'line 1 of'
has err 'is not closed'
[ ! -e fine.nxz ] || fail 'jobs with mistakes began'
printf -- '--secret secret --out x.nxz\n--secret other --out x.nxz\n' >twice
expect 2 "$nxz" batch prove --jobs twice
has err 'several jobs write x.nxz'
[ ! -e x.nxz ] || fail 'jobs with mistakes began'
# By other names they are told apart when they are written, and so are secrets and jobs.
printf -- '--secret secret --out x.nxz\n--secret other --out ./x.nxz\n' >twice
expect 2 "$nxz" batch prove --jobs twice --profile fast
has out '^ok *x.nxz'
has out '^failed *./x.nxz: .*could not be written'
cp secret mine
printf -- '--secret secret --out ./mine\n--secret mine --out y.nxz\n' >over
expect 2 "$nxz" batch prove --jobs over --profile fast
has err 'mine is not replaced'
expect 0 cmp -s mine secret
complains 'over is not replaced' "$nxz" batch prove --jobs over --profile fast --metrics over
# Every proof is written, whoever reads the lines.
for i in 1 2 3 4 5 6 7 8; do echo "--secret secret --out written$i.nxz"; done >eight
"$nxz" batch prove --jobs eight --profile fast | true
same 8 "$(ls written?.nxz | wc -l)" 'proofs that were written'
printf 'a\000b' >binary
expect 2 "$nxz" batch prove --jobs binary
has err 'is no text'
echo '# nothing' >nothing
expect 2 "$nxz" batch prove --jobs nothing
has err 'no job'
expect 2 "$nxz" batch prove
expect 2 "$nxz" batch prove --jobs missing
expect 2 "$nxz" batch prove --jobs good-jobs --threads 100000
expect 2 "$nxz" batch

# Measurements: some are printed, of what was asked for.
expect 0 "$nxz" bench --seconds 1 --profile fast
has out '^fast  *128  *[1-9]'
has out 'only ratios'
expect 0 "$nxz" bench --seconds 0 --profile all --hash blake3 --bytes 100
for profile in fast balanced small tiny; do has out "^$profile  *128  *1 "; done
expect 0 "$nxz" bench --seconds 0 --statement adult.json --number value=born --secret blinding=blinding --preset fast --level 192 --json
has out '^\[{"profile":"fast","level":192,"proofs":1,"prove_ms":[0-9.]*,'
has out '"security_bits":19[0-9.]*,"peak_memory":[0-9]*}\]$'
expect 2 "$nxz" bench --seconds 0 --secret secret
expect 2 "$nxz" bench --seconds 0 --bytes 1000000
expect 2 "$nxz" bench --seconds 0 --bytes 99999999999999999999
expect 2 "$nxz" bench --seconds 0 --statement adult.json --bytes 3
expect 2 "$nxz" bench --seconds 0 --statement adult.json
expect 2 "$nxz" bench --seconds 0 --profile huge
expect 0 "$nxz" bench --seconds 0 --profile fast --config low.toml --json

# Progress: on a terminal, where the work is long and nobody asked for quiet, and nowhere else.
expect 0 "$nxz" bench --seconds 1 --profile fast
same 0 "$(wc -c <err)" 'bytes on standard error'
carriage=$(printf '\r')
if script -qec true /dev/null >/dev/null 2>&1; then
    expect 0 script -qec "'$nxz' bench --seconds 1 --profile fast" /dev/null
    has out "${carriage}0/1, [0-9]* s"
    has out "$carriage  *$carriage"
    expect 0 script -qec "'$nxz' bench --seconds 1 --profile fast --quiet" /dev/null
    lacks out ', [0-9]* s'
    expect 0 script -qec "'$nxz' bench --seconds 1 --profile fast 2>quiet" /dev/null
    same 0 "$(wc -c <quiet)" 'bytes on standard error'
else
    echo 'progress on a terminal: left out, because script was not found'
fi

# Ctrl-C: what has begun is finished and reported, the rest is not done.
if env --default-signal=INT true 2>/dev/null && [ -r /proc/self/status ]; then
    i=0
    while [ $i -lt 400 ]; do
        echo "--secret secret --out many-$i.nxz"
        i=$((i + 1))
    done >many
    env --default-signal=INT "$nxz" batch prove --jobs many --profile tiny --threads 1 >out 2>err &
    pid=$!
    # Until it is the tool that runs, no longer this shell, and catches the signal, whose bit is the second.
    until sed -n '1p; /^SigCgt:/p' "/proc/$pid/status" 2>/dev/null | tr -d '\n' |
        grep -q "^Name:.$(basename "$nxz")SigCgt:.*[2367abef]\$"; do
        kill -0 $pid 2>/dev/null || break
    done
    kill -INT $pid
    wait $pid
    same 2 $? 'exit code of an interrupted batch'
    same 401 "$(wc -l <out)" 'lines of an interrupted batch'
    has out '^cancelled  *many-399.nxz$'
    same "$(grep -c '^ok' out)" "$(ls many-*.nxz 2>/dev/null | wc -l)" 'proofs of an interrupted batch'
    has out " 0 failed, $(grep -c '^cancelled' out) cancelled; "
else
    echo 'Ctrl-C: left out, because env --default-signal or /proc was not found'
fi

# No output, proof or file of measurements shows a secret.
checks=$((checks + 1))
if cat log metrics.json ./*.nxz | grep -a -q -F -e "$secret" -e 19840229; then fail 'a secret is in the output'; fi
finish
