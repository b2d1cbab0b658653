"""The facts about a video, and a picture of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MediaFacts:
    """The facts about a container and its first tracks.

    `seconds` is the length, `width` and `height` are pixels as displayed (turned, with square pixels), `frame_rate` is
    pictures a second (0 where the container does not say), `bit_rate` bits a second over the whole file. `hdr` says
    that the pictures need tone mapping. `audio_codec` is None without an audio track. `partial` says that the end of
    the file is missing; `seconds` is then the length of what is there.
    """

    seconds: float
    width: int
    height: int
    frame_rate: float
    video_codec: str
    audio_codec: str | None
    audio_tracks: int
    bit_rate: int
    hdr: bool = False
    partial: bool = False

    @property
    def whole_seconds(self) -> int:
        """The length for the catalogue: rounded half up, and at least 1."""
        return max(1, int(self.seconds + 0.5))


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG and its size in pixels."""

    jpeg: bytes
    width: int
    height: int
