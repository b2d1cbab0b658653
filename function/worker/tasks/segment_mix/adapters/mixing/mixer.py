"""Mix two files into one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.jobs.errors import FFMPEG_OUT_OF_TIME, JobError
from worker.jobs.plain_text import MEGABYTE
from worker.jobs.workspace import taking_room
from worker.tasks.segment_mix.adapters.mixing.arithmetic import Sound, mix
from worker.tasks.segment_mix.adapters.mixing.limiter import limit
from worker.tasks.segment_mix.adapters.mixing.sounds import read_sound
from worker.tasks.segment_mix.adapters.mixing.waves import read_plain, write_plain

if TYPE_CHECKING:
    from pathlib import Path

    from worker.adapters.ffmpeg.conversion import FfmpegConverter
    from worker.jobs.deadline import Deadline
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
    return Sound(rate, mix(first.samples, second.samples, *(track.gain for track in tracks)))


def _ask_for_time(samples: int, deadline: Deadline) -> None:
    """Refuse a mix that would be late: numpy cannot stop at a deadline."""
    if deadline.left() < samples * _SECONDS_PER_SAMPLE:
        raise JobError(FFMPEG_OUT_OF_TIME, "MIX: there was no time left for a mix of this size.")


def _read(track: Track, converter: FfmpegConverter, deadline: Deadline, rate: int | None = None) -> Sound:
    try:
        return read_sound(track.path, converter, deadline, rate)
    except JobError as error:
        sentence = f"MIX: its {track.name} cannot be used: {error.sentence.partition(': ')[2]}"
        raise JobError(error.condition, sentence, setting=error.setting) from error
