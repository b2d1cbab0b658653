from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.adapters.listening import FileVideo, extract, listen_through, onsets_of
from tests.builders import a_deadline
from tests.media import clips, damaged, oddities
from tests.media.store import FFMPEG
from worker.adapters.ffmpeg import FfmpegExtractor, FfmpegProgram
from worker.jobs.errors import VIDEO_TOO_LONG, JobError
from worker.speech.audio import AudioFilter

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from worker.speech.audio import Decoded


def test_a_video_of_unknown_length_counts_as_long_as_its_sound(tmp_path: Path) -> None:
    audio = extract(damaged.unknown_length(), tmp_path)

    assert (audio.seconds, audio.video_seconds, audio.partial) == (20.0, 20.0, False)


@pytest.mark.parametrize("make", [clips.fragmented, clips.indexed_fragments])
def test_a_video_in_fragments_is_as_long_as_all_of_them(make: Callable[[], Path], tmp_path: Path) -> None:
    audio = extract(make(), tmp_path)

    assert (audio.video_seconds, audio.partial) == (pytest.approx(20.0, abs=0.05), False)


def test_a_video_that_declares_too_much_is_refused_before_decoding(tmp_path: Path) -> None:
    with pytest.raises(JobError, match="7200 s long; at most 1800 s") as refused:
        extract(oddities.long_silence(7_200), tmp_path, max_seconds=1_800)

    assert refused.value.condition is VIDEO_TOO_LONG


def test_a_video_that_hides_its_length_is_cut_off_at_the_limit(tmp_path: Path) -> None:
    run = FfmpegExtractor(FfmpegProgram(FFMPEG), 10).extract(
        FileVideo(damaged.unknown_length()), listen_through(AudioFilter.SPEECH), tmp_path, a_deadline()
    )
    pieces: list[Decoded] = []

    with pytest.raises(JobError, match="longer than 10 s") as refused:
        pieces.extend(run)

    assert refused.value.condition is VIDEO_TOO_LONG
    assert sum(len(piece) for piece in pieces if isinstance(piece, bytes)) <= 11 * 32_000


def test_a_video_as_long_as_the_limit_is_accepted_with_its_encoders_padding(tmp_path: Path) -> None:
    assert extract(clips.container("mkv"), tmp_path, max_seconds=20).seconds > 20


def test_a_head_that_lies_about_its_size_is_not_believed(tmp_path: Path) -> None:
    assert extract(damaged.declared_a_day(), tmp_path).seconds == pytest.approx(2.0, abs=0.01)


@pytest.mark.parametrize("seconds", [61, 200])
def test_long_videos_are_decoded_to_the_end(seconds: int, tmp_path: Path) -> None:
    audio = extract(clips.bursts(seconds), tmp_path)

    assert audio.seconds == pytest.approx(seconds, abs=0.05)
    assert len(onsets_of(audio)) == -(-seconds // 5) - (seconds % 5 == 1)


@pytest.mark.parametrize("ending", ["mkv", "webm", "wmv", "flv", "mov"])
@pytest.mark.parametrize("start", [600, 3_600])
def test_a_clock_that_begins_late_makes_a_video_no_longer(ending: str, start: float, tmp_path: Path) -> None:
    audio = extract(oddities.part_of_a_stream(ending, start), tmp_path)

    assert len(onsets_of(audio)) == 4
    assert (audio.video_seconds, audio.partial) == (pytest.approx(20, abs=0.1), False)


def test_a_part_of_a_stream_that_is_cut_off_is_partial(tmp_path: Path) -> None:
    audio = extract(damaged.first_half(oddities.part_of_a_stream("mkv", 600)), tmp_path)

    assert audio.warnings == (f"Only {audio.seconds:.1f} of 20.0 s of audio could be decoded.",)


@pytest.mark.parametrize("max_seconds", [3_600, 86_400])
@pytest.mark.parametrize("ending", ["mkv", "webm"])
def test_subtitles_behind_its_end_make_a_video_no_longer(ending: str, max_seconds: float, tmp_path: Path) -> None:
    audio = extract(oddities.long_subtitles(ending), tmp_path, max_seconds=max_seconds)

    assert len(onsets_of(audio)) == 4
    assert (audio.video_seconds, audio.partial) == (pytest.approx(20, abs=0.1), False)


def test_a_video_that_is_too_long_without_its_subtitles_is_refused(tmp_path: Path) -> None:
    with pytest.raises(JobError, match="20 s long; at most 10 s"):
        extract(oddities.long_subtitles("mkv"), tmp_path, max_seconds=10)


def test_a_cut_video_with_subtitles_is_partial(tmp_path: Path) -> None:
    audio = extract(damaged.first_half(oddities.long_subtitles("mkv")), tmp_path, max_seconds=86_400)

    assert audio.warnings == (f"Only {audio.seconds:.1f} of 36001.0 s of audio could be decoded.",)
