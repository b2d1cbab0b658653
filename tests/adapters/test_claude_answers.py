from __future__ import annotations

import gzip
import json
from itertools import repeat
from typing import TYPE_CHECKING

import pytest

from local.standins.claude_answers import MaxTokens, Refusal, Stop, Text
from local.standins.faults import CutJson, Fault, Html200, Raw, WrongJson
from tests.adapters.asking import ask, fail
from worker.jobs.errors import LLM_MALFORMED, LLM_REFUSED, LLM_TOO_LONG, LLM_TRUNCATED, Condition

if TYPE_CHECKING:
    from local.standins.claude import ClaudeStandIn


PROPER = {"content": [{"type": "text", "text": "{}"}], "stop_reason": "end_turn"}
JSON = {"content-type": "application/json"}
COMPRESSED = Raw(200, gzip.compress(json.dumps(PROPER).encode()), {**JSON, "content-encoding": "gzip"})


@pytest.mark.parametrize(
    ("fault", "condition", "calls"),
    [
        (Refusal(), LLM_REFUSED, 1),
        (Refusal("I would rather not.", "cyber"), LLM_REFUSED, 1),
        (MaxTokens(), LLM_TRUNCATED, 2),
        (MaxTokens(while_thinking=True), LLM_TRUNCATED, 2),
        (Stop("model_context_window_exceeded"), LLM_TOO_LONG, 1),
        (Stop("pause_turn"), LLM_MALFORMED, 2),
        (Stop("tool_use"), LLM_MALFORMED, 2),
        (Stop("tired"), LLM_MALFORMED, 2),
        (Text(""), LLM_MALFORMED, 2),
        (Text(" \n"), LLM_MALFORMED, 2),
        (Html200(), LLM_MALFORMED, 2),
        (Raw(200, b"", JSON), LLM_MALFORMED, 2),
        (CutJson(), LLM_MALFORMED, 2),
        (WrongJson({}), LLM_MALFORMED, 2),
        (WrongJson({"content": 5, "stop_reason": "end_turn"}), LLM_MALFORMED, 2),
        (WrongJson({"content": "text", "stop_reason": "end_turn"}), LLM_MALFORMED, 2),
        (WrongJson({"stop_reason": "refusal", "stop_details": "because"}), LLM_REFUSED, 1),
        (WrongJson({"stop_reason": ["end_turn"], "usage": 7}), LLM_MALFORMED, 2),
        (WrongJson({**PROPER, "padding": "x" * 5_000_000}), LLM_MALFORMED, 2),
        (COMPRESSED, LLM_MALFORMED, 2),
        (WrongJson(None), LLM_MALFORMED, 2),
        (WrongJson([1]), LLM_MALFORMED, 2),
        (WrongJson({"content": [], "stop_reason": "end_turn"}), LLM_MALFORMED, 2),
        (WrongJson({"content": [{"type": "hologram"}], "stop_reason": "end_turn"}), LLM_MALFORMED, 2),
        (WrongJson({"content": [{"type": "text", "text": 3}], "stop_reason": "end_turn"}), LLM_MALFORMED, 2),
    ],
)
def test_a_200_without_an_answer_is_told_apart_and_paid_for_twice_at_most(
    claude: ClaudeStandIn, fault: Fault, condition: Condition, calls: int
) -> None:
    error = fail(claude, repeat(fault))

    assert (error.condition, len(claude.calls)) == (condition, calls)


def test_an_answer_without_usage_costs_nothing_that_is_known(claude: ClaudeStandIn) -> None:
    claude.script = [WrongJson(PROPER)]

    assert ask(claude).usage.input_tokens == 0


def test_a_failure_says_what_its_calls_cost(claude: ClaudeStandIn) -> None:
    spent = fail(claude, repeat(Refusal())).spent

    assert spent.input_tokens > 0
