from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest

from worker.delivery.ledger.precedence import Newest, Rank, put_first

RANK = Rank("summary/results/1/9.json", "a", "videos/1/9.mp4", "0055AED6DCD90281E5", 1000.0)
MOV = replace(RANK, generation="b", key="videos/1/9.mov")


@pytest.mark.parametrize(
    ("newer", "older"),
    [
        pytest.param(replace(RANK, sequencer="0055AED6DCD90281E6"), RANK, id="a later sequencer of the same key"),
        pytest.param(replace(RANK, sequencer="0055aed6dcd90281e50a"), RANK, id="a longer one, in other letters"),
        pytest.param(replace(RANK, sequencer="F", made_at=1.0), RANK, id="a later sequencer with an earlier time"),
        pytest.param(replace(MOV, made_at=1000.001), RANK, id="a later time of another key"),
        pytest.param(replace(MOV, made_at=1000.001, sequencer="0"), RANK, id="a later time, an earlier sequencer"),
        pytest.param(replace(MOV, sequencer="0055AED6DCD90281E6"), RANK, id="the same time, a later sequencer"),
        pytest.param(MOV, RANK, id="nothing but another name, so that one of the two counts"),
        pytest.param(replace(RANK, sequencer="", made_at=1001.0), RANK, id="a later time without a sequencer"),
    ],
)
def test_of_two_uploads_one_is_newer(newer: Rank, older: Rank) -> None:
    assert newer.is_newer(older)
    assert not older.is_newer(newer)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(RANK, RANK, id="the same"),
        pytest.param(RANK, replace(RANK, generation="z", made_at=2.0), id="one upload that was told of twice"),
        pytest.param(RANK, replace(MOV, made_at=0.0), id="another key at a time that is not known"),
        pytest.param(RANK, replace(RANK, sequencer="", made_at=0.0), id="nothing known of one"),
    ],
)
def test_where_nothing_orders_two_neither_is_newer(one: Rank, other: Rank) -> None:
    assert not one.is_newer(other)
    assert not other.is_newer(one)


def test_what_is_newest_only_moves_forward_though_events_disagree_with_sequencers() -> None:
    early = replace(RANK, sequencer="1", made_at=10.0)
    late = replace(RANK, generation="c", sequencer="2", made_at=9.0)  # later, by an event with an earlier time
    other = replace(MOV, sequencer="3", made_at=9.5)  # between the two times
    for order in permutations([early, late, other] * 2):
        newest, moments = None, list[tuple[float, str]]()
        for rank in order:
            newest = put_first(rank, newest, 0.0) or newest
            assert newest is not None
            moments.append((newest.rank.made_at, newest.rank.sequencer))

        assert moments == sorted(moments), order


def test_an_order_does_not_replace_itself_when_it_is_given_once_more() -> None:
    assert not Newest(replace(RANK, made_at=2000.0), 0.0).replaces(replace(RANK, sequencer=""))
