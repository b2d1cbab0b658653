"""The end that an MP3, Ogg or WMA file declares; FFmpeg reports the length of what is there (measured on 9.0.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.adapters.ffmpeg.source.riff import ENOUGH

if TYPE_CHECKING:
    from collections.abc import Callable

    Read = Callable[[int, int], bytes]

_ID3_HEAD, _FOOTED = 10, 0x10
_MOST_TAGS = 8
_FRAME_BYTES = 64
_TAGS = (b"Xing", b"Info")
_TAG_PLACES = (13, 21, 36)
"""After a frame's header and side information, whose length depends on the version and the number of channels."""
_FRAMES, _BYTES = 1, 2
_VBRI, _VBRI_PLACE, _VBRI_BYTES = b"VBRI", 36, 10

_PAGE_HEAD, _LARGEST_PAGE = 27, 27 + 255 + 255 * 255

ASF = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c")
_ASF_FILE = bytes.fromhex("a1dcab8c47a9cf118ee400c00c205365")
ASF_HEAD_BYTES = 4096
_ASF_SIZE, _ASF_FLAGS, _BROADCAST = slice(40, 48), 88, 1


def find_end(read: Callable[[int, int], bytes], size: int) -> int:
    """The end that a file declares, in bytes from its beginning; 0 if it declares none.

    Args:
        read: gives the bytes of the file from one place up to another, fewer at its end.
        size: bytes of the file. An end declared slightly beyond it, as tag writers leave it, counts as the file's end.
    """
    head = read(0, len(ASF))
    if head.startswith(b"OggS"):
        return _find_page_end(read, size)
    end = find_asf_end(read(0, ASF_HEAD_BYTES)) if head == ASF else _find_mp3_end(read)
    return end if size < ENOUGH * end else min(size, end)


def _find_page_end(read: Read, size: int) -> int:
    """The end of the last page (RFC 3533, section 6): the lengths of its segments follow its header."""
    first = max(size - _LARGEST_PAGE, 0)
    tail = read(first, size)
    place = tail.rfind(b"OggS")
    if place < 0:
        return 0
    segments = place + _PAGE_HEAD
    number = sum(tail[segments - 1 : segments])
    return first + segments + number + sum(tail[segments : segments + number])


def find_asf_end(head: bytes) -> int:
    """The size in the file's properties, unless they say that it was broadcast."""
    place = head.find(_ASF_FILE)
    properties = head[place:] if place >= 0 else b""
    if len(properties) <= _ASF_FLAGS or properties[_ASF_FLAGS] & _BROADCAST:
        return 0
    return int.from_bytes(properties[_ASF_SIZE], "little")


def _find_mp3_end(read: Read) -> int:
    """The end by the tag that encoders put into a first frame without sound: Xing's, LAME's or Fraunhofer's."""
    start = _skip_tags(read)
    frame = read(start, start + _FRAME_BYTES)
    if frame[:1] != b"\xff":
        return 0
    if frame[_VBRI_PLACE:].startswith(_VBRI):
        return start + int.from_bytes(frame[_VBRI_PLACE + _VBRI_BYTES :][:4], "big")
    tag = next((frame[place:] for place in _TAG_PLACES if frame[place : place + 4] in _TAGS), b"")
    if not int.from_bytes(tag[4:8], "big") & _BYTES:
        return 0
    place = 12 if tag[7] & _FRAMES else 8
    return start + int.from_bytes(tag[place : place + 4], "big")


def _skip_tags(read: Read) -> int:
    """Where the first frame begins, after tags (ID3v2, section 3.1)."""
    start = 0
    for _ in range(_MOST_TAGS):
        head = read(start, start + _ID3_HEAD)
        if head[:3] != b"ID3" or len(head) < _ID3_HEAD:
            break
        length = sum(byte << 7 * place for place, byte in enumerate(reversed(head[6:])))
        start += _ID3_HEAD * (2 if head[5] & _FOOTED else 1) + length
    return start
