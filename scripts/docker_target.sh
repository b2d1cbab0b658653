#!/usr/bin/env bash
# The user's exact commands (sam validate, sam build, sam local invoke) on this machine, with Docker's own daemon or a private one.
# Ends what it started. usage: docker_target.sh SAM
set -euo pipefail
cd "$(dirname "$0")/.."
PATH=$(cd "$(dirname "$1")" && pwd):$PATH
DOCKER_CACHE=$PWD/.cache/docker
mkdir -p "$DOCKER_CACHE"
# Not the folder of a local-up that somebody runs here, who would lose its announcement (local.served).
export LOCAL_FOLDER=$DOCKER_CACHE/local
announced=$LOCAL_FOLDER/sam-env.json
. scripts/docker/daemon.sh
export SAM_CLI_TELEMETRY=0
# Whatever stands here is what the container gets; the emulated AWS takes any.
export AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local AWS_DEFAULT_REGION=ap-northeast-2

local_up=
finish() {
  [ -z "$local_up" ] || { kill "$local_up" 2>/dev/null && wait "$local_up"; } || true
  stop_daemon
}

trap finish EXIT
echo "docker target: builds the image and runs a job in it. The first time it downloads base images and packages,"
echo "docker target: and compiles FFmpeg, which alone takes ten minutes or more. A line every 30 s says that it is alive."
echo "docker target: everything it builds stays in .cache/docker, until make clean."
start_daemon
scripts/docker/base_image.sh "$DOCKER_CACHE" "${daemon_pid:+yes}"

echo "+ sam validate --lint"
sam validate --lint
echo "+ sam build"
# It prints every step; on success only its last words matter.
scripts/show_alive.sh "$DOCKER_CACHE/build.log" sam build
grep -E '^(Successfully tagged|Build Succeeded)' "$DOCKER_CACHE/build.log"
scripts/docker/check_image.sh worker:clipscribe

scripts/docker/check_container.sh "$DOCKER_CACHE"

rm -f "$announced"
make --no-print-directory local-up RUN=0 >"$DOCKER_CACHE/local-up.log" 2>&1 &
local_up=$!
ends=$((SECONDS + 300))
until [ -s "$announced" ]; do
  kill -0 "$local_up" 2>/dev/null && [ "$SECONDS" -lt "$ends" ] || { cat "$DOCKER_CACHE/local-up.log"; exit 1; }
  sleep 0.2
done
echo "+ sam local invoke -e events/s3.json --env-vars ${announced#"$PWD/"}"
sam local invoke -e events/s3.json --env-vars "$announced" >"$DOCKER_CACHE/answer.json"
# SAM's exit code says nothing about the function's, and an empty list is also the answer to a job that failed for good.
cat "$DOCKER_CACHE/answer.json" && echo
grep -q '"batchItemFailures": *\[\]' "$DOCKER_CACHE/answer.json" || { echo "docker target: the job was given back" >&2; exit 1; }
grep 'The backend was told: ' "$DOCKER_CACHE/local-up.log" | cut -c1-300
grep -q '"status": "DONE"' "$DOCKER_CACHE/local-up.log" || { echo "docker target: the backend was not told DONE" >&2; exit 1; }
echo "docker target: passed; $(du -sh "$DOCKER_CACHE" | cut -f1) stay in .cache/docker"
