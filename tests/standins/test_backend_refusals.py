from typing import Any

import pytest

from local.standins.backend import BackendStandIn
from tests.standins.asking import ask
from tests.standins.calling_backend import DONE, FAILED, META, headers_for, tell


def without(name: str) -> dict[str, Any]:
    return {key: value for key, value in DONE.items() if key != name}


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        {**DONE, "status": "done"},
        without("transcript"),
        without("summary"),
        without("meta"),
        without("s3_key"),
        {**DONE, "summary": None},
        {**DONE, "user_id": "123"},
        {**DONE, "result_s3_key": "work/7/answer.json"},
        {**DONE, "meta": {**META, "audio_quality": "best"}},
        {**DONE, "meta": {**META, "duration_ms": 2.5}},
        {**FAILED, "error_code": "CALLBACK_FAILED"},
        {**FAILED, "error_code": "TIMEOUT"},
        {**FAILED, "error_message": ""},
        {**FAILED, "error_message": "see https://example.com/?X-Amz-Signature=1"},
        {**FAILED, "error_message": "no such file: /tmp/job/audio.pcm"},
        {**FAILED, "error_message": "x" * 301},
        {**FAILED, "meta": META},
    ],
)
def test_any_other_body_is_refused(backend: BackendStandIn, body: object) -> None:
    assert tell(backend, body).status == 400
    assert backend.calls == []
    assert len(backend.refusals) == 1


@pytest.mark.parametrize(
    ("path", "headers", "error"),
    [
        ("/internal/jobs/7", {}, "404 no such endpoint"),
        ("/internal/jobs//complete", {}, "404 no such endpoint"),
        ("/internal/jobs/a/b/complete", {}, "404 no such endpoint"),
        ("/internal/jobs/7/complete", {"X_Internal_Token": ""}, "401 X-Internal-Token"),
        ("/internal/jobs/7/complete", {"X_Internal_Token": "a-tokem"}, "401 X-Internal-Token"),
        ("/internal/jobs/7/complete", {"Content_Type": "text/plain"}, "415 content-type"),
        ("/internal/jobs/7/complete", {"webhook_id": ""}, "400 webhook-id is missing"),
        ("/internal/jobs/7/complete", {"webhook_id": "msg_2"}, "400 webhook-signature does not fit"),
        ("/internal/jobs/7/complete", {"webhook_timestamp": "soon"}, "400 webhook-timestamp is not in whole seconds"),
        ("/internal/jobs/7/complete", {"webhook_timestamp": "1700000000"}, "400 webhook-timestamp is too far"),
        ("/internal/jobs/7/complete", {"webhook_signature": ""}, "400 webhook-signature does not fit"),
        ("/internal/jobs/7/complete", {"webhook_signature": "v1,AAAA"}, "400 webhook-signature does not fit"),
    ],
)
def test_another_envelope_is_refused(backend: BackendStandIn, path: str, headers: dict[str, str], error: str) -> None:
    answer = tell(backend, DONE, path, **headers)

    assert f"{answer.status} {answer.json['message']}".startswith(error)
    assert backend.calls == []


def test_a_body_that_is_not_json_is_refused(backend: BackendStandIn) -> None:
    answer = ask(backend.url + "/internal/jobs/7/complete", b"status=DONE", headers_for(b"status=DONE"))

    assert (answer.status, answer.json["message"]) == (400, "the body is not JSON")
