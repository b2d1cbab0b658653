"""A question, and a model that asks it of a stand-in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.adapters.naps import Naps
from worker.adapters.calls.keys import Keys
from worker.adapters.claude import ClaudeModel, ModelOptions
from worker.jobs.deadline import Deadline
from worker.jobs.errors import JobError
from worker.llm.model import ModelRequest
from worker.tasks.summary.answer import SUMMARY_SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterable

    from local.standins.claude import ClaudeStandIn
    from local.standins.faults import Fault
    from worker.llm.model import ModelAnswer

KEY = "local-claude-key"
MODEL = "claude-haiku-5-5"
SPOKEN = "오늘은 영상이 올라가면 무슨 일이 생기는지 이야기합니다."
TRANSCRIPT = json.dumps(
    {
        "language": "Kor",
        "segments": [
            {"segment": 1, "text": SPOKEN},
            {"segment": 2, "text": "먼저 소리를 꺼냅니다. 그리고 글로 적습니다."},
        ],
    },
    ensure_ascii=False,
)
REQUEST = ModelRequest("Summarise.", TRANSCRIPT, SUMMARY_SCHEMA)


def keys(key: str = KEY) -> Keys:
    """A stand-in's key, which stays as it is."""
    return Keys({"CLAUDE_API_KEY": key})


def model(claude: ClaudeStandIn, naps: Naps | None = None, name: str = MODEL) -> ClaudeModel:
    """A model with a stand-in's key."""
    return ClaudeModel(claude.messages_url, keys(), ModelOptions(name, 2000), (naps or Naps()).policy())


def ask(claude: ClaudeStandIn, naps: Naps | None = None, request: ModelRequest = REQUEST) -> ModelAnswer:
    """Ask with time to spare."""
    return model(claude, naps).answer(request, Deadline.after(100))


def fail(claude: ClaudeStandIn, script: Iterable[Fault]) -> JobError:
    """What it fails with when the stand-in does this."""
    claude.script = script
    with pytest.raises(JobError) as caught:
        ask(claude)
    return caught.value
