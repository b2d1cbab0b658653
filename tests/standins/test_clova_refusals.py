import pytest

from local.standins.clova import ClovaStandIn
from tests.standins.asking import ask
from tests.standins.sounds import KEYS, wav

MISSING = "Authentication information are missing."
INVALID = "Invalid authentication information."


@pytest.mark.parametrize(
    ("query", "body", "content_type", "error"),
    [
        ("?lang=Kor", bytes(3_000_001), "application/octet-stream", "413 STT000"),
        ("?lang=Kor", wav(60.08), "application/octet-stream", "413 STT001"),
        ("?lang=Kor", wav(1), "audio/wav", "400 STT002"),
        ("?lang=Kor", wav(1), "application/octet-stream; charset=binary", "400 STT002"),
        ("?lang=Kor", b"", "application/octet-stream", "400 STT003"),
        ("", wav(1), "application/octet-stream", "400 STT004"),
        ("?lang=", wav(1), "application/octet-stream", "400 STT004"),
        ("?lang=kor", wav(1), "application/octet-stream", "400 STT005"),
        ("?lang=ko-KR", wav(1), "application/octet-stream", "400 STT005"),
        ("?lang=Kor", bytes(32_000), "application/octet-stream", "500 STT006"),
        ("?lang=Kor", b"RIFF", "application/octet-stream", "500 STT006"),
        ("?lang=Kor", wav(1, width=1), "application/octet-stream", "500 STT006"),
        ("?lang=Kor", wav(1, rate=8_000), "application/octet-stream", "500 STT006"),
        ("?lang=Kor", wav(0.39), "application/octet-stream", "400 STT007"),
        ("?lang=Kor", wav(0), "application/octet-stream", "400 STT007"),
    ],
)
def test_the_engine_refuses_with_its_flat_error(
    clova: ClovaStandIn, query: str, body: bytes, content_type: str, error: str
) -> None:
    answer = ask(f"{clova.url}/recog/v1/stt{query}", body, {**KEYS, "Content-Type": content_type})

    assert f"{answer.status} {answer.json['errorCode']}" == error
    assert set(answer.json) == {"errorCode", "errorMessage"}
    assert [call.billed_seconds for call in clova.calls] == [0]


@pytest.mark.parametrize(
    ("target", "keys", "error", "details"),
    [
        ("POST /recog/v1/stt", {}, "401 200", MISSING),
        ("POST /recog/v1/stt", {"X-NCP-APIGW-API-KEY-ID": "an-id"}, "401 200", MISSING),
        ("POST /recog/v1/stt", {"X-NCP-APIGW-API-KEY": "a-key"}, "401 200", MISSING),
        ("POST /recog/v1/stt", {**KEYS, "X-NCP-APIGW-API-KEY": "another"}, "401 200", INVALID),
        ("POST /recog/v1/stt", {**KEYS, "X-NCP-APIGW-API-KEY-ID": "another"}, "401 200", INVALID),
        ("POST /recog/v1/stt/", KEYS, "404 300", None),
        ("POST /", KEYS, "404 300", None),
        ("GET /recog/v1/stt", KEYS, "404 300", None),
    ],
)
def test_the_gateway_refuses_with_its_nested_error(
    clova: ClovaStandIn, target: str, keys: dict[str, str], error: str, details: str | None
) -> None:
    method, path = target.split()
    answer = ask(f"{clova.url}{path}?lang=Kor", wav(1), {**keys, "Content-Type": "application/octet-stream"}, method)

    assert f"{answer.status} {answer.json['error']['errorCode']}" == error
    assert answer.json["error"].get("details") == details
