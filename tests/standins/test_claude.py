import json

import pytest
from jsonschema import validate

from local.standins.claude import ClaudeStandIn
from local.standins.claude_answers import Answers, MaxTokens, Refusal, Stop, Text, ThinkingFirst
from tests.standins.asking_claude import SCHEMA, ask_for, message_after


def test_an_answer_satisfies_the_schema_it_was_asked_in(claude: ClaudeStandIn) -> None:
    answer = ask_for(claude)

    (block,) = answer.json["content"]
    validate(json.loads(block["text"]), SCHEMA)
    assert (answer.status, answer.json["stop_reason"], block["type"]) == (200, "end_turn", "text")


def test_a_summary_is_made_of_the_transcript_and_says_that_no_model_was_asked(claude: ClaudeStandIn) -> None:
    told = json.loads(ask_for(claude).json["content"][0]["text"])

    assert told["summary"].startswith("Stand-in, no model was asked")
    assert "a message waits for a worker" in told["summary"]
    assert told["title"] == "A video is stored and a message waits"


def test_chapters_start_at_segments_of_the_transcript(claude: ClaudeStandIn) -> None:
    told = json.loads(ask_for(claude).json["content"][0]["text"])

    assert [chapter["start_segment"] for chapter in told["chapters"]] == [1, 4, 9]


def test_without_a_schema_the_answer_is_plain_text(claude: ClaudeStandIn) -> None:
    assert ask_for(claude, output_config=...).json["content"][0]["text"].startswith("Stand-in")


def test_an_answer_longer_than_its_allowance_is_cut(claude: ClaudeStandIn) -> None:
    message = ask_for(claude, max_tokens=10).json

    assert message["stop_reason"] == "max_tokens"
    assert message["usage"]["output_tokens"] == 10


def test_a_refusal_may_be_empty_or_in_words(claude: ClaudeStandIn) -> None:
    assert message_after(claude, Refusal())["content"] == []
    assert message_after(claude, Refusal("I cannot."))["content"][0]["text"] == "I cannot."
    assert message_after(claude, Refusal())["stop_reason"] == "refusal"


def test_the_allowance_can_run_out_in_the_json_or_in_a_thought(claude: ClaudeStandIn) -> None:
    in_json = message_after(claude, MaxTokens())
    in_thought = message_after(claude, MaxTokens(while_thinking=True))

    assert {in_json["stop_reason"], in_thought["stop_reason"]} == {"max_tokens"}
    with pytest.raises(json.JSONDecodeError):
        json.loads(in_json["content"][0]["text"])
    assert [block["type"] for block in in_thought["content"]] == ["thinking"]


def test_a_thought_can_come_first(claude: ClaudeStandIn) -> None:
    assert [block["type"] for block in message_after(claude, ThinkingFirst())["content"]] == ["thinking", "text"]


def test_parts_of_the_answer_can_be_replaced(claude: ClaudeStandIn) -> None:
    told = json.loads(message_after(claude, Answers({"summary": " "}))["content"][0]["text"])

    assert told["summary"] == " "
    assert told["title"] == "A video is stored and a message waits"


def test_the_text_and_the_stop_reason_can_be_anything(claude: ClaudeStandIn) -> None:
    assert message_after(claude, Text("not JSON"))["content"][0]["text"] == "not JSON"
    assert message_after(claude, Stop("pause_turn"))["stop_reason"] == "pause_turn"


def test_a_call_is_recorded_without_its_key(claude: ClaudeStandIn) -> None:
    ask_for(claude)

    (call,) = claude.calls
    assert (call.model, call.max_tokens) == ("claude-haiku-5-5", 4000)
    assert call.headers["anthropic-version"] == "2026-10-21"
    assert "a-key" not in str(call.headers)
