"""A secret that is rotated while the container still holds what it read before."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.handler.canaries import BACKEND_TOKEN, CLAUDE_KEY, CLOVA_KEY
from tests.handler.endings import DONE, SLOWED_DOWN

if TYPE_CHECKING:
    from tests.conftest import LogLines
    from tests.handler.world import World

ROTATED = {"CLOVA_API_KEY": CLOVA_KEY, "CLAUDE_API_KEY": CLAUDE_KEY, "BACKEND_INTERNAL_TOKEN": BACKEND_TOKEN}


@pytest.mark.parametrize("name", ROTATED)
def test_a_job_goes_on_with_the_new_key(world: World, name: str, log_lines: LogLines) -> None:
    arn = keep(world, f"rotated-{name}", name, "the-old-one")
    world.settings["SECRETS_ARN"] = arn
    assert world.deliver(world.upload()) == SLOWED_DOWN
    world.aws.secrets.put_secret_value(SecretId=arn, SecretString=json.dumps({name: ROTATED[name]}))

    assert world.deliver(world.upload()) == DONE
    assert [line["stage"] for line in log_lines.lines].count("KEY_RENEWED") == 1


def keep(world: World, secret: str, name: str, value: str) -> str:
    return world.aws.secrets.create_secret(Name=secret, SecretString=json.dumps({name: value}))["ARN"]
