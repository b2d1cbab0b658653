#!/bin/sh
# Build a static FFmpeg with just what the tasks use (components.txt) out of Debian's source packages of it and of LAME, and lay
# it out as a Lambda layer: TARGET/bin/ffmpeg. Runs on Debian 13 (the Dockerfile's stage), or wherever apt knows its archive key.
# usage: build.sh TARGET      FFMPEG_VERSION=... takes another version of the package, checked by apt's signature alone
set -eu
pinned=7.1.5-0+deb13u1
lame=3.100-6
version=${FFMPEG_VERSION:-$pinned}
recipe=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
target=$(cd "$1" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
hardening='-fPIE -fstack-protector-strong -D_FORTIFY_SOURCE=2'

# usage: unpack NAME      into the folder NAME, with Debian's patches
unpack() {
  mkdir "$1"
  tar -xf "$1"_*.orig.tar.?z -C "$1" --strip-components=1
  tar -xf "$1"_*.debian.tar.?z -C "$1"
  [ -f "$1/debian/patches/series" ] || return 0
  grep -v '^#' "$1/debian/patches/series" | while read -r patch; do patch --quiet --strip=1 -d "$1" <"$1/debian/patches/$patch"; done
}

echo "fetching the sources of ffmpeg $version and lame $lame"
sh "$recipe/fetch.sh" lame "$lame"
sh "$recipe/fetch.sh" ffmpeg "7:$version"
[ "$version" = "$pinned" ] && files=. || files=' lame_'
grep "$files" "$recipe/SHA256SUMS" | sha256sum --check --strict --quiet
unpack lame
unpack ffmpeg

echo "compiling, some minutes of processor time"
# The encoder's library alone: LAME's decoder (mpglib) is left out, and its make would ask for automake after the patches.
(cd lame && ./configure --quiet --disable-shared --disable-frontend --disable-decoder CFLAGS="-O2 $hardening" \
  && make -j "$(nproc)" AUTOCONF=: AUTOMAKE=: ACLOCAL=: AUTOHEADER=: -C libmp3lame) >"$work/lame.log" 2>&1 || { tail -20 "$work/lame.log" >&2; exit 1; }
ln -s ../include lame/include/lame
cd ffmpeg
# shellcheck disable=SC2046 # one option a word
./configure --disable-everything --disable-autodetect --disable-network --disable-doc --disable-debug \
  --disable-ffplay --disable-ffprobe --disable-avdevice --enable-zlib --enable-libzimg --enable-libmp3lame \
  --enable-pic --extra-cflags="$hardening -I$work/lame/include" --extra-ldflags="-L$work/lame/libmp3lame/.libs" \
  --extra-ldexeflags='-static-pie -Wl,-z,relro,-z,now' --pkg-config-flags=--static --extra-libs='-lstdc++ -lm' \
  $(sed -n 's/^\([a-z]*\) \(.*\)/--enable-\1=\2/p' "$recipe/components.txt") >"$work/configure.log" 2>&1 || { tail -20 "$work/configure.log" >&2; exit 1; }
make -j "$(nproc)" ffmpeg >"$work/make.log" 2>&1 || { tail -20 "$work/make.log" >&2; exit 1; }

# Not by ldd: what it says of a static program, and with which exit status, depends on glibc's version.
! readelf --wide --dynamic ffmpeg | grep NEEDED || { echo "this FFmpeg is not static: it needs the libraries above" >&2; exit 1; }
mkdir -p "$target/bin" "$target/share/doc/ffmpeg"
cp ffmpeg "$target/bin/ffmpeg"
cp COPYING.LGPLv2.1 "$recipe/README.md" "$recipe/components.txt" "$target/share/doc/ffmpeg/"
cp ../lame/COPYING "$target/share/doc/ffmpeg/COPYING.lame"
"$target/bin/ffmpeg" -hide_banner -version | head -1
