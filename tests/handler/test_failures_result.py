"""Result: DONE never names an object that is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from local.standins.claude_answers import Refusal
from tests.adapters.s3_stand_in import S3StandIn, cut_off
from tests.builders import KEY
from tests.handler.endings import BACKED_OFF, DONE, SLOWED_DOWN, dead_lettered, failed
from tests.handler.s3_steps import RESULTS
from tests.handler.world import LAST_RECEIVE, World

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.adapters.s3_stand_in import Handler
    from tests.conftest import LogLines


def test_a_missing_result_bucket_is_the_deployments_fault_and_costs_nothing(world: World, log_lines: LogLines) -> None:
    world.settings["RESULT_BUCKET_NAME"] = "nobodys-results"

    assert world.deliver(world.upload()) == SLOWED_DOWN
    assert log_lines.lines[-1]["setting"] == "RESULT_BUCKET_NAME"
    assert world.paid == (0, 0)


def test_a_missing_result_bucket_is_told_on_the_last_receive(world: World) -> None:
    world.settings["RESULT_BUCKET_NAME"] = "nobodys-results"

    assert world.deliver(world.upload(), LAST_RECEIVE) == dead_lettered("UNKNOWN_ERROR")


@pytest.mark.parametrize("fault", [503, cut_off], ids=["503", "no answer"])
def test_a_write_that_fails_once_is_made_again(
    world: World, store: S3StandIn, fault: int | Callable[[Handler], None]
) -> None:
    store.about, store.script = RESULTS, [fault]

    assert world.deliver(world.name_unpinned(KEY)) == DONE


@pytest.mark.parametrize("fault", [503, cut_off], ids=["503", "no answer"])
def test_a_result_that_cannot_be_written_is_told_to_nobody_and_tried_again_later(
    world: World, store: S3StandIn, fault: int | Callable[[Handler], None]
) -> None:
    store.about, store.script = RESULTS, [fault] * 4

    assert world.deliver(world.name_unpinned(KEY)) == BACKED_OFF
    assert store.asked.count("PUT") == 4


def test_a_result_that_may_not_be_written_is_the_deployments_fault(
    world: World, store: S3StandIn, log_lines: LogLines
) -> None:
    store.about, store.script = RESULTS, [403]

    assert world.deliver(world.name_unpinned(KEY)) == SLOWED_DOWN
    assert log_lines.lines[-1]["setting"] == "RESULT_BUCKET_NAME"


def test_a_result_that_cannot_be_written_to_the_last_is_told_as_our_own_failure(world: World, store: S3StandIn) -> None:
    store.about, store.script = RESULTS, [503] * 8  # the result, then the note of its failure

    assert world.deliver(world.name_unpinned(KEY), LAST_RECEIVE) == dead_lettered("UNKNOWN_ERROR")


def test_a_failure_names_no_result_that_could_not_be_stored(world: World, store: S3StandIn) -> None:
    world.services.claude.script = [Refusal()]
    store.about, store.script = RESULTS, [503] * 4

    assert world.deliver(world.name_unpinned(KEY)) == failed("LLM_BAD_RESPONSE")
    assert "result_s3_key" not in world.body
