from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from local.checkup.deployed import read_deployed
from local.checkup.finding import State

if TYPE_CHECKING:
    from local.aws import Aws


@pytest.fixture
def endpoint(emulated: Aws) -> str:
    emulated.functions.create_function(
        FunctionName="deployed-worker",
        Role="arn:aws:iam::000000000000:role/worker",
        PackageType="Image",
        Code={"ImageUri": "000000000000.dkr.ecr.ap-northeast-2.amazonaws.com/clipscribe:1"},
        Environment={"Variables": {"CLAUDE_MODEL": "of-the-stack", "FFMPEG_PATH": "/opt/bin/ffmpeg"}},
    )
    return emulated.endpoint


def test_the_settings_of_a_stacks_worker_win_but_for_paths_in_its_image(endpoint: str) -> None:
    given = {"STACK": "deployed", "AWS_REGION": "ap-northeast-2", "AWS_ENDPOINT_URL": endpoint}
    own = {"CLAUDE_MODEL": "mine", "FFMPEG_PATH": "/usr/bin/ffmpeg"}

    values, refused = read_deployed({**given, **own})

    assert refused == []
    assert (values["CLAUDE_MODEL"], values["FFMPEG_PATH"]) == ("of-the-stack", "/usr/bin/ffmpeg")


def test_a_stack_that_is_not_there_fails_and_says_what_to_check(emulated: Aws) -> None:
    given = {"STACK": "nobodys", "AWS_REGION": "ap-northeast-2", "AWS_ENDPOINT_URL": emulated.endpoint}

    [finding] = read_deployed(given)[1]

    assert (finding.subject, finding.state) == ("stack nobodys", State.BAD)
    assert "region" in finding.advice


def test_without_a_stack_the_settings_stay_as_they_are() -> None:
    assert read_deployed({"CLAUDE_MODEL": "mine"}) == ({"CLAUDE_MODEL": "mine"}, [])
