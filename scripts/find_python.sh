#!/usr/bin/env bash
# Print the first of the wanted Python versions (arguments, "3.13" style) found on PATH or in pyenv.
set -euo pipefail
pyenv_root="${PYENV_ROOT:-$HOME/.pyenv}"
for version in "$@"; do
  for candidate in "$(command -v "python$version" || true)" "$pyenv_root"/versions/"$version".*/bin/python3; do
    if [ -x "$candidate" ] && "$candidate" -c "import sys, venv; sys.exit('%d.%d' % sys.version_info[:2] != '$version')" 2>/dev/null; then
      echo "$candidate"
      exit 0
    fi
  done
done
echo "clipscribe: no Python among $* on PATH or in pyenv" >&2
exit 1
