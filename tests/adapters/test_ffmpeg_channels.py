from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.adapters.listening import extract, level_of, pitch_of, whole
from tests.adapters.programs import write_fragile_ffmpeg
from tests.media import oddities
from worker.speech.audio import SAMPLE_RATE, AudioFilter

if TYPE_CHECKING:
    from pathlib import Path


def test_antiphase_channels_do_not_cancel_each_other(tmp_path: Path) -> None:
    audio = extract(oddities.antiphase(), tmp_path)

    assert level_of(audio) > -25
    assert audio.warnings == ("The two channels cancel each other out, so only the left one was used.",)


def test_a_silent_stereo_file_stays_silent(tmp_path: Path) -> None:
    audio = extract(oddities.silent_stereo(), tmp_path)

    assert level_of(audio) < -80
    assert audio.warnings == ()


def test_a_quiet_right_channel_is_not_given_up_for_an_empty_left_one(tmp_path: Path) -> None:
    audio = extract(oddities.right_only(), tmp_path, audio_filter=AudioFilter.NONE)

    assert level_of(audio) == pytest.approx(-62, abs=3)
    assert audio.warnings == ()


def test_a_voice_on_the_right_is_not_given_up_for_one_on_the_left(tmp_path: Path) -> None:
    audio = extract(oddities.taking_turns(), tmp_path, audio_filter=AudioFilter.NONE)

    assert level_of(replace(audio, pcm=audio.pcm[-5 * SAMPLE_RATE :])) == pytest.approx(-62, abs=3)
    assert audio.warnings == ()


def test_speech_in_the_centre_of_5_1_stays_loud_enough(tmp_path: Path) -> None:
    centre = -13.5  # mean volume of the tones in dB full scale

    assert level_of(extract(oddities.surround(), tmp_path)) > centre - 13


@pytest.mark.parametrize(("default", "hertz"), [(None, 300), (0, 300), (1, 1200)])
def test_of_two_tracks_the_default_one_is_taken_or_else_the_first(
    default: int | None, hertz: float, tmp_path: Path
) -> None:
    assert pitch_of(extract(oddities.two_tracks(default), tmp_path)) == pytest.approx(hertz, rel=0.02)


def test_a_left_channel_that_cannot_be_decoded_leaves_the_mix(tmp_path: Path) -> None:
    program = write_fragile_ffmpeg(tmp_path, "9.0.2", pan="kill -ABRT $$")

    audio = extract(oddities.antiphase(), tmp_path, program=program)

    assert (whole(audio.samples), audio.warnings) == (80_000, ())
