#!/bin/sh
# Put the FFmpeg program of this recipe, checked against its own hash, into TARGET (in layer layout: TARGET/bin/ffmpeg).
# usage: build.sh TARGET
set -eu
recipe=$(cd "$(dirname "$0")" && pwd)
target=$1
wheel=$(mktemp -d)
trap 'rm -rf "$wheel"' EXIT
python3 -m pip download --quiet --disable-pip-version-check --require-hashes --no-deps --only-binary :all: \
  --dest "$wheel" --requirement "$recipe/requirements.txt"
python3 -m zipfile -e "$wheel"/imageio_ffmpeg-*.whl "$wheel"
cd "$wheel/imageio_ffmpeg/binaries"
# Fails too when none of the recorded programs is there.
sha256sum --check --strict --ignore-missing "$recipe/SHA256SUMS"
mkdir -p "$target/bin" "$target/share/doc/ffmpeg"
cp ffmpeg-linux-* "$target/bin/ffmpeg"
chmod 755 "$target/bin/ffmpeg"
cp "$recipe/README.md" "$recipe/COPYING.GPLv3" "$target/share/doc/ffmpeg/"
