from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from aws_lambda_powertools.utilities.parameters import SecretsProvider
from botocore.exceptions import EndpointConnectionError

from tests.adapters.listener import Connection, Listener
from worker.adapters.secrets import PAUSE_SECONDS, SecretReader, read_secrets, secret_reader
from worker.jobs.errors import SETTINGS_INVALID, JobError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from local.aws import Aws
    from tests.conftest import LogLines


@pytest.fixture(autouse=True)
def fresh_cache() -> Iterator[None]:
    secret_reader.cache_clear()
    yield
    secret_reader.cache_clear()


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

    with pytest.raises(JobError) as caught:
        read_secrets(arn)

    assert (caught.value.condition, caught.value.setting) == (SETTINGS_INVALID, "SECRETS_ARN")
    assert "canary" not in str(caught.value)


def test_a_missing_secret_is_the_deployments_fault(emulated: Aws) -> None:
    assert emulated.endpoint

    with pytest.raises(JobError) as caught:
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

        assert isinstance(reading.exception(timeout=30), JobError)
        assert len(asked) == 1


@pytest.mark.parametrize(("name", "value"), [("AWS_DEFAULT_REGION", "not a region"), ("AWS_ENDPOINT_URL", "nowhere")])
def test_an_address_that_is_none_is_the_deployments_fault(
    emulated: Aws, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    assert emulated.endpoint
    monkeypatch.setenv(name, value)

    with pytest.raises(JobError) as caught:
        read_secrets("arn:aws:secretsmanager:ap-northeast-2:000000000000:secret:any-abcdef")

    assert caught.value.setting == "SECRETS_ARN"


@dataclass
class Answers:
    """Secrets Manager: one text or error after the other; the last one stays."""

    answers: list[str | Exception]
    asked: int = 0

    def get_secret_value(self, **_: Any) -> dict[str, str]:
        answer = self.answers[min(self.asked, len(self.answers) - 1)]
        self.asked += 1
        if isinstance(answer, Exception):
            raise answer
        return {"SecretString": answer}


@dataclass
class Reading:
    """A reader whose time is told; each read finds that five minutes are over."""

    service: Answers
    now: float = 0.0
    reader: SecretReader = field(init=False)

    def __post_init__(self) -> None:
        provider = lambda: SecretsProvider(boto3_client=self.service)  # type: ignore[arg-type] # noqa: E731 - the one call that is made; without a memory
        self.reader = SecretReader(provider, lambda: self.now)

    def read(self, *, after: float = 0.0, anew: bool = False) -> dict[str, str]:
        self.now += after
        return self.reader.read("arn", anew=anew)


NO_ANSWER = EndpointConnectionError(endpoint_url="https://secretsmanager")


@pytest.mark.parametrize("trouble", [NO_ANSWER, RuntimeError("AccessDenied"), "canary, no JSON"])
def test_the_last_good_value_stays_in_use_where_the_secret_cannot_be_read(
    trouble: str | Exception, log_lines: LogLines, capsys: pytest.CaptureFixture[str]
) -> None:
    reading = Reading(Answers(['{"A": "1"}', trouble]))
    reading.read()

    assert reading.read() == {"A": "1"}
    assert [(line["stage"], line["setting"]) for line in log_lines.lines] == [("SECRET_KEPT", "SECRETS_ARN")]
    assert "SecretKept" in capsys.readouterr().out
    assert "canary" not in log_lines.text


def test_a_secret_that_cannot_be_read_is_not_asked_for_at_every_invocation() -> None:
    reading = Reading(Answers(['{"A": "1"}', NO_ANSWER]))
    reading.read()
    reading.read()

    reading.read(after=PAUSE_SECONDS - 1)

    assert reading.service.asked == 2


def test_a_secret_that_can_be_read_again_is_taken() -> None:
    reading = Reading(Answers(['{"A": "1"}', NO_ANSWER, '{"A": "2"}']))
    reading.read()
    reading.read()

    assert reading.read(after=PAUSE_SECONDS) == {"A": "2"}


def test_a_value_that_a_service_refused_is_not_handed_out_again_as_a_new_one() -> None:
    reading = Reading(Answers(['{"A": "1"}', NO_ANSWER]))
    reading.read()

    with pytest.raises(JobError):
        reading.read(anew=True)
