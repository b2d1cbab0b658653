from __future__ import annotations

import json
from typing import Any

import pytest

from worker.adapters.clova_speech.reading import read_result
from worker.jobs.errors import JobError
from worker.speech.long_form.placing import place
from worker.speech.transcript import Segment, Speaker, Word

RECORDED: dict[str, Any] = {
    "result": "COMPLETED",
    "segments": [
        {
            "start": 350,
            "end": 2420,
            "text": "안녕",
            "confidence": 0.9997,
            "diarization": {"label": "1"},
            "speaker": {"label": "1", "name": "A", "edited": False},
            "words": [[1040, 1330, "안녕"]],
            "textEdited": "안녕",
        },
        {"start": 4510, "end": 8100, "text": " 무엇을\n도와 ", "diarization": {"label": "2"}, "words": []},
        {"start": 9000, "end": 9100, "text": ""},
    ],
    "speakers": [{"label": "1", "name": "진행자", "edited": True}, {"label": "2", "name": ""}, {"label": ""}],
    "events": [],
}


def read(*segments: object) -> tuple[Segment, ...]:
    return read_result(json.dumps({"result": "COMPLETED", "segments": segments}).encode())[0]


def test_a_recorded_answer_is_read() -> None:
    segments, speakers = read_result(json.dumps(RECORDED).encode())

    assert segments == (
        Segment(1, 0.35, 2.42, "안녕", (), (Word(1.04, 1.33, "안녕"),), "1"),
        Segment(2, 4.51, 8.1, "무엇을 도와", (), (), "2"),
    )
    assert speakers == (Speaker("1", "진행자"), Speaker("2", "2"))


def test_silence_has_no_segments() -> None:
    assert read() == ()


def test_without_speakers_there_is_no_label() -> None:
    [segment] = read({"start": 0, "end": 1, "text": "a", "diarization": {}, "speaker": None})

    assert segment.speaker is None


@pytest.mark.parametrize(
    "segment",
    [
        {"start": "x", "end": 1, "text": "canary"},
        {"start": 0, "end": 1e300, "text": "canary"},
        "canary",
    ],
)
def test_another_shape_is_refused_and_not_quoted(segment: object) -> None:
    with pytest.raises(JobError, match="another shape") as caught:
        read(segment)

    assert (caught.value.condition.reason, "canary" in str(caught.value)) == ("stt_malformed", False)


def test_words_in_disorder_or_of_no_length_are_sorted_and_none_is_dropped() -> None:
    words = (Word(5.0, 4.0, "c"), Word(1.0, 1.0, "a"), Word(1.0, 2.0, "b"), Word(-3.0, -2.0, "0"))
    segments = (Segment(1, 4.0, 3.0, "later", (), words), Segment(2, 0.01, 3.0, "earlier"))

    earlier, later = place(segments, 0.025)

    assert (earlier.text, earlier.number, earlier.start) == ("earlier", 1, 0.0)
    assert (later.number, later.start, later.end) == (2, 3.975, 3.975)
    assert [word.text for word in later.words] == ["0", "a", "b", "c"]
    assert all(0 <= word.start <= word.end for word in later.words)
    assert later.words[3] == Word(4.975, 4.975, "c")


@pytest.mark.parametrize("word", [[1, 2], [1, 2, None], {"start": 1}, None, ["x", 2, "b"]])
def test_a_word_that_cannot_be_read_costs_only_itself(word: object) -> None:
    [segment] = read({"start": 0, "end": 1, "text": "a b", "words": [[0, 500, "a"], word]})

    assert (segment.text, segment.words) == ("a b", (Word(0.0, 0.5, "a"),))


def test_a_word_may_have_more_members_than_are_documented() -> None:
    [segment] = read({"start": 0, "end": 1, "text": "a", "words": [[0, 500, "a", 0.9]]})

    assert segment.words == (Word(0.0, 0.5, "a"),)


@pytest.mark.parametrize("extra", [{"words": None}, {"speaker": {"label": None}}, {"speaker": {"label": 1}}])
def test_what_is_missing_beside_the_text_costs_nothing(extra: dict[str, object]) -> None:
    [segment] = read({"start": 0, "end": 1, "text": "a"} | extra)

    assert (segment.text, segment.words) == ("a", ())


def test_a_segment_without_a_text_is_left_out() -> None:
    assert read({"start": 0, "end": 1, "text": None}) == ()
