import json
from typing import Any

import pytest
from standardwebhooks import Webhook

from local.standins.backend import BackendStandIn
from local.standins.faults import CutAfterAccept, Status
from tests.standins.asking import ask
from tests.standins.calling_backend import DONE, FAILED, META, SECRET, headers_for, tell


@pytest.mark.parametrize(
    "body",
    [
        DONE,
        {**DONE, "transcript": "", "summary": ""},
        {**DONE, "meta": {**META, "speech": True, "partial": False, "warnings": [], "input_tokens": 3}},
        FAILED,
        {**FAILED, "error_code": "LLM_BAD_RESPONSE", "result_s3_key": "results/123/987654321.json"},
    ],
)
def test_the_bodies_of_the_specification_are_accepted(backend: BackendStandIn, body: dict[str, Any]) -> None:
    assert tell(backend, body).status == 200
    assert [callback.body for callback in backend.accepted] == [body]


def test_any_of_several_signatures_may_fit(backend: BackendStandIn) -> None:
    fitting = headers_for(json.dumps(DONE, ensure_ascii=False).encode())["webhook-signature"]

    assert tell(backend, DONE, webhook_signature=f"v1,AAAA {fitting}").status == 200


def test_signatures_are_those_of_the_standard_webhooks_library(backend: BackendStandIn) -> None:
    body = json.dumps(DONE, ensure_ascii=False)
    headers = headers_for(body.encode())

    assert Webhook(SECRET).verify(body, headers) == DONE
    assert ask(backend.url + "/internal/jobs/7/complete", body.encode(), headers).status == 200


def test_without_a_secret_no_signature_is_asked_for() -> None:
    with BackendStandIn(token="a-token") as backend:
        assert tell(backend, DONE, webhook_signature="").status == 200


@pytest.mark.parametrize(
    ("path", "job_id"),
    [
        ("/internal/jobs/987654321/complete", "987654321"),
        ("/internal/jobs/%ED%9A%8C%EC%9D%98%20%2B1/complete", "회의 +1"),
        ("/internal/jobs/a+b/complete", "a+b"),
        ("/internal/jobs/100%2525/complete", "100%25"),
    ],
)
def test_a_job_id_is_percent_decoded_once(backend: BackendStandIn, path: str, job_id: str) -> None:
    tell(backend, DONE, path)

    assert [callback.job_id for callback in backend.calls] == [job_id]


def test_a_callback_is_recorded_without_the_token(backend: BackendStandIn) -> None:
    tell(backend, DONE)

    assert backend.calls[0].webhook_id == "msg_1"
    assert "a-token" not in str(backend.calls[0])


def test_a_refused_callback_was_told_but_not_accepted(backend: BackendStandIn) -> None:
    backend.script = [Status(503)]

    assert tell(backend, DONE).status == 503
    assert (len(backend.calls), len(backend.accepted)) == (1, 0)


def test_a_callback_can_be_accepted_and_its_answer_lost(backend: BackendStandIn) -> None:
    backend.script = [CutAfterAccept()]

    with pytest.raises(ConnectionError):
        tell(backend, FAILED)

    assert len(backend.accepted) == 1


def test_accepted_callbacks_are_shown() -> None:
    shown: list[str] = []
    with BackendStandIn(token="a-token", show=shown.append) as backend:
        tell(backend, FAILED)

    assert len(shown) == 1
    assert "STT_TIMEOUT" in shown[0]


def test_a_backend_shows_the_last_status_of_a_job(backend: BackendStandIn) -> None:
    assert [tell(backend, body).status for body in (FAILED, DONE)] == [200, 200]

    assert backend.statuses == {"7": "DONE"}


def test_a_backend_that_keeps_the_first_status_of_a_job_accepts_the_next_and_shows_it_to_nobody(
    backend: BackendStandIn,
) -> None:
    backend.keeps_first = True

    assert [tell(backend, body).status for body in (FAILED, DONE)] == [200, 200]

    assert backend.statuses == {"7": "FAILED"}


def test_a_job_that_is_reset_in_the_backend_takes_another_status(backend: BackendStandIn) -> None:
    backend.keeps_first = True
    tell(backend, FAILED)

    del backend.statuses["7"]
    tell(backend, DONE)

    assert backend.statuses == {"7": "DONE"}
