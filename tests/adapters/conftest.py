from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from local.standins.backend import BackendStandIn
from local.standins.claude import ClaudeStandIn
from local.standins.clova import ClovaStandIn
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
