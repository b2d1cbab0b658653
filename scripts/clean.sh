#!/usr/bin/env bash
# Remove what the commands have made in this checkout, and say what and how large it is. All of it is built again when it is needed.
# Each thing is first put aside under another name, so that one that is only half removed is never taken for whole.
set -euo pipefail
cd "$(dirname "$0")/.."
aside=.removed
shopt -s nullglob
made=(.venv .cache build .aws-sam .coverage* coverage.xml .pytest_cache .ruff_cache .hypothesis .import_linter_cache *.egg-info "$aside")
found=()
for path in "${made[@]}"; do
  [ ! -e "$path" ] && [ ! -L "$path" ] || found+=("$path")
done
if [ ${#found[@]} -eq 0 ]; then
  echo "Nothing to remove."
  exit 0
fi
echo "Removing:"
du -shc -- "${found[@]}" | sed 's/^/  /'
mkdir -p "$aside"
for path in "${found[@]}"; do
  [ "$path" = "$aside" ] || mv -T -- "$path" "$(mktemp -d "$aside/XXXXXX")/it"
done
rm -rf -- "$aside"
echo "Removed. Files of yours stay: .env, env.local.json, outcomes.db and whatever git knows."
