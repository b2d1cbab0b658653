"""A model that asks a stand-in of Bedrock."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.adapters.asking import MODEL, REQUEST
from tests.adapters.naps import Naps
from worker.adapters.bedrock import BedrockModel, Place
from worker.adapters.claude import ModelOptions
from worker.jobs.deadline import Deadline
from worker.jobs.errors import JobError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from local.standins.bedrock import BedrockStandIn
    from local.standins.faults import Fault
    from worker.adapters.claude.turn import Structured
    from worker.llm.model import ModelAnswer

REGION = "ap-northeast-2"


def model(bedrock: BedrockStandIn, name: str = MODEL, structured: Structured = "schema") -> BedrockModel:
    """A model with the environment's credentials."""
    return BedrockModel(Place(REGION, bedrock.url), ModelOptions(name, 2000, structured), Naps().policy())


def ask(bedrock: BedrockStandIn, name: str = MODEL, structured: Structured = "schema") -> ModelAnswer:
    """Ask with time to spare."""
    return model(bedrock, name, structured).answer(REQUEST, Deadline.after(100))


def fail(bedrock: BedrockStandIn, script: Iterable[Fault] = (), name: str = MODEL) -> JobError:
    """What it fails with when the stand-in does this."""
    bedrock.script = script
    with pytest.raises(JobError) as caught:
        ask(bedrock, name)
    return caught.value
