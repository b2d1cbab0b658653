from __future__ import annotations

import pytest

from worker.adapters.claude.refusals import Refusal, explain_refusal
from worker.jobs.errors import LLM_MISCONFIGURED, LLM_TOO_LONG, LLM_UNAVAILABLE, Condition

BUSY, WRONG, TOO_LONG = LLM_UNAVAILABLE, LLM_MISCONFIGURED, LLM_TOO_LONG
REQUEST = "invalid_request_error"


@pytest.mark.parametrize(
    ("refusal", "condition", "setting"),
    [
        (Refusal(400, REQUEST, message="prompt is too long: 1200000 tokens > 1000000 maximum"), TOO_LONG, None),
        (Refusal(400, REQUEST, message="max_tokens: 64001 > 64000"), WRONG, "CLAUDE_MAX_TOKENS"),
        (Refusal(400, REQUEST, message="Your credit balance is too low"), WRONG, "CLAUDE_API_KEY"),
        (Refusal(400, "billing_error", message="Spend limit"), WRONG, "CLAUDE_API_KEY"),
        (Refusal(400, REQUEST, message="output_config: not supported by this model"), WRONG, "CLAUDE_MODEL"),
        (Refusal(400), WRONG, "CLAUDE_MODEL"),
        (Refusal(401, "authentication_error"), WRONG, "CLAUDE_API_KEY"),
        (Refusal(402, "billing_error"), WRONG, "CLAUDE_API_KEY"),
        (Refusal(403, "permission_error"), WRONG, "CLAUDE_API_KEY"),
        (Refusal(404, "not_found_error", message="model: claude-3-7-sonnet-latest"), WRONG, "CLAUDE_MODEL"),
        (Refusal(404, "not_found_error", message="Not found"), WRONG, "CLAUDE_API_URL"),
        (Refusal(404), WRONG, "CLAUDE_API_URL"),
        (Refusal(405), WRONG, "CLAUDE_API_URL"),
        (Refusal(307), WRONG, "CLAUDE_API_URL"),
        (Refusal(408), BUSY, None),
        (Refusal(409), BUSY, None),
        (Refusal(413, "request_too_large"), TOO_LONG, None),
        (Refusal(413), TOO_LONG, None),
        (Refusal(422, REQUEST), WRONG, "CLAUDE_MODEL"),
        (Refusal(429, "rate_limit_error"), BUSY, None),
        (Refusal(429, "rate_limit_error", "ramp_limit_exceeded"), BUSY, None),
        (Refusal(429, "rate_limit_error", "enforced_spend_limit_reached"), WRONG, "CLAUDE_API_KEY"),
        (Refusal(429, "rate_limit_error", "contract_spend_limit_reached"), WRONG, "CLAUDE_API_KEY"),
        (Refusal(500, "api_error"), BUSY, None),
        (Refusal(502), BUSY, None),
        (Refusal(503), BUSY, None),
        (Refusal(504, "timeout_error"), BUSY, None),
        (Refusal(529, "overloaded_error"), BUSY, None),
    ],
)
def test_a_refusal_means_what_status_and_type_say(refusal: Refusal, condition: Condition, setting: str | None) -> None:
    error = explain_refusal(refusal)

    assert (error.condition, error.setting) == (condition, setting)


def test_retry_after_is_kept_and_the_replys_words_are_not() -> None:
    error = explain_refusal(Refusal(429, message="you said: 비밀", retry_after=65.0))

    assert error.retry_after == 65.0
    assert "비밀" not in str(error)
