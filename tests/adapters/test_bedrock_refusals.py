from __future__ import annotations

import json

import pytest
from requests.structures import CaseInsensitiveDict

from worker.adapters.bedrock.refusals import explain_refusal, read_type
from worker.adapters.http.exchange import Answer
from worker.jobs.errors import LLM_MISCONFIGURED, LLM_TOO_LONG, LLM_UNAVAILABLE, Condition

BUSY, WRONG, TOO_LONG = LLM_UNAVAILABLE, LLM_MISCONFIGURED, LLM_TOO_LONG
ROLE = "CLAUDE_PROVIDER, CLAUDE_MODEL"
CREDENTIALS = "AWS_ACCESS_KEY_ID, AWS_PROFILE"
ON_DEMAND = "Invocation of model ID anthropic.claude-haiku-5-5 with on-demand throughput isn\u2019t supported."


def make_answer(status: int, kind: str = "", message: str = "") -> Answer:
    headers = {"X-Amzn-ErrorType": f"{kind}:http://internal.amazon.com/coral/com.amazon.bedrock/"} if kind else {}
    return Answer(status, CaseInsensitiveDict(headers), json.dumps({"message": message}).encode())


@pytest.mark.parametrize(
    ("status", "kind", "message", "condition", "setting"),
    [
        (429, "ThrottlingException", "Too many tokens, please wait before trying again.", BUSY, None),
        (429, "ModelNotReadyException", "", BUSY, None),
        (429, "", "", BUSY, None),
        (500, "InternalServerException", "", BUSY, None),
        (503, "ServiceUnavailableException", "", BUSY, None),
        (502, "", "", BUSY, None),
        (403, "AccessDeniedException", "not authorized to perform: bedrock:InvokeModel", WRONG, ROLE),
        (403, "AccessDeniedException", "You don't have access to the model with the specified model ID.", WRONG, ROLE),
        (403, "ExpiredTokenException", "The security token included in the request is expired", WRONG, CREDENTIALS),
        (403, "UnrecognizedClientException", "", WRONG, CREDENTIALS),
        (403, "InvalidSignatureException", "Signature expired", WRONG, CREDENTIALS),
        (403, "MissingAuthenticationTokenException", "", WRONG, CREDENTIALS),
        (400, "IncompleteSignature", "", WRONG, CREDENTIALS),
        (403, "", "", WRONG, ROLE),
        (401, "", "", WRONG, CREDENTIALS),
        (404, "FTUFormNotFilled", "", WRONG, "CLAUDE_PROVIDER"),
        (404, "ResourceNotFoundException", "Model use case details have not been submitted", WRONG, "CLAUDE_PROVIDER"),
        (404, "ResourceNotFoundException", "has reached the end of its life", WRONG, "CLAUDE_MODEL"),
        (404, "", "", WRONG, "BEDROCK_ENDPOINT_URL"),
        (400, "ServiceQuotaExceededException", "", WRONG, "CLAUDE_PROVIDER"),
        (400, "ValidationException", ON_DEMAND, WRONG, "CLAUDE_MODEL"),
        (400, "ValidationException", "The provided model identifier is invalid.", WRONG, "CLAUDE_MODEL"),
        (400, "ValidationException", "Input is too long for requested model.", TOO_LONG, None),
        (400, "ValidationException", "prompt is too long: 1200000 tokens > 1000000 maximum", TOO_LONG, None),
        (400, "ValidationException", "max_tokens: 64001 > 64000", WRONG, "CLAUDE_MAX_TOKENS"),
        (400, "ValidationException", "output_config: Extra inputs are not permitted", WRONG, "CLAUDE_STRUCTURED"),
        (400, "", "", WRONG, "CLAUDE_MODEL"),
        (413, "", "", TOO_LONG, None),
        (405, "", "", WRONG, "BEDROCK_ENDPOINT_URL"),
        (307, "", "", WRONG, "BEDROCK_ENDPOINT_URL"),
    ],
)
def test_a_refusal_means_what_status_type_and_message_say(
    status: int, kind: str, message: str, condition: Condition, setting: str | None
) -> None:
    error = explain_refusal(make_answer(status, kind, message))

    assert (error.condition, error.setting) == (condition, setting)


def test_retry_after_is_kept_and_the_answers_words_are_not() -> None:
    answer = Answer(429, CaseInsensitiveDict({"Retry-After": "65"}), '{"message": "you said: 비밀"}'.encode())

    error = explain_refusal(answer)

    assert error.retry_after == 65.0
    assert "비밀" not in str(error)


@pytest.mark.parametrize("body", [b"<html>", b"[1]", b"", b'{"__type": null}'])
def test_a_body_that_says_nothing_has_no_type(body: bytes) -> None:
    assert read_type(Answer(502, CaseInsensitiveDict(), body)) == ""


def test_a_type_may_stand_in_the_body() -> None:
    answer = Answer(400, CaseInsensitiveDict(), b'{"__type": "com.amazon.coral#ValidationException"}')

    assert read_type(answer) == "ValidationException"
