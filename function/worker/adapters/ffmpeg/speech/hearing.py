"""Which sound is heard: the first track that gives any, and the left channel of two that cancel each other out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from worker.adapters.ffmpeg.process.program import consume
from worker.adapters.ffmpeg.speech.choice import warn_of_spoilt
from worker.jobs.errors import CODEC_UNSUPPORTED, FFMPEG_CRASHED, JobError
from worker.speech.audio import SAMPLE_RATE, Beginning

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from worker.adapters.ffmpeg.speech.chains import Chain
    from worker.adapters.ffmpeg.speech.choice import Group
    from worker.adapters.ffmpeg.speech.fallback import Sound, TrackDecoder
    from worker.speech.audio import Decoded

MIN_SECONDS = 0.5
"""Less audio than this counts as none (docs/sources.md, FFmpeg)."""

CANCELLED_LEVEL = -60.0
"""Mean volume in dBFS below which a mix is silent: antiphase channels of -25 dB leave -69.5 dB (measured)."""

_MUCH_LOUDER = 10.0
"""Decibels. Sound on the left alone is at most 6 dB louder there than in the mix, inverted sound 44 dB (measured)."""


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
    return heard, replace(better, warnings=(*warn_of_spoilt(spoilt or group), *better.warnings))


def _explain(sound: Sound, spoilt: Group) -> JobError:
    if spoilt:
        names = ", ".join(sorted({track.codec_name for track in spoilt}))
        return JobError(CODEC_UNSUPPORTED, "FFMPEG", f"the audio's codec is not supported ({names}).")
    return JobError(FFMPEG_CRASHED, "FFMPEG", f"the audio could not be decoded, status {sound.status}.")


def undo_cancellation(decoder: TrackDecoder, mix: Sound) -> Generator[Decoded, None, Sound]:
    """Use the left channel of a stereo track with a silent mix, if it is much louder: then one side is inverted.

    The left channel is decoded twice: to measure it, and again if it is to replace the mix.

    Args:
        decoder: decodes the stereo track.
        mix: the result of decoding its mix.

    Returns:
        The sound that is used: the mix or the left channel.
    """
    if mix.totals.level is None or mix.totals.level >= CANCELLED_LEVEL:
        return mix
    # Measured without a FLAC, which still holds the mix.
    left = consume(replace(decoder, flac=None).decode_left(mix.chain))
    if left is None or left.totals.level is None or left.totals.level < mix.totals.level + _MUCH_LOUDER:
        return mix
    yield Beginning(mix.chain.delay)
    yield from decoder.decode_left(mix.chain)
    sentence = "The two channels cancel each other out, so only the left one was used."
    return replace(left, warnings=(*mix.warnings, sentence))
