"""What the model is asked about a transcript."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from tests.builders import a_deadline, a_dialogue, a_transcript
from tests.fakes.summary import FakeModel
from worker.tasks.summary.summarize import summarize

if TYPE_CHECKING:
    from worker.llm.model import ModelRequest
    from worker.speech.transcript import Transcript


def ask(transcript: Transcript) -> ModelRequest:
    model = FakeModel()
    summarize(transcript, model, "Summarise.", a_deadline())
    return model.asked[0]


def test_each_segment_has_the_name_of_its_speaker_as_the_subtitles_show_it() -> None:
    assert json.loads(ask(a_dialogue("김 철수")).transcript)["segments"] == [
        {"segment": 1, "speaker": "김 철수", "text": "안녕하세요 여러분."},
        {"segment": 2, "speaker": "화자 2", "text": "네, 반갑습니다."},
    ]


def test_a_segment_without_a_speaker_has_none_beside_one_that_has() -> None:
    first, second = a_dialogue().segments
    heard = replace(a_dialogue(), segments=(first, replace(second, speaker=None)))

    assert json.loads(ask(heard).transcript)["segments"][1] == {"segment": 2, "text": "네, 반갑습니다."}


def test_the_instructions_say_what_a_speaker_is() -> None:
    assert ask(a_dialogue()).instructions.startswith("Summarise.\n")
    assert "`speaker`" in ask(a_dialogue()).instructions


def test_a_speakers_name_is_no_instruction() -> None:
    assert "김 철수" not in ask(a_dialogue("김 철수")).instructions


def test_without_speakers_the_question_is_what_it_was() -> None:
    asked = ask(a_transcript("하나", "둘"))

    assert asked.instructions == "Summarise."
    assert asked.transcript == (
        '{"language": "Kor", "segments": [{"segment": 1, "text": "하나"}, {"segment": 2, "text": "둘"}]}'
    )
