"""What FFmpeg gives of a video's pictures: messages of `-v verbose`, matched as in `adapters.ffmpeg.report`; a JPEG."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from worker.video.facts import Picture

if TYPE_CHECKING:
    from collections.abc import Sequence

_STREAM = re.compile(r"  Stream #0:\d+")
_VIDEO = re.compile(r"  Stream #0:\d+[^ ]*: Video: (?P<codec>\w+).*?, (?P<width>\d+)x(?P<height>\d+)")
_AUDIO = re.compile(r"  Stream #0:\d+[^ ]*: Audio: (?P<codec>\w+)")
_SHAPE = re.compile(r"SAR (\d+):(\d+)")
_RATE = re.compile(r", ([\d.]+)(k?) fps")
_BASE_RATE = re.compile(r", ([\d.]+)(k?) tbr")
# As 9.0.2 prints it, and as 7.1.5 does.
_ROTATION = re.compile(r"      (?:Display Matrix|  displaymatrix): rotation of (-?[\d.]+) degrees")
_HDR = re.compile(r"\bsmpte2084\b|\barib-std-b67\b")

_TICKS = 600
"""A container's time base is not a frame rate: 600 per second (AVI from copies), 1000 (WebM), 90000 (MPEG)."""

_COVER = "(attached pic)"
_QUARTER_TURN = 90

_START, _END = b"\xff\xd8", b"\xff\xd9"
_FRAMES = frozenset({0xC0, 0xC1, 0xC2})
_SEGMENT = 0xFF
"""Marks of a JPEG (ISO/IEC 10918-1, annex B)."""


@dataclass(frozen=True, slots=True)
class PictureTrack:
    """The first track of moving pictures; width and height as displayed, `frame_rate` is 0 if unknown."""

    codec: str
    width: int
    height: int
    frame_rate: float
    hdr: bool


def read_picture_track(lines: Sequence[str]) -> PictureTrack | None:
    """Read the first video stream that is not a cover picture; None without one."""
    for number, line in enumerate(lines):
        found = _VIDEO.match(line)
        if found is not None and _COVER not in line:
            return _describe(found, line, _read_rotation(lines[number + 1 :]))
    return None


def read_audio_codecs(lines: Sequence[str]) -> tuple[str, ...]:
    """The codec of each audio stream, in the container's order."""
    return tuple(found["codec"] for line in lines if (found := _AUDIO.match(line)))


def read_jpeg(data: bytes) -> Picture | None:
    """Read the size of a JPEG; None if this is not a whole one, as from a program that wrote nothing or half a file."""
    if not (data.startswith(_START) and data.endswith(_END)):
        return None
    place = len(_START)
    while place + 9 <= len(data) and data[place] == _SEGMENT:
        if data[place + 1] in _FRAMES:
            height, width = (int.from_bytes(data[at : at + 2], "big") for at in (place + 5, place + 7))
            return Picture(data, width, height) if width and height else None
        place += 2 + int.from_bytes(data[place + 2 : place + 4], "big")
    return None


def _describe(found: re.Match[str], line: str, rotation: float) -> PictureTrack:
    width, height = int(found["width"]), int(found["height"])
    shape = _SHAPE.search(line)
    if shape is not None and int(shape[1]) and int(shape[2]):
        width = round(width * int(shape[1]) / int(shape[2]))
    if round(rotation / _QUARTER_TURN) % 2:
        width, height = height, width
    return PictureTrack(found["codec"], width, height, _read_rate(line), bool(_HDR.search(line)))


def _read_rotation(lines: Sequence[str]) -> float:
    """The rotation among the lines that belong to a stream: those before the next one."""
    for line in lines:
        if _STREAM.match(line):
            break
        if found := _ROTATION.match(line):
            return float(found[1])
    return 0.0


def _read_rate(line: str) -> float:
    """The mean rate, or the base rate if the mean is implausible; 0 without either, as from a browser."""
    mean, base = _find_rate(_RATE, line), _find_rate(_BASE_RATE, line)
    return base if base and (not mean or mean > 2 * base) else mean


def _find_rate(pattern: re.Pattern[str], line: str) -> float:
    found = pattern.search(line)
    rate = float(found[1]) * (1000 if found[2] else 1) if found else 0.0
    return rate if rate < _TICKS else 0.0
