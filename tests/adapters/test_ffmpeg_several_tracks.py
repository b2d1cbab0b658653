"""Videos with several sound tracks, heard through FFmpeg."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.adapters.listening import extract, extract_track, level_of, onsets_of, pitch_of, samples_of, whole
from tests.media import oddities
from tests.media.clips import BURST_TIMES
from worker.jobs.errors import CODEC_UNSUPPORTED, TRACK_UNUSABLE, Handling, JobError
from worker.speech.audio import AudioFilter
from worker.speech.listening import AUTO, MIX, Listening

if TYPE_CHECKING:
    from pathlib import Path

UNKNOWN = {"apac": b"apac", "AC-4": b"ac-4", "unknown": b"zzzz"}


def listening_to(track: str, language: str = "Kor") -> Listening:
    return Listening(AudioFilter.NONE, language, track)


@pytest.mark.parametrize("codec", UNKNOWN.values(), ids=UNKNOWN)
def test_a_track_behind_one_that_cannot_be_decoded_is_heard(codec: bytes, tmp_path: Path) -> None:
    audio = extract(oddities.unknown_codec(codec), tmp_path)

    assert pitch_of(audio) == pytest.approx(1200, rel=0.02)
    assert audio.warnings == (
        "1 other audio track was not heard.",
        f"Audio track 1 ({codec.decode()}) cannot be decoded.",
    )
    assert not audio.partial


@pytest.mark.parametrize("codec", UNKNOWN.values(), ids=UNKNOWN)
def test_a_video_with_no_track_that_can_be_decoded_says_which_codec_it_has(codec: bytes, tmp_path: Path) -> None:
    with pytest.raises(JobError) as refused:
        extract(oddities.unknown_codec(codec, tracks=1), tmp_path)

    assert (refused.value.condition, refused.value.handling) == (CODEC_UNSUPPORTED, Handling.PERMANENT)
    assert refused.value.sentence == f"FFMPEG: the audio's codec is not supported ({codec.decode()})."


def test_a_demanded_track_that_cannot_be_decoded_is_not_replaced(tmp_path: Path) -> None:
    demand = Listening(AudioFilter.SPEECH, "Kor", "1", demanded=True)

    with pytest.raises(JobError) as refused:
        extract_track(oddities.unknown_codec(b"apac"), tmp_path, demand)

    assert refused.value.condition is CODEC_UNSUPPORTED


@pytest.mark.parametrize(
    ("track", "language", "hertz"),
    [(AUTO, "Kor", 1200), (AUTO, "Eng", 300), ("2", "Eng", 1200), ("kor", "Eng", 1200), ("fra", "Jpn", 300)],
)
def test_a_track_is_chosen_by_the_spoken_language_its_number_or_its_language(
    track: str, language: str, hertz: float, tmp_path: Path
) -> None:
    audio = extract_track(oddities.two_languages("eng", "kor"), tmp_path, listening_to(track, language))

    assert pitch_of(audio) == pytest.approx(hertz, rel=0.02)


def test_silence_on_one_of_two_tracks_is_told(tmp_path: Path) -> None:
    audio = extract(oddities.silent_first(), tmp_path)

    assert level_of(audio) < -80
    assert audio.warnings == ("1 other audio track was not heard.",)


def test_a_mix_holds_every_track_at_its_time(tmp_path: Path) -> None:
    audio = extract_track(oddities.silent_first(), tmp_path, listening_to(MIX))

    assert onsets_of(audio) == pytest.approx(BURST_TIMES[:1], abs=0.03)
    assert (abs(whole(audio.samples) - 80_000) < 100, audio.warnings) == (True, ())


def test_a_mix_of_loud_tracks_is_not_clipped_and_lasts_as_long_as_the_longest(tmp_path: Path) -> None:
    audio = extract_track(oddities.loud_tracks(), tmp_path, listening_to(MIX))

    assert max(map(abs, samples_of(audio))) < 32_000
    assert audio.seconds == pytest.approx(5.0, abs=0.05)
    assert not audio.partial


def test_tracks_that_change_on_the_way_are_not_mixed_at_wrong_times(tmp_path: Path) -> None:
    with pytest.raises(JobError) as refused:
        extract_track(oddities.changing_pair(), tmp_path, listening_to(MIX))

    assert refused.value.condition is TRACK_UNUSABLE


def test_a_mix_leaves_out_what_cannot_be_decoded(tmp_path: Path) -> None:
    audio = extract_track(oddities.unknown_codec(b"ac-4"), tmp_path, listening_to(MIX))

    assert pitch_of(audio) == pytest.approx(1200, rel=0.02)
    assert audio.warnings == ("Audio track 1 (ac-4) cannot be decoded.",)


def test_a_mix_of_a_single_track_is_that_track(tmp_path: Path) -> None:
    assert extract_track(oddities.antiphase(), tmp_path, listening_to(MIX)) == extract_track(
        oddities.antiphase(), tmp_path, listening_to(AUTO)
    )
