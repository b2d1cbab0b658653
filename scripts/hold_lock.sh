#!/usr/bin/env bash
# Run a command alone, and say so where another make is at it. The lock is gone with the command, whatever ends it.
# usage: hold_lock.sh FILE COMMAND...      FILE is there, and is only locked
set -euo pipefail
lock=$1
shift
exec {held}<"$lock"
if ! flock --nonblock "$held"; then
  echo "waiting for another make: it builds or removes the environments here" >&2
  flock "$held"
fi
exec "$@"
