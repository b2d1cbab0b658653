from __future__ import annotations

import json
import unicodedata
from typing import Any

import pytest

from tests.builders import (
    BUCKET,
    ETAG,
    KEY,
    SEQUENCER,
    VERSION,
    eventbridge_message,
    s3_message,
    s3_record,
    sns_message,
)
from worker.bootstrap.tasks import make_intake
from worker.delivery.messages import Item, read_message
from worker.tasks.summary.job import SummaryJob


def read(message: object) -> list[Item]:
    return read_message(json.dumps(message), make_intake(BUCKET, "summary"))


def the_job(message: object) -> SummaryJob:
    [item] = read(message)
    assert isinstance(item, SummaryJob)
    return item


@pytest.mark.parametrize(
    "message",
    [
        s3_message(),
        sns_message(s3_message()),
        eventbridge_message(),
        sns_message(eventbridge_message()),
        s3_message(s3_record(event="s3:ObjectCreated:CompleteMultipartUpload")),
    ],
    ids=["s3", "s3 by sns", "eventbridge", "eventbridge by sns", "prefixed event name"],
)
def test_every_wrapping_gives_the_same_job(message: dict[str, Any]) -> None:
    job = the_job(message)

    assert (job.job_id, job.user_id) == ("987654321", "123")
    source = job.source
    assert (source.bucket, source.key, source.version_id) == (BUCKET, KEY, VERSION)
    assert (source.etag, source.sequencer, source.size) == (ETAG, SEQUENCER, 5)


def test_several_records_are_several_jobs_in_order() -> None:
    first, second = read(s3_message(s3_record("videos/1/a.mp4"), s3_record("videos/1/b.mp4")))

    assert isinstance(first, SummaryJob)
    assert isinstance(second, SummaryJob)
    assert [first.job_id, second.job_id] == ["a", "b"]


@pytest.mark.parametrize(
    "key", ["videos/1/a b.mp4", "videos/1/a+b.mp4", "videos/1/100%25.mp4", "videos/1/회의 +1.mp4", "videos/1/가.mp4"]
)
def test_an_s3_key_is_decoded_and_an_eventbridge_key_is_not(key: str) -> None:
    assert the_job(s3_message(s3_record(key))).source.key == key
    assert the_job(eventbridge_message(key)).source.key == key


@pytest.mark.parametrize(
    "key",
    [
        KEY,
        "videos/1/a b.mp4",
        "videos/1/a+b.mp4",
        "videos/1/100%25.mp4",
        "videos/1/회의 (1).mp4",
        "videos/1/[a], b~*!.mp4",
    ],
)
def test_one_upload_that_s3_and_eventbridge_tell_of_is_one_job(key: str) -> None:
    told = [the_job(message).named("m") for message in (s3_message(s3_record(key)), eventbridge_message(key))]

    assert told[0].generation == told[1].generation


@pytest.mark.parametrize(
    ("key", "spelt"),
    [
        ("videos/1/a~b.mp4", "videos/1/a%7Eb.mp4"),
        ("videos/1/a*b.mp4", "videos/1/a%2Ab.mp4"),
        ("videos/1/a*b.mp4", "videos/1/a*b.mp4"),
        ("videos/1/a b.mp4", "videos/1/a%20b.mp4"),
        ("videos/1/가.mp4", "videos/1/%ea%b0%80.mp4"),
        ("videos/1/a(1).mp4", "videos%2F1%2Fa(1).mp4"),
    ],
)
def test_an_upload_is_one_job_however_its_key_is_encoded(key: str, spelt: str) -> None:
    record = s3_record(key)
    record["s3"]["object"]["key"] = spelt
    told = [the_job(message).named("m") for message in (s3_message(record), s3_message(s3_record(key)))]

    assert told[0].generation == told[1].generation


def test_nfc_and_nfd_of_a_name_are_two_objects_and_so_two_jobs_with_a_result_each() -> None:
    names = [unicodedata.normalize(form, "videos/1/회의 café.mp4") for form in ("NFC", "NFD")]
    jobs = [the_job(s3_message(s3_record(name))).named("m") for name in names]

    assert len({job.result_key for job in jobs}) == len({job.generation for job in jobs}) == 2
    assert [job.result_key for job in jobs] == [
        name.replace("videos/", "results/").replace(".mp4", ".json") for name in names
    ]


def test_the_key_before_decoding_is_kept_for_clones_that_do_not_encode() -> None:
    source = the_job(s3_message(s3_record(raw_key="videos/1/a+b.mp4"))).source

    assert (source.key, source.raw_key) == ("videos/1/a b.mp4", "videos/1/a+b.mp4")


def test_a_slash_encoded_by_a_clone_is_decoded() -> None:
    assert the_job(s3_message(s3_record(raw_key="videos%2F1%2Fa.mp4"))).source.key == "videos/1/a.mp4"


@pytest.mark.parametrize(("version", "expected"), [("null", None), ("", None), (None, None), ("v1", "v1")])
def test_a_null_version_is_none(version: str | None, expected: str | None) -> None:
    assert the_job(s3_message(s3_record(versionId=version))).source.version_id == expected


def test_the_specifications_minimal_message_is_enough() -> None:
    message = {"Records": [{"s3": {"bucket": {"name": BUCKET}, "object": {"key": KEY, "size": 12345678}}}]}

    assert the_job(message).source.size == 12345678


@pytest.mark.parametrize("name", ["eventTime", "time"])
@pytest.mark.parametrize(
    ("time", "seconds"),
    [
        ("2026-11-20T05:01:23.456Z", 1795150883.456),
        ("2026-11-20T14:01:23+09:00", 1795150883.0),
        ("2026-11-20T05:01:23", 1795150883.0),
        ("1900-01-01T00:00:00Z", 0.0),
        ("0001-01-01T00:00:00+14:00", 0.0),
        ("9999-12-31T23:59:59-14:00", 253402351199.0),
        ("yesterday", 0.0),
        ("", 0.0),
        (None, 0.0),
        (1795150883, 0.0),
        ({}, 0.0),
    ],
)
def test_an_upload_was_made_when_its_event_says(name: str, time: object, seconds: float) -> None:
    message = eventbridge_message() | {name: time} if name == "time" else s3_message(s3_record() | {name: time})

    assert the_job(message).made_at == seconds


def test_an_event_without_a_time_is_read() -> None:
    record = s3_record()
    del record["eventTime"]

    assert [the_job(message).made_at for message in (s3_message(record), eventbridge_message())] == [0.0, 0.0]
