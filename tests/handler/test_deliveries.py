"""The table at the head of `processor.py`, row by row, through `app.handler`: how jobs end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.builders import KEY, s3_message
from tests.handler.ledger_states import pass_time
from tests.handler.stage import MAX_RECEIVES, Stage
from worker.jobs.errors import (
    CALLBACK_UNAVAILABLE,
    CALLBACK_UNREACHABLE,
    LLM_REFUSED,
    NO_AUDIO,
    NOT_MEDIA,
    RESULT_UNAVAILABLE,
    STT_MISCONFIGURED,
    STT_NO_ANSWER,
    STT_UNAVAILABLE,
    Condition,
    JobError,
)

if TYPE_CHECKING:
    from tests.conftest import LogLines

RETRYABLE = [STT_UNAVAILABLE, STT_NO_ANSWER]


def test_success_tells_done_once_and_is_acknowledged(stage: Stage) -> None:
    assert stage.deliver(s3_message()) == []
    assert stage.statuses == ["DONE"]
    assert stage.queue.hidden == []


def test_the_result_is_stored_before_the_backend_is_told(stage: Stage) -> None:
    stage.backend.errors = [JobError(CALLBACK_UNREACHABLE, "")]

    stage.deliver(s3_message())

    assert list(stage.results.stored) == ["results/123/987654321.json"]
    assert stage.backend.told == []


def test_subtitles_are_stored_with_the_result(stage: Stage) -> None:
    stage.deliver(s3_message())

    subtitles = stage.results.subtitles["results/123/987654321.json"]
    assert stage.recogniser.text in subtitles["srt"]
    assert subtitles["vtt"].startswith("WEBVTT")


def test_a_permanent_failure_tells_failed_once_and_is_acknowledged(stage: Stage) -> None:
    stage.extractor.error = JobError(NOT_MEDIA, "FFMPEG", "the file is no media file.")

    assert stage.deliver(s3_message()) == []
    [body] = stage.backend.bodies
    assert body == {
        "status": "FAILED",
        "s3_bucket": "shortform-video-bucket",
        "s3_key": KEY,
        "error_code": "FFMPEG_FAILED",
        "error_message": "FFMPEG: the file is no media file.",
    }


@pytest.mark.parametrize(("receive", "least", "most"), [(1, 30, 38), (2, 60, 75), (3, 120, 150), (4, 240, 300)])
def test_a_retryable_failure_tells_nothing_and_is_hidden_for_a_backoff(
    stage: Stage, receive: int, least: int, most: int
) -> None:
    stage.recogniser.error = JobError(STT_UNAVAILABLE, "STT", "503.")

    assert stage.deliver(s3_message(), receive=receive) == ["m1"]
    assert stage.backend.told == []
    [(receipt, delay)] = stage.queue.hidden
    assert receipt == "receipt-m1"
    assert least <= delay <= most


@pytest.mark.parametrize("condition", RETRYABLE)
def test_a_retryable_failure_on_the_last_receive_tells_failed_and_goes_to_the_dlq(
    stage: Stage, condition: Condition
) -> None:
    stage.recogniser.error = JobError(condition, "STT", "not available.")

    assert stage.deliver(s3_message(), receive=MAX_RECEIVES) == ["m1"]
    assert stage.statuses == ["FAILED"]
    assert stage.queue.hidden == [("receipt-m1", 0)]


def test_a_configuration_failure_tells_nothing_and_waits_long(stage: Stage) -> None:
    stage.recogniser.error = JobError(STT_MISCONFIGURED, "STT", "401.", setting="CLOVA_API_KEY")

    assert stage.deliver(s3_message()) == ["m1"]
    assert stage.backend.told == []
    assert 300 <= stage.queue.hidden[0][1] <= 900


def test_a_configuration_failure_on_the_last_receive_tells_failed(stage: Stage) -> None:
    stage.recogniser.error = JobError(STT_MISCONFIGURED, "STT", "401.", setting="CLOVA_API_KEY")

    assert stage.deliver(s3_message(), receive=MAX_RECEIVES) == ["m1"]
    assert [body["error_code"] for body in stage.backend.bodies] == ["STT_BAD_RESPONSE"]


@pytest.mark.parametrize("accepted", [True, False], ids=["told at once", "told again by the sweep"])
def test_the_end_of_a_job_names_the_setting_that_a_person_must_mend(
    stage: Stage, log_lines: LogLines, *, accepted: bool
) -> None:
    stage.recogniser.error = JobError(STT_MISCONFIGURED, "STT", "401.", setting="CLOVA_API_KEY")
    stage.backend.errors = [] if accepted else [JobError(CALLBACK_UNAVAILABLE, "CALLBACK", "503.")]

    stage.deliver(s3_message(), receive=MAX_RECEIVES)
    pass_time(stage, 3600)
    stage.sweep()

    assert [line["setting"] for line in log_lines.lines if line["stage"] == "JOB_FAILED"] == ["CLOVA_API_KEY"]


def test_a_final_claude_failure_keeps_the_paid_transcript_in_a_result_without_summary(stage: Stage) -> None:
    stage.model.error = JobError(LLM_REFUSED, "LLM", "the model refused.")

    assert stage.deliver(s3_message()) == []
    [body] = stage.backend.bodies
    assert (body["status"], body["error_code"]) == ("FAILED", "LLM_BAD_RESPONSE")
    kept = stage.results.stored[str(body["result_s3_key"])]
    assert kept.summary is None
    assert kept.transcript is not None
    assert kept.transcript.text == "안녕하세요 여러분"


def test_a_failed_write_of_the_result_is_given_back_and_nobody_is_told(stage: Stage) -> None:
    stage.results.error = JobError(RESULT_UNAVAILABLE, "RESULT", "S3 answered 503.")

    assert stage.deliver(s3_message()) == ["m1"]
    assert stage.backend.told == []


def test_a_failure_is_told_even_where_it_cannot_be_stored(stage: Stage) -> None:
    stage.extractor.error = JobError(NO_AUDIO, "FFMPEG", "no audio track.")
    stage.results.error = JobError(RESULT_UNAVAILABLE, "RESULT", "S3 answered 503.")

    assert stage.deliver(s3_message()) == []
    assert stage.statuses == ["FAILED"]


def test_an_error_of_our_own_is_given_back_without_its_text(stage: Stage, log_lines: LogLines) -> None:
    stage.extractor.error = ZeroDivisionError("transcript-canary")

    assert stage.deliver(s3_message()) == ["m1"]
    assert "unexpected error" in log_lines.text
    assert "transcript-canary" not in log_lines.text


def test_an_error_of_our_own_on_the_last_receive_is_unknown_error(stage: Stage) -> None:
    stage.extractor.error = ZeroDivisionError("canary")

    stage.deliver(s3_message(), receive=MAX_RECEIVES)

    [body] = stage.backend.bodies
    assert (body["error_code"], body["error_message"]) == ("UNKNOWN_ERROR", "An unexpected error stopped the job.")
