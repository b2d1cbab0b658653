"""Two files into one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worker.adapters.mixing.arithmetic import Sound, mix
from worker.adapters.mixing.limiter import limit
from worker.adapters.mixing.sounds import read_sound
from worker.adapters.mixing.waves import write_plain
from worker.domain.errors import JobError, failure

if TYPE_CHECKING:
    from pathlib import Path

    from worker.adapters.ffmpeg.conversion import FfmpegConverter
    from worker.domain.deadlines import Deadline
    from worker.domain.segment_mix import Track


def mix_files(converter: FfmpegConverter, tracks: tuple[Track, Track], out: Path, deadline: Deadline) -> None:
    """Mix two tracks into a plain WAV file; see `mixing_ports.Mixer.mix`."""
    sounds = [_read(track, converter, deadline) for track in tracks]
    rate = max(sound.rate for sound in sounds)
    first, second = (
        sound if sound.rate == rate else _read(track, converter, deadline, rate)
        for track, sound in zip(tracks, sounds, strict=True)
    )
    mixed = mix(first.samples, second.samples, *(track.gain for track in tracks))
    write_plain(out, Sound(rate, limit(mixed, rate)))


def _read(track: Track, converter: FfmpegConverter, deadline: Deadline, rate: int | None = None) -> Sound:
    try:
        return read_sound(track.path, converter, deadline, rate)
    except JobError as error:
        sentence = f"MIX: its {track.name} cannot be used: {error.sentence.partition(': ')[2]}"
        raise failure(error.condition, sentence, setting=error.setting) from error
