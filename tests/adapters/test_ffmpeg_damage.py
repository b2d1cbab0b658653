from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.adapters.listening import extract, whole
from tests.media import clips, damaged, oddities
from tests.media.store import write
from worker.jobs.errors import AUDIO_TOO_SHORT, NO_AUDIO, NOT_MEDIA, Condition, Handling, JobError
from worker.speech.audio import AudioQuality

if TYPE_CHECKING:
    from collections.abc import Callable


BROKEN_OFF = "The file breaks off or goes on with something else; no sound behind that place could be decoded."


@pytest.mark.parametrize("make", [damaged.truncated_faststart, damaged.truncated_fragments, damaged.truncated_matroska])
def test_a_truncated_video_is_reported_as_partial(make: Callable[[], Path], tmp_path: Path) -> None:
    audio = extract(make(), tmp_path)

    assert (audio.partial, audio.quality) == (True, AudioQuality.LOW)
    assert audio.seconds == pytest.approx(9.6, abs=0.5)
    assert audio.warnings == (f"Only {audio.seconds:.1f} of 20.0 s of audio could be decoded.",)


@pytest.mark.parametrize(
    "make",
    [*(partial(damaged.truncated_in_a_fragment, share) for share in (0.35, 0.5, 0.7)), damaged.truncated_unmeasured],
)
def test_a_truncated_video_that_declares_no_length_is_partial(make: Callable[[], Path], tmp_path: Path) -> None:
    audio = extract(make(), tmp_path)

    assert (audio.partial, audio.quality) == (True, AudioQuality.LOW)
    assert audio.warnings == (BROKEN_OFF,)


@pytest.mark.parametrize("share", [0.5, 0.95])
@pytest.mark.parametrize("ending", ["mp3", "ogg", "opus", "wmv", "webm"])
def test_a_cut_file_whose_length_ffmpeg_does_not_say_is_partial(ending: str, share: float, tmp_path: Path) -> None:
    content = clips.container(ending).read_bytes()

    audio = extract(write(f"cut.{ending}", content[: int(share * len(content))]), tmp_path)

    assert (audio.partial, audio.quality) == (True, AudioQuality.LOW)


@pytest.mark.parametrize("ending", ["mp3", "ogg", "opus", "wmv"])
def test_such_a_file_that_is_whole_is_not_partial(ending: str, tmp_path: Path) -> None:
    assert not extract(clips.container(ending), tmp_path).partial


def test_a_video_that_declares_no_length_and_is_whole_is_not_partial(tmp_path: Path) -> None:
    audio = extract(oddities.unmeasured(), tmp_path)

    assert (whole(audio.samples), audio.partial) == (320_000, False)


def test_damaged_packets_are_reported_as_partial(tmp_path: Path) -> None:
    audio = extract(damaged.damaged_sound(), tmp_path)

    assert (audio.partial, audio.quality) == (True, AudioQuality.LOW)
    assert audio.warnings == ("228 of 939 audio packets were damaged.",)


@pytest.mark.parametrize("make", [oddities.short_sound, oddities.slide, oddities.few_pictures])
def test_a_track_that_honestly_ends_early_is_whole(make: Callable[[], Path], tmp_path: Path) -> None:
    audio = extract(make(), tmp_path)

    assert (whole(audio.samples), audio.partial) == (80_000, False)


@pytest.mark.parametrize(
    ("make", "condition"),
    [
        (damaged.truncated_index_at_end, NOT_MEDIA),
        (damaged.garbage, NOT_MEDIA),
        (damaged.empty, NOT_MEDIA),
        (lambda: Path(__file__), NOT_MEDIA),
        (oddities.silent_pictures, NO_AUDIO),
        (lambda: clips.tone(0.3), AUDIO_TOO_SHORT),
    ],
    ids=["truncated", "garbage", "empty", "text", "no audio track", "0.3 s"],
)
def test_a_file_without_usable_sound_is_refused_for_good(
    make: Callable[[], Path], condition: Condition, tmp_path: Path
) -> None:
    with pytest.raises(JobError) as refused:
        extract(make(), tmp_path)

    assert (refused.value.condition, refused.value.handling) == (condition, Handling.PERMANENT)
