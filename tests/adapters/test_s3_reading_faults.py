"""A store that fails while a video is read: what is waited out, and what it means otherwise."""

from __future__ import annotations

from dataclasses import replace
from threading import Event, Timer
from typing import TYPE_CHECKING

import pytest

from tests.adapters.fetching import BODY, PATIENT, REGION, fail_to_read, open_video, read
from tests.adapters.s3_stand_in import S3StandIn, break_off, cut_off, drip
from tests.builders import a_deadline, a_source
from worker.adapters.aws import make_s3_client
from worker.adapters.s3.reading import PART, S3Video
from worker.jobs.errors import (
    SOURCE_FORBIDDEN,
    SOURCE_GONE,
    SOURCE_OUT_OF_TIME,
    SOURCE_REPLACED,
    SOURCE_UNAVAILABLE,
    Condition,
    JobError,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from local.aws import Aws
    from tests.adapters.s3_stand_in import Handler


def serve(handler: Handler) -> None:
    handler.serve()


def cut_in_the_middle(handler: Handler) -> None:
    handler.serve(cut_after=PART // 2)


@pytest.mark.parametrize("fault", [503, cut_off, break_off, cut_in_the_middle])
@pytest.mark.parametrize("served", [0, 1])
@pytest.mark.parametrize("heeds_ranges", [True, False], ids=["ranges", "no ranges"])
def test_a_passing_fault_is_waited_out(
    store: S3StandIn, fault: int | Callable[[Handler], None], served: int, *, heeds_ranges: bool
) -> None:
    store.heeds_ranges = heeds_ranges
    store.script = [*[serve] * served, fault]

    assert read(open_video(store)) == BODY


def test_a_range_that_breaks_off_is_gone_on_from_there(store: S3StandIn) -> None:
    store.script = [cut_in_the_middle]

    read(open_video(store), 0, PART)

    first, second = store.ranges
    assert first == f"bytes=0-{PART - 1}"
    assert 0 < int(second.removeprefix("bytes=").split("-")[0]) <= PART // 2


@pytest.mark.parametrize("fault", [cut_off, break_off, cut_in_the_middle])
def test_an_answer_to_no_range_that_is_always_cut_is_unavailable_after_the_retries(
    store: S3StandIn, fault: Callable[[Handler], None]
) -> None:
    store.heeds_ranges = False
    store.script = [serve, *[fault] * 30]

    assert fail_to_read(open_video(store)) is SOURCE_UNAVAILABLE
    assert store.asked == ["GET"] * 4


@pytest.mark.parametrize("fault", [cut_off, break_off])
def test_a_connection_that_is_always_cut_is_unavailable_after_the_retries(
    store: S3StandIn, fault: Callable[[Handler], None]
) -> None:
    store.script = [fault] * 30

    assert fail_to_read(open_video(store)) is SOURCE_UNAVAILABLE
    assert store.asked == ["GET"] * 3


@pytest.mark.parametrize(
    ("status", "condition"),
    [
        (403, SOURCE_FORBIDDEN),
        (404, SOURCE_GONE),
        (405, SOURCE_GONE),
        (412, SOURCE_REPLACED),
        (416, SOURCE_REPLACED),
        (503, SOURCE_UNAVAILABLE),
    ],
)
@pytest.mark.parametrize("served", [0, 1, 3])
def test_what_s3_answers_means_the_same_from_the_first_part_to_the_last(
    store: S3StandIn, status: int, condition: Condition, served: int
) -> None:
    store.script = [*[serve] * served, *[status] * 30]

    assert fail_to_read(open_video(store)) is condition


def test_a_missing_bucket_is_the_deployments_fault(emulated: Aws) -> None:
    assert emulated.endpoint
    source = replace(a_source(), bucket="no-such-bucket", version_id=None)

    with pytest.raises(JobError) as caught:
        read(S3Video(make_s3_client(REGION), source, PATIENT, a_deadline()))

    assert (caught.value.condition, caught.value.setting) == (SOURCE_FORBIDDEN, "VIDEO_BUCKET_NAME")


def test_a_body_that_drips_ends_with_the_time_left(store: S3StandIn) -> None:
    store.body = b"x" * 1200
    store.script = [drip]

    assert fail_to_read(open_video(store, seconds=1.5)) is SOURCE_OUT_OF_TIME


def test_a_wait_for_s3_ends_as_soon_as_its_job_is_called_off(store: S3StandIn) -> None:
    store.body = b"x" * 1200
    store.script = [drip]
    lost, deadline = Event(), a_deadline()
    source = replace(a_source(), size=1200)
    video = S3Video(make_s3_client(REGION), source, PATIENT, deadline.unless(lost))
    Timer(0.1, lost.set).start()

    assert fail_to_read(video) is SOURCE_OUT_OF_TIME
    assert store.asked == ["GET"]


@pytest.mark.parametrize("heeds_ranges", [True, False], ids=["ranges", "no ranges"])
def test_an_object_that_is_shorter_by_now_is_not_read(store: S3StandIn, *, heeds_ranges: bool) -> None:
    store.heeds_ranges = heeds_ranges
    video = open_video(store)
    store.body = BODY[: 3 * PART]

    assert fail_to_read(video) is SOURCE_UNAVAILABLE
