"""The table at the head of `processing.py`, row by row, through `app.handler`."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import pytest

from tests.builders import KEY, Context, eventbridge_message, s3_message, s3_record, sqs_batch, sqs_record
from tests.handler.stage import MAX_RECEIVES, Stage
from worker.domain.errors import Condition, failure

if TYPE_CHECKING:
    from tests.conftest import LogLines

RETRYABLE = [Condition.STT_UNAVAILABLE, Condition.STT_NO_ANSWER]
CALLBACK_FAILURES = [
    Condition.CALLBACK_UNREACHABLE,
    Condition.CALLBACK_UNAVAILABLE,
    Condition.CALLBACK_REJECTED,
    Condition.CALLBACK_MISCONFIGURED,
]


def statuses(stage: Stage) -> list[object]:
    return [body["status"] for body in stage.backend.bodies]


def test_success_tells_done_once_and_is_acknowledged(stage: Stage) -> None:
    assert stage.deliver(s3_message()) == []
    assert statuses(stage) == ["DONE"]
    assert stage.queue.hidden == []


def test_the_result_is_stored_before_the_backend_is_told(stage: Stage) -> None:
    stage.backend.errors = [failure(Condition.CALLBACK_UNREACHABLE, "")]

    stage.deliver(s3_message())

    assert list(stage.results.stored) == ["results/123/987654321.json"]
    assert stage.backend.told == []


def test_subtitles_are_stored_with_the_result(stage: Stage) -> None:
    stage.deliver(s3_message())

    subtitles = stage.results.subtitles["results/123/987654321.json"]
    assert stage.recogniser.text in subtitles["srt"]
    assert subtitles["vtt"].startswith("WEBVTT")


def test_a_permanent_failure_tells_failed_once_and_is_acknowledged(stage: Stage) -> None:
    stage.extractor.error = failure(Condition.NOT_MEDIA, "FFMPEG: the file is no media file.")

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
    stage.recogniser.error = failure(Condition.STT_UNAVAILABLE, "STT: 503.")

    assert stage.deliver(s3_message(), receive=receive) == ["m1"]
    assert stage.backend.told == []
    [(receipt, delay)] = stage.queue.hidden
    assert receipt == "receipt-m1"
    assert least <= delay <= most


@pytest.mark.parametrize("condition", RETRYABLE)
def test_a_retryable_failure_on_the_last_receive_tells_failed_and_goes_to_the_dlq(
    stage: Stage, condition: Condition
) -> None:
    stage.recogniser.error = failure(condition, "STT: not available.")

    assert stage.deliver(s3_message(), receive=MAX_RECEIVES) == ["m1"]
    assert statuses(stage) == ["FAILED"]
    assert stage.queue.hidden == [("receipt-m1", 0)]


def test_a_configuration_failure_tells_nothing_and_waits_long(stage: Stage) -> None:
    stage.recogniser.error = failure(Condition.STT_MISCONFIGURED, "STT: 401.", setting="CLOVA_API_KEY")

    assert stage.deliver(s3_message()) == ["m1"]
    assert stage.backend.told == []
    assert 300 <= stage.queue.hidden[0][1] <= 900


def test_a_configuration_failure_on_the_last_receive_tells_failed(stage: Stage) -> None:
    stage.recogniser.error = failure(Condition.STT_MISCONFIGURED, "STT: 401.", setting="CLOVA_API_KEY")

    assert stage.deliver(s3_message(), receive=MAX_RECEIVES) == ["m1"]
    assert [body["error_code"] for body in stage.backend.bodies] == ["STT_BAD_RESPONSE"]


@pytest.mark.parametrize("condition", CALLBACK_FAILURES)
def test_a_callback_failure_is_given_back_and_never_turned_into_failed(stage: Stage, condition: Condition) -> None:
    stage.backend.errors = [failure(condition, "CALLBACK: refused.")]

    assert stage.deliver(s3_message()) == ["m1"]
    assert stage.backend.told == []
    assert stage.queue.hidden[0][1] >= 30


def test_after_a_callback_failure_the_same_outcome_is_told_and_no_stage_runs(stage: Stage) -> None:
    stage.backend.errors = [failure(Condition.CALLBACK_UNAVAILABLE, "CALLBACK: 503.")]
    stage.deliver(s3_message())

    assert stage.deliver(s3_message(), receive=2) == []
    assert statuses(stage) == ["DONE"]
    assert len(stage.videos.fetched) == len(stage.recogniser.languages) == len(stage.model.asked) == 1


def test_an_outcome_is_told_again_although_the_video_is_gone_by_now(stage: Stage) -> None:
    stage.backend.errors = [failure(Condition.CALLBACK_UNAVAILABLE, "CALLBACK: 503.")]
    stage.deliver(s3_message())
    stage.videos.error = failure(Condition.SOURCE_GONE, "DOWNLOAD: the video is no longer there.")

    assert stage.deliver(s3_message(), receive=2) == []
    assert statuses(stage) == ["DONE"]


def test_after_a_refused_failed_callback_no_stage_runs_again(stage: Stage) -> None:
    stage.extractor.error = failure(Condition.NO_AUDIO, "FFMPEG: no audio track.")
    stage.backend.errors = [failure(Condition.CALLBACK_UNAVAILABLE, "CALLBACK: 503.")]
    assert stage.deliver(s3_message()) == ["m1"]

    assert stage.deliver(s3_message(), receive=2) == []
    assert statuses(stage) == ["FAILED"]
    assert len(stage.videos.fetched) == 1


def test_a_callback_failure_on_the_last_receive_goes_to_the_dlq_for_redrive(stage: Stage) -> None:
    stage.backend.errors = [failure(Condition.CALLBACK_UNAVAILABLE, "CALLBACK: 503.")]

    assert stage.deliver(s3_message(), receive=MAX_RECEIVES) == ["m1"]
    assert stage.queue.hidden == [("receipt-m1", 0)]


def test_a_retryable_failure_that_was_told_runs_again_when_redriven(stage: Stage) -> None:
    stage.recogniser.error = failure(Condition.STT_UNAVAILABLE, "STT: 503.")
    stage.deliver(s3_message(), receive=MAX_RECEIVES)
    stage.recogniser.error = None

    assert stage.deliver(s3_message(), sent_at=time.time() + 1) == []
    assert statuses(stage) == ["FAILED", "DONE"]
    first, second = stage.backend.told
    assert first.event_id != second.event_id
    assert json.loads(second.body)["meta"]["supersedes"] == first.event_id


def test_a_new_upload_of_the_same_key_is_a_new_job(stage: Stage) -> None:
    stage.deliver(s3_message())
    stage.deliver(s3_message(s3_record(versionId="a-later-version")))

    assert len(stage.videos.fetched) == 2
    assert len({callback.event_id for callback in stage.backend.told}) == 2


def test_a_final_claude_failure_keeps_the_paid_transcript_in_a_result_without_summary(stage: Stage) -> None:
    stage.model.error = failure(Condition.LLM_REFUSED, "LLM: the model refused.")

    assert stage.deliver(s3_message()) == []
    [body] = stage.backend.bodies
    assert (body["status"], body["error_code"]) == ("FAILED", "LLM_BAD_RESPONSE")
    kept = stage.results.stored[str(body["result_s3_key"])]
    assert kept.summary is None
    assert kept.transcript is not None
    assert kept.transcript.text == "안녕하세요 여러분"


def test_a_failed_write_of_the_result_is_given_back_and_nobody_is_told(stage: Stage) -> None:
    stage.results.error = failure(Condition.RESULT_UNAVAILABLE, "RESULT: S3 answered 503.")

    assert stage.deliver(s3_message()) == ["m1"]
    assert stage.backend.told == []


def test_a_failure_is_told_even_where_it_cannot_be_stored(stage: Stage) -> None:
    stage.extractor.error = failure(Condition.NO_AUDIO, "FFMPEG: no audio track.")
    stage.results.error = failure(Condition.RESULT_UNAVAILABLE, "RESULT: S3 answered 503.")

    assert stage.deliver(s3_message()) == []
    assert statuses(stage) == ["FAILED"]


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


@pytest.mark.parametrize("event", [s3_message(), eventbridge_message()], ids=["s3", "eventbridge"])
def test_a_bare_event_runs_without_a_queue(stage: Stage, event: dict[str, object]) -> None:
    assert stage.invoke(event) == {"acknowledged": True}
    assert statuses(stage) == ["DONE"]


@pytest.mark.parametrize("condition", [Condition.STT_UNAVAILABLE, Condition.STT_MISCONFIGURED, Condition.STT_REJECTED])
def test_a_bare_event_that_fails_tells_failed_at_once_and_raises_nothing(stage: Stage, condition: Condition) -> None:
    stage.recogniser.error = failure(condition, "STT: no.")

    stage.invoke(s3_message())

    assert statuses(stage) == ["FAILED"]


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
    assert statuses(stage) == ["DONE"]


def test_several_objects_in_one_message_are_several_jobs(stage: Stage) -> None:
    assert stage.deliver(s3_message(s3_record("videos/1/a.mp4"), s3_record("videos/1/b.mp4"))) == []
    assert [callback.job_id for callback in stage.backend.told] == ["a", "b"]


def test_a_message_comes_back_for_the_object_that_failed_and_leaves_the_other_alone(stage: Stage) -> None:
    body = s3_message(s3_record("videos/1/a.mp4"), s3_record("videos/1/b.mp4"))
    stage.backend.errors = [failure(Condition.CALLBACK_UNREACHABLE, "CALLBACK: no answer.")]

    assert stage.deliver(body) == ["m1"]
    assert stage.deliver(body, receive=2) == []
    assert sorted(callback.job_id for callback in stage.backend.told) == ["a", "b"]
    assert len(stage.videos.fetched) == 2


def test_a_message_waits_for_the_longest_delay_of_its_objects(stage: Stage) -> None:
    stage.backend.errors = [
        failure(Condition.CALLBACK_MISCONFIGURED, "CALLBACK: 401.", setting="BACKEND_INTERNAL_TOKEN"),
        failure(Condition.CALLBACK_UNREACHABLE, "CALLBACK: no answer."),
    ]

    stage.deliver(s3_message(s3_record("videos/1/a.mp4"), s3_record("videos/1/b.mp4")))

    assert stage.queue.hidden[0][1] >= 300


def test_the_work_ends_while_there_is_time_to_tell_and_to_return(stage: Stage) -> None:
    stage.deliver(s3_message(), context=Context(remaining=(600,)))

    assert stage.extractor.seconds_left <= 600 - 3 - 20
    assert stage.backend.seconds_left - stage.extractor.seconds_left >= 19
    assert stage.backend.seconds_left <= 600 - 3


def test_the_last_receive_is_begun_however_little_time_is_left(stage: Stage) -> None:
    stage.extractor.error = failure(Condition.FFMPEG_OUT_OF_TIME, "FFMPEG: out of time.")

    assert stage.deliver(s3_message(), receive=MAX_RECEIVES, context=Context(remaining=(20,))) == ["m1"]
    assert statuses(stage) == ["FAILED"]


def test_no_object_of_a_message_is_begun_without_time(stage: Stage) -> None:
    body = s3_message(s3_record("videos/1/a.mp4"), s3_record("videos/1/b.mp4"))

    assert stage.deliver(body, context=Context(remaining=(40,))) == ["m1"]
    assert stage.videos.fetched == []


@pytest.mark.parametrize("count", ["", "many", "-1", None])
def test_a_receive_count_that_is_no_number_counts_as_the_first(stage: Stage, count: str | None) -> None:
    record = sqs_record(s3_message())
    record["attributes"]["ApproximateReceiveCount"] = count

    assert stage.invoke(sqs_batch(record)) == {"batchItemFailures": []}


def test_an_error_of_our_own_while_telling_is_given_back_without_its_text(stage: Stage, log_lines: LogLines) -> None:
    stage.backend.errors = [ZeroDivisionError("secret-canary")]

    assert stage.deliver(s3_message()) == ["m1"]
    assert stage.queue.hidden == [("receipt-m1", 30)]
    assert "unexpected error" in log_lines.text
    assert "secret-canary" not in log_lines.text


def test_a_bare_event_raises_nothing_even_for_an_error_of_our_own(stage: Stage) -> None:
    stage.backend.errors = [ZeroDivisionError("secret-canary")]

    assert stage.invoke(s3_message()) == {"acknowledged": False, "reason": "unexpected"}


def test_a_record_that_no_longer_fits_is_given_back_without_being_started(stage: Stage) -> None:
    context = Context(remaining=(600, 10))

    assert stage.deliver(s3_message(), s3_message(), context=context) == ["m2"]
    assert len(stage.videos.fetched) == 1
    assert stage.queue.hidden == [("receipt-m2", 5)]


def test_a_key_that_a_clone_did_not_encode_is_found_by_its_raw_name(stage: Stage) -> None:
    stage.videos.missing = {"videos/1/a b.mp4"}

    assert stage.deliver(s3_message(s3_record(raw_key="videos/1/a+b.mp4"))) == []
    [callback] = stage.backend.told
    assert callback.job_id == "a+b"
    assert stage.backend.bodies[0]["s3_key"] == "videos/1/a+b.mp4"
