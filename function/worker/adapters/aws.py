"""AWS clients without retries of their own: there is one retry layer, `adapters.calls.retry`.

An invalid region or `AWS_ENDPOINT_URL` raises a JobError of UNKNOWN_ERROR. Only the stubs of the services in use are
installed, so the calls below need an ignore.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from worker.jobs.errors import SETTINGS_INVALID, JobError

if TYPE_CHECKING:
    from collections.abc import Generator

    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sqs import SQSClient


@contextmanager
def _settings_checked() -> Generator[None]:
    try:
        yield
    except (ValueError, BotoCoreError) as error:
        sentence = f"no AWS client can be made ({type(error).__name__})."
        raise JobError(SETTINGS_INVALID, "SETTINGS", sentence, setting=("AWS_REGION", "AWS_ENDPOINT_URL")) from None


@_settings_checked()
def make_s3_client(region: str, read_seconds: float = 10.0) -> S3Client:
    """Make an S3 client for the buckets of a region, which waits for data this long."""
    return boto3.client("s3", config=_config(region, read_seconds))  # pyright: ignore[reportUnknownMemberType] - see above


@_settings_checked()
def make_sqs_client(region: str) -> SQSClient:
    """Make an SQS client for the job queue."""
    return boto3.client("sqs", config=_config(region, 5.0))  # pyright: ignore[reportUnknownMemberType] - see above


@_settings_checked()
def make_dynamodb_client(region: str) -> DynamoDBClient:
    """Make a DynamoDB client for the ledger."""
    return boto3.client("dynamodb", config=_config(region, 5.0))  # pyright: ignore[reportUnknownMemberType] - see above


@_settings_checked()
def make_database_token(region: str, host: str, port: int, user: str) -> str:
    """Make a database password for the worker's role (IAM), valid for 15 minutes. No service is called.

    Raises:
        JobError: UNKNOWN_ERROR, also without credentials.
    """
    client = cast("Any", boto3.client("rds", config=_config(region, 5.0)))  # pyright: ignore[reportUnknownMemberType] - see above
    return str(client.generate_db_auth_token(DBHostname=host, Port=port, DBUsername=user, Region=region))


@_settings_checked()
def make_session() -> boto3.Session:
    """Make a session, whose credentials boto3 finds, and renews where they end."""
    return boto3.Session()


def _config(region: str, read_seconds: float) -> Config:
    return Config(
        region_name=region,
        connect_timeout=5,
        read_timeout=read_seconds,
        # Ten jobs of a batch, each with four connections for its video and some for its results.
        max_pool_connections=64,
        retries={"total_max_attempts": 1},
    )


def code_of(error: BaseException) -> str:
    """A service's error code, "" where it gave no answer. An answer to HEAD has no body, so its code is the status."""
    return error.response.get("Error", {}).get("Code", "") if isinstance(error, ClientError) else ""
