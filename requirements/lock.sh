#!/usr/bin/env bash
# Compile each environment of requirements/*.in into a hash-pinned *.txt that holds on Python 3.11 to 3.14 and names no package index.
set -euo pipefail
cd "$(dirname "$0")"
for source in runtime demo dev emulator recogniser peers sam audit; do
  uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
    --no-header --no-annotate --no-emit-index-url "$source.in" -o "$source.txt"
done
# Installed with --no-deps, so locked like that.
uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-deps \
  --no-header --no-annotate --no-emit-index-url korean.in -o korean.txt
