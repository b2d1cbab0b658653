from __future__ import annotations

import time

import pytest

from local.standins.bedrock import LOCAL, BedrockStandIn
from local.standins.sigv4 import Credentials
from tests.adapters.asking import MODEL, REQUEST
from tests.adapters.invoking import REGION, ask, fail, model
from tests.adapters.listener import Connection, Listener
from worker.adapters.bedrock import BedrockModel, Place
from worker.adapters.calls.retry import RetryPolicy
from worker.adapters.claude import ModelOptions
from worker.jobs.deadline import Deadline
from worker.jobs.errors import LLM_MISCONFIGURED, JobError

CREDENTIALS = "AWS_ACCESS_KEY_ID, AWS_PROFILE"


def test_a_session_token_is_sent_and_signed(monkeypatch: pytest.MonkeyPatch, bedrock: BedrockStandIn) -> None:
    monkeypatch.setenv("AWS_SESSION_TOKEN", "a-token")
    with BedrockStandIn(credentials=Credentials(LOCAL.access_key, LOCAL.secret_key, "a-token")) as strict:
        assert ask(strict).text
    assert fail(bedrock).setting == CREDENTIALS


def test_a_bearer_token_in_the_environment_takes_nothing_over(
    monkeypatch: pytest.MonkeyPatch, bedrock: BedrockStandIn
) -> None:
    monkeypatch.setenv("AWS_BEARER_TOKEN_BEDROCK", "somebody-elses")

    assert ask(bedrock).text
    assert bedrock.refusals == []


def test_credentials_are_read_at_each_call(monkeypatch: pytest.MonkeyPatch, bedrock: BedrockStandIn) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent")
    asked = model(bedrock)
    with pytest.raises(JobError) as caught:
        asked.answer(REQUEST, Deadline.after(100))
    assert (caught.value.condition, caught.value.setting) == (LLM_MISCONFIGURED, CREDENTIALS)
    assert bedrock.calls == []

    monkeypatch.setenv("AWS_ACCESS_KEY_ID", LOCAL.access_key)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", LOCAL.secret_key)
    assert asked.answer(REQUEST, Deadline.after(100)).text


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("AWS_SECRET_ACCESS_KEY", "another-secret"),
        ("AWS_ACCESS_KEY_ID", "AKIAOTHER"),
        ("AWS_ACCESS_KEY_ID", "two\nlines"),
        ("AWS_SESSION_TOKEN", "an-old-token"),
        ("AWS_SESSION_TOKEN", "two\nlines"),
    ],
)
def test_wrong_credentials_are_no_fault_of_a_key_of_claude(
    monkeypatch: pytest.MonkeyPatch, bedrock: BedrockStandIn, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)

    error = fail(bedrock)

    assert (error.condition, error.setting) == (LLM_MISCONFIGURED, CREDENTIALS)
    assert value not in error.sentence


def test_another_regions_signature_is_not_taken(bedrock: BedrockStandIn) -> None:
    asked = BedrockModel(Place("us-east-1", bedrock.url), ModelOptions(MODEL, 2000), RetryPolicy(0))

    with pytest.raises(JobError) as caught:
        asked.answer(REQUEST, Deadline.after(100))

    assert caught.value.setting == CREDENTIALS


@pytest.mark.parametrize(("seconds", "is_taken"), [(-240, True), (240, True), (-360, False), (360, False)])
def test_a_clock_may_be_off_by_five_minutes(bedrock: BedrockStandIn, seconds: float, *, is_taken: bool) -> None:
    assert bedrock
    with BedrockStandIn(clock=lambda: time.time() + seconds) as strict:
        if is_taken:
            assert ask(strict).text
        else:
            assert "clock" in fail(strict).sentence


def test_a_region_that_is_none_is_named(bedrock: BedrockStandIn) -> None:
    assert bedrock
    asked = BedrockModel(Place("a b"), ModelOptions(MODEL, 2000), RetryPolicy(0))

    with pytest.raises(JobError) as caught:
        asked.answer(REQUEST, Deadline.after(100))

    assert (caught.value.condition, caught.value.setting) == (LLM_MISCONFIGURED, "BEDROCK_REGION")


def test_an_untrusted_certificate_is_the_endpoints_fault(bedrock: BedrockStandIn) -> None:
    assert bedrock
    with Listener(Connection.start_tls) as server:
        place = Place(REGION, f"https://localhost:{server.port}")
        with pytest.raises(JobError) as caught:
            BedrockModel(place, ModelOptions(MODEL, 2000), RetryPolicy(0)).answer(REQUEST, Deadline.after(100))

    assert (caught.value.condition, caught.value.setting) == (LLM_MISCONFIGURED, "BEDROCK_ENDPOINT_URL")
