from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from local.standins.clova_speech import ClovaSpeechStandIn
from local.standins.clova_speech_contract import Domain
from local.standins.faults import Status
from tests.standins.asking import ask
from tests.standins.recordings import AS_FILE, DOMAIN, FORM, PARAMS, SECRET, field, form, params, send
from tests.standins.sounds import wav

if TYPE_CHECKING:
    from collections.abc import Iterator

MEDIA = field(AS_FILE, wav(1))
TEXT = b'{"language": "en-US"}'


@pytest.fixture
def speech() -> Iterator[ClovaSpeechStandIn]:
    with ClovaSpeechStandIn(domain=DOMAIN) as stand_in:
        yield stand_in


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ((MEDIA, field('name="params"; filename="params.json"', TEXT)), "Invalid params: params"),
        ((MEDIA, field('name="params"; filename=""', TEXT)), "Invalid params: params"),
        ((MEDIA,), "Invalid params: params"),
        ((MEDIA, field('name="params"', b"{")), "Invalid params: params"),
        ((MEDIA, field('name="params"', b"[]")), "Invalid params: params"),
        ((params(),), "Invalid params: media"),
        ((field('name="media"', wav(1)), params()), "Invalid params: media"),
        ((MEDIA, MEDIA, params()), "media is there twice"),
        ((field('filename="x"', b""), MEDIA, params()), "a field without a head that names it"),
    ],
)
def test_a_form_that_is_not_as_documented_is_refused(
    speech: ClovaSpeechStandIn, fields: tuple[bytes, ...], message: str
) -> None:
    answer = send(speech, *fields)

    assert (answer.status, answer.json) == (400, {"result": "ERROR_REQUEST_PARAMETER", "message": message})
    assert speech.tokens == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("language", "Kor"),
        ("language", "KO-KR"),
        ("completion", "sync"),
        ("completion", "later"),
        ("wordAlignment", "true"),
        ("fullText", 1),
        ("noiseFiltering", None),
        ("boostings", "a,b"),
        ("boostings", [{"words": ""}]),
        ("boostings", [{"word": "a"}]),
        ("boostings", [{"words": ",".join("x" * 1001)}]),
        ("diarization", True),
        ("diarization", {"enable": "true"}),
        ("diarization", {"enable": True, "speakerCountMin": 0}),
        ("diarization", {"enable": True, "speakerCountMax": 31}),
        ("diarization", {"enable": True, "speakerCountMin": 3, "speakerCountMax": 2}),
        ("diarization", {"enable": True, "speakers": 2}),
        ("sed", False),
        ("userdata", "job"),
        ("format", "SRT"),
        ("wordAlignments", True),
    ],
)
def test_a_parameter_that_is_not_as_documented_is_refused(speech: ClovaSpeechStandIn, name: str, value: object) -> None:
    text = f'{{"language": "en-US", "{name}": null}}'.encode()
    changed = params(**{name: value}) if value is not None else field('name="params"', text)

    answer = send(speech, MEDIA, changed)

    assert (answer.status, answer.json["message"]) == (400, f"Invalid params: {name}")


@pytest.mark.parametrize(
    "change",
    [
        {"language": "enko"},
        {"boostings": [{"words": "a,b"}, {"words": "c"}]},
        {"boostings": [{"words": ",".join("x" * 1000)}]},
        {"diarization": {"enable": True, "speakerCountMin": -1, "speakerCountMax": -1}},
        {"diarization": {"enable": True, "speakerCountMin": 2, "speakerCountMax": 30}},
        {"sed": {"enable": False}, "userdata": {"job": "1"}, "noiseFiltering": False, "fullText": True},
        {"completion": None},
    ],
)
def test_a_parameter_that_is_as_documented_is_taken(speech: ClovaSpeechStandIn, change: dict[str, object]) -> None:
    assert send(speech, MEDIA, params(**change)).status == 200


def test_a_language_is_required(speech: ClovaSpeechStandIn) -> None:
    assert send(speech, MEDIA, params(language=None)).json["message"] == "language is required"


@pytest.mark.parametrize(
    ("wanted", "status"), [(None, 400), ({"enable": True}, 400), ({}, 400), ({"enable": False}, 200)]
)
def test_a_domain_without_speaker_recognition_has_to_be_told_to_leave_it(
    wanted: dict[str, bool] | None, status: int
) -> None:
    with ClovaSpeechStandIn(domain=Domain(DOMAIN.base, DOMAIN.secret, detects_speakers=False)) as speech:
        answer = send(speech, MEDIA, params(diarization=wanted))

    assert answer.status == status
    assert (answer.json.get("message") == "speaker detect is off") == (status == 400)


@pytest.mark.parametrize(
    ("headers", "path", "status"),
    [
        ({}, "", 401),
        ({"X-CLOVASPEECH-API-KEY": "another"}, "", 401),
        (SECRET, "/external/v1/1/another", 401),
        (SECRET, "/external/v1/1", 401),
        (SECRET, "/recog/v1/stt", 404),
    ],
)
def test_a_wrong_secret_or_address_is_refused(
    speech: ClovaSpeechStandIn, headers: dict[str, str], path: str, status: int
) -> None:
    target = f"{speech.url}{path or DOMAIN.base}/recognizer/none"

    answer = ask(target, b"", headers, "GET")

    assert answer.status == status
    assert (answer.json["result"] == "ERROR_INVALID_SECRET") == (status == 401)


@pytest.mark.parametrize("call", ["POST url", "GET ", "GET a/b", "DELETE upload", "POST none"])
def test_no_other_call_is_known(speech: ClovaSpeechStandIn, call: str) -> None:
    method, _, path = call.partition(" ")

    assert ask(f"{speech.invoke_url}/recognizer/{path}", b"{}", SECRET, method).status == 404


@pytest.mark.parametrize(("size", "status"), [(0, 400), (1, 200), (100, 200), (101, 413)])
def test_a_recording_has_a_size(size: int, status: int) -> None:
    with ClovaSpeechStandIn(domain=Domain(DOMAIN.base, DOMAIN.secret, most_bytes=100)) as speech:
        assert send(speech, field(AS_FILE, bytes(size)), params()).status == status


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (form(MEDIA, params()), "application/json"),
        (form(MEDIA, params()), "multipart/form-data"),
        (form(MEDIA, params()), "multipart/form-data; boundary=another"),
        (form(MEDIA, params())[:-6], FORM["Content-Type"]),
        (b"before\r\n" + form(MEDIA, params()), FORM["Content-Type"]),
        (b"", FORM["Content-Type"]),
    ],
)
def test_a_body_that_is_no_whole_form_is_refused(speech: ClovaSpeechStandIn, body: bytes, kind: str) -> None:
    answer = ask(f"{speech.invoke_url}/recognizer/upload", body, {**SECRET, "Content-Type": kind})

    assert (answer.status, answer.json["result"]) == (400, "ERROR_REQUEST_PARAMETER")


def test_a_recording_without_an_announced_length_is_refused(speech: ClovaSpeechStandIn) -> None:
    chunked = {**FORM, "Transfer-Encoding": "chunked"}

    assert ask(f"{speech.invoke_url}/recognizer/upload", b"0\r\n\r\n", chunked).status == 413


def test_a_malformed_upload_uses_up_no_line_of_the_script(speech: ClovaSpeechStandIn) -> None:
    speech.script = [Status(503)]

    assert [send(speech, params()).status, send(speech).status] == [400, 503]
    assert speech.refusals == ["ERROR_REQUEST_PARAMETER: Invalid params: media"]
    assert speech.submissions[0].params == PARAMS
