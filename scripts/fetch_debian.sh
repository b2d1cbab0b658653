#!/usr/bin/env bash
# Unpack a program of Debian's and the libraries it needs into a folder; needs no root. Where it cannot be had it says so,
# and is no failure: its tests are skipped. Usage: fetch_debian.sh PACKAGE FOLDER PROGRAM_IN_IT
set -euo pipefail
package=$1 folder=$2 program=$2/$3
[[ -x $program ]] && exit 0
skip() {
  echo "$1: the tests that need $package are skipped"
  exit 0
}
command -v apt-get >/dev/null && command -v dpkg >/dev/null || skip "not Debian"
mkdir -p "$folder/packages"
needed=$(apt-cache depends "$package" | sed -n 's/^  Depends: \([a-z].*\)/\1/p' | grep -vx 'libc6\|mariadb-common') ||
  skip "apt does not know it"
# shellcheck disable=SC2086 # a list of packages
(cd "$folder/packages" && apt-get -qq -o APT::Sandbox::User=root download "$package" $needed) ||
  skip "apt-get cannot download it"
for archive in "$folder"/packages/*.deb; do dpkg -x "$archive" "$folder"; done
rm -r "$folder/packages"
touch "$program"
