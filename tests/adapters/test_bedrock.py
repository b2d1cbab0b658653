from __future__ import annotations

import json
from itertools import repeat
from typing import TYPE_CHECKING, ClassVar

import pytest

from local.standins.bedrock import BedrockStandIn
from local.standins.claude_answers import MaxTokens, Refusal, Stop
from local.standins.faults import (
    CutConnection,
    CutJson,
    Delay,
    Drip,
    DripHeaders,
    Fault,
    Html200,
    Redirect,
    Status,
    Truncated,
    WrongJson,
)
from tests.adapters.asking import MODEL, REQUEST
from tests.adapters.invoking import REGION, ask, fail
from tests.adapters.naps import Naps
from worker.adapters.bedrock import BedrockModel, Place
from worker.adapters.calls.retry import CallLimits
from worker.adapters.claude import ModelOptions
from worker.jobs.deadline import Deadline
from worker.jobs.errors import (
    LLM_MALFORMED,
    LLM_MISCONFIGURED,
    LLM_NO_ANSWER,
    LLM_REFUSED,
    LLM_TOO_LONG,
    LLM_TRUNCATED,
    Condition,
    JobError,
)

if TYPE_CHECKING:
    from worker.adapters.claude.turn import Structured

PROPER = {"content": [{"type": "text", "text": "{}"}], "stop_reason": "end_turn"}
ARN = f"arn:aws:bedrock:ap-northeast-2:123456789012:inference-profile/global.anthropic.{MODEL}"


def test_bedrock_answers_a_signed_question(bedrock: BedrockStandIn) -> None:
    answer = ask(bedrock)

    assert json.loads(answer.text)["summary"]
    assert answer.usage.input_tokens > 0
    assert bedrock.refusals == []


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        (MODEL, f"global.anthropic.{MODEL}"),
        (f"jp.anthropic.{MODEL}", f"jp.anthropic.{MODEL}"),
        (f"global.anthropic.{MODEL}-20261001-v1:0", f"global.anthropic.{MODEL}-20261001-v1:0"),
        (ARN, ARN.replace("/", "%2F")),
    ],
)
def test_anthropics_name_gets_the_global_profile_and_an_id_is_sent_as_it_is(
    bedrock: BedrockStandIn, name: str, sent: str
) -> None:
    assert ask(bedrock, name).text
    assert [call.model_id for call in bedrock.calls] == [sent]


def test_the_body_names_a_version_and_no_model(bedrock: BedrockStandIn) -> None:
    ask(bedrock)

    [call] = bedrock.calls
    assert call.body["anthropic_version"] == "bedrock-2023-05-31"
    assert "model" not in call.body


@pytest.mark.parametrize(("structured", "by_schema"), [("schema", True), ("prompt", False)])
def test_the_schema_stands_in_its_field_or_in_the_instructions(
    bedrock: BedrockStandIn, structured: Structured, *, by_schema: bool
) -> None:
    ask(bedrock, structured=structured)

    [call] = bedrock.calls
    assert ("output_config" in call.body) is by_schema
    assert ("key_points" in call.body["system"]) is not by_schema


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(bedrock: BedrockStandIn, status: int) -> None:
    with BedrockStandIn() as other:
        error = fail(bedrock, [Redirect(status, f"{other.url}/model/x/invoke")])

        assert (error.condition, error.setting) == (LLM_MISCONFIGURED, "BEDROCK_ENDPOINT_URL")
        assert other.calls == []


@pytest.mark.parametrize(
    ("name", "setting", "word"),
    [
        (f"anthropic.{MODEL}", "CLAUDE_MODEL", "global."),
        ("global.anthropic.claude-3-7-sonnet", "CLAUDE_MODEL", "serves"),
        ("no.such-id", "CLAUDE_MODEL", "serves"),
    ],
)
def test_an_id_that_bedrock_does_not_serve_names_the_setting(
    bedrock: BedrockStandIn, name: str, setting: str, word: str
) -> None:
    error = fail(bedrock, name=name)

    assert (error.condition, error.setting, len(bedrock.calls)) == (LLM_MISCONFIGURED, setting, 1)
    assert word in error.sentence


@pytest.mark.parametrize(
    ("fault", "condition", "calls"),
    [
        (Refusal(), LLM_REFUSED, 1),
        (WrongJson({**PROPER, "amazon-bedrock-guardrailAction": "INTERVENED"}), LLM_REFUSED, 1),
        (Stop("model_context_window_exceeded"), LLM_TOO_LONG, 1),
        (MaxTokens(), LLM_TRUNCATED, 2),
        (Stop("tired"), LLM_MALFORMED, 2),
        (Html200(), LLM_MALFORMED, 2),
        (CutJson(), LLM_MALFORMED, 2),
        (WrongJson({}), LLM_MALFORMED, 2),
        (WrongJson(None), LLM_MALFORMED, 2),
        (WrongJson([1]), LLM_MALFORMED, 2),
        (WrongJson({**PROPER, "padding": "x" * 5_000_000}), LLM_MALFORMED, 2),
        (WrongJson({**PROPER, "content": {"type": "text"}}), LLM_MALFORMED, 2),
        (Status(408), LLM_NO_ANSWER, 2),
        (Status(424), LLM_NO_ANSWER, 2),
        (Truncated(), LLM_NO_ANSWER, 2),
        (CutConnection(), LLM_NO_ANSWER, 2),
    ],
)
def test_what_may_have_been_paid_is_asked_for_twice_at_most(
    bedrock: BedrockStandIn, fault: Fault, condition: Condition, calls: int
) -> None:
    error = fail(bedrock, repeat(fault))

    assert (error.condition, len(bedrock.calls)) == (condition, calls)


def test_a_guardrail_that_did_nothing_changes_nothing(bedrock: BedrockStandIn) -> None:
    bedrock.script = [WrongJson({**PROPER, "amazon-bedrock-guardrailAction": "NONE"})]

    assert ask(bedrock).text == "{}"


class Quick(BedrockModel):
    limits: ClassVar = CallLimits("LLM", at_least=0.1, at_most=0.5)


@pytest.mark.parametrize("fault", [Delay(5), Drip(every=0.2, pieces=30), DripHeaders(every=0.2, lines=30)])
def test_the_limit_is_on_the_whole_reply_and_not_on_a_read(bedrock: BedrockStandIn, fault: Fault) -> None:
    bedrock.script = repeat(fault)
    asked = Quick(Place(REGION, bedrock.url), ModelOptions(MODEL, 2000), Naps().policy())

    with pytest.raises(JobError) as caught:
        asked.answer(REQUEST, Deadline.after(100))

    assert (caught.value.condition, len(bedrock.calls)) == (LLM_NO_ANSWER, 2)


def test_a_throttled_question_is_asked_again(bedrock: BedrockStandIn) -> None:
    bedrock.script = [Status(429), Status(429, "ModelNotReadyException"), Status(503)]

    assert ask(bedrock).text
    assert len(bedrock.calls) == 4
