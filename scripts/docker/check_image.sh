#!/usr/bin/env bash
# The image as Lambda runs it: read-only root, a user without rights, only /tmp to write, no network.
# usage: check_image.sh IMAGE
set -euo pipefail
docker run --rm --read-only --tmpfs /tmp --network none --user 993:990 --entrypoint /bin/sh "$1" -c '
  set -eu
  "$FFMPEG_PATH" -hide_banner -version | head -1
  test -r /opt/share/doc/ffmpeg/COPYING.GPLv3 -a -r /opt/share/doc/clipscribe/LICENSE -a -d /opt/certs
  python3 -c "
import app, worker, sys
from pathlib import Path
loaded = [m.__cached__ for m in (app, worker)]
assert all(Path(c).is_file() for c in loaded), loaded
print(\"handler\", app.handler.__module__, \"loads with its bytecode on Python\", sys.version.split()[0])
"'
