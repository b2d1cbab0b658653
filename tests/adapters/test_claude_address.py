from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from anthropic.resources.messages import DEPRECATED_MODELS

from tests.adapters.asking import KEY, MODEL, REQUEST, ask, keys
from tests.adapters.naps import Naps
from worker.adapters.claude import ClaudeModel, ModelOptions
from worker.adapters.claude.address import read_base_url
from worker.jobs.deadline import Deadline
from worker.tasks.summary.settings import Settings

if TYPE_CHECKING:
    from local.standins.claude import ClaudeStandIn


@pytest.mark.parametrize("ending", ["/v1/messages", "/v1/messages/", "/v1", "/v1/", "/", ""])
def test_any_form_of_the_address_reaches_the_messages_endpoint(claude: ClaudeStandIn, ending: str) -> None:
    asked = ClaudeModel(claude.url + ending, keys(), ModelOptions(MODEL, 2000), Naps().policy())

    assert asked.answer(REQUEST, Deadline.after(100)).text


@pytest.mark.parametrize(
    ("url", "base"),
    [
        ("https://api.anthropic.com/v1/messages", "https://api.anthropic.com"),
        ("https://gateway.example/team/a/v1/messages", "https://gateway.example/team/a"),
        ("https://gateway.example/messages", "https://gateway.example"),
        (" https://gateway.example:8443/claude/ \n", "https://gateway.example:8443/claude"),
        ("api.anthropic.com", None),
        ("ftp://api.anthropic.com", None),
        ("https://", None),
        ("http://[::1", None),
        ("https://gateway.example:99999", None),
        ("https://gateway.example:port", None),
        ("", None),
    ],
)
def test_the_base_url_is_what_comes_before_the_version(url: str, base: str | None) -> None:
    assert read_base_url(url) == base


def test_a_key_pasted_with_a_newline_works(claude: ClaudeStandIn) -> None:
    asked = ClaudeModel(claude.messages_url, keys(f" {KEY}\n"), ModelOptions(MODEL, 2000), Naps().policy())

    assert asked.answer(REQUEST, Deadline.after(100)).text


def test_the_environment_does_not_speak_for_us(claude: ClaudeStandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"):
        monkeypatch.setenv(name, "another-key")
    for name in ("ANTHROPIC_BASE_URL", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")

    assert ask(claude).text


def test_the_default_model_is_not_about_to_retire() -> None:
    assert Settings.model_fields["claude_model"].default not in DEPRECATED_MODELS
