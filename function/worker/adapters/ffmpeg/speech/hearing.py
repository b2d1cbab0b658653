"""Finds the first of several audio tracks that gives sound."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from worker.adapters.ffmpeg.speech.choice import tell_spoilt
from worker.jobs.errors import CODEC_UNSUPPORTED, FFMPEG_CRASHED, JobError
from worker.speech.audio import SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from worker.adapters.ffmpeg.speech.chains import Chain
    from worker.adapters.ffmpeg.speech.choice import Group
    from worker.adapters.ffmpeg.speech.fallback import Sound, TrackDecoder
    from worker.speech.audio import Decoded

MIN_SECONDS = 0.5
"""Less audio than this counts as none (docs/sources.md, FFmpeg)."""


def hear_first(
    decoder: TrackDecoder, groups: Sequence[Group], chains: Sequence[Chain]
) -> Generator[Decoded, None, tuple[TrackDecoder, Sound]]:
    """Decode groups of tracks in turn until one gives sound; tracks that cannot be decoded are left out of a mix.

    Args:
        decoder: of the video.
        groups: at least one, the best first.
        chains: for `TrackDecoder.decode_with_fallback`.

    Returns:
        The decoder that was used, and its sound, which warns of the tracks tried before.

    Raises:
        JobError: FFMPEG_FAILED, the last one could not be decoded, or as `decode_with_fallback`.
        JobError: S3_DOWNLOAD_FAILED, the video stopped coming.
    """
    group, *others = groups
    trying = replace(decoder, tracks=group)
    sound = yield from trying.decode_with_fallback(chains)
    spoilt = tuple(track for track in group if track.codec == sound.totals.undecodable)
    rest = tuple(track for track in group if track not in spoilt)
    left = (rest, *others) if spoilt and rest else tuple(others)
    if not left or sound.samples >= MIN_SECONDS * SAMPLE_RATE:
        if sound.status:
            raise _explain(sound, spoilt)
        return trying, sound
    heard, better = yield from hear_first(decoder, left, chains)
    return heard, replace(better, warnings=(*tell_spoilt(spoilt or group), *better.warnings))


def _explain(sound: Sound, spoilt: Group) -> JobError:
    if spoilt:
        names = ", ".join(sorted({track.codec_name for track in spoilt}))
        return JobError(CODEC_UNSUPPORTED, f"FFMPEG: the audio's codec is not supported ({names}).")
    return JobError(FFMPEG_CRASHED, f"FFMPEG: the audio could not be decoded, status {sound.status}.")
