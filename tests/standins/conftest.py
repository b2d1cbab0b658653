from collections.abc import Iterator

import pytest

from local.standins.backend import BackendStandIn
from local.standins.claude import ClaudeStandIn
from local.standins.clova import ClovaStandIn
from tests.standins.calling_backend import SECRET


@pytest.fixture
def claude() -> Iterator[ClaudeStandIn]:
    with ClaudeStandIn(key="a-key") as stand_in:
        yield stand_in


@pytest.fixture
def backend() -> Iterator[BackendStandIn]:
    with BackendStandIn(token="a-token", secret=SECRET) as stand_in:
        yield stand_in


@pytest.fixture
def clova() -> Iterator[ClovaStandIn]:
    with ClovaStandIn(lambda pcm: f"{len(pcm)} bytes heard", key_id="an-id", key="a-key") as stand_in:
        yield stand_in
