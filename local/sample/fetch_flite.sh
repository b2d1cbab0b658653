#!/usr/bin/env bash
# Unpack Debian's flite, a small English speech synthesiser, into a folder; prints nothing, needs no root.
# Usage: fetch_flite.sh FOLDER
set -euo pipefail

folder=$1
[[ -x $folder/usr/bin/flite ]] && exit 0
mkdir -p "$folder/packages"
(cd "$folder/packages" && apt-get -qq -o APT::Sandbox::User=root download flite libflite1)
for package in "$folder"/packages/*.deb; do dpkg -x "$package" "$folder"; done
