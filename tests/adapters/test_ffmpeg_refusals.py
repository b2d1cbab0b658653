from __future__ import annotations

import io
import wave
from typing import TYPE_CHECKING

import pytest

from tests.adapters.listening import extract
from tests.adapters.programs import write_program
from tests.media import clips
from tests.media.store import write
from worker.jobs.errors import FFMPEG_CRASHED, FFMPEG_KILLED, FFMPEG_MISSING, NOT_MEDIA, Condition, JobError

if TYPE_CHECKING:
    from pathlib import Path

KILL, SEGMENTATION_FAULT = "kill -KILL $$", "kill -SEGV $$"


@pytest.mark.parametrize(
    ("script", "condition"),
    [
        ("echo hello", FFMPEG_MISSING),
        ("echo error while loading shared libraries >&2; exit 127", FFMPEG_MISSING),
        (f"echo ffmpeg version 9.0.2 >&2; {SEGMENTATION_FAULT}", FFMPEG_CRASHED),
        (f"echo ffmpeg version 9.0.2 >&2; {KILL}", FFMPEG_KILLED),
    ],
    ids=["not FFmpeg", "does not load", "crashes on opening", "is killed on opening"],
)
def test_an_ffmpeg_that_cannot_open_the_video_says_whose_fault_it_is(
    script: str, condition: Condition, tmp_path: Path
) -> None:
    with pytest.raises(JobError) as refused:
        extract(clips.bursts(), tmp_path, program=write_program(tmp_path, script))

    assert refused.value.condition is condition


def at_rate(rate: int) -> Path:
    """A WAV of ten seconds whose head says another rate."""
    wav = io.BytesIO()
    with wave.open(wav, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(bytes(2 * 10 * 48_000))
    return write(f"rate{rate}.wav", wav.getvalue())


@pytest.mark.parametrize("rate", [1, 7_999, 192_001, 2_000_000_000])
def test_sound_of_a_rate_that_none_has_is_refused_before_it_is_resampled(rate: int, tmp_path: Path) -> None:
    with pytest.raises(JobError) as refused:
        extract(at_rate(rate), tmp_path)

    assert refused.value.condition is NOT_MEDIA
    assert refused.value.sentence == f"FFMPEG: its sound has {rate} samples a second; 8000 to 192000 are taken."


@pytest.mark.parametrize("rate", [8_000, 192_000])
def test_sound_of_the_lowest_and_the_highest_rate_is_taken(rate: int, tmp_path: Path) -> None:
    assert extract(at_rate(rate), tmp_path).samples == pytest.approx(16_000 * 10 * 48_000 / rate, rel=0.01)
