"""The audio tracks of a file, and the pictures beside them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_AUDIO = re.compile(r"  Stream #0:\d+[^ ]*: Audio: .*?\d+ Hz, (?P<layout>[^,]+),(?P<rest>.*)")
_ANY_AUDIO = re.compile(r"  Stream #0:\d+[^ ]*: Audio: ")
_PICTURES = re.compile(r"  Stream #0:(\d+)[^ ]*: Video: .*?, \d+x\d+")
_COVER = "(attached pic)"


@dataclass(frozen=True, slots=True)
class AudioTrack:
    """One audio stream: its index among the audio streams, whether it is stereo, and its default flag."""

    index: int
    stereo: bool
    default: bool


def read_tracks(lines: Iterable[str]) -> tuple[AudioTrack, ...]:
    """Read the audio streams of FFmpeg's description of a file, in its order."""
    streams = [line for line in lines if _ANY_AUDIO.match(line)]
    return tuple(_read_track(index, line) for index, line in enumerate(streams))


def find_pictures(lines: Iterable[str]) -> int | None:
    """Say which stream has the first moving pictures, counted among all streams; None where there are none.

    Pictures of unknown size do not count: FFmpeg refuses to copy them (measured).
    """
    pictures = (found for line in lines if (found := _PICTURES.match(line)) and _COVER not in line)
    return next((int(found[1]) for found in pictures), None)


def choose_track(tracks: tuple[AudioTrack, ...]) -> AudioTrack:
    """Take the first track that the container marks as default, as players do; where none is marked, the first."""
    return next((track for track in tracks if track.default), tracks[0])


def _read_track(index: int, line: str) -> AudioTrack:
    found = _AUDIO.match(line)
    return AudioTrack(
        index=index,
        stereo=bool(found) and found["layout"] in {"stereo", "2 channels"},
        default="(default)" in line,
    )
