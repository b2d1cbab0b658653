"""Callbacks to addresses that a message names: who hears them, and with which headers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.adapters.internet import FORBIDDEN, MISCONFIGURED, Server, fail, in_development, tell
from tests.adapters.naps import Naps
from tests.adapters.sending import CALLBACK, TOKEN, keys
from worker.adapters.backend.backend import HttpBackend
from worker.jobs.deadline import Deadline
from worker.jobs.errors import CALLBACK_REJECTED, JobError


def test_the_backend_is_told_where_the_message_says_with_its_token() -> None:
    with Server() as backend:
        tell(f"{backend.url}/api/jobs/7/status?a=1", in_development(backend.url))

    assert backend.requests[0].startswith(b"POST /api/jobs/7/status?a=1 HTTP/1.1\r\n")
    assert b"X-Internal-Token: " + TOKEN.encode() in backend.requests[0]
    assert backend.requests[0].endswith(CALLBACK.body)


def test_another_allowed_origin_gets_a_signature_and_no_token() -> None:
    with Server() as backend, Server() as other:
        tell(f"{other.url}/x", in_development(backend.url, other.url))

    assert b"webhook-signature: v1," in other.requests[0]
    assert b"x-internal-token" not in other.requests[0].lower()
    assert TOKEN.encode() not in other.requests[0]
    assert backend.requests == []


@pytest.mark.parametrize("spelling", ["http://localhost:{port}/", "http://127.0.0.1:{port}@backend.example.com/"])
def test_what_is_not_allowed_hears_nothing(spelling: str) -> None:
    with Server() as backend, Server() as canary:
        error = fail(spelling.format(port=canary.port), in_development(backend.url))

    assert (error.condition, error.setting) == (FORBIDDEN, None)
    assert canary.requests == []


def test_without_rules_no_message_may_name_an_address() -> None:
    backend = HttpBackend("https://backend.example.com", keys(), Naps().policy())

    with pytest.raises(JobError) as caught:
        backend.send(replace(CALLBACK, url="https://backend.example.com/x"), Deadline.after(60))

    assert caught.value.condition is FORBIDDEN


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_leads_nowhere(status: int) -> None:
    with Server() as canary:
        head = f"HTTP/1.1 {status} Elsewhere\r\nLocation: {canary.url}/x\r\nContent-Length: 0\r\n\r\n"
        with Server(head.encode()) as server:
            error = fail(f"{server.url}/x", in_development(server.url))

    assert (error.condition, error.setting) == (MISCONFIGURED, "CALLBACK_ALLOWED_ORIGINS")
    assert canary.requests == []


@pytest.mark.parametrize("status", [401, 403])
def test_who_gets_no_token_cannot_refuse_it(status: int) -> None:
    with Server(f"HTTP/1.1 {status} No\r\nContent-Length: 0\r\n\r\n".encode()) as other:
        error = fail(f"{other.url}/x", in_development("https://backend.example.com", other.url))

    assert (error.condition, error.setting) == (CALLBACK_REJECTED, None)


def test_proxies_of_the_environment_hear_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    with Server() as proxy, Server() as backend:
        for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        tell(f"{backend.url}/x", in_development(backend.url))

    assert (len(backend.requests), proxy.requests) == (1, [])
