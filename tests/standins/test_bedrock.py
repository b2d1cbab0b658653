import json
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import ReadOnlyCredentials

from local.standins.bedrock import LOCAL, BedrockStandIn
from tests.standins.asking import Answer, ask
from tests.standins.asking_claude import request

PATH = "/model/global.anthropic.claude-haiku-5-5/invoke"


@pytest.fixture
def bedrock() -> Iterator[BedrockStandIn]:
    with BedrockStandIn() as stand_in:
        yield stand_in


def body_of(**changes: object) -> bytes:
    return json.dumps(request(model=..., **{"anthropic_version": "bedrock-2023-05-31", **changes})).encode()


def sign(url: str, body: bytes, secret: str = LOCAL.secret_key, service: str = "bedrock") -> dict[str, str]:
    """As botocore does it."""
    signed: Any = AWSRequest("POST", url, headers={"Content-Type": "application/json"}, data=body)
    credentials: Any = ReadOnlyCredentials(LOCAL.access_key, secret, None)
    SigV4Auth(credentials, service, "ap-northeast-2").add_auth(signed)
    return dict(signed.headers.items())


def ask_for(bedrock: BedrockStandIn, **changes: object) -> Answer:
    body = body_of(**changes)
    return ask(bedrock.url + PATH, body, sign(bedrock.url + PATH, body))


def test_a_signed_question_is_answered_in_the_schema(bedrock: BedrockStandIn) -> None:
    answer = ask_for(bedrock)

    assert answer.status == 200
    assert "summary" in json.loads(answer.json["content"][0]["text"])
    assert answer.headers["x-amzn-requestid"]


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"anthropic_version": "2023-06-01"}, "anthropic_version"),
        ({"anthropic_version": ...}, "anthropic_version"),
        ({"temperature": 1.0}, "temperature"),
        ({"output_config": {"format": {"type": "json"}}}, "json_schema"),
        ({"messages": [{"role": "user", "content": "x"}], "tools": ...}, "no numbered segments"),
    ],
)
def test_a_body_that_breaks_the_contract_is_refused(
    bedrock: BedrockStandIn, changes: dict[str, object], word: str
) -> None:
    answer = ask_for(bedrock, **changes)

    assert answer.status == 400
    assert answer.headers["x-amzn-errortype"].startswith("ValidationException:")
    assert word in answer.json["message"]


def test_a_body_names_no_model(bedrock: BedrockStandIn) -> None:
    body = json.dumps({**json.loads(body_of()), "model": "claude-haiku-5-5"}).encode()

    assert ask(bedrock.url + PATH, body, sign(bedrock.url + PATH, body)).status == 400


def test_a_body_that_was_changed_on_its_way_is_refused(bedrock: BedrockStandIn) -> None:
    body = body_of()

    answer = ask(bedrock.url + PATH, body + b" ", sign(bedrock.url + PATH, body))

    assert (answer.status, answer.headers["x-amzn-errortype"].partition(":")[0]) == (403, "InvalidSignatureException")


@pytest.mark.parametrize("signed_with", [{"secret": "another"}, {"service": "bedrock-mantle"}])
def test_a_wrong_secret_or_service_is_refused(bedrock: BedrockStandIn, signed_with: dict[str, str]) -> None:
    body = body_of()

    assert ask(bedrock.url + PATH, body, sign(bedrock.url + PATH, body, **signed_with)).status == 403


def test_a_bearer_token_is_no_signature(bedrock: BedrockStandIn) -> None:
    answer = ask(bedrock.url + PATH, body_of(), {"Authorization": "Bearer x", "Content-Type": "application/json"})

    assert answer.headers["x-amzn-errortype"].startswith("IncompleteSignatureException:")


def test_another_path_is_no_operation(bedrock: BedrockStandIn) -> None:
    url = f"{bedrock.url}/model/x/converse"

    assert ask(url, body_of(), sign(url, body_of())).status == 404
