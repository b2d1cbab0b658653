#!/bin/sh
# Download Debian 13's source package of ffmpeg into the current folder. Nothing of the machine's own apt is changed.
# usage: fetch.sh VERSION
set -eu
. /etc/os-release
mkdir -p apt/sources apt/lists/partial
sed -e 's/^Types:.*/Types: deb-src/' -e "/^Suites:/s/$VERSION_CODENAME/trixie/g" /etc/apt/sources.list.d/debian.sources >apt/sources/debian.sources
apart="-qq -o Dir::Etc::sourceparts=$PWD/apt/sources -o Dir::Etc::sourcelist=/dev/null -o Dir::State::lists=$PWD/apt/lists -o APT::Sandbox::User="
# shellcheck disable=SC2086 # one option a word
apt-get $apart update
# shellcheck disable=SC2086
apt-get $apart source --download-only "ffmpeg=7:$1" || {
  newest=$(apt-cache $apart showsrc ffmpeg | sed -n 's/^Version: 7://p' | sort -V | tail -1)
  echo "Debian offers ffmpeg $newest and no longer $1: build once with FFMPEG_VERSION=$newest, or change the pin as README.md says." >&2
  exit 1
}
