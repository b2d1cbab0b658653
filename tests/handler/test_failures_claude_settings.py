"""Claude: what the deployment did wrong, or asks for too often."""

from __future__ import annotations

from itertools import repeat
from typing import TYPE_CHECKING

import pytest

from local.standins.faults import Redirect, Status
from tests.handler.endings import SLOWED_DOWN, Ending, dead_lettered
from tests.handler.world import LAST_RECEIVE, World

if TYPE_CHECKING:
    from local.standins.faults import Fault
    from tests.conftest import LogLines

BAD = "LLM_BAD_RESPONSE"
MISCONFIGURED = [(Status(402), "CLAUDE_API_KEY"), (Redirect(302, "http://127.0.0.1:9/"), "CLAUDE_API_URL")]


def test_a_retry_after_that_does_not_fit_is_left_to_the_queue(world: World) -> None:
    world.services.claude.script = [Status(429, headers={"retry-after": "700"})]

    assert world.deliver(world.upload()) == Ending("after 700 s", ())
    assert world.paid == (1, 1)


@pytest.mark.parametrize(("fault", "setting"), MISCONFIGURED, ids=repr)
def test_what_the_deployment_did_wrong_is_named_and_tried_slowly(
    world: World, fault: Fault, setting: str, log_lines: LogLines
) -> None:
    world.services.claude.script = repeat(fault)

    assert world.deliver(world.upload()) == SLOWED_DOWN
    assert log_lines.lines[-1]["setting"] == setting
    assert world.paid == (1, 1)


def test_a_retired_model_is_named_and_not_blamed_on_the_video(world: World, log_lines: LogLines) -> None:
    world.settings["CLAUDE_MODEL"] = "claude-3-7-sonnet"

    assert world.deliver(world.upload()) == SLOWED_DOWN
    assert log_lines.lines[-1]["setting"] == "CLAUDE_MODEL"
    assert world.paid == (1, 1)


def test_a_retired_model_is_told_on_the_last_receive(world: World) -> None:
    world.settings["CLAUDE_MODEL"] = "claude-3-7-sonnet"

    assert world.deliver(world.upload(), LAST_RECEIVE) == dead_lettered(BAD)
    assert "CLAUDE_MODEL" in world.body["error_message"]


def test_a_wrong_key_is_refused_by_claude_and_named(world: World, log_lines: LogLines) -> None:
    world.settings["CLAUDE_API_KEY"] = "another-key"

    assert world.deliver(world.upload()) == SLOWED_DOWN
    assert log_lines.lines[-1]["setting"] == "CLAUDE_API_KEY"
    assert "another-key" not in log_lines.text
