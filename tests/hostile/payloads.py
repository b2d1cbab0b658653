"""Files that try to make FFmpeg read another file or call a server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.hostile.originals import originals
from tests.media import hostile

if TYPE_CHECKING:
    from collections.abc import Iterator

_MASTER = "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n{target}\n"
_LIVE = "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{target}\n"
_MAP = '#EXTM3U\n#EXT-X-MAP:URI="{target}"\n#EXTINF:1,\n{target}\n#EXT-X-ENDLIST\n'
_FONT = "[Script Info]\n[Fonts]\nfontname: {target}\n[Events]\nDialogue: 0,0:00:00.00,0:00:01.00,x\n"


def payloads(file: str, server: str) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each of the 24.

    Args:
        file: path of a file that must not be opened.
        server: address that must not be called.
    """
    for kind in hostile.MANIFESTS:
        yield f"{kind}, file", hostile.manifest(kind, file)
        yield f"{kind}, server", hostile.manifest(kind, server)
    yield "hls, subfile", hostile.manifest("hls", f"subfile,,start,0,end,99,,:{file}")
    yield "hls, concat", hostile.manifest("hls", f"concat:{file}|{server}")
    yield "hls master, file", _MASTER.replace("{target}", file).encode()
    yield "hls live, server", _LIVE.replace("{target}", server).encode()
    yield "hls map, file", _MAP.replace("{target}", file).encode()
    yield "subtitles' font, file", _FONT.replace("{target}", file).encode()
    yield "quicktime alias, file", _refer(file)
    yield "avi with a playlist as subtitles, file", _carry(hostile.manifest("hls", f"file://{file}"))


def _refer(file: str) -> bytes:
    """A QuickTime file whose samples stand in another file: a data reference that is not flagged as "in this file"."""
    content = dict(originals())["whole.mov"]
    place = content.rindex(b"dref")
    address = f"file://{file}".encode()[:60]
    entry = (12 + len(address)).to_bytes(4) + b"url \0\0\0\0" + address
    start = place + 12
    return content[:start] + entry + content[start + len(entry) :]


def _carry(playlist: bytes) -> bytes:
    """An AVI with a subtitle track whose one packet is a file of its own (GAB2), as in CVE-2017-9993."""
    packet = b"GAB2\0\2\0\0\0\0\0\4\0" + len(playlist).to_bytes(4, "little") + playlist
    head = b"txts" + bytes(44) + (1).to_bytes(4, "little") * 2
    track = _list(b"strl", _chunk(b"strh", head), _chunk(b"strf", bytes(40)))
    main = _chunk(b"avih", bytes(24) + (1).to_bytes(4, "little") + bytes(28))
    body = _list(b"hdrl", main, track) + _list(b"movi", _chunk(b"00tx", packet))
    return b"RIFF" + (4 + len(body)).to_bytes(4, "little") + b"AVI " + body


def _chunk(kind: bytes, body: bytes) -> bytes:
    return kind + len(body).to_bytes(4, "little") + body + bytes(len(body) % 2)


def _list(kind: bytes, *chunks: bytes) -> bytes:
    return _chunk(b"LIST", kind + b"".join(chunks))
