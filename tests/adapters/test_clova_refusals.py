from __future__ import annotations

import json
from itertools import repeat

import pytest

from local.standins.clova import ERRORS, ClovaStandIn
from local.standins.faults import Status
from tests.adapters.speaking import fail
from worker.adapters.clova.refusals import CODES, explain_refusal
from worker.adapters.http.exchange import Answer
from worker.jobs.errors import STT_MISCONFIGURED, STT_REJECTED, STT_UNAVAILABLE, Condition

BUSY, WRONG, REJECTED = STT_UNAVAILABLE, STT_MISCONFIGURED, STT_REJECTED
KEY_SETTING, URL_SETTING = "CLOVA_API_KEY", "CLOVA_STT_URL"


@pytest.mark.parametrize(
    ("status", "code", "condition", "setting"),
    [
        (413, "STT000", REJECTED, None),
        (413, "STT001", REJECTED, None),
        (400, "STT002", REJECTED, None),
        (400, "STT003", REJECTED, None),
        (400, "STT004", REJECTED, None),
        (400, "STT005", REJECTED, None),
        (500, "STT006", REJECTED, None),
        (500, "STT998", BUSY, None),
        (500, "STT999", BUSY, None),
        (400, "100", WRONG, URL_SETTING),
        (401, "200", WRONG, KEY_SETTING),
        (401, "210", WRONG, KEY_SETTING),
        (404, "300", WRONG, URL_SETTING),
        (429, "400", WRONG, KEY_SETTING),
        (429, "410", BUSY, None),
        (429, "420", BUSY, None),
        (413, "430", REJECTED, None),
        (503, "500", BUSY, None),
        (504, "510", BUSY, None),
        (500, "900", BUSY, None),
    ],
)
def test_a_refusal_means_what_its_code_says(
    clova: ClovaStandIn, status: int, code: str, condition: Condition, setting: str | None
) -> None:
    error = fail(clova, repeat(Status(status, code), 4))

    assert (error.condition, error.setting) == (condition, setting)
    assert f"HTTP {status}, {code}" in error.sentence
    assert len(clova.calls) == (4 if condition is BUSY else 1)


@pytest.mark.parametrize(
    ("status", "condition", "setting"),
    [
        (302, WRONG, URL_SETTING),
        (401, WRONG, KEY_SETTING),
        (403, WRONG, KEY_SETTING),
        (404, WRONG, URL_SETTING),
        (408, BUSY, None),
        (410, WRONG, URL_SETTING),
        (413, REJECTED, None),
        (418, WRONG, URL_SETTING),
        (429, BUSY, None),
        (500, BUSY, None),
        (502, BUSY, None),
        (504, BUSY, None),
    ],
)
def test_a_refusal_without_a_known_code_means_what_its_status_says(
    status: int, condition: Condition, setting: str | None
) -> None:
    error = explain_refusal(Answer(status, {}, b"<html>Bad Gateway</html>"), "from 0.0 s to 1.0 s")

    assert (error.condition, error.setting) == (condition, setting)


@pytest.mark.parametrize(
    "body",
    [
        {"error": {"errorCode": "STT006", "message": "Failed to pre-processing"}},
        {"error": {"errorCode": "STT006"}},
        {"errorCode": "STT006", "errorMessage": "Failed to pre-processing"},
        "Failed: STT006",
    ],
)
def test_both_error_shapes_are_read(body: object) -> None:
    assert explain_refusal(Answer(500, {}, json.dumps(body).encode()), "here").condition is REJECTED


@pytest.mark.parametrize("code", ["400", 400])
def test_a_gateway_code_is_read_as_text_and_as_number(code: object) -> None:
    body = json.dumps({"error": {"errorCode": code, "message": "Quota Exceeded"}}).encode()

    assert explain_refusal(Answer(429, {}, body), "here").condition is WRONG


@pytest.mark.parametrize("body", [b"null", b"[]", b'{"error": null}', b'{"errorCode": ["x"]}', b"\xff\xfe", b""])
def test_an_unreadable_refusal_is_judged_by_its_status(body: bytes) -> None:
    assert explain_refusal(Answer(503, {}, body), "here").condition is BUSY


def test_the_table_lists_each_code_of_the_stand_in() -> None:
    assert set(CODES) == set(ERRORS)
