"""A job whose Claude is asked through Bedrock."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from local.standins.bedrock import BedrockStandIn
from local.standins.faults import Status
from local.standins.sigv4 import Credentials
from tests.handler.endings import DONE, SLOWED_DOWN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import LogLines
    from tests.handler.world import World


@pytest.fixture
def bedrock(world: World) -> Iterator[BedrockStandIn]:
    del world.settings["CLAUDE_API_KEY"]
    names = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
    role = Credentials(*(os.environ.get(name, "") for name in names))
    with BedrockStandIn(credentials=role) as stand_in:
        world.settings |= {"CLAUDE_PROVIDER": "bedrock", "BEDROCK_ENDPOINT_URL": stand_in.url}
        yield stand_in


def test_a_job_is_done_with_the_workers_credentials_and_without_a_key(world: World, bedrock: BedrockStandIn) -> None:
    assert world.deliver(world.upload()) == DONE
    assert world.paid == (1, 0)
    assert (len(bedrock.calls), bedrock.refusals) == (1, [])
    assert world.body["meta"]["model"] == "claude-haiku-5-5"
    assert world.body["meta"]["cost"]["llm_usd"] > 0


def test_what_the_role_lacks_is_named_and_tried_slowly(
    world: World, bedrock: BedrockStandIn, log_lines: LogLines
) -> None:
    bedrock.script = [Status(403)]

    assert world.deliver(world.upload()) == SLOWED_DOWN
    assert log_lines.lines[-1]["setting"] == "CLAUDE_PROVIDER, CLAUDE_MODEL"
