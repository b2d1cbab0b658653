#!/usr/bin/env bash
# Have AWS's Lambda base image under the name the Dockerfile gives, from the registry or, where that is out of reach, as a stand-in.
# usage: base_image.sh CACHE PRIVATE (PRIVATE=yes allows a stand-in: never under AWS's name in somebody's own Docker)
set -euo pipefail
cache=$1 private=$2
here=$(cd "$(dirname "$0")" && pwd)
image=$(awk '$1 == "FROM" {print $2; exit}' Dockerfile)

if timeout 300 docker pull --quiet "$image" >"$cache/pull.log" 2>&1; then
  echo "docker target: base image: the real $image, pulled"
  exit
fi
if [ "$private" != yes ]; then
  docker image inspect "$image" >/dev/null 2>&1 || { cat "$cache/pull.log" >&2; exit 1; }
  echo "docker target: base image: the local copy of $image (the registry did not answer)"
  exit
fi
echo "docker target: base image: the registry is out of reach ($(tail -1 "$cache/pull.log" | grep -oE 'no such host|timeout|refused|denied|forbidden' | head -1 || true)), so a STAND-IN takes its name:"
echo "docker target:   Debian with CPython 3.13 and AWS's runtime client. Not proved by it: Amazon Linux 2023's own packages."
recipe=$(cat "$here"/standin_base.sh "$here"/standin/* | sha256sum | cut -c1-16)
if [ "$(docker image inspect --format '{{index .Config.Labels "clipscribe.standin"}}' "$image" 2>/dev/null || true)" != "$recipe" ]; then
  "$here/standin_base.sh" "$image" "$recipe" "$cache/standin"
fi
