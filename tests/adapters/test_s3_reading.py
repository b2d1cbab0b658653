from __future__ import annotations

import itertools
import random
from dataclasses import replace
from threading import Event, Timer
from typing import TYPE_CHECKING, Any

import pytest

from tests.adapters.s3_stand_in import S3StandIn, break_off, cut_off, drip
from tests.builders import a_deadline, a_source
from worker.adapters.aws import make_s3_client
from worker.adapters.retry import RetryPolicy
from worker.adapters.s3.reading import CONNECTIONS, PART, S3Video
from worker.domain.errors import Condition, DownloadError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from local.aws import Aws
    from tests.adapters.s3_stand_in import Handler

REGION = "ap-northeast-2"
PATIENT = RetryPolicy(retries=2, first_delay=0.01)
BODY = random.Random(3).randbytes(6 * PART + 12_345)  # noqa: S311 - any bytes will do


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[S3StandIn]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    with S3StandIn(BODY) as store:
        monkeypatch.setenv("AWS_ENDPOINT_URL", store.url)
        yield store


def open_video(store: S3StandIn, seconds: float = 60, **changes: Any) -> S3Video:
    source = replace(a_source(), size=len(store.body), **changes)
    return S3Video(make_s3_client(REGION), source, PATIENT, a_deadline(seconds))


def read(video: S3Video, first: int = 0, last: int | None = None) -> bytes:
    return b"".join(video.stream(first, video.size if last is None else last))


def serve(handler: Handler) -> None:
    handler.serve()


def cut_in_the_middle(handler: Handler) -> None:
    handler.serve(cut_after=PART // 2)


def fail_to_read(video: S3Video) -> Condition:
    with pytest.raises(DownloadError) as caught:
        read(video)
    return caught.value.condition


@pytest.mark.parametrize(
    ("first", "last"),
    [(0, len(BODY)), (0, 8), (PART - 1, PART + 1), (PART, PART), (2 * PART + 5, len(BODY)), (len(BODY) - 1, len(BODY))],
)
@pytest.mark.parametrize("heeds_ranges", [True, False], ids=["ranges", "no ranges"])
def test_any_stretch_is_read_in_order(store: S3StandIn, first: int, last: int, *, heeds_ranges: bool) -> None:
    store.heeds_ranges = heeds_ranges

    assert read(open_video(store), first, last) == BODY[first:last]


def test_every_part_is_asked_for_once(store: S3StandIn) -> None:
    read(open_video(store))

    places = [tuple(map(int, wanted.removeprefix("bytes=").split("-"))) for wanted in store.ranges]
    assert sorted(last - first + 1 for first, last in places) == [12_345, *[PART] * 6]


def test_a_store_that_ignores_ranges_is_asked_once_for_the_whole(store: S3StandIn) -> None:
    store.heeds_ranges = False

    assert read(open_video(store)) == BODY
    assert len(store.asked) == 2


def test_the_head_is_fetched_once_for_all_passes(store: S3StandIn) -> None:
    video = open_video(store)

    for _ in range(3):
        next(video.stream(0, video.size))

    assert len(store.asked) == 1


def test_nothing_is_fetched_before_it_is_asked_for(store: S3StandIn) -> None:
    open_video(store).stream(0, 10)

    assert store.asked == []


def test_a_reader_that_looks_at_the_beginning_only_has_little_fetched_ahead(store: S3StandIn) -> None:
    pieces = open_video(store).stream(0, len(BODY))

    head, second = itertools.islice(pieces, 2)

    assert head + second == BODY[: 2 * PART]
    assert len(store.asked) == 2
    pieces.close()


def test_a_reader_that_rests_has_no_more_fetched_ahead_than_there_are_connections(store: S3StandIn) -> None:
    pieces = open_video(store).stream(0, len(BODY))

    assert len(list(itertools.islice(pieces, 3))) == 3

    assert len(store.asked) <= 3 + CONNECTIONS
    pieces.close()


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

    assert fail_to_read(open_video(store)) is Condition.SOURCE_UNAVAILABLE
    assert store.asked == ["GET"] * 4


@pytest.mark.parametrize("fault", [cut_off, break_off])
def test_a_connection_that_is_always_cut_is_unavailable_after_the_retries(
    store: S3StandIn, fault: Callable[[Handler], None]
) -> None:
    store.script = [fault] * 30

    assert fail_to_read(open_video(store)) is Condition.SOURCE_UNAVAILABLE
    assert store.asked == ["GET"] * 3


@pytest.mark.parametrize(
    ("status", "condition"),
    [
        (403, Condition.SOURCE_FORBIDDEN),
        (404, Condition.SOURCE_GONE),
        (405, Condition.SOURCE_GONE),
        (412, Condition.SOURCE_REPLACED),
        (416, Condition.SOURCE_REPLACED),
        (503, Condition.SOURCE_UNAVAILABLE),
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

    with pytest.raises(DownloadError) as caught:
        read(S3Video(make_s3_client(REGION), source, PATIENT, a_deadline()))

    assert (caught.value.condition, caught.value.setting) == (Condition.SOURCE_FORBIDDEN, "VIDEO_BUCKET_NAME")


def test_a_body_that_drips_ends_with_the_time_left(store: S3StandIn) -> None:
    store.body = b"x" * 1200
    store.script = [drip]

    assert fail_to_read(open_video(store, seconds=1.5)) is Condition.SOURCE_OUT_OF_TIME


def test_a_wait_for_s3_ends_as_soon_as_its_job_is_called_off(store: S3StandIn) -> None:
    store.body = b"x" * 1200
    store.script = [drip]
    lost, deadline = Event(), a_deadline()
    source = replace(a_source(), size=1200)
    video = S3Video(make_s3_client(REGION), source, PATIENT, deadline.unless(lost))
    Timer(0.1, lost.set).start()

    assert fail_to_read(video) is Condition.SOURCE_OUT_OF_TIME
    assert store.asked == ["GET"]


def test_an_empty_object_is_not_asked_for(store: S3StandIn) -> None:
    store.body = b""

    assert read(open_video(store)) == b""
    assert store.asked == []


@pytest.mark.parametrize("heeds_ranges", [True, False], ids=["ranges", "no ranges"])
def test_an_object_that_is_shorter_by_now_is_not_read(store: S3StandIn, *, heeds_ranges: bool) -> None:
    store.heeds_ranges = heeds_ranges
    video = open_video(store)
    store.body = BODY[: 3 * PART]

    assert fail_to_read(video) is Condition.SOURCE_UNAVAILABLE
