"""The job queue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from worker.observability import logger

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


class SqsQueue:
    """Implements `ports.Queue`."""

    def __init__(self, client: SQSClient, url: str) -> None:
        self._client = client
        self._url = url

    def hide(self, receipt: str, seconds: int) -> None:
        """See `ports.Queue.hide`."""
        try:
            self._client.change_message_visibility(QueueUrl=self._url, ReceiptHandle=receipt, VisibilityTimeout=seconds)
        except (ClientError, BotoCoreError) as error:
            logger.warning(
                "visibility not changed, the queue's own timeout stands",
                stage="HIDE_FAILED",
                duration_ms=0,
                error_type=type(error).__name__,
            )
