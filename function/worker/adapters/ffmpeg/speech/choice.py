"""Which audio tracks are heard, and the warnings about the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.jobs.errors import TRACK_UNUSABLE, JobError
from worker.speech.listening import AUTO, MIX

if TYPE_CHECKING:
    from collections.abc import Sequence

    from worker.adapters.ffmpeg.tracks import AudioTrack
    from worker.speech.listening import Listening

Group = tuple["AudioTrack", ...]
"""One track, or several that are mixed."""


def rank_groups(tracks: Sequence[AudioTrack], listening: Listening) -> tuple[Group, ...]:
    """List the tracks to try, best first.

    The criteria, in order: the wanted track, the tag of the spoken language, no commentary, the container's default as
    in players, and the position in the file.

    Args:
        tracks: all of the file, at least one.
        listening: which of them is wanted.

    Returns:
        At least one group. If a track is demanded, only the tracks that match it.

    Raises:
        JobError: FFMPEG_FAILED, the demanded track is not there.
    """
    if listening.track == MIX:
        return (tuple(tracks),)

    def rank(track: AudioTrack) -> tuple[bool, bool, bool, bool]:
        wanted, spoken = track.is_called(listening.track), track.is_called(listening.language)
        return not wanted, not spoken, track.beside, not track.default

    fitting = [track for track in tracks if not listening.demanded or track.is_called(listening.track)]
    if not fitting:
        raise JobError(TRACK_UNUSABLE, "FFMPEG", f"none of the {len(tracks)} audio tracks is {listening.track}.")
    return tuple((track,) for track in sorted(fitting, key=rank))


def warn_of_unheard(tracks: Sequence[AudioTrack], heard: Group, listening: Listening) -> tuple[str, ...]:
    """Say which tracks the transcript leaves out, unless that was asked for.

    Args:
        tracks: all of the file.
        heard: the tracks that were heard.
        listening: what was asked for.

    Returns:
        Sentences for `meta.warnings`.
    """
    wanted = listening.track
    if wanted == MIX or any(track.is_called(wanted) for track in heard):
        return ()
    unmet = () if wanted == AUTO else (f"No audio track is {wanted}, so track {heard[0].number} was heard.",)
    others = len(tracks) - len(heard)
    return (*unmet, *_count(others)) if others else unmet


def warn_of_spoilt(spoilt: Sequence[AudioTrack]) -> tuple[str, ...]:
    """Say which tracks were tried and gave no sound."""
    return tuple(f"Audio track {track.number} ({track.codec_name}) cannot be decoded." for track in spoilt)


def _count(others: int) -> tuple[str]:
    return (f"{others} other audio {'track was' if others == 1 else 'tracks were'} not heard.",)
