#!/bin/sh
# What cpack makes: an archive, and a Debian package where dpkg-deb is. Unpacked, both have everything, and it works.
# usage: packages.sh CPACK BUILD VERSION CC LIBDIR
set -eu
cpack=$1 build=$2 version=$3 cc=$4 libdir=$5
quickstart=$(cd "$(dirname "$0")/../../c_examples" && pwd)/quickstart.c
optimizer=$(cd "$(dirname "$0")" && pwd)/optimizer.sh
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
(cd "$build" && "$cpack" -B "$dir/packages" >"$dir/log" 2>&1) || { cat "$dir/log" >&2; exit 1; }

# try PREFIX: the tool runs, and a program builds against the libraries.
try() {
    "$1/bin/nxz" --version
    "$cc" "$quickstart" -I"$1/include" -L"$1/$libdir" -lnexuszero -Wl,-rpath,"$1/$libdir" -o "$dir/program"
    "$dir/program"
    # shellcheck disable=SC2046
    "$cc" "$quickstart" -I"$1/include" "$1/$libdir/libnexuszero.a" \
        $(sed -n 's/^Libs.private: //p' "$1/$libdir/pkgconfig/nexuszero.pc") -o "$dir/program"
    "$dir/program"
    [ -s "$1/share/doc/nexuszero/LICENSE-MIT" ]
    [ -s "$1/share/man/man1/nxz.1" ]
    "$optimizer" "$cc" "$1" "$libdir"
}

mkdir "$dir/tar"
tar -xzf "$dir"/packages/nexuszero-"$version"-*.tar.gz -C "$dir/tar" --strip-components=1
try "$dir/tar"

if command -v dpkg-deb >/dev/null; then
    deb=$(echo "$dir"/packages/nexuszero_"$version"_*.deb)
    dpkg-deb -x "$deb" "$dir/deb"
    try "$dir/deb/usr"
    dpkg-deb -f "$deb" Depends | grep -q 'libc6' || { echo "the package depends on nothing" >&2; exit 1; }
    dpkg-deb -e "$deb" "$dir/control"
    grep -q '^libnexuszero 1 ' "$dir/control/shlibs"
    grep -q ldconfig "$dir/control/postinst"
    # Whether everything that it depends on can be had, also where it is installed already.
    if command -v apt-get >/dev/null; then apt-get -s --reinstall install "$deb" | grep '^Inst nexuszero '; fi
else
    echo "the Debian package: left out, because dpkg-deb was not found"
fi
