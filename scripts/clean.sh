#!/usr/bin/env bash
# Remove what the commands have made in this checkout, and say what and how large it is. All of it is built again when it is needed.
# Each thing is first put aside under another name, so that one that is only half removed is never taken for whole.
set -euo pipefail
cd "$(dirname "$0")/.."
aside=.removed
shopt -s nullglob dotglob globstar

# What runs here on what would be removed: a demo or local-up (mk/laptop.mk), or make docker.
for process in /proc/[0-9]*; do
  [ "$process/cwd" -ef . ] || continue
  command=$(tr '\0' ' ' 2>/dev/null <"$process/cmdline") || continue
  case $command in
  *" -m local.foreground "* | "bash scripts/docker_target.sh "*)
    echo "Nothing was removed: process ${process#/proc/} runs here (${command% }). End it first." >&2
    exit 1
    ;;
  esac
done

# A volume of a container (docs/container.md) cannot be renamed or removed, only emptied.
is_mounted() { [ ! -L "$1" ] && mountpoint -q -- "$1"; }

# The stamps go first: without them nothing that is left counts as built.
empty() {
  local entry
  mkdir -p "$1/$aside"
  for entry in "$1"/.*.stamp "$1"/*; do
    # A stamp is named twice, and gone the second time.
    if [ "$entry" != "$1/$aside" ] && { [ -e "$entry" ] || [ -L "$entry" ]; }; then
      mv -T -- "$entry" "$(mktemp -d "$1/$aside/XXXXXX")/it"
    fi
  done
  rm -rf -- "${1:?}/$aside"
}

made=(.venv .cache build .aws-sam .coverage .coverage.* coverage.xml .pytest_cache .ruff_cache .hypothesis .import_linter_cache *.egg-info "$aside")
# What a python leaves that somebody ran without make, which keeps it in .cache.
compiled=({function,local,tests,scripts,bench,examples,migrations}/**/__pycache__/)
found=()
for path in "${made[@]}"; do
  [ -e "$path" ] || [ -L "$path" ] || continue
  is_mounted "$path" && [ -z "$(ls -A -- "$path")" ] || found+=("$path")
done
if [ ${#found[@]} -eq 0 ] && [ ${#compiled[@]} -eq 0 ]; then
  echo "Nothing to remove."
  exit 0
fi
echo "Removing:"
du -shc -- "${found[@]}" "${compiled[@]}" | sed '/__pycache__\/$/d; s/^/  /'
[ ${#compiled[@]} -eq 0 ] || echo "  folders of the code with __pycache__, in the total: ${#compiled[@]}"
rm -rf -- "${compiled[@]}"
mkdir -p "$aside"
for path in "${found[@]}"; do
  if is_mounted "$path"; then
    empty "$path"
  elif [ "$path" != "$aside" ]; then
    mv -T -- "$path" "$(mktemp -d "$aside/XXXXXX")/it"
  fi
done
rm -rf -- "$aside"
echo "Removed. Files of yours stay: .env, env.local.json, outcomes.db and whatever git knows."
