"""AWS clients without retries of their own: there is one retry layer, `adapters.calls.retry`."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError

from worker.jobs.errors import SETTINGS_INVALID, JobError

if TYPE_CHECKING:
    from collections.abc import Generator

    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sqs import SQSClient


def make_s3_client(region: str, read_seconds: float = 10.0) -> S3Client:
    """Make an S3 client for one bucket.

    Args:
        region: AWS region of the bucket.
        read_seconds: how long to wait for data from S3.

    Raises:
        JobError: UNKNOWN_ERROR, the region or `AWS_ENDPOINT_URL` is invalid.
    """
    with _settings_checked():
        return boto3.client("s3", config=_config(region, read_seconds))  # pyright: ignore[reportUnknownMemberType] - see _config


def make_sqs_client(region: str) -> SQSClient:
    """Make an SQS client for the job queue.

    Args:
        region: AWS region of the queue.

    Raises:
        JobError: UNKNOWN_ERROR, the region or `AWS_ENDPOINT_URL` is invalid.
    """
    with _settings_checked():
        return boto3.client("sqs", config=_config(region, 5.0))  # pyright: ignore[reportUnknownMemberType] - see _config


def make_dynamodb_client(region: str) -> DynamoDBClient:
    """Make a DynamoDB client for the ledger.

    Args:
        region: AWS region of the table.

    Raises:
        JobError: UNKNOWN_ERROR, the region or `AWS_ENDPOINT_URL` is invalid.
    """
    with _settings_checked():
        return boto3.client("dynamodb", config=_config(region, 5.0))  # pyright: ignore[reportUnknownMemberType] - see _config


def make_database_token(region: str, host: str, port: int, user: str) -> str:
    """Make a database password for the worker's role (IAM), valid for 15 minutes. No service is called.

    Raises:
        JobError: UNKNOWN_ERROR, the region is invalid, or there are no credentials.
    """
    with _settings_checked():
        client = cast("Any", boto3.client("rds", config=_config(region, 5.0)))  # pyright: ignore[reportUnknownMemberType] - see _config
        return str(client.generate_db_auth_token(DBHostname=host, Port=port, DBUsername=user, Region=region))


@contextmanager
def _settings_checked() -> Generator[None]:
    try:
        yield
    except (ValueError, BotoCoreError) as error:
        sentence = f"SETTINGS: no AWS client can be made ({type(error).__name__})."
        raise JobError(SETTINGS_INVALID, sentence, setting="AWS_REGION, AWS_ENDPOINT_URL") from None


def _config(region: str, read_seconds: float) -> Config:
    """Short time limits (seconds). Only the stubs of the services in use are installed, hence the ignores above."""
    return Config(
        region_name=region,
        connect_timeout=5,
        read_timeout=read_seconds,
        # Ten jobs of a batch, each with four connections for its video and some for its results.
        max_pool_connections=64,
        retries={"total_max_attempts": 1},
    )
