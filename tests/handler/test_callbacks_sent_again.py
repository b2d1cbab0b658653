"""A callback that is not accepted, and what a later delivery makes of it, through `app.handler`."""

from __future__ import annotations

import json
import time

import pytest

from tests.builders import s3_message, s3_record
from tests.handler.stage import MAX_RECEIVES, Stage
from worker.delivery.ledger.resend_schedule import SCHEDULE
from worker.jobs.errors import (
    CALLBACK_CLOSED,
    CALLBACK_MISCONFIGURED,
    CALLBACK_REJECTED,
    CALLBACK_UNAVAILABLE,
    CALLBACK_UNREACHABLE,
    NO_AUDIO,
    RESULT_UNAVAILABLE,
    SOURCE_GONE,
    STT_UNAVAILABLE,
    Condition,
    JobError,
)

PASSING = [CALLBACK_UNREACHABLE, CALLBACK_UNAVAILABLE, CALLBACK_MISCONFIGURED]
REFUSALS = [CALLBACK_REJECTED, CALLBACK_CLOSED]


@pytest.mark.parametrize("condition", PASSING)
def test_a_callback_failure_is_given_back_and_never_turned_into_failed(stage: Stage, condition: Condition) -> None:
    stage.backend.errors = [JobError(condition, "CALLBACK", "refused.")]

    assert stage.deliver(s3_message()) == ["m1"]
    assert stage.backend.told == []
    assert stage.queue.hidden[0][1] >= 30


@pytest.mark.parametrize("condition", REFUSALS)
def test_a_refused_outcome_is_left_to_the_sweep(stage: Stage, condition: Condition) -> None:
    stage.backend.errors = [JobError(condition, "CALLBACK", "refused.")]

    assert stage.deliver(s3_message()) == []
    assert stage.queue.hidden == []


@pytest.mark.parametrize("condition", REFUSALS)
def test_a_refused_failed_that_may_pass_goes_to_the_dlq_all_the_same(stage: Stage, condition: Condition) -> None:
    stage.recogniser.error = JobError(STT_UNAVAILABLE, "STT", "503.")
    stage.backend.errors = [JobError(condition, "CALLBACK", "refused.")]

    assert stage.deliver(s3_message(), receive=MAX_RECEIVES) == ["m1"]
    assert stage.queue.hidden == [("receipt-m1", 0)]


@pytest.mark.parametrize(
    ("error", "reported"),
    [(None, []), (JobError(STT_UNAVAILABLE, "STT", "503."), ["m1"])],
    ids=["DONE", "a FAILED that may pass"],
)
def test_what_was_refused_is_told_by_no_later_delivery(
    stage: Stage, error: JobError | None, reported: list[str]
) -> None:
    stage.recogniser.error = error
    stage.backend.errors = [JobError(CALLBACK_REJECTED, "CALLBACK", "the backend answered 422.")]
    stage.deliver(s3_message(), receive=MAX_RECEIVES)

    assert stage.deliver(s3_message(), receive=MAX_RECEIVES) == reported
    assert stage.backend.told == []


def test_a_job_that_the_backend_has_closed_is_not_told_again_by_a_duplicate(stage: Stage) -> None:
    stage.backend.errors = [JobError(CALLBACK_CLOSED, "CALLBACK", "410.")]
    stage.deliver(s3_message())

    assert stage.deliver(s3_message()) == []
    assert stage.backend.told == []


def test_after_a_callback_failure_the_same_outcome_is_told_and_no_stage_runs(stage: Stage) -> None:
    stage.backend.errors = [JobError(CALLBACK_UNAVAILABLE, "CALLBACK", "503.")]
    stage.deliver(s3_message())

    assert stage.deliver(s3_message(), receive=2) == []
    assert stage.statuses == ["DONE"]
    assert len(stage.videos.fetched) == len(stage.recogniser.languages) == len(stage.model.asked) == 1


@pytest.mark.parametrize("perhaps_heard", [True, False])
def test_what_is_told_again_says_whether_it_was_perhaps_heard_before(stage: Stage, *, perhaps_heard: bool) -> None:
    first, second = JobError(CALLBACK_UNAVAILABLE, ""), JobError(CALLBACK_UNAVAILABLE, "")
    first.perhaps_heard = perhaps_heard
    stage.backend.errors = [first, second]
    stage.deliver(s3_message())
    stage.deliver(s3_message(), receive=2)

    stage.deliver(s3_message(), receive=3)

    assert [callback.perhaps_heard for callback in stage.backend.told] == [perhaps_heard]


def test_what_could_not_be_read_to_be_told_was_not_heard(stage: Stage) -> None:
    stage.backend.errors = [JobError(CALLBACK_UNAVAILABLE, "CALLBACK", "503.")]
    stage.deliver(s3_message())
    stage.artefacts.unreadable = JobError(RESULT_UNAVAILABLE, "RESULT", "S3 answered 503.")
    assert stage.deliver(s3_message(), receive=2) == ["m1"]
    stage.artefacts.unreadable = None

    stage.deliver(s3_message(), receive=3)

    assert [callback.perhaps_heard for callback in stage.backend.told] == [False]


def test_an_outcome_is_told_again_although_the_video_is_gone_by_now(stage: Stage) -> None:
    stage.backend.errors = [JobError(CALLBACK_UNAVAILABLE, "CALLBACK", "503.")]
    stage.deliver(s3_message())
    stage.videos.error = JobError(SOURCE_GONE, "DOWNLOAD", "the video is no longer there.")

    assert stage.deliver(s3_message(), receive=2) == []
    assert stage.statuses == ["DONE"]


def test_after_a_refused_failed_callback_no_stage_runs_again(stage: Stage) -> None:
    stage.extractor.error = JobError(NO_AUDIO, "FFMPEG", "no audio track.")
    stage.backend.errors = [JobError(CALLBACK_UNAVAILABLE, "CALLBACK", "503.")]
    assert stage.deliver(s3_message()) == ["m1"]

    assert stage.deliver(s3_message(), receive=2) == []
    assert stage.statuses == ["FAILED"]
    assert len(stage.videos.fetched) == 1


def test_a_callback_failure_on_the_last_receive_goes_to_the_dlq_for_redrive(stage: Stage) -> None:
    stage.backend.errors = [JobError(CALLBACK_UNAVAILABLE, "CALLBACK", "503.")]

    assert stage.deliver(s3_message(), receive=MAX_RECEIVES) == ["m1"]
    assert stage.queue.hidden == [("receipt-m1", 0)]


def test_a_retryable_failure_that_was_told_runs_again_when_redriven(stage: Stage) -> None:
    stage.recogniser.error = JobError(STT_UNAVAILABLE, "STT", "503.")
    stage.deliver(s3_message(), receive=MAX_RECEIVES)
    stage.recogniser.error = None

    assert stage.deliver(s3_message(), sent_at=time.time() + 1) == []
    assert stage.statuses == ["FAILED", "DONE"]
    first, second = stage.backend.told
    assert first.event_id != second.event_id
    assert json.loads(second.body)["meta"]["supersedes"] == first.event_id
    assert (first.corrects, second.corrects) == (False, True)


@pytest.mark.parametrize("by_the_sweep", [True, False])
def test_the_end_of_a_redriven_job_supersedes_however_often_it_is_told(stage: Stage, *, by_the_sweep: bool) -> None:
    began = stage.clock()
    stage.recogniser.error = JobError(STT_UNAVAILABLE, "STT", "503.")
    stage.deliver(s3_message(), receive=MAX_RECEIVES)
    stage.recogniser.error = None
    stage.backend.errors = [JobError(CALLBACK_UNAVAILABLE, "CALLBACK", "504.")]
    stage.deliver(s3_message(), sent_at=began + 1)

    if by_the_sweep:
        stage.clock = lambda: began + SCHEDULE[0] + 60
        stage.sweep()
    else:
        stage.deliver(s3_message(), receive=2, sent_at=began + 1)

    assert [callback.corrects for callback in stage.backend.told] == [False, True]


def test_a_new_upload_of_the_same_key_is_a_new_job(stage: Stage) -> None:
    stage.deliver(s3_message())
    stage.deliver(s3_message(s3_record(versionId="a-later-version")))

    assert len(stage.videos.fetched) == 2
    assert len({callback.event_id for callback in stage.backend.told}) == 2
