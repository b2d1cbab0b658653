#!/bin/sh
# Download one of Debian 13's source packages into the current folder. Nothing of the machine's own apt is changed.
# usage: fetch.sh PACKAGE VERSION      VERSION with its epoch, if it has one
set -eu
. /etc/os-release
mkdir -p apt/sources apt/lists/partial
sed -e 's/^Types:.*/Types: deb-src/' -e "/^Suites:/s/$VERSION_CODENAME/trixie/g" /etc/apt/sources.list.d/debian.sources >apt/sources/debian.sources
apart="-qq -o Dir::Etc::sourceparts=$PWD/apt/sources -o Dir::Etc::sourcelist=/dev/null -o Dir::State::lists=$PWD/apt/lists -o APT::Sandbox::User="
# shellcheck disable=SC2086 # one option a word
apt-get $apart update
# shellcheck disable=SC2086
apt-get $apart source --download-only "$1=$2" || {
  newest=$(apt-cache $apart showsrc "$1" | sed -n 's/^Version: //p' | sort -V | tail -1)
  echo "Debian offers $1 $newest and no longer $2: change the pin as README.md says (FFmpeg once: FFMPEG_VERSION=${newest#*:})." >&2
  exit 1
}
