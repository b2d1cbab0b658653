from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.builders import a_deadline, a_job, a_result, a_source, a_summary, a_transcript
from tests.fakes.summary import FakeModel, FakeVideos
from worker.jobs.errors import LLM_REFUSED, SOURCE_TOO_LARGE, JobError
from worker.jobs.workspace import Workspace
from worker.llm.model import ModelUsage, Summary
from worker.speech.audio import AudioQuality, Recording
from worker.speech.billing import price_speech
from worker.speech.engines import Engine
from worker.speech.heard import Heard
from worker.speech.transcript import Transcript
from worker.tasks.summary.compose import attach_on_failure, complete_result, draft_result
from worker.tasks.summary.summarize import number_segments, summarize
from worker.video.download import download
from worker.video.video import Passage

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path, a_deadline())


def test_a_video_is_opened_and_not_read_yet(workspace: Workspace) -> None:
    videos = FakeVideos()

    assert download(a_source(), videos, 1_000, workspace.deadline).video.size == 5
    assert videos.fetched == []


def test_a_video_over_the_limit_is_refused_before_the_first_byte(workspace: Workspace) -> None:
    videos = FakeVideos()

    with pytest.raises(JobError, match=r"DOWNLOAD: 2\.0 MB is over the limit of 1\.0 MB\.") as caught:
        download(a_source(size=2 * 1024**2), videos, 1024**2, workspace.deadline)

    assert caught.value.condition is SOURCE_TOO_LARGE
    assert videos.fetched == []


def test_a_transcript_goes_to_the_model_as_numbered_data(workspace: Workspace) -> None:
    model = FakeModel()

    summarize(a_transcript("하나", '둘 "인용"'), model, "Summarise.", workspace.deadline)

    [request] = model.asked
    assert request.instructions == "Summarise."
    assert json.loads(request.transcript) == {
        "language": "Kor",
        "segments": [{"segment": 1, "text": "하나"}, {"segment": 2, "text": '둘 "인용"'}],
    }


def test_a_summary_comes_back_with_its_parts(workspace: Workspace) -> None:
    summary = summarize(a_transcript(), FakeModel(), "", workspace.deadline)

    assert (summary.text, summary.title, summary.key_points) == ("요약입니다.", "제목", ("하나",))
    assert (summary.chapters[0].start, summary.usage) == (0.0, ModelUsage(200, 40))


@pytest.mark.parametrize("transcript", [Transcript("Kor"), a_transcript("  ")])
def test_without_words_the_model_is_not_asked(workspace: Workspace, transcript: Transcript) -> None:
    model = FakeModel()

    assert summarize(transcript, model, "", workspace.deadline) == Summary("", "claude-haiku-5-5")
    assert model.asked == []


def test_the_numbers_are_of_the_segments() -> None:
    assert '"segment": 2' in number_segments(a_transcript("하나", "둘"))


def a_recording(*, partial: bool = False) -> Recording:
    return Recording(160_000, 10.1234, AudioQuality.HIGH, partial, ("half is missing",) * partial, Passage.FILE)


def heard(recording: Recording, transcript: Transcript) -> Heard:
    return Heard(Engine.CSR, recording, transcript, price_speech(transcript.billed_seconds))


def test_a_draft_says_what_was_heard_and_paid(workspace: Workspace) -> None:
    draft = draft_result(a_job(), heard(a_recording(), a_transcript()), "claude-haiku-5-5", workspace)

    assert draft.meta is not None
    assert (draft.meta.video_duration, draft.meta.audio_quality, draft.meta.speech) == (10.123, "high", True)
    assert (draft.meta.billed_stt_seconds, draft.meta.cost.stt_krw) == (90, 24.0)
    assert draft.meta.video_passage == "file"
    assert draft.summary is None


def test_partial_audio_is_of_low_quality_and_warned_of(workspace: Workspace) -> None:
    recording = a_recording(partial=True)

    meta = draft_result(a_job(), heard(recording, a_transcript()), "m", workspace).meta

    assert meta is not None
    assert (meta.partial, meta.audio_quality, meta.warnings) == (True, "low", ("half is missing",))


def test_a_recording_in_which_nothing_was_understood_holds_no_speech(workspace: Workspace) -> None:
    meta = draft_result(a_job(), heard(a_recording(), Transcript("Kor")), "m", workspace).meta

    assert meta is not None
    assert meta.speech is False


def test_a_complete_result_has_the_summary_and_its_tokens(workspace: Workspace) -> None:
    result = complete_result(replace(a_result(), summary=None), a_summary(), workspace)

    assert result.summary == a_summary()
    assert result.meta is not None
    assert (result.meta.input_tokens, result.meta.output_tokens) == (100, 20)
    assert result.meta.cost.llm_usd == 0.00002


def test_a_failure_takes_the_draft_along() -> None:
    error = JobError(LLM_REFUSED, "")

    with pytest.raises(JobError) as caught, attach_on_failure(a_result()):
        raise error

    assert caught.value.draft == a_result()
