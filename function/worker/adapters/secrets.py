"""Settings kept in AWS Secrets Manager."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from aws_lambda_powertools.utilities.parameters import SecretsProvider
from aws_lambda_powertools.utilities.parameters.exceptions import GetParameterError
from botocore.config import Config
from botocore.exceptions import BotoCoreError
from pydantic import TypeAdapter, ValidationError

from worker.jobs.errors import SETTINGS_INVALID, JobError
from worker.telemetry.log import logger
from worker.telemetry.metrics import count

MAX_AGE_SECONDS = 300

PAUSE_SECONDS = 60.0
"""How long the last good value is used after a failed read before the next read: a read may take 10 s."""

_SECRETS = TypeAdapter(dict[str, str])


@dataclass(slots=True)
class SecretReader:
    """Reads secrets, and keeps the last good value of each for the life of the process.

    A running worker continues with the last good value when Secrets Manager does not answer, when the worker has lost
    its permission, or when the stored text is not JSON. `provider` makes the client at the first read.
    """

    provider: Callable[[], SecretsProvider]
    clock: Callable[[], float] = time.monotonic
    _good: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])
    _paused_until: dict[str, float] = field(default_factory=dict[str, float])

    def read(self, arn: str, *, anew: bool = False) -> dict[str, str]:
        """Read a secret that holds a JSON object of environment names and values; it is cached for five minutes.

        Args:
            arn: `SECRETS_ARN`.
            anew: ignore the cached value, and cache the new one.

        Returns:
            Environment names and values; an empty value counts as unset.

        Raises:
            JobError: UNKNOWN_ERROR, the secret cannot be read or is not a JSON object of strings, and `anew` is set or
                no earlier read succeeded.
        """
        if not anew and self.clock() < self._paused_until.get(arn, 0.0):
            return self._good[arn]
        try:
            secrets = self._ask(arn, anew=anew)
        except JobError as error:
            if anew or arn not in self._good:
                raise
            self._pause(arn, error)
            return self._good[arn]
        self._good[arn] = secrets
        return secrets

    def _ask(self, arn: str, *, anew: bool) -> dict[str, str]:
        try:
            text = self.provider().get(arn, max_age=MAX_AGE_SECONDS, force_fetch=anew)  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType] - untyped options
            secrets = _SECRETS.validate_json(text)  # pyright: ignore[reportArgumentType] - a secret is a text or bytes
        except ValidationError:
            sentence = "the secret is no JSON object of names and texts."
            raise JobError(SETTINGS_INVALID, "SETTINGS", sentence, setting="SECRETS_ARN") from None
        except (GetParameterError, BotoCoreError, ValueError):
            sentence = "the secret cannot be read; check that it exists and that the role may read it."
            raise JobError(SETTINGS_INVALID, "SETTINGS", sentence, setting="SECRETS_ARN") from None
        return {name: value for name, value in secrets.items() if value}

    def _pause(self, arn: str, error: JobError) -> None:
        self._paused_until[arn] = self.clock() + PAUSE_SECONDS
        count("SecretKept")
        message = f"{error.sentence} The last good value stays in use."
        logger.error(message, stage="SECRET_KEPT", duration_ms=0, setting=error.setting)


@lru_cache(maxsize=1)
def secret_reader() -> SecretReader:
    """Make the container's one secret reader."""
    return SecretReader(lru_cache(maxsize=1)(_make_provider))


def read_secrets(arn: str, *, anew: bool = False) -> dict[str, str]:
    """Read a secret with the container's reader; see `SecretReader.read`."""
    return secret_reader().read(arn, anew=anew)


def add_secrets(environ: Mapping[str, str]) -> Mapping[str, str]:
    """An environment, overridden by the secret at its `SECRETS_ARN`, if it names one."""
    arn = environ.get("SECRETS_ARN", "").strip()
    return {**environ, **(read_secrets(arn) if arn else {})}


def _make_provider() -> SecretsProvider:
    """Make the client with its five-minute cache.

    One attempt of a few seconds: there is no deadline yet, and the SDK's default of five one-minute attempts would use
    up the invocation of a worker whose subnets cannot reach Secrets Manager.
    """
    return SecretsProvider(boto_config=Config(connect_timeout=5, read_timeout=5, retries={"total_max_attempts": 1}))
