from __future__ import annotations

import pytest

from local.standins.claude import ClaudeStandIn
from local.standins.faults import Redirect
from tests.adapters.asking import MODEL, REQUEST, fail, keys, model
from tests.adapters.listener import Connection, Listener
from tests.adapters.naps import Naps
from worker.adapters.claude import ClaudeModel, ModelOptions
from worker.jobs.deadline import Deadline
from worker.jobs.errors import LLM_MISCONFIGURED, JobError


@pytest.mark.parametrize("status", [301, 302, 307])
def test_a_redirect_is_not_followed(claude: ClaudeStandIn, status: int) -> None:
    with ClaudeStandIn() as other:
        error = fail(claude, [Redirect(status, other.messages_url)])

        assert (error.condition, error.setting) == (LLM_MISCONFIGURED, "CLAUDE_API_URL")
        assert other.calls == []


@pytest.mark.parametrize("name", ["claude-3-7-sonnet", "no-such-model"])
def test_a_model_that_is_gone_names_the_setting(claude: ClaudeStandIn, name: str) -> None:
    with pytest.raises(JobError) as caught:
        model(claude, name=name).answer(REQUEST, Deadline.after(100))

    assert (caught.value.condition, caught.value.setting) == (LLM_MISCONFIGURED, "CLAUDE_MODEL")
    assert len(claude.calls) == 1


@pytest.mark.parametrize("key", ["", " \n", "k\u00e9y", "a\nb"])
def test_a_key_that_cannot_be_one_is_not_sent(claude: ClaudeStandIn, key: str) -> None:
    with pytest.raises(JobError) as caught:
        ClaudeModel(claude.messages_url, keys(key), ModelOptions(MODEL, 2000), Naps().policy()).answer(
            REQUEST, Deadline.after(100)
        )

    assert (caught.value.condition, caught.value.setting) == (LLM_MISCONFIGURED, "CLAUDE_API_KEY")
    assert claude.calls == []


def test_an_address_that_is_none_names_the_setting() -> None:
    with pytest.raises(JobError) as caught:
        ClaudeModel("api.anthropic.com", keys(), ModelOptions(MODEL, 2000), Naps().policy()).answer(
            REQUEST, Deadline.after(100)
        )

    assert (caught.value.condition, caught.value.setting) == (LLM_MISCONFIGURED, "CLAUDE_API_URL")


def test_an_untrusted_certificate_is_the_addresss_fault() -> None:
    with Listener(Connection.start_tls) as server:
        asked = ClaudeModel(f"https://localhost:{server.port}", keys(), ModelOptions(MODEL, 2000), Naps().policy())
        with pytest.raises(JobError) as caught:
            asked.answer(REQUEST, Deadline.after(100))

    assert (caught.value.condition, caught.value.setting) == (LLM_MISCONFIGURED, "CLAUDE_API_URL")
