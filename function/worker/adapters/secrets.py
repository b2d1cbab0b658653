"""Settings kept in AWS Secrets Manager."""

from __future__ import annotations

from functools import lru_cache

from aws_lambda_powertools.utilities.parameters import SecretsProvider
from aws_lambda_powertools.utilities.parameters.exceptions import GetParameterError
from botocore.config import Config
from botocore.exceptions import BotoCoreError
from pydantic import TypeAdapter, ValidationError

from worker.domain.errors import Condition, failure

MAX_AGE_SECONDS = 300

_SECRETS = TypeAdapter(dict[str, str])


@lru_cache(maxsize=1)
def make_provider() -> SecretsProvider:
    """Make the container's client and memory of secrets.

    One attempt of seconds: it is read before there is a deadline, and the SDK's own five attempts of a minute would use
    up the invocation of a worker whose subnets have no way to Secrets Manager.
    """
    return SecretsProvider(boto_config=Config(connect_timeout=5, read_timeout=5, retries={"total_max_attempts": 1}))


def read_secrets(arn: str, *, anew: bool = False) -> dict[str, str]:
    """Read a secret that holds a JSON object of environment names and values; kept for five minutes.

    Args:
        arn: `SECRETS_ARN`.
        anew: do not take what was kept, and keep this.

    Returns:
        Environment names and values; a value left empty counts as unset.

    Raises:
        UnknownError: the secret cannot be read, or is no JSON object of strings.
    """
    try:
        text = make_provider().get(arn, max_age=MAX_AGE_SECONDS, force_fetch=anew)  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType] - untyped options
        secrets = _SECRETS.validate_json(text)  # pyright: ignore[reportArgumentType] - a secret is a text or bytes
    except ValidationError:
        sentence = "SETTINGS: the secret is no JSON object of names and texts."
        raise failure(Condition.SETTINGS_INVALID, sentence, setting="SECRETS_ARN") from None
    except (GetParameterError, BotoCoreError, ValueError):
        sentence = "SETTINGS: the secret cannot be read; check that it exists and that the role may read it."
        raise failure(Condition.SETTINGS_INVALID, sentence, setting="SECRETS_ARN") from None
    return {name: value for name, value in secrets.items() if value}
