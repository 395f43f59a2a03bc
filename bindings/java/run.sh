#!/bin/sh
# Runs a program of one Java file with the jar that `mvn package` made: run.sh FILE.java [ARGUMENT ...].
# JAVA_HOME names the JDK, NEXUSZERO_LIBRARY the C library, and MAVEN_REPOSITORY where Maven keeps JNA, which
# JDK 17 to 21 need.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
jars=$(echo "$here"/target/nexuszero-*.jar)
[ -f "$jars" ] || { echo "run.sh: run mvn package in $here first" >&2; exit 2; }
repository=${MAVEN_REPOSITORY:-$HOME/.m2/repository}
version=$(sed -n '/<artifactId>jna</{n;s/.*<version>\(.*\)<.*/\1/p;}' "$here/pom.xml")
jna=$repository/net/java/dev/jna/jna/$version/jna-$version.jar
if [ -f "$jna" ]; then jars=$jars:$jna; fi
# JDK 17 does not know the option for what it has not got.
access=
if "$java" --list-modules | grep -q '^java\.base@\(2[2-9]\|[3-9]\)'; then access=--enable-native-access=ALL-UNNAMED; fi
exec "$java" $access -cp "$jars" "$@"
