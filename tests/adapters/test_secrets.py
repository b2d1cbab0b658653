from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from aws_lambda_powertools.utilities.parameters import clear_caches

from worker.adapters.secrets import read_secrets
from worker.domain.errors import Condition, UnknownError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from local.aws import Aws


@pytest.fixture(autouse=True)
def fresh_cache() -> Iterator[None]:
    clear_caches()
    yield
    clear_caches()


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
