import base64
import hmac
import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
from standardwebhooks import Webhook

from local.standins.backend import BackendStandIn
from local.standins.faults import CutAfterAccept, Status
from tests.standins.asking import Answer, ask

SECRET = "whsec_" + base64.b64encode(b"twenty-four bytes of key").decode()
META = {
    "duration_ms": 25000,
    "model": "claude-haiku-5-5",
    "stt_engine": "clova",
    "video_duration": 120.5,
    "audio_quality": "high",
}
DONE = {
    "status": "DONE",
    "s3_bucket": "shortform-video-bucket",
    "s3_key": "videos/123/987654321.mp4",
    "transcript": "안녕하세요.",
    "summary": "인사.",
    "result_s3_key": "results/123/987654321.json",
    "meta": META,
}
FAILED = {
    "status": "FAILED",
    "s3_bucket": "shortform-video-bucket",
    "s3_key": "videos/123/987654321.mp4",
    "error_code": "STT_TIMEOUT",
    "error_message": "STT: CLOVA gave no answer within 60 s.",
}


@pytest.fixture
def backend() -> Iterator[BackendStandIn]:
    with BackendStandIn(token="a-token", secret=SECRET) as stand_in:
        yield stand_in


def headers_for(body: bytes, **changes: str) -> dict[str, str]:
    now = str(int(time.time()))
    key = base64.b64decode(SECRET.removeprefix("whsec_"))
    signature = base64.b64encode(hmac.digest(key, f"msg_1.{now}.".encode() + body, "sha256")).decode()
    ordinary = {
        "X-Internal-Token": "a-token",
        "Content-Type": "application/json",
        "webhook-id": "msg_1",
        "webhook-timestamp": now,
        "webhook-signature": f"v1,{signature}",
    }
    return ordinary | {name.replace("_", "-"): value for name, value in changes.items()}


def tell(backend: BackendStandIn, value: object, path: str = "/internal/jobs/7/complete", **headers: str) -> Answer:
    body = json.dumps(value, ensure_ascii=False).encode()
    return ask(backend.url + path, body, headers_for(body, **headers))


def without(name: str) -> dict[str, Any]:
    return {key: value for key, value in DONE.items() if key != name}


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
