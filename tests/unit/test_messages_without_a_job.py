from __future__ import annotations

import json
from typing import Any

import pytest

from tests.builders import (
    BUCKET,
    eventbridge_message,
    s3_message,
    s3_record,
    sns_message,
)
from worker.bootstrap.tasks import make_intake
from worker.delivery.messages import Item, UnreadableMessageError, read_message
from worker.jobs.task import Ignored, Unaddressable
from worker.tasks.summary.job import SummaryJob


def read(message: object) -> list[Item]:
    return read_message(json.dumps(message), make_intake(BUCKET, "summary"))


def the_job(message: object) -> SummaryJob:
    [item] = read(message)
    assert isinstance(item, SummaryJob)
    return item


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        ({"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": BUCKET}, "s3:TestEvent"),
        (sns_message({"Event": "s3:TestEvent"}), "s3:TestEvent"),
        (s3_message(s3_record(event="ObjectRemoved:Delete")), "event ObjectRemoved:Delete"),
        (s3_message(s3_record(event="s3:ObjectTagging:Put")), "event s3:ObjectTagging:Put"),
        (eventbridge_message(kind="Object Deleted"), "event Object Deleted"),
        (s3_message(s3_record("videos/123/")), "folder marker"),
        (s3_message(s3_record("videos/")), "folder marker"),
        (s3_message(s3_record("results/123/9.json")), "not under videos/"),
        (s3_message(s3_record("work/9/g/transcript.json")), "not under videos/"),
        (s3_message(s3_record("thumbnails/9.jpg")), "not under videos/"),
        (s3_message(s3_record("outputs/9.mp4")), "not under videos/"),
        (s3_message(s3_record("elsewhere/9.mp4")), "not under videos/"),
        ({"Type": "SubscriptionConfirmation", "Message": "You have chosen"}, "SNS SubscriptionConfirmation"),
        ({"Type": "UnsubscribeConfirmation", "Token": "t", "TopicArn": "arn"}, "SNS UnsubscribeConfirmation"),
    ],
)
def test_what_is_none_of_our_business_is_ignored_with_a_reason(message: object, reason: str) -> None:
    [item] = read(message)

    assert isinstance(item, Ignored)
    assert item.reason == reason


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        (s3_message(s3_record(bucket="other-bucket")), "the bucket is not VIDEO_BUCKET_NAME"),
        (s3_message(s3_record("videos/a/b/c.mp4")), "the key names no job: it is not videos/"),
        (s3_message(s3_record("videos/1/no-extension")), "the key names no job: it is not videos/"),
        (eventbridge_message("videos/1/..;rm.mp4"), "the key names no job: names have"),
        (s3_message(s3_record(f"videos/{'𐌰' * 126}/{'𐌰' * 127}.mp4")), "the key is too long"),
    ],
)
def test_a_record_for_which_nobody_can_be_told_says_why(message: object, reason: str) -> None:
    [item] = read(message)

    assert isinstance(item, Unaddressable)
    assert item.reason.startswith(reason)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "not json",
        "[]",
        "null",
        "7",
        "{}",
        '{"Records": []}',
        '{"Records": "x"}',
        '{"Records": [{}]}',
        '{"Records": [{"s3": {"bucket": {"name": "b"}, "object": {}}}]}',
        '{"detail-type": "Object Created", "detail": {}}',
        '{"Type": "Confirmation", "Message": "You have chosen to subscribe"}',
        '{"Type": "Notification", "Message": "not json"}',
        '{"task": "summary"}',
        '"\\ud800"',
    ],
)
def test_a_body_of_no_known_form_is_unreadable(body: str) -> None:
    with pytest.raises(UnreadableMessageError):
        read_message(body, make_intake(BUCKET, "summary"))


def wrapped(times: int) -> dict[str, Any]:
    message = s3_message()
    for _ in range(times):
        message = sns_message(message)
    return message


def test_a_notification_that_was_passed_on_three_times_is_read() -> None:
    assert the_job(wrapped(3)).job_id == "987654321"


def test_notifications_wrapped_without_end_are_unreadable() -> None:
    with pytest.raises(UnreadableMessageError):
        read(wrapped(4))


def test_an_unreadable_body_is_explained_without_being_quoted() -> None:
    with pytest.raises(UnreadableMessageError) as caught:
        read({"Records": [{"s3": {"bucket": {"name": "secret-canary"}, "object": {"key": ["secret-canary"]}}}]})

    assert "s3.object.key" in str(caught.value)
    assert "secret-canary" not in str(caught.value)
