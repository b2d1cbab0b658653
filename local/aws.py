"""Clients of the emulated AWS, which never use the credentials of the person at the machine, and of the real one."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

import boto3
import botocore.session
from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_lambda import LambdaClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_secretsmanager import SecretsManagerClient
    from mypy_boto3_sqs import SQSClient

REGION = "ap-northeast-2"
REFUSALS = (BotoCoreError, ClientError, Boto3Error)
"""What a call of any client raises: it was refused, or got no answer in time."""

CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "local",
    "AWS_SECRET_ACCESS_KEY": "local",
    "AWS_SESSION_TOKEN": "local",
}
# Neither AWS_PROFILE nor ~/.aws is read: a profile that does not exist would stop boto3 before its first call.
_NOBODYS = {
    "profile": (None, None, None, None),
    "config_file": (None, None, os.devnull, None),
    "credentials_file": (None, None, os.devnull, None),
}


class Aws:
    """Clients of one emulated AWS, each made when it is first used.

    Args:
        endpoint: Where it answers.
        seconds: How long a call waits for its connection, and for each part of the answer.
    """

    def __init__(self, endpoint: str, seconds: float = 60) -> None:
        self.endpoint = endpoint
        self._session = boto3.Session(
            aws_access_key_id=CREDENTIALS["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
            aws_session_token=CREDENTIALS["AWS_SESSION_TOKEN"],
            region_name=REGION,
            botocore_session=botocore.session.Session(_NOBODYS),
        )
        # Only the stubs of the services in use are installed, hence the ignores below.
        self._config = Config(
            proxies={}, retries={"total_max_attempts": 1}, connect_timeout=seconds, read_timeout=seconds
        )

    @cached_property
    def s3(self) -> S3Client:
        """Buckets and objects."""
        return self._session.client("s3", endpoint_url=self.endpoint or None, config=self._config)  # pyright: ignore[reportUnknownMemberType] - see above

    @cached_property
    def sqs(self) -> SQSClient:
        """Queues."""
        return self._session.client("sqs", endpoint_url=self.endpoint or None, config=self._config)  # pyright: ignore[reportUnknownMemberType] - see above

    @cached_property
    def tables(self) -> DynamoDBClient:
        """DynamoDB."""
        return self._session.client("dynamodb", endpoint_url=self.endpoint or None, config=self._config)  # pyright: ignore[reportUnknownMemberType] - see above

    @cached_property
    def secrets(self) -> SecretsManagerClient:
        """Secrets."""
        return self._session.client("secretsmanager", endpoint_url=self.endpoint or None, config=self._config)  # pyright: ignore[reportUnknownMemberType] - see above

    @cached_property
    def stacks(self) -> CloudFormationClient:
        """CloudFormation."""
        return self._session.client("cloudformation", endpoint_url=self.endpoint or None, config=self._config)  # pyright: ignore[reportUnknownMemberType] - see above

    @cached_property
    def functions(self) -> LambdaClient:
        """Functions and event source mappings."""
        return self._session.client("lambda", endpoint_url=self.endpoint or None, config=self._config)  # pyright: ignore[reportUnknownMemberType] - see above

    @cached_property
    def logs(self) -> Any:  # noqa: ANN401 - its stubs are not installed
        """CloudWatch's logs."""
        make = cast("Callable[..., Any]", self._session.client)  # pyright: ignore[reportUnknownMemberType] - see above
        return make("logs", endpoint_url=self.endpoint or None, config=self._config)


class Account(Aws):
    """Clients of the account whose credentials boto3 finds, each made when it is first used.

    Args:
        region: None leaves it to boto3's own settings.
    """

    def __init__(self, region: str | None) -> None:
        super().__init__("")
        self._session = boto3.Session(region_name=region)
        self._config = Config()
