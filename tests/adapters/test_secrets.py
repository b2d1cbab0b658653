from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from tests.adapters.listener import Connection, Listener
from worker.adapters.secrets import make_provider, read_secrets
from worker.domain.errors import Condition, UnknownError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from local.aws import Aws


@pytest.fixture(autouse=True)
def fresh_cache() -> Iterator[None]:
    make_provider.cache_clear()
    yield
    make_provider.cache_clear()


def make_secret(aws: Aws, name: str, text: str) -> str:
    return aws.secrets.create_secret(Name=name, SecretString=text)["ARN"]


def test_names_and_values_are_read_and_empty_ones_left_out(emulated: Aws) -> None:
    arn = make_secret(emulated, "good", '{"CLAUDE_API_KEY": "k", "CLOVA_API_KEY": ""}')

    assert read_secrets(arn) == {"CLAUDE_API_KEY": "k"}


def test_a_secret_is_not_read_again_within_five_minutes(emulated: Aws) -> None:
    arn = make_secret(emulated, "changing", '{"A": "1"}')
    read_secrets(arn)
    emulated.secrets.put_secret_value(SecretId=arn, SecretString='{"A": "2"}')

    assert read_secrets(arn) == {"A": "1"}


@pytest.mark.parametrize("text", ["canary", "[]", '{"A": {"nested": "canary"}}', '"canary"'])
def test_a_secret_of_another_form_is_explained_without_its_text(emulated: Aws, text: str) -> None:
    arn = make_secret(emulated, f"bad-{abs(hash(text))}", text)

    with pytest.raises(UnknownError) as caught:
        read_secrets(arn)

    assert (caught.value.condition, caught.value.setting) == (Condition.SETTINGS_INVALID, "SECRETS_ARN")
    assert "canary" not in str(caught.value)


def test_a_missing_secret_is_the_deployments_fault(emulated: Aws) -> None:
    assert emulated.endpoint

    with pytest.raises(UnknownError) as caught:
        read_secrets("arn:aws:secretsmanager:ap-northeast-2:000000000000:secret:none-abcdef")

    assert caught.value.setting == "SECRETS_ARN"


def test_a_service_that_says_nothing_is_asked_once_and_not_for_long(
    emulated: Aws, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bytes] = []

    def behave(connection: Connection) -> None:
        asked.append(connection.read_request())
        connection.say_nothing(patience=40)

    assert emulated.endpoint
    with Listener(behave) as server, ThreadPoolExecutor() as pool:
        monkeypatch.setenv("AWS_ENDPOINT_URL", server.url)
        reading = pool.submit(read_secrets, "arn:aws:secretsmanager:ap-northeast-2:000000000000:secret:any-abcdef")

        assert isinstance(reading.exception(timeout=30), UnknownError)
        assert len(asked) == 1


@pytest.mark.parametrize(("name", "value"), [("AWS_DEFAULT_REGION", "not a region"), ("AWS_ENDPOINT_URL", "nowhere")])
def test_an_address_that_is_none_is_the_deployments_fault(
    emulated: Aws, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    assert emulated.endpoint
    monkeypatch.setenv(name, value)

    with pytest.raises(UnknownError) as caught:
        read_secrets("arn:aws:secretsmanager:ap-northeast-2:000000000000:secret:any-abcdef")

    assert caught.value.setting == "SECRETS_ARN"
