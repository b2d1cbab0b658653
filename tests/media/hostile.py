"""Files that try to make FFmpeg read other files, call servers, or exhaust the machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.media.clips import AAC, H264, pictures, sound
from tests.media.store import make, write

if TYPE_CHECKING:
    from pathlib import Path

_MPD = """<?xml version="1.0"?>
<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT20S"
 profiles="urn:mpeg:dash:profile:isoff-on-demand:2011" minBufferTime="PT1S">
<Period><AdaptationSet mimeType="audio/mp4"><Representation id="1" bandwidth="1000"><BaseURL>{target}</BaseURL>
<SegmentBase indexRange="0-10"/></Representation></AdaptationSet></Period></MPD>
"""
_SDP = "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 49170 RTP/AVP 0\n"
_SVG = """<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "{target}">]>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">
<image xlink:href="{target}" width="9" height="9"/><text>&x;</text></svg>
"""

MANIFESTS = {
    "hls": "#EXTM3U\n#EXT-X-TARGETDURATION:20\n#EXTINF:20.0,\n{target}\n#EXT-X-ENDLIST\n",
    "hls key": '#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI="{target}"\n#EXTINF:9,\n{target}\n#EXT-X-ENDLIST\n',
    "ffconcat": "ffconcat version 1.0\nfile {target}\n",
    "dash": _MPD,
    "sdp": _SDP,
    "svg": _SVG,
    "asx": '<asx version="3.0"><entry><ref href="{target}"/></entry></asx>\n',
    "pls": "[playlist]\nFile1={target}\nNumberOfEntries=1\n",
}
"""Text files that name another file; `target` is where they point."""


def manifest(kind: str, target: str) -> bytes:
    """The bytes of one of `MANIFESTS`."""
    return MANIFESTS[kind].replace("{target}", target).encode()


def sample_bomb() -> Path:
    """A small MP4 whose sound track claims 60 million samples: an index of 2 GB for a file of 20 KB."""
    arguments = (*pictures(1), *sound(1, "0.1"), *H264, *AAC, "-movflags", "+faststart")
    content = bytearray(make("seed.mp4", arguments).read_bytes())
    samples = (60_000_000).to_bytes(4, "big")
    sizes = content.rindex(b"stsz")
    content[sizes + 8 : sizes + 16] = (1).to_bytes(4, "big") + samples
    times = content.rindex(b"stts")
    content[times + 8 : times + 16] = (1).to_bytes(4, "big") + samples
    chunks = content.rindex(b"stsc")
    content[chunks + 8 : chunks + 20] = (1).to_bytes(4, "big") * 2 + samples
    return write("samples.mp4", bytes(content))


def picture_bomb() -> Path:
    """A video of one picture of 16000 x 16000 pixels, with sound: looking for its frame size takes 600 MB."""
    black = ("-f", "lavfi", "-i", "color=black:s=16000x16000:r=1:d=1")
    return make("picture.mkv", (*black, *sound(1), *H264, *AAC))
