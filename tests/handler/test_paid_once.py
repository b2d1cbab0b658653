"""What one attempt paid for, the next one recalls."""

from __future__ import annotations

import struct
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from tests.adapters.programs import happens
from tests.builders import s3_message, s3_record
from tests.fakes.delivery import FakeArtefacts
from tests.fakes.summary import AGAIN, TONE, FakeRecogniser
from worker.jobs.errors import LLM_UNAVAILABLE, RESULT_UNAVAILABLE, STT_UNAVAILABLE, JobError

if TYPE_CHECKING:
    from tests.handler.stage import Stage
    from worker.jobs.deadline import Deadline
    from worker.speech.audio import SpeechClip
    from worker.speech.transcript import Recognition

CLIP_SECONDS = 45
LOUDER = b"".join(
    struct.pack("<hh", 9000 + 100 * second, -9000 - 100 * second) * 8000 for second in range(2 * CLIP_SECONDS)
)
"""A sound of which no two clips are alike."""


@dataclass
class ForgetfulRecogniser(FakeRecogniser):
    """Fails at the clips it is told to, once each."""

    fails_at: set[float] = field(default_factory=set[float])
    heard: list[float] = field(default_factory=list[float])

    def recognise(self, clip: SpeechClip, language: str, deadline: Deadline) -> Recognition:
        self.heard.append(clip.start)
        if clip.start in self.fails_at:
            self.fails_at.remove(clip.start)
            raise JobError(STT_UNAVAILABLE, "STT", "503.")
        return super().recognise(clip, language, deadline)


def test_clips_that_were_recognised_are_not_sent_again(stage: Stage) -> None:
    stage.extractor.pcm = LOUDER
    stage.recogniser = recogniser = ForgetfulRecogniser()
    stage.deliver(s3_message(s3_record("videos/1/other.mp4")))
    starts = sorted(recogniser.heard)
    assert len(starts) > 1
    recogniser.heard.clear()
    recogniser.fails_at = {starts[-1]}

    assert stage.deliver(s3_message()) == ["m1"]
    assert stage.deliver(s3_message(), receive=2) == []
    assert sorted(recogniser.heard) == sorted([*starts, starts[-1]])


def test_a_transcript_is_not_paid_again_when_claude_fails(stage: Stage) -> None:
    stage.model.error = JobError(LLM_UNAVAILABLE, "LLM", "529.")
    stage.deliver(s3_message())
    stage.model.error = None

    assert stage.deliver(s3_message(), receive=2) == []
    assert len(stage.recogniser.languages) == 1


def test_an_answer_of_claude_is_not_paid_again_when_the_result_cannot_be_stored(stage: Stage) -> None:
    stage.results.error = JobError(RESULT_UNAVAILABLE, "RESULT", "S3 answered 503.")
    stage.deliver(s3_message())
    stage.results.error = None

    assert stage.deliver(s3_message(), receive=2) == []
    assert (len(stage.recogniser.languages), len(stage.model.asked)) == (1, 1)
    assert stage.backend.bodies[0]["status"] == "DONE"


def test_an_answer_of_claude_is_recalled_as_often_as_it_takes(stage: Stage) -> None:
    stage.results.error = JobError(RESULT_UNAVAILABLE, "RESULT", "S3 answered 503.")
    for receive in (1, 2, 3):
        assert stage.deliver(s3_message(), receive=receive) == ["m1"]
    stage.results.error = None

    assert stage.deliver(s3_message(), receive=4) == []
    assert len(stage.model.asked) == 1


@pytest.mark.parametrize("useless", ["no JSON", '{"summary": " ", "title": "", "key_points": [], "chapters": []}'])
def test_an_answer_of_no_use_is_asked_for_anew(stage: Stage, useless: str) -> None:
    good, stage.model.answer_text = stage.model.answer_text, useless
    stage.deliver(s3_message())
    stage.model.answer_text = good

    assert stage.deliver(s3_message(), receive=2) == []
    assert len(stage.model.asked) == 2


def test_what_is_recalled_still_counts_in_the_cost_of_the_job(stage: Stage) -> None:
    stage.results.error = JobError(RESULT_UNAVAILABLE, "RESULT", "S3 answered 503.")
    stage.deliver(s3_message())
    stage.results.error = None
    stage.deliver(s3_message(), receive=2)

    meta = stage.results.stored["results/123/987654321.json"].meta
    assert meta is not None
    assert (meta.billed_stt_seconds, meta.input_tokens) == (15, 200)


def test_another_upload_of_the_same_sound_is_a_job_of_its_own(stage: Stage) -> None:
    stage.extractor.pcm = TONE
    stage.deliver(s3_message())
    stage.deliver(s3_message(s3_record(versionId="another")))

    assert len(stage.recogniser.languages) == 2


def test_an_answer_that_cannot_be_kept_is_used_all_the_same(stage: Stage) -> None:
    stage.deliver(s3_message(s3_record("videos/1/a.mp4")))
    stage.artefacts.error = JobError(RESULT_UNAVAILABLE, "RESULT", "S3 answered 503.")

    assert stage.deliver(s3_message()) == ["m1"]
    assert len(stage.model.asked) == 2


@dataclass
class Slow(FakeRecogniser):
    """Answers one question, and the others once all clips are cut; counts the questions about each sound."""

    artefacts: FakeArtefacts = field(default_factory=FakeArtefacts)
    asked: Counter[str] = field(default_factory=Counter[str])

    def recognise(self, clip: SpeechClip, language: str, deadline: Deadline) -> Recognition:
        self.asked[clip.digest] += 1
        if len(self.asked) > 1:
            assert happens(lambda: any(name.startswith("speech-") for _, _, name in list(self.artefacts.kept)))
        return super().recognise(clip, language, deadline)


def test_a_sound_that_comes_again_while_it_is_asked_about_is_paid_once(stage: Stage) -> None:
    stage.extractor.pcm = AGAIN
    stage.recogniser = slow = Slow(artefacts=stage.artefacts)

    assert stage.deliver(s3_message()) == []

    assert set(slow.asked.values()) == {1}
    document = stage.results.stored["results/123/987654321.json"]
    assert document.transcript is not None
    assert document.transcript.billed_seconds == 15 * len(slow.asked)
    assert len(document.transcript.segments) > len(slow.asked)
