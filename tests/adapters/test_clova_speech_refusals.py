from __future__ import annotations

import json

import pytest

from worker.adapters.clova_speech.refusals import CODES, STATUSES, explain_refusal
from worker.adapters.http.exchange import Answer

ROWS = [
    (400, "ERROR_REQUEST_PARAMETER", "speaker detect is off", "configuration", "STT_SPEAKERS"),
    (400, "ERROR_REQUEST_PARAMETER", "", "configuration", "STT_SPEAKERS, STT_KEYWORDS, CLOVA_SPEECH_LANGUAGE"),
    (400, "", "Invalid params: params", "configuration", "STT_SPEAKERS, STT_KEYWORDS, CLOVA_SPEECH_LANGUAGE"),
    (400, "STT002", "", "permanent", None),
    (400, "STT003", "", "permanent", None),
    (400, "STT004", "", "permanent", None),
    (400, "STT005", "", "permanent", None),
    (500, "STT006", "", "permanent", None),
    (500, "STT998", "", "retryable", None),
    (500, "STT999", "", "retryable", None),
    (401, "ERROR_INVALID_SECRET", "", "configuration", "CLOVA_SPEECH_SECRET"),
    (401, "", "", "configuration", "CLOVA_SPEECH_SECRET"),
    (403, "", "", "configuration", "CLOVA_SPEECH_SECRET"),
    (404, "", "", "configuration", "CLOVA_SPEECH_INVOKE_URL"),
    (302, "", "", "configuration", "CLOVA_SPEECH_INVOKE_URL"),
    (408, "", "", "retryable", None),
    (413, "", "", "permanent", None),
    (429, "", "", "retryable", None),
    (500, "", "", "retryable", None),
    (503, "", "", "retryable", None),
]


@pytest.mark.parametrize(("status", "result", "message", "handling", "setting"), ROWS)
def test_each_refusal_has_its_meaning(
    status: int, result: str, message: str, handling: str, setting: str | None
) -> None:
    body = json.dumps({"result": result, "message": f"{message} canary"}).encode()

    error = explain_refusal(Answer(status, {}, body))

    assert (error.code, error.handling, error.setting) == ("STT_BAD_RESPONSE", handling, setting)
    assert "canary" not in error.sentence


def test_every_known_code_and_status_has_a_row() -> None:
    assert {*CODES} <= {result for _, result, *_ in ROWS}
    assert {*STATUSES} <= {status for status, *_ in ROWS}


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"result": 1}'])
def test_an_answer_without_json_is_told_by_its_status(body: bytes) -> None:
    assert explain_refusal(Answer(502, {}, body)).handling == "retryable"
