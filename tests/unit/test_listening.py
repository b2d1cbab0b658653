from __future__ import annotations

import pytest

from worker.jobs.errors import TRACK_UNUSABLE, Handling, JobError
from worker.speech.audio import AudioFilter
from worker.speech.listening import AUTO, Listening, plan_listening

SPEECH = AudioFilter.SPEECH


@pytest.mark.parametrize(
    ("said", "usual", "planned"),
    [
        (None, AUTO, Listening(SPEECH, "Kor")),
        ("", "eng", Listening(SPEECH, "Kor", "eng")),
        ("auto", "eng", Listening(SPEECH, "Kor", AUTO)),
        ("2", "eng", Listening(SPEECH, "Kor", "2", demanded=True)),
        (" Mix ", AUTO, Listening(SPEECH, "Kor", "mix", demanded=True)),
        ("ko-KR", "1", Listening(SPEECH, "Kor", "ko-kr", demanded=True)),
    ],
)
def test_what_the_uploader_says_is_demanded_and_the_setting_preferred(
    said: str | None, usual: str, planned: Listening
) -> None:
    assert plan_listening(SPEECH, "Kor", said, usual) == planned


@pytest.mark.parametrize(
    "said", ["0", "-1", "100", "1.5", "the second", "../1", "2;", "\u0663", "en" + 4 * "-abcdefgh"]
)
def test_what_is_no_track_is_told_and_not_quoted(said: str) -> None:
    with pytest.raises(JobError) as refused:
        plan_listening(SPEECH, "Kor", said, AUTO)

    assert (refused.value.condition, refused.value.handling) == (TRACK_UNUSABLE, Handling.PERMANENT)
    assert said not in refused.value.sentence.replace("from 1", "")


def test_no_two_listenings_have_one_name() -> None:
    listenings = {Listening(kind, lang, track) for kind in AudioFilter for lang in ("Kor", "Eng") for track in "12"}

    assert len({listening.name for listening in listenings}) == len(listenings)
