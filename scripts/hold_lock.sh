#!/usr/bin/env bash
# Run a command alone, and say so where another make is at it. The lock is gone with the command, whatever ends it.
# usage: hold_lock.sh LOCK COMMAND...
set -euo pipefail
lock=$1
shift
mkdir -p "$(dirname "$lock")"
exec {held}>>"$lock"
if ! flock --nonblock "$held"; then
  echo "waiting for another make: it builds or removes the environments here" >&2
  flock "$held"
fi
exec "$@"
