from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from local.standins.claude_answers import MaxTokens, ThinkingFirst
from local.standins.faults import Status
from tests.adapters.asking import REQUEST, SPOKEN, ask
from worker.llm.model import ModelUsage

if TYPE_CHECKING:
    from local.standins.claude import ClaudeStandIn


def test_an_answer_is_json_of_the_asked_schema(claude: ClaudeStandIn) -> None:
    answer = json.loads(ask(claude).text)

    assert set(answer) == {"summary", "title", "key_points", "chapters"}
    assert claude.refusals == []


def test_the_transcript_stands_only_in_a_tool_result(claude: ClaudeStandIn) -> None:
    ask(claude)

    body = claude.calls[0].body
    result = body["messages"][2]["content"][0]
    assert result["type"] == "tool_result"
    assert json.loads(result["content"])["segments"][0]["text"] == SPOKEN
    assert SPOKEN not in json.dumps({**body, "messages": body["messages"][:2]}, ensure_ascii=False)
    assert body["tool_choice"] == {"type": "none"}


def test_the_instructions_are_the_system_prompt(claude: ClaudeStandIn) -> None:
    ask(claude)

    assert claude.calls[0].body["system"] == "Summarise."


def test_nothing_is_sent_that_only_some_models_take(claude: ClaudeStandIn) -> None:
    ask(claude)

    assert not {"thinking", "temperature", "top_p", "top_k", "stream"} & claude.calls[0].body.keys()
    assert claude.calls[0].body["output_config"].keys() == {"format"}


def test_a_thinking_block_is_passed_over(claude: ClaudeStandIn) -> None:
    claude.script = [ThinkingFirst()]

    assert json.loads(ask(claude).text)["summary"]


def test_the_allowance_is_doubled_once(claude: ClaudeStandIn) -> None:
    claude.script = [MaxTokens()]

    assert json.loads(ask(claude).text)["summary"]
    assert [call.max_tokens for call in claude.calls] == [2000, 4000]


def test_usage_is_the_sum_of_all_replies(claude: ClaudeStandIn) -> None:
    once = ask(claude).usage
    claude.script = [MaxTokens(), Status(529)]

    assert ask(claude).usage == ModelUsage(2 * once.input_tokens, 2 * once.output_tokens)


@pytest.mark.parametrize("part", ["instructions", "transcript"])
def test_a_lone_surrogate_does_not_stop_the_question(claude: ClaudeStandIn, part: str) -> None:
    broken = REQUEST.transcript.replace("오늘", "\ud800")
    request = replace(REQUEST, transcript=broken) if part == "transcript" else replace(REQUEST, instructions="\udfff")

    assert ask(claude, request=request).text
