"""The audio tracks of a file, and the pictures beside them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from worker.speech.audio import RATES
from worker.speech.languages import is_same_language

if TYPE_CHECKING:
    from collections.abc import Iterable

_ANY_AUDIO = re.compile(
    r"  Stream #0:\d+(?:\[\w+\])?(?:\((?P<language>[^)]*)\))?: Audio: "
    r"(?P<codec>\w+)(?: \([^)/]*\))?(?: \((?P<tag>[^/]*) / 0x[0-9A-F]+\))?"
)
_LAYOUT = re.compile(r".*?(?P<rate>\d+) Hz, (?P<layout>[^,]+)")
_PRINTABLE = re.compile(r"[\w.-]+", re.ASCII)
_PICTURES = re.compile(r"  Stream #0:(\d+)[^ ]*: Video: .*?, \d+x\d+")
_COVER = "(attached pic)"
_BESIDE = ("(comment)", "(visual impaired)", "(descriptions)", "(karaoke)")
"""FFmpeg's marks for tracks that talk about the video, or are music without words."""


@dataclass(frozen=True, slots=True)
class AudioTrack:
    """One audio stream: its index among the audio streams, whether it is stereo, and its default flag.

    `language` is the container's tag, empty without one. `beside` marks a commentary or an audio description. `codec`
    is FFmpeg's name of it, and `codec_name` the container's where that is readable. `rate` is in samples per second,
    0 if FFmpeg does not report it.
    """

    index: int
    stereo: bool
    default: bool
    language: str = ""
    beside: bool = False
    codec: str = ""
    codec_name: str = ""
    rate: int = 0

    @property
    def plausible(self) -> bool:
        """Whether it may be resampled: that takes more memory the further apart the rates are."""
        return self.rate == 0 or self.rate in RATES

    @property
    def number(self) -> int:
        """Counted from 1, as players do."""
        return self.index + 1

    def is_called(self, name: str) -> bool:
        """Whether a number or a language names this track."""
        return str(self.number) == name or (bool(self.language) and is_same_language(self.language, name))


def read_tracks(lines: Iterable[str]) -> tuple[AudioTrack, ...]:
    """Read the audio streams of FFmpeg's description of a file, in its order."""
    streams = [(line, found) for line in lines if (found := _ANY_AUDIO.match(line))]
    return tuple(_read_track(index, line, found) for index, (line, found) in enumerate(streams))


def find_pictures(lines: Iterable[str]) -> int | None:
    """Say which stream has the first moving pictures, counted among all streams; None without any.

    Pictures of unknown size do not count: FFmpeg refuses to copy them (measured).
    """
    pictures = (found for line in lines if (found := _PICTURES.match(line)) and _COVER not in line)
    return next((int(found[1]) for found in pictures), None)


def _read_track(index: int, line: str, found: re.Match[str]) -> AudioTrack:
    layout, tag = _LAYOUT.match(line), found["tag"] or ""
    return AudioTrack(
        index=index,
        stereo=bool(layout) and layout["layout"] in {"stereo", "2 channels"},
        default="(default)" in line,
        language=found["language"] or "",
        beside=any(mark in line for mark in _BESIDE),
        codec=found["codec"],
        codec_name=tag if _PRINTABLE.fullmatch(tag) else found["codec"],
        rate=int(layout["rate"]) if layout else 0,
    )
