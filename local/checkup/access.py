"""The way to AWS, in the name of whoever is at the machine: clients, and what a refusal is told as."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError, NoCredentialsError

from local.aws import REFUSALS
from local.checkup.finding import Finding, bad

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LOOK_FAILURES = (*REFUSALS, ValueError)
"""What a look at AWS may end in; ValueError where an answer is not the JSON it should be."""

_PERMISSION = "check the name and the permissions (WorkerRole in template.yaml lists what the worker needs)"


class Access:
    """One account and region.

    Args:
        values: The settings.
    """

    def __init__(self, values: Mapping[str, str]) -> None:
        self._region = values["AWS_REGION"]
        self._endpoint = values.get("AWS_ENDPOINT_URL") or None
        self._config = Config(connect_timeout=5, read_timeout=5, retries={"total_max_attempts": 1})

    def client(self, service: str) -> Any:  # noqa: ANN401 - one of six services, of which not all have stubs
        """A client that asks once."""
        make = cast("Callable[..., Any]", boto3.client)  # pyright: ignore[reportUnknownMemberType] - the same
        return make(service, region_name=self._region, endpoint_url=self._endpoint, config=self._config)

    def caller(self) -> str:
        """ARN of whoever the credentials are, in the form that an assumed role's session has."""
        return self.client("sts").get_caller_identity()["Arn"]


def explain(subject: str, problem: Exception, advice: str = _PERMISSION) -> Finding:
    """A refusal by its code, anything else by its kind."""
    return bad(subject, name_refusal(problem), advice)


def name_refusal(problem: Exception) -> str:
    """In a few words, without what the service says: it may quote a value."""
    if isinstance(problem, ClientError):
        return f"refused: {problem.response.get('Error', {}).get('Code', 'no code')}"
    return "none found" if isinstance(problem, NoCredentialsError) else type(problem).__name__


def attempt(subject: str, look: Callable[[], Finding], advice: str = _PERMISSION) -> Finding:
    """What was found, or why nothing was."""
    try:
        return look()
    except LOOK_FAILURES as problem:
        return explain(subject, problem, advice)
