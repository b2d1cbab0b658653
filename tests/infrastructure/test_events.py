from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest

from tests.infrastructure.templates import ROOT

FOLDER = ROOT / "events"
NAMES = sorted(path.stem for path in FOLDER.iterdir())
SAMPLE = ROOT / "local" / "sample" / "sample.mp4"


def event_of(name: str) -> dict[str, Any]:
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def test_there_is_one_event_of_every_form() -> None:
    assert NAMES == [
        "bare_s3",
        "catalog",
        "eventbridge",
        "folder_marker",
        "korean_key",
        "object_removed",
        "own_output",
        "s3",
        "segment_mix",
        "several_records",
        "sns",
        "test_event",
    ]


@pytest.mark.parametrize("name", [name for name in NAMES if name != "bare_s3"])
def test_an_event_is_a_batch_of_one_message_as_sqs_delivers_it(name: str) -> None:
    [record] = event_of(name)["Records"]
    assert record["eventSource"] == "aws:sqs"
    assert record["attributes"]["ApproximateReceiveCount"] == "1"
    # SQS sends a checksum, not a signature.
    assert record["md5OfBody"] == hashlib.md5(record["body"].encode(), usedforsecurity=False).hexdigest()
    assert json.loads(record["body"])


@pytest.mark.parametrize("name", ["s3", "bare_s3"])
def test_the_first_event_names_the_committed_sample_by_what_stays_the_same_in_every_bucket(name: str) -> None:
    [record] = event_of(name)["Records"]
    notification = json.loads(record["body"])["Records"][0] if "body" in record else record
    sample = SAMPLE.read_bytes()
    video = notification["s3"]["object"]
    # Of an object put in one piece, the eTag is its MD5. A version's id would be another in every bucket.
    assert video["eTag"] == hashlib.md5(sample, usedforsecurity=False).hexdigest()
    assert video["size"] == len(sample)
    assert "versionId" not in video
