"""Download: what becomes of a job when S3 does not answer as hoped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.adapters.s3_stand_in import S3StandIn, break_off, cut_off
from tests.handler.endings import BACKED_OFF, DONE, SLOWED_DOWN, dead_lettered
from tests.handler.s3_steps import UNTIL_FETCHED, VIDEOS
from tests.handler.world import LAST_RECEIVE, World

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.adapters.s3_stand_in import Handler
    from tests.conftest import LogLines

KEY = "videos/123/same.mp4"
CODE = "S3_DOWNLOAD_FAILED"


@pytest.mark.parametrize("before", [[], UNTIL_FETCHED], ids=["locating", "fetching"])
@pytest.mark.parametrize("fault", [503, cut_off], ids=["503", "no answer"])
def test_an_s3_that_stays_away_is_tried_again_later(
    world: World, store: S3StandIn, before: list[Callable[[Handler], None]], fault: int | Callable[[Handler], None]
) -> None:
    store.about, store.script = VIDEOS, [*before, *[fault] * 4]

    assert world.deliver(world.name_unpinned(KEY)) == BACKED_OFF
    assert len(store.asked) == len(before) + 4


def test_a_body_that_keeps_breaking_off_is_begun_as_often_as_any_other_call(world: World, store: S3StandIn) -> None:
    store.about, store.script = VIDEOS, [*UNTIL_FETCHED, *[break_off] * 4]

    assert world.deliver(world.name_unpinned(KEY)) == BACKED_OFF
    assert len(store.asked) == 1 + 4


@pytest.mark.parametrize("fault", [503, cut_off, break_off], ids=["503", "no answer", "half a body"])
def test_a_download_that_fails_once_is_made_again(
    world: World, store: S3StandIn, fault: int | Callable[[Handler], None]
) -> None:
    store.about, store.script = VIDEOS, [*UNTIL_FETCHED, fault]

    assert world.deliver(world.name_unpinned(KEY)) == DONE


def test_an_s3_that_stays_away_to_the_last_receive_is_told(world: World, store: S3StandIn) -> None:
    store.script = [503] * 4

    assert world.deliver(world.name_unpinned(KEY), LAST_RECEIVE) == dead_lettered(CODE)


def test_a_missing_permission_is_the_deployments_fault(world: World, store: S3StandIn, log_lines: LogLines) -> None:
    store.script = [403]

    assert world.deliver(world.name_unpinned(KEY)) == SLOWED_DOWN
    assert log_lines.lines[-1]["setting"] == "VIDEO_BUCKET_NAME"


def test_a_missing_permission_is_told_on_the_last_receive(world: World, store: S3StandIn) -> None:
    store.script = [403]

    assert world.deliver(world.name_unpinned(KEY), LAST_RECEIVE) == dead_lettered(CODE)
