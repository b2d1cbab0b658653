"""Which track is heard, and what is said of the others."""

from __future__ import annotations

import pytest

from worker.adapters.ffmpeg.speech.choice import rank_groups, warn_of_unheard
from worker.adapters.ffmpeg.tracks import AudioTrack
from worker.jobs.errors import TRACK_UNUSABLE, Handling, JobError
from worker.speech.audio import AudioFilter
from worker.speech.listening import AUTO, MIX, Listening


def tracks_of(marks: str) -> tuple[AudioTrack, ...]:
    """A track for each word: its language, with `*` where it is the default and `~` where it is a commentary."""
    return tuple(
        AudioTrack(index, stereo=True, default="*" in mark, language=mark.strip("*~-"), beside="~" in mark)
        for index, mark in enumerate(marks.split())
    )


def listening_to(track: str = AUTO, language: str = "Kor", *, demanded: bool = False) -> Listening:
    return Listening(AudioFilter.SPEECH, language, track, demanded)


def numbers_of(marks: str, listening: Listening) -> list[list[int]]:
    return [[track.number for track in group] for group in rank_groups(tracks_of(marks), listening)]


@pytest.mark.parametrize(
    ("marks", "language", "order"),
    [
        ("- -", "Kor", [1, 2]),
        ("- -*", "Kor", [2, 1]),
        ("-* -", "Kor", [1, 2]),
        ("- -* -*", "Kor", [2, 3, 1]),
        ("eng* kor", "Kor", [2, 1]),
        ("eng* ko-KR", "Kor", [2, 1]),
        ("eng* kor", "Eng", [1, 2]),
        ("eng* -", "Kor", [1, 2]),
        ("und* kor", "Kor", [2, 1]),
        ("jpn* kor~ kor", "Kor", [3, 2, 1]),
        ("jpn* kor kor*", "Kor", [3, 2, 1]),
        ("jpn* zho", "Chn", [2, 1]),
        ("eng~* eng", "Kor", [2, 1]),
    ],
)
def test_the_spoken_language_comes_first_then_the_default_track(marks: str, language: str, order: list[int]) -> None:
    assert numbers_of(marks, listening_to(language=language)) == [[number] for number in order]


@pytest.mark.parametrize(
    ("track", "order"), [("3", [3, 1, 2]), ("fra", [2, 1, 3]), ("fr", [1, 2, 3]), ("eng", [1, 2, 3]), ("9", [1, 2, 3])]
)
def test_a_preferred_track_comes_first_and_is_none_without_it(track: str, order: list[int]) -> None:
    assert numbers_of("eng* fra -", listening_to(track)) == [[number] for number in order]


@pytest.mark.parametrize(("track", "order"), [("3", [[3]]), ("eng", [[4], [1]]), (MIX, [[1, 2, 3, 4]])])
def test_of_a_demand_only_what_meets_it_is_heard(track: str, order: list[list[int]]) -> None:
    assert numbers_of("eng fra - eng*", listening_to(track, demanded=True)) == order


@pytest.mark.parametrize("track", ["5", "jpn"])
def test_a_demanded_track_that_is_not_there_is_the_videos_end(track: str) -> None:
    with pytest.raises(JobError) as refused:
        rank_groups(tracks_of("eng fra"), listening_to(track, demanded=True))

    assert (refused.value.condition, refused.value.handling) == (TRACK_UNUSABLE, Handling.PERMANENT)
    assert refused.value.sentence == f"FFMPEG: none of the 2 audio tracks is {track}."


@pytest.mark.parametrize(
    ("marks", "track", "heard", "told"),
    [
        ("-", AUTO, [1], ()),
        ("- -", AUTO, [1], ("1 other audio track was not heard.",)),
        ("- - -", AUTO, [2], ("2 other audio tracks were not heard.",)),
        ("- - -", "2", [2], ()),
        ("- kor -", "kor", [2], ()),
        ("- -", MIX, [1, 2], ()),
        ("-", "2", [1], ("No audio track is 2, so track 1 was heard.",)),
        ("- -", "3", [1], ("No audio track is 3, so track 1 was heard.", "1 other audio track was not heard.")),
    ],
)
def test_tracks_that_were_not_heard_are_told_unless_that_was_asked_for(
    marks: str, track: str, heard: list[int], told: tuple[str, ...]
) -> None:
    tracks = tracks_of(marks)

    assert warn_of_unheard(tracks, tuple(tracks[number - 1] for number in heard), listening_to(track)) == told
