from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from local.standins.backend import BackendStandIn
from local.standins.bedrock import LOCAL, BedrockStandIn
from local.standins.claude import ClaudeStandIn
from local.standins.clova import ClovaStandIn
from tests.adapters.fetching import BODY
from tests.adapters.s3_stand_in import S3StandIn
from tests.adapters.speaking import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def clova() -> Iterator[ClovaStandIn]:
    with ClovaStandIn(lambda _pcm: WORDS) as stand_in:
        yield stand_in


@pytest.fixture
def backend() -> Iterator[BackendStandIn]:
    with BackendStandIn() as stand_in:
        yield stand_in


@pytest.fixture
def claude() -> Iterator[ClaudeStandIn]:
    with ClaudeStandIn() as stand_in:
        yield stand_in


@pytest.fixture
def bedrock(monkeypatch: pytest.MonkeyPatch) -> Iterator[BedrockStandIn]:
    """A stand-in that takes the environment's credentials."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", LOCAL.access_key)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", LOCAL.secret_key)
    monkeypatch.delenv("AWS_SESSION_TOKEN", raising=False)
    with BedrockStandIn() as stand_in:
        yield stand_in


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[S3StandIn]:
    """An S3 that holds a video of several parts and fails by script, and an environment in which boto3 finds it."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    with S3StandIn(BODY) as store:
        monkeypatch.setenv("AWS_ENDPOINT_URL", store.url)
        yield store
