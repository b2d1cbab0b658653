#!/usr/bin/env bash
# Run a command that prints into a file, and say now and then how long it has been running and what it printed last.
# Where it fails its last lines are shown. usage: show_alive.sh LOG COMMAND...      ALIVE_SECONDS=30 is how often
set -euo pipefail
log=$1
shift
every=${ALIVE_SECONDS:-30}
"$@" >"$log" 2>&1 &
command=$!
# A command in the background does not hear Ctrl-C.
trap 'kill "$command" 2>/dev/null || true' EXIT
trap 'exit 130' INT TERM
told=$SECONDS
while kill -0 "$command" 2>/dev/null; do
  sleep 0.2
  if ((SECONDS - told >= every)); then
    told=$SECONDS
    printf '  %d s, still at work: %s\n' "$SECONDS" "$(tail -c 2000 "$log" | tr '\r' '\n' | grep -v '^ *$' | tail -1 | cut -c1-50)"
  fi
done
wait "$command" || { status=$?; tail -40 "$log" >&2; exit "$status"; }
