"""Claude's key and model, by a request that costs nothing: `GET /v1/models/{model}`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import anthropic
import httpx2

from local.checkup import bedrock
from local.checkup.finding import Finding, bad, good, note
from worker.adapters.claude.address import read_base_url
from worker.settings.kinds import clean_header_value

if TYPE_CHECKING:
    from collections.abc import Mapping

_SECONDS = 10.0


def check_claude(values: Mapping[str, str]) -> list[Finding]:
    """Ask whether the key is good and the model alive; at Bedrock every question is paid, and none is sent."""
    if bedrock.is_chosen(values):
        return [note("CLAUDE_MODEL", "not asked for: every call to Bedrock is paid (permissions says what it may)")]
    key, url = clean_header_value(values.get("CLAUDE_API_KEY", "")), read_base_url(values["CLAUDE_API_URL"])
    if key is None or url is None:
        return [note("CLAUDE_MODEL", "not asked for: CLAUDE_API_KEY or CLAUDE_API_URL is missing or cannot be used")]
    model = values["CLAUDE_MODEL"]
    try:
        with _client(key, url) as client:
            client.models.retrieve(model)
    except anthropic.NotFoundError:
        return [bad("CLAUDE_MODEL", f"{model} is unknown or retired", "choose a model that the API still serves")]
    except (anthropic.AuthenticationError, anthropic.PermissionDeniedError) as problem:
        return [bad("CLAUDE_API_KEY", f"refused with {problem.status_code}", "make a new key in the Claude Console")]
    except anthropic.APIError as problem:
        return [bad("CLAUDE_API_URL", f"no use: {type(problem).__name__}", "correct it, or try again later")]
    return [good("CLAUDE_MODEL", f"{model} is served")]


def _client(key: str, url: str) -> anthropic.Anthropic:
    http = httpx2.Client(trust_env=False, follow_redirects=False, timeout=_SECONDS)
    return anthropic.Anthropic(api_key=key, base_url=url, max_retries=0, timeout=_SECONDS, http_client=http)
