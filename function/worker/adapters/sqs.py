"""The job queue."""

from __future__ import annotations

import time
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from worker.telemetry.log import logger

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import EmptyResponseMetadataTypeDef, MessageAttributeValueTypeDef

    from worker.delivery.delivery import Delivery


LONGEST_DELAY = 900
"""Seconds; SQS's limit."""

SENDING_SECONDS = 60
"""More than a sending takes: 5 s to connect, 5 s for the answer, and 10 s where a name server says nothing."""


class SqsQueue:
    """Implements `delivery.ports.Queue`."""

    def __init__(self, client: SQSClient, url: str) -> None:
        self._client = client
        self._url = url

    def hide(self, receipt: str, seconds: int) -> None:
        self.extend(receipt, seconds)

    def extend(self, receipt: str, seconds: int) -> float | None:
        try:
            answer = self._client.change_message_visibility(
                QueueUrl=self._url, ReceiptHandle=receipt, VisibilityTimeout=seconds
            )
        except (ClientError, BotoCoreError) as error:
            logger.warning(
                "visibility not changed, the queue's own timeout stands",
                stage="HIDE_FAILED",
                duration_ms=0,
                error_type=type(error).__name__,
            )
            return None
        return _read_date(answer)

    def send_again(self, delivery: Delivery, seconds: int) -> bool:
        attributes = _describe(delivery, self.extend(delivery.receipt, SENDING_SECONDS))
        try:
            self._client.send_message(
                QueueUrl=self._url,
                MessageBody=delivery.body,
                DelaySeconds=min(seconds, LONGEST_DELAY),
                MessageAttributes=attributes,
            )
        except (ClientError, BotoCoreError) as error:
            kind = type(error).__name__
            logger.warning("message not sent again, it stays", stage="SEND_FAILED", duration_ms=0, error_type=kind)
            return False
        return True


def _describe(delivery: Delivery, now: float | None) -> dict[str, MessageAttributeValueTypeDef]:
    """What a message that is sent again says of itself; `now` is the queue's time, where it said so."""
    numbers = {
        "FirstSentAt": delivery.sent_at,
        # The mark of this sending. That it is a time is for workers of a version before this one, who compare it.
        "SentAgainAt": time.time(),
        **({} if now is None else {"SentAgainBy": now + SENDING_SECONDS}),
    }
    return {
        **{name: {"DataType": "Number", "StringValue": str(number)} for name, number in numbers.items()},
        "FirstMessageId": {"DataType": "String", "StringValue": delivery.message_id},
    }


def _read_date(answer: EmptyResponseMetadataTypeDef) -> float | None:
    """When SQS answered, by its clock: the end of the second that its header names, of which any moment may be meant.

    What was sent before an end is decided in that second is then none that somebody has sent since.
    """
    try:
        return parsedate_to_datetime(answer["ResponseMetadata"]["HTTPHeaders"]["date"]).timestamp() + 1.0
    except (KeyError, ValueError):
        return None
