#!/usr/bin/env bash
# Build the container for a Mac (docs/container.md), and see that what `make` needs is in it.
# usage: check_container.sh CACHE
set -euo pipefail
echo "+ docker build .devcontainer"
docker build --tag clipscribe-dev .devcontainer >"$1/container.log" 2>&1 || { tail -20 "$1/container.log" >&2; exit 1; }
docker run --rm --network none -v "$PWD:/work:ro" clipscribe-dev bash -euc '
  make help | head -2
  python=$(scripts/find_python.sh 3.13)
  "$python" -m venv /tmp/venv
  command -v flock git ps >/dev/null
  echo "the container for a Mac: $("$python" --version), $(make --version | head -1), $(uname -m)"'
