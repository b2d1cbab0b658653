"""Settings kept in AWS Secrets Manager."""

from __future__ import annotations

from aws_lambda_powertools.utilities.parameters import get_secret  # pyright: ignore[reportUnknownVariableType] - untyped options
from aws_lambda_powertools.utilities.parameters.exceptions import GetParameterError
from pydantic import TypeAdapter, ValidationError

from worker.domain.errors import Condition, failure

MAX_AGE_SECONDS = 300

_SECRETS = TypeAdapter(dict[str, str])


def read_secrets(arn: str) -> dict[str, str]:
    """Read a secret that holds a JSON object of environment names and values; kept for five minutes.

    Args:
        arn: `SECRETS_ARN`.

    Returns:
        Environment names and values; a value left empty counts as unset.

    Raises:
        UnknownError: the secret cannot be read, or is no JSON object of strings.
    """
    try:
        secrets = _SECRETS.validate_json(get_secret(arn, max_age=MAX_AGE_SECONDS))
    except GetParameterError:
        sentence = "SETTINGS: the secret cannot be read; check that it exists and that the role may read it."
        raise failure(Condition.SETTINGS_INVALID, sentence, setting="SECRETS_ARN") from None
    except ValidationError:
        sentence = "SETTINGS: the secret is no JSON object of names and texts."
        raise failure(Condition.SETTINGS_INVALID, sentence, setting="SECRETS_ARN") from None
    return {name: value for name, value in secrets.items() if value}
