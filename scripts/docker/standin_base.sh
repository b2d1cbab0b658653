#!/usr/bin/env bash
# Build a stand-in for public.ecr.aws/lambda/python:3.13 out of Debian, this machine's CPython 3.13, AWS's runtime client and emulator.
# usage: standin_base.sh IMAGE LABEL FOLDER
set -euo pipefail
image=$1 label=$2 folder=$3
here=$(cd "$(dirname "$0")" && pwd)
python=$(scripts/find_python.sh 3.13)
prefix=$("$python" -c 'import sys; print(sys.base_prefix)')
[ "$prefix" != /usr ] || { echo "docker target: the stand-in needs a CPython 3.13 with a folder of its own (pyenv), not Debian's" >&2; exit 1; }
scripts/docker/install.sh mmdebstrap mmdebstrap "$folder.apt.log"

rm -rf "$folder"
mkdir -p "$folder/lang" "$folder/runtime"
cp "$here"/standin/* .cache/rie/aws-lambda-rie /etc/ssl/certs/ca-certificates.crt "$folder"
tar -C "$prefix" --exclude='lib/python3.13/test' --exclude='lib/python3.13/site-packages/*' --exclude='__pycache__' --exclude='*.a' -cf - . | tar -C "$folder/lang" -xf -
# In a log, for it cannot be kept from warning of root.
"$folder/lang/bin/python3.13" -m ensurepip --upgrade >"$folder/pip.log" 2>&1

# The real image brings the runtime client; take the version and hashes that the laptop stack is pinned to.
awk '/^[a-z]/ {on = /^(awslambdaric|simplejson|snapshot-restore-py)==/} on' requirements/demo.txt >"$folder/runtime.txt"
"$python" -m pip install -qq --root-user-action ignore --no-deps --require-hashes --target "$folder/runtime" --requirement "$folder/runtime.txt"

# pip inside the build needs what pip outside needs on this machine; the app's Dockerfile must not know of it.
{
  echo "[global]"
  echo "cert = /etc/ssl/certs/ca-certificates.crt"
  # Without what only exists outside: folders and files.
  "$python" -m pip config list | sed -nE "s/^(global|:env:)\.([a-z-]+)='([^/].*)'$/\2 = \3/p" | grep -v file: | sort -u -t= -k1,1 || true
} >"$folder/pip.conf"

. /etc/os-release
packages=ca-certificates,libssl3,libffi8,libsqlite3-0,libbz2-1.0,liblzma5,libexpat1,libreadline8,libncursesw6,libuuid1,zlib1g
mmdebstrap --quiet --variant=minbase --include="$packages" "$VERSION_CODENAME" - | docker import - clipscribe-debian >/dev/null
DOCKER_BUILDKIT=0 docker build --quiet --label "clipscribe.standin=$label" --tag "$image" "$folder" >"$folder/build.log" 2>&1 || { tail -20 "$folder/build.log" >&2; exit 1; }
