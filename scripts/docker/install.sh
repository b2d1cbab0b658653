#!/usr/bin/env bash
# Install a package of Debian's where its program is missing, and say beforehand how large it is. usage: install.sh PROGRAM PACKAGE LOG
set -euo pipefail
program=$1 package=$2 log=$3
! command -v "$program" >/dev/null || exit 0
echo "docker target: installing Debian's $package on this machine, with what it needs:"
LC_ALL=C apt-get install --no-install-recommends --download-only --assume-no "$package" 2>/dev/null | grep -E '^(Need to get|After this operation)' | sed 's/^/  /' || true
apt-get install -y -qq --no-install-recommends "$package" >"$log" 2>&1 || { tail -5 "$log" >&2; exit 1; }
