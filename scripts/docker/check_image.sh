#!/usr/bin/env bash
# The image as Lambda runs it: read-only root, a user without rights, only /tmp to write, no network; how long the handler loads, what the
# image weighs, and what the stand-in for the base image cannot show: that nothing in it asks for a newer glibc than Amazon Linux 2023's 2.34.
# usage: check_image.sh IMAGE
set -euo pipefail
docker run --rm --interactive --read-only --tmpfs /tmp --network none --user 993:990 --entrypoint /bin/sh "$1" -c '
  set -eu
  "$FFMPEG_PATH" -hide_banner -version | head -1
  test -r /opt/share/doc/ffmpeg/COPYING.LGPLv2.1 -a -r /opt/share/doc/clipscribe/LICENSE -a -d /opt/certs
  exec python3 -' <<'EOF_PYTHON'
import os, re, sys, time
from pathlib import Path

begun = time.perf_counter()
import app, worker
loading = time.perf_counter() - begun

bytecode = [Path(module.__cached__) for module in (app, worker)]
assert all(file.is_file() for file in bytecode), bytecode
print(f"handler {app.handler.__module__} loads with its bytecode in {loading:.2f} s on Python {sys.version.split()[0]}")

def weigh(folder):
    return sum(file.stat().st_size for file in Path(folder).rglob("*") if file.is_file()) / 1e6

print(f"on top of the base image: code and packages {weigh(os.environ['LAMBDA_TASK_ROOT']):.0f} MB, FFmpeg {weigh('/opt/bin'):.0f} MB")

binaries = [Path(os.environ["FFMPEG_PATH"]), *Path(os.environ["LAMBDA_TASK_ROOT"]).rglob("*.so*")]
needed = {file.name: max(map(int, re.findall(rb"GLIBC_2\.(\d+)", file.read_bytes())), default=0) for file in binaries}
newest = max(needed, key=needed.get)
print(f"{len(binaries)} binaries; {newest} needs the newest glibc, 2.{needed[newest]}")
assert needed[newest] <= 34, newest
EOF_PYTHON
