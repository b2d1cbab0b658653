#!/usr/bin/env bash
# Unpack Debian's MariaDB server and the libraries it needs into a folder; needs no root. Where it cannot be had it says so,
# and is no failure. Usage: fetch_mariadb.sh FOLDER
set -euo pipefail
folder=$1
[[ -x $folder/usr/sbin/mariadbd ]] && exit 0
skip() {
  echo "$1: without MariaDB, its tests are skipped"
  exit 0
}
command -v apt-get >/dev/null && command -v dpkg >/dev/null || skip "not Debian"
mkdir -p "$folder/packages"
needed=$(apt-cache depends mariadb-server-core | sed -n 's/^  Depends: \([a-z].*\)/\1/p' | grep -vx 'libc6\|mariadb-common') ||
  skip "apt knows no MariaDB"
# shellcheck disable=SC2086 # a list of packages
(cd "$folder/packages" && apt-get -qq -o APT::Sandbox::User=root download mariadb-server-core $needed) ||
  skip "apt-get cannot download it"
for package in "$folder"/packages/*.deb; do dpkg -x "$package" "$folder"; done
rm -r "$folder/packages"
touch "$folder/usr/sbin/mariadbd"
