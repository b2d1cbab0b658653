#!/usr/bin/env bash
# Build a stand-in for Docker's debian:SUITE-slim out of Debian's packages.
# usage: standin_debian.sh IMAGE LABEL FOLDER
set -euo pipefail
image=$1 label=$2 folder=$3.debian
suite=${image#debian:}
suite=${suite%-slim}
. /etc/os-release
scripts/docker/install.sh mmdebstrap mmdebstrap "$3.apt.log"
mkdir -p "$folder"
# The servers that this machine's own apt uses, for the other suite.
sed "/^Suites:/s/$VERSION_CODENAME/$suite/g" /etc/apt/sources.list.d/debian.sources >"$folder/debian.sources"
mmdebstrap --quiet --variant=apt --include=ca-certificates --customize-hook='rm -f "$1"/etc/apt/sources.list' \
  --customize-hook="copy-in $folder/debian.sources /etc/apt/sources.list.d" "$suite" - "$folder/debian.sources" |
  docker import --change "LABEL clipscribe.standin=$label" - "$image" >/dev/null
