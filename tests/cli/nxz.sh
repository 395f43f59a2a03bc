#!/bin/sh
# The command-line tool from the outside: results, exit codes, and that the secret appears nowhere.
# usage: nxz.sh NXZ
. "$(dirname "$0")/checks.sh"

# value NAME COMMAND...: a string of the JSON that it prints.
value() {
    name=$1
    shift
    "$@" --json | sed 's/.*"'"$name"'":"\([0-9a-f]*\)".*/\1/'
}

# The bytes of standard input in hexadecimal, on one line.
hex() { od -An -v -tx1 | tr -d ' \n' && echo; }

# And back.
unhex() { for byte in $(sed 's/../& /g'); do printf "\\$(printf %03o "0x$byte")"; done; }

# repeated COUNT BYTE: that many bytes of one octal value.
repeated() { head -c "$1" /dev/zero | tr '\0' "$2"; }

secret='Zm9vYmFy-the-secret-of-this-test'
printf '%s' "$secret" >secret
sha256=$(sha256sum secret | cut -d ' ' -f 1)

# Help and usage.
expect 0 "$nxz" --help
has out 'nxz verify'
expect 0 "$nxz" --version
for command in digest commit public-value 'merkle root' 'merkle path' 'circuit info' prove verify inspect params \
    'statement preimage' 'statement range' 'statement one-of-many' 'statement membership' 'statement discrete-log' \
    'statement circuit' 'statement conjunction'; do
    expect 0 "$nxz" $command --help
    has out "usage: nxz $command"
done
expect 0 "$nxz" statement --help
has out 'nxz statement range'
expect 2 "$nxz" statement
expect 2 "$nxz" statement nonsense
expect 2 "$nxz" merkle
expect 2 "$nxz"
complains "there is no command 'nonsense'; see nxz --help" "$nxz" nonsense
complains '--secret is missing' "$nxz" digest
complains '--secret needs a value' "$nxz" digest --secret
complains 'cannot open missing-file' "$nxz" digest --secret missing-file
complains 'cannot read .' "$nxz" digest --secret .
complains "--hash 'md5' does not exist" "$nxz" digest --secret secret --hash md5
complains "unknown option '--unknown'" "$nxz" digest --secret secret --unknown
complains "unexpected argument 'secret'" "$nxz" digest secret
complains '--secret is given twice' "$nxz" digest --secret secret --secret secret
complains 'has a key' "$nxz" digest --secret secret --hash hmac-sha256
complains '--out is missing' "$nxz" prove --secret secret
complains '--secret is missing' "$nxz" prove --out p.nxz
complains 'security_level: the security level is 128, 192 or 256 bits, not 100' "$nxz" prove --secret secret --out p.nxz --level 100
complains 'security_level: the security level is 128, 192 or 256 bits, not 4294967424' "$nxz" prove --secret secret --out p.nxz --level 4294967424
complains "--profile 'huge' does not exist" "$nxz" prove --secret secret --out p.nxz --profile huge
complains 'message: a message has at least one block' "$nxz" prove --secret secret --out p.nxz --blocks 0
complains "--blocks '-1' is no number" "$nxz" prove --secret secret --out p.nxz --blocks -1
complains "--blocks '1x' is no number" "$nxz" prove --secret secret --out p.nxz --blocks 1x
complains '--blocks and --length exclude each other' "$nxz" prove --secret secret --out p.nxz --blocks 1 --length 32
complains 'several secrets need --statement' "$nxz" prove --secret secret --secret secret --out p.nxz
complains '--number needs --statement' "$nxz" prove --secret secret --number secret --out p.nxz
complains 'use --statement' "$nxz" prove --secret secret --out p.nxz --hash hmac-sha512
complains 'witness: the secret `message` does not have the stated length' "$nxz" prove --secret secret --out p.nxz --length 31
complains 'digest: a sha256 digest has 32 bytes, got 1' "$nxz" prove --secret secret --out p.nxz --digest 00
complains '--digest is not hexadecimal' "$nxz" prove --secret secret --out p.nxz --digest 0g
complains 'witness: the message does not have the stated digest' "$nxz" prove --secret secret --out p.nxz --digest "$(printf '%064d' 0)"
head -c 5000 /dev/zero >long
complains 'limit exceeded' "$nxz" prove --secret long --out p.nxz
[ ! -e p.nxz ] || fail "a failed prove left a file"

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
complains '--blocks or --length is missing' "$nxz" verify --digest "$sha256" --context 'session 1' p.nxz
complains '--digest is missing' "$nxz" verify --blocks 1 --context 'session 1' p.nxz
complains 'the file is missing' "$nxz" verify --digest "$sha256" --blocks 1
complains 'message: at most 64 blocks of 64 bytes can be proved with sha256' "$nxz" verify --digest "$sha256" --blocks 65 p.nxz
complains 'cannot open missing.nxz' "$nxz" verify --digest "$sha256" --blocks 1 missing.nxz
complains "unexpected argument 'p.nxz'" "$nxz" verify --digest "$sha256" --blocks 1 p.nxz p.nxz

expect 0 "$nxz" prove --secret secret --hash sha3-256 --length 32 --profile fast --level 192 --out q.nxz --json
has out '"profile":"fast"'
sha3=$(value digest "$nxz" digest --secret secret --hash sha3-256)
expect 0 "$nxz" verify --hash sha3-256 --digest "$sha3" --length 32 --level 192 q.nxz
expect 1 "$nxz" verify --hash sha3-256 --digest "$sha3" --length 31 --level 192 q.nxz
expect 0 sh -c '"$1" prove --secret - --out r.nxz --profile fast <secret' sh "$nxz"
expect 0 "$nxz" verify --digest "$sha256" --blocks 1 r.nxz
expect 0 "$nxz" prove --secret /dev/null --out empty.nxz --profile fast
complains 'cannot write missing-directory/p.nxz' "$nxz" prove --secret secret --out missing-directory/p.nxz --profile fast

# A context of any bytes.
printf 'nonce\000\n' >nonce
expect 0 "$nxz" prove --secret secret --out c.nxz --profile fast --context-file nonce
expect 0 "$nxz" verify --digest "$sha256" --blocks 1 --context-file nonce c.nxz
expect 1 "$nxz" verify --digest "$sha256" --blocks 1 --context nonce c.nxz
complains 'exclude each other' "$nxz" verify --digest "$sha256" --blocks 1 --context nonce --context-file nonce c.nxz
complains 'cannot open missing' "$nxz" verify --digest "$sha256" --blocks 1 --context-file missing c.nxz

# With --json, too, prove says what the verifier states.
expect 0 "$nxz" prove --secret secret --out c.nxz --profile fast --json
has out "^{\"hash\":\"sha256\",\"digest\":\"$sha256\",\"blocks\":1,\"request_id\":"
expect 0 "$nxz" prove --secret secret --length 32 --out c.nxz --profile fast --json
has out '"length":32,'

# What was read is not replaced, by whatever name. Links, modes and what is no file stay.
cp secret key
ln -s key link
for out in key ./key link; do
    complains 'is not replaced' "$nxz" prove --secret key --profile fast --out $out
    expect 0 cmp -s key secret
done
complains 'a file is expected' "$nxz" prove --secret key --profile fast --out -
echo old >target.nxz
chmod 640 target.nxz
ln -s target.nxz link.nxz
expect 0 "$nxz" prove --secret key --profile fast --out link.nxz
[ -L link.nxz ] || fail 'the link was replaced'
same '-rw-r-----' "$(ls -l target.nxz | cut -c 1-10)" 'the mode of the file'
expect 0 "$nxz" verify --digest "$sha256" --blocks 1 target.nxz
mkfifo fifo
timeout 60 cat fifo >through.nxz &
expect 0 "$nxz" prove --secret key --profile fast --out fifo
wait
[ -p fifo ] || fail 'the pipe was replaced'
expect 0 "$nxz" verify --digest "$sha256" --blocks 1 through.nxz
expect 0 "$nxz" prove --secret key --profile fast --out /dev/null
[ -c /dev/null ] || fail 'the device was replaced'

# A proof of another version or system is invalid.
for byte in 4 5; do
    { head -c $((byte - 1)) c.nxz; printf '\377'; tail -c +$((byte + 1)) c.nxz; } >other.nxz
    expect 1 "$nxz" verify --digest "$sha256" --length 32 other.nxz
    has out '^invalid'
done

# Every hash function without a key.
for hash in sha256 sha3-256 blake3 sha512 sha384 keccak-256; do
    digest=$(value digest "$nxz" digest --secret secret --hash $hash)
    for size in '--blocks 1' '--length 32'; do
        expect 0 "$nxz" prove --secret secret --hash $hash $size --profile fast --out h.nxz
        expect 0 "$nxz" verify --hash $hash --digest "$digest" $size h.nxz
    done
    expect 1 "$nxz" verify --hash $hash --digest "$digest" --length 33 h.nxz
done
complains 'limit exceeded' "$nxz" prove --secret long --hash blake3 --out h.nxz

# works NAME SECRETS...: the statement NAME.json is proved with its secrets and verified, for its context only, and is not
# any of the statements before.
proved=
works() {
    name=$1
    shift
    expect 0 "$nxz" prove --statement "$name.json" "$@" --context c1 --profile fast --out "$name.nxz"
    has out '^bytes'
    expect 0 "$nxz" verify --statement "$name.json" --context c1 "$name.nxz"
    has out '^valid'
    expect 1 "$nxz" verify --statement "$name.json" --context c2 "$name.nxz"
    expect 1 "$nxz" verify --statement "$name.json" "$name.nxz"
    for other in $proved; do
        expect 1 "$nxz" verify --statement "$other.json" --context c1 "$name.nxz"
        expect 1 "$nxz" verify --statement "$name.json" --context c1 "$other.nxz"
    done
    proved="$proved $name"
}

# refused NAME MESSAGE SECRETS...: these secrets do not satisfy the statement; no proof is written.
refused() {
    name=$1
    message=$2
    shift 2
    expect 2 "$nxz" prove --statement "$name.json" "$@" --profile fast --out refused.nxz
    has err "$message"
    [ ! -e refused.nxz ] || fail "a failed prove left a file"
}

# private FILE COMMAND...: only the owner can read the secret file, and the command does not overwrite it.
private() {
    file=$1
    shift
    has_mode=$(ls -l "$file" | cut -c 1-10)
    checks=$((checks + 1))
    [ "$has_mode" = -rw------- ] || fail "$file has mode $has_mode"
    cp "$file" before
    expect 2 "$@"
    cmp -s "$file" before || fail "$file was overwritten"
}

# Preimages: what the statement command says is what the short form says.
sed 's/^Zm9v/AAAA/' secret >other
expect 0 "$nxz" statement preimage --digest "$sha256" --blocks 1
cp out preimage.json
expect 0 "$nxz" statement preimage --digest "$sha256" --length 32 --name key
has out '{"secret":"key","len":32}'
works preimage --secret message=secret
expect 0 "$nxz" verify --digest "$sha256" --blocks 1 --context c1 preimage.nxz
expect 0 sh -c '"$1" prove --statement preimage.json --secret message=- --out r.nxz <secret' sh "$nxz"
expect 0 sh -c '"$1" verify --statement - r.nxz <preimage.json' sh "$nxz"
refused preimage 'witness' --secret message=other
refused preimage 'is missing' --secret other=secret
refused preimage 'is missing'
refused preimage 'NAME=FILE' --secret secret
refused preimage 'twice' --secret message=secret --secret message=other
refused preimage 'exclude each other' --secret message=secret --hash sha256
refused missing 'cannot open' --secret message=secret
complains 'only once' sh -c '"$1" prove --statement - --secret message=- --out refused.nxz <preimage.json' sh "$nxz"
complains '--blocks or --length is missing' "$nxz" statement preimage --digest "$sha256"
complains 'message: a message has at least one block' "$nxz" statement preimage --digest "$sha256" --blocks 0
complains '--blocks and --length exclude each other' "$nxz" statement preimage --digest "$sha256" --blocks 1 --length 32
complains 'digest: a sha256 digest has 32 bytes, got 34' "$nxz" statement preimage --digest "${sha256}0000" --blocks 1
complains 'has a key' "$nxz" statement preimage --digest "$sha256" --blocks 1 --hash hmac-sha256
echo '{"kind":"preimage"}' >bad.json
refused bad 'malformed' --secret message=secret

# By hand: a message of parts, and an HMAC (RFC 4231, test case 1).
salted=$(printf 'salt%s' "$secret" | sha256sum | cut -d ' ' -f 1)
echo '{"kind":"preimage","hash":"sha256","digest":"'"$salted"'",
    "message":{"parts":[{"public":"73616c74"},{"hidden":"password"}],"blocks":1}}' >parts.json
works parts --secret password=secret
repeated 20 '\013' >mac
printf 'Hi There' >hi
echo '{"kind":"preimage","hash":"hmac-sha256","digest":"b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
    "message":{"key":{"secret":"key","len":20},"parts":[{"secret":"text","len":8}]}}' >hmac.json
works hmac --secret key=mac --secret text=hi
refused hmac 'witness' --secret key=mac --secret text=mac

# A number in a commitment.
echo 19840229 >number
expect 0 "$nxz" commit --number number --blinding-out blinding
has out '^commitment'
commitment=$(sed -n 's/^commitment *//p' out)
private blinding "$nxz" commit --number number --blinding-out blinding
has err 'cannot make'
opened=$({ printf 'nexuszero/u64/1\345\274\056\001\000\000\000\000'; cat blinding; } | sha256sum | cut -d ' ' -f 1)
checks=$((checks + 1))
[ "$commitment" = "$opened" ] || fail "the commitment is not the hash of number and blinding"
expect 0 "$nxz" commit --number number --hash blake3 --blinding-out blinding3 --json
has out '"hash":"blake3","commitment":"'
expect 0 "$nxz" statement range --commitment "$commitment" --min 19000101 --max 20081125
cp out range.json
works range --number value=number --secret blinding=blinding
echo 20090101 >young
refused range 'witness' --number value=young --secret blinding=blinding
refused range 'witness' --number value=number --secret blinding=blinding3
refused range 'missing' --secret blinding=blinding
expect 0 "$nxz" statement range --commitment "$commitment" --min 19900101 --max 20081125
cp out outside.json
refused outside 'witness' --number value=number --secret blinding=blinding
for text in '' x 1x -1 ' 1' 18446744073709551616 '1
2'; do
    printf '%s' "$text" >bad-number
    refused range 'no decimal number' --number value=bad-number --secret blinding=blinding
    complains 'bad-number holds no decimal number of 64 bits' "$nxz" commit --number bad-number --blinding-out unused
done
[ ! -e unused ] || fail "a failed commit left a file"
complains 'hash: hmac-sha256 makes no commitments' "$nxz" commit --number number --hash hmac-sha256 --blinding-out unused
complains 'min: 2 is more than max, 1' "$nxz" statement range --commitment "$commitment" --min 2 --max 1
complains '--max is missing' "$nxz" statement range --commitment "$commitment" --min 2
complains 'commitment: a sha256 digest has 32 bytes, got 1' "$nxz" statement range --commitment 00 --min 1 --max 2

# One of many.
for i in 0 1 2 3 4; do
    if [ $i = 3 ]; then echo "$sha256"; else printf 'member %s' $i | sha256sum | cut -d ' ' -f 1; fi
done >list
echo 3 >place
echo 2 >wrong-place
echo 5 >no-place
expect 0 "$nxz" statement one-of-many --list list --length 32
cp out one-of-many.json
works one-of-many --secret message=secret --number index=place
refused one-of-many 'witness' --secret message=secret --number index=wrong-place
refused one-of-many 'witness' --secret message=secret --number index=no-place
refused one-of-many 'witness' --secret message=other --number index=place
{ cat list; echo 00; } >bad-list
complains 'line 6' "$nxz" statement one-of-many --list bad-list --length 32
{ cat list; echo; } >bad-list
complains 'line 6' "$nxz" statement one-of-many --list bad-list --length 32
complains '/dev/null is empty' "$nxz" statement one-of-many --list /dev/null --length 32
complains 'list: a sha512 digest has 64 bytes, the list has 32' "$nxz" statement one-of-many --list list --length 32 --hash sha512

# Merkle trees; the first is that of RFC 6962 over six leaves, whose last two are less deep.
for i in 0 1 2 3 4; do printf 'leaf %s' $i | hex; done >leaves
hex <secret >>leaves
node() { printf '01%s%s' "$1" "$2" | unhex | sha256sum | cut -d ' ' -f 1; }
leaf() { printf '00%s' "$(sed -n "$(($1 + 1))p" leaves)" | unhex | sha256sum | cut -d ' ' -f 1; }
left=$(node "$(node "$(leaf 0)" "$(leaf 1)")" "$(node "$(leaf 2)" "$(leaf 3)")")
echo 5 >place
expect 0 "$nxz" merkle root --leaves leaves
has out "root    $(node "$left" "$(node "$(leaf 4)" "$(leaf 5)")")"
has out 'leaves  6$'
has out 'depth   3$'
for hash in sha256 sha3-256 blake3; do
    root=$(value root "$nxz" merkle root --leaves leaves --hash $hash)
    expect 0 "$nxz" merkle path --hash $hash --leaves leaves --index-file place --index-out index-$hash --path-out path-$hash
    has out "root    $root"
    has out 'depth   2$'
    has index-$hash '^3$'
    expect 0 "$nxz" statement membership --hash $hash --root "$root" --depth 2 --length 32
    cp out member-$hash.json
    works member-$hash --secret leaf=secret --number index=index-$hash --secret path=path-$hash
    refused member-$hash 'witness' --secret leaf=other --number index=index-$hash --secret path=path-$hash
    refused member-$hash 'witness' --secret leaf=secret --number index=place --secret path=path-$hash
done
private path-sha256 "$nxz" merkle path --leaves leaves --index-file place --index-out unused --path-out path-sha256
[ ! -e unused ] || fail "a failed command left a secret file"
private index-sha256 "$nxz" merkle path --leaves leaves --index-file place --index-out index-sha256 --path-out unused
echo 6 >place
complains 'there is no leaf' "$nxz" merkle path --leaves leaves --index-file place --index-out unused --path-out unused2
sed -n 6p leaves >leaf
echo 0 >place
expect 0 "$nxz" merkle path --leaves leaf --index-file place --index-out index-0 --path-out path-0
has out 'depth   0$'
expect 0 "$nxz" statement membership --root "$(sed -n 's/^root *//p' out)" --depth 0 --blocks 1 --name key
cp out alone.json
works alone --secret key=secret --number index=index-0 --secret path=path-0
complains '/dev/null is empty' "$nxz" merkle root --leaves /dev/null
complains 'hash: hmac-sha256 makes no trees' "$nxz" merkle root --leaves leaves --hash hmac-sha256
complains 'depth: at most 32 levels can be proved, got 33' "$nxz" statement membership --root "$root" --depth 33 --length 32
complains 'root: a sha256 digest has 32 bytes, got 1' "$nxz" statement membership --root 00 --depth 2 --length 32

# A conjunction about one secret.
expect 0 "$nxz" statement preimage --hash sha3-256 --digest "$sha3" --length 32
cp out nullifier.json
expect 0 "$nxz" statement conjunction one-of-many.json nullifier.json range.json
cp out conjunction.json
echo 3 >place
works conjunction --secret message=secret --number index=place --number value=number --secret blinding=blinding
refused conjunction 'witness' --secret message=other --number index=place --number value=number --secret blinding=blinding
expect 0 "$nxz" statement conjunction nullifier.json one-of-many.json range.json
cp out reordered.json
expect 1 "$nxz" verify --statement reordered.json --context c1 conjunction.nxz
complains 'statements: a conjunction has two claims or more' "$nxz" statement conjunction nullifier.json
complains 'statements: a conjunction cannot be a part of a conjunction' "$nxz" statement conjunction nullifier.json conjunction.json
complains 'statements: `message` has different sizes in different places' "$nxz" statement conjunction nullifier.json preimage.json

# A circuit: one AND gate of two bits.
printf '1 3\n2 1 1\n1 1\n\n2 1 0 1 2 AND\n' >and.txt
printf '\001' >one; printf '\000' >none
expect 0 "$nxz" circuit info and.txt
has out '^and gates *1$'
has out '^inputs *2$'
has out '^fast committed bits *2$'
has out '^fast degree *2$'
has out '^tiny bytes *[0-9]'
expect 0 "$nxz" circuit info and.txt --level 256 --json
has out '"and_depth":1'
expect 0 "$nxz" statement circuit --circuit and.txt --outputs 01
cp out circuit.json
works circuit --secret input0=one --secret input1=one
refused circuit 'witness' --secret input0=one --secret input1=none
expect 0 "$nxz" statement circuit --circuit and.txt --outputs 01 --public 1=01
cp out circuit-public.json
works circuit-public --secret input0=one
complains 'the circuit has no input 2' "$nxz" statement circuit --circuit and.txt --outputs 01 --public 2=01
complains 'input 1 is given twice' "$nxz" statement circuit --circuit and.txt --outputs 01 --public 1=01 --public 1=01
complains '--public must be I=HEX' "$nxz" statement circuit --circuit and.txt --outputs 01 --public 01
complains 'outputs: 1 bytes follow the last value' "$nxz" statement circuit --circuit and.txt --outputs 0101
complains 'beyond the 1' "$nxz" statement circuit --circuit and.txt --outputs 01 --public 1=03
complains 'line 1' "$nxz" circuit info secret

# Discrete logarithms, and the warning.
repeated 32 '\001' >exponent
repeated 32 '\002' >exponent2
for group in ristretto255 p256 secp256k1; do
    public=$(value public_value "$nxz" public-value --group $group --secret exponent)
    expect 0 "$nxz" statement discrete-log --group $group --public "$public"
    cp out log-$group.json
    works log-$group --secret secret=exponent
    expect 0 "$nxz" verify --statement log-$group.json --context c1 --json log-$group.nxz
    has out '"valid":true,.*"quantum_resistant":false'
    has err '^warning: not quantum-resistant$'
    expect 0 "$nxz" prove --statement log-$group.json --secret secret=exponent --out r.nxz
    has err '^warning: not quantum-resistant$'
    refused log-$group 'not the discrete logarithm' --secret secret=exponent2
    expect 0 "$nxz" inspect log-$group.nxz
    has out '^system *schnorr$'
    has out '^quantum resistant *no$'
    expect 0 "$nxz" statement discrete-log --group $group --public "$public" --generator "$public"
    cp out unit.json
    expect 1 "$nxz" verify --statement unit.json --context c1 log-$group.nxz
done
expect 0 "$nxz" verify --statement range.json --context c1 range.nxz
checks=$((checks + 1))
[ ! -s err ] || fail "a warning about a quantum-resistant proof"
head -c 32 /dev/zero >zero
complains 'secret: it is zero, whose public value is the identity' "$nxz" public-value --group p256 --secret zero
complains 'secret: a secret has 32 bytes and is below the order of p256' "$nxz" public-value --group p256 --secret long
complains "--group 'p384' does not exist" "$nxz" public-value --group p384 --secret exponent
complains 'public_value: it is not a canonical encoding of an element of p256 other than the identity' "$nxz" statement discrete-log --group p256 --public 00
complains 'statements: a discrete-log/p256 cannot be a part of a conjunction' "$nxz" statement conjunction nullifier.json log-p256.json

# Files that are no proofs.
head -c 100 p.nxz | head -c 40 >short.nxz
expect 1 "$nxz" verify --digest "$sha256" --blocks 1 short.nxz
expect 1 "$nxz" verify --digest "$sha256" --blocks 1 /dev/null
expect 1 "$nxz" verify --digest "$sha256" --blocks 1 long

# Inspect and params.
expect 0 "$nxz" inspect p.nxz
has out '^profile  *balanced$'
has out '^system  *vole-in-the-head$'
has out '^quantum resistant  *yes$'
expect 0 "$nxz" inspect --json q.nxz
has out '"system":"vole-in-the-head","quantum_resistant":true,"security_level":192,"profile":"fast"'
complains 'bytes: the bytes do not start like a proof' "$nxz" inspect long
complains 'the file is missing' "$nxz" inspect
expect 0 "$nxz" params
[ "$(wc -l <out)" -eq 145 ] || fail "params has $(wc -l <out) lines"
expect 0 "$nxz" params --json
has out '"hash":"sha3-256","mode":"stated","level":256,"profile":"tiny"'

# No temporary file is left, and no output or proof shows a secret: the message, the number, nor those in hexadecimal, of
# the blindings and paths either.
if ls ./*.nxz.* >/dev/null 2>&1; then fail "a temporary file is left"; fi
hide() {
    checks=$((checks + 1))
    if cat log ./*.nxz | grep -a -q -i -F -e "$1"; then fail "the secret $2 is in the output"; fi
}
hide "$secret" message
hide "$(hex <secret)" message
hide "$(cat number)" number
for file in blinding blinding3 exponent path-sha256 path-sha3-256 path-blake3; do hide "$(hex <$file | head -c 64)" $file; done

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

finish
