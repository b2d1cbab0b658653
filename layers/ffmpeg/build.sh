#!/bin/sh
# Build a static FFmpeg with just what the tasks use (components.txt) out of Debian's source package, and lay it out as a
# Lambda layer: TARGET/bin/ffmpeg. Runs on Debian 13 (the Dockerfile's stage), or wherever apt knows Debian 13's archive key.
# usage: build.sh TARGET      FFMPEG_VERSION=... takes another version of the package, checked by apt's signature alone
set -eu
pinned=7.1.5-0+deb13u1
version=${FFMPEG_VERSION:-$pinned}
recipe=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
target=$(cd "$1" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

echo "fetching the source of ffmpeg $version"
sh "$recipe/fetch.sh" "$version"
[ "$version" != "$pinned" ] || sha256sum --check --strict --quiet "$recipe/SHA256SUMS"
mkdir source
tar -xf ffmpeg_*.orig.tar.xz -C source --strip-components=1
tar -xf ffmpeg_*.debian.tar.xz -C source
cd source
if [ -f debian/patches/series ]; then
  grep -v '^#' debian/patches/series | while read -r patch; do patch --quiet --strip=1 <"debian/patches/$patch"; done
fi

echo "compiling, some minutes of processor time"
# shellcheck disable=SC2046 # one option a word
./configure --disable-everything --disable-autodetect --disable-network --disable-doc --disable-debug \
  --disable-ffplay --disable-ffprobe --disable-avdevice --enable-zlib --enable-libzimg \
  --enable-pic --extra-cflags='-fPIE -fstack-protector-strong -D_FORTIFY_SOURCE=2' --extra-ldexeflags='-static-pie -Wl,-z,relro,-z,now' \
  --pkg-config-flags=--static --extra-libs='-lstdc++ -lm' \
  $(sed -n 's/^\([a-z]*\) \(.*\)/--enable-\1=\2/p' "$recipe/components.txt") >"$work/configure.log" 2>&1 || { tail -20 "$work/configure.log" >&2; exit 1; }
make -j "$(nproc)" ffmpeg >"$work/make.log" 2>&1 || { tail -20 "$work/make.log" >&2; exit 1; }

# Not by ldd: what it says of a static program, and with which exit status, depends on glibc's version.
! readelf --wide --dynamic ffmpeg | grep NEEDED || { echo "this FFmpeg is not static: it needs the libraries above" >&2; exit 1; }
mkdir -p "$target/bin" "$target/share/doc/ffmpeg"
cp ffmpeg "$target/bin/ffmpeg"
cp COPYING.LGPLv2.1 "$recipe/README.md" "$recipe/components.txt" "$target/share/doc/ffmpeg/"
"$target/bin/ffmpeg" -hide_banner -version | head -1
