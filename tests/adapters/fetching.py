"""A video of several parts in a store whose faults can be scripted, and its bytes as they are read."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import a_deadline, a_source
from worker.adapters.aws import make_s3_client
from worker.adapters.calls.retry import RetryPolicy
from worker.adapters.s3.reading import PART, S3Video
from worker.jobs.errors import Condition, JobError

if TYPE_CHECKING:
    from tests.adapters.s3_stand_in import S3StandIn

REGION = "ap-northeast-2"
PATIENT = RetryPolicy(retries=2, first_delay=0.01)
BODY = random.Random(3).randbytes(6 * PART + 12_345)  # noqa: S311 - any bytes will do


def open_video(store: S3StandIn, seconds: float = 60, **changes: Any) -> S3Video:
    source = replace(a_source(), size=len(store.body), **changes)
    return S3Video(make_s3_client(REGION), source, PATIENT, a_deadline(seconds))


def read(video: S3Video, first: int = 0, last: int | None = None) -> bytes:
    return b"".join(video.stream(first, video.size if last is None else last))


def fail_to_read(video: S3Video) -> Condition:
    with pytest.raises(JobError) as caught:
        read(video)
    return caught.value.condition
