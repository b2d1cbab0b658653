from __future__ import annotations

import pytest

from worker.llm.model import ModelUsage
from worker.llm.prices import AS_OF, price_tokens
from worker.speech.billing import price_speech
from worker.tasks.summary.compose import estimate_cost
from worker.tasks.summary.result import Cost


@pytest.mark.parametrize(
    ("billed", "model", "usage", "krw", "usd"),
    [
        (0, "claude-haiku-5-5", ModelUsage(), 0.0, 0.0),
        (15, "claude-haiku-5-5", ModelUsage(), 4.0, 0.0),
        (90, "claude-haiku-5-5", ModelUsage(1_000, 100), 24.0, 0.00015),
        (90, "claude-haiku-5-5", ModelUsage(100_001, 0), 24.0, 0.050001),
        (0, "claude-sonnet-5-5", ModelUsage(100_001, 0), 0.0, 0.200002),
        (0, "a-model-without-a-price", ModelUsage(1, 1), 0.0, None),
        (0, "a-model-without-a-price", ModelUsage(), 0.0, 0.0),
    ],
)
def test_a_cost_follows_the_price_table(
    billed: int, model: str, usage: ModelUsage, krw: float, usd: float | None
) -> None:
    assert estimate_cost(price_speech(billed), model, usage) == Cost(krw, usd, AS_OF)


@pytest.mark.parametrize(
    "model",
    [
        "global.anthropic.claude-haiku-5-5",
        "us.anthropic.claude-haiku-5-5",
        "jp.anthropic.claude-haiku-5-5-20261001-v1:0",
        "anthropic.claude-haiku-5-5-v1:0",
        "claude-haiku-5-5-20261001",
        "arn:aws:bedrock:ap-northeast-2:1:inference-profile/global.anthropic.claude-haiku-5-5",
        "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-haiku-5-5-20261001-v1:0",
    ],
)
def test_an_id_of_bedrock_costs_what_the_model_costs_cliff_included(model: str) -> None:
    assert price_tokens(model, ModelUsage(1_000, 100)) == 0.00015
    assert price_tokens(model, ModelUsage(100_001, 0)) == 0.050001


@pytest.mark.parametrize(
    "model", ["arn:aws:bedrock:ap-northeast-2:1:application-inference-profile/abc", "global.meta.llama4-v1:0", "haiku"]
)
def test_an_id_that_does_not_tell_the_model_has_no_price(model: str) -> None:
    assert price_tokens(model, ModelUsage(1, 1)) is None
