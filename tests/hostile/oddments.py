"""What is no damaged video but something else under its name: texts, pictures, bombs, next to nothing."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from tests.media import damaged, hostile, oddities

if TYPE_CHECKING:
    from collections.abc import Iterator

_LIVE = "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:1\n#EXTINF:1.0,\nhttp://127.0.0.1:9/a.ts\n"
_MASTER = "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nhttp://127.0.0.1:9/variant.m3u8\n"
_SUBTITLES = "[Script Info]\n[Fonts]\nfontname: /etc/passwd\n[Events]\nDialogue: 0,0:00:00.00,0:00:01.00,x\n"
_FTYP = b"\0\0\0\x14ftypisom\0\0\2\0isom"


def oddments() -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each."""
    for kind in hostile.MANIFESTS:
        yield f"{kind} that names a file.mp4", hostile.manifest(kind, "file:///etc/passwd")
        yield f"{kind} that names a server.mp4", hostile.manifest(kind, "http://127.0.0.1:9/a.ts")
    yield from _TEXTS.items()
    yield from _bytes()
    for make in (hostile.sample_bomb, hostile.picture_bomb, oddities.long_silence, damaged.declared_a_day):
        yield f"{make.__name__}.mp4", make().read_bytes()
    for make in (oddities.silent_pictures, oddities.lying_title, damaged.unknown_length, damaged.damaged_sound):
        yield f"{make.__name__}.mp4", make().read_bytes()


_TEXTS = {
    "live playlist.mp4": _LIVE.encode(),
    "master playlist.mp4": _MASTER.encode(),
    "playlist of itself.mp4": b"#EXTM3U\n#EXTINF:1,\nvideo.bin\n#EXT-X-ENDLIST\n",
    "subtitles with a font.mp4": _SUBTITLES.encode(),
    "page.mp4": b"<!doctype html><html><body>403</body></html>",
    "error of a store.mp4": b'<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>',
    "options.mp4": b"-i /etc/passwd -f null -\n" * 100,
    "a long line.mp4": b"a" * 2_000_000,
}


def _bytes() -> Iterator[tuple[str, bytes]]:
    yield "empty.mp4", b""
    yield "one byte.mp4", b"\0"
    yield "a megabyte of nothing.mp4", bytes(1_000_000)
    yield "garbage.mp4", damaged.garbage().read_bytes()
    yield "only a file type.mp4", _FTYP
    yield "nested boxes.mp4", _FTYP + b"".join((8 * (4000 - i)).to_bytes(4) + b"moov" for i in range(4000))
    yield "archive.mp4", _archive()
    yield "picture.mp4", b"GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\1\0\1\0\0\2\2D\1\0;"
    yield "head of matroska.mp4", b"\x1aE\xdf\xa3\x01\xff\xff\xff\xff\xff\xff\xff"


def _archive() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", bytes(10_000_000))
    return written.getvalue()
