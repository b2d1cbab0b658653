from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.adapters import asking, invoking
from tests.builders import a_delivery, a_job
from tests.fakes.delivery import FakeArtefacts, FakeLedger
from worker.delivery.checkpoints import JobCheckpoints
from worker.delivery.claiming import Claims
from worker.delivery.lease import Lease
from worker.jobs.deadline import Deadline
from worker.llm.recalled import RecallingModel

if TYPE_CHECKING:
    from local.standins.bedrock import BedrockStandIn
    from local.standins.claude import ClaudeStandIn
    from worker.llm.model import LanguageModel


def answer_in(artefacts: FakeArtefacts, model: LanguageModel) -> bool:
    """Ask in a job with these artefacts; returns whether the answer was recalled."""
    lease = Claims(FakeLedger(), artefacts, 180.0, lambda: 1000.0).claim(a_job(), a_delivery())
    assert isinstance(lease, Lease)
    asked = RecallingModel(model, JobCheckpoints(artefacts, a_job(), lease))
    return asked.answer(asking.REQUEST, Deadline.after(100)).recalled


@pytest.mark.parametrize("name", [asking.MODEL, f"global.anthropic.{asking.MODEL}"])
def test_what_one_provider_has_answered_is_not_asked_of_the_other(
    claude: ClaudeStandIn, bedrock: BedrockStandIn, name: str
) -> None:
    artefacts = FakeArtefacts()

    assert not answer_in(artefacts, asking.model(claude))
    assert answer_in(artefacts, invoking.model(bedrock, name))
    assert bedrock.calls == []

    artefacts = FakeArtefacts()
    assert not answer_in(artefacts, invoking.model(bedrock, name))
    assert answer_in(artefacts, asking.model(claude))
    assert len(claude.calls) == 1
