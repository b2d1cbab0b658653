"""What FFmpeg says about a file, read from the messages of `-v verbose`.

Every pattern is anchored at the start of a line: FFmpeg indents text from the file's metadata after a colon, so a title
that imitates these lines does not match.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from worker.adapters.ffmpeg.tracks import AudioTrack, find_pictures, read_tracks

if TYPE_CHECKING:
    from collections.abc import Iterable

WORTH_KEEPING = re.compile(
    rb"ffmpeg version |Input #0, |  Duration: |  Stream #0:\d|      (?:Display Matrix|  displaymatrix): rotation |"
    rb"\[[^\]]*\] (?:mean_volume: |Estimating duration from bitrate|  Input stream #0:\d+ \(audio\): )"
    rb"|  Input stream #0:\d+ \(audio\): |(?:\[[^\]]*\] )?(?:Decoding requested, but no decoder|Decoder \(codec) "
    rb"|\[AVIOContext @ [^\]]*\] Statistics: \d+ bytes read"
    rb"|\[[^\]]*\] (?:Error during demuxing: |File ended prematurely|Found duplicated MOOV|[^:]*: partial file)"
)
"""Lines that the functions below read; all others are dropped as they arrive."""

_VERSION = re.compile(r"ffmpeg version n?(\d+(?:\.\d+)*)")
_CONTAINER = re.compile(r"Input #0, ([a-z0-9_,]+), from ")
_DURATION = re.compile(r"  Duration: (\d+):(\d\d):(\d\d(?:\.\d+)?)(?:, start: (-?\d+\.\d+))?")
_SUBTITLES = re.compile(r"  Stream #0:\d+[^ ]*: Subtitle: ")
_LEVEL = re.compile(r"\[[^\]]*\] mean_volume: (-?[\d.]+) dB")
_PACKETS = re.compile(r".*Input stream #0:\d+ \(audio\): (\d+) packets read")
_NO_DECODER = re.compile(r"(?:\[[^\]]*\] )?(?:Decoding requested, but no decoder found for: |Decoder \(codec )(\w+)")
_BAD_PACKETS = re.compile(r".* (\d+) decode errors")
_READ = re.compile(r"\[AVIOContext @ [^\]]*\] Statistics: (\d+) bytes read")
_BROKEN_OFF = re.compile(r"\[[^\]]*\] (?:Error during|File ended|Found duplicated MOOV|[^:]*: partial file)")

GRAPH_CHANGES = re.compile(rb"\[(?:af#0:0|fc#0)[^\]]*\] Reconfiguring filter graph")
"""FFmpeg rebuilds the filters of a track because its rate or channels changed."""

_STARTED_ANEW = frozenset({"mpegts", "mpeg", "ogg"})
"""Containers whose clock FFmpeg starts with the streams in use, ignoring earlier ones (measured)."""

_END_DECLARED = frozenset({"matroska,webm", "asf"})
"""Containers that declare their end on their own clock, which may start at any time, as in parts of live streams
(measured)."""

_MATROSKA = "matroska,webm"


@dataclass(frozen=True, slots=True)
class Media:
    """A probed file.

    `version` is FFmpeg's own, empty where the program is not FFmpeg. `container` is FFmpeg's name of it, empty where
    none was recognised.
    `declared_seconds` is None where the container declares no length or FFmpeg had to guess it from the bit rate.
    `pictures` is the stream of the moving pictures, None without any. `start` is when the container's clock begins, in
    seconds. `subtitled` says that there are subtitles, which may end after sound and pictures.
    """

    version: str
    container: str
    declared_seconds: float | None
    tracks: tuple[AudioTrack, ...]
    pictures: int | None = None
    start: float = 0.0
    subtitled: bool = False

    @property
    def loose(self) -> bool:
        """Whether the declared length may differ from that of sound and pictures."""
        late = self.container in _END_DECLARED and self.start > 1
        return late or (self.container == _MATROSKA and self.subtitled)

    @property
    def clock(self) -> int | None:
        """The picture stream to decode so that the sound keeps the video's times; None if no picture has to be."""
        return self.pictures if self.container in _STARTED_ANEW else None

    @property
    def opened(self) -> bool:
        """Whether a container was recognised."""
        return bool(self.container)


@dataclass(frozen=True, slots=True)
class Decoding:
    """The totals of a decoding run.

    `level` is the mean volume in dB full scale, None without a sample. `broken_off` says that FFmpeg met the end of the
    file, or data that it does not understand, before the recording's end. `read` is how many bytes it has read.
    `undecodable` is the codec that FFmpeg has no decoder for, which ended the run.
    """

    packets: int
    bad_packets: int
    level: float | None
    undecodable: str | None = None
    broken_off: bool = False
    read: int | None = None


def read_media(lines: Iterable[str]) -> Media:
    """Read the description that `probe_arguments` asks for."""
    kept = tuple(lines)
    guessed = any("Estimating duration from bitrate" in line for line in kept)
    container = next((found[1] for line in kept if (found := _CONTAINER.match(line))), "")
    declared, start = _read_duration(kept)
    if declared is not None and container in _END_DECLARED and 0 < start < declared:
        declared -= start
    return Media(
        version=next((found[1] for line in kept if (found := _VERSION.match(line))), ""),
        container=container,
        declared_seconds=None if guessed else declared,
        tracks=read_tracks(kept),
        pictures=find_pictures(kept),
        start=start,
        subtitled=any(map(_SUBTITLES.match, kept)),
    )


def read_decoding(lines: Iterable[str]) -> Decoding:
    """Read the totals at the end of a decoding run; numbers that a version does not print count as zero."""
    kept = tuple(lines)
    levels = [float(found[1]) for line in kept if (found := _LEVEL.match(line))]
    packets = [int(found[1]) for line in kept if (found := _PACKETS.match(line))]
    bad = [int(found[1]) for line in kept if (found := _BAD_PACKETS.match(line))]
    undecodable = next((found[1] for line in kept if (found := _NO_DECODER.match(line))), None)
    return Decoding(
        packets=max(packets, default=0),
        bad_packets=max(bad, default=0),
        level=levels[-1] if levels else None,
        undecodable=undecodable,
        broken_off=any(map(_BROKEN_OFF.match, kept)),
        read=next((int(found[1]) for line in kept if (found := _READ.match(line))), None),
    )


def _read_duration(lines: tuple[str, ...]) -> tuple[float | None, float]:
    """The declared length, None without one, and when the clock starts."""
    found = next((found for line in lines if (found := _DURATION.match(line))), None)
    if found is None:
        return None, 0.0
    return int(found[1]) * 3600 + int(found[2]) * 60 + float(found[3]), float(found[4] or 0)
