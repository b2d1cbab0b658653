from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import pytest

from tests.adapters.listening import extract, level_of, onsets_of, samples_of, whole
from tests.media import clips, oddities
from tests.media.talks import talk
from worker.speech.audio import AudioFilter, AudioQuality

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BURST_TIMES = pytest.approx(clips.BURST_TIMES, abs=0.03)


@pytest.mark.parametrize("ending", ["mp4", "mov", "mkv", "webm", "avi", "ts", "flv", "3gp", "m4v", "mpg"])
def test_every_usual_container_is_decoded_on_the_videos_clock(ending: str, tmp_path: Path) -> None:
    audio = extract(clips.container(ending), tmp_path)

    assert onsets_of(audio) == BURST_TIMES
    assert (audio.quality, audio.partial, audio.warnings) == (AudioQuality.HIGH, False, ())


@pytest.mark.parametrize(
    "make",
    [
        clips.fragmented,
        clips.rotated,
        clips.variable_frame_rate,
        functools.partial(oddities.sound_with_hole, "mp4"),
        functools.partial(oddities.sound_with_hole, "mkv"),
    ],
    ids=["fragmented", "rotated", "VFR", "3 s hole mp4", "3 s hole mkv"],
)
def test_times_stay_true_to_the_video(make: Callable[[], Path], tmp_path: Path) -> None:
    assert onsets_of(extract(make(), tmp_path)) == BURST_TIMES


@pytest.mark.parametrize(
    ("later", "ending"), [(("-ac", "1"), "ts"), (("-ac", "2", "-ar", "44100"), "ts"), (("-ac", "1"), "aac")]
)
@pytest.mark.parametrize("audio_filter", [AudioFilter.SPEECH, AudioFilter.NONE])
def test_a_track_that_changes_its_channels_or_rate_keeps_its_times(
    later: tuple[str, ...], ending: str, audio_filter: AudioFilter, tmp_path: Path
) -> None:
    audio = extract(oddities.changing_sound(*later, ending=ending), tmp_path, audio_filter=audio_filter)

    # Each recording's lead-in of a frame of 21 ms is heard, too.
    assert onsets_of(audio) == pytest.approx(clips.BURST_TIMES, abs=0.06)
    assert (audio.seconds, audio.partial, audio.warnings) == (pytest.approx(20, abs=0.1), False, ())


@pytest.mark.parametrize("ending", ["mp4", "mkv", "ts", "mpg", "ogg"])
def test_sound_that_begins_4_s_late_keeps_its_times(ending: str, tmp_path: Path) -> None:
    onsets = onsets_of(extract(oddities.late_sound(ending), tmp_path))

    assert onsets == pytest.approx([time for time in clips.BURST_TIMES if time > 4], abs=0.03)


@pytest.mark.parametrize("ending", ["mp4", "mkv", "ts", "mpg", "ogg"])
def test_sound_that_begins_12_s_late_is_found_and_keeps_its_times(ending: str, tmp_path: Path) -> None:
    assert onsets_of(extract(oddities.much_later_sound(ending), tmp_path)) == pytest.approx([16.0], abs=0.03)


def test_pictures_of_unknown_size_do_not_keep_sound_from_being_decoded(tmp_path: Path) -> None:
    assert len(onsets_of(extract(oddities.pictures_of_unknown_size(), tmp_path))) == 3


def test_windows_media_is_decoded_but_for_the_lead_in_that_its_container_does_not_declare(tmp_path: Path) -> None:
    onsets = onsets_of(extract(clips.container("wmv"), tmp_path))

    assert onsets == pytest.approx([time + 2_048 / 48_000 for time in clips.BURST_TIMES], abs=0.03)


@pytest.mark.parametrize("audio_filter", list(AudioFilter))
def test_every_filter_reports_its_own_delay(audio_filter: AudioFilter, tmp_path: Path) -> None:
    assert onsets_of(extract(clips.bursts(), tmp_path, audio_filter=audio_filter)) == BURST_TIMES


@pytest.mark.parametrize(
    ("audio_filter", "quality"),
    [
        (AudioFilter.SPEECH, AudioQuality.HIGH),
        (AudioFilter.HIGHPASS, AudioQuality.HIGH),
        (AudioFilter.NONE, AudioQuality.LOW),
    ],
)
def test_the_quality_says_whether_a_filter_was_asked_for(
    audio_filter: AudioFilter, quality: AudioQuality, tmp_path: Path
) -> None:
    assert extract(clips.bursts(), tmp_path, audio_filter=audio_filter).quality is quality


def test_the_first_second_is_as_loud_as_the_others(tmp_path: Path) -> None:
    audio = extract(clips.tone(5), tmp_path)

    samples = samples_of(audio)
    assert max(samples[4_000:12_000]) == pytest.approx(max(samples[40_000:48_000]), rel=0.1)


def test_the_samples_are_those_that_were_handed_on(tmp_path: Path) -> None:
    audio = extract(clips.bursts(), tmp_path)

    assert (len(audio.pcm), whole(audio.samples)) == (audio.size, 20 * 16_000)
    assert audio.video_seconds == pytest.approx(20.0, abs=0.05)


def test_a_title_that_imitates_ffmpeg_is_not_believed(tmp_path: Path) -> None:
    audio = extract(oddities.lying_title(), tmp_path)

    assert (audio.video_seconds, len(onsets_of(audio))) == (pytest.approx(20.0, abs=0.05), 4)


def test_speech_survives_the_speech_filter(tmp_path: Path) -> None:
    plain = level_of(extract(talk(15), tmp_path, audio_filter=AudioFilter.NONE))
    filtered = level_of(extract(talk(15), tmp_path, audio_filter=AudioFilter.SPEECH))

    assert plain - 6 < filtered < plain
