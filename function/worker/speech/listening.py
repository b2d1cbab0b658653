"""Which sound of a video to decode, and how."""

from __future__ import annotations

import re
from dataclasses import dataclass

from worker.jobs.errors import TRACK_UNUSABLE, JobError
from worker.speech.audio import AudioFilter

AUTO = "auto"
MIX = "mix"

TRACK = re.compile(r"auto|mix|[1-9][0-9]?|[a-z]{2,16}(?:[-_][a-z0-9]{1,8}){0,3}", re.IGNORECASE)
"""The values of `AUDIO_TRACK` and `x-amz-meta-track`: the number of a track, from 1, a language, `auto` or `mix`."""


@dataclass(frozen=True, slots=True)
class Listening:
    """The requested filters, the spoken language (CSR's name), and the audio track to decode.

    `track` is `AUTO`, `MIX`, a number or a language, in lower case. `demanded` says that no other track will do.
    """

    audio_filter: AudioFilter
    language: str
    track: str = AUTO
    demanded: bool = False

    @property
    def name(self) -> str:
        """A name that no other listening to the same video has; fit for a key."""
        return f"{self.audio_filter}-{self.language}-{self.track}" + ("-only" if self.demanded else "")


def plan_listening(audio_filter: AudioFilter, language: str, declared: str | None, usual: str) -> Listening:
    """Combine what the settings and the uploader say.

    Args:
        audio_filter: `AUDIO_FILTER`.
        language: CSR's name of the spoken language.
        declared: the object's `x-amz-meta-track`, if any: it is demanded.
        usual: `AUDIO_TRACK`, which is only a preference, since it cannot know every video.

    Raises:
        JobError: FFMPEG_FAILED, `declared` is not a valid value.
    """
    track = (declared or "").strip()
    if not track:
        return Listening(audio_filter, language, usual)
    if not TRACK.fullmatch(track):
        sentence = "x-amz-meta-track is neither the number of a track, from 1, nor a language, mix or auto."
        raise JobError(TRACK_UNUSABLE, "FFMPEG", sentence)
    return Listening(audio_filter, language, track.lower(), demanded=track.lower() != AUTO)
