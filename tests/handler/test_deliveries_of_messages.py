"""Messages with nothing, several things or nonsense in them, and events without a queue, through `app.handler`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.builders import eventbridge_message, s3_message, s3_record, sqs_batch, sqs_record
from tests.handler.stage import MAX_RECEIVES
from worker.jobs.errors import (
    CALLBACK_MISCONFIGURED,
    CALLBACK_UNREACHABLE,
    STT_MISCONFIGURED,
    STT_REJECTED,
    STT_UNAVAILABLE,
    Condition,
    JobError,
)

if TYPE_CHECKING:
    from tests.handler.stage import Stage


@pytest.mark.parametrize("event", [s3_message(), eventbridge_message()], ids=["s3", "eventbridge"])
def test_a_bare_event_runs_without_a_queue(stage: Stage, event: dict[str, object]) -> None:
    assert stage.invoke(event) == {"acknowledged": True}
    assert stage.statuses == ["DONE"]


@pytest.mark.parametrize("condition", [STT_UNAVAILABLE, STT_MISCONFIGURED, STT_REJECTED])
def test_a_bare_event_that_fails_tells_failed_at_once_and_raises_nothing(stage: Stage, condition: Condition) -> None:
    stage.recogniser.error = JobError(condition, "STT", "no.")

    stage.invoke(s3_message())

    assert stage.statuses == ["FAILED"]


@pytest.mark.parametrize(
    "body",
    [
        {"Service": "Amazon S3", "Event": "s3:TestEvent"},
        s3_message(s3_record(event="ObjectRemoved:Delete")),
        s3_message(s3_record("videos/123/")),
        s3_message(s3_record("results/123/987654321.json")),
    ],
    ids=["test event", "removed", "folder marker", "own output"],
)
def test_what_is_none_of_our_business_is_acknowledged_untouched(stage: Stage, body: object) -> None:
    assert stage.deliver(body) == []
    assert stage.backend.told == []
    assert stage.videos.fetched == []


@pytest.mark.parametrize(
    "body",
    ["not json", "{}", s3_message(s3_record("videos/a/b/c.mp4")), s3_message(s3_record(bucket="foreign"))],
    ids=["not json", "no event", "no job id", "foreign bucket"],
)
def test_what_nobody_can_be_told_about_goes_to_the_dlq_at_once(stage: Stage, body: object) -> None:
    assert stage.deliver(body) == ["m1"]
    assert stage.queue.hidden == [("receipt-m1", 0)]
    assert stage.backend.told == []
    assert stage.videos.fetched == []


def test_one_bad_record_does_not_hold_up_the_others(stage: Stage) -> None:
    assert stage.deliver("not json", s3_message(), {"Event": "s3:TestEvent"}) == ["m1"]
    assert stage.statuses == ["DONE"]


def test_several_objects_in_one_message_are_several_jobs(stage: Stage) -> None:
    assert stage.deliver(s3_message(s3_record("videos/1/a.mp4"), s3_record("videos/1/b.mp4"))) == []
    assert [callback.job_id for callback in stage.backend.told] == ["a", "b"]


def test_a_message_comes_back_for_the_object_that_failed_and_leaves_the_other_alone(stage: Stage) -> None:
    body = s3_message(s3_record("videos/1/a.mp4"), s3_record("videos/1/b.mp4"))
    stage.backend.errors = [JobError(CALLBACK_UNREACHABLE, "CALLBACK", "no answer.")]

    assert stage.deliver(body) == ["m1"]
    assert stage.deliver(body, receive=2) == []
    assert sorted(callback.job_id for callback in stage.backend.told) == ["a", "b"]
    assert len(stage.videos.fetched) == 2


def test_a_message_waits_for_the_longest_delay_of_its_objects(stage: Stage) -> None:
    stage.backend.errors = [
        JobError(CALLBACK_MISCONFIGURED, "CALLBACK", "401.", setting="BACKEND_INTERNAL_TOKEN"),
        JobError(CALLBACK_UNREACHABLE, "CALLBACK", "no answer."),
    ]

    stage.deliver(s3_message(s3_record("videos/1/a.mp4"), s3_record("videos/1/b.mp4")))

    assert stage.queue.hidden[0][1] >= 300


@pytest.mark.parametrize("count", ["", "many", "-1", None])
def test_a_receive_count_that_is_no_number_counts_as_the_first(stage: Stage, count: str | None) -> None:
    record = sqs_record(s3_message())
    record["attributes"]["ApproximateReceiveCount"] = count

    assert stage.invoke(sqs_batch(record)) == {"batchItemFailures": []}


def test_a_bare_event_raises_nothing_even_for_an_error_of_our_own(stage: Stage) -> None:
    stage.backend.errors = [ZeroDivisionError("secret-canary")]

    assert stage.invoke(s3_message()) == {"acknowledged": False, "reason": "unexpected"}


def test_a_job_found_by_its_raw_name_fails_under_that_name_whatever_breaks(stage: Stage) -> None:
    stage.videos.missing = {"videos/1/a b.mp4"}
    stage.model.answer_text = None  # type: ignore[assignment] - our own code breaks over it

    stage.deliver(s3_message(s3_record(raw_key="videos/1/a+b.mp4")), receive=MAX_RECEIVES)

    [callback] = stage.backend.told
    assert (callback.job_id, stage.backend.bodies[0]["error_code"]) == ("a+b", "UNKNOWN_ERROR")


def test_a_key_that_a_clone_did_not_encode_is_found_by_its_raw_name(stage: Stage) -> None:
    stage.videos.missing = {"videos/1/a b.mp4"}

    assert stage.deliver(s3_message(s3_record(raw_key="videos/1/a+b.mp4"))) == []
    [callback] = stage.backend.told
    assert callback.job_id == "a+b"
    assert stage.backend.bodies[0]["s3_key"] == "videos/1/a+b.mp4"
