#!/usr/bin/env bash
# Build the container for a Mac (docs/container.md), and see that what `make` needs is in it.
# It is x86-64: another machine needs an emulator, which Linux names to the kernel (binfmt_misc), by the head of the programs it takes.
# usage: check_container.sh CACHE [BINFMT]
set -euo pipefail
if [ "$(uname -m)" != x86_64 ] && ! grep -qs '^magic 7f454c460201.*3e00' "${2:-/proc/sys/fs/binfmt_misc}"/*; then
  echo "docker target: NOT BUILT: the container for a Mac, which is x86-64: this $(uname -m) has no emulator for it (binfmt_misc)"
  exit 0
fi
echo "+ docker build .devcontainer"
docker build --tag clipscribe-dev .devcontainer >"$1/container.log" 2>&1 || { tail -20 "$1/container.log" >&2; exit 1; }
docker run --rm --network none -v "$PWD:/code:ro" clipscribe-dev bash -euc '
  make help | head -2
  python=$(scripts/find_python.sh 3.13)
  "$python" -m venv /tmp/venv
  command -v flock git ps >/dev/null
  echo "the container for a Mac: $("$python" --version), $(make --version | head -1), $(uname -m)"'
