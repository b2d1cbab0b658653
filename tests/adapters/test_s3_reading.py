from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest

from tests.adapters.fetching import BODY, open_video, read
from worker.adapters.s3.reading import CONNECTIONS, PART

if TYPE_CHECKING:
    from tests.adapters.s3_stand_in import S3StandIn


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


def test_an_empty_object_is_not_asked_for(store: S3StandIn) -> None:
    store.body = b""

    assert read(open_video(store)) == b""
    assert store.asked == []
