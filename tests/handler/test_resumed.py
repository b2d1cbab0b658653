"""What one attempt fetched and decoded, the next one goes on with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from tests.adapters.programs import happens
from tests.builders import s3_message, s3_record
from tests.fakes.delivery import FakeArtefacts
from tests.fakes.summary import FakeRecogniser
from tests.handler.test_paid_once import LOUDER
from worker.jobs.errors import RESULT_UNAVAILABLE, STT_UNAVAILABLE, JobError

if TYPE_CHECKING:
    from tests.conftest import LogLines
    from tests.handler.stage import Stage
    from worker.jobs.deadline import Deadline
    from worker.jobs.job import Job
    from worker.speech.audio import SpeechClip
    from worker.speech.transcript import Recognition


@pytest.fixture
def stage(stage: Stage) -> Stage:
    """A sound of several clips, and a first attempt at which CLOVA failed at one of them."""
    stage.extractor.pcm = LOUDER
    stage.recogniser = Stuck(artefacts=stage.artefacts)
    assert stage.deliver(s3_message()) == ["m1"]
    assert len(stage.videos.fetched) == 1
    return stage


@dataclass
class Stuck(FakeRecogniser):
    """Fails at its first question, once the list of clips is kept; notes what was heard."""

    artefacts: FakeArtefacts = field(default_factory=FakeArtefacts)
    asked: int = 0
    heard: list[str] = field(default_factory=list[str])

    def recognise(self, clip: SpeechClip, language: str, deadline: Deadline) -> Recognition:
        self.asked += 1
        if self.asked == 1:
            assert happens(lambda: any(name.startswith("speech-") for _, _, name in list(self.artefacts.kept)))
            raise JobError(STT_UNAVAILABLE, "STT", "503.")
        assert clip.load()
        self.heard.append(clip.digest)
        return super().recognise(clip, language, deadline)


def names(stage: Stage, start: str) -> list[str]:
    return [name for _, _, name in stage.artefacts.kept if name.startswith(start)]


def test_nothing_is_fetched_or_decoded_twice(stage: Stage) -> None:
    assert stage.deliver(s3_message(), receive=2) == []

    assert len(stage.videos.fetched) == 1
    assert stage.statuses == ["DONE"]


def test_the_result_is_the_one_that_a_first_attempt_would_have_given(stage: Stage) -> None:
    stage.deliver(s3_message(), receive=2)
    stage.deliver(s3_message(s3_record("videos/123/987654321.mp4", versionId="v2", sequencer="1055")))

    resumed, fresh = (body["transcript"] for body in stage.backend.bodies)
    assert resumed == fresh


def test_a_stage_that_was_spared_says_that_it_did_nothing(stage: Stage, log_lines: LogLines) -> None:
    stage.deliver(s3_message(), receive=2)

    by_stage = {line.get("stage"): line for line in log_lines.lines}  # the last attempt's
    assert by_stage["DOWNLOAD_DONE"]["video_bytes"] == 0
    assert by_stage["FFMPEG_DONE"]["audio_bytes"] == len(LOUDER)


def test_a_list_that_cannot_be_read_is_made_again(stage: Stage) -> None:
    for key in [key for key in stage.artefacts.kept if key[2].startswith("speech-")]:
        stage.artefacts.kept[key] = b"{}"

    assert stage.deliver(s3_message(), receive=2) == []
    assert len(stage.videos.fetched) == 2


@pytest.mark.parametrize("damage", [None, b"other sound"], ids=["gone", "other"])
def test_a_clip_whose_audio_is_not_there_costs_an_attempt_and_is_made_again(stage: Stage, damage: bytes | None) -> None:
    for key in [key for key in stage.artefacts.kept if key[2].startswith("pcm-")]:
        del stage.artefacts.kept[key]
        if damage is not None:
            stage.artefacts.kept[key] = damage

    assert stage.deliver(s3_message(), receive=2) == ["m1"]
    assert stage.deliver(s3_message(), receive=3) == []
    assert len(stage.videos.fetched) == 2


@dataclass
class FullArtefacts(FakeArtefacts):
    """Cannot keep audio."""

    tried: int = 0

    def save(self, job: Job, name: str, body: bytes) -> None:
        if name.startswith("pcm-"):
            self.tried += 1
            raise JobError(RESULT_UNAVAILABLE, "RESULT", "S3 answered 503.")
        super().save(job, name, body)


@dataclass
class Late(FakeRecogniser):
    """Answers after it was tried to keep the audio."""

    artefacts: FullArtefacts = field(default_factory=FullArtefacts)

    def recognise(self, clip: SpeechClip, language: str, deadline: Deadline) -> Recognition:
        assert happens(lambda: self.artefacts.tried > 0)
        return super().recognise(clip, language, deadline)


def test_where_audio_cannot_be_kept_there_is_no_list_and_the_job_goes_on(stage: Stage) -> None:
    stage.artefacts = artefacts = FullArtefacts()
    stage.recogniser = Late(artefacts=artefacts)

    assert stage.deliver(s3_message(s3_record("videos/1/other.mp4"))) == []
    assert names(stage, "speech-") == []
