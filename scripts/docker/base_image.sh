#!/usr/bin/env bash
# Have the images the Dockerfile starts from under the names it gives them, from their registries or, out of reach, as stand-ins.
# usage: base_image.sh CACHE PRIVATE (PRIVATE=yes allows a stand-in: never under others' names in somebody's own Docker)
set -euo pipefail
cache=$1 private=$2
here=$(cd "$(dirname "$0")" && pwd)

make_standin() {
  local image=$1 why=$2 recipe
  echo "docker target: base image: the registry of $image is out of reach ($why), so a STAND-IN takes its name."
  case $image in
    debian:*) recipe=$here/standin_debian.sh ;;
    *) recipe=$here/standin_base.sh
       echo "docker target:   Debian with CPython 3.13 and AWS's runtime client. Not proved by it: Amazon Linux 2023's own packages." ;;
  esac
  local label
  label=$(cat "$recipe" "$here"/standin/* | sha256sum | cut -c1-16)
  [ "$(docker image inspect --format '{{index .Config.Labels "clipscribe.standin"}}' "$image" 2>/dev/null || true)" = "$label" ] ||
    "$recipe" "$image" "$label" "$cache/standin"
}

for image in $(awk '$1 == "FROM" {print $2}' Dockerfile | sort -u); do
  if scripts/show_alive.sh "$cache/pull.log" timeout 300 docker pull --quiet "$image" 2>/dev/null; then
    echo "docker target: base image: the real $image, pulled"
  elif [ "$private" = yes ]; then
    make_standin "$image" "$(tail -1 "$cache/pull.log" | grep -oE 'no such host|timeout|refused|denied|forbidden' | head -1 || true)"
  else
    docker image inspect "$image" >/dev/null 2>&1 || { cat "$cache/pull.log" >&2; exit 1; }
    echo "docker target: base image: the local copy of $image (the registry did not answer)"
  fi
done
