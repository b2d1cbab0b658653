"""Mix two files into one.

One pass in numpy takes a seventh of the processor time of an FFmpeg process a segment, true peak included (measured:
10 ms against 70 ms for 4 s of stereo), and is exact: `amix` halves by default, and upmixes mono 3 dB down.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from worker.jobs.errors import FFMPEG_OUT_OF_TIME, JobError
from worker.jobs.plain_text import MEGABYTE
from worker.jobs.workspace import taking_room
from worker.tasks.segment_mix.adapters.mixing.limiter import limit
from worker.tasks.segment_mix.adapters.mixing.sounds import Sound, read_plain, read_sound, write_plain

if TYPE_CHECKING:
    from pathlib import Path

    from worker.adapters.ffmpeg.conversion import FfmpegConverter
    from worker.jobs.deadline import Deadline
    from worker.tasks.segment_mix.adapters.mixing.sounds import Samples
    from worker.tasks.segment_mix.mix import Track

_SECONDS_PER_SAMPLE = 0.5e-6
"""A sample of either source takes 0.1 us of processor time where peaks have to be turned down (measured)."""

_SMALL_BYTES = 8 * MEGABYTE
"""Of both files together: 40 s of stereo at 48 kHz. Plain files take up to 0.1 GB to mix, and no FFmpeg."""


def is_small(tracks: tuple[Track, Track]) -> bool:
    """Whether a mix takes little memory: both files are plain, small and of one rate."""
    if sum(track.path.stat().st_size for track in tracks) > _SMALL_BYTES:
        return False
    sounds = [read_plain(track.path) for track in tracks]
    rates = {sound.rate if sound else None for sound in sounds}
    return len(rates) == 1 and None not in rates


def mix_files(converter: FfmpegConverter, tracks: tuple[Track, Track], out: Path, deadline: Deadline) -> None:
    """Mix two tracks into a plain WAV file; see `segment_mix.ports.Mixer.mix`."""
    mixed = _add(converter, tracks, deadline)
    with taking_room("the mix"):
        write_plain(out, Sound(mixed.rate, limit(mixed.samples, mixed.rate)))


def _add(converter: FfmpegConverter, tracks: tuple[Track, Track], deadline: Deadline) -> Sound:
    """Add both sounds; their own memory is free again on return."""
    sounds = [_read(track, converter, deadline) for track in tracks]
    rate = max(sound.rate for sound in sounds)
    first, second = (
        sound if sound.rate == rate else _read(track, converter, deadline, rate)
        for track, sound in zip(tracks, sounds, strict=True)
    )
    _ask_for_time(first.samples.size + second.samples.size, deadline)
    return Sound(rate, add_samples(first.samples, second.samples, *(track.gain for track in tracks)))


def add_samples(first: Samples, second: Samples, first_gain: float, second_gain: float) -> Samples:
    """Add two sounds of one rate that start together; the result is as long as the longer one.

    A mono sound goes unchanged into both channels of a stereo one.
    """
    channels = max(len(first), len(second))
    frames = max(first.shape[1], second.shape[1])
    total = np.zeros((channels, frames), np.float32)
    total[:, : first.shape[1]] += first * np.float32(first_gain)
    total[:, : second.shape[1]] += second * np.float32(second_gain)
    return total


def _ask_for_time(samples: int, deadline: Deadline) -> None:
    """Refuse a mix that would be late: numpy cannot stop at a deadline."""
    if deadline.left() < samples * _SECONDS_PER_SAMPLE:
        raise JobError(FFMPEG_OUT_OF_TIME, "MIX", "there was no time left for a mix of this size.")


def _read(track: Track, converter: FfmpegConverter, deadline: Deadline, rate: int | None = None) -> Sound:
    try:
        return read_sound(track.path, converter, deadline, rate)
    except JobError as error:
        raise error.within("MIX", f"its {track.name} cannot be used") from error
