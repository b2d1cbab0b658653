#!/usr/bin/env bash
# Unpack Debian's strace into a folder; needs no root. Where it cannot be had it says so, and is no failure.
# Usage: fetch_strace.sh FOLDER
set -euo pipefail
folder=$1
[[ -x $folder/usr/bin/strace ]] && exit 0
skip() {
  echo "$1: without strace, the tests of attack payloads are skipped"
  exit 0
}
command -v apt-get >/dev/null && command -v dpkg >/dev/null || skip "not Debian"
mkdir -p "$folder/packages"
(cd "$folder/packages" && apt-get -qq -o APT::Sandbox::User=root download strace libunwind8) || skip "apt-get cannot download it"
for package in "$folder"/packages/*.deb; do dpkg -x "$package" "$folder"; done
touch "$folder/usr/bin/strace"
