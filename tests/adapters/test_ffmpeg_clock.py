from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.adapters.listening import extract, onsets_of
from tests.media import clips, oddities
from worker.speech.audio import AudioQuality

if TYPE_CHECKING:
    from pathlib import Path

TWICE = (*clips.BURST_TIMES, *(20 + time for time in clips.BURST_TIMES))


@pytest.mark.parametrize("ending", ["webm", "mkv", "flac", "avi", "ts", "mpg", "mp3", "aac", "au"])
def test_two_recordings_one_behind_the_other_are_both_heard(ending: str, tmp_path: Path) -> None:
    audio = extract(oddities.restarted(ending), tmp_path)

    assert onsets_of(audio) == pytest.approx(TWICE, abs=0.09)
    assert (audio.video_seconds, audio.partial) == (pytest.approx(40, abs=0.1), False)


def test_of_a_second_opus_recording_all_is_heard_though_ffmpeg_may_take_its_head_for_a_second_of_sound(
    tmp_path: Path,
) -> None:
    onsets = onsets_of(extract(oddities.restarted("opus"), tmp_path))

    assert onsets == pytest.approx(TWICE, abs=1.0)


UNREAD = ["flv", "wmv", "wma", "wav", "mp4", "mov", "m4a", "rf64", "caf", "w64", "aiff"]


@pytest.mark.parametrize(("seconds", "heard"), [(1.5, 1), (3, 1), (20, 4)])
@pytest.mark.parametrize("ending", UNREAD)
def test_a_second_recording_that_ffmpeg_does_not_read_is_told_as_missing(
    ending: str, seconds: float, heard: int, tmp_path: Path
) -> None:
    audio = extract(oddities.restarted(ending, seconds), tmp_path)

    assert (len(onsets_of(audio)), audio.partial, audio.quality) == (heard, True, AudioQuality.LOW)
    assert len(audio.warnings) == 1


@pytest.mark.parametrize("seconds", [2, 35])
def test_a_second_flv_is_told_where_ffmpeg_finds_back_into_it(seconds: float, tmp_path: Path) -> None:
    """Behind the 5 MB that it takes the second head for."""
    audio = extract(oddities.restarted("flv", seconds, "-vn", "-c:a", "pcm_s16le"), tmp_path)

    assert (audio.partial, len(audio.warnings)) == (True, 1)


def test_a_second_large_wav_under_its_other_name_is_told_as_missing(tmp_path: Path) -> None:
    audio = extract(oddities.restarted_bw64(3), tmp_path)

    assert (len(onsets_of(audio)), audio.partial) == (1, True)


@pytest.mark.parametrize("seconds", [5, 2, 0.5, 0.2])
@pytest.mark.parametrize("ending", ["mkv", "webm"])
def test_nothing_is_lost_where_the_clock_is_set_back(ending: str, seconds: float, tmp_path: Path) -> None:
    audio = extract(oddities.set_back(ending, seconds), tmp_path)

    assert onsets_of(audio) == pytest.approx(clips.BURST_TIMES, abs=0.03)
    assert (audio.seconds, audio.partial) == (pytest.approx(20, abs=0.1), False)
