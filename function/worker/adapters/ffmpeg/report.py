"""What FFmpeg says about a file, read from the messages of `-v verbose`.

Every pattern is anchored at the start of a line: FFmpeg indents text out of the file's own metadata behind a colon, so
that a title which imitates these lines is not believed.
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
)
"""Lines that the functions below read; all others are dropped while they arrive."""

_VERSION = re.compile(r"ffmpeg version n?(\d+(?:\.\d+)*)")
_CONTAINER = re.compile(r"Input #0, ([a-z0-9_,]+), from ")
_DURATION = re.compile(r"  Duration: (\d+):(\d\d):(\d\d(?:\.\d+)?)")
_LEVEL = re.compile(r"\[[^\]]*\] mean_volume: (-?[\d.]+) dB")
_PACKETS = re.compile(r".*Input stream #0:\d+ \(audio\): (\d+) packets read")
_NO_DECODER = re.compile(r"(?:\[[^\]]*\] )?(?:Decoding requested, but no decoder found for: |Decoder \(codec )(\w+)")
_BAD_PACKETS = re.compile(r".* (\d+) decode errors")

GRAPH_CHANGES = re.compile(rb"\[(?:af#0:0|fc#0)[^\]]*\] Reconfiguring filter graph")
"""FFmpeg builds the filters of a track anew, since its rate or channels changed."""

_STARTED_ANEW = frozenset({"mpegts", "mpeg", "ogg"})
"""Containers whose clock FFmpeg starts with the streams in use, whatever comes before (measured)."""


@dataclass(frozen=True, slots=True)
class Media:
    """A probed file.

    `version` is FFmpeg's own, empty where the program is not FFmpeg. `container` is FFmpeg's name of it, empty where
    none was recognised.
    `declared_seconds` is None where the container declares no length or FFmpeg had to guess it from the bit rate.
    `pictures` is the stream of the moving pictures, None without any.
    """

    version: str
    container: str
    declared_seconds: float | None
    tracks: tuple[AudioTrack, ...]
    pictures: int | None = None

    @property
    def clock(self) -> int | None:
        """The pictures that have to be in use for the times of the sound to be those of the video; None: no need."""
        return self.pictures if self.container in _STARTED_ANEW else None

    @property
    def opened(self) -> bool:
        """Whether a container was recognised."""
        return bool(self.container)


@dataclass(frozen=True, slots=True)
class Decoding:
    """The totals of a decoding run; `level` is the mean volume in dB full scale, None where there was no sample.

    `undecodable` is the codec that FFmpeg has no decoder for, which ended the run.
    """

    packets: int
    bad_packets: int
    level: float | None
    undecodable: str | None = None


def read_media(lines: Iterable[str]) -> Media:
    """Read the description that `arguments.probe` asks for."""
    kept = tuple(lines)
    guessed = any("Estimating duration from bitrate" in line for line in kept)
    return Media(
        version=next((found[1] for line in kept if (found := _VERSION.match(line))), ""),
        container=next((found[1] for line in kept if (found := _CONTAINER.match(line))), ""),
        declared_seconds=None if guessed else _read_duration(kept),
        tracks=read_tracks(kept),
        pictures=find_pictures(kept),
    )


def read_decoding(lines: Iterable[str]) -> Decoding:
    """Read the totals at the end of a decoding run; what a version does not print counts as zero."""
    kept = tuple(lines)
    levels = [float(found[1]) for line in kept if (found := _LEVEL.match(line))]
    packets = [int(found[1]) for line in kept if (found := _PACKETS.match(line))]
    bad = [int(found[1]) for line in kept if (found := _BAD_PACKETS.match(line))]
    undecodable = next((found[1] for line in kept if (found := _NO_DECODER.match(line))), None)
    return Decoding(max(packets, default=0), max(bad, default=0), levels[-1] if levels else None, undecodable)


def _read_duration(lines: tuple[str, ...]) -> float | None:
    found = next((found for line in lines if (found := _DURATION.match(line))), None)
    return int(found[1]) * 3600 + int(found[2]) * 60 + float(found[3]) if found else None
