"""AWS clients without retries of their own: there is one retry layer, `adapters.retry`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import boto3
from botocore.config import Config

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sqs import SQSClient


def make_s3_client(region: str) -> S3Client:
    """Make the client that uploads and results share.

    Args:
        region: AWS region of the buckets.
    """
    return boto3.client("s3", config=_config(region))  # pyright: ignore[reportUnknownMemberType] - see _config


def make_sqs_client(region: str) -> SQSClient:
    """Make the client of the job queue.

    Args:
        region: AWS region of the queue.
    """
    return boto3.client("sqs", config=_config(region))  # pyright: ignore[reportUnknownMemberType] - see _config


def make_dynamodb_client(region: str) -> DynamoDBClient:
    """Make the client of the ledger.

    Args:
        region: AWS region of the table.
    """
    return boto3.client("dynamodb", config=_config(region))  # pyright: ignore[reportUnknownMemberType] - see _config


def _config(region: str) -> Config:
    """Short time limits (seconds). Only the stubs of the services in use are installed, hence the ignores above."""
    return Config(
        region_name=region,
        connect_timeout=5,
        read_timeout=10,
        max_pool_connections=16,
        retries={"total_max_attempts": 1},
    )
