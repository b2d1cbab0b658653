"""What Claude is sent when somebody speaks to it out of a video."""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from local.standins.claude import ClaudeStandIn
from tests.builders import s3_message
from tests.fakes.summary import FakeModel, FakeRecogniser
from tests.handler.stage import Stage
from tests.hostile.attacks import ATTACKS, CANARY, CONTROLS, NUMBERED
from worker.adapters.calls.keys import Keys
from worker.adapters.calls.retry import RetryPolicy
from worker.adapters.claude import ClaudeModel, ModelOptions
from worker.jobs.plain_text import make_plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from worker.jobs.deadline import Deadline
    from worker.llm.model import ModelAnswer, ModelRequest


@dataclass
class RealModel(FakeModel):
    """Claude's adapter, speaking to a stand-in."""

    url: str = ""

    def answer(self, request: ModelRequest, deadline: Deadline) -> ModelAnswer:
        model = ClaudeModel(
            self.url, Keys({"CLAUDE_API_KEY": CANARY}), ModelOptions(self.name, 2000), RetryPolicy(0, 0.01)
        )
        return model.answer(request, deadline)


@pytest.fixture(scope="module")
def claude() -> Iterator[ClaudeStandIn]:
    with ClaudeStandIn(key=CANARY) as stand_in:
        yield stand_in


def ask_about(said: str, claude: ClaudeStandIn) -> tuple[Stage, dict[str, Any]]:
    """The handler's world after a video in which this was heard, and the first body that Claude got."""
    claude.calls.clear()
    heard = make_plain(said)  # as CLOVA's adapter hands it on
    stage = Stage(recogniser=FakeRecogniser(heard), model=RealModel(url=claude.messages_url))
    stage.deliver(s3_message(), receive=5)
    return stage, claude.calls[0].body


def take_transcript(body: dict[str, Any]) -> str:
    """Take the tool's result out of a request's body."""
    return body["messages"][2]["content"][0].pop("content")


@pytest.fixture(scope="module")
def calm(claude: ClaudeStandIn) -> dict[str, Any]:
    """What Claude is sent of a video that attacks nobody."""
    _, body = ask_about("hello everybody", claude)
    take_transcript(body)
    return body


@pytest.mark.parametrize("number", NUMBERED)
def test_a_transcript_changes_nothing_but_the_tool_result_and_no_secret_comes_out(
    number: int, claude: ClaudeStandIn, calm: dict[str, Any]
) -> None:
    stage, body = ask_about(ATTACKS[number], claude)
    attacked = copy.deepcopy(body)
    document = json.loads(take_transcript(attacked))

    assert attacked == calm
    assert document.keys() == {"language", "segments"}
    assert [segment.keys() for segment in document["segments"]] == [{"segment", "text"}]
    assert document["segments"][0]["text"] == " ".join(make_plain(ATTACKS[number]).split())
    [told] = stage.backend.bodies
    assert told.get("error_code", "DONE") in {"DONE", "LLM_BAD_RESPONSE"}
    assert CANARY not in repr((stage.backend.told, stage.results.stored, body))


@pytest.mark.parametrize("said", CONTROLS)
def test_a_transcript_cannot_forge_a_subtitle(said: str, claude: ClaudeStandIn) -> None:
    stage, _ = ask_about(said, claude)
    [files] = stage.results.subtitles.values()

    for text in files.values():
        times = [line for line in text.splitlines() if "-->" in line]
        assert all(line.startswith("00:00:0") and "99:59" not in line for line in times)
        assert not any(line.startswith(("NOTE", "STYLE")) for line in text.split("\n"))
