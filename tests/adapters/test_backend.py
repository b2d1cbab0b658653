from __future__ import annotations

import base64
import unicodedata
from dataclasses import replace

import pytest

from local.standins.backend import BackendStandIn
from local.standins.faults import Drip, Fault, Html200, Ok, Raw, Status, Truncated
from tests.adapters.listener import Connection, Listener
from tests.adapters.naps import Naps
from tests.adapters.sending import CALLBACK, TOKEN, keys, tell
from worker.adapters.backend.backend import HttpBackend
from worker.jobs.deadline import Deadline

SECRET = "whsec_" + base64.b64encode(b"a secret of twenty-four.").decode()


def test_a_callback_is_delivered_once(backend: BackendStandIn) -> None:
    tell(backend)

    assert [call.job_id for call in backend.accepted] == ["987654321"]
    assert backend.refusals == []


@pytest.mark.parametrize(
    "job_id",
    [
        "100%",
        "%25",
        "%2e%2e",
        "a+b c",
        "휴가 영상",
        unicodedata.normalize("NFD", "휴가 영상"),
        "a..b",
        "x..",
        "(1) a~b",
        "a%2Fb",
        "../../admin",
        "[최종] 왜? #1 & 'x'; =@,",
        unicodedata.normalize("NFD", "café ガイド"),
        "\U0001f468\u200d\U0001f469 「안내」",
    ],
)
def test_a_job_id_arrives_exactly(backend: BackendStandIn, job_id: str) -> None:
    tell(backend, callback=replace(CALLBACK, job_id=job_id))

    assert [call.job_id for call in backend.accepted] == [job_id]


@pytest.mark.parametrize("ending", ["", "/"])
def test_a_path_in_the_base_url_is_kept(ending: str) -> None:
    seen: list[bytes] = []

    def behave(connection: Connection) -> None:
        seen.append(connection.read_request())
        connection.send(b"HTTP/1.1 204 No Content\r\n\r\n")

    with Listener(behave) as server:
        HttpBackend(f"{server.url}/api/v2{ending}", keys(), Naps().policy()).send(CALLBACK, Deadline.after(60))

    assert seen[0].startswith(b"POST /api/v2/internal/jobs/987654321/complete HTTP/1.1\r\n")


def test_the_event_id_is_the_same_over_all_attempts(backend: BackendStandIn) -> None:
    backend.script = [Status(503), Ok()]

    tell(backend)

    assert [call.webhook_id for call in backend.calls] == [CALLBACK.event_id] * 2


def test_a_signed_callback_is_accepted() -> None:
    with BackendStandIn(secret=SECRET) as backend:
        HttpBackend(backend.url, keys(secret=SECRET), Naps().policy()).send(CALLBACK, Deadline.after(60))

        assert len(backend.accepted) == 1


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_any_2xx_accepts(backend: BackendStandIn, status: int) -> None:
    backend.script = [Raw(status, b"")]

    tell(backend)

    assert len(backend.calls) == 1


@pytest.mark.parametrize("fault", [Html200(), Truncated(), Drip()])
def test_the_body_of_an_acceptance_does_not_matter(backend: BackendStandIn, fault: Fault) -> None:
    backend.script = [fault]

    tell(backend)

    assert len(backend.calls) == 1


def test_neither_token_nor_words_are_logged(backend: BackendStandIn, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    backend.script = [Status(503)]

    tell(backend)

    assert caplog.records
    assert not any(secret in str(vars(record)) for record in caplog.records for secret in (TOKEN, "안녕하세요"))
